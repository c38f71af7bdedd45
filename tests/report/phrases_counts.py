"""What reports say of problems, advice and what came of it, each with what must be counted."""

from __future__ import annotations

import re

from tests.report.phrasing import (
    COMMITMENTS,
    Phrases,
    cut_day,
    each,
    left_over,
    moved,
    uptake,
)
from tests.report.recounting import (
    About,
    Pairs,
    Recount,
    month,
    name_counts,
    plain,
    quarter,
)

PHRASES = Phrases()
_FACTS = {
    "session": "COUNT(*) FROM my_sessions",
    "clients by name": "COUNT(DISTINCT name) FROM my_speakers WHERE role = 'client'",
    "exchange": "COUNT(*) FROM my_exchanges",
    "stretches of advice": "COUNT(*) FROM my_advice",
    "stretch of advice": "COUNT(*) FROM my_advice",
    "problem": "COUNT(DISTINCT problem) FROM asked WHERE problem_sure",
    "commitment": COMMITMENTS,
    "minute": "(SUM(duration_ms) + 30000) / 60000 FROM my_sessions",
    "stretches with words to say": "COUNT(*) FROM my_advice WHERE script",
}


@PHRASES.keep(r"^(?:From )?(\d+) coaching sessions with Mara$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], db.n_sessions


@PHRASES.keep(r"^([A-Z][a-z]+ \d{4}) to ([A-Z][a-z]+ \d{4})$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    first, last = db.rows("SELECT MIN(held_on), MAX(held_on) FROM my_sessions")[0]
    yield match[1], month(str(first))
    yield match[2], month(str(last))


@PHRASES.keep(
    r"^(\d+) (sessions?|clients by name|exchanges?|stretches of "
    r"advice|problems|commitments?|minutes|stretches with words to say)$"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], db.n(_FACTS[match[2].removesuffix("s")])


@PHRASES.keep(
    r"The problem brought most often is “([^”]+)”: (\d+) of (\d+) exchanges with a known "
    r"problem, in (\d+) of (\d+) sessions\. Next: (.*?)\.(?= p\.|$)"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    name = match[1]
    yield match[2], db.brought(name)
    yield match[3], db.n("COUNT(*) FROM asked WHERE problem_sure")
    yield match[4], db.brought(name, "COUNT(DISTINCT session_id)")
    yield match[5], db.n_sessions
    yield from each(match[6], db)
    yield name, max(db.problems, key=db.brought)


@PHRASES.keep(
    r"The advice given most often is “([^”]+)”: (\d+) of (\d+) stretches, in (\d+) of (\d+) "
    r"sessions\. Next: (.*?)\.(?= p\.|$)"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    name = match[1]
    yield match[2], db.given(name)
    yield match[3], db.n_stretches
    yield match[4], db.given(name, "COUNT(DISTINCT session_id)")
    yield match[5], db.n_sessions
    yield from each(match[6], db)
    yield db.given(name), max(db.given(one) for one in db.advice)


@PHRASES.keep(
    r"Where the problem is “([^”]+)”, the advice is most often “([^”]+)”(?: and “([^”]+)”)?: "
    r"each in all (\d+) exchanges\."
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[4], db.brought(match[1])
    for name in match.group(2, 3):
        if name:
            yield match[4], db.pair(match[1], name)


@PHRASES.keep(
    r"After (\d+) of (\d+) stretches of advice the client commits to doing it; after (\d+) an "
    r"objection follows\."
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], db.n("COUNT(*) FROM my_advice WHERE uptake = 'commitment'")
    yield match[2], db.n_stretches
    yield match[3], db.n("COUNT(*) FROM my_advice WHERE uptake = 'objection'")


@PHRASES.keep(r"In (\d+) of (\d+) stretches of advice the coach gives words to say\.")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], db.n("COUNT(*) FROM my_advice WHERE script")
    yield match[2], db.n_stretches


@PHRASES.keep(
    r"^What clients bring, in exchanges(?::)? .*$|^(?:Exchanges by problem type|Stretches by "
    r"advice type): .*$"
)
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield from each(match[0], db)
    yield left_over(match[0], db), ""


@PHRASES.keep(r"^(?:(?:[A-Z][^\d]*?) \d+ in \d+ sessions? ?)+$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    for name, told, sessions in re.findall(r"([A-Z][^\d]*?) (\d+) in (\d+) sessions?", match[0]):
        yield told, db.named(name)
        yield sessions, db.named(name, "COUNT(DISTINCT session_id)")


@PHRASES.keep(r"^Exchanges by problem and advice: (.*)\.$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    for cell in match[1].split(", "):
        found = re.fullmatch(r"(.*) and (.*?) (\d+)", cell)
        assert found, cell
        yield found[3], db.pair(found[1], found[2])


@PHRASES.keep(r"^A problem type was given to all (\d+) exchanges\.")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], db.n_exchanges
    yield match[1], db.n("COUNT(*) FROM asked WHERE problem IS NOT NULL")


@PHRASES.keep(
    r"^(\d+) exchanges? in (\d+)(?: of (\d+))? sessions(?:, of (\d+) clients by name)?\.$"
)
def _(match: re.Match[str], db: Recount, about: About) -> Pairs:
    yield match[1], db.brought(about.name)
    yield match[2], db.brought(about.name, "COUNT(DISTINCT session_id)")
    if match[3]:
        yield match[3], db.n_sessions
    if match[4]:
        yield match[4], db.brought(about.name, "COUNT(DISTINCT client)")


@PHRASES.keep(r"^(\d+) stretches in (\d+) of (\d+) sessions(?:, (\d+) with words to say)?\.$")
def _(match: re.Match[str], db: Recount, about: About) -> Pairs:
    yield match[1], db.given(about.name)
    yield match[2], db.given(about.name, "COUNT(DISTINCT session_id)")
    yield match[3], db.n_sessions
    yield match[4] or "0", db.given(about.name, also="script")


@PHRASES.keep(r"^(?:For|Brought by) (.*?)(?: and (\d+) more)?\.$")
def _(match: re.Match[str], db: Recount, about: About) -> Pairs:
    shown = re.split(", | and ", match[1])
    for name in shown:
        found = re.fullmatch(r"(.*?)(?: \((\d+)\))?", name)
        assert found
        client = found[1].replace("'", "''")
        yield found[2] or "1", db.named(about.name, also=f"client = '{client}'")
    if match[2]:
        yield int(match[2]) + len(shown), db.named(about.name, "COUNT(DISTINCT client)")


@PHRASES.keep(r"^In (\d+) of (\d+) sessions before (.*?), in (\d+) of (\d+) since\.$")
def _(match: re.Match[str], db: Recount, about: About) -> Pairs:
    yield from moved(match.group(1, 2, 4, 5), match[3], about.name, db)


@PHRASES.keep(r"^(?:Answered most often with|Answers, by exchanges:) (.*)\.$")
def _(match: re.Match[str], db: Recount, about: About) -> Pairs:
    if about.name in db.problems:
        for name, told in name_counts(match[1], db.advice):
            yield told, db.pair(about.name, name)
    else:
        for name, told in name_counts(match[1], db.problems):
            yield told, db.pair(name, about.name)


@PHRASES.keep(r"^(\d+) stretches of advice: places where")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield match[1], db.n_stretches


@PHRASES.keep(r"^Advice type \| .*$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    columns = "Advice type | Stretches | Sessions | Clients | Scripts | Sessions before, since"
    yield match[0].startswith(columns), True
    yield re.sub(r".*since ", "", match[0]), cut_day(db)


@PHRASES.keep(r"^([^|]+?) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) of (\d+), (\d+) of (\d+)$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    name = match[1]
    yield match[2], db.given(name)
    yield match[3], db.given(name, "COUNT(DISTINCT session_id)")
    yield match[4], db.given(name, "COUNT(DISTINCT client)")
    yield match[5], db.given(name, also="script")
    yield from moved(match.group(6, 7, 8, 9), cut_day(db), name, db)


@PHRASES.keep(r"^met in all (\d+) exchanges$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield int(match[1]) in {db.brought(name) for name in db.problems}, True


@PHRASES.keep(r"Told most often by: (.*)\.$")
def _(match: re.Match[str], db: Recount, about: About) -> Pairs:
    for word, told in re.findall(r"(\S+) \((\d+)\)", match[1]):
        yield (
            told,
            db.n(
                "COUNT(*) FROM my_advice_labels WHERE sure AND category = ? AND because LIKE ?",
                db.advice[about.name],
                f"%{word}%",
            ),
        )


@PHRASES.keep(r"^What clients did after (?:advice on )?(.*?): ((?:[a-z ]+ \d+(?:, )?)+)\.$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    yield from uptake(match[2], plain(match[1]), db)


@PHRASES.keep(r"^((?:(?:commitment|objection|gap|acknowledgement|no answer) \d+ ?)+)$")
def _(match: re.Match[str], db: Recount, about: About) -> Pairs:
    yield from uptake(match[1], about.name, db)


@PHRASES.keep(r"^Sessions with (.*?): ((?:\d{4} Q\d \d+(?:, )?)+)\.$")
def _(match: re.Match[str], db: Recount, _about: About) -> Pairs:
    view = "asked" if plain(match[1]) in db.problems else "given"
    column, sure = ("problem", "problem_sure") if view == "asked" else ("category", "sure")
    held = db.rows(
        f"SELECT DISTINCT session_id, held_on FROM {view} WHERE {sure} AND {column} = ?",  # noqa: S608 - our own names
        (db.problems | db.advice)[plain(match[1])],
    )
    quarters = [quarter(str(held_on)) for _, held_on in held]
    told = re.findall(r"(\d{4} Q\d) (\d+)", match[2])
    all_held = [quarter(str(one)) for (one,) in db.rows("SELECT held_on FROM my_sessions")]
    yield [period for period, _ in told], sorted({*all_held})
    for period, n in told:
        yield n, quarters.count(period)
