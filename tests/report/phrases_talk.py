"""What reports say of talk, each with what must be counted."""

from __future__ import annotations

import re
import statistics

from tests.report.phrasing import (
    Phrases,
)
from tests.report.recounting import (
    About,
    Pairs,
    Recount,
    in_percent,
    middle,
)

PHRASES = Phrases()


@PHRASES.keep(
    r"^Of ([\d,]+) words, the coach speaks ([\d,]+) \((\d+)%\) and clients speak ([\d,]+) "
    r"\((\d+)%\)\. By session the coach’s share runs from (\d+)% to (\d+)%; the middle half "
    r"of the sessions lies between (\d+)% and (\d+)%\."
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    words = db.n("SUM(n_words) FROM my_speakers")
    coach = db.n("SUM(n_words) FROM my_speakers WHERE role = 'coach'")
    client = db.n("SUM(n_words) FROM my_speakers WHERE role = 'client'")
    yield match[1], words
    yield match[2], coach
    yield match[3], in_percent(coach / words)
    yield match[4], client
    yield match[5], in_percent(client / words)
    shares = db.shares()
    quartiles = statistics.quantiles(shares, n=4, method="inclusive")
    for place, share in ((6, shares[0]), (7, shares[-1]), (8, quartiles[0]), (9, quartiles[2])):
        yield match[place], in_percent(share)


@PHRASES.keep(r"^The coach’s share of the words in each session: (.*)\.$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], ", ".join(f"{in_percent(share)}%" for share in db.shares())


@PHRASES.keep(r"^Share of the words \| (\d+)% in the middle session, from (\d+)% to (\d+)% \|")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    shares = db.shares()
    for told, share in zip(match.groups(), (middle(shares), shares[0], shares[-1]), strict=True):
        yield told, in_percent(share)


@PHRASES.keep(
    r"^Share of the time \| (\d+)% in the middle session, from (\d+)% to (\d+)%; unknown in "
    r"(\d+) of (\d+) sessions without times \|"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    rows = db.rows(
        "SELECT 1.0 * SUM((end_ms - start_ms) * (role = 'coach')) / SUM(end_ms - start_ms) "
        "FROM my_turns JOIN my_speakers USING (session_id, speaker) GROUP BY session_id"
    )
    known = sorted(float(str(share)) for (share,) in rows if share is not None)
    for place, share in ((1, middle(known)), (2, known[0]), (3, known[-1])):
        yield match[place], in_percent(share)
    yield match[4], len(rows) - len(known)
    yield match[5], db.n_sessions


@PHRASES.keep(
    r"^Longest stretch \| (\d+) words in the middle session, from (\d+) words to (\d+) words \|"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    rows = db.rows(
        "SELECT session_id, text FROM my_turns JOIN my_speakers USING (session_id, speaker) "
        "WHERE role = 'coach'"
    )
    longest: dict[object, int] = {}
    for session, text in rows:
        longest[session] = max(
            longest.get(session, 0), len(re.findall(r"\w+(?:['’]\w+)*", str(text)))
        )
    counts = sorted(longest.values())
    yield from zip(match.groups(), (middle(counts), counts[0], counts[-1]), strict=True)


@PHRASES.keep(
    r"^(Open|Closed) questions \| (\d+)(?: in the middle session, from (\d+) to (\d+))? \|"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    rows = db.rows(
        "SELECT (SELECT COUNT(*) FROM kept.sentences q "
        "JOIN my_turns t ON t.session_id = q.session_id AND t.turn = q.turn "
        "JOIN my_speakers s ON s.session_id = t.session_id AND s.speaker = t.speaker "
        "WHERE q.session_id = my_sessions.id AND role = 'coach' AND move = ?) FROM my_sessions",
        f"question-{match[1].lower()}",
    )
    counts = sorted(int(str(n)) for (n,) in rows)
    yield match[2], middle(counts)
    yield match[3] or match[2], counts[0]
    yield match[4] or match[2], counts[-1]


@PHRASES.keep(r"^Advice before the first question \| in (\d+) of (\d+) sessions with advice \|")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    first_question = (
        "SELECT MIN(sentence) FROM kept.sentences q JOIN my_turns USING (session_id, turn) "
        "JOIN my_speakers USING (session_id, speaker) "
        "WHERE q.session_id = a.session_id AND role = 'coach' AND q.move LIKE 'question%'"
    )
    yield (
        match[1],
        db.n(
            "COUNT(DISTINCT session_id) FROM my_advice a "
            f"WHERE first_sentence < COALESCE(({first_question}), 1e9)"
        ),
    )
    yield match[2], db.n("COUNT(DISTINCT session_id) FROM my_advice")
