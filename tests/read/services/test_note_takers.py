"""Exports of meeting note takers: who says what and when, what is talk and what is about it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.decode import decode
from analyzer.read.services.notes import clock_at, day_at, moment_at, notes
from analyzer.read.services.tldv import Tldv
from analyzer.read.trees import Json
from analyzer.records import SegmentKind, Session

ROOT = Path(__file__).resolve().parents[3]
FILES = ROOT / "tests" / "read" / "files"
NAMESPACE = ROOT.parent / "shared" / "formats" / "podcast_namespace"


def read(tree: object, *, format: str | None = None) -> Session:  # noqa: A002 - as read_bytes has it
    return read_bytes(json.dumps(tree).encode(), path="call.json", format=format)


def sample(name: str) -> Session:
    return read_bytes((FILES / name).read_bytes(), path=name)


def lines(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def sentence(**more: Json) -> dict[str, Json]:
    return {"index": 0, "text": "Hi.", "raw_text": "Hi.", "speaker_name": "Ana", **more}


@pytest.mark.parametrize("start", [65.5, "65.5", "1:05.5", "00:01:05.500"])
def test_fireflies_times_mean_the_same_as_numbers_as_text_and_as_clocks(start: Json) -> None:
    session = read({"sentences": [sentence(start_time=start, end_time="66")]})
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (65_500, 66_000)


def test_a_bot_that_only_attends_is_no_speaker() -> None:
    session = sample("fireflies/api.json")
    assert [one.name for one in session.speakers] == ["Mara Voss", "Pia"]


def test_what_a_person_corrected_in_fireflies_counts_and_is_named() -> None:
    session = sample("fireflies/api.json")
    assert "celery" not in " ".join(turn.text for turn in session.turns)
    assert "1 sentences were edited" in session.warnings[0].message


def test_a_sentence_without_a_name_is_not_given_to_who_spoke_before() -> None:
    assert lines(sample("fireflies/dashboard.json"))[-1][0] == "Unknown"


def test_two_transcripts_in_one_file_are_named() -> None:
    one = {"sentences": [sentence(start_time=1)]}
    session = read({"data": {"transcripts": [{**one, "title": "First"}, one]}})
    assert session.title == "First"
    assert "2 transcripts" in session.warnings[0].message


def test_sentences_of_another_service_are_not_taken_for_fireflies() -> None:
    rows = [{"text": "Hi.", "speaker": "A", "start": 1, "end": 2}] * 2
    with pytest.raises(UnreadableTranscript):
        read({"sentences": []}, format="fireflies")
    with pytest.raises(UnreadableTranscript):
        read({"sentences": [], "rows": rows}, format="fireflies")


def test_gong_without_its_parties_says_where_the_names_are() -> None:
    session = sample("gong/transcript.json")
    assert session.speakers[0].name == "Speaker 614306809478"
    assert "parties" in session.warnings[0].message


def test_gong_topics_stand_within_the_talk_and_are_not_said() -> None:
    session = sample("gong/transcript.json")
    assert [(one.before_turn, one.text) for one in session.outside] == [
        (0, "Call Setup"),
        (2, "Pricing"),
    ]
    assert {one.kind for one in session.outside} == {SegmentKind.LOGISTICS}


def test_gong_and_grain_count_in_milliseconds() -> None:
    assert sample("gong/transcript.json").turns[2].start_ms == 61_000
    assert sample("grain/transcript.json").turns[2].start_ms == 61_500


def test_grain_names_who_has_only_an_id_by_its_participants() -> None:
    assert lines(sample("grain/recording.json"))[0][0] == "Odile Kern"


def test_avoma_speakers_without_a_name_have_their_address_and_strangers_their_number() -> None:
    names = [one.name for one in sample("avoma/transcription.json").speakers]
    assert names == ["Hollis Grant", "bea@example.com", "Speaker 7"]


@pytest.mark.parametrize("unit", [1, 1000])
def test_read_ai_moments_in_seconds_and_in_milliseconds_count_from_the_start(unit: int) -> None:
    begun = 1_770_382_800
    blocks = [
        {"start_time": (begun + at) * unit, "end_time": (begun + at + 2) * unit,
         "speaker": {"name": "Gwen"}, "words": text}
        for at, text in ((10, "Hello."), (3600, "Bye."))
    ]  # fmt: skip
    session = read({"start_time": "2026-02-06T13:00:00Z", "transcript": {"speaker_blocks": blocks}})
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (10_000, 3_602_000)


def test_read_ai_moments_without_a_start_of_the_meeting_count_from_the_first_words() -> None:
    block = {"start_time": 1_770_382_810, "speaker": {"name": "Gwen"}, "words": "Hello."}
    session = read({"transcript": {"speaker_blocks": [block]}})
    assert session.turns[0].start_ms == 0


def test_highlights_of_tldv_are_no_transcript() -> None:
    rows = [{"text": "Budget", "startTime": 4, "source": "auto", "topic": {"title": "B"}}] * 2
    content = json.dumps({"meetingId": "m", "data": rows}).encode()
    assert Tldv().claims(decode(content, path="call.json")) == 0.0


def test_the_day_of_a_fathom_meeting_is_the_day_it_was_recorded() -> None:
    assert str(sample("fathom/meeting.json").held_on) == "2026-03-04"


def test_words_of_a_podcast_become_sentences() -> None:
    assert lines(sample("podcast-json/words.json")) == [
        ("Ottoline", "You are my boss."),
        ("Fitch", "Nooooo"),
    ]


def test_the_example_of_the_podcast_namespace_is_read() -> None:
    if not NAMESPACE.is_dir():
        pytest.skip("no copy of the namespace's examples lies beside the project")
    page = next(NAMESPACE.glob("*transcripts.md")).read_text(encoding="utf-8")
    found = re.search(r"### JSON.*?```json\n(.*?)```", page, re.DOTALL)
    assert found is not None
    session = read_bytes(found[1].encode(), path="example.json")
    assert lines(session) == [("Darth Vader", "I am your father."), ("Luke", "Nooooo")]
    assert session.turns[0].end_ms == 2500


def test_meetily_pieces_stand_in_the_order_of_their_times() -> None:
    assert [name for name, _ in lines(sample("meetily/transcripts.json"))] == [
        "others",
        "me",
        "others",
    ]


def test_char_recordings_of_a_session_follow_one_another() -> None:
    session = sample("char/two-recordings.json")
    assert [turn.start_ms for turn in session.turns] == [100, 1500, 65_500, 67_000]


def test_two_who_talk_at_once_in_char_do_not_take_turns_word_by_word() -> None:
    said = [text for _, text in lines(sample("char/transcript.json"))]
    assert said[2:] == ["Oh no!", "Not down, though."]


def test_otter_counts_in_samples() -> None:
    assert sample("otter-json/speech.json").turns[1].start_ms == 3500


def test_what_granola_had_not_settled_is_left_out_and_named() -> None:
    session = sample("granola/desktop.json")
    assert session.turns[1].text == "Honestly, a resignation letter."
    assert "1 pieces" in session.warnings[0].message


def test_teams_captions_with_metadata_are_not_read_as_spoken_json() -> None:
    session = sample("teams-metadata/metadata-content.vtt")
    assert lines(session)[1] == ("Femke de Wit", 'Read me "page two" first.')
    assert str(session.held_on) == "2026-01-23"


def test_a_line_between_captions_of_teams_is_named() -> None:
    text = (FILES / "teams-metadata" / "metadata-content.vtt").read_text(encoding="utf-8")
    session = read_bytes(text.replace("\n00:01", "\nlost words here\n\n00:01").encode(), path="x")
    assert session.warnings[0].source_line == 9
    assert "lost words here" in session.warnings[0].message


def test_words_beside_the_text_of_a_stretch_are_not_said_twice() -> None:
    assert lines(sample("sonix/transcript.json")) == [
        ("Speaker1", "What is the smallest step?"),
        ("Anouk", "One call."),
    ]


@pytest.mark.parametrize(
    "name", ["fireflies/api.json", "read-ai/webhook.json", "fathom/meeting.json"]
)
def test_what_was_written_about_the_talk_stands_before_it_once(name: str) -> None:
    session = sample(name)
    texts = [one.text for one in session.outside]
    assert len(texts) > 1
    assert len(set(texts)) == len(texts)
    assert all(one.before_turn == 0 for one in session.outside)
    assert {one.kind for one in session.outside} == {SegmentKind.FRONT}


def test_notes_leave_out_ids_addresses_and_times() -> None:
    more: list[Json] = [{"title": "Call Bo."}, "ana@x.org", {"steps": ["One.", "Two."]}]
    tree: dict[str, Json] = {"id": "n1", "text": "Call Bo.", "url": "https://x.org", "more": more}
    tree["start_time"] = "00:12"
    assert [one.text for one in notes(tree)] == ["Call Bo.", "One.\nTwo."]


def test_dates_and_clocks_that_are_none_are_none() -> None:
    assert day_at("2026-03-02T09:30:00.000Z") == day_at(1772443800000)
    assert [day_at(one) for one in (None, "soon", 12, 1e300, True)] == [None] * 5
    assert [moment_at(one) for one in (None, "soon", "9999-99-99", 5)] == [None] * 4
    no_clocks: tuple[Json, ...] = ("99:99:99", "x", -1, [])
    assert [clock_at(one) for one in no_clocks] == [None] * 4


@pytest.mark.parametrize("name", ["fireflies", "gong", "char", "granola", "sonix"])
def test_a_file_of_the_service_without_talk_says_so(name: str) -> None:
    path = next(
        path for path in sorted((FILES / name).glob("*.json")) if path.suffixes == [".json"]
    )
    text = re.sub(r'"(text|raw_text|sentence)": "[^"]*"', r'"\1": " "', path.read_text())
    with pytest.raises(UnreadableTranscript, match="no talk"):
        read_bytes(text.encode(), path="call.json", format=name)
