-- The eight resources. A table and its columns are named as the resource and its fields are in the API, so that the
-- file can be read with the sqlite3 shell or Datasette as well.
--
-- Times are RFC 3339 in UTC, dates ISO 8601, lists and objects JSON text. Text that was not given is NULL, never ''.
-- A reference is a column with the referred record's id. Ids are never used twice (AUTOINCREMENT), so that a link
-- to a deleted record cannot lead to another one.

CREATE TABLE topics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1)
) STRICT;

CREATE TABLE sources (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT,
    country TEXT CHECK (length(country) = 2),
    url TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1)
) STRICT;

CREATE TABLE indicators (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    unit TEXT,
    description TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1)
) STRICT;

-- quotes_count to last_quoted_on are kept by the triggers below, so that lists can be sorted by them.
CREATE TABLE experts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'organization')),
    other_names TEXT NOT NULL DEFAULT '[]' CHECK (json_type(other_names) = 'array'),
    identifiers TEXT NOT NULL DEFAULT '[]' CHECK (json_type(identifiers) = 'array'),
    description TEXT,
    country TEXT CHECK (length(country) = 2),
    photo TEXT CHECK (json_type(photo) = 'object'),
    links TEXT NOT NULL DEFAULT '[]' CHECK (json_type(links) = 'array'),
    affiliations TEXT NOT NULL DEFAULT '[]' CHECK (json_type(affiliations) = 'array'),
    quotes_count INTEGER NOT NULL DEFAULT 0 CHECK (quotes_count >= 0),
    articles_count INTEGER NOT NULL DEFAULT 0 CHECK (articles_count >= 0),
    first_quoted_on TEXT,
    last_quoted_on TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1)
) STRICT;

-- The long columns stand last: SQLite reads a row from its start, and leaves alone the pages that it needs not.
-- `text` is derived from `body`: Markdown's marks are taken away, and every position counts in it.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    title TEXT NOT NULL CHECK (title <> ''),
    subtitle TEXT,
    language TEXT,
    published_on TEXT CHECK (length(published_on) = 10),
    url TEXT UNIQUE,
    publisher TEXT,
    authors TEXT NOT NULL DEFAULT '[]' CHECK (json_type(authors) = 'array'),
    topics TEXT NOT NULL DEFAULT '[]' CHECK (json_type(topics) = 'array'),
    places TEXT NOT NULL DEFAULT '[]' CHECK (json_type(places) = 'array'),
    photos TEXT NOT NULL DEFAULT '[]' CHECK (json_type(photos) = 'array'),
    links TEXT NOT NULL DEFAULT '[]' CHECK (json_type(links) = 'array'),
    translation_of INTEGER REFERENCES articles (id) ON DELETE SET NULL CHECK (translation_of <> id),
    note TEXT,
    license TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    body TEXT,
    text TEXT NOT NULL DEFAULT ''
) STRICT;

-- `quoted_on` is said_on, else the day on which the article was published. `start` is the selector's.
CREATE TABLE quotes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    expert INTEGER NOT NULL REFERENCES experts (id) ON DELETE RESTRICT,
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'indirect', 'mixed')),
    text TEXT NOT NULL CHECK (text <> ''),
    speaker TEXT,
    role TEXT,
    cue TEXT,
    language TEXT,
    said_on TEXT CHECK (length(said_on) = 10),
    topics TEXT NOT NULL DEFAULT '[]' CHECK (json_type(topics) = 'array'),
    selector TEXT CHECK (json_type(selector) = 'object'),
    anchor TEXT NOT NULL DEFAULT 'missing' CHECK (anchor IN ('exact', 'changed', 'ambiguous', 'missing')),
    anchored_revision INTEGER CHECK (anchored_revision >= 1),
    quoted_on TEXT,
    start INTEGER,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1)
) STRICT;

CREATE TABLE statistics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    indicator INTEGER NOT NULL REFERENCES indicators (id) ON DELETE RESTRICT,
    value REAL NOT NULL,
    value_to REAL CHECK (value_to >= value),
    qualifier TEXT CHECK (qualifier IN ('exactly', 'about', 'more_than', 'less_than', 'at_least', 'at_most')),
    unit TEXT NOT NULL CHECK (unit <> ''),
    period TEXT,
    place TEXT,
    counterpart TEXT,
    dimensions TEXT NOT NULL DEFAULT '{}' CHECK (json_type(dimensions) = 'object'),
    status TEXT CHECK (status IN ('final', 'provisional', 'estimate', 'forecast')),
    as_of TEXT,
    source INTEGER REFERENCES sources (id) ON DELETE RESTRICT,
    stated_by INTEGER REFERENCES experts (id) ON DELETE RESTRICT,
    printed TEXT,
    selector TEXT CHECK (json_type(selector) = 'object'),
    anchor TEXT NOT NULL DEFAULT 'missing' CHECK (anchor IN ('exact', 'changed', 'ambiguous', 'missing')),
    anchored_revision INTEGER CHECK (anchored_revision >= 1),
    start INTEGER,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1)
) STRICT;

CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    selector TEXT CHECK (json_type(selector) = 'object'),
    suggestion TEXT,
    comment TEXT,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'accepted', 'rejected')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1)
) STRICT;

-- Lists that are filtered by their members, a row each: kept by the triggers below.
CREATE TABLE articles_authors (
    item INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    value TEXT NOT NULL,
    PRIMARY KEY (value, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX articles_authors_by_item ON articles_authors (item);

CREATE TABLE articles_places (
    item INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    value TEXT NOT NULL,
    PRIMARY KEY (value, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX articles_places_by_item ON articles_places (item);

CREATE TABLE articles_topics (
    item INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    value TEXT NOT NULL REFERENCES topics (slug) ON UPDATE CASCADE,
    PRIMARY KEY (value, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX articles_topics_by_item ON articles_topics (item);

CREATE TABLE quotes_topics (
    item INTEGER NOT NULL REFERENCES quotes (id) ON DELETE CASCADE,
    value TEXT NOT NULL REFERENCES topics (slug) ON UPDATE CASCADE,
    PRIMARY KEY (value, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX quotes_topics_by_item ON quotes_topics (item);

-- Other names by which a person is found again when an article names them.
CREATE TABLE experts_names (
    item INTEGER NOT NULL REFERENCES experts (id) ON DELETE CASCADE,
    value TEXT NOT NULL,
    PRIMARY KEY (value, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX experts_names_by_item ON experts_names (item);

CREATE INDEX topics_by_name ON topics (lower(name), id);
CREATE INDEX sources_by_name ON sources (lower(name), id);
CREATE INDEX indicators_by_name ON indicators (lower(name), id);
CREATE INDEX experts_by_name ON experts (lower(name), id);
CREATE INDEX experts_by_quotes_count ON experts (quotes_count, id);
CREATE INDEX experts_by_last_quoted_on ON experts (coalesce(last_quoted_on, ''), id);
CREATE INDEX experts_by_country ON experts (country);
CREATE INDEX articles_by_published_on ON articles (coalesce(published_on, ''), id);
CREATE INDEX articles_by_title ON articles (lower(title), id);
CREATE INDEX articles_by_created_at ON articles (created_at, id);
CREATE INDEX articles_by_updated_at ON articles (updated_at, id);
CREATE INDEX articles_by_language ON articles (language);
CREATE INDEX articles_by_publisher ON articles (publisher);
CREATE INDEX articles_by_translation_of ON articles (translation_of);
CREATE INDEX quotes_by_article ON quotes (article, coalesce(start, 9223372036854775807), id);
-- Covers whatever is shown of a quote: what one person said lies together here, where in the table it lies wherever the
-- articles do. Of all questions this is the one most asked.
CREATE INDEX quotes_by_expert ON quotes (
    expert, id, article, kind, text, speaker, role, cue, language, said_on, topics, selector, anchor, anchored_revision,
    created_at, updated_at, revision);
CREATE INDEX quotes_by_expert_and_article ON quotes (expert, article);
CREATE INDEX quotes_by_expert_and_day ON quotes (expert, quoted_on);
CREATE INDEX quotes_by_expert_and_role ON quotes (expert, role, quoted_on) WHERE role IS NOT NULL;
CREATE INDEX quotes_by_said_on ON quotes (coalesce(said_on, ''), id);
CREATE INDEX quotes_by_role ON quotes (role);
CREATE INDEX quotes_by_language ON quotes (language);
CREATE INDEX quotes_by_unsettled_anchor ON quotes (anchor) WHERE anchor <> 'exact';
CREATE INDEX statistics_by_article ON statistics (article, coalesce(start, 9223372036854775807), id);
CREATE INDEX statistics_by_indicator ON statistics (indicator, place, period);
CREATE INDEX statistics_by_source ON statistics (source);
CREATE INDEX statistics_by_stated_by ON statistics (stated_by);
CREATE INDEX statistics_by_place ON statistics (place);
CREATE INDEX statistics_by_period ON statistics (coalesce(period, ''), id);
CREATE INDEX statistics_by_value ON statistics (value, id);
CREATE INDEX statistics_by_unsettled_anchor ON statistics (anchor) WHERE anchor <> 'exact';
CREATE INDEX corrections_by_article ON corrections (article);
CREATE INDEX corrections_by_status ON corrections (status);

-- The members of lists.
CREATE TRIGGER articles_members_inserted AFTER INSERT ON articles BEGIN
    INSERT OR IGNORE INTO articles_authors (item, value) SELECT new.id, value FROM json_each(new.authors);
    INSERT OR IGNORE INTO articles_places (item, value) SELECT new.id, value FROM json_each(new.places);
    INSERT OR IGNORE INTO articles_topics (item, value) SELECT new.id, value FROM json_each(new.topics);
END;
CREATE TRIGGER articles_authors_updated AFTER UPDATE OF authors ON articles BEGIN
    DELETE FROM articles_authors WHERE item = new.id;
    INSERT OR IGNORE INTO articles_authors (item, value) SELECT new.id, value FROM json_each(new.authors);
END;
CREATE TRIGGER articles_places_updated AFTER UPDATE OF places ON articles BEGIN
    DELETE FROM articles_places WHERE item = new.id;
    INSERT OR IGNORE INTO articles_places (item, value) SELECT new.id, value FROM json_each(new.places);
END;
CREATE TRIGGER articles_topics_updated AFTER UPDATE OF topics ON articles BEGIN
    DELETE FROM articles_topics WHERE item = new.id;
    INSERT OR IGNORE INTO articles_topics (item, value) SELECT new.id, value FROM json_each(new.topics);
END;
CREATE TRIGGER quotes_members_inserted AFTER INSERT ON quotes WHEN new.topics <> '[]' BEGIN
    INSERT OR IGNORE INTO quotes_topics (item, value) SELECT new.id, value FROM json_each(new.topics);
END;
CREATE TRIGGER quotes_topics_updated AFTER UPDATE OF topics ON quotes BEGIN
    DELETE FROM quotes_topics WHERE item = new.id;
    INSERT OR IGNORE INTO quotes_topics (item, value) SELECT new.id, value FROM json_each(new.topics);
END;
CREATE TRIGGER experts_members_inserted AFTER INSERT ON experts WHEN new.other_names <> '[]' BEGIN
    INSERT OR IGNORE INTO experts_names (item, value)
    SELECT new.id, lower(json_extract(value, '$.name')) FROM json_each(new.other_names);
END;
CREATE TRIGGER experts_names_updated AFTER UPDATE OF other_names ON experts BEGIN
    DELETE FROM experts_names WHERE item = new.id;
    INSERT OR IGNORE INTO experts_names (item, value)
    SELECT new.id, lower(json_extract(value, '$.name')) FROM json_each(new.other_names);
END;

-- Counts and days of an expert. Each of these reads a handful of index entries, however often a person is quoted,
-- but for a change of `expert` or `article`, which is rare and counts anew.
CREATE TRIGGER quotes_counted AFTER INSERT ON quotes BEGIN
    UPDATE experts SET
        quotes_count = quotes_count + 1,
        articles_count = articles_count + (NOT EXISTS (
            SELECT 1 FROM quotes WHERE expert = new.expert AND article = new.article AND id <> new.id)),
        first_quoted_on = coalesce(min(first_quoted_on, new.quoted_on), first_quoted_on, new.quoted_on),
        last_quoted_on = coalesce(max(last_quoted_on, new.quoted_on), last_quoted_on, new.quoted_on)
    WHERE id = new.expert;
END;
CREATE TRIGGER quotes_uncounted AFTER DELETE ON quotes BEGIN
    UPDATE experts SET
        quotes_count = quotes_count - 1,
        articles_count = articles_count - (NOT EXISTS (
            SELECT 1 FROM quotes WHERE expert = old.expert AND article = old.article)),
        first_quoted_on = (SELECT min(quoted_on) FROM quotes WHERE expert = old.expert),
        last_quoted_on = (SELECT max(quoted_on) FROM quotes WHERE expert = old.expert)
    WHERE id = old.expert;
END;
CREATE TRIGGER quotes_day_updated AFTER UPDATE OF quoted_on ON quotes
WHEN new.quoted_on IS NOT old.quoted_on BEGIN
    UPDATE experts SET
        first_quoted_on = (SELECT min(quoted_on) FROM quotes WHERE expert = new.expert),
        last_quoted_on = (SELECT max(quoted_on) FROM quotes WHERE expert = new.expert)
    WHERE id = new.expert;
END;
CREATE TRIGGER quotes_owner_updated AFTER UPDATE OF expert, article ON quotes
WHEN new.expert <> old.expert OR new.article <> old.article BEGIN
    UPDATE experts SET
        quotes_count = (SELECT count(*) FROM quotes WHERE expert = experts.id),
        articles_count = (SELECT count(DISTINCT article) FROM quotes WHERE expert = experts.id),
        first_quoted_on = (SELECT min(quoted_on) FROM quotes WHERE expert = experts.id),
        last_quoted_on = (SELECT max(quoted_on) FROM quotes WHERE expert = experts.id)
    WHERE id IN (old.expert, new.expert);
END;
CREATE TRIGGER articles_day_updated AFTER UPDATE OF published_on ON articles
WHEN new.published_on IS NOT old.published_on BEGIN
    UPDATE quotes SET quoted_on = coalesce(said_on, new.published_on) WHERE article = new.id;
END;

-- A topic's new slug reaches the lists that name it.
CREATE TRIGGER topics_slug_updated AFTER UPDATE OF slug ON topics WHEN new.slug <> old.slug BEGIN
    UPDATE articles SET topics = (
        SELECT json_group_array(CASE WHEN value = old.slug THEN new.slug ELSE value END) FROM json_each(articles.topics))
    WHERE id IN (SELECT item FROM articles_topics WHERE value = new.slug);
    UPDATE quotes SET topics = (
        SELECT json_group_array(CASE WHEN value = old.slug THEN new.slug ELSE value END) FROM json_each(quotes.topics))
    WHERE id IN (SELECT item FROM quotes_topics WHERE value = new.slug);
END;
