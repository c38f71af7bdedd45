"""The archives that scale is measured on, made small and without the encoder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from analyzer.aggregate import read_tables
from analyzer.archive import Archive
from analyzer.records import Analysis
from analyzer.records.pack_file import load_pack
from benchmarks.big_archive import ADVICE_AN_HOUR, WORDS_AN_HOUR, an_hour, make_archive
from benchmarks.labelled_pieces import PACK, labelled_pieces
from benchmarks.scale import count_all


def held(path: Path) -> list[Analysis]:
    with Archive.open(path) as archive:
        return list(archive.analyses())


def test_an_archive_of_the_same_seed_is_the_same_and_is_added_to(tmp_path: Path) -> None:
    first = make_archive(tmp_path / "one.db", 2, with_vectors=False)
    more = make_archive(tmp_path / "two.db", 3, with_vectors=False)
    other = make_archive(tmp_path / "other.db", 2, seed=1, with_vectors=False)
    before = held(first)
    assert len(before) == 2
    assert all(one in held(more) for one in before)
    assert not any(one in held(other) for one in before)
    assert held(make_archive(first, 3, with_vectors=False)) == held(more)


def test_its_sessions_are_hours_and_can_be_counted(tmp_path: Path) -> None:
    path = make_archive(tmp_path / "calls.db", 4, with_vectors=False)
    pack = load_pack(PACK)
    with Archive.open(path) as archive:
        tables = read_tables(archive, pack=pack)
    count_all(tables, pack)
    assert tables.sessions["n_words"].between(WORDS_AN_HOUR, 1.5 * WORDS_AN_HOUR).all()
    assert 0.5 < tables.sessions["n_advice"].mean() / ADVICE_AN_HOUR < 2


def test_what_the_readme_says_of_it_is_what_was_recorded(script: Callable[[str], Any]) -> None:
    readme = script("readme_scale")
    home_of, made = script("readme_block").home_of, readme.read_records()
    for mark, change in (
        (readme.BEGIN, readme.with_scale),
        (readme.BEGIN_SEARCH, readme.with_search),
    ):
        page = home_of(mark).read_text(encoding="utf-8")
        assert change(page, made) == page


def test_every_hour_is_another() -> None:
    pieces = labelled_pieces(None)
    hours = [an_hour(pieces, number, seed=0)[0] for number in range(5)]
    assert len({hour.session.id for hour in hours}) == 5
    assert np.ptp([len(hour.session.turns) for hour in hours]) > 0
