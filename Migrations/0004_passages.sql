-- What is known of a passage that is not where it was: the places it may be in, the nearest one, and the revision of the
-- article in which it last stood letter for letter. `sought` has the words that a changed passage had when it last stood,
-- where they are not those of the record's own text: its selector then tells the words of now.
ALTER TABLE quotes ADD COLUMN candidates TEXT NOT NULL DEFAULT '[]' CHECK (json_type(candidates) = 'array');
ALTER TABLE quotes ADD COLUMN nearest TEXT CHECK (json_type(nearest) = 'object');
ALTER TABLE quotes ADD COLUMN last_exact_revision INTEGER CHECK (last_exact_revision >= 1);
ALTER TABLE quotes ADD COLUMN sought TEXT;

ALTER TABLE statistics ADD COLUMN candidates TEXT NOT NULL DEFAULT '[]' CHECK (json_type(candidates) = 'array');
ALTER TABLE statistics ADD COLUMN nearest TEXT CHECK (json_type(nearest) = 'object');
ALTER TABLE statistics ADD COLUMN last_exact_revision INTEGER CHECK (last_exact_revision >= 1);
ALTER TABLE statistics ADD COLUMN sought TEXT;

-- The index that covers a quote (0001_resources.sql) is made anew with the columns that are shown now; without it the
-- update below has less to write.
DROP INDEX quotes_by_expert;
UPDATE quotes SET last_exact_revision = anchored_revision WHERE anchor = 'exact';
UPDATE statistics SET last_exact_revision = anchored_revision WHERE anchor = 'exact';
CREATE INDEX quotes_by_expert ON quotes (
    expert, id, article, kind, text, speaker, role, cue, language, said_on, topics, selector, anchor, candidates, nearest,
    anchored_revision, last_exact_revision, created_at, updated_at, revision);
