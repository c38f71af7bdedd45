"""Redacted copies: of transcripts as text files, of an archive as a new one; and files put back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePath

from analyzer.archive import Archive
from analyzer.errors import PrivacyError
from analyzer.files import make_private_folder, write_private
from analyzer.privacy.keys import Key
from analyzer.privacy.redactor import Redactor
from analyzer.privacy.rewriting import redacted_analysis, redacted_path
from analyzer.privacy.transcripts import found_in_transcript
from analyzer.read.turns import session_id
from analyzer.records import Analysis, Session

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
ENDING = ".txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What a file became, and how many names, addresses, numbers and sums were replaced in it."""

    path: str
    written: Path
    n_replaced: int


def redacted_texts(
    sessions: Sequence[Session], redactor: Redactor, *, key: Key
) -> Iterator[tuple[str, str, str, int]]:
    """Path, new file name, redacted transcript and number of replacements of each session.

    The key remembers each word, so that every text comes back.
    """
    taken: set[str] = set()
    for session in sessions:
        name = _free_name(redacted_path(session.source.path, redactor), taken)
        text, found = found_in_transcript(session, redactor)
        yield session.source.path, name, key.redact(text, found, name=name).text, len(found)


def copy_sessions(
    sessions: Sequence[Session], folder: str | Path, redactor: Redactor, *, key: Key
) -> tuple[Copied, ...]:
    """Writes each session as a redacted transcript into a folder, made where it is not there.

    Nothing that is there is written over. Raises PrivacyError, before anything is written where a
    file is in the way.
    """
    place = Path(folder)
    texts = list(redacted_texts(sessions, redactor, key=key))
    _check_free(place, [name for _, name, _, _ in texts])
    written = []
    for path, name, text, n_replaced in texts:
        _write(place / name, text)
        written.append(Copied(path=path, written=place / name, n_replaced=n_replaced))
    return tuple(written)


def restore_files(
    files: Sequence[str | Path], folder: str | Path, *, key: Key
) -> tuple[Copied, ...]:
    """Writes each file with its names put back into a folder.

    A file as it was written gets every word back; one that was changed since gets the fullest name
    of each pseudonym. Raises PrivacyError where one cannot be read or is in the way.
    """
    place = Path(folder)
    taken: set[str] = set()
    texts = []
    for file in files:
        text = _read(Path(file))
        stem, ending = PurePath(file).stem, PurePath(file).suffix
        name = _free_name(f"{key.restored(stem)}{ending}", taken, ending=ending)
        restored = key.restored(text, name=PurePath(file).name)
        texts.append((str(file), name, restored))
    _check_free(place, [name for _, name, _ in texts])
    for _, name, text in texts:
        _write(place / name, text)
    return tuple(Copied(path=path, written=place / name, n_replaced=0) for path, name, _ in texts)


def copy_archive(source: Archive, target: Archive, redactor: Redactor) -> int:
    """Puts every session of an archive, redacted, into an empty one; says how many.

    What was found in a session stays; ids and digests are made anew of the redacted words. What
    passages mean is left out, for a meaning tells of names too, and so are themes: both can be
    made anew. Raises ArchiveError.
    """
    taken: set[str] = set()
    n_copied = 0
    for analysis in source.analyses():
        target.add(_with_new_id(redacted_analysis(analysis, redactor), taken))
        n_copied += 1
    return n_copied


def _with_new_id(analysis: Analysis, taken: set[str]) -> Analysis:
    session = analysis.session
    names = [session.speakers[turn.speaker].name for turn in session.turns]
    texts = [turn.text for turn in session.turns]
    name = _free_name(session.source.path, taken, ending=PurePath(session.source.path).suffix)
    digest = sha256("\n".join([name, *names, *texts]).encode("utf-8", "surrogatepass"))
    source = replace(session.source, path=name, sha256=digest.hexdigest())
    return replace(analysis, session=replace(session, id=session_id(names, texts), source=source))


def _free_name(name: str, taken: set[str], *, ending: str = ENDING) -> str:
    """A name of a file that is not taken, of signs that every system allows; it is taken then."""
    stem = _UNSAFE.sub("-", PurePath(name).stem).strip(" .") or "session"
    free, number = f"{stem}{ending}", 1
    while free.casefold() in taken:
        number += 1
        free = f"{stem} ({number}){ending}"
    taken.add(free.casefold())
    return free


def _check_free(folder: Path, names: Collection[str]) -> None:
    there = [name for name in names if (folder / name).exists()]
    if there:
        what = f"{there[0]!r} is there already"
        more = f", and {len(there) - 1} files more are" if len(there) > 1 else ""
        hint = "Name a new folder; nothing is written over."
        raise PrivacyError(f"{what}{more}.", path=str(folder), hint=hint)


def _write(place: Path, text: str) -> None:
    try:
        make_private_folder(place.parent)
        write_private(place, text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        what = f"it cannot be written: {error.strerror or error}."
        hint = "Choose a folder that exists and that you may write to."
        raise PrivacyError(what, path=str(place), hint=hint) from error


def _read(place: Path) -> str:
    try:
        return place.read_bytes().decode("utf-8", "surrogatepass")
    except OSError as error:
        hint = "Name files that 'analyzer redact' wrote."
        raise PrivacyError(
            f"it cannot be read: {error.strerror}.", path=str(place), hint=hint
        ) from error
    except UnicodeDecodeError as error:
        hint = "Only text can be put back: transcripts, CSV, HTML, not PDF."
        raise PrivacyError("this is no UTF-8 text.", path=str(place), hint=hint) from error
