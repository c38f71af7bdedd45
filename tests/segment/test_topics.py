from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.segment.topics import topic_depth


def two_topics(*, each: int = 40, words: int = 12) -> tuple[np.ndarray, list[int]]:
    vectors = np.repeat(np.eye(2), each, axis=0)
    return vectors, [words] * (2 * each)


def test_depth_is_greatest_where_the_topic_changes() -> None:
    depth = topic_depth(*two_topics())
    assert int(depth.argmax()) == 40
    assert depth[40] > 3.9
    assert depth[10] < 0.1


def test_talk_about_one_thing_has_no_depth() -> None:
    assert topic_depth(np.ones((30, 4)), [10] * 30) == pytest.approx(np.zeros(30))


def test_nothing_said_has_no_depth_and_one_sentence_none_either() -> None:
    assert topic_depth(np.zeros((0, 3)), []).shape == (0,)
    assert topic_depth(np.ones((1, 3)), [5]) == pytest.approx([0.0])


@given(
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 2)), max_size=60),
    st.sampled_from([(200,), (50, 100), (1,)]),
)
def test_depth_is_finite_and_never_negative(
    sentences: list[tuple[int, int]], reaches: tuple[int, ...]
) -> None:
    vectors = np.array([np.eye(3)[topic] for _, topic in sentences]).reshape(-1, 3)
    depth = topic_depth(vectors, [words for words, _ in sentences], reaches=reaches)
    assert depth.shape == (len(sentences),)
    assert np.isfinite(depth).all()
    assert (depth >= -1e-9).all()
