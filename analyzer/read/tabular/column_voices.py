"""Tables with a column for each speaker, ``Time | Coach | Client``, made such with one for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyzer.read.people.names import is_person_like, is_role_like
from analyzer.read.tabular.column_heads import Part, part_named

_HEAD_WITHIN = 10
_MOST_VOICES = 12
_LONGEST_NAME = 5
_WORDY = 3.0

Cells = tuple[str, ...]


def by_voices(rows: Sequence[Cells]) -> list[tuple[int, Cells]] | None:
    """The rows with a speaker and a text in place of a column for each voice; None for others.

    Each comes with the number of the row it was made of: one with two voices becomes two.
    One voice at least must be called by a role, "Coach" or "Speaker 1", so that themes and insights
    are no voices.
    """
    for index, head in enumerate(rows[:_HEAD_WITHIN]):
        voices = _voices(head)
        if voices and _is_spoken(rows[index + 1 :], voices):
            return _unfolded(rows, index, voices)
    return None


def _voices(head: Cells) -> Mapping[int, str]:
    """The columns that a row names after speakers; empty where it names the text or the speaker."""
    voices: dict[int, str] = {}
    for column, cell in enumerate(head):
        name = cell.strip().rstrip(":")
        part = part_named(name)
        if part in {Part.TEXT, Part.SPEAKER, Part.ID}:
            return {}
        is_name = is_role_like(name) or is_person_like(name)
        if part is None and is_name and len(name.split()) <= _LONGEST_NAME:
            voices[column] = name
    fits = 1 < len(voices) <= _MOST_VOICES and len(set(voices.values())) == len(voices)
    return voices if fits and any(map(is_role_like, voices.values())) else {}


def _is_spoken(body: Sequence[Cells], voices: Mapping[int, str]) -> bool:
    said = {
        column: [cells[column] for cells in body if column < len(cells) and cells[column].strip()]
        for column in voices
    }
    if any(cell.strip() in voices.values() for cells in body for cell in cells):
        return False  # names in a column of speakers
    n_cells = sum(map(len, said.values()))
    n_words = sum(len(cell.split()) for cells in said.values() for cell in cells)
    return len(body) > 1 and all(said.values()) and n_words >= _WORDY * n_cells


def _unfolded(
    rows: Sequence[Cells], head: int, voices: Mapping[int, str]
) -> list[tuple[int, Cells]]:
    width = max(map(len, rows))
    others = [column for column in range(width) if column not in voices]
    made = list(enumerate(rows[:head]))
    for index, cells in enumerate(rows[head:], head):
        padded = (*cells, *("",) * (width - len(cells)))
        kept = tuple(padded[column] for column in others)
        said = [(name, padded[column]) for column, name in voices.items() if padded[column].strip()]
        if index == head:
            said = [("speaker", "text")]
        made += [(index, (*kept, *one)) for one in said or [("", "")]]
    return made
