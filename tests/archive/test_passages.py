from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from analyzer.archive import Archive, Status
from analyzer.archive.search_codes import FACTS
from analyzer.encoder import WIDTH
from analyzer.errors import ArchiveError, SessionError
from analyzer.records import Analysis, Move
from analyzer.records.passages import EncodedPassages, PassageKind

Make = Callable[..., Analysis]
Encode = Callable[..., EncodedPassages]
Content = Callable[[Path], dict[str, list[tuple[object, ...]]]]


def same(one: EncodedPassages | None, other: EncodedPassages) -> bool:
    return (
        one is not None
        and (one.encoder, one.passages) == (other.encoder, other.passages)
        and np.array_equal(one.vectors, other.vectors)
    )


def test_passages_are_read_back_equal(archive: Archive, numbered: Make, encoded: Encode) -> None:
    analysis = numbered(3)
    result = archive.add(analysis, passages=encoded(analysis))
    assert result.status is Status.ADDED
    assert same(archive.passages(result.session_id), encoded(analysis))
    assert archive.analysis(result.session_id) == analysis


def test_a_session_may_have_none(archive: Archive, numbered: Make, encoded: Encode) -> None:
    first = archive.add(numbered(1)).session_id
    assert archive.passages(first) is None
    assert archive.passages("nobody") is None
    empty = dataclasses.replace(numbered(2), sentences=(), exchanges=(), segments=(), advice=())
    nothing = EncodedPassages(
        encoder="small 1", passages=(), vectors=np.zeros((0, 384), dtype=np.int8)
    )
    second = archive.add(empty, passages=nothing).session_id
    kept = archive.passages(second)
    assert kept is not None
    assert (kept.encoder, len(kept.passages), len(kept.vectors)) == ("small 1", 0, 0)
    assert archive.add(empty, passages=nothing).status is Status.UNCHANGED
    assert encoded(numbered(1)).passages


def test_an_unchanged_session_keeps_its_passages_or_gets_new_ones(
    path: Path, archive: Archive, numbered: Make, encoded: Encode, content: Content
) -> None:
    analysis = numbered(1)
    archive.add(analysis)
    assert archive.add(analysis, passages=encoded(analysis)).status is Status.UPDATED
    before = content(path)
    assert archive.add(analysis, passages=encoded(analysis)).status is Status.UNCHANGED
    assert archive.add(analysis).status is Status.UNCHANGED
    assert content(path) == before
    other = encoded(analysis, encoder="small 2")
    assert archive.add(analysis, passages=other).status is Status.UPDATED
    assert same(archive.passages(analysis.session.id), other)


def test_passages_of_an_earlier_analysis_do_not_stay(
    path: Path, archive: Archive, numbered: Make, encoded: Encode, content: Content
) -> None:
    archive.add(numbered(1), passages=encoded(numbered(1)))
    archive.add(numbered(1, models="sentences 2"))
    assert archive.passages(numbered(1).session.id) is None
    archive.add(numbered(2), passages=encoded(numbered(2)))
    archive.remove(numbered(2).session.id)
    assert (content(path)["passages"], content(path)["passage_codes"]) == ([], [])


def test_passages_that_do_not_belong_to_the_analysis_are_refused_and_leave_nothing(
    path: Path, archive: Archive, numbered: Make, encoded: Encode, content: Content
) -> None:
    before = content(path)
    whole = encoded(numbered(3))
    wrong = (
        dataclasses.replace(whole, passages=whole.passages[1:]),
        dataclasses.replace(whole, vectors=whole.vectors.astype(np.float32)),
        dataclasses.replace(
            whole, passages=(*whole.passages[:-1], dataclasses.replace(whole.passages[-1], end=99))
        ),
    )
    for passages in wrong:
        with pytest.raises(SessionError, match=numbered(3).session.id):
            archive.add(numbered(3), passages=passages)
    assert content(path) == before


def test_codes_begin_with_the_signs_and_facts_say_where_a_passage_stands(
    archive: Archive, numbered: Make, encoded: Encode
) -> None:
    analysis = numbered(3)
    passages = encoded(analysis)
    archive.add(analysis, passages=passages)
    with archive.reading() as connection:
        encoder, n_passages, codes, facts = connection.execute(
            "SELECT encoder, n_passages, codes, facts FROM passage_codes"
        ).fetchone()
    assert (encoder, n_passages) == ("small 1", len(passages.passages))
    signs = np.frombuffer(codes, dtype=np.uint8).reshape(n_passages, -1)[:, : WIDTH // 8]
    assert signs.tobytes() == np.packbits(passages.vectors > 0, axis=1).tobytes()
    rows = np.frombuffer(facts, dtype=FACTS)
    assert [(row["first"], row["end"]) for row in rows] == [
        (it.first, it.end) for it in passages.passages
    ]
    assert [tuple(PassageKind)[row["kind"]] for row in rows] == [
        it.kind for it in passages.passages
    ]
    directive = 1 << list(Move).index(Move.DIRECTIVE)
    assert {int(row["moves"]) for row in rows} == {directive}
    # The advice is shown by its quote, in turn 2, which the coach says.
    assert (rows[1]["turn"], rows[1]["role"]) == (2, 0)


def test_passages_that_somebody_changed_are_named_and_made_anew(
    archive: Archive, numbered: Make, encoded: Encode
) -> None:
    analysis = numbered(1)
    session_id = archive.add(analysis, passages=encoded(analysis)).session_id
    for change in (
        "UPDATE passages SET kind = 'shouting' WHERE passage = 0",
        "UPDATE passages SET vector = x'00' WHERE passage = 0",
        "DELETE FROM passages WHERE passage = 0",
    ):
        archive._connection.execute(change)
        with pytest.raises(ArchiveError, match=f"passages of session {session_id} do not fit"):
            archive.passages(session_id)
        assert archive.add(analysis, passages=encoded(analysis)).status is Status.UPDATED
        assert same(archive.passages(session_id), encoded(analysis))
