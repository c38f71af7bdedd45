"""Corrections taken off an analysis and put onto a newer one, each in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analyzer.corrections.applying import corrected
from analyzer.corrections.places import Places, Span
from analyzer.corrections.records import Correction, SetName, SetRole, ShapeAdvice, SplitAdvice
from analyzer.corrections.undoing import Before, before_of, undone
from analyzer.errors import CorrectionError
from analyzer.records import Analysis


def unwound(analysis: Analysis, befores: Sequence[Before | None]) -> Analysis:
    """The analysis as it was before all of these, which were made in this order.

    None stands for a correction that had no place and changed nothing.
    """
    for before in reversed(befores):
        if before is not None:
            analysis = undone(analysis, before)
    return analysis


def replayed(
    analysis: Analysis, made: Iterable[tuple[Correction | None, str]]
) -> tuple[Analysis, tuple[Before | None, ...]]:
    """The analysis with all of these, each with who made it, and what stood before each.

    One that has no place in it changes nothing, and None stands for what was before.
    """
    befores: list[Before | None] = []
    for correction, by in made:
        try:
            after = None if correction is None else corrected(analysis, correction, by=by)
        except CorrectionError:
            after = None
        befores.append(None if after is None else before_of(analysis, after))
        analysis = after or analysis
    return analysis, tuple(befores)


def readdressed(correction: Correction, *, here: Places, there: Places) -> Correction | None:
    """The correction at the same sentences of a talk whose words have other lengths.

    None where it holds no sentence.
    """
    if isinstance(correction, SetRole | SetName):
        return correction

    def moved(span: Span) -> Span | None:
        inside = here.inside(span)
        return None if inside is None else there.between(*inside)

    place = moved((correction.start, correction.end))
    if place is None:
        return None
    told = replace(correction, start=place[0], end=place[1])
    if isinstance(told, ShapeAdvice):
        new = moved((told.to_start, told.to_end))
        return None if new is None else replace(told, to_start=new[0], to_end=new[1])
    if isinstance(told, SplitAdvice):
        rest = moved((told.at, max(told.at + 1, correction.end)))
        return None if rest is None else replace(told, at=rest[0])
    return told
