"""alpha_U against the worked examples of Krippendorff, and against a count of all places."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.agreement.unitising import Span, alpha_u, unitised

BEGIN = 150
# Krippendorff (2004, p. 254): a continuum of 300, two observers, the labels c and k.
C = ([(225, 70), (370, 30)], [(220, 80), (355, 20), (400, 20)])
K = ([(180, 60), (300, 50)], [(180, 60), (300, 50)])


def placed(raters: tuple[list[Span], ...]) -> list[list[Span]]:
    return [[(at - BEGIN, at - BEGIN + length) for at, length in it] for it in raters]


def test_the_example_of_krippendorff_2004_comes_out_as_printed() -> None:
    c, k = (unitised([placed(it)], [300]) for it in (C, K))
    assert alpha_u([c]) == pytest.approx(0.7286, abs=0.0002)
    assert alpha_u([k]) == pytest.approx(1)
    assert alpha_u([c, k]) == pytest.approx(0.8591, abs=0.0005)


# Krippendorff (1995, p. 57): begins and lengths on a continuum of 24, and alpha_U of fine grain.
EXAMPLES = {
    "A": (([(2, 8), (14, 6)], [(4, 4), (15, 2)]), 0.553),
    "B": (
        ([(0, 18)], [(0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)]),
        -0.926,
    ),
    "C": (
        (
            [(2, 6), (10, 2), (14, 4), (20, 2)],
            [(0, 2), (4, 4), (10, 4), (16, 2), (20, 2)],
        ),
        0.679,
    ),
    "D": (
        (
            [(0, 2), (2, 8), (10, 4), (14, 6), (20, 4)],
            [(0, 4), (4, 4), (8, 7), (15, 2), (17, 7)],
        ),
        0.066,
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_krippendorff_1995_come_out_as_printed(name: str) -> None:
    """Within two hundredths: the paper's expected disagreement has a sign that 2004 mends."""
    raters, printed = EXAMPLES[name]
    grain = 1000
    fine = [[(at * grain, (at + n) * grain) for at, n in it] for it in raters]
    assert alpha_u([unitised([fine], [24 * grain])]) == pytest.approx(printed, abs=0.02)


LENGTH = 30


@st.composite
def marked(draw: st.DrawFn) -> list[Span]:
    borders = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
    spans = zip(borders[::2], borders[1::2], strict=False)
    return [span for span in spans if span[0] < span[1]]


raters = st.lists(marked(), min_size=2, max_size=3)


@given(raters=raters)
def test_alpha_u_is_what_the_formulas_say_term_by_term(raters: list[list[Span]]) -> None:
    one = unitised([raters], [LENGTH])
    expected = by_the_formulas(raters)
    assert alpha_u([one]) == pytest.approx(expected, nan_ok=True)


def by_the_formulas(raters: list[list[Span]]) -> float:
    m, length = len(raters), LENGTH
    sections = [cut(it) for it in raters]
    observed = sum(
        apart(a, b)
        for i, j in product(range(m), repeat=2)
        if i != j
        for a in sections[i]
        for b in sections[j]
    ) / (m * (m - 1) * length**2)
    units = [b - a for it in sections for a, b, v in it if v]
    gaps = [b - a for it in sections for a, b, v in it if not v]
    if not units:
        return float("nan")
    n = len(units)
    above = sum(
        (n - 1) / 3 * (2 * u**3 - 3 * u**2 + u) + u**2 * sum(g - u + 1 for g in gaps if g >= u)
        for u in units
    )
    below = m * length * (m * length - 1) - sum(u * (u - 1) for u in units)
    return 1 - observed / (2 / length * above / below)


def cut(spans: list[Span]) -> list[tuple[int, int, bool]]:
    found, at = [], 0
    for start, end in spans:
        if start > at:
            found.append((at, start, False))
        found.append((start, end, True))
        at = end
    return [*found, (at, LENGTH, False)] if at < LENGTH else found


def apart(a: tuple[int, int, bool], b: tuple[int, int, bool]) -> int:
    if a[2] and b[2]:
        return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 if a[0] < b[1] and b[0] < a[1] else 0
    if a[2] and not b[2]:
        return (a[1] - a[0]) ** 2 if b[0] <= a[0] and a[1] <= b[1] else 0
    if b[2] and not a[2]:
        return (b[1] - b[0]) ** 2 if a[0] <= b[0] and b[1] <= a[1] else 0
    return 0


@given(spans=marked(), n=st.integers(2, 3))
def test_raters_who_mark_the_same_agree_wholly(spans: list[Span], n: int) -> None:
    value = alpha_u([unitised([[spans] * n], [LENGTH])])
    if spans == [(0, LENGTH)] or not spans:
        # All of it or nothing of it: where nothing could differ, nothing is told.
        assert np.isnan(value) or value == pytest.approx(1)
    else:
        assert value == pytest.approx(1)


@given(first=raters.filter(lambda it: len(it) == 2), second=raters.filter(lambda it: len(it) == 2))
def test_a_draw_of_every_session_once_is_the_measure_itself(
    first: list[list[Span]], second: list[list[Span]]
) -> None:
    one = unitised([first, second], [LENGTH, LENGTH])
    drawn = alpha_u([one], np.ones((2, 2)))
    assert drawn.tolist() == pytest.approx([alpha_u([one]).item()] * 2, nan_ok=True)


def test_stretches_of_one_rater_that_overlap_are_taken_for_one() -> None:
    overlapping = unitised([[[(2, 6), (4, 9)], [(2, 9)]]], [LENGTH])
    assert alpha_u([overlapping]) == pytest.approx(1)


def test_stretches_that_touch_stay_two() -> None:
    touching = unitised([[[(2, 5), (5, 9)], [(2, 9)]]], [LENGTH])
    assert alpha_u([touching]) < 1
