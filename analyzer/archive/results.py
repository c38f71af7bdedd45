"""What an archive answers with: records small enough to hold for every session at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from analyzer.records import Label, MadeWith


class Status(StrEnum):
    """What adding an analysis did to the archive."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What became of one analysis.

    ``other_path`` is set for a duplicate: the other file that holds the same talk. ``earlier`` are
    ids of other sessions that came from the same path before and are still in the archive, oldest
    id order: a transcript that was edited is a new session, and both count until one is removed.
    """

    session_id: str
    status: Status
    path: str
    other_path: str | None = None
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSummary:
    """One line about a session; ``other_paths`` are further files that hold the same talk.

    ``encoder`` says what told the meaning of its passages, None where nothing has.
    """

    id: str
    title: str | None
    held_on: dt.date | None
    path: str
    format: str
    other_paths: tuple[str, ...]
    coaches: tuple[str, ...]
    clients: tuple[str, ...]
    n_turns: int
    n_sentences: int
    n_exchanges: int
    n_advice: int
    made_with: MadeWith
    encoder: str | None = None


class KeptFile(NamedTuple):
    """A file in which a session was found, and the digest of what was read then."""

    path: str
    sha256: str


class LeftLabel(NamedTuple):
    """A label that a person gave to words that are not said any more, and these words."""

    label: Label
    words: str
