"""What a correction changed, kept so that taking it back gives the very analysis of before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, TypeAlias, TypeVar

from analyzer.records import Advice, Analysis, Exchange, Segment, Sentence, Speaker
from analyzer.records.session import STRICT

if TYPE_CHECKING:
    from pydantic import ConfigDict

T = TypeVar("T")
# At this place so many stand now, and these stood before.
Cut: TypeAlias = tuple[int, int, tuple[T, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What stood in the places of an analysis that were changed; None where nothing was."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    speakers: Cut[Speaker] | None = None
    sentences: Cut[Sentence] | None = None
    exchanges: Cut[Exchange] | None = None
    segments: Cut[Segment] | None = None
    advice: Cut[Advice] | None = None


def before_of(before: Analysis, after: Analysis) -> Before:
    """What ``undone`` needs to make ``before`` of ``after`` again."""
    return Before(
        speakers=_cut(before.session.speakers, after.session.speakers),
        sentences=_cut(before.sentences, after.sentences),
        exchanges=_cut(before.exchanges, after.exchanges),
        segments=_cut(before.segments, after.segments),
        advice=_cut(before.advice, after.advice),
    )


def undone(analysis: Analysis, before: Before) -> Analysis:
    """The analysis with what stood there before."""
    session = replace(
        analysis.session, speakers=_put_back(analysis.session.speakers, before.speakers)
    )
    return replace(
        analysis,
        session=session,
        sentences=_put_back(analysis.sentences, before.sentences),
        exchanges=_put_back(analysis.exchanges, before.exchanges),
        segments=_put_back(analysis.segments, before.segments),
        advice=_put_back(analysis.advice, before.advice),
    )


def _cut(before: Sequence[T], after: Sequence[T]) -> Cut[T] | None:
    if before == after:
        return None
    shorter = min(len(before), len(after))
    first = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    left = shorter - first
    last = next((n for n in range(left) if before[-1 - n] != after[-1 - n]), left)
    return first, len(after) - last - first, tuple(before[first : len(before) - last])


def _put_back(items: tuple[T, ...], cut: Cut[T] | None) -> tuple[T, ...]:
    if cut is None:
        return items
    first, n_now, were = cut
    return (*items[:first], *were, *items[first + n_now :])
