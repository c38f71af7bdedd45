"""What to look at first, and whether looking on is worth it.

First comes what the model is least sure of: the margin between the two likeliest answers (Scheffer,
Decomain and Wrobel 2001; Lewis and Gale 1994). It counts for more where people have labelled few of
its category, and for less the more it is like what was labelled or stands in the queue already, as
in maximal marginal relevance (Carbonell and Goldstein 1998; for active learning, Settles 2009).
How many labels are wrong is told from the scores, which are calibrated: the sum of one minus each,
set right by how many of those looked at were in fact changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.archive.correcting import Made
from analyzer.archive.open_labels import OpenLabel
from analyzer.corrections.records import LabelAdvice, RejectAdvice, SetProblem, is_by_person
from analyzer.records import Label
from analyzer.records.passages import unpacked

# Looked at closely: of 250,000 labels the least sure of these categories are enough for a day.
CLOSELY = 3_000
# An advice of which no label could be given may as well be one as none.
NO_LABEL = 0.5
# What is quite like a labelled one still counts for a quarter: it may be labelled wrongly.
LEAST = 0.25
# So many labels looked at weigh as much as the model's own word about itself.
TRUST = 10
# Fewer wrong labels than one in twenty are left: people among themselves agree no better.
ENOUGH = 0.05
SOON = 20

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How many labels are settled and open, and about how many of the open ones are wrong.

    ``soon`` is about how many of the next ``SOON`` in the queue are. ``is_enough`` says that so few
    wrong ones are left that looking on hardly pays.
    """

    n_settled: int
    n_open: int
    wrong: float
    soon: float
    is_enough: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Labels of models that people looked at: how many were changed, and how many had to be."""

    n_changed: int = 0
    expected: float = 0.0

    @property
    def factor(self) -> float:
        """By how much more, or less, labels are wrong than their scores say."""
        return (self.n_changed + TRUST) / (self.expected + TRUST)


def queue(
    labels: Sequence[OpenLabel], *, by_people: Mapping[str, int], most: int
) -> tuple[OpenLabel, ...]:
    """At most so many open labels, those first that are least sure and would teach most.

    The same labels give the same order. Without vectors it is by margin and rarity alone.
    """
    worth = {id(it): _unsure(it) * _rare(it, by_people) for it in labels if not it.is_settled}
    those = sorted(
        (it for it in labels if not it.is_settled),
        key=lambda it: (-worth[id(it)], it.session_id, it.kind, it.number),
    )[:CLOSELY]
    settled = [it for it in labels if it.is_settled and it.vector is not None][-CLOSELY:]
    vectors = _vectors(those)
    values = np.array([worth[id(it)] for it in those])
    likeness = _highest(vectors, _vectors(settled))
    order: list[int] = []
    left = np.ones(len(those), dtype=bool)
    for _ in range(min(most, len(those))):
        gain = np.where(left, values * (LEAST + (1 - LEAST) * (1 - likeness)), -1.0)
        best = int(np.argmax(gain))
        order.append(best)
        left[best] = False
        likeness = np.maximum(likeness, np.clip(vectors @ vectors[best], 0, 1))
    return tuple(those[number] for number in order)


def outlook(labels: Sequence[OpenLabel], queued: Sequence[OpenLabel], *, looked: Looked) -> Outlook:
    """How far the review is, told from scores and from what was changed so far."""
    those = [it for it in labels if not it.is_settled]
    wrong = looked.factor * sum(1 - _score(it) for it in those)
    wrong = min(wrong, float(len(those)))
    soon = queued[:SOON]
    return Outlook(
        n_settled=len(labels) - len(those),
        n_open=len(those),
        wrong=wrong,
        soon=min(looked.factor * sum(1 - _score(it) for it in soon), float(len(soon))),
        is_enough=wrong <= ENOUGH * max(len(labels), 1),
    )


def looked_at(made: Sequence[Made]) -> Looked:
    """What became of the labels that corrections were about."""
    n_changed, expected = 0, 0.0
    for it in made:
        was, now = _was(it), _now(it)
        if was is None or now is None:
            continue
        n_changed += was.category not in now
        expected += 1 - was.score
    return Looked(n_changed=n_changed, expected=expected)


def _was(made: Made) -> Label | None:
    """The model's surest label before the correction."""
    before, label = made.before, None
    if before is None:
        return None
    if isinstance(made.correction, SetProblem) and before.exchanges is not None:
        label = next((it.problem for it in before.exchanges[2] if it.problem), None)
    elif isinstance(made.correction, LabelAdvice | RejectAdvice) and before.advice is not None:
        label = next((label for it in before.advice[2] for label in it.labels), None)
    return None if label is None or is_by_person(label) else label


def _now(made: Made) -> tuple[str, ...] | None:
    match made.correction:
        case LabelAdvice():
            return made.correction.categories
        case RejectAdvice():
            return ()
        case SetProblem():
            return () if made.correction.category is None else (made.correction.category,)
        case _:
            return None


def _score(label: OpenLabel) -> float:
    return NO_LABEL if label.category is None else label.score


def _unsure(label: OpenLabel) -> float:
    """One where two answers are as likely, nought where one is certain."""
    score = _score(label)
    other = max(label.second, 1 - score)
    return 1 - abs(score - other)


def _rare(label: OpenLabel, by_people: Mapping[str, int]) -> float:
    n = by_people.get(label.category or "", 0)
    return float(1 / np.sqrt(1 + n))


def _vectors(labels: Sequence[OpenLabel]) -> Vectors:
    """One a row; zeros, which are like nothing, where there is none."""
    width = max((len(it.vector) for it in labels if it.vector is not None), default=1)
    packed = np.zeros((len(labels), width), dtype=np.int8)
    for number, it in enumerate(labels):
        if it.vector is not None and len(it.vector) == width:
            packed[number] = np.frombuffer(it.vector, dtype=np.int8)
    return unpacked(packed)


def _highest(vectors: Vectors, others: Vectors) -> Vectors:
    if not len(others) or vectors.shape[1] != others.shape[1]:
        return np.zeros(len(vectors), dtype=np.float32)
    highest: Vectors = np.clip((vectors @ others.T).max(axis=1, initial=0), 0, 1)
    return highest
