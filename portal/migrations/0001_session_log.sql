-- The session log is the heart: one row an event, numbered per session, never changed.
CREATE TABLE account (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    company TEXT NOT NULL,
    chat_after TEXT NOT NULL
) STRICT;

CREATE TABLE queues (
    id TEXT PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE agents (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    may_open_reports INTEGER NOT NULL,
    password_hash TEXT NOT NULL
) STRICT;

CREATE TABLE sign_ins (
    hash BLOB PRIMARY KEY,
    agent TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;

CREATE INDEX sessions_open ON sessions (started_at) WHERE ended_at IS NULL;
CREATE INDEX sessions_started ON sessions (started_at);

CREATE TABLE events (
    session TEXT NOT NULL REFERENCES sessions (id),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    command TEXT,
    PRIMARY KEY (session, seq),
    UNIQUE (session, command)
) STRICT, WITHOUT ROWID;

-- What customers show on every request; kept as SHA-256 only.
CREATE TABLE credentials (
    hash BLOB PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions (id),
    handoff TEXT,
    expires_at INTEGER NOT NULL
) STRICT;

-- Codes and tickets of hand-offs: shown once; kept as SHA-256 only.
CREATE TABLE passes (
    hash BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    session TEXT NOT NULL REFERENCES sessions (id),
    handoff TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE INDEX passes_of_handoff ON passes (handoff, kind, created_at);
