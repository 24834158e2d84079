-- What agents chose, noted and read out: nothing of it belongs to the log.
CREATE TABLE availability (
    agent TEXT PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
    availability TEXT NOT NULL
) STRICT;

CREATE TABLE assessments (
    session TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;

-- One code an agent; kept as SHA-256 only.
CREATE TABLE phone_codes (
    agent TEXT PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
    hash BLOB NOT NULL UNIQUE,
    queue TEXT NOT NULL,
    language TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX credentials_expire ON credentials (expires_at);
CREATE INDEX passes_expire ON passes (expires_at);
