"""Which advice a stretch of the coach's sentences gives: scores, then stretches with labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.classify.chain import Chain
from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.meaning import advice_columns, mix, vectors_of
from analyzer.classify.terms import advice_terms
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
BRIDGE = 2
ASIDES = 1
SECOND_LABEL = 0.3
NO_COACH_SCORE = 0.6
SURE_MOVE = 0.8
MOVES_WITHOUT_ADVICE = frozenset({Move.SOCIAL, Move.LOGISTICS, Move.PROMOTION})
GOOD_QUOTE_WORDS = (8, 45)
# Housekeeping, adverts and titles hold no advice, whatever their words.
WITHOUT_ADVICE = frozenset({SegmentKind.PROMOTION, SegmentKind.FRONT})


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceModel:
    """Advice scores from labelled sessions: one class for each category, and one for none.

    ``linear`` goes by the words of a sentence and those around it, ``meaning`` by their vectors;
    without vectors, or without ``meaning``, words decide alone.
    """

    name: str
    vocabulary: Vocabulary
    linear: LinearModel
    chain: Chain
    meaning: LinearModel | None = None
    meaning_share: float = 0.3
    trust: float = 0.4

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
            scores[spoken] = self.chain.marginals(chances, trust=self.trust)[:, 1:]
        return scores


def find_advice(  # noqa: PLR0913 - all that is known of the sentences meets here
    session: Session,
    sentences: Sequence[Sentence],
    *,
    scores: Matrix,
    pack: Pack,
    rules: Mapping[int, Mapping[str, str]],
    kinds: Sequence[SegmentKind],
    exchanges: Sequence[Exchange],
    source: str,
    min_score: float,
) -> tuple[Advice, ...]:
    """The advice of a session in order: stretches with one or two labels, the surer first.

    ``scores`` (n sentences, n categories) are probabilities; what they leave to 1 is that of no
    advice. ``rules`` gives, for a sentence, the phrase that shows a category. ``kinds`` is the
    segment kind of each sentence. A stretch goes on over up to two sentences of the client
    or one of the coach in between.
    Stretches whose best score is below ``min_score`` are left out; who is no coach seldom advises,
    and must be surer.
    """
    scores = _with_rules(scores, pack=pack, rules=rules)
    best = _best_categories(scores, sentences=sentences, kinds=kinds)
    home = _exchange_of(exchanges, n_sentences=len(sentences))
    found = []
    for first, end in _stretches(best, session=session, sentences=sentences, home=home):
        labels = _labels(
            scores[first:end], best[first], first, pack=pack, rules=rules, source=source
        )
        role = _role(session, sentences[first])
        if labels[0].score < (min_score if role is Role.COACH else max(min_score, NO_COACH_SCORE)):
            continue
        inside = sentences[first:end]
        spoken = [index for index in range(first, end) if best[index] >= 0]
        found.append(
            Advice(
                first=first,
                end=end,
                exchange=home[first],
                labels=labels,
                quote=_best_quote(session, sentences, spoken, weights=scores[:, best[first]]),
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


def _with_rules(scores: Matrix, *, pack: Pack, rules: Mapping[int, Mapping[str, str]]) -> Matrix:
    column_of = {category.id: column for column, category in enumerate(pack.advice)}
    raised = scores.copy()
    for index, hits in rules.items():
        columns = [column_of[name] for name in hits]
        rest = max(1e-9, raised[index].sum() - raised[index, columns].sum())
        raised[index] *= min(1.0, (1 - RULE_SCORE) / rest)
        for column in columns:
            raised[index, column] = max(scores[index, column], RULE_SCORE / len(columns))
    return raised


def _best_categories(
    scores: Matrix, *, sentences: Sequence[Sentence], kinds: Sequence[SegmentKind]
) -> list[int]:
    """The likeliest category of each sentence, -1 where none is likelier than no advice."""
    if scores.shape[1] == 0:
        return [-1] * len(scores)
    nothing = 1.0 - scores.sum(axis=1)
    top = scores.argmax(axis=1)
    return [
        int(top[index])
        if scores[index, top[index]] > nothing[index]
        and kind not in WITHOUT_ADVICE
        and not _advises_nothing(sentences[index])
        else -1
        for index, kind in enumerate(kinds)
    ]


def _advises_nothing(sentence: Sentence) -> bool:
    """Whether the sentence surely greets, arranges or sells."""
    return sentence.move in MOVES_WITHOUT_ADVICE and (sentence.score or 0.0) >= SURE_MOVE


def _exchange_of(exchanges: Sequence[Exchange], *, n_sentences: int) -> list[int | None]:
    home: list[int | None] = [None] * n_sentences
    for number, exchange in enumerate(exchanges):
        for index in range(exchange.first, exchange.end):
            home[index] = number
    return home


def _stretches(
    best: Sequence[int],
    *,
    session: Session,
    sentences: Sequence[Sentence],
    home: Sequence[int | None],
) -> Iterator[tuple[int, int]]:
    """Runs of one category in one exchange.

    Neither a client's few words in between end a run, nor one sentence that shows no advice.
    """
    index = 0
    while index < len(best):
        if best[index] < 0:
            index += 1
            continue
        first = index
        end = index + 1
        ahead = end
        asides = 0
        while ahead < len(best) and home[ahead] == home[first] and ahead - end <= BRIDGE:
            if best[ahead] == best[first]:
                end = ahead + 1
                asides = 0
            elif best[ahead] >= 0:
                break
            elif _role(session, sentences[ahead]) is not Role.CLIENT:
                asides += 1
                if asides > ASIDES:
                    break
            ahead += 1
        yield first, end
        index = end


def _role(session: Session, sentence: Sentence) -> Role:
    return session.speakers[session.turns[sentence.turn].speaker].role


def _labels(
    scores: Matrix,
    best: int,
    first: int,
    *,
    pack: Pack,
    rules: Mapping[int, Mapping[str, str]],
    source: str,
) -> tuple[Label, ...]:
    labels = [_label(scores, best, first, pack=pack, rules=rules, source=source)]
    others = scores.mean(axis=0)
    others[best] = 0.0
    second = int(others.argmax())
    if others[second] >= SECOND_LABEL:
        labels.append(_label(scores, second, first, pack=pack, rules=rules, source=source))
    return tuple(sorted(labels, key=lambda label: -label.score))


def _label(
    scores: Matrix,
    column: int,
    first: int,
    *,
    pack: Pack,
    rules: Mapping[int, Mapping[str, str]],
    source: str,
) -> Label:
    category = pack.advice[column].id
    phrases = [
        rules[index][category]
        for index in range(first, first + len(scores))
        if category in rules.get(index, {})
    ]
    return Label(
        category=category,
        score=round(float(scores[:, column].max()), 4),
        source=f"rule:{phrases[0]}" if phrases else source,
    )


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
