from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.records import Exchange, Role, SegmentKind, Sentence, Session, Speaker
from analyzer.records.scores import Matrix
from analyzer.segment.exchanges import (
    BETWEEN,
    LIKELY_START,
    SHORTEST,
    _likely_starts,
    find_exchanges,
)
from tests.builders import a_call, a_session, whole_turns
from tests.effort import IN_PROPORTION, effort_of, growth

TALK, HOUSEKEEPING = SegmentKind.EXPLORATION, SegmentKind.LOGISTICS
N_SPEAKERS = 4


def found(
    session: Session, kinds: list[SegmentKind], starts: list[float] | Matrix | None = None
) -> tuple[Exchange, ...]:
    likely = np.zeros(len(kinds)) if starts is None else np.array(starts)
    return find_exchanges(session, whole_turns(session), kinds=kinds, starts=likely)


def two_askers(n_each: int = 10) -> Session:
    lines = [f"{name}: This is my case." for name in ("Ana", "Bo") for _ in range(n_each)]
    return a_call("Mike: Welcome.", *lines, clients=("Ana", "Bo"))


def starts_at(count: int, *places: int) -> list[float]:
    return [0.9 if place in places else 0.0 for place in range(count)]


def test_one_client_has_one_matter_however_likely_another_start_is() -> None:
    session = a_call("Mike: Hi.", *["Ana: My case.", "Mike: Go on."] * 10)
    (exchange,) = found(session, [TALK] * 21, starts_at(21, 0, 10))
    assert (exchange.first, exchange.end, exchange.asker) == (0, 21, 1)


def test_an_asker_who_opens_the_call_again_after_its_close_brings_a_second_matter() -> None:
    session = a_call("Mike: Hi.", *["Ana: My case.", "Mike: Go on."] * 15)
    advice, closing = SegmentKind.ADVICE, SegmentKind.CLOSING
    kinds = [TALK] * 6 + [advice] * 8 + [closing] * 2 + [HOUSEKEEPING] + [TALK] * 5 + [advice] * 9
    exchanges = found(session, kinds)
    assert [(it.first, it.end, it.asker) for it in exchanges] == [(0, 16, 1), (17, 31, 1)]


@pytest.mark.parametrize(
    "after",
    [
        [TALK] * 12,  # nothing is advised any more
        [SegmentKind.ADVICE] * 12,  # the coach adds something
    ],
)
def test_what_follows_the_close_of_a_call_is_seldom_another_matter(
    after: list[SegmentKind],
) -> None:
    session = a_call("Mike: Hi.", *["Ana: My case.", "Mike: Go on."] * 15)
    before = [TALK] * 6 + [SegmentKind.ADVICE] * 8 + [SegmentKind.CLOSING] * 2
    kinds = (before + after)[: len(session.turns)]
    kinds += [SegmentKind.CLOSING] * (len(session.turns) - len(kinds))
    assert len(found(session, kinds)) == 1


def test_each_asker_gets_a_matter_from_the_likely_start_on() -> None:
    exchanges = found(two_askers(), [TALK] * 21, starts_at(21, 1, 11))
    assert [(it.first, it.end, it.asker) for it in exchanges] == [(1, 11, 1), (11, 21, 2)]


def test_housekeeping_at_the_end_of_a_matter_belongs_to_nobody() -> None:
    kinds = [TALK] * 21
    kinds[9] = kinds[10] = kinds[20] = HOUSEKEEPING
    exchanges = found(two_askers(), kinds, starts_at(21, 1, 11))
    assert [(it.first, it.end) for it in exchanges] == [(1, 9), (11, 20)]


def test_a_matter_of_less_than_eight_sentences_is_none_beside_another() -> None:
    exchanges = found(two_askers(n_each=9), [TALK] * 19, starts_at(19, 1, 13))
    assert [(it.first, it.end, it.asker) for it in exchanges] == [(1, 13, 1)]


def test_the_only_matter_may_be_short() -> None:
    session = a_call("Ana: How do I get past HR?", "Mike: Go to the manager.")
    assert [(it.first, it.end) for it in found(session, [TALK] * 2)] == [(0, 2)]


def test_the_matter_of_an_article_has_no_asker() -> None:
    session = a_call("Mike: People love routines.", "Mike: So do clients.")
    assert [it.asker for it in found(session, [TALK] * 2)] == [None]


def test_who_says_most_asks_and_of_equals_the_one_who_stands_first() -> None:
    session = a_call("Ana: Yes.", "Bo: It is my case, all of it.", clients=("Ana", "Bo"))
    assert [it.asker for it in found(session, [TALK] * 2)] == [1]
    session = a_call("Ana: Yes.", "Bo: Yes.", clients=("Ana", "Bo"))
    assert [it.asker for it in found(session, [TALK] * 2)] == [0]


@pytest.mark.parametrize("kind", sorted(BETWEEN))
def test_where_all_is_beside_the_talk_there_is_no_matter(kind: SegmentKind) -> None:
    assert found(two_askers(), [kind] * 21, starts_at(21, 1)) == ()


def test_no_sentences_no_matters() -> None:
    assert found(a_session(talk=[]), []) == ()


@st.composite
def scored(draw: st.DrawFn) -> tuple[Session, list[SegmentKind], list[float]]:
    count = draw(st.integers(1, 60))
    roles = draw(st.lists(st.sampled_from(Role), min_size=N_SPEAKERS, max_size=N_SPEAKERS))
    who = draw(st.lists(st.integers(0, N_SPEAKERS - 1), min_size=count, max_size=count))
    session = a_session(
        talk=[(speaker, "I have a case." * (1 + speaker)) for speaker in who],
        speakers=tuple(Speaker(name=f"S{n}", role=role) for n, role in enumerate(roles)),
    )
    kinds = st.sampled_from([TALK, TALK, SegmentKind.ADVICE, *SegmentKind])
    return (
        session,
        draw(st.lists(kinds, min_size=count, max_size=count)),
        draw(st.lists(st.floats(0, 1), min_size=count, max_size=count)),
    )


@given(case=scored())
def test_matters_are_disjoint_in_order_and_begin_and_end_inside_the_session(
    case: tuple[Session, list[SegmentKind], list[float]],
) -> None:
    session, kinds, starts = case
    exchanges = found(session, kinds, starts)
    assert all(before.end <= after.first for before, after in pairwise(exchanges))
    assert all(0 <= it.first < it.end <= len(kinds) for it in exchanges)
    assert all(kinds[it.end - 1] not in BETWEEN or it.end == it.first + 1 for it in exchanges)


@given(case=scored())
def test_only_a_client_who_speaks_in_a_matter_asks_it(
    case: tuple[Session, list[SegmentKind], list[float]],
) -> None:
    session, kinds, starts = case
    for exchange in found(session, kinds, starts):
        voices = {session.turns[n].speaker for n in range(exchange.first, exchange.end)}
        clients = {voice for voice in voices if session.speakers[voice].role is Role.CLIENT}
        assert exchange.asker in clients if clients else exchange.asker is None


@given(
    starts=st.lists(st.sampled_from([0.0, 0.39, 0.4, 0.5, 0.7, 1.0]), max_size=80),
    first=st.integers(0, 10),
)
def test_starts_are_taken_likeliest_first_and_never_within_eight_sentences(
    starts: list[float], first: int
) -> None:
    chosen: list[int] = []
    for index in sorted(range(first, len(starts)), key=lambda place: (-starts[place], place)):
        near = any(abs(index - other) < SHORTEST for other in chosen)
        if starts[index] >= LIKELY_START and not near:
            chosen.append(index)
    assert _likely_starts(np.array(starts), first=first) == sorted(chosen)


def test_a_long_session_with_a_start_everywhere_takes_effort_in_proportion() -> None:
    clients = tuple(Speaker(name=name, role=Role.CLIENT) for name in ("Ana", "Bo"))
    session = a_session(talk=[(0, "Mine."), (1, "Mine.")], speakers=clients)

    def effort(count: int) -> int:
        sentences = [Sentence(turn=n % 2, start=0, end=5) for n in range(count)]
        kinds, starts = [TALK] * count, np.full(count, 0.9)

        def work() -> None:
            exchanges = find_exchanges(session, sentences, kinds=kinds, starts=starts)
            assert len(exchanges) == count // SHORTEST

        return effort_of(work)

    assert growth(effort, few=800, many=8_000) < IN_PROPORTION
