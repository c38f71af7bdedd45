from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzer.classify.borders import (
    BITS,
    COMMON,
    LONGEST,
    SPLITTER,
    TERMS,
    Borders,
    best_cut,
    gap_columns,
    key_of,
    load_borders,
    plain_word,
    splitter_name,
    store_borders,
)
from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.errors import ModelError
from analyzer.settings import resource_folder
from tests.effort import IN_PROPORTION, effort_of, growth

words = st.lists(st.sampled_from(["so", "and", "I", "called", "4:30", "Zoë", "", "–", "x" * 90]))


@pytest.fixture(scope="module")
def shipped() -> Borders:
    return load_borders(resource_folder("models") / SPLITTER)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / SPLITTER
    copytree(resource_folder("models") / SPLITTER, folder)
    return folder


def small(*, weight: float = 0.0) -> Borders:
    """A model that wants a border before each "so"."""
    vocabulary = Vocabulary(columns={key_of("so"): 0}, idf=np.array([float(COMMON + 1)]))
    table = np.zeros((1, 2**BITS), np.float32)
    columns, _ = gap_columns([["so", "so"]], words=vocabulary)
    table[0, columns[0, [part == (("w", 1),) for part in TERMS].index(True)]] = weight
    return Borders(
        name="small 1",
        words=vocabulary,
        gaps=LinearModel(classes=("ends",), weights=table, bias=np.array([-1.0])),
        lengths=LinearModel(
            classes=("adds",), weights=np.zeros((1, LONGEST), np.float32), bias=np.zeros(1)
        ),
    )


@given(talk=st.lists(words, max_size=4))
@example(talk=[["so"] * 200])
def test_borders_rise_inside_each_stretch_and_no_sentence_is_too_long(
    talk: list[list[str]],
) -> None:
    found = small(weight=3.0).borders(talk)
    assert len(found) == len(talk)
    for part, borders in zip(talk, found, strict=True):
        assert all(0 < border < len(part) for border in borders)
        ends = [0, *borders, len(part)]
        assert all(0 < b - a <= LONGEST for a, b in pairwise(ends) if part)


@given(talk=st.lists(words, max_size=4))
def test_a_stretch_is_cut_alike_whatever_stands_beside_it(talk: list[list[str]]) -> None:
    model = small(weight=3.0)
    assert model.borders(talk) == [model.borders([part])[0] for part in talk]


@given(scores=st.lists(st.integers(-4, 4), max_size=7), adds=st.lists(st.integers(-3, 3)))
def test_no_other_cut_is_better(scores: list[int], adds: list[int]) -> None:
    most = len(scores) + 1
    lengths = np.array([*adds, *[0] * most], dtype=float)[:most]

    def worth(cuts: tuple[int, ...]) -> float:
        parts = pairwise([0, *cuts, most])
        return sum(scores[c - 1] for c in cuts) + sum(float(lengths[b - a - 1]) for a, b in parts)

    every = [
        tuple(place for place in range(1, most) if number >> (place - 1) & 1)
        for number in range(2 ** (most - 1))
    ]
    found = tuple(best_cut(np.array(scores, dtype=float), lengths))
    assert worth(found) == max(map(worth, every))


def test_a_word_that_weighs_enough_begins_a_sentence() -> None:
    talk = ["we", "went", "so", "I", "called", "So", "he", "said"]
    assert small(weight=3.0).borders([talk]) == [[2, 5]]
    assert small().borders([talk]) == [[]]


@given(word=st.text())
def test_a_plain_word_stays_plain(word: str) -> None:
    assert plain_word(plain_word(word)) == plain_word(word)


def test_the_shipped_model_cuts_where_one_would(shipped: Borders) -> None:
    said = (
        "okay so what did she say when you asked her about the budget um she said she would have "
        "to check with her boss first and i haven't heard back since then right okay well that's "
        "not a no is it"
    )
    talk = said.split()
    (borders,) = shipped.borders([talk])
    begins = {" ".join(talk[place : place + 2]) for place in borders}
    assert {"um she", "right okay"} <= begins
    assert shipped.borders([talk]) == [borders]


def test_the_shipped_model_is_small_and_holds_no_word() -> None:
    folder = resource_folder("models") / SPLITTER
    assert (folder / "weights.npz").stat().st_size < 3_000_000
    words = load_borders(folder).words
    assert all(set(key) <= set("0123456789abcdef") for key in words.columns)


def test_the_model_comes_back_from_its_bytes_and_equal_models_give_equal_bytes(
    tmp_path: Path,
) -> None:
    stored = store_borders(small(weight=3.0))
    card = {"name": "small", "version": "1", "file_sha256": stored.sha256}
    (tmp_path / "weights.npz").write_bytes(stored.content)
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    back = load_borders(tmp_path)
    assert back.name == "small 1" == splitter_name(tmp_path)
    assert store_borders(back).content == stored.content
    assert back.borders([["we", "so", "no"] * 4]) == [[1, 4, 7, 10]]


def test_a_model_that_is_missing_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="make splitter"):
        load_borders(tmp_path)
    with pytest.raises(ModelError, match="make splitter"):
        splitter_name(tmp_path)


@pytest.mark.parametrize("place", [0, 100, -1])
def test_a_damaged_file_is_refused(copied: Path, place: int) -> None:
    content = bytearray((copied / "weights.npz").read_bytes())
    content[place] ^= 1
    (copied / "weights.npz").write_bytes(bytes(content))
    with pytest.raises(ModelError, match=r"weights\.npz is not the file"):
        load_borders(copied)


def test_tables_of_another_size_are_refused(tmp_path: Path) -> None:
    model = small()
    gaps = LinearModel(classes=("ends",), weights=np.zeros((1, 8), np.float32), bias=np.zeros(1))
    stored = store_borders(Borders(name="", words=model.words, gaps=gaps, lengths=model.lengths))
    card = {"name": "small", "version": "1", "file_sha256": stored.sha256}
    (tmp_path / "weights.npz").write_bytes(stored.content)
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelError, match="another size"):
        load_borders(tmp_path)


def test_effort_grows_in_proportion_to_the_talk() -> None:
    model = small(weight=3.0)

    def effort(times: int) -> int:
        return effort_of(lambda: model.borders([["so", "we", "went"] * times]))

    assert growth(effort, few=300, many=3_000) < IN_PROPORTION
