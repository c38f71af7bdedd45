"""What is looked at first, and when enough was looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.archive.open_labels import OpenLabel, labels_by_people, read_labels
from analyzer.corrections.places import Places
from analyzer.corrections.records import LabelAdvice, RejectAdvice, SetProblem
from analyzer.records.passages import PassageKind
from analyzer.review.queue import Looked, looked_at, outlook, queue
from tests.review.calls import a_long_call, an_archive


def a_label(
    number: int,
    score: float = 0.5,
    *,
    category: str | None = "urgency",
    second: float = 0.0,
    settled: bool = False,
    vector: tuple[int, ...] | None = None,
) -> OpenLabel:
    packed = None if vector is None else np.array(vector, dtype=np.int8).tobytes()
    return OpenLabel(
        kind=PassageKind.ADVICE,
        session_id="0123456789ab",
        number=number,
        first=number,
        end=number + 1,
        category=category,
        score=score,
        second=second,
        is_settled=settled,
        vector=packed,
    )


labels = st.lists(
    st.builds(
        a_label,
        st.integers(0, 50),
        st.floats(0, 1),
        category=st.sampled_from(("urgency", "retainer", None)),
        second=st.floats(0, 0.5),
        settled=st.booleans(),
        vector=st.none() | st.tuples(*[st.integers(-127, 127)] * 3),
    ),
    max_size=20,
    unique_by=lambda it: it.number,
)


def numbers(queued: tuple[OpenLabel, ...]) -> list[int]:
    return [it.number for it in queued]


def test_the_least_sure_comes_first() -> None:
    open_labels = [a_label(0, 0.95), a_label(1, 0.55), a_label(2, 0.7), a_label(3, 0.1)]
    assert numbers(queue(open_labels, by_people={}, most=9)) == [1, 2, 3, 0]


def test_two_that_are_as_likely_are_one_unsure_label() -> None:
    open_labels = [a_label(0, 0.8), a_label(1, 0.8, second=0.79)]
    assert numbers(queue(open_labels, by_people={}, most=9)) == [1, 0]


def test_categories_with_few_labels_come_first() -> None:
    open_labels = [a_label(0, 0.6), a_label(1, 0.6, category="retainer")]
    assert numbers(queue(open_labels, by_people={"urgency": 8}, most=9)) == [1, 0]


def test_what_is_like_another_waits() -> None:
    open_labels = [
        a_label(0, 0.5, vector=(9, 0, 0)),
        a_label(1, 0.5, vector=(9, 1, 0)),
        a_label(2, 0.55, vector=(0, 9, 0)),
    ]
    assert numbers(queue(open_labels, by_people={}, most=9)) == [0, 2, 1]


def test_what_is_like_a_settled_one_waits() -> None:
    open_labels = [
        a_label(0, 0.5, vector=(9, 0, 0)),
        a_label(1, 0.55, vector=(0, 9, 0)),
        a_label(2, settled=True, vector=(9, 0, 0)),
    ]
    assert numbers(queue(open_labels, by_people={}, most=9)) == [1, 0]


@given(labels, st.integers(0, 25))
def test_all_that_is_open_is_queued_once_and_always_alike(
    those: list[OpenLabel], most: int
) -> None:
    queued = queue(those, by_people={"urgency": 3}, most=most)
    still = {it.number for it in those if not it.is_settled}
    assert len(queued) == min(most, len(still))
    assert len(set(numbers(queued))) == len(queued)
    assert set(numbers(queued)) <= still
    assert queue(those, by_people={"urgency": 3}, most=most) == queued
    assert {*numbers(queue(those[::-1], by_people={}, most=99))} == still


@given(labels, st.integers(0, 40), st.floats(0, 20))
def test_no_more_are_wrong_than_are_open(
    those: list[OpenLabel], n_changed: int, expected: float
) -> None:
    queued = queue(those, by_people={}, most=50)
    told = outlook(those, queued, looked=Looked(n_changed=n_changed, expected=expected))
    assert 0 <= told.wrong <= told.n_open
    assert 0 <= told.soon <= min(20, len(queued))
    assert told.n_open + told.n_settled == len(those)


def test_scores_say_how_many_are_wrong_and_when_that_is_enough() -> None:
    unsure = [a_label(n, 0.6) for n in range(10)]
    told = outlook(unsure, unsure, looked=Looked())
    assert told.wrong == pytest.approx(4)
    assert not told.is_enough
    sure = [a_label(n, 0.97) for n in range(10)]
    assert outlook(sure, sure, looked=Looked()).is_enough
    assert outlook([], [], looked=Looked()).is_enough


def test_who_finds_more_mistakes_than_scores_say_is_told_of_more() -> None:
    assert Looked(n_changed=0, expected=0).factor == 1
    assert Looked(n_changed=20, expected=10).factor == pytest.approx(1.5)
    assert Looked(n_changed=0, expected=10).factor == pytest.approx(0.5)


def test_labels_are_read_with_their_vectors_and_settled_by_people(tmp_path: Path) -> None:
    call = a_long_call(n_turns=16)
    places = Places(call)
    with Archive.open(an_archive(tmp_path / "calls.db", call)) as archive:
        key = call.session.id
        was = call.advice[0].labels[0]
        span = places.span(call.advice[0])
        same = LabelAdvice(start=span[0], end=span[1], categories=(was.category,))
        archive.correct(key, same, by="kd")
        span = places.span(call.advice[1])
        archive.correct(
            key, RejectAdvice(start=span[0], end=span[1]), by="kd", again=lambda _, p: p
        )
        span = places.span(call.exchanges[0])
        archive.correct(key, SetProblem(start=span[0], end=span[1], category="mindset"), by="kd")
        with archive.reading() as connection:
            those, by_people = read_labels(connection), labels_by_people(connection)
        made = archive.corrections()
    assert [it.is_settled for it in those] == [True, *[False] * 4, True]
    assert those[0].vector is not None
    assert by_people == {was.category: 1, "mindset": 1}
    looked = looked_at(made)
    assert looked.n_changed == 2
    expected = sum(1 - it.labels[0].score for it in call.advice[:2]) + 0.3
    assert looked.expected == pytest.approx(expected)
