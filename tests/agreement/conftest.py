"""Labelled sessions written from a few rows, read as any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.agreement import Rater, labelling_of
from analyzer.classify.labelled import read_labelled
from tests.agreement.rows import CALL, Make, Row, write


@pytest.fixture
def rater(tmp_path: Path) -> Make:
    """A rater of one session, by name, from rows; ``CALL`` unless others are given."""

    def make(name: str, *rows: Row, session: str = "call", problem: str = "hr-blocking") -> Rater:
        place = write(tmp_path / name, session, rows or CALL, problem)
        return Rater(name=name, labellings=(labelling_of(read_labelled(place)),))

    return make
