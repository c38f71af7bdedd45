from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analyzer.archive import Archive
from analyzer.errors import ArchiveError, PrivacyError
from analyzer.privacy.forgetting import forget, plan_forgetting
from analyzer.records import Analysis
from analyzer.records.passages import EncodedPassages, Passage, PassageKind
from tests.builders import a_call, a_source, sentences_of
from tests.builders import an_analysis as analysed

TOLD = "I never told anybody that the tannery in Ashby is up for sale."


def an_analysis(
    key: str, path: str, *lines: str, clients: tuple[str, ...], coach: str = "Mike"
) -> Analysis:
    session = replace(
        a_call(*lines, coach=coach, clients=clients), id=key, source=a_source(path=path)
    )
    base = analysed()
    return replace(
        base,
        session=session,
        sentences=sentences_of(session),
        exchanges=(),
        segments=(),
        advice=(),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "calls.db"
    with Archive.open(place, create=True) as archive:
        for analysis in (
            an_analysis(
                "aaaaaaaaaaaa",
                "calls/imani-clarke.txt",
                "Mike: What is new, Imani?",
                f"Imani Clarke: {TOLD}",
                "Mike: Ask the manager whose budget it is, every single week of the year.",
                clients=("Imani Clarke",),
            ),
            an_analysis(
                "bbbbbbbbbbbb",
                "calls/group.txt",
                "Mike: Welcome, everybody.",
                "Imani: The buyer from Dundee wants my recipes before he signs a thing.",
                "Bo Li: I would not send her recipes anywhere.",
                clients=("Imani", "Bo Li"),
            ),
            an_analysis(
                "cccccccccccc",
                "calls/bo.txt",
                "Mike: Do as Imani Clarke did.",
                "Bo Li: Was it Imani who walked out? Imani’s right.",
                "Mike: Ask the manager whose budget it is, every single week of the year.",
                clients=("Bo Li",),
            ),
        ):
            vectors = np.ones((1, 384), dtype=np.int8)
            passage = Passage(kind=PassageKind.TALK, first=0, end=1)
            passages = EncodedPassages(encoder="e", passages=(passage,), vectors=vectors)
            archive.add(analysis, passages=passages)
        with archive.writing() as connection:
            connection.execute(
                "INSERT INTO themes VALUES ('t1', 'problem', 'What Imani sells', '[\"Imani\"]',"
                ' NULL, 0, \'{"quote": "Imani Clarke"}\')'
            )
            connection.execute(
                "INSERT INTO theme_members VALUES ('problem', 'bbbbbbbbbbbb', 0, 't1')"
            )
            connection.execute(
                "INSERT INTO theme_members VALUES ('problem', 'cccccccccccc', 0, 't1')"
            )
            connection.execute(
                "INSERT INTO theme_edits (action, theme, argument) VALUES ('rename', 't1', 'Imani')"
            )
    return place


def test_no_byte_of_a_forgotten_client_is_left(path: Path) -> None:
    assert b"Imani" in path.read_bytes()
    assert b"tannery" in path.read_bytes()
    with Archive.open(path, write=True) as archive:
        plan = plan_forgetting(archive, "imani clarke")
        proof = forget(archive, plan)
        for file in path.parent.iterdir():
            content = file.read_bytes().lower()
            for word in (b"imani", b"clarke", b"tannery", b"ashby", b"dundee", b"recipes"):
                assert word not in content, (file.name, word)
    assert proof.left == ()
    assert proof.n_names
    assert proof.n_pieces
    assert "calls.db" in proof.files


def test_the_plan_says_what_goes_and_whom_it_takes_along(path: Path) -> None:
    with Archive.open(path) as archive:
        plan = plan_forgetting(archive, "Imani")
    assert [(it.session_id, it.others) for it in plan.going] == [
        ("aaaaaaaaaaaa", ()),
        ("bbbbbbbbbbbb", ("Bo Li",)),
    ]
    assert plan.naming == ("cccccccccccc",)
    assert plan.names == ("Imani Clarke", "Imani C", "Clarke", "Imani")


def test_what_is_left_is_a_sound_archive(path: Path) -> None:
    with Archive.open(path, write=True) as archive:
        forget(archive, plan_forgetting(archive, "Imani Clarke"))
        (left,) = archive.analyses()
        texts = [turn.text for turn in left.session.turns]
        with archive.reading() as connection:
            themes = connection.execute("SELECT name, phrases, found FROM themes").fetchall()
            members = connection.execute("SELECT session_id FROM theme_members").fetchall()
            edits = connection.execute("SELECT argument FROM theme_edits").fetchall()
    assert texts[:2] == [
        "Do as [name removed] did.",
        "Was it [name removed] who walked out? [name removed]’s right.",
    ]
    assert themes == [
        ("What [name removed] sells", '["[name removed]"]', '{"quote": "[name removed]"}')
    ]
    assert members == [("cccccccccccc",)]
    assert edits == [("[name removed]",)]
    from analyzer.archive.remains import Remains

    with Remains(path) as remains:
        assert remains.damage() == ()
        assert [remains.session(it)[1] for it in remains.session_ids()] == [None]


def test_words_that_others_said_alike_stay(path: Path) -> None:
    with Archive.open(path, write=True) as archive:
        proof = forget(archive, plan_forgetting(archive, "Imani Clarke"))
    assert proof.n_elsewhere == 1
    assert b"every single week of the year" in path.read_bytes()


def test_nobody_is_forgotten_by_a_wrong_name_and_no_coach(path: Path) -> None:
    with Archive.open(path, write=True) as archive:
        with pytest.raises(ArchiveError, match="no client 'Imany'"):
            plan_forgetting(archive, "Imany")
        with pytest.raises(ArchiveError, match="no client 'Mike'"):
            plan_forgetting(archive, "Mike")
        assert len(archive.sessions()) == 3


def test_a_coach_who_is_a_client_elsewhere_is_not_forgotten(path: Path) -> None:
    with Archive.open(path, write=True) as archive:
        lines = ("Jo: Hm?", "Mike: Hm.")
        archive.add(an_analysis("dddddddddddd", "d.txt", *lines, clients=("Mike",), coach="Jo"))
        with pytest.raises(PrivacyError, match="is a coach"):
            plan_forgetting(archive, "Mike")


def test_a_client_without_a_name_goes_with_their_sessions_alone(path: Path) -> None:
    with Archive.open(path, write=True) as archive:
        archive.add(
            an_analysis("dddddddddddd", "d.txt", "Mike: Hm?", "Client: Hm.", clients=("Client",))
        )
        plan = plan_forgetting(archive, "Client")
        assert [it.session_id for it in plan.going] == ["dddddddddddd"]
        assert plan.names == ()
        assert forget(archive, plan).left == ()
        assert len(archive.sessions()) == 3


def test_with_somebody_else_in_the_archive_it_says_so(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with Archive.open(path, write=True, wait_s=0.1) as archive:
            plan = plan_forgetting(archive, "Imani")
            with pytest.raises(ArchiveError):
                forget(archive, plan)
            assert len(archive.sessions()) == 3
    finally:
        other.close()
