"""A talk written in each note taker's form is read back: voices, words and times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from analyzer.read.trees import Json
from tests.read.services.test_round_trip import Said, read, runs, talks, text_of, turns_of

BEGUN = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
BEGUN_MS = round(BEGUN.timestamp() * 1000)


def name(run: list[Said]) -> str:
    return f"P {run[0].voice}"


def clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}0000"


def moment(ms: int) -> str:
    return (BEGUN + dt.timedelta(milliseconds=ms)).isoformat(timespec="milliseconds")


def words(run: list[Said], start: str, end: str, *, blank: str = "") -> list[Json]:
    return [
        {"text": one.shown + blank, start: one.start / 1000, end: one.end / 1000} for one in run
    ]


def fireflies(said: list[Said]) -> Json:
    rows: list[Json] = [
        {"index": 0, "text": one.shown, "raw_text": one.shown, "start_time": str(one.start / 1000),
         "end_time": str(one.end / 1000), "speaker_id": one.voice, "speaker_name": f"P {one.voice}"}
        for one in said
    ]  # fmt: skip
    return {"data": {"transcript": {"title": "T", "sentences": rows}}}


def dashboard(said: list[Said]) -> Json:
    return [
        {"sentence": text_of(run), "startTime": clock(run[0].start)[:-4], "speaker_name": name(run),
         "endTime": clock(run[-1].end)[:-4]}
        for run in runs(said)
    ]  # fmt: skip


def grain(said: list[Said]) -> Json:
    return [
        {"speaker": name(run), "participant_id": None, "start": run[0].start, "end": run[-1].end,
         "text": text_of(run)}
        for run in runs(said)
    ]  # fmt: skip


def gong(said: list[Said]) -> Json:
    monologues: list[Json] = [
        {"speakerId": str(run[0].voice), "topic": None, "sentences": [
            {"start": one.start, "end": one.end, "text": one.shown} for one in run]}
        for run in runs(said)
    ]  # fmt: skip
    parties: list[Json] = [{"speakerId": str(number), "name": f"P {number}"} for number in range(3)]
    calls: list[Json] = [{"parties": parties}]
    return {"callTranscripts": [{"callId": "1", "transcript": monologues}], "calls": calls}


def avoma(said: list[Said]) -> Json:
    rows: list[Json] = [
        {"transcript": text_of(run), "speaker_id": run[0].voice,
         "timestamps": [run[0].start / 1000, run[-1].end / 1000]}
        for run in runs(said)
    ]  # fmt: skip
    people: list[Json] = [{"id": number, "name": f"P {number}"} for number in range(3)]
    return {"transcript": rows, "speakers": people}


def read_ai(said: list[Said]) -> Json:
    blocks: list[Json] = [
        {"speaker": {"name": name(run)}, "words": text_of(run),
         "start_time": BEGUN_MS + run[0].start, "end_time": str(BEGUN_MS + run[-1].end)}
        for run in runs(said)
    ]  # fmt: skip
    return {"start_time": moment(0), "transcript": {"speaker_blocks": blocks}}


def tldv(said: list[Said]) -> Json:
    rows: list[Json] = [
        {"speaker": name(run), "text": text_of(run), "startTime": run[0].start / 1000,
         "endTime": run[-1].end / 1000}
        for run in runs(said)
    ]  # fmt: skip
    return {"meetingId": "m", "data": rows}


def podcast(said: list[Said]) -> Json:
    segments: list[Json] = [
        {"speaker": f"P {one.voice}", "startTime": one.start / 1000, "endTime": one.end / 1000,
         "body": one.shown + "\n"}
        for one in said
    ]  # fmt: skip
    return {"version": "1.0.0", "segments": segments}


def meetily(said: list[Said]) -> Json:
    rows: list[Json] = [
        {"text": one.shown, "audio_start_time": one.start / 1000, "audio_end_time": one.end / 1000,
         "speaker": f"P {one.voice}"}
        for one in said
    ]  # fmt: skip
    return {"version": "1.0", "segments": rows[::-1]}


def char(said: list[Said]) -> Json:
    rows: list[Json] = [
        {"id": str(number), "text": f" {one.shown}", "start_ms": one.start, "end_ms": one.end,
         "channel": one.voice}
        for number, one in enumerate(said)
    ]  # fmt: skip
    return {"transcripts": [{"started_at": BEGUN_MS, "words": rows, "speaker_hints": []}]}


def otter(said: list[Said]) -> Json:
    rows: list[Json] = [
        {"transcript": text_of(run), "start_offset": run[0].start * 16,
         "end_offset": run[-1].end * 16, "speaker_id": run[0].voice + 7}
        for run in runs(said)
    ]  # fmt: skip
    people: list[Json] = [{"id": one + 7, "speaker_name": f"P {one}"} for one in range(3)]
    return {"speech": {"title": "T", "transcripts": rows, "speakers": people}}


def granola(said: list[Said]) -> Json:
    rows: list[Json] = [
        {"speaker": {"source": "speaker", "diarization_label": name(run)}, "text": text_of(run),
         "start_time": moment(run[0].start), "end_time": moment(run[-1].end)}
        for run in runs(said)
    ]  # fmt: skip
    return {"object": "note", "transcript": rows}


def stream(said: list[Said]) -> Json:
    rows: list[Json] = [
        {"text": text_of(run), "speakerDisplayName": name(run), "startOffset": clock(run[0].start),
         "endOffset": clock(run[-1].end)}
        for run in runs(said)
    ]  # fmt: skip
    return {"version": "1.0.0", "entries": rows, "events": []}


def sonix(said: list[Said]) -> Json:
    rows: list[Json] = [
        {"speaker": name(run), "start_time": run[0].start / 1000, "end_time": run[-1].end / 1000,
         "text": text_of(run), "words": words(run, "start_time", "end_time")}
        for run in runs(said)
    ]  # fmt: skip
    return {"transcript": rows}


def happy_scribe(said: list[Said]) -> Json:
    return [
        {"speaker": name(run), "words": words(run, "data_start", "data_end", blank=" ")}
        for run in runs(said)
    ]


FORMS: tuple[tuple[str, str, Callable[[list[Said]], Json]], ...] = (
    ("fireflies", "P {}", fireflies),
    ("fireflies", "P {}", dashboard),
    ("grain", "P {}", grain),
    ("gong", "P {}", gong),
    ("avoma", "P {}", avoma),
    ("read-ai", "P {}", read_ai),
    ("tldv", "P {}", tldv),
    ("podcast-json", "P {}", podcast),
    ("meetily", "P {}", meetily),
    ("otter-json", "P {}", otter),
    ("granola", "P {}", granola),
    ("microsoft-stream", "P {}", stream),
    ("sonix", "P {}", sonix),
    ("happyscribe", "P {}", happy_scribe),
)


@pytest.mark.parametrize(
    ("format_name", "voice", "write"), FORMS, ids=[write.__name__ for _, _, write in FORMS]
)
@settings(max_examples=8, deadline=None)
@given(said=talks())
def test_a_talk_is_read_back_as_it_was_written(
    format_name: str, voice: str, write: Callable[[list[Said]], Json], said: list[Said]
) -> None:
    assert read(write(said)) == (format_name, turns_of(said, voice))


@settings(max_examples=8, deadline=None)
@given(said=talks(pause=1000))
def test_channels_that_pause_are_read_back_as_they_were_recorded(said: list[Said]) -> None:
    # A channel is cut at pauses and sentence ends alone: people who talk at once stay whole.
    assert read(char(said)) == ("char", turns_of(said, "Channel {}"))
