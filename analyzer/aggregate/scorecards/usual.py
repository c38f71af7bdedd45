"""The numbers of many sessions, and what is usual with one coach or one client.

A coach's own earlier sessions are all that a session is set beside: no target, and nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandas import DataFrame

from analyzer.aggregate.frames import FrameMaker
from analyzer.aggregate.schema import SCORES
from analyzer.aggregate.scorecards.records import Scorecard, SessionScores, Show
from analyzer.aggregate.scorecards.scoring import score_session
from analyzer.archive import Archive
from analyzer.records import Role
from analyzer.records.names import Voice, full_names, is_unnamed

# Of fewer sessions, no middle half is told.
FEWEST_SESSIONS = 5
BETWEEN_NAMES = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Under which names coaches and clients count in an archive."""

    called: dict[Voice, str]

    def of(self, one: SessionScores, role: Role) -> tuple[str, ...]:
        """The people with a name who have a role in a session, in alphabetical order."""
        speakers = one.analysis.session.speakers
        names = {
            self.called.get((role, it.name), it.name)
            for it in speakers
            if it.role is role and not is_unnamed(it.name)
        }
        return tuple(sorted(names))


def people_in(archive: Archive, *, join_names: bool = True) -> People:
    """The people of an archive; with ``join_names`` "Imani" counts under "Imani Clarke"."""
    if not join_names:
        return People(called={})
    voices = [
        [(Role.COACH, name) for name in it.coaches] + [(Role.CLIENT, name) for name in it.clients]
        for it in archive.sessions()
    ]
    return People(called=full_names(voices))


def score_archive(
    archive: Archive, scorecard: Scorecard, *, sessions: Iterable[str] | None = None
) -> Iterator[SessionScores]:
    """The numbers of the sessions of an archive, or of some, one session after another.

    By date and then id, in the order of ``sessions`` where they are named. Raises ArchiveError
    where one is not there.
    """
    ids = archive.chosen() if sessions is None else sessions
    return (score_session(archive.analysis(it), scorecard) for it in ids)


def scores_frame(scored: Iterable[SessionScores], *, people: People) -> DataFrame:
    """A row for each measure of each session, with the columns of ``SCORES["scores"]``.

    ``value`` is NaN, and ``why`` says why, where a number cannot be known. Several coaches or
    clients are parted by semicolons.
    """
    maker = FrameMaker(SCORES["scores"])
    for one in scored:
        coaches, clients = (
            BETWEEN_NAMES.join(people.of(one, role)) or None for role in (Role.COACH, Role.CLIENT)
        )
        held_on = None if one.held_on is None else one.held_on.isoformat()
        head = (one.session_id, held_on, coaches, clients, one.scorecard.label)
        maker.add(
            [
                (
                    *head,
                    it.measure.id,
                    it.measure.name,
                    it.measure.show.value,
                    float("nan") if it.value is None else it.value,
                    it.n,
                    it.of,
                    it.why,
                    len(it.moments),
                )
                for it in one.scores
            ]
        )
    return maker.frame()


def earlier(scores: DataFrame, session_id: str) -> DataFrame:
    """The rows of sessions that the coach of a session held on days before it.

    Empty where the session has no date or no coach with a name. Raises KeyError for a session
    that is not there.
    """
    own = scores[scores["session_id"] == session_id]
    if own.empty:
        raise KeyError(session_id)
    coach, held_on = own["coach"].iloc[0], own["held_on"].iloc[0]
    if pd.isna(coach) or pd.isna(held_on):
        return scores.iloc[:0]
    is_before = (scores["held_on"] < held_on) & (scores["coach"] == coach)
    before: DataFrame = scores[is_before].reset_index(drop=True)
    return before


def usual(scores: DataFrame, *, person: str) -> DataFrame:
    """What each measure usually is over these rows, with the columns of ``SCORES["usual"]``.

    ``median``, with ``low`` and ``high`` between which the middle half of the sessions lies, are
    NaN where it is known in fewer than ``FEWEST_SESSIONS``. ``n_yes`` counts the sessions in which
    a measure that is yes or no is yes. Order: that of the card.
    """
    maker = FrameMaker(SCORES["usual"])
    rows: list[tuple[Any, ...]] = []
    of_sessions = scores["session_id"].nunique()
    for (card, measure, name, show), its in scores.groupby(
        ["scorecard", "measure", "name", "show"], sort=False
    ):
        known = its["value"].dropna()
        n_yes = int((known > 0).sum()) if show == Show.YES_NO.value else 0
        median = low = high = float("nan")
        if len(known) >= FEWEST_SESSIONS and show != Show.YES_NO.value:
            low, median, high = known.quantile([0.25, 0.5, 0.75]).tolist()
        cells = (card, measure, name, show, of_sessions, len(known), n_yes, median, low, high)
        rows.append((person, *cells))
    maker.add(rows)
    return maker.frame()


def usual_by_person(scores: DataFrame, *, role: Role) -> DataFrame:
    """What is usual with each coach, or each client, by name, as ``usual``.

    Sessions of several clients count for each of them; those of nobody with a name are left out.
    """
    column = "coach" if role is Role.COACH else "clients"
    people = sorted({name for it in scores[column].dropna().unique() for name in _names(it)})
    cells = scores[column].tolist()
    frames = [usual(scores[_is_with(cells, name)], person=name) for name in people]
    if not frames:
        return FrameMaker(SCORES["usual"]).frame()
    return pd.concat(frames, ignore_index=True)


def _names(cell: str) -> list[str]:
    return cell.split(BETWEEN_NAMES)


def _is_with(cells: Sequence[Any], name: str) -> list[bool]:
    return [isinstance(it, str) and name in _names(it) for it in cells]
