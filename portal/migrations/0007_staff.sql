-- A password that somebody else has set is changed at the first sign-in.
ALTER TABLE agents ADD COLUMN must_change_password INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agents ADD COLUMN signed_in_at INTEGER;

-- What retention looks for.
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
