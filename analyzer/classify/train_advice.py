"""The advice model of a pack from labelled sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analyzer.classify.advice import NONE, AdviceModel
from analyzer.classify.chain import fit_chain
from analyzer.classify.judging import judge_labels
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.left_out import Networks
from analyzer.classify.linear import LinearModel, build_vocabulary, fit_linear
from analyzer.classify.meaning import advice_columns, text_columns, vectors_of
from analyzer.classify.offsets import Unseen, fit_offsets, with_offsets
from analyzer.classify.splits import inner_folds
from analyzer.classify.terms import Terms, advice_terms, topic_terms
from analyzer.classify.thresholds import EVEN, fit_certainty
from analyzer.classify.train import INNER_FOLDS, Lesson, make_lesson
from analyzer.classify.views import words_of
from analyzer.encoder import Encoder
from analyzer.records import Pack, Role
from analyzer.records.scores import Matrix
from analyzer.settings import Settings

DEFAULTS = Settings()
ADVICE_STRENGTH = 2.0
ADVICE_BALANCE = 0.3
# Most sentences carry no advice, and a model left to itself says so too often.
NONE_DISCOUNT = 0.5
MEANING_STRENGTH = 1.0
EXAMPLE_WEIGHT = 0.5


def train_advice(
    labelled: Sequence[LabelledSession],
    *,
    pack: Pack,
    name: str,
    encoder: Encoder | None = None,
    networks: Networks | None = None,
) -> AdviceModel:
    """The advice model of a pack from sessions labelled with it and from the pack's examples.

    How much each category is favoured is chosen on sessions that a model of the others scores; on
    the same it is learnt how often labels of a score are right, and so from which score on a label
    is given, and given as sure.
    """
    lessons = [
        make_lesson(one, encoder=encoder, networks=networks)
        for one in labelled
        if one.pack == pack.name
    ]
    model = _fit_advice(lessons, pack=pack, name=name, encoder=encoder)
    scores = _score_unseen(lessons, pack=pack, name=name, encoder=encoder)
    unseen = _unseen(lessons, scores, pack=pack)
    if unseen.exchange.max(initial=-1) < 0:
        return model
    offsets = fit_offsets(unseen)
    judged = judge_labels(lessons, [with_offsets(one, offsets) for one in scores], pack=pack)
    calibration, thresholds = fit_certainty(judged, n_categories=len(pack.advice), least=EVEN)
    return replace(
        model,
        chain=replace(model.chain, favour=offsets),
        calibration=calibration,
        thresholds=thresholds,
    )


def _score_unseen(
    lessons: Sequence[Lesson], *, pack: Pack, name: str, encoder: Encoder | None
) -> list[Matrix]:
    """For each session what a model of the others says of its sentences; none for one session.

    Column 0 is no advice, which is all that a client's sentence gets.
    """
    if len(lessons) < 2:
        return []
    scores: list[Matrix] = [np.empty((0, 1 + len(pack.advice)))] * len(lessons)
    folds = inner_folds([one.labelled for one in lessons], folds=INNER_FOLDS, seed=DEFAULTS.seed)
    for fold in sorted(set(folds)):
        kept = [one for one, own in zip(lessons, folds, strict=True) if own != fold]
        other = _fit_advice(kept, pack=pack, name=name, encoder=encoder)
        for number in (n for n, own in enumerate(folds) if own == fold):
            found = other.score_advice(lessons[number].views)
            nothing = np.clip(1.0 - found.sum(axis=1, keepdims=True), 0.0, 1.0)
            scores[number] = np.hstack([nothing, found])
    return scores


def _unseen(lessons: Sequence[Lesson], scores: Sequence[Matrix], *, pack: Pack) -> Unseen:
    """The sentences of all sessions that are no client's, with what they were labelled."""
    column_of = {category.id: 1 + number for number, category in enumerate(pack.advice)}
    kept: list[Matrix] = [np.empty((0, 1 + len(column_of)))]
    exchange: list[int] = []
    given: list[tuple[int, ...]] = []
    numbers: dict[tuple[str, int], int] = {}
    for lesson, found in zip(lessons, scores, strict=False):
        said = [view.role is not Role.CLIENT for view in lesson.views]
        kept.append(found[said])
        for sentence, mine in zip(lesson.labelled.sentences, said, strict=True):
            if not mine:
                continue
            key = (lesson.labelled.id, sentence.exchange)
            exchange.append(numbers.setdefault(key, len(numbers)) if sentence.exchange else -1)
            given.append(tuple(column_of[category] for category in sentence.advice))
    return Unseen(
        scores=np.vstack(kept), exchange=np.array(exchange, dtype=int), given=tuple(given)
    )


def _fit_advice(
    lessons: Sequence[Lesson], *, pack: Pack, name: str, encoder: Encoder | None
) -> AdviceModel:
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
    return AdviceModel(
        name=name,
        vocabulary=vocabulary,
        linear=linear,
        chain=fit_chain(sequences, n_labels=len(classes), smoothing=0.1),
        meaning=_fit_advice_meaning(lessons, pack=pack, classes=classes, encoder=encoder),
    )


def _fit_advice_meaning(
    lessons: Sequence[Lesson], *, pack: Pack, classes: Sequence[str], encoder: Encoder | None
) -> LinearModel | None:
    """The same lesson told by vectors; None without an encoder."""
    if encoder is None:
        return None
    texts = _pack_texts(pack)
    rows = [text_columns(encoder.encode([text for _, text in texts]))]
    labels = [classes.index(category) for category, _ in texts]
    weights = [EXAMPLE_WEIGHT] * len(texts)
    for lesson in lessons:
        vectors = vectors_of(lesson.views)
        if vectors is None:
            continue
        columns = advice_columns(lesson.views, vectors)
        for index, sentence in enumerate(lesson.labelled.sentences):
            if lesson.views[index].role is Role.CLIENT:
                continue
            for category in sentence.advice or (NONE,):
                rows.append(columns[index : index + 1])
                labels.append(classes.index(category))
                weights.append(1.0)
    model = fit_linear(
        np.vstack(rows),
        labels,
        classes=classes,
        strength=MEANING_STRENGTH,
        balance=ADVICE_BALANCE,
        weights=weights,
    )
    bias = model.bias.copy()
    bias[0] -= NONE_DISCOUNT
    return replace(model, bias=bias)


def _pack_texts(pack: Pack) -> list[tuple[str, str]]:
    return [
        (category.id, text)
        for category in pack.advice
        for text in (category.definition, *category.examples)
    ] + [(NONE, text) for category in pack.advice for text in category.counter_examples]
