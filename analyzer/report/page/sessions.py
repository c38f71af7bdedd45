"""The sessions as the page shows them: the list of all, and the words and findings of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from analyzer.records import Advice, Analysis, Exchange, Label, Quote, Role, SegmentKind
from analyzer.records.reasons import reason
from analyzer.records.times import clock
from analyzer.report import closing, people, quotes, wording
from analyzer.report.material import Material
from analyzer.report.page.records import (
    Aside,
    Given,
    Listed,
    Matter,
    Part,
    Sessions,
    Tag,
    Talk,
    Told,
    Voice,
    Written,
)
from analyzer.report.parts import Section, SessionRow
from analyzer.report.wording import UPTAKE_WORDS

# About 1,300 hours of talk, a file of 45 MB. More takes long to open; see benchmarks/page.py.
MOST_WORDS = 12_000_000

_ROLES = {Role.COACH: "coach", Role.CLIENT: "client", Role.OTHER: "", Role.UNKNOWN: ""}
Range = tuple[int, int]


def sessions(material: Material, *, most_words: int = MOST_WORDS) -> Sessions:
    """The list of all sessions; the words of the oldest are left out where they are too many."""
    whole = _whole(material, most_words)
    left_out = ""
    if len(whole) < material.n_sessions:
        kept = wording.counted(len(whole), "session")
        left_out = (
            f"The words of {kept} are on this page, the newest; those of the "
            f"{wording.number(material.n_sessions - len(whole))} others would make it too large to "
            "open. They are counted in all numbers. For their words make a page of fewer sessions "
            "with --since, --client or --session."
        )
    rows = closing.sessions(material)
    lead = "The number before each session is the one that quotations name."
    return Sessions(
        section=Section(
            anchor="sessions", heading="The sessions", lead=(lead, *people.notes(material))
        ),
        rows=tuple(Listed(row=row, is_whole=row.number in whole) for row in rows),
        left_out=left_out,
    )


def _whole(material: Material, most_words: int) -> frozenset[int]:
    table = material.tables.sessions
    newest = table.sort_values("held_on", ascending=False, na_position="last", kind="stable")
    n_words = newest["n_words"].cumsum()
    kept = newest.loc[n_words <= most_words, "session_id"]
    return frozenset(material.numbers[session_id] for session_id in kept)


def talks(material: Material, listed: Sessions) -> Iterator[Talk]:
    """The sessions whose words are on the page, one after another, as they are numbered."""
    talk = material.tables.talk
    persons = {
        (session_id, name): person
        for session_id, name, person in zip(
            talk["session_id"], talk["speaker"], talk["person"].fillna(""), strict=True
        )
    }
    rows = {one.row.number: one.row for one in listed.rows if one.is_whole}
    for session_id, number in material.numbers.items():
        if number in rows:
            yield _talk(_Source(material, material.talks[session_id], persons), rows[number])


@dataclass(frozen=True, slots=True)
class _Source:
    """A session with what is known of it beyond."""

    material: Material
    analysis: Analysis
    persons: dict[tuple[str, str], str]

    def tag(self, label: Label, names: wording.Names) -> Tag:
        why = wording.printable(reason(label))
        return Tag(name=names.shown(label.category), sure=label.sure, why=why)

    def shown(self, quote: Quote, first: int, end: int) -> Range:
        """The sentences of a quote, with the neighbours it needs to be read by itself."""
        wide = quotes.widened(self.analysis, quote, first=first, end=end)
        return quotes.sentences_in(self.analysis, wide)


def _talk(source: _Source, row: SessionRow) -> Talk:
    analysis, session = source.analysis, source.analysis.session
    return Talk(
        number=row.number,
        heading=row.title or row.file,
        date=row.date,
        file=row.file if row.title else "",
        about=_about(row),
        voices=tuple(_voices(source)),
        turns=tuple(_turns(analysis)),
        parts=tuple(
            Part(first=it.first, end=it.end, name=part_name(it.kind), matter=it.exchange)
            for it in analysis.segments
        ),
        matters=tuple(_matter(source, n, it) for n, it in enumerate(analysis.exchanges)),
        advice=tuple(_given(source, it) for it in analysis.advice),
        asides=tuple(
            Aside(
                before=it.before_turn,
                kind=f"Outside text, {it.kind.value}",
                text=wording.printable(it.text),
            )
            for it in session.outside
        ),
        chat=tuple(
            Written(
                author=wording.shortened(it.author, 40),
                time=clock(it.at_ms) or wording.shortened(it.clock or "", 20),
                text=wording.printable(it.text),
            )
            for it in session.chat
        ),
        warnings=tuple(wording.shortened(it.message, 300) for it in session.warnings),
    )


def part_name(kind: SegmentKind) -> str:
    """What a part of a session is called on the page.

    >>> part_name(SegmentKind.EXPLORATION)
    'Exploration'
    """
    return kind.value.capitalize()


def _about(row: SessionRow) -> tuple[str, ...]:
    return tuple(
        filter(
            None,
            (
                row.length,
                wording.counted(row.n_exchanges, "exchange"),
                wording.counted(row.n_advice, "stretch of advice"),
            ),
        )
    )


def _voices(source: _Source) -> Iterable[Voice]:
    session = source.analysis.session
    for speaker in session.speakers:
        person = source.persons.get((session.id, speaker.name), "")
        yield Voice(
            name=wording.shortened(speaker.name, 40),
            person=wording.shortened(person or speaker.name, 40),
            role=_ROLES[speaker.role],
            kind=speaker.role.value,
        )


def _turns(analysis: Analysis) -> Iterable[Told]:
    """The turns, each with its sentences; what stands between two goes with the one before."""
    starts: list[list[int]] = [[] for _ in analysis.session.turns]
    firsts: list[int | None] = [None] * len(starts)
    for number, sentence in enumerate(analysis.sentences):
        if firsts[sentence.turn] is None:
            firsts[sentence.turn] = number
        starts[sentence.turn].append(sentence.start)
    for turn, cuts, first in zip(analysis.session.turns, starts, firsts, strict=True):
        bounds = [0, *cuts[1:], len(turn.text)]
        yield Told(
            voice=turn.speaker,
            time=clock(turn.start_ms),
            says=tuple(wording.printable(turn.text[start:end]) for start, end in pairwise(bounds)),
            first=first,
        )


def _matter(source: _Source, number: int, exchange: Exchange) -> Matter:
    material, session = source.material, source.analysis.session
    client = wording.shortened(material.askers.get((session.id, number), ""), 40)
    asker = "" if exchange.asker is None else session.speakers[exchange.asker].name
    problem = (
        None if exchange.problem is None else source.tag(exchange.problem, material.problem_names)
    )
    quote = exchange.quote
    return Matter(
        first=exchange.first,
        end=exchange.end,
        heading=_heading(client or wording.shortened(asker, 40), number, problem),
        client=client,
        problem=problem,
        quoted=None if quote is None else source.shown(quote, exchange.first, exchange.end),
    )


def _heading(client: str, number: int, problem: Tag | None) -> str:
    """What an exchange is called: who asks, or its number, and about what."""
    who = client or f"Exchange {number + 1}"
    if problem is None:
        return who
    return f"{who}: {problem.name if problem.sure else f'possibly {problem.name}'}"


def _given(source: _Source, advice: Advice) -> Given:
    uptake = advice.uptake
    answer = None if uptake is None else uptake.quote
    return Given(
        first=advice.first,
        end=advice.end,
        quoted=source.shown(advice.quote, advice.first, advice.end),
        types=tuple(source.tag(label, source.material.advice_names) for label in advice.labels),
        matter=advice.exchange,
        script=advice.script,
        uptake="" if uptake is None else UPTAKE_WORDS[uptake.kind],
        answered=None if answer is None else quotes.sentences_in(source.analysis, answer),
    )
