-- Makes version 2 of version 1: numbers that tables ask for, passages with their meaning, themes, reports,
-- corrections.
-- Archives out there were upgraded by this text; it does not change any more.

ALTER TABLE sessions ADD COLUMN n_turns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN n_sentences INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN n_words INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN n_exchanges INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN n_advice INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN duration_ms INTEGER;
ALTER TABLE sessions ADD COLUMN seal TEXT NOT NULL DEFAULT '';
UPDATE sessions SET
    (n_turns, n_words) = (
        SELECT count(*), coalesce(sum(n_words(text)), 0) FROM turns WHERE session_id = id
    ),
    n_sentences = (SELECT count(*) FROM sentences WHERE session_id = id),
    n_exchanges = (SELECT count(*) FROM exchanges WHERE session_id = id),
    n_advice = (SELECT count(*) FROM advice WHERE session_id = id),
    duration_ms = (
        SELECT nullif(max(at_ms) - min(at_ms), 0) FROM (
            SELECT start_ms AS at_ms FROM turns WHERE session_id = id
            UNION ALL SELECT end_ms FROM turns WHERE session_id = id
        )
    );

ALTER TABLE speakers ADD COLUMN n_turns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE speakers ADD COLUMN n_words INTEGER NOT NULL DEFAULT 0;
ALTER TABLE speakers ADD COLUMN n_open INTEGER NOT NULL DEFAULT 0;
ALTER TABLE speakers ADD COLUMN n_closed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE speakers ADD COLUMN longest_turn_words INTEGER NOT NULL DEFAULT 0;
ALTER TABLE speakers ADD COLUMN talk_ms INTEGER;
UPDATE speakers SET
    (n_turns, n_words, longest_turn_words, talk_ms) = (
        SELECT count(*), coalesce(sum(n_words(text)), 0), coalesce(max(n_words(text)), 0),
            sum(end_ms - start_ms)
        FROM turns AS t
        WHERE t.session_id = speakers.session_id AND t.speaker = speakers.speaker
    ),
    (n_open, n_closed) = (
        SELECT coalesce(sum(s.move = 'question-open'), 0),
            coalesce(sum(s.move = 'question-closed'), 0)
        FROM sentences AS s JOIN turns AS t ON t.session_id = s.session_id AND t.turn = s.turn
        WHERE s.session_id = speakers.session_id AND t.speaker = speakers.speaker
    );

ALTER TABLE segments ADD COLUMN n_words INTEGER NOT NULL DEFAULT 0;
UPDATE segments SET n_words = (
    SELECT coalesce(sum(n_words_between(t.text, s.start_char, s.end_char)), 0)
    FROM sentences AS s JOIN turns AS t ON t.session_id = s.session_id AND t.turn = s.turn
    WHERE s.session_id = segments.session_id
        AND s.sentence >= segments.first_sentence AND s.sentence < segments.end_sentence
);

CREATE INDEX exchanges_by_problem ON exchanges (problem) WHERE problem IS NOT NULL;
CREATE INDEX advice_labels_by_category ON advice_labels (category);

CREATE TABLE passages (
    session_id     TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    passage        INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    first_sentence INTEGER NOT NULL,
    end_sentence   INTEGER NOT NULL,
    vector         BLOB NOT NULL,
    PRIMARY KEY (session_id, passage)
) WITHOUT ROWID;

CREATE TABLE passage_codes (
    session_id TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    encoder    TEXT NOT NULL,
    n_passages INTEGER NOT NULL,
    codes      BLOB NOT NULL,
    facts      BLOB NOT NULL,
    seal       TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE themes (
    theme     TEXT PRIMARY KEY,
    kind      TEXT NOT NULL,
    name      TEXT NOT NULL,
    phrases   TEXT NOT NULL,
    stability REAL,
    tentative INTEGER NOT NULL,
    found     TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE theme_members (
    kind       TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    passage    INTEGER NOT NULL,
    theme      TEXT NOT NULL,
    PRIMARY KEY (kind, session_id, passage)
) WITHOUT ROWID;
CREATE INDEX theme_members_by_session ON theme_members (session_id);

CREATE TABLE theme_edits (
    edit     INTEGER PRIMARY KEY,
    action   TEXT NOT NULL,
    theme    TEXT NOT NULL,
    argument TEXT,
    made_on  TEXT
);

CREATE TABLE reports (
    report   INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    pack     TEXT NOT NULL,
    sessions TEXT NOT NULL,
    themes   TEXT NOT NULL
);

CREATE TABLE corrections (
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
CREATE INDEX corrections_by_session ON corrections (session_id);
