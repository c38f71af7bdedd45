from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analyzer.records import SegmentKind, Session
from analyzer.segment.exchanges import find_exchanges
from analyzer.segment.handovers import find_handovers
from tests.builders import a_call, whole_turns

CASE = "They froze the role in May and nobody calls me back any more."


def a_clinic(*, call: str = "Good. Bo, what did you bring?", chimes: bool = False) -> Session:
    lines = ["Mike: Ana, begin."]
    lines += [f"Ana: {CASE}", "Mike: Who froze it?"] * 5
    lines += [f"Mike: {call}"]
    lines += [f"Bo: {CASE}", "Mike: And then?"] * 5
    if chimes:
        lines.insert(4, "Bo: Same here.")
    return a_call(*lines, clients=("Ana", "Bo"))


def starts(session: Session) -> tuple[int, ...]:
    return find_handovers(session, whole_turns(session))


def test_an_asker_who_is_called_by_name_and_then_leads_begins_a_matter() -> None:
    assert starts(a_clinic()) == (1, 12)


def test_a_nickname_or_a_second_name_does_not_hide_the_first() -> None:
    lines = ["Mike: bo?", f"Bo's iPhone: {CASE}", "Mike: Yes?", "Bo's iPhone: That is it."]
    assert starts(a_call(*lines, clients=("Bo's iPhone",))) == (1,)


def test_who_was_not_called_begins_none() -> None:
    assert starts(a_clinic(call="Good. Who is next?")) == (1,)


def test_a_word_put_in_by_another_begins_none() -> None:
    assert starts(a_clinic(chimes=True)) == (1, 13)


def test_an_asker_who_comes_back_begins_another() -> None:
    lines = [
        line
        for name in ("Ana", "Bo", "Ana")
        for line in (f"Mike: {name}, please.", *[f"{name}: {CASE}", "Mike: Why?"] * 4)
    ]
    assert starts(a_call(*lines, clients=("Ana", "Bo"))) == (1, 10, 19)


def test_a_handover_begins_an_exchange_where_the_scores_say_nothing() -> None:
    session = a_clinic()
    sentences = whole_turns(session)
    kinds = [SegmentKind.EXPLORATION] * len(sentences)
    scores = np.zeros(len(sentences))
    exchanges = find_exchanges(session, sentences, kinds=kinds, starts=scores)
    assert [exchange.first for exchange in exchanges] == [1, 12]


def test_a_likely_start_just_before_stands_and_no_second_is_made() -> None:
    session = a_clinic()
    sentences = whole_turns(session)
    kinds = [SegmentKind.EXPLORATION] * len(sentences)
    scores = np.zeros(len(sentences))
    scores[[0, 11]] = 0.9
    exchanges = find_exchanges(session, sentences, kinds=kinds, starts=scores)
    assert [exchange.first for exchange in exchanges] == [0, 11]


@given(st.lists(st.sampled_from(["Mike: Ana?", "Mike: Bo?", f"Ana: {CASE}", f"Bo: {CASE}"])))
def test_handovers_rise_and_are_turns_of_clients(lines: list[str]) -> None:
    session = a_call("Mike: Hi.", *lines, clients=("Ana", "Bo"))
    found = starts(session)
    assert list(found) == sorted(set(found))
    assert all(session.turns[place].speaker != 0 for place in found)
