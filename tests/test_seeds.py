"""Two published documents that lie beside the checkout on the machines where this is built.

They are not part of the repository; what they show is tested where they are.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.pipeline import Models, analyze_session
from analyzer.read import read_session
from analyzer.records import Advice, Analysis, Pack, Role, SegmentKind

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def analysed(number: str, *, pack: Pack, models: Models) -> Analysis:
    paths = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not paths:
        pytest.skip(f"document {number} is not beside this checkout (looked in {SEEDS})")
    return analyze_session(read_session(paths[0]), pack=pack, models=models)


@pytest.fixture(scope="module")
def call(recruiting: Pack, shipped: Models) -> Analysis:
    """A coaching call as published: a written question, the talk, a lesson, offers."""
    return analysed("004", pack=recruiting, models=shipped)


@pytest.fixture(scope="module")
def article(recruiting: Pack, shipped: Models) -> Analysis:
    """An article about talking to HR, with comments by three readers."""
    return analysed("000", pack=recruiting, models=shipped)


def kind_of(analysis: Analysis, index: int) -> SegmentKind:
    return next(it.kind for it in analysis.segments if it.first <= index < it.end)


def with_category(analysis: Analysis, category: str) -> list[Advice]:
    return [it for it in analysis.advice if category in {label.category for label in it.labels}]


def index_of(analysis: Analysis, words: str) -> int:
    """The one sentence that holds these words."""
    (index,) = (n for n, it in enumerate(analysis.sentences) if words in analysis.text_of(it))
    return index


def test_who_coaches_and_who_asks_is_told(call: Analysis) -> None:
    roles = {speaker.name: speaker.role for speaker in call.session.speakers}
    assert roles == {"Mike": Role.COACH, "Jen": Role.CLIENT}
    names = [it.name for it in call.session.speakers]
    assert [it.asker for it in call.exchanges] == [names.index("Jen")]


def test_the_written_question_is_the_first_turn_and_the_talk_follows(call: Analysis) -> None:
    first, *talk = call.session.turns
    assert call.session.speakers[first.speaker].name == "Jen"
    assert "How can I push" in first.text
    assert len(talk) == 24
    assert talk[0].text == "Hey Mike."
    assert talk[-1].text.startswith("Thank you, Jen. Great hearing")
    in_question = [n for n, it in enumerate(call.sentences) if it.turn == 0]
    assert {kind_of(call, n) for n in in_question} == {SegmentKind.QUESTION}


def test_what_follows_the_goodbye_is_the_takeaway(call: Analysis) -> None:
    goodbye = index_of(call, "Great hearing")
    rest = range(goodbye + 1, len(call.sentences))
    others = {
        call.text_of(call.sentences[n]): kind_of(call, n)
        for n in rest
        if kind_of(call, n) is not SegmentKind.TAKEAWAY
    }
    # What is said to the client in parting may count as either.
    assert len(rest) > 5
    assert len(others) <= 1
    assert set(others.values()) <= {SegmentKind.CLOSING}


def test_offers_and_the_photographer_are_outside_and_so_is_the_editors_note(
    call: Analysis,
) -> None:
    outside = call.session.outside
    offers = [it.text for it in outside if it.kind is SegmentKind.PROMOTION]
    assert any(it.startswith("P.S.") for it in offers)
    assert sum(it[:2] in {"1.", "2.", "3.", "4."} for it in offers) == 4
    assert any("Unsplash" in it for it in offers)
    assert [it.kind for it in outside if "coaching call" in it.text] == [SegmentKind.FRONT]
    assert not any("Unsplash" in turn.text for turn in call.session.turns)


@pytest.mark.parametrize(
    ("category", "about"),
    [
        ("pain-uncovering", ("pain", "consequences")),
        ("locus-of-control", ("locus of control", "budget")),
        ("off-the-record-voicemail", ("voicemail",)),
    ],
)
def test_the_advice_of_the_call_is_found_and_quoted_verbatim(
    call: Analysis, category: str, about: tuple[str, ...]
) -> None:
    advice = with_category(call, category)
    assert advice
    quotes = [call.text_of(it.quote) for it in advice]
    turns = [call.session.turns[it.quote.turn] for it in advice]
    assert all(quote in turn.text for quote, turn in zip(quotes, turns, strict=True))
    assert {call.session.speakers[turn.speaker].name for turn in turns} == {"Mike"}
    assert any(word in quote for quote in quotes for word in about)


def test_words_with_a_blank_to_fill_in_lie_in_advice_that_is_a_script(call: Analysis) -> None:
    index = index_of(call, "fill in the blank")
    around = [it for it in call.advice if it.first <= index < it.end]
    assert [it.script for it in around] == [True]


def test_the_problem_of_both_is_hr_in_the_way(call: Analysis, article: Analysis) -> None:
    for analysis in (call, article):
        assert [it.problem and it.problem.category for it in analysis.exchanges] == ["hr-blocking"]


@pytest.mark.parametrize("category", ["manager-first", "hr-partnership"])
def test_the_advice_of_the_article_is_found(article: Analysis, category: str) -> None:
    assert with_category(article, category)


def test_three_readers_comment_and_nobody_asks(article: Analysis) -> None:
    comments = [it for it in article.segments if it.kind is SegmentKind.COMMENTS]
    turns = sorted({article.sentences[n].turn for it in comments for n in range(it.first, it.end)})
    assert turns == [1, 2, 3]
    readers = [article.session.turns[turn].speaker for turn in turns]
    assert len(set(readers)) == 3
    assert {article.session.speakers[reader].role for reader in readers} == {Role.OTHER}
    assert [it.asker for it in article.exchanges] == [None]


def test_the_notice_of_the_next_part_is_in_no_advice(article: Analysis) -> None:
    notices = [it for it in article.session.outside if "Part III" in it.text]
    spoken = [n for n, it in enumerate(article.sentences) if "Part III" in article.text_of(it)]
    assert len(notices) + len(spoken) == 1
    assert not any(it.first <= n < it.end for it in article.advice for n in spoken)
