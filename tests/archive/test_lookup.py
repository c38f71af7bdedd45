from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from analyzer.archive import Archive
from analyzer.errors import ArchiveError
from analyzer.records import Analysis, Role, Speaker
from tests.archive.searching import saying

Make = Callable[..., Analysis]


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
