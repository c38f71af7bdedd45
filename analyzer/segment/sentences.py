"""Sentence borders inside a turn, as character spans; paragraphs always part sentences.

Every character that is not white space lies in exactly one sentence. Borders follow the labelled
sessions: a sentence inside a quotation is a sentence, a closing quote stays with what it closes, and
an ellipsis parts only before a capital letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.language import Language

from analyzer.nlp import Token, tokenize
from analyzer.records import Sentence, Session

CLOSERS = frozenset("\"'”’)]»*_")
DOTS = ".…"
OPENERS = frozenset("\"'“‘([«¿¡*_")
LIST_MARK = re.compile(r"\(?\d{1,3}[.)]")
TITLES = frozenset({"mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "no.", "jr.", "sr."})
# Talk that a recogniser wrote without full stops is cut at a pause word once it is this long.
LONGEST_UNPUNCTUATED = 60
PAUSE_WORDS = frozenset({"and", "but", "so", "because", "then", "okay", "well", "now"})


def split_sentences(session: Session, *, nlp: Language) -> tuple[Sentence, ...]:
    """The sentences of all turns in order; moves are not tagged yet."""
    return tuple(
        Sentence(turn=number, start=start, end=end)
        for number, turn in enumerate(session.turns)
        for start, end in sentence_spans(turn.text, nlp=nlp)
    )


def sentence_spans(text: str, *, nlp: Language) -> Iterator[tuple[int, int]]:
    """Pairs of first and end character of the sentences in a text.

    >>> from analyzer.nlp import load_nlp
    >>> text = 'Ask him: “Who signs? What for?” Then wait.'
    >>> [text[start:end] for start, end in sentence_spans(text, nlp=load_nlp())]
    ['Ask him: “Who signs?', 'What for?”', 'Then wait.']
    """
    for line in re.finditer(r"[^\n]+", text):
        tokens = tokenize(line.group(), nlp=nlp)
        for first, end in _token_spans(tokens, line.group()):
            yield line.start() + tokens[first].start, line.start() + tokens[end - 1].end


def _token_spans(tokens: Sequence[Token], line: str) -> Iterator[tuple[int, int]]:
    first = 0
    for index in range(1, len(tokens)):
        too_long = index - first >= LONGEST_UNPUNCTUATED and _is_pause(tokens, index, line)
        if _is_border(tokens, index, line, first=first) or too_long:
            yield first, index
            first = index
    if tokens:
        yield first, len(tokens)


def _is_border(tokens: Sequence[Token], index: int, line: str, *, first: int) -> bool:
    """Whether a sentence begins at token ``index``: a full stop behind it, a beginning before it."""
    token, previous = tokens[index], tokens[index - 1]
    # A typographic opening quote right after a full stop needs no space before it.
    if token.start == previous.end and not token.text.startswith("“"):
        return False
    if token.text[0] in CLOSERS - OPENERS or not token.text.strip(DOTS):
        return False
    behind = index - 1
    while behind > first and all(letter in CLOSERS for letter in tokens[behind].text):
        behind -= 1
    stop = tokens[behind].text
    if stop[-1] not in ".!?…" or stop.lower() in TITLES:
        return False
    if LIST_MARK.fullmatch(line[tokens[first].start : tokens[behind].end]):
        return False
    is_initial = len(stop) == 2 and stop[0].isupper()
    return _begins(tokens, index) and not is_initial


def _begins(tokens: Sequence[Token], index: int) -> bool:
    """Whether a sentence may begin here: behind opening quotes there is no small letter."""
    ahead = index
    while ahead < len(tokens) - 1 and all(letter in OPENERS for letter in tokens[ahead].text):
        ahead += 1
    return not tokens[ahead].text[0].islower()


def _is_pause(tokens: Sequence[Token], index: int, line: str) -> bool:
    """A pause word in a stretch that has no full stop near: where a recogniser left punctuation out."""
    word = tokens[index].text.lower()
    behind = line[tokens[max(0, index - LONGEST_UNPUNCTUATED)].start : tokens[index].start]
    return word in PAUSE_WORDS and not re.search(r"[.!?,;]", behind)
