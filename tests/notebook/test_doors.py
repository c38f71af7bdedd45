from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

import analyzer as ca
from analyzer.errors import (
    ArchiveError,
    ChoiceError,
    PackError,
    UnknownFormat,
    UnreadableTranscript,
)
from analyzer.notebook.adding import Additions
from analyzer.notebook.progress import bar, track
from analyzer.notebook.sampling import sample_files
from analyzer.records import Pack

TALK = "Ana: HR says no.\n\nMike: Call the manager.\n"


def test_text_of_several_lines_is_a_transcript_and_one_line_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "call.txt"
    file.write_text(TALK, encoding="utf-8")
    for given in (TALK, file, str(file)):
        read = ca.read(given)
        assert read.speakers == ("Ana", "Mike")
        assert read.turns["text"].tolist() == ["HR says no.", "Call the manager."]


def test_a_file_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "2025-03-01-ana.txt").write_text(TALK, encoding="utf-8")
    with pytest.raises(UnreadableTranscript, match=r"Did you mean .*2025-03-01-ana\.txt"):
        ca.read(tmp_path / "2025-03-01-anna.txt")
    with pytest.raises(UnreadableTranscript, match="text of several lines"):
        ca.read(tmp_path / "zzz")
    with pytest.raises(ArchiveError, match=r"There is no folder"):
        ca.open(tmp_path / "none" / "calls.db")


def test_a_file_is_analysed_in_one_call_by_name_of_pack_or_pack(
    calls: list[Path], recruiting: Pack
) -> None:
    by_name, by_pack = ca.analyze(calls[0]), ca.analyze(str(calls[0]), pack=recruiting)
    assert by_name.analysis == by_pack.analysis
    assert by_name.turns["speaker"].unique().tolist() == ["Ana", "Mike"]
    assert by_name.held_on == dt.date(2024, 5, 1)
    assert by_name.show().end == len(by_name.sentences)


def test_a_file_a_format_or_a_pack_that_is_not_there_is_named(calls: list[Path]) -> None:
    with pytest.raises(UnreadableTranscript, match=r"gone\.txt"):
        ca.analyze(calls[2])
    with pytest.raises(UnknownFormat):
        ca.analyze(calls[0], format="fax")
    with pytest.raises(PackError, match="recruiting"):
        ca.analyze(calls[0], pack="recruting")


def test_files_are_added_once_and_what_fails_is_named(calls: list[Path], tmp_path: Path) -> None:
    with ca.add(*calls[:4], to=tmp_path / "calls.db") as archive:
        assert len(archive) == 2
        again = archive.add(*calls[:4])
    assert (again.n_added, again.n_known, len(again.failed)) == (0, 2, 2)
    assert "gone.txt" in repr(again)


def test_labels_are_given_names() -> None:
    read = ca.read(TALK.replace("Ana", "Speaker 1"), speakers={"Speaker 1": "Jen:client"})
    assert read.speakers == ("Jen", "Mike")
    with pytest.raises(ChoiceError):
        ca.read(TALK, speakers={"Ana": "Jen:boss"})


def test_what_was_read_is_shown_as_text() -> None:
    read = ca.read(TALK.replace("HR", "<script>alert(1)</script>"))
    assert "<script" not in read._repr_html_()
    assert repr(read) == "ReadSession('pasted text': Ana, Mike; 2 turns)"
    assert read.warnings == read.outside == ()


def test_reading_is_a_package_and_a_call() -> None:
    from analyzer.read import read_bytes

    assert ca.read(TALK).session == read_bytes(TALK.encode(), path="pasted text")


def test_what_adding_did_is_told() -> None:
    error = UnreadableTranscript("the file is empty.", path="a.txt")
    done = Additions(
        n_added=2, n_updated=0, n_known=1, n_duplicates=0, failed=(("a.txt", error),), notes=()
    )
    assert repr(done).splitlines() == [
        "Additions(2 added, 1 known already, 1 failed)",
        "a.txt: the file is empty.",
    ]
    assert "<td" in done._repr_html_()


def test_nothing_is_printed_unless_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(track([1, 2], doing="Analysing", total=2)) == [1, 2]
    assert capsys.readouterr() == ("", "")
    assert list(track([1, 2], doing="Analysing", total=2, progress=True)) == [1, 2]
    told = capsys.readouterr()
    assert told.out == ""
    assert "Analysing" in told.err


def test_a_bar_holds_no_tag_of_somebody_else() -> None:
    assert "<b>" not in bar("<b>", 1, 2)


def test_samples_come_in_order_and_without_what_is_no_session() -> None:
    files = sample_files()
    assert len(files) > 10
    assert list(files) == sorted(files)
    assert not any(file.name.startswith((".", "README")) for file in files)
    assert sample_files(2) == files[:2]


def test_importing_the_package_is_quick_and_brings_nothing_along() -> None:
    code = "import sys, analyzer; print(len([n for n in sys.modules if n.startswith('analyzer')]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) <= 2
