"""What packs without labelled sessions can lean on, learnt from the sessions of packs that have.

A labelled pack is taken as if nobody had labelled anything: with its definitions alone, and with
five examples a category. How much each sign counts is what then tells its labelled sentences
and exchanges best, by a conditional logit (McFadden 1974) whose weights all categories share. So
they hold for categories of any pack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from analyzer.classify.background import (
    ADVICE_SIGNS,
    COMMON,
    PROBLEM_SIGNS,
    Background,
    Weighing,
    advice_signs,
    category_texts,
    problem_signs,
    texts_of,
)
from analyzer.classify.calibration import FEWEST, Calibration, fit_calibration
from analyzer.classify.fewshot import encode_pack, fewshot_advice
from analyzer.classify.judging import judge_labels
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.linear import build_vocabulary
from analyzer.classify.problems import matter_terms
from analyzer.classify.train import Lesson, make_lesson
from analyzer.encoder import Encoder, Vectors
from analyzer.records import Category, Pack, Role
from analyzer.records.scores import Matrix

# How many examples a category is taken to have where it has any.
EXAMPLES = 5
# Sentences without advice weigh this much: a pack of one's own shall rather find than miss.
NONE_WEIGHT = 0.25
ADVICE_STRENGTH = 1e-3
PROBLEM_STRENGTH = 1e-2
UNSEEN_COUNT = 1

Cases = list[tuple[Matrix, npt.NDArray[np.intp]]]


def train_background(
    labelled: Sequence[LabelledSession], *, packs: Sequence[Pack], encoder: Encoder, name: str
) -> Background:
    """The background from sessions labelled for any of the packs.

    Without a labelled exchange or sentence of theirs, no sign counts for anything.
    """
    lessons = [make_lesson(one, encoder=encoder) for one in labelled]
    plain = _plain(lessons, name=name)
    told, shown = (
        _weighing(
            lessons,
            [_with_examples(pack, count) for pack in packs],
            background=plain,
            encoder=encoder,
        )
        for count in (0, EXAMPLES)
    )
    return replace(plain, told=told, shown=shown)


def _weighing(
    lessons: Sequence[Lesson], packs: Sequence[Pack], *, background: Background, encoder: Encoder
) -> Weighing:
    """What signs count for the packs as they are handed in, and how often labels are right."""
    advice: Cases = []
    problem: Cases = []
    for pack in packs:
        own = [lesson for lesson in lessons if lesson.labelled.pack == pack.name]
        advice += _advice_cases(own, pack.advice, background=background, encoder=encoder)
        problem += _problem_cases(own, pack.problem, background=background, encoder=encoder)
    weighing = Weighing(
        advice=_fit(advice, n_signs=len(ADVICE_SIGNS), strength=ADVICE_STRENGTH, with_none=True),
        problem=_fit(
            problem, n_signs=len(PROBLEM_SIGNS), strength=PROBLEM_STRENGTH, with_none=False
        ),
    )
    weighed = replace(background, told=weighing, shown=weighing)
    return replace(
        weighing,
        advice_calibration=_advice_curve(lessons, packs, background=weighed, encoder=encoder),
        problem_calibration=_problem_curve(problem, weighing),
    )


def _advice_curve(
    lessons: Sequence[Lesson], packs: Sequence[Pack], *, background: Background, encoder: Encoder
) -> Calibration | None:
    """How often labels are right by their score. Eight weights fit no session by heart."""
    scores: list[float] = []
    hits: list[bool] = []
    for pack in packs:
        own = [lesson for lesson in lessons if lesson.labelled.pack == pack.name]
        model = fewshot_advice(pack, encode_pack(pack, encoder=encoder), background=background)
        found = [model.score_advice(lesson.views) for lesson in own]
        whole = [np.hstack([1.0 - one.sum(axis=1, keepdims=True), one]) for one in found]
        judged = judge_labels(own, whole, pack=pack)
        scores += judged.scores
        hits += judged.hits
    return fit_calibration(scores, hits) if len(scores) >= FEWEST else None


def _problem_curve(cases: Cases, weighing: Weighing) -> Calibration | None:
    scores: list[float] = []
    hits: list[bool] = []
    for signs, target in cases:
        odds = signs[0] @ weighing.problem
        shares = np.exp(odds - odds.max())
        scores.append(float(shares.max() / shares.sum()))
        hits.append(bool(odds.argmax() == target[0]))
    return fit_calibration(scores, hits) if len(scores) >= FEWEST else None


def _plain(lessons: Sequence[Lesson], *, name: str) -> Background:
    """Mean and rare words of the sessions; no weights yet."""
    views = [view for lesson in lessons for view in lesson.views]
    vectors = np.array([view.vector for view in views], dtype=np.float64)
    whole = build_vocabulary([matter_terms(view.words) for view in views], min_count=2)
    nothing = Weighing(advice=np.zeros(len(ADVICE_SIGNS)), problem=np.zeros(len(PROBLEM_SIGNS)))
    return Background(
        name=name,
        mean=vectors.mean(axis=0).astype(np.float32),
        # Common words stay in with a weight of nought: a word that is not in it counts as rare.
        vocabulary=replace(whole, idf=np.maximum(0.0, whole.idf - COMMON)),
        unknown=float(np.log((1 + len(views)) / (1 + UNSEEN_COUNT)) + 1 - COMMON),
        told=nothing,
        shown=nothing,
    )


def _with_examples(pack: Pack, count: int) -> Pack:
    def cut(categories: Sequence[Category]) -> tuple[Category, ...]:
        return tuple(
            replace(
                one,
                examples=one.examples[:count],
                counter_examples=one.counter_examples if count else (),
                rules=(),
            )
            for one in categories
        )

    return replace(pack, advice=cut(pack.advice), problem=cut(pack.problem))


def _advice_cases(
    lessons: Sequence[Lesson],
    categories: Sequence[Category],
    *,
    background: Background,
    encoder: Encoder,
) -> Cases:
    """The signs of each session's sentences that no client says, and their category or -1."""
    ids = [category.id for category in categories]
    texts = category_texts(categories, encoder.encode(texts_of(categories)), background=background)
    cases: Cases = []
    for lesson in lessons:
        said = [view.role is not Role.CLIENT for view in lesson.views]
        signs = advice_signs(lesson.views, _vectors(lesson), texts=texts, background=background)
        first = [
            ids.index(one.advice[0]) if one.advice else -1 for one in lesson.labelled.sentences
        ]
        cases.append((signs[said], np.array(first, dtype=np.intp)[said]))
    return cases


def _problem_cases(
    lessons: Sequence[Lesson],
    categories: Sequence[Category],
    *,
    background: Background,
    encoder: Encoder,
) -> Cases:
    """The signs of each exchange, and its problem."""
    ids = [category.id for category in categories]
    texts = category_texts(categories, encoder.encode(texts_of(categories)), background=background)
    cases: Cases = []
    for lesson in lessons:
        vectors = _vectors(lesson)
        for number, problem in lesson.labelled.problems:
            inside = [
                i for i, one in enumerate(lesson.labelled.sentences) if one.exchange == number
            ]
            if inside:
                signs = problem_signs(
                    [lesson.views[i] for i in inside],
                    vectors[inside],
                    texts=texts,
                    background=background,
                )
                cases.append((signs[None], np.array([ids.index(problem)], dtype=np.intp)))
    return cases


def _vectors(lesson: Lesson) -> Vectors:
    return np.array([view.vector for view in lesson.views], dtype=np.float32)


def _fit(cases: Cases, *, n_signs: int, strength: float, with_none: bool) -> Matrix:
    """The weights under which the cases are likeliest; ``strength`` times their square is paid.

    With ``with_none``, that no category fits is a choice too, with odds of 1.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - training only

    groups = _by_width(cases)
    if not groups:
        return np.zeros(n_signs)
    scale = np.sqrt(np.mean([np.mean(x**2, axis=(0, 1)) for x, _ in groups], axis=0))
    scale[scale == 0] = 1.0
    weights = [np.where(y >= 0, 1.0, NONE_WEIGHT) for _, y in groups]
    total = sum(float(weight.sum()) for weight in weights)

    def surprise(trial: Matrix) -> tuple[float, Matrix]:
        loss, slope = 0.0, np.zeros(n_signs)
        for (signs, target), weight in zip(groups, weights, strict=True):
            odds = signs @ (trial / scale)
            top = odds.max(axis=1)
            if with_none:
                top = np.maximum(top, 0.0)
            shares = np.exp(odds - top[:, None])
            whole = shares.sum(axis=1) + (np.exp(-top) if with_none else 0.0)
            shares /= whole[:, None]
            rows = np.flatnonzero(target >= 0)
            chosen = np.zeros(len(target))
            chosen[rows] = odds[rows, target[rows]]
            loss -= float((weight * (chosen - top - np.log(whole))).sum())
            shares[rows, target[rows]] -= 1.0
            slope += np.einsum("nc,ncs->s", shares * weight[:, None], signs) / scale
        return (
            loss / total + strength * float(trial @ trial),
            slope / total + 2 * strength * trial,
        )

    found = minimize(surprise, np.zeros(n_signs), jac=True, method="L-BFGS-B")
    result: Matrix = found.x / scale
    return result


def _by_width(cases: Cases) -> list[tuple[Matrix, npt.NDArray[np.intp]]]:
    """The cases put together by how many categories they have to choose from."""
    groups: defaultdict[int, Cases] = defaultdict(list)
    for signs, target in cases:
        if signs.size:
            groups[signs.shape[1]].append((signs, target))
    return [
        (np.concatenate([signs for signs, _ in group]), np.concatenate([y for _, y in group]))
        for _, group in sorted(groups.items())
    ]
