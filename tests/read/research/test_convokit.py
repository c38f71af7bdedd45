from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.cli import main
from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read import content_of, read_bytes, read_session
from analyzer.read.decode import decode
from analyzer.read.folders import find_files
from analyzer.read.research.convokit import ConvoKit
from analyzer.read.research.corpus import conversation_content, each_conversation, is_corpus

ENDINGS = ("json", "jsonl", "txt")


def row(number: str, talk: str | None, text: str, speaker: str = "Ana", **more: Any) -> str:
    rows = {"id": number, "conversation_id": talk, "text": text, "speaker": speaker}
    return json.dumps({**rows, "reply-to": None, "timestamp": None, "meta": {}, **more})


TALKS = [
    row("a1", "a1", "Who is it?"),
    row("b1", "b1", "Why now?", "Ben"),
    row("a2", "a1", "Only me.", "Cleo"),
    row("u1", "Gespräch 1/2", "Ja und?", "Ida"),
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "utterances.jsonl").write_text("\n".join(TALKS) + "\n", "utf-8")
    for name in ("speakers.json", "conversations.json", "corpus.json", "index.json"):
        (folder / name).write_text("{}", "utf-8")
    (folder / "info.parsed.jsonl").write_text("{}", "utf-8")
    (folder / "other.txt").write_text("Coach: hi\nClient: ho\n", "utf-8")
    return folder


def said(path: str | Path) -> list[tuple[str, str]]:
    session = read_session(path)
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def test_a_folder_stands_for_each_conversation_of_its_corpus(corpus: Path) -> None:
    base = f"{corpus}/utterances.jsonl"
    assert find_files([str(corpus)], endings=ENDINGS).files == (
        f"{corpus}/other.txt",
        f"{base}#a1",
        f"{base}#b1",
        f"{base}#Gespräch 1/2",
    )
    assert find_files([base], endings=ENDINGS).files == (
        f"{base}#a1",
        f"{base}#b1",
        f"{base}#Gespräch 1/2",
    )


def test_a_path_with_a_conversation_is_read_as_its_session(corpus: Path) -> None:
    base = f"{corpus}/utterances.jsonl"
    assert said(f"{base}#a1") == [("Ana", "Who is it?"), ("Cleo", "Only me.")]
    assert said(f"{base}#Gespräch 1/2") == [("Ida", "Ja und?")]
    session = read_session(f"{base}#b1")
    assert session.source.path == f"{base}#b1"
    assert session.source.format == "convokit"


def test_a_session_does_not_change_with_the_rest_of_its_corpus(corpus: Path) -> None:
    path = f"{corpus}/utterances.jsonl#a1"
    before = read_session(path).source.sha256
    with (corpus / "utterances.jsonl").open("a") as file:
        file.write(row("z1", "z1", "New.") + "\n")
    assert read_session(path).source.sha256 == before


def test_a_corpus_of_one_conversation_is_read_by_its_folder_or_its_file(corpus: Path) -> None:
    file = corpus / "utterances.jsonl"
    file.write_text("\n".join(TALKS[:1]) + "\n")
    assert said(corpus) == said(file) == [("Ana", "Who is it?")]
    assert str(file) in find_files([str(corpus)], endings=ENDINGS).files


def test_a_corpus_of_several_is_refused_whole_with_a_way_on(corpus: Path) -> None:
    for path in (corpus, corpus / "utterances.jsonl"):
        with pytest.raises(UnreadableTranscript, match="3 conversations") as caught:
            read_session(path)
        assert "utterances.jsonl#a1" in str(caught.value.hint)


def test_an_unknown_conversation_is_refused_with_the_nearest(corpus: Path) -> None:
    with pytest.raises(UnreadableTranscript, match="no conversation 'a11'") as caught:
        content_of(f"{corpus}/utterances.jsonl#a11")
    assert "'a1'" in str(caught.value.hint)
    with pytest.raises(UnreadableTranscript, match="no such file"):
        content_of(f"{corpus}/gone/utterances.jsonl#a1")


def test_a_broken_line_is_never_passed_over(corpus: Path) -> None:
    with (corpus / "utterances.jsonl").open("a") as file:
        file.write('{"id": "a3", "conversation_id": "a1", "text": "Cut o')
    with pytest.raises(UnreadableTranscript, match="broken"):
        read_session(f"{corpus}/utterances.jsonl#a1")
    assert said(f"{corpus}/utterances.jsonl#b1") == [("Ben", "Why now?")]


def test_a_file_whose_name_has_the_mark_is_a_plain_file(tmp_path: Path) -> None:
    file = tmp_path / "utterances.jsonl#a1"
    file.write_text("Coach: hi\nClient: ho\n")
    assert conversation_content(str(file)) is None
    assert said(file) == [("Coach", "hi"), ("Client", "ho")]


def test_a_folder_without_the_files_beside_is_no_corpus(tmp_path: Path) -> None:
    (tmp_path / "utterances.jsonl").write_text(TALKS[0])
    assert not is_corpus(tmp_path)
    files = [str(tmp_path / "utterances.jsonl"), str(tmp_path / "index.json")]
    assert list(each_conversation(files)) == files


def test_the_command_line_reads_each_conversation(corpus: Path) -> None:
    result = CliRunner().invoke(main, ["read", str(corpus)])
    assert result.exit_code == 0, result.output
    assert result.output.count("convokit") >= 3


def test_utterances_come_in_order_of_their_timestamps_where_all_have_one() -> None:
    rows = [row("2", "1", "b", timestamp="20"), row("1", "1", "a", "Ben", timestamp=10.5)]
    content = "\n".join(rows).encode()
    assert [turn.text for turn in read_bytes(content, path="x").turns] == ["a", "b"]
    content = "\n".join([*rows, row("3", "1", "c", "Cy")]).encode()
    assert [turn.text for turn in read_bytes(content, path="x").turns] == ["b", "a", "c"]


def test_speakers_by_number_and_by_table_are_named() -> None:
    rows = [
        row("1", "1", "a", speaker=7),  # type: ignore[arg-type]
        row("2", "1", "b", speaker={"id": "Bo"}),  # type: ignore[arg-type]
    ]
    session = read_bytes("\n".join(rows).encode(), path="x")
    assert [speaker.name for speaker in session.speakers] == ["Speaker 7", "Bo"]


@pytest.mark.parametrize(
    "text",
    ['{"id": 1, "text": "a", "speaker": "b"}', '[{"speaker": "A", "text": "hi"}]', "{}", "[]"],
)
def test_other_lists_of_objects_are_no_corpus(text: str) -> None:
    assert ConvoKit().claims(decode(text.encode(), path="x")) == 0.0


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=60)
@given(st.data())
def test_spoilt_utterances_are_read_or_refused(data: st.DataObject) -> None:
    rows = [json.loads(line) for line in TALKS[:3]]
    for _ in range(data.draw(st.integers(1, 5))):
        one = data.draw(st.sampled_from(rows))
        one[data.draw(st.sampled_from(sorted(json.loads(TALKS[0]))))] = data.draw(VALUES)
    content = "\n".join(json.dumps(one) for one in rows).encode()
    try:
        read_bytes(content, path="x", format="convokit")
    except AnalyzerError:
        return
