"""Words and pieces of talk, as machines list them, to fragments: one for each change of voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from analyzer.read.base import Fragment, TimedPiece
from analyzer.read.swift import swift_record


@swift_record
class Word:
    """A word, a mark or a piece of talk; ``glued`` ones follow the one before without a blank.

    ``speaker`` None goes on with whoever spoke last. ``pieces`` are the words of a piece of talk,
    where they have times of their own.
    """

    text: str
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    glued: bool = False
    pieces: tuple[TimedPiece, ...] = ()


def join_words(words: Iterable[Word]) -> tuple[Fragment, ...]:
    """One fragment for each stretch of words by one voice, from its first time to its last.

    >>> said = join_words([Word(text="Yes", speaker="Ana"), Word(text=".", glued=True)])
    >>> [(part.speaker, part.text) for part in said]
    [('Ana', 'Yes.')]
    """
    return tuple(_stretches(words))


def _stretches(words: Iterable[Word]) -> Iterator[Fragment]:
    texts: list[str] = []
    pieces: list[TimedPiece] = []
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    for word in words:
        text = word.text.strip()
        if not text:
            continue
        if word.speaker is not None and word.speaker != speaker:
            if texts:
                yield _fragment(texts, speaker, start_ms, end_ms, pieces)
            texts, pieces, speaker, start_ms, end_ms = [], [], word.speaker, None, None
        if texts and not word.glued:
            texts.append(" ")
        texts.append(text)
        if speaker is None:
            _add_piece(pieces, word, text)
        start_ms = word.start_ms if start_ms is None else start_ms
        latest = word.end_ms if word.end_ms is not None else word.start_ms
        if latest is not None:
            end_ms = latest if end_ms is None else max(end_ms, latest)
    if texts:
        yield _fragment(texts, speaker, start_ms, end_ms, pieces)


def _add_piece(pieces: list[TimedPiece], word: Word, text: str) -> None:
    if pieces and word.glued:
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text + text)
    elif word.pieces:
        pieces.extend(word.pieces)
    else:
        pieces.append(TimedPiece(text=text, start_ms=word.start_ms, end_ms=word.end_ms))


def _fragment(
    texts: list[str],
    speaker: str | None,
    start_ms: int | None,
    end_ms: int | None,
    pieces: list[TimedPiece],
) -> Fragment:
    return Fragment(
        text="".join(texts),
        speaker=speaker,
        start_ms=start_ms,
        end_ms=end_ms,
        pieces=tuple(pieces) if len(pieces) > 1 else (),
    )
