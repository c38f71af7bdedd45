"""What was promised as a follow-up and does not come up again in that client's later sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.aggregate.trends import clients_of
from analyzer.records import Analysis, Role
from analyzer.report import moments, wording
from analyzer.report.later import Later
from analyzer.report.material import Material
from analyzer.report.moments import Moment
from analyzer.report.parts import Section
from analyzer.report.quotes import stands_alone
from analyzer.report.summary.records import OpenPromise, Promises

# The clients who came last, and the last sessions of each: what was promised years ago is past.
MOST_CLIENTS = 20
MOST_SESSIONS = 4
MOST_SHOWN = 8
MOST_A_CLIENT = 2
# "Okay, I can say that." does not tell what is promised.
FEWEST_WORDS = 6
_WILL = re.compile(
    r"['’](?:ll|m)\b|\b(?:will|shall|going to|gonna|let me|tomorrow)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A promise to or of a client of which nothing alike is said in the sessions after it."""

    client: str
    moment: Moment
    later: tuple[str, ...]

    @property
    def worth(self) -> float:
        """How well its words tell what is to come."""
        text = self.moment.text
        return stands_alone(text) * (1.0 if _WILL.search(text) else 0.5)


def part(material: Material) -> Promises | None:
    """The open promises; None where nobody who promised or was promised something came back."""
    visits = _visits(material)
    n_promises, found = 0, list[_Open]()
    for client, ids in visits[:MOST_CLIENTS]:
        analyses = [material.talks[session_id] for session_id in ids]
        later = Later(analyses)
        for place, analysis in enumerate(analyses[:-1]):
            for moment in _promises(material, analysis, client):
                n_promises += 1
                if later.found(moment) is None:
                    since = tuple(ids[place + 1 :])
                    found.append(_Open(client=client, moment=moment, later=since))
    if not n_promises:
        return None
    chosen = _best(material, found)
    return Promises(
        section=Section(
            anchor="promises",
            heading="Promised, and not heard of again",
            lead=_lead(n_promises, len(found), n_shown=len(chosen), n_clients=len(visits)),
        ),
        rows=tuple(_row(material, one) for one in chosen),
    )


def _visits(material: Material) -> list[tuple[str, tuple[str, ...]]]:
    """Clients who came back with the ids of their last dated sessions, who came last first."""
    dated = material.tables.sessions.dropna(subset="held_on")
    order = {key: place for place, key in enumerate(dated["session_id"])}
    by_client: dict[str, list[str]] = {}
    members = clients_of(material.tables)
    for session_id, person in zip(members["session_id"], members["person"], strict=True):
        if session_id in order:
            by_client.setdefault(person, []).append(session_id)
    came_back = [
        (client, tuple(sorted(ids, key=order.__getitem__)[-MOST_SESSIONS:]))
        for client, ids in by_client.items()
        if len(ids) > 1
    ]
    return sorted(came_back, key=lambda visit: (-order[visit[1][-1]], visit[0]))


def _promises(material: Material, analysis: Analysis, client: str) -> Iterator[Moment]:
    """What the client says he will do; where nobody else is a client, what the coach will do."""
    session = analysis.session
    persons = material.persons(session.id)
    names = [speaker.name for speaker in session.speakers]
    n_clients = sum(speaker.role is Role.CLIENT for speaker in session.speakers)
    own = [it for it in moments.commitments(analysis) if persons.get(names[it.speaker]) == client]
    coachs = moments.promises(analysis) if n_clients == 1 else []
    yield from (it for it in (*own, *coachs) if it.n_words >= FEWEST_WORDS)


def _best(material: Material, found: Sequence[_Open]) -> list[_Open]:
    """Those whose words tell most, few of each client, the latest session first."""
    chosen: list[_Open] = []
    per_client: dict[str, int] = {}
    for one in sorted(
        found,
        key=lambda it: (-round(it.worth, 9), it.moment.analysis.session.id, it.moment.first),
    ):
        if per_client.get(one.client, 0) < MOST_A_CLIENT and len(chosen) < MOST_SHOWN:
            per_client[one.client] = per_client.get(one.client, 0) + 1
            chosen.append(one)
    return sorted(
        chosen,
        key=lambda it: (-material.numbers[it.moment.analysis.session.id], it.moment.first),
    )


def _row(material: Material, one: _Open) -> OpenPromise:
    is_coach = one.moment.role is Role.COACH
    client = wording.shortened(one.client, 40)
    return OpenPromise(
        who=f"Promised to {client}" if is_coach else client,
        quote=material.quotation(one.moment.found()),
        later=tuple(material.numbers[session_id] for session_id in one.later),
    )


def _lead(n_promises: int, n_open: int, *, n_shown: int, n_clients: int) -> tuple[str, ...]:
    of = wording.out_of(n_open, n_promises, "promise")
    line = f"Of {wording.counted(n_promises, 'promise')} of clients who came back, or to them, "
    line += "all come up again later." if not n_open else ""
    if n_open:
        line = (
            f"{of[0].upper()}{of[1:]} made by clients who came back, or to them, "
            f"{'does' if n_open == 1 else 'do'} not come up again in their later sessions."
        )
    bounds = []
    if n_shown < n_open:
        bounds.append(f"The {wording.number(n_shown)} that tell most are shown.")
    if n_clients > MOST_CLIENTS:
        bounds.append(
            f"Looked through were the last {MOST_SESSIONS} sessions of the {MOST_CLIENTS} clients "
            f"who came last; {wording.number(n_clients)} came back in all."
        )
    way = (
        f"A promise is what is said to be done next, in {FEWEST_WORDS} words or more. It comes up "
        "again where a passage of a later session shares at least two of its words, rare ones "
        "among them. It may have been kept, or spoken of in other words: these are things to ask "
        "about."
    )
    return (line, " ".join([*bounds, way]))
