-- The place of another step, whose own text takes it.
SELECT 1;
