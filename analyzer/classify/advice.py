"""Which advice a stretch of the coach's sentences gives: scores, then stretches with labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.classify.calibration import Calibration
from analyzer.classify.chain import Chain
from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.meaning import advice_columns, mix, vectors_of
from analyzer.classify.reasons import telling_words, term_weights
from analyzer.classify.scorer import AdviceScorer
from analyzer.classify.stretches import Stretch, find_stretches, role_of
from analyzer.classify.terms import advice_terms, topic_terms
from analyzer.classify.thresholds import Thresholds, unmeasured_thresholds
from analyzer.classify.views import SentenceView
from analyzer.nlp import PhraseMatcher
from analyzer.records import (
    Advice,
    Exchange,
    Label,
    Move,
    Pack,
    Quote,
    Role,
    SegmentKind,
    Sentence,
    Session,
)
from analyzer.records.scores import Matrix

NONE = "-"
RULE_SCORE = 0.9
NO_COACH_SCORE = 0.6
GOOD_QUOTE_WORDS = (8, 45)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceModel:
    """Advice scores from labelled sessions: one class for each category, and one for none.

    ``linear`` goes by the words of a sentence and those around it, ``meaning`` by their vectors;
    without vectors, or without ``meaning``, words decide alone. ``calibration`` and ``thresholds``
    say how sure a label with a score is; None where nobody has measured it.
    """

    name: str
    vocabulary: Vocabulary
    linear: LinearModel
    chain: Chain
    meaning: LinearModel | None = None
    meaning_share: float = 0.3
    network_share: float = 0.5
    trust: float = 0.4
    calibration: Calibration | None = None
    thresholds: Thresholds | None = None

    @property
    def needs_vectors(self) -> bool:
        """Whether it goes by what the sentence encoder makes of the sentences."""
        return self.meaning is not None

    def score_advice(self, views: Sequence[SentenceView]) -> Matrix:
        """Probabilities of shape (n sentences, n categories); zeros for a client's sentences."""
        scores = np.zeros((len(views), len(self.linear.classes) - 1))
        spoken = [index for index, view in enumerate(views) if view.role is not Role.CLIENT]
        if spoken:
            bags = advice_terms(views)
            rows = self.vocabulary.matrix([bags[index] for index in spoken])
            chances = self.linear.probabilities(rows)
            vectors = vectors_of(views)
            if self.meaning is not None and vectors is not None:
                opinion = self.meaning.probabilities(advice_columns(views, vectors)[spoken])
                chances = mix(chances, opinion, share=self.meaning_share)
            seen = [views[index].opinion for index in spoken]
            told = [one.advice for one in seen if one is not None and one.advice is not None]
            if len(told) == len(spoken):
                chances = mix(chances, np.stack(told), share=self.network_share)
            scores[spoken] = self.chain.marginals(chances, trust=self.trust)[:, 1:]
        return scores

    def explain(
        self, views: Sequence[SentenceView], *, first: int, end: int, column: int
    ) -> tuple[str, ...]:
        """The words of sentences ``[first, end)`` that spoke most for a category, clients' aside.

        At most five, the most telling first; none where only the sentences around them did.
        """
        told = [view for view in views[first:end] if view.role is not Role.CLIENT]
        weights = term_weights(
            [topic_terms(view.words) for view in told],
            vocabulary=self.vocabulary,
            model=self.linear,
            label=1 + column,
        )
        return telling_words([view.text for view in told], weights)


def find_advice(  # noqa: PLR0913 - all that is known of the sentences meets here
    session: Session,
    sentences: Sequence[Sentence],
    *,
    views: Sequence[SentenceView],
    scores: Matrix,
    pack: Pack,
    rules: Mapping[int, Mapping[str, str]],
    kinds: Sequence[SegmentKind],
    exchanges: Sequence[Exchange],
    model: AdviceScorer,
    min_score: float,
) -> tuple[Advice, ...]:
    """The advice of a session in order: stretches with one or two labels, the surer first.

    ``scores`` (n sentences, n categories) are the probabilities that ``model`` gave; what they
    leave to 1 is that of no advice. ``rules`` gives, for a sentence, the phrase that shows a
    category. ``kinds`` is the segment kind of each sentence.
    Labels below ``min_score`` or what the model says of their category are left out; who is no
    coach seldom advises, and must be surer.
    """
    scores = raise_by_rules(scores, pack=pack, rules=rules)
    found = []
    for stretch in find_stretches(
        session, sentences, scores=scores, kinds=kinds, exchanges=exchanges
    ):
        labels = _labels(
            stretch, pack=pack, rules=rules, views=views, model=model, min_score=min_score
        )
        is_coach = role_of(session, sentences[stretch.first]) is Role.COACH
        if not labels or not (is_coach or labels[0][1].score >= NO_COACH_SCORE):
            continue
        columns = [column for column, _ in labels]
        shown = stretch.column if stretch.column in columns else columns[0]
        inside = sentences[stretch.first : stretch.end]
        found.append(
            Advice(
                first=stretch.first,
                end=stretch.end,
                exchange=stretch.exchange,
                labels=tuple(label for _, label in labels),
                quote=_best_quote(session, sentences, stretch.spoken, weights=scores[:, shown]),
                script=any(sentence.move is Move.SCRIPT for sentence in inside),
            )
        )
    return tuple(found)


def match_rules(
    views: Sequence[SentenceView], *, matcher: PhraseMatcher
) -> dict[int, dict[str, str]]:
    """The categories whose phrases occur in a sentence, with the phrase; not for a client's."""
    hits: dict[int, dict[str, str]] = {}
    for index, view in enumerate(views):
        if view.role is not Role.CLIENT and (found := dict(matcher.find(view.text))):
            hits[index] = found
    return hits


def raise_by_rules(scores: Matrix, *, pack: Pack, rules: Mapping[int, Mapping[str, str]]) -> Matrix:
    """The scores with those of categories whose phrase a sentence holds raised to 0.9."""
    column_of = {category.id: column for column, category in enumerate(pack.advice)}
    raised = scores.copy()
    for index, hits in rules.items():
        columns = [column_of[name] for name in hits]
        rest = max(1e-9, raised[index].sum() - raised[index, columns].sum())
        raised[index] *= min(1.0, (1 - RULE_SCORE) / rest)
        for column in columns:
            raised[index, column] = max(scores[index, column], RULE_SCORE / len(columns))
    return raised


def _labels(
    stretch: Stretch,
    *,
    pack: Pack,
    rules: Mapping[int, Mapping[str, str]],
    views: Sequence[SentenceView],
    model: AdviceScorer,
    min_score: float,
) -> list[tuple[int, Label]]:
    """The labels of a stretch that are sure enough to be given, with their columns."""
    thresholds = model.thresholds or unmeasured_thresholds(len(pack.advice))
    first, end = stretch.first, stretch.end
    labels = []
    for column, raw in stretch.labels:
        score = raw if model.calibration is None else model.calibration.of(raw)
        score = round(score, 4)
        if score < min_score or not thresholds.says(column, score):
            continue
        category = pack.advice[column].id
        phrases = [
            rules[index][category]
            for index in range(first, end)
            if category in rules.get(index, {})
        ]
        label = Label(
            category=category,
            score=score,
            source=f"rule:{phrases[0]}" if phrases else model.name,
            sure=thresholds.is_sure(column, score),
            because=tuple(dict.fromkeys(phrases))
            or model.explain(views, first=first, end=end, column=column),
        )
        labels.append((column, label))
    return labels


def _best_quote(
    session: Session,
    sentences: Sequence[Sentence],
    spoken: Sequence[int],
    *,
    weights: Matrix,
) -> Quote:
    """The sentence that shows the advice best: likely, directive or script, of good length."""
    shortest, longest = GOOD_QUOTE_WORDS

    def worth(index: int) -> tuple[float, int]:
        sentence = sentences[index]
        text = session.turns[sentence.turn].text[sentence.start : sentence.end]
        fits = shortest <= len(text.split()) <= longest
        tells = sentence.move in {Move.DIRECTIVE, Move.SCRIPT}
        return (float(weights[index]) + 0.3 * fits + 0.2 * tells, -index)

    chosen = sentences[max(spoken, key=worth)]
    return Quote(turn=chosen.turn, start=chosen.start, end=chosen.end)
