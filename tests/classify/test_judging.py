from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from analyzer.classify.judging import judge_labels
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.train import Lesson, make_lesson
from analyzer.records import Pack
from analyzer.records.scores import Matrix


@pytest.fixture
def lesson(labelled: LabelledSession) -> Lesson:
    return make_lesson(labelled)


def scores_of(given: Sequence[tuple[str, ...]], pack: Pack, share: float) -> Matrix:
    """Scores that give each sentence the categories named, with this share for all of them."""
    ids = [category.id for category in pack.advice]
    scores = np.zeros((len(given), 1 + len(ids)))
    for row, categories in enumerate(given):
        for category in categories:
            scores[row, 1 + ids.index(category)] = share / len(categories)
    scores[:, 0] = 1 - scores.sum(axis=1)
    return scores


def test_what_people_said_is_right_once_for_each_exchange_and_category(
    lesson: Lesson, pack: Pack
) -> None:
    given = [sentence.advice for sentence in lesson.labelled.sentences]
    judged = judge_labels([lesson], [scores_of(given, pack, 0.9)], pack=pack)
    assert judged.hits == (True, True, True)
    assert judged.columns == (0, 1, 2)
    assert judged.scores == (0.9, 0.9, 0.9)


def test_a_label_in_the_wrong_exchange_is_wrong(lesson: Lesson, pack: Pack) -> None:
    given = [
        ("ask-first",) if sentence.advice == ("say-no",) else ()
        for sentence in lesson.labelled.sentences
    ]
    judged = judge_labels([lesson], [scores_of(given, pack, 0.8)], pack=pack)
    assert (judged.columns, judged.scores, judged.hits) == ((2,), (0.8,), (False,))


def test_what_is_no_advice_of_the_coach_in_an_exchange_is_not_judged(
    lesson: Lesson, pack: Pack
) -> None:
    nothing = [() for _ in lesson.labelled.sentences]
    outside = [
        ("rest",) if sentence.exchange == 0 else () for sentence in lesson.labelled.sentences
    ]
    for given in (nothing, outside):
        judged = judge_labels([lesson], [scores_of(given, pack, 0.9)], pack=pack)
        assert judged.hits == ()
