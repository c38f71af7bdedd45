from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.errors import UnknownFormat, UnreadableTranscript
from analyzer.read import FORMATS, detect, read_bytes, read_session
from analyzer.read.base import RawFile, Shape
from analyzer.read.decode import decode
from analyzer.read.detect import choose_reader, rank_readers, reader_named
from analyzer.read.formats import Format

TALK = b"Coach: What happened?\n\nClient: He said no.\n"
RAW = RawFile(path="x.txt", content=TALK, text=TALK.decode())


class Sure(Format):
    """A format whose reader is as sure of every file as its place says."""

    @property
    def extensions(self) -> tuple[str, ...]:
        return (f".{self.name}",)

    def claims(self, raw: RawFile) -> float:
        return float(self.place) if raw.shape in self.shapes else 0.0


def sure(name: str, claim: float, *, at_most: float = 1.0) -> Format:
    return Sure(name, str(claim), (Shape.TEXT,), at_most)


def test_the_surest_reader_wins() -> None:
    readers = [sure("a", 0.2), sure("b", 0.9), sure("c", 0.0)]
    assert choose_reader(RAW, readers).name == "b"
    assert [reader.name for reader, _ in rank_readers(RAW, readers)] == ["b", "a", "c"]


def test_a_tie_asks_for_the_format() -> None:
    with pytest.raises(UnknownFormat, match="a or b") as caught:
        choose_reader(RAW, [sure("a", 0.5), sure("b", 0.5)])
    assert "--format" in str(caught.value)


def test_the_file_name_settles_a_tie_only() -> None:
    assert choose_reader(RAW, [sure("a", 0.5), sure("txt", 0.5)]).name == "txt"
    assert choose_reader(RAW, [sure("a", 0.6), sure("txt", 0.5)]).name == "a"


def test_who_cannot_be_as_sure_as_the_surest_is_not_asked() -> None:
    asked = Format("a", "nowhere:Nobody", (Shape.TEXT,), 0.6)
    assert choose_reader(RAW, [asked, sure("b", 0.7)]).name == "b"
    with pytest.raises(ModuleNotFoundError):
        rank_readers(RAW, [asked, sure("b", 0.6)])


def test_who_reads_other_shapes_of_files_is_not_asked() -> None:
    other = Format("a", "nowhere:Nobody", (Shape.JSON, Shape.ZIP))
    assert rank_readers(RAW, [other, sure("b", 0.7)])[1] == (other, 0.0)


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        (TALK, Shape.TEXT),
        (b"\n <p>Ana: Hi.</p>", Shape.MARKUP),
        (b'\n <?xml version="1.0"?><a/>', Shape.XML),
        (b'{"text": "Hi."}', Shape.JSON),
        (b"[00:01] Hi.", Shape.TEXT),
        (b"PK\x03\x04...", Shape.ZIP),
        (b" {\\rtf1 Hi.}", Shape.RTF),
        (b"\xef\xbb\xbf%PDF-1.7", Shape.PDF),
        (bytes(range(1, 32)) * 9, Shape.BINARY),
    ],
)
def test_shapes_are_told_by_the_first_signs(content: bytes, shape: Shape) -> None:
    assert decode(content, path="x").shape is shape


@pytest.mark.parametrize("claim", [0.0, 0.05])
def test_nobody_sure_enough_lists_the_formats(claim: float) -> None:
    with pytest.raises(UnknownFormat) as caught:
        choose_reader(RAW, [sure("a", claim), sure("b", 0.0)])
    assert caught.value.path == "x.txt"
    assert "a, b" in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b'{"segments": []}', b"<?xml version='1.0'?><a/>"],
)
def test_forms_without_a_reader_are_named_as_unknown(content: bytes) -> None:
    with pytest.raises(UnknownFormat, match="text, markdown, article, html"):
        read_bytes(content, path="x.json")


def test_a_wrong_name_of_a_format_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownFormat, match="Did you mean 'markdown'") as caught:
        read_bytes(TALK, path="x.txt", format="markdwon")
    assert "webvtt" in str(caught.value)
    with pytest.raises(UnknownFormat, match="no format 'fax'"):
        reader_named("fax", FORMATS, path="x.fax")


def test_a_format_may_be_named_in_any_case() -> None:
    assert read_bytes(TALK, path="x.vtt", format=" Text ").source.format == "text"


def test_every_format_names_itself() -> None:
    names = [reader.name for reader in FORMATS]
    assert len(set(names)) == len(names)
    assert all(reader.about for reader in FORMATS)
    assert names == [one.reader.name for one in FORMATS]


def test_reading_imports_what_the_file_needs_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "call.vtt"
    path.write_bytes(b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ana>Hi.\n")
    heavy = ("lxml", "openpyxl", "selectolax", "markdown_it", "pypdfium2", "numpy", "pandas")
    program = (
        f"import sys, analyzer.read; analyzer.read.read_session({str(path)!r});"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TALK, "text"),
        (b"**Ana:** Hi.\n\n**Bo:** Ho.\n", "markdown"),
        (b"# A call\n\nAna: Hi.\n\nBo: Ho.\n", "markdown"),
        (b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ana>Hi.\n", "webvtt"),
        (b"1\n00:00:00,000 --> 00:00:01,000\nAna: Hi.\n", "srt"),
        (b"<!DOCTYPE html><html><body><p>Ana: Hi.</p><p>Bo: Ho.</p></body></html>", "html"),
    ],
)
def test_formats_are_told_apart_by_content(content: bytes, name: str) -> None:
    assert read_bytes(content, path="no-ending").source.format == name


def test_claims_lie_between_no_and_sure() -> None:
    for _, claim in detect(RAW):
        assert 0.0 <= claim <= 1.1


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "locked.txt"
    path.write_bytes(TALK)
    path.chmod(0)
    yield path
    path.chmod(0o600)


@pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="this account may read everything",
)
def test_a_locked_file_is_named(locked: Path) -> None:
    with pytest.raises(UnreadableTranscript, match="may not be read"):
        read_session(locked)


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTranscript, match="no such file") as caught:
        read_session(tmp_path / "none.txt")
    assert caught.value.path == str(tmp_path / "none.txt")
    with pytest.raises(UnreadableTranscript, match="folder"):
        read_session(tmp_path)
    with pytest.raises(UnreadableTranscript):
        read_session("a\0b")


@pytest.mark.parametrize(
    "content", [b"", b" \n\n", b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(256)) * 20]
)
def test_empty_and_binary_files_say_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    with pytest.raises((UnreadableTranscript, UnknownFormat)) as caught:
        read_session(path)
    assert caught.value.path == str(path)
    assert caught.value.hint


def test_a_path_is_kept_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "call.txt").write_bytes(TALK)
    monkeypatch.chdir(tmp_path)
    assert read_session("call.txt").source.path == "call.txt"
    assert read_session(Path("call.txt")) == read_session("call.txt")


def test_one_talk_has_one_id_in_every_form() -> None:
    forms = [
        TALK,
        b"**Coach:** What happened?\n\n**Client:** He said no.\n",
        (
            b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Coach>What happened?\n\n"
            b"00:01.000 --> 00:02.000\n<v Client>He said no.\n"
        ),
        b"Coach (00:01):\nWhat happened?\n\nClient (00:02):\nHe said no.\n",
    ]
    assert len({read_bytes(content, path="x").id for content in forms}) == 1
