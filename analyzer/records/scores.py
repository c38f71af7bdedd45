"""What a scorer says about the sentences of one session; segment, tag and classify decode it.

This is the seam between models and stages: whatever fills these arrays, a linear model today or a
fine-tuned encoder, the stages that read them stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceScores:
    """Probabilities for each of n sentences.

    ``moves`` has shape (n, 16) in the order of ``Move``; ``segments`` (n, 10) in the order of
    ``SegmentKind``; rows of both add up to 1. ``advice`` has shape (n, number of advice categories
    of the pack); what a row leaves to 1 is the probability of no advice. ``starts`` has shape (n,):
    that a new asker's matter begins here.
    """

    moves: Matrix
    segments: Matrix
    advice: Matrix
    starts: Matrix
