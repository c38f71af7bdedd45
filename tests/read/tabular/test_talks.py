from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from analyzer.cli import main
from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read import content_of, read_session
from analyzer.read.folders import find_files
from analyzer.read.tabular.talks import each_talk

HEAD = "transcript_id,who,start,text"
ROWS = [
    '7,Ana,0,"Why, then?"',
    "7,Ben,2,It rained.",
    '7,Ana,4,"And then?',
    'What then?"',
    "7,Ben,6,I went.",
    "Tag 2/b#,Ida,0,Ja und?",
    "Tag 2/b#,Ola,2,Nichts.",
    "Tag 2/b#,Ida,4,Gar nichts?",
    "7,Ana,8,Back again.",
    "Tag 2/b#,Ola,6,Nein.",
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "calls.csv"
    path.write_text("\n".join([HEAD, *ROWS]) + "\n", "utf-8")
    return path


def said(path: str | Path) -> list[tuple[str, str]]:
    session = read_session(path)
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def test_a_table_stands_for_each_of_its_talks(table: Path) -> None:
    paths = (f"{table}#7", f"{table}#Tag 2/b#")
    assert find_files([str(table)], endings=()).files == paths
    assert find_files([str(table.parent)], endings=("csv",)).files == paths


def test_a_talk_is_read_by_itself_with_its_own_rows(table: Path) -> None:
    assert said(f"{table}#7") == [
        ("Ana", "Why, then?"),
        ("Ben", "It rained."),
        ("Ana", "And then?\nWhat then?"),
        ("Ben", "I went."),
        ("Ana", "Back again."),
    ]
    session = read_session(f"{table}#Tag 2/b#")
    assert [turn.text for turn in session.turns] == ["Ja und?", "Nichts.", "Gar nichts?", "Nein."]
    assert (session.source.path, session.source.format) == (f"{table}#Tag 2/b#", "csv")
    assert not any("talks" in warning.message for warning in session.warnings)


def test_a_talk_does_not_change_with_the_rest_of_the_table(table: Path) -> None:
    before = read_session(f"{table}#7").source.sha256
    with table.open("a") as file:
        file.write("9,Zoe,0,New.\n" * 4)
    assert read_session(f"{table}#7").source.sha256 == before
    assert f"{table}#9" in each_talk(str(table))


def test_the_whole_table_is_still_one_session_for_who_asks(table: Path) -> None:
    session = read_session(table)
    assert len(session.speakers) == 4
    assert "names 2 talks" in " ".join(warning.message for warning in session.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "who,text\nAna,Why?\nBen,So.\n",
        f"{HEAD}\n" + "7,Ana,0,Why?\n7,Ben,2,So.\n" * 4,
        f"{HEAD}\n" + "".join(f"clip{n}.wav,Ana,{n},Why?\n" for n in range(9)),
        "Talk of two sessions: Ana, and Ben, session by session.\n",
        "",
    ],
)
def test_tables_of_one_talk_and_other_files_stand_for_themselves(tmp_path: Path, text: str) -> None:
    path = tmp_path / "call.csv"
    path.write_text(text)
    assert each_talk(str(path)) == [str(path)]
    assert each_talk(str(tmp_path / "gone.csv")) == [str(tmp_path / "gone.csv")]


def test_an_unknown_talk_is_refused_with_the_nearest(table: Path) -> None:
    with pytest.raises(UnreadableTranscript, match="no talk 'Tag 2/c#'") as caught:
        content_of(f"{table}#Tag 2/c#")
    assert "Tag 2/b#" in str(caught.value.hint)
    with pytest.raises(UnreadableTranscript, match="no such file"):
        content_of(f"{table.parent}/gone.csv#7")


def test_a_file_whose_name_has_the_sign_is_a_plain_file(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv#7"
    path.write_text("who,text\nAna,Why?\nBen,So.\n")
    assert said(path) == [("Ana", "Why?"), ("Ben", "So.")]


def test_the_command_line_reads_each_talk(table: Path) -> None:
    result = CliRunner().invoke(main, ["read", str(table)])
    assert result.exit_code == 0, result.output
    assert result.output.count("calls.csv#") == 2


@given(
    st.lists(st.sampled_from([*ROWS, "7", "", ",,,", '"', "8,Ana,0,x", "8,Ana,1,y"]), max_size=30)
)
def test_any_table_stands_for_files_that_can_be_read_or_are_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text("\n".join([HEAD, *rows]))
    for one in each_talk(str(path)):
        try:
            read_session(one)
        except AnalyzerError:
            continue
