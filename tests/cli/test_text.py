from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.cli.parts.text import columns, counted, plain, shortened, table, width, wrapped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\x1b[2Jb", "a\ufffd[2Jb", id="terminal escape"),
        pytest.param("a\u202eb", "a\ufffdb", id="writing turned around"),
        pytest.param("a\n\n b", "a b", id="lines"),
        pytest.param("“Ça va?”", "“Ça va?”", id="letters stay"),
        pytest.param("\ud800", "\ufffd", id="half a character"),
        pytest.param("👩\u200d🏫", "👩\u200d🏫", id="joined emoji stay"),
    ],
)
def test_text_can_not_steer_the_terminal(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_plain_text_is_one_printable_line(text: str) -> None:
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in plain(text))


def test_a_pipe_gets_a_hundred_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert width() == 100


@pytest.mark.parametrize(("columns_there", "used"), [(10, 40), (80, 80), (300, 100)])
def test_a_terminal_gets_its_own(
    columns_there: int, used: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(columns_there))
    assert width() == used


@given(st.text(max_size=400), st.text(alphabet="> ", max_size=10))
def test_wrapping_loses_no_word(text: str, first: str) -> None:
    lines = wrapped(text, first=first)
    assert " ".join(line[len(first) :].strip() for line in lines).split() == plain(text).split()


def test_wrapped_lines_keep_within_the_width() -> None:
    lines = wrapped("word " * 60, first="  - ")
    assert all(columns(line) <= 100 for line in lines)
    assert lines[0].startswith("  - word")
    assert lines[1].startswith("    word")


def test_wide_letters_take_two_columns_in_a_table() -> None:
    assert table([["安娜", "1"], ["Ana", "2"]]) == ["安娜  1", "Ana   2"]


def test_an_empty_table_has_no_lines() -> None:
    assert table([]) == []


@pytest.mark.parametrize(
    ("n", "noun", "said"),
    [(0, "turn", "0 turns"), (1, "turn", "1 turn"), (2, "stretch", "2 stretches")],
)
def test_numbers_agree_with_their_noun(n: int, noun: str, said: str) -> None:
    assert counted(n, noun) == said


@given(st.text(), st.integers(min_value=2, max_value=30))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    assert columns(shortened(text, limit)) <= limit
