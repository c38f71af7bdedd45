from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.aggregate.themes.consensus import (
    FEWEST_A_THEME,
    MOST_THEMES,
    cut_in_two,
    find_partition,
)
from analyzer.aggregate.themes.partition import Matrix


def heaps(*sizes: int, seed: int = 0) -> tuple[Matrix, list[str], list[int]]:
    """Vectors that lie in heaps, texts that share a word in each, and the heap of each text."""
    random = np.random.default_rng(seed)
    heap = [number for number, size in enumerate(sizes) for _ in range(size)]
    vectors = random.normal(0, 0.15, (len(heap), 12))
    vectors[np.arange(len(heap)), heap] += 1
    texts = [f"{'abcdefgh'[number] * 5} and so on" for number in heap]
    return vectors, texts, heap


@pytest.mark.parametrize("sizes", [(10, 10, 10), (30, 12, 12, 8), (14, 40)])
def test_clear_heaps_are_found_whole_with_their_number(sizes: tuple[int, ...]) -> None:
    vectors, texts, heap = heaps(*sizes)
    found = find_partition(vectors, texts)
    assert found.n_themes == len(sizes)
    pairs = set(zip(found.labels.tolist(), heap, strict=True))
    assert len(pairs) == len(sizes)
    assert found.stability.min() > 0.9
    assert found.belongs.min() > 0.9


def test_the_largest_theme_stands_first() -> None:
    vectors, texts, _ = heaps(8, 20, 14)
    sizes = np.bincount(find_partition(vectors, texts).labels)
    assert sizes.tolist() == [20, 14, 8]


def test_texts_without_any_likeness_come_back_badly() -> None:
    random = np.random.default_rng(1)
    vectors = random.normal(size=(60, 50))
    found = find_partition(vectors, ["?"] * 60)
    assert found.stability[found.labels].mean() < 0.75


@given(
    n=st.integers(0, 30),
    words=st.lists(st.sampled_from(["fee", "voicemail", "the", "", "?"]), min_size=1),
    seed=st.integers(0, 5),
)
@settings(max_examples=25)
def test_any_texts_are_parted_the_same_way_each_time(n: int, words: list[str], seed: int) -> None:
    vectors = np.random.default_rng(seed).integers(-1, 2, (n, 3)).astype(float)
    texts = [words[place % len(words)] for place in range(n)]
    found, again = (find_partition(vectors, texts) for _ in range(2))
    assert found.labels.tolist() == again.labels.tolist()
    assert sorted(set(found.labels.tolist())) == list(range(found.n_themes))
    assert found.n_themes <= max(2, min(MOST_THEMES, n // FEWEST_A_THEME))
    assert ((found.belongs >= -1e-9) & (found.belongs <= 1 + 1e-9)).all()
    assert ((found.stability >= 0) & (found.stability <= 1)).all()


def test_a_theme_is_cut_where_it_falls_apart() -> None:
    vectors, texts, heap = heaps(9, 5)
    parts = cut_in_two(vectors, texts)
    assert parts is not None
    assert parts.tolist() == heap


def test_five_texts_are_not_cut() -> None:
    vectors, texts, _ = heaps(3, 2)
    assert cut_in_two(vectors, texts) is None
