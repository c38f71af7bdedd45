from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd

from analyzer.aggregate import Tables, advice_counts, client_journeys, joined_names, problem_counts
from analyzer.records import Analysis, Pack, Role, Speaker

Call = Callable[..., Analysis]
Build = Callable[..., Tables]
URGENCY = (("urgency",), False, None)
VERBATIM = ("turns", "sentences", "advice", "uptake", "segments")


def of(call: Call, number: int, client: str) -> Analysis:
    return call(number, matters=((client, "hr-blocking", (URGENCY,)),))


def coached_by(name: str, analysis: Analysis) -> Analysis:
    speakers = (Speaker(name=name, role=Role.COACH), *analysis.session.speakers[1:])
    session = dataclasses.replace(analysis.session, speakers=speakers)
    return dataclasses.replace(analysis, session=session)


def test_a_person_under_two_names_counts_once(call: Call, tables_of: Build, pack: Pack) -> None:
    analyses = (of(call, 1, "Imani"), of(call, 2, "Imani Clarke"), of(call, 3, "imani clarke"))
    tables = tables_of(*analyses)
    assert set(tables.sessions["clients"]) == {"Imani Clarke"}
    assert set(tables.exchanges["asker"]) == set(tables.problems["asker"]) == {"Imani Clarke"}
    assert list(tables.talk["person"].drop_duplicates()) == ["Mike", "Imani Clarke"]
    assert list(client_journeys(tables)["number"]) == [1, 2, 3]
    assert list(advice_counts(tables, pack=pack)["n_clients"]) == [1]
    assert list(problem_counts(tables, pack=pack)["n_clients"]) == [1]


def test_evidence_keeps_the_names_of_the_transcript(call: Call, tables_of: Build) -> None:
    analyses = (of(call, 1, "Imani"), of(call, 2, "Imani Clarke"))
    tables, written = tables_of(*analyses), tables_of(*analyses, join_names=False)
    for name in VERBATIM:
        pd.testing.assert_frame_equal(getattr(tables, name), getattr(written, name))
    assert list(tables.talk["speaker"]) == ["Mike", "Imani", "Mike", "Imani Clarke"]


def test_names_as_written_are_told_apart(call: Call, tables_of: Build, pack: Pack) -> None:
    tables = tables_of(of(call, 1, "Imani"), of(call, 2, "Imani Clarke"), join_names=False)
    assert list(tables.sessions["clients"]) == ["Imani", "Imani Clarke"]
    assert list(advice_counts(tables, pack=pack)["n_clients"]) == [2]
    assert joined_names(tables).empty


def test_labels_that_name_nobody_are_not_counted_as_people(
    call: Call, tables_of: Build, pack: Pack
) -> None:
    analyses = (of(call, 1, "Client"), of(call, 2, "Speaker 1"), of(call, 3, "Imani"))
    tables = tables_of(*(coached_by("Coach", it) for it in analyses))
    assert list(tables.sessions["clients"]) == ["Client", "Speaker 1", "Imani"]
    assert list(tables.sessions["coach"]) == ["Coach"] * 3
    assert list(tables.talk["person"].dropna()) == ["Imani"]
    assert list(client_journeys(tables)["client"]) == ["Imani"]
    assert list(advice_counts(tables, pack=pack)["n_clients"]) == [1]
    assert list(problem_counts(tables, pack=pack)["n_clients"]) == [1]


def test_it_is_told_which_names_were_taken_together(call: Call, tables_of: Build) -> None:
    analyses = [of(call, 1, "Imani"), of(call, 2, "Imani Clarke"), of(call, 3, "Imani")]
    names = ("Nora", "Nora W.", "Nora Whitlock")
    tables = tables_of(
        *(coached_by(name, it) for name, it in zip(names, analyses, strict=True)),
        coached_by("Coach", of(call, 4, "Ben")),
    )
    found = joined_names(tables).astype({"role": "str"})
    assert list(found.itertuples(index=False, name=None)) == [
        ("coach", "Nora Whitlock", "Nora", 1),
        ("coach", "Nora Whitlock", "Nora W.", 1),
        ("client", "Imani Clarke", "Imani", 2),
    ]
    assert set(tables.sessions["coach"]) == {"Nora Whitlock", "Coach"}
