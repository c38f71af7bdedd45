"""Which problem an asker brings: a linear model over what is said in the exchange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analyzer.classify.calibration import Calibration, with_temperature
from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.meaning import Prototypes, from_odds, matter_columns, mix, vectors_of
from analyzer.classify.reasons import telling_words, term_weights
from analyzer.classify.terms import Terms, topic_terms
from analyzer.classify.thresholds import Thresholds, unmeasured_thresholds
from analyzer.classify.views import SentenceView
from analyzer.records import Exchange, Label, Move, Quote, Role, SegmentKind, Sentence
from analyzer.records.scores import Matrix

ASKER_WEIGHT = 1.0
COACH_WEIGHT = 0.7
GOOD_QUOTE_WORDS = (8, 45)
ENOUGH_WORDS = 20
CASE_MOVES = frozenset({Move.SITUATION, Move.GAP, Move.QUESTION_OPEN, Move.QUESTION_CLOSED})
CASE_KINDS = frozenset({SegmentKind.QUESTION, SegmentKind.OPENING, SegmentKind.EXPLORATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemModel:
    """Problem scores of an exchange: one class for each problem category of a pack.

    ``linear`` goes by words, ``meaning`` by the vectors of the sentences and their likeness to the
    ``prototypes`` of the categories; without vectors, words decide alone. ``heat`` divides the log
    odds of both together. ``calibration`` and ``thresholds`` say how sure a label with a score is;
    None where nobody has measured it. ``texts`` are those that the prototypes were made of, where
    they alone tell the categories.
    """

    name: str
    vocabulary: Vocabulary
    linear: LinearModel
    meaning: LinearModel | None = None
    prototypes: Prototypes | None = None
    meaning_share: float = 0.44
    network_share: float = 0.15
    heat: float = 1.0
    calibration: Calibration | None = None
    thresholds: Thresholds | None = None
    texts: tuple[str, ...] = ()

    @property
    def needs_vectors(self) -> bool:
        """Whether it goes by what the sentence encoder makes of the sentences."""
        return self.prototypes is not None

    def score_matter(self, views: Sequence[SentenceView]) -> Matrix:
        """Probabilities of shape (n categories,) for one exchange; they add up to 1."""
        rows = self.vocabulary.matrix([problem_terms(views)])
        chances = self.linear.probabilities(rows)
        vectors = vectors_of(views)
        if self.meaning is not None and self.prototypes is not None and vectors is not None:
            columns = matter_columns(views, vectors, prototypes=self.prototypes)
            opinion = self.meaning.probabilities(columns[None])
            chances = mix(chances, opinion, share=self.meaning_share)
        told = network_opinion(views)
        if told is not None:
            chances = mix(chances, told[None], share=self.network_share)
        result: Matrix = with_temperature(chances, self.heat)[0]
        return result

    def explain(self, views: Sequence[SentenceView], *, column: int) -> tuple[str, ...]:
        """The words of an exchange that spoke most for a category: at most five, by weight.

        Without a model of words, the pack's text that a sentence of the exchange is most like.
        """
        vectors = vectors_of(views)
        if self.texts and self.prototypes is not None and vectors is not None:
            text = self.prototypes.nearest(vectors, category=column)
            return () if text is None else (self.texts[text],)
        weights = term_weights(
            [problem_terms(views)], vocabulary=self.vocabulary, model=self.linear, label=column
        )
        return telling_words([view.text for view in views], weights)


def problem_terms(views: Sequence[SentenceView]) -> Terms:
    """What an exchange is about: the asker's words count in full, the coach's less.

    In an article nobody asks, and its one voice counts in full.
    """
    is_article = all(view.role is not Role.CLIENT for view in views)
    bag: dict[str, float] = {}
    for view in views:
        weight = ASKER_WEIGHT if is_article or view.role is not Role.COACH else COACH_WEIGHT
        for term in matter_terms(view.words):
            bag[term] = bag.get(term, 0.0) + weight
    return {term: float(np.log1p(count)) for term, count in bag.items()}


def matter_terms(words: Sequence[str]) -> Terms:
    """Single words and word beginnings: with few exchanges to learn from, pairs add noise."""
    return {term: 1.0 for term in topic_terms(words) if not term.startswith("b:")}


def network_opinion(views: Sequence[SentenceView]) -> Matrix | None:
    """What the network makes of an exchange, shape (n categories,), by the sentences that count.

    None where it was not asked about every sentence, or does not know the pack.
    """
    seen = [view.opinion for view in views if view.opinion is not None]
    odds = [one.problems for one in seen if one.problems is not None]
    if not odds or len(odds) < len(views):
        return None
    counts = from_odds(np.array([one.weight for one in seen]))
    return from_odds(counts @ np.stack(odds))


def find_problems(
    exchanges: Sequence[Exchange],
    sentences: Sequence[Sentence],
    *,
    views: Sequence[SentenceView],
    kinds: Sequence[SegmentKind],
    model: ProblemModel,
    min_score: float,
) -> tuple[Exchange, ...]:
    """The exchanges with their problem and the sentence that shows it; without, where unsure.

    A pack without problem categories leaves the exchanges as they are.
    """
    if not model.linear.classes:
        return tuple(exchanges)
    thresholds = model.thresholds or unmeasured_thresholds(len(model.linear.classes))
    found = []
    for exchange in exchanges:
        inside = views[exchange.first : exchange.end]
        chances = model.score_matter(inside)
        best = int(chances.argmax())
        raw = float(chances[best])
        score = round(model.calibration.of(raw) if model.calibration else raw, 4)
        if score < min_score or not thresholds.says(best, score):
            found.append(exchange)
            continue
        label = Label(
            category=model.linear.classes[best],
            score=score,
            source=model.name,
            sure=thresholds.is_sure(best, score),
            because=model.explain(inside, column=best),
        )
        quote = _best_quote(exchange, sentences, views=views, kinds=kinds, model=model, best=best)
        found.append(replace(exchange, problem=label, quote=quote))
    return tuple(found)


def _best_quote(
    exchange: Exchange,
    sentences: Sequence[Sentence],
    *,
    views: Sequence[SentenceView],
    kinds: Sequence[SegmentKind],
    model: ProblemModel,
    best: int,
) -> Quote:
    """What speaks most for the problem: a sentence of the case as told, the asker's own if any."""
    span = range(exchange.first, exchange.end)
    told = [index for index in span if views[index].role is not Role.COACH] or list(span)
    case = [index for index in told if kinds[index] in CASE_KINDS] or told
    plain = [index for index in case if sentences[index].move in CASE_MOVES] or case
    shortest, longest = GOOD_QUOTE_WORDS
    fitting = [index for index in plain if shortest <= len(views[index].text.split()) <= longest]
    asked = [index for index in fitting if views[index].speaker == exchange.asker]
    candidates = asked or fitting or plain
    weight = _tells(model, [views[index] for index in candidates], best=best)
    chosen = sentences[candidates[int(weight.argmax())]]
    return Quote(turn=chosen.turn, start=chosen.start, end=chosen.end)


def _tells(model: ProblemModel, views: Sequence[SentenceView], *, best: int) -> Matrix:
    """How much each sentence speaks for the problem, shape (n,), by its words or its meaning."""
    vectors = vectors_of(views)
    if model.prototypes is not None and vectors is not None:
        strength = model.prototypes.likeness(vectors)
    else:
        rows = model.vocabulary.matrix([matter_terms(view.words) for view in views])
        strength = np.asarray(rows @ model.linear.weights.T)
    # A short sentence would win with a single telling word.
    size = np.sqrt([min(len(set(view.words)), ENOUGH_WORDS) for view in views])
    result: Matrix = (strength[:, best] - strength.mean(axis=1)) * size
    return result
