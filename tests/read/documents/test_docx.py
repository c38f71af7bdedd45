from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.decode import decode
from analyzer.read.documents.docx import Docx
from analyzer.read.turns import build_session
from analyzer.records import Session
from tests.effort import IN_PROPORTION, effort_of, growth

FILES = Path(__file__).parents[1] / "files" / "docx"


def read(content: bytes) -> Reading:
    raw = decode(content, path="call.docx")
    assert Docx().claims(raw) == 1.0
    return Docx().parse(raw)


def turns(reading: Reading) -> list[tuple[str | None, str]]:
    """Speakers and what they say, joined as a session joins it."""
    raw = RawFile(path="call.docx", content=b"", text=None)
    session = build_session(reading, raw=raw, format_name="docx")
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def outside(reading: Reading) -> list[tuple[str, str]]:
    return [
        (str(part.outside), part.text) for part in reading.fragments if part.outside is not None
    ]


def icf_document(word: ModuleType) -> bytes:
    """A table as mentors get it: number, time, name in bold and words; beside it their remarks."""
    p, r = word.p, word.r

    def said(number: int, clock: str, name: str, text: str) -> str:
        made: str = p(f"{number} [", r(clock), "] ", r(name, bold=True), f" {text}")
        return made

    made: bytes = word.docx(
        p("Coaching session with feedback", style="berschrift1"),
        p(r("OQ: ", bold=True), "Open question"),
        p(r("CEQ: ", bold=True), "Closed question"),
        word.table(
            ["Coaching Transcript", "Mentor's Feedback"],
            [said(1, "00:02", "Coach Ines Vogt", "What would you like from today?"), "OQ"],
            [said(2, "00:09", "Client Sam Reed", "One thing: the talk with my boss."), ""],
            [said(3, "00:15", "Coach Ines Vogt", "Is it urgent?"), "CEQ. Why not ask when?"],
            [said(4, "00:19", "Client Sam Reed", "Yes.") + p("By Friday, I think."), ""],
        ),
        p("Strengths: patience."),
        parts={"header1": p("Ines Vogt"), "footer1": p("Page 1 of 4")},
    )
    return made


def teams_document(word: ModuleType) -> bytes:
    """As Microsoft Teams writes it: name, blanks, time, line break and words in one paragraph."""
    p, r = word.p, word.r

    def said(name: str, clock: str, text: str) -> str:
        made: str = p(r(name, bold=True), r("   "), r(clock), "<w:r><w:br/></w:r>", r(text))
        return made

    made: bytes = word.docx(
        p(r("Weekly coaching-20260311_090211-Meeting Transcript", bold=True)),
        p("March 11, 2026, 9:02AM"),
        said("Ines Vogt", "0:03", "Good morning, Sam. What is it today?"),
        said("Reed, Sam (Sales)", "0:09", "My boss. He said: “not this year”."),
        said("Reed, Sam (Sales)", "0:21", "That is all."),
        said("Ines Vogt", "1:02:07", "Mm-hm."),
        said("Reed, Sam (Sales)", "1:02:09", "Yes."),
        p("Ines Vogt stopped transcription"),
    )
    return made


def corrected_document(word: ModuleType) -> bytes:
    """A draft corrected by hand: tracked changes, a content control, comments, a footnote."""
    p, r = word.p, word.r
    made: bytes = word.docx(
        p(r("Coach:", bold=True), r(" What"), word.ins(r(" exactly")), word.deleted(" the hell")),
        p(
            r("Client:", bold=True),
            r(" I asked "),
            "<w:sdt><w:sdtContent><w:r><w:t>Dana</w:t></w:r></w:sdtContent></w:sdt>",
            r(". She said “no"),
            "<w:r><w:noBreakHyphen/><w:t>go”.</w:t></w:r>",
            '<w:r><w:commentReference w:id="7"/></w:r>',
        ),
        p(r("And then?"), properties='<w:rPr><w:del w:id="3" w:author="M"/></w:rPr>'),
        p(r(" Nothing."), '<w:r><w:footnoteReference w:id="4"/></w:r>'),
        p(
            r("Coach:", bold=True),
            r("\tSo "),
            '<w:hyperlink r:id="x">' + r("she") + "</w:hyperlink>",
            r(" decides?"),
        ),
        p(
            r("Client:", bold=True),
            r(" She does. "),
            '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>',
        ),
        parts={
            "comments": f'<w:comment w:id="7" w:author="Mia Kern">{p("Whose words?")}</w:comment>',
            "footnotes": (
                f'<w:footnote w:id="0" w:type="separator">{p("---")}</w:footnote>'
                f'<w:footnote w:id="4">{p("Name changed.")}</w:footnote>'
            ),
            "core": (
                "<dc:title>Call with Sam</dc:title>"
                "<dcterms:created>2025-06-01T10:00:00Z</dcterms:created>"
            ),
        },
    )
    return made


DOCUMENTS = {"icf": icf_document, "teams": teams_document, "corrected": corrected_document}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_reads_as_its_golden_json_says(
    golden: Callable[..., Session], word: ModuleType, name: str
) -> None:
    golden(FILES / f"{name}.docx", DOCUMENTS[name](word))


def test_a_mentors_table_gives_the_talk_and_keeps_the_remarks_outside(word: ModuleType) -> None:
    reading = read(icf_document(word))
    assert turns(reading) == [
        ("Coach Ines Vogt", "What would you like from today?"),
        ("Client Sam Reed", "One thing: the talk with my boss."),
        ("Coach Ines Vogt", "Is it urgent?"),
        ("Client Sam Reed", "Yes.\n\nBy Friday, I think."),
    ]
    assert dict(reading.roles) == {"Coach Ines Vogt": "coach", "Client Sam Reed": "client"}
    assert ("comments", "OQ") in outside(reading)
    assert ("comments", "CEQ. Why not ask when?") in outside(reading)
    assert [part.start_ms for part in reading.fragments if part.start_ms] == [
        2_000,
        9_000,
        15_000,
        19_000,
    ]
    assert reading.title == "Coaching session with feedback"


def test_teams_paragraphs_are_parted_at_the_line_break(word: ModuleType) -> None:
    reading = read(teams_document(word))
    assert turns(reading) == [
        ("Ines Vogt", "Good morning, Sam. What is it today?"),
        ("Reed, Sam (Sales)", "My boss. He said: “not this year”.\n\nThat is all."),
        ("Ines Vogt", "Mm-hm."),
        ("Reed, Sam (Sales)", "Yes."),
    ]
    assert str(reading.held_on) == "2026-03-11"


def test_insertions_stay_deletions_go_and_both_are_told(word: ModuleType) -> None:
    reading = read(corrected_document(word))
    assert turns(reading) == [
        ("Coach", "What exactly"),
        ("Client", "I asked Dana. She said “no-go”.\n\nAnd then? Nothing."),
        ("Coach", "So she decides?"),
        ("Client", "She does. ☺"),
    ]
    assert outside(reading) == [("comments", "Mia Kern: Whose words?"), ("front", "Name changed.")]
    messages = [warning.message for warning in reading.warnings]
    assert "1 tracked deletions (2 words) were left out." in messages
    assert "1 comments in the margin are kept as outside text." in messages
    assert reading.title == "Call with Sam"
    assert str(reading.held_on) == "2025-06-01"


def test_headings_quotations_and_text_boxes_are_found_by_style_in_any_language(
    word: ModuleType,
) -> None:
    p, r = word.p, word.r
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
        f"{p('In a box.')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{p('In a box.')}</w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    reading = read(
        word.docx(
            p("Call 7", style="berschrift1"),
            p(r("Ana: Hi.")),
            p(r("Bo: Hello."), box),
            p(r("Ana: So?")),
        )
    )
    assert reading.title == "Call 7"
    assert turns(reading) == [("Ana", "Hi."), ("Bo", "Hello.\n\nIn a box."), ("Ana", "So?")]


@pytest.mark.parametrize(
    "rows",
    [
        [["Ana", "Hi there."], ["Bo", "Yes: hello."], ["Ana", "So?"], ["Bo", "A plan."]],
        [
            ["Speaker", "Text"],
            ["Ana", "Hi there."],
            ["Bo", "Yes: hello."],
            ["Ana", "So?"],
            ["Bo", "A plan."],
        ],
        [
            ["No.", "Time", "Speaker", "Transcript", "Competency"],
            ["1", "00:01", "Ana", "Hi there.", "4"],
            ["2", "00:04", "Bo", "Yes: hello.", ""],
            ["3", "00:07", "Ana:", "So?", "7.3"],
            ["4", "00:09", "Bo", "A plan.", ""],
        ],
        [
            ["[00:01]", "Ana", "Hi there."],
            ["[00:04]", "Bo", "Yes: hello."],
            ["[00:07]", "Ana", "So?"],
            ["[00:09]", "Bo", "A plan."],
        ],
        [
            ["1", "Ana 00:01", "Hi there.", ""],
            ["2", "Bo 00:04", "Yes: hello.", "good"],
            ["3", "Ana 00:07", "So?", ""],
            ["4", "Bo 00:09", "A plan.", ""],
        ],
    ],
)
def test_columns_are_told_apart_by_head_or_by_content(
    word: ModuleType, rows: list[list[str]]
) -> None:
    reading = read(word.docx(word.table(*rows)))
    expected = [("Ana", "Hi there."), ("Bo", "Yes: hello."), ("Ana", "So?"), ("Bo", "A plan.")]
    assert turns(reading) == expected


def test_a_column_for_each_speaker_is_read_row_by_row(word: ModuleType) -> None:
    reading = read(
        word.docx(
            word.table(
                ["Time", "Coach", "Client", "Mentor's notes"],
                ["00:01", "What would you like from today?", "", "opens well"],
                ["00:05", "", "A plan for the talk with him.", ""],
                ["00:09", "And what else?", "Nothing: that is all.", ""],
            )
        )
    )
    assert turns(reading) == [
        ("Coach", "What would you like from today?"),
        ("Client", "A plan for the talk with him."),
        ("Coach", "And what else?"),
        ("Client", "Nothing: that is all."),
    ]
    assert ("comments", "opens well") in outside(reading)
    assert [part.start_ms for part in reading.fragments if part.start_ms] == [
        1_000,
        5_000,
        9_000,
        9_000,
    ]


def test_a_table_of_facts_above_the_talk_is_outside(word: ModuleType) -> None:
    reading = read(
        word.docx(
            word.table(["Coach", "Ines Vogt"], ["Date", "5 March 2024"], ["Topic", "The boss"]),
            *(word.p(f"{name}: Hi.") for name in ["Coach", "Client"] * 3),
        )
    )
    assert turns(reading) == [("Coach", "Hi."), ("Client", "Hi.")] * 3
    assert str(reading.held_on) == "2024-03-05"
    assert outside(reading)[0] == ("front", "Coach: Ines Vogt")


def test_numbered_lines_of_a_talk_are_no_list(word: ModuleType) -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    lines = ["Coach: Hi.", "Client: Ho.", "Coach: So?", "Client: No."]
    reading = read(word.docx(*(word.p(line, properties=listed) for line in lines)))
    assert [text for _, text in turns(reading)] == ["Hi.", "Ho.", "So?", "No."]
    written = [f"{number}. [00:0{number}] {line}" for number, line in enumerate(lines)]
    reading = read(word.docx(*(word.p(line) for line in written)))
    assert [text for _, text in turns(reading)] == ["Hi.", "Ho.", "So?", "No."]


def test_captions_pasted_into_a_document_are_read_as_captions(word: ModuleType) -> None:
    lines = (
        "WEBVTT\n1\n00:00:01.000 --> 00:00:03.000\nCoach: What would\nyou like?\n"
        "2\n00:00:04.000 --> 00:00:05.000\nCoachee: A plan."
    )
    for document in (word.docx(*map(word.p, lines.split("\n"))), word.docx(word.p(word.r(lines)))):
        reading = read(document)
        assert turns(reading) == [("Coach", "What would you like?"), ("Coachee", "A plan.")]
        assert reading.fragments[-1].start_ms == 4_000


def test_a_template_says_nothing_of_title_and_date(word: ModuleType) -> None:
    core = "<dc:title>Document1</dc:title><dcterms:created>2013-12-23T23:15:00Z</dcterms:created>"
    reading = read(word.docx(word.p("Coach: Hi."), word.p("Client: Ho."), parts={"core": core}))
    assert (reading.title, reading.held_on) == (None, None)


def replaced(content: bytes, name: str, part: bytes) -> bytes:
    """The document with one part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            new.writestr(info, part if info.filename == name else old.read(info))
    return buffer.getvalue()


def test_a_broken_document_is_refused_with_advice(word: ModuleType) -> None:
    whole = word.docx(*(word.p(f"Coach: line {number} of the talk") for number in range(200)))
    for content in (
        whole[: len(whole) // 2],
        whole[:-30],
        replaced(whole, "word/document.xml", b"<w:document"),
        replaced(whole, "word/document.xml", b""),
        whole.replace(b"word/document.xml", b"word/documenx.xml"),
    ):
        with pytest.raises(UnreadableTranscript) as caught:
            Docx().parse(RawFile(path="call.docx", content=content, text=None))
        assert caught.value.hint


def test_a_damaged_part_beside_the_text_costs_only_that_part(word: ModuleType) -> None:
    content = word.docx(word.p("Coach: Hi."), word.p("Client: Ho."))
    reading = read(replaced(content, "word/styles.xml", b"<w:styles"))
    assert turns(reading) == [("Coach", "Hi."), ("Client", "Ho.")]
    assert reading.warnings[-1].message.startswith("the part word/styles.xml")


def test_entities_bombs_and_pictures_of_text_are_refused(word: ModuleType) -> None:
    content = word.docx(word.p("Coach: Hi."))
    bomb = b'<!DOCTYPE d [<!ENTITY a "' + b"a" * 1000 + b'">]><document>&a;</document>'
    with pytest.raises(UnreadableTranscript, match="entities"):
        read(replaced(content, "word/document.xml", bomb))
    with pytest.raises(UnreadableTranscript, match="larger"):
        read(word.pack({"word/document.xml": b" " * 201_000_000}))
    with pytest.raises(UnreadableTranscript, match="no text"):
        read(word.docx(word.p("")))


@settings(max_examples=60)
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_any_one_wrong_byte_reads_or_is_refused(word: ModuleType, place: int, byte: int) -> None:
    content = bytearray(word.docx(word.p("Coach: Hi."), word.p("Client: Ho.")))
    content[place % len(content)] = byte
    raw = RawFile(path="call.docx", content=bytes(content), text=None)
    try:
        Docx().parse(raw)
    except AnalyzerError:
        return


def test_a_long_document_takes_effort_in_proportion(word: ModuleType) -> None:
    def effort(count: int) -> int:
        labels = (word.r(("Client:", "Coach:")[n % 2], bold=True) for n in range(count))
        content = word.docx(*(word.p(label, " What did he say then?") for label in labels))

        def work() -> None:
            assert len(turns(read(content))) == count

        return effort_of(work)

    assert growth(effort, few=200, many=2_000) < IN_PROPORTION


def test_other_files_are_not_claimed(word: ModuleType) -> None:
    for raw in (
        RawFile(path="a", content=b"word/document", text="word/document"),
        RawFile(path="a", content=word.pack({"xl/workbook.xml": "<a/>"}), text=None),
    ):
        assert Docx().claims(raw) == 0.0
