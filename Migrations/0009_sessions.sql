-- Who is signed in on the pages. What opens a session is with the browser alone: kept is its SHA-256.
CREATE TABLE sessions (
    hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
    -- The token that it was opened with; NULL for the one of the environment, which is kept nowhere.
    token INTEGER REFERENCES tokens (id),
    -- A part of the key that the browser's cookie is signed with; the other is the token's own SHA-256.
    salt TEXT NOT NULL CHECK (length(salt) = 43),
    created_at TEXT NOT NULL,
    used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
