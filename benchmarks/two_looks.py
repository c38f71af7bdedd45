"""How the scripts over real sets label an utterance: two looks at it, then a chain.

The first look is three models of an utterance and its neighbours: its words and letters as TF-IDF
(which alone is the floor), its words as the product counts them, its vectors from the shipped
encoder. The second sees what the first says of an utterance it was not trained on and of two on
each side, and facts of place and form; a chain adds which label follows which. Every setting is
either fixed here or chosen inside the training part, in folds that keep groups together.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from real_sets import Goal, Whole, accuracy
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_union

from analyzer.classify.chain import fit_chain
from analyzer.classify.linear import build_vocabulary, fit_linear
from analyzer.classify.meaning import mix
from analyzer.classify.terms import FACT, Terms, topic_terms
from analyzer.classify.views import words_of
from analyzer.encoder import Vectors

INNER_FOLDS = 3
NEAR = (-2, -1, 1, 2)
TRUSTS = (0.0, 0.25, 0.5)
STEPS = tuple(round(0.1 * step, 1) for step in range(-20, 41))
LOWEST = 1e-3
ROUNDS = 80
# With fewer rows of a label than this, the second look sees little, and through a linear model.
FEW = 300

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One utterance or sentence; those of a talk stand together and in order.

    Talks of the same ``group`` never stand on both sides of a fold.
    """

    text: str
    talk: str
    group: str
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What the models may see of some utterances.

    ``lent`` are columns of scores by models of other sets, for the second look.
    """

    texts: tuple[str, ...]
    bags: tuple[Terms, ...]
    columns: npt.NDArray[np.float32]
    facts: Array
    groups: Whole
    talks: Whole
    lent: Array | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Labels found for the test rows: by TF-IDF alone, and by both looks for each goal.

    ``scores`` come before what favours add; ``left_out`` are those of the training rows, each by
    models of the other inner folds.
    """

    floor: Whole
    labels: tuple[Whole, ...]
    scores: tuple[Array, ...]
    left_out: tuple[Array, ...]
    favours: tuple[Array, ...]


def material_of(
    utterances: Sequence[Utterance], vectors: Vectors, *, rows: Sequence[int] | None = None
) -> Material:
    """What models may see of the utterances numbered in ``rows``, given all of them."""
    words = [words_of(one.text) for one in utterances]
    talks = np.unique([one.talk for one in utterances], return_inverse=True)[1]
    groups = np.unique([one.group for one in utterances], return_inverse=True)[1]
    near = {step: _neighbours(talks, step) for step in NEAR}
    chosen = list(range(len(utterances))) if rows is None else list(rows)
    beside = [_moved(vectors, near[step])[chosen] for step in (-1, 1, -2)]
    columns = [5 * vectors[chosen], 2 * beside[0], 2 * beside[1], beside[2]]
    likeness = [(vectors[chosen] * one).sum(axis=1) for one in beside]
    return Material(
        texts=tuple(utterances[index].text for index in chosen),
        bags=tuple(_terms(utterances, words, near, index) for index in chosen),
        columns=np.hstack([*columns, *(3 * one[:, None] for one in likeness)]),
        facts=np.column_stack([_facts(utterances, words, talks, near)[chosen], *likeness]),
        groups=groups[chosen],
        talks=talks[chosen],
    )


def two_looks(
    seen: Material,
    labels: Whole,
    *,
    train: Whole,
    test: Whole,
    n_labels: int,
    goals: Sequence[Goal],
    judged: npt.NDArray[np.bool_] | None = None,
) -> Found:
    """Labels for the test rows from models of the training rows alone, one set for each goal.

    Where ``judged`` is given, goals are met on those of the training rows that it marks.
    """
    inner = list(inner_folds(seen.groups[train]))
    left_out = [np.zeros((len(train), n_labels)) for _ in range(3)]
    for a, b in inner:
        for whole, part in zip(
            left_out, _first(seen, labels, train[a], train[b], n_labels), strict=True
        ):
            whole[b] = part
    last = _first(seen, labels, train, test, n_labels)
    known = np.concatenate([train, test])
    logs = np.hstack(
        [_logs(np.vstack([a, b])) for a, b in zip(left_out, last, strict=True)],
    )
    rare = int(np.bincount(labels[train], minlength=n_labels).min()) < FEW
    rows = _second_columns(seen, logs, known, plain=rare)
    fit, ask = rows[: len(train)], rows[len(train) :]
    second = np.zeros((len(train), n_labels))
    for a, b in inner:
        second[b] = _second(fit[a], labels[train[a]], fit[b], n_labels, trees=not rare)
    final = _second(fit, labels[train], ask, n_labels, trees=not rare)
    counted = np.ones(len(train), dtype=bool) if judged is None else judged
    decided = [
        _decide(
            seen, labels, train=train, test=test, left_out=(second, counted), final=final, goal=goal
        )
        for goal in goals
    ]
    scores, unseen, favours = zip(*decided, strict=True)
    return Found(
        floor=last[0].argmax(axis=1),
        labels=tuple(
            (np.log(one) + more).argmax(axis=1) for one, more in zip(scores, favours, strict=True)
        ),
        scores=scores,
        left_out=unseen,
        favours=favours,
    )


def _second_columns(seen: Material, logs: Array, known: Whole, *, plain: bool) -> Array:
    """What the first look says of each row and, unless plain, of those beside it, and facts."""
    lent = np.zeros((len(known), 0)) if seen.lent is None else seen.lent[known]
    if plain:
        return np.hstack([logs, lent])
    order = np.argsort(known, kind="stable")
    spread = {step: _neighbours(seen.talks[known][order], step) for step in NEAR}
    shifted = [_moved(logs[order], spread[step]) for step in NEAR]
    sorted_rows = np.hstack([logs[order], *shifted, seen.facts[known][order], lent[order]])
    return sorted_rows[np.argsort(order)]


def inner_folds(groups: Whole) -> Iterator[tuple[Whole, Whole]]:
    """Folds of the training part that keep each group together."""
    return GroupKFold(INNER_FOLDS).split(groups, groups=groups)  # type: ignore[no-any-return]


def _decide(
    seen: Material,
    labels: Whole,
    *,
    train: Whole,
    test: Whole,
    left_out: tuple[Array, npt.NDArray[np.bool_]],
    final: Array,
    goal: Goal,
) -> tuple[Array, Array, Array]:
    """Trust in the chain and favour of labels are those that do best on the training part."""
    n_labels = final.shape[1]
    unseen, counted = left_out
    chain = fit_chain(
        [labels[train][place] for place in _sequences(seen.talks[train])],
        n_labels=n_labels,
        smoothing=1.0,
    )
    best = (-1.0, 0.0, np.zeros(n_labels))
    for trust in TRUSTS:
        logs = np.log(chained(unseen, seen.talks[train], chain.marginals, trust=trust))
        favour, score = fit_favour(logs[counted], labels[train][counted], goal=goal)
        if score > best[0] + 1e-3:
            best = (score, trust, favour)
    trusted = [
        chained(scores, seen.talks[rows], chain.marginals, trust=best[1])
        for scores, rows in ((final, test), (unseen, train))
    ]
    return trusted[0], trusted[1], best[2]


def chained(scores: Array, talks: Whole, marginals: Callable[..., Array], *, trust: float) -> Array:
    """Scores of each talk given all of the talk; never 0, so that they have a logarithm."""
    result = np.clip(scores, LOWEST, 1.0)
    if trust:
        for place in _sequences(talks):
            result[place] = marginals(scores[place], trust=trust)
    return np.clip(result, 1e-9, 1.0)


def fit_favour(logs: Array, truth: Whole, *, goal: Goal) -> tuple[Array, float]:
    """What is added to the log of each label's score so that the goal is best, and the goal then.

    Coordinate ascent over small steps; accuracy needs none.
    """
    favour = np.zeros(logs.shape[1])
    best = goal(truth, logs.argmax(axis=1))
    if goal is accuracy:
        return favour, best
    for label in [*range(1, len(favour))] * (2 if len(favour) > 2 else 1):
        scores = []
        for step in STEPS:
            trial = favour.copy()
            trial[label] = step
            scores.append(goal(truth, (logs + trial).argmax(axis=1)))
        if max(scores) > best:
            best = max(scores)
            favour[label] = STEPS[int(np.argmax(scores))]
    return favour, best


def letters() -> TfidfVectorizer:
    """TF-IDF of words 1-2 and characters 2-5: what a floor counts."""
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
    )


def _first(seen: Material, labels: Whole, train: Whole, test: Whole, n_labels: int) -> list[Array]:
    """Scores of the test rows by TF-IDF, by words with neighbours, by vectors with neighbours."""
    target = [int(label) for label in labels[train]]
    names = tuple(map(str, range(n_labels)))
    vectorizer = letters()
    inside = vectorizer.fit_transform([seen.texts[row] for row in train])
    plain = LogisticRegression(C=1.0, max_iter=150, tol=1e-3, class_weight="balanced")
    if n_labels > 2:
        plain.set_params(C=4.0, class_weight=None)
    floor = np.zeros((len(test), n_labels))
    with warnings.catch_warnings():  # stopping early is no worse
        warnings.simplefilter("ignore", ConvergenceWarning)
        plain.fit(inside, target)
    outside = vectorizer.transform([seen.texts[row] for row in test])
    floor[:, plain.classes_] = plain.predict_proba(outside)
    vocabulary = build_vocabulary([seen.bags[row] for row in train], min_count=2)

    def fitted(rows: csr_matrix | Array, ask: csr_matrix | Array) -> Array:
        model = fit_linear(rows, target, classes=names, strength=0.3, balance=0.0)
        return model.probabilities(ask)

    return [
        floor,
        fitted(
            vocabulary.matrix([seen.bags[row] for row in train]),
            vocabulary.matrix([seen.bags[row] for row in test]),
        ),
        fitted(seen.columns[train], seen.columns[test]),
    ]


def _second(rows: Array, labels: Whole, ask: Array, n_labels: int, *, trees: bool) -> Array:
    """A linear opinion of what the first look says, and with trees a boosted one, as one."""
    names = tuple(map(str, range(n_labels)))
    target = [int(label) for label in labels]
    linear = fit_linear(rows, target, classes=names, strength=0.1, balance=0.0)
    if not trees:
        return linear.probabilities(ask)
    forest = HistGradientBoostingClassifier(
        max_iter=ROUNDS,
        learning_rate=0.06,
        max_leaf_nodes=10,
        min_samples_leaf=25,
        l2_regularization=3.0,
        max_features=0.3,
        early_stopping=False,
        random_state=0,
    ).fit(rows, target)
    boosted = np.zeros((len(ask), n_labels))
    boosted[:, forest.classes_] = forest.predict_proba(ask)
    return mix(linear.probabilities(ask), boosted, share=0.5)


def _terms(
    utterances: Sequence[Utterance],
    words: Sequence[tuple[str, ...]],
    near: dict[int, Whole],
    index: int,
) -> Terms:
    own, text = words[index], utterances[index].text
    bag = topic_terms(own)
    for left, middle, right in zip(own, own[1:], own[2:], strict=False):
        bag[f"t:{left} {middle} {right}"] = 1.0
    for length in (1, 2, 3):
        bag[f"first{length}:{' '.join(own[:length])}"] = 1.0
        bag[f"last{length}:{' '.join(own[-length:])}"] = 1.0
    for mark, word in pairwise(own):
        if mark in {".", "?", "!"}:
            bag[f"begins:{word}"] = 1.0
    for step in (-2, -1, 1):
        other = int(near[step][index])
        if other < 0:
            bag[f"{FACT}none{step}"] = 0.5
            continue
        same = "same" if utterances[other].speaker == utterances[index].speaker else "other"
        for word in words[other]:
            bag[f"{step}-{same}:{word}"] = 0.35
        bag[f"{step}-{same}2:{' '.join(words[other][:2])}"] = 0.4
        bag[f"{FACT}{step}={same},{utterances[other].text.endswith('?')}"] = 0.5
        bag[f"{FACT}{step}long={_length(words[other])}"] = 0.5
    bag[f"{FACT}long={_length(own)}"] = 0.8
    bag[f"{FACT}asks={text.rstrip().endswith('?')}"] = 1.0
    bag[f"{FACT}marks={min(text.count('?'), 3)}"] = 0.8
    return bag


def _length(words: Sequence[str]) -> int:
    return int(2 * math.log2(len(words) + 1))


def _facts(
    utterances: Sequence[Utterance],
    words: Sequence[tuple[str, ...]],
    talks: Whole,
    near: dict[int, Whole],
) -> Array:
    """Place in the talk, length, question marks, speakers beside, and words taken up again."""
    counts = np.bincount(talks)
    begins = {int(talk): int(place[0]) for talk, place in _first_places(talks)}
    rows = []
    for index, one in enumerate(utterances):
        count, since = int(counts[talks[index]]), index - begins[int(talks[index])]
        row = [since / count, min(since, 20) / 20, min(count - since, 20) / 20]
        row += [math.log1p(len(words[index])) / 4, min(one.text.count("?"), 3) / 3]
        row += [float(one.text.rstrip().endswith(mark)) for mark in ("?", "-", ".")]
        for step in NEAR:
            other = int(near[step][index])
            row += [float(other < 0)]
            row += [float(other >= 0 and utterances[other].speaker == one.speaker)]
            row += [float(other >= 0 and utterances[other].text.rstrip().endswith("?"))]
            row += [math.log1p(len(words[other])) / 4 if other >= 0 else 0.0]
        before = set(words[near[-1][index]]) if near[-1][index] >= 0 else set()
        content = [word for word in words[index] if len(word) > 3]
        row += [sum(word in before for word in content) / max(1, len(content))]
        rows.append(row)
    return np.array(rows, dtype=float)


def _first_places(talks: Whole) -> Iterator[tuple[int, Whole]]:
    for place in _sequences(talks):
        yield int(talks[place[0]]), place


def _sequences(talks: Whole) -> list[Whole]:
    """The places of each talk, in order."""
    order = np.argsort(talks, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(talks[order])) + 1)


def _neighbours(talks: Whole, step: int) -> Whole:
    """The place ``step`` away where that is the same talk, else -1."""
    place = np.arange(len(talks)) + step
    inside = (place >= 0) & (place < len(talks))
    place[~inside] = -1
    place[inside & (talks[place] != talks)] = -1
    return place


def _moved(rows: npt.NDArray[np.floating], place: Whole) -> npt.NDArray[np.floating]:
    moved = rows[place]
    moved[place < 0] = 0.0
    return moved


def _logs(scores: Array) -> Array:
    result: Array = np.log(np.clip(scores, LOWEST, 1.0)) / 3
    return result
