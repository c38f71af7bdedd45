"""Passages: the stretches of a session that are looked up by what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

MeaningVectors = npt.NDArray[np.int8]
WIDEST = 127


class PassageKind(StrEnum):
    """What a passage holds.

    ``problem`` is what an asker tells, up to the first advice; ``advice`` is one advice; ``talk``
    is some sentences of a turn; ``exchange`` is a whole matter, told and answered.
    """

    PROBLEM = "problem"
    ADVICE = "advice"
    TALK = "talk"
    EXCHANGE = "exchange"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Sentences ``[first, end)`` of a session. A passage of talk lies within one turn."""

    kind: PassageKind
    first: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EncodedPassages:
    """The passages of one session and what they mean, told by the encoder named.

    In order there is one problem for each exchange, one advice for each advice, one exchange for
    each exchange, and then the talk. ``vectors`` (n passages, d) are scaled so that the widest
    component of each is 127: their cosines are likenesses in meaning, their lengths say nothing.
    """

    encoder: str
    passages: tuple[Passage, ...]
    vectors: MeaningVectors


def packed(vectors: npt.NDArray[np.floating]) -> MeaningVectors:
    """Vectors (n, d) in one byte a component, each scaled by itself; zeros stay zeros.

    >>> packed(np.array([[0.5, -0.25], [0.0, 0.0]])).tolist()
    [[127, -64], [0, 0]]
    """
    widest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    scaled = vectors / np.where(widest > 0, widest, 1) * WIDEST
    return np.rint(scaled).astype(np.int8)


def unpacked(vectors: MeaningVectors) -> npt.NDArray[np.float32]:
    """Packed vectors (n, d) with length 1 again; zeros stay zeros.

    >>> unpacked(np.array([[3, 4], [0, 0]], dtype=np.int8)).round(1).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    wide = vectors.astype(np.float32)
    lengths = np.linalg.norm(wide, axis=1, keepdims=True)
    divisors: npt.NDArray[np.float32] = np.where(lengths > 0, lengths, 1).astype(np.float32)
    return wide / divisors
