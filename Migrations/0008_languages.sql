-- Search by word stems, and in scripts without spaces between words. The program computes both into ordinary columns,
-- which the triggers copy: the full-text tables keep SQLite's own tokenizer, and any program can read them.
--
-- folded: the words in order as a search compares them, where SQLite's tokenizer alone would fold them otherwise; in
--         Chinese, Japanese and Thai each two characters that stand together. Else ''.
-- stems:  the stems of the words, each once, in English and Russian.
--
-- Both are NULL where they have not been computed yet: in the records that were there before, until the program opens
-- the file the next time.

ALTER TABLE articles ADD COLUMN folded TEXT;
ALTER TABLE articles ADD COLUMN stems TEXT;
CREATE INDEX articles_without_stems ON articles (id) WHERE stems IS NULL;
ALTER TABLE quotes ADD COLUMN folded TEXT;
ALTER TABLE quotes ADD COLUMN stems TEXT;
CREATE INDEX quotes_without_stems ON quotes (id) WHERE stems IS NULL;
ALTER TABLE experts ADD COLUMN folded TEXT;
ALTER TABLE experts ADD COLUMN stems TEXT;
CREATE INDEX experts_without_stems ON experts (id) WHERE stems IS NULL;
ALTER TABLE indicators ADD COLUMN folded TEXT;
ALTER TABLE indicators ADD COLUMN stems TEXT;
CREATE INDEX indicators_without_stems ON indicators (id) WHERE stems IS NULL;
ALTER TABLE sources ADD COLUMN folded TEXT;
ALTER TABLE sources ADD COLUMN stems TEXT;
CREATE INDEX sources_without_stems ON sources (id) WHERE stems IS NULL;
ALTER TABLE topics ADD COLUMN folded TEXT;
ALTER TABLE topics ADD COLUMN stems TEXT;
CREATE INDEX topics_without_stems ON topics (id) WHERE stems IS NULL;
ALTER TABLE statistics ADD COLUMN folded TEXT;
ALTER TABLE statistics ADD COLUMN stems TEXT;
CREATE INDEX statistics_without_stems ON statistics (id) WHERE stems IS NULL;

DROP TRIGGER articles_search_inserted;
DROP TRIGGER articles_search_deleted;
DROP TRIGGER articles_search_updated;
DROP TABLE articles_search;
DROP TRIGGER quotes_search_inserted;
DROP TRIGGER quotes_search_deleted;
DROP TRIGGER quotes_search_updated;
DROP TABLE quotes_search;
DROP TRIGGER experts_search_inserted;
DROP TRIGGER experts_search_deleted;
DROP TRIGGER experts_search_updated;
DROP TABLE experts_search;
DROP TRIGGER indicators_search_inserted;
DROP TRIGGER indicators_search_deleted;
DROP TRIGGER indicators_search_updated;
DROP TABLE indicators_search;
DROP TRIGGER sources_search_inserted;
DROP TRIGGER sources_search_deleted;
DROP TRIGGER sources_search_updated;
DROP TABLE sources_search;
DROP TRIGGER topics_search_inserted;
DROP TRIGGER topics_search_deleted;
DROP TRIGGER topics_search_updated;
DROP TABLE topics_search;
DROP TRIGGER statistics_search_inserted;
DROP TRIGGER statistics_search_deleted;
DROP TRIGGER statistics_search_updated;
DROP TABLE statistics_search;

CREATE VIRTUAL TABLE articles_search USING fts5 (
    title, subtitle, text, folded, stems,
    content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO articles_search (articles_search) VALUES ('rebuild');
CREATE TRIGGER articles_search_inserted AFTER INSERT ON articles BEGIN
    INSERT INTO articles_search (rowid, title, subtitle, text, folded, stems)
    VALUES (new.id, new.title, new.subtitle, new.text, new.folded, new.stems);
END;
CREATE TRIGGER articles_search_deleted AFTER DELETE ON articles BEGIN
    INSERT INTO articles_search (articles_search, rowid, title, subtitle, text, folded, stems)
    VALUES ('delete', old.id, old.title, old.subtitle, old.text, old.folded, old.stems);
END;
CREATE TRIGGER articles_search_updated AFTER UPDATE OF title, subtitle, text, folded, stems ON articles BEGIN
    INSERT INTO articles_search (articles_search, rowid, title, subtitle, text, folded, stems)
    VALUES ('delete', old.id, old.title, old.subtitle, old.text, old.folded, old.stems);
    INSERT INTO articles_search (rowid, title, subtitle, text, folded, stems)
    VALUES (new.id, new.title, new.subtitle, new.text, new.folded, new.stems);
END;

CREATE VIRTUAL TABLE quotes_search USING fts5 (
    text, speaker, role, folded, stems,
    content = 'quotes', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO quotes_search (quotes_search) VALUES ('rebuild');
CREATE TRIGGER quotes_search_inserted AFTER INSERT ON quotes BEGIN
    INSERT INTO quotes_search (rowid, text, speaker, role, folded, stems)
    VALUES (new.id, new.text, new.speaker, new.role, new.folded, new.stems);
END;
CREATE TRIGGER quotes_search_deleted AFTER DELETE ON quotes BEGIN
    INSERT INTO quotes_search (quotes_search, rowid, text, speaker, role, folded, stems)
    VALUES ('delete', old.id, old.text, old.speaker, old.role, old.folded, old.stems);
END;
CREATE TRIGGER quotes_search_updated AFTER UPDATE OF text, speaker, role, folded, stems ON quotes BEGIN
    INSERT INTO quotes_search (quotes_search, rowid, text, speaker, role, folded, stems)
    VALUES ('delete', old.id, old.text, old.speaker, old.role, old.folded, old.stems);
    INSERT INTO quotes_search (rowid, text, speaker, role, folded, stems)
    VALUES (new.id, new.text, new.speaker, new.role, new.folded, new.stems);
END;

CREATE VIRTUAL TABLE experts_search USING fts5 (
    name, other_names, description, folded, stems, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO experts_search (rowid, name, other_names, description, folded, stems)
SELECT
    id, name, (SELECT group_concat(json_extract(value, '$.name'), ', ') FROM json_each(other_names)), description,
    folded, stems
FROM experts;
CREATE TRIGGER experts_search_inserted AFTER INSERT ON experts BEGIN
    INSERT INTO experts_search (rowid, name, other_names, description, folded, stems)
    SELECT
        new.id, new.name, group_concat(json_extract(value, '$.name'), ', '), new.description, new.folded, new.stems
    FROM json_each(new.other_names);
END;
CREATE TRIGGER experts_search_deleted AFTER DELETE ON experts BEGIN
    DELETE FROM experts_search WHERE rowid = old.id;
END;
CREATE TRIGGER experts_search_updated
AFTER UPDATE OF name, other_names, description, folded, stems ON experts BEGIN
    DELETE FROM experts_search WHERE rowid = old.id;
    INSERT INTO experts_search (rowid, name, other_names, description, folded, stems)
    SELECT
        new.id, new.name, group_concat(json_extract(value, '$.name'), ', '), new.description, new.folded, new.stems
    FROM json_each(new.other_names);
END;

CREATE VIRTUAL TABLE indicators_search USING fts5 (name, description, folded, stems, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO indicators_search (rowid, name, description, folded, stems) SELECT id, name, description, folded, stems FROM indicators;
CREATE TRIGGER indicators_search_inserted AFTER INSERT ON indicators BEGIN
    INSERT INTO indicators_search (rowid, name, description, folded, stems) VALUES (new.id, new.name, new.description, new.folded, new.stems);
END;
CREATE TRIGGER indicators_search_deleted AFTER DELETE ON indicators BEGIN
    DELETE FROM indicators_search WHERE rowid = old.id;
END;
CREATE TRIGGER indicators_search_updated AFTER UPDATE OF name, description, folded, stems ON indicators BEGIN
    UPDATE indicators_search SET name = new.name, description = new.description, folded = new.folded, stems = new.stems WHERE rowid = new.id;
END;
CREATE TRIGGER indicators_search_named AFTER UPDATE OF name ON indicators WHEN new.name IS NOT old.name BEGIN
    UPDATE statistics_search SET indicator = new.name
    WHERE rowid IN (SELECT id FROM statistics WHERE indicator = new.id);
END;

CREATE VIRTUAL TABLE sources_search USING fts5 (name, folded, stems, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO sources_search (rowid, name, folded, stems) SELECT id, name, folded, stems FROM sources;
CREATE TRIGGER sources_search_inserted AFTER INSERT ON sources BEGIN
    INSERT INTO sources_search (rowid, name, folded, stems) VALUES (new.id, new.name, new.folded, new.stems);
END;
CREATE TRIGGER sources_search_deleted AFTER DELETE ON sources BEGIN
    DELETE FROM sources_search WHERE rowid = old.id;
END;
CREATE TRIGGER sources_search_updated AFTER UPDATE OF name, folded, stems ON sources BEGIN
    UPDATE sources_search SET name = new.name, folded = new.folded, stems = new.stems WHERE rowid = new.id;
END;
CREATE TRIGGER sources_search_named AFTER UPDATE OF name ON sources WHEN new.name IS NOT old.name BEGIN
    UPDATE statistics_search SET source = new.name
    WHERE rowid IN (SELECT id FROM statistics WHERE source = new.id);
END;

CREATE VIRTUAL TABLE topics_search USING fts5 (name, folded, stems, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO topics_search (rowid, name, folded, stems) SELECT id, name, folded, stems FROM topics;
CREATE TRIGGER topics_search_inserted AFTER INSERT ON topics BEGIN
    INSERT INTO topics_search (rowid, name, folded, stems) VALUES (new.id, new.name, new.folded, new.stems);
END;
CREATE TRIGGER topics_search_deleted AFTER DELETE ON topics BEGIN
    DELETE FROM topics_search WHERE rowid = old.id;
END;
CREATE TRIGGER topics_search_updated AFTER UPDATE OF name, folded, stems ON topics BEGIN
    UPDATE topics_search SET name = new.name, folded = new.folded, stems = new.stems WHERE rowid = new.id;
END;

CREATE VIRTUAL TABLE statistics_search USING fts5 (
    indicator, printed, place, counterpart, source, folded, stems, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO statistics_search (rowid, indicator, printed, place, counterpart, source, folded, stems)
SELECT
    id, (SELECT name FROM indicators WHERE id = indicator), printed, place, counterpart,
    (SELECT name FROM sources WHERE id = source), folded, stems
FROM statistics;
CREATE TRIGGER statistics_search_inserted AFTER INSERT ON statistics BEGIN
    INSERT INTO statistics_search (rowid, indicator, printed, place, counterpart, source, folded, stems)
    VALUES (
        new.id, (SELECT name FROM indicators WHERE id = new.indicator), new.printed, new.place, new.counterpart,
        (SELECT name FROM sources WHERE id = new.source), new.folded, new.stems);
END;
CREATE TRIGGER statistics_search_deleted AFTER DELETE ON statistics BEGIN
    DELETE FROM statistics_search WHERE rowid = old.id;
END;
CREATE TRIGGER statistics_search_updated
AFTER UPDATE OF indicator, printed, place, counterpart, source, folded, stems ON statistics BEGIN
    UPDATE statistics_search SET
        indicator = (SELECT name FROM indicators WHERE id = new.indicator),
        printed = new.printed, place = new.place, counterpart = new.counterpart,
        source = (SELECT name FROM sources WHERE id = new.source), folded = new.folded, stems = new.stems
    WHERE rowid = new.id;
END;

-- What lists are filtered by, each in the order that its list has by default, so that a page of many matches ends
-- after a page; and the orders that had no index yet.
DROP INDEX articles_by_language;
DROP INDEX articles_by_publisher;
DROP INDEX experts_by_country;
DROP INDEX experts_by_name;
-- Days and periods once more as they are: SQLite takes an index for all that a count needs only where it has the column.
DROP INDEX articles_by_published_on;
DROP INDEX quotes_by_said_on;
DROP INDEX statistics_by_period;
CREATE INDEX articles_by_published_on ON articles (coalesce(published_on, ''), id, published_on);
CREATE INDEX quotes_by_said_on ON quotes (coalesce(said_on, ''), id, said_on);
CREATE INDEX statistics_by_period ON statistics (coalesce(period, ''), id, period);
DROP INDEX quotes_by_unsettled_anchor;
DROP INDEX statistics_by_unsettled_anchor;
CREATE INDEX quotes_by_anchor ON quotes (anchor);
CREATE INDEX statistics_by_anchor ON statistics (anchor);
CREATE INDEX statistics_by_qualifier ON statistics (qualifier);
CREATE INDEX articles_by_language ON articles (language, coalesce(published_on, ''), id);
CREATE INDEX articles_by_publisher ON articles (publisher, coalesce(published_on, ''), id);
CREATE INDEX articles_by_license ON articles (license, coalesce(published_on, ''), id);
CREATE INDEX experts_by_country ON experts (country, lower(name), id);
CREATE INDEX experts_by_kind ON experts (kind, lower(name), id);
CREATE INDEX experts_by_name ON experts (lower(name), id, name);
CREATE INDEX experts_by_created_at ON experts (created_at, id);
CREATE INDEX experts_by_updated_at ON experts (updated_at, id);
CREATE INDEX quotes_by_kind ON quotes (kind);
CREATE INDEX quotes_by_created_at ON quotes (created_at, id);
CREATE INDEX quotes_by_updated_at ON quotes (updated_at, id);
CREATE INDEX statistics_by_counterpart ON statistics (counterpart);
CREATE INDEX statistics_by_unit ON statistics (unit);
CREATE INDEX statistics_by_status ON statistics (status);
CREATE INDEX statistics_by_as_of ON statistics (coalesce(as_of, ''), id, as_of);
CREATE INDEX statistics_by_created_at ON statistics (created_at, id);
CREATE INDEX statistics_by_updated_at ON statistics (updated_at, id);
