"""Who is called what, the whole way through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import Archive
from tests.cli.running import Runner

pytestmark = pytest.mark.usefixtures("quick")

CALL = """\
Speaker 1: HR says there is no role. What can I do?

Speaker 2: Ask the manager whose budget it is.

Speaker 3: And then?

Speaker 2: Leave him a voicemail.

Speaker 1: I'll call him this afternoon.
"""
CHAT = "00:00:11\tJen Park:\thello all\n00:02:51\tRuth:\there is the link\n"
ANA = "calls/ana.txt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "calls"
    place.mkdir()
    for name in ("ana", "bo"):
        (place / f"{name}.txt").write_text(f"{CALL}\nSpeaker 2: Well, {name}.\n", encoding="utf-8")
    return place


def speakers_of(line: str) -> list[dict[str, Any]]:
    content = json.loads(line)
    found: list[dict[str, Any]] = content["session"]["speakers"]
    return found


@pytest.mark.usefixtures("folder")
def test_read_takes_names_and_roles_from_the_command_line(run: Runner) -> None:
    names = ("--speaker", "Speaker 1=Jen", "--speaker", "Speaker 3=Jen")
    ran = run("read", ANA, *names, "--speaker", "Speaker 2=Ruth:coach", "--json")
    assert ran.code == 0
    jen, ruth = speakers_of(ran.out)
    assert (jen["name"], jen["label"]) == ("Jen", "Speaker 1, Speaker 3")
    assert (ruth["name"], ruth["role"]) == ("Ruth", "coach")
    text = run("read", ANA, *names).out
    assert "“Speaker 1, Speaker 3” is Jen, as chosen" in text


@pytest.mark.usefixtures("folder")
def test_standard_input_takes_names_too(run: Runner) -> None:
    ran = run("read", "-", "--speaker", "Speaker 1=Jen", "--json", stdin=CALL.encode())
    assert speakers_of(ran.out)[0]["name"] == "Jen"
    ran = run("analyze", "-", "--speaker", "Speaker 1=Jen", "--json", stdin=CALL.encode())
    assert speakers_of(ran.out)[0]["name"] == "Jen"


@pytest.mark.usefixtures("folder")
def test_analyze_takes_names_for_all_files(run: Runner) -> None:
    ran = run("analyze", "calls", "--speaker", "Speaker 2=Ruth", "--json")
    assert [speakers_of(line)[1]["name"] for line in ran.lines] == ["Ruth", "Ruth"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", [("read",), ("analyze",), ("add", "-a", "calls.db")])
def test_a_choice_in_a_wrong_form_is_a_mistake_in_the_command(
    run: Runner, command: tuple[str, ...]
) -> None:
    ran = run(*command, ANA, "--speaker", "Speaker 1=Jen:coahc")
    assert ran.code == 2
    assert "Invalid value for '--speaker'" in ran.err
    assert "Did you mean 'coach'?" in ran.err


@pytest.mark.usefixtures("folder")
def test_a_label_that_nobody_has_is_a_warning(run: Runner) -> None:
    ran = run("read", ANA, "--speaker", "Speaker 9=Jen")
    assert ran.code == 0
    assert "nobody here is labelled “Speaker 9”" in " ".join(ran.out.split())


def test_a_file_of_names_is_used_and_told(run: Runner, folder: Path) -> None:
    text = '[speakers]\n"Speaker 2" = "Ruth:coach"\n[files."bo.txt"]\n"Speaker 1" = "Bo"\n'
    (folder / "speakers.toml").write_text(text, encoding="utf-8")
    ran = run("read", "calls", "--json")
    assert (ran.code, ran.err) == (
        0, "read with the transcripts beside them: calls/speakers.toml.\n"
    )  # fmt: skip
    ana, bo = (speakers_of(line) for line in ran.lines if "session" in json.loads(line))
    assert [it["name"] for it in ana] == ["Speaker 1", "Ruth", "Speaker 3"]
    assert [it["name"] for it in bo] == ["Bo", "Ruth", "Speaker 3"]
    (over,) = run("read", ANA, "--speaker", "Speaker 2=Judith", "--json").lines
    assert speakers_of(over)[1]["name"] == "Judith"


@pytest.mark.parametrize("command", [("read",), ("analyze",), ("add", "-a", "calls.db")])
def test_a_wrong_file_of_names_stops_the_command_once(
    run: Runner, folder: Path, command: tuple[str, ...]
) -> None:
    (folder / "speakers.toml").write_text('\n[speaker]\n"A" = "B"\n', encoding="utf-8")
    ran = run(*command, "calls")
    assert ran.code == 2
    told = "error: calls/speakers.toml:2: there is no table 'speaker'. Did you mean 'speakers'?"
    assert ran.err.splitlines()[-1] == told


def test_a_chat_in_a_folder_is_read_with_its_call_and_is_no_failure(
    run: Runner, folder: Path
) -> None:
    (folder / "ana chat.txt").write_text(CHAT, encoding="utf-8")
    (folder / "gone chat.txt").write_text(CHAT, encoding="utf-8")
    ran = run("analyze", "calls", "--json")
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "read with the transcripts beside them: calls/ana chat.txt.",
        "left aside, for they belong to no transcript: calls/gone chat.txt.",
    ]
    ana, bo = (json.loads(line)["session"] for line in ran.lines)
    assert (len(ana["chat"]), bo.get("chat", [])) == (2, [])


def test_a_chat_may_be_named_by_hand_for_one_file(run: Runner, folder: Path) -> None:
    (folder.parent / "log.txt").write_text(CHAT, encoding="utf-8")
    for command in ("read", "analyze"):
        ran = run(command, ANA, "--chat", "log.txt", "--json")
        assert len(json.loads(ran.lines[0])["session"]["chat"]) == 2
        ran = run(command, "calls", "--chat", "log.txt")
        assert ran.code == 2
        assert "name that one file and no other" in ran.err
        ran = run(command, ANA, "--chat", "gone.txt")
        assert (ran.code, ran.err.splitlines()[-1][:16]) == (1, "error: gone.txt:")


def test_a_chat_given_as_a_transcript_says_what_it_is(run: Runner, folder: Path) -> None:
    (folder / "ana chat.txt").write_text(CHAT, encoding="utf-8")
    ran = run("read", "calls/ana chat.txt")
    assert ran.code == 1
    assert "this is the chat of a call, without the talk." in ran.err


def names_in(archive: str = "calls.db") -> list[str]:
    with Archive.open(archive) as store:
        return [
            speaker.name
            for one in store.analyses()
            if one.session.source.path == ANA
            for speaker in one.session.speakers
        ]


def test_adding_again_with_names_brings_the_archive_up_to_date(run: Runner, folder: Path) -> None:
    assert run("add", "calls", "-a", "calls.db").out == "calls.db: 2 added\n"
    named = ("add", "calls", "-a", "calls.db", "--speaker", "Speaker 1=Jen")
    assert run(*named).out == "calls.db: 2 updated\n"
    assert names_in() == ["Jen", "Speaker 2", "Speaker 3"]
    assert run(*named).out == "calls.db: 2 unchanged\n"
    text = '[files."ana.txt"]\n"Speaker 1" = "Ana"\n'
    (folder / "speakers.toml").write_text(text, encoding="utf-8")
    assert run("add", "calls", "-a", "calls.db").out == "calls.db: 2 updated\n"
    assert names_in()[0] == "Ana"
    (folder / "speakers.toml").unlink()
    assert run("add", "calls", "-a", "calls.db").out == "calls.db: 1 updated, 1 unchanged\n"
    assert names_in()[0] == "Speaker 1"


def test_a_chat_that_comes_later_brings_the_archive_up_to_date(run: Runner, folder: Path) -> None:
    run("add", "calls", "-a", "calls.db")
    (folder / "ana_chat.txt").write_text(CHAT, encoding="utf-8")
    ran = run("add", "calls", "-a", "calls.db")
    assert ran.out == "calls.db: 1 updated, 1 unchanged\n"
    with Archive.open("calls.db") as store:
        assert sorted(len(one.session.chat) for one in store.analyses()) == [0, 2]


@pytest.mark.usefixtures("folder")
def test_names_that_the_talk_gives_away_are_shown_with_their_proof(run: Runner) -> None:
    talk = (
        "Speaker 1: Jen, go ahead.\n\nSpeaker 2: It went well.\n\nSpeaker 1: Thank you, Jen.\n\n"
        "Speaker 2: Sure.\n\nSpeaker 1: And you are? \n\nSpeaker 3: I'm Kelly and I listen.\n"
    )
    ran = run("read", "-", stdin=talk.encode())
    assert "“Speaker 2” is Jen (sure 0." in ran.out
    assert ran.code == 0


def test_help_shows_how_names_are_written(run: Runner) -> None:
    shown = run("read", "--help").out
    assert "[speakers]" in shown
    assert '[files."call.vtt"]' in shown
    assert "--speaker LABEL=NAME" in shown
    assert "--chat FILE" in shown
    assert "--speaker LABEL=NAME" in run("add", "--help").out
