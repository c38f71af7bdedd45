"""Which labels would be given to labelled sessions, and whether people gave them too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from analyzer.classify.advice import match_rules, raise_by_rules
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.stretches import find_stretches
from analyzer.classify.thresholds import Judged
from analyzer.classify.train import Lesson
from analyzer.nlp import PhraseMatcher, load_nlp
from analyzer.records import Exchange, Pack, Sentence
from analyzer.records.scores import Matrix


def judge_labels(lessons: Sequence[Lesson], scores: Sequence[Matrix], *, pack: Pack) -> Judged:
    """The labels that exchanges would get, each once with its best score, and whether it is right.

    ``scores`` (n sentences, 1 + n categories), column 0 being no advice, are of a model that was
    not trained on the session. A label is right where people gave it to a sentence of the exchange.
    Stretches are formed as in an analysis, from the moves, segments and exchanges of the labels.
    """
    matcher = PhraseMatcher(
        {category.id: category.rules for category in pack.advice}, nlp=load_nlp()
    )
    columns: list[int] = []
    best_scores: list[float] = []
    hits: list[bool] = []
    for lesson, matrix in zip(lessons, scores, strict=True):
        labelled = lesson.labelled
        true = {
            (sentence.exchange, category)
            for sentence in labelled.sentences
            for category in sentence.advice
        }
        raised = raise_by_rules(
            matrix[:, 1:], pack=pack, rules=match_rules(lesson.views, matcher=matcher)
        )
        for (number, column), score in sorted(_best(labelled, raised).items()):
            columns.append(column)
            best_scores.append(score)
            hits.append((number, pack.advice[column].id) in true)
    return Judged(columns=tuple(columns), scores=tuple(best_scores), hits=tuple(hits))


def _best(labelled: LabelledSession, scores: Matrix) -> dict[tuple[int, int], float]:
    """The best score of each category that stretches of each numbered exchange would get."""
    pairs = zip(labelled.session.speakers, labelled.roles, strict=True)
    speakers = tuple(replace(speaker, role=role) for speaker, role in pairs)
    exchanges, numbers = _exchanges(labelled)
    best: dict[tuple[int, int], float] = {}
    for stretch in find_stretches(
        replace(labelled.session, speakers=speakers),
        [
            Sentence(turn=one.turn, start=one.start, end=one.end, move=one.move, score=1.0)
            for one in labelled.sentences
        ],
        scores=scores,
        kinds=[one.segment for one in labelled.sentences],
        exchanges=exchanges,
    ):
        if stretch.exchange is None:
            continue
        for column, score in stretch.labels:
            key = (numbers[stretch.exchange], column)
            best[key] = max(score, best.get(key, 0.0))
    return best


def _exchanges(labelled: LabelledSession) -> tuple[list[Exchange], list[int]]:
    """The pieces of the exchanges, in order, and the number of the exchange of each."""
    pieces: list[Exchange] = []
    numbers: list[int] = []
    first = 0
    for number, group in groupby(sentence.exchange for sentence in labelled.sentences):
        end = first + len(list(group))
        if number:
            pieces.append(Exchange(first=first, end=end))
            numbers.append(number)
        first = end
    return pieces, numbers
