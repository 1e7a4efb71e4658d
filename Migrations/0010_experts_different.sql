-- Experts who are alike and yet not the same: [{expert}], the numbers of the others. What a person has said is not asked
-- again.
ALTER TABLE experts ADD COLUMN different_from TEXT NOT NULL DEFAULT '[]' CHECK (json_type(different_from) = 'array');

CREATE TRIGGER experts_different_updated AFTER UPDATE OF different_from ON experts BEGIN
    INSERT OR IGNORE INTO experts_pending (expert) VALUES (new.id);
END;
