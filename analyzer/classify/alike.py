"""Which examples of a pack read more like another of its categories than like their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from analyzer.classify.background import Background, category_texts
from analyzer.classify.fewshot import TextVectors
from analyzer.encoder import Vectors
from analyzer.records import Category, Pack

# Smaller differences are chance: each text of a field is a bit like all others.
MARGIN = 0.2
MOST = 8


def alike_notes(pack: Pack, vectors: TextVectors, *, background: Background) -> tuple[str, ...]:
    """A sentence for each example that is nearer to another category, the eight clearest at most.

    An example is compared with the other texts of its category, not with itself.
    """
    kinds = (("advice", pack.advice, vectors.advice), ("problem", pack.problem, vectors.problem))
    found = [
        (behind, f"{kind} {own!r}: the example {text!r} reads more like {other!r}.")
        for kind, categories, rows in kinds
        for behind, own, other, text in _misplaced(categories, rows, background=background)
    ]
    found.sort(key=lambda one: (-one[0], one[1]))
    return tuple(note for _, note in found[:MOST])


def _misplaced(
    categories: Sequence[Category], vectors: Vectors, *, background: Background
) -> Iterator[tuple[float, str, str, str]]:
    """By how much an example is nearer to another category, both ids, and the example."""
    texts = category_texts(categories, vectors, background=background)
    owner = np.array(texts.owner)
    for number, category in enumerate(categories):
        own = np.flatnonzero(owner == number)
        # The first two texts are definition and name.
        for row, example in zip(own[2:], category.examples, strict=True):
            rest = texts.vectors[own[own != row]].mean(axis=0)
            rest /= max(float(np.linalg.norm(rest)), 1e-9)
            likeness = texts.centres @ texts.vectors[row]
            likeness[number] = -1.0
            other = int(likeness.argmax())
            behind = float(likeness[other] - rest @ texts.vectors[row])
            if len(categories) > 1 and behind > MARGIN:
                yield behind, category.id, categories[other].id, example
