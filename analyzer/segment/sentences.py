"""Sentence borders inside a turn, as character spans; paragraphs always part sentences.

Every character that is not white space lies in exactly one sentence. Borders follow the labelled
sessions: a sentence inside a quotation is a sentence, a closing quote stays with what it closes,
and no full stop or ellipsis parts before a small letter. Where marks are missing a model of borders
takes their place, if one is given.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from spacy.language import Language

from analyzer.nlp import Token, tokenize
from analyzer.records import Sentence, Session
from analyzer.segment.splitter import LoadSplitter, Span, cut_spans, open_places

CLOSERS = frozenset("\"'”’)]»*_")
DOTS = ".…"
OPENERS = frozenset("\"'“‘([«¿¡*_")
ONLY_CLOSERS = CLOSERS - OPENERS
LIST_MARK = re.compile(r"\(?\d{1,3}[.)]")
TITLES = frozenset({"mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "no.", "jr.", "sr."})
# Talk that a recogniser wrote without full stops is cut at a pause word once it is this long.
LONGEST_UNPUNCTUATED = 60
PAUSE_WORDS = frozenset({"and", "but", "so", "because", "then", "okay", "well", "now"})


def split_sentences(
    session: Session, *, nlp: Language, splitter: LoadSplitter | None = None
) -> tuple[Sentence, ...]:
    """The sentences of all turns in order; moves are not tagged yet.

    ``splitter`` gives the model that cuts stretches without sentence marks; it is called only where
    there are any. Without it these are cut at a pause word once they are long.
    """
    texts = [turn.text for turn in session.turns]
    places = open_places(texts) if splitter else tuple(() for _ in texts)
    rows = [
        list(_turn_spans(text, nlp=nlp, unmarked=unmarked))
        for text, unmarked in zip(texts, places, strict=True)
    ]
    left = [
        (text, span)
        for text, row in zip(texts, rows, strict=True)
        for span, is_unmarked in row
        if is_unmarked
    ]
    cut = iter(cut_spans(left, splitter=splitter()) if splitter and left else ())
    return tuple(
        Sentence(turn=number, start=start, end=end)
        for number, row in enumerate(rows)
        for span, is_unmarked in row
        for start, end in (next(cut) if is_unmarked else (span,))
    )


def sentence_spans(text: str, *, nlp: Language) -> Iterator[tuple[int, int]]:
    """Pairs of first and end character of the sentences in a text, by its marks.

    >>> from analyzer.nlp import load_nlp
    >>> text = 'Ask him: “Who signs? What for?” Then wait.'
    >>> [text[start:end] for start, end in sentence_spans(text, nlp=load_nlp())]
    ['Ask him: “Who signs?', 'What for?”', 'Then wait.']
    """
    return (span for span, _ in _turn_spans(text, nlp=nlp, unmarked=()))


def _turn_spans(
    text: str, *, nlp: Language, unmarked: Sequence[Span]
) -> Iterator[tuple[Span, bool]]:
    """Sentences by their marks, and whether each begins in an ``unmarked`` place.

    Such a one is what marks leave, and still to be cut.
    """
    for line in re.finditer(r"[^\n]+", text):
        tokens = tokenize(line.group(), nlp=nlp)
        for part, is_unmarked in _parts(tokens, line.start(), unmarked):
            for first, end in _token_spans(part, line.group(), pauses=not is_unmarked):
                span = line.start() + part[first].start, line.start() + part[end - 1].end
                yield span, is_unmarked


def _parts(
    tokens: Sequence[Token], start: int, unmarked: Sequence[Span]
) -> Iterator[tuple[Sequence[Token], bool]]:
    """The tokens of a line that begins at ``start``, parted where unmarked places begin and end."""
    first = 0
    for place in unmarked:
        for is_end, border in enumerate(place):
            number = bisect_left(tokens, border - start, key=lambda token: token.start)
            if number > first:
                yield tokens[first:number], bool(is_end)
                first = number
    if first < len(tokens):
        yield tokens[first:], False


def _token_spans(tokens: Sequence[Token], line: str, *, pauses: bool) -> Iterator[tuple[int, int]]:
    """Numbers of first and end token; ``pauses`` says whether a pause word may end what is long."""
    first = 0
    solid = 0
    ahead = _next_letters(tokens)
    for index in range(1, len(tokens)):
        if not CLOSERS.issuperset(tokens[index - 1].text):
            solid = index - 1
        is_long = pauses and index - first >= LONGEST_UNPUNCTUATED
        too_long = is_long and _is_pause(tokens, index, line)
        is_border = not ahead[index].text[0].islower() and _may_end(
            tokens, index, line, first=first, stop=max(first, solid)
        )
        if is_border or too_long:
            yield first, index
            first = index
    if tokens:
        yield first, len(tokens)


def _next_letters(tokens: Sequence[Token]) -> list[Token]:
    """For each token the first at or after it that is more than opening quotes, or the last."""
    ahead = list(tokens)
    for index in range(len(tokens) - 2, -1, -1):
        if OPENERS.issuperset(tokens[index].text):
            ahead[index] = ahead[index + 1]
    return ahead


def _may_end(tokens: Sequence[Token], index: int, line: str, *, first: int, stop: int) -> bool:
    """Whether the sentence from token ``first`` may end before token ``index``.

    ``stop`` is the last token before it that is more than closing quotes.
    """
    token, previous = tokens[index], tokens[index - 1]
    # A typographic opening quote right after a full stop needs no space before it.
    if token.start == previous.end and not token.text.startswith("“"):
        return False
    if token.text[0] in ONLY_CLOSERS or not token.text.strip(DOTS):
        return False
    word = tokens[stop].text
    if word[-1] not in ".!?…" or word.lower() in TITLES:
        return False
    if LIST_MARK.fullmatch(line, tokens[first].start, tokens[stop].end):
        return False
    is_initial = len(word) == 2 and word[0].isupper()
    return not is_initial


def _is_pause(tokens: Sequence[Token], index: int, line: str) -> bool:
    """A pause word with no mark near before it: where a recogniser left punctuation out."""
    word = tokens[index].text.lower()
    behind = line[tokens[max(0, index - LONGEST_UNPUNCTUATED)].start : tokens[index].start]
    return word in PAUSE_WORDS and not re.search(r"[.!?,;]", behind)
