"""A transcript that was read and not analysed, in a notebook."""

from __future__ import annotations

from pathlib import PurePath

from pandas import DataFrame

from analyzer.aggregate.frames import FrameMaker
from analyzer.aggregate.schema import SCHEMA
from analyzer.archive.facts import n_words
from analyzer.notebook.html import block, quiet, rows, said
from analyzer.records import Session
from analyzer.records.times import clock
from analyzer.report.wording import counted

FEW_TURNS = 6


class ReadSession:
    """Who said what in a file, what nobody said, and what could not be used; ``ca.read`` gives it.

    ``session`` is the record that all of it comes from.
    """

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def turns(self) -> DataFrame:
        """A row a turn, with the columns of an archive's; nobody has a role yet."""
        session = self.session
        maker = FrameMaker(SCHEMA["turns"])
        maker.add(
            [
                (
                    session.id,
                    number,
                    session.speakers[turn.speaker].name,
                    session.speakers[turn.speaker].role.value,
                    turn.start_ms,
                    turn.end_ms,
                    n_words(turn.text),
                    len(turn.text),
                    turn.text,
                )
                for number, turn in enumerate(session.turns)
            ]
        )
        return maker.frame()

    @property
    def speakers(self) -> tuple[str, ...]:
        """The names of who speaks, in the order in which they first do."""
        return tuple(it.name for it in self.session.speakers)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the reader could not use or had to guess."""
        return tuple(it.message for it in self.session.warnings)

    @property
    def outside(self) -> tuple[str, ...]:
        """Text on the page that nobody speaks: titles, notes, footers."""
        return tuple(it.text for it in self.session.outside)

    def __repr__(self) -> str:
        name = PurePath(self.session.source.path).name
        n_turns = counted(len(self.session.turns), "turn")
        return f"ReadSession({name!r}: {', '.join(self.speakers)}; {n_turns})"

    def _repr_html_(self) -> str:
        session = self.session
        held_on = "" if session.held_on is None else session.held_on.isoformat()
        pairs = [
            ("file", f"{PurePath(session.source.path).name}, read as {session.source.format}"),
            ("title", session.title or ""),
            ("held on", held_on),
            ("speakers", ", ".join(self.speakers)),
            ("turns", f"{len(session.turns):,}"),
            ("outside", counted(len(session.outside), "piece") if session.outside else ""),
            *(("warning", it) for it in self.warnings),
        ]
        turns = "".join(
            f"<div><b>{said(session.speakers[it.speaker].name)}</b> {quiet(clock(it.start_ms))} "
            f"{said(it.text)}</div>"
            for it in session.turns[:FEW_TURNS]
        )
        more = len(session.turns) - FEW_TURNS
        rest = quiet(f"and {counted(more, 'turn')} more") if more > 0 else ""
        return block(rows(pairs) + turns + rest)
