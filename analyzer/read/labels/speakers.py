"""Which strings at line starts are speakers: a vote over the whole file, never line by line.

A string that recurs three times before a colon is a speaker unless it is an everyday heading. Rarer
ones need proof: a role word, a list of names on the page, a name that others say, the same form as
the sure labels. What only plays a role inside somebody's turn stays text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.read.labels.ballot import PLAYED, RECURS, Ballot, Tally, count_marks, read_marks
from analyzer.read.labels.grammar import Mark, Row, Shape
from analyzer.read.labels.rare import Rare, rare_speakers
from analyzer.read.limits import check_speakers
from analyzer.read.people.identity import Identity, are_initials, same_people
from analyzer.read.people.names import (
    is_handle,
    is_person_like,
    is_plausible,
    is_role_like,
    name_key,
    split_note,
    split_role,
)
from analyzer.read.swift import swift_record
from analyzer.records import ReadWarning

_SHORT_CALL_SHARE = 0.5
GREETING_WORDS = 8


@swift_record
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


def find_speakers(rows: Sequence[Row], *, declared: Sequence[str] = ()) -> Cast:
    """The speakers of the rows; ``declared`` are names the page itself lists."""
    marks = read_marks(rows)
    ballot = count_marks(rows, marks)
    listed = {name_key(name) for name in declared}
    shape, chosen = _choose(rows, ballot, listed)
    chosen = _without_played_parts(rows, marks, ballot[shape], chosen) if chosen else chosen
    if chosen:
        chosen |= _declared_with_initials(ballot[shape], chosen)
    rare = Rare()
    if chosen:
        rare = rare_speakers(rows, ballot[shape], shape=shape, chosen=chosen, listed=listed)
    labels = _elect(rows, marks, shape, chosen | rare.proven | rare.doubted)
    return _cast(labels, rows, rare.doubted, listed)


def _choose(rows: Sequence[Row], ballot: Ballot, listed: set[str]) -> tuple[Shape, set[str]]:
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


def _recurring(shape: Shape, tallies: Mapping[str, Tally], listed: set[str]) -> set[str]:
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
    rows: Sequence[Row], shape: Shape, tallies: Mapping[str, Tally], listed: set[str]
) -> set[str]:
    """The speakers of a call in which nobody speaks three times."""
    roles = {key for key, tally in tallies.items() if is_role_like(tally.name)}
    keys = roles | {
        key
        for key, tally in tallies.items()
        if key in listed or is_person_like(tally.name) or is_handle(tally.name)
    }
    if not keys or shape in (Shape.DASH, Shape.BRACKET, Shape.TAB):
        return _numbered(rows, tallies) if shape is Shape.BRACKET else set()
    labelled = [index for key in keys for index in tallies[key].rows]
    if shape is Shape.ALONE:
        recurs = any(len(tallies[key].rows) > 1 for key in keys)
        if len(keys) > 1 and recurs and len(labelled) * 3 >= len(rows):
            return keys
        return _letter_and_answer(rows, tallies, keys)
    timed = all(tallies[key].timed == len(tallies[key].rows) for key in keys)
    if shape is Shape.TIME or timed or len(roles) > 1 or len(keys & listed) > 1:
        return keys
    body = [
        row for row in rows[min(labelled) :] if row.opens or row.block == rows[labelled[0]].block
    ]
    empty = sum(tallies[key].empty for key in keys)
    dense = len(labelled) + empty >= _SHORT_CALL_SHARE * len(body)
    if len(keys) > 1:
        return keys if dense else _letter_and_answer(rows, tallies, keys)
    return keys if (roles or keys & listed) and (dense or min(labelled) == 0) else set()


def _letter_and_answer(
    rows: Sequence[Row], tallies: Mapping[str, Tally], keys: set[str]
) -> set[str]:
    """The two who write to each other: the page opens with the one, and one greets the other."""
    once = sorted((tallies[key].rows[0], key) for key in keys if len(tallies[key].rows) == 1)
    if len(once) < 2 or once[0][0] != 0:
        return set()
    (first, asker), (second, answerer) = once[:2]
    greeted = {asker: _opening_words(rows, second), answerer: _opening_words(rows, first)}
    greets = any(set(key.split()) & words for key, words in greeted.items())
    return {asker, answerer} if greets else set()


def _opening_words(rows: Sequence[Row], index: int) -> set[str]:
    """The first words behind a label, or below one that stands alone."""
    _, colon, said = rows[index].text.partition(":")
    text = (
        said
        if colon and said.strip(" *_")
        else " ".join(row.text for row in rows[index + 1 : index + 2])
    )
    return {name_key(word.strip(".,;:!?*_")) for word in text.split()[:GREETING_WORDS]}


def _numbered(rows: Sequence[Row], tallies: Mapping[str, Tally]) -> set[str]:
    """The numbered people of a group, "[id1]", where nearly every row begins with one."""
    keys = {key for key, tally in tallies.items() if is_handle(tally.name)}
    labelled = sum(len(tallies[key].rows) for key in keys)
    return keys if len(keys) > 1 and labelled * 5 >= len(rows) * 4 else set()


def _without_played_parts(
    rows: Sequence[Row], marks: Mapping[int, Mark], tallies: Mapping[str, Tally], chosen: set[str]
) -> set[str]:
    """The speakers without parts that somebody acts out: quoted lines, "You" and "Manager"."""
    spoken = {key for key in chosen if tallies[key].quoted * 5 < len(tallies[key].rows) * 4}
    if not spoken:
        return chosen
    above = any(tallies[key].empty for key in spoken)  # the words stand below such labels
    if not above and all(key.split(maxsplit=1)[0] in PLAYED for key in spoken):
        said = sum(len(marks[row].rest.split()) for key in spoken for row in tallies[key].rows)
        return spoken if said * 4 >= sum(len(row.text.split()) for row in rows) else set()
    named = {key for key in spoken if is_person_like(tallies[key].name) and key not in PLAYED}
    if len(named) < 2:
        return spoken
    fewest = sorted(len(tallies[key].rows) for key in named)[-2]
    # Nobody numbers the people they play: "Client 3" is somebody on a group call.
    return {
        key
        for key in spoken
        if key.split()[0] not in PLAYED or key[-1].isdigit() or len(tallies[key].rows) >= fewest
    }


def _declared_with_initials(tallies: Mapping[str, Tally], chosen: set[str]) -> set[str]:
    """Names whose label declares the initials used from then on, "Lloyd Fournier (LF)", and those.

    Declared ones need not recur, nor look like a name: "AT", "P".
    """
    declared: set[str] = set()
    unused: set[str] = set()
    for key, tally in tallies.items():
        plain, note = split_note(tally.name)
        if note is None or not tally.opening:
            continue
        initials = name_key(note)
        if initials in chosen or (initials in tallies and are_initials(note, plain)):
            declared |= {key, initials}
        elif are_initials(note, plain):
            unused.add(key)
    return declared | unused if len(declared) > 2 else declared


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


def _cast(
    labels: Mapping[int, Mark], rows: Sequence[Row], rare: frozenset[str], listed: set[str]
) -> Cast:
    check_speakers(len({mark.key for mark in labels.values()}))
    labels = dict(sorted(labels.items()))
    identity = same_people([mark.name for mark in labels.values()], listed=listed)
    called = {name: identity.name_of(name) for name in {mark.name for mark in labels.values()}}
    roles: dict[str, str] = {}
    for name in dict.fromkeys(mark.name for mark in labels.values()):
        _, role = split_role(name)
        if role is not None:
            roles.setdefault(called[name], role.value)
    return Cast(
        labels={
            index: Label(speaker=called[mark.name], mark=mark) for index, mark in labels.items()
        },
        identity=identity,
        roles=tuple(roles.items()),
        warnings=_doubts(labels, rows, rare),
    )


def _doubts(
    labels: Mapping[int, Mark], rows: Sequence[Row], rare: frozenset[str]
) -> tuple[ReadWarning, ...]:
    """A warning for each name that stands before a colon too rarely to be sure of it."""
    doubted: dict[str, ReadWarning] = {}
    for index, mark in labels.items():
        key = mark.key
        if key not in rare or mark.shape is not Shape.COLON:
            continue
        if not is_role_like(mark.name) and split_role(mark.name)[1] is None:
            message = f"{mark.name!r} stands before a colon only once or twice; taken as a speaker"
            doubted.setdefault(key, ReadWarning(message=message, source_line=rows[index].line))
    return tuple(doubted.values())
