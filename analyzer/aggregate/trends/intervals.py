"""How far a count of few sessions can be from what is usual: intervals that hold 95 times in 100.

All functions take numbers or arrays and give arrays; they are wide where there is little.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Numbers = NDArray[np.float64]

LEVEL = 0.05
_Z = float(special.ndtri(1 - LEVEL / 2))


def wilson(n: ArrayLike, of: ArrayLike) -> tuple[Numbers, Numbers]:
    """Between what bounds a share lies: the score interval of Wilson (1927), 0 to 1.

    Of nothing, every share is possible.

    >>> [round(float(bound), 2) for bound in wilson(3, 12)]
    [0.09, 0.53]
    """
    n, of = _numbers(n), _numbers(of)
    some = np.maximum(of, 1e-9)
    share, weight = n / some, _Z**2 / some
    middle = (share + weight / 2) / (1 + weight)
    reach = np.sqrt(share * (1 - share) * weight + weight**2 / 4) / (1 + weight)
    # The interval holds the share itself, which rounding must not undo at 0 and 1.
    low = np.minimum(np.maximum(middle - reach, 0), share)
    high = np.maximum(np.minimum(middle + reach, 1), share)
    return np.where(of > 0, low, 0.0), np.where(of > 0, high, 1.0)


def difference(
    n_before: ArrayLike, of_before: ArrayLike, n_since: ArrayLike, of_since: ArrayLike
) -> tuple[Numbers, Numbers]:
    """Between what bounds the later share less the earlier one lies, -1 to 1.

    The hybrid score interval of Newcombe (1998, method 10). NaN where one side is of nothing.

    >>> [round(float(bound), 2) for bound in difference(3, 28, 12, 30)]
    [0.07, 0.48]
    """
    before, since = _share(n_before, of_before), _share(n_since, of_since)
    low_before, high_before = wilson(n_before, of_before)
    low_since, high_since = wilson(n_since, of_since)
    change = since - before
    low = change - np.hypot(since - low_since, high_before - before)
    high = change + np.hypot(high_since - since, before - low_before)
    return low, high


def rate(n: ArrayLike, of: ArrayLike, *, spread: ArrayLike = 1.0) -> tuple[Numbers, Numbers]:
    """Between what bounds the number of findings in a session lies, 0 and more.

    ``n`` findings in ``of`` sessions, at least one of them. The exact interval of Garwood (1936)
    for a Poisson count, on the count divided by its ``spread`` (see ``spread_of``), as in
    quasi-likelihood (Wedderburn 1974), so that findings which come in heaps count for less.

    >>> [round(float(bound), 2) for bound in rate(6, 12)]
    [0.18, 1.09]
    >>> [round(float(bound), 2) for bound in rate(6, 12, spread=2)]
    [0.1, 1.46]
    """
    of, spread = _numbers(of), _numbers(spread)
    count = _numbers(n) / spread
    low = special.gammaincinv(np.maximum(count, 1e-9), LEVEL / 2)
    high = special.gammaincinv(count + 1, 1 - LEVEL / 2)
    return np.where(count > 0, low, 0.0) * spread / of, high * spread / of


def spread_of(total: ArrayLike, squares: ArrayLike, *, of: int) -> Numbers:
    """How much more sessions differ than chance alone makes them: variance by mean, at least 1.

    ``total`` is the sum of a category's findings over ``of`` sessions, ``squares`` that of their
    squares. What differs between periods or people is in it, so that intervals made with it are
    rather too wide.
    """
    total, squares = _numbers(total), _numbers(squares)
    if of < 2:
        return np.ones_like(total)
    variance = (squares - total**2 / of) / (of - 1)
    return np.maximum(np.divide(variance * of, np.where(total > 0, total, 1)), 1.0)


def _share(n: ArrayLike, of: ArrayLike) -> Numbers:
    of = _numbers(of)
    return _numbers(n) / np.where(of > 0, of, np.nan)


def _numbers(values: ArrayLike) -> Numbers:
    return np.asarray(values, dtype=np.float64)
