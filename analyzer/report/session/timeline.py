"""The session from left to right: by time where it is known, else by the words said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyzer.plots import style
from analyzer.records import Analysis, SegmentKind
from analyzer.records.times import clock
from analyzer.report import moments, quotes, wording
from analyzer.report.material import Material
from analyzer.report.session.records import Mark, Span, Strip

# Darker is nearer to the heart of the matter.
_COLOURS: Mapping[SegmentKind, str] = {
    SegmentKind.QUESTION: style.SAND,
    SegmentKind.OPENING: style.STEPS[1],
    SegmentKind.EXPLORATION: style.STEPS[2],
    SegmentKind.ADVICE: style.STEPS[4],
    SegmentKind.CLOSING: style.STEPS[0],
    SegmentKind.TAKEAWAY: style.UPTAKE_COLOURS[2],
}
_MINUTES = (1, 2, 5, 10, 15, 20, 30, 60)
_WORDS = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
MOST_TICKS = 8
# Words further to the right would leave the page.
LAST_TICK = 0.96
ROWS = ("parts", "advice", "words to say", "agreed")


def strip(material: Material, analysis: Analysis) -> Strip | None:
    """The strip of a session; None where nothing was said."""
    if not analysis.sentences:
        return None
    line = _Line(analysis)
    parts = tuple(
        Span(
            start=line.at(segment.first),
            end=line.at(segment.end),
            name=segment.kind.value,
            colour=_COLOURS.get(segment.kind, style.PAPER),
        )
        for segment in analysis.segments
    )
    legend = {part.name: part for part in parts}
    return Strip(
        parts=parts,
        legend=tuple(legend.values()),
        exchanges=_exchanges(material, analysis, line),
        advice=tuple(
            _span(line, one.first, one.end, colour=style.STEPS[3]) for one in analysis.advice
        ),
        scripts=tuple(
            _span(line, run.first, run.end, colour=style.SAND)
            for one in analysis.advice
            for run in moments.scripts(analysis, one)
        ),
        agreed=tuple(
            Mark(at=line.at(one.first), words="") for one in moments.commitments(analysis)
        ),
        ticks=line.ticks(),
        rows=ROWS,
        alt=_in_words(analysis, parts),
    )


class _Line:
    """Where each sentence of a session stands, 0 to 1."""

    def __init__(self, analysis: Analysis) -> None:
        times = _times(analysis)
        self._is_timed = times is not None
        self._places = times if times is not None else _words(analysis)
        self._start, self._end = self._places[0], max(self._places)

    def at(self, sentence: int) -> float:
        """The beginning of a sentence; that after the last is the end."""
        whole = max(self._end - self._start, 1)
        return round((self._places[sentence] - self._start) / whole, 5)

    def ticks(self) -> tuple[Mark, ...]:
        """Round times or numbers of words, so few that they do not touch."""
        unit = 60_000 if self._is_timed else 1
        whole = self._end - self._start
        steps = _MINUTES if self._is_timed else _WORDS
        step = next((one for one in steps if whole / (one * unit) <= MOST_TICKS), steps[-1] * 4)
        first = -(-self._start // (step * unit)) if self._is_timed else 1
        places = range(first * step * unit, self._end + 1, step * unit)
        marks = (
            Mark(
                at=round((place - self._start) / max(whole, 1), 5),
                words=clock(place) if self._is_timed else wording.counted(place, "word"),
            )
            for place in places
        )
        return tuple(mark for mark in marks if mark.at <= LAST_TICK)


def _times(analysis: Analysis) -> list[int] | None:
    """When each sentence begins, in milliseconds, and when the last ends; None without times.

    Inside a turn time runs with the letters. A turn without a time is none to go by.
    """
    turns = analysis.session.turns
    starts = [turn.start_ms for turn in turns]
    if any(start is None for start in starts):
        return None
    known = [start for start in starts if start is not None]
    last = turns[-1].end_ms
    ends = [*known[1:], last if last is not None else known[-1]]
    if ends[-1] <= known[0] or known != sorted(known):
        return None
    places = []
    for sentence in analysis.sentences:
        begin, end = known[sentence.turn], ends[sentence.turn]
        part = sentence.start / len(turns[sentence.turn].text)
        places.append(round(begin + part * max(0, end - begin)))
    return [*places, max(ends[-1], *places)]


def _words(analysis: Analysis) -> list[int]:
    """How many words were said before each sentence, and in all."""
    places = [0]
    for sentence in analysis.sentences:
        places.append(places[-1] + max(1, quotes.n_words(analysis.text_of(sentence))))
    return places


def _span(line: _Line, first: int, end: int, *, colour: str, name: str = "") -> Span:
    return Span(start=line.at(first), end=line.at(end), name=name, colour=colour)


def _exchanges(material: Material, analysis: Analysis, line: _Line) -> tuple[Span, ...]:
    """Who asks from where to where; nothing where there is one matter only."""
    if len(analysis.exchanges) < 2:
        return ()
    return tuple(
        _span(
            line,
            one.first,
            one.end,
            colour=style.QUIET,
            name=wording.shortened(material.askers.get((analysis.session.id, number), ""), 40),
        )
        for number, one in enumerate(analysis.exchanges)
    )


def _in_words(analysis: Analysis, parts: Sequence[Span]) -> str:
    """The strip for those who hear it: its parts one after another, and what lies in them."""
    named = ", ".join(f"{one.name} until {100 * one.end:.0f}%" for one in parts)
    return (
        f"The session from beginning to end: {named}. "
        f"{wording.counted(len(analysis.advice), 'stretch of advice')}, "
        f"{wording.counted(len(moments.commitments(analysis)), 'commitment')}."
    )
