"""Teaches the splitter: kinds of words, weights of terms around gaps, lengths of sentences."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from talks import SENTENCE, TURN, UNSURE, Talk, some_joined
from threadpoolctl import threadpool_limits

from analyzer.classify.borders import (
    BITS,
    COMMON,
    LONGEST,
    Borders,
    gap_columns,
    key_of,
    plain_word,
)
from analyzer.classify.linear import LinearModel, Vocabulary

N_COMMON = 500
# A term is kept that was met so often, and a kind of word that so many words have.
LEAST_MET = 5
LEAST_KIND = 10
# Weights below this are stored as none.
LEAST_WEIGHT = 0.02
STRENGTH = 0.1
ROUNDS = 60
# How much is added to each gap, and how much the lengths of sentences count.
LEAN = 1.2
LENGTH_SHARE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Talks of one set and how much each of their gaps counts."""

    talks: Sequence[Talk]
    weight: float


def teach(lessons: Sequence[Lesson], *, kinds: Mapping[str, str], seed: int) -> Borders:
    """The splitter taught on all talks; the same talks and seed give the same model."""
    words = _vocabulary(lessons, kinds)
    columns, ends, weights = [], [], []
    for lesson in lessons:
        stretches = [one for one in some_joined(lesson.talks, seed=seed) if len(one[0]) > 1]
        found, _ = gap_columns([said for said, _ in stretches], words=words)
        after = np.concatenate([np.array(marks[:-1]) for _, marks in stretches])
        is_known = after != UNSURE
        columns.append(found[is_known].astype(np.int32))
        ends.append(after[is_known] == SENTENCE)
        weights.append(np.full(int(is_known.sum()), lesson.weight))
    table, bias = _weights(
        np.concatenate(columns), np.concatenate(ends), weights=np.concatenate(weights)
    )
    return Borders(
        name="splitter",
        words=words,
        gaps=LinearModel(classes=("ends",), weights=table[None], bias=np.array([bias + LEAN])),
        lengths=LinearModel(
            classes=("adds",),
            weights=(LENGTH_SHARE * _lengths(lessons[0].talks))[None].astype(np.float32),
            bias=np.zeros(1),
        ),
    )


def _vocabulary(lessons: Sequence[Lesson], kinds: Mapping[str, str]) -> Vocabulary:
    """Words of known kind, numbered; the most common of all are known as themselves, too."""
    met = Counter(plain_word(word) for one in lessons for talk in one.talks for word in talk.words)
    common = {word for word, _ in sorted(met.items(), key=lambda it: (-it[1], it[0]))[:N_COMMON]}
    of_word = {plain_word(word): kind for word, kind in kinds.items()}
    sizes = Counter(of_word.values())
    names = sorted(kind for kind, count in sizes.items() if count >= LEAST_KIND)
    number = {name: place for place, name in enumerate(names, 1)}
    listed = sorted((common | of_word.keys()) - {""})
    codes = {
        key_of(word): number.get(of_word.get(word, ""), 0) + (COMMON if word in common else 0)
        for word in listed
    }
    return Vocabulary(
        columns={key: place for place, key in enumerate(sorted(codes))},
        idf=np.array([codes[key] for key in sorted(codes)], dtype=float),
    )


def _weights(
    columns: npt.NDArray[np.int32], ends: npt.NDArray[np.bool_], *, weights: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float32], float]:
    """A logistic regression over the terms that were met often enough, as a table of all."""
    met = np.bincount(columns.ravel(), minlength=2**BITS)
    kept = np.flatnonzero(met >= LEAST_MET)
    place = np.full(2**BITS, -1, dtype=np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    cells = place[columns]
    is_kept = cells >= 0
    pointers = np.concatenate([[0], np.cumsum(is_kept.sum(axis=1))]).astype(np.int32)
    rows = csr_matrix(
        (np.ones(int(is_kept.sum()), np.float32), cells[is_kept], pointers),
        shape=(len(columns), len(kept)),
    )
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-6)
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(rows, ends, sample_weight=weights)
    found = model.coef_[0]
    table = np.zeros(2**BITS, np.float32)
    table[kept] = np.where(np.abs(found) < LEAST_WEIGHT, 0.0, found).astype(np.float16)
    return table, float(model.intercept_[0])


def _lengths(talks: Sequence[Talk]) -> npt.NDArray[np.float64]:
    """How much more often sentences of each length are met than if any gap might end one."""
    counts = np.ones(LONGEST + 1)
    for talk in talks:
        ends = [n for n, after in enumerate(talk.after, 1) if after in (SENTENCE, TURN)]
        for first, last in pairwise([0, *ends]):
            counts[min(last - first, LONGEST)] += 1
    counts = counts[1:]
    near = np.convolve(np.pad(counts, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    smooth = np.where(np.arange(LONGEST) < 8, counts, near)
    smooth /= smooth.sum()
    stop = 1 / (smooth @ np.arange(1, LONGEST + 1))
    chance = stop * (1 - stop) ** np.arange(LONGEST)
    found: npt.NDArray[np.float64] = np.log(smooth / chance)
    return found
