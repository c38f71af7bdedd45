"""What could have come by chance: tests on sessions, made so that few false claims are left.

Sessions count, not findings, because the findings of one session hang together. Sessions of one
client hang together too: ``likeness`` says by how much, and the tests take that into account.
Where many categories are looked at, ``holm`` keeps the chance of one false claim at the level.

``came`` is an array of sessions by categories: whether the category comes up in the session.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analyzer.aggregate.trends.intervals import LEVEL, Numbers

Came = NDArray[np.bool_]

# What is not more than this, is only rounding.
_NOTHING = 1e-9
# With fewer clients (six who come equally often) habits and changes look the same.
_LEAST_FREEDOM = 4
# With fewer (ten) it is not known for one category by itself how alike a client's sessions are.
_GOOD_FREEDOM = 8


def fisher(
    n_before: ArrayLike, of_before: ArrayLike, n_since: ArrayLike, of_since: ArrayLike
) -> Numbers:
    """How likely so different shares, or more different ones, are where nothing changed.

    The exact test of Fisher (1935), two-sided by doubling, never too small however thin the data.
    Counts that were divided by a weight are rounded to whole sessions.

    >>> round(float(fisher(3, 28, 12, 30)), 3)
    0.022
    """
    from scipy.stats import hypergeom  # noqa: PLC0415 - slow to import

    n_before, n_since = np.rint(n_before), np.rint(n_since)
    of_before, of_since = np.rint(of_before), np.rint(of_since)
    law = hypergeom(of_before + of_since, n_before + n_since, of_since)
    return np.asarray(np.minimum(1.0, 2 * np.minimum(law.cdf(n_since), law.sf(n_since - 1))))


def least(
    n_before: ArrayLike, of_before: ArrayLike, n_since: ArrayLike, of_since: ArrayLike
) -> Numbers:
    """The least that ``fisher`` can say of as many sessions with the category and without.

    Where that is above the level, no change can show, whatever is true (Tarone 1990).
    """
    total = np.add(n_before, n_since)
    most_since, most_before = np.minimum(total, of_since), np.minimum(total, of_before)
    return np.minimum(
        fisher(total - most_since, of_before, most_since, of_since),
        fisher(most_before, of_before, total - most_before, of_since),
    )


def trend(came: Came, scores: Numbers, *, alike: Alike) -> tuple[Numbers, Numbers]:
    """Whether sessions with a category stand late or early, and how likely that is by chance.

    The trend test of Cochran (1954) and Armitage (1955) on the sessions' ``scores``. First how many
    standard errors late (below 0: early), then the two-sided chance; 0 and 1 where a category comes
    up in every session or in none, or all scores are one.
    """
    n = len(came)
    share, late = came.mean(axis=0), scores - scores.mean()
    variance = share * (1 - share) * np.square(late).sum() * n / max(n - 1, 1)
    telling = variance > _NOTHING
    root = np.sqrt(np.where(telling, variance * alike.weight, 1))
    errors = np.where(telling, late @ came, 0) / root
    return errors, alike.told(2 * special.ndtr(-np.abs(errors)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alike:
    """How much the sessions of one client are alike, for each category.

    So many sessions (``weight``, 1 or more) tell as much as one that stands for itself. ``freedom``
    is how far that is known: as many degrees as there are clients, those who come seldom counted
    for less, without two; infinite where nobody comes twice. Below 4 nothing can be told.
    """

    weight: Numbers
    freedom: float

    @property
    def can_tell(self) -> bool:
        """Whether so many clients can show any change."""
        return self.freedom >= _LEAST_FREEDOM

    def told(self, chances: Numbers) -> Numbers:
        """The chances as they stand when the weight is known from so few clients: by t, not z."""
        if math.isinf(self.freedom):
            return chances
        if not self.can_tell:
            return np.ones_like(chances)
        return np.asarray(2 * special.stdtr(self.freedom, special.ndtri(chances / 2)))

    @property
    def widening(self) -> Numbers:
        """What to divide counts by so that their intervals are wide enough for so few clients."""
        if math.isinf(self.freedom):
            return self.weight
        t = special.stdtrit(max(self.freedom, 1), 1 - LEVEL / 2)
        return self.weight * float(t / special.ndtri(1 - LEVEL / 2)) ** 2


def likeness(came: Came, scores: Numbers, clients: NDArray[np.int64]) -> Alike:
    """How alike sessions of one client are, for a comparison of sessions by their ``scores``.

    The design effect of Rao and Scott (1992): the variance that is right where sessions hang
    together by client (Liang and Zeger 1986), beside that of sessions which do not. ``clients``
    numbers from 0 whose session each is. Where they are few, no category's sessions are taken to be
    less alike than those of all categories in the mean.
    """
    n_clients = int(clients.max(initial=-1)) + 1
    if n_clients == len(came) or len(np.unique(scores)) == 1:
        return Alike(weight=np.ones(came.shape[1]), freedom=math.inf)
    late = scores - scores.mean()
    weights = np.square(late)
    # What is left of each session when the change there may be is taken away.
    left = came - came.mean(axis=0) - np.outer(late, late @ came / weights.sum())
    parts = late[:, None] * left
    of_client = np.zeros((n_clients, came.shape[1]))
    np.add.at(of_client, clients, parts)
    alone = np.square(parts).sum(axis=0)
    together = np.square(of_client).sum(axis=0) - alone
    by_client = np.bincount(clients, weights)
    freedom = float(np.square(by_client.sum()) / np.square(by_client).sum()) - 2
    weight = np.maximum(1.0, 1.0 + together / np.where(alone > _NOTHING, alone, np.inf))
    if freedom < _GOOD_FREEDOM and len(weight):
        weight = np.maximum(weight, weight.mean())
    return Alike(weight=weight, freedom=freedom)


def holm(chances: Numbers) -> Numbers:
    """Each chance as it stands when all of the last axis are looked at together (Holm 1979).

    What is below a level then, is so with no more than that chance of a single false claim,
    however the categories hang together: of two problems of one exchange only one can be brought,
    which the milder rule of Benjamini and Hochberg (1995) does not allow for. NaN counts for
    nothing and stays.

    >>> holm(np.array([0.04, 0.01, np.nan])).tolist()
    [0.04, 0.02, nan]
    """
    order = np.argsort(chances, axis=-1)  # NaN comes last
    ordered = np.take_along_axis(chances, order, axis=-1)
    n = np.count_nonzero(~np.isnan(chances), axis=-1, keepdims=True)
    left = n - np.arange(chances.shape[-1])
    with np.errstate(invalid="ignore"):
        adjusted = np.minimum(1.0, np.maximum.accumulate(ordered * left, axis=-1))
    placed = np.empty_like(adjusted)
    np.put_along_axis(placed, order, adjusted, axis=-1)
    return placed
