"""A correction put into an analysis: a new analysis, and the old one left as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from analyzer.corrections.places import Places, Span, shared
from analyzer.corrections.records import (
    AtWords,
    Correction,
    LabelAdvice,
    MergeAdvice,
    RejectAdvice,
    SetMove,
    SetName,
    SetProblem,
    SetRole,
    SetSegment,
    ShapeAdvice,
    SplitAdvice,
    label_by,
)
from analyzer.corrections.stretches import (
    carved,
    longest_quote,
    merged,
    put_in_order,
    reshaped,
    stretch,
)
from analyzer.errors import CorrectionError
from analyzer.records import Advice, Analysis, Exchange, Segment, SegmentKind, Speaker
from analyzer.records.findings import MAX_LABELS

SETTLED = 1.0
LONGEST_NAME: Final = 80


def corrected(analysis: Analysis, correction: Correction, *, by: str) -> Analysis:
    """The analysis as a person corrected it.

    What stands in the way of a person's stretch of advice gives way to it: it is cut down, or goes.
    Raises CorrectionError where the correction has no place: its words, its finding or its speaker
    are not there, or it would leave nothing to change.
    """
    if isinstance(correction, SetRole | SetName):
        return _with_speaker(analysis, correction)
    words = (correction.start, correction.end)
    inside = Places(analysis).inside(words)
    if inside is None or correction.start >= correction.end:
        raise CorrectionError(f"characters {words[0]} to {words[1]} hold no sentence of this talk.")
    return _at_words(analysis, correction, inside=inside, by=by)


def _at_words(analysis: Analysis, correction: AtWords, *, inside: Span, by: str) -> Analysis:
    match correction:
        case LabelAdvice():
            after = _labelled(analysis, correction, inside=inside, by=by)
        case RejectAdvice():
            after = replace(analysis, advice=carved(analysis, analysis.advice, inside))
        case ShapeAdvice():
            after = _shaped(analysis, correction)
        case SplitAdvice():
            after = _split(analysis, correction)
        case MergeAdvice():
            after = _merged(analysis, inside=inside)
        case SetProblem():
            after = _with_problem(analysis, correction, by=by)
        case SetMove():
            after = _with_move(analysis, correction, inside=inside)
        case SetSegment():
            after = _with_segment(analysis, correction, inside=inside)
    return after


def _labelled(analysis: Analysis, correction: LabelAdvice, *, inside: Span, by: str) -> Analysis:
    categories = tuple(dict.fromkeys(correction.categories))
    if len(categories) > MAX_LABELS:
        what = f"an advice has at most {MAX_LABELS} categories, not {len(categories)}."
        raise CorrectionError(what)
    labels = tuple(label_by(by, it) for it in categories)
    number = _alike((correction.start, correction.end), analysis.advice, Places(analysis))
    others = analysis.advice
    new = stretch(analysis, *inside, labels=labels)
    if number is not None:
        new = replace(reshaped(analysis, others[number], *inside), labels=labels)
        others = (*others[:number], *others[number + 1 :])
    return replace(analysis, advice=put_in_order((*carved(analysis, others, inside), new)))


def _shaped(analysis: Analysis, correction: ShapeAdvice) -> Analysis:
    number = _found((correction.start, correction.end), analysis)
    inside = Places(analysis).inside((correction.to_start, correction.to_end))
    if inside is None:
        raise CorrectionError("an advice needs a sentence at least.", hint="Reject it instead.")
    it = analysis.advice[number]
    others = (*analysis.advice[:number], *analysis.advice[number + 1 :])
    new = reshaped(analysis, it, *inside)
    return replace(analysis, advice=put_in_order((*carved(analysis, others, inside), new)))


def _split(analysis: Analysis, correction: SplitAdvice) -> Analysis:
    number = _found((correction.start, correction.end), analysis)
    it = analysis.advice[number]
    places = Places(analysis)
    after = [n for n in range(it.first, it.end) if places.between(n, n + 1)[0] >= correction.at]
    if not after or after[0] == it.first:
        what = "an advice is split before one of its sentences, the first aside."
        raise CorrectionError(what, hint="Choose the sentence that the second one begins with.")
    # What the client did stands behind both, and belongs to what was said last.
    one = replace(reshaped(analysis, it, it.first, after[0]), uptake=None)
    other = reshaped(analysis, it, after[0], it.end)
    others = (*analysis.advice[:number], *analysis.advice[number + 1 :])
    return replace(analysis, advice=put_in_order((*others, one, other)))


def _merged(analysis: Analysis, *, inside: Span) -> Analysis:
    those = [it for it in analysis.advice if it.first < inside[1] and inside[0] < it.end]
    if len(those) < 2:
        raise CorrectionError("there are no two advice here that could become one.")
    one = merged(analysis, those)
    others = carved(analysis, [it for it in analysis.advice if it not in those], inside)
    return replace(analysis, advice=put_in_order((*others, one)))


def _with_problem(analysis: Analysis, correction: SetProblem, *, by: str) -> Analysis:
    number = _nearest((correction.start, correction.end), analysis.exchanges, Places(analysis))
    if number is None:
        raise CorrectionError("no exchange stands here, so nobody brings a problem.")
    found = list(analysis.exchanges)
    it = found[number]
    if correction.category is None:
        found[number] = replace(it, problem=None, quote=None)
    else:
        quote = it.quote or longest_quote(analysis, it.first, it.end, speaker=it.asker)
        label = label_by(by, correction.category)
        found[number] = replace(it, problem=label, quote=quote)
    return replace(analysis, exchanges=tuple(found))


def _with_move(analysis: Analysis, correction: SetMove, *, inside: Span) -> Analysis:
    first, end = inside
    told = (
        replace(it, move=correction.move, score=SETTLED) for it in analysis.sentences[first:end]
    )
    sentences = (*analysis.sentences[:first], *told, *analysis.sentences[end:])
    return replace(analysis, sentences=sentences)


def _with_segment(analysis: Analysis, correction: SetSegment, *, inside: Span) -> Analysis:
    first, end = inside
    if not all(_is_covered(analysis.segments, n) for n in range(first, end)):
        raise CorrectionError("these sentences belong to no part of the session yet.")
    parts: list[Segment] = []
    for it in analysis.segments:
        middle = (max(it.first, first), min(it.end, end))
        pieces = [
            (it.first, min(it.end, first), it.kind),
            (*middle, correction.segment),
            (max(it.first, end), it.end, it.kind),
        ]
        if middle[0] >= middle[1]:
            pieces = [(it.first, it.end, it.kind)]
        for start, stop, kind in pieces:
            if start < stop:
                _append(parts, replace(it, first=start, end=stop, kind=kind), near=inside)
    return replace(analysis, segments=tuple(parts))


def _append(parts: list[Segment], part: Segment, *, near: Span) -> None:
    """Joins parts that have become one; those elsewhere stay as they are."""
    last = parts[-1] if parts else None
    touches = near[0] <= part.first <= near[1]
    if last is None or not touches or last.end != part.first or _kind(last) != _kind(part):
        parts.append(part)
    else:
        parts[-1] = replace(last, end=part.end)


def _kind(segment: Segment) -> tuple[SegmentKind, int | None]:
    return segment.kind, segment.exchange


def _is_covered(segments: Sequence[Segment], sentence: int) -> bool:
    return any(it.first <= sentence < it.end for it in segments)


def _with_speaker(analysis: Analysis, correction: SetRole | SetName) -> Analysis:
    speakers = list(analysis.session.speakers)
    if not 0 <= correction.speaker < len(speakers):
        what = f"there is no speaker {correction.speaker} among {len(speakers)}."
        raise CorrectionError(what)
    it = speakers[correction.speaker]
    if isinstance(correction, SetRole):
        speakers[correction.speaker] = replace(it, role=correction.role, score=SETTLED)
    else:
        speakers[correction.speaker] = _named(it, correction.name)
    session = replace(analysis.session, speakers=tuple(speakers))
    return replace(analysis, session=session)


def _named(speaker: Speaker, name: str) -> Speaker:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        hint = f"Write one of at most {LONGEST_NAME} characters, without signs that do not print."
        raise CorrectionError(f"{name[:LONGEST_NAME]!r} is no name of a speaker.", hint=hint)
    label = speaker.label or speaker.name
    return replace(speaker, name=name, label=None if label == name else label, proposal=None)


def _found(span: Span, analysis: Analysis) -> int:
    number = _nearest(span, analysis.advice, Places(analysis))
    if number is None:
        raise CorrectionError("no advice stands here.")
    return number


def _alike(span: Span, findings: Sequence[Advice], places: Places) -> int | None:
    """The finding that has half of the longer of the two spans at least in common with it."""
    number = _nearest(span, findings, places)
    if number is None:
        return None
    other = places.span(findings[number])
    longer = max(span[1] - span[0], other[1] - other[0])
    return number if 2 * shared(span, other) >= longer else None


def _nearest(
    span: Span, findings: Sequence[Advice] | Sequence[Exchange], places: Places
) -> int | None:
    """The finding that shares most characters with the span, the first of equals; None for none."""
    common = [shared(span, places.span(it)) for it in findings]
    best = max(range(len(findings)), key=lambda n: (common[n], -n), default=None)
    return None if best is None or common[best] <= 0 else best
