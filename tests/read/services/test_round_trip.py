"""A talk written in each service's form is read back: voices, words and times."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.read import read_bytes
from analyzer.read.trees import Json


@dataclass(frozen=True)
class Said:
    """One word of somebody, from a time in milliseconds; ``mark`` stands behind it."""

    voice: int
    text: str
    mark: str
    start: int

    @property
    def end(self) -> int:
        return self.start + 40

    @property
    def shown(self) -> str:
        return self.text + self.mark


@st.composite
def talks(draw: st.DrawFn, *, pause: int = 0) -> list[Said]:
    """Words of up to three voices, each word 50 ms or more behind the one before.

    Before each change of voice there are ``pause`` ms more.
    """
    words = st.from_regex(r"[a-zé]{1,5}(?:'[a-z])?|[0-9]{1,3}", fullmatch=True)
    turns = draw(
        st.lists(
            st.tuples(st.integers(0, 2), st.lists(words, min_size=1, max_size=5)),
            min_size=1,
            max_size=6,
        )
    )
    time, said = 0, []
    for voice, texts in turns:
        for number, text in enumerate(texts):
            mark = draw(st.sampled_from(["", "", ",", ".", "?"])) if number else ""
            said.append(Said(voice, text, mark, time))
            time += draw(st.integers(5, 200)) * 10
        time += pause
    return said


def turns_of(said: list[Said], name: str) -> list[tuple[str, str, int, int]]:
    turns: list[tuple[str, str, int, int]] = []
    for word in said:
        voice = name.format(word.voice)
        if turns and turns[-1][0] == voice:
            _, text, start, _ = turns[-1]
            turns[-1] = (voice, f"{text} {word.shown}", start, word.end)
        else:
            turns.append((voice, word.shown, word.start, word.end))
    return turns


def runs(said: list[Said]) -> list[list[Said]]:
    found: list[list[Said]] = []
    for word in said:
        if found and found[-1][0].voice == word.voice:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def text_of(said: list[Said]) -> str:
    return " ".join(word.shown for word in said)


def assemblyai(said: list[Said]) -> Json:
    words: list[Json] = [
        {"text": one.shown, "start": one.start, "end": one.end, "speaker": "ABC"[one.voice]}
        for one in said
    ]
    return {"audio_duration": 9, "utterances": None, "words": words, "text": text_of(said)}


def deepgram(said: list[Said]) -> Json:
    words: list[Json] = [
        {
            "word": one.text,
            "punctuated_word": one.shown,
            "start": one.start / 1000,
            "end": one.end / 1000,
            "speaker": one.voice,
        }
        for one in said
    ]
    heard: Json = {"transcript": text_of(said), "words": words}
    return {"metadata": {}, "results": {"channels": [{"alternatives": [heard]}]}}


def aws(said: list[Said]) -> Json:
    items: list[Json] = []
    labels: list[Json] = []
    for one in said:
        times: dict[str, Json] = {
            "start_time": f"{one.start / 1000:.3f}",
            "end_time": f"{one.end / 1000:.3f}",
        }
        label = f"spk_{one.voice}"
        content: Json = [{"content": one.text}]
        items.append({"type": "pronunciation", "alternatives": content, **times})
        if one.mark:
            items.append({"type": "punctuation", "alternatives": [{"content": one.mark}]})
        segment: Json = {
            "speaker_label": label,
            "items": [{"speaker_label": label, **times}],
            **times,
        }
        labels.append(segment)
    results: Json = {"transcripts": [], "items": items, "speaker_labels": {"segments": labels}}
    return {"jobName": "x", "results": results}


def google(said: list[Said]) -> Json:
    def word(one: Said) -> dict[str, Json]:
        return {
            "word": one.shown,
            "startTime": {"seconds": str(one.start // 1000), "nanos": one.start % 1000 * 1000000},
            "endTime": f"{one.end / 1000:.3f}s",
        }

    results: list[Json] = [
        {"alternatives": [{"transcript": " " + text_of(run), "words": [word(one) for one in run]}]}
        for run in runs(said)
    ]
    tagged: list[Json] = [{**word(one), "speakerTag": one.voice + 1} for one in said]
    return {"results": [*results, {"alternatives": [{"words": tagged}]}]}


def azure(said: list[Said]) -> Json:
    phrases: list[Json] = [
        {
            "recognitionStatus": "Success",
            "speaker": run[0].voice,
            "offsetInTicks": run[0].start * 1e4,
            "durationInTicks": (run[-1].end - run[0].start) * 1e4,
            "nBest": [{"display": text_of(run)}],
        }
        for run in runs(said)
    ]
    return {"recognizedPhrases": phrases[::-1]}


def ibm(said: list[Said]) -> Json:
    timed: list[Json] = [[one.shown, one.start / 1000, one.end / 1000] for one in said]
    labels: list[Json] = [
        {"from": one.start / 1000, "to": one.end / 1000, "speaker": one.voice} for one in said
    ]
    heard: Json = {"transcript": text_of(said) + " ", "timestamps": timed}
    return {"results": [{"final": True, "alternatives": [heard]}], "speaker_labels": labels}


def old_speechmatics(said: list[Said]) -> Json:
    words: list[Json] = []
    for one in said:
        time = f"{one.start / 1000:.2f}"
        words.append({"name": one.text, "time": time, "duration": "0.04"})
        if one.mark:
            words.append({"name": one.mark, "time": f"{one.end / 1000:.2f}", "duration": "0"})
    speakers: list[Json] = [
        {"name": f"F{run[0].voice}", "time": f"{run[0].start / 1000:.2f}", "duration": "0.1"}
        for run in runs(said)
    ]
    return {"speakers": speakers, "words": words}


def speechmatics(said: list[Said]) -> Json:
    results: list[Json] = []
    for one in said:
        times: dict[str, Json] = {"start_time": one.start / 1000, "end_time": one.end / 1000}
        name = f"S{one.voice}"
        word: Json = [{"content": one.text, "speaker": name}]
        results.append({"type": "word", "alternatives": word, **times})
        if one.mark:
            mark: Json = [{"content": one.mark, "speaker": name}]
            results.append(
                {"type": "punctuation", "attaches_to": "previous", "alternatives": mark, **times}
            )
    return {"format": "2.9", "results": results}


def rev(said: list[Said]) -> Json:
    monologues: list[Json] = []
    for run in runs(said):
        elements: list[Json] = []
        for one in run:
            times = {"ts": one.start / 1000, "end_ts": one.end / 1000}
            elements.append({"type": "text", "value": one.text, **times})
            elements.append({"type": "punct", "value": one.mark + " "})
        monologues.append({"speaker": run[0].voice, "elements": elements})
    return {"monologues": monologues}


def amberscript(said: list[Said]) -> Json:
    segments: list[Json] = [
        {
            "speaker": f"spk{run[0].voice}",
            "words": [
                {"text": one.shown, "start": one.start / 1000, "end": one.end / 1000} for one in run
            ],
        }
        for run in runs(said)
    ]
    people: list[Json] = [{"spkid": f"spk{number}", "name": f"P {number}"} for number in range(3)]
    return {"speakers": people, "segments": segments}


def trint(said: list[Said]) -> Json:
    words: list[Json] = [
        {
            "value": one.shown,
            "time": one.start,
            "duration": one.end - one.start,
            "paragraphId": "p0",
            "speaker": f"P {one.voice}",
        }
        for one in said
    ]
    return {"words": words}


def whisperx(said: list[Said]) -> Json:
    words: list[Json] = [
        {
            "word": one.shown,
            "start": one.start / 1000,
            "end": one.end / 1000,
            "speaker": f"SPEAKER_0{one.voice}",
        }
        for one in said
    ]
    edges: dict[str, Json] = {"start": said[0].start / 1000, "end": said[-1].end / 1000}
    return {"segments": [{**edges, "text": text_of(said), "words": words}]}


def whisper_cpp(said: list[Said]) -> Json:
    pieces: list[Json] = [
        {
            "offsets": {"from": one.start, "to": one.end},
            "text": " " + one.shown,
            "speaker": str(one.voice),
        }
        for one in said
    ]
    return {"transcription": pieces}


FORMS: tuple[tuple[str, str, Callable[[list[Said]], Json]], ...] = (
    ("deepgram", "Speaker {}", deepgram),
    ("aws-transcribe", "spk_{}", aws),
    ("azure-speech", "Speaker {}", azure),
    ("ibm-watson", "Speaker {}", ibm),
    ("speechmatics", "F{}", old_speechmatics),
    ("speechmatics", "S{}", speechmatics),
    ("rev-ai", "Speaker {}", rev),
    ("amberscript", "P {}", amberscript),
    ("trint", "P {}", trint),
    ("whisper", "SPEAKER_0{}", whisperx),
    ("whisper-cpp", "Speaker {}", whisper_cpp),
)


def read(tree: Json) -> tuple[str, list[tuple[str, str, int | None, int | None]]]:
    session = read_bytes(json.dumps(tree).encode(), path="call.json")
    return session.source.format, [
        (session.speakers[turn.speaker].name, turn.text, turn.start_ms, turn.end_ms)
        for turn in session.turns
    ]


@pytest.mark.parametrize(
    ("name", "voice", "write"), FORMS, ids=[f"{name}-{voice[0]}" for name, voice, _ in FORMS]
)
@settings(max_examples=15, deadline=None)
@given(said=talks())
def test_a_talk_is_read_back_as_it_was_written(
    name: str, voice: str, write: Callable[[list[Said]], Json], said: list[Said]
) -> None:
    assert read(write(said)) == (name, turns_of(said, voice))


@settings(max_examples=15, deadline=None)
@given(said=talks())
def test_letters_and_tags_from_one_are_voices(said: list[Said]) -> None:
    lettered = [(f"Speaker {'ABC'[int(name)]}", *rest) for name, *rest in turns_of(said, "{}")]
    assert read(assemblyai(said)) == ("assemblyai", lettered)
    counted = [(f"Speaker {int(name) + 1}", *rest) for name, *rest in turns_of(said, "{}")]
    assert read(google(said)) == ("google-speech", counted)


@settings(max_examples=15, deadline=None)
@given(said=talks())
def test_a_table_of_tokens_is_read_back(said: list[Said]) -> None:
    rows = "".join(
        f"{one.text}|{one.voice}|{one.start / 1000}|{one.end / 1000}|{one.mark}|LC|[]\n"
        for one in said
    )
    content = "token|speaker|ts|endTs|punctuation|case|tags\n" + rows
    session = read_bytes(content.encode(), path="call.nlp")
    found = [
        (session.speakers[turn.speaker].name, turn.text, turn.start_ms, turn.end_ms)
        for turn in session.turns
    ]
    assert found == turns_of(said, "Speaker {}")
