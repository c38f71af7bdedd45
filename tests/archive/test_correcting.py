"""What people corrected goes where its words go, and goes for good with who is forgotten."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.archive.rescue import rescue_archive
from analyzer.corrections.places import Places
from analyzer.corrections.records import (
    Correction,
    LabelAdvice,
    RejectAdvice,
    SetMove,
    SetName,
    SetRole,
    ShapeAdvice,
    SplitAdvice,
)
from analyzer.errors import ArchiveError, CorrectionError
from analyzer.privacy.forgetting import forget, plan_forgetting
from analyzer.records import Analysis, Move, Role
from tests.builders import a_call, an_analysis, sentences_of

TALK = (
    "Ana: Well, they say there is no role for him at this time, and I do not know why.",
    "Mike: Ask the manager whose budget it is. Then leave him a voicemail with one question.",
    "Ana: I will call Dundee this very afternoon, as Kim Brandt told me to last week.",
)


def a_talk(*lines: str, key: str = "aaaaaaaaaaaa", path: str = "a.txt") -> Analysis:
    session = a_call(*lines)
    source = dataclasses.replace(session.source, path=path)
    return dataclasses.replace(
        an_analysis(),
        session=dataclasses.replace(session, id=key, source=source),
        sentences=sentences_of(session),
        exchanges=(),
        segments=(),
        advice=(),
    )


def corrections_of(analysis: Analysis) -> list[Correction]:
    """Of each kind one that keeps its place when "Well, " is gone."""
    places = Places(analysis)
    advice = places.between(1, 3)
    return [
        LabelAdvice(start=advice[0], end=advice[1], categories=("urgency",)),
        SplitAdvice(start=advice[0], end=advice[1], at=places.between(2, 3)[0]),
        ShapeAdvice(
            start=places.between(1, 2)[0],
            end=places.between(1, 2)[1],
            to_start=places.between(1, 2)[0],
            to_end=places.between(1, 2)[1],
        ),
        RejectAdvice(start=places.between(2, 3)[0], end=places.between(2, 3)[1]),
        SetMove(start=places.between(3, 4)[0], end=places.between(3, 4)[1], move=Move.COMMITMENT),
        SetRole(speaker=0, role=Role.OTHER),
        SetName(speaker=1, name="Michael"),
    ]


def correct_all(archive: Archive, analysis: Analysis) -> None:
    for it in corrections_of(analysis):
        archive.correct(analysis.session.id, it, by="kd")


def test_corrections_go_over_to_a_talk_that_was_changed() -> None:
    before = a_talk(*TALK)
    after = a_talk(TALK[0].replace("Well, ", ""), *TALK[1:], key="bbbbbbbbbbbb")
    with Archive.in_memory() as archive:
        archive.add(before)
        correct_all(archive, before)
        archive.add(after)
        left = archive.replace("aaaaaaaaaaaa", by="bbbbbbbbbbbb")
        assert left == ()
        now = archive.analysis("bbbbbbbbbbbb")
        made = archive.corrections("bbbbbbbbbbbb")
        assert [it.correction.kind for it in made] == [it.kind for it in corrections_of(after)]
        assert [(it.first, it.end) for it in now.advice] == [(1, 2)]
        assert now.advice[0].labels[0].source == "person:kd"
        assert now.sentences[3].move is Move.COMMITMENT
        assert [it.name for it in now.session.speakers] == ["Ana", "Michael"]
        assert now.session.speakers[0].role is Role.OTHER
        for _ in corrections_of(after):
            assert archive.undo("bbbbbbbbbbbb", by="kd")
        assert archive.analysis("bbbbbbbbbbbb") == after


def test_corrections_whose_words_are_gone_are_told() -> None:
    before = a_talk(*TALK)
    after = a_talk("Ana: Nothing of it.", "Mike: Is said any more.", key="bbbbbbbbbbbb")
    with Archive.in_memory() as archive:
        archive.add(before)
        correct_all(archive, before)
        archive.add(after)
        left = archive.replace("aaaaaaaaaaaa", by="bbbbbbbbbbbb")
        values = [it.label.category for it in left]
        assert values == ["urgency", "split-advice", "shape-advice", "reject-advice", "commitment"]
        assert {it.label.source for it in left} == {"person:kd"}
        # Who speaks is still there.
        assert len(archive.corrections("bbbbbbbbbbbb")) == 2


def test_what_others_corrected_since_stays_when_one_takes_back() -> None:
    before = a_talk(*TALK)
    span = Places(before).between(3, 4)
    with Archive.in_memory() as archive:
        key = before.session.id
        archive.add(before)
        move = SetMove(start=span[0], end=span[1], move=Move.STORY)
        archive.correct(key, move, by="kd")
        archive.correct(key, SetRole(speaker=0, role=Role.OTHER), by="jo")
        taken = archive.undo(key, by="kd")
        assert taken is not None
        assert taken[1].correction == move
        now = archive.analysis(key)
        assert now.sentences == before.sentences
        assert now.session.speakers[0].role is Role.OTHER
        gone, stays = archive.corrections()
        assert (gone.undone_by, stays.undone_by) == ("kd", None)
        assert archive.undo(key, by="nobody") is None
        assert archive.undo("nothing", by="kd") is None


def test_a_correction_without_a_place_changes_nothing() -> None:
    before = a_talk(*TALK)
    with Archive.in_memory() as archive:
        archive.add(before)
        with pytest.raises(CorrectionError):
            archive.correct(before.session.id, RejectAdvice(start=9_000, end=9_001), by="kd")
        with pytest.raises(ArchiveError):
            archive.correct("nothing", SetRole(speaker=0, role=Role.OTHER), by="kd")
        assert archive.corrections() == ()
        assert archive.analysis(before.session.id) == before


def test_corrections_are_rescued(tmp_path: Path) -> None:
    before = a_talk(*TALK)
    with Archive.open(tmp_path / "calls.db", create=True) as archive:
        archive.add(before)
        correct_all(archive, before)
        kept = archive.corrections()
    rescue_archive(tmp_path / "calls.db", new=tmp_path / "new.db")
    with Archive.open(tmp_path / "new.db") as archive:
        assert archive.corrections() == kept


def test_a_session_that_is_taken_out_takes_its_corrections_along() -> None:
    before = a_talk(*TALK)
    with Archive.in_memory() as archive:
        archive.add(before)
        correct_all(archive, before)
        archive.remove(before.session.id)
        assert archive.corrections() == ()


def test_who_is_forgotten_is_gone_from_corrections_too(tmp_path: Path) -> None:
    named = a_talk(*TALK)
    own = a_talk("Kim Brandt: I have a buyer.", "Mike: Good.", key="bbbbbbbbbbbb", path="b.txt")
    speakers = tuple(
        dataclasses.replace(it, role=Role.CLIENT) if it.name == "Kim Brandt" else it
        for it in own.session.speakers
    )
    own = dataclasses.replace(own, session=dataclasses.replace(own.session, speakers=speakers))
    with Archive.open(tmp_path / "calls.db", create=True) as archive:
        for analysis in (named, own):
            archive.add(analysis)
        correct_all(archive, named)
        archive.correct(named.session.id, SetName(speaker=0, name="Ana, not Kim Brandt"), by="kd")
        archive.correct(own.session.id, SetRole(speaker=1, role=Role.OTHER), by="kd")
        archive.correct(own.session.id, SetRole(speaker=1, role=Role.COACH), by="kd")
        moves = [it.move for it in archive.analysis(named.session.id).sentences]
        plan = plan_forgetting(archive, "Kim Brandt")
        proof = forget(archive, plan)
        assert proof.left == ()
        assert {it.session_id for it in archive.corrections()} <= {named.session.id}
        if any(it.session_id == named.session.id for it in plan.going):
            return
        now = archive.analysis(named.session.id)
        assert [it.move for it in now.sentences] == moves
        assert "Kim Brandt" not in now.session.speakers[0].name
        while archive.undo(named.session.id, by="kd"):
            pass
        assert [it.move for it in archive.analysis(named.session.id).sentences] == [
            it.move for it in named.sentences
        ]


def test_who_speaks_is_taken_back_after_models_were_told_of_it() -> None:
    before = a_talk(*TALK)
    key = before.session.id
    with Archive.in_memory() as archive:
        archive.add(before)
        archive.correct(key, SetRole(speaker=0, role=Role.OTHER), by="kd")
        archive.correct(key, SetName(speaker=1, name="Michael"), by="kd")
        newer = dataclasses.replace(before.made_with, models="sentences 2")
        kept = archive.analysis(key).session
        archive.add(dataclasses.replace(before, session=kept, made_with=newer))
        assert archive.analysis(key).session == kept
        assert archive.undo(key, by="kd")
        assert archive.undo(key, by="kd")
        assert archive.analysis(key).session == before.session
