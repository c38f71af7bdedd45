"""TextTiling by words (Hearst 1997), a plain way to part a talk: what others are compared with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

COMMON = """
a about all also an and are as at be because been but by can could did do does don't for from get
go going had has have he her him his how i i'm if in is it it's its just kind know like me mean
more my no not now of on one or other our out people really right say see she so some something
that that's the their them then there there's these they they're thing things think this those to
up us very want was way we we're well were what when where which who why will with would yeah you
you're your
"""
STOPWORDS = frozenset(COMMON.split())
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def texttiling(
    texts: Sequence[str], *, size: int = 20, block: int = 10, count: int | None = None
) -> list[int]:
    """Boundaries by Hearst's TextTiling: token sequences, block likeness, depth, cut-off.

    Gaps between sequences of ``size`` words are scored by the cosine of ``block`` sequences on each
    side, smoothed; a gap deeper than the mean less half a deviation (the higher of Hearst's two
    cut-offs), or one of the ``count`` deepest, is moved to the nearest turn border.
    """
    stream = [
        (word, turn)
        for turn, text in enumerate(texts)
        for word in WORD.findall(text.lower().replace("’", "'"))
    ]
    sequences = [
        Counter(word for word, _ in stream[place : place + size] if word not in STOPWORDS)
        for place in range(0, len(stream), size)
    ]
    likeness = []
    for gap in range(1, len(sequences)):
        reach = min(block, gap, len(sequences) - gap)
        left = sum(sequences[gap - reach : gap], Counter[str]())
        right = sum(sequences[gap : gap + reach], Counter[str]())
        norm = np.sqrt(sum(n * n for n in left.values()) * sum(n * n for n in right.values()))
        likeness.append(sum(n * right[word] for word, n in left.items()) / max(1e-9, norm))
    smooth = np.convolve(np.pad(likeness, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    depths = np.array([_hill(smooth, i, -1) + _hill(smooth, i, 1) for i in range(len(smooth))])
    limit = depths.mean() - depths.std() / 2 if count is None else -np.inf
    found: list[int] = []
    for gap in np.argsort(-depths, kind="stable"):
        if depths[gap] <= limit or len(found) == count:
            break
        if all(abs(gap - other) > 3 for other in found):
            found.append(int(gap))
    starts = list(range(1, len(texts)))
    first_word = np.searchsorted([turn for _, turn in stream], starts)
    return sorted({starts[int(np.argmin(np.abs(first_word - (gap + 1) * size)))] for gap in found})


def _hill(values: npt.NDArray[np.float64], place: int, step: int) -> float:
    """How far the values climb from a place in one direction before they fall."""
    top = values[place]
    at = place + step
    while 0 <= at < len(values) and values[at] >= top:
        top = values[at]
        at += step
    return float(top - values[place])
