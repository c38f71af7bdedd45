from __future__ import annotations

import gc
from pathlib import Path

import pytest
from pandas import DataFrame

import analyzer as ca
from analyzer.aggregate import COUNTS, SCHEMA
from analyzer.aggregate.schema import SCORES
from analyzer.aggregate.themes.schema import THEMES
from analyzer.archive import Archive as Store
from analyzer.errors import AnalyzerError, ArchiveError, ExportError, PackError, SessionError
from analyzer.export import targets
from tests.notebook.conftest import call

COUNTED = (
    "advice_by_problem",
    "advice_counts",
    "client_journeys",
    "problem_counts",
    "talk_by_role",
    "uptake_by_advice",
)


def types_of(frame: DataFrame) -> dict[str, str]:
    return {str(column): str(dtype) for column, dtype in frame.dtypes.items()}


@pytest.mark.parametrize("name", SCHEMA)
def test_every_table_is_an_attribute_with_its_columns_and_types(
    archive: ca.Archive, name: str
) -> None:
    wanted = {column: str(dtype) for column, dtype in SCHEMA[name].items()}
    assert types_of(getattr(archive, name)) == wanted
    assert types_of(getattr(archive.session("call-0"), name)) == wanted


@pytest.mark.parametrize("name", COUNTED)
def test_counts_are_attributes_with_their_columns_and_types(archive: ca.Archive, name: str) -> None:
    wanted = {column: str(dtype) for column, dtype in COUNTS[name].items()}
    assert types_of(getattr(archive, name)) == wanted


def test_measures_are_a_table_of_the_scorecard_asked_for(archive: ca.Archive) -> None:
    found = archive.measures()
    assert types_of(found) == {name: str(dtype) for name, dtype in SCORES["scores"].items()}
    assert found["session_id"].nunique() == 3
    assert set(archive.measures("agreed-next-step")["scorecard"]) == {"agreed-next-step 1"}


def test_themes_of_an_archive_without_meanings_are_an_empty_table(archive: ca.Archive) -> None:
    assert len(archive.themes) == 0
    assert types_of(archive.themes) == {name: str(dtype) for name, dtype in THEMES.items()}


def test_a_frame_is_its_holders_own(archive: ca.Archive) -> None:
    mine = archive.advice
    mine["extra"] = 1
    mine.loc[0, "category"] = "changed"
    assert "extra" not in archive.advice
    assert "changed" not in archive.advice["category"].tolist()


def test_an_archive_says_what_it_holds(archive: ca.Archive) -> None:
    days = "2024-05-14 to 2026-05-14"
    assert repr(archive) == f"Archive('calls.db': 3 sessions, {days}, pack recruiting 1)"
    html = archive._repr_html_()
    for told in (days, "recruiting 1", "Locus of control (3)"):
        assert told in html


def test_an_empty_archive_can_be_looked_at(tmp_path: Path) -> None:
    with ca.open(tmp_path / "new.db", create=True) as archive:
        assert repr(archive) == "Archive('new.db': 0 sessions, pack recruiting 1)"
        assert "0" in archive._repr_html_()
        assert len(archive.sessions) == len(archive.advice_counts) == len(archive.clients) == 0


def test_what_another_process_adds_is_seen(archive: ca.Archive, place: Path) -> None:
    assert len(archive.sessions) == 3
    with Store.open(place, write=True) as store:
        store.add(call(3))
    assert len(archive.sessions) == len(archive) == 4
    assert len(archive.turns) == 12


def test_sessions_of_another_pack_are_left_out_and_counted(place: Path) -> None:
    with Store.open(place, write=True) as store:
        store.add(call(4, pack="leadership 1"))
    with pytest.raises(PackError, match="several packs"), ca.open(place) as archive:
        len(archive)
    with ca.open(place, pack="recruiting") as archive:
        assert len(archive) == 3
        assert "1 of other packs" in archive._repr_html_()


def test_a_part_of_an_archive_counts_its_sessions_alone(archive: ca.Archive) -> None:
    mine = archive.only(client="ana")
    assert mine.sessions["session_id"].tolist() == ["000000000000", "000000000002"]
    late = mine.only(since="2025-01-01")
    assert late.sessions["session_id"].tolist() == ["000000000002"]
    assert len(archive.only(until="2024-12-31")) == 1
    assert len(archive) == 3
    assert mine.advice_counts["n_sessions"].tolist() == [2]


def test_a_part_keeps_the_file_open(place: Path) -> None:
    mine = ca.open(place).only(client="Ana")
    gc.collect()
    assert len(mine.sessions) == 2
    mine.close()


def test_clients_lead_to_their_sessions(archive: ca.Archive) -> None:
    assert list(archive.clients) == ["Ana", "Bo"]
    assert archive.clients._ipython_key_completions_() == ["Ana", "Bo"]
    assert len(archive.clients["Bo"]) == 1
    assert "<td" in archive.clients._repr_html_()


@pytest.mark.parametrize("text", ["call-1", "call-1.txt", "000000000001", "calls/call-1.txt"])
def test_a_session_is_found_by_id_or_file(archive: ca.Archive, text: str) -> None:
    assert archive.session(text).id == archive[text].id == "000000000001"


def test_tab_completion_knows_sessions_and_attributes(archive: ca.Archive) -> None:
    keys = archive._ipython_key_completions_()
    assert {"call-0.txt", "000000000000"} <= set(keys)
    assert {"advice", "search", "report", "themes"} <= set(dir(archive))
    assert not [name for name in dir(archive) if name.startswith("_")]
    assert {"advice", "show", "timeline"} <= set(dir(archive.session("call-0")))
    assert {"open", "read", "sample", "plots"} <= set(dir(ca))


def test_wrong_names_are_answered_with_the_nearest(archive: ca.Archive) -> None:
    with pytest.raises(AttributeError, match="Did you mean 'sessions'"):
        archive.sesions  # noqa: B018 - asking is the test
    with pytest.raises(AttributeError, match="Did you mean 'open'"):
        ca.opne  # noqa: B018 - same
    with pytest.raises(ArchiveError, match="Nearest: call-1"):
        archive.session("cal-1.txt")
    with pytest.raises(ArchiveError, match="Nearest: Ana"):
        archive.only(client="Anna")
    with pytest.raises(AnalyzerError, match="Did you mean 'advice'"):
        archive.over_time("advise")  # type: ignore[arg-type]
    with pytest.raises(AnalyzerError, match="Did you mean 'client'"):
        archive.search("HR", role="clinet")
    with pytest.raises(AnalyzerError, match="no day"):
        archive.only(since="last week")


def test_changes_and_counts_over_time_have_their_columns(archive: ca.Archive) -> None:
    assert list(archive.over_time("problems", by="year").columns) == list(COUNTS["over_time"])
    assert list(archive.changes(since="2025-01-01").columns) == list(COUNTS["changes"])


def test_a_report_is_written_of_the_sessions_of_the_part(
    archive: ca.Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {}

    def write(_: Store, path: str | Path, **how: object) -> Path:
        asked.update(how)
        return Path(path)

    monkeypatch.setattr("analyzer.notebook.writing.write_report", write)
    target = tmp_path / "ana.pdf"
    assert archive.only(client="Ana").report(target, title="Ana") == target
    assert asked["sessions"] == ["000000000000", "000000000002"]
    assert asked["title"] == asked["client"] == "Ana"
    assert asked["kind"] == "client"
    archive.report(target, session="call-1", paper="letter")
    assert (asked["kind"], asked["sessions"]) == ("session", ["000000000001"])
    archive.only(client="Ana").report(tmp_path / "ana.html")
    assert (asked["kind"], asked["paper"]) == ("themes", "a4")
    with pytest.raises(AnalyzerError, match="Did you mean 'playbook'"):
        archive.report(target, kind="playbok")


FILES = {"refi-qda": "calls.qdpx", "refi-qdc": "calls.qdc", "spacy": "calls.spacy"}


@pytest.mark.parametrize("to", [it.name for it in targets()])
def test_sessions_are_handed_on_in_every_form(archive: ca.Archive, tmp_path: Path, to: str) -> None:
    place = tmp_path / FILES.get(to, "calls")
    assert f"``{to}``" in str(ca.Archive.export.__doc__)
    assert archive.export(place, to=to) == place
    assert place.is_file() if to in FILES else any(place.iterdir())


def test_an_export_is_of_the_part_alone_and_may_name_nobody(
    archive: ca.Archive, tmp_path: Path
) -> None:
    whole = archive.export(tmp_path / "all", to="markdown")
    part = archive.only(client="Ana").export(tmp_path / "ana", to="markdown", anonymous=True)
    one = archive.export(tmp_path / "one.md", to="markdown", session="call-1")
    assert len(list(whole.glob("call-*.md"))) == 3
    pages = sorted(part.glob("call-*.md"))
    assert [it.stem for it in pages] == ["call-0", "call-2"]
    assert "Bo" in one.read_text(encoding="utf-8")
    assert not any("Ana" in it.read_text(encoding="utf-8") for it in part.rglob("*.md"))


def test_an_export_that_cannot_be_is_refused(archive: ca.Archive, tmp_path: Path) -> None:
    with pytest.raises(AnalyzerError, match="Did you mean 'parquet'"):
        archive.export(tmp_path / "calls", to="parket")
    with pytest.raises(AnalyzerError, match="'models' is no giver of labels"):
        archive.export(tmp_path / "calls", to="csv", by="models")
    archive.export(tmp_path / "calls", to="csv")
    with pytest.raises(ExportError):
        archive.export(tmp_path / "calls", to="csv")
    assert archive.export(tmp_path / "calls", to="csv", replace=True).is_dir()


def test_a_session_says_what_it_is_and_shows_a_place(archive: ca.Archive) -> None:
    session = archive.session("call-0")
    told = "Mike, Ana; 5 sentences, 1 exchange, 1 stretch of advice"
    assert repr(session) == f"AnalyzedSession('call-0.txt': {told})"
    assert "Locus of control" in session._repr_html_()
    assert (session.show(advice=0).first, session.show(advice=0).end) == (0, 5)
    assert session.show(exchange=0).end == 5
    assert session.timeline().axes
    with pytest.raises(SessionError, match="numbered from 0 to 0"):
        session.show(exchange=3)


def test_going_through_an_archive_gives_its_sessions(archive: ca.Archive) -> None:
    assert [it.id for it in archive] == archive.sessions["session_id"].tolist()
