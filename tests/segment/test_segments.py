from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.records import Exchange, Move, SegmentKind
from analyzer.records.scores import Matrix
from analyzer.segment.segments import KINDS, find_kinds, find_segments, settle_kinds
from tests.builders import a_call, a_session, an_exchange, whole_turns

ADVICE, CLOSING, QUESTION = SegmentKind.ADVICE, SegmentKind.CLOSING, SegmentKind.QUESTION
COMMENTS, EXPLORATION, PROMOTION = (
    SegmentKind.COMMENTS,
    SegmentKind.EXPLORATION,
    SegmentKind.PROMOTION,
)
kinds = st.lists(st.sampled_from(SegmentKind), min_size=1, max_size=30)


def rows(*best: dict[SegmentKind, float]) -> Matrix:
    return np.array([[row.get(kind, 0.0) for kind in KINDS] for row in best])


@st.composite
def parted(draw: st.DrawFn) -> tuple[list[SegmentKind], list[Exchange]]:
    found = draw(kinds)
    borders = sorted(draw(st.sets(st.integers(0, len(found)), max_size=5)))
    spans = [pair for pair in pairwise(borders) if draw(st.booleans())]
    return found, [an_exchange(first=first, end=end) for first, end in spans]


@given(case=parted())
def test_segments_cover_every_sentence_once_and_in_order(
    case: tuple[list[SegmentKind], list[Exchange]],
) -> None:
    found, exchanges = case
    segments = find_segments(found, exchanges=exchanges)
    assert [n for it in segments for n in range(it.first, it.end)] == list(range(len(found)))
    assert all(set(found[it.first : it.end]) == {it.kind} for it in segments)


@given(case=parted())
def test_a_segment_lies_in_one_matter_or_in_none_and_ends_where_something_changes(
    case: tuple[list[SegmentKind], list[Exchange]],
) -> None:
    found, exchanges = case
    segments = find_segments(found, exchanges=exchanges)
    for segment in segments:
        homes = {
            next((n for n, it in enumerate(exchanges) if it.first <= index < it.end), None)
            for index in range(segment.first, segment.end)
        }
        assert homes == {segment.exchange}
    assert all((a.kind, a.exchange) != (b.kind, b.exchange) for a, b in pairwise(segments))


def test_no_sentences_no_segments() -> None:
    assert find_segments([], exchanges=[]) == ()
    assert find_kinds(a_session(talk=[]), [], scores=np.zeros((0, len(KINDS)))) == ()
    assert settle_kinds([], exchanges=[], scores=np.zeros((0, len(KINDS)))) == ()


def test_a_sentence_belongs_to_its_likeliest_part() -> None:
    session = a_call("Ana: I am stuck.", "Mike: Call him.")
    scores = rows({EXPLORATION: 0.6, ADVICE: 0.4}, {EXPLORATION: 0.3, ADVICE: 0.7})
    assert find_kinds(session, whole_turns(session), scores=scores) == (EXPLORATION, ADVICE)


@pytest.mark.parametrize(
    ("share", "kind"), [(0.49, ADVICE), (0.5, ADVICE), (0.51, PROMOTION), (1.0, PROMOTION)]
)
def test_promotion_is_said_only_where_it_is_likelier_than_all_else(
    share: float, kind: SegmentKind
) -> None:
    session = a_call("Mike: Join us.")
    scores = rows({PROMOTION: share, ADVICE: (1 - share) / 2, CLOSING: (1 - share) / 3})
    assert find_kinds(session, whole_turns(session), scores=scores) == (kind,)


def test_promotion_is_said_only_of_a_run_in_which_some_sentence_sells() -> None:
    session = a_call(*["Mike: Awesome."] * 4)
    scores = rows(
        *[{PROMOTION: 0.7, CLOSING: 0.3}] * 2, {ADVICE: 1.0}, {PROMOTION: 0.7, CLOSING: 0.3}
    )
    moves = (Move.OTHER, Move.PROMOTION, Move.RATIONALE, Move.SOCIAL)
    found = find_kinds(session, whole_turns(session, *moves), scores=scores)
    assert found == (PROMOTION, PROMOTION, ADVICE, CLOSING)
    untagged = find_kinds(session, whole_turns(session), scores=scores)
    assert untagged == (PROMOTION, PROMOTION, ADVICE, PROMOTION)


def test_where_nobody_asks_there_is_no_question_as_written() -> None:
    scores = rows(*[{QUESTION: 0.6, CLOSING: 0.4}] * 2)
    article = [an_exchange(first=0, end=2, asker=None)]
    assert settle_kinds([QUESTION] * 2, exchanges=article, scores=scores) == (CLOSING, CLOSING)


def test_readers_of_an_article_write_comments_from_the_first_on() -> None:
    session = a_call("Mike: A post.", "Reader: Nice.", "Mike: Thanks.", others=("Reader",))
    scores = rows(*[{ADVICE: 1.0}] * 3)
    assert find_kinds(session, whole_turns(session), scores=scores) == (ADVICE, COMMENTS, COMMENTS)


@pytest.mark.parametrize(
    "lines",
    [
        ("Mike: Call.", "Ana: Yes.", "Jo: Me too."),
        ("Jo: Welcome all.", "Mike: Call."),
        ("Mike: Call.", "Who: Yes.", "Jo: Me too."),
    ],
    ids=["a client speaks", "the other begins", "somebody is unknown"],
)
def test_others_in_a_talk_are_no_readers(lines: tuple[str, ...]) -> None:
    session = a_call(*lines, others=("Jo",))
    scores = rows(*[{ADVICE: 1.0}] * len(lines))
    assert set(find_kinds(session, whole_turns(session), scores=scores)) == {ADVICE}


def test_no_question_as_written_follows_the_talk_about_it() -> None:
    found = [QUESTION, EXPLORATION, QUESTION, QUESTION]
    scores = rows(*[{QUESTION: 0.6, CLOSING: 0.3, ADVICE: 0.1}] * 4)
    whole = [an_exchange(first=0, end=4)]
    assert settle_kinds(found, exchanges=whole, scores=scores) == (
        QUESTION,
        EXPLORATION,
        CLOSING,
        CLOSING,
    )


def test_the_next_matter_may_begin_with_a_question_again() -> None:
    found = [QUESTION, EXPLORATION, QUESTION, EXPLORATION]
    scores = rows(*[{QUESTION: 0.6, CLOSING: 0.4}] * 4)
    two = [an_exchange(first=0, end=2), an_exchange(first=2, end=4)]
    assert settle_kinds(found, exchanges=two, scores=scores) == tuple(found)


@given(case=parted(), seed=st.integers(0, 99))
def test_settling_changes_questions_and_fronts_only_and_settles_for_good(
    case: tuple[list[SegmentKind], list[Exchange]], seed: int
) -> None:
    found, exchanges = case
    scores = np.random.default_rng(seed).dirichlet(np.ones(len(KINDS)), len(found))
    settled = settle_kinds(found, exchanges=exchanges, scores=scores)
    changed = {before for before, after in zip(found, settled, strict=True) if before != after}
    assert changed <= {QUESTION, SegmentKind.FRONT}
    assert settle_kinds(settled, exchanges=exchanges, scores=scores) == settled
