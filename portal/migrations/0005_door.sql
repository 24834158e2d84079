-- A sign-in has a name beside its secret, and says on which device it is used.
ALTER TABLE sign_ins ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE sign_ins ADD COLUMN browser TEXT;
ALTER TABLE sign_ins ADD COLUMN system TEXT;
ALTER TABLE sign_ins ADD COLUMN signed_in_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sign_ins ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;

-- Sign-ins of an earlier version have no name: they end.
DELETE FROM sign_ins;
CREATE UNIQUE INDEX sign_ins_by_id ON sign_ins (id);
CREATE INDEX sign_ins_of_agent ON sign_ins (agent);

-- Encrypted with a key that is not in the database. `pending` waits for its first code.
CREATE TABLE second_factors (
    agent TEXT PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
    secret BLOB,
    pending BLOB,
    last_step INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Hashed with a key that is not in the database; each is removed by its use.
CREATE TABLE recovery_codes (
    agent TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    PRIMARY KEY (agent, hash)
) STRICT, WITHOUT ROWID;
