"""Labelled sessions: a row a sentence with its labels, in the form of ``data/labelled``.

What ``analyzer train`` learns from, ``analyzer agree`` compares and ``analyzer import`` takes in.
Labels that are only possible are left out, as nobody decided them; ``-`` stands for a problem that
cannot be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from analyzer.classify.labelled import MAX_ADVICE, NOBODY, PARAGRAPH
from analyzer.export.choosing import Material
from analyzer.export.placing import write_text
from analyzer.records import Analysis, Move, Outside, Role, SegmentKind, Speaker

SUFFIX = ".tsv"
# Headers of a labelled file that an archive has no place for are kept as text that nobody speaks.
KEPT_HEADERS = ("form", "coach", "clients", "channel")
_KEPT = re.compile(rf"#({'|'.join(KEPT_HEADERS)}): ?(.*)")
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n")
_UNFIT = re.compile(r"[^\w.-]+")


def write(material: Material, place: Path) -> None:
    """A folder with a file for each session, named as the file it was read from."""
    place.mkdir()
    taken: set[str] = set()
    for analysis in material.analyses():
        name = session_name(analysis, taken)
        write_text(place / f"{name}{SUFFIX}", labelled_text(analysis, name=name))


def session_name(analysis: Analysis, taken: set[str]) -> str:
    """The name of the file a session was read from, or its id where that is taken.

    Without ending, and with nothing in it that some system does not allow; it is taken then.
    """
    session = analysis.session
    path = session.source.path.replace("\\", "/").partition("#")[0]
    stem = _UNFIT.sub("-", PurePath(path).stem).strip("-. ")
    name = stem if stem and stem.casefold() not in taken else f"{stem}-{session.id}".lstrip("-")
    taken.add(name.casefold())
    return name


def labelled_text(analysis: Analysis, *, name: str) -> str:
    """The file of one session; ``name`` is its own, without ending."""
    return "\n".join((*_headers(analysis, name), *_rows(analysis))) + "\n"


def kept_header(piece: Outside) -> tuple[str, str] | None:
    """Key and value of a header that was kept as text nobody speaks; None for other text."""
    match = _KEPT.fullmatch(piece.text) if piece.kind is SegmentKind.FRONT else None
    return None if match is None else (match[1], match[2])


def _headers(analysis: Analysis, name: str) -> Iterator[str]:
    session = analysis.session
    kept = dict(filter(None, map(kept_header, session.outside)))
    yield f"#session: {name}"
    yield f"#pack: {analysis.made_with.pack.partition(' ')[0]}"
    yield f"#form: {kept.get('form') or _form(analysis)}"
    yield f"#coach: {kept.get('coach') or _people(analysis, Role.COACH) or _loudest(analysis)}"
    yield f"#clients: {kept.get('clients', _people(analysis, Role.CLIENT))}".rstrip()
    for number, exchange in enumerate(analysis.exchanges, 1):
        problem = exchange.problem
        yield f"#problem {number}: {problem.category if problem and problem.sure else NOBODY}"
    if session.held_on is not None:
        yield f"#date: {session.held_on.isoformat()}"
    if kept.get("channel"):
        yield f"#channel: {kept['channel']}"


def _form(analysis: Analysis) -> str:
    """What kind of page it is, as far as what was found tells."""
    roles = [speaker.role for speaker in analysis.session.speakers]
    if Role.CLIENT not in roles:
        return "article"
    if roles.count(Role.CLIENT) > 1:
        return "group"
    written = any(segment.kind is SegmentKind.QUESTION for segment in analysis.segments)
    return "qa" if written else "dialogue"


def _people(analysis: Analysis, role: Role) -> str:
    return ", ".join(_name(it) for it in analysis.session.speakers if it.role is role)


def _loudest(analysis: Analysis) -> str:
    """Who says most, where nobody is known to coach: the form wants a name there."""
    said = [0] * len(analysis.session.speakers)
    for turn in analysis.session.turns:
        said[turn.speaker] += len(turn.text)
    return _name(analysis.session.speakers[said.index(max(said))]).replace(",", "")


def _name(speaker: Speaker) -> str:
    """A name as a cell: a dash would be nobody, a comma parts the names in a header."""
    is_listed = speaker.role in {Role.COACH, Role.CLIENT}
    name = " ".join((speaker.name.replace(",", " ") if is_listed else speaker.name).split())
    return "–" if name == NOBODY else name


def _rows(analysis: Analysis) -> Iterator[str]:
    session, sentences = analysis.session, analysis.sentences
    segments = _segments(analysis)
    advice = _advice(analysis)
    outside = [it for it in session.outside if kept_header(it) is None]
    for number, sentence in enumerate(sentences):
        before = sentences[number - 1] if number else None
        if before is None or before.turn != sentence.turn:
            yield from _nobodys(outside, up_to=sentence.turn)
        else:
            between = session.turns[sentence.turn].text[before.end : sentence.start]
            if _PARAGRAPH_BREAK.search(between):
                yield PARAGRAPH
        kind, exchange = segments[number]
        cells = (
            kind,
            str(exchange),
            _name(session.speakers[session.turns[sentence.turn].speaker]),
            sentence.move or Move.OTHER,
            "|".join(advice[number]) or NOBODY,
            " ".join(analysis.text_of(sentence).split()),
        )
        yield "\t".join(cells)
    yield from _nobodys(outside, up_to=len(session.turns))


def _nobodys(outside: list[Outside], *, up_to: int) -> Iterator[str]:
    """The text that nobody speaks before a turn; it is taken off the list."""
    while outside and outside[0].before_turn <= up_to:
        piece = outside.pop(0)
        text = " ".join(piece.text.split())
        if text:
            yield f"{piece.kind}\t0\t{NOBODY}\t{NOBODY}\t{NOBODY}\t{text}"


def _segments(analysis: Analysis) -> list[tuple[str, int]]:
    """The part of each sentence, and the number of its exchange from 1, 0 for none."""
    parts = [(SegmentKind.EXPLORATION.value, 0)] * len(analysis.sentences)
    for number, exchange in enumerate(analysis.exchanges, 1):
        for it in range(exchange.first, exchange.end):
            parts[it] = (parts[it][0], number)
    for segment in analysis.segments:
        number = 0 if segment.exchange is None else segment.exchange + 1
        span = segment.end - segment.first
        parts[segment.first : segment.end] = [(segment.kind.value, number)] * span
    return parts


def _advice(analysis: Analysis) -> list[list[str]]:
    """The advice of each sentence; a client's words in between carry none."""
    session = analysis.session
    given: list[list[str]] = [[] for _ in analysis.sentences]
    for stretch in analysis.advice:
        for number in range(stretch.first, stretch.end):
            turn = session.turns[analysis.sentences[number].turn]
            if session.speakers[turn.speaker].role is Role.CLIENT:
                continue
            for label in stretch.labels:
                is_new = label.sure and label.category not in given[number]
                if is_new and len(given[number]) < MAX_ADVICE:
                    given[number].append(label.category)
    return given
