"""Agreement about stretches: where they begin, how long they are, and what they are labelled.

alpha_U of Krippendorff (1995), "On the reliability of unitizing continuous data", Sociological
Methodology 25, with the expected disagreement as corrected in his "Content Analysis" (2004, §11.5).
Each label is looked at by itself, so that stretches of different labels may overlap. The continuum
is the letters of a session, white space left out; sessions are laid end to end, and no stretch or
gap reaches over a border.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from analyzer.agreement.coefficients import Floats, over

# First letter and the one after the last.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unitised:
    """What alpha_U of one label is made of, by session.

    ``apart`` (n_sessions,) sums the differences of stretches, ``length`` (n_sessions,) is that of
    the continuum. ``n_units`` (n_sessions, n_units_lengths) counts stretches of all raters by their
    length, one of ``unit_lengths``; ``n_gaps`` the gaps between them.
    """

    apart: Floats
    length: Floats
    unit_lengths: Floats
    n_units: Floats
    gap_lengths: Floats
    n_gaps: Floats
    n_raters: int


def unitised(sessions: Sequence[Sequence[Sequence[Span]]], lengths: Sequence[int]) -> Unitised:
    """The counts of one label from its stretches by session and by rater; ``lengths`` by session.

    Stretches of one rater may touch; those that overlap are taken for one.
    """
    cut = [
        [_sections(_parted(spans), length) for spans in raters]
        for raters, length in zip(sessions, lengths, strict=True)
    ]
    units = [
        [end - start for it in raters for start, end, is_unit in it if is_unit] for raters in cut
    ]
    gaps = [
        [end - start for it in raters for start, end, is_unit in it if not is_unit]
        for raters in cut
    ]
    unit_lengths, n_units = _histogram(units)
    gap_lengths, n_gaps = _histogram(gaps)
    return Unitised(
        apart=np.array([_apart(raters) for raters in cut]),
        length=np.asarray(lengths, dtype=np.float64),
        unit_lengths=unit_lengths,
        n_units=n_units,
        gap_lengths=gap_lengths,
        n_gaps=n_gaps,
        n_raters=len(sessions[0]) if sessions else 0,
    )


def alpha_u(labels: Iterable[Unitised], weights: Floats | None = None) -> Floats:
    """alpha_U over the labels together; of each draw with ``weights`` (n_draws, n_sessions).

    NaN where nobody marked a stretch. The example of Krippendorff (2004, p. 254), label c:

    >>> one = unitised([[[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]]], [300])
    >>> alpha_u([one]).round(3).item()
    0.729
    """
    observed: Floats | float = 0.0
    expected: Floats | float = 0.0
    for one in labels:
        length = over(one.length, weights)
        observed = observed + _observed(one, length, weights)
        expected = expected + _expected(one, length, weights)
    below = np.asarray(expected, dtype=np.float64)
    ratio = np.divide(observed, below, out=np.full(below.shape, np.nan), where=below > 0)
    return np.asarray(1 - ratio)


def _observed(one: Unitised, length: Floats, weights: Floats | None) -> Floats:
    pairs = one.n_raters * (one.n_raters - 1)
    below = pairs * np.square(length)
    return _shares(over(one.apart, weights), below)


def _expected(one: Unitised, length: Floats, weights: Floats | None) -> Floats:
    n_units, n_gaps = over(one.n_units, weights), over(one.n_gaps, weights)
    size = one.unit_lengths
    units = n_units.sum(axis=-1, keepdims=True)
    meeting = (units - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
    inside = size**2 * _places(one, n_gaps)
    above = 2 * (n_units * (meeting + inside)).sum(axis=-1)
    all_places = one.n_raters * length
    taken = (n_units * size * (size - 1)).sum(axis=-1)
    below = length * (all_places * (all_places - 1) - taken)
    return _shares(above, below)


def _shares(part: Floats, whole: Floats) -> Floats:
    """Part by whole, 0 where there is no whole."""
    share: Floats = np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)
    return share


def _places(one: Unitised, n_gaps: Floats) -> Floats:
    """In how many places of gaps a stretch of each length fits, shape (..., n_unit_lengths)."""
    size, wide = one.unit_lengths, one.gap_lengths
    # From the longest gap down, so that one look tells the sums over all that are long enough.
    counts = np.cumsum(n_gaps[..., ::-1], axis=-1)
    lengths = np.cumsum((n_gaps * wide)[..., ::-1], axis=-1)
    n_wide = len(wide) - np.searchsorted(wide, size)
    nothing = np.zeros((*n_gaps.shape[:-1], 1))
    counts = np.concatenate([nothing, counts], axis=-1)[..., n_wide]
    lengths = np.concatenate([nothing, lengths], axis=-1)[..., n_wide]
    places: Floats = lengths - counts * (size - 1)
    return places


def _histogram(lengths: Sequence[Sequence[int]]) -> tuple[Floats, Floats]:
    """The lengths that occur, rising, and how often each does in each session."""
    found = np.unique(np.array([it for one in lengths for it in one], dtype=np.int64))
    counts = np.zeros((len(lengths), len(found)))
    for row, one in zip(counts, lengths, strict=True):
        np.add.at(row, np.searchsorted(found, np.array(one, dtype=np.int64)), 1)
    return found.astype(np.float64), counts


def _parted(spans: Sequence[Span]) -> list[Span]:
    """The stretches in order, those that overlap taken for one; empty ones left out."""
    parted: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if parted and start < parted[-1][1]:
            parted[-1] = (parted[-1][0], max(end, parted[-1][1]))
        else:
            parted.append((start, end))
    return parted


def _sections(spans: Sequence[Span], length: int) -> list[tuple[int, int, bool]]:
    """The whole continuum in stretches and gaps."""
    sections, at = [], 0
    for start, end in spans:
        if start > at:
            sections.append((at, start, False))
        sections.append((start, end, True))
        at = end
    if at < length:
        sections.append((at, length, False))
    return sections


def _apart(raters: Sequence[Sequence[tuple[int, int, bool]]]) -> float:
    """The differences of all sections of one rater with those of another, each pair both ways."""
    return 2.0 * sum(
        _difference(one, other)
        for left, right in combinations(raters, 2)
        for one, other in _meeting(left, right)
    )


def _meeting(
    left: Sequence[tuple[int, int, bool]], right: Sequence[tuple[int, int, bool]]
) -> Iterable[tuple[tuple[int, int, bool], tuple[int, int, bool]]]:
    """The sections that share a letter."""
    at_left = at_right = 0
    while at_left < len(left) and at_right < len(right):
        one, other = left[at_left], right[at_right]
        yield one, other
        at_left += one[1] <= other[1]
        at_right += other[1] <= one[1]


def _difference(one: tuple[int, int, bool], other: tuple[int, int, bool]) -> int:
    (start, end, is_unit), (other_start, other_end, is_other) = one, other
    if is_unit and is_other:
        return (start - other_start) ** 2 + (end - other_end) ** 2
    if is_unit and not is_other and other_start <= start and end <= other_end:
        return (end - start) ** 2
    if is_other and not is_unit and start <= other_start and other_end <= end:
        return (other_end - other_start) ** 2
    return 0
