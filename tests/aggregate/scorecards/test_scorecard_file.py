"""Scorecard files: what is in them, and mistakes named by line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.aggregate.scorecards import (
    Count,
    Show,
    load_scorecard,
    parse_scorecard,
    scorecard_template,
    shipped_scorecards,
)
from analyzer.aggregate.scorecards.records import EVERYONE
from analyzer.errors import ScorecardError
from analyzer.records import Move, Role, SegmentKind
from analyzer.settings import PACKAGE

GOOD = """\
name = "tea"
version = "1"
title = "Tea"
about = "How tea is poured."

[[measure]]
id = "questions"
name = "Questions"
definition = "What is asked."
count = "sentences"
by = ["coach", "other"]
in = ["exploration"]
moves = ["question-open"]
fewest_words = 3

[[measure]]
id = "share"
name = "Share"
definition = "Who talks."
count = "words"
by = "coach"
of = "everyone"

[[measure]]
id = "longest"
name = "Longest"
definition = "The longest."
count = "longest-turn"
of = "questions"
"""


def test_a_file_is_read_as_it_says() -> None:
    card = parse_scorecard(GOOD, path="tea.toml")
    assert card.label == "tea 1"
    questions, share, longest = card.measures
    assert questions.by == (Role.COACH, Role.OTHER)
    assert questions.segments == (SegmentKind.EXPLORATION,)
    assert questions.moves == (Move.QUESTION_OPEN,)
    assert (questions.fewest_words, questions.show) == (3, Show.NUMBER)
    assert (share.of, share.show) == (EVERYONE, Show.SHARE)
    assert (longest.count, longest.of, longest.show) == (
        Count.LONGEST_TURN,
        "questions",
        Show.RATIO,
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('version = "1"', "version = 1", 2, "version of the scorecard is 1, not a text. Put it in"),
        ('version = "1"', "version = one", 2, "not valid TOML: invalid value."),
        ('title = "Tea"\n', "", None, "the scorecard has no title. Add a line title"),
        ('name = "tea"', 'name = "My tea"', 1, "Use small letters, digits and single hyphens"),
        ("[[measure]]", "[[measures]]", 6, "unknown key 'measures'. Did you mean 'measure'?"),
        ('id = "share"', 'id = "questions"', 17, "id 'questions' is given twice."),
        ("definition", "defintion", 9, "unknown key 'defintion'. Did you mean 'definition'?"),
        ('"sentences"', '"sentence"', 10, "is not known. Did you mean 'sentences'?"),
        ('by = "coach"', 'by = "coaches"', 21, "Did you mean 'coach'? Allowed: coach, client"),
        ('["exploration"]', '["explore"]', 12, "in 'explore' of measure 'questions' is not known."),
        ('["question-open"]', '["question"]', 13, "moves 'question' of measure 'questions'"),
        ('["question-open"]', "7", 13, "moves of measure 'questions' is 7, not a list of texts."),
        ("fewest_words = 3", "fewest_words = 0", 14, "not a number from 1 on"),
        ("fewest_words = 3", "dated = 1", 14, "dated of measure 'questions' is 1, not true or"),
        ('count = "words"', 'count = "words"\ndated = true', 21, "which dated cannot narrow down"),
        ('of = "everyone"', 'of = "every"', 22, "measure 'share' is set against 'every'."),
        ('of = "questions"', 'of = "question"', 29, "Did you mean 'questions'?"),
        ('of = "questions"', 'of = "share"', 29, "a measure of this card without of: questions."),
        ('of = "questions"', 'of = "everyone"', 29, "has no share of everyone's. Say whose"),
        ('of = "everyone"', 'show = "share"', 22, "'share', and of is not given. Name in of"),
        ('of = "everyone"', 'of = "everyone"\nshow = "number"', 23, "and of is 'everyone'."),
        ('of = "everyone"', 'show = "grade"', 22, "show 'grade' of measure 'share' is not known."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_line(old: str, new: str, line: int | None, message: str) -> None:
    assert old in GOOD
    with pytest.raises(ScorecardError) as caught:
        parse_scorecard(GOOD.replace(old, new, 1), path="tea.toml")
    assert message in str(caught.value)
    assert caught.value.path == "tea.toml"
    assert caught.value.line == line


def test_a_card_without_measures_is_none() -> None:
    with pytest.raises(ScorecardError, match="no measures"):
        parse_scorecard(GOOD[: GOOD.index("[[")], path="tea.toml")


def test_a_card_that_is_not_there_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ScorecardError, match="Did you mean 'conversation-balance'"):
        load_scorecard("conversation-balanced")
    with pytest.raises(ScorecardError, match="there is no such scorecard file"):
        load_scorecard(tmp_path / "gone.toml")
    with pytest.raises(ScorecardError, match="this is a folder, not a scorecard file"):
        load_scorecard(tmp_path)


@pytest.mark.parametrize("name", shipped_scorecards())
def test_shipped_cards_say_what_each_number_means(name: str) -> None:
    card = load_scorecard(name)
    assert card.name == name
    assert all(it.definition.endswith(".") for it in card.measures)
    assert len({it.name for it in card.measures}) == len(card.measures)


def test_the_file_to_begin_with_is_a_right_one_and_explains_every_key(tmp_path: Path) -> None:
    from analyzer.aggregate.scorecards.scorecard_file import MEASURE_KEYS

    text = scorecard_template("my-card")
    place = tmp_path / "my-card.toml"
    place.write_text(text, encoding="utf-8")
    assert load_scorecard(place).name == "my-card"
    for word in (*MEASURE_KEYS, *(it.value for it in (*Count, *Show, *Move, *SegmentKind))):
        assert word in text
    with pytest.raises(ScorecardError, match="my-card"):
        scorecard_template("My card")


def test_the_card_that_the_readme_shows_is_a_right_one() -> None:
    from analyzer.aggregate.scorecards.scorecard_file import MEASURE_KEYS

    text = (PACKAGE / "scorecards" / "README.md").read_text(encoding="utf-8")
    (card,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert parse_scorecard(card, path="my-card.toml").name == "my-card"
    for word in (*MEASURE_KEYS, *Count, *Show):
        assert f"`{word}`" in text
