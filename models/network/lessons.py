"""Labelled sessions and the texts of packs as the network learns them: windows, facts, targets."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from teaching import Stretch, cut_stretches
from tokenizers import Tokenizer

from analyzer.classify.labelled import LabelledSession
from analyzer.classify.train import KINDS, MOVES, make_lesson
from analyzer.classify.windows import (
    LONGEST,
    N_FACTS,
    UNKNOWN_PIECE,
    Window,
    cut_windows,
    place_facts,
    role_number,
)
from analyzer.encoder import Encoder
from analyzer.records import Pack, Role

BATCH_WINDOWS = 9
COACH = 0

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLesson:
    """One labelled session: ``advice`` holds the shares of none and of each category.

    ``meaning`` are the public encoder's vectors of the sentences, which the layers are kept near.
    """

    labelled: LabelledSession
    windows: tuple[Window, ...]
    facts: Array
    moves: Numbers
    segments: Numbers
    advice: Array
    advises: npt.NDArray[np.bool_]
    exchanges: Numbers
    problems: dict[int, int]
    starts: Array
    tells_starts: bool
    meaning: Array


SessionStretch: TypeAlias = Stretch[SessionLesson]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLesson:
    """A definition or an example of an advice category, as if a coach said only that."""

    pack: str
    category: int
    window: Window


def session_lesson(
    labelled: LabelledSession, *, pack: Pack, tokenizer: Tokenizer, encoder: Encoder
) -> SessionLesson:
    """A labelled session with its true roles, cut into windows."""
    views = make_lesson(labelled).views
    texts = [view.text for view in views]
    pieces = [
        one.ids[:LONGEST] or [UNKNOWN_PIECE]
        for one in tokenizer.encode_batch(texts, add_special_tokens=False)
    ]
    sentences = labelled.sentences
    column_of = {category.id: 1 + number for number, category in enumerate(pack.advice)}
    advice = np.zeros((len(sentences), 1 + len(column_of)), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        for category in sentence.advice:
            advice[row, column_of[category]] = 1 / len(sentence.advice)
        advice[row, 0] = float(not sentence.advice)
    exchanges = np.array([sentence.exchange for sentence in sentences], dtype=np.int64)
    starts = np.zeros(len(sentences), dtype=np.float32)
    starts[[int(np.flatnonzero(exchanges == number)[0]) for number in labelled.exchanges]] = 1.0
    problem_ids = [category.id for category in pack.problem]
    return SessionLesson(
        labelled=labelled,
        windows=cut_windows(pieces, roles=[role_number(view) for view in views]),
        facts=place_facts(views),
        moves=np.array([MOVES.index(sentence.move) for sentence in sentences]),
        segments=np.array([KINDS.index(sentence.segment) for sentence in sentences]),
        advice=advice,
        advises=np.array([view.role is not Role.CLIENT for view in views]),
        exchanges=exchanges,
        problems={number: problem_ids.index(name) for number, name in labelled.problems},
        starts=starts,
        tells_starts=labelled.form == "group" and len(labelled.exchanges) > 1,
        meaning=encoder.encode(texts),
    )


def text_lessons(packs: Sequence[Pack], *, tokenizer: Tokenizer) -> list[TextLesson]:
    """Definitions and examples of all advice categories."""
    return [
        TextLesson(
            pack=pack.name,
            category=1 + number,
            window=cut_windows(
                [tokenizer.encode(text, add_special_tokens=False).ids[:LONGEST]], roles=[COACH]
            )[0],
        )
        for pack in packs
        for number, category in enumerate(pack.advice)
        for text in (category.definition, *category.examples)
    ]


def text_facts(count: int) -> Array:
    """Facts of place for texts that stand alone: a coach's, from the middle of a session."""
    facts = np.zeros((count, N_FACTS), dtype=np.float32)
    facts[:, 2] = 1.0
    facts[:, 5] = 0.5
    facts[:, 6:9] = 1.0
    return facts


def batches(
    lessons: Sequence[SessionLesson], *, chance: random.Random
) -> Iterator[list[SessionStretch]]:
    """All sessions once, in chance order, cut into stretches; each batch at least nine windows."""
    stretches = [stretch for lesson in lessons for stretch in cut_stretches(lesson, chance=chance)]
    chance.shuffle(stretches)
    batch: list[SessionStretch] = []
    for stretch in stretches:
        batch.append(stretch)
        if sum(one.end - one.first for one in batch) >= BATCH_WINDOWS:
            yield batch
            batch = []
    if batch:
        yield batch
