"""The words that show a theme best: sentences of its members, from different sessions."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.aggregate.themes.records import Kind, ThemeQuote
from analyzer.aggregate.themes.words import Said, Words
from analyzer.archive.theme_rows import ThemeItem

MOST_QUOTES = 5
FEWEST_WORDS, MOST_WORDS = 6, 45


def theme_quotes(
    words: Words,
    items: Sequence[ThemeItem],
    *,
    phrases: Sequence[str],
    kind: Kind,
) -> tuple[ThemeQuote, ...]:
    """Up to five verbatim quotes, one a session, those that hold most of the theme's phrases first.

    ``items`` are the members, the most typical first. For a problem its asker is quoted, for advice
    whoever gives it. A sentence of fewer than six or more than 45 words is quoted only where a
    session has no other.
    """
    found: dict[str, ThemeQuote] = {}
    for item in items:
        if item.session_id not in found and len(found) < MOST_QUOTES:
            quote = _quote(words.of([item])[0], item, phrases=phrases, kind=kind)
            if quote is not None:
                found[item.session_id] = quote
    return tuple(found.values())


def _quote(
    found: Said, item: ThemeItem, *, phrases: Sequence[str], kind: Kind
) -> ThemeQuote | None:
    said = list(found.sentences)
    if kind == "problem":
        said = [it for it in said if it.speaker == item.asker] or said
    if not said:
        return None
    best = max(said, key=lambda it: (*_worth(it.text, phrases), -it.turn, -it.start))
    return ThemeQuote(
        session_id=item.session_id,
        turn=best.turn,
        start=best.start,
        end=best.end,
        speaker=found.names[best.speaker],
        text=best.text,
    )


def _worth(text: str, phrases: Sequence[str]) -> tuple[bool, int, int]:
    """Whether a sentence can be read alone, how many phrases it holds, how long it is."""
    n_words = len(text.split())
    folded = text.casefold().replace("’", "'")
    n_held = sum(phrase.casefold() in folded for phrase in phrases)
    return (FEWEST_WORDS <= n_words <= MOST_WORDS, n_held, min(n_words, 25))
