-- Who is who, and what was said once though it was printed often.

-- An expert who turned out to be another: the row is gone, its number and slug lead to `survivor` for ever. `target` is
-- whom it was merged into, and may have been merged itself since; `entry` is the history's entry of that, from which it
-- can be undone; 0 where it came with an import.
CREATE TABLE experts_merged (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    target INTEGER NOT NULL CHECK (target <> id),
    survivor INTEGER NOT NULL CHECK (survivor <> id),
    entry INTEGER NOT NULL,
    merged_at TEXT NOT NULL
) STRICT;
CREATE INDEX experts_merged_by_target ON experts_merged (target);
CREATE INDEX experts_merged_by_survivor ON experts_merged (survivor);

-- `same_as` is what a person says: a translation, or nearly the same words. `utterance` is what the words themselves say:
-- a number made of them, the same for all printings of one statement, and that of the quote that `same_as` leads to. The
-- server makes it; where it is NULL, it has still to be made.
ALTER TABLE quotes ADD COLUMN same_as INTEGER REFERENCES quotes (id) ON DELETE SET NULL CHECK (same_as <> id);
ALTER TABLE quotes ADD COLUMN utterance INTEGER;
CREATE INDEX quotes_by_same_as ON quotes (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX quotes_by_utterance ON quotes (expert, utterance, quoted_on);
CREATE INDEX quotes_without_utterance ON quotes (id) WHERE utterance IS NULL;
CREATE INDEX quotes_by_year ON quotes (CAST(substr(quoted_on, 1, 4) AS INTEGER), id, quoted_on);

-- Covers whatever is shown of a quote, these columns too.
DROP INDEX quotes_by_expert;
CREATE INDEX quotes_by_expert ON quotes (
    expert, id, article, kind, text, speaker, role, cue, language, said_on, topics, same_as, quoted_on, selector, anchor,
    candidates, nearest, anchored_revision, last_exact_revision, created_at, updated_at, revision);

-- A person who is merged moves thousands of quotes: each of them now reads a handful of index entries, however many
-- there are, where it counted all of them.
DROP TRIGGER quotes_owner_updated;
CREATE TRIGGER quotes_owner_updated AFTER UPDATE OF expert, article ON quotes
WHEN new.expert <> old.expert OR new.article <> old.article BEGIN
    UPDATE experts SET
        quotes_count = quotes_count - 1,
        articles_count = articles_count - (NOT EXISTS (
            SELECT 1 FROM quotes WHERE expert = old.expert AND article = old.article)),
        first_quoted_on = (SELECT min(quoted_on) FROM quotes WHERE expert = old.expert),
        last_quoted_on = (SELECT max(quoted_on) FROM quotes WHERE expert = old.expert)
    WHERE id = old.expert;
    UPDATE experts SET
        quotes_count = quotes_count + 1,
        articles_count = articles_count + (NOT EXISTS (
            SELECT 1 FROM quotes WHERE expert = new.expert AND article = new.article AND id <> new.id)),
        first_quoted_on = (SELECT min(quoted_on) FROM quotes WHERE expert = new.expert),
        last_quoted_on = (SELECT max(quoted_on) FROM quotes WHERE expert = new.expert)
    WHERE id = new.expert;
END;

-- How many statements there are, each counted once however often it was printed.
ALTER TABLE experts ADD COLUMN statements_count INTEGER NOT NULL DEFAULT 0 CHECK (statements_count >= 0);
CREATE INDEX experts_by_statements_count ON experts (statements_count, id);
CREATE TRIGGER quotes_statement_inserted AFTER INSERT ON quotes WHEN new.utterance IS NOT NULL BEGIN
    UPDATE experts SET statements_count = statements_count + 1
    WHERE id = new.expert AND NOT EXISTS (
        SELECT 1 FROM quotes WHERE expert = new.expert AND utterance = new.utterance AND id <> new.id);
END;
CREATE TRIGGER quotes_statement_deleted AFTER DELETE ON quotes WHEN old.utterance IS NOT NULL BEGIN
    UPDATE experts SET statements_count = statements_count - 1
    WHERE id = old.expert AND NOT EXISTS (
        SELECT 1 FROM quotes WHERE expert = old.expert AND utterance = old.utterance);
END;
CREATE TRIGGER quotes_statement_updated AFTER UPDATE OF expert, utterance ON quotes
WHEN new.expert <> old.expert OR new.utterance IS NOT old.utterance BEGIN
    UPDATE experts SET statements_count = statements_count - 1
    WHERE id = old.expert AND old.utterance IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM quotes WHERE expert = old.expert AND utterance = old.utterance);
    UPDATE experts SET statements_count = statements_count + 1
    WHERE id = new.expert AND new.utterance IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM quotes WHERE expert = new.expert AND utterance = new.utterance AND id <> new.id);
END;

-- What an expert's names have in common in any script and spelling, and the identifiers: by these likely duplicates are
-- found. Triggers take down who is to be looked at; the server looks, in the transaction of the write.
CREATE TABLE experts_keys (
    item INTEGER NOT NULL REFERENCES experts (id) ON DELETE CASCADE,
    value TEXT NOT NULL,
    PRIMARY KEY (value, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX experts_keys_by_item ON experts_keys (item);

-- Who may be whom, each pair both ways.
CREATE TABLE experts_duplicates (
    expert INTEGER NOT NULL REFERENCES experts (id) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES experts (id) ON DELETE CASCADE,
    score REAL NOT NULL,
    PRIMARY KEY (expert, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX experts_duplicates_by_other ON experts_duplicates (other);

CREATE TABLE experts_pending (
    expert INTEGER PRIMARY KEY REFERENCES experts (id) ON DELETE CASCADE
) STRICT;
CREATE TRIGGER experts_keys_inserted AFTER INSERT ON experts BEGIN
    INSERT OR IGNORE INTO experts_pending (expert) VALUES (new.id);
END;
CREATE TRIGGER experts_keys_updated
AFTER UPDATE OF name, kind, other_names, identifiers, description, country, affiliations ON experts BEGIN
    INSERT OR IGNORE INTO experts_pending (expert) VALUES (new.id);
END;
-- A role that was not printed before.
CREATE TRIGGER quotes_role_inserted AFTER INSERT ON quotes
WHEN new.role IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM quotes WHERE expert = new.expert AND role = new.role AND id <> new.id) BEGIN
    INSERT OR IGNORE INTO experts_pending (expert) VALUES (new.expert);
END;
CREATE TRIGGER quotes_role_updated AFTER UPDATE OF role, expert ON quotes
WHEN new.role IS NOT NULL AND (new.role IS NOT old.role OR new.expert <> old.expert) BEGIN
    INSERT OR IGNORE INTO experts_pending (expert) VALUES (new.expert);
END;

INSERT INTO experts_pending (expert) SELECT id FROM experts;
