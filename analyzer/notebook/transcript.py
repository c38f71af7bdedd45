"""A transcript as a notebook shows it: speakers, parts, times, and advice marked in the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from types import MappingProxyType

from analyzer.notebook.html import MARK, POSSIBLE, QUIET, ROLE_COLOURS, block, quiet, said
from analyzer.records import Advice, Analysis, Label
from analyzer.records.reasons import reason
from analyzer.records.times import clock

HEIGHT = "42rem"
NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """Sentences ``[first, end)`` of an analysis, shown with speakers, parts, moves and advice.

    Marked is what belongs to advice; dotted what may. Pointing at a sentence tells its move, and
    what a label rests on. ``names`` are those of a pack's categories.
    """

    analysis: Analysis = field(repr=False)
    first: int
    end: int
    names: Mapping[str, str] = field(repr=False)

    def _repr_html_(self) -> str:
        inside = range(self.first, self.end)
        by_turn = groupby(inside, key=lambda index: self.analysis.sentences[index].turn)
        turns = "".join(self._turn(turn, tuple(indices)) for turn, indices in by_turn)
        return block(turns or quiet("nothing is said here"), height=HEIGHT)

    def _turn(self, number: int, indices: tuple[int, ...]) -> str:
        turn = self.analysis.session.turns[number]
        speaker = self.analysis.session.speakers[turn.speaker]
        about = " · ".join(it for it in (speaker.role.value, clock(turn.start_ms)) if it)
        words = " ".join(self._sentence(index) for index in indices)
        return (
            f"{self._parts(indices[0])}"
            f'<div style="margin:.5rem 0;padding-left:.6rem;border-left:3px solid '
            f'{ROLE_COLOURS[speaker.role]}"><b>{said(speaker.name)}</b> {quiet(about)}<br>'
            f"{words}</div>"
        )

    def _parts(self, index: int) -> str:
        """The name of the part that begins with this turn, and whose matter begins."""
        heads = [
            f"{self._asker(it.asker)} asks" if it.asker is not None else "a matter"
            for it in self.analysis.exchanges
            if it.first == index and len(self.analysis.exchanges) > 1
        ]
        heads += [str(it.kind) for it in self.analysis.segments if it.first == index]
        if not heads:
            return ""
        style = f"margin:.9rem 0 .2rem;border-top:1px solid rgba(128,128,128,.35);{QUIET}"
        return f'<div style="{style}">{said(" · ".join(heads))}</div>'

    def _asker(self, number: int) -> str:
        return self.analysis.session.speakers[number].name

    def _sentence(self, index: int) -> str:
        sentence = self.analysis.sentences[index]
        inside = [it for it in self.analysis.advice if it.first <= index < it.end]
        labels = [label for advice in inside for label in advice.labels]
        why = [f"{self._name(label)}: {reason(label)}" for label in labels]
        title = escape(" · ".join([sentence.move or "no move", *why]))
        text = said(self.analysis.text_of(sentence))
        if not inside:
            return f'<span title="{title}">{text}</span>'
        style = MARK if any(label.sure for label in labels) else POSSIBLE
        ends = [advice for advice in inside if advice.end == index + 1]
        tags = "".join(self._tag(advice) for advice in ends)
        return f'<mark title="{title}" style="{style}">{text}</mark>{tags}'

    def _tag(self, advice: Advice) -> str:
        """What stands behind the last sentence of an advice."""
        told = [f"{'' if it.sure else 'possibly '}{self._name(it)}" for it in advice.labels]
        told = told or ["advice of no type"]
        if advice.script:
            told.append("words to say")
        if advice.uptake is not None:
            told.append(f"then {advice.uptake.kind}")
        return f' <sub style="{QUIET}">{escape(" · ".join(told))}</sub>'

    def _name(self, label: Label) -> str:
        return self.names.get(label.category, label.category)


def transcript_of(
    analysis: Analysis,
    *,
    first: int = 0,
    end: int | None = None,
    names: Mapping[str, str] = NO_NAMES,
) -> Transcript:
    """A session, or its sentences ``[first, end)``; what lies outside the session is left out."""
    last = len(analysis.sentences) if end is None else min(end, len(analysis.sentences))
    return Transcript(analysis=analysis, first=max(first, 0), end=last, names=names)
