"""Scores for the sentences of a session: the one door between models and stages.

``Scorer`` is what the pipeline needs; ``LinearScorer`` is the shipped one, which joins what words
say with what the network says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analyzer.classify.calibration import Calibration, with_temperature
from analyzer.classify.chain import Chain
from analyzer.classify.context import context_columns, start_columns
from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.meaning import mix
from analyzer.classify.speakers import speaker_columns
from analyzer.classify.terms import move_terms, role_terms
from analyzer.classify.thresholds import Thresholds
from analyzer.classify.views import SentenceView, view_sentences
from analyzer.records import Sentence, Session
from analyzer.records.scores import Matrix, SentenceScores

# How much the chain counts: the network knows by itself which segment follows which.
TRUST_ALONE, TRUST_WITH_NETWORK = 0.4, 0.2


class AdviceScorer(Protocol):
    """Says of each sentence how likely it belongs to each advice category of one pack."""

    @property
    def name(self) -> str:
        """What the findings' ``source`` names."""

    @property
    def calibration(self) -> Calibration | None:
        """How often labels of a score are right; None where that was not measured."""

    @property
    def thresholds(self) -> Thresholds | None:
        """From which calibrated score on a label is given; None where that was not measured."""

    @property
    def needs_vectors(self) -> bool:
        """Whether it goes by what the sentence encoder makes of the sentences."""

    def score_advice(self, views: Sequence[SentenceView]) -> Matrix:
        """Probabilities of shape (n sentences, n categories of the pack)."""

    def explain(
        self, views: Sequence[SentenceView], *, first: int, end: int, column: int
    ) -> tuple[str, ...]:
        """What in sentences ``[first, end)`` spoke most for the category of a column."""


class Scorer(Protocol):
    """Says of each speaker and sentence what it is likely to be."""

    def score_roles(self, session: Session, sentences: Sequence[Sentence]) -> Matrix:
        """Probabilities of shape (n speakers, 3): coach, client, other."""

    def score_sentences(
        self, views: Sequence[SentenceView], *, advice: AdviceScorer
    ) -> SentenceScores:
        """Scores of all sentences of a session, seen with the roles its speakers have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearScorer:
    """Two looks at each sentence by linear models, and for segments a chain over the session.

    The first look counts words of the sentence and its neighbours; the second sees what the first
    said of five sentences on each side; the network's opinion, where there is one, is joined to
    it; the chain adds which segment follows which. ``move_heat`` divides the log odds of moves, so
    that their scores hold as probabilities.
    """

    role_vocabulary: Vocabulary
    role_words: LinearModel
    role_speakers: LinearModel
    vocabulary: Vocabulary
    first_moves: LinearModel
    first_segments: LinearModel
    moves: LinearModel
    segments: LinearModel
    starts: LinearModel
    segment_chain: Chain
    segment_trust: float = TRUST_ALONE
    network_share: float = 0.6
    move_heat: float = 1.0

    def score_roles(self, session: Session, sentences: Sequence[Sentence]) -> Matrix:
        """Probabilities of shape (n speakers, 3): coach, client, other."""
        views = view_sentences(session, sentences)
        words = self.role_words.probabilities(self.role_vocabulary.matrix(role_terms(views)))
        columns = speaker_columns(
            views,
            n_speakers=len(session.speakers),
            words=words,
            form=[speaker.role for speaker in session.speakers],
        )
        return self.role_speakers.probabilities(columns)

    def score_sentences(
        self, views: Sequence[SentenceView], *, advice: AdviceScorer
    ) -> SentenceScores:
        """Scores of all sentences of a session, seen with the roles its speakers have."""
        rows = self.vocabulary.matrix(move_terms(views))
        context = context_columns(
            views,
            moves=self.first_moves.probabilities(rows),
            segments=self.first_segments.probabilities(rows),
        )
        segments = self.score_segments(views, context)
        starts = self.starts.probabilities(start_columns(views, segments=segments))
        return SentenceScores(
            moves=with_temperature(self.score_moves(views, context), self.move_heat),
            segments=segments,
            advice=advice.score_advice(views),
            starts=np.asarray(starts[:, 1]),
        )

    def score_moves(self, views: Sequence[SentenceView], context: Matrix) -> Matrix:
        """Probabilities of shape (n, 16) before ``move_heat``: words and network together."""
        return _with_opinions(
            self.moves.probabilities(context),
            [view.opinion.moves if view.opinion else None for view in views],
            share=self.network_share,
        )

    def score_segments(self, views: Sequence[SentenceView], context: Matrix) -> Matrix:
        """Probabilities of shape (n, 10): words and network together, then the chain."""
        alone = _with_opinions(
            self.segments.probabilities(context),
            [view.opinion.segments if view.opinion else None for view in views],
            share=self.network_share,
        )
        return self.segment_chain.marginals(alone, trust=self.segment_trust)


def _with_opinions(chances: Matrix, opinions: Sequence[Matrix | None], *, share: float) -> Matrix:
    """What words say joined with what the network says, where it was asked about every sentence."""
    asked = [opinion for opinion in opinions if opinion is not None]
    if not asked or len(asked) < len(opinions):
        return chances
    return mix(chances, np.stack(asked), share=share)
