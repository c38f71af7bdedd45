"""Who talks: shares of the words, said as a fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median_low

from pandas import DataFrame

from analyzer.archive.asking import first_asked
from analyzer.records import Role
from analyzer.report import people, wording
from analyzer.report.material import Material
from analyzer.report.parts import Measure, Section

# From so many sessions on, the middle half of them says more than the two ends.
ENOUGH_FOR_QUARTILES = 8

_ROLE_WORDS = {
    Role.COACH: ("the coach", "coaches"),
    Role.CLIENT: ("clients", "clients"),
    Role.OTHER: ("others", "others"),
    Role.UNKNOWN: ("speakers whose role is not known", "speakers whose role is not known"),
}


def section(material: Material, shares: tuple[float, ...]) -> Section:
    """Heading and lead of the part about talk."""
    talk = material.tables.talk
    words = talk.groupby(talk["role"].astype(str), observed=True)["n_words"].sum()
    total = int(words.sum())
    coaches = people.n_coaches(material)
    parts = []
    for role, (one, many) in _ROLE_WORDS.items():
        n = int(words.get(role.value, 0))
        if n:
            who = one if coaches < 2 else many
            parts.append(
                f"{who} {'speaks' if who == 'the coach' else 'speak'} {wording.number(n)}"
                f" ({wording.percent(n, total)})"
            )
    lead = f"Of {wording.counted(total, 'word')}, {wording.listed(parts)}."
    if len(shares) > 1:
        lead += _spread(shares)
    about = "the session" if material.n_sessions == 1 else "the sessions"
    return Section(
        anchor="talk",
        heading="Who talks",
        lead=(f"{lead} This is a fact about {about}, not a grade.",),
        alt="The coach’s share of the words in each session: "
        + ", ".join(wording.percent(round(share * 1000), 1000) for share in shares)
        + ".",
    )


def shares(material: Material) -> tuple[float, ...]:
    """The coach's share of the words, 0 to 1, of each session that others speak in too, ascending.

    Empty below two such sessions, because one share is said in a sentence.
    """
    found = _shares(material)
    return tuple(sorted(found)) if len(found) > 1 else ()


def _shares(material: Material) -> list[float]:
    talk = material.tables.talk
    spoken = talk[talk["n_words"] > 0]
    is_coach = spoken["role"] == Role.COACH.value
    words = spoken.groupby("session_id")["n_words"].sum()
    of_coach = spoken[is_coach].groupby("session_id")["n_words"].sum()
    with_others = of_coach[of_coach.index.isin(spoken.loc[~is_coach, "session_id"])]
    shares: list[float] = (with_others / words[with_others.index]).tolist()
    return shares


def measures(material: Material) -> tuple[Measure, ...]:
    """What the coach’s talk is like, session by session; none where nobody is known to coach."""
    talk = material.tables.talk
    coaching = talk[(talk["role"] == Role.COACH.value) & (talk["n_words"] > 0)]
    if coaching.empty:
        return ()
    of_coach = coaching.groupby("session_id")
    return (
        _share_of_words(material),
        _share_of_time(material, talk, coaching),
        Measure(
            name="Longest stretch",
            value=_range(of_coach["longest_turn_words"].max().tolist(), _words),
            definition="The most words a coach says in a session before somebody else speaks.",
        ),
        Measure(
            name="Open questions",
            value=_range(of_coach["n_open"].sum().tolist(), wording.number),
            definition="The coach’s questions in a session that ask for more than yes, no or a "
            "fact, as the program sorts them.",
        ),
        Measure(
            name="Closed questions",
            value=_range(of_coach["n_closed"].sum().tolist(), wording.number),
            definition="The coach’s questions in a session that yes, no or a fact answers.",
        ),
        _before_asking(material),
    )


def _share_of_words(material: Material) -> Measure:
    found = sorted(_shares(material))
    return Measure(
        name="Share of the words",
        value=_range([round(share * 1000) for share in found], _per_mille),
        definition="The coach’s words by all words of the session, where others speak too.",
    )


def _share_of_time(material: Material, talk: DataFrame, coaching: DataFrame) -> Measure:
    """Only of sessions in which every speaker's time is known: others would be a guess."""
    spoken = talk[talk["n_words"] > 0]
    timed = spoken.groupby("session_id")["talk_ms"]
    is_known = timed.count() == timed.size()
    total = timed.sum()[is_known]
    total = total[total > 0]
    coach = coaching.groupby("session_id")["talk_ms"].sum().reindex(total.index)
    shares = [round(1000 * share) for share in (coach / total).dropna().tolist()]
    unknown = material.n_sessions - len(shares)
    value = _range(shares, _per_mille)
    if unknown:
        sessions = wording.out_of(unknown, material.n_sessions, "session")
        rest = f"unknown in {sessions} without times"
        value = f"{value}; {rest}" if shares else "unknown: no session has times for every turn"
    return Measure(
        name="Share of the time",
        value=value,
        definition="How long the coach speaks by how long all speak, where every turn has its "
        "times.",
    )


def _before_asking(material: Material) -> Measure:
    with material.archive.reading() as connection:
        found = first_asked(connection, list(material.numbers))
    advised = [it for it in found if it.advice is not None]
    early = [it for it in advised if it.question is None or it.n_before]
    n = len(early)
    value = f"in {wording.out_of(n, len(advised), 'session')} with advice" if n else "in no session"
    return Measure(
        name="Advice before the first question",
        value=value,
        definition="Sessions in which a stretch of advice begins before the coach asks anything. "
        "Written answers and talks ask nothing.",
    )


def _range(values: Sequence[int], shown: Callable[[int], str]) -> str:
    """The middle value with the smallest and the largest; one value stands for itself."""
    if not values:
        return "unknown"
    if len(values) == 1 or min(values) == max(values):
        return shown(values[0])
    middle = shown(median_low(values))
    return f"{middle} in the middle session, from {shown(min(values))} to {shown(max(values))}"


def _words(n: int) -> str:
    return wording.counted(n, "word")


def _per_mille(n: int) -> str:
    return wording.percent(n, 1000)


def _spread(shares: tuple[float, ...]) -> str:
    def percent(share: float) -> str:
        return wording.percent(round(share * 1000), 1000)

    line = f" By session the coach’s share runs from {percent(shares[0])} to {percent(shares[-1])}"
    if len(shares) >= ENOUGH_FOR_QUARTILES:
        low, high = shares[len(shares) // 4], shares[-1 - len(shares) // 4]
        line += f"; the middle half of the sessions lies between {percent(low)} and {percent(high)}"
    return f"{line}."
