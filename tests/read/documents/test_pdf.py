from __future__ import annotations

import importlib.util
import io
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.documents.pdf_paragraphs import Habits, _joined
from analyzer.records import Session
from tests.effort import IN_PROPORTION, effort_of, growth

_HERE = Path(__file__).parents[1]


def _builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pdf_builder", _HERE / "pdf_builder.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


made = _builder()


def read(content: bytes) -> Session:
    session = read_bytes(content, path="call.pdf")
    assert session.source.format == "pdf"
    return session


def turns(session: Session) -> list[tuple[str, str]]:
    return [
        (session.speakers[turn.speaker].name, " ".join(turn.text.split())) for turn in session.turns
    ]


def outside(session: Session) -> list[str]:
    return [" ".join(part.text.split()) for part in session.outside]


@pytest.mark.parametrize("layout", made.LAYOUTS)
def test_all_that_was_typeset_comes_back(layout: str) -> None:
    session = read(made.typeset(layout))
    assert turns(session) == [(said.who, said.text) for said in made.TALK]
    if "clock" in made.LAYOUTS[layout] or "short" in made.LAYOUTS[layout]:
        times = [turn.start_ms for turn in session.turns]
        assert times == [said.seconds * 1000 for said in made.TALK]
    rest = " ".join(outside(session))
    if "remark" in made.LAYOUTS[layout]:
        assert all(said.remark in rest for said in made.TALK)
    if "Mentor file 7" in made.LAYOUTS[layout]:
        assert rest.count("Mentor file 7 Ilse K.") == 1
        assert rest.count("Page 1 of 99") <= 1
    if "d.title" in made.LAYOUTS[layout]:
        assert session.title == made.TITLE
    if "watermark" in layout:
        assert rest == "DRAFT COPY"


def test_a_remark_stands_at_the_turn_it_was_written_beside() -> None:
    session = read(made.typeset("table over pages, heads repeated"))
    told = {part.text.replace("\n", " "): part.before_turn for part in session.outside}
    for number, said in enumerate(made.TALK, start=1):
        if said.remark:
            assert told[said.remark] == number


def test_one_voice_in_two_columns_is_read_down_one_and_then_the_other() -> None:
    text = " ".join(said.text for said in made.TALK)
    session = read(made.typeset("two columns of talk", [made.Said("Ilse", 0, text + " " + text)]))
    told = " ".join(word for turn in session.turns for word in turn.text.split())
    assert told.endswith(f"{text} {text}")


def test_line_numbers_and_page_numbers_are_named_and_no_talk() -> None:
    session = read(made.typeset("every fifth line numbered"))
    messages = " ".join(warning.message for warning in session.warnings)
    assert re.search(r"\d+ line numbers in the margin were left out", messages)
    assert re.search(r"\d+ lines at page edges", messages)


def test_a_name_at_a_page_s_edge_is_no_page_head() -> None:
    lines = "".join(
        f"Ravi\nWe came to part {n} of it all,\n\nIlse\nAnd then?\n\n" for n in range(9)
    )
    pages = [lines[:-1] + "Ravi"] + ["So much for now.\n\n" + lines + "Ravi"] * 2 + ["That is all."]
    session = read(made.by_hand(*pages))
    assert {speaker for speaker, _ in turns(session)} == {"Ravi", "Ilse"}
    assert [text for _, text in turns(session)].count("And then?") == 27
    assert turns(session)[-1] == ("Ravi", "That is all.")


def test_a_label_after_a_full_line_begins_a_turn() -> None:
    line = "Ana: This is a line that was written so as to be just as long as the page allows it,"
    session = read(made.by_hand(f"{line}\nBo: Is it?\n{line}\nBo: Well.\n{line}\nBo: Ah."))
    assert [speaker for speaker, _ in turns(session)] == ["Ana", "Bo"] * 3


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("resched-", "uling", "rescheduling"),
        ("resched\u00ad", "uling", "rescheduling"),
        ("mother-", "in-law", "mother-in-law"),
        ("mother-in-", "law", "mother-in-law"),
        ("Jean-", "Paul", "Jean-Paul"),
        ("2019-", "2020", "2019-2020"),
        ("last -", "or", "last - or"),
        ("some-", "body", "somebody"),
        ("note-", "book", "notebook"),
        ("night-", "bell", "night-bell"),
        ("so", "on", "so on"),
    ],
)
def test_words_broken_at_line_ends_are_joined_and_hyphens_of_their_own_kept(
    above: str, below: str, whole: str
) -> None:
    words = frozenset(("notebook", "night", "bell", "note", "book"))
    habits = Habits(leading=14, size=11, left=0, right=500, breaks_words=True, words=words)
    assert _joined(above, below, habits) + below == whole


def test_a_hyphen_at_a_line_s_end_stays_where_the_page_breaks_no_words() -> None:
    habits = Habits(leading=14, size=11, left=0, right=500, breaks_words=False)
    assert _joined("jack-", "up", habits) == "jack-"


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("a bakery", "—", "a bakery—"),
        ("I went", "—and came", "I went—and came"),
        ("I went—", "and came", "I went—and came"),
        ("I only—", "No.", "I only— No."),
        ("I went —", "and came", "I went — and came"),
    ],
)
def test_dashes_are_tied_to_words_where_the_page_ties_them(
    above: str, below: str, whole: str
) -> None:
    habits = Habits(leading=14, size=11, left=0, right=500, ties_dashes=True)
    assert _joined(above, below, habits) + below == whole
    loose = Habits(leading=14, size=11, left=0, right=500)
    assert _joined(above, below, loose) + below == f"{above} {below}"


def test_comments_stuck_on_a_page_are_kept_apart_with_their_author() -> None:
    note = (
        "<</Type/Annot/Subtype/Text/Rect[400 742 420 752]/T(Mia Kern)/Contents(Fine question.)>>"
        "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Contents(a link)>>"
    )
    session = read(made.by_hand("Ana: How so?\nBo: Like this.\nAna: Ah.\nBo: Yes.", notes=note))
    assert outside(session) == ["Mia Kern: Fine question."]
    assert str(session.outside[0].kind) == "comments"
    assert session.outside[0].before_turn in {1, 2}
    assert len(session.turns) == 4


def test_nothing_in_a_file_is_run_and_its_title_is_read() -> None:
    script = "/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://localhost:1'\\))>>"
    content = made.by_hand(
        "Ana: How so?\nBo: Like this.\nAna: Ah.", catalog=script, info="/Title(Call with Bo)"
    )
    assert read(content).title == "Call with Bo"


def scan() -> bytes:
    figure = Figure(figsize=(3, 3))
    figure.add_axes((0, 0, 1, 1), frameon=False).imshow([[0, 1], [1, 0]])
    axes = figure.axes[0]
    axes.set_axis_off()
    buffer = io.BytesIO()
    figure.savefig(buffer, format="pdf")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7\nnothing of the kind", "damaged"),
        (scan(), "holds no text"),
        (made.by_hand(""), "holds no text"),
        ((_HERE / "locked" / "locked.pdf").read_bytes(), "password"),
        (made.by_hand(*["x"] * 2_001), "2001 pages"),
    ],
    ids=["damaged", "scan", "empty", "locked", "long"],
)
def test_what_cannot_be_read_is_refused_with_advice(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableTranscript, match=message) as caught:
        read_bytes(content, path="call.pdf")
    assert caught.value.hint


def test_a_page_without_text_is_named() -> None:
    session = read(made.by_hand("Ana: Hi.\nBo: Ho.\nAna: So?", "", "Bo: No."))
    assert session.warnings[-1].message.startswith("page 2 holds no text")


def test_a_file_cut_off_reads_as_far_as_it_can_be_or_is_refused() -> None:
    content = made.typeset("label in bold")
    for share in (0.3, 0.6, 0.9, 0.99):
        try:
            read_bytes(content[: int(len(content) * share)], path="call.pdf")
        except AnalyzerError:
            continue


@settings(max_examples=40)
@given(data=st.data())
def test_any_wrong_bytes_read_or_are_refused(data: st.DataObject) -> None:
    content = bytearray(made.by_hand("Ana: Hi there.\nBo: Ho.\nAna: So?\n\nBo: No."))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(8, len(content) - 1))
        content[place] = data.draw(st.sampled_from(list(b"09-<>[]()/ \x00\xffn")))
    try:
        read_bytes(bytes(content), path="call.pdf")
    except AnalyzerError:
        return


@settings(max_examples=40)
@given(data=st.data())
def test_lines_in_any_places_lose_no_word(data: st.DataObject) -> None:
    places = data.draw(
        st.lists(
            st.tuples(st.integers(0, 27), st.integers(0, 80), st.sampled_from([6, 9, 11, 30])),
            min_size=1,
            max_size=40,
            unique_by=lambda place: place[:2],
        )
    )
    words = [f"w{number}" for number in range(len(places))]
    shown = "".join(
        f"/F1 {size} Tf 1 0 0 1 {20 * x} {10 * y} Tm ({word}) Tj "
        for word, (x, y, size) in zip(words, places, strict=True)
    )
    content = made.by_hand("x").replace(b"1 0 0 1 72 760 Tm (x) Tj", shown.encode())
    length = re.search(rb"BT.*ET", content, re.DOTALL)
    assert length is not None
    content = re.sub(rb"/Length \d+", b"/Length %d" % len(length[0]), content)
    try:
        session = read_bytes(content, path="call.pdf")
    except AnalyzerError:
        return
    found = " ".join([*(turn.text for turn in session.turns), *outside(session)])
    speakers = " ".join(speaker.name for speaker in session.speakers)
    letters = Counter("".join(words)) - Counter(found + speakers)
    assert not letters


def test_a_long_file_takes_effort_in_proportion() -> None:
    def effort(count: int) -> int:
        page = "\n".join(f"{('Ana', 'Bo')[n % 2]}: And what did he say then?" for n in range(40))
        content = made.by_hand(*[page] * count)
        return effort_of(lambda: read(content))

    assert growth(effort, few=1, many=6) < IN_PROPORTION
