-- What was written: a row for each record that a write made, changed, deleted or brought back. No row is ever changed.
--
-- The number of a row is given by the one writer, within the transaction that writes it: so the order of ids is the
-- order of commits, and whoever has read up to one of them has missed nothing before it.
--
-- `item` is the record's id, `revision` that which the write made (a deletion: the last there was). `changes` is a list
-- of {field, from, to}; of a deletion it is the whole record, as its columns were; of a creation it is NULL: what was
-- made is what the later changes lead back to. `cause` is the deletion that took this record along.
CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('create', 'update', 'anchor', 'delete', 'restore', 'merge', 'unmerge', 'settle', 'unsettle')),
    resource TEXT NOT NULL,
    item INTEGER NOT NULL,
    slug TEXT,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    note TEXT,
    cause INTEGER,
    changes TEXT
) STRICT;
CREATE INDEX history_by_item ON history (resource, item, id);
CREATE INDEX history_by_deleted_slug ON history (resource, slug, id) WHERE action = 'delete';
CREATE INDEX history_by_cause ON history (cause) WHERE cause IS NOT NULL;

CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history BEGIN
    SELECT RAISE(ABORT, 'an entry of the history is never changed');
END;
CREATE TRIGGER history_is_not_deleted BEFORE DELETE ON history BEGIN
    SELECT RAISE(ABORT, 'an entry of the history is never deleted');
END;

-- What an editor made of a reader's correction, when, and in which revision of the article it stands.
ALTER TABLE corrections ADD COLUMN note TEXT;
ALTER TABLE corrections ADD COLUMN decided_at TEXT;
ALTER TABLE corrections ADD COLUMN article_revision INTEGER;

-- Answers to requests with an Idempotency-Key, kept for a day. `scope` is who asked, `request` a SHA-256 of what.
CREATE TABLE answers (
    scope TEXT NOT NULL,
    key TEXT NOT NULL CHECK (key <> ''),
    request TEXT NOT NULL,
    status INTEGER NOT NULL,
    content_type TEXT,
    location TEXT,
    entity_tag TEXT,
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_by_at ON answers (at);
