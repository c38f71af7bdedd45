from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, replace

import numpy as np
import pytest

from analyzer.classify.labelled import LabelledSession
from analyzer.classify.linear import LinearModel
from analyzer.classify.scorer import LinearScorer
from analyzer.classify.store import store_scorer
from analyzer.classify.train import make_lesson, train_scorer
from analyzer.classify.views import view_sentences
from analyzer.errors import LabelError
from analyzer.pipeline import Models
from analyzer.records import Role, SegmentKind, Sentence
from analyzer.settings import Settings
from tests.conftest import LABELLED

SEED = Settings().seed
FEW = ("lea-c14", "rec-c05", "rec-c10")
TRAIN = f"""
import hashlib
from pathlib import Path
from analyzer.classify.labelled import read_labelled
from analyzer.classify.store import store_scorer
from analyzer.classify.train import train_scorer

few = [read_labelled(Path({str(LABELLED)!r}) / f"{{name}}.tsv") for name in {FEW!r}]
print(store_scorer(train_scorer(few, seed={SEED})).sha256)
"""


@pytest.fixture
def few(eight: tuple[LabelledSession, ...]) -> list[LabelledSession]:
    return [one for one in eight if one.id in FEW]


def test_the_same_sessions_give_the_same_bytes_in_every_process(few: list[LabelledSession]) -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", TRAIN],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert said == {store_scorer(train_scorer(few, seed=SEED)).sha256}


def test_progress_is_told_step_by_step_and_changes_nothing(few: list[LabelledSession]) -> None:
    told: list[str] = []
    scorer = train_scorer(few[:2], seed=SEED, progress=told.append)
    assert told == [
        "roles",
        "moves and segments",
        "moves and segments in context",
        "exchange starts",
    ]
    assert store_scorer(scorer) == store_scorer(train_scorer(few[:2], seed=SEED))


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_sessions_are_too_few(few: list[LabelledSession], count: int) -> None:
    with pytest.raises(LabelError, match=f"at least two labelled sessions, not {count}"):
        train_scorer(few[:count], seed=SEED)


def test_sessions_in_which_all_are_alike_make_a_model_all_the_same(
    few: list[LabelledSession],
) -> None:
    alike = [
        replace(
            one,
            sentences=tuple(
                replace(it, move=few[0].sentences[0].move, segment=few[0].sentences[0].segment)
                for it in one.sentences
            ),
        )
        for one in few[:2]
    ]
    scorer = train_scorer(alike, seed=SEED)
    assert all(np.isfinite(model.weights).all() for model in models_of(scorer))


def models_of(scorer: LinearScorer) -> list[LinearModel]:
    parts = [getattr(scorer, field.name) for field in fields(scorer)]
    return [part for part in parts if isinstance(part, LinearModel)]


def test_what_was_learnt_is_said_again_of_the_sessions_it_was_learnt_from(
    taught: Models, eight: tuple[LabelledSession, ...]
) -> None:
    right = []
    for one in eight:
        roles = zip(one.session.speakers, one.roles, strict=True)
        speakers = tuple(replace(speaker, role=role) for speaker, role in roles)
        sentences = [Sentence(turn=it.turn, start=it.start, end=it.end) for it in one.sentences]
        views = view_sentences(replace(one.session, speakers=speakers), sentences)
        scores = taught.scorer.score_sentences(views, advice=taught.advice)
        best = [tuple(SegmentKind)[place] for place in scores.segments.argmax(axis=1)]
        right += [kind is it.segment for kind, it in zip(best, one.sentences, strict=True)]
    assert np.mean(right) > 0.8


def test_a_lesson_knows_the_true_roles_and_a_blind_one_what_the_page_says(
    eight: tuple[LabelledSession, ...],
) -> None:
    group = next(one for one in eight if one.form == "group")
    lesson = make_lesson(group)
    assert {view.role for view in lesson.blind_views} == {Role.UNKNOWN}
    assert [view.role for view in lesson.views] == [
        group.roles[sentence.speaker] for sentence in group.sentences
    ]
    assert [view.text for view in lesson.views] == [group.text_of(it) for it in group.sentences]
