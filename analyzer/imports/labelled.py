"""Labelled sessions as analyses: every label is a person's, and nothing is guessed beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from analyzer.classify.labelled import NOBODY, LabelledSession
from analyzer.classify.stretches import BRIDGE
from analyzer.errors import LabelError, did_you_mean
from analyzer.export.choosing import BY_HAND
from analyzer.export.labelled import KEPT_HEADERS
from analyzer.read.turns import session_id
from analyzer.records import (
    Advice,
    Analysis,
    Exchange,
    Label,
    MadeWith,
    Move,
    Outside,
    Pack,
    Quote,
    Role,
    Segment,
    SegmentKind,
    Sentence,
    Session,
)
from analyzer.tag.uptake import tag_uptake
from analyzer.version import __version__

UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Sentences ``[first, end)`` in which nobody else's exchange comes up."""

    first: int
    end: int
    n: int


def analysis_of(labelled: LabelledSession, *, pack: Pack, by: str = UNNAMED) -> Analysis:
    """A labelled session as an analysis, with ``person:<by>`` as the source of its labels.

    A stretch of advice are sentences with the same labels, over up to two of a client's in between.
    Its quote is the first directive in it, else its longest sentence; uptake is told from the
    moves. Of an exchange whose sentences stand apart the range is its longest run that keeps the
    exchanges in order, while its parts name it everywhere. Headers that an analysis has no place
    for are kept as text that nobody speaks.

    A problem ``-`` is one that nobody named. Raises LabelError where a label is none of the pack's,
    and where exchanges are not numbered in the order in which they come.
    """
    _check_categories(labelled, pack)
    session = _session(labelled)
    sentences = tuple(
        Sentence(turn=it.turn, start=it.start, end=it.end, move=it.move, score=None)
        for it in labelled.sentences
    )
    source = f"person:{by}"
    exchanges = tuple(_exchanges(labelled, source))
    advice = tuple(_advice(labelled, source))
    return Analysis(
        session=session,
        sentences=sentences,
        exchanges=exchanges,
        segments=tuple(_segments(labelled)),
        advice=tag_uptake(advice, sentences, session=session, exchanges=exchanges),
        made_with=MadeWith(analyzer=__version__, pack=pack.label, models=BY_HAND),
    )


def _check_categories(labelled: LabelledSession, pack: Pack) -> None:
    advice = {it.id for it in pack.advice}
    problems = {it.id for it in pack.problem} | {NOBODY}
    wrong = [
        (kind, used, known)
        for kind, known, all_used in (
            ("advice", advice, [it for one in labelled.sentences for it in one.advice]),
            ("problem", problems, [problem for _, problem in labelled.problems]),
        )
        for used in all_used
        if used not in known
    ]
    if wrong:
        kind, used, known = wrong[0]
        near = did_you_mean(used, sorted(known))
        hint = f"{near} Categories of the pack: {', '.join(sorted(known - {NOBODY}))}.".strip()
        what = f"{kind} {used!r} is none of the pack {pack.label!r}."
        raise LabelError(what, path=labelled.session.source.path, hint=hint)


def _session(labelled: LabelledSession) -> Session:
    session = labelled.session
    speakers = tuple(
        replace(speaker, role=role, score=None)
        for speaker, role in zip(session.speakers, labelled.roles, strict=True)
    )
    names = [speakers[turn.speaker].name for turn in session.turns]
    return replace(
        session,
        id=session_id(names, [turn.text for turn in session.turns]),
        speakers=speakers,
        outside=(*_kept_headers(labelled), *session.outside),
    )


def _kept_headers(labelled: LabelledSession) -> Iterator[Outside]:
    told = {
        "form": labelled.form,
        "coach": labelled.coach,
        "clients": ", ".join(labelled.clients),
        "channel": labelled.channel,
    }
    for key in KEPT_HEADERS:
        value = told[key]
        if value is not None:
            text = f"#{key}: {value}".strip()
            yield Outside(before_turn=0, kind=SegmentKind.FRONT, text=text)


def _segments(labelled: LabelledSession) -> Iterator[Segment]:
    parts = [(it.segment, it.exchange) for it in labelled.sentences]
    for (kind, exchange), group in groupby(range(len(parts)), parts.__getitem__):
        inside = list(group)
        yield Segment(
            first=inside[0],
            end=inside[-1] + 1,
            kind=kind,
            exchange=exchange - 1 if exchange else None,
        )


def _exchanges(labelled: LabelledSession, source: str) -> Iterator[Exchange]:
    problems = dict(labelled.problems)
    numbers = sorted(problems)
    if numbers != list(range(1, len(numbers) + 1)) or set(labelled.exchanges) != set(numbers):
        raise _not_in_order(labelled, f"exchanges are numbered {', '.join(map(str, numbers))}")
    runs = _best_runs([_runs(labelled, number) for number in numbers])
    if runs is None:
        raise _not_in_order(labelled, "an exchange comes before one with a lower number")
    for number, run in zip(numbers, runs, strict=True):
        category = problems[number]
        label = Label(category=category, score=1.0, source=source)
        asker, quote = _asker(labelled, number)
        is_said = category != NOBODY
        yield Exchange(
            first=run.first,
            end=run.end,
            asker=asker,
            problem=label if is_said else None,
            quote=quote if is_said else None,
        )


def _not_in_order(labelled: LabelledSession, what: str) -> LabelError:
    hint = "Number them 1, 2, 3 in the order in which they begin, each with a header '#problem N:'."
    return LabelError(f"{what}.", path=labelled.session.source.path, hint=hint)


def _runs(labelled: LabelledSession, number: int) -> list[_Run]:
    """The runs of an exchange; what belongs to nobody in between does not end one."""
    runs: list[_Run] = []
    is_open = False
    for place, sentence in enumerate(labelled.sentences):
        if sentence.exchange == number:
            before = runs.pop() if is_open else _Run(first=place, end=place, n=0)
            runs.append(_Run(first=before.first, end=place + 1, n=before.n + 1))
            is_open = True
        elif sentence.exchange:
            is_open = False
    return runs


def _best_runs(runs: Sequence[Sequence[_Run]]) -> tuple[_Run, ...] | None:
    """One run of each exchange, in order, that together hold most sentences."""

    @cache
    def best(number: int, after: int) -> tuple[int, tuple[_Run, ...]] | None:
        if number == len(runs):
            return 0, ()
        found = [
            (run.n + rest[0], (run, *rest[1]))
            for run in runs[number]
            if run.first >= after and (rest := best(number + 1, run.end)) is not None
        ]
        return max(found, key=lambda it: it[0], default=None)

    chosen = best(0, 0)
    return None if chosen is None else chosen[1]


def _asker(labelled: LabelledSession, number: int) -> tuple[int | None, Quote | None]:
    """The client who says most in an exchange, and what they say of their case at most length."""
    spoken = [
        it
        for it in labelled.sentences
        if it.exchange == number and labelled.roles[it.speaker] is Role.CLIENT
    ]
    if not spoken:
        return None, None
    said: dict[int, int] = {}
    for it in spoken:
        said[it.speaker] = said.get(it.speaker, 0) + it.end - it.start
    asker = max(said, key=said.__getitem__)
    telling = [it for it in spoken if it.speaker == asker]
    shown = max(telling, key=lambda it: (it.move is Move.SITUATION, it.end - it.start))
    return asker, Quote(turn=shown.turn, start=shown.start, end=shown.end)


def _advice(labelled: LabelledSession, source: str) -> Iterator[Advice]:
    sentences, place = labelled.sentences, 0
    while place < len(sentences):
        if not sentences[place].advice:
            place += 1
            continue
        end = _end_of_stretch(labelled, place)
        inside = [it for it in sentences[place:end] if it.advice]
        shown = next(
            (it for it in inside if it.move is Move.DIRECTIVE),
            max(inside, key=lambda it: it.end - it.start),
        )
        exchange = sentences[place].exchange
        yield Advice(
            first=place,
            end=end,
            exchange=exchange - 1 if exchange else None,
            labels=tuple(Label(category=it, score=1.0, source=source) for it in inside[0].advice),
            quote=Quote(turn=shown.turn, start=shown.start, end=shown.end),
            script=any(it.move is Move.SCRIPT for it in inside),
        )
        place = end


def _end_of_stretch(labelled: LabelledSession, first: int) -> int:
    """Where the sentences with the same labels end, a client's few words in between left aside."""
    sentences, begun = labelled.sentences, labelled.sentences[first]
    end = ahead = first + 1
    while ahead < len(sentences) and ahead - end <= BRIDGE:
        one = sentences[ahead]
        if one.exchange != begun.exchange:
            break
        if one.advice == begun.advice:
            end = ahead + 1
        elif one.advice or labelled.roles[one.speaker] is not Role.CLIENT:
            break
        ahead += 1
    return end
