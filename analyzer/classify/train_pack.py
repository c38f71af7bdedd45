"""Models of one pack from labelled sessions: advice and problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analyzer.classify.advice import NONE, AdviceModel
from analyzer.classify.chain import fit_chain
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.linear import build_vocabulary, fit_linear
from analyzer.classify.offsets import Unseen, fit_offsets
from analyzer.classify.problems import ProblemModel, matter_terms, problem_terms
from analyzer.classify.terms import Terms, advice_terms, topic_terms
from analyzer.classify.train import INNER_FOLDS, Lesson, make_lesson
from analyzer.classify.views import words_of
from analyzer.records import Pack, Role
from analyzer.records.scores import Matrix

ADVICE_STRENGTH = 2.0
ADVICE_BALANCE = 0.3
# Most sentences carry no advice, and a model left to itself says so too often.
NONE_DISCOUNT = 0.5
PROBLEM_STRENGTH = 3.0
EXAMPLE_WEIGHT = 0.5
PROBLEM_EXAMPLE_WEIGHT = 2.0


def train_advice(labelled: Sequence[LabelledSession], *, pack: Pack, name: str) -> AdviceModel:
    """The advice model of a pack from sessions labelled with it and from the pack's examples.

    How much each category is favoured is chosen on sessions that a model of the others scores.
    """
    lessons = [make_lesson(one) for one in labelled if one.pack == pack.name]
    model = _fit_advice(lessons, pack=pack, name=name)
    unseen = _unseen(lessons, pack=pack, name=name)
    if unseen.exchange.max(initial=-1) < 0:
        return model
    return replace(model, chain=replace(model.chain, favour=fit_offsets(unseen)))


def _unseen(lessons: Sequence[Lesson], *, pack: Pack, name: str) -> Unseen:
    """What models say of the sessions that they were not trained on, all sessions in turn."""
    column_of = {category.id: 1 + number for number, category in enumerate(pack.advice)}
    scores: list[Matrix] = [np.empty((0, 1 + len(column_of)))]
    exchange: list[int] = []
    given: list[tuple[int, ...]] = []
    numbers: dict[tuple[str, int], int] = {}
    for fold in range(min(INNER_FOLDS, len(lessons)) if len(lessons) > 1 else 0):
        kept = [one for number, one in enumerate(lessons) if number % INNER_FOLDS != fold]
        other = _fit_advice(kept, pack=pack, name=name)
        for lesson in lessons[fold::INNER_FOLDS]:
            found = other.score_advice(lesson.views)
            nothing = np.clip(1.0 - found.sum(axis=1, keepdims=True), 0.0, 1.0)
            said = [view.role is not Role.CLIENT for view in lesson.views]
            scores.append(np.hstack([nothing, found])[said])
            for sentence, mine in zip(lesson.labelled.sentences, said, strict=True):
                if not mine:
                    continue
                key = (lesson.labelled.id, sentence.exchange)
                exchange.append(numbers.setdefault(key, len(numbers)) if sentence.exchange else -1)
                given.append(tuple(column_of[category] for category in sentence.advice))
    return Unseen(
        scores=np.vstack(scores), exchange=np.array(exchange, dtype=int), given=tuple(given)
    )


def _fit_advice(lessons: Sequence[Lesson], *, pack: Pack, name: str) -> AdviceModel:
    classes = (NONE, *(category.id for category in pack.advice))
    column_of = {category: column for column, category in enumerate(classes)}
    bags: list[Terms] = []
    labels: list[int] = []
    weights: list[float] = []
    sequences = []
    for lesson in lessons:
        sequence = []
        for view, bag, sentence in zip(
            lesson.views, advice_terms(lesson.views), lesson.labelled.sentences, strict=True
        ):
            if view.role is Role.CLIENT:
                continue
            for category in sentence.advice or (NONE,):
                bags.append(bag)
                labels.append(column_of[category])
                weights.append(1.0)
            sequence.append(column_of[(sentence.advice or (NONE,))[0]])
        sequences.append(sequence)
    for category, text in _pack_texts(pack):
        bags.append(topic_terms(words_of(text)))
        labels.append(column_of[category])
        weights.append(EXAMPLE_WEIGHT)
    vocabulary = build_vocabulary(bags, min_count=2)
    linear = fit_linear(
        vocabulary.matrix(bags),
        labels,
        classes=classes,
        strength=ADVICE_STRENGTH,
        balance=ADVICE_BALANCE,
        weights=weights,
    )
    bias = linear.bias.copy()
    bias[0] -= NONE_DISCOUNT
    linear = replace(linear, bias=bias)
    chain = fit_chain(sequences, n_labels=len(classes), smoothing=0.1)
    return AdviceModel(name=name, vocabulary=vocabulary, linear=linear, chain=chain)


def train_problems(labelled: Sequence[LabelledSession], *, pack: Pack, name: str) -> ProblemModel:
    """The problem model of a pack from the exchanges labelled with it, and the pack's own examples.

    Scores are made to hold by one temperature (Guo et al. 2017), chosen on sessions left out.
    """
    own = [one for one in labelled if one.pack == pack.name]
    cases = [_problem_cases(one, pack=pack) for one in own]
    unseen: list[Matrix] = []
    targets: list[int] = []
    for fold in range(INNER_FOLDS):
        kept = [case for n, group in enumerate(cases) if n % INNER_FOLDS != fold for case in group]
        left = [case for n, group in enumerate(cases) if n % INNER_FOLDS == fold for case in group]
        if kept and left:
            model = _fit_problems(kept, pack=pack, name=name)
            unseen.append(model.score_problems([bag for bag, _ in left]))
            targets += [target for _, target in left]
    whole = _fit_problems([case for group in cases for case in group], pack=pack, name=name)
    if not unseen:
        return whole
    heat = best_temperature(np.vstack(unseen), targets)
    linear = replace(
        whole.linear,
        weights=(whole.linear.weights / heat).astype(np.float32),
        bias=whole.linear.bias / heat,
    )
    return replace(whole, linear=linear)


def best_temperature(chances: Matrix, targets: Sequence[int]) -> float:
    """The divisor of the log odds under which the targets are likeliest, from 0.1 to 3.

    >>> unsure = np.array([[0.6, 0.4], [0.6, 0.4], [0.4, 0.6]])
    >>> best_temperature(unsure, [0, 0, 1])
    0.1
    """
    logs = np.log(np.clip(chances, 1e-9, 1.0))
    rows = np.arange(len(logs))

    def surprise(heat: float) -> float:
        scaled = logs / heat
        top = scaled.max(axis=1)
        total = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        return float((total - scaled[rows, list(targets)]).sum())

    return min((round(0.1 * step, 1) for step in range(1, 31)), key=surprise)


def _problem_cases(one: LabelledSession, *, pack: Pack) -> list[tuple[Terms, int]]:
    classes = [category.id for category in pack.problem]
    views = make_lesson(one).views
    cases = []
    for number, problem in one.problems:
        inside = [
            view
            for view, sentence in zip(views, one.sentences, strict=True)
            if sentence.exchange == number
        ]
        if inside:
            cases.append((problem_terms(inside), classes.index(problem)))
    return cases


def _fit_problems(cases: Sequence[tuple[Terms, int]], *, pack: Pack, name: str) -> ProblemModel:
    classes = tuple(category.id for category in pack.problem)
    bags = [bag for bag, _ in cases]
    labels = [label for _, label in cases]
    weights = [1.0] * len(cases)
    for number, category in enumerate(pack.problem):
        for text in (category.definition, *category.examples):
            bags.append(matter_terms(words_of(text)))
            labels.append(number)
            weights.append(PROBLEM_EXAMPLE_WEIGHT)
    vocabulary = build_vocabulary(bags, min_count=2)
    linear = fit_linear(
        vocabulary.matrix(bags),
        labels,
        classes=classes,
        strength=PROBLEM_STRENGTH,
        balance=0.5,
        weights=weights,
    )
    return ProblemModel(name=name, vocabulary=vocabulary, linear=linear)


def _pack_texts(pack: Pack) -> list[tuple[str, str]]:
    return [
        (category.id, text)
        for category in pack.advice
        for text in (category.definition, *category.examples)
    ] + [(NONE, text) for category in pack.advice for text in category.counter_examples]
