"""The invented sessions as fixtures; records do not change, so each is made once."""

from __future__ import annotations

import pytest

from analyzer.records import Analysis, ModelCard, Pack
from analyzer.report.summary.content import build_summary
from analyzer.report.summary.figures import summary_pdf
from analyzer.report.summary.records import Summary
from tests.report import sessions


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
