"""Docs of spaCy in a ``DocBin``: a session each, with spans for whatever was found in it.

No extension attribute is set and nothing but the tokeniser is needed:
``DocBin().from_disk(path).get_docs(nlp.vocab)`` of any English pipeline reads them. Span groups:
``sentences`` (labels are moves), ``segments``, ``exchanges``, ``turns`` (labels are roles),
``advice``, ``problems``, ``uptake``. The id of a span of advice or problem is who gave the label;
how sure it is stands in ``doc.user_data``, in the order of the spans.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from analyzer.export.choosing import Material
from analyzer.nlp import load_nlp
from analyzer.records import Analysis, Label, Quote, Sentence

BETWEEN_TURNS = "\n\n"

# First character, the one after the last, label, and an id.
Found = tuple[int, int, str, str]


def write(material: Material, place: Path) -> None:
    """A file with a Doc for each session."""
    nlp = load_nlp()
    docs = DocBin(attrs=["ORTH", "SPACY", "SENT_START"], store_user_data=True)
    for analysis in material.analyses():
        docs.add(doc_of(analysis, nlp=nlp))
    place.write_bytes(docs.to_bytes())


def doc_of(analysis: Analysis, *, nlp: Language) -> Doc:
    """A session as a Doc: its turns parted by blank lines, without the names of who speaks.

    Tokens end where findings end, so that every span is exactly the words it was found at.
    """
    turns = [turn.text for turn in analysis.session.turns]
    starts = [0, *accumulate(len(text) + len(BETWEEN_TURNS) for text in turns)]
    groups = _groups(analysis, starts)
    text = BETWEEN_TURNS.join(turns)
    borders = {border for found in groups.values() for it in found for border in it[:2]}
    words, spaces, begins = _tokens(text, sorted({0, len(text), *borders}), nlp=nlp)
    sentences = {start for start, *_ in groups["sentences"]}
    doc = Doc(
        nlp.vocab,
        words=words,
        spaces=spaces,
        sent_starts=[begin in sentences or begin == 0 for begin in begins],
        user_data=_about(analysis),
    )
    ends = [begin + len(word) for begin, word in zip(begins, words, strict=True)]
    for name, found in groups.items():
        doc.spans[name] = [
            Span(
                doc,
                bisect_left(begins, start),
                bisect_left(ends, end) + 1,
                label=label,
                span_id=span_id,
            )
            for start, end, label, span_id in found
        ]
    return doc


def _tokens(
    text: str, borders: list[int], *, nlp: Language
) -> tuple[list[str], list[bool], list[int]]:
    """Words, whether a space follows each, and where each begins; none goes across a border."""
    words: list[str] = []
    spaces: list[bool] = []
    begins: list[int] = []
    for start, end in pairwise(borders):
        piece = text[start:end]
        if piece == " " and spaces and not spaces[-1]:
            spaces[-1] = True
            continue
        for token in nlp.tokenizer(piece):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
            begins.append(start + token.idx)
        if spaces and spaces[-1]:  # a finding that ends with a space has it, as a token
            spaces[-1] = False
            words.append(" ")
            spaces.append(False)
            begins.append(end - 1)
    return words, spaces, begins


def _groups(analysis: Analysis, starts: list[int]) -> dict[str, list[Found]]:
    session, sentences = analysis.session, analysis.sentences

    def place(it: Quote | Sentence) -> tuple[int, int]:
        return starts[it.turn] + it.start, starts[it.turn] + it.end

    def stretch(first: int, end: int) -> tuple[int, int]:
        return place(sentences[first])[0], place(sentences[end - 1])[1]

    return {
        "turns": [
            (starts[number], starts[number] + len(turn.text), speaker.role.value, speaker.name)
            for number, turn in enumerate(session.turns)
            for speaker in [session.speakers[turn.speaker]]
        ],
        "sentences": [(*place(it), it.move or "", "") for it in sentences],
        "segments": [(*stretch(it.first, it.end), it.kind.value, "") for it in analysis.segments],
        "exchanges": [
            (*stretch(it.first, it.end), "exchange", str(number))
            for number, it in enumerate(analysis.exchanges)
        ],
        "advice": [
            (*stretch(it.first, it.end), label.category, label.source)
            for it in analysis.advice
            for label in it.labels
        ],
        "problems": [
            (*place(it.quote), it.problem.category, it.problem.source)
            for it in analysis.exchanges
            if it.problem is not None and it.quote is not None
        ],
        "uptake": [
            (*place(it.uptake.quote), it.uptake.kind.value, "")
            for it in analysis.advice
            if it.uptake is not None and it.uptake.quote is not None
        ],
    }


def _about(analysis: Analysis) -> dict[str, Any]:
    session = analysis.session
    problems = [it.problem for it in analysis.exchanges if it.problem and it.quote]
    return {
        "session_id": session.id,
        "title": session.title,
        "held_on": session.held_on.isoformat() if session.held_on else None,
        "advice": _sureness(label for it in analysis.advice for label in it.labels),
        "problems": _sureness(problems),
    }


def _sureness(labels: Iterable[Label]) -> list[dict[str, Any]]:
    return [{"score": label.score, "sure": label.sure} for label in labels]
