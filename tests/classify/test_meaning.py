from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.meaning import (
    BEST_SENTENCES,
    Prototypes,
    advice_columns,
    matter_columns,
    mix,
    text_columns,
    text_matter,
    vectors_of,
)
from analyzer.classify.views import SentenceView, view_sentences
from analyzer.encoder import WIDTH, Vectors
from tests.builders import a_call, whole_turns


def directions(count: int, seed: int = 0) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, WIDTH))
    vectors: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return vectors


def views_of(*lines: str, vectors: Vectors | None) -> tuple[SentenceView, ...]:
    session = a_call(*lines)
    return view_sentences(session, whole_turns(session), vectors=vectors)


def prototypes(*owner: int, n_categories: int, seed: int = 9) -> Prototypes:
    return Prototypes(
        vectors=directions(len(owner), seed), owner=tuple(owner), n_categories=n_categories
    )


def test_vectors_are_there_for_all_sentences_or_for_none() -> None:
    vectors = directions(2)
    views = views_of("Ana: Yes.", "Mike: So.", vectors=vectors)
    found = vectors_of(views)
    assert found is not None
    assert found.tolist() == vectors.tolist()
    assert vectors_of((*views, *views_of("Ana: Yes.", vectors=None))) is None
    nothing = vectors_of(())
    assert nothing is not None
    assert nothing.shape == (0, WIDTH)


def test_the_nearest_text_of_a_category_counts_and_none_is_least_alike() -> None:
    texts = prototypes(0, 0, 2, n_categories=3)
    likeness = texts.likeness(texts.vectors[[1]])
    assert likeness[0, 0] == pytest.approx(1.0, abs=1e-5)
    assert likeness[0, 1] == -1.0
    assert likeness[0, 2] == pytest.approx(float(texts.vectors[1] @ texts.vectors[2]), abs=1e-5)


def test_a_centre_is_the_mean_direction_of_the_texts() -> None:
    texts = prototypes(0, 0, n_categories=2)
    mean = texts.vectors.sum(axis=0)
    assert texts.centres[0] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
    assert not texts.centres[1].any()


@given(count=st.integers(0, 12), seed=st.integers(0, 99))
def test_columns_of_sentences_are_finite_and_as_many_as_they_say(count: int, seed: int) -> None:
    vectors = directions(count, seed)
    views = views_of(*["Mike: So.", "Ana: Yes."] * 6, vectors=None)[:count]
    assert advice_columns(views, vectors).shape == (count, 2 * WIDTH)
    assert np.isfinite(advice_columns(views, vectors)).all()
    if count:
        texts = prototypes(0, 1, 1, n_categories=2)
        columns = matter_columns(views, vectors, prototypes=texts)
        assert columns.shape == text_matter(vectors[0], prototypes=texts).shape == (WIDTH + 4,)
        assert np.isfinite(columns).all()


def test_a_sentence_alone_has_nothing_around_it_and_a_client_counts_for_less() -> None:
    vectors = directions(3)
    alone = advice_columns(views_of("Mike: So.", vectors=None), vectors[:1])
    assert not alone[0, WIDTH:].any()
    views = views_of("Mike: So.", "Mike: So.", "Ana: Yes.", vectors=None)
    around = advice_columns(views, vectors)[1, WIDTH:]
    assert around @ vectors[0] > around @ vectors[2]


def test_a_text_that_stands_alone_is_its_own_company() -> None:
    vectors = directions(2)
    columns = text_columns(vectors)
    assert (columns[:, :WIDTH] == columns[:, WIDTH:]).all()


def test_the_sentences_most_like_a_category_speak_for_it_not_the_many_others() -> None:
    texts = prototypes(0, n_categories=1)
    like = np.vstack([np.repeat(texts.vectors, BEST_SENTENCES, axis=0), directions(20, 3)])
    few = views_of(*["Ana: So."] * len(like), vectors=None)
    assert matter_columns(few, like, prototypes=texts)[-1] == pytest.approx(3.0, abs=1e-4)


@given(seed=st.integers(0, 999), share=st.floats(0, 1), n_rows=st.integers(0, 5))
def test_two_opinions_mixed_are_probabilities_between_both(
    seed: int, share: float, n_rows: int
) -> None:
    random = np.random.default_rng(seed)
    words, meaning = random.dirichlet(np.ones(4), n_rows), random.dirichlet(np.ones(4), n_rows)
    mixed = mix(words, meaning, share=share)
    assert mixed.sum(axis=1) == pytest.approx(np.ones(n_rows))
    assert mix(words, meaning, share=0.0) == pytest.approx(words, abs=1e-5)
    assert mix(words, meaning, share=1.0) == pytest.approx(meaning, abs=1e-5)
    assert mix(words, words, share=share) == pytest.approx(words, abs=1e-5)
