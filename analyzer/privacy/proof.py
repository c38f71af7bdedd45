"""Whether words are gone from an archive: from its rows, and from the bytes of its files."""

from __future__ import annotations

import mmap
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzer.privacy.lists import load_lists
from analyzer.privacy.words import folded

# A shorter name stands by chance in what is packed, and among other letters.
_SHORTEST_NAME = 5
_PIECE = 32
_MOST_PIECES, _FEWEST_PIECES = 400, 40
# So many bytes are looked through in all.
_MOST_WORK = 40_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What must not be found: names as bytes, and pieces of what was said, the longest first."""

    names: tuple[bytes, ...]
    pieces: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was looked at and for what; ``left`` says what was found and where, empty if nothing.

    ``n_elsewhere`` pieces were found that other sessions hold word for word as well.
    """

    files: tuple[str, ...]
    n_rows: int
    n_names: int
    n_pieces: int
    n_elsewhere: int
    left: tuple[str, ...]


def gather_evidence(
    connection: sqlite3.Connection, session_ids: Sequence[str], names: Sequence[str]
) -> Evidence:
    """Names long enough to be told from other bytes, and a piece of each long sentence said."""
    common = load_lists().common
    telling = [
        name
        for name in names
        if len(name) >= _SHORTEST_NAME and not all(word in common for word in folded(name))
    ]
    said: dict[bytes, None] = {}
    for key in session_ids:
        for (text,) in connection.execute(_SAID, (key,)):
            piece = text.strip().encode("utf-8", "surrogatepass")
            middle = max(0, len(piece) // 2 - _PIECE // 2)
            if len(piece) >= _PIECE:
                said[piece[middle : middle + _PIECE]] = None
    return Evidence(names=tuple(it.encode() for it in telling), pieces=tuple(said))


def prove(
    path: Path,
    connection: sqlite3.Connection,
    evidence: Evidence,
    *,
    is_left: Callable[[str], bool],
) -> Proof:
    """Looks through all rows with ``is_left``, and through the bytes of the archive's files."""
    left: list[str] = []
    n_rows = 0
    for table, column, text in _texts(connection):
        n_rows += 1
        if is_left(text):
            left.append(f"the name in {table}.{column}")
    files = [it for it in _files_of(path) if it.exists() and it.stat().st_size]
    size = sum(it.stat().st_size for it in files)
    n_pieces = max(_FEWEST_PIECES, min(_MOST_PIECES, _MOST_WORK // max(size, 1)))
    pieces = evidence.pieces[:: max(1, len(evidence.pieces) // n_pieces)]
    n_elsewhere = 0
    for file in files:
        with file.open("rb") as opened, _mapped(opened.fileno()) as content:
            left += [
                f"the name {name.decode()!r} in the bytes of {file.name}"
                for name in evidence.names
                if _has_word(content, name)
            ]
            for piece in pieces:
                if content.find(piece) < 0:
                    continue
                if _is_said(connection, piece):
                    n_elsewhere += 1
                else:
                    left.append(f"{piece.decode(errors='replace')!r} in the bytes of {file.name}")
    return Proof(
        files=tuple(it.name for it in files),
        n_rows=n_rows,
        n_names=len(evidence.names),
        n_pieces=len(pieces),
        n_elsewhere=n_elsewhere,
        left=tuple(dict.fromkeys(left)),
    )


def _files_of(path: Path) -> Iterator[Path]:
    for end in ("", "-wal", "-shm", "-journal"):
        yield path.with_name(f"{path.name}{end}")


def _mapped(number: int) -> mmap.mmap:
    return mmap.mmap(number, 0, access=mmap.ACCESS_READ)


def _has_word(content: mmap.mmap, name: bytes) -> bool:
    """Whether the name stands there as a word of its own, in any capitals."""
    pattern = rb"(?<![A-Za-z])" + re.escape(name) + rb"(?![A-Za-z])"
    return re.search(pattern, content, re.IGNORECASE) is not None


def _texts(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        if table.startswith(("sqlite_", "turn_words")):
            continue
        rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
        columns = [it[0] for it in rows.description]
        for row in rows:
            for column, value in zip(columns, row, strict=True):
                if isinstance(value, str) and column not in _NEVER_NAMES:
                    yield table, column, value


# Columns of ours that hold no words of anybody.
_NEVER_NAMES = frozenset(
    ("analyzer", "category", "encoder", "format", "id", "kind", "models", "move", "pack", "role")
) | frozenset(("schema_version", "seal", "session_id", "sha256", "uptake"))


def _is_said(connection: sqlite3.Connection, piece: bytes) -> bool:
    text = piece.decode("utf-8", "ignore")
    return connection.execute(_HOLDS, {"text": text}).fetchone() is not None


_SAID = """
SELECT substr(t.text, s.start_char + 1, s.end_char - s.start_char)
FROM sentences AS s JOIN turns AS t ON t.session_id = s.session_id AND t.turn = s.turn
WHERE s.session_id = ? ORDER BY s.sentence
"""
_HOLDS = """
SELECT 1 FROM turns WHERE instr(text, :text)
UNION ALL SELECT 1 FROM outside WHERE instr(text, :text)
UNION ALL SELECT 1 FROM chat WHERE instr(text, :text) LIMIT 1
"""
