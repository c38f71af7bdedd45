"""Putting rankings together: the same words once, and first what several rankings have high up."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from analyzer.archive.search_hits import Candidate
from analyzer.archive.search_spots import Spot
from analyzer.records.passages import PassageKind

# As in the paper; larger numbers count the top of a ranking for less.
RANK_CONSTANT = 60

T = TypeVar("T", bound=Hashable)


def fuse_ranks(*rankings: Sequence[T]) -> list[T]:
    """One ranking out of several: reciprocal rank fusion (Cormack, Clarke and Buettcher 2009).

    Things of equal rank come as they are met first.

    >>> fuse_ranks(["a", "b", "c"], ["c", "b"])
    ['c', 'b', 'a']
    """
    scores: dict[T, float] = {}
    for ranking in rankings:
        for rank, thing in enumerate(ranking, start=1):
            scores[thing] = scores.get(thing, 0.0) + 1 / (RANK_CONSTANT + rank)
    return sorted(scores, key=lambda thing: -scores[thing])


def merge_candidates(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates with each words once, the best first by meaning and by words together.

    Of those that hold the same words one of talk is kept, for its quote is the longest; it takes
    over the greatest likeness, and the best fit with the words that make it.
    """
    alike = group_alike(sorted(candidates, key=_by_likeness))
    merged = [_one_of(group) for group in alike]
    by_meaning = [it for it in range(len(merged)) if merged[it].likeness is not None]
    by_words = [it for it in range(len(merged)) if merged[it].fit > 0]
    by_meaning.sort(key=lambda it: _by_likeness(merged[it]))
    by_words.sort(key=lambda it: (-merged[it].fit, _place(merged[it].spot)))
    return [merged[it] for it in fuse_ranks(by_meaning, by_words)]


def group_alike(candidates: Iterable[Candidate]) -> list[list[Candidate]]:
    """The candidates in groups: the same place as the first of the group, or the same words."""
    groups: list[list[Candidate]] = []
    by_words: dict[str, list[Candidate]] = {}
    by_session: dict[str, list[list[Candidate]]] = {}
    for candidate in candidates:
        there = by_session.setdefault(candidate.spot.session, [])
        group = by_words.get(candidate.said) or next(
            (it for it in there if is_same(it[0].spot, candidate.spot)), None
        )
        if group is None:
            group = []
            groups.append(group)
            there.append(group)
            by_words[candidate.said] = group
        group.append(candidate)
    return groups


def is_same(one: Spot, other: Spot) -> bool:
    """Whether two spots hold the same words; a matter is told at length, so there quotes count."""
    if one.session != other.session or one.first >= other.end or other.first >= one.end:
        return False
    if (one.kind is PassageKind.PROBLEM) == (other.kind is PassageKind.PROBLEM):
        return True
    first, second = one.quote, other.quote
    return first.turn == second.turn and first.start < second.end and second.start < first.end


def _one_of(group: Sequence[Candidate]) -> Candidate:
    head, fittest = group[0], max(group, key=lambda it: it.fit)
    place = head.spot.session
    talk = [
        it for it in group if it.spot.session == place and it.spot.kind is PassageKind.TALK
    ] or [head]
    shown = max(talk, key=lambda it: (it.fit, it.likeness or 0.0))
    return replace(
        shown,
        likeness=head.likeness,
        fit=fittest.fit,
        words=fittest.words,
        also_in=tuple(sorted({it.spot.session for it in group} - {place})),
    )


def _by_likeness(candidate: Candidate) -> tuple[float, str, int]:
    likeness = candidate.likeness
    return (2.0 if likeness is None else -likeness, *_place(candidate.spot))


def _place(spot: Spot) -> tuple[str, int]:
    return spot.session, spot.first
