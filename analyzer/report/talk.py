"""Who talks: shares of the words, said as a fact."""

from __future__ import annotations

from analyzer.records import Role
from analyzer.report import people, wording
from analyzer.report.material import Material
from analyzer.report.parts import Section

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
    talk = material.tables.talk
    spoken = talk[talk["n_words"] > 0]
    is_coach = spoken["role"] == Role.COACH.value
    words = spoken.groupby("session_id")["n_words"].sum()
    of_coach = spoken[is_coach].groupby("session_id")["n_words"].sum()
    with_others = of_coach[of_coach.index.isin(spoken.loc[~is_coach, "session_id"])]
    found = (with_others / words[with_others.index]).tolist()
    return tuple(sorted(found)) if len(found) > 1 else ()


def _spread(shares: tuple[float, ...]) -> str:
    def percent(share: float) -> str:
        return wording.percent(round(share * 1000), 1000)

    line = f" By session the coach’s share runs from {percent(shares[0])} to {percent(shares[-1])}"
    if len(shares) >= ENOUGH_FOR_QUARTILES:
        low, high = shares[len(shares) // 4], shares[-1 - len(shares) // 4]
        line += f"; the middle half of the sessions lies between {percent(low)} and {percent(high)}"
    return f"{line}."
