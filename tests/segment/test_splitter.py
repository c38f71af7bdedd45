from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.language import Language

from analyzer.records import Session
from analyzer.segment.sentences import split_sentences
from analyzer.segment.splitter import Splitter, cut_spans, open_places, words_with_places
from tests.builders import a_session
from tests.effort import IN_PROPORTION, effort_of, growth

SAID = "so i called him on monday and he said he would think about it "
TOLD = "So I called him on Monday. He said he would think about it. "
MARKS = (
    "so",
    "and",
    "He",
    "i'm",
    "4",
    "no.",
    "what?",
    "(laughs)",
    "–",
    "…",
    "!",
    "“",
    "♪",
    "\n",
    " ",
)
talks = st.lists(
    st.lists(st.sampled_from(MARKS), min_size=1, max_size=80)
    .map(" ".join)
    .filter(lambda text: bool(text.strip())),
    min_size=1,
    max_size=6,
)


class EveryFourth:
    """Cuts before every fourth word, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def borders(self, talk: Sequence[Sequence[str]]) -> list[list[int]]:
        self.asked += [list(words) for words in talk]
        return [list(range(4, len(words), 4)) for words in talk]


def no_splitter() -> Splitter:
    raise AssertionError("no model is needed here")


def talk_of(*texts: str) -> Session:
    return a_session(talk=[(number % 2, text) for number, text in enumerate(texts)])


def cut(session: Session, nlp: Language, splitter: Splitter) -> list[str]:
    found = split_sentences(session, nlp=nlp, splitter=lambda: splitter)
    return [session.turns[one.turn].text[one.start : one.end] for one in found]


@given(texts=talks)
@example(texts=["so " * 200, "what? no. " * 40])
def test_every_character_that_is_not_white_space_is_in_exactly_one_sentence(
    nlp: Language, texts: list[str]
) -> None:
    session = talk_of(*texts)
    inside: list[tuple[int, int]] = []
    for one in split_sentences(session, nlp=nlp, splitter=EveryFourth):
        text = session.turns[one.turn].text
        assert text[one.start : one.end].strip() == text[one.start : one.end] != ""
        inside += [(one.turn, place) for place in range(one.start, one.end)]
    assert inside == sorted(set(inside))
    assert set(inside) >= {
        (number, place)
        for number, turn in enumerate(session.turns)
        for place, letter in enumerate(turn.text)
        if not letter.isspace()
    }


@given(texts=talks)
@example(texts=["so " * 200])
def test_no_word_is_split_where_marks_are_missing(texts: list[str]) -> None:
    session = talk_of(*texts)
    for (first, end), text in (
        (span, turn.text)
        for turn, spans in zip(session.turns, open_places(texts), strict=True)
        for span in spans
    ):
        sentences = cut_spans([(text, (first, end))], splitter=EveryFourth())[0]
        for start, _ in sentences[1:]:
            assert text[start - 1].isspace()


@given(texts=st.lists(st.text(min_size=1), max_size=5) | talks)
def test_open_places_are_in_order_and_inside_the_texts(texts: list[str]) -> None:
    for text, spans in zip(texts, open_places(texts), strict=True):
        ends = [place for span in spans for place in span]
        assert ends == sorted(ends)
        assert all(0 <= start < end <= len(text) for start, end in spans)


def test_punctuated_talk_never_loads_a_model_and_comes_out_the_same(nlp: Language) -> None:
    session = talk_of(TOLD * 40, "Yeah", "and then he left " * 8 + "for good.", TOLD * 3)
    with_model = split_sentences(session, nlp=nlp, splitter=no_splitter)
    assert with_model == split_sentences(session, nlp=nlp)


def test_a_long_sentence_of_a_punctuated_talk_stays_whole(nlp: Language) -> None:
    session = talk_of(TOLD, "we went, " * 65 + "home.", TOLD)
    assert split_sentences(session, nlp=nlp, splitter=no_splitter) == split_sentences(
        session, nlp=nlp
    )


def test_a_talk_without_any_mark_is_cut_by_the_model(nlp: Language) -> None:
    model = EveryFourth()
    assert cut(talk_of(SAID * 2), nlp, model)[:2] == ["so i called him", "on monday and he"]
    assert model.asked == [(SAID * 2).split()]


def test_a_few_words_without_a_mark_are_one_sentence(nlp: Language) -> None:
    assert split_sentences(talk_of("so i called him"), nlp=nlp, splitter=no_splitter)


def test_turns_without_marks_are_cut_each_by_itself(nlp: Language) -> None:
    model = EveryFourth()
    cut(talk_of(SAID, "yeah", SAID), nlp, model)
    assert model.asked == [SAID.split(), ["yeah"], SAID.split()]


def test_only_the_stretch_without_marks_meets_the_model(nlp: Language) -> None:
    model = EveryFourth()
    found = cut(talk_of(TOLD * 10 + SAID * 12 + "bye. " + TOLD * 10), nlp, model)
    assert found[:20] == cut(talk_of(TOLD * 10), nlp, model)
    assert found[-20:] == found[:20]
    assert [" ".join(words) for words in model.asked] == [SAID * 12 + "bye."]


def test_beside_an_open_stretch_a_shorter_one_is_open_too() -> None:
    texts = [SAID * 12 + "right. " + SAID * 4 + "right. " + TOLD * 5]
    ((start, end),) = open_places(texts)[0]
    assert (start, texts[0][start:end].split()[-1]) == (0, "right.")
    assert texts[0][:end].count("right.") == 2
    alone = [TOLD * 3 + SAID * 4 + "right. " + TOLD * 5]
    assert open_places(alone) == ((),)


def test_a_question_mark_that_is_there_ends_a_sentence_whatever_follows(nlp: Language) -> None:
    class Never:
        def borders(self, talk: Sequence[Sequence[str]]) -> list[list[int]]:
            return [[] for _ in talk]

    text = SAID * 12 + "what did he say? he said no"
    assert cut(talk_of(text), nlp, Never())[-1] == "he said no"


@pytest.mark.parametrize(
    ("text", "words", "places"),
    [
        ("", [], []),
        ("yes no", ["yes", "no"], [0, 4]),
        ("yes – no", ["yes", "no"], [0, 4]),
        ("yes . no", ["yes", "no"], [0, 6]),
        (">> yes", ["yes"], [0]),
        ("♪ ♪", [], []),
    ],
)
def test_a_lone_mark_goes_with_a_word(text: str, words: list[str], places: list[int]) -> None:
    assert words_with_places(text, (0, len(text))) == (words, places)


@pytest.mark.parametrize("unit", ["! ", "!", "mr. ", "x? ", '?" ', "a ", "“ "])
def test_places_are_found_with_effort_in_proportion_to_length(unit: str) -> None:
    def effort(times: int) -> int:
        text = unit * times

        def work() -> None:
            open_places([text])
            cut_spans([(text.strip() or "a", (0, len(text.strip()) or 1))], splitter=EveryFourth())

        return effort_of(work)

    assert growth(effort, few=500, many=5_000) < IN_PROPORTION


def test_the_speaker_does_not_matter(nlp: Language) -> None:
    session = talk_of(SAID * 6, SAID * 6)
    alone = replace(session, turns=tuple(replace(turn, speaker=0) for turn in session.turns))
    assert cut(session, nlp, EveryFourth()) == cut(alone, nlp, EveryFourth())
