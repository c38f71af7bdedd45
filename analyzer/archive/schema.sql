-- An archive: one row per finding, readable with any SQLite tool.
-- Version 2. What changes here needs a new version, and a file in "upgrades" that makes it of the last one.
-- Spans are half open: sentences [first_sentence, end_sentence), characters [start_char, end_char) of a
-- turn's text. Numbers count from 0 within a session. Dates are ISO 8601, times whole milliseconds.

CREATE TABLE IF NOT EXISTS meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- The numbers at the end say what the session's other rows hold, so that nobody needs to count them; words
-- are what stands between white space. "duration_ms" runs from the first time known to the last. "seal" is a
-- digest of all rows of the session: SQLite itself sees no byte that changed within a text or a number.
CREATE TABLE IF NOT EXISTS sessions (
    id             TEXT PRIMARY KEY,
    title          TEXT,
    held_on        TEXT,
    path           TEXT NOT NULL,
    format         TEXT NOT NULL,
    sha256         TEXT NOT NULL,
    analyzer       TEXT NOT NULL,
    pack           TEXT NOT NULL,
    models         TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    n_turns        INTEGER NOT NULL DEFAULT 0,
    n_sentences    INTEGER NOT NULL DEFAULT 0,
    n_words        INTEGER NOT NULL DEFAULT 0,
    n_exchanges    INTEGER NOT NULL DEFAULT 0,
    n_advice       INTEGER NOT NULL DEFAULT 0,
    duration_ms    INTEGER,
    seal           TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- Every file a session was found in, and what analysed it then. The reference is checked at the end of
-- a transaction, so that replacing an analysis keeps what is known of its files.
CREATE TABLE IF NOT EXISTS files (
    session_id TEXT NOT NULL REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED,
    path       TEXT NOT NULL,
    format     TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    analyzer   TEXT NOT NULL,
    pack       TEXT NOT NULL,
    models     TEXT NOT NULL,
    PRIMARY KEY (session_id, path)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_sha256 ON files (sha256);
CREATE INDEX IF NOT EXISTS files_by_path ON files (path);

-- "label" is what the file calls a speaker who is named otherwise here. The numbers at the end are of the
-- speaker's own turns and questions; "talk_ms" is NULL where no turn has both its times.
CREATE TABLE IF NOT EXISTS speakers (
    session_id     TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    speaker        INTEGER NOT NULL,
    name           TEXT NOT NULL,
    role           TEXT NOT NULL,
    score          REAL,
    label          TEXT,
    proposed_name  TEXT,
    proposal_score REAL,
    quote_turn     INTEGER,
    quote_start    INTEGER,
    quote_end      INTEGER,
    n_turns        INTEGER NOT NULL DEFAULT 0,
    n_words        INTEGER NOT NULL DEFAULT 0,
    n_open         INTEGER NOT NULL DEFAULT 0,
    n_closed       INTEGER NOT NULL DEFAULT 0,
    longest_turn_words INTEGER NOT NULL DEFAULT 0,
    talk_ms        INTEGER,
    PRIMARY KEY (session_id, speaker)
) WITHOUT ROWID;

-- "key" says nothing about a turn. It is there because VACUUM may renumber rows that have no integer
-- key, and the index of words points at them.
CREATE TABLE IF NOT EXISTS turns (
    key         INTEGER PRIMARY KEY,
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    turn        INTEGER NOT NULL,
    speaker     INTEGER NOT NULL,
    text        TEXT NOT NULL,
    start_ms    INTEGER,
    end_ms      INTEGER,
    source_line INTEGER,
    UNIQUE (session_id, turn)
);

CREATE TABLE IF NOT EXISTS outside (
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    outside     INTEGER NOT NULL,
    before_turn INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    text        TEXT NOT NULL,
    source_line INTEGER,
    PRIMARY KEY (session_id, outside)
) WITHOUT ROWID;

-- What was written beside the talk; "clock" is a time of day as written, where no time in the talk is known.
CREATE TABLE IF NOT EXISTS chat (
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    message     INTEGER NOT NULL,
    author      TEXT NOT NULL,
    text        TEXT NOT NULL,
    sent_to     TEXT,
    at_ms       INTEGER,
    clock       TEXT,
    source_line INTEGER,
    PRIMARY KEY (session_id, message)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS warnings (
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    warning     INTEGER NOT NULL,
    message     TEXT NOT NULL,
    source_line INTEGER,
    PRIMARY KEY (session_id, warning)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS sentences (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    sentence   INTEGER NOT NULL,
    turn       INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char   INTEGER NOT NULL,
    move       TEXT,
    score      REAL,
    PRIMARY KEY (session_id, sentence)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS exchanges (
    session_id      TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    exchange        INTEGER NOT NULL,
    first_sentence  INTEGER NOT NULL,
    end_sentence    INTEGER NOT NULL,
    asker           INTEGER,
    problem         TEXT,
    problem_score   REAL,
    problem_source  TEXT,
    problem_sure    INTEGER,
    problem_because TEXT,
    quote_turn      INTEGER,
    quote_start     INTEGER,
    quote_end       INTEGER,
    PRIMARY KEY (session_id, exchange),
    CHECK ((problem IS NULL) = (problem_score IS NULL))
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS exchanges_by_problem ON exchanges (problem) WHERE problem IS NOT NULL;

CREATE TABLE IF NOT EXISTS segments (
    session_id     TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    segment        INTEGER NOT NULL,
    first_sentence INTEGER NOT NULL,
    end_sentence   INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    exchange       INTEGER,
    n_words        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, segment)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS advice (
    session_id     TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    advice         INTEGER NOT NULL,
    first_sentence INTEGER NOT NULL,
    end_sentence   INTEGER NOT NULL,
    exchange       INTEGER,
    script         INTEGER NOT NULL,
    quote_turn     INTEGER NOT NULL,
    quote_start    INTEGER NOT NULL,
    quote_end      INTEGER NOT NULL,
    uptake         TEXT,
    uptake_turn    INTEGER,
    uptake_start   INTEGER,
    uptake_end     INTEGER,
    PRIMARY KEY (session_id, advice)
) WITHOUT ROWID;

-- Label 0 is the surest. "sure" is 0 for a label that is only possible; "because" is a JSON list of the
-- words that weighed most.
CREATE TABLE IF NOT EXISTS advice_labels (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    advice     INTEGER NOT NULL,
    label      INTEGER NOT NULL,
    category   TEXT NOT NULL,
    score      REAL NOT NULL,
    source     TEXT NOT NULL,
    sure       INTEGER NOT NULL,
    because    TEXT NOT NULL,
    PRIMARY KEY (session_id, advice, label)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS advice_labels_by_category ON advice_labels (category);

-- What is looked up by meaning: first a passage for each exchange, in order, then one for each advice, then
-- stretches of talk. "vector" is 384 signed bytes, of which the direction counts and not the length.
CREATE TABLE IF NOT EXISTS passages (
    session_id     TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    passage        INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    first_sentence INTEGER NOT NULL,
    end_sentence   INTEGER NOT NULL,
    vector         BLOB NOT NULL,
    PRIMARY KEY (session_id, passage)
) WITHOUT ROWID;

-- All passages of a session in little room, in order. "codes" holds two bits for each number of a vector,
-- first all signs and then which numbers are wide, "facts" 24 bytes that say where a passage stands, who says
-- it and which moves are in it. A session that is not in here is found by its words only.
CREATE TABLE IF NOT EXISTS passage_codes (
    session_id TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    encoder    TEXT NOT NULL,
    n_passages INTEGER NOT NULL,
    codes      BLOB NOT NULL,
    facts      BLOB NOT NULL,
    seal       TEXT NOT NULL
) WITHOUT ROWID;

-- Themes as last found; "phrases" is a JSON list, "found" a JSON object of all else that is known of one.
CREATE TABLE IF NOT EXISTS themes (
    theme     TEXT PRIMARY KEY,
    kind      TEXT NOT NULL,
    name      TEXT NOT NULL,
    phrases   TEXT NOT NULL,
    stability REAL,
    tentative INTEGER NOT NULL,
    found     TEXT NOT NULL
) WITHOUT ROWID;

-- "passage" is the number of the exchange for a problem, of the advice for an advice.
CREATE TABLE IF NOT EXISTS theme_members (
    kind       TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    passage    INTEGER NOT NULL,
    theme      TEXT NOT NULL,
    PRIMARY KEY (kind, session_id, passage)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS theme_members_by_session ON theme_members (session_id);

-- What a person decided about themes, in order: rename, merge, split, hide, pin. Finding themes anew leaves
-- this alone.
CREATE TABLE IF NOT EXISTS theme_edits (
    edit     INTEGER PRIMARY KEY,
    action   TEXT NOT NULL,
    theme    TEXT NOT NULL,
    argument TEXT,
    made_on  TEXT
);

-- Theme reports that were written about all sessions of a pack, the two last of each pack: which sessions
-- they were about and which themes they knew, as JSON lists of ids.
CREATE TABLE IF NOT EXISTS reports (
    report   INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    pack     TEXT NOT NULL,
    sessions TEXT NOT NULL,
    themes   TEXT NOT NULL
);

-- What people corrected, in order; it is kept when a session is analysed anew, and put onto what is found then.
-- "content" is the correction, as JSON with its place in the characters of all turns; "before" what stood
-- there, by which it is taken back. It is NULL for one that was taken back, or has no place at present.
CREATE TABLE IF NOT EXISTS corrections (
    correction INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED,
    made_by    TEXT NOT NULL,
    made_at    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    content    TEXT NOT NULL,
    before     TEXT,
    undone_by  TEXT,
    undone_at  TEXT
);
CREATE INDEX IF NOT EXISTS corrections_by_session ON corrections (session_id);

CREATE VIRTUAL TABLE IF NOT EXISTS turn_words USING fts5 (
    text, content = 'turns', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER IF NOT EXISTS turns_added AFTER INSERT ON turns BEGIN
    INSERT INTO turn_words (rowid, text) VALUES (new.key, new.text);
END;
CREATE TRIGGER IF NOT EXISTS turns_removed AFTER DELETE ON turns BEGIN
    INSERT INTO turn_words (turn_words, rowid, text) VALUES ('delete', old.key, old.text);
END;
CREATE TRIGGER IF NOT EXISTS turns_changed AFTER UPDATE ON turns BEGIN
    INSERT INTO turn_words (turn_words, rowid, text) VALUES ('delete', old.key, old.text);
    INSERT INTO turn_words (rowid, text) VALUES (new.key, new.text);
END;

INSERT OR IGNORE INTO meta (key, value) VALUES
    ('about', 'Coaching-call transcripts and what analyzer found in them; list them with: analyzer list -a FILE'),
    ('spans', 'half open; sentences and turns count from 0 within a session, characters within a turn');
