"""Word documents as transcription services and editors of transcripts write them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.records import Session

FILES = Path(__file__).parents[1] / "files" / "docx"
FORMATS = Path(__file__).resolve().parents[4] / "shared" / "formats"


def otter_document(word: ModuleType) -> bytes:
    """As Otter writes it: key words and speakers first, name and time on a line of their own."""
    p, r = word.p, word.r

    def said(name: str, clock: str, text: str) -> tuple[str, str]:
        return p(r(name, bold=True), r(f"  {clock}")), p(text)

    made: bytes = word.docx(
        p(r("Allotment, second talk")),
        p("Wed, Mar 11, 2026 9:02AM · 1:02:31"),
        p(r("SUMMARY KEYWORDS", bold=True)),
        p("fence, neighbour, seed potatoes, shed, apology"),
        p(r("SPEAKERS", bold=True)),
        p("Hedda Rusk, Unknown Speaker, Olu"),
        *said("Hedda Rusk", "00:04", "You said there was a fence. Whose?"),
        *said("Olu", "00:09", "His. Well: ours, on his side. He paints it at night."),
        *said("Unknown Speaker", "00:15", "Tea?"),
        *said("Hedda Rusk", "00:16", "Thank you. What colour?"),
        *said("Olu", "1:02:19", "Mine. That is the thing: he paints it my colour."),
        p("Transcribed by https://otter.ai"),
        parts={"footer1": p("- 1 -"), "footer2": p("Transcribed by https://otter.ai - 2 -")},
    )
    return made


def rev_document(word: ModuleType) -> bytes:
    """As Rev writes it: name and time, a line break or a paragraph, a time alone going on."""
    p, r = word.p, word.r
    made: bytes = word.docx(
        p("Speaker 1 (00:00:02):"),
        p("Tell me about the lighthouse. [inaudible 00:00:05] You bought it?"),
        p("Speaker 2 (00:00:09):"),
        p("Leased it. Ninety years. My accountant asked me what I'd do with the other sixty."),
        p("(00:01:03):"),
        p("I said: sleep. I haven't slept since March."),
        p(r("Speaker 1 "), r("(00:01:11):"), "<w:r><w:br/></w:r>", r("What would sleep give you?")),
        p("Speaker 2 (00:01:14):"),
        p("[crosstalk 00:01:15] Somebody else's problems."),
    )
    return made


def review_document(word: ModuleType) -> bytes:
    """A review table a mentor corrected: tracked changes in cells, a comment, a row struck out."""
    p, r = word.p, word.r
    note = '<w:r><w:commentReference w:id="5"/></w:r>'
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("[00:30] Coach: Right?") + "</w:tc></w:tr>"
    table: str = word.table(
        ["Transcript", "Mentor's notes"],
        [
            p(
                "[00:03] ",
                r("Coach:", bold=True),
                " What ",
                word.ins(r("else ")),
                "is there?",
                note,
            ),
            "Open.",
        ],
        [p("[00:08] ", r("Client:", bold=True), " The ", word.deleted("damn "), "boat."), ""],
        [
            p("[00:12] ", r("Coach:", bold=True), " The boat."),
            word.table(["7.4"], ["evokes"]),
        ],
        [p("[00:14] ", r("Client:", bold=True), " It leaks.") + p("And I like that."), "Stay."],
    )
    made: bytes = word.docx(
        p("Second session"),
        table[: table.rindex("</w:tbl>")] + gone + "</w:tbl>",
        parts={"comments": f'<w:comment w:id="5" w:author="Mia Kern">{p("Good.")}</w:comment>'},
    )
    return made


DOCUMENTS = {"otter": otter_document, "rev": rev_document, "review": review_document}


def turns(session: Session) -> list[tuple[str, str, int | None]]:
    return [(session.speakers[t.speaker].name, t.text, t.start_ms) for t in session.turns]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_export_reads_as_its_golden_json_says(
    golden: Callable[..., Session], word: ModuleType, name: str
) -> None:
    golden(FILES / f"{name}.docx", DOCUMENTS[name](word))


def test_an_otter_document_keeps_its_key_words_apart_from_the_talk(word: ModuleType) -> None:
    session = read_bytes(otter_document(word), path="call.docx")
    assert turns(session) == [
        ("Hedda Rusk", "You said there was a fence. Whose?", 4_000),
        ("Olu", "His. Well: ours, on his side. He paints it at night.", 9_000),
        ("Unknown Speaker", "Tea?", 15_000),
        ("Hedda Rusk", "Thank you. What colour?", 16_000),
        ("Olu", "Mine. That is the thing: he paints it my colour.", 3_739_000),
    ]
    texts = [part.text for part in session.outside]
    assert "fence, neighbour, seed potatoes, shed, apology" in texts
    assert "Hedda Rusk, Unknown Speaker, Olu" in texts
    assert str(session.held_on) == "2026-03-11"


def test_a_time_alone_goes_on_with_the_speaker_in_a_rev_document(word: ModuleType) -> None:
    session = read_bytes(rev_document(word), path="call.docx")
    assert [(name, start) for name, _, start in turns(session)] == [
        ("Speaker 1", 2_000),
        ("Speaker 2", 9_000),
        ("Speaker 1", 71_000),
        ("Speaker 2", 74_000),
    ]
    assert turns(session)[1][1].endswith("sixty.\n\nI said: sleep. I haven't slept since March.")
    assert turns(session)[2][1] == "What would sleep give you?"


def test_changes_and_remarks_in_a_review_table_are_settled_cell_by_cell(word: ModuleType) -> None:
    session = read_bytes(review_document(word), path="call.docx")
    assert turns(session) == [
        ("Coach", "What else is there?", 3_000),
        ("Client", "The boat.", 8_000),
        ("Coach", "The boat.", 12_000),
        ("Client", "It leaks.\n\nAnd I like that.", 14_000),
    ]
    remarks = {part.text: part.before_turn for part in session.outside if part.kind == "comments"}
    assert remarks == {"Open.": 1, "Mia Kern: Good.": 1, "7.4\nevokes": 3, "Stay.": 4}
    assert session.warnings[0].message == "2 tracked deletions (4 words) were left out."


def test_hidden_words_are_kept_outside_the_talk(word: ModuleType) -> None:
    p, r = word.p, word.r
    hidden = r(" ask about the boat", extra="<w:vanish/>")
    shown = r(" Hi.", extra='<w:vanish w:val="0"/>')
    session = read_bytes(word.docx(p("Ana:", shown), p("Bo: Ho.", hidden)), path="call.docx")
    assert [text for _, text, _ in turns(session)] == ["Hi.", "Ho."]
    assert [part.text for part in session.outside] == ["ask about the boat"]
    assert session.warnings[-1].message == "1 stretches of hidden text are kept as outside text."


def test_elements_nested_without_end_are_refused(word: ModuleType) -> None:
    deep = "<w:sdt><w:sdtContent>" * 120 + word.p("Ana: Hi.") + "</w:sdtContent></w:sdt>" * 120
    try:
        session = read_bytes(word.docx(deep, word.p("Bo: Ho.")), path="call.docx")
    except UnreadableTranscript:
        return
    assert [text for _, text, _ in turns(session)] == ["Hi.", "Ho."]


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the collected sample files are not at hand")
def test_a_real_document_loses_no_word() -> None:
    path = FORMATS / "qualcoder_txt_docx" / "ccbogel__Examples__ID1.docx"
    session = read_bytes(path.read_bytes(), path=path.name)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/document.xml").decode()
    words = "".join(
        part.split("</w:t>")[0].split(">", 1)[1]
        for part in xml.split("<w:t")[1:]
        if part[0] in " >"
    )
    said = "".join(turn.text for turn in session.turns)
    assert "".join(said.split()) == "".join(words.split()).replace("\u00a0", "")
