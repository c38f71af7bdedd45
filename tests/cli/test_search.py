from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.archive.search import Searcher
from analyzer.cli.search import MOVES, ROLES
from analyzer.records import Move, Role
from tests.archive.searching import FEE, QUIET, WordEncoder, put
from tests.cli.running import Runner


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An archive ``calls.db`` of two sessions, searched with an encoder that is quick."""
    monkeypatch.chdir(tmp_path)

    def open_searcher(store: Archive) -> Searcher:
        return Searcher(store, encoder=WordEncoder(), name="words 1")

    monkeypatch.setattr("analyzer.archive.search.open_searcher", open_searcher)
    with Archive.open("calls.db", create=True) as store:
        put(store, QUIET, FEE)
    return "calls.db"


def test_search_shows_each_hit_with_its_words_and_what_is_around(run: Runner, archive: str) -> None:
    ran = run("search", "-a", archive, "which part of the work to leave out", "-n", "1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[:4] == [
        " 1  Nora (coach) · Call 2 · 2024-05-14 · 000000000002 turn 2",
        "      Bo: They want a lower fee and more money back.",
        "    > Ask them which part of the work you should leave out.",
        "      Bo: That is a good question to ask.",
    ]
    assert ran.lines[4].startswith("    advice: fee-terms · problem: fee-pressure · words: ")


def test_search_json_is_one_hit_a_line(run: Runner, archive: str) -> None:
    ran = run("search", "-a", archive, "lower fee", "--json")
    first = json.loads(ran.lines[0])
    assert first["said"]["text"] == "They want a lower fee and more money back."
    assert first["session"]["id"] == FEE.session.id
    assert first["said"]["quote"] == {"turn": 0, "start": 0, "end": 42}


def test_search_advised_gives_the_words_by_type(run: Runner, archive: str) -> None:
    ran = run("search", "-a", archive, "the boss is mute", "--advised", "-n", "1")
    assert ran.code == 0
    assert ran.lines[0] == (
        "Advised in 1 exchange of 1 session about something like it (1 stretch)"
    )
    assert "follow-up: 1 stretch in 1 exchange" in ran.lines
    assert any(
        line.startswith('  > Call him tonight. Say "I had somebody for you') for line in ran.lines
    )
    found = json.loads(
        run("search", "-a", archive, "the boss is mute", "--advised", "--json").lines[0]
    )
    assert found["groups"][0]["advice"][0]["script"]["speaker"] == "Mike"


def test_search_narrows_down(run: Runner, archive: str) -> None:
    ran = run("search", "-a", archive, "ask call", "--coach", "Mike", "--role", "client", "--json")
    assert {json.loads(line)["said"]["speaker"] for line in ran.lines} == {"Ana"}
    ran = run("search", "-a", archive, "ask call", "--until", "2023")
    assert (ran.code, ran.out, ran.err) == (0, "", "nothing found.\n")


def test_search_says_what_it_cannot_do(run: Runner, archive: str) -> None:
    assert run("search", "-a", archive, "?!").err == "the question holds no word.\n"
    both = run("search", "-a", archive, "fee", "--advised", "--role", "client")
    assert both.code == 2
    assert "do not go with --advised" in both.err
    wrong = run("search", "-a", archive, "fee", "--advice", "fee-term")
    assert wrong.code != 0
    assert "Did you mean 'fee-terms'?" in wrong.err


def test_search_says_which_sessions_it_searched_by_words_only(run: Runner, archive: str) -> None:
    with Archive.open(archive) as store:
        store.remove(FEE.session.id)
        put(store, FEE, with_vectors=False)
    ran = run("search", "-a", archive, "fee")
    assert ran.err == (
        "1 of 2 sessions were searched by words only;"
        " search them by meaning after: analyzer refresh -a calls.db\n"
    )


def test_moves_and_roles_are_those_of_the_records() -> None:
    assert tuple(Move) == MOVES
    assert tuple(Role) == ROLES
