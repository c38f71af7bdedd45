from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import Archive
from analyzer.records import Quote, Uptake, UptakeKind
from tests.aggregate.themes.calls import a_call, add, some_calls
from tests.cli.running import Runner


@pytest.fixture
def archive(tmp_path: Path) -> str:
    place = tmp_path / "calls.db"
    with Archive.open(place, create=True) as store:
        add(store, some_calls(5))
    return str(place)


def listed(run: Runner, archive: str, *options: str) -> list[dict[str, Any]]:
    lines = run("themes", "-a", archive, "--json", *options).lines
    return [json.loads(line) for line in lines]


def test_both_kinds_of_themes_are_shown_together(run: Runner, archive: str) -> None:
    told = run("themes", "-a", archive)
    assert told.code == 0
    assert "Problems brought, by the pack's categories" in told.out
    assert "whatever the pack calls it" in told.out
    assert "counter offer" in told.out
    assert "5 times in 5 sessions, 5 clients" in told.out
    assert "mostly Pressure on the fee (100%)" in told.out
    assert re.search(r"Pressure on the fee +5 +5 +5 ", told.out)


def test_json_has_categories_themes_and_what_belongs_to_none(run: Runner, archive: str) -> None:
    found = listed(run, archive)
    assert {it["what"] for it in found} <= {"category", "theme", "unassigned"}
    themes = [it for it in found if it["what"] == "theme"]
    assert {it["kind"] for it in themes} == {"problems", "advice"}
    assert all(it["quotes"] and it["members"] for it in themes)


def test_what_is_decided_is_shown_from_then_on(run: Runner, archive: str) -> None:
    theme = next(str(it["id"]) for it in listed(run, archive, "--kind", "problems") if "id" in it)
    told = run("themes", "-a", archive, "--rename", theme, "The big one")
    assert told.out == f"{theme} is called 'The big one' now.\n"
    assert "The big one: 5 times" in run("themes", "-a", archive).out
    run("themes", "-a", archive, "--hide", theme)
    assert "The big one" not in run("themes", "-a", archive).out
    assert "1 theme hidden" in run("themes", "-a", archive).out
    assert "The big one" in run("themes", "-a", archive, "--hidden").out


def test_a_theme_that_is_not_there_is_named(run: Runner, archive: str) -> None:
    run("themes", "-a", archive)
    told = run("themes", "-a", archive, "--split", "p-nothing")
    assert told.code == 1
    assert "there is no theme 'p-nothing'" in told.err


def test_an_archive_without_sessions_says_what_to_do(run: Runner, tmp_path: Path) -> None:
    place = tmp_path / "empty.db"
    Archive.open(place, create=True).close()
    told = run("themes", "-a", str(place))
    assert "no sessions yet" in told.err


def test_beside_a_theme_stand_the_advice_given_and_how_it_was_taken_up(
    run: Runner, archive: str
) -> None:
    with Archive.open(archive) as store:
        call = a_call("fee", 90, client="Zoe")
        uptake = Uptake(kind=UptakeKind.COMMITMENT, quote=Quote(turn=0, start=0, end=9))
        store.add(replace(call, advice=tuple(replace(it, uptake=uptake) for it in call.advice)))
    fee = next(it for it in listed(run, archive) if it.get("category") == "fee-pressure")
    given = {label.category for advice in call.advice for label in advice.labels}
    assert set(fee["advised"]) == given
    assert fee["uptake"]["commitment"] == 1
    assert "1 commitment" in run("themes", "-a", archive).out
