"""What the reports of one session, one client and playbooks say, with what must be counted."""

from __future__ import annotations

import re

from tests.report.phrasing import (
    COMMITMENTS,
    Phrases,
    each,
    numbers,
    session,
    taken_up,
)
from tests.report.recounting import (
    About,
    Pairs,
    Recount,
    day,
    file_of,
    in_percent,
    month,
)

PHRASES = Phrases()


@PHRASES.keep(r"^in all (\d+) exchanges, (\d+) stretches(?:; (.*))?$")
def _(match: re.Match[str], db: Recount, about: About) -> Pairs:
    also = f"problem_sure AND problem = '{db.problems[about.problem]}'"
    yield match[1], db.brought(about.problem)
    yield match[1], db.pair(about.problem, about.name)
    yield match[2], db.given(about.name, also=also)
    for kind, told in re.findall(r"([a-z ]+?) (\d+)", match[3] or ""):
        yield told, db.given(about.name, also=f"{also} AND {taken_up(kind)}")


@PHRASES.keep(
    r"^(\d+) stretches of advice of (\d+) types, most often (.*?); in (\d+) of them the coach "
    r"gives words to say\."
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], db.n_stretches
    yield match[2], db.n("COUNT(DISTINCT category) FROM given WHERE sure")
    yield from each(match[3], db)
    yield match[4], db.n("COUNT(*) FROM my_advice WHERE script")


@PHRASES.keep(r"^No commitment by clients; (\d+) gaps, things not done or not known\.")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield 0, db.n(COMMITMENTS)
    yield match[1], db.n(COMMITMENTS.replace("'commitment'", "'gap'"))


@PHRASES.keep(
    r"^The session from beginning to end: advice until 100%\. (\d+) stretches of advice, "
    r"(\d+) commitments\.$"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], db.n_stretches
    yield match[2], db.n(COMMITMENTS)


@PHRASES.keep(
    r"^(\d+):(\d\d) to (\d+):(\d\d); (\d+) stretches of advice(?:, (\d+) with words to say)?$"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    first, last = db.rows("SELECT MIN(start_ms) / 1000, MAX(end_ms) / 1000 FROM my_turns")[0]
    yield int(match[1]) * 60 + int(match[2]), first
    yield int(match[3]) * 60 + int(match[4]), last
    yield match[5], db.n_stretches
    yield match[6] or "0", db.n("COUNT(*) FROM my_advice WHERE script")


@PHRASES.keep(r"^Words in each part: advice (\d+)\.$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], db.n("SUM(n_words) FROM my_speakers")


@PHRASES.keep(
    r"^(\w+) \| (coach|client) \| (\d+) \| (\d+)% \| ([\d.]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+)$"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    columns = "role, n_words, talk_ms, n_turns, longest_turn_words, n_open, n_closed"
    ((role, words, talk, turns, longest, n_open, n_closed),) = db.rows(
        f"SELECT {columns} FROM my_speakers WHERE name = ?",  # noqa: S608 - our own words
        match[1],
    )
    yield match[2], role
    yield match[3], words
    yield match[4], in_percent(int(str(words)) / db.n("SUM(n_words) FROM my_speakers"))
    yield match[5], f"{int(str(talk)) / 60_000:.1f}"
    for place, counted in zip((6, 7, 8, 9), (turns, longest, n_open, n_closed), strict=True):
        yield match[place], counted


@PHRASES.keep(r"^Read from (\S+)\.$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], file_of(str(db.rows("SELECT path FROM my_sessions")[0][0]))


@PHRASES.keep(r"^(?:Session of )?(\d+ [A-Z][a-z]+ \d{4})$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    held = [str(one) for (one,) in db.rows("SELECT held_on FROM my_sessions")]
    yield match[1] in {*map(day, held), *(f"{int(one[-2:])} {month(one)}" for one in held)}, True


@PHRASES.keep(r"^(\d) \| (\d+ \w+ \d{4}) \| (\S+) \| ([^|\d]+) \| (.*) \| (\d+) \| (\d+)%$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    chosen = session(match[1], db)
    ((held_on, path),) = db.rows("SELECT held_on, path FROM my_sessions WHERE id = ?", chosen)
    yield match[1], numbers(db).index(chosen) + 1
    yield match[2], day(str(held_on))
    yield match[3], file_of(str(path))
    yield match[4], next(name for name in db.problems if db.brought(name))
    yield from each(match[5], db)
    yield match[6], db.n(f"{COMMITMENTS} AND q.session_id = ?", chosen)
    words = db.n("SUM(n_words) FROM my_speakers WHERE session_id = ?", chosen)
    client = db.n("SUM(n_words) FROM my_speakers WHERE session_id = ? AND role = 'client'", chosen)
    yield match[7], in_percent(client / words)


@PHRASES.keep(r"^(\S+); (\d+) stretches of advice$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield (
        match[1] in {file_of(str(path)) for (path,) in db.rows("SELECT path FROM my_sessions")},
        True,
    )
    yield match[2], db.n_stretches
