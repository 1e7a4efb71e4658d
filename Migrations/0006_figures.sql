-- What each statistic can mean, so that those that can't both be true are found by an index.
--
-- Which unit stands for which and how exactly a figure was printed is not for SQL to tell: the server fills these
-- tables, in the transaction of the write. Triggers take down what is to be looked at, whoever wrote it; what was there
-- before this step is taken down at its end.

-- `comparable` and `series` are numbers of what a statistic can be compared with: of one period, and of all. Without a
-- period there is nothing to compare, and both are NULL. `start` is the period's first day. `low` to `high` is what the
-- figure can mean, `middle` what it says, all three in the basic unit of its kind. `source` to `finality` are there
-- where the source may have given another figure before or after.
CREATE TABLE figures (
    statistic INTEGER PRIMARY KEY REFERENCES statistics (id) ON DELETE CASCADE,
    comparable INTEGER,
    series INTEGER,
    start TEXT,
    low REAL NOT NULL,
    high REAL NOT NULL CHECK (high >= low),
    middle REAL NOT NULL,
    source INTEGER,
    known_from TEXT,
    known_to TEXT,
    finality INTEGER NOT NULL DEFAULT 0,
    superseded_by INTEGER,
    slip INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX figures_by_low ON figures (comparable, low) WHERE superseded_by IS NULL;
CREATE INDEX figures_by_high ON figures (comparable, high) WHERE superseded_by IS NULL;
CREATE INDEX figures_by_series ON figures (series, start, statistic);
CREATE INDEX figures_by_source ON figures (comparable, source) WHERE source IS NOT NULL;

-- One for each set of comparable figures that disagree. What it is about is that of its first statistic. `least_high`
-- and `greatest_low` are the bounds that do not meet. `settled_values` are those that were known when it was settled.
CREATE TABLE conflicts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    comparable INTEGER NOT NULL UNIQUE,
    indicator INTEGER NOT NULL REFERENCES indicators (id) ON DELETE CASCADE,
    place TEXT,
    counterpart TEXT,
    dimensions TEXT NOT NULL DEFAULT '{}' CHECK (json_type(dimensions) = 'object'),
    period TEXT NOT NULL,
    unit TEXT NOT NULL,
    least_high REAL NOT NULL,
    greatest_low REAL NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),
    settled_at TEXT,
    settled_by TEXT,
    reason TEXT,
    statistic INTEGER REFERENCES statistics (id) ON DELETE SET NULL,
    settled_values TEXT CHECK (json_type(settled_values) = 'array'),
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX conflicts_by_indicator ON conflicts (indicator, id);
CREATE INDEX conflicts_by_place ON conflicts (place, id);
CREATE INDEX conflicts_by_settled ON conflicts (settled, id);
CREATE INDEX conflicts_by_statistic ON conflicts (statistic);

-- The statistics of each conflict. `article` is theirs.
CREATE TABLE conflicts_statistics (
    statistic INTEGER PRIMARY KEY REFERENCES statistics (id) ON DELETE CASCADE,
    conflict INTEGER NOT NULL REFERENCES conflicts (id) ON DELETE CASCADE,
    article INTEGER NOT NULL
) STRICT;
CREATE INDEX conflicts_statistics_by_conflict ON conflicts_statistics (conflict, statistic);
CREATE INDEX conflicts_statistics_by_article ON conflicts_statistics (article, conflict);

-- What is odd about a statistic: [{kind, detail}]. Only those that have something have a row.
CREATE TABLE statistics_warnings (
    statistic INTEGER PRIMARY KEY REFERENCES statistics (id) ON DELETE CASCADE,
    warnings TEXT NOT NULL CHECK (json_type(warnings) = 'array')
) STRICT;

-- What is still to be looked at: statistics that were written, and the places of those that are gone.
CREATE TABLE figures_pending (
    statistic INTEGER PRIMARY KEY REFERENCES statistics (id) ON DELETE CASCADE
) STRICT;
CREATE TABLE figures_removed (
    statistic INTEGER PRIMARY KEY,
    comparable INTEGER NOT NULL,
    series INTEGER NOT NULL,
    start TEXT NOT NULL,
    source INTEGER
) STRICT;

CREATE TRIGGER figures_deleted AFTER DELETE ON figures WHEN old.comparable IS NOT NULL BEGIN
    INSERT OR REPLACE INTO figures_removed (statistic, comparable, series, start, source)
    VALUES (old.statistic, old.comparable, old.series, old.start, old.source);
END;
CREATE TRIGGER statistics_figure_inserted AFTER INSERT ON statistics BEGIN
    INSERT OR IGNORE INTO figures_pending (statistic) VALUES (new.id);
END;
CREATE TRIGGER statistics_figure_updated AFTER UPDATE OF
    article, indicator, value, value_to, qualifier, unit, period, place, counterpart, dimensions, status, as_of, source,
    printed
ON statistics BEGIN
    INSERT OR IGNORE INTO figures_pending (statistic) VALUES (new.id);
END;
CREATE TRIGGER articles_figures_updated AFTER UPDATE OF published_on ON articles
WHEN new.published_on IS NOT old.published_on BEGIN
    INSERT OR IGNORE INTO figures_pending (statistic) SELECT id FROM statistics WHERE article = new.id;
END;
CREATE TRIGGER indicators_figures_updated AFTER UPDATE OF name ON indicators WHEN new.name <> old.name BEGIN
    INSERT OR IGNORE INTO figures_pending (statistic)
    SELECT id FROM statistics WHERE indicator = new.id AND unit IN ('%', 'percent', 'share');
END;

INSERT INTO figures_pending (statistic) SELECT id FROM statistics;
