from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.aggregate.themes.linkages import Linkage, cut_tree, joined

WAYS: tuple[Linkage, ...] = ("average", "ward")


@pytest.mark.parametrize("by", WAYS)
def test_what_is_alike_falls_together(by: Linkage) -> None:
    likeness = np.array([[1.0, 0.9, 0.1], [0.9, 1.0, 0.1], [0.1, 0.1, 1.0]])
    parts = cut_tree(joined(likeness, by=by), n_parts=2)
    assert parts[0] == parts[1] != parts[2]


@given(
    n=st.integers(2, 12),
    seed=st.integers(0, 20),
    by=st.sampled_from(WAYS),
    wanted=st.integers(1, 15),
)
def test_parts_are_numbered_from_nought_and_no_more_than_asked_for(
    n: int, seed: int, by: Linkage, wanted: int
) -> None:
    places = np.random.default_rng(seed).integers(-2, 3, (n, 3)).astype(float)
    parts = cut_tree(joined(places @ places.T, by=by), n_parts=wanted)
    assert parts.min() == 0
    assert len(set(parts.tolist())) == parts.max() + 1 <= wanted
