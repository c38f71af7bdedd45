"""The kinds of reports, each from the material to its PDF."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from analyzer.errors import ReportError

if TYPE_CHECKING:
    from analyzer.report.material import Material
    from analyzer.report.style import Paper

Content = TypeVar("Content")


class Shown(Protocol):
    """Changes a record before it is drawn, such as names into pseudonyms."""

    def __call__(self, record: Content, /) -> Content:
        """The record as it is to be shown."""


def as_it_is(record: Content, /) -> Content:
    """The record unchanged."""
    return record


SUFFIXES = (".pdf", ".html")


class ReportKind(StrEnum):
    """What a report is about: the themes of all sessions, one session, one client, or a handbook.

    A playbook has a chapter for each problem, of the coach's own words.
    """

    THEMES = "themes"
    SESSION = "session"
    CLIENT = "client"
    PLAYBOOK = "playbook"


def kind_pdf(
    kind: ReportKind,
    material: Material,
    *,
    paper: Paper,
    client: str | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    shown: Shown = as_it_is,
) -> bytes:
    """A report of this kind as PDF; ``client`` is whose report a client report is.

    Raises ReportError where the sessions are not what the kind is about.
    """
    # Each kind is imported when it is asked for: matplotlib, Typst and scikit-learn load slowly.
    match kind:
        case ReportKind.SESSION:
            from analyzer.report.session.content import compose_session  # noqa: PLC0415
            from analyzer.report.session.figures import session_pdf  # noqa: PLC0415

            one = compose_session(material, title=title, subtitle=subtitle)
            return session_pdf(shown(one), paper=paper)
        case ReportKind.CLIENT:
            from analyzer.report.client.content import compose_client  # noqa: PLC0415
            from analyzer.report.client.figures import client_pdf  # noqa: PLC0415

            of_client = compose_client(material, client=client, title=title, subtitle=subtitle)
            return client_pdf(shown(of_client), paper=paper)
        case ReportKind.PLAYBOOK:
            from analyzer.report.playbook.content import compose_playbook  # noqa: PLC0415
            from analyzer.report.playbook.figures import playbook_pdf  # noqa: PLC0415

            book = compose_playbook(material, title=title, subtitle=subtitle)
            return playbook_pdf(shown(book), paper=paper)
        case ReportKind.THEMES:
            from analyzer.report.summary.content import compose  # noqa: PLC0415
            from analyzer.report.summary.figures import summary_pdf  # noqa: PLC0415

            summary = compose(material, title=title, subtitle=subtitle)
            return summary_pdf(shown(summary), paper=paper)


def check_ending(kind: ReportKind, ending: str, *, path: str) -> None:
    """Raises ReportError where a report of this kind is not written as such a file."""
    if ending not in SUFFIXES:
        raise ReportError(
            f"a report cannot be written as {ending or 'a file without an ending'!r}.",
            path=path,
            hint="End the path in .pdf or .html.",
        )
    if ending != ".pdf" and kind is not ReportKind.THEMES:
        raise ReportError(
            f"a {kind} report cannot be written as {ending!r}.",
            path=path,
            hint="End the path in .pdf; the page to browse is for themes.",
        )
