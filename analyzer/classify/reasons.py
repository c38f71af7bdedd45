"""Why a label was given: the words that spoke most for it, as they stand in the transcript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.terms import STEM, Terms
from analyzer.classify.views import WORD, words_of

MOST_WORDS = 5
DIGITS = 6
# Words without a meaning of their own: named only where nothing else is left.
FUNCTION_WORDS = frozenset(
    words_of(
        "a an the this that these those it its he him his she her they them their i me my we us our"
        " you your is are was were be been being am do does did has have had will would can could"
        " shall should may might must to of in on at by for from with as and or but so if then than"
        " not no just there it's that's he's she's they're you're i'm we're i'll you'll he'll don't"
        " didn't doesn't isn't uh um oh well yeah okay ok"
    )
)


def term_weights(
    bags: Iterable[Terms], *, vocabulary: Vocabulary, model: LinearModel, label: int
) -> dict[str, float]:
    """How much each term of these bags speaks for a label: value times rarity times coefficient.

    The coefficient is taken against the mean of all labels, for what speaks for all of them speaks
    for none. Terms that the model does not know are left out.
    """
    values: dict[str, float] = {}
    for bag in bags:
        for term, value in bag.items():
            if term in vocabulary.columns:
                values[term] = values.get(term, 0.0) + value
    columns = [vocabulary.columns[term] for term in values]
    chosen = model.weights[:, columns].astype(np.float64)
    shares = vocabulary.idf[columns] * (chosen[label] - chosen.mean(axis=0))
    return {
        term: value * float(share)
        for (term, value), share in zip(values.items(), shares, strict=True)
    }


def telling_words(texts: Sequence[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    """At most five words of the texts that the terms speak through, the most telling first.

    A pair of words shares its weight between both, a word beginning between the words that begin
    so. Words alike but for capitals count as one and stand as they first do. Of equals the earlier
    comes first; numbers and punctuation are no words, and "the" is one only where no other tells.

    >>> telling_words(["Ask HR about the HR fee."], {"w:hr": 2.0, "b:the hr": 0.5, "w:fee": 1.0})
    ('HR', 'fee')
    """
    shown: dict[str, str] = {}
    for text in texts:
        for word, written in zip(words_of(text), _as_written(text), strict=True):
            if word[0].isalpha():
                shown.setdefault(word, written)
    totals = dict.fromkeys(shown, 0.0)
    by_stem: dict[str, list[str]] = {}
    for word in shown:
        if len(word) > STEM:
            by_stem.setdefault(word[:STEM], []).append(word)
    for term, weight in weights.items():
        owners = [word for word in _words_behind(term, by_stem) if word in shown]
        for word in owners:
            totals[word] += weight / len(owners)
    telling = [word for word, total in totals.items() if round(total, DIGITS) > 0]
    telling = [word for word in telling if word not in FUNCTION_WORDS] or telling
    telling.sort(key=lambda word: -round(totals[word], DIGITS))
    return tuple(shown[word] for word in telling[:MOST_WORDS])


def _as_written(text: str) -> tuple[str, ...]:
    """The words of a text with their capitals and apostrophes, in the order of ``words_of``."""
    lower = text.lower().replace("’", "'")
    if len(lower) != len(text):  # letters such as İ grow when they are made small
        return words_of(text)
    return tuple(text[match.start() : match.end()] for match in WORD.finditer(lower))


def _words_behind(term: str, by_stem: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The words that a term was made of; none for words of other sentences and for facts."""
    kind, _, rest = term.partition(":")
    match kind:
        case "w":
            return [rest]
        case "b":
            return rest.split(" ")
        case "stem":
            return by_stem.get(rest, ())
        case _:
            return ()
