"""The second look: what the first models say of a sentence and of those around it, as dense columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analyzer.classify.views import SentenceView
from analyzer.records import Role
from analyzer.records.scores import Matrix

REACH = 5
NEAR = 3
LOWEST = 1e-3
SCALE = 3.0
LONG_SENTENCE = 40
RUN_SCALE = 20.0


def context_columns(views: Sequence[SentenceView], *, moves: Matrix, segments: Matrix) -> Matrix:
    """Dense rows for each sentence: shape (n, (16 + 10) * 11 + 10 + 33).

    First the logarithms of the first models' probabilities for the sentence and its five neighbours
    on each side (zeros beyond the ends), then how much of each segment kind has gone by, then facts.
    """
    logs = np.log(np.clip(np.hstack([moves, segments]), LOWEST, 1.0)) / SCALE
    shifted = [logs]
    for step in range(1, REACH + 1):
        for distance in (-step, step):
            shifted.append(_shift(logs, distance))
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
    return np.array(rows)


def start_columns(views: Sequence[SentenceView], *, segments: Matrix) -> Matrix:
    """Dense rows that tell where a new asker's matter begins: shape (n, 43).

    What segment kinds stand before, at and after the sentence, and whether the voice that asks
    changes here: who of those that are no coach speaks most in the next stretch, and how much of
    the stretch before was theirs.
    """
    kinds = [_shift(segments, -1), segments, _shift(segments, 1)]
    window = np.array([segments[max(0, i - 6) : i].sum(axis=0) / 6 for i in range(len(segments))])
    voices = [_voice_facts(views, index) for index in range(len(views))]
    return np.hstack([*kinds, window[:, [2, 6, 7]], np.array(voices)])


def _voice_facts(views: Sequence[SentenceView], index: int, *, stretch: int = 20) -> list[float]:
    ahead = _voices(views[index : index + stretch])
    behind = _voices(views[max(0, index - stretch) : index])
    if not ahead:
        return [0.0] * 10
    asker = max(ahead, key=lambda speaker: (ahead[speaker], -speaker))
    share_ahead = ahead[asker] / sum(ahead.values())
    share_behind = behind.get(asker, 0) / sum(behind.values()) if behind else 0.0
    next_voice = next(v.speaker for v in views[index:] if v.role is not Role.COACH)
    last_voice = next(
        (v.speaker for v in reversed(views[:index]) if v.role is not Role.COACH), next_voice
    )
    view = views[index]
    is_first = all(v.speaker != asker for v in views[:index])
    return [
        share_ahead,
        share_behind,
        float(not behind),
        float(next_voice == asker),
        float(last_voice != asker),
        float(view.starts_turn),
        float(view.speaker == asker),
        float(view.role is Role.COACH),
        float(is_first),
        float(index == 0),
    ]


def _voices(views: Sequence[SentenceView]) -> dict[int, int]:
    words: dict[int, int] = {}
    for view in views:
        if view.role is not Role.COACH:
            words[view.speaker] = words.get(view.speaker, 0) + len(view.words)
    return words
