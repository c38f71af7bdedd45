"""A third look at an utterance: a network fine-tuned on the training part, beside the two looks.

What it says and what the two looks say count alike, as a geometric mean. The network learns from
nine tenths of the training part; on the tenth it has not seen, and on what the two looks say of
the training part in inner folds, the favour of each label is chosen. Its probabilities are kept in
the cache folder fold by fold, so that a run that was broken off goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from real_sets import Finetuning, Goal, Whole, accuracy
from sklearn.model_selection import StratifiedGroupKFold
from two_looks import Array, Found, Utterance, fit_favour

from analyzer.classify.meaning import mix

NETWORK = Path(__file__).resolve().parents[1] / "models" / "network"
# Another number where what is computed changes, so that no older result is taken for it.
RECIPE = 1
SHARE = 0.5
TENTH = 10
SEATS = 3
# A favour that is best on few rows may be so by luck: it is chosen for rows blurred many times.
BLUR, TIMES = 0.3, 20

Talk: TypeAlias = Sequence[tuple[str, int]]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkSet:
    """Talks as the network reads them: texts, each with the seat of who says it, 0, 1 or 2.

    ``owners`` says for each utterance of all talks in order which talk it is of; ``labels`` of
    each kind are as many, -1 where an utterance has none.
    """

    talks: tuple[Talk, ...]
    owners: Whole
    labels: Mapping[str, Whole]
    n_labels: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Third:
    """Labels found for the test rows by the network alone and by all three looks."""

    alone: Whole
    together: Whole


def talk_set(
    utterances: Sequence[Utterance],
    *,
    seats: Sequence[int],
    labels: Mapping[str, Whole],
    n_labels: Mapping[str, int],
) -> TalkSet:
    """The utterances by talk; those of a talk stand together and in order."""
    numbered = groupby(zip(utterances, seats, strict=True), key=lambda pair: pair[0].talk)
    talks = tuple(tuple((one.text, seat) for one, seat in part) for _, part in numbered)
    owners = np.repeat(np.arange(len(talks)), [len(talk) for talk in talks])
    return TalkSet(talks=talks, owners=owners, labels=labels, n_labels=n_labels)


def seats_of(speakers: Sequence[str]) -> list[int]:
    """A seat of three for the speaker of each utterance; who spoke longest ago makes room."""
    taken: dict[str, int] = {}
    seats = []
    for speaker in speakers:
        seat = taken.pop(speaker, None)
        if seat is None:
            seat = len(taken) if len(taken) < SEATS else taken.pop(next(iter(taken)))
        taken[speaker] = seat
        seats.append(seat)
    return seats


def tenth_of(labels: Whole, groups: Whole) -> Mask:
    """Marks about a tenth of the rows, whole groups, with about the same labels as all have."""
    marked = np.zeros(len(labels), dtype=bool)
    folds = StratifiedGroupKFold(min(TENTH, len(np.unique(groups))), shuffle=True, random_state=0)
    with warnings.catch_warnings():  # a label rarer than folds lies where it lies
        warnings.simplefilter("ignore", UserWarning)
        _, kept = next(iter(folds.split(labels, labels, groups)))
    marked[kept] = True
    return marked


def network_scores(
    known: TalkSet, *, train: Whole, asked: Whole, how: Finetuning, cache: Path, name: str
) -> dict[str, Array]:
    """Probabilities of each kind of label for the ``asked`` utterances, 0 for all others.

    The network learns from the talks of the ``train`` utterances, of which none may be asked about.
    Raises ValueError where one is.
    """
    learnt, left = (np.unique(known.owners[rows]) for rows in (train, asked))
    if len(np.intersect1d(learnt, left)):
        msg = f"{name}: the network would be asked about talks that it learns from"
        raise ValueError(msg)
    given = (RECIPE, how.epochs, how.seed, learnt.tolist(), left.tolist(), dict(known.n_labels))
    labels = {kind: rows.tolist() for kind, rows in known.labels.items()}
    key = hashlib.sha256(json.dumps([given, known.talks, labels]).encode()).hexdigest()[:16]
    path = cache / f"finetuned-{key}.npz"
    if path.is_file():
        sys.stderr.write(f"{name}: taken from {path}\n")
    else:
        sys.stderr.write(f"{name}: learning from {len(learnt)} talks, asked about {len(left)}\n")
        began = time.monotonic()
        if str(NETWORK) not in sys.path:
            sys.path.append(str(NETWORK))
        from finetuned import finetuned  # noqa: PLC0415 - only who fine-tunes needs torch

        found = finetuned(
            known.talks,
            known.labels,
            train=learnt.tolist(),
            test=left.tolist(),
            n_labels=known.n_labels,
            how=how,
        )
        cache.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"partial-{os.getpid()}-{path.name}")
        np.savez_compressed(partial, **found)  # type: ignore[arg-type] # its other keyword is no kind
        partial.replace(path)
        sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} seconds\n")
    rows = np.flatnonzero(np.isin(known.owners, left))
    scores = {kind: np.zeros((len(known.owners), n)) for kind, n in known.n_labels.items()}
    with np.load(path) as kept:
        for kind, whole in scores.items():
            whole[rows] = kept[kind]
    return scores


def third_look(
    found: Found,
    network: Array,
    labels: Whole,
    *,
    train: Whole,
    test: Whole,
    held: Mask,
    goals: Sequence[Goal],
) -> tuple[Third, ...]:
    """Labels for the test rows for each goal, given what the two looks found of the same rows.

    ``network`` has a row for each of ``labels``; ``held`` marks those of the training rows that
    the network was not taught. Accuracy needs no favours, and so no such rows.
    """
    unseen = train[held]
    thirds = []
    for number, goal in enumerate(goals):
        inner = mix(found.left_out[number][held], network[unseen], share=SHARE)
        here = steady_favour(inner, labels[unseen], goal=goal)
        favour = (found.favours[number] + here) / 2
        own = steady_favour(network[unseen], labels[unseen], goal=goal)
        final = mix(found.scores[number], network[test], share=SHARE)
        thirds.append(
            Third(alone=_best(network[test], favour=own), together=_best(final, favour=favour))
        )
    return tuple(thirds)


def steady_favour(scores: Array, truth: Whole, *, goal: Goal) -> Array:
    """The favour that is best for the rows when a little noise is added, many times over."""
    if goal is accuracy or not len(truth):
        return np.zeros(scores.shape[1])
    noise = np.random.default_rng(0).normal(0.0, BLUR, (TIMES, *scores.shape))
    blurred = (_logs(scores) + noise).reshape(-1, scores.shape[1])
    return fit_favour(blurred, np.tile(truth, TIMES), goal=goal)[0]


def _best(scores: Array, *, favour: Array) -> Whole:
    labels: Whole = (_logs(scores) + favour).argmax(axis=1)
    return labels


def _logs(scores: Array) -> Array:
    result: Array = np.log(np.clip(scores, 1e-9, 1.0))
    return result
