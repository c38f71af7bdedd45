"""Passages after a correction: what was known is kept, what is new is encoded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from analyzer.archive import Archive
from analyzer.corrections.applying import corrected
from analyzer.corrections.places import Places
from analyzer.corrections.records import SetMove, SplitAdvice
from analyzer.encoder import WIDTH, Vectors
from analyzer.records import Move
from analyzer.records.passages import EncodedPassages, packed
from analyzer.review.meaning import EncodeWhatIsNew
from analyzer.segment.passages import cut_passages
from tests.review.calls import a_long_call


class Counting:
    """An encoder that notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.ones((len(texts), WIDTH), dtype=np.float32)


CALL = a_long_call(n_turns=16)
SPAN = Places(CALL).span(CALL.advice[1])
SPLIT = SplitAdvice(start=SPAN[0], end=SPAN[1], at=Places(CALL).between(7, 8)[0])


def encoded() -> EncodedPassages:
    passages = cut_passages(CALL)
    vectors = np.random.default_rng(7).normal(size=(len(passages), WIDTH)).astype(np.float32)
    return EncodedPassages(encoder="small 1", passages=passages, vectors=packed(vectors))


def test_only_what_is_new_is_encoded() -> None:
    encoder = Counting()
    after = corrected(CALL, SPLIT, by="kd")
    were = encoded()
    now = EncodeWhatIsNew(lambda _: encoder)(after, were)
    assert now is not None
    assert now.passages == cut_passages(after)
    assert encoder.asked == [CALL.text_of(CALL.sentences[6]), CALL.text_of(CALL.sentences[7])]
    known = {it: vector.tobytes() for it, vector in zip(were.passages, were.vectors, strict=True)}
    same = [it for it in now.passages if it in known]
    assert len(same) == len(now.passages) - 2
    assert all(
        vector.tobytes() == known[it]
        for it, vector in zip(now.passages, now.vectors, strict=True)
        if it in known
    )


def test_without_the_encoder_the_session_is_found_by_its_words(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "calls.db", create=True) as archive:
        key = CALL.session.id
        archive.add(CALL, passages=encoded())
        move = SetMove(start=SPAN[0], end=SPAN[1], move=Move.STORY)
        archive.correct(key, move, by="kd", again=EncodeWhatIsNew(lambda _: None))
        assert archive.passages(key) is not None
        archive.correct(key, SPLIT, by="kd", again=EncodeWhatIsNew(lambda _: None))
        assert archive.passages(key) is None


def test_a_corrected_session_keeps_its_passages(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "calls.db", create=True) as archive:
        key = CALL.session.id
        archive.add(CALL, passages=encoded())
        archive.correct(key, SPLIT, by="kd", again=EncodeWhatIsNew(lambda _: Counting()))
        kept = archive.passages(key)
        assert kept is not None
        assert kept.passages == cut_passages(archive.analysis(key))
