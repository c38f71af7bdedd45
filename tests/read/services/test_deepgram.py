from __future__ import annotations

import json

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import Session


def spoken(text: str, start: float, speaker: int | None = None) -> list[Json]:
    return [
        {
            "word": token.strip(".,?").lower(),
            "punctuated_word": token,
            "start": start + number * 0.4,
            "end": start + number * 0.4 + 0.3,
            **({} if speaker is None else {"speaker": speaker}),
        }
        for number, token in enumerate(text.split())
    ]


def alternative(words: list[Json], **more: Json) -> Json:
    return {
        "alternatives": [{"transcript": "not read where there are words", "words": words, **more}]
    }


def read(*channels: Json, **more: Json) -> Session:
    tree = {"metadata": {"channels": len(channels)}, "results": {"channels": channels, **more}}
    return read_bytes(json.dumps(tree).encode(), path="call.json")


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def test_speaker_nought_is_somebody() -> None:
    session = read(alternative(spoken("Why?", 0, 1) + spoken("Why not?", 2, 0)))
    assert said(session) == [("Speaker 1", "Why?"), ("Speaker 0", "Why not?")]


def test_paragraphs_that_agree_with_the_words_part_the_turn() -> None:
    sentences: list[Json] = [{"text": "One. Two.", "start": 0, "end": 0.7}]
    rows: list[Json] = [
        {"sentences": sentences, "speaker": 0},
        {"sentences": [{"text": "Three.", "start": 0.8, "end": 1.1}], "speaker": 0},
    ]
    session = read(alternative(spoken("One. Two. Three.", 0, 0), paragraphs={"paragraphs": rows}))
    assert said(session) == [("Speaker 0", "One. Two.\n\nThree.")]


def test_paragraphs_that_lost_a_word_or_a_voice_give_way_to_the_words() -> None:
    rows: list[Json] = [{"sentences": [{"text": "One.", "start": 0, "end": 1}], "speaker": 0}]
    words = spoken("One.", 0, 0) + spoken("Two.", 1, 1)
    session = read(alternative(words, paragraphs={"paragraphs": rows}))
    assert said(session) == [("Speaker 0", "One."), ("Speaker 1", "Two.")]


def test_utterances_are_read_only_where_there_are_no_words() -> None:
    rows: list[Json] = [
        {"start": 0.5, "end": 1, "transcript": "Hello.", "speaker": 0, "channel": 0},
        {"start": 2.25, "end": 3, "transcript": "Hi.", "speaker": 1, "channel": 0},
    ]
    assert said(read(alternative([]), utterances=rows)) == [
        ("Speaker 0", "Hello."),
        ("Speaker 1", "Hi."),
    ]
    assert said(read(alternative(spoken("Hello.", 0, 0)), utterances=rows)) == [
        ("Speaker 0", "Hello.")
    ]


def test_each_channel_is_a_voice_and_sentences_stay_whole() -> None:
    session = read(
        alternative(spoken("I would like to know.", 0) + spoken("Tell me.", 6)),
        alternative(spoken("Mhm.", 0.5) + spoken("All of it?", 4)),
    )
    assert said(session) == [
        ("Channel 0", "I would like to know."),
        ("Channel 1", "Mhm. All of it?"),
        ("Channel 0", "Tell me."),
    ]


def test_several_voices_on_a_channel_are_told_apart() -> None:
    session = read(
        alternative(spoken("Hi.", 0, 0) + spoken("Hey.", 2, 1)), alternative(spoken("Hello.", 4, 0))
    )
    assert [name for name, _ in said(session)] == [
        "Channel 0, Speaker 0",
        "Channel 0, Speaker 1",
        "Channel 1",
    ]


def test_final_messages_of_live_listening_are_read() -> None:
    def message(words: list[Json], *, final: bool = True) -> str:
        channel = {"alternatives": [{"transcript": "", "words": words}]}
        return json.dumps(
            {"type": "Results", "channel_index": [0, 1], "is_final": final, "channel": channel}
        )

    lines = [
        message(spoken("What", 0, 0), final=False),
        message(spoken("What else?", 0, 0)),
        message(spoken("Rent.", 2, 1)),
    ]
    session = read_bytes("\n".join(lines).encode(), path="call.jsonl")
    assert said(session) == [("Speaker 0", "What else?"), ("Speaker 1", "Rent.")]


def test_an_answer_cut_down_to_its_results_is_known() -> None:
    tree = {"channels": [alternative(spoken("Why?", 0, 0))]}
    session = read_bytes(json.dumps(tree).encode(), path="call.json")
    assert (session.source.format, said(session)) == ("deepgram", [("Speaker 0", "Why?")])


def test_a_silent_recording_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="heard no words"):
        read({"alternatives": [{"transcript": "", "words": []}]})
