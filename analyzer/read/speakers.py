"""Which strings at line starts are speakers: a vote over the whole file, never line by line.

A string that recurs three times before a colon is a speaker unless it is an everyday heading. Rarer
ones need proof: a role word, a list of names on the page, a name that others say, the same form as
the sure labels. What only plays a role inside somebody's turn stays text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analyzer.read.identity import Identity, same_people
from analyzer.read.labels import Mark, Row, Shape, read_mark
from analyzer.read.names import (
    is_handle,
    is_person_like,
    is_plausible,
    is_role_like,
    name_key,
    split_note,
    split_role,
)
from analyzer.read.sections import aside_kind
from analyzer.records import ReadWarning

RECURS = 3
_SHORT_CALL_SHARE = 0.5
_SAID_BY_OTHERS = re.compile(r"(?<=[a-z,] )[A-ZÀ-Þ][^\W\d_]+")
_SMALL_WORDS = re.compile(r"(?<![^\W_])[a-zß-ÿ][^\W\d_]+")
_QUOTED = re.compile(r"""\s*["“„«'‘].*["”“»'’]\W*""", re.DOTALL)
# Parts a coach acts out inside his own turn; beside named speakers they are no voices of the call.
_PLAYED = frozenset(
    (
        *("you", "me", "manager", "candidate", "prospect", "boss", "hr", "him", "her", "them"),
        *("they", "employer", "cto", "ceo", "cfo", "vp", "buyer", "client", "recruiter"),
        *("employee", "gatekeeper", "receptionist", "secretary", "he", "she", "i", "hiring"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A row's label, decided: who speaks and what the row says."""

    speaker: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The speakers of a file: labels by row number, what people are called, roles by label."""

    labels: Mapping[int, Label]
    identity: Identity
    roles: tuple[tuple[str, str], ...] = ()
    warnings: tuple[ReadWarning, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Tally:
    """One candidate in one shape: where it stands, and how it is written."""

    name: str
    rows: list[int] = field(default_factory=list)
    quoted: int = 0
    sentences: int = 0
    timed: int = 0
    empty: int = 0
    strong: int = 0
    opening: int = 0


_Ballot = dict[Shape, dict[str, _Tally]]


def find_speakers(rows: Sequence[Row], *, declared: Sequence[str] = ()) -> Cast:
    """The speakers of the rows; ``declared`` are names the page itself lists."""
    marks = _read_marks(rows)
    ballot = _count(rows, marks)
    listed = {name_key(name) for name in declared}
    shape, chosen = _choose(rows, ballot, listed)
    chosen = _without_played_parts(ballot[shape], chosen) if chosen else chosen
    if chosen:
        chosen |= _declared_with_initials(ballot[shape], chosen)
    rare = _rare_speakers(rows, shape, ballot[shape], chosen, listed) if chosen else set()
    return _cast(_elect(rows, marks, shape, chosen | rare), rows, rare)


def _read_marks(rows: Sequence[Row]) -> dict[int, Mark]:
    marks: dict[int, Mark] = {}
    for index, row in enumerate(rows):
        if aside_kind(row.section) is not None:
            continue
        following = rows[index + 1] if index + 1 < len(rows) else None
        mark = read_mark(row, following)
        if mark is not None and mark.key:
            marks[index] = mark
    return marks


def _count(rows: Sequence[Row], marks: Mapping[int, Mark]) -> _Ballot:
    ballot: _Ballot = {shape: {} for shape in Shape}
    for index, mark in marks.items():
        tallies = ballot[mark.shape]
        key = mark.key
        tally = tallies.get(key)
        if tally is None:
            tally = tallies[key] = _Tally(name=mark.name)
        tally.rows.append(index)
        tally.quoted += _QUOTED.fullmatch(mark.rest) is not None
        tally.sentences += len(mark.rest.split()) > 3
        tally.strong += mark.strong
        tally.timed += mark.start_ms is not None
        tally.empty += not mark.rest
        tally.opening += rows[index].opens
    return ballot


def _choose(rows: Sequence[Row], ballot: _Ballot, listed: set[str]) -> tuple[Shape, set[str]]:
    """The shape that labels most of the file, and its sure speakers."""
    best, chosen, covered = Shape.COLON, set[str](), 0
    for shape in Shape:
        keys = _recurring(shape, ballot[shape], listed)
        rows_covered = sum(len(ballot[shape][key].rows) for key in keys)
        if shape not in (Shape.COLON, Shape.TIME) and (
            len(keys) < 2 or rows_covered * 4 < _n_blocks(rows)
        ):
            continue
        if rows_covered > covered:
            best, chosen, covered = shape, keys, rows_covered
    if chosen:
        return best, chosen
    for shape in Shape:
        keys = _short_call(rows, shape, ballot[shape], listed)
        if keys:
            return shape, keys
    return Shape.COLON, set()


def _recurring(shape: Shape, tallies: Mapping[str, _Tally], listed: set[str]) -> set[str]:
    if shape in (Shape.COLON, Shape.TIME):
        keys = {
            key
            for key, tally in tallies.items()
            if len(tally.rows) >= RECURS and is_plausible(tally.name)
        }
        return keys | (set(tallies) & listed if keys else set())
    return {
        key
        for key, tally in tallies.items()
        if len(tally.rows) >= RECURS
        and (is_role_like(tally.name) or is_person_like(tally.name) or is_handle(tally.name))
    }


def _n_blocks(rows: Sequence[Row]) -> int:
    return sum(1 for row in rows if row.opens)


def _short_call(
    rows: Sequence[Row], shape: Shape, tallies: Mapping[str, _Tally], listed: set[str]
) -> set[str]:
    """The speakers of a call in which nobody speaks three times."""
    roles = {key for key, tally in tallies.items() if is_role_like(tally.name)}
    keys = roles | {
        key
        for key, tally in tallies.items()
        if key in listed or is_person_like(tally.name) or is_handle(tally.name)
    }
    if not keys or shape in (Shape.DASH, Shape.BRACKET, Shape.TAB):
        return set()
    labelled = [index for key in keys for index in tallies[key].rows]
    if shape is Shape.ALONE:
        recurs = any(len(tallies[key].rows) > 1 for key in keys)
        return keys if len(keys) > 1 and recurs and len(labelled) * 3 >= len(rows) else set()
    timed = all(tallies[key].timed == len(tallies[key].rows) for key in keys)
    if shape is Shape.TIME or timed or len(roles) > 1 or len(keys & listed) > 1:
        return keys
    body = [
        row for row in rows[min(labelled) :] if row.opens or row.block == rows[labelled[0]].block
    ]
    empty = sum(tallies[key].empty for key in keys)
    dense = len(labelled) + empty >= _SHORT_CALL_SHARE * len(body)
    if len(keys) > 1:
        return keys if dense else set()
    return keys if (roles or keys & listed) and (dense or min(labelled) == 0) else set()


def _without_played_parts(tallies: Mapping[str, _Tally], chosen: set[str]) -> set[str]:
    """The speakers without parts that somebody acts out: quoted lines, "You" and "Manager"."""
    spoken = {key for key in chosen if tallies[key].quoted * 5 < len(tallies[key].rows) * 4}
    if not spoken:
        return chosen
    named = {key for key in spoken if is_person_like(tallies[key].name) and key not in _PLAYED}
    if len(named) < 2:
        return spoken
    fewest = sorted(len(tallies[key].rows) for key in named)[-2]
    return {
        key for key in spoken if key.split()[0] not in _PLAYED or len(tallies[key].rows) >= fewest
    }


def _declared_with_initials(tallies: Mapping[str, _Tally], chosen: set[str]) -> set[str]:
    """Names whose label declares the initials used from then on: "Lloyd Fournier (LF)"."""
    declared: set[str] = set()
    for key, tally in tallies.items():
        _, note = split_note(tally.name)
        if note is not None and name_key(note) in chosen:
            declared.add(key)
    return declared


def _rare_speakers(
    rows: Sequence[Row],
    shape: Shape,
    tallies: Mapping[str, _Tally],
    chosen: set[str],
    listed: set[str],
) -> set[str]:
    """Candidates used once or twice that are speakers all the same."""
    sure = [tallies[key] for key in chosen]
    n_sure = sum(len(tally.rows) for tally in sure)
    all_strong = sum(tally.strong for tally in sure) >= 0.9 * n_sure
    all_open = sum(tally.opening for tally in sure) >= 0.9 * n_sure
    first = min(index for tally in sure for index in tally.rows)
    candidates = [
        (key, tally)
        for key, tally in tallies.items()
        if key not in chosen and len(tally.rows) < RECURS and key.split()[0] not in _PLAYED
    ]
    if not candidates:
        return set()
    said, small = _words_of(rows)
    rare: set[str] = set()
    for key, tally in candidates:
        n_rows = len(tally.rows)
        if is_role_like(tally.name) or key in listed:
            rare.add(key)
            continue
        fits = (tally.strong == n_rows or not all_strong) and (
            tally.opening == n_rows or not all_open
        )
        early = max(tally.rows) < first and shape is not Shape.TIME and not tally.sentences
        if not fits or tally.quoted or early:
            continue
        person = is_person_like(tally.name)
        if _looks_like_somebody(tally.name, said, small) or (
            person and _shares_a_name(key, chosen)
        ):
            rare.add(key)
    return rare


def _words_of(rows: Sequence[Row]) -> tuple[set[str], set[str]]:
    """Words that stand capitalised inside sentences, and words that stand in small letters."""
    said: set[str] = set()
    small: set[str] = set()
    for row in rows:
        said.update(_SAID_BY_OTHERS.findall(row.text))
        small.update(_SMALL_WORDS.findall(row.text))
    return {word.casefold() for word in said}, small


def _looks_like_somebody(name: str, said: set[str], small: set[str]) -> bool:
    short, _ = split_role(name)
    if not is_person_like(short):
        return is_handle(short)
    words = [word.strip(".,'’").casefold() for word in short.split() if len(word.strip(".,'’")) > 1]
    if any(word in said for word in words[:1]):
        return True
    return not any(word in small for word in words)


def _shares_a_name(key: str, chosen: set[str]) -> bool:
    first, *rest = key.split()
    alike = any(other.split(maxsplit=1)[0] == first for other in chosen)
    return alike and len(first) > 1 and len(rest) < 3


def _elect(
    rows: Sequence[Row], marks: Mapping[int, Mark], shape: Shape, keys: set[str]
) -> dict[int, Mark]:
    """The marks that are labels: of a chosen speaker, in the file's shape or a surer one."""
    named = {index: mark for index, mark in marks.items() if mark.key in keys}
    in_shape = [mark for mark in named.values() if mark.shape is shape]
    bulleted = sum(mark.bullet for mark in in_shape) * 2 > len(in_shape)
    return {
        index: mark
        for index, mark in named.items()
        if (bulleted or not mark.bullet) and _fits(mark, shape, rows[index])
    }


def _fits(mark: Mark, shape: Shape, row: Row) -> bool:
    if mark.shape is shape or mark.shape in (Shape.COLON, Shape.TIME):
        return True
    if mark.shape is Shape.ALONE:
        return row.opens and (mark.strong or shape is Shape.TIME)
    return mark.shape is Shape.STRONG and mark.strong


def _cast(labels: Mapping[int, Mark], rows: Sequence[Row], rare: set[str]) -> Cast:
    identity = same_people([mark.name for _, mark in sorted(labels.items())])
    roles: dict[str, str] = {}
    for name in dict.fromkeys(mark.name for _, mark in sorted(labels.items())):
        _, role = split_role(name)
        if role is not None:
            roles.setdefault(identity.name_of(name), role.value)
    return Cast(
        labels={
            index: Label(speaker=identity.names[mark.key], mark=mark)
            for index, mark in sorted(labels.items())
        },
        identity=identity,
        roles=tuple(roles.items()),
        warnings=_doubts(labels, rows, rare),
    )


def _doubts(
    labels: Mapping[int, Mark], rows: Sequence[Row], rare: set[str]
) -> tuple[ReadWarning, ...]:
    """A warning for each name that stands before a colon too rarely to be sure of it."""
    doubted: dict[str, ReadWarning] = {}
    for index, mark in sorted(labels.items()):
        key = mark.key
        plain = not is_role_like(mark.name) and split_role(mark.name)[1] is None
        if key in rare and mark.shape is Shape.COLON and plain:
            message = f"{mark.name!r} stands before a colon only once or twice; taken as a speaker"
            doubted.setdefault(key, ReadWarning(message=message, source_line=rows[index].line))
    return tuple(doubted.values())
