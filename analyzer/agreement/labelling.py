"""Labelled files and analyses as what a rater says, in one form for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from analyzer.agreement.records import Labelling, Matter, Stretch
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.stretches import ASIDES, BRIDGE
from analyzer.records import Advice, Analysis, Label, Quote, Role

PERSON = "person:"


def labelling_of(labelled: LabelledSession) -> Labelling:
    """What people labelled in a file.

    Stretches of advice are formed as in an analysis: up to two sentences of others in between, or
    one of the same speaker, end none.
    """
    sentences = labelled.sentences
    problems = dict(labelled.problems)
    kinds = [(one.segment.value, one.exchange) for one in sentences]
    return Labelling(
        session=labelled.session,
        pack=labelled.pack,
        sentences=tuple(Quote(turn=it.turn, start=it.start, end=it.end) for it in sentences),
        moves=tuple(one.move.value for one in sentences),
        segments=tuple(one.segment.value for one in sentences),
        advice=tuple(frozenset(one.advice) for one in sentences),
        roles=tuple(role.value for role in labelled.roles),
        matters=tuple(
            Matter(
                sentences=tuple(n for n, it in enumerate(sentences) if it.exchange == number),
                problem=problems[number],
            )
            for number in labelled.exchanges
        ),
        parts=tuple(
            Stretch(first=inside[0], end=inside[-1] + 1, label=kinds[inside[0]][0])
            for _, group in groupby(range(len(kinds)), kinds.__getitem__)
            for inside in [list(group)]
        ),
        stretches=tuple(_stretches(labelled)),
    )


def labelling_by_model(analysis: Analysis) -> Labelling:
    """What an analysis says, whoever gave its labels.

    Labels that are only possible do not count, and a role that is not known was not given. A
    client's words in a stretch of advice are no advice.
    """
    return Labelling(
        session=analysis.session,
        pack=_pack(analysis),
        sentences=_quotes(analysis),
        moves=tuple(None if it.move is None else it.move.value for it in analysis.sentences),
        segments=tuple(_segments(analysis)),
        advice=tuple(map(frozenset, _advice(analysis, [_sure(it) for it in analysis.advice]))),
        roles=_roles(analysis),
        matters=tuple(
            Matter(
                sentences=tuple(range(it.first, it.end)),
                problem=it.problem.category if it.problem and it.problem.sure else None,
            )
            for it in analysis.exchanges
        ),
        parts=tuple(
            Stretch(first=it.first, end=it.end, label=it.kind.value) for it in analysis.segments
        ),
        stretches=tuple(
            Stretch(first=it.first, end=it.end, label=category)
            for it in analysis.advice
            for category in _sure(it)
        ),
    )


def people_in(analysis: Analysis) -> tuple[str, ...]:
    """The names of those who gave a label in an analysis, in alphabetical order."""
    labels = [label for advice in analysis.advice for label in advice.labels]
    labels += [it.problem for it in analysis.exchanges if it.problem is not None]
    given = {label.source.removeprefix(PERSON) for label in labels if _is_by_person(label)}
    return tuple(sorted(given))


def labelling_by(person: str, analysis: Analysis) -> Labelling:
    """What one person decided in an analysis: problems and advice where a label is theirs.

    All other labels were not given by them. An advice label counts for the stretch it stands at.
    """
    by = f"{PERSON}{person}"
    of_advice = [
        frozenset(label.category for label in it.labels if label.source == by)
        for it in analysis.advice
    ]
    looked_at = [
        number
        for it, categories in zip(analysis.advice, of_advice, strict=True)
        if categories
        for number in range(it.first, it.end)
    ]
    decided = _advice(analysis, of_advice)
    nothing: tuple[None, ...] = (None,) * len(analysis.sentences)
    advice: list[frozenset[str] | None] = list(nothing)
    for number in looked_at:
        advice[number] = frozenset(decided[number])
    return Labelling(
        session=analysis.session,
        pack=_pack(analysis),
        sentences=_quotes(analysis),
        moves=nothing,
        segments=nothing,
        advice=tuple(advice),
        roles=(None,) * len(analysis.session.speakers),
        matters=tuple(
            Matter(sentences=tuple(range(it.first, it.end)), problem=it.problem.category)
            for it in analysis.exchanges
            if it.problem is not None and it.problem.source == by
        ),
    )


def _stretches(labelled: LabelledSession) -> Iterator[Stretch]:
    sentences = labelled.sentences
    for label in sorted({it for one in sentences for it in one.advice}):
        first = end = asides = 0
        for number, one in enumerate(sentences):
            is_open = end > 0 and one.exchange == sentences[end - 1].exchange
            if label in one.advice:
                if is_open and number - end <= BRIDGE and asides <= ASIDES:
                    end = number + 1
                else:
                    if end:
                        yield Stretch(first=first, end=end, label=label)
                    first, end = number, number + 1
                asides = 0
            elif one.advice:
                asides = ASIDES + 1
            elif labelled.roles[one.speaker] is not Role.CLIENT:
                asides += 1
        if end:
            yield Stretch(first=first, end=end, label=label)


def _pack(analysis: Analysis) -> str:
    """The name of the pack, without its version."""
    return analysis.made_with.pack.partition(" ")[0]


def _quotes(analysis: Analysis) -> tuple[Quote, ...]:
    return tuple(Quote(turn=it.turn, start=it.start, end=it.end) for it in analysis.sentences)


def _segments(analysis: Analysis) -> list[str | None]:
    kinds: list[str | None] = [None] * len(analysis.sentences)
    for it in analysis.segments:
        kinds[it.first : it.end] = [it.kind.value] * (it.end - it.first)
    return kinds


def _advice(analysis: Analysis, of_advice: Sequence[frozenset[str]]) -> list[set[str]]:
    """The advice of each sentence; a client's words in between carry none."""
    speakers, turns = analysis.session.speakers, analysis.session.turns
    given: list[set[str]] = [set() for _ in analysis.sentences]
    for it, categories in zip(analysis.advice, of_advice, strict=True):
        for number in range(it.first, it.end):
            speaker = speakers[turns[analysis.sentences[number].turn].speaker]
            if speaker.role is not Role.CLIENT:
                given[number] |= categories
    return given


def _roles(analysis: Analysis) -> tuple[str | None, ...]:
    roles = (speaker.role for speaker in analysis.session.speakers)
    return tuple(None if role is Role.UNKNOWN else role.value for role in roles)


def _sure(advice: Advice) -> frozenset[str]:
    return frozenset(label.category for label in advice.labels if label.sure)


def _is_by_person(label: Label) -> bool:
    return label.source.startswith(PERSON)
