"""What people decided finds its words again in a talk that was corrected."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.archive import Archive, LeftLabel
from analyzer.archive.moving import Beside
from analyzer.corrections.places import starts_of
from analyzer.errors import ArchiveError
from analyzer.records import Advice, Analysis, Label, Session
from tests.archive.searching import passages_of
from tests.builders import a_call, an_advice, an_analysis, an_exchange, sentences_of

BY_KD = Label(category="voicemail", score=1.0, source="person:kd")
LINES = (
    "Ana: HR says there is no role for anybody this year. What can I do about it?",
    "Mike: Ask the manager whose budget it is. Then leave a voicemail before he goes home.",
    "Ana: I will call him this afternoon and tell you.",
)
CORRECTED = (
    "Ana: Good morning Mike, thank you for the time.",
    "Ana: H.R. says there is no role for anybody this year. What can I do about it?",
    "Mike: Well, ask the manager whose budget it is. Then leave a voicemail before he goes home.",
    "Ana: I will ring him this afternoon.",
)


def analysed(number: int, *lines: str) -> Analysis:
    session = replace(a_call(*lines), id=f"{number:012x}")
    exchange = an_exchange(end=len(sentences_of(session)))
    analysis = an_analysis(session, exchanges=(exchange,), advice=())
    return replace(analysis, segments=())


def said(analysis: Analysis, advice: Advice) -> str:
    return " ".join(map(analysis.text_of, analysis.sentences[advice.first : advice.end]))


def decided() -> Analysis:
    analysis = analysed(1, *LINES)
    its = analysis.sentences
    voicemail = next(n for n, it in enumerate(its) if "voicemail" in analysis.text_of(it))
    labelled = an_advice(first=voicemail, end=voicemail + 1, labels=(BY_KD,), uptake=None)
    quote = replace(labelled.quote, turn=1, start=its[voicemail].start, end=its[voicemail].end)
    problem = replace(BY_KD, category="no-role")
    return replace(
        analysis,
        advice=(replace(labelled, quote=quote),),
        exchanges=(replace(analysis.exchanges[0], problem=problem),),
    )


def replaced(archive: Archive, new: Analysis, **more: object) -> tuple[LeftLabel, ...]:
    archive.add(decided(), passages=passages_of(decided()))
    archive.add(new, passages=passages_of(new))
    return archive.replace(decided().session.id, by=new.session.id, **more)  # type: ignore[arg-type]


def test_labels_go_over_to_the_words_they_were_given_to(archive: Archive) -> None:
    new = analysed(2, *CORRECTED)
    assert replaced(archive, new, encode=passages_of) == ()
    assert [it.id for it in archive.sessions()] == [new.session.id]
    found = archive.analysis(new.session.id)
    (advice,) = found.advice
    assert said(found, advice) == "Then leave a voicemail before he goes home."
    assert found.session.turns[advice.quote.turn].text[advice.quote.start : advice.quote.end] in (
        said(found, advice)
    )
    assert advice.labels == (BY_KD,)
    assert advice.exchange == 0
    problem = found.exchanges[0].problem
    assert problem is not None
    assert problem.category == "no-role"
    kept = archive.passages(new.session.id)
    assert kept is not None
    assert kept.passages == passages_of(found).passages


def test_labels_whose_words_are_gone_are_given_back(archive: Archive) -> None:
    new = analysed(2, "Ana: What a fine day it is for a walk.", "Mike: Yes, and nothing to do.")
    left = replaced(archive, new)
    assert [it.label.category for it in left] == ["no-role", "voicemail"]
    assert left[1].words == "Then leave a voicemail before he goes home."
    assert archive.analysis(new.session.id) == new
    kept = archive.passages(new.session.id)
    assert kept is not None
    assert kept.passages == passages_of(new).passages


def test_an_advice_with_a_word_changed_is_another_advice(archive: Archive) -> None:
    lines = [line.replace("voicemail", "message") for line in CORRECTED]
    left = replaced(archive, analysed(2, *lines), encode=passages_of)
    assert [it.label for it in left] == [BY_KD]


def test_the_part_in_themes_goes_over_too(archive: Archive) -> None:
    kept, new = decided(), analysed(2, *CORRECTED)
    archive.add(kept)
    archive.add(new)
    with archive.writing() as connection:
        connection.execute(
            "INSERT INTO theme_members VALUES ('problem', ?, 0, 'p-1')", (kept.session.id,)
        )
    archive.replace(kept.session.id, by=new.session.id)
    with archive.reading() as connection:
        rows = connection.execute("SELECT * FROM theme_members").fetchall()
    assert rows == [("problem", new.session.id, 0, "p-1")]


def test_nothing_is_taken_out_for_a_session_that_is_not_there(
    archive: Archive, numbered: Callable[..., Analysis]
) -> None:
    archive.add(numbered(1))
    with pytest.raises(ArchiveError, match="no session with the id"):
        archive.replace(numbered(1).session.id, by=numbered(2).session.id)
    assert len(archive.sessions()) == 1


def talk_of(words: list[str], *, per_turn: int) -> Session:
    turns = [" ".join(words[n : n + per_turn]) for n in range(0, len(words), per_turn)]
    return a_call(*(f"{'Ana' if n % 2 else 'Mike'}: {text}" for n, text in enumerate(turns)))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 9999), n_before=st.integers(0, 9), n_gone=st.integers(0, 30))
def test_what_is_found_again_is_word_for_word_what_it_was(
    seed: int, n_before: int, n_gone: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    words = [f"w{chance.randrange(40)}" for _ in range(120)]
    changed = [f"new{n}" for n in range(n_before)] + words
    at = chance.randrange(len(changed))
    del changed[at : at + n_gone]
    former, new = talk_of(words, per_turn=7), talk_of(changed, per_turn=5)
    beside = Beside(former, new)
    whole = "".join(turn.text for turn in former.turns)
    there = "".join(turn.text for turn in new.turns)
    for start, turn in zip(starts_of(former), former.turns, strict=False):
        place = beside.place((start, start + len(turn.text)))
        if place is not None:
            one = there[slice(*place)].replace(" ", "")
            assert one == whole[start : start + len(turn.text)].replace(" ", "")


def test_the_same_talk_stays_where_it_is() -> None:
    session = a_call(*LINES)
    beside = Beside(session, session)
    starts = starts_of(session)
    assert beside.place((0, starts[1])) == (0, starts[1] - 1)  # without its question mark
