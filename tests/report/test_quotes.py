from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.records import Move, Quote
from analyzer.report import quotes
from analyzer.report.quotes import Found
from tests.report.sessions import build_analysis, hr_call

WORDS = st.text(alphabet="ab ,.;:!?…—’“”שλ日\n", max_size=400)


@given(WORDS, st.integers(min_value=1, max_value=30))
def test_a_cut_quotation_is_the_beginning_of_what_was_said(text: str, most: int) -> None:
    shown, goes_on = quotes.cut(text, most)
    assert text.strip().startswith(shown)
    assert goes_on == (shown != text.strip())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("One two. Three four five six.", "One two.", id="at the end of a sentence"),
        pytest.param(
            "“One two.” Three four five six.", "“One two.”", id="with its closing quotation mark"
        ),
        pytest.param("One two, three four five six.", "One two,", id="at the end of a clause"),
        pytest.param("one two three four five six", "one two three four", id="at a word"),
    ],
)
def test_a_long_quotation_is_cut_where_it_hurts_least(text: str, shown: str) -> None:
    assert quotes.cut(text, most_words=4) == (shown, True)


def test_words_without_spaces_are_bounded_by_letters() -> None:
    shown, goes_on = quotes.cut("日" * 5000)
    assert goes_on
    assert len(shown) < 1000


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(
            "Ring the plant manager before you write to anybody in the people office.",
            "Ring him.",
            id="long enough rather than short",
        ),
        pytest.param(
            "Ring the plant manager before you write to anybody in the people office.",
            "ring the plant manager before you write to anybody in the people",
            id="whole rather than a fragment",
        ),
        pytest.param(
            "Managers answer their own phone before eight in the morning, nearly always.",
            "And that answers their own phone before eight in the morning, nearly always.",
            id="by itself rather than leaning back",
        ),
        pytest.param(
            "Ring the plant manager before you write to anybody in the people office.",
            " ".join(["Ring the plant manager and write it down."] * 20),
            id="readable rather than endless",
        ),
    ],
)
def test_words_that_stand_alone_are_preferred(better: str, worse: str) -> None:
    assert quotes.stands_alone(better) > quotes.stands_alone(worse)


def test_a_short_quote_takes_in_its_neighbours_of_the_same_turn() -> None:
    analysis = build_analysis(
        [
            ("Ines", Move.SITUATION, "", "It froze."),
            ("Mara", Move.DIRECTIVE, "manager-first", "Call him."),
            ("Mara", Move.RATIONALE, "manager-first", "He goes home late because of that chair."),
            ("Ines", Move.COMMITMENT, "", "I will."),
        ]
    )
    advice = analysis.advice[0]
    wide = quotes.widened(analysis, advice.quote, first=advice.first, end=advice.end)
    assert analysis.text_of(wide) == "Call him. He goes home late because of that chair."
    narrow = quotes.widened(analysis, advice.quote, first=advice.first, end=advice.first + 1)
    assert analysis.text_of(narrow) == "Call him."


def test_the_best_quotes_come_from_as_many_sessions_as_there_are() -> None:
    long = "Ring the manager at {} before you write another line to anybody."
    analyses = [
        build_analysis(
            [
                ("Ines", Move.SITUATION, "", "It is frozen."),
                ("Mara", Move.DIRECTIVE, "manager-first", long.format(f"A{number}")),
                ("Ines", Move.OTHER, "", "Hm."),
                ("Mara", Move.DIRECTIVE, "manager-first", long.format(f"B{number}")),
            ]
        )
        for number in range(3)
    ]
    found = [
        Found(analysis=analysis, quote=advice.quote, score=0.9 - place / 10)
        for place, analysis in enumerate(analyses)
        for advice in analysis.advice
    ]
    assert len({one.session_id for one in quotes.best(found, 3)}) == 3
    assert len(quotes.best(found, 4)) == 4
    assert quotes.best(reversed(found), 4) == quotes.best(found, 4)


def test_the_same_words_are_not_shown_twice() -> None:
    lines = [
        ("Ines", Move.SITUATION, "", "It is frozen."),
        ("Mara", Move.DIRECTIVE, "manager-first", "Ring the manager!"),
    ]
    analyses = [build_analysis(lines, path=path) for path in ("a.txt", "b.txt")]
    found = [Found(analysis=one, quote=one.advice[0].quote, score=0.5) for one in analyses]
    assert len(quotes.best(found, 2)) == 1


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=7), st.integers(min_value=1, max_value=40))
def test_the_context_is_verbatim_and_leaves_no_word_out(place: int, length: int) -> None:
    analysis = build_analysis(hr_call("Ines", "Larkfield", 12))
    sentence = analysis.sentences[place]
    end = min(sentence.end, sentence.start + length)
    text = analysis.session.turns[sentence.turn].text
    shown = text[sentence.start : end].strip()
    quote = Quote(turn=sentence.turn, start=sentence.start, end=sentence.end)
    before, after = quotes.around(analysis, quotes.place_of(analysis, quote, shown=shown))
    for span in (*before, *after):
        assert analysis.text_of(span).strip() in analysis.session.turns[span.turn].text
    same_turn = [analysis.text_of(span) for span in before if span.turn == quote.turn]
    rest = [analysis.text_of(span) for span in after if span.turn == quote.turn]
    assert "".join([*same_turn, " ", shown, *rest]).replace(" ", "") in text.replace(" ", "")


@given(st.sets(st.integers(min_value=0, max_value=50)))
def test_runs_hold_every_number_once(numbers: set[int]) -> None:
    runs = quotes.runs(sorted(numbers))
    assert [number for first, end in runs for number in range(first, end)] == sorted(numbers)
    assert all(end < later for (_, end), (later, _) in pairwise(runs))
