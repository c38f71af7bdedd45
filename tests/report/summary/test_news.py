"""What is new since the last report, told by marks that the archive keeps."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.archive import Archive
from analyzer.records import Analysis, Pack
from analyzer.report.material import Material, gather
from analyzer.report.summary import news
from analyzer.report.summary.records import News
from tests.report.sessions import there


def archive_of(analyses: Iterable[Analysis]) -> Archive:
    archive = Archive.in_memory()
    for analysis in analyses:
        archive.add(analysis)
    return archive


def reported(archive: Archive, pack: Pack, sessions: Iterable[str] | None = None) -> News | None:
    """Writes a report, as far as marks go, and gives what it says is new."""
    material: Material = gather(archive, pack=pack, cards=[], sessions=sessions)
    found = news.part(material)
    news.keep_mark(material)
    return found


def test_the_first_report_has_nothing_to_compare_with(
    archive: tuple[Analysis, ...], pack: Pack
) -> None:
    kept = archive_of(archive[:6])
    assert reported(kept, pack) is None
    assert reported(kept, pack) is None


def test_what_came_since_the_last_report_is_counted_beside_what_was_there(
    archive: tuple[Analysis, ...], pack: Pack
) -> None:
    kept = archive_of(archive[:1])
    reported(kept, pack)
    for analysis in archive[1:3]:
        kept.add(analysis)
    new = there(reported(kept, pack))
    assert new.section.lead[0] == "2 sessions are new. The last report was about 1."
    assert new.sessions == (2, 3)
    assert new.section.lead[1] == "Clients for the first time: Bea and Carl."
    first = new.rows[0]
    assert (first.group, first.name, first.in_new, first.in_known, first.remark) == (
        "Advice",
        "Hiring manager first",
        "2 of 2",
        "0 of 1",
        "for the first time",
    )


def test_a_rerun_says_the_same_again(archive: tuple[Analysis, ...], pack: Pack) -> None:
    kept = archive_of(archive[:4])
    reported(kept, pack)
    kept.add(archive[4])
    new = reported(kept, pack)
    assert new is not None
    assert reported(kept, pack) == reported(kept, pack) == new


def test_a_report_about_some_of_the_sessions_leaves_no_mark(
    archive: tuple[Analysis, ...], pack: Pack
) -> None:
    kept = archive_of(archive[:4])
    some = [analysis.session.id for analysis in archive[:2]]
    assert reported(kept, pack, some) is None
    assert reported(kept, pack) is None
    assert reported(kept, pack, some) is None


def test_sessions_that_are_gone_are_counted(archive: tuple[Analysis, ...], pack: Pack) -> None:
    kept = archive_of(archive[:3])
    reported(kept, pack)
    kept.remove(archive[0].session.id)
    kept.add(archive[5])
    lead = there(reported(kept, pack)).section.lead[0]
    assert lead == "1 session is new. The last report was about 3. 1 of these is gone."
