"""A damaged archive: what is damaged is found and named, what is whole is saved as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.archive.remains import Fault, Remains
from analyzer.archive.rescue import Rescued, read_remains, rescue_archive
from analyzer.errors import ArchiveError
from analyzer.records import Analysis
from analyzer.records.passages import EncodedPassages

Make = Callable[..., Analysis]
Encode = Callable[..., EncodedPassages]
Content = Callable[[Path], dict[str, list[tuple[object, ...]]]]
N_SESSIONS = 16


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, numbered: Make, encoded: Encode) -> Path:
    """A sound archive of some sessions, with themes, not to be changed."""
    path = tmp_path_factory.mktemp("sound") / "calls.db"
    with Archive.open(path, create=True) as archive:
        for number in range(N_SESSIONS):
            archive.add(numbered(number), passages=encoded(numbered(number)))
        member = ("advice", numbered(7).session.id, 0, "advice-1")
        archive.take_beside(
            [
                ("themes", ("advice-1", "advice", "Ask him", "[]", 0.9, 0, "{}")),
                ("theme_members", member),
                ("theme_members", ("advice", "nobody", 0, "advice-1")),
                ("theme_edits", (1, "rename", "advice-1", "Ask", "2025-01-01")),
            ]
        )
    return path


def faults_of(path: Path) -> dict[str, Fault]:
    with read_remains(path) as remains:
        found = [remains.session(session_id)[1] for session_id in remains.session_ids()]
    return {fault.session_id: fault for fault in found if fault is not None}


def change(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    path = tmp_path / "copy.db"
    path.write_bytes(sound.read_bytes())
    return path


def test_a_sound_archive_has_no_fault(sound: Path) -> None:
    before = sound.read_bytes()
    with Remains(sound) as remains:
        assert remains.damage() == ()
        assert len(remains.session_ids()) == N_SESSIONS
    assert faults_of(sound) == {}
    assert sound.read_bytes() == before


def test_what_is_saved_of_a_sound_archive_is_all_of_it(
    sound: Path, tmp_path: Path, content: Content
) -> None:
    rescued = rescue_archive(sound, new=tmp_path / "new.db")
    assert rescued == Rescued(n_sessions=N_SESSIONS, damage=(), faults=())
    assert content(tmp_path / "new.db") == content(sound)


def test_a_word_that_changed_within_a_turn_is_found(copy: Path, numbered: Make) -> None:
    raw = copy.read_bytes()
    words = b"They froze role 0 of 7."
    assert raw.count(words) == 1
    copy.write_bytes(raw.replace(words, b"They froze rule 0 of 7."))
    faults = faults_of(copy)
    session = numbered(7).session
    assert list(faults) == [session.id]
    fault = faults[session.id]
    assert (fault.path, fault.is_whole) == (session.source.path, False)
    assert "not what was written" in fault.what


@pytest.mark.parametrize(
    ("statement", "is_whole"),
    [
        ("UPDATE sentences SET move = 'yell' WHERE {it}", False),
        ("UPDATE sentences SET score = 0.5 WHERE {it} AND sentence = 0", False),
        ("DELETE FROM advice_labels WHERE {it}", False),
        ("UPDATE sessions SET title = 'Another' WHERE {id}", False),
        ("UPDATE passages SET vector = zeroblob(384) WHERE {it}", True),
        ("UPDATE passage_codes SET facts = x'00' WHERE {it}", True),
        ("DELETE FROM passages WHERE {it} AND passage = 1", True),
        ("UPDATE sessions SET seal = '' WHERE {id}", False),
    ],
)
def test_a_session_whose_rows_changed_is_named(
    *,
    statement: str,
    is_whole: bool,
    copy: Path,
    numbered: Make,
    tmp_path: Path,
) -> None:
    key = numbered(3).session.id
    change(copy, statement.format(it=f"session_id = '{key}'", id=f"id = '{key}'"))
    faults = faults_of(copy)
    assert {it: fault.is_whole for it, fault in faults.items()} == {key: is_whole}
    rescued = rescue_archive(copy, new=tmp_path / "new.db")
    assert rescued.n_sessions == N_SESSIONS - (not is_whole)
    with Archive.open(tmp_path / "new.db") as archive:
        read = {it.session.id: it for it in archive.analyses()}
        assert (key in read) == is_whole
        if is_whole:
            assert read[key] == numbered(3)
    assert faults_of(tmp_path / "new.db") == {}


def test_a_session_that_is_off_the_list_is_named_by_its_other_rows(
    copy: Path, numbered: Make
) -> None:
    key = numbered(5).session.id
    delete = "DELETE FROM sessions WHERE id = '{}'"
    change(copy, "PRAGMA foreign_keys = OFF", delete.format(key))
    fault = faults_of(copy)[key]
    assert (fault.path, fault.is_whole) == ("calls/0005.vtt", False)
    assert "list of sessions" in fault.what
    with Remains(copy) as remains:
        assert any("rows of no session" in line for line in remains.damage())


def test_an_index_of_words_that_does_not_fit_is_found(copy: Path) -> None:
    change(copy, "DROP TRIGGER turns_changed", "UPDATE turns SET text = 'Else.' WHERE key = 5")
    with Remains(copy) as remains:
        assert any("turn_words" in line or "words" in line for line in remains.damage())


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_wherever_bytes_are_overwritten_what_is_saved_is_what_was_written(
    data: st.DataObject, sound: Path, tmp_path: Path, numbered: Make
) -> None:
    raw = bytearray(sound.read_bytes())
    rng = data.draw(st.randoms(use_true_random=False))
    for _ in range(data.draw(st.sampled_from([1, 3, 12]))):
        n_bytes = rng.choice([1, 16, 512, 4096])
        place = rng.randrange(4096, len(raw) - n_bytes)
        raw[place : place + n_bytes] = rng.getrandbits(8 * n_bytes).to_bytes(n_bytes, "big")
    path, new = tmp_path / "damaged.db", tmp_path / "new.db"
    path.write_bytes(raw)
    new.unlink(missing_ok=True)
    try:
        rescued = rescue_archive(path, new=new)
    except ArchiveError:  # the list of tables itself
        return
    saved = {}
    with Archive.open(new) as archive:
        for analysis in archive.analyses():
            number = int((analysis.session.title or "").removeprefix("Call "))
            assert analysis == numbered(number)
            saved[analysis.session.id] = number
    lost = {fault.session_id for fault in rescued.faults if not fault.is_whole}
    assert rescued.n_sessions == len(saved)
    assert saved.keys() | lost >= {numbered(n).session.id for n in range(N_SESSIONS)} - lost
    assert not saved.keys() & lost
    assert faults_of(new) == {}
    assert path.read_bytes() == bytes(raw)


@pytest.mark.parametrize("n_bytes", [16, 100, 4096])
@pytest.mark.parametrize("is_compacted", [False, True])
def test_a_lost_beginning_of_the_file_costs_nothing(
    *,
    n_bytes: int,
    is_compacted: bool,
    copy: Path,
    tmp_path: Path,
    content: Content,
) -> None:
    if is_compacted:
        with Archive.open(copy) as archive:
            archive.compact()
    before = content(copy)
    raw = copy.read_bytes()
    copy.write_bytes(b"\xff" * n_bytes + raw[n_bytes:])
    with pytest.raises(ArchiveError):
        Archive.open(copy)
    rescued = rescue_archive(copy, new=tmp_path / "new.db")
    assert (rescued.n_sessions, rescued.faults) == (N_SESSIONS, ())
    assert "the list of tables at its beginning is lost" in rescued.damage
    assert content(tmp_path / "new.db") == before


def test_what_was_never_an_archive_is_told(tmp_path: Path) -> None:
    for name, content in (("a.txt", b"Ana: Hello.\n"), ("b.bin", bytes(4096 * 5))):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(ArchiveError, match="not an archive"):
            rescue_archive(path, new=tmp_path / "new.db")
    with pytest.raises(ArchiveError, match="no archive here"):
        rescue_archive(tmp_path / "gone.db", new=tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_a_place_that_is_taken_is_not_written_over(sound: Path, tmp_path: Path) -> None:
    place = tmp_path / "mine.db"
    place.write_bytes(b"mine")
    with pytest.raises(ArchiveError, match="there is a file already"):
        rescue_archive(sound, new=place)
    assert place.read_bytes() == b"mine"


def test_saving_that_broke_off_leaves_no_archive_and_can_be_repeated(
    sound: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new.db"

    def watch(ids: tuple[str, ...]) -> tuple[str, ...]:
        assert new.with_name("new.db.part").exists()
        raise KeyboardInterrupt(ids[0])

    with pytest.raises(KeyboardInterrupt):
        rescue_archive(sound, new=new, watch=watch)
    assert not new.exists()
    assert rescue_archive(sound, new=new).n_sessions == N_SESSIONS
    assert [it.name for it in tmp_path.iterdir()] == ["new.db"]
