"""``analyzer measures`` as a person meets it."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.records import Move
from tests.aggregate.scorecards.talks import a_talk
from tests.cli.running import Runner


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Seven sessions of one coach, a day each; the last has most words."""
    place = tmp_path / "calls.db"
    with Archive.open(place, create=True) as store:
        for number in range(1, 8):
            store.add(
                a_talk(
                    ("Ana", Move.SITUATION, "They froze the role."),
                    ("Mike", Move.QUESTION_CLOSED, "Whose budget is it?"),
                    ("Mike", Move.QUESTION_OPEN, " ".join(["What"] * number)),
                    ("Ana", Move.COMMITMENT, "I will call him on Friday."),
                    id=f"{number:012x}",
                    held_on=dt.date(2024, 1, number),
                )
            )
    return place


def test_a_session_stands_beside_the_coachs_own_past(run: Runner, archive: Path) -> None:
    done = run("measures", "-a", archive, "--session", f"{7:012x}")
    assert done.code == 0
    assert "Balance of the conversation (conversation-balance 1)" in done.lines
    assert "Agreed next step (agreed-next-step 1)" in done.lines
    assert "median of Mike's 6 earlier sessions" in " ".join(done.out.split())
    assert "Longest stretch: 11 · earlier: 7.5 (6.2 to 8.8)" in done.lines
    assert any(it.startswith("Share of the time: unknown: the transcript has") for it in done.lines)
    assert "    > Whose budget is it? What What What What What What What" in done.lines
    assert "Dated: yes · earlier: yes in 6 of 6" in done.lines


def test_too_short_a_past_is_said_and_not_used(run: Runner, archive: Path) -> None:
    done = run("measures", "-a", archive, "--session", f"{2:012x}")
    assert "Mike has 1 earlier session here; it takes 5 to tell what is usual." in done.lines
    assert "earlier:" not in done.out


def test_people_are_told_what_is_usual_with_them(run: Runner, archive: Path) -> None:
    done = run("measures", "-a", archive)
    assert done.code == 0
    assert "Mike: 7 sessions" in done.lines
    one = run("measures", "-a", archive, "--by", "client", "--scorecard", "agreed-next-step")
    assert "Ana: 7 sessions" in one.lines
    assert "Balance" not in one.out


def test_json_has_a_line_for_each_number_moment_and_what_was_usual(
    run: Runner, archive: Path
) -> None:
    done = run("measures", "-a", archive, "--session", f"{7:012x}", "--json")
    lines = [json.loads(it) for it in done.lines]
    assert {it["table"] for it in lines} == {"scores", "moments", "past"}
    (moment,) = [it for it in lines if it.get("measure") == "dated" and it["table"] == "moments"]
    assert moment["words"] == "I will call him on Friday."
    every = [json.loads(it) for it in run("measures", "-a", archive, "--json").lines]
    assert {it["table"] for it in every} == {"scores", "by_coach"}
    assert all(it["value"] is not None or it["why"] for it in every if it["table"] == "scores")


def test_a_file_to_begin_with_is_written_and_works(
    run: Runner, archive: Path, tmp_path: Path
) -> None:
    place = tmp_path / "my-card.toml"
    assert run("measures", "--new", place).code == 0
    assert run("measures", "--new", place).code == 2
    done = run("measures", "-a", archive, "--scorecard", place)
    assert done.code == 0
    assert "What I want to keep an eye on (my-card 1)" in done.lines


def test_wrong_use_says_what_to_do(run: Runner, archive: Path, tmp_path: Path) -> None:
    assert "Missing option '-a'" in run("measures").err
    assert run("measures", "-a", archive, "--session", "x", "--by", "coach").code == 2
    card = run("measures", "-a", archive, "--scorecard", "agreed-next")
    assert card.code == 2
    assert "Did you mean 'agreed-next-step'?" in card.err
    with Archive.open(tmp_path / "none.db", create=True):
        pass
    assert "holds no sessions yet" in run("measures", "-a", tmp_path / "none.db").err


NAMES = ("Will", "Imani", "Clarke", "Mike", "Hendry")


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """Sessions of a coach with a client, who are spoken of; one client has an everyday name."""
    place = tmp_path / "named.db"
    with Archive.open(place, create=True) as store:
        for number in range(1, 8):
            client = ("will", "Imani Clarke")[number % 2]
            talk = a_talk(
                ("Ana", Move.SITUATION, f"Hello Mike, this is {client.title()}."),
                ("Mike", Move.QUESTION_CLOSED, f"Thanks, {client.title()}. Whose budget is it?"),
                ("Ana", Move.COMMITMENT, "I will call Mike Hendry on Friday."),
                id=f"{number:012x}",
                held_on=dt.date(2024, 1, number),
                coach="Mike Hendry",
            )
            speakers = tuple(
                replace(it, name=client) if it.name == "Ana" else it for it in talk.session.speakers
            )
            source = replace(talk.session.source, path=f"{client}/{number}-{client}.txt")
            store.add(
                replace(talk, session=replace(talk.session, speakers=speakers, source=source))
            )
    return place


@pytest.mark.parametrize("chosen", [(), ("--by", "client"), ("--session", f"{7:012x}")])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_nobody_is_named_and_every_number_is_the_same(
    run: Runner, named: Path, chosen: tuple[str, ...], form: tuple[str, ...]
) -> None:
    args = ("measures", "-a", named, *chosen, *form)
    plain, hidden = run(*args), run(*args, "--anonymous")
    assert hidden.code == 0, hidden.err
    assert any(name in plain.out for name in NAMES)
    assert not [name for name in NAMES if re.search(rf"\b{name}\b", hidden.out)]
    assert "will:" not in hidden.out
    assert "Client 1" in hidden.out or "Coach" in hidden.out
    if form:
        before, after = ([json.loads(it) for it in one.lines] for one in (plain, hidden))
        shown = ("coach", "clients", "person", "speaker", "words", "start", "stop")
        assert [_without(it, shown) for it in before] == [_without(it, shown) for it in after]


def test_moments_without_names_stand_at_their_words(run: Runner, named: Path) -> None:
    done = run("measures", "-a", named, "--session", f"{7:012x}", "--json", "--anonymous")
    lines = [json.loads(it) for it in done.lines]
    (dated,) = [it for it in lines if it["table"] == "moments" and it["measure"] == "dated"]
    assert dated["words"] == "I will call Coach on Friday."
    assert dated["stop"] - dated["start"] == len(dated["words"])
    assert dated["speaker"] == "Client 1"


def _without(line: dict[str, object], keys: tuple[str, ...]) -> dict[str, object]:
    return {key: value for key, value in line.items() if key not in keys}
