"""From scores of sentences to stretches of advice, each of one or two categories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.records import Exchange, Move, Role, SegmentKind, Sentence, Session
from analyzer.records.scores import Matrix

BRIDGE = 2
ASIDES = 1
SECOND_LABEL = 0.3
SURE_MOVE = 0.8
MOVES_WITHOUT_ADVICE = frozenset({Move.SOCIAL, Move.LOGISTICS, Move.PROMOTION})
# Housekeeping, adverts and titles hold no advice, whatever their words.
WITHOUT_ADVICE = frozenset({SegmentKind.PROMOTION, SegmentKind.FRONT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Sentences ``[first, end)`` that are likelier advice of one category than none.

    ``exchange`` numbers the exchange it lies in, None for none. ``column`` is the category,
    ``spoken`` the sentences that show it. ``labels`` are columns with their best score, the higher
    first: the category itself, and a second one that is likely throughout.
    """

    first: int
    end: int
    exchange: int | None
    column: int
    spoken: tuple[int, ...]
    labels: tuple[tuple[int, float], ...]


def find_stretches(
    session: Session,
    sentences: Sequence[Sentence],
    *,
    scores: Matrix,
    kinds: Sequence[SegmentKind],
    exchanges: Sequence[Exchange],
) -> tuple[Stretch, ...]:
    """The stretches of a session in order, none overlapping another.

    ``scores`` (n sentences, n categories) are probabilities; what they leave to 1 is that of no
    advice. ``kinds`` is the segment kind of each sentence. A stretch goes on over up to two
    sentences of the client or one of the coach in between.
    """
    best = _best_categories(scores, sentences=sentences, kinds=kinds)
    home = _exchange_of(exchanges, n_sentences=len(sentences))
    return tuple(
        Stretch(
            first=first,
            end=end,
            exchange=home[first],
            column=best[first],
            spoken=tuple(index for index in range(first, end) if best[index] >= 0),
            labels=_labels(scores[first:end], best[first]),
        )
        for first, end in _runs(best, session=session, sentences=sentences, home=home)
    )


def role_of(session: Session, sentence: Sentence) -> Role:
    """The role of who says a sentence."""
    return session.speakers[session.turns[sentence.turn].speaker].role


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


def _runs(
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
            elif role_of(session, sentences[ahead]) is not Role.CLIENT:
                asides += 1
                if asides > ASIDES:
                    break
            ahead += 1
        yield first, end
        index = end


def _labels(scores: Matrix, best: int) -> tuple[tuple[int, float], ...]:
    columns = [best]
    others = scores.mean(axis=0)
    others[best] = 0.0
    second = int(others.argmax())
    if others[second] >= SECOND_LABEL:
        columns.append(second)
    labels = [(column, round(float(scores[:, column].max()), 4)) for column in columns]
    return tuple(sorted(labels, key=lambda label: -label[1]))
