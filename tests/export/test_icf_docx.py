from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.export import write_export
from analyzer.export.icf_docx import HEADS, labels_of
from analyzer.read import read_session
from analyzer.records import Analysis, MadeWith, Pack, Role, Session, Speaker, Turn
from tests.builders import a_session, sentences_of

docx = pytest.importorskip("docx")


def _runs(session: Session, names: tuple[str, ...]) -> list[tuple[str, int | None, list[str]]]:
    """Who speaks, from when, and the words, until somebody else does."""
    said = []
    for speaker, group in groupby(session.turns, key=lambda it: it.speaker):
        turns = list(group)
        words = " ".join(turn.text for turn in turns).split()
        start = turns[0].start_ms
        said.append((names[speaker], None if start is None else start // 1000, words))
    return said


def _bare(session: Session) -> Analysis:
    """A session in which nothing was found."""
    made_with = MadeWith(analyzer="1", pack="recruiting 1", models="")
    nothing: tuple[()] = ()
    return Analysis(
        session=session,
        sentences=sentences_of(session),
        exchanges=nothing,
        segments=nothing,
        advice=nothing,
        made_with=made_with,
    )


def _own_names(session: Session) -> tuple[str, ...]:
    return tuple(it.name for it in session.speakers)


@pytest.mark.parametrize("timed", [True, False])
def test_our_reader_reads_the_same_session_back(
    timed: bool,  # noqa: FBT001 - a parameter of the test
    archive: Archive,
    tmp_path: Path,
    recruiting: Pack,
) -> None:
    n = 0
    for analysis in archive.analyses():
        session = analysis.session
        if timed:
            turns = (
                replace(it, start_ms=number * 61_000, end_ms=number * 61_000 + 1)
                for number, it in enumerate(session.turns)
            )
            session = replace(session, turns=tuple(turns))
        if len(session.speakers) < 2:
            continue
        with Archive.open(tmp_path / f"{n}.db", create=True) as one:
            one.add(replace(analysis, session=session))
            place = tmp_path / f"{n}.docx"
            write_export(one, place, target="icf-docx", pack=recruiting)
        read = read_session(place)
        assert _runs(read, _own_names(read)) == _runs(session, labels_of(session))
        assert read.held_on == session.held_on
        n += 1
    assert n > 2


def test_the_other_sides_library_finds_table_labels_and_times(
    tmp_path: Path, recruiting: Pack
) -> None:
    session = replace(
        a_session(title="Imani Clarke", talk=[(0, "Hello.\n\nWell."), (0, "So?"), (1, "Yes.")]),
        held_on=dt.date(2024, 5, 14),
    )
    times = (0, 4_000, 3_725_000)
    turns = tuple(replace(turn, start_ms=ms) for turn, ms in zip(session.turns, times, strict=True))
    with Archive.open(tmp_path / "a.db", create=True) as archive:
        archive.add(_bare(replace(session, turns=turns)))
        write_export(archive, tmp_path / "x.docx", target="icf-docx", pack=recruiting)
    document = docx.Document(tmp_path / "x.docx")
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [
        list(HEADS),
        ["Coach [00:00:00]: Hello.\nWell.\nSo?", ""],
        ["Client [01:02:05]: Yes.", ""],
    ]
    assert "Imani" not in "\n".join(it.text for it in document.paragraphs)
    assert document.core_properties.author == ""


def test_several_clients_are_numbered() -> None:
    roles = (Role.CLIENT, Role.COACH, Role.CLIENT, Role.UNKNOWN)
    speakers = tuple(Speaker(name=f"n{n}", role=role) for n, role in enumerate(roles))
    session = replace(
        a_session(), speakers=speakers, turns=(Turn(speaker=0, text="Hello."),), outside=()
    )
    assert labels_of(session) == ("Client 1", "Coach", "Client 2", "Speaker")
