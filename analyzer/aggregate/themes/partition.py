"""Texts in themes: what cutting them gives, and when it gives anything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

# A theme that comes back less than half holds together by chance; Hennig (2007) calls a cluster
# below .5 dissolved.
COMES_BACK = 0.5
FEWEST_TEXTS = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Partition:
    """Texts in themes: ``labels`` (n,) from 0, ``stability`` (n themes,) and ``belongs`` (n,).

    ``stability`` is how much of a theme returns when a fifth of the texts is left out, 0 to 1.
    ``belongs`` is how often a text falls together with the others of its theme, 0 to 1.
    """

    labels: Labels
    stability: npt.NDArray[np.float64]
    belongs: npt.NDArray[np.float64]

    @property
    def n_themes(self) -> int:
        """How many themes there are."""
        return len(self.stability)
