"""The numbers that ``analyzer measures`` shows."""

from __future__ import annotations

from dataclasses import dataclass

from pandas import DataFrame

from analyzer.aggregate.scorecards import (
    People,
    Scorecard,
    SessionScores,
    earlier,
    people_in,
    score_archive,
    score_session,
    scores_frame,
    usual,
    usual_by_person,
)
from analyzer.archive import Archive
from analyzer.cli.parts.talk import Talk
from analyzer.errors import ReportError
from analyzer.records import Role


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WithPast:
    """A session's numbers, and what was usual in its coach's earlier sessions."""

    scored: SessionScores
    coaches: tuple[str, ...]
    clients: tuple[str, ...]
    past: DataFrame
    n_earlier: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OfPeople:
    """What is usual with each coach or client over the sessions of an archive."""

    scorecard: Scorecard
    by: str
    n_sessions: int
    scores: DataFrame
    usual: DataFrame


def score_with_past(
    archive: Archive, card: Scorecard, *, session: str, join_names: bool, talk: Talk
) -> WithPast:
    """One session, beside those its coach held on days before it."""
    people = people_in(archive, join_names=join_names)
    scored = score_session(archive.analysis(archive.find(session)), card)
    before = _sessions_before(archive, scored, people)
    own = score_archive(archive, card, sessions=[*before, scored.session_id])
    rows = talk.track(own, doing="Counting", total=len(before) + 1)
    past = earlier(scores_frame(rows, people=people), scored.session_id)
    return WithPast(
        scored=scored,
        coaches=people.of(scored, Role.COACH),
        clients=people.of(scored, Role.CLIENT),
        past=usual(past, person="; ".join(people.of(scored, Role.COACH))),
        n_earlier=past["session_id"].nunique(),
    )


def score_people(
    archive: Archive, card: Scorecard, *, by: str, join_names: bool, talk: Talk
) -> OfPeople:
    """All sessions of an archive, by coach or client. Raises ReportError where it holds none."""
    ids = archive.chosen()
    if not ids:
        path = str(archive.path)
        hint = f"Put some in with 'analyzer add calls/ -a {path}'."
        raise ReportError("the archive holds no sessions yet.", path=path, hint=hint)
    people = people_in(archive, join_names=join_names)
    scored = score_archive(archive, card, sessions=ids)
    rows = talk.track(scored, doing="Counting", total=len(ids))
    scores = scores_frame(rows, people=people)
    role = Role.COACH if by == "coach" else Role.CLIENT
    found = usual_by_person(scores, role=role)
    return OfPeople(scorecard=card, by=by, n_sessions=len(ids), scores=scores, usual=found)


def _sessions_before(archive: Archive, one: SessionScores, people: People) -> list[str]:
    """The sessions with a coach of this one on days before it."""
    coaches, held_on = set(people.of(one, Role.COACH)), one.held_on
    if held_on is None:
        return []
    return [
        it.id
        for it in archive.sessions()
        if it.held_on is not None
        and it.held_on < held_on
        and coaches & {people.called.get((Role.COACH, name), name) for name in it.coaches}
    ]
