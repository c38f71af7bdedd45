"""The only file that loads spaCy: tokens for sentence borders, and phrase matching for pack rules.

A ``Doc`` never leaves the function that made it, no extension attribute is set, and no trained
pipeline is needed: English tokenisation is by rule, so the same text gives the same tokens
everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.util import get_installed_models

# A session can be longer than spaCy's default of a million characters, which guards parsers only.
MAX_CHARACTERS = 50_000_000
WILDCARD = "*"
WILDCARD_WORDS = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A token's text and the index of its first character."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The index after the last character."""
        return self.start + len(self.text)


def load_nlp() -> Language:
    """English tokenisation without a trained pipeline."""
    nlp = spacy.blank("en")
    nlp.max_length = MAX_CHARACTERS
    return nlp


def tokenize(text: str, *, nlp: Language) -> tuple[Token, ...]:
    """The tokens of a text in order, white space left out.

    >>> [token.text for token in tokenize("Don't ask Mr. Hale at 9 a.m.", nlp=load_nlp())]
    ['Do', "n't", 'ask', 'Mr.', 'Hale', 'at', '9', 'a.m.']
    """
    return tuple(
        Token(token.text, token.idx) for token in nlp.tokenizer(text) if not token.is_space
    )


class PhraseMatcher:
    """Finds the phrases of pack rules in sentences, without regard to case.

    ``*`` in a phrase stands for up to three words. Typographic apostrophes equal plain ones, and
    any white space equals a space.

    >>> rules = {"keep-quiet": ("off the record", "between * and me")}
    >>> matcher = PhraseMatcher(rules, nlp=load_nlp())
    >>> list(matcher.find("Ask him off the record."))
    [('keep-quiet', 'off the record')]
    """

    def __init__(self, phrases: Mapping[str, Sequence[str]], *, nlp: Language) -> None:
        self._nlp = nlp
        self._matcher = Matcher(nlp.vocab)
        self._names: dict[str, tuple[str, str]] = {}
        telling: set[str] = set()
        for key, group in phrases.items():
            for number, phrase in enumerate(group):
                name = f"{key}/{number}"
                self._names[name] = (key, phrase)
                pattern = _pattern(phrase, nlp=nlp)
                self._matcher.add(name, [pattern])
                telling.add(max((str(part.get("LOWER", "")) for part in pattern), key=len))
        # No phrase can occur in a text that holds the longest word of none of them.
        self._telling = re.compile("|".join(map(re.escape, sorted(telling))))

    def find(self, text: str) -> Iterator[tuple[str, str]]:
        """Pairs of key and phrase that occur in the text, each once, in the order of the rules."""
        plain = _plain(text)
        if not self._names or not self._telling.search(plain.lower()):
            return
        doc = self._nlp.make_doc(plain)
        found = {self._nlp.vocab.strings[match] for match, _, _ in self._matcher(doc)}
        for name, pair in self._names.items():
            if name in found:
                yield pair


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").split())


def _pattern(phrase: str, *, nlp: Language) -> list[dict[str, object]]:
    pattern: list[dict[str, object]] = []
    for part in _plain(phrase).split():
        if part == WILDCARD:
            pattern.extend({"IS_PUNCT": False, "OP": "?"} for _ in range(WILDCARD_WORDS))
        else:
            pattern.extend({"LOWER": token.lower_} for token in nlp.make_doc(part))
    return pattern


def trained_model() -> str | None:
    """The English model with the most to it that is installed; None where there is none."""
    models = sorted(it for it in get_installed_models() if it.startswith("en_"))
    by_size = ("trf", "lg", "md", "sm")
    rank = {end: number for number, end in enumerate(by_size)}
    return min(models, key=lambda it: rank.get(it.rpartition("_")[2], len(rank)), default=None)


def find_entities(texts: Iterable[str], *, nlp: Language) -> Iterator[tuple[str, str]]:
    """The words and the label of each name that a trained pipeline finds, in order."""
    for doc in nlp.pipe(texts):
        for entity in doc.ents:
            yield entity.text, entity.label_


def load_trained(model: str) -> Language:
    """An installed pipeline with what finding names takes."""
    return spacy.load(model, exclude=["parser", "lemmatizer"])
