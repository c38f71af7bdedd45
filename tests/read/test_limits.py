from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read import limits, read_bytes, read_session, trees
from analyzer.read.documents import docx_package
from analyzer.read.documents.docx_package import open_package
from analyzer.read.pages import html

CALL = b"Ana: How was it?\nBen: Hard, and long.\n"
SOURCE = Path(limits.__file__).read_text(encoding="utf-8")


def refusal(content: bytes) -> UnreadableTranscript:
    with pytest.raises(UnreadableTranscript) as caught:
        read_bytes(content, path="call")
    assert caught.value.path == "call"
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("MAX_FILE_BYTES", "more than 0 MB are not read"),
        ("MAX_TEXT_CHARS", "more than 0 million are not read"),
        ("MAX_LINES", "the file has 3 lines; more than 1 are not read"),
        ("MAX_SPEAKERS", "2 different speakers are named; more than 1 are no talk"),
        ("MAX_PARAGRAPHS", "2 paragraphs; more than 1 are not read"),
    ],
)
def test_what_is_too_large_is_refused_with_its_limit_and_what_to_do(
    limit: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, limit, 1)
    assert said in str(refusal(CALL))


def test_a_file_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "call.txt"
    path.write_bytes(CALL)
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(UnreadableTranscript, match="are not read"):
        read_session(path)


def test_too_many_cues_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CUES", 1)
    cues = b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi.\n\n00:03.000 --> 00:04.000\nHo.\n"
    assert "2 captions; more than 1 are not read" in str(refusal(cues))


@pytest.mark.parametrize("opened", ["[", '{"a": ['])
def test_json_that_nests_too_deep_is_refused(opened: str) -> None:
    n_deep = limits.MAX_JSON_DEPTH + 1
    closed = "]" if opened == "[" else "]}"
    for times in (n_deep, 50 * n_deep, 2_000 * n_deep):
        content = f'{{"segments": {opened * times}{closed * times}}}'
        assert f"more than {limits.MAX_JSON_DEPTH} deep" in str(refusal(content.encode()))


def test_json_of_a_depth_that_services_write_is_read() -> None:
    value: trees.Json = "hi"
    for _ in range(limits.MAX_JSON_DEPTH - 2):
        value = [value]
    assert trees.read_tree(json.dumps({"a": value}), path="x") == {"a": value}


def test_numbers_of_any_size_are_read_or_refused() -> None:
    for number in ("1e999", "-1e999", "1" + "0" * 400, "1" + "0" * 5_000, "0." + "1" * 5_000):
        content = f'{{"text": "Hi.", "segments": [{{"start": {number}, "end": {number}, '
        content += '"text": "Hi."}]}'
        try:
            session = read_bytes(content.encode(), path="call.json")
        except AnalyzerError:
            continue
        assert session.turns[0].text == "Hi."


def packed(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return held.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed(word__document_xml=b"<a>" + b" " * 3_000_000 + b"</a>")
    assert len(bomb) < 10_000
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    for limit, said in (
        ("MAX_UNPACKED_BYTES", "unpacked, the document is larger than 1 MB"),
        ("MAX_PART_BYTES", "unpacked, a part of the document is larger than 1 MB"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(docx_package, limit, 1_000_000)
            assert said in str(refusal(bomb))
    monkeypatch.setattr(docx_package, "MAX_PARTS", 0)
    assert "1 parts; more than 0 are not read" in str(refusal(bomb))


def test_a_zip_that_understates_its_size_is_not_unpacked_beyond_it() -> None:
    whole = packed(word__document_xml=b"<a>" + b"x" * 1_000_000 + b"</a>")
    told = (1_000_007).to_bytes(4, "little")
    assert whole.count(told) == 2
    with pytest.raises(UnreadableTranscript, match="damaged"):
        open_package(whole.replace(told, (100).to_bytes(4, "little")), path="call.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_entity_of_a_document_is_ever_expanded(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY a "aaaa">]>'
    content = packed(word__document_xml=f'{text}<d b="&a;">&a;</d>'.encode(encoding))
    assert "declares entities" in str(refusal(content))


def test_a_page_that_nests_too_deep_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_PAGE_DEPTH", 2)
    page = b"<html><body><div><div><div>Ana: Hi.</div></div></div></body></html>"
    assert "more than 2 deep" in str(refusal(page))


def test_every_limit_says_why() -> None:
    for name in re.findall(r"^MAX_\w+", SOURCE, re.MULTILINE):
        above = SOURCE[: SOURCE.index(f"\n{name}")].rpartition("\n")[2]
        assert above.startswith(("# ", "MAX_PDF")), name


@given(st.lists(st.tuples(st.sampled_from(" \t\n\u00a0ab"), st.integers(1, 250)), max_size=6))
def test_no_run_of_blanks_is_longer_than_its_bound_and_nothing_else_is_cut(
    runs: list[tuple[str, int]],
) -> None:
    text = "".join(sign * times for sign, times in runs)
    shorter = limits.fewer_blanks(text)
    assert max(map(len, re.findall(r"[^\S\n]+", shorter)), default=0) <= limits.MAX_BLANKS
    assert re.sub(r"[^\S\n]", "", shorter) == re.sub(r"[^\S\n]", "", text)
    if len(max(re.findall(r"[^\S\n]+", text), key=len, default="")) <= limits.MAX_BLANKS:
        assert shorter == text


def test_no_bound_on_files_stands_anywhere_else() -> None:
    folder = Path(limits.__file__).parent
    others = [path for path in folder.rglob("*.py") if path.name != "limits.py"]
    found = [
        f"{path.name}: {line}"
        for path in others
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"_?MAX_\w*(?:BYTES|CHARS|CELLS|PAGES|DEPTH|SPEAKERS|VOICES|PARTS)\b.*=", line)
    ]
    assert found == []
