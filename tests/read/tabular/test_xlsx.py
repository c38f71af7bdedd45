from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read import detect, read_bytes
from analyzer.read.base import Reading
from analyzer.read.decode import decode
from analyzer.read.tabular import sheet_parts, xlsx
from analyzer.read.tabular.xlsx import Xlsx
from tests.read.conftest import Golden

FILES = Path(__file__).parents[1] / "files" / "xlsx"
SHARED = Path(__file__).resolve().parents[4] / "shared"

# A cell: text, a number, None, or (style, number) or ("f", formula, what it came to).
Cell = str | float | None | tuple[str, float] | tuple[str, str, str]
Sheet = Sequence[Sequence[Cell]]
_STYLES = {"time": 1, "day": 2, "length": 3}
_DAY = 86_400


def workbook(
    sheets: Mapping[str, Sheet], *, parts: Mapping[str, str] | None = None, merge: str = ""
) -> bytes:
    """A workbook of these sheets, the same bytes for the same cells."""
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    made = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
        ),
        "_rels/.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="rId1" '
        f'Type="{_DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheets>{names}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELS}">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_DOC}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        + f'<Relationship Id="rId99" Type="{_DOC}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="4"><xf numFmtId="0"/>'
        '<xf numFmtId="21" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/>'
        '<xf numFmtId="46" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for n, rows in enumerate(sheets.values(), 1):
        made[f"xl/worksheets/sheet{n}.xml"] = _sheet(rows, merge)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**made, **(parts or {})}.items():
            archive.writestr(zipfile.ZipInfo(name), content.encode())
    return file.getvalue()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _sheet(rows: Sheet, merge: str) -> str:
    written = "".join(
        f'<row r="{r}">{"".join(_cell(c, r, cell) for c, cell in enumerate(row))}</row>'
        for r, row in enumerate(rows, 1)
    )
    merged = f'<mergeCells count="1"><mergeCell ref="{merge}"/></mergeCells>' if merge else ""
    return (
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1"/><sheetData>{written}</sheetData>{merged}'
        "</worksheet>"
    )


def _cell(column: int, row: int, cell: Cell) -> str:
    place = f'r="{chr(ord("A") + column)}{row}"'
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = escape(cell)
        return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(cell, tuple) and len(cell) == 3:
        value = f"<v>{escape(cell[2])}</v>" if cell[2] else ""
        return f'<c {place} t="str"><f>{escape(cell[1])}</f>{value}</c>'
    if isinstance(cell, tuple):
        return f'<c {place} s="{_STYLES[cell[0]]}"><v>{cell[1]}</v></c>'
    return f"<c {place}><v>{cell}</v></c>"


TALK: Sheet = [
    ["Start", "Who", "Said"],
    [("time", 4 / _DAY), "Coach Ode", "What did the bees do?"],
    [("time", 9 / _DAY), "Marek", "They left. All of them, on a Sunday."],
    [("time", 15 / _DAY), None, "I was at my mother's."],
    [("time", 21 / _DAY), "Coach Ode", "And on the Monday?"],
]


def read(content: bytes) -> Reading:
    return Xlsx().parse(decode(content, path="call.xlsx"))


def said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(part.speaker, part.text) for part in reading.fragments if part.outside is None]


def outside(reading: Reading) -> list[str]:
    return [part.text for part in reading.fragments if part.outside is not None]


def messages(reading: Reading) -> str:
    return " ".join(warning.message for warning in reading.warnings)


def test_a_review_workbook_is_read_as_expected(golden: Golden) -> None:
    sheets: dict[str, Sheet] = {
        "About": [["Coach", "Ode Farran"], ["Held on", ("day", 45_730)]],
        "Talk": [
            ["The bees"],
            [None],
            ["No.", "Start", "Who", "Said", "Mentor's notes"],
            [1, ("time", 4 / _DAY), "Coach Ode", "What did the bees do?", "An open question."],
            [2, ("time", 9 / _DAY), "Marek", "They left.\nAll of them, on a Sunday.", None],
            [3, ("time", 15 / _DAY), None, "I was at my mother's.", None],
            ["Second half"],
            [4, ("length", 1.5), "Coach Ode", "And on the Monday?", "Good."],
            [5, None, "Marek", ("f", 'A1&"!"', "I looked at the box."), None],
        ],
        "Scores": [["Trust", 4], ["Presence", 5]],
    }
    comment = (
        f'<comments xmlns="{_MAIN}"><commentList><comment ref="D4"><text><r><t>Short, </t></r>'
    )
    comment += "<r><t>and well put.</t></r></text></comment></commentList></comments>"
    content = workbook(sheets, parts={"xl/comments1.xml": comment}, merge="C5:C6")
    session = golden(FILES / "review.xlsx", content)
    assert session.source.format == "xlsx"


def test_rows_of_one_turn_with_an_unnamed_index_are_merged(golden: Golden) -> None:
    rows: Sheet = [
        [None, "TimeStamp", "Turn", "Speaker", "Sentence", "Teacher Tag"],
        [0, None, 1, "T", "Who has the long rope?", "1 - None"],
        [1, None, 1, "T", "Somebody had it.", "1 - None"],
        [2, None, 2, "Ingo", "I tied it to the gate.", None],
        [3, None, 3, "T", "Which gate?", "2 - Asking"],
    ]
    golden(FILES / "turns.xlsx", workbook({"Sheet1": rows}))


def test_it_is_known_by_its_content() -> None:
    (first, claim), (_, other) = detect(decode(workbook({"Talk": TALK}), path="x"))[:2]
    assert first.name == "xlsx"
    assert claim > other


def test_times_of_cells_are_times_and_a_merged_speaker_goes_on() -> None:
    reading = read(workbook({"Talk": TALK}))
    assert [part.start_ms for part in reading.fragments] == [4000, 9000, 15_000, 21_000]
    assert said(reading)[2] == (None, "I was at my mother's.")


def test_minutes_that_a_spreadsheet_took_for_hours_are_minutes() -> None:
    rows = [[("time", n * 60 * 7 / _DAY), who, text] for n, (_, who, text) in enumerate(TALK[1:])]
    reading = read(workbook({"Talk": [TALK[0], *rows]}))
    assert [part.start_ms for part in reading.fragments] == [0, 7000, 14_000, 21_000]
    assert "minutes and seconds" in messages(reading)


def test_every_sheet_is_tried_and_none_is_lost() -> None:
    notes: Sheet = [["Themes", "Bees, mothers"], ["Next", "Buy a box"]]
    reading = read(workbook({"Notes": notes, "Talk": TALK}))
    assert outside(reading) == ["Themes | Bees, mothers", "Next | Buy a box"]
    assert len(said(reading)) == 4


def test_sheets_with_the_same_columns_go_on_and_a_copy_comes_once() -> None:
    more: Sheet = [TALK[0], [("time", 1 / _DAY), "Marek", "It was quiet."]]
    content = workbook({"One": TALK, "Two": more, "Copy": TALK})
    session = read_bytes(content, path="x.xlsx")
    assert [turn.text for turn in session.turns][-1] == "It was quiet."
    assert len(session.turns) == 4
    found = " ".join(warning.message for warning in session.warnings)
    assert "“Two” has the same columns" in found
    assert "“Copy” holds the same talk once more" in found


def test_formulas_without_a_value_are_named() -> None:
    rows: Sheet = [*TALK, [None, "Marek", ("f", "B2", "")]]
    assert "1 formulas have no value" in messages(read(workbook({"Talk": rows})))


def test_a_workbook_without_talk_lists_its_columns() -> None:
    with pytest.raises(UnreadableTranscript, match="“Price”"):
        read(workbook({"Stock": [["Item", "Price"], ["Rope", 3], ["Gate", 40]]}))
    with pytest.raises(UnreadableTranscript):
        read(workbook({"Empty": []}))


def test_what_openpyxl_writes_is_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["speaker", "text"], ["Ana", "Where were we?"], ["Bo", "At the mill."]):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    assert said(read(file.getvalue())) == [("Ana", "Where were we?"), ("Bo", "At the mill.")]


def test_a_workbook_too_large_once_unpacked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_parts, "MAX_UNPACKED_BYTES", 2_000_000)
    bomb = workbook({"Talk": TALK}, parts={"xl/media/a.xml": " " * 3_000_000})
    with pytest.raises(UnreadableTranscript, match="larger than 2 MB"):
        read(bomb)


def test_a_sheet_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_CELLS", 10)
    with pytest.raises(UnreadableTranscript, match="too many cells"):
        read(workbook({"Talk": TALK}))
    monkeypatch.undo()
    monkeypatch.setattr(xlsx, "MAX_SIGNS", 20)
    with pytest.raises(UnreadableTranscript, match="million letters"):
        read(workbook({"Talk": TALK}))


def test_entities_are_refused_before_anything_reads_them() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "cccc">]><a>&b;</a>'
    for name in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
        with pytest.raises(UnreadableTranscript, match="entities"):
            read(workbook({"Talk": TALK}, parts={name: bomb}))


def test_a_binary_workbook_says_how_to_save_it() -> None:
    with pytest.raises(UnreadableTranscript, match="xlsb"):
        read(workbook({"Talk": TALK}, parts={"xl/workbook.bin": "x"}))


def test_an_old_workbook_says_how_to_save_it() -> None:
    old = b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "Workbook".encode("utf-16-le") + b"\x00" * 100
    with pytest.raises(UnreadableTranscript, match="xlsx"):
        read_bytes(old, path="x.xls")


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8), st.integers(0, 3000))
@settings(max_examples=60, deadline=None)
def test_no_damage_breaks_the_reader(at: int, damage: bytes, end: int) -> None:
    content = bytearray(workbook({"Talk": TALK}))
    content[at : at + len(damage)] = damage
    raw_content = bytes(content[: max(end, 4)] if end % 3 == 0 else content)
    try:
        raw = decode(raw_content, path="x.xlsx")
        Xlsx().claims(raw)
        Xlsx().parse(raw)
    except AnalyzerError:
        pass


@given(st.sampled_from(["<c r='ZZZZ9'/>", "<c s='99'><v>1</v></c>", "<c t='s'><v>7</v></c>", "<v>",
                        "<c t='d'><v>x</v></c>", "<c s='1'><v>1e300</v></c>", "<row r='x'/>",
                        "<c t='e'><v>#REF!</v></c>", "<c t='n'><v>abc</v></c>"]))  # fmt: skip
@settings(deadline=None)
def test_no_cell_breaks_the_reader(cell: str) -> None:
    sheet = _sheet(TALK, "").replace("</row></sheetData>", f"{cell}</row></sheetData>")
    with suppress(AnalyzerError):
        read(workbook({"Talk": TALK}, parts={"xl/worksheets/sheet1.xml": sheet}))


@pytest.mark.skipif(not SHARED.exists(), reason="the samples are not here")
def test_a_real_lesson_gives_all_sentences_merged_by_turn() -> None:
    path = next((SHARED / "formats" / "generic_xlsx").glob("*.xlsx"))
    raw = decode(path.read_bytes(), path=path.name)
    assert detect(raw)[0][0].name == "xlsx"
    session = read_bytes(path.read_bytes(), path=path.name)
    book = openpyxl.load_workbook(path, read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True, min_row=2))
    book.close()
    turns = [key for key, _ in groupby((row[2], row[3]) for row in rows if row[3])]
    assert len(session.turns) == len(turns)
    expected = Counter(" ".join(str(row[4]) for row in rows if row[4]).split())
    found = Counter(" ".join(turn.text for turn in session.turns).split())
    assert expected == found
    assert {speaker.name for speaker in session.speakers} == {row[3] for row in rows} - {None}
