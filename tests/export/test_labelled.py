from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.classify.labelled import LabelledSession, read_labelled, read_labelled_folder
from analyzer.errors import LabelError
from analyzer.export import write_export
from analyzer.imports import analysis_of
from analyzer.records import Pack, Quote
from analyzer.records.pack_file import load_pack
from tests.builders import a_label, an_analysis, an_exchange
from tests.export.conftest import FIVE, LABELLED


def meant(labelled: LabelledSession) -> LabelledSession:
    """What a labelled session says, whichever file it stands in and on which line."""
    session = labelled.session
    return replace(
        labelled,
        session=replace(
            session,
            source=replace(session.source, path="", sha256=""),
            turns=tuple(replace(it, source_line=None) for it in session.turns),
            outside=tuple(replace(it, source_line=None) for it in session.outside),
        ),
    )


def test_all_labelled_sessions_come_back_from_an_archive(tmp_path: Path) -> None:
    every = read_labelled_folder(LABELLED)
    packs = {name: load_pack(name) for name in {it.pack for it in every}}
    with Archive.open(tmp_path / "all.db", create=True) as archive:
        for labelled in every:
            archive.add(analysis_of(labelled, pack=packs[labelled.pack]))
        by_pack = {
            name: [it.id for it in archive.sessions() if it.made_with.pack == pack.label]
            for name, pack in packs.items()
        }
        back: list[LabelledSession] = []
        for name, pack in packs.items():
            place = tmp_path / name
            write_export(archive, place, target="labelled", pack=pack, sessions=by_pack[name])
            back += read_labelled_folder(place, pack=pack)
    assert [meant(it) for it in sorted(back, key=lambda it: it.id)] == [meant(it) for it in every]


def test_most_files_come_back_byte_by_byte(
    archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    write_export(archive, tmp_path / "out", target="labelled", pack=recruiting)
    for name in FIVE:
        made = (tmp_path / "out" / f"{name}.tsv").read_bytes()
        assert made == (LABELLED / f"{name}.tsv").read_bytes()


def test_labels_are_a_persons(archive: Archive) -> None:
    sources = {
        label.source for it in archive.analyses() for one in it.advice for label in one.labels
    }
    assert sources == {"person:Nora"}


def test_quotes_are_words_of_the_stretch_they_show(archive: Archive) -> None:
    for analysis in archive.analyses():
        for advice in analysis.advice:
            inside = analysis.sentences[advice.first : advice.end]
            assert analysis.text_of(advice.quote) in map(analysis.text_of, inside)


def test_what_models_found_goes_out_in_and_out_the_same(tmp_path: Path, recruiting: Pack) -> None:
    problem = a_label("hr-blocking", score=0.4, sure=False)
    quote = Quote(turn=0, start=0, end=25)
    exchanges = (an_exchange(problem=problem, quote=quote),)
    with Archive.open(tmp_path / "a.db", create=True) as archive:
        archive.add(an_analysis(exchanges=exchanges))
        first = write_export(archive, tmp_path / "one", target="labelled", pack=recruiting)
    (file,) = first.glob("*.tsv")
    assert "#problem 1: -" in file.read_text(encoding="utf-8")
    with Archive.open(tmp_path / "b.db", create=True) as archive:
        archive.add(analysis_of(read_labelled(file), pack=recruiting, by="Ann"))
        second = write_export(archive, tmp_path / "two", target="labelled", pack=recruiting)
    assert (second / file.name).read_bytes() == file.read_bytes()


def test_a_label_that_the_pack_does_not_have_is_named(recruiting: Pack) -> None:
    labelled = read_labelled(LABELLED / f"{FIVE[0]}.tsv")
    few = replace(recruiting, advice=recruiting.advice[:1])
    with pytest.raises(LabelError, match="none of the pack"):
        analysis_of(labelled, pack=few)


def test_exchanges_out_of_order_are_named(tmp_path: Path, recruiting: Pack) -> None:
    place = tmp_path / "mixed.tsv"
    place.write_text(
        "#session: mixed\n#pack: recruiting\n#form: dialogue\n#coach: Ann\n#clients: Bo\n"
        "#problem 1: fee-pressure\n#problem 2: fee-pressure\n"
        "exploration\t2\tBo\tsituation\t-\tThey want less.\n"
        "exploration\t1\tAnn\tquestion-open\t-\tHow much?\n",
        encoding="utf-8",
    )
    with pytest.raises(LabelError, match="lower number"):
        analysis_of(read_labelled(place), pack=recruiting)
