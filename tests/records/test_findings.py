from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import SessionError
from analyzer.records import Advice, Analysis, Exchange, Quote, Segment, SegmentKind, Sentence
from tests.builders import (
    a_label,
    a_session,
    an_advice,
    an_analysis,
    an_exchange,
    an_uptake,
    sentences_of,
)

BEYOND = [(-1, 1), (0, 0), (3, 2), (0, 6), (5, 6)]


def a_segment(first: int = 0, end: int = 5, *, exchange: int | None = 0) -> Segment:
    return Segment(first=first, end=end, kind=SegmentKind.ADVICE, exchange=exchange)


def changed(**fields: object) -> Analysis:
    return replace(an_analysis(), **fields)  # type: ignore[arg-type] # any field, right or wrong


@pytest.mark.parametrize(("first", "end"), BEYOND)
@pytest.mark.parametrize("make", [an_exchange, a_segment, an_advice])
def test_a_finding_outside_the_sentences_is_refused(make: type, first: int, end: int) -> None:
    finding = make(first=first, end=end)
    name = {Exchange: "exchanges", Segment: "segments", Advice: "advice"}[type(finding)]
    with pytest.raises(SessionError, match=r"session 0123456789ab: .* is outside 5 sentences"):
        changed(**{name: (finding,)})


@pytest.mark.parametrize(
    "span",
    [(3, 0, 1), (-1, 0, 1), (0, 0, 41), (0, 5, 5), (0, 6, 5), (0, -1, 5)],
    ids=["no turn", "before the first turn", "too long", "empty", "backwards", "before the text"],
)
def test_a_sentence_or_a_quote_outside_the_text_is_refused(span: tuple[int, int, int]) -> None:
    turn, start, end = span
    quote = Quote(turn=turn, start=start, end=end)
    wrong: list[dict[str, object]] = [
        {"sentences": (Sentence(turn=turn, start=start, end=end),) * 5},
        {"exchanges": (an_exchange(quote=quote),)},
        {"advice": (an_advice(quote=quote),)},
        {"advice": (an_advice(uptake=replace(an_uptake(), quote=quote)),)},
    ]
    for fields in wrong:
        with pytest.raises(SessionError, match=r"names a turn that is not there|outside the text"):
            changed(**fields)


@pytest.mark.parametrize("exchange", [-1, 1, 7])
def test_a_segment_or_an_advice_of_no_exchange_there_is_is_refused(exchange: int) -> None:
    for name, finding in (
        ("segments", a_segment(exchange=exchange)),
        ("advice", an_advice(exchange=exchange)),
    ):
        with pytest.raises(SessionError, match="names none of the 1 exchanges"):
            changed(**{name: (finding,)})


@pytest.mark.parametrize("asker", [-1, 2])
def test_an_asker_who_is_no_speaker_is_refused(asker: int) -> None:
    with pytest.raises(SessionError, match="names none of the 2 speakers"):
        changed(exchanges=(an_exchange(asker=asker),))


@pytest.mark.parametrize("spans", [[(0, 3), (2, 5)], [(3, 5), (0, 3)], [(0, 5), (0, 5)]])
def test_exchanges_that_overlap_or_stand_out_of_order_are_refused(
    spans: list[tuple[int, int]],
) -> None:
    exchanges = tuple(an_exchange(first=first, end=end) for first, end in spans)
    with pytest.raises(SessionError, match="begins before the last one ends"):
        changed(exchanges=exchanges)


def test_an_advice_carries_at_most_two_labels() -> None:
    labels = tuple(a_label(name) for name in ("urgency", "retainer", "own-words"))
    for few in ((), labels[:1], labels[:2]):
        assert changed(advice=(an_advice(labels=few),)).advice[0].labels == few
    with pytest.raises(SessionError, match="carries more than 2 labels"):
        changed(advice=(an_advice(labels=labels),))


def test_advice_and_parts_may_belong_to_nobody() -> None:
    analysis = changed(
        exchanges=(), segments=(a_segment(exchange=None),), advice=(an_advice(exchange=None),)
    )
    assert analysis.advice[0].exchange is None


@given(text=st.text().filter(str.strip), data=st.data())
def test_a_quotation_is_the_text_between_its_ends_whatever_the_text(
    text: str, data: st.DataObject
) -> None:
    end = data.draw(st.integers(1, len(text)))
    start = data.draw(st.integers(0, end - 1))
    session = a_session(talk=[(0, text)])
    quote = Quote(turn=0, start=start, end=end)
    analysis = replace(
        an_analysis(),
        session=session,
        sentences=(),
        exchanges=(),
        segments=(),
        advice=(),
    )
    assert analysis.text_of(quote) == text[start:end]


def test_the_words_of_sentences_can_be_had() -> None:
    analysis = an_analysis()
    assert [analysis.text_of(it) for it in sentences_of(analysis.session)][1:3] == [
        "What can I do?",
        "Ask the manager whose budget it is.",
    ]
