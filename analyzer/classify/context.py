"""The second look: what first models say of a sentence and those around it, as dense columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

import numpy as np

from analyzer.classify.views import SentenceView
from analyzer.records import Role, SegmentKind
from analyzer.records.scores import Matrix

REACH = 5
NEAR = 3
LOWEST = 1e-3
SCALE = 3.0
LONG_SENTENCE = 40
RUN_SCALE = 20.0
N_FACTS = 33
N_VOICE_FACTS = 10
STRETCH = 20
BEFORE = 6
KINDS = tuple(SegmentKind)
# The classes of a model over start columns.
STARTS = ("no", "start")
# The kinds whose share just before a sentence tells most of whether a new matter begins there.
TELLING = (SegmentKind.OPENING, SegmentKind.TAKEAWAY, SegmentKind.LOGISTICS)


def context_columns(views: Sequence[SentenceView], *, moves: Matrix, segments: Matrix) -> Matrix:
    """Dense rows for each sentence: shape (n, (16 + 10) * 11 + 10 + 33).

    First the logarithms of the first models' probabilities for the sentence and its five neighbours
    on each side (zeros beyond the ends), then how much of each segment kind has gone by, then
    facts.
    """
    logs = np.log(np.clip(np.hstack([moves, segments]), LOWEST, 1.0)) / SCALE
    shifted = [logs]
    for step in range(1, REACH + 1):
        shifted += [_shift(logs, -step), _shift(logs, step)]
    gone_by = np.cumsum(segments, axis=0) / RUN_SCALE
    return np.hstack([*shifted, gone_by, _facts(views)])


def _shift(rows: Matrix, distance: int) -> Matrix:
    moved = np.zeros_like(rows)
    if distance < 0:
        moved[-distance:] = rows[:distance]
    else:
        moved[:-distance] = rows[distance:]
    return moved


def _facts(views: Sequence[SentenceView]) -> Matrix:
    count = len(views)
    rows = []
    for index, view in enumerate(views):
        row = [
            view.role is Role.COACH,
            view.role is Role.CLIENT,
            view.role is not Role.COACH and view.role is not Role.CLIENT,
            index / count,
            (count - index) / count,
            min(index, 10) / 10,
            min(count - 1 - index, 10) / 10,
            view.is_question,
            min(len(view.words), LONG_SENTENCE) / LONG_SENTENCE,
        ]
        for distance in (*range(-NEAR, 0), *range(1, NEAR + 1)):
            near = index + distance
            if 0 <= near < count:
                other = views[near]
                row += [
                    other.role is Role.COACH,
                    other.role is Role.CLIENT,
                    other.turn == view.turn,
                    other.is_question,
                ]
            else:
                row += [0.0] * 4
        rows.append([float(value) for value in row])
    return np.array(rows, dtype=float).reshape(count, N_FACTS)


def start_columns(views: Sequence[SentenceView], *, segments: Matrix) -> Matrix:
    """Dense rows that tell where a new asker's matter begins: shape (n, 43).

    What segment kinds stand before, at and after the sentence, and whether the voice that asks
    changes here: who of those that are no coach speaks most in the next stretch, and how much of
    the stretch before was theirs.
    """
    if not views:
        return np.zeros((0, 3 * len(KINDS) + len(TELLING) + N_VOICE_FACTS))
    kinds = [_shift(segments, -1), segments, _shift(segments, 1)]
    window = np.array(
        [segments[max(0, i - BEFORE) : i].sum(axis=0) / BEFORE for i in range(len(segments))]
    )
    return np.hstack(
        [*kinds, window[:, [KINDS.index(kind) for kind in TELLING]], np.array(_voice_facts(views))]
    )


def _voice_facts(views: Sequence[SentenceView]) -> list[list[float]]:
    """For each sentence ten facts about who of those that are no coach speaks before and after."""
    first_at: dict[int, int] = {}
    for index, view in enumerate(views):
        first_at.setdefault(view.speaker, index)
    voices = [None if view.role is Role.COACH else view.speaker for view in views]
    last = [None, *accumulate(voices, _later)]
    following = list(accumulate(reversed(voices), _later))[::-1]
    return [
        _voices_around(
            views, index, first_at=first_at, last=last[index], following=following[index]
        )
        for index in range(len(views))
    ]


def _later(known: int | None, voice: int | None) -> int | None:
    return known if voice is None else voice


def _voices_around(
    views: Sequence[SentenceView],
    index: int,
    *,
    first_at: Mapping[int, int],
    last: int | None,
    following: int | None,
) -> list[float]:
    """``last`` is the nearest voice before the sentence, ``following`` at or after it."""
    ahead = _voices(views[index : index + STRETCH])
    behind = _voices(views[max(0, index - STRETCH) : index])
    if not ahead:
        return [0.0] * N_VOICE_FACTS
    asker = max(ahead, key=lambda speaker: (ahead[speaker], -speaker))
    view = views[index]
    return [
        ahead[asker] / max(1, sum(ahead.values())),
        behind.get(asker, 0) / max(1, sum(behind.values())),
        float(not behind),
        float(following == asker),
        float((following if last is None else last) != asker),
        float(view.starts_turn),
        float(view.speaker == asker),
        float(view.role is Role.COACH),
        float(first_at[asker] >= index),
        float(index == 0),
    ]


def _voices(views: Sequence[SentenceView]) -> dict[int, int]:
    """How many words each speaker that is no coach says, none where all are marks and music."""
    words: dict[int, int] = {}
    for view in views:
        if view.role is not Role.COACH:
            words[view.speaker] = words.get(view.speaker, 0) + len(view.words)
    return words
