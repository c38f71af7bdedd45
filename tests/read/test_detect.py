from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.errors import UnknownFormat, UnreadableTranscript
from analyzer.read import FORMATS, detect, read_bytes, read_session
from analyzer.read.base import RawFile, Reader, Reading
from analyzer.read.detect import choose_reader, rank_readers, reader_named

TALK = b"Coach: What happened?\n\nClient: He said no.\n"
RAW = RawFile(path="x.txt", content=TALK, text=TALK.decode())


class Sure:
    """A reader that is as sure of every file as it is told to be."""

    about = "a reader for tests"

    def __init__(self, name: str, claim: float, extensions: tuple[str, ...] = ()) -> None:
        self.name = name
        self.claim = claim
        self.extensions = extensions

    def claims(self, raw: RawFile) -> float:
        return self.claim if raw.path else 0.0

    def parse(self, raw: RawFile) -> Reading:
        raise NotImplementedError(raw.path)


def test_the_surest_reader_wins() -> None:
    readers: list[Reader] = [Sure("a", 0.2), Sure("b", 0.9), Sure("c", 0.0)]
    assert choose_reader(RAW, readers).name == "b"
    assert [reader.name for reader, _ in rank_readers(RAW, readers)] == ["b", "a", "c"]


def test_a_tie_asks_for_the_format() -> None:
    with pytest.raises(UnknownFormat, match="a or b") as caught:
        choose_reader(RAW, [Sure("a", 0.5), Sure("b", 0.5)])
    assert "--format" in str(caught.value)


def test_the_file_name_settles_a_tie_only() -> None:
    assert choose_reader(RAW, [Sure("a", 0.5), Sure("b", 0.5, (".txt",))]).name == "b"
    assert choose_reader(RAW, [Sure("a", 0.6), Sure("b", 0.5, (".txt",))]).name == "a"


@pytest.mark.parametrize("claim", [0.0, 0.05])
def test_nobody_sure_enough_lists_the_formats(claim: float) -> None:
    with pytest.raises(UnknownFormat) as caught:
        choose_reader(RAW, [Sure("a", claim), Sure("b", 0.0)])
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
