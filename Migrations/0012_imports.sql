-- What was read from elsewhere, and what is proposed from it. Nothing of this is vouched for: it stands in tables of its
-- own, which no list, count, search, export or series of what is vouched for reads.

-- A text, a file or an address that was given, and how far it has come.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'fetching', 'reading', 'proposing', 'done', 'failed', 'cancelled')),
    form TEXT CHECK (form IN ('html', 'markdown', 'text', 'pdf')),
    url TEXT,
    -- What is known about it beside the text, as a client gave it: {title, language, published_on, …}.
    given TEXT NOT NULL DEFAULT '{}' CHECK (json_type(given) = 'object'),
    article INTEGER REFERENCES articles (id) ON DELETE SET NULL,
    final_url TEXT,
    retrieved_at TEXT,
    sha256 TEXT CHECK (length(sha256) = 64),
    size INTEGER CHECK (size >= 0),
    warnings TEXT NOT NULL DEFAULT '[]' CHECK (json_type(warnings) = 'array'),
    -- Why it failed.
    detail TEXT,
    by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1)
) STRICT;
CREATE INDEX imports_by_article ON imports (article, id);
CREATE INDEX imports_by_status ON imports (status, id);

-- What was fetched or sent, as it was: by its SHA-256, deflated.
CREATE TABLE imports_sources (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    media_type TEXT,
    size INTEGER NOT NULL,
    deflated BLOB NOT NULL
) STRICT;

-- A quote or a figure that an article seems to have. `fields` is what would be posted, the article aside; `start` is
-- the position in the article's text of its first code point. `quote` or `statistic` is what became of it.
CREATE TABLE proposals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    import INTEGER REFERENCES imports (id) ON DELETE SET NULL,
    kind TEXT NOT NULL CHECK (kind IN ('quote', 'statistic')),
    fields TEXT NOT NULL CHECK (json_type(fields) = 'object'),
    start INTEGER NOT NULL CHECK (start >= 0),
    -- The passage after folding, by which the same is not proposed twice.
    passage TEXT NOT NULL,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    proposed_by TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'accepted', 'rejected')),
    decided_by TEXT,
    decided_at TEXT,
    -- What was changed when it was accepted: [{field, from, to}].
    changes TEXT NOT NULL DEFAULT '[]' CHECK (json_type(changes) = 'array'),
    quote INTEGER REFERENCES quotes (id) ON DELETE SET NULL,
    statistic INTEGER REFERENCES statistics (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1)
) STRICT;
CREATE INDEX proposals_by_passage ON proposals (article, kind, passage, start);
CREATE INDEX proposals_by_place ON proposals (article, status, start);
CREATE INDEX proposals_by_status ON proposals (status, article, start);
CREATE INDEX proposals_by_import ON proposals (import);
CREATE INDEX proposals_by_rule ON proposals (kind, rule, status, changes);
CREATE INDEX proposals_by_quote ON proposals (quote) WHERE quote IS NOT NULL;
CREATE INDEX proposals_by_statistic ON proposals (statistic) WHERE statistic IS NOT NULL;

-- What the address of an article said when it was last fetched, compared with what it had said at first: `base` is that,
-- by its SHA-256 in imports_sources. `report` is what is told of it, as JSON.
CREATE TABLE articles_checks (
    article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    checked_at TEXT NOT NULL,
    base TEXT NOT NULL,
    base_at TEXT NOT NULL,
    report TEXT NOT NULL CHECK (json_type(report) = 'object')
) STRICT;
CREATE INDEX articles_checks_by_time ON articles_checks (checked_at);

-- The articles whose address says something else by now.
CREATE TABLE articles_changed (
    article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    since TEXT NOT NULL
) STRICT;
