from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.errors import ArchiveError
from analyzer.records import (
    Advice,
    Analysis,
    ChatMessage,
    Exchange,
    Label,
    MadeWith,
    Move,
    NameProposal,
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
from analyzer.records.store import analysis_from_json, analysis_to_json

# Everything UTF-8 can hold: NUL, combining marks, right-to-left, emoji; no half surrogate pair.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
spoken = texts.filter(lambda text: bool(text.strip()))
scores = st.floats(0, 1)
lines = st.none() | st.integers(1, 10**6)


def labels() -> st.SearchStrategy[Label]:
    words = st.lists(texts, max_size=3).map(tuple)
    return st.builds(
        Label, category=texts, score=scores, source=texts, sure=st.booleans(), because=words
    )


@st.composite
def turns(draw: st.DrawFn, *, n_speakers: int) -> Turn:
    start, end = sorted(draw(st.tuples(st.integers(0, 2**40), st.integers(0, 2**40))))
    return Turn(
        speaker=draw(st.integers(0, n_speakers - 1)),
        text=draw(spoken),
        start_ms=draw(st.sampled_from([None, start])),
        end_ms=draw(st.sampled_from([None, end])),
        source_line=draw(lines),
    )


def _with_proposal(draw: st.DrawFn, speaker: Speaker, said: Sequence[Turn]) -> Speaker:
    """The speaker, here and there with another label, and with a name that a turn proposes."""
    speaker = replace(speaker, label=draw(st.none() | texts))
    if not said or not draw(st.booleans()):
        return speaker
    turn = draw(st.integers(0, len(said) - 1))
    end = draw(st.integers(1, len(said[turn].text)))
    quote = Quote(turn=turn, start=draw(st.integers(0, end - 1)), end=end)
    return replace(
        speaker, proposal=NameProposal(name=draw(texts), score=draw(scores), quote=quote)
    )


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    speakers = draw(
        st.lists(
            st.builds(Speaker, name=texts, role=st.sampled_from(Role), score=st.none() | scores),
            min_size=1,
            max_size=3,
        )
    )
    said = draw(st.lists(turns(n_speakers=len(speakers)), max_size=4))
    named = [_with_proposal(draw, speaker, said) for speaker in speakers]
    messages = st.builds(
        ChatMessage,
        author=texts,
        text=texts,
        to=st.none() | texts,
        at_ms=st.none() | st.integers(0, 10**9),
        clock=st.none() | texts,
        source_line=lines,
    )
    outside = st.builds(
        Outside,
        before_turn=st.integers(0, len(said)),
        kind=st.sampled_from(SegmentKind),
        text=texts,
        source_line=lines,
    )
    warnings = st.builds(ReadWarning, message=texts, source_line=lines)
    return Session(
        id=draw(texts),
        source=draw(st.builds(Source, path=texts, format=texts, sha256=texts)),
        speakers=tuple(named),
        turns=tuple(said),
        chat=tuple(draw(st.lists(messages, max_size=2))),
        outside=tuple(draw(st.lists(outside, max_size=2))),
        warnings=tuple(draw(st.lists(warnings, max_size=2))),
        title=draw(st.none() | texts),
        held_on=draw(st.none() | st.dates()),
    )


@st.composite
def quotes(draw: st.DrawFn, *, session: Session) -> Quote:
    turn = draw(st.integers(0, len(session.turns) - 1))
    end = draw(st.integers(1, len(session.turns[turn].text)))
    return Quote(turn=turn, start=draw(st.integers(0, end - 1)), end=end)


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    session = draw(sessions())
    made_with = draw(st.builds(MadeWith, analyzer=texts, pack=texts, models=texts))
    if not session.turns:
        return Analysis(
            session=session, sentences=(), exchanges=(), segments=(), advice=(), made_with=made_with
        )
    quote = quotes(session=session)
    sentences = draw(st.lists(quote, min_size=1, max_size=4))
    end = draw(st.integers(1, len(sentences)))
    span = {"first": st.integers(0, end - 1), "end": st.just(end)}
    borders = draw(st.sets(st.integers(0, len(sentences)), max_size=4))
    found = [
        Exchange(
            first=first,
            end=end,
            asker=draw(st.none() | st.integers(0, len(session.speakers) - 1)),
            problem=draw(st.none() | labels()),
            quote=draw(st.none() | quote),
        )
        for first, end in pairwise(sorted(borders))
    ]
    exchange = st.none() | st.sampled_from(range(len(found))) if found else st.none()
    segments = st.builds(Segment, **span, kind=st.sampled_from(SegmentKind), exchange=exchange)
    uptakes = st.builds(Uptake, kind=st.sampled_from(UptakeKind), quote=st.none() | quote)
    advice = st.builds(
        Advice,
        **span,
        exchange=exchange,
        labels=st.lists(labels(), max_size=2).map(tuple),
        quote=quote,
        script=st.booleans(),
        uptake=st.none() | uptakes,
    )
    return Analysis(
        session=session,
        sentences=tuple(
            Sentence(
                turn=it.turn,
                start=it.start,
                end=it.end,
                move=draw(st.none() | st.sampled_from(Move)),
                score=draw(st.none() | scores),
            )
            for it in sentences
        ),
        exchanges=tuple(found),
        segments=tuple(draw(st.lists(segments, max_size=3))),
        advice=tuple(draw(st.lists(advice, max_size=3))),
        made_with=made_with,
        schema_version=draw(st.integers(1, 9)),
    )


NUL = Analysis(
    session=Session(
        id="a\0b",
        source=Source(path="", format="", sha256=""),
        speakers=(Speaker(name="\0"),),
        turns=(Turn(speaker=0, text="before\0after \u202e\u0301👩\u200d👧"),),
        held_on=dt.date(1, 1, 1),
    ),
    sentences=(),
    exchanges=(),
    segments=(),
    advice=(),
    made_with=MadeWith(analyzer="", pack="", models=""),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(held=[NUL])
@given(held=st.lists(analyses(), max_size=3, unique_by=lambda it: it.session.id))
def test_every_analysis_is_read_back_equal_whatever_its_text(
    held: list[Analysis], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("archive") / "calls.db"
    with Archive.open(path, create=True) as archive:
        for analysis in held:
            archive.add(analysis)
    with Archive.open(path) as archive:
        for analysis in held:
            read = archive.analysis(analysis.session.id)
            assert read == analysis
            assert analysis_to_json(read) == analysis_to_json(analysis)
        assert {it.session.id for it in archive.analyses()} == {it.session.id for it in held}


def test_rows_that_somebody_changed_are_named_not_guessed(
    archive: Archive, numbered: Callable[..., Analysis]
) -> None:
    session_id = archive.add(numbered(1)).session_id
    for change in (
        "UPDATE sentences SET move = 'yell'",
        "UPDATE sentences SET move = NULL, end_char = 9999",
        "UPDATE sessions SET held_on = 'May'",
    ):
        archive._connection.execute(change)
        with pytest.raises(ArchiveError, match=f"rows of session {session_id} do not fit"):
            archive.analysis(session_id)


@pytest.mark.parametrize("because", ["pain", "7", '"pain"', ""])
def test_reasons_that_are_no_list_are_named_not_guessed(
    archive: Archive, numbered: Callable[..., Analysis], because: str
) -> None:
    session_id = archive.add(numbered(1)).session_id
    archive._connection.execute("UPDATE advice_labels SET because = ?", (because,))
    with pytest.raises(ArchiveError, match=f"rows of session {session_id} do not fit"):
        archive.analysis(session_id)


def test_an_analysis_survives_json_and_archive_alike(
    archive: Archive, numbered: Callable[..., Analysis]
) -> None:
    analysis = analysis_from_json(analysis_to_json(numbered(5)))
    archive.add(analysis)
    assert archive.analysis(analysis.session.id) == numbered(5)
