"""Who took part: people by name, whose names were taken together, and who has none."""

from __future__ import annotations

from analyzer.aggregate import joined_names
from analyzer.records import Role
from analyzer.report import wording
from analyzer.report.material import Material

MOST_COACHES = 3
MOST_NAMES = 6
MOST_JOINED = 12
_PAIR = ("speaker", "person")


def shown(material: Material, session_id: str, role: Role) -> str:
    """The people of one role in a session, under the names they count under."""
    found = material.people.get((session_id, role), ())
    named = [wording.shortened(name, 40) for name in found]
    if len(named) > MOST_NAMES:
        return f"{', '.join(named[:MOST_NAMES])} and {len(named) - MOST_NAMES} more"
    return ", ".join(named)


def clients(material: Material) -> tuple[int, str]:
    """How many clients there are, told apart by name, and what to call them."""
    talk = material.tables.talk
    voices = talk[talk["role"] == Role.CLIENT.value]
    n_named = voices["person"].nunique()
    if n_named:
        # Who is unnamed in one session may be somebody named in another.
        return n_named, "client by name"
    return len(voices), "client by name" if voices.empty else "unnamed client"


def n_coaches(material: Material) -> int:
    """How many coaches there are; all who are unnamed count as one."""
    talk = material.tables.talk
    persons = talk.loc[talk["role"] == Role.COACH.value, "person"]
    return int(persons.nunique()) + int(persons.isna().any())


def subtitle(material: Material) -> str:
    """Whose sessions these are, where few enough people coach to name them."""
    talk = material.tables.talk
    coaches = talk[talk["role"] == Role.COACH.value]
    names = sorted(set(coaches["person"].dropna()))
    n_named = coaches.dropna(subset="person")["session_id"].nunique()
    n_unnamed = coaches["session_id"].nunique() - n_named
    line = "One coaching session"
    if material.n_sessions > 1:
        line = f"{wording.number(material.n_sessions)} coaching sessions"
    if 1 <= len(names) <= MOST_COACHES:
        line += f" with {wording.listed(names)}"
    elif names:
        line += f" with {len(names)} coaches"
    if not n_unnamed:
        return line
    if n_unnamed == material.n_sessions:
        return f"{line}; the coach is unnamed"
    return f"{line}; in {wording.number(n_unnamed)} of them the coach is unnamed"


def remark(material: Material) -> str:
    """That names were taken together, for those who read the first page only; else empty."""
    joined = joined_names(material.tables)
    if joined.empty:
        return ""
    speaker, person = (wording.shortened(joined[column].iloc[0], 40) for column in _PAIR)
    more = len(joined) - 1
    likewise = f", and {wording.counted(more, 'name')} more likewise" if more else ""
    return f"“{speaker}” is taken for {person}{likewise}. This is a guess: see “The sessions”."


def notes(material: Material) -> tuple[str, ...]:
    """Which names were taken together and how to undo it, and which labels name nobody."""
    return tuple(line for line in (_joined(material), _unnamed(material)) if line)


def _joined(material: Material) -> str:
    if not material.join_names:
        return "Names count as they are written, so that a person under two names counts twice."
    names: dict[str, list[str]] = {}
    joined = joined_names(material.tables)
    for speaker, person in joined[[*_PAIR]].itertuples(index=False, name=None):
        names.setdefault(person, []).append(f"“{wording.shortened(speaker, 40)}”")
    if not names:
        return ""
    pairs = [
        f"{wording.listed(list(dict.fromkeys(written)))} for {wording.shortened(person, 40)}"
        for person, written in names.items()
    ]
    more = len(pairs) - MOST_JOINED
    rest = [f"{wording.number(more)} more"] if more > 0 else []
    return (
        f"Names taken together: {'; '.join([*pairs[:MOST_JOINED], *rest])}. This is a guess from "
        "the names alone. “analyzer report --names-as-written” undoes it; quotations keep the "
        "names of the transcript."
    )


def _unnamed(material: Material) -> str:
    talk = material.tables.talk
    is_counted = talk["role"].isin([Role.COACH.value, Role.CLIENT.value])
    labels = sorted(set(talk.loc[is_counted & talk["person"].isna(), "speaker"]))
    if not labels:
        return ""
    quoted = [f"“{wording.shortened(label, 40)}”" for label in labels[:MOST_NAMES]]
    more = len(labels) - len(quoted)
    rest = [f"{wording.number(more)} more"] if more else []
    verb, whom = ("name", "them") if len(labels) > 1 else ("names", "it")
    return (
        f"{wording.listed([*quoted, *rest])} {verb} nobody: who speaks under {whom} is unnamed and "
        "not counted by name."
    )
