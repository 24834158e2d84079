-- Settings become one document with a revision; agents get queues and a limit of sessions.
DROP TABLE account;

CREATE TABLE account (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL,
    settings TEXT NOT NULL
) STRICT;

ALTER TABLE agents ADD COLUMN queues TEXT NOT NULL DEFAULT '[]';
ALTER TABLE agents ADD COLUMN most_sessions INTEGER NOT NULL DEFAULT 5;

-- Who changed what; `action` is JSON.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    by TEXT,
    action TEXT NOT NULL
) STRICT;
