from __future__ import annotations

import os
from pathlib import Path

import pytest
from spacy.tokens import DocBin

from analyzer.archive import Archive
from analyzer.errors import ExportError
from analyzer.export import By, targets, write_export
from analyzer.nlp import load_nlp
from analyzer.privacy import redactor_for
from analyzer.privacy.leaks import find_leaks
from analyzer.records import Pack

TARGETS = [it.name for it in targets()]


def _bytes(place: Path) -> dict[str, bytes]:
    files = [place] if place.is_file() else [it for it in place.rglob("*") if it.is_file()]
    return {str(it.relative_to(place.parent)): it.read_bytes() for it in files}


def _name(target: str, stem: str = "made") -> str:
    suffix = next(it.suffix for it in targets() if it.name == target)
    return f"{stem}{suffix or ''}"


@pytest.mark.parametrize("target", TARGETS)
def test_an_export_is_the_same_bytes_every_time_and_its_owners_alone(
    target: str, archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    made = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        place = tmp_path / folder / _name(target)
        write_export(archive, place, target=target, pack=recruiting)
        made.append(_bytes(place))
        if os.name == "posix":
            for path in (place, *place.rglob("*")):
                assert path.stat().st_mode & 0o077 == 0, path
        assert list((tmp_path / folder).iterdir()) == [place]
    assert made[0] == made[1]
    assert any(made[0].values())


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_there_is_left_as_it_is(
    target: str, archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    place = tmp_path / _name(target)
    write_export(archive, place, target=target, pack=recruiting)
    before = _bytes(place)
    with pytest.raises(ExportError, match="there already"):
        write_export(archive, place, target=target, pack=recruiting)
    write_export(archive, place, target=target, pack=recruiting, replace=True)
    assert _bytes(place) == before


def test_a_folder_that_no_export_wrote_is_never_replaced(
    archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(ExportError, match="left as it is"):
        write_export(archive, mine, target="csv", pack=recruiting, replace=True)
    assert (mine / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_nothing_is_left_where_writing_fails(
    archive: Archive, tmp_path: Path, recruiting: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> str:
        raise RuntimeError("stopped")

    monkeypatch.setattr("analyzer.export.csv_tables.dictionary_page", stop)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(RuntimeError, match="stopped"):
        write_export(archive, tmp_path / "tables", target="csv", pack=recruiting)
    assert sorted(tmp_path.iterdir()) == before


def test_an_unknown_target_and_a_wrong_ending_are_named(
    archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    with pytest.raises(ExportError, match="Did you mean 'parquet'"):
        write_export(archive, tmp_path / "x", target="parkett", pack=recruiting)
    with pytest.raises(ExportError, match="qdpx"):
        write_export(archive, tmp_path / "calls.zip", target="refi-qda", pack=recruiting)
    with pytest.raises(ExportError, match="no session"):
        write_export(archive, tmp_path / "x", target="csv", pack=recruiting, sessions=[])


@pytest.mark.parametrize("target", TARGETS)
def test_nobody_is_named_in_an_anonymous_export(
    target: str, archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    place = tmp_path / _name(target)
    write_export(archive, place, target=target, pack=recruiting, anonymous=True)
    redactor = redactor_for(archive)
    if target == "spacy":
        docs = DocBin().from_disk(place)
        texts = [doc.text for doc in docs.get_docs(load_nlp().vocab)]
        place = tmp_path / "docs.txt"
        place.write_text("\n".join([*texts, *docs.strings]), encoding="utf-8")
    check = find_leaks([place], redactor)
    assert check.files
    assert check.unread == ()
    assert check.leaks == ()


def test_labels_of_people_are_left_out_where_the_models_are_asked_for(
    archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    for by, is_there in ((By.PEOPLE, True), (By.MODEL, False), (By.BOTH, True)):
        place = tmp_path / by
        write_export(archive, place, target="csv", pack=recruiting, by=by)
        assert (b"person:Nora" in (place / "advice.csv").read_bytes()) is is_there
        assert (b"person:Nora" in (place / "problems.csv").read_bytes()) is is_there
