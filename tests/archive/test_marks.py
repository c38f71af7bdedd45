from __future__ import annotations

from analyzer.archive import Archive
from analyzer.archive.marks import ReportMark, read_marks, write_mark


def mark(*sessions: str, themes: tuple[str, ...] = ()) -> ReportMark:
    return ReportMark(sessions=sessions, themes=themes)


def written(*marks: ReportMark, pack: str = "tea 1") -> list[ReportMark]:
    archive = Archive.in_memory()
    for one in marks:
        with archive.writing() as connection:
            write_mark(connection, one, kind="themes", pack=pack)
    with archive.reading() as connection:
        return read_marks(connection, kind="themes", pack="tea 1")


def test_the_newest_mark_comes_first_and_no_more_than_two_are_kept() -> None:
    first, second, third = mark("a"), mark("a", "b", themes=("p-1",)), mark("a", "b", "c")
    assert written(first, second) == [second, first]
    assert written(first, second, third) == [third, second]


def test_a_report_about_the_same_sessions_leaves_the_marks_as_they_are() -> None:
    first, second = mark("a"), mark("a", "b")
    assert written(first, second, mark("a", "b", themes=("p-2",))) == [second, first]


def test_a_set_that_comes_back_is_new_again() -> None:
    first, second = mark("a"), mark("a", "b")
    assert written(first, second, first) == [first, second]


def test_marks_of_another_pack_stand_apart() -> None:
    assert written(mark("a"), pack="tea 2") == []
