"""Real files of speech services: every word of them, once, by the right voice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.read import detect, read_bytes
from analyzer.read.decode import decode
from analyzer.read.trees import Json, at, rows_at, text_at
from analyzer.read.turns import build_session

FORMATS = Path(__file__).resolve().parents[4] / "shared" / "formats"

Texts = Callable[[Json], list[str | None]]


def words(texts: list[str | None]) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(text or "" for text in texts).casefold()))


def segment_texts(tree: Json) -> list[str | None]:
    return [text_at(one, "text") for one in rows_at(tree, "segments")]


def deepgram_texts(tree: Json) -> list[str | None]:
    return [text_at(tree, "results", "channels", 0, "alternatives", 0, "transcript")]


def utterance_texts(tree: Json) -> list[str | None]:
    return [text_at(one, "text") for one in rows_at(tree, "utterances")]


def aws_texts(tree: Json) -> list[str | None]:
    return [text_at(tree, "results", "transcripts", 0, "transcript")]


def google_texts(tree: Json) -> list[str | None]:
    return [text_at(one, "alternatives", 0, "transcript") for one in rows_at(tree, "results")]


def ibm_texts(tree: Json) -> list[str | None]:
    results = rows_at(tree, "results", 0, "results")
    return [text_at(one, "alternatives", 0, "transcript") for one in results]


def speechmatics_texts(tree: Json) -> list[str | None]:
    return [text_at(one, "name") for one in rows_at(tree, "words")]


def amberscript_texts(tree: Json) -> list[str | None]:
    segments = rows_at(tree, "segments")
    return [text_at(word, "text") for one in segments for word in rows_at(one, "words")]


def trint_texts(tree: Json) -> list[str | None]:
    return [text_at(one, "value") for one in rows_at(tree, "words")]


def rev_texts(tree: Json) -> list[str | None]:
    texts: list[str | None] = []
    for monologue in rows_at(tree, "monologues"):
        values = rows_at(monologue, "spans") or rows_at(monologue, "elements")
        tagged = [(at(one, "type") == "tag", at(one, "value")) for one in values]
        texts += ["".join(f" {value} " if tag else str(value) for tag, value in tagged)]
    return texts


NOBODY = {"Speaker"}
SAMPLES: list[tuple[str, str, int, set[str], Texts]] = [
    (
        "amberscript_json/*.json",
        "amberscript",
        21,
        {"Interviewee", "Interviewer"},
        amberscript_texts,
    ),
    ("assemblyai_json/bbc*.json", "assemblyai", 3, {"Speaker A", "Speaker B"}, utterance_texts),
    ("assemblyai_json/deepgram*.json", "assemblyai", 1, {"Speaker A"}, utterance_texts),
    ("aws_transcribe_json/*.json", "aws-transcribe", 1, NOBODY, aws_texts),
    (
        "deepgram_json/*_speakers.json",
        "deepgram",
        10,
        {"Speaker 0", "Speaker 1", "Speaker 2"},
        deepgram_texts,
    ),
    ("deepgram_json/*dg_transcription.json", "deepgram", 1, NOBODY, deepgram_texts),
    ("deepgram_json/*dg_whisper*.json", "deepgram", 1, NOBODY, deepgram_texts),
    ("google_stt_json/*gcpStt.sample.json", "google-speech", 1, NOBODY, google_texts),
    (
        "google_stt_json/*Diarization*.json",
        "google-speech",
        3,
        {"Speaker 1", "Speaker 2"},
        google_texts,
    ),
    ("ibm_stt_json/*.json", "ibm-watson", 1, {"Speaker 1"}, ibm_texts),
    ("rev_json/patrick*.json", "rev-ai", 2, {"Interviewee", "Interviewer"}, rev_texts),
    ("rev_json/revdotcom*.json", "rev-ai", 460, {"Interviewee", "Interviewer"}, rev_texts),
    ("speechmatics_json/*.json", "speechmatics", 11, {"F2", "F3", "F4"}, speechmatics_texts),
    ("trint_json/*.json", "trint", 1, NOBODY, trint_texts),
    ("whisper_json/*.json", "whisper", 1, NOBODY, segment_texts),
    ("whisperx_json/*.json", "whisper", 1, NOBODY, segment_texts),
    ("whisper_outputs/*.json", "whisper", 1, NOBODY, segment_texts),
]


def sample(pattern: str) -> Path:
    found = sorted(FORMATS.glob(pattern))
    if not found:
        pytest.skip("the real samples are not here")
    return found[0]


@pytest.mark.parametrize(
    ("pattern", "name", "n_turns", "voices", "texts"), SAMPLES, ids=[one[0] for one in SAMPLES]
)
def test_a_real_file_loses_no_word_and_doubles_none(
    pattern: str, name: str, n_turns: int, voices: set[str], texts: Texts
) -> None:
    path = sample(pattern)
    raw = decode(path.read_bytes(), path="call")
    (first, claim), (_, second) = detect(raw)[:2]
    assert (first.name, claim > second) == (name, True)
    session = build_session(first.parse(raw), raw=raw, format_name=first.name)
    assert len(session.turns) == n_turns
    assert {speaker.name for speaker in session.speakers} == voices
    said = words([turn.text for turn in session.turns])
    assert said == words(texts(raw.tree))
    times = [turn.start_ms for turn in session.turns if turn.start_ms is not None]
    assert times == sorted(times)


def test_the_real_token_table_is_read_to_its_last_line() -> None:
    path = sample("rev_nlp/*.nlp")
    session = read_bytes(path.read_bytes(), path="call")
    rows = path.read_text(encoding="utf-8").split("\n")[1:]
    assert session.source.format == "rev-nlp"
    assert [speaker.name for speaker in session.speakers] == ["Speaker 0", "Speaker 1"]
    assert words([turn.text for turn in session.turns]) == words(
        [row.split("|")[0] for row in rows]
    )
