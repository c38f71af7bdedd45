"""The transcript doctor, the whole way through the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import Runner

VTT = """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Coach: Who signs for this role, and whose budget is it?

2
00:00:03.500 --> 00:00:05.000
Speaker 2: HR does, I think.
"""


def test_the_same_talk_in_two_files_is_named_once_all_are_read(run: Runner, tmp_path: Path) -> None:
    for name in ("a.vtt", "b.vtt"):
        (tmp_path / name).write_text(VTT, encoding="utf-8")
    shown = run("read", str(tmp_path))
    assert shown.code == 0
    assert "1 duplicate; keep one file of each:" in shown.lines
    assert f"{tmp_path}/b.vtt: the same file as {tmp_path}/a.vtt." in " ".join(shown.out.split())


def test_json_holds_the_session_what_is_odd_and_the_duplicates(run: Runner, tmp_path: Path) -> None:
    for name in ("a.vtt", "b.vtt"):
        (tmp_path / name).write_text(VTT, encoding="utf-8")
    first, second, last = map(json.loads, run("read", str(tmp_path), "--json").lines)
    assert first["session"]["turns"] == second["session"]["turns"]
    assert first["checkup"]["times"]["n_timed"] == 2
    assert "Speaker 2=" in first["checkup"]["remarks"][0]["advice"]
    assert [one["likeness"] for one in last["duplicates"]] == ["the same file"]


def test_one_file_has_no_word_on_duplicates(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text(VTT, encoding="utf-8")
    shown = run("read", str(tmp_path / "a.vtt"))
    assert "duplicate" not in " ".join(shown.out.split())
    assert "  times     0:01 to 0:05, longest pause 0:00" in shown.lines
