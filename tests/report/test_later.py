from __future__ import annotations

import datetime as dt

from analyzer.records import Analysis, Move
from analyzer.report import moments
from analyzer.report.later import Later
from tests.report.sessions import build_analysis


def session(day: int, *words: str) -> Analysis:
    return build_analysis(
        [("Ines", Move.COMMITMENT, "", one) for one in words],
        held_on=dt.date(2024, 3, day),
        path=f"{day}.txt",
    )


FIRST = session(1, "I will tell Yolanda that I do switchgear at the supplier breakfast.")
ECHO = session(
    8,
    "The rain has not stopped here since your last call, and the roof leaks.",
    "I stood at that breakfast, and I never did ask Yolanda about the money.",
)
SILENCE = session(8, "The rain has not stopped here since your last call, and the roof leaks.")


def test_rare_words_in_common_show_where_something_comes_up_again() -> None:
    later = Later([FIRST, ECHO])
    [agreed] = moments.commitments(FIRST)
    found = later.found(agreed)
    assert later.has_later(agreed)
    assert found is not None
    assert "I never did ask Yolanda" in found.text
    assert found.analysis is ECHO


def test_nothing_is_found_in_talk_about_something_else() -> None:
    [agreed] = moments.commitments(FIRST)
    assert Later([FIRST, SILENCE]).found(agreed) is None


def test_nothing_is_found_before() -> None:
    later = Later([ECHO, FIRST])
    [agreed] = moments.commitments(FIRST)
    assert not later.has_later(agreed)
    assert later.found(agreed) is None


def test_only_kept_passages_are_looked_at() -> None:
    [agreed] = moments.commitments(FIRST)
    assert Later([FIRST, ECHO], keep=lambda one: one.analysis is FIRST).found(agreed) is None


def test_words_without_letters_between_spaces_find_nothing() -> None:
    han = session(9, "我明天早上九点给经理打电话。")
    [agreed] = moments.commitments(FIRST)
    assert Later([FIRST, han]).found(agreed) is None
