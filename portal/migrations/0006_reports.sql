-- What reports look sessions up by: computed from the log in the same transaction as each event,
-- and computed again where a row is missing or its version is an older one.
CREATE TABLE report_sessions (
    session TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    customer TEXT NOT NULL,
    customer_key TEXT NOT NULL,
    email TEXT,
    question TEXT,
    words TEXT NOT NULL,
    queue TEXT NOT NULL,
    language TEXT NOT NULL,
    mode TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    first_joined_at INTEGER,
    ended_at INTEGER,
    end_reason TEXT,
    messages INTEGER NOT NULL,
    files INTEGER NOT NULL,
    upgraded INTEGER NOT NULL,
    shared INTEGER NOT NULL,
    sharing_ms INTEGER NOT NULL,
    sharing_since INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX report_sessions_started ON report_sessions (started_at);

-- Who ever joined; `position` is the number of the event.
CREATE TABLE report_agents (
    session TEXT NOT NULL REFERENCES report_sessions (session) ON DELETE CASCADE,
    agent TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (session, agent)
) STRICT, WITHOUT ROWID;

CREATE INDEX report_agents_agent ON report_agents (agent);
