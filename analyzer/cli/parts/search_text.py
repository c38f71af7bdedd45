"""What a search found, for a terminal: each hit with its words, who says them, what is around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from analyzer.archive.search_advice import AdviceGroup, Advised, GivenAdvice
from analyzer.archive.search_hits import Hit, Origin, Said
from analyzer.cli.parts.text import counted, plain, shortened, wrapped
from analyzer.records import Label, UptakeKind

LONGEST_BESIDE = 90
SHOWN_OF_A_TYPE = 5
_ANSWERS = {
    UptakeKind.COMMITMENT: "commits",
    UptakeKind.OBJECTION: "objects",
    UptakeKind.GAP: "admits a gap",
    UptakeKind.ACKNOWLEDGEMENT: "nods",
}


def hits_text(hits: Sequence[Hit]) -> list[str]:
    """The hits numbered, each with the sentences before and after it, shortened."""
    lines: list[str] = []
    for number, hit in enumerate(hits, start=1):
        lead = f"{number:>2}  "
        indent = " " * len(lead)
        if lines:
            lines.append("")
        lines += wrapped(_where(hit.session, hit.said), first=lead)
        lines += _beside(hit.before, hit.said, indent=indent)
        lines += wrapped(hit.said.text, first=f"{indent}> ")
        lines += _beside(hit.after, hit.said, indent=indent)
        if facts := _facts(hit):
            lines += wrapped(" · ".join(facts), first=indent)
    return lines


def advised_text(found: Advised) -> list[str]:
    """The matters that are like the question, then the advice they got, by type."""
    if not found.groups:
        return []
    n_advice = sum(len(group.advice) for group in found.groups)
    sessions = {matter.session.id for matter in found.matters}
    where = f"{counted(len(found.matters), 'exchange')} of {counted(len(sessions), 'session')}"
    lines = [
        f"Advised in {where} about something like it ({counted(n_advice, 'stretch')})",
        "",
        "What was brought",
    ]
    for number, matter in enumerate(found.matters, start=1):
        lead = f"  {number:>2}  "
        label = f" · {_label(matter.problem)}" if matter.problem else ""
        lines += wrapped(f"{_where(matter.session, matter.said)}{label}", first=lead)
        lines += wrapped(matter.said.text, first=f"{' ' * len(lead)}> ")
    for group in found.groups:
        lines += ["", *_group(group)]
    return lines


def as_json_lines(found: Sequence[Hit | Advised]) -> Iterator[str]:
    """One line of JSON for each record."""
    from pydantic import TypeAdapter

    for record in found:
        adapter: TypeAdapter[Any] = TypeAdapter(type(record))
        yield adapter.dump_json(record).decode("utf-8")


def _group(group: AdviceGroup) -> list[str]:
    name = plain(group.category) if group.category else "Of no type"
    n_exchanges = counted(group.n_exchanges, "exchange")
    lines = [f"{name}: {counted(len(group.advice), 'stretch')} in {n_exchanges}"]
    for given in group.advice[:SHOWN_OF_A_TYPE]:
        lines += _given(given)
    n_more = len(group.advice) - SHOWN_OF_A_TYPE
    if n_more > 0:
        lines.append(f"    and {n_more:,} more; --json gives all")
    return lines


def _given(given: GivenAdvice) -> list[str]:
    said = given.script or given.said
    facts = [_where(given.session, said), f"on {given.exchange + 1}"]
    if given.script is not None:
        facts.append("words to say")
    if given.label is not None and not given.label.sure:
        facts.append("possibly")
    lines = [*wrapped(said.text, first="  > "), *wrapped(" · ".join(facts), first="    ")]
    if given.answer is not None and given.uptake in _ANSWERS:
        answer = f"{given.answer.speaker} {_ANSWERS[given.uptake]}:"
        lines += wrapped(answer, first="    ")
        lines += wrapped(given.answer.text, first="    > ")
    return lines


def _where(session: Origin, said: Said) -> str:
    facts = [f"{said.speaker} ({said.role.value})"]
    facts.append(session.title or PurePath(session.path).name)
    facts.append(session.held_on.isoformat() if session.held_on else "no date")
    time = "" if said.start_ms is None else f" at {_clock(said.start_ms)}"
    return " · ".join([*facts, f"{session.id} turn {said.quote.turn + 1}{time}"])


def _beside(said: Said | None, hit: Said, *, indent: str) -> list[str]:
    """A sentence before or after a hit; the name only where somebody else says it."""
    if said is None:
        return []
    name = "" if said.quote.turn == hit.quote.turn else f"{said.speaker}: "
    return [f"{indent}  {shortened(f'{name}{said.text}', LONGEST_BESIDE)}"]


def _facts(hit: Hit) -> list[str]:
    facts = []
    if hit.advice:
        facts.append(f"advice: {', '.join(map(_label, hit.advice))}")
    if hit.is_script:
        facts.append("words to say")
    if hit.problem is not None:
        facts.append(f"problem: {_label(hit.problem)}")
    if hit.words:
        facts.append(f"words: {', '.join(hit.words)}")
    if hit.likeness is not None:
        facts.append(f"likeness {hit.likeness:.2f}")
    if hit.also_in:
        facts.append(f"the same words in {counted(len(hit.also_in), 'session')} more")
    return facts


def _label(label: Label) -> str:
    return f"{'' if label.sure else 'possibly '}{plain(label.category)}"


def _clock(ms: int) -> str:
    """A time in a talk.

    >>> _clock(3_725_000)
    '1:02:05'
    """
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
