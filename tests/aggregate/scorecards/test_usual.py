"""What is usual with a coach: own earlier sessions, and nobody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pytest

from analyzer.aggregate.schema import SCORES
from analyzer.aggregate.scorecards import (
    Count,
    Show,
    earlier,
    people_in,
    score_archive,
    scores_frame,
    usual,
    usual_by_person,
)
from analyzer.aggregate.tables import archive_of
from analyzer.archive import Archive
from analyzer.records import Analysis, Move, Role
from tests.aggregate.scorecards.talks import a_card, a_measure, a_talk

CARD = a_card(
    a_measure(Count.WORDS, by=(Role.COACH,)),
    a_measure(Count.PASSAGES, moves=(Move.COMMITMENT,), by=(Role.CLIENT,), show=Show.YES_NO),
    a_measure(Count.TIME, by=(Role.COACH,)),
)


def a_day(number: int, *, n_words: int = 1, coach: str = "Mike", dated: bool = True) -> Analysis:
    move = Move.COMMITMENT if number % 2 else Move.GAP
    return a_talk(
        ("Mike", Move.OTHER, " ".join(["word"] * n_words)),
        ("Ana", move, "I will."),
        id=f"{number:012x}",
        held_on=dt.date(2024, 1, 1) + dt.timedelta(days=number) if dated else None,
        coach=coach,
    )


def an_archive(calls: Sequence[Analysis]) -> Archive:
    return archive_of(calls)


def test_a_row_for_each_measure_of_each_session_with_its_columns() -> None:
    archive = an_archive([a_day(1, n_words=3), a_day(2, dated=False)])
    frame = scores_frame(score_archive(archive, CARD), people=people_in(archive))
    assert {it: str(dtype) for it, dtype in frame.dtypes.items()} == SCORES["scores"]
    assert frame["measure"].tolist() == ["words", "passages", "time"] * 2
    assert frame["value"].tolist()[:2] == [3.0, 1.0]
    assert frame["why"].notna().tolist() == [False, False, True] * 2
    assert frame["coach"].unique().tolist() == ["Mike"]


def test_earlier_are_the_same_coachs_sessions_of_days_before() -> None:
    calls = [
        *(a_day(it, n_words=it) for it in range(1, 8)),
        a_day(8, coach="Nora"),
        a_day(9, dated=False),
    ]
    archive = an_archive(calls)
    frame = scores_frame(score_archive(archive, CARD), people=people_in(archive))
    before = earlier(frame, f"{6:012x}")
    assert sorted(before["session_id"].unique()) == [f"{it:012x}" for it in range(1, 6)]
    assert earlier(frame, f"{9:012x}").empty
    assert earlier(frame, f"{8:012x}").empty
    with pytest.raises(KeyError):
        earlier(frame, "gone")


def test_the_middle_half_takes_five_sessions() -> None:
    archive = an_archive([a_day(it, n_words=it) for it in range(1, 6)])
    frame = scores_frame(score_archive(archive, CARD), people=people_in(archive))
    words, passages, time = usual(frame, person="Mike").itertuples(index=False)
    assert (words.low, words.median, words.high) == (2, 3, 4)
    assert (passages.n_sessions, passages.n_yes) == (5, 3)
    assert np.isnan(float(str(passages.median)))  # yes or no has none
    assert time.n_sessions == 0
    few = usual(frame[frame["session_id"] != f"{1:012x}"], person="Mike")
    assert few["median"].isna().all()


def test_everybody_is_told_by_name_and_nobody_beside_another() -> None:
    archive = an_archive([a_day(1), a_day(2, coach="Nora"), a_day(3, coach="Coach")])
    frame = scores_frame(score_archive(archive, CARD), people=people_in(archive))
    by_coach = usual_by_person(frame, role=Role.COACH)
    assert by_coach["person"].unique().tolist() == ["Mike", "Nora"]
    assert {it: str(dtype) for it, dtype in by_coach.dtypes.items()} == SCORES["usual"]
    by_client = usual_by_person(frame, role=Role.CLIENT)
    assert by_client["of_sessions"].unique().tolist() == [3]


def test_without_a_session_there_are_no_rows_and_all_columns() -> None:
    archive = Archive.in_memory()
    frame = scores_frame(score_archive(archive, CARD), people=people_in(archive))
    assert frame.empty
    assert list(usual_by_person(frame, role=Role.COACH).columns) == list(SCORES["usual"])


def test_first_names_count_under_the_full_name() -> None:
    archive = an_archive([a_day(1, coach="Nora"), a_day(2, coach="Nora Whitlock")])
    frame = scores_frame(score_archive(archive, CARD), people=people_in(archive))
    assert frame["coach"].unique().tolist() == ["Nora Whitlock"]
    written = people_in(archive, join_names=False)
    apart = scores_frame(score_archive(archive, CARD), people=written)
    assert sorted(apart["coach"].unique()) == ["Nora", "Nora Whitlock"]
