"""What carries labels: sentences, exchanges, speakers, each with what every rater said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from analyzer.agreement.aligning import Piece, SharedSession, matched
from analyzer.agreement.records import Kind, Labelling
from analyzer.agreement.unitising import Span

Given = frozenset[str] | None

UNIT_OF = {
    Kind.MOVES: "sentence",
    Kind.SEGMENTS: "sentence",
    Kind.ADVICE: "sentence",
    Kind.PROBLEMS: "exchange",
    Kind.ROLES: "speaker",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Something of session number ``session`` and the labels given to it, by rater.

    ``letters`` are those of its words, of the first of them for an exchange or a speaker.
    """

    session: int
    letters: Span
    given: tuple[Given, ...]


def units_of(kind: Kind, sessions: Sequence[SharedSession]) -> list[Unit]:
    """The units of a kind in the order of the sessions, and of the talk within each."""
    make = _of_pieces if UNIT_OF[kind] == "sentence" else _of_groups
    return [unit for number, one in enumerate(sessions) for unit in make(kind, one, number)]


def _of_pieces(kind: Kind, shared: SharedSession, session: int) -> Iterator[Unit]:
    say = _SENTENCES[kind]
    for piece in shared.pieces:
        given = tuple(
            None if it is None or sentence is None else say(it, sentence)
            for it, sentence in zip(shared.labellings, piece.sentences, strict=True)
        )
        yield Unit(session=session, letters=(piece.start, piece.end), given=given)


def _of_groups(kind: Kind, shared: SharedSession, session: int) -> Iterator[Unit]:
    """Exchanges, or speakers: those of several raters are the same that hold the same words."""
    groups, labels = {}, {}
    for number, it in shared.rated():
        found = _GROUPS[kind](it)
        place = _places(shared.pieces, number, [sentences for sentences, _ in found])
        groups[number], labels[number] = place, [label for _, label in found]
    weights = [piece.end - piece.start for piece in shared.pieces]
    for same in matched(groups, weights=weights):
        pieces = [min(groups[rater][n]) for rater, n in same.items() if groups[rater][n]]
        if not pieces:
            continue
        given: list[Given] = [None] * len(shared.labellings)
        for rater, n in same.items():
            label = labels[rater][n]
            given[rater] = None if label is None else frozenset({label})
        first = shared.pieces[min(pieces)]
        yield Unit(session=session, letters=(first.start, first.end), given=tuple(given))


def _places(
    pieces: Sequence[Piece], rater: int, groups: Sequence[Sequence[int]]
) -> list[frozenset[int]]:
    """The pieces of each group of a rater's sentences."""
    home: dict[int, int] = {}
    for number, sentences in enumerate(groups):
        home |= dict.fromkeys(sentences, number)
    found: list[set[int]] = [set() for _ in groups]
    for place, piece in enumerate(pieces):
        sentence = piece.sentences[rater]
        if sentence is not None and sentence in home:
            found[home[sentence]].add(place)
    return [frozenset(it) for it in found]


def _one(label: str | None) -> Given:
    return None if label is None else frozenset({label})


def _speakers(it: Labelling) -> list[tuple[list[int], str | None]]:
    said: list[list[int]] = [[] for _ in it.session.speakers]
    for number, quote in enumerate(it.sentences):
        said[it.session.turns[quote.turn].speaker].append(number)
    return list(zip(said, it.roles, strict=True))


def _matters(it: Labelling) -> list[tuple[list[int], str | None]]:
    return [(list(matter.sentences), matter.problem) for matter in it.matters]


_SENTENCES: dict[Kind, Callable[[Labelling, int], Given]] = {
    Kind.MOVES: lambda it, n: _one(it.moves[n]),
    Kind.SEGMENTS: lambda it, n: _one(it.segments[n]),
    Kind.ADVICE: lambda it, n: it.advice[n],
}
_GROUPS: dict[Kind, Callable[[Labelling], list[tuple[list[int], str | None]]]] = {
    Kind.PROBLEMS: _matters,
    Kind.ROLES: _speakers,
}
