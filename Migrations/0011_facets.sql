-- What is counted often is kept counted: so that facets cost the same with a million quotes as with a thousand.

-- How many records of a resource have a value of a field. Kept by the triggers below, which leave a value that nobody has
-- any more at 0: it may come again.
CREATE TABLE facets (
    resource TEXT NOT NULL,
    field TEXT NOT NULL,
    value ANY NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (resource, field, value)
) STRICT, WITHOUT ROWID;

-- How many quotes of an expert are about a topic.
CREATE TABLE experts_topics (
    expert INTEGER NOT NULL,
    topic TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (expert, topic)
) STRICT, WITHOUT ROWID;

-- What quotes are counted by, in the order of their ids: a search finds ids.
CREATE INDEX quotes_facets ON quotes (
    id, kind, role, language, anchor, expert, article, said_on, same_as, quoted_on);

-- A series is mostly of one place and the last years.
CREATE INDEX statistics_by_series ON statistics (indicator, place, coalesce(period, ''));

INSERT INTO facets
SELECT 'articles', 'language', language, count(*) FROM articles WHERE language IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'articles', 'publisher', publisher, count(*) FROM articles WHERE publisher IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'articles', 'license', license, count(*) FROM articles WHERE license IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'experts', 'kind', kind, count(*) FROM experts WHERE kind IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'experts', 'country', country, count(*) FROM experts WHERE country IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'quotes', 'kind', kind, count(*) FROM quotes WHERE kind IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'quotes', 'role', role, count(*) FROM quotes WHERE role IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'quotes', 'language', language, count(*) FROM quotes WHERE language IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'quotes', 'anchor', anchor, count(*) FROM quotes WHERE anchor IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'quotes', 'year', CAST(substr(quoted_on, 1, 4) AS INTEGER), count(*) FROM quotes WHERE quoted_on IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'statistics', 'indicator', indicator, count(*) FROM statistics WHERE indicator IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'statistics', 'qualifier', qualifier, count(*) FROM statistics WHERE qualifier IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'statistics', 'unit', unit, count(*) FROM statistics WHERE unit IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'statistics', 'period', period, count(*) FROM statistics WHERE period IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'statistics', 'place', place, count(*) FROM statistics WHERE place IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'statistics', 'counterpart', counterpart, count(*) FROM statistics WHERE counterpart IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'statistics', 'status', status, count(*) FROM statistics WHERE status IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'statistics', 'source', source, count(*) FROM statistics WHERE source IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'statistics', 'stated_by', stated_by, count(*) FROM statistics WHERE stated_by IS NOT NULL GROUP BY 3;
INSERT INTO facets
SELECT 'statistics', 'anchor', anchor, count(*) FROM statistics WHERE anchor IS NOT NULL GROUP BY 3;
INSERT INTO facets SELECT 'articles', 'authors', value, count(*) FROM articles_authors GROUP BY value;
INSERT INTO facets SELECT 'articles', 'topics', value, count(*) FROM articles_topics GROUP BY value;
INSERT INTO facets SELECT 'articles', 'places', value, count(*) FROM articles_places GROUP BY value;
INSERT INTO facets SELECT 'quotes', 'topics', value, count(*) FROM quotes_topics GROUP BY value;
INSERT INTO experts_topics
SELECT quotes.expert, members.value, count(*) FROM quotes_topics AS members
JOIN quotes INDEXED BY quotes_facets ON quotes.id = members.item GROUP BY 1, 2;

CREATE TRIGGER articles_facets_inserted AFTER INSERT ON articles BEGIN
    INSERT INTO facets SELECT 'articles', 'language', new.language, 1
    WHERE new.language IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'articles', 'publisher', new.publisher, 1
    WHERE new.publisher IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'articles', 'license', new.license, 1
    WHERE new.license IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER articles_facets_deleted AFTER DELETE ON articles BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'articles' AND field = 'language' AND value = old.language;
    UPDATE facets SET count = count - 1
    WHERE resource = 'articles' AND field = 'publisher' AND value = old.publisher;
    UPDATE facets SET count = count - 1
    WHERE resource = 'articles' AND field = 'license' AND value = old.license;
END;
CREATE TRIGGER articles_facets_language_updated AFTER UPDATE OF language ON articles
WHEN new.language IS NOT old.language BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'articles' AND field = 'language' AND value = old.language;
    INSERT INTO facets SELECT 'articles', 'language', new.language, 1
    WHERE new.language IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER articles_facets_publisher_updated AFTER UPDATE OF publisher ON articles
WHEN new.publisher IS NOT old.publisher BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'articles' AND field = 'publisher' AND value = old.publisher;
    INSERT INTO facets SELECT 'articles', 'publisher', new.publisher, 1
    WHERE new.publisher IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER articles_facets_license_updated AFTER UPDATE OF license ON articles
WHEN new.license IS NOT old.license BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'articles' AND field = 'license' AND value = old.license;
    INSERT INTO facets SELECT 'articles', 'license', new.license, 1
    WHERE new.license IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER experts_facets_inserted AFTER INSERT ON experts BEGIN
    INSERT INTO facets SELECT 'experts', 'kind', new.kind, 1
    WHERE new.kind IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'experts', 'country', new.country, 1
    WHERE new.country IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER experts_facets_deleted AFTER DELETE ON experts BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'experts' AND field = 'kind' AND value = old.kind;
    UPDATE facets SET count = count - 1
    WHERE resource = 'experts' AND field = 'country' AND value = old.country;
END;
CREATE TRIGGER experts_facets_kind_updated AFTER UPDATE OF kind ON experts
WHEN new.kind IS NOT old.kind BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'experts' AND field = 'kind' AND value = old.kind;
    INSERT INTO facets SELECT 'experts', 'kind', new.kind, 1
    WHERE new.kind IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER experts_facets_country_updated AFTER UPDATE OF country ON experts
WHEN new.country IS NOT old.country BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'experts' AND field = 'country' AND value = old.country;
    INSERT INTO facets SELECT 'experts', 'country', new.country, 1
    WHERE new.country IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER quotes_facets_inserted AFTER INSERT ON quotes BEGIN
    INSERT INTO facets SELECT 'quotes', 'kind', new.kind, 1
    WHERE new.kind IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'quotes', 'role', new.role, 1
    WHERE new.role IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'quotes', 'language', new.language, 1
    WHERE new.language IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'quotes', 'anchor', new.anchor, 1
    WHERE new.anchor IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'quotes', 'year', CAST(substr(new.quoted_on, 1, 4) AS INTEGER), 1
    WHERE new.quoted_on IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER quotes_facets_deleted AFTER DELETE ON quotes BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'quotes' AND field = 'kind' AND value = old.kind;
    UPDATE facets SET count = count - 1
    WHERE resource = 'quotes' AND field = 'role' AND value = old.role;
    UPDATE facets SET count = count - 1
    WHERE resource = 'quotes' AND field = 'language' AND value = old.language;
    UPDATE facets SET count = count - 1
    WHERE resource = 'quotes' AND field = 'anchor' AND value = old.anchor;
    UPDATE facets SET count = count - 1
    WHERE resource = 'quotes' AND field = 'year' AND value = CAST(substr(old.quoted_on, 1, 4) AS INTEGER);
END;
CREATE TRIGGER quotes_facets_kind_updated AFTER UPDATE OF kind ON quotes
WHEN new.kind IS NOT old.kind BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'quotes' AND field = 'kind' AND value = old.kind;
    INSERT INTO facets SELECT 'quotes', 'kind', new.kind, 1
    WHERE new.kind IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER quotes_facets_role_updated AFTER UPDATE OF role ON quotes
WHEN new.role IS NOT old.role BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'quotes' AND field = 'role' AND value = old.role;
    INSERT INTO facets SELECT 'quotes', 'role', new.role, 1
    WHERE new.role IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER quotes_facets_language_updated AFTER UPDATE OF language ON quotes
WHEN new.language IS NOT old.language BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'quotes' AND field = 'language' AND value = old.language;
    INSERT INTO facets SELECT 'quotes', 'language', new.language, 1
    WHERE new.language IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER quotes_facets_anchor_updated AFTER UPDATE OF anchor ON quotes
WHEN new.anchor IS NOT old.anchor BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'quotes' AND field = 'anchor' AND value = old.anchor;
    INSERT INTO facets SELECT 'quotes', 'anchor', new.anchor, 1
    WHERE new.anchor IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER quotes_facets_year_updated AFTER UPDATE OF quoted_on ON quotes
WHEN CAST(substr(new.quoted_on, 1, 4) AS INTEGER) IS NOT CAST(substr(old.quoted_on, 1, 4) AS INTEGER) BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'quotes' AND field = 'year' AND value = CAST(substr(old.quoted_on, 1, 4) AS INTEGER);
    INSERT INTO facets SELECT 'quotes', 'year', CAST(substr(new.quoted_on, 1, 4) AS INTEGER), 1
    WHERE new.quoted_on IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER statistics_facets_inserted AFTER INSERT ON statistics BEGIN
    INSERT INTO facets SELECT 'statistics', 'indicator', new.indicator, 1
    WHERE new.indicator IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'statistics', 'qualifier', new.qualifier, 1
    WHERE new.qualifier IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'statistics', 'unit', new.unit, 1
    WHERE new.unit IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'statistics', 'period', new.period, 1
    WHERE new.period IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'statistics', 'place', new.place, 1
    WHERE new.place IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'statistics', 'counterpart', new.counterpart, 1
    WHERE new.counterpart IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'statistics', 'status', new.status, 1
    WHERE new.status IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'statistics', 'source', new.source, 1
    WHERE new.source IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'statistics', 'stated_by', new.stated_by, 1
    WHERE new.stated_by IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
    INSERT INTO facets SELECT 'statistics', 'anchor', new.anchor, 1
    WHERE new.anchor IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER statistics_facets_deleted AFTER DELETE ON statistics BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'indicator' AND value = old.indicator;
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'qualifier' AND value = old.qualifier;
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'unit' AND value = old.unit;
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'period' AND value = old.period;
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'place' AND value = old.place;
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'counterpart' AND value = old.counterpart;
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'status' AND value = old.status;
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'source' AND value = old.source;
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'stated_by' AND value = old.stated_by;
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'anchor' AND value = old.anchor;
END;
CREATE TRIGGER statistics_facets_indicator_updated AFTER UPDATE OF indicator ON statistics
WHEN new.indicator IS NOT old.indicator BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'indicator' AND value = old.indicator;
    INSERT INTO facets SELECT 'statistics', 'indicator', new.indicator, 1
    WHERE new.indicator IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER statistics_facets_qualifier_updated AFTER UPDATE OF qualifier ON statistics
WHEN new.qualifier IS NOT old.qualifier BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'qualifier' AND value = old.qualifier;
    INSERT INTO facets SELECT 'statistics', 'qualifier', new.qualifier, 1
    WHERE new.qualifier IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER statistics_facets_unit_updated AFTER UPDATE OF unit ON statistics
WHEN new.unit IS NOT old.unit BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'unit' AND value = old.unit;
    INSERT INTO facets SELECT 'statistics', 'unit', new.unit, 1
    WHERE new.unit IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER statistics_facets_period_updated AFTER UPDATE OF period ON statistics
WHEN new.period IS NOT old.period BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'period' AND value = old.period;
    INSERT INTO facets SELECT 'statistics', 'period', new.period, 1
    WHERE new.period IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER statistics_facets_place_updated AFTER UPDATE OF place ON statistics
WHEN new.place IS NOT old.place BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'place' AND value = old.place;
    INSERT INTO facets SELECT 'statistics', 'place', new.place, 1
    WHERE new.place IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER statistics_facets_counterpart_updated AFTER UPDATE OF counterpart ON statistics
WHEN new.counterpart IS NOT old.counterpart BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'counterpart' AND value = old.counterpart;
    INSERT INTO facets SELECT 'statistics', 'counterpart', new.counterpart, 1
    WHERE new.counterpart IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER statistics_facets_status_updated AFTER UPDATE OF status ON statistics
WHEN new.status IS NOT old.status BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'status' AND value = old.status;
    INSERT INTO facets SELECT 'statistics', 'status', new.status, 1
    WHERE new.status IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER statistics_facets_source_updated AFTER UPDATE OF source ON statistics
WHEN new.source IS NOT old.source BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'source' AND value = old.source;
    INSERT INTO facets SELECT 'statistics', 'source', new.source, 1
    WHERE new.source IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER statistics_facets_stated_by_updated AFTER UPDATE OF stated_by ON statistics
WHEN new.stated_by IS NOT old.stated_by BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'stated_by' AND value = old.stated_by;
    INSERT INTO facets SELECT 'statistics', 'stated_by', new.stated_by, 1
    WHERE new.stated_by IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER statistics_facets_anchor_updated AFTER UPDATE OF anchor ON statistics
WHEN new.anchor IS NOT old.anchor BEGIN
    UPDATE facets SET count = count - 1
    WHERE resource = 'statistics' AND field = 'anchor' AND value = old.anchor;
    INSERT INTO facets SELECT 'statistics', 'anchor', new.anchor, 1
    WHERE new.anchor IS NOT NULL
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER articles_authors_facets_inserted AFTER INSERT ON articles_authors BEGIN
    INSERT INTO facets VALUES ('articles', 'authors', new.value, 1)
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER articles_authors_facets_deleted AFTER DELETE ON articles_authors BEGIN
    UPDATE facets SET count = count - 1 WHERE resource = 'articles' AND field = 'authors' AND value = old.value;
END;
CREATE TRIGGER articles_topics_facets_inserted AFTER INSERT ON articles_topics BEGIN
    INSERT INTO facets VALUES ('articles', 'topics', new.value, 1)
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER articles_topics_facets_deleted AFTER DELETE ON articles_topics BEGIN
    UPDATE facets SET count = count - 1 WHERE resource = 'articles' AND field = 'topics' AND value = old.value;
END;
CREATE TRIGGER articles_topics_facets_updated AFTER UPDATE OF value ON articles_topics WHEN new.value <> old.value BEGIN
    UPDATE facets SET count = count - 1 WHERE resource = 'articles' AND field = 'topics' AND value = old.value;
    INSERT INTO facets VALUES ('articles', 'topics', new.value, 1)
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER articles_places_facets_inserted AFTER INSERT ON articles_places BEGIN
    INSERT INTO facets VALUES ('articles', 'places', new.value, 1)
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER articles_places_facets_deleted AFTER DELETE ON articles_places BEGIN
    UPDATE facets SET count = count - 1 WHERE resource = 'articles' AND field = 'places' AND value = old.value;
END;
CREATE TRIGGER quotes_topics_facets_inserted AFTER INSERT ON quotes_topics BEGIN
    INSERT INTO facets VALUES ('quotes', 'topics', new.value, 1)
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER quotes_topics_facets_deleted AFTER DELETE ON quotes_topics BEGIN
    UPDATE facets SET count = count - 1 WHERE resource = 'quotes' AND field = 'topics' AND value = old.value;
END;
CREATE TRIGGER quotes_topics_facets_updated AFTER UPDATE OF value ON quotes_topics WHEN new.value <> old.value BEGIN
    UPDATE facets SET count = count - 1 WHERE resource = 'quotes' AND field = 'topics' AND value = old.value;
    INSERT INTO facets VALUES ('quotes', 'topics', new.value, 1)
    ON CONFLICT (resource, field, value) DO UPDATE SET count = count + 1;
END;

-- A quote that is deleted takes its topics with it when it is gone already, and one that changes hands may change its
-- topics with them: both are counted before.
CREATE TRIGGER experts_topics_inserted AFTER INSERT ON quotes_topics BEGIN
    INSERT INTO experts_topics SELECT expert, new.value, 1 FROM quotes WHERE id = new.item
    ON CONFLICT (expert, topic) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER experts_topics_deleted AFTER DELETE ON quotes_topics BEGIN
    UPDATE experts_topics SET count = count - 1
    WHERE expert = (SELECT expert FROM quotes WHERE id = old.item) AND topic = old.value;
END;
CREATE TRIGGER experts_topics_updated AFTER UPDATE OF value ON quotes_topics WHEN new.value <> old.value BEGIN
    UPDATE experts_topics SET count = count - 1
    WHERE expert = (SELECT expert FROM quotes WHERE id = old.item) AND topic = old.value;
    INSERT INTO experts_topics SELECT expert, new.value, 1 FROM quotes WHERE id = new.item
    ON CONFLICT (expert, topic) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER experts_topics_quote_deleted BEFORE DELETE ON quotes WHEN old.topics <> '[]' BEGIN
    UPDATE experts_topics SET count = count - 1
    WHERE expert = old.expert AND topic IN (SELECT value FROM quotes_topics WHERE item = old.id);
END;
CREATE TRIGGER experts_topics_quote_moved BEFORE UPDATE OF expert ON quotes
WHEN new.expert <> old.expert AND old.topics <> '[]' BEGIN
    UPDATE experts_topics SET count = count - 1
    WHERE expert = old.expert AND topic IN (SELECT value FROM quotes_topics WHERE item = old.id);
    INSERT INTO experts_topics SELECT new.expert, value, 1 FROM quotes_topics WHERE item = old.id
    ON CONFLICT (expert, topic) DO UPDATE SET count = count + 1;
END;
