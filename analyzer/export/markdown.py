"""Sessions as Markdown: what was asked and advised, with the words, and the transcript below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from analyzer.export.choosing import Material
from analyzer.export.labelled import session_name
from analyzer.export.placing import write_text
from analyzer.records import Advice, Analysis, Label, Pack, Quote, Role, UptakeKind
from analyzer.records.times import clock

SUFFIX: Final = ".md"
_SIGN = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_AT_LINE_START = re.compile(r"(?m)^([ \t]*)(?:(\d+)([.)])|([-+=:]))")


def write(material: Material, place: Path) -> None:
    """A page, or a folder with one for each session."""
    if place.suffix.lower() == SUFFIX:
        write_text(place, page_of(next(material.analyses()), pack=material.pack))
        return
    place.mkdir()
    taken: set[str] = set()
    for analysis in material.analyses():
        name = session_name(analysis, taken)
        write_text(place / f"{name}{SUFFIX}", page_of(analysis, pack=material.pack))


def page_of(analysis: Analysis, *, pack: Pack) -> str:
    """One session as a page."""
    return "\n".join((*_head(analysis), *_findings(analysis, pack), *_transcript(analysis)))


def plain(text: str) -> str:
    r"""A text whose signs mean nothing in Markdown, line by line as it was.

    >>> print(plain("2. *So* what?"))
    2\. \*So\* what?
    """
    return _AT_LINE_START.sub(_escaped, _SIGN.sub(r"\\\1", text))


def _escaped(match: re.Match[str]) -> str:
    if match[2]:
        return f"{match[1]}{match[2]}\\{match[3]}"
    return f"{match[1]}\\{match[4]}"


def _head(analysis: Analysis) -> Iterator[str]:
    session = analysis.session
    yield f"# {_one_line(session.title or Path(session.source.path).name)}\n"
    if session.held_on is not None:
        yield f"- Date: {session.held_on.isoformat()}"
    for role, word in ((Role.COACH, "Coach"), (Role.CLIENT, "Client")):
        names = [_one_line(it.name) for it in session.speakers if it.role is role]
        if names:
            yield f"- {word}: {', '.join(names)}"
    yield f"- Session: {session.id}"
    yield f"- Found with: {_one_line(analysis.made_with.pack)}\n"


def _findings(analysis: Analysis, pack: Pack) -> Iterator[str]:
    alone: list[Advice] = [it for it in analysis.advice if it.exchange is None]
    for number, exchange in enumerate(analysis.exchanges):
        asker = analysis.session.speakers[exchange.asker].name if exchange.asker is not None else ""
        asked = f", {_one_line(asker)}" if asker else ""
        problem = _named([exchange.problem] if exchange.problem else [], pack)
        yield f"## Exchange {number + 1}{asked}: {problem or 'no problem named'}\n"
        if exchange.quote is not None:
            yield from _quoted(analysis, exchange.quote)
        for advice in analysis.advice:
            if advice.exchange == number:
                yield from _advice(analysis, advice, pack)
    if alone:
        yield "## Advice that answers nobody\n"
        for advice in alone:
            yield from _advice(analysis, advice, pack)


def _advice(analysis: Analysis, advice: Advice, pack: Pack) -> Iterator[str]:
    yield f"**Advice: {_named(advice.labels, pack) or 'no type named'}**\n"
    yield from _quoted(analysis, advice.quote)
    uptake = advice.uptake
    if uptake is not None and uptake.kind is not UptakeKind.NONE and uptake.quote is not None:
        yield f"Answered with: {uptake.kind.value}\n"
        yield from _quoted(analysis, uptake.quote)


def _named(labels: tuple[Label, ...] | list[Label], pack: Pack) -> str:
    return ", ".join(
        _one_line(pack.category(it.category).name) + ("" if it.sure else " (only possible)")
        for it in labels
    )


def _quoted(analysis: Analysis, quote: Quote) -> Iterator[str]:
    turn = analysis.session.turns[quote.turn]
    time = clock(turn.start_ms)
    place = f", {time}" if time else f", turn {quote.turn + 1}"
    for line in plain(analysis.text_of(quote)).split("\n"):
        yield f"> {line}".rstrip()
    yield ">"
    yield f"> — {_one_line(analysis.session.speakers[turn.speaker].name)}{place}\n"


def _transcript(analysis: Analysis) -> Iterator[str]:
    session = analysis.session
    yield "## Transcript\n"
    for turn in session.turns:
        time = clock(turn.start_ms)
        name = _one_line(session.speakers[turn.speaker].name)
        yield f"**{name}**{f' ({time})' if time else ''}: {plain(turn.text)}\n"


def _one_line(text: str) -> str:
    return plain(" ".join(text.split()))
