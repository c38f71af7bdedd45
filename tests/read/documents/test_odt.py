from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.base import RawFile
from analyzer.read.decode import decode
from analyzer.read.documents.odt import Odt
from analyzer.records import Session
from tests.effort import IN_PROPORTION, effort_of, growth

FILES = Path(__file__).parents[1] / "files" / "odt"


@pytest.fixture(scope="session")
def office() -> ModuleType:
    """The maker of OpenDocument texts that lies beside the tests."""
    path = Path(__file__).parents[1] / "odt_builder.py"
    spec = importlib.util.spec_from_file_location("odt_builder", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def turns(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def outside(session: Session) -> list[tuple[str, str]]:
    return [(str(part.kind), part.text) for part in session.outside]


def read(content: bytes) -> Session:
    session = read_bytes(content, path="call.odt")
    assert session.source.format == "odt"
    return session


def corrected(office: ModuleType) -> bytes:
    """A draft corrected by hand: tracked changes, comments, a footnote, hidden words."""
    p, span, note = office.p, office.span, office.note
    made: bytes = office.odt(
        p("Fourth talk", style="P1"),
        p(
            span("Coach:"),
            " Hello. What ",
            '<text:change-start text:change-id="c1"/>exactly ',
            '<text:change-end text:change-id="c1"/>',
            '<text:change text:change-id="c2"/>',
            "would help?",
        ),
        p(
            span("Client:", "T2"),
            " A list.",
            note("Name changed."),
            span(" ask her about the list", "T3"),
            " A short one,\nof\tthree.  No more.",
        ),
        p(span("Coach:"), " Three", note("Whose number?", author="Mia Kern"), "?"),
        p(span("Client:"), " Three."),
        changes={"c2": p("the hell ")},
        margins=(
            f"<style:header>{p('Mentor file 7')}</style:header>"
            f"<style:footer>{p('Page 3')}</style:footer>"
        ),
        meta=(
            "<dc:title>Draft</dc:title><meta:creation-date>2026-01-09T08:00:00"
            "</meta:creation-date><dc:date>2026-02-01T08:00:00</dc:date>"
        ),
    )
    return made


def review(office: ModuleType) -> bytes:
    """A table as mentors get it, one cell with two paragraphs, one remark on two lines."""
    p, span = office.p, office.span
    rows = [
        ("1 [00:02] ", "Coach Ines", " What is it today?", "Open."),
        ("2 [00:09] ", "Client Sam", " One thing: my boss.", ""),
        ("3 [00:15] ", "Coach Ines", " Urgent?", "Closed.\nWhy not: by when?"),
        ("4 [00:19] ", "Client Sam", " Yes.", "He is short here."),
    ]
    made: bytes = office.odt(
        p("Session with feedback"),
        office.table(
            ["Coaching transcript", "Mentor's feedback"],
            *([p(number, span(name), said), remark] for number, name, said, remark in rows),
        ),
        p("Strengths: patience."),
    )
    return made


DOCUMENTS = {"corrected": corrected, "review": review}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_reads_as_its_golden_json_says(
    golden: Callable[..., Session], office: ModuleType, name: str
) -> None:
    golden(FILES / f"{name}.odt", DOCUMENTS[name](office))


def test_changes_are_accepted_and_notes_and_hidden_words_kept_apart(office: ModuleType) -> None:
    session = read(corrected(office))
    assert turns(session) == [
        ("Coach", "Hello. What exactly would help?"),
        ("Client", "A list. A short one, of\tthree.  No more."),
        ("Coach", "Three?"),
        ("Client", "Three."),
    ]
    assert outside(session) == [
        ("front", "Mentor file 7"),
        ("front", "Fourth talk"),
        ("front", "Name changed."),
        ("logistics", "ask her about the list"),
        ("comments", "Mia Kern: Whose number?"),
    ]
    assert [warning.message for warning in session.warnings] == [
        "1 tracked deletions (2 words) were left out.",
        "1 comments in the margin are kept as outside text.",
        "1 footnotes and endnotes are kept as outside text.",
        "1 stretches of hidden text are kept as outside text.",
    ]
    assert (session.title, str(session.held_on)) == ("Fourth talk", "2026-01-09")


def test_a_mentors_table_gives_the_talk_and_keeps_the_remarks_outside(office: ModuleType) -> None:
    session = read(review(office))
    assert turns(session)[1::2] == [
        ("Client Sam", "One thing: my boss."),
        ("Client Sam", "Yes."),
    ]
    assert [turn.start_ms for turn in session.turns] == [2_000, 9_000, 15_000, 19_000]
    remarks = [text for kind, text in outside(session) if kind == "comments"]
    assert remarks == ["Open.", "Closed.\nWhy not: by when?", "He is short here."]


def test_repeated_and_covered_cells_keep_the_columns_in_place(office: ModuleType) -> None:
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def cell(text: str) -> str:
        return f"<table:table-cell>{office.p(text)}</table:table-cell>"

    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    session = read(
        office.odt(
            "<table:table>"
            + row(cell("Time"), cell("Note"), cell("Code"), cell("Speaker"), cell("Text"))
            + row(cell("00:01"), gap, cell("Ana"), cell("Hi there."))
            + row(
                cell("00:04"), cell("ok"), "<table:covered-table-cell/>", cell("Bo"), cell("Yes.")
            )
            + row(cell("00:06"), gap, cell("Ana"), cell("So?"))
            + row(cell("00:09"), gap, cell("Bo"), cell("A plan."))
            + "</table:table>"
        )
    )
    expected = [("Ana", "Hi there."), ("Bo", "Yes."), ("Ana", "So?"), ("Bo", "A plan.")]
    assert turns(session) == expected
    assert session.turns[-1].start_ms == 9_000


def test_a_label_in_a_bold_paragraph_ends_where_a_run_is_not_bold(office: ModuleType) -> None:
    rows = [("Ana", "Hi."), ("Bo", "Hello: you."), ("Ana", "So?"), ("Bo", "No."), ("Ana", "Hm.")]
    session = read(
        office.odt(
            *(
                office.p(name, office.span(f" {text}", "T4"), style="P2")
                for name, text in [*rows, ("Bo", "Yes.")]
            )
        )
    )
    assert turns(session) == [*rows, ("Bo", "Yes.")]


def test_a_talk_in_a_numbered_list_is_a_talk(office: ModuleType) -> None:
    lines = ["Ana: Hi.", "Bo: Hello.", "Ana: So?", "Bo: No."]
    listed = "".join(f"<text:list-item>{office.p(line)}</text:list-item>" for line in lines)
    session = read(office.odt(f"<text:list>{listed}</text:list>"))
    assert turns(session) == [("Ana", "Hi."), ("Bo", "Hello."), ("Ana", "So?"), ("Bo", "No.")]


def test_text_boxes_and_sections_lose_no_word(office: ModuleType) -> None:
    p = office.p
    box = f"<draw:frame><draw:text-box>{p('In a box.')}</draw:text-box></draw:frame>"
    session = read(
        office.odt(
            f"<text:section>{p('Ana: Hi.')}{p('Bo: Hello.', box)}</text:section>",
            p('<text:a href="x">Ana</text:a>', ": So?"),
        )
    )
    assert turns(session) == [("Ana", "Hi."), ("Bo", "Hello.\n\nIn a box."), ("Ana", "So?")]


def test_broken_locked_and_bloated_documents_are_refused_with_advice(office: ModuleType) -> None:
    whole = office.odt(*(office.p(f"Coach: line {n}") for n in range(200)))
    entity = '<!DOCTYPE d [<!ENTITY a "aaaa">]>'
    kind = "application/vnd.oasis.opendocument.text"
    for content, message in (
        (whole[: len(whole) // 2], "damaged"),
        (office.odt("<text:p>"), "damaged"),
        (office.pack({"mimetype": kind, "content.xml": f"{entity}<a>&a;</a>"}), "entities"),
        (office.pack({"mimetype": kind, "content.xml": "<a/>"}), "no text in it"),
        (office.pack({"mimetype": kind}), "damaged"),
        (office.pack({"mimetype": kind, "content.xml": " " * 201_000_000}), "larger"),
        (office.odt(office.p("Hi"), manifest="<manifest:encryption-data/>"), "password"),
        (office.odt(office.p("")), "no text"),
        (office.odt("<text:section>" * 250 + "</text:section>" * 250), "no text|deep"),
    ):
        with pytest.raises(UnreadableTranscript, match=message) as caught:
            read_bytes(content, path="call.odt")
        assert caught.value.hint


def test_a_damaged_part_beside_the_text_costs_only_that_part(office: ModuleType) -> None:
    text = office.content(office.p("Coach: Hi."), office.p("Client: Ho."))
    kind = "application/vnd.oasis.opendocument.text"
    session = read(office.pack({"mimetype": kind, "content.xml": text, "meta.xml": "<a"}))
    assert turns(session) == [("Coach", "Hi."), ("Client", "Ho.")]
    assert session.warnings[-1].message.startswith("the part meta.xml")


@settings(max_examples=60)
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_any_one_wrong_byte_reads_or_is_refused(office: ModuleType, place: int, byte: int) -> None:
    content = bytearray(corrected(office))
    content[place % len(content)] = byte
    try:
        Odt().parse(RawFile(path="call.odt", content=bytes(content), text=None))
    except AnalyzerError:
        return


def test_a_long_document_takes_effort_in_proportion(office: ModuleType) -> None:
    def effort(count: int) -> int:
        rows = (("Client:", "Coach:")[n % 2] for n in range(count))
        content = office.odt(*(office.p(office.span(name), " What then?") for name in rows))
        return effort_of(lambda: read(content))

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION


def test_tables_and_drawings_of_the_same_family_are_refused(office: ModuleType) -> None:
    for kind in ("spreadsheet", "presentation"):
        content = office.pack({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "a": ""})
        with pytest.raises(UnreadableTranscript, match=r"\.xlsx"):
            decode(content, path="call.ods")
