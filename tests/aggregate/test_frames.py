from __future__ import annotations

import dataclasses
import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas import DataFrame

from analyzer.aggregate import SCHEMA, Tables, advice_counts, build_tables, read_tables
from analyzer.archive import Archive
from analyzer.errors import PackError, SessionError
from analyzer.records import Analysis, Label, Pack, Role, Speaker, UptakeKind
from tests.builders import a_card, a_label_score

Call = Callable[..., Analysis]
Build = Callable[..., Tables]
ADAY = dt.date(2024, 2, 29)


def check_schema(tables: Tables) -> None:
    for name, columns in SCHEMA.items():
        frame: DataFrame = getattr(tables, name)
        expected = {column: pd.Series([], dtype=dtype).dtype for column, dtype in columns.items()}
        assert list(frame.columns) == list(columns), name
        assert frame.dtypes.to_dict() == expected, name
        assert list(frame.index) == list(range(len(frame))), name


def records(frame: DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def rows(frame: DataFrame) -> list[Any]:
    return list(frame.itertuples())


def test_the_tables_have_the_same_columns_and_types_with_and_without_rows(
    call: Call, tables_of: Build
) -> None:
    for analyses in ([], [call()], [call(number) for number in range(3)]):
        check_schema(tables_of(*analyses))
    assert all(getattr(tables_of(), name).empty for name in SCHEMA)


def test_a_session_without_findings_date_times_or_words_has_a_row(
    call: Call, tables_of: Build
) -> None:
    silent = call(matters=(), held_on=None)
    tables = tables_of(silent)
    check_schema(tables)
    (row,) = rows(tables.sessions)
    assert (row.n_turns, row.n_sentences, row.n_words, row.n_advice) == (0, 0, 0, 0)
    assert row.coach == "Mike"
    assert pd.isna(row.clients)
    assert pd.isna(row.held_on)
    assert pd.isna(row.duration_ms)
    assert tables.talk["share_words"].isna().all()
    nobody = dataclasses.replace(
        silent, session=dataclasses.replace(silent.session, speakers=(), title=None)
    )
    check_schema(tables_of(nobody))


def test_a_session_is_summed_up_in_its_row(call: Call, tables_of: Build) -> None:
    matters = (
        ("Ana", "hr-blocking", ((("urgency",), False, UptakeKind.COMMITMENT),)),
        ("Ben", None, ((("urgency", "retainer"), True, None),)),
    )
    tables = tables_of(call(7, matters=matters))
    (row,) = tables.sessions.to_dict("records")
    assert row == {
        "session_id": "000000000007",
        "title": "Call 7",
        "held_on": pd.Timestamp(2024, 2, 29),
        "coach": "Mike",
        "clients": "Ana, Ben",
        "n_turns": 5,
        "n_sentences": 5,
        "n_words": 28,
        "n_exchanges": 2,
        "n_advice": 2,
        "duration_ms": 4600,
        "path": "calls/7.vtt",
        "format": "webvtt",
        "analyzer": "1",
        "pack": "small 1",
        "models": "m 1",
    }
    assert tables.turns["n_words"].sum() == 28
    assert tables.talk["n_words"].sum() == 28
    assert tables.segments["n_words"].sum() == 28


def test_sessions_stand_by_date_then_id_and_undated_ones_last(call: Call, tables_of: Build) -> None:
    later, earlier = dt.date(2024, 3, 1), dt.date(1999, 12, 31)
    tables = tables_of(
        call(4, held_on=None),
        call(3, held_on=later),
        call(1, held_on=None),
        call(2, held_on=later),
        call(5, held_on=earlier),
    )
    order = [int(key, 16) for key in tables.sessions["session_id"]]
    assert order == [5, 2, 3, 1, 4]
    assert [int(key, 16) for key in tables.talk["session_id"].drop_duplicates()] == order


def test_every_quote_is_the_text_at_its_place(call: Call, tables_of: Build) -> None:
    tables = tables_of(*(call(number) for number in range(3)))
    text: Any = tables.turns.set_index(["session_id", "turn"])["text"]
    for row in rows(tables.advice):
        said = text[(row.session_id, row.quote_turn)]
        assert said[row.quote_start : row.quote_end] == row.quote == "“ask for"
    for frame in (tables.problems, tables.uptake):
        for row in rows(frame):
            assert row.quote in text[(row.session_id, row.quote_turn)]
    for row in rows(tables.sentences):
        assert text[(row.session_id, row.turn)][row.start : row.end] == row.text


def test_the_advice_table_has_a_row_for_each_label_and_uptake_one_for_each_stretch(
    call: Call, tables_of: Build
) -> None:
    given = (
        (("urgency", "retainer"), True, UptakeKind.OBJECTION),
        ((), False, UptakeKind.NONE),
        (("urgency",), False, None),
    )
    tables = tables_of(call(matters=(("Ana", "bad-client", given),)))
    assert records(tables.advice, "advice", "category", "rank", "is_script", "problem") == [
        (0, "urgency", 0, True, "bad-client"),
        (0, "retainer", 1, True, "bad-client"),
        (2, "urgency", 0, False, "bad-client"),
    ]
    assert list(tables.advice["uptake"][:2]) == ["objection", "objection"]
    assert list(tables.advice["uptake"].isna()) == [False, False, True]
    assert list(tables.uptake["advice"]) == [0, 1, 2]
    assert list(tables.uptake["kind"].isna()) == [False, False, True]
    assert list(tables.exchanges["n_advice"]) == [3]
    assert list(tables.advice["start_ms"]) == [1000, 1000, 5000]


def test_a_label_says_whether_it_is_sure_why_and_whether_to_rely_on_it(
    call: Call, pack: Pack
) -> None:
    given = ((("urgency", "retainer"), False, None),)
    analysis = call(matters=(("Ana", "bad-client", given),), possible=("retainer", "bad-client"))
    head = dataclasses.replace(
        a_card().heads[0], labels=(a_label_score("urgency", f1=0.2, rely=False),)
    )
    card = dataclasses.replace(a_card(), pack=pack.label, heads=(head,))
    tables = build_tables([analysis], pack=pack, cards=[card])
    assert records(tables.advice, "category", "sure", "because", "rely", "problem_sure") == [
        ("urgency", True, "ask, wait", False, False),
        ("retainer", False, "ask, wait", pd.NA, False),
    ]
    assert records(tables.problems, "sure", "because", "rely") == [(False, "stuck", pd.NA)]
    assert tables.exchanges["problem_sure"].tolist() == [False]
    counts = advice_counts(tables, pack=pack)
    assert records(counts, "category", "rely") == [("urgency", False), ("retainer", pd.NA)]


def test_a_sentence_knows_its_speaker_segment_and_exchange(call: Call, tables_of: Build) -> None:
    loose = ((("urgency",), False, None),)
    tables = tables_of(call(matters=(("Ana", None, ()),), loose=loose))
    assert list(tables.sentences["speaker"]) == ["Ana", "Mike"]
    assert list(tables.sentences["role"]) == ["client", "coach"]
    assert list(tables.sentences["segment"]) == ["advice", "advice"]
    assert list(tables.sentences["exchange"].isna()) == [False, True]
    assert tables.advice["exchange"].isna().all()
    assert tables.advice["problem"].isna().all()


def test_a_problem_without_a_quote_is_placed_where_its_matter_begins(
    call: Call, tables_of: Build
) -> None:
    analysis = call(matters=(("Ana", None, ()), ("Ben", "hr-blocking", ())))
    bare = tuple(dataclasses.replace(it, quote=None) for it in analysis.exchanges)
    (row,) = rows(tables_of(dataclasses.replace(analysis, exchanges=bare)).problems)
    assert (row.exchange, row.asker, row.quote_turn) == (1, "Ben", 1)
    assert pd.isna(row.quote)


def test_talk_is_told_for_each_speaker_also_a_silent_one(call: Call, tables_of: Build) -> None:
    tables = tables_of(call(clients=("Zoe",)))
    frame: Any = tables.talk.set_index("speaker")
    assert frame.loc["Ana", ["n_turns", "n_words", "n_questions", "n_open"]].tolist() == [
        2,
        10,
        1,
        1,
    ]
    assert frame.loc["Ana", "longest_turn_words"] == 6
    assert frame.loc["Ana", "talk_ms"] == 1200
    assert frame.loc["Zoe", ["n_turns", "n_words", "share_words"]].tolist() == [0, 0, 0.0]
    assert pd.isna(frame.loc["Zoe", "talk_ms"])


def test_an_archive_gives_the_same_tables_as_the_analyses_put_into_it(
    call: Call, tables_of: Build, pack: Pack, tmp_path: Path
) -> None:
    analyses = [call(number, held_on=None if number % 2 else ADAY) for number in range(4)]
    with Archive.open(tmp_path / "calls.db", create=True) as archive:
        for analysis in analyses:
            archive.add(analysis)
        read = read_tables(archive, pack=pack)
    built = tables_of(*analyses)
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(read, name), getattr(built, name))


def test_one_session_coming_twice_is_refused(call: Call, tables_of: Build) -> None:
    with pytest.raises(SessionError, match=r"calls/1\.vtt: session 000000000001 comes twice"):
        tables_of(call(1), call(2), call(1))


def test_a_category_of_another_pack_is_refused_by_name(call: Call, pack: Pack) -> None:
    given = ((("urgncy",), False, None),)
    analysis = call(matters=(("Ana", "hr-blocking", given),), pack="old 7")
    with pytest.raises(PackError, match=r"'urgncy', which the pack 'small 1'") as told:
        build_tables([analysis], pack=pack)
    assert "Did you mean 'urgency'?" in str(told.value)
    assert "analysed with 'old 7'" in str(told.value)
    problem = Label(category="mindset", score=1, source="person:kd")
    exchange = dataclasses.replace(call().exchanges[0], problem=problem)
    with pytest.raises(PackError, match="'mindset'"):
        build_tables([dataclasses.replace(call(), exchanges=(exchange,))], pack=pack)


def test_every_role_has_its_code_whatever_roles_there_are(call: Call, tables_of: Build) -> None:
    analysis = call()
    for role in Role:
        speakers = (Speaker(name="Mike", role=role), analysis.session.speakers[1])
        session = dataclasses.replace(analysis.session, speakers=speakers)
        tables = tables_of(dataclasses.replace(analysis, session=session))
        check_schema(tables)
        assert tables.talk["role"].iloc[0] == role


def test_the_tables_are_the_same_without_pyarrow() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from analyzer.aggregate import SCHEMA, build_tables\n"
        "from analyzer.records import Pack\n"
        "pack = Pack(name='p', version='1', language='en', advice=(), problem=())\n"
        "tables = build_tables([], pack=pack)\n"
        "kinds = {str(it) for name in SCHEMA for it in getattr(tables, name).dtypes}\n"
        "assert 'object' not in kinds and 'str' in kinds, kinds\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
