from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.archive import meaning as meaning_module
from analyzer.archive.meaning import (
    Mask,
    Meanings,
    Numbers,
    Places,
    count_differing,
    likeness_of,
    load_meanings,
    nearest,
)
from analyzer.records.passages import EncodedPassages, Passage, PassageKind, packed
from tests.archive.searching import a_talk

N_SENTENCES = 24


def scattered(archive: Archive, n_sessions: int) -> None:
    """Sessions whose passages mean something at random, around a few common meanings."""
    random = np.random.default_rng(7)
    centres = random.standard_normal((12, 384))
    for number in range(n_sessions):
        lines = [f"{'AM'[it % 2]}na: Sentence {it} of talk {number}." for it in range(N_SENTENCES)]
        analysis = a_talk(number, *lines, coach="Mna", client="Ana")
        passages = tuple(
            Passage(kind=PassageKind.TALK, first=it, end=it + 1) for it in range(N_SENTENCES)
        )
        means = centres[random.integers(12, size=N_SENTENCES)]
        vectors = packed(means + 1.5 * random.standard_normal((N_SENTENCES, 384)))
        encoded = EncodedPassages(encoder="words 1", passages=passages, vectors=vectors)
        archive.add(analysis, passages=encoded)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("meaning") / "calls.db"
    with Archive.open(path, create=True) as opened:
        scattered(opened, 80)
        yield opened


@pytest.fixture(scope="module")
def meanings(archive: Archive) -> Meanings:
    with archive.reading() as connection:
        return load_meanings(connection, encoder="words 1")


def nearest_of_all(
    meanings: Meanings, vector: Numbers, connection: sqlite3.Connection, *, limit: int, mask: Mask
) -> tuple[Places, Numbers]:
    """The same as ``nearest`` by comparing every vector in full."""
    places = np.flatnonzero(mask)
    likeness = likeness_of(meanings, vector, places, connection)
    order = np.argsort(-likeness, kind="stable")[:limit]
    return places[order], likeness[order]


def questions(n_questions: int) -> Iterator[np.ndarray[tuple[int], np.dtype[np.float32]]]:
    random = np.random.default_rng(8)
    for _ in range(n_questions):
        vector = random.standard_normal(384)
        yield (vector / np.linalg.norm(vector)).astype(np.float32)


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.001])
def test_hardly_one_of_the_nearest_is_missed_with_a_mask_or_without(
    archive: Archive, meanings: Meanings, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(meaning_module, "FEWEST_NEAR", 600)
    monkeypatch.setattr(meaning_module, "N_WEIGHED", 300)
    monkeypatch.setattr(meaning_module, "N_COMPARED", 60)
    mask = np.random.default_rng(9).random(meanings.n_passages) < share
    found = 0
    with archive.reading() as connection:
        for vector in questions(20):
            places, likeness = nearest(meanings, vector, connection, limit=10, mask=mask)
            truth, best = nearest_of_all(meanings, vector, connection, limit=10, mask=mask)
            assert mask[places].all()
            assert len(places) == len(truth) == min(10, mask.sum())
            assert (np.diff(likeness) <= 0).all()
            found += len(set(places.tolist()) & set(truth.tolist()))
            np.testing.assert_allclose(likeness[0], best[0], atol=0.2)
    assert found >= 0.9 * 20 * min(10, mask.sum())


def test_few_passages_are_compared_in_full(archive: Archive, meanings: Meanings) -> None:
    mask = np.zeros(meanings.n_passages, dtype=np.bool_)
    mask[:500] = True
    with archive.reading() as connection:
        for vector in questions(5):
            places, likeness = nearest(meanings, vector, connection, limit=7, mask=mask)
            truth, best = nearest_of_all(meanings, vector, connection, limit=7, mask=mask)
            assert places.tolist() == truth.tolist()
            np.testing.assert_allclose(likeness, best, atol=1e-6)


def test_passages_come_in_the_order_of_their_turns(meanings: Meanings) -> None:
    places, keys = meanings.talk
    assert (np.diff(keys) >= 0).all()
    assert len(places) == meanings.n_passages
    assert meanings.sessions_of(np.array([0, N_SENTENCES - 1, N_SENTENCES])).tolist() == [0, 0, 1]


@given(seed=st.integers(0, 2**32 - 1), n_codes=st.integers(0, 70_000))
@settings(max_examples=20, deadline=None)
def test_differing_bits_are_counted(seed: int, n_codes: int) -> None:
    random = np.random.default_rng(seed)
    codes = random.integers(0, 2**64 - 1, size=(6, n_codes), dtype=np.uint64, endpoint=True)
    code = ~codes[:, 0] if n_codes else np.zeros(6, dtype=np.uint64)
    counts = count_differing(codes, code)
    expected = np.bitwise_count(codes ^ code[:, None]).sum(axis=0, dtype=np.uint16)
    assert counts.tolist() == expected.tolist()
    assert not n_codes or counts[0] == 384
