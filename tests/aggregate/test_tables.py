"""Tables of an archive: the same as of the analyses in it, and read without their words."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from analyzer.aggregate import SCHEMA, Tables, build_tables, read_tables
from analyzer.archive import Archive
from analyzer.errors import ArchiveError, PackError, SessionError
from analyzer.records import Analysis, Label, Move, Pack, Quote, ReadWarning
from tests.aggregate.test_properties import many_calls
from tests.archive.test_rows import analyses

Call = Callable[..., Analysis]
quick = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def assert_equal(tables: Tables, others: Tables) -> None:
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(tables, name), getattr(others, name))


@pytest.fixture
def calls_db(call: Call, tmp_path: Path) -> Path:
    """An archive of three calls."""
    path = tmp_path / "calls.db"
    with Archive.open(path, create=True) as archive:
        for number in range(3):
            archive.add(call(number))
    return path


@quick
@given(described=many_calls, data=st.data(), join_names=st.booleans())
def test_an_archive_filled_in_any_order_gives_the_tables_of_its_analyses(
    described: list[dict[str, Any]],
    data: st.DataObject,
    *,
    join_names: bool,
    call: Call,
    pack: Pack,
) -> None:
    found = [call(number, **it) for number, it in enumerate(described)]
    with TemporaryDirectory() as folder:
        with Archive.open(f"{folder}/calls.db", create=True) as archive:
            for analysis in data.draw(st.permutations(found)):
                archive.add(analysis)
            tables = read_tables(archive, pack=pack, join_names=join_names)
        assert_equal(tables, build_tables(found, pack=pack, join_names=join_names))


def with_known_labels(analysis: Analysis) -> Analysis:
    """The analysis with categories that the small pack has."""

    def known(label: Label | None) -> Label | None:
        return None if label is None else dataclasses.replace(label, category="urgency")

    return dataclasses.replace(
        analysis,
        exchanges=tuple(
            dataclasses.replace(it, problem=known(it.problem)) for it in analysis.exchanges
        ),
        advice=tuple(
            dataclasses.replace(it, labels=tuple(filter(None, map(known, it.labels))))
            for it in analysis.advice
        ),
    )


def cells(frame: DataFrame, *columns: str) -> list[tuple[object, ...]]:
    plain = frame[list(columns)].astype(object)
    return list(plain.where(frame[list(columns)].notna(), None).itertuples(index=False, name=None))


@quick
@given(any_analysis=analyses())
def test_words_and_counts_are_those_of_the_analysis_whatever_signs_its_text_holds(
    any_analysis: Analysis, pack: Pack
) -> None:
    analysis = with_known_labels(any_analysis)
    session, tables = analysis.session, build_tables([analysis], pack=pack)

    def quoted(quote: Quote | None) -> str | None:
        return None if quote is None else analysis.text_of(quote)

    assert cells(tables.advice, "advice", "rank", "quote", "score", "sure") == [
        (number, rank, quoted(it.quote), label.score, label.sure)
        for number, it in enumerate(analysis.advice)
        for rank, label in enumerate(it.labels)
    ]
    assert cells(tables.uptake, "quote", "is_script") == [
        (None if it.uptake is None else quoted(it.uptake.quote), it.script)
        for it in analysis.advice
    ]
    assert cells(tables.problems, "exchange", "quote") == [
        (number, quoted(it.quote))
        for number, it in enumerate(analysis.exchanges)
        if it.problem is not None
    ]
    assert cells(tables.sentences, "text", "move") == [
        (analysis.text_of(it), it.move) for it in analysis.sentences
    ]
    words = [len(turn.text.split()) for turn in session.turns]
    assert cells(tables.turns, "text", "n_words") == [
        (turn.text, n) for turn, n in zip(session.turns, words, strict=True)
    ]
    asked = {Move.QUESTION_OPEN, Move.QUESTION_CLOSED}
    assert cells(tables.talk, "speaker", "n_words", "n_questions") == [
        (
            speaker.name,
            sum(n for n, turn in zip(words, session.turns, strict=True) if turn.speaker == place),
            sum(
                session.turns[it.turn].speaker == place and it.move in asked
                for it in analysis.sentences
            ),
        )
        for place, speaker in enumerate(session.speakers)
    ]
    assert cells(tables.segments, "n_words") == [
        (sum(len(analysis.text_of(s).split()) for s in analysis.sentences[it.first : it.end]),)
        for it in analysis.segments
    ]
    assert cells(tables.reasons, "advice", "rank", "word") == [
        (number, rank, word)
        for number, it in enumerate(analysis.advice)
        for rank, label in enumerate(it.labels)
        for word in label.because
    ]


def test_tables_of_findings_are_read_without_any_analysis(
    calls_db: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Archive, "analysis")
    asked: list[str] = []
    with Archive.open(calls_db) as archive:
        with archive.reading() as connection:
            connection.set_trace_callback(asked.append)
        read_tables(archive, pack=pack)
    assert len([it for it in asked if "SELECT" in it]) < 12


def test_tables_of_some_sessions_stand_in_order_whatever_order_is_asked(
    calls_db: Path, call: Call, pack: Pack
) -> None:
    ids = [f"{number:012x}" for number in (2, 0, 2)]
    with Archive.open(calls_db) as archive:
        tables = read_tables(archive, pack=pack, sessions=ids)
        assert_equal(tables, build_tables([call(0), call(2)], pack=pack))
        assert read_tables(archive, pack=pack, sessions=[]).sessions.empty
        with pytest.raises(ArchiveError, match="no session with the id 'gone'"):
            read_tables(archive, pack=pack, sessions=["gone"])


def test_what_was_said_is_read_when_asked_for_from_wherever_the_process_is(
    calls_db: Path, call: Call, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Archive.open(calls_db.name) as archive:
        tables = read_tables(archive, pack=pack)
    (tmp_path / "deeper").mkdir()
    monkeypatch.chdir(tmp_path / "deeper")
    assert len(tables.turns) == sum(len(call(number).session.turns) for number in range(3))
    assert tables.turns is tables.turns


def test_the_tables_of_one_session_hold_its_rows_alone(
    calls_db: Path, call: Call, pack: Pack
) -> None:
    with Archive.open(calls_db) as archive:
        tables = read_tables(archive, pack=pack)
    one = tables.of_session(f"{1:012x}")
    assert_equal(one, build_tables([call(1)], pack=pack))
    with pytest.raises(SessionError, match="no session with the id '1' in these tables"):
        tables.of_session("1")


def test_a_session_that_changed_since_is_not_mixed_with_its_former_self(
    calls_db: Path, call: Call, pack: Pack
) -> None:
    with Archive.open(calls_db, create=True) as archive:
        tables = read_tables(archive, pack=pack)
        archive.add(call(1, clients=("Zoe",)))
    assert len(tables.of_session(f"{2:012x}").turns)
    with pytest.raises(ArchiveError, match="session 000000000001 has changed since"):
        _ = tables.turns
    with Archive.open(calls_db, create=True) as archive:
        archive.remove(f"{1:012x}")
    with pytest.raises(ArchiveError, match="session 000000000001 has changed since"):
        _ = tables.sentences


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE speakers SET role = 'boss'",
        "UPDATE advice SET quote_end = 4000",
        "UPDATE advice SET quote_turn = 77",
        "UPDATE advice SET uptake = 'joy'",
        "UPDATE advice SET exchange = 9",
        "UPDATE exchanges SET asker = -1",
        "UPDATE advice_labels SET because = '3'",
        """UPDATE advice_labels SET because = '[], ["x"]'""",
        "UPDATE advice_labels SET because = 'no json'",
    ],
)
def test_rows_that_somebody_changed_by_hand_are_told(
    change: str, calls_db: Path, pack: Pack
) -> None:
    connection = sqlite3.connect(calls_db)
    with connection:
        connection.execute(change)
    connection.close()
    with Archive.open(calls_db) as archive, pytest.raises(ArchiveError):
        read_tables(archive, pack=pack)


def test_what_readers_warned_of_and_what_made_the_analysis_stand_in_the_tables(
    call: Call, pack: Pack
) -> None:
    warned = (ReadWarning(message="odd"), ReadWarning(message="cut", source_line=7))
    analysis = call(held_on=dt.date(2024, 1, 1))
    session = dataclasses.replace(analysis.session, warnings=warned)
    tables = build_tables([dataclasses.replace(analysis, session=session)], pack=pack)
    assert cells(tables.warnings, "message", "source_line") == [("odd", None), ("cut", 7)]
    assert cells(tables.sessions, "analyzer", "pack", "models") == [("1", "small 1", "m 1")]


def test_a_category_of_another_pack_in_an_archive_is_refused(calls_db: Path, pack: Pack) -> None:
    with (
        Archive.open(calls_db) as archive,
        pytest.raises(PackError, match=r"calls/0\.vtt: .*'hr-blocking', which the pack"),
    ):
        read_tables(archive, pack=dataclasses.replace(pack, problem=()))
