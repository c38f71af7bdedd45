from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from analyzer.archive import Archive
from analyzer.errors import PrivacyError
from analyzer.privacy import Redactor, redacted_analysis, redactor_for
from analyzer.privacy.kinds import Entry, Kind
from analyzer.privacy.leaks import _paragraphs, find_leaks
from analyzer.records import Analysis
from analyzer.records.pack_file import load_pack
from analyzer.report import write_report
from analyzer.report.page.blocks import block
from tests.builders import a_call, an_analysis

JSON = 'type="application/json"'
IMANI = Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Imani Clarke", "Imani"))
REDACTOR = Redactor([IMANI])
LINES = (
    "Imani Clarke: HR says there is no role in Tulsa, dear Mike. What can I do?",
    "Mike: Ask Hollis whose budget it is, Imani. Then leave him a voicemail.",
    "Imani Clarke: I'll call Hollis this afternoon from Tulsa.",
)


def an_imani() -> Analysis:
    return an_analysis(a_call(*LINES, clients=("Imani Clarke",)))


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.txt", "Nothing.\nThen Imani left.", "line 2"),
        ("a.csv", "speaker,text\nIMANI CLARKE,Hm", "row 2, column 1"),
        ("imani.txt", "Nothing.", "file name"),
        ("a.json", json.dumps({"who": "Im\u0061ni"}), "value, who"),
        ("a.jsonl", '{"a": 1}\n{"a": ["\\u0049mani"]}', "line 2, a"),
        ("a.html", "<p>It was <b>Im&#97;ni</b></p>", "text"),
        ("a.html", '<img alt="Imani at work">', "attribute"),
        ("a.html", f'<script {JSON}>{{"who": "Imani"}}</script>', "data 1, value, who"),
        ("a.html", "<script>show('Imani')</script>", "script"),
        ("a.html", f"<pre>{block({'said': ['So Imani said ' * 9]})}</pre>", "data 1, value, said"),
    ],
)  # fmt: skip
def test_a_name_is_found_wherever_it_stands(
    tmp_path: Path, name: str, content: str, place: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    check = find_leaks([tmp_path], REDACTOR)
    assert place in {leak.place for leak in check.leaks}
    assert {leak.pseudonym for leak in check.leaks} == {"Client 1"}


WILL = Redactor([Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Will",))])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "move,text\nclosing,Will you call?\n"),
        ("a.tsv", "move\ttext\nclosing\tWill you call?\n"),
        ("a.html", "<script>const AT_WILL = 1;</script>"),
    ],
)
def test_an_everyday_word_in_a_cell_of_its_own_is_no_leak(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert find_leaks([tmp_path], WILL).leaks == ()


def test_a_short_line_of_a_pdf_page_ends_its_paragraph() -> None:
    lines = ["Their own words", "Will you ask them what it costs, said the coach, or ask", "Will."]
    first, *others = _paragraphs(lines)
    assert first == "Their own words"
    assert others == [" ".join(lines[1:])]


def test_words_of_spacy_are_looked_at_where_they_stand(tmp_path: Path) -> None:
    vocab = Vocab()
    held = DocBin(attrs=[], docs=[Doc(vocab, words=["Will", "you", "?"])])
    held.strings.add("as said by Will")
    held.to_disk(tmp_path / "a.spacy")
    assert [it.around for it in find_leaks([tmp_path], WILL).leaks] == ["as said by Will"]


def test_a_name_cut_into_runs_of_a_word_document_is_found(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        runs = "<w:p><w:r><w:t>Ima</w:t></w:r><w:r><w:t>ni left</w:t></w:r></w:p>"
        package.writestr("word/document.xml", f"<w:document>{runs}</w:document>")
        package.writestr("docProps/core.xml", "<dc:creator>Imani Clarke</dc:creator>")
    places = {leak.place for leak in find_leaks([tmp_path / "a.docx"], REDACTOR).leaks}
    assert places == {"word/document.xml, paragraph 1", "docProps/core.xml, text"}


def test_nothing_is_left_in_reports_without_names(tmp_path: Path) -> None:
    analyses = [an_imani()]
    redactor = redactor_for(analyses)
    for name in ("a.pdf", "a.html"):
        write_report(analyses, tmp_path / name, pack=load_pack("recruiting"), anonymous=True)
        write_report(analyses, tmp_path / f"named-{name}", pack=load_pack("recruiting"))
        assert find_leaks([tmp_path / name], redactor).leaks == ()
        named = find_leaks([tmp_path / f"named-{name}"], redactor).leaks
        assert {"Client 1", "Coach"} <= {leak.pseudonym for leak in named}


def test_nothing_is_left_in_a_redacted_archive(tmp_path: Path) -> None:
    analysis = an_imani()
    redactor = redactor_for([analysis])
    with Archive.open(tmp_path / "named.db", create=True) as archive:
        archive.add(analysis)
    with Archive.open(tmp_path / "new.db", create=True) as archive:
        archive.add(redacted_analysis(analysis, redactor))
    assert find_leaks([tmp_path / "named.db"], redactor).leaks
    assert find_leaks([tmp_path / "new.db"], redactor).leaks == ()


def test_what_cannot_be_looked_through_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\xff\xfe\x00")
    assert find_leaks([tmp_path], REDACTOR).unread == (str(tmp_path / "a.png"),)
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    with pytest.raises(PrivacyError, match="cannot be looked through"):
        find_leaks([tmp_path / "a.pdf"], REDACTOR)
    with pytest.raises(PrivacyError, match="cannot be looked through"):
        find_leaks([tmp_path / "none.txt"], REDACTOR)
