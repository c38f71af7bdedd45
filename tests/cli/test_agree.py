"""``analyzer agree`` as a person meets it."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.privacy import redactor_for
from analyzer.records import Role
from tests.agreement.rows import CALL, write
from tests.builders import a_label, a_session, a_speaker, an_advice, an_analysis
from tests.cli.running import Runner


@pytest.fixture
def labels(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders: in the second one sentence is labelled otherwise."""
    write(tmp_path / "ann", "call", CALL)
    row = (*CALL[5][:3], "directive", *CALL[5][4:])
    write(tmp_path / "ben", "call", (*CALL[:5], row, CALL[6]))
    return tmp_path / "ann", tmp_path / "ben"


def test_measures_labels_and_words_are_told(run: Runner, labels: tuple[Path, Path]) -> None:
    done = run("agree", *labels)
    assert done.code == 0
    assert "ann and ben: 1 session" in done.lines
    assert "Moves: 7 sentences" in done.lines
    assert any(line.split()[:2] == ["Cohen's", "kappa"] for line in done.lines)
    assert "      > He decides." in done.lines
    assert "      ann: rationale · ben: directive" in done.lines
    assert "not defined: all labels are the same" in done.out


def test_one_kind_and_no_disagreements_may_be_asked_for(
    run: Runner, labels: tuple[Path, Path]
) -> None:
    done = run("agree", *labels, "--kind", "moves", "--show", "0")
    assert "He decides." not in done.out
    assert "Segments" not in done.out


def test_json_has_every_table_and_a_line_for_each_row(
    run: Runner, labels: tuple[Path, Path]
) -> None:
    done = run("agree", *labels, "--json")
    lines = [json.loads(line) for line in done.lines]
    assert {it["table"] for it in lines} == {
        *("agreement", "measures", "pairs", "labels", "confused", "disagreements")
    }
    (place,) = [it for it in lines if it["table"] == "disagreements"]
    assert place["words"] == "He decides."
    assert place["said"] == [["rationale"], ["directive"]]
    assert run("agree", *labels, "--json").out == done.out


def test_other_words_end_with_an_error_that_names_the_place(
    run: Runner, labels: tuple[Path, Path], tmp_path: Path
) -> None:
    write(tmp_path / "cy", "call", (*CALL[:6], (*CALL[6][:5], "I'll write today.")))
    done = run("agree", labels[0], tmp_path / "cy")
    assert done.code == 1
    assert "call.tsv" in done.err
    assert "ann has “call him today.” in turn 6" in done.err


def test_an_archive_by_itself_needs_corrections(run: Runner, tmp_path: Path) -> None:
    place = tmp_path / "calls.db"
    with Archive.open(place, create=True) as archive:
        archive.add(an_analysis())
    done = run("agree", place)
    assert done.code == 1
    assert "nobody has corrected a label" in done.err


def test_people_in_an_archive_stand_beside_the_model(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "calls.db"
    label = a_label("urgency", source="person:ann")
    with Archive.open(place, create=True) as archive:
        archive.add(replace(an_analysis(), advice=(an_advice(labels=(label,)),)))
    monkeypatch.setattr("analyzer.cli.parts.agreeing.load_models", lambda pack: pack)
    monkeypatch.setattr(
        "analyzer.cli.parts.agreeing.analyze_session", lambda session, **_: an_analysis(session)
    )
    done = run("agree", place, "--kind", "advice")
    assert done.code == 0
    assert "      ann: urgency · model (recruiting 1): locus-of-control" in done.lines


def test_one_path_alone_is_too_few(run: Runner, labels: tuple[Path, Path]) -> None:
    done = run("agree", labels[0])
    assert done.code == 1
    assert "it takes two to agree" in done.err


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_nobody_is_named_and_every_measure_is_the_same(
    run: Runner, tmp_path: Path, form: tuple[str, ...]
) -> None:
    row = (*CALL[5][:5], "He decides, Ana, and Mike too.")
    write(tmp_path / "mike", "call-ana", (*CALL[:5], row, CALL[6]))
    other = (*row[:3], "directive", *row[4:])
    write(tmp_path / "ben", "call-ana", (*CALL[:5], other, CALL[6]))
    args = ("agree", tmp_path / "mike", tmp_path / "ben", *form)
    plain, hidden = run(*args), run(*args, "--anonymous")
    assert hidden.code == 0, hidden.err
    assert "Ana" in plain.out
    assert not re.search(r"\b(ana|mike)\b", hidden.out, re.IGNORECASE)
    assert "He decides, Client 1, and Coach too." in hidden.out
    if form:
        before, after = ([json.loads(it) for it in one.lines] for one in (plain, hidden))
        shown = {"raters", "session_id", "path", "speaker", "words"}
        for one, now in zip(before, after, strict=True):
            assert {key: it for key, it in one.items() if key not in shown} == {
                key: it for key, it in now.items() if key not in shown
            }
        place = next(it for it in after if it["table"] == "disagreements")
        assert (place["session_id"], place["path"]) == ("call-Client 1", "call-Client 1.tsv")


def test_pseudonyms_of_an_archive_are_those_of_its_reports(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "calls.db"
    said = replace(
        an_analysis(), advice=(an_advice(labels=(a_label("urgency", source="person:ann"),)),)
    )
    speakers = (a_speaker(), a_speaker("Bo", role=Role.CLIENT))
    with Archive.open(place, create=True) as archive:
        archive.add(
            an_analysis(a_session(id="f" * 12, speakers=speakers, held_on=dt.date(2001, 1, 1)))
        )
        archive.add(said)
        known = redactor_for(archive)
    monkeypatch.setattr("analyzer.cli.parts.agreeing.load_models", lambda pack: pack)
    monkeypatch.setattr(
        "analyzer.cli.parts.agreeing.analyze_session", lambda session, **_: an_analysis(session)
    )
    done = run("agree", place, "--kind", "advice", "--json", "--anonymous")
    line = next(it for it in map(json.loads, done.lines) if it["table"] == "disagreements")
    name = said.session.speakers[said.session.turns[line["turn"]].speaker].name
    assert line["speaker"] == known.redacted(name) != name
