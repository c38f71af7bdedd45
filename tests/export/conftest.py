"""An archive of labelled sessions of every form, made without models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.classify.labelled import read_labelled
from analyzer.imports import analysis_of
from analyzer.records import Pack

LABELLED = Path(__file__).parents[2] / "data" / "labelled"
# Short ones: a talk with outside text, one with two matters, a question, an article, a group.
FIVE = ("rec-c05", "rec-c10", "rec-e03", "rec-e13", "rec-h04")


@pytest.fixture
def archive(tmp_path: Path, recruiting: Pack) -> Iterator[Archive]:
    with Archive.open(tmp_path / "calls.db", create=True) as archive:
        for name in FIVE:
            labelled = read_labelled(LABELLED / f"{name}.tsv")
            archive.add(analysis_of(labelled, pack=recruiting, by="Nora"))
        yield archive
