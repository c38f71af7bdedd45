"""Every number that a PDF says, counted again from the archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.records import ModelCard, Pack
from analyzer.report.kinds import ReportKind
from analyzer.report.style import Paper
from tests.report.checking import misdrawn, texts
from tests.report.conftest import Making
from tests.report.phrases import CONSTANTS, phrases
from tests.report.reading import read
from tests.report.recounting import Recount, plain, wrong_numbers


def recounted(kind: ReportKind, store: Path, pack: Pack, card: ModelCard) -> Recount:
    with Archive.open(store) as opened:
        chosen = opened.chosen(client="Bea" if kind is ReportKind.CLIENT else None)
    return Recount(store, pack, card, chosen[:1] if kind is ReportKind.SESSION else chosen)


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_number_of_a_report_is_counted_again(
    kind: ReportKind, made: Making, store: Path, pack: Pack, card: ModelCard
) -> None:
    root = read(made(kind, Paper.A4)).root
    assert wrong_numbers(texts(root), recounted(kind, store, pack, card), phrases()) == []
    assert misdrawn(root) == []


@pytest.mark.parametrize("kind", list(ReportKind))
def test_no_number_could_be_another_unnoticed(
    kind: ReportKind, made: Making, store: Path, pack: Pack, card: ModelCard
) -> None:
    recount = recounted(kind, store, pack, card)
    blocks = texts(read(made(kind, Paper.A4)).root)
    unnoticed = [
        changed[-1]
        for changed in one_more(blocks, {*recount.problems, *recount.advice})
        if not wrong_numbers(changed, recount, phrases())
    ]
    assert unnoticed == []


def one_more(blocks: list[str], names: set[str]) -> Iterator[list[str]]:
    """Each block with one of its numbers one more, after the blocks that say what it is about."""
    before: list[str] = []
    constant = re.compile("|".join(CONSTANTS) + r"|pack recruiting 1|models test 1|One line.*")
    for block in dict.fromkeys(blocks):
        name = plain(block.replace("do not rely on", ""))
        before = [*before[-2:], block] if name in names else before
        kept = [match.span() for match in constant.finditer(block)]
        for match in re.finditer(r"\d+", block):
            if any(start <= match.start() < end for start, end in kept):
                continue
            other = f"{int(match[0]) + 1:0{len(match[0])}}"
            yield [*before, f"{block[: match.start()]}{other}{block[match.end() :]}"]
