"""What stands on the last pages of a report: warnings, sessions, versions."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.records import Role
from analyzer.report import people, wording
from analyzer.report.material import Material, file_name, known
from analyzer.report.parts import SessionRow, WarningRow

MOST_PLACES = 6


def sessions(material: Material) -> tuple[SessionRow, ...]:
    """One row for each session, by date and then by file."""
    table = material.tables.sessions
    cells = {column: known(table[column]) for column in table}
    places = {session_id: place for place, session_id in enumerate(cells["session_id"])}
    return tuple(
        SessionRow(
            number=number,
            date=wording.day(cells["held_on"][place]),
            title=wording.shortened(cells["title"][place] or "", 90),
            file=wording.shortened(file_name(cells["path"][place]), 60),
            clients=people.shown(material, session_id, Role.CLIENT),
            coach=people.shown(material, session_id, Role.COACH),
            n_exchanges=cells["n_exchanges"][place],
            n_advice=cells["n_advice"][place],
            length=wording.length(cells["duration_ms"][place], cells["n_words"][place]),
        )
        for session_id, number in material.numbers.items()
        for place in [places[session_id]]
    )


def made_with(material: Material) -> str:
    """The versions that made the analyses, each combination once."""
    made = material.tables.sessions[["analyzer", "pack", "models"]].drop_duplicates()
    stamps = sorted(
        f"analyzer {analyzer}, pack {pack}, models {models}"
        for analyzer, pack, models in made.itertuples(index=False, name=None)
    )
    return f"Made with {'; '.join(wording.printable(stamp) for stamp in stamps)}."


def warnings(material: Material) -> tuple[WarningRow, ...]:
    """Each warning of the readers once, with the sessions and lines it concerns."""
    places: dict[str, list[tuple[int, int | None]]] = {}
    told = material.tables.warnings
    numbered = told.assign(number=told["session_id"].map(material.numbers))
    ordered = numbered.sort_values(["number", "warning"], kind="stable")
    columns = (known(ordered[name]) for name in ("number", "message", "source_line"))
    for number, message, source_line in zip(*columns, strict=True):
        places.setdefault(wording.shortened(message, 300), []).append((number, source_line))
    return tuple(
        WarningRow(
            message=message,
            where=_where(found),
            sessions=tuple(dict.fromkeys(number for number, _ in found[:MOST_PLACES])),
        )
        for message, found in places.items()
    )


def _where(found: Sequence[tuple[int, int | None]]) -> str:
    named = [
        f"{number}" if line is None else f"{number}, line {line}"
        for number, line in found[:MOST_PLACES]
    ]
    more = len(found) - len(named)
    shown = "; ".join(named)
    return f"{shown}; and {wording.number(more)} more" if more > 0 else shown
