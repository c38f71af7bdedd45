"""Where talk turns to something else: meaning compared before and after, as TextTiling does words.

Hearst (1997) compares the words of two neighbouring blocks at every gap and looks how deep the
likeness falls between its peaks. Here the blocks are compared by their sentence vectors, in two
sizes, so that the vocabulary of a matter need not repeat.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analyzer.records.scores import Matrix

# Words in each of two blocks that are compared; peaks are looked for half as far again.
REACHES = (200, 400)


def topic_depth(
    vectors: npt.ArrayLike, lengths: Sequence[int], *, reaches: Sequence[int] = REACHES
) -> Matrix:
    """How deep likeness falls between the talk before and from each sentence on: shape (n,).

    ``vectors`` (n, d) are those of the sentences and ``lengths`` (n,) how many words each has.
    0 where likeness does not fall, about 1 at a clear change; the first sentence gets no more than
    those near it.
    """
    words = np.asarray(lengths, dtype=float)
    matrix = np.asarray(vectors, dtype=float)
    total = np.zeros(len(words))
    if not len(words):
        return total
    for reach in reaches:
        total += _depth(matrix, words, reach=reach)
    return total


def _depth(vectors: Matrix, words: Matrix, *, reach: int) -> Matrix:
    count = len(words)
    begins = np.concatenate([[0.0], np.cumsum(words)])[:count]
    sums = np.vstack([np.zeros(vectors.shape[1]), np.cumsum(vectors * words[:, None], axis=0)])
    first = np.searchsorted(begins, begins - reach)
    end = np.searchsorted(begins, begins + reach)
    here = np.arange(count)
    before, after = sums[here] - sums[first], sums[end] - sums[here]
    norms = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    alike = (before * after).sum(axis=1) / np.maximum(norms, 1e-9)
    known = first < here
    alike[~known] = alike[known].mean() if known.any() else 0.0
    side = reach * 1.5
    left = np.searchsorted(begins, begins - side)
    right = np.searchsorted(begins, begins + side)
    peaks = [
        alike[left[i] : i + 1].max() + alike[i : max(i + 1, right[i])].max() for i in range(count)
    ]
    depth: Matrix = np.array(peaks, dtype=float) - 2 * alike
    return depth
