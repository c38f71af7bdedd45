"""What reports say of labels, sessions and files, each with what must be counted."""

from __future__ import annotations

import re

from tests.report.phrasing import (
    Phrases,
    measured,
    numbers,
    score,
    session,
)
from tests.report.recounting import (
    About,
    Pairs,
    Recount,
    day,
    file_of,
    plain,
)

PHRASES = Phrases()


@PHRASES.keep(r"precision (\S+), recall (\S+), F1 (\S+) \((\S+) to (\S+)\)\.$")
def _(match: re.Match[str], db: Recount, about: About) -> Pairs:
    yield from measured(match.groups(), about.name, db)


@PHRASES.keep(
    r"^([^|]+) \| (0\.\d+) \| (0\.\d+) \| (0\.\d+) \| (0\.\d+)–(0\.\d+) \|(?:  \|)? (\d+) \|.*$"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield from measured(match.group(2, 3, 4, 5, 6), match[1], db)
    yield match[7], score(plain(match[1]), db).support


@PHRASES.keep(r"^advice \| sentence \| (0\.\d+) \| phrases (0\.\d+) \| recruiting 1$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    head = db.card.heads[0]
    yield match[1], f"{head.macro_f1:.2f}"
    yield match[2], f"{head.baselines[0].macro_f1:.2f}"


@PHRASES.keep(r"^recruiting 1: trained on invented calls \(([\d,]+) sessions, ([\d,]+) sentences\)")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], db.card.n_sessions
    yield match[2], db.card.n_sentences


@PHRASES.keep(r"^Of the (\d+) labels of advice and problems in this report, (\d+) by a model\.")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    labels = db.n("COUNT(*) FROM my_advice_labels")
    problems = db.n("COUNT(*) FROM my_exchanges WHERE problem IS NOT NULL")
    yield match[1], labels + problems
    yield match[2], db.n("COUNT(*) FROM my_advice_labels WHERE source LIKE 'model:%'") + problems


@PHRASES.keep(r"^(One line names no speaker\.) \| (\d+), line (\d+)$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    ((session, line),) = db.rows(
        "SELECT session_id, source_line FROM my_warnings WHERE message = ?", match[1]
    )
    yield match[2], numbers(db).index(str(session)) + 1
    yield match[3], line


@PHRASES.keep(
    r"^(\d+) \| (\d+ \w+ \d{4}) \| (\S+) \| (\w+) \| Mara \|(?: (\d+) \| (\d+) \|)? (\d+) "
    r"(min|words)$"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    chosen = session(match[1], db)
    ((held_on, path, exchanges, advice, milliseconds, words),) = db.rows(
        "SELECT held_on, path, (SELECT COUNT(*) FROM my_exchanges WHERE session_id = id), "
        "(SELECT COUNT(*) FROM my_advice WHERE session_id = id), "
        "(SELECT MAX(end_ms) FROM my_turns WHERE session_id = id), "
        "(SELECT SUM(n_words) FROM my_speakers WHERE session_id = id) "
        "FROM my_sessions WHERE id = ?",
        chosen,
    )
    yield match[1], numbers(db).index(chosen) + 1
    yield match[2], day(str(held_on))
    yield match[3], file_of(str(path))
    if match[5]:
        yield match[5], exchanges
        yield match[6], advice
    yield (
        match[4],
        db.rows("SELECT name FROM my_speakers WHERE session_id = ? AND role = 'client'", chosen)[0][
            0
        ],
    )
    counted = words if match[8] == "words" else round(int(str(milliseconds or 0)) / 60_000)
    yield match[7], counted


@PHRASES.keep(r"Made with analyzer \S+, pack recruiting 1, models test 1\.|pack recruiting 1\b")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    made = db.rows("SELECT DISTINCT analyzer, pack, models FROM my_sessions")
    yield len(made), 1
    if match[0].startswith("Made"):
        analyzer, pack, models = made[0]
        yield match[0], f"Made with analyzer {analyzer}, pack {pack}, models {models}."
