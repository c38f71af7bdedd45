"""The invented sessions as fixtures; records do not change, so each is made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.records import Analysis, ModelCard, Pack
from analyzer.report import write_report
from analyzer.report.kinds import ReportKind
from analyzer.report.style import Paper
from analyzer.report.summary.content import build_summary
from analyzer.report.summary.figures import summary_pdf
from analyzer.report.summary.records import Summary
from tests.report import sessions

Making = Callable[[ReportKind, Paper], bytes]


@pytest.fixture(scope="session")
def few() -> tuple[Analysis, ...]:
    return tuple(sessions.three_sessions())


@pytest.fixture(scope="session")
def archive() -> tuple[Analysis, ...]:
    return tuple(sessions.twelve_sessions())


@pytest.fixture(scope="session")
def pack() -> Pack:
    return sessions.a_pack()


@pytest.fixture(scope="session")
def card() -> ModelCard:
    return sessions.a_card()


@pytest.fixture(scope="session")
def report(archive: tuple[Analysis, ...], pack: Pack, card: ModelCard) -> Summary:
    """The report over the twelve sessions, with the card."""
    return build_summary(archive, pack=pack, cards=[card])


@pytest.fixture(scope="session")
def document(report: Summary) -> bytes:
    return summary_pdf(report)


@pytest.fixture(scope="session")
def store(archive: tuple[Analysis, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The twelve sessions in an archive on the disk."""
    path = tmp_path_factory.mktemp("hearing") / "calls.db"
    with Archive.open(path, create=True) as opened:
        for analysis in archive:
            opened.add(analysis)
    return path


@pytest.fixture(scope="session")
def made(store: Path, pack: Pack, card: ModelCard) -> Making:
    """Makes a report of each kind and paper once."""
    ready: dict[tuple[ReportKind, Paper], bytes] = {}

    def make(kind: ReportKind, paper: Paper) -> bytes:
        if (kind, paper) not in ready:
            target = store.with_name(f"{kind}-{paper}.pdf")
            client = "Bea" if kind is ReportKind.CLIENT else None
            with Archive.open(store) as opened:
                chosen = opened.chosen(client=client)
                sessions = chosen[:1] if kind is ReportKind.SESSION else chosen
                write_report(
                    opened,
                    target,
                    pack=pack,
                    cards=[card],
                    sessions=sessions,
                    kind=kind,
                    client=client,
                    paper=paper,
                )
            ready[kind, paper] = target.read_bytes()
        return ready[kind, paper]

    return make
