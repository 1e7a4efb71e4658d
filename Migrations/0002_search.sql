-- Full text, a table for each kind, kept in step by triggers. Words are folded: case, and diacritics, so that
-- `emissoes` finds `emissões` (https://www.sqlite.org/fts5.html#unicode61_tokenizer).
-- Articles and quotes are indexed without a copy of their words (external content); the others are short.

CREATE VIRTUAL TABLE articles_search USING fts5 (
    title, subtitle, text,
    content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER articles_search_inserted AFTER INSERT ON articles BEGIN
    INSERT INTO articles_search (rowid, title, subtitle, text) VALUES (new.id, new.title, new.subtitle, new.text);
END;
CREATE TRIGGER articles_search_deleted AFTER DELETE ON articles BEGIN
    INSERT INTO articles_search (articles_search, rowid, title, subtitle, text)
    VALUES ('delete', old.id, old.title, old.subtitle, old.text);
END;
CREATE TRIGGER articles_search_updated AFTER UPDATE OF title, subtitle, text ON articles BEGIN
    INSERT INTO articles_search (articles_search, rowid, title, subtitle, text)
    VALUES ('delete', old.id, old.title, old.subtitle, old.text);
    INSERT INTO articles_search (rowid, title, subtitle, text) VALUES (new.id, new.title, new.subtitle, new.text);
END;

CREATE VIRTUAL TABLE quotes_search USING fts5 (
    text, speaker, role,
    content = 'quotes', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER quotes_search_inserted AFTER INSERT ON quotes BEGIN
    INSERT INTO quotes_search (rowid, text, speaker, role) VALUES (new.id, new.text, new.speaker, new.role);
END;
CREATE TRIGGER quotes_search_deleted AFTER DELETE ON quotes BEGIN
    INSERT INTO quotes_search (quotes_search, rowid, text, speaker, role)
    VALUES ('delete', old.id, old.text, old.speaker, old.role);
END;
CREATE TRIGGER quotes_search_updated AFTER UPDATE OF text, speaker, role ON quotes BEGIN
    INSERT INTO quotes_search (quotes_search, rowid, text, speaker, role)
    VALUES ('delete', old.id, old.text, old.speaker, old.role);
    INSERT INTO quotes_search (rowid, text, speaker, role) VALUES (new.id, new.text, new.speaker, new.role);
END;

CREATE VIRTUAL TABLE experts_search USING fts5 (
    name, other_names, description, tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER experts_search_inserted AFTER INSERT ON experts BEGIN
    INSERT INTO experts_search (rowid, name, other_names, description)
    SELECT new.id, new.name, group_concat(json_extract(value, '$.name'), ', '), new.description
    FROM json_each(new.other_names);
END;
CREATE TRIGGER experts_search_deleted AFTER DELETE ON experts BEGIN
    DELETE FROM experts_search WHERE rowid = old.id;
END;
CREATE TRIGGER experts_search_updated AFTER UPDATE OF name, other_names, description ON experts BEGIN
    DELETE FROM experts_search WHERE rowid = old.id;
    INSERT INTO experts_search (rowid, name, other_names, description)
    SELECT new.id, new.name, group_concat(json_extract(value, '$.name'), ', '), new.description
    FROM json_each(new.other_names);
END;

CREATE VIRTUAL TABLE indicators_search USING fts5 (
    name, description, tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER indicators_search_inserted AFTER INSERT ON indicators BEGIN
    INSERT INTO indicators_search (rowid, name, description) VALUES (new.id, new.name, new.description);
END;
CREATE TRIGGER indicators_search_deleted AFTER DELETE ON indicators BEGIN
    DELETE FROM indicators_search WHERE rowid = old.id;
END;
CREATE TRIGGER indicators_search_updated AFTER UPDATE OF name, description ON indicators BEGIN
    UPDATE indicators_search SET name = new.name, description = new.description WHERE rowid = new.id;
    UPDATE statistics_search SET indicator = new.name
    WHERE rowid IN (SELECT id FROM statistics WHERE indicator = new.id);
END;

CREATE VIRTUAL TABLE sources_search USING fts5 (name, tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER sources_search_inserted AFTER INSERT ON sources BEGIN
    INSERT INTO sources_search (rowid, name) VALUES (new.id, new.name);
END;
CREATE TRIGGER sources_search_deleted AFTER DELETE ON sources BEGIN
    DELETE FROM sources_search WHERE rowid = old.id;
END;
CREATE TRIGGER sources_search_updated AFTER UPDATE OF name ON sources BEGIN
    UPDATE sources_search SET name = new.name WHERE rowid = new.id;
    UPDATE statistics_search SET source = new.name
    WHERE rowid IN (SELECT id FROM statistics WHERE source = new.id);
END;

CREATE VIRTUAL TABLE topics_search USING fts5 (name, tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER topics_search_inserted AFTER INSERT ON topics BEGIN
    INSERT INTO topics_search (rowid, name) VALUES (new.id, new.name);
END;
CREATE TRIGGER topics_search_deleted AFTER DELETE ON topics BEGIN
    DELETE FROM topics_search WHERE rowid = old.id;
END;
CREATE TRIGGER topics_search_updated AFTER UPDATE OF name ON topics BEGIN
    UPDATE topics_search SET name = new.name WHERE rowid = new.id;
END;

-- A figure is found by what it measures, where, by whom it was published, and as it was printed.
CREATE VIRTUAL TABLE statistics_search USING fts5 (
    indicator, printed, place, counterpart, source, tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER statistics_search_inserted AFTER INSERT ON statistics BEGIN
    INSERT INTO statistics_search (rowid, indicator, printed, place, counterpart, source)
    VALUES (
        new.id, (SELECT name FROM indicators WHERE id = new.indicator), new.printed, new.place, new.counterpart,
        (SELECT name FROM sources WHERE id = new.source));
END;
CREATE TRIGGER statistics_search_deleted AFTER DELETE ON statistics BEGIN
    DELETE FROM statistics_search WHERE rowid = old.id;
END;
CREATE TRIGGER statistics_search_updated
AFTER UPDATE OF indicator, printed, place, counterpart, source ON statistics BEGIN
    UPDATE statistics_search SET
        indicator = (SELECT name FROM indicators WHERE id = new.indicator),
        printed = new.printed, place = new.place, counterpart = new.counterpart,
        source = (SELECT name FROM sources WHERE id = new.source)
    WHERE rowid = new.id;
END;
