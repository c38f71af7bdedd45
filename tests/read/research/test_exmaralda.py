from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile
from analyzer.read.decode import decode
from analyzer.read.research.exmaralda import Exmaralda
from tests.effort import IN_PROPORTION, effort_of, growth
from tests.read.research import readings
from tests.read.research.readings import read_or_refused, said

FILES = Path(__file__).resolve().parents[1] / "files" / "exmaralda"
FORMATS = Path(__file__).resolve().parents[4] / "shared" / "formats"
GOOD = (FILES / "overlap.exb").read_text("utf-8")


read = partial(readings.read, Exmaralda())


def document(*events: tuple[str, str, str], points: int = 9) -> str:
    line = "".join(f'<tli id="T{n}" time="{n}.5"/>' for n in range(points))
    rows = "".join(f'<event start="{a}" end="{b}">{text}</event>' for a, b, text in events)
    tier = f'<tier id="TIE0" speaker="S" category="v" type="t">{rows}</tier>'
    body = f"<basic-body><common-timeline>{line}</common-timeline>{tier}</basic-body>"
    return f"<basic-transcription>{body}</basic-transcription>"


def test_events_cut_within_a_word_are_put_together_again() -> None:
    events = (("T0", "T1", "Thurs"), ("T1", "T2", "day at "), ("T2", "T3", "ten"))
    assert said(read(document(*events))) == [("S", "Thursday at ten")]


def test_a_gap_or_the_end_of_a_sentence_parts_events() -> None:
    events = (("T0", "T1", "Yes. "), ("T1", "T2", "And he"), ("T4", "T5", "said no"))
    assert [text for _, text in said(read(document(*events)))] == ["Yes.", "And he", "said no"]


def test_points_without_time_keep_the_order() -> None:
    reading = read(GOOD)
    assert [text for _, text in said(reading)][:3] == [
        "So you asked him on Friday.",
        "Thursday.",
        "And he?",
    ]
    assert (reading.fragments[2].start_ms, reading.fragments[2].end_ms) == (None, 3_500)


def test_events_in_any_order_and_at_unknown_points_are_read() -> None:
    events = (("T4", "T5", "b."), ("T0", "T1", "a."), ("gone", "T2", "c."))
    assert [text for _, text in said(read(document(*events)))] == ["a.", "c.", "b."]


def test_other_transcriptions_are_known_and_refused_with_a_hint() -> None:
    text = "<segmented-transcription><head/></segmented-transcription>"
    assert Exmaralda().claims(RawFile(path="x", content=b"", text=text)) == 0.98
    with pytest.raises(UnreadableTranscript, match="no basic transcription") as caught:
        read(text)
    assert "(.exb)" in str(caught.value.hint)


@settings(max_examples=60)
@given(st.data())
def test_a_spoilt_document_is_read_or_refused(data: st.DataObject) -> None:
    read_or_refused(Exmaralda(), GOOD, data)


def test_many_events_take_effort_in_proportion() -> None:
    def effort(times: int) -> int:
        events = tuple((f"T{n}", f"T{n + 1}", "so ") for n in range(times))
        text = document(*events, points=times + 1)
        return effort_of(lambda: read(text))

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the collected sample files are not at hand")
def test_a_real_template_is_known_and_holds_no_talk() -> None:
    (path,) = (FORMATS / "exmaralda_exb").glob("*.exb")
    raw = decode(path.read_bytes(), path=path.name)
    assert Exmaralda().claims(raw) == 0.98
    with pytest.raises(UnreadableTranscript, match="none of the 1 tiers"):
        Exmaralda().parse(raw)
