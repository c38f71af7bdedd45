"""Finding sessions by what a person types: an id, a file, a person."""

from __future__ import annotations

import difflib
import sqlite3
from pathlib import PurePath, PureWindowsPath

from analyzer.errors import ArchiveError
from analyzer.records import Role
from analyzer.records.names import Voice, full_names, same_name


def find_session(connection: sqlite3.Connection, text: str, *, archive: str) -> str:
    """The id of the one session meant: by id, a file's path or name, or the beginning of either.

    Raises ArchiveError when none is meant, naming the nearest, or several, naming them.
    """
    rows = connection.execute(
        "SELECT session_id, path FROM files ORDER BY session_id, path"
    ).fetchall()
    ids: list[str] = [row[0] for row in connection.execute("SELECT id FROM sessions ORDER BY id")]
    wanted = text.strip()
    if wanted in ids:
        return wanted
    by_path = [key for key, path in rows if path == text]
    by_name = [key for key, path in rows if wanted.casefold() in _names(path)]
    by_start = [key for key in ids if wanted and key.startswith(wanted.lower())]
    by_name_start = [
        key
        for key, path in rows
        if wanted and any(name.startswith(wanted.casefold()) for name in _names(path))
    ]
    found: list[str]
    for found in (by_path, by_name, by_start, by_name_start):
        sessions = sorted(set(found))
        if len(sessions) == 1:
            return sessions[0]
        if sessions:
            raise ArchiveError(
                f"{text!r} means {len(sessions)} sessions: {_some(sessions)}.",
                path=archive,
                hint="Give more of the id, or the file's whole path.",
            )
    known = [*ids, *(name for _, path in rows for name in sorted(_names(path)))]
    raise not_found(f"no session {text!r}", wanted, known, archive=archive, lister="list")


def sessions_with(
    connection: sqlite3.Connection, name: str, *, role: Role, archive: str, join_names: bool
) -> set[str]:
    """The ids of the sessions with this person, under any name of theirs with ``join_names``.

    Raises ArchiveError when there is nobody of this name in this role, naming the nearest.
    """
    voices: dict[str, list[Voice]] = {}
    # A role that somebody wrote in by hand is told when its session is read.
    for key, written, speaker in connection.execute(
        "SELECT session_id, role, name FROM speakers WHERE role IN (?, ?, ?, ?)", tuple(Role)
    ):
        voices.setdefault(key, []).append((Role(written), speaker))
    wanted: Voice = (role, name)
    names = full_names(voices.values()) if join_names else {}
    # What is asked for need not stand in a transcript: "Imani C." means somebody too.
    meant = full_names([*voices.values(), [wanted]])[wanted] if join_names else name
    people = {(key, voice) for key, present in voices.items() for voice in present}
    found = {
        key
        for key, voice in people
        if voice[0] is role and same_name(names.get(voice, voice[1]), meant)
    }
    if not found:
        known = sorted({voice[1] for _, voice in people if voice[0] is role})
        raise not_found(f"no {role} {name!r}", name, known, archive=archive, lister="list")
    return found


def not_found(
    what: str, wanted: str, known: list[str], *, archive: str, lister: str
) -> ArchiveError:
    """The error for a name that is not there, with the names that look most like it."""
    near = difflib.get_close_matches(wanted.casefold(), dict.fromkeys(known), n=3, cutoff=0.5)
    hint = f"Nearest: {', '.join(near)}." if near else f"See 'analyzer {lister} -a {archive}'."
    return ArchiveError(f"{what} in this archive.", path=archive, hint=hint)


def _names(path: str) -> set[str]:
    """The ways a person writes a file's name: with and without its ending, small letters."""
    # An archive made on Windows may be read elsewhere, and the other way round.
    pure = PureWindowsPath(path) if "\\" in path else PurePath(path)
    return {pure.name.casefold(), pure.stem.casefold()} - {""}


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:5])
    return shown if len(names) <= 5 else f"{shown}, …"
