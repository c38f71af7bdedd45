"""The talks that names are learned from: who speaks in them, and all that is said or written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.archive import Archive
from analyzer.records import Role, Session
from analyzer.records.names import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A session as far as names are concerned.

    ``voices`` are the speakers in order; ``called`` are other names they go by, each with the
    number of its voice; ``authors`` write beside the talk. ``texts`` are what is said and written.
    """

    voices: tuple[Voice, ...]
    called: tuple[tuple[int, str], ...]
    authors: tuple[str, ...]
    texts: tuple[str, ...]


def talk_of(session: Session) -> Talk:
    """The talk that a session holds."""
    beside = [it.text for it in session.outside]
    return Talk(
        voices=tuple((it.role, it.name) for it in session.speakers),
        called=tuple(
            (number, name)
            for number, it in enumerate(session.speakers)
            for name in (it.label, it.proposal.name if it.proposal else None)
            if name is not None
        ),
        authors=tuple(
            name for it in session.chat for name in (it.author, it.to) if name is not None
        ),
        texts=(
            *(it.text for it in session.turns),
            *(it.text for it in session.chat),
            *beside,
            *([session.title] if session.title else []),
        ),
    )


def talks_in(archive: Archive) -> Iterator[Talk]:
    """The talks of an archive, by date and then id, those without a date last."""
    with archive.reading() as connection:
        keys = connection.execute(_SESSIONS).fetchall()
        for (key,) in keys:
            speakers = connection.execute(_SPEAKERS, (key,)).fetchall()
            chat = connection.execute(_CHAT, (key,)).fetchall()
            texts = connection.execute(_TEXTS, (key,) * 4).fetchall()
            yield Talk(
                voices=tuple((Role(role), name) for role, name, *_ in speakers),
                called=tuple(
                    (number, name)
                    for number, (_, _, *others) in enumerate(speakers)
                    for name in others
                    if name is not None
                ),
                authors=tuple(name for row in chat for name in row if name is not None),
                texts=tuple(row[0] for row in texts if row[0]),
            )


_SESSIONS = "SELECT id FROM sessions ORDER BY held_on IS NULL, held_on, id"
_SPEAKERS = (
    "SELECT role, name, label, proposed_name FROM speakers WHERE session_id = ? ORDER BY speaker"
)
_CHAT = "SELECT author, sent_to FROM chat WHERE session_id = ? ORDER BY message"
_TEXTS = """
SELECT text FROM (
    SELECT 0 AS place, turn AS number, text FROM turns WHERE session_id = ?
    UNION ALL SELECT 1, message, text FROM chat WHERE session_id = ?
    UNION ALL SELECT 2, outside, text FROM outside WHERE session_id = ?
    UNION ALL SELECT 3, 0, title FROM sessions WHERE id = ?
) ORDER BY place, number
"""
