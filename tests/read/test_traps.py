"""Twenty traps of real files, each in one of the same shape, and in the real one where it lies."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from analyzer.read import read_session
from analyzer.records import Session

FILES = Path(__file__).with_name("files")
SHARED = Path(__file__).resolve().parents[3] / "shared"


def ours(name: str) -> Session:
    return read_session(FILES / name)


def real(pattern: str) -> Session:
    paths = sorted(SHARED.glob(pattern))
    if not paths:
        pytest.skip(f"the real files are not here: {SHARED / pattern}")
    return read_session(paths[0])


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def n_turns(session: Session) -> dict[str, int]:
    return dict(Counter(name for name, _ in said(session)))


def talk(session: Session) -> str:
    return "\n".join(text for _, text in said(session))


def beside(session: Session) -> str:
    return "\n".join(piece.text for piece in session.outside)


def test_01_cues_pasted_without_blank_lines_are_turns_and_their_numbers_no_text() -> None:
    session = ours("webvtt/zoom-pasted.vtt")
    assert set(n_turns(session)) == {"Coach", "Coachee"}
    assert said(session)[1][1].endswith("the talk with my boss, and 42")
    assert not re.search(r"-->|^\d+$", talk(session), re.MULTILINE)


def test_02_every_cue_of_zoom_keeps_its_speaker() -> None:
    session = ours("webvtt/zoom.vtt")
    assert "Speaker" not in n_turns(session)
    assert n_turns(session)["Mara’s iPhone"] == 3


@pytest.mark.parametrize("file", ["acdc__2025-10-02", "acdt__2025-12-08"])
def test_02_every_cue_of_a_real_zoom_call_keeps_its_speaker(file: str) -> None:
    session = real(f"formats/zoom_vtt/*{file}*.vtt")
    assert all(name != "Speaker" and ":" not in name for name in n_turns(session))
    assert not re.search(r"(?m)^(?:\d+|.*-->.*)$", talk(session))


def test_03_a_speaker_goes_on_until_another_and_a_library_is_nobody() -> None:
    session = ours("srt/podcast.srt")
    assert set(n_turns(session)) == {"Rosa Lindqvist Amer", "Theo Brandt"}
    assert "Chaser.io: it writes" in talk(session)
    assert "Tensorflow.js" not in n_turns(real("formats/srt_speaker_labels/*5_6.srt"))


def test_04_a_hidden_phone_number_among_attendees_and_a_lone_time_are_nobody() -> None:
    session = ours("text/meet.txt")
    assert set(n_turns(session)) == {"Ngozi Eze", "Pál Varga"}
    assert "00:05:00" not in talk(session)


def test_04_in_a_real_meeting_too() -> None:
    session = real("formats/google_meet/*09*.md")
    assert not any(re.search(r"[*:+]", name) for name in n_turns(session))
    assert not re.search(r"(?m)^\d\d:\d\d:\d\d$", talk(session))
    assert "***" in beside(session)


def test_05_the_first_label_stands_in_the_bold_of_the_heading_above_it() -> None:
    session = ours("markdown/show-notes.md")
    assert said(session)[0] == ("Femke Osei", "I said yes for eleven years.")
    assert "Abel Quist: LinkedIn" in beside(session)


def test_05_in_a_real_podcast_too() -> None:
    session = real("formats/markdown_blog/Green*.md")
    assert said(session)[0][0] == "Kristina Devochko"
    assert re.search(r"Chris Adams: LinkedIn", beside(session))
    assert "LinkedIn | " not in talk(session)


def test_06_what_a_lecturer_says_without_a_label_is_not_given_to_who_asks() -> None:
    session = ours("text/lecture.txt")
    assert n_turns(session) == {"Speaker": 4, "Q": 3}
    assert all(text.endswith("?") for name, text in said(session) if name == "Q")


def test_07_initials_declared_once_are_the_person() -> None:
    assert n_turns(ours("markdown/initials.md")) == {"Lars Ekdal": 4, "Noor Haddad": 4}


def test_07_in_a_real_seminar_too() -> None:
    names = n_turns(real("formats/markdown_blog/*sydney*.md"))
    assert names["Lloyd Fournier"] == 77
    assert not any(len(name) < 4 for name in names)


def test_08_text_stands_two_lines_below_its_label() -> None:
    session = ours("text/time-below-name.txt")
    assert n_turns(session) == {"Marit Solberg": 3, "Teun Bakker": 3}
    assert [turn.start_ms for turn in session.turns][:3] == [0, 7000, 15000]


def test_08_in_a_real_podcast_too() -> None:
    session = real("data/bitcoin-transcripts/chaincode-podcast/block-building.md")
    assert set(n_turns(session)) == {"Mark Erhardt", "Clara Shikhelman", "Adam Jonas"}
    assert all(turn.start_ms is not None for turn in session.turns)


def test_09_a_time_in_the_place_of_a_label_goes_on() -> None:
    session = ours("text/rev.txt")
    assert set(n_turns(session)) == {"Salma Haddad", "Jonas Berg"}
    assert said(session)[1][1].endswith("And with nobody calling me at home.")


def test_09_in_a_real_transcript_too() -> None:
    session = real("formats/rev_txt/*.md")
    assert n_turns(session) == {"Anton Osika": 92, "Lenny Rachitsky": 92}
    assert not re.search(r"(?m)^\(\d\d:\d\d:\d\d\):", talk(session))


def test_10_entities_in_markdown_are_signs() -> None:
    assert said(ours("markdown/otter-edited.md"))[0][1].startswith("Today we're talking")
    assert "&#" not in talk(real("formats/markdown_blog/*ladybug*.md"))


def test_11_labels_of_old_word_pages_are_all_kept_and_their_quotes_read_right() -> None:
    session = ours("html/word97.html")
    assert [name for name, _ in said(session)] == ["Haug", "Berg", "Haug", "Berg"]
    assert [text for _, text in said(session)][2:] == ["Yes.", "Okay."]
    assert "“fine”, as we said." in talk(session)


@pytest.mark.parametrize(
    "name", ["google-speech/diarized.json", "aws-transcribe/segments.json"], ids=["12", "13"]
)
def test_12_13_speech_services_text_comes_once_and_silence_is_nobody(name: str) -> None:
    session = ours(name)
    assert len(session.speakers) == 2
    assert len(session.turns) == 3
    assert "" not in n_turns(session)


def test_12_a_real_diarised_talk_is_not_doubled() -> None:
    text = talk(real("formats/google_stt_json/*Diarization*.json"))
    assert text.count("hold a baby dinosaur robot upside down") == 1


def test_13_segments_of_nobody_add_no_speaker_to_a_real_talk() -> None:
    assert set(n_turns(real("formats/aws_transcribe_json/*.json"))) == {"Speaker"}


def test_14_speakers_are_in_the_words_where_there_are_no_utterances() -> None:
    assert n_turns(ours("assemblyai/utterances-null.json")) == {"Speaker A": 2, "Speaker B": 1}


def test_15_a_segment_for_each_word_makes_one_turn() -> None:
    assert said(ours("podcast-json/words.json"))[0] == ("Ottoline", "You are my boss.")


def test_16_pieces_of_one_utterance_are_one_turn_and_names_are_decoded() -> None:
    session = ours("webvtt/teams.vtt")
    assert said(session)[0][1].endswith("since our last call. And at what you did not.")
    assert list(n_turns(session)) == ["Smith, Jane (CA - Toronto)", "Rubén Muñoz"]


def test_17_breaks_are_no_people_and_escaped_times_no_words() -> None:
    session = ours("markdown/breaks-and-times.md")
    assert set(n_turns(session)) == {"Runa Eide", "Paulo Reis"}
    assert "\\" not in talk(session)
    assert all(mark in beside(session) for mark in ("Break", "Jingle", "Outro"))


def test_17_in_a_real_podcast_too() -> None:
    session = real("formats/markdown_blog/thechangelog*.md")
    assert not {"Break", "Jingle", "Outro"} & set(n_turns(session))
    assert "\\[" not in talk(session)


def test_18_names_alone_without_times_are_labels() -> None:
    session = ours("text/otter-names-only.txt")
    assert n_turns(session) == {"Agnes Holm": 3, "Bertil Quist": 3}
    assert beside(session) == "Transcribed by https://otter.ai"
    assert n_turns(real("formats/otter_txt/*Danny_Silvers*.md")) == {
        "Jonas Rosland": 29,
        "Danny Silvers": 29,
    }


def test_19_lines_in_square_brackets_of_times_are_cues() -> None:
    session = ours("srt/whisper-desktop.txt")
    assert "-->" not in talk(session)
    assert session.turns[0].start_ms == 0
    assert "-->" not in talk(real("formats/whisper_outputs/*Rik_Nicol.txt"))


def test_20_rows_of_sentences_are_joined_to_their_turn() -> None:
    session = ours("csv/turns.tsv")
    assert said(session)[:2] == [
        ("T", "Who has the wrench? Somebody does."),
        ("Osric", "I had it. Before lunch, I had it."),
    ]
    lesson = real("formats/generic_xlsx/*.xlsx")
    assert said(lesson)[0][0] == "T"
    assert said(lesson)[0][1].count("?") + said(lesson)[0][1].count("!") > 1
