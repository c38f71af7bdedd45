from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from analyzer.errors import SessionError
from analyzer.records import (
    Advice,
    Analysis,
    Exchange,
    Label,
    MadeWith,
    Move,
    Outside,
    Quote,
    ReadWarning,
    Role,
    Segment,
    SegmentKind,
    Sentence,
    Session,
    Source,
    Speaker,
    Turn,
    Uptake,
    UptakeKind,
)
from analyzer.records.store import (
    analysis_from_json,
    analysis_to_json,
    card_from_json,
    card_to_json,
    json_schema,
    session_to_json,
)
from tests.builders import a_card, a_session, an_analysis

texts = st.text(max_size=12)
spoken = texts.filter(lambda text: bool(text.strip()))
shares = st.floats(0, 1)
lines = st.none() | st.integers(1, 9_999)
times = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).map(sorted)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    speakers = draw(
        st.lists(
            st.builds(Speaker, name=texts, role=st.sampled_from(Role), score=st.none() | shares),
            min_size=1,
            max_size=3,
        )
    )
    turns = []
    for text in draw(st.lists(spoken, min_size=1, max_size=4)):
        start, end = draw(times)
        who = draw(st.integers(0, len(speakers) - 1))
        turns.append(
            Turn(speaker=who, text=text, start_ms=start, end_ms=end, source_line=draw(lines))
        )
    outside = st.builds(
        Outside,
        before_turn=st.integers(0, len(turns)),
        kind=st.sampled_from(SegmentKind),
        text=texts,
        source_line=lines,
    )
    return Session(
        id=draw(texts),
        source=draw(st.builds(Source, path=texts, format=texts, sha256=texts)),
        speakers=tuple(speakers),
        turns=tuple(turns),
        outside=tuple(draw(st.lists(outside, max_size=2))),
        warnings=tuple(draw(st.lists(st.builds(ReadWarning, message=texts), max_size=2))),
        title=draw(st.none() | texts),
        held_on=draw(st.none() | st.dates()),
    )


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    session = draw(sessions())
    sentences = tuple(
        Sentence(
            turn=number,
            start=0,
            end=len(turn.text),
            move=draw(st.none() | st.sampled_from(Move)),
            score=draw(st.none() | shares),
        )
        for number, turn in enumerate(session.turns)
    )
    count = len(sentences)
    quotes = st.integers(0, count - 1).map(
        lambda turn: Quote(turn=turn, start=0, end=len(session.turns[turn].text))
    )
    labels = st.builds(
        Label,
        category=texts,
        score=shares,
        source=texts,
        sure=st.booleans(),
        because=st.lists(texts, max_size=3).map(tuple),
    )
    whole: dict[str, Any] = {"first": 0, "end": count}
    exchange = Exchange(
        **whole,
        asker=draw(st.none() | st.integers(0, len(session.speakers) - 1)),
        problem=draw(st.none() | labels),
        quote=draw(st.none() | quotes),
    )
    home = st.sampled_from([None, 0])
    advice = st.builds(
        Advice,
        first=st.just(0),
        end=st.just(count),
        exchange=home,
        labels=st.lists(labels, max_size=2).map(tuple),
        quote=quotes,
        script=st.booleans(),
        uptake=st.none()
        | st.builds(Uptake, kind=st.sampled_from(UptakeKind), quote=st.none() | quotes),
    )
    return Analysis(
        session=session,
        sentences=sentences,
        exchanges=(exchange,),
        segments=(Segment(**whole, kind=draw(st.sampled_from(SegmentKind)), exchange=draw(home)),),
        advice=tuple(draw(st.lists(advice, max_size=2))),
        made_with=draw(st.builds(MadeWith, analyzer=texts, pack=texts, models=texts)),
    )


@given(analysis=analyses())
def test_an_analysis_read_back_is_the_same_and_is_written_in_the_same_bytes(
    analysis: Analysis,
) -> None:
    line = analysis_to_json(analysis)
    again = analysis_from_json(line)
    assert again == analysis
    assert hash(again) == hash(analysis)
    assert analysis_to_json(again) == line


@given(analysis=analyses())
def test_an_analysis_is_one_line_and_its_keys_are_always_there(analysis: Analysis) -> None:
    line = analysis_to_json(analysis)
    assert "\n" not in line
    assert set(json.loads(line)) == {
        "schema_version",
        "session",
        "sentences",
        "exchanges",
        "segments",
        "advice",
        "made_with",
    }


def test_letters_and_days_stay_readable() -> None:
    session = a_session(talk=[(0, "Ça va, “Žofie”?")], held_on=dt.date(2024, 2, 29))
    line = session_to_json(session)
    assert "Ça va, “Žofie”?" in line
    assert '"held_on":"2024-02-29"' in line


def altered(*place: str | int, value: object) -> str:
    content = json.loads(analysis_to_json(an_analysis()))
    into = content
    for key in place[:-1]:
        into = into[key]
    into[place[-1]] = value
    return json.dumps(content)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("colour",), "red"),
        (("session", "colour"), "red"),
        (("session", "source", "colour"), "red"),
        (("advice", 0, "labels", 0, "colour"), "red"),
        (("advice", 0, "labels", 0, "score"), "much"),
        (("exchanges", 0, "problem", "colour"), "red"),
        (("exchanges", 0, "first"), None),
        (("sentences", 3, "move"), "sermon"),
        (("segments", 0, "kind"), "fase"),
        (("session", "speakers", 1, "role"), "boss"),
        (("session", "held_on"), "yesterday"),
        (("advice", 0, "uptake", "kind"), "joy"),
    ],
)
def test_a_key_or_a_value_that_is_not_known_is_refused_with_its_place(
    place: tuple[str | int, ...], value: object
) -> None:
    with pytest.raises(SessionError) as caught:
        analysis_from_json(altered(*place, value=value))
    assert f" at {'.'.join(str(part) for part in place)}." in str(caught.value)
    assert "analyzer analyze --json" in str(caught.value)


@pytest.mark.parametrize(
    ("place", "value", "why"),
    [
        (("advice", 0, "exchange"), 4, "names none of the 1 exchanges"),
        (("advice", 0, "quote", "end"), 9_999, "points outside the text"),
        (("session", "turns", 0, "speaker"), 7, "names speaker 7"),
    ],
)
def test_records_that_contradict_each_other_are_refused_with_what_is_wrong(
    place: tuple[str | int, ...], value: object, why: str
) -> None:
    with pytest.raises(SessionError, match=why):
        analysis_from_json(altered(*place, value=value))


@pytest.mark.parametrize("line", ["", "{", "[]", "null", "7", '"so"', "{}", '{"session": 1}'])
def test_what_is_no_analysis_is_said_to_be_none(line: str) -> None:
    with pytest.raises(SessionError, match="not an analysis"):
        analysis_from_json(line)


@given(text=st.text())
def test_no_text_breaks_the_reading_of_an_analysis(text: str) -> None:
    with pytest.raises(SessionError):
        analysis_from_json(text)


def test_a_card_read_back_is_the_same_and_lies_well_in_a_repository() -> None:
    card = replace(a_card(), limits=("Nur Englisch, größtenteils.",))
    text = card_to_json(card)
    assert card_from_json(text) == card
    assert text.endswith("}\n")
    assert '\n  "limits": [\n' in text
    with pytest.raises(ValidationError):
        card_from_json(text.replace('"limits"', '"limit"'))


def test_the_schema_names_every_part_of_an_analysis() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["properties"]) == set(json.loads(analysis_to_json(an_analysis())))
    assert schema["additionalProperties"] is False
    assert json_schema() == schema
