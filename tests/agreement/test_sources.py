"""Labels from where they lie: files, analyses as JSON, archives with what people corrected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.agreement import Kind, agree, labelling_by, labelling_by_model, people_in
from analyzer.agreement.sources import (
    is_archive,
    labelled_sessions,
    people_and_model,
    rater_at,
    raters_at,
)
from analyzer.archive import Archive
from analyzer.corrections.records import (
    RejectAdvice,
    SetMove,
    SetProblem,
    SetRole,
    SetSegment,
)
from analyzer.errors import AgreementError, ArchiveError, LabelError
from analyzer.records import Analysis, Move, Role, SegmentKind
from analyzer.records.store import analysis_to_json
from tests.agreement.rows import CALL, write
from tests.builders import a_label, an_advice, an_analysis, an_exchange

MODEL = an_analysis()
BY_ANN = replace(
    MODEL,
    exchanges=(an_exchange(problem=a_label("fee-pressure", source="person:ann")),),
    advice=(an_advice(labels=(a_label("urgency", source="person:ann"), a_label())),),
)


def test_a_folder_and_a_file_of_labels_say_the_same(tmp_path: Path) -> None:
    place = write(tmp_path / "ann", "call", CALL)
    assert rater_at(tmp_path / "ann").labellings == rater_at(place).labellings


def test_analyses_are_read_as_analyze_prints_them(tmp_path: Path) -> None:
    place = tmp_path / "found.jsonl"
    place.write_text(analysis_to_json(MODEL) + "\n\n", encoding="utf-8")
    assert rater_at(place).labellings == (labelling_by_model(MODEL),)


def test_an_archive_counts_with_its_labels_as_they_stand(tmp_path: Path) -> None:
    place = tmp_path / "calls.db"
    with Archive.open(place, create=True) as archive:
        archive.add(MODEL)
    assert is_archive(place)
    assert rater_at(place).labellings == (labelling_by_model(MODEL),)


def test_raters_are_called_by_the_last_part_of_their_path_where_that_tells(tmp_path: Path) -> None:
    for folder in ("one/ann", "two/ann", "ben"):
        (tmp_path / folder).parent.mkdir(exist_ok=True)
        write(tmp_path / folder, "call", CALL)
    paths = [tmp_path / it for it in ("one/ann", "two/ann", "ben")]
    assert [it.name for it in raters_at(paths)] == [str(paths[0]), str(paths[1]), "ben"]


def test_people_in_an_archive_are_compared_with_the_model() -> None:
    archive = Archive.in_memory()
    archive.add(BY_ANN)
    assert labelled_sessions(archive) == (MODEL.session.id,)
    ann, model = people_and_model(archive, anew=lambda _: MODEL)
    assert (ann.name, model.name) == ("ann", "model")
    problems, advice = agree([ann, model], kinds=[Kind.PROBLEMS, Kind.ADVICE])
    assert problems.disagreements[0].said == (("fee-pressure",), ("hr-blocking",))
    assert {it.said for it in advice.disagreements} == {(("urgency",), ("locus-of-control",))}
    # Nothing is said about sentences that nobody looked at.
    assert advice.n_units == len(advice.disagreements)


def test_corrections_of_every_kind_stand_beside_what_was_there_before() -> None:
    archive = Archive.in_memory()
    archive.add(MODEL)
    text = "".join(turn.text for turn in MODEL.session.turns)
    end = MODEL.sentences[0].end
    advice = MODEL.sentences[MODEL.advice[0].first]
    start = sum(len(turn.text) for turn in MODEL.session.turns[: advice.turn]) + advice.start
    corrections = (
        SetMove(start=0, end=end, move=Move.STORY),
        SetSegment(start=0, end=end, segment=SegmentKind.OPENING),
        SetProblem(start=0, end=len(text), category="fee-pressure"),
        SetRole(speaker=1, role=Role.OTHER),
        RejectAdvice(start=start, end=start + advice.end - advice.start),
    )
    for it in corrections:
        archive.correct(MODEL.session.id, it, by="ann")
    ann, model = people_and_model(archive, anew=_never)
    assert model.labellings == (labelling_by_model(MODEL),)
    by_kind = {it.kind: it for it in agree([ann, model])}
    moves, segments, problems, roles = (
        by_kind[it].disagreements[0].said
        for it in (Kind.MOVES, Kind.SEGMENTS, Kind.PROBLEMS, Kind.ROLES)
    )
    assert moves == (("story",), ("situation",))
    assert segments == (("opening",), ("advice",))
    assert problems == (("fee-pressure",), ("hr-blocking",))
    assert roles[0] == ("other",)
    assert {it.said for it in by_kind[Kind.ADVICE].disagreements} == {((), ("locus-of-control",))}


def _never(analysis: Analysis) -> Analysis:
    raise AssertionError(f"{analysis.session.id} needs no models")


def test_a_person_is_known_by_the_source_of_a_label() -> None:
    assert people_in(BY_ANN) == ("ann",)
    assert people_in(MODEL) == ()
    labelling = labelling_by("ann", BY_ANN)
    assert set(labelling.moves) == {None}
    assert labelling.stretches is None
    assert [it.problem for it in labelling.matters] == ["fee-pressure"]


def test_labels_that_are_only_possible_do_not_count() -> None:
    possible = replace(
        MODEL,
        exchanges=(an_exchange(problem=a_label("hr-blocking", sure=False)),),
        advice=(an_advice(labels=(a_label(sure=False),)),),
    )
    labelling = labelling_by_model(possible)
    assert [it.problem for it in labelling.matters] == [None]
    assert set(labelling.advice) == {frozenset()}
    assert labelling.stretches == ()


def test_a_role_that_is_not_known_and_a_move_that_is_not_there_were_not_given() -> None:
    unknown = replace(
        MODEL,
        session=replace(
            MODEL.session,
            speakers=tuple(replace(it, role=Role.UNKNOWN) for it in MODEL.session.speakers),
        ),
        sentences=tuple(replace(it, move=None) for it in MODEL.sentences),
    )
    assert set(labelling_by_model(unknown).roles) == {None}
    assert set(labelling_by_model(unknown).moves) == {None}
    assert set(labelling_by_model(MODEL).moves) == {Move.SITUATION.value}


def test_what_is_no_analysis_is_named_by_line(tmp_path: Path) -> None:
    place = tmp_path / "found.jsonl"
    place.write_text(analysis_to_json(MODEL) + '\n{"sesion": 1}\n', encoding="utf-8")
    with pytest.raises(AgreementError) as caught:
        rater_at(place)
    assert (caught.value.path, caught.value.line) == (str(place), 2)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"PK\x03\x04\xe2"])
def test_what_is_no_text_is_no_rater(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "labels.bin"
    place.write_bytes(content)
    with pytest.raises(AgreementError, match="cannot be read as text"):
        rater_at(place)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AgreementError, match="is not there"):
        rater_at(tmp_path / "gone.jsonl")
    with pytest.raises(LabelError):
        rater_at(tmp_path)


def test_another_database_is_no_archive(tmp_path: Path) -> None:
    place = tmp_path / "other.db"
    place.write_bytes(b"SQLite format 3\x00" + bytes(100))
    with pytest.raises(ArchiveError):
        rater_at(place)
