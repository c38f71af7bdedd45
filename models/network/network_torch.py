"""The network in PyTorch: the lower layers of a sentence encoder, read over a session by a GRU.

Only training needs it; what analyses is the ONNX made of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from analyzer.classify.windows import N_FACTS, NO_ROLE, Window

WIDTH = 384
NARROW = 256
MEMORY = 128
N_MOVES, N_SEGMENTS = 16, 10
# Six layers learnt no better than four on left-out writers, and take half as long again.
N_LAYERS = 4
DROPPED = 0.2
# What the layers are taught by, and nobody asks for afterwards.
ONLY_TAUGHT = frozenset({"starts", "meaning"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadSizes:
    """How many advice classes (none and the categories) and problems each pack has."""

    advice: Mapping[str, int]
    problems: Mapping[str, int]


class Pieces(nn.Module):
    """The lowest layers of a sentence encoder; whose words a piece is stands beside the piece."""

    def __init__(self, bert: nn.Module) -> None:
        super().__init__()
        self.embeddings = bert.embeddings
        self.roles = nn.Embedding(NO_ROLE + 1, WIDTH)
        nn.init.normal_(self.roles.weight, std=0.02)
        self.layers = nn.ModuleList(bert.encoder.layer[:N_LAYERS])

    def forward(
        self, pieces: torch.Tensor, roles: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """States of shape (windows, pieces, 384); pieces that are masked are not looked at."""
        told = self.embeddings.word_embeddings(pieces) + self.roles(roles)
        states = self.embeddings(inputs_embeds=told)
        hidden = (1.0 - mask.to(torch.float32))[:, None, None, :] * -1e9
        for layer in self.layers:
            after = layer(states, hidden)
            states = after[0] if isinstance(after, tuple) else after
        return states


class Reader(nn.Module):
    """Sentence vectors in order to what stands around each and the sentence itself, as one row."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = nn.Linear(WIDTH + N_FACTS, NARROW)
        self.memory = nn.GRU(NARROW, MEMORY, bidirectional=True, batch_first=True)
        self.drop = nn.Dropout(DROPPED)
        self.width = 2 * MEMORY + WIDTH + N_FACTS

    def read(
        self, sentences: torch.Tensor, facts: torch.Tensor, lengths: Sequence[int]
    ) -> torch.Tensor:
        """Rows of several stretches that stand one after the other: shape (sentences, width)."""
        known = torch.cat([sentences, facts], dim=1)
        inside = self.drop(functional.gelu(self.narrow(self.drop(known))))
        # One stretch is not split, so that no length is written into the ONNX file.
        parts = inside.split(list(lengths)) if len(lengths) > 1 else [inside]
        read = [self.memory(part[None])[0][0] for part in parts]
        return self.drop(torch.cat([torch.cat(read), known], dim=1))


class Heads(Reader):
    """Sentence vectors of a session in order to log odds of every kind of label."""

    def __init__(self, sizes: HeadSizes) -> None:
        super().__init__()
        width = self.width
        self.moves = nn.Linear(width, N_MOVES)
        self.segments = nn.Linear(width, N_SEGMENTS)
        self.starts = nn.Linear(width, 1)
        self.meaning = nn.Linear(WIDTH, WIDTH)
        nn.init.eye_(self.meaning.weight)
        nn.init.zeros_(self.meaning.bias)
        self.weight = nn.Linear(width, 1)
        self.advice = nn.ModuleDict({p: nn.Linear(width, n) for p, n in sizes.advice.items()})
        self.problems = nn.ModuleDict({p: nn.Linear(width, n) for p, n in sizes.problems.items()})

    def forward(self, sentences: torch.Tensor, facts: torch.Tensor) -> dict[str, torch.Tensor]:
        """Log odds of one stretch of sentences: each of shape (sentences, labels)."""
        return self.outputs(sentences, facts, [len(sentences)])

    def outputs(
        self, sentences: torch.Tensor, facts: torch.Tensor, lengths: Sequence[int]
    ) -> dict[str, torch.Tensor]:
        """Log odds of several stretches that stand one after the other, and what they mean."""
        seen = self.read(sentences, facts, lengths)
        named = {
            "moves": self.moves(seen),
            "segments": self.segments(seen),
            "starts": self.starts(seen),
            "meaning": functional.normalize(self.meaning(sentences), dim=1),
            "weight": self.weight(seen),
        }
        for pack in self.advice:
            named[f"advice_{pack}"] = self.advice[pack](seen)
            named[f"problems_{pack}"] = self.problems[pack](seen)
        return named


def sentence_vectors(states: torch.Tensor, windows: Sequence[Window]) -> torch.Tensor:
    """The mean of the pieces of each sentence, window after window."""
    sums = torch.cat([torch.zeros_like(states[:, :1]), states.cumsum(1)], dim=1)
    spans = [(row, a, b) for row, window in enumerate(windows) for a, b in window.spans]
    rows, first, end = (torch.tensor(column) for column in zip(*spans, strict=True))
    return (sums[rows, end] - sums[rows, first]) / (end - first)[:, None]


def padded(rows: Sequence[Sequence[int]], *, filler: int) -> torch.Tensor:
    """Rows of unlike length as one tensor, filled up at the end."""
    longest = max(len(row) for row in rows)
    filled = np.full((len(rows), longest), filler, dtype=np.int64)
    for number, row in enumerate(rows):
        filled[number, : len(row)] = row
    return torch.from_numpy(filled)
