"""For notebooks: an archive as tables, and one session shown with its findings marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from pathlib import Path

from analyzer.aggregate import Tables, read_tables
from analyzer.archive import Archive
from analyzer.batch import analyze_many
from analyzer.classify.card import load_cards
from analyzer.records import Analysis, Pack, Role
from analyzer.records.pack_file import load_pack
from analyzer.records.reasons import reason
from analyzer.settings import resource_folder

COLOURS = {
    Role.COACH: "#1f5f8b",
    Role.CLIENT: "#a4561d",
    Role.OTHER: "#5d6470",
    Role.UNKNOWN: "#5d6470",
}


def open_tables(path: str | Path, *, pack: str | Pack = "recruiting") -> Tables:
    """The tables of an archive, ready for pandas. Raises ArchiveError when there is no archive."""
    chosen = load_pack(pack) if isinstance(pack, str) else pack
    with Archive.open(path) as archive:
        cards = load_cards(resource_folder("models"))
        return read_tables(archive, pack=chosen, cards=cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class HighlightedSession:
    """Sentences ``[first, end)`` of an analysis, shown by a notebook with roles and advice."""

    analysis: Analysis = field(repr=False)
    first: int
    end: int

    def _repr_html_(self) -> str:
        inside = range(self.first, self.end)
        by_turn = groupby(inside, key=lambda index: self.analysis.sentences[index].turn)
        turns = "".join(self._turn(turn, tuple(indices)) for turn, indices in by_turn)
        return f'<div style="max-width:46rem;line-height:1.5">{turns}</div>'

    def _turn(self, turn: int, indices: tuple[int, ...]) -> str:
        speaker = self.analysis.session.speakers[self.analysis.session.turns[turn].speaker]
        words = " ".join(self._sentence(index) for index in indices)
        return (
            f'<p style="margin:.4rem 0"><b style="color:{COLOURS[speaker.role]}">'
            f"{escape(speaker.name)}</b> <small>{speaker.role}</small><br>{words}</p>"
        )

    def _sentence(self, index: int) -> str:
        sentence = self.analysis.sentences[index]
        text = escape(self.analysis.text_of(sentence))
        labels = [
            label
            for one in self.analysis.advice
            if one.first <= index < one.end
            for label in one.labels
        ]
        why = [f"{label.category}: {reason(label)}" for label in labels]
        title = escape(" · ".join([sentence.move or "no move", *why]))
        if not labels:
            return f'<span title="{title}">{text}</span>'
        shown = [f"{'' if label.sure else 'possibly '}{label.category}" for label in labels]
        tag = f"<sub>{escape(', '.join(shown))}</sub>"
        return f'<mark title="{title}" style="background:#fdf0c4">{text}</mark>{tag}'


def show_session(
    analysis: Analysis, *, first: int = 0, end: int | None = None
) -> HighlightedSession:
    """A session, or its sentences ``[first, end)``, with speakers, roles and advice marked.

    What of ``[first, end)`` lies outside the session is left out.
    """
    last = len(analysis.sentences) if end is None else min(end, len(analysis.sentences))
    return HighlightedSession(analysis=analysis, first=max(first, 0), end=last)


def sample_archive(path: str | Path, *, pack: str | Pack = "recruiting") -> Path:
    """The invented sample sessions, analysed into an archive at ``path``; what is there is kept.

    Raises what reading and analysing raise, and ArchiveError when ``path`` cannot be written to.
    """
    chosen = load_pack(pack) if isinstance(pack, str) else pack
    files = sorted(
        file
        for file in resource_folder("samples").iterdir()
        if file.is_file() and not file.name.startswith((".", "README"))
    )
    with Archive.open(path, create=True) as archive:
        for outcome in analyze_many(files, pack=chosen):
            if outcome.error is not None:
                raise outcome.error
            if outcome.analysis is not None:
                archive.add(outcome.analysis)
    return Path(path)
