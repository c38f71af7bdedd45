from __future__ import annotations

import dataclasses
import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.archive import Archive, Status
from analyzer.errors import ArchiveError
from analyzer.records import Analysis, Session, Speaker, Turn
from tests.archive.searching import turns_with

Make = Callable[..., Analysis]
Content = Callable[[Path], dict[str, list[tuple[object, ...]]]]


def changed(analysis: Analysis, **facts: object) -> Analysis:
    """The analysis with facts of its session changed."""
    session: Session = dataclasses.replace(analysis.session, **facts)  # type: ignore[arg-type] # any field
    return dataclasses.replace(analysis, session=session)


def from_path(analysis: Analysis, path: str) -> Analysis:
    return changed(analysis, source=dataclasses.replace(analysis.session.source, path=path))


def without_findings(analysis: Analysis) -> Analysis:
    return dataclasses.replace(analysis, sentences=(), exchanges=(), segments=(), advice=())


def test_what_is_added_is_read_back_equal(archive: Archive, numbered: Make) -> None:
    result = archive.add(numbered(1))
    assert result.status is Status.ADDED
    assert archive.analysis(result.session_id) == numbered(1)


def test_adding_again_changes_nothing(
    path: Path, archive: Archive, numbered: Make, content: Content
) -> None:
    archive.add(numbered(1))
    before = content(path)
    assert archive.add(numbered(1)).status is Status.UNCHANGED
    assert content(path) == before


def test_other_models_replace_the_whole_analysis(
    path: Path, archive: Archive, numbered: Make, content: Content
) -> None:
    archive.add(numbered(1))
    newer = dataclasses.replace(
        numbered(1, models="sentences 2"), advice=(), exchanges=(), segments=()
    )
    assert archive.add(newer).status is Status.UPDATED
    assert archive.analysis(newer.session.id) == newer
    assert content(path)["advice_labels"] == []


def test_a_label_corrected_by_a_person_is_an_update(archive: Archive, numbered: Make) -> None:
    archive.add(numbered(1))
    advice = numbered(1).advice[0]
    label = dataclasses.replace(advice.labels[0], category="retainer", source="person:kd")
    corrected = dataclasses.replace(
        numbered(1), advice=(dataclasses.replace(advice, labels=(label,)),)
    )
    assert archive.add(corrected).status is Status.UPDATED
    assert archive.analysis(corrected.session.id) == corrected


def test_the_same_talk_from_another_path_is_a_told_duplicate(
    archive: Archive, numbered: Make
) -> None:
    archive.add(numbered(1))
    result = archive.add(from_path(numbered(1), "copies/one.vtt"))
    assert (result.status, result.other_path) == (Status.DUPLICATE, "calls/0001.vtt")
    (summary,) = archive.sessions()
    assert (summary.path, summary.other_paths) == ("calls/0001.vtt", ("copies/one.vtt",))


def test_of_two_files_with_one_talk_the_one_with_date_and_times_is_kept(
    archive: Archive, numbered: Make
) -> None:
    bare = changed(from_path(numbered(1), "a.txt"), held_on=None, title=None)
    archive.add(bare)
    result = archive.add(numbered(1))
    assert result.status is Status.DUPLICATE
    assert archive.analysis(result.session_id) == numbered(1)


def test_an_edited_transcript_is_a_new_session_and_the_earlier_one_is_told(
    archive: Archive, numbered: Make
) -> None:
    first = archive.add(from_path(numbered(1), "call.vtt"))
    second = archive.add(from_path(numbered(2), "call.vtt"))
    assert second.status is Status.ADDED
    assert second.earlier == (first.session_id,)


def test_a_removed_session_leaves_no_row_behind(
    path: Path, archive: Archive, numbered: Make, content: Content
) -> None:
    empty = content(path)
    result = archive.add(numbered(1))
    archive.remove(result.session_id)
    assert content(path) == empty
    assert turns_with(archive, "costs") == []
    with pytest.raises(ArchiveError, match="no session with the id"):
        archive.remove(result.session_id)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_the_order_of_arrival_leaves_no_trace(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, numbered: Make, content: Content
) -> None:
    analyses = [numbered(number) for number in range(4)]
    analyses += [
        changed(from_path(numbered(1), "b.txt"), held_on=None),
        from_path(numbered(1), "a.vtt"),
        from_path(numbered(2), "calls/0003.vtt"),
    ]
    contents = []
    for arrival in (analyses, data.draw(st.permutations(analyses))):
        path = tmp_path_factory.mktemp("archive") / "calls.db"
        with Archive.open(path, create=True) as archive:
            for analysis in arrival:
                archive.add(analysis)
            if arrival is not analyses:
                for analysis in data.draw(st.permutations(analyses)):
                    archive.add(analysis)
        contents.append(content(path))
    assert contents[0] == contents[1]


def test_a_file_is_known_by_its_bytes_and_by_what_analysed_it(
    archive: Archive, numbered: Make
) -> None:
    analysis = numbered(1)
    sha256, made_with = analysis.session.source.sha256, analysis.made_with
    assert archive.known_file(sha256, made_with=made_with) is None
    archive.add(analysis)
    assert archive.known_file(sha256, made_with=made_with) == analysis.session.id
    assert archive.known_file("0" * 64, made_with=made_with) is None
    newer = dataclasses.replace(made_with, models="sentences 2")
    assert archive.known_file(sha256, made_with=newer) is None


def test_a_copy_under_another_name_can_be_told_from_a_known_file(
    archive: Archive, numbered: Make
) -> None:
    analysis = numbered(1)
    archive.add(analysis)
    sha256, made_with = analysis.session.source.sha256, analysis.made_with
    known = archive.known_file(sha256, made_with=made_with, path="calls/0001.vtt")
    assert known == analysis.session.id
    assert archive.known_file(sha256, made_with=made_with, path="copy.vtt") is None


def test_a_duplicate_file_is_analysed_again_once_after_an_upgrade(
    archive: Archive, numbered: Make
) -> None:
    copy = from_path(numbered(1), "zzz.vtt")
    archive.add(numbered(1))
    archive.add(copy)
    newer = numbered(1, models="sentences 2")
    archive.add(newer)
    sha256 = newer.session.source.sha256
    assert archive.known_file(sha256, made_with=newer.made_with, path="zzz.vtt") is None
    archive.add(dataclasses.replace(from_path(newer, "zzz.vtt")))
    assert archive.known_file(sha256, made_with=newer.made_with, path="zzz.vtt") is not None


def test_sessions_stand_by_date_then_id_and_undated_ones_last(
    archive: Archive, numbered: Make
) -> None:
    dates = [dt.date(2024, 5, 1), None, dt.date(2023, 5, 1), dt.date(2024, 5, 1), None]
    for number, held_on in enumerate(dates):
        archive.add(changed(numbered(number), held_on=held_on))
    summaries = archive.sessions()
    keys = [(it.held_on or dt.date.max, it.id) for it in summaries]
    assert keys == sorted(keys)
    assert [it.session.id for it in archive.analyses()] == [it.id for it in summaries]


def test_a_summary_counts_what_the_analysis_holds(archive: Archive, numbered: Make) -> None:
    archive.add(numbered(3))
    (summary,) = archive.sessions()
    assert summary.coaches == ("Mike",)
    assert summary.clients == ("Ana",)
    assert (summary.n_turns, summary.n_sentences) == (10, 10)
    assert (summary.n_exchanges, summary.n_advice) == (1, 1)
    assert summary.made_with == numbered(3).made_with


def test_a_session_without_turns_or_findings_is_kept(archive: Archive, numbered: Make) -> None:
    empty = changed(without_findings(numbered(1)), turns=(), speakers=(), outside=(), warnings=())
    archive.add(empty)
    assert archive.analysis(empty.session.id) == empty
    (summary,) = archive.sessions()
    assert (summary.n_turns, summary.n_sentences, summary.n_exchanges) == (0, 0, 0)


def test_analyses_can_be_chosen_by_client_day_and_session(archive: Archive, numbered: Make) -> None:
    speakers = (numbered(0).session.speakers[0], Speaker(name="Ömer", role="client"))  # type: ignore[arg-type] # StrEnum equals its text
    archive.add(changed(numbered(0), speakers=(*numbered(0).session.speakers,)))
    archive.add(changed(numbered(1), speakers=speakers, held_on=None))
    archive.add(changed(numbered(2), speakers=speakers, held_on=dt.date(2024, 6, 1)))

    def ids(**choice: object) -> list[str]:
        chosen = archive.analyses(**choice)  # type: ignore[arg-type] # one of three
        return [analysis.session.id for analysis in chosen]

    first, second, third = (numbered(number).session.id for number in range(3))
    assert ids(client="ömer") == [third, second]
    assert ids(since=dt.date(2024, 6, 1)) == [third]
    assert ids(since=dt.date(2024, 6, 2)) == []
    assert ids(session=first[:6]) == [first]
    assert ids(session=first[:6], client="Ömer") == []


def test_a_client_who_is_not_there_is_answered_with_the_nearest(
    archive: Archive, numbered: Make
) -> None:
    archive.add(numbered(1))
    with pytest.raises(ArchiveError, match=r"no client 'Anna'.*Nearest: Ana"):
        archive.analyses(client="Anna")


def test_reading_goes_on_while_another_connection_adds(
    path: Path, archive: Archive, numbered: Make
) -> None:
    for number in range(3):
        archive.add(numbered(number))
    analyses = archive.analyses()
    first = next(analyses)
    with Archive.open(path, create=True) as other:
        for number in range(3):
            other.add(numbered(number, models="sentences 2"))
    assert first.made_with.models == "sentences 1"
    assert [it.made_with.models for it in analyses] == ["sentences 2"] * 2


def test_what_no_file_can_keep_is_refused_and_leaves_nothing(
    path: Path, archive: Archive, numbered: Make, content: Content
) -> None:
    before = content(path)
    bare = without_findings(numbered(1))
    half = Turn(speaker=0, text="\ud83d half a sign")
    late = Turn(speaker=0, text="late", start_ms=2**63)
    unsure = Speaker(name="A", score=float("nan"))
    for analysis in (
        changed(bare, turns=(half,), outside=()),
        changed(bare, turns=(late,), outside=()),
        changed(bare, speakers=(unsure, unsure)),
    ):
        with pytest.raises(ArchiveError, match="no file can keep"):
            archive.add(analysis)
    assert content(path) == before
    assert archive.add(numbered(1)).status is Status.ADDED


def test_the_archive_loads_no_pandas() -> None:
    code = "import sys, analyzer.archive; assert 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
