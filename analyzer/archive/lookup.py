"""Finding sessions by what a person types, and turns by the words in them."""

from __future__ import annotations

import difflib
import sqlite3
from pathlib import PurePath, PureWindowsPath

from analyzer.archive.results import WordHit
from analyzer.errors import ArchiveError
from analyzer.records import Role
from analyzer.records.names import Voice, full_names, same_name

MAX_WORDS = 64
SNIPPET_WORDS = 32


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


def sessions_of_client(
    connection: sqlite3.Connection, client: str, *, archive: str, join_names: bool
) -> set[str]:
    """The ids of the sessions with this client, under any name of theirs with ``join_names``.

    Raises ArchiveError when there is none, naming the nearest.
    """
    voices: dict[str, list[Voice]] = {}
    # A role that somebody wrote in by hand is told when its session is read.
    for key, role, name in connection.execute(
        "SELECT session_id, role, name FROM speakers WHERE role IN (?, ?, ?, ?)", tuple(Role)
    ):
        voices.setdefault(key, []).append((Role(role), name))
    wanted: Voice = (Role.CLIENT, client)
    names = full_names(voices.values()) if join_names else {}
    # What is asked for need not stand in a transcript: "Imani C." means somebody too.
    meant = full_names([*voices.values(), [wanted]])[wanted] if join_names else client
    clients = {
        (key, name)
        for key, present in voices.items()
        for role, name in present
        if role is Role.CLIENT
    }
    found = {key for key, name in clients if same_name(names.get((Role.CLIENT, name), name), meant)}
    if not found:
        known = sorted({name for _, name in clients})
        raise not_found(f"no client {client!r}", client, known, archive=archive, lister="list")
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


def search_turns(connection: sqlite3.Connection, query: str, *, limit: int) -> tuple[WordHit, ...]:
    """Turns that hold all words of the query, else those that hold any of them; the best first.

    Nothing in a query is an operator. Words in double quotes must stand next to each other.
    """
    phrases = _phrases(query)
    for glue in (" AND ", " OR ") if len(phrases) > 1 else (" AND ",):
        match = glue.join(phrases)
        rows = (
            connection.execute(_SEARCH, (SNIPPET_WORDS, match, limit)).fetchall() if match else []
        )
        if rows:
            return tuple(WordHit(*row) for row in rows)
    return ()


_SEARCH = (
    "SELECT t.session_id, t.turn, snippet(turn_words, 0, '', '', '…', ?)"
    " FROM turn_words JOIN turns AS t ON t.key = turn_words.rowid"
    " WHERE turn_words MATCH ? ORDER BY bm25(turn_words), t.session_id, t.turn LIMIT ?"
)


def _phrases(query: str) -> list[str]:
    """Each word or quoted phrase as an FTS5 string, in which only the quote has a meaning."""
    text = query.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")
    phrases: list[str] = []
    for place, piece in enumerate(text.split('"')):
        phrases += [piece] if place % 2 else piece.split()
    spoken = (piece for piece in phrases if any(char.isalnum() for char in piece))
    return [f'"{piece}"' for piece in spoken][:MAX_WORDS]
