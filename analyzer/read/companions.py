"""What lies beside a transcript and belongs to it: its chat, its list of voices, speakers' names.

A chat is known by its content. It belongs to the transcripts whose names begin like its own, up to
"chat" or with the same date and time as Zoom writes them (``GMT20250301-140104``), and to the only
transcript of a folder that has no other chat. A list of voices (RTTM) bears its transcript's name
with another ending. ``speakers.toml`` is for all transcripts of its folder.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read.decode import decode
from analyzer.read.people.choices import FILE_NAME, NO_CHOICES, Choices, read_choices
from analyzer.read.rttm import Voice, read_rttm
from analyzer.read.zoom_chat import ZoomChat, read_chat
from analyzer.records import ChatMessage

_VOICES = ".rttm"
_CHAT_ENDINGS = frozenset((".txt", ".log", ""))
_ZOOM = re.compile(r"GMT[0-9]{8}-[0-9]{6}", re.IGNORECASE)
_CHAT_NAME = re.compile(
    r"[\s_.-]*(?:meeting)?[\s_.-]*(?:saved|new|closed)?[\s_.-]*chat(?:[\s_.-]*(?:log|file|messages|"
    r"transcript))?(?:\s*\([0-9]+\))?$",
    re.IGNORECASE,
)
_TALK_NAME = re.compile(
    r"[\s_.-]*(?:transcript|captions?|cc|subtitles?|audio)(?:[\s_.-](?:[a-z]{2}|transcript))?$",
    re.IGNORECASE,
)
_NO_TALK = frozenset(
    (
        *(".rttm", ".toml", ".mp3", ".mp4", ".m4a", ".m4v", ".wav", ".aac", ".ogg", ".opus"),
        *(".flac", ".webm", ".mov", ".avi", ".mkv", ".png", ".jpg", ".jpeg", ".gif", ".db"),
        *(".zip", ".ini", ".log", ".lnk", ".conf", ".url"),
    )
)
_BEFORE_TEXT = b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t"
_HEAD = 65_536
_FEW_FILES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """The files that belong to a transcript; None where there is none of the kind."""

    chat: Path | None = None
    voices: Path | None = None
    choices: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them that there are."""
        return tuple(file for file in (self.chat, self.voices, self.choices) if file is not None)

    def read_chat(self) -> tuple[ChatMessage, ...]:
        """The messages of the chat. Raises UnreadableTranscript."""
        return () if self.chat is None else chat_of(self.chat)

    def read_voices(self) -> tuple[Voice, ...]:
        """The voices of the list. Raises UnreadableTranscript."""
        if self.voices is None:
            return ()
        raw = decode(_content(self.voices), path=str(self.voices))
        return read_rttm(raw.text or "", path=raw.path)

    def read_choices(self, path: Path) -> Choices:
        """What ``speakers.toml`` says of the transcript at a path. Raises ChoiceError."""
        if self.choices is None:
            return NO_CHOICES
        return read_choices(self.choices, file=path.name, beside=_names_in(path.parent))


NO_COMPANIONS = Companions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The names in a folder, sorted out once for all its transcripts.

    ``voices`` are lists of voices by their ending, ``chats`` what is called a chat, ``texts`` what
    may be a transcript: as many as it takes to see that they are many. Each stands in order.
    """

    names: frozenset[str]
    voices: tuple[str, ...]
    chats: tuple[str, ...]
    texts: tuple[str, ...]


def look_into(folder: Path) -> Folder:
    """What lies in a folder; nothing where it cannot be opened."""
    names = _names_in(folder)
    texts = islice(filter(_is_text, names), _FEW_FILES + 2)
    return Folder(
        names=names,
        voices=tuple(sorted(name for name in names if name.casefold().endswith(_VOICES))),
        chats=tuple(sorted(it for it in names if "chat" in it.casefold() and _may_be_chat(it))),
        texts=tuple(sorted(texts)),
    )


def find_companions(
    path: str | Path,
    *,
    chat: str | Path | None = None,
    folder: Folder | None = None,
) -> Companions:
    """What belongs to the transcript at a path; ``chat`` names its chat by hand.

    ``folder`` is that of the path, where it has been looked into. What cannot be looked into is
    not there.
    """
    path = Path(path)
    folder = folder or look_into(path.parent)
    if path.name not in folder.names:  # it is not there, and its reader will say so
        return NO_COMPANIONS if chat is None else Companions(chat=Path(chat))
    found = path.with_name(FILE_NAME) if FILE_NAME in folder.names else None
    return Companions(
        chat=_chat_beside(path, folder) if chat is None else Path(chat),
        voices=_voices_beside(path, folder),
        choices=found,
    )


def is_companion(path: str | Path) -> bool:
    """Whether a file is none to be read by itself: a chat, a list of voices, speakers' names.

    Told by name where that settles it, else by the first lines of the file.
    """
    path = Path(path)
    if path.name == FILE_NAME or path.suffix.casefold() == _VOICES:
        return True
    return path.suffix.casefold() in _CHAT_ENDINGS and _is_chat(path)


def chat_of(path: Path) -> tuple[ChatMessage, ...]:
    """The messages of a chat's file. Raises UnreadableTranscript where it is none."""
    return read_chat(decode(_content(path), path=str(path)))


def source_digest(content: bytes, *, companions: Companions, choices: Choices) -> str:
    """Hex digits for the bytes of a transcript and for all that names its speakers beside it.

    The digest of the bytes alone where nothing lies beside them and nobody chose names: a file
    whose digest has not changed reads as it did.
    """
    digest = hashlib.sha256(content).hexdigest()
    parts = [_digest_of(file) for file in (companions.chat, companions.voices)]
    if not choices.digest and not any(parts):
        return digest
    return hashlib.sha256("\n".join((digest, choices.digest, *parts)).encode()).hexdigest()


def _digest_of(file: Path | None) -> str:
    try:
        return "" if file is None else hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        what, hint = "there is no such file.", "Check the spelling of the path."
        raise UnreadableTranscript(what, path=str(path), hint=hint) from error
    except (OSError, ValueError) as error:
        what = f"this file cannot be read: {error}."
        raise UnreadableTranscript(what, path=str(path)) from error
    if not content.strip():
        raise UnreadableTranscript("the file is empty.", path=str(path), hint="Leave it out.")
    return content


def _names_in(folder: Path) -> frozenset[str]:
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names alone are wanted
    except (OSError, ValueError):
        return frozenset()
    return frozenset(name for name in names if not name.startswith((".", "~$")))


def _voices_beside(path: Path, folder: Folder) -> Path | None:
    wanted = {path.name.casefold(), path.stem.casefold(), _talk_stem(path.name)}
    for name in folder.voices:
        if PurePath(name).stem.casefold() in wanted:
            return path.with_name(name)
    return None


def _chat_beside(path: Path, folder: Folder) -> Path | None:
    """The chat of a transcript: by its name, or as the only one beside the only transcript."""
    for name in folder.chats:
        if name != path.name and _is_chat_of(name, path.name) and _is_chat(path.with_name(name)):
            return path.with_name(name)
    talks = [name for name in folder.texts if name != path.name]
    if not talks or len(talks) > _FEW_FILES:
        return None
    chats = [name for name in talks if _may_be_chat(name) and _is_chat(path.with_name(name))]
    # The same talk in two forms is one transcript.
    strangers = [
        name for name in talks if name not in chats and _talk_stem(name) != _talk_stem(path.name)
    ]
    return path.with_name(chats[0]) if len(chats) == 1 and not strangers else None


def _is_chat_of(chat: str, talk: str) -> bool:
    zoom = _ZOOM.match(chat)
    if zoom is not None:
        return talk.casefold().startswith(zoom[0].casefold())
    stem = PurePath(chat).stem
    bare = _CHAT_NAME.sub("", stem).casefold().rstrip(" ._-")
    return bare != stem.casefold() and bool(bare) and bare == _talk_stem(talk)


def _talk_stem(name: str) -> str:
    """The name of a transcript without its endings: "call" for ``call.transcript.vtt``."""
    stem = PurePath(name).stem
    bare = _TALK_NAME.sub("", stem) or stem
    return bare.casefold().rstrip(" ._-")


def _may_be_chat(name: str) -> bool:
    return PurePath(name).suffix.casefold() in _CHAT_ENDINGS


def _is_text(name: str) -> bool:
    """Whether it may be a transcript: no list of voices, no recording, no file of settings."""
    suffix = PurePath(name).suffix.casefold()
    return suffix not in _NO_TALK and name != FILE_NAME


def _is_chat(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            content = file.read(_HEAD)
        if not content.lstrip(_BEFORE_TEXT)[:1].isdigit():
            return False
        if len(content) == _HEAD:
            content = content[: content.rfind(b"\n") + 1] or content
        return ZoomChat().claims(decode(content, path=str(path))) > 0
    except (OSError, ValueError, AnalyzerError):
        return False


def check_choices(files: Iterable[str]) -> None:
    """Looks once at each ``speakers.toml`` beside the files. Raises ChoiceError for a wrong one."""
    for folder in dict.fromkeys(Path(file).parent for file in files):
        path = folder / FILE_NAME
        if path.is_file():
            read_choices(path, file="")


def sort_out(files: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """Files of folders as transcripts, companions of these, and companions of none of these."""
    files = list(files)
    beside = [file for file in files if is_companion(file)]
    if not beside:
        return files, [], []
    known = set(beside)
    talks = [file for file in files if file not in known]
    folders = {folder: look_into(folder) for folder in {Path(file).parent for file in beside}}
    used = {
        str(own)
        for file in talks
        if Path(file).parent in folders
        for own in find_companions(file, folder=folders[Path(file).parent]).files
    }
    return talks, [it for it in beside if it in used], [it for it in beside if it not in used]
