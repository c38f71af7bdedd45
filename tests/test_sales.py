"""The sales pack, for which no session was ever labelled: it finds what it should in three calls.

The calls were written by hand for this test; none of their sentences is an example of the pack.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.pipeline import Models, analyze_session, load_models
from analyzer.read import read_session
from analyzer.records import Analysis, Pack
from analyzer.records.pack_file import load_pack

CALLS = Path(__file__).parent / "sales"


@pytest.fixture(scope="module")
def sales() -> tuple[Pack, Models]:
    pack = load_pack("sales")
    return pack, load_models(pack)


def analysed(sales: tuple[Pack, Models], name: str) -> Analysis:
    pack, models = sales
    return analyze_session(read_session(CALLS / f"{name}.txt"), pack=pack, models=models)


@pytest.mark.parametrize(
    ("name", "problem", "advice"),
    [
        ("stalled", "stalled-deal", {"decision-map", "cost-of-waiting", "dated-next-step"}),
        ("discount", "price-pressure", {"hold-the-price", "champion"}),
        ("empty", "empty-pipeline", {"prospecting-rhythm", "cold-opening", "account-growth"}),
    ],
)
def test_problem_and_most_of_the_advice_of_a_call_are_found(
    sales: tuple[Pack, Models], name: str, problem: str, advice: set[str]
) -> None:
    analysis = analysed(sales, name)
    problems = [one.problem.category for one in analysis.exchanges if one.problem]
    found = {label.category for one in analysis.advice for label in one.labels}
    assert problems == [problem]
    assert len(found & advice) >= len(advice) - 1
    assert len(found - advice) <= len(found & advice) + 1


def test_no_sentence_of_the_calls_is_an_example(sales: tuple[Pack, Models]) -> None:
    texts = "\n".join(file.read_text(encoding="utf-8") for file in sorted(CALLS.glob("*.txt")))
    pack = sales[0]
    assert not [one for c in (*pack.advice, *pack.problem) for one in c.examples if one in texts]
    assert len(list(CALLS.glob("*.txt"))) == 3
