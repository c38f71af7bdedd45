"""Who speaks in what role, decided once for each speaker from all of the speaker's turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzer.records import Role, Session
from analyzer.records.scores import Matrix

ROLES = (Role.COACH, Role.CLIENT, Role.OTHER)
LOWEST = 0.5


def tag_roles(session: Session, *, scores: Matrix) -> Session:
    """The session with a role and its score for every speaker.

    ``scores`` of shape (n speakers, 3) gives coach, client, other. A role that the form of the page
    settles (a label ``Coach:``, the author of an article) stands. Where nobody reaches coach, the
    likeliest speaker is taken if more likely than not. Below one half a speaker stays unknown. In a
    talk of two there is one coach: the other is taken for what is likeliest beside that.
    """
    chosen = [
        (speaker.role, 1.0) if speaker.role is not Role.UNKNOWN else _likeliest(scores[number])
        for number, speaker in enumerate(session.speakers)
    ]
    if all(role is not Role.COACH for role, _ in chosen):
        chosen = _with_a_coach(session, chosen, scores)
    if len(session.speakers) == 2:
        chosen = _with_one_coach(session, chosen, scores)
    speakers = tuple(
        replace(speaker, role=role, score=round(score, 4))
        for speaker, (role, score) in zip(session.speakers, chosen, strict=True)
    )
    return replace(session, speakers=speakers)


def _likeliest(scores: Sequence[float] | Matrix) -> tuple[Role, float]:
    best = max(range(len(ROLES)), key=lambda index: scores[index])
    score = float(scores[best])
    return (ROLES[best] if score >= LOWEST else Role.UNKNOWN, score)


def _with_a_coach(
    session: Session, chosen: list[tuple[Role, float]], scores: Matrix
) -> list[tuple[Role, float]]:
    """In a talk of several, somebody coaches: the speaker whom the evidence favours, if any."""
    open_ones = [n for n, speaker in enumerate(session.speakers) if speaker.role is Role.UNKNOWN]
    if len(session.speakers) < 2 or not open_ones:
        return chosen
    best = max(open_ones, key=lambda number: float(scores[number, 0]))
    rest = max((float(scores[n, 0]) for n in open_ones if n != best), default=0.0)
    share = float(scores[best, 0]) / max(1e-9, float(scores[best, 0]) + rest)
    if share < LOWEST or scores[best, 0] < LOWEST / 2:
        return chosen
    return [(Role.COACH, share) if n == best else pair for n, pair in enumerate(chosen)]


def _with_one_coach(
    session: Session, chosen: list[tuple[Role, float]], scores: Matrix
) -> list[tuple[Role, float]]:
    """Of two, the surer coach stays, and the other is judged as one who is not the coach."""
    coaches = [n for n, (role, _) in enumerate(chosen) if role is Role.COACH]
    if not coaches:
        return chosen
    coach = max(coaches, key=lambda number: (chosen[number][1], -number))
    other = 1 - coach
    if session.speakers[other].role is not Role.UNKNOWN:
        return chosen
    if chosen[other][0] not in {Role.COACH, Role.UNKNOWN}:
        return chosen
    rest = scores[other].copy()
    rest[ROLES.index(Role.COACH)] = 0.0
    total = float(rest.sum())
    pair = _likeliest(rest / total) if total > 0 else (Role.UNKNOWN, 0.0)
    return [pair if number == other else old for number, old in enumerate(chosen)]
