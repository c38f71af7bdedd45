"""Evidence about each speaker's role, added up over all of the speaker's turns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analyzer.classify.views import SentenceView
from analyzer.records import Role
from analyzer.records.scores import Matrix

ROLES = (Role.COACH, Role.CLIENT, Role.OTHER)
STEADY = 8.0
MANY_SPEAKERS = 8
N_COLUMNS = 22


def speaker_columns(
    views: Sequence[SentenceView], *, n_speakers: int, words: Matrix, form: Sequence[Role]
) -> Matrix:
    """Dense rows of shape (n speakers, 22): what speaks for each role.

    ``words`` (n sentences, 3) are the probabilities single sentences give to coach, client, other.
    Their mean logarithm counts the more the more sentences a speaker has. ``form`` holds the role
    that the form of the page settles for a speaker, ``unknown`` where it says nothing.
    """
    logs = np.log(np.clip(words, 1e-3, 1.0))
    speaker_of = np.array([view.speaker for view in views], dtype=int)
    lengths = np.array([len(view.words) for view in views], dtype=float)
    asks = np.array([view.is_question for view in views], dtype=float)
    total = max(1.0, lengths.sum())
    sums = np.array([logs[speaker_of == s].sum(axis=0) for s in range(n_speakers)]).reshape(-1, 3)
    counts = np.array([(speaker_of == s).sum() for s in range(n_speakers)], dtype=float)
    evidence = sums / (counts[:, None] + STEADY)
    leads = evidence[:, 0] - evidence[:, 1]
    rows = []
    for speaker in range(n_speakers):
        mine = speaker_of == speaker
        share = lengths[mine].sum() / total
        lead = leads[speaker]
        others = np.delete(leads, speaker)
        rows.append(
            [
                *evidence[speaker],
                lead,
                lead - (others.max() if len(others) else 0.0),
                float((lead >= others).all()),
                share,
                share * n_speakers,
                float(mine[0]) if len(mine) else 0.0,
                asks[mine].mean() if mine.any() else 0.0,
                np.log1p(counts[speaker]) / 5,
                lengths[mine].mean() / 20 if mine.any() else 0.0,
                float(counts[speaker] <= 2),
                min(n_speakers, MANY_SPEAKERS) / MANY_SPEAKERS,
                float(n_speakers == 1),
                float(n_speakers == 2),
                *(float(form[speaker] is role) * 2 for role in ROLES),
                _place_of_first(speaker_of, speaker),
                _spread(speaker_of, speaker),
                1.0,
            ]
        )
    return np.array(rows, dtype=float).reshape(n_speakers, N_COLUMNS)


def _place_of_first(speaker_of: Matrix, speaker: int) -> float:
    places = np.flatnonzero(speaker_of == speaker)
    return float(places[0] / len(speaker_of)) if len(places) else 1.0


def _spread(speaker_of: Matrix, speaker: int) -> float:
    """How much of the session lies between the speaker's first and last sentence."""
    places = np.flatnonzero(speaker_of == speaker)
    return float((places[-1] - places[0]) / len(speaker_of)) if len(places) else 0.0
