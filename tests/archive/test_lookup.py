from __future__ import annotations

import dataclasses
import string
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.errors import ArchiveError
from analyzer.records import Analysis, Role, Speaker, Turn

Make = Callable[..., Analysis]


def saying(analysis: Analysis, *texts: str) -> Analysis:
    """The analysis with other words and no findings."""
    session = dataclasses.replace(
        analysis.session, turns=tuple(Turn(speaker=0, text=text) for text in texts), outside=()
    )
    return dataclasses.replace(
        analysis, session=session, sentences=(), exchanges=(), segments=(), advice=()
    )


def test_a_session_is_found_by_id_beginning_of_id_name_and_path(
    archive: Archive, numbered: Make
) -> None:
    for number in range(8):
        archive.add(numbered(number))
    session_id = numbered(7).session.id
    for text in (
        session_id,
        session_id[:7],
        session_id[:7].upper(),
        "0007.vtt",
        "0007",
        "0007.VTT",
    ):
        assert archive.find(text) == session_id
    assert archive.find("calls/0007.vtt") == session_id


def test_a_duplicate_file_finds_the_session_too(archive: Archive, numbered: Make) -> None:
    analysis = numbered(1)
    source = dataclasses.replace(analysis.session.source, path=r"C:\calls\Ana May.vtt")
    session = dataclasses.replace(analysis.session, source=source)
    archive.add(analysis)
    archive.add(dataclasses.replace(analysis, session=session))
    assert archive.find("ana may") == analysis.session.id
    assert archive.find("ana m") == analysis.session.id


def test_a_name_that_is_not_there_is_answered_with_the_nearest(
    archive: Archive, numbered: Make
) -> None:
    archive.add(numbered(7))
    with pytest.raises(ArchiveError, match=r"no session '0008\.vtt'.*Nearest: 0007\.vtt"):
        archive.find("0008.vtt")
    for text in ("", " ", "???"):
        with pytest.raises(ArchiveError, match="analyzer list"):
            archive.find(text)


def test_a_name_that_means_several_sessions_names_them(archive: Archive, numbered: Make) -> None:
    for number in range(2):
        archive.add(numbered(number, path=f"{number}/call.vtt"))
    ids = sorted(numbered(number).session.id for number in range(2))
    with pytest.raises(ArchiveError, match=f"2 sessions: {ids[0]}, {ids[1]}"):
        archive.find("call")
    assert archive.find("1/call.vtt") == numbered(1).session.id


def test_words_find_their_turns_whatever_the_capitals_and_accents(
    archive: Archive, numbered: Make
) -> None:
    archive.add(saying(numbered(1), "A retainer comes first.", "The Café is open.", "No."))
    session_id = numbered(1).session.id
    assert archive.search_words("RETAINER") == ((session_id, 0, "A retainer comes first."),)
    assert [hit.turn for hit in archive.search_words("cafe")] == [1]
    assert archive.search_words("voicemail") == ()


def test_all_words_win_over_any_and_any_over_none(archive: Archive, numbered: Make) -> None:
    archive.add(saying(numbered(1), "money up front", "money later", "front door"))
    assert [hit.turn for hit in archive.search_words("front money")] == [0]
    assert {hit.turn for hit in archive.search_words("money elephant front")} == {0, 1, 2}
    assert [hit.turn for hit in archive.search_words('"up front"')] == [0]
    assert archive.search_words('"front up"') == ()
    assert len(archive.search_words("money elephant front", limit=2)) == 2


def test_a_snippet_is_cut_verbatim_from_the_turn(archive: Archive, numbered: Make) -> None:
    text = " ".join(f"word{number}" for number in range(200)) + ' — "quoted", ok?'
    archive.add(saying(numbered(1), text))
    (hit,) = archive.search_words("word100")
    assert hit.snippet.strip("…") in text
    assert hit.snippet != text


def test_words_that_were_replaced_or_removed_are_not_found(
    archive: Archive, numbered: Make
) -> None:
    session_id = archive.add(saying(numbered(1), "zebra")).session_id
    archive.add(saying(numbered(1, models="sentences 2"), "giraffe"))
    assert archive.search_words("zebra") == ()
    archive.remove(session_id)
    assert archive.search_words("giraffe") == ()
    # SQLite's own check that the index of words agrees with the turns.
    archive._connection.execute(
        "INSERT INTO turn_words (turn_words, rank) VALUES ('integrity-check', 1)"
    )


def test_words_are_still_found_after_sqlite_has_tidied_the_file(
    archive: Archive, numbered: Make
) -> None:
    for number in range(6):
        archive.add(saying(numbered(number), f"animal{number}"))
    archive.remove(numbered(0).session.id)
    archive._connection.execute("VACUUM")
    assert archive.search_words("animal5") == ((numbered(5).session.id, 0, "animal5"),)


@settings(max_examples=80, deadline=None)
@example(query='"')
@example(query="a NOT b OR (c* NEAR text:d) ^e {f}")
@example(query="'; DROP TABLE turns; --")
@example(query="\0 \ud800 a\0b")
@example(query="off-the-record? - * ( )")
@example(query="x " * 5000)
@given(query=st.text(string.punctuation + "ab \0\t") | st.text(st.characters()))
def test_no_query_breaks_the_search(
    query: str, tmp_path_factory: pytest.TempPathFactory, numbered: Make
) -> None:
    path = tmp_path_factory.getbasetemp() / "hostile.db"
    with Archive.open(Path(path), create=True) as archive:
        archive.add(saying(numbered(1), "a b c off the record text"))
        for hit in archive.search_words(query):
            assert hit.turn == 0
        assert len(archive.sessions()) == 1


def with_clients(analysis: Analysis, *names: str) -> Analysis:
    clients = tuple(Speaker(name=name, role=Role.CLIENT) for name in names)
    session = dataclasses.replace(analysis.session, speakers=(Speaker(name="Mike"), *clients))
    return dataclasses.replace(saying(analysis, "So."), session=session)


def sessions_with(archive: Archive, client: str, *, join_names: bool = True) -> set[str]:
    chosen = archive.analyses(client=client, join_names=join_names)
    return {name.name for it in chosen for name in it.session.speakers[1:]}


@pytest.mark.parametrize("name", ["Imani", "imani  CLARKE", "Imani C.", " Imani Clarke "])
def test_a_client_is_found_by_any_name_that_can_only_mean_her(
    name: str, archive: Archive, numbered: Make
) -> None:
    for number, written in enumerate(["Imani", "Imani Clarke", "Ben", "Client"]):
        archive.add(with_clients(numbered(number), written))
    assert sessions_with(archive, name) == {"Imani", "Imani Clarke"}


def test_a_client_as_written_is_found_under_that_name_only(
    archive: Archive, numbered: Make
) -> None:
    for number, written in enumerate(["Imani", "Imani Clarke"]):
        archive.add(with_clients(numbered(number), written))
    assert sessions_with(archive, "imani", join_names=False) == {"Imani"}
    with pytest.raises(ArchiveError, match=r"no client 'Imani C\.'"):
        archive.analyses(client="Imani C.", join_names=False)


def test_a_name_of_two_clients_finds_those_called_so_only(archive: Archive, numbered: Make) -> None:
    for number, written in enumerate(["Ana", "Ana Ruiz", "Ana Ortega"]):
        archive.add(with_clients(numbered(number), written))
    assert sessions_with(archive, "Ana") == {"Ana"}
    assert sessions_with(archive, "Ana R.") == {"Ana Ruiz"}


def test_a_full_name_that_nobody_has_is_not_taken_for_a_short_one(
    archive: Archive, numbered: Make
) -> None:
    archive.add(with_clients(numbered(1), "Ana"))
    with pytest.raises(ArchiveError, match="no client 'Ana Ortega'"):
        archive.analyses(client="Ana Ortega")
