"""The count of what could be labels: each candidate name, in each shape, over the whole file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analyzer.read.base import BlockKind
from analyzer.read.labels.grammar import Mark, Row, Shape, read_mark
from analyzer.read.pages.sections import aside_kind

# A string that stands so often before a colon is a speaker, unless it is an everyday heading.
RECURS = 3
_OPENS_QUOTE = re.compile(r"""\s*["“„«'‘]""")
_TO_LAST_WORD = re.compile(r".*\w", re.DOTALL)
_CLOSES_QUOTE = re.compile(r"""["”“»'’]""")
_LINK = re.compile(r"<?https?://\S+", re.IGNORECASE)
# Parts a coach acts out inside his own turn; beside named speakers they are no voices of the call.
PLAYED = frozenset(
    (
        *("you", "me", "manager", "candidate", "prospect", "boss", "hr", "him", "her", "them"),
        *("they", "employer", "cto", "ceo", "cfo", "vp", "buyer", "client", "recruiter"),
        *("employee", "gatekeeper", "receptionist", "secretary", "he", "she", "i", "hiring"),
    )
)


@dataclass(slots=True, kw_only=True)
class Tally:
    """One candidate in one shape: where it stands, and how it is written."""

    name: str
    rows: list[int] = field(default_factory=list)
    quoted: int = 0
    sentences: int = 0
    timed: int = 0
    empty: int = 0
    links: int = 0
    strong: int = 0
    opening: int = 0
    headings: int = 0


Ballot = dict[Shape, dict[str, Tally]]


def read_marks(rows: Sequence[Row]) -> dict[int, Mark]:
    """What could be labels, by row number; parts that the page sets aside hold none."""
    marks: dict[int, Mark] = {}
    for index, row in enumerate(rows):
        if aside_kind(row.section) is not None:
            continue
        following = rows[index + 1] if index + 1 < len(rows) else None
        mark = read_mark(row, following)
        if mark is not None and mark.key:
            marks[index] = mark
    return marks


def count_marks(rows: Sequence[Row], marks: Mapping[int, Mark]) -> Ballot:
    """The candidates of each shape, by the key of their names; a name of links only is none."""
    ballot: Ballot = {shape: {} for shape in Shape}
    for index, mark in marks.items():
        tallies = ballot[mark.shape]
        key = mark.key
        tally = tallies.get(key)
        if tally is None:
            tally = tallies[key] = Tally(name=mark.name)
        tally.rows.append(index)
        tally.quoted += _is_quoted(mark.rest)
        tally.sentences += len(mark.rest.split(maxsplit=3)) > 3
        tally.strong += mark.strong
        tally.timed += mark.start_ms is not None
        tally.empty += not mark.rest
        tally.links += _LINK.fullmatch(mark.rest) is not None
        tally.opening += rows[index].opens
        tally.headings += rows[index].kind is BlockKind.HEADING
    return {
        shape: {key: tally for key, tally in tallies.items() if tally.links < len(tally.rows)}
        for shape, tallies in ballot.items()
    }


def _is_quoted(text: str) -> bool:
    """Whether a text opens with a quotation mark and has one behind its last word.

    >>> _is_quoted("“Why?” "), _is_quoted("“Why?” he said."), _is_quoted("“")
    (True, False, False)
    """
    opened = _OPENS_QUOTE.match(text)
    if opened is None:
        return False
    words = _TO_LAST_WORD.match(text, opened.end())
    return _CLOSES_QUOTE.search(text, words.end() if words else opened.end()) is not None
