"""What a client agreed to do, and whether it comes up again in later sessions."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.report import shown, wording
from analyzer.report.client.person import Person
from analyzer.report.client.records import AgreedGroup, Commitment
from analyzer.report.client.visits import Held
from analyzer.report.later import Later
from analyzer.report.material import Material
from analyzer.report.moments import Moment
from analyzer.report.parts import Section

AGAIN = "Came up again, with the later words below"
SILENT = "Not heard of again"
LATEST = "Agreed last, with no later session yet"
ONLY = "Agreed in this session"
NO_DATE = "In sessions without a date, so that nobody knows what came later"
MOST_IN_GROUP = 12


def groups(material: Material, sessions: Sequence[Held], person: Person) -> tuple[AgreedGroup, ...]:
    """The commitments of all sessions by what is known of them later, each group by date.

    Of very many in a group the latest are kept.
    """
    dated = [one.analysis for one in sessions if one.analysis.session.held_on is not None]
    later = Later(dated, keep=person.speaks)
    found: dict[str, list[Commitment]] = {heading: [] for heading in (AGAIN, SILENT, LATEST, ONLY)}
    found[NO_DATE] = []
    for one in sessions:
        for moment in one.agreed:
            heading, again = _known(moment, later, is_only=len(sessions) == 1)
            found[heading].append(
                Commitment(
                    said=shown.reply(material, moment),
                    later=None if again is None else shown.quoted(material, again),
                )
            )
    return tuple(_group(heading, them) for heading, them in found.items() if them)


def section(sessions: Sequence[Held], found: tuple[AgreedGroup, ...]) -> Section:
    """Heading, and what it means that something is not heard of again."""
    headings = {group.heading for group in found}
    lead = []
    if not found:
        lead.append("No commitment was found: nothing that the client says he or she will do.")
    if headings & {AGAIN, SILENT}:
        lead.append(
            "Something comes up again when words of the client in a later session share rare words "
            "with it. That shows a likeness of words, not that it was done; and what is not heard "
            "of again may have been done all the same."
        )
    heading = "What was agreed" if len(sessions) == 1 else "What was agreed, and what came of it"
    return Section(anchor="agreed", heading=heading, lead=tuple(lead))


def _group(heading: str, found: Sequence[Commitment]) -> AgreedGroup:
    shown_here = found[-MOST_IN_GROUP:]
    of = f"The latest {len(shown_here)} of {wording.counted(len(found), 'commitment')}."
    return AgreedGroup(
        heading=heading,
        n=len(found),
        note=of if len(found) > len(shown_here) else "",
        commitments=tuple(shown_here),
    )


def _known(moment: Moment, later: Later, *, is_only: bool) -> tuple[str, Moment | None]:
    if is_only:
        return ONLY, None
    if moment.analysis.session.held_on is None:
        return NO_DATE, None
    if not later.has_later(moment):
        return LATEST, None
    again = later.found(moment)
    return (SILENT, None) if again is None else (AGAIN, again)
