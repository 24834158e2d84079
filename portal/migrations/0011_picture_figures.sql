-- What a shared screen came to: `figures` as reports show it, `gathered` as it is added to when the
-- screen is shared again. Kept apart from the log; computed by no one else.
CREATE TABLE picture_figures (
    session TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    figures TEXT NOT NULL,
    gathered TEXT NOT NULL
) STRICT, WITHOUT ROWID;
