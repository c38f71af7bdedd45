"""Transcript files to sessions: one file per format, and the choice among them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read.assemble import assemble
from analyzer.read.base import RawFile
from analyzer.read.companions import NO_COMPANIONS, Companions, chat_of, find_companions
from analyzer.read.decode import decode
from analyzer.read.detect import choose_reader, rank_readers, reader_named
from analyzer.read.formats import FORMATS, Format
from analyzer.read.limits import check_bytes
from analyzer.read.people.choices import NO_CHOICES, Choices
from analyzer.read.research.corpus import UTTERANCES, conversation_content, is_corpus
from analyzer.records import Session

__all__ = ["FORMATS", "Choices", "content_of", "detect", "read_bytes", "read_session"]


def detect(raw: RawFile) -> list[tuple[Format, float]]:
    """The formats and how sure each is that the file is its own, surest first.

    Those that cannot be as sure as the surest are left out.
    """
    return rank_readers(raw, FORMATS)


def read_bytes(
    content: bytes,
    *,
    path: str,
    format: str | None = None,  # noqa: A002 - the word of the command line
    choices: Choices = NO_CHOICES,
) -> Session:
    r"""The session that the bytes of a file hold; ``path`` is only named, not opened.

    ``choices`` say whom the file's labels mean. Raises UnreadableTranscript where no talk can be
    had from the bytes, UnknownFormat where no reader is sure of them or ``format`` is none.

    >>> session = read_bytes(b"Coach: What happened?\nClient: HR said no.\n", path="call.txt")
    >>> [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]
    [('Coach', 'What happened?'), ('Client', 'HR said no.')]
    """
    return _read(content, path=path, format_name=format, companions=NO_COMPANIONS, choices=choices)


def read_session(
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the word of the command line
    choices: Choices = NO_CHOICES,
    chat: str | Path | None = None,
) -> Session:
    """The session that a file holds, in the format asked for or the one its content shows.

    What lies beside the file and belongs to it is read with it: its chat, or the one named by
    ``chat``; a list of voices (RTTM); ``speakers.toml``, above which ``choices`` stand.
    Raises UnreadableTranscript where the file is missing, a folder, locked, empty or no transcript,
    UnknownFormat where no reader is sure of it or ``format`` is none, and ChoiceError where
    ``speakers.toml`` is wrong.
    """
    content = content_of(path)
    if chat is not None:
        chat_of(Path(chat))  # one named by hand must be one
    companions = find_companions(path, chat=chat)
    return _read(
        content,
        path=str(path),
        format_name=format,
        companions=companions,
        choices=choices.over(companions.read_choices(Path(path))),
    )


def _read(
    content: bytes, *, path: str, format_name: str | None, companions: Companions, choices: Choices
) -> Session:
    reader = None if format_name is None else reader_named(format_name, FORMATS, path=path)
    if not content.strip():
        raise UnreadableTranscript(
            "the file is empty.", path=path, hint="Check that the export was finished."
        )
    raw = decode(content, path=path)
    try:
        reader = reader or choose_reader(raw, FORMATS)
        reading = reader.parse(raw)
    except AnalyzerError as error:
        error.path = error.path or path
        raise
    return assemble(
        reading,
        raw=raw,
        format_name=reader.name,
        companions=companions,
        choices=choices,
    )


def content_of(path: str | Path) -> bytes:
    """The bytes of a transcript. Raises UnreadableTranscript where they cannot be had."""
    name = str(path)
    try:
        part = conversation_content(name)
        if part is not None:
            return part
        path = Path(path) / UTTERANCES if is_corpus(path) else Path(path)
        is_folder = path.is_dir()
        if not is_folder:
            check_bytes(path.stat().st_size, path=name)
        content = b"" if is_folder else path.read_bytes()
    except UnreadableTranscript:  # a ValueError, too
        raise
    except FileNotFoundError as error:
        raise UnreadableTranscript(
            "there is no such file.", path=name, hint="Check the spelling of the path."
        ) from error
    except PermissionError as error:
        raise UnreadableTranscript(
            "this file may not be read.", path=name, hint="Change its permissions, or copy it."
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableTranscript(
            f"this file cannot be read: {error}.", path=name, hint="Copy it to another place."
        ) from error
    if is_folder:
        raise UnreadableTranscript(
            "this is a folder.", path=name, hint="Name the files in it, or use 'analyzer add'."
        )
    return content


class _Read(ModuleType):
    """This package, which may also be called: ``ca.read(...)`` is what a notebook begins with.

    A package and a function of one name cannot stand side by side in ``analyzer``.
    """

    def __call__(
        self,
        path_or_text: str | Path,
        *,
        format: str | None = None,  # noqa: A002 - the word of the command line
        speakers: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - a record of a layer above
        """What a transcript says, before anything is looked for in it: ``notebook.read``."""
        read = import_module("analyzer.notebook").read
        return read(path_or_text, format=format, speakers=speakers)


sys.modules[__name__].__class__ = _Read
