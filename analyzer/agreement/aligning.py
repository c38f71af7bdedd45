"""The same talk as several raters have it, laid side by side by its words.

Sentences may be cut at other places and stand in other rows; the words must be the same, in the
same order. White space does not count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath

from analyzer.agreement.records import Labelling, Rater
from analyzer.agreement.unitising import Span
from analyzer.errors import AgreementError
from analyzer.records import Quote

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
_SHOWN = 5
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Letters ``[start, end)`` that no rater's sentence border cuts.

    ``sentences`` are those it lies in, by rater; None for a rater who has no sentence there.
    """

    start: int
    end: int
    sentences: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSession:
    """One session as each rater has it, None for those who do not, and the pieces of its words."""

    labellings: tuple[Labelling | None, ...]
    spans: tuple[tuple[Span, ...], ...]
    pieces: tuple[Piece, ...]
    n_letters: int

    def rated(self) -> Iterator[tuple[int, Labelling]]:
        """The raters, by number, who have the session."""
        return ((number, it) for number, it in enumerate(self.labellings) if it is not None)

    @property
    def packs(self) -> frozenset[str]:
        """The packs whose categories the raters went by."""
        return frozenset(it.pack for _, it in self.rated())

    @property
    def shown(self) -> Labelling:
        """The one whose words and names are shown: the first rater's."""
        return next(it for _, it in self.rated())


def shared_sessions(raters: Sequence[Rater]) -> tuple[SharedSession, ...]:
    """The sessions that two raters or more have, by name.

    Sessions are the same when their ids are, or when their files are called the same but for the
    ending, and no other of the rater's is. Raises AgreementError where no session is shared, and
    where the words of one differ, naming the place.
    """
    groups = [group for group in _groups(raters) if sum(it is not None for it in group) > 1]
    if not groups:
        raise _nothing_shared(raters)
    named = sorted(groups, key=lambda group: _key(_first(group)))
    return tuple(_shared(group, raters) for group in named)


def _groups(raters: Sequence[Rater]) -> list[list[Labelling | None]]:
    groups: list[list[Labelling | None]] = []
    by_key: dict[tuple[str, str], int] = {}
    for number, rater in enumerate(raters):
        names = Counter(_name(it) for it in rater.labellings)
        for it in rater.labellings:
            keys = [("id", it.session.id)]
            keys += [("name", _name(it))] * (names[_name(it)] == 1)
            known = (by_key[key] for key in keys if key in by_key)
            place = next((at for at in known if groups[at][number] is None), len(groups))
            if place == len(groups):
                groups.append([None] * len(raters))
            groups[place][number] = it
            for key in keys:
                by_key.setdefault(key, place)
    return groups


def _first(group: Sequence[Labelling | None]) -> Labelling:
    return next(it for it in group if it is not None)


def _key(it: Labelling) -> tuple[str, str]:
    return _name(it), it.session.id


def _name(it: Labelling) -> str:
    """The name of the file but for its ending: ``ana`` of ``calls/ana.tsv``."""
    path = PurePath(it.session.source.path.replace("\\", "/"))
    # The name of a talk in a table, ``calls.csv#12``, has no ending.
    return path.stem if _ENDING.fullmatch(path.suffix) else path.name


def _shared(group: Sequence[Labelling | None], raters: Sequence[Rater]) -> SharedSession:
    letters = ["" if it is None else _letters(it) for it in group]
    have = [number for number, it in enumerate(group) if it is not None]
    for number in have[1:]:
        if letters[number] != letters[have[0]]:
            raise _other_words(group, raters, letters, (have[0], number))
    spans = tuple(() if it is None else tuple(_spans(it)) for it in group)
    return SharedSession(
        labellings=tuple(group),
        spans=spans,
        pieces=tuple(_pieces(spans, letters[have[0]])),
        n_letters=len(letters[have[0]]),
    )


def _letters(it: Labelling) -> str:
    return "".join("".join(turn.text.split()) for turn in it.session.turns)


def _spans(it: Labelling) -> Iterator[Span]:
    """The letters of each sentence."""
    starts = turn_starts(it)
    turn = at = n_before = 0
    for quote in it.sentences:
        text = it.session.turns[quote.turn].text
        if quote.turn != turn or quote.start < at:
            turn, at, n_before = quote.turn, 0, 0
        n_before += _n_letters(text[at : quote.start])
        n_inside = _n_letters(text[quote.start : quote.end])
        at = quote.start
        yield starts[turn] + n_before, starts[turn] + n_before + n_inside


def turn_starts(it: Labelling) -> list[int]:
    """The first letter of each turn, and the one after the last turn."""
    starts = [0]
    for turn in it.session.turns:
        starts.append(starts[-1] + _n_letters(turn.text))
    return starts


def _n_letters(text: str) -> int:
    return len("".join(text.split()))


def _pieces(spans: Sequence[Sequence[Span]], letters: str) -> Iterator[Piece]:
    borders = sorted({border for it in spans for span in it for border in span})
    at = [0] * len(spans)
    for start, end in pairwise(borders):
        sentences: list[int | None] = []
        for number, it in enumerate(spans):
            while at[number] < len(it) and it[at[number]][1] <= start:
                at[number] += 1
            here = at[number]
            sentences.append(here if here < len(it) and it[here][0] <= start else None)
        is_whole = all(
            place is not None and spans[number][place] == (start, end)
            for number, place in enumerate(sentences)
            if spans[number]
        )
        # A quotation mark that one puts here and one there is no sentence.
        if is_whole or any(letter.isalnum() for letter in letters[start:end]):
            yield Piece(start=start, end=end, sentences=tuple(sentences))


def words_at(it: Labelling, span: Span, *, starts: Sequence[int]) -> Quote:
    """The characters of a labelling's own text that hold these letters, all of them of one turn.

    ``starts`` are its ``turn_starts``.
    """
    turn = bisect_right(starts, span[0]) - 1
    text = it.session.turns[turn].text
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    first, last = (at - starts[turn] for at in (span[0], span[1] - 1))
    return Quote(turn=turn, start=places[first], end=places[min(last, len(places) - 1)] + 1)


def matched(
    groups: Mapping[int, Sequence[frozenset[int]]], *, weights: Sequence[int]
) -> list[dict[int, int]]:
    """Which groups of pieces of several raters are the same: by rater, the number of the group.

    ``groups`` are those of each rater, ``weights`` the letters of each piece. The two that share
    most of what they hold together are taken for the same first, and so on; those that share
    nothing stay alone. Order: where they begin.
    """
    everything = [(rater, n) for rater, its in sorted(groups.items()) for n in range(len(its))]
    home = {one: {one[0]: one[1]} for one in everything}
    pairs = []
    for place, (rater, n) in enumerate(everything):
        for other, m in everything[place + 1 :]:
            one, two = groups[rater][n], groups[other][m]
            if rater != other and one & two:
                alike = sum(weights[it] for it in one & two) / sum(weights[it] for it in one | two)
                pairs.append((-alike, min(one | two), (rater, n), (other, m)))
    for _, _, one_key, two_key in sorted(pairs):
        left, right = home[one_key], home[two_key]
        if left is not right and not left.keys() & right.keys():
            left |= right
            for member in right.items():
                home[member] = left
    found = {id(it): it for it in home.values()}
    return sorted(
        found.values(),
        key=lambda it: min((min(groups[rater][n], default=0), rater) for rater, n in it.items()),
    )


def _nothing_shared(raters: Sequence[Rater]) -> AgreementError:
    having = "; ".join(f"{it.name} has {_some(it)}" for it in raters)
    hint = "Sessions are told by their ids, or by the names of their files."
    return AgreementError(f"no session is in two of them: {having}.", hint=hint)


def _some(rater: Rater) -> str:
    names = sorted(_name(it) for it in rater.labellings)
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more if names else "none"


def _other_words(
    group: Sequence[Labelling | None],
    raters: Sequence[Rater],
    letters: Sequence[str],
    pair: tuple[int, int],
) -> AgreementError:
    left, right = (letters[number] for number in pair)
    same = (place for place, (a, b) in enumerate(zip(left, right, strict=False)) if a != b)
    at = next(same, min(len(left), len(right)))
    first, second = (_around(group[number], at) for number in pair)
    name, other = (raters[number].name for number in pair)
    labelling = group[pair[1]]
    assert labelling is not None
    what = f"session {labelling.session.id}: {name} has {first[0]}, {other} has {second[0]}."
    hint = "Only labels of the same words can be compared: give both raters the same file."
    return AgreementError(what, path=labelling.session.source.path, line=second[1], hint=hint)


def _around(it: Labelling | None, at: int) -> tuple[str, int | None]:
    """The words that begin where the texts part, and the line of their turn."""
    assert it is not None
    starts = turn_starts(it)
    if at >= starts[-1]:
        return "nothing more", it.session.turns[-1].source_line
    quote = words_at(it, (at, at + 1), starts=starts)
    turn = it.session.turns[quote.turn]
    start = turn.text.rfind(" ", 0, quote.start) + 1
    words = " ".join(turn.text[start : start + 200].split()[:_SHOWN])
    line = turn.source_line
    return f"“{words}” in turn {quote.turn + 1}", line
