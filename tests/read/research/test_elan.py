from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from analyzer.errors import UnreadableTranscript
from analyzer.read.decode import decode
from analyzer.read.research.elan import Elan
from tests.effort import IN_PROPORTION, effort_of, growth
from tests.read.research import readings
from tests.read.research.readings import read_or_refused, said

FILES = Path(__file__).resolve().parents[1] / "files" / "elan"
FORMATS = Path(__file__).resolve().parents[4] / "shared" / "formats"
GOOD = (FILES / "two-speakers.eaf").read_text("utf-8")


read = partial(readings.read, Elan())


def document(*tiers: str, slots: int = 20) -> str:
    order = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="t{n}" TIME_VALUE="{n * 1000}"/>' for n in range(slots)
    )
    kinds = '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="cv" CONTROLLED_VOCABULARY_REF="V"/>'
    body = f"<TIME_ORDER>{order}</TIME_ORDER>{''.join(tiers)}{kinds}"
    return f"<ANNOTATION_DOCUMENT>{body}</ANNOTATION_DOCUMENT>"


def tier(name: str, *texts: str, start: int = 0, marks: str = "") -> str:
    rows = "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}{n}" TIME_SLOT_REF1="t{start + n}"'
        f' TIME_SLOT_REF2="t{start + n + 1}"><ANNOTATION_VALUE>{text}</ANNOTATION_VALUE>'
        "</ALIGNABLE_ANNOTATION></ANNOTATION>"
        for n, text in enumerate(texts)
    )
    return f'<TIER TIER_ID="{name}" {marks}>{rows}</TIER>'


def test_the_participant_speaks_else_the_tier_by_its_name() -> None:
    reading = read(document(tier("A", "Hi.", marks='PARTICIPANT=" Ana  Ruiz "'), tier("B", "Ho.")))
    assert said(reading) == [("Ana Ruiz", "Hi."), ("B", "Ho.")]


def test_one_tier_with_a_name_that_says_nothing_is_nobody_known() -> None:
    for name in ("default", "Text", "utterances"):
        assert said(read(document(tier(name, "Hi.", "Ho.")))) == [(None, "Hi."), (None, "Ho.")]


def test_overlaps_come_in_order_of_their_start() -> None:
    talk = document(tier("A", "one", "two", "three", start=2), tier("B", "four", "five", start=3))
    assert [text for _, text in said(read(talk))] == ["one", "two", "four", "three", "five"]


def test_tiers_of_a_fixed_vocabulary_are_no_talk_unless_there_is_nothing_else() -> None:
    coded = tier("gaze", "away", marks='LINGUISTIC_TYPE_REF="cv"')
    reading = read(document(tier("A", "Hi."), coded))
    assert said(reading) == [("A", "Hi.")]
    assert "'gaze' (1)" in reading.warnings[0].message
    assert said(read(document(coded))) == [("gaze", "away")]


def test_dependent_tiers_are_named_in_one_warning() -> None:
    below = tier("A words", "Hi", "there", marks='PARENT_REF="A"')
    reading = read(document(tier("A", "Hi there."), below))
    assert said(reading) == [("A", "Hi there.")]
    assert [one.message for one in reading.warnings] == [
        "Tiers that are no talk were left out, with so many annotations each: 'A words' (2)."
    ]


def test_a_tier_whose_parent_is_not_in_the_file_is_talk() -> None:
    assert said(read(document(tier("A", "Hi.", marks='PARENT_REF="gone"')))) == [("A", "Hi.")]


def test_the_same_words_in_two_tiers_come_once() -> None:
    words = "and what would you say to him then"
    reading = read(document(tier("utterances", words + "?"), tier("words", *words.split())))
    assert said(reading) == [(None, words + "?")]
    assert "'words' (8)" in reading.warnings[0].message


def test_frames_are_turned_into_milliseconds() -> None:
    text = document(tier("A", "Hi.", start=1)).replace(
        "<TIME_ORDER>", '<HEADER TIME_UNITS="PAL-frames"/><TIME_ORDER>'
    )
    assert read(text).fragments[0].start_ms == 40_000


def test_annotations_that_refer_in_a_ring_or_to_nothing_are_still_read() -> None:
    ring = "".join(
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{one}" ANNOTATION_REF="{other}">'
        f"<ANNOTATION_VALUE>{one} there</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
        for one, other in (("a", "b"), ("b", "a"), ("c", "gone"))
    )
    reading = read(document(f'<TIER TIER_ID="A">{ring}</TIER>'))
    assert [text for _, text in said(reading)] == ["a there", "b there", "c there"]
    assert all(part.start_ms is None for part in reading.fragments)


@pytest.mark.parametrize("text", [document(), document(tier("A", " ", "")), "<TEI/>"])
def test_a_document_without_talk_is_refused(text: str) -> None:
    with pytest.raises(UnreadableTranscript):
        read(text)


@settings(max_examples=60)
@given(st.data())
def test_a_spoilt_document_is_read_or_refused(data: st.DataObject) -> None:
    read_or_refused(Elan(), GOOD, data)


def test_many_annotations_take_effort_in_proportion() -> None:
    def effort(times: int) -> int:
        text = document(tier("A", *["Hi there."] * times), slots=times + 1)
        return effort_of(lambda: read(text))

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the collected sample files are not at hand")
def test_a_real_document_gives_all_annotations_of_its_tier_of_talk() -> None:
    path = FORMATS / "elan_eaf" / "dopefishh__test__sample_2.8.eaf"
    raw = decode(path.read_bytes(), path=path.name)
    assert Elan().claims(raw) == 0.98
    reading = Elan().parse(raw)
    root = etree.fromstring(path.read_bytes())
    values = [one.text for one in root.iterfind("TIER[@TIER_ID='text']//ANNOTATION_VALUE")]
    texts = [" ".join((text or "").split()) for text in values]
    assert sorted(text for _, text in said(reading)) == sorted(filter(None, texts))
    assert {speaker for speaker, _ in said(reading)} == {None}
    starts = [part.start_ms for part in reading.fragments if part.start_ms is not None]
    assert starts == sorted(starts)
    assert "'gestures'" in reading.warnings[0].message
