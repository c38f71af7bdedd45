"""What was left open, and what could not be read."""

from __future__ import annotations

from analyzer.records import Role
from analyzer.report import closing, wording
from analyzer.report.material import Material
from analyzer.report.parts import Section
from analyzer.report.summary.records import Gaps

MOST_WARNINGS = 30


def part(material: Material) -> Gaps:
    """All that is said of what the report does not hold."""
    rows = closing.warnings(material)
    return Gaps(
        section=_section(material, more=len(rows) - MOST_WARNINGS), rows=rows[:MOST_WARNINGS]
    )


def _section(material: Material, *, more: int) -> Section:
    """Heading and sentences on what the analysis did not say."""
    lines = [line for line in _gaps(material) if line]
    if not material.tables.exchanges.empty and not lines:
        lines = ["Every exchange has a problem type and every speaker a role."]
    if material.tables.warnings.empty:
        lines.append("Every file was read without a warning.")
    if more > 0:
        lines.append(f"{wording.counted(more, 'more warning')} of other words are left out below.")
    return Section(
        anchor="gaps", heading="What was left open, and what could not be read", lead=tuple(lines)
    )


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
