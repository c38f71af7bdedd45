from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.classify.labelled import LabelledSession, read_labelled_folder
from analyzer.privacy import Redactor, redactor_for
from analyzer.records import Session

LABELLED = Path(__file__).resolve().parents[2] / "data" / "labelled"


@pytest.fixture(scope="session")
def labelled() -> tuple[LabelledSession, ...]:
    return read_labelled_folder(LABELLED)


@pytest.fixture(scope="session")
def labelled_sessions(labelled: tuple[LabelledSession, ...]) -> tuple[Session, ...]:
    """The labelled sessions with the roles that people gave."""
    return tuple(
        replace(
            one.session,
            speakers=tuple(
                replace(speaker, role=role)
                for speaker, role in zip(one.session.speakers, one.roles, strict=True)
            ),
        )
        for one in labelled
    )


@pytest.fixture(scope="session")
def labelled_redactor(labelled_sessions: tuple[Session, ...]) -> Redactor:
    return redactor_for(labelled_sessions)
