from __future__ import annotations

import numpy as np

from analyzer.archive.search_codes import (
    FACTS,
    KIND_NUMBERS,
    MOVE_BITS,
    ROLE_NUMBERS,
    codes_blob,
    facts_blob,
    facts_of,
)
from analyzer.records import Move, Quote, Role
from analyzer.records.passages import EncodedPassages, PassageKind
from analyzer.segment.passages import cut_passages
from tests.archive.searching import QUIET, a_talk, passages_of


def test_codes_are_the_signs_of_the_vectors_and_which_numbers_are_wide() -> None:
    encoded = passages_of(QUIET)
    codes = np.frombuffer(codes_blob(encoded), dtype=np.uint8).reshape(-1, 96)
    bits = np.unpackbits(codes, axis=1)
    assert (bits[:, :384] == (encoded.vectors > 0)).all()
    size = np.abs(encoded.vectors.astype(int))
    assert (bits[:, 384:].sum(axis=1) <= 192).all()
    for row, is_wide in zip(size, bits[:, 384:].astype(bool), strict=True):
        assert row[is_wide].min() > row[~is_wide].max()


def test_no_passages_have_empty_codes_and_facts() -> None:
    nothing = EncodedPassages(
        encoder="words 1", passages=(), vectors=np.zeros((0, 384), dtype=np.int8)
    )
    assert (codes_blob(nothing), facts_blob(QUIET, nothing)) == (b"", b"")


def test_facts_take_24_bytes_and_come_back_as_they_were() -> None:
    encoded = passages_of(QUIET)
    blob = facts_blob(QUIET, encoded)
    assert FACTS.itemsize == 24
    assert (np.frombuffer(blob, dtype=FACTS) == facts_of(QUIET, encoded.passages)).all()


def test_every_passage_has_verbatim_words_in_one_turn_and_who_says_them() -> None:
    passages = cut_passages(QUIET)
    for passage, fact in zip(passages, facts_of(QUIET, passages), strict=True):
        quote = Quote(turn=int(fact["turn"]), start=int(fact["start"]), end=int(fact["stop"]))
        turn = QUIET.session.turns[quote.turn]
        assert QUIET.text_of(quote).strip()
        assert fact["role"] == ROLE_NUMBERS[QUIET.session.speakers[turn.speaker].role]
        assert fact["kind"] == KIND_NUMBERS[passage.kind]
        assert (fact["first"], fact["end"]) == (passage.first, passage.end)


def test_a_matter_quotes_its_asker_and_not_at_endless_length() -> None:
    told = " ".join(f"Sentence number {number} has six words." for number in range(40))
    talk = a_talk(5, "Mike: What is it about today then?", f"Ana: {told}")
    passages = cut_passages(talk)
    fact = facts_of(talk, passages)[0]
    assert passages[0].kind is PassageKind.PROBLEM
    assert (fact["turn"], fact["role"]) == (1, ROLE_NUMBERS[Role.CLIENT])
    quoted = told[fact["start"] : fact["stop"]]
    assert 50 < len(quoted.split()) <= 60
    assert quoted.endswith(".")


def test_moves_in_a_passage_are_bits() -> None:
    passages = cut_passages(QUIET)
    facts = facts_of(QUIET, passages)
    scripts = (facts["moves"] & MOVE_BITS[Move.SCRIPT]) != 0
    assert [bool(it) for it in scripts] == [
        any(it.move is Move.SCRIPT for it in QUIET.sentences[one.first : one.end])
        for one in passages
    ]
