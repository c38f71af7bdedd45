from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read import detect, read_bytes
from analyzer.read.base import RawFile, Reading
from analyzer.read.decode import decode
from analyzer.read.tabular.objects import Objects

FILES = Path(__file__).parents[1] / "files" / "objects"
SHARED = Path(__file__).resolve().parents[4] / "shared"
TREES = [
    json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FILES.glob("*.json"))
    if not path.stem.endswith((".json", ".jsonl"))
]

Said = list[tuple[str | None, str]]


def read(tree: Any) -> Reading:
    return Objects().parse(decode(json.dumps(tree).encode(), path="call.json"))


def said(reading: Reading) -> Said:
    return [(part.speaker, part.text) for part in reading.fragments if part.outside is None]


def outside(reading: Reading) -> list[str]:
    return [part.text for part in reading.fragments if part.outside is not None]


def times(reading: Reading) -> list[tuple[int | None, int | None]]:
    return [(part.start_ms, part.end_ms) for part in reading.fragments if part.outside is None]


TALK = [{"speaker": "Ana", "text": "Where were we?"}, {"speaker": "Bo", "text": "At the mill."}]
TOLD = [("Ana", "Where were we?"), ("Bo", "At the mill.")]


@pytest.mark.parametrize(
    "tree",
    [
        TALK,
        {"call": {"segments": TALK}},
        {"result": [{"transcript": TALK}]},
        {"speaker": ["Ana", "Bo"], "text": ["Where were we?", "At the mill."]},
        {"columns": ["speaker", "text"], "data": [[one["speaker"], one["text"]] for one in TALK]},
        {"1": TALK[0], "2": TALK[1]},
        [{"author": {"name": one["speaker"]}, "message": one["text"]} for one in TALK],
        [{"who": one["speaker"], "words": one["text"].split()} for one in TALK],
    ],
    ids=["list", "below", "in-a-list", "by-column", "split", "numbered", "object", "words"],
)
def test_a_talk_is_found_in_whichever_shape(tree: Any) -> None:
    reading = read(tree)
    assert said(reading) == TOLD
    assert outside(reading) == []


def test_objects_one_a_line_are_read_as_a_list() -> None:
    lines = "\n".join(json.dumps(one) for one in TALK)
    session = read_bytes(lines.encode(), path="call.jsonl")
    assert session.source.format == "objects"
    assert [turn.text for turn in session.turns] == [text for _, text in TOLD]


@pytest.mark.parametrize(
    "people",
    [
        {"speakers": [{"id": 0, "name": "Ana"}, {"id": 1, "name": "Bo"}]},
        {"participants": {"0": "Ana", "1": {"display_name": "Bo"}}},
        {"speakers": ["Ana", "Bo"]},
        {"attendees": [{"name": "Ana"}, {"name": "Bo"}]},
    ],
    ids=["list", "table", "names", "places"],
)
def test_ids_become_names_through_a_list_of_people_beside_the_talk(people: Any) -> None:
    rows = [
        {"speaker_id": 0, "text": "Where were we?"},
        {"speaker_id": 1, "text": "At the mill."},
    ]
    assert said(read({**people, "data": {"turns": rows}})) == TOLD


def test_a_talk_of_one_object_is_a_talk() -> None:
    reading = read({"start": 0, "end": 2.5, "speaker": "Ana", "text": "I left on a Monday."})
    assert said(reading) == [("Ana", "I left on a Monday.")]
    assert times(reading) == [(0, 2500)]


def test_numbers_without_a_list_of_people_are_numbered_voices() -> None:
    rows = [{"speaker": 0, "text": "Where were we?"}, {"speaker": 1, "text": "At the mill."}]
    assert [speaker for speaker, _ in said(read(rows))] == ["Speaker 0", "Speaker 1"]


def test_milliseconds_and_seconds_are_told_apart_by_the_pace_of_talk() -> None:
    rows = [
        {"speaker": "Ana", "text": "Where were we last?", "start": 0, "end": 1800},
        {"speaker": "Bo", "text": "At the mill.", "start": 2000, "end": 3000},
    ]
    assert times(read(rows)) == [(0, 1800), (2000, 3000)]
    for row in rows:
        row |= {"start": float(str(row["start"])) / 1000, "end": float(str(row["end"])) / 1000}
    assert times(read(rows)) == [(0, 1800), (2000, 3000)]


def test_times_as_pairs_tables_and_clocks_are_read() -> None:
    rows = [{"who": "Ana", "text": "Yes, we did.", "time": [0.5, 1.25]}]
    assert times(read([*rows, {"who": "Bo", "text": "No.", "time": [2, 3]}])) == [
        (500, 1250),
        (2000, 3000),
    ]
    stamp = {"seconds": "2", "nanos": 500_000_000}
    tables: Any = [
        {"who": "Ana", "text": "Yes.", "startTime": {"seconds": 1}},
        {"who": "Bo", "text": "No.", "startTime": stamp},
    ]
    assert times(read(tables))[1][0] == 2500
    clocks = [{"who": "Ana", "text": "Yes.", "timestamp": "00:00:05"}] * 2
    assert times(read(clocks))[0][0] == 5000


def test_single_words_become_talk_with_their_marks() -> None:
    words = ["Where", "were", "we", ",", "Bo", "?", "At", "the", "mill", "."]
    rows = [
        {"speaker": "Ana" if n % 10 < 6 else "Bo", "word": word, "start": n / 2}
        for n, word in enumerate(words * 3)
    ]
    reading = read({"words": rows})
    assert said(reading)[:2] == [("Ana", "Where were we, Bo?"), ("Bo", "At the mill.")]
    assert times(reading)[1] == (3000, 4500)


def test_text_told_once_more_comes_once() -> None:
    whole = "Ana: Where were we? Bo: At the mill."
    tree = {"text": whole, "segments": TALK, "paragraphs": ["Where were we? At the mill."]}
    assert outside(read(tree)) == []


def test_summaries_and_titles_stand_beside_the_talk_in_their_order() -> None:
    tree = {
        "title": "The mill",
        "date": "2025-03-14",
        "id": "a1b2",
        "transcript": TALK,
        "summary": "They spoke of the mill.",
        "action_items": ["Ana looks at the roof", "Bo pays"],
    }
    reading = read(tree)
    assert (reading.title, str(reading.held_on)) == ("The mill", "2025-03-14")
    assert outside(reading) == [
        "The mill",
        "They spoke of the mill.",
        "Ana looks at the roof\nBo pays",
    ]
    assert [part.outside for part in reading.fragments] == [
        "front", None, None, "closing", "closing"
    ]  # fmt: skip


def test_several_talks_under_one_key_are_parted_and_named() -> None:
    tree = {"calls": [{"turns": TALK}, {"turns": TALK[::-1]}]}
    session = read_bytes(json.dumps(tree).encode(), path="x.json")
    assert len(session.turns) == 4
    assert "names 2 talks" in session.warnings[0].message


def test_a_whole_transcript_in_one_text_is_read_by_its_labels() -> None:
    text = "Ana: Where were we last time?\nBo: At the mill, I think.\nAna: So we were.\nBo: Yes."
    assert said(read({"transcript": text}))[0] == ("Ana", "Where were we last time?")


def test_json_without_talk_is_refused_with_its_keys() -> None:
    with pytest.raises(UnreadableTranscript) as caught:
        read_bytes(b'[{"sku": 1, "price": 2.5}, {"sku": 2, "price": 3.5}]', path="x.json")
    assert "“sku”" in str(caught.value)
    assert "utterance" in str(caught.value)


def test_text_that_is_no_json_is_not_claimed() -> None:
    raw = RawFile(path="x", content=b"Ana: Hi.", text="Ana: Hi.")
    assert Objects().claims(raw) == 0.0
    with pytest.raises(UnreadableTranscript):
        Objects().parse(raw)


def test_a_thousand_keys_and_deep_lists_are_bounded() -> None:
    rows = [{f"k{n}-{i}": "x" for i in range(20)} | one for n, one in enumerate(TALK * 300)]
    assert len(said(read(rows))) == 600
    deep: Any = TALK
    for _ in range(60):
        deep = {"a": deep}
    with pytest.raises(UnreadableTranscript):
        read(deep)


def mutated(tree: Any, seed: int) -> Any:
    """The tree with some values taken out or replaced by values of other kinds."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    tree = copy.deepcopy(tree)
    others: list[Any] = [None, -1, 1e300, "", "NaN", [], {}, [[]], True, {"text": 3}, "x" * 300]
    for _ in range(dice.randint(1, 4)):
        at = tree
        for _ in range(dice.randint(0, 4)):
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = dice.choice(keys)
            if isinstance(at[key], dict | list) and dice.random() < 0.7:
                at = at[key]
                continue
            at[key] = copy.deepcopy(dice.choice(others))
            break
    return tree


@given(st.sampled_from(TREES), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_no_mutation_breaks_the_reader(tree: Any, seed: int) -> None:
    raw = decode(json.dumps(mutated(tree, seed)).encode(), path="x.json")
    try:
        Objects().claims(raw)
        Objects().parse(raw)
    except AnalyzerError:
        pass


@pytest.mark.skipif(not SHARED.exists(), reason="the samples are not here")
def test_a_real_meeting_gives_all_words() -> None:
    path = next((SHARED / "formats" / "generic_json").glob("*.json"))
    raw = decode(path.read_bytes(), path=path.name)
    assert detect(raw)[0][0].name == "objects"
    reading = Objects().parse(raw)
    tree = json.loads(path.read_text(encoding="utf-8"))
    rows = [
        (one["speaker"], " ".join(one["content"].split()))
        for one in tree["meeting_transcripts"]
        if one["content"].strip()
    ]
    assert [(who, " ".join(text.split())) for who, text in said(reading)] == rows
    beside = outside(reading)
    for query in tree["specific_query_list"]:
        assert query["answer"].strip() in beside
