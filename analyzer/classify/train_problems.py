"""The problem model of a pack from the exchanges of labelled sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analyzer.classify.calibration import fit_temperature, with_temperature
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.left_out import Networks
from analyzer.classify.linear import LinearModel, build_vocabulary, fit_linear
from analyzer.classify.meaning import Prototypes, matter_columns, text_matter, vectors_of
from analyzer.classify.problems import ProblemModel, matter_terms, problem_terms
from analyzer.classify.splits import inner_folds
from analyzer.classify.thresholds import Judged, fit_certainty
from analyzer.classify.train import Lesson, make_lesson
from analyzer.classify.views import SentenceView, words_of
from analyzer.encoder import Encoder
from analyzer.records import Pack
from analyzer.records.scores import Matrix
from analyzer.settings import Settings

DEFAULTS = Settings()
# A model of two thirds of the few exchanges is less sure than the model of all of them, whose
# scores then would not hold; one of eleven twelfths is nearly as sure.
FOLDS = 12
WORDS_STRENGTH = 3.0
WORDS_EXAMPLE_WEIGHT = 2.0
MEANING_STRENGTH = 10.0
MEANING_EXAMPLE_WEIGHT = 0.3
BALANCE = 0.5

Case = tuple[tuple[SentenceView, ...], int]


def train_problems(
    labelled: Sequence[LabelledSession],
    *,
    pack: Pack,
    name: str,
    encoder: Encoder | None = None,
    networks: Networks | None = None,
) -> ProblemModel:
    """The problem model of a pack from exchanges labelled with it and from the pack's examples.

    Scores are made to hold on sessions left out: by one temperature, which makes all problems of an
    exchange likelier or less, then by a curve for the one named. There too is chosen from which
    score on a problem is named, and named as sure.
    """
    own = [one for one in labelled if one.pack == pack.name]
    cases = [_cases(make_lesson(one, encoder=encoder, networks=networks), pack=pack) for one in own]
    unseen: list[Matrix] = []
    targets: list[int] = []
    folds = inner_folds(own, folds=FOLDS, seed=DEFAULTS.seed)
    for fold in sorted(set(folds)):
        kept = [one for n, group in enumerate(cases) if folds[n] != fold for one in group]
        left = [one for n, group in enumerate(cases) if folds[n] == fold for one in group]
        if kept and left:
            model = _fit(kept, pack=pack, name=name, encoder=encoder)
            unseen += [model.score_matter(views) for views, _ in left]
            targets += [target for _, target in left]
    every = [case for group in cases for case in group]
    whole = _fit(every, pack=pack, name=name, encoder=encoder)
    if not unseen:
        return whole
    heat = fit_temperature(np.array(unseen), targets)
    chances = with_temperature(np.array(unseen), heat)
    named = chances.argmax(axis=1)
    judged = Judged(
        columns=tuple(named.tolist()),
        scores=tuple(chances.max(axis=1).tolist()),
        hits=tuple((named == targets).tolist()),
    )
    calibration, thresholds = fit_certainty(judged, n_categories=len(pack.problem))
    return replace(whole, heat=heat, calibration=calibration, thresholds=thresholds)


def _cases(lesson: Lesson, *, pack: Pack) -> list[Case]:
    """The sentences of each exchange, and which problem it brings."""
    classes = [category.id for category in pack.problem]
    cases: list[Case] = []
    for number, problem in lesson.labelled.problems:
        inside = tuple(
            view
            for view, sentence in zip(lesson.views, lesson.labelled.sentences, strict=True)
            if sentence.exchange == number
        )
        if inside:
            cases.append((inside, classes.index(problem)))
    return cases


def _fit(cases: Sequence[Case], *, pack: Pack, name: str, encoder: Encoder | None) -> ProblemModel:
    classes = tuple(category.id for category in pack.problem)
    texts = [
        (number, text)
        for number, category in enumerate(pack.problem)
        for text in (category.definition, *category.examples)
    ]
    bags = [problem_terms(views) for views, _ in cases]
    bags += [matter_terms(words_of(text)) for _, text in texts]
    labels = [label for _, label in cases] + [number for number, _ in texts]
    vocabulary = build_vocabulary(bags, min_count=2)
    linear = fit_linear(
        vocabulary.matrix(bags),
        labels,
        classes=classes,
        strength=WORDS_STRENGTH,
        balance=BALANCE,
        weights=[1.0] * len(cases) + [WORDS_EXAMPLE_WEIGHT] * len(texts),
    )
    words = ProblemModel(name=name, vocabulary=vocabulary, linear=linear)
    if encoder is None or not texts:
        return words
    vectors = encoder.encode([text for _, text in texts])
    prototypes = Prototypes(
        vectors=vectors,
        owner=tuple(number for number, _ in texts),
        n_categories=len(classes),
    )
    meaning = _fit_meaning(cases, prototypes=prototypes, classes=classes)
    return replace(words, meaning=meaning, prototypes=prototypes)


def _fit_meaning(
    cases: Sequence[Case], *, prototypes: Prototypes, classes: Sequence[str]
) -> LinearModel:
    rows = [text_matter(vector, prototypes=prototypes) for vector in prototypes.vectors]
    labels = list(prototypes.owner)
    weights = [MEANING_EXAMPLE_WEIGHT] * len(rows)
    for views, label in cases:
        vectors = vectors_of(views)
        if vectors is not None:
            rows.append(matter_columns(views, vectors, prototypes=prototypes))
            labels.append(label)
            weights.append(1.0)
    return fit_linear(
        np.array(rows),
        labels,
        classes=classes,
        strength=MEANING_STRENGTH,
        balance=BALANCE,
        weights=weights,
    )
