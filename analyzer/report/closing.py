"""The last pages: what was left open, what could not be read, the sessions, the versions."""

from __future__ import annotations

from analyzer.records import Role
from analyzer.report import people, wording
from analyzer.report.material import Material, file_name, known
from analyzer.report.parts import Section, SessionRow, WarningRow

MOST_PLACES = 6


def gaps_section(material: Material) -> Section:
    """Heading and sentences on what the analysis did not say."""
    lines = [line for line in _gaps(material) if line]
    if not material.tables.exchanges.empty and not lines:
        lines = ["Every exchange has a problem type and every speaker a role."]
    if material.tables.warnings.empty:
        lines.append("Every file was read without a warning.")
    return Section(
        anchor="gaps", heading="What was left open, and what could not be read", lead=tuple(lines)
    )


def warnings(material: Material) -> tuple[WarningRow, ...]:
    """Each warning of the readers once, with the sessions and lines it concerns."""
    places: dict[str, list[str]] = {}
    told = material.tables.warnings
    numbered = told.assign(number=told["session_id"].map(material.numbers))
    ordered = numbered.sort_values(["number", "warning"], kind="stable")
    columns = (known(ordered[name]) for name in ("number", "message", "source_line"))
    for number, message, source_line in zip(*columns, strict=True):
        line = f", line {source_line}" if source_line is not None else ""
        places.setdefault(wording.shortened(message, 300), []).append(f"{number}{line}")
    return tuple(
        WarningRow(message=message, where=_places(found)) for message, found in places.items()
    )


def sessions_section(material: Material) -> Section:
    """Heading of the table of sessions, and what is to be known of the names in it."""
    lead = "The number before each session is the one that quotations name."
    return Section(anchor="sessions", heading="The sessions", lead=(lead, *people.notes(material)))


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


def _gaps(material: Material) -> list[str]:
    exchanges, sessions = material.tables.exchanges, material.tables.sessions
    n_exchanges, n_sessions = material.counts.n_exchanges, material.n_sessions
    roles = material.tables.talk["role"].astype("str")
    unsure = "no problem type, because nothing was sure enough"
    n_possible = material.counts.n_possible_problems
    n_open = n_exchanges - material.counts.n_problems - n_possible
    return [
        _of(
            (n_open, n_exchanges, "exchange"),
            ("carries", "carry"),
            unsure,
        ),
        _of(
            (n_possible, n_exchanges, "exchange"),
            ("carries", "carry"),
            "a problem type that is only possible",
        ),
        _of(
            (int((exchanges["n_advice"] == 0).sum()), n_exchanges, "exchange"),
            ("holds", "hold"),
            "no recognised advice",
        ),
        _of(
            (int((sessions["n_advice"] == 0).sum()), n_sessions, "session"),
            ("holds", "hold"),
            "no recognised advice at all",
        ),
        _of(
            (int((sessions["n_exchanges"] == 0).sum()), n_sessions, "session"),
            ("holds", "hold"),
            "no exchange, because nobody asks",
        ),
        _of(
            (int((roles == Role.UNKNOWN.value).sum()), len(roles), "speaker"),
            ("has", "have"),
            "no known role",
        ),
    ]


def _of(part: tuple[int, int, str], verbs: tuple[str, str], what: str) -> str:
    """A sentence on a part of a whole; empty where the part is nought."""
    n, total, noun = part
    if not n:
        return ""
    words = wording.out_of(n, total, noun)
    return f"{words[0].upper()}{words[1:]} {verbs[n != 1]} {what}."


def _places(found: list[str]) -> str:
    shown = "; ".join(found[:MOST_PLACES])
    more = len(found) - MOST_PLACES
    return f"{shown}; and {wording.number(more)} more" if more > 0 else shown
