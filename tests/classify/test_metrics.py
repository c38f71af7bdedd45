from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.classify.metrics import (
    Counts,
    bootstrap_f1,
    count_boundaries,
    count_labels,
    macro_f1,
    match_boundaries,
    micro_f1,
    paired_change,
    rates,
    recall_over_cases,
    reliability,
    sessions_of,
    window_diff,
)
from tests.effort import IN_PROPORTION, effort_of

LABELS = ("a", "b", "c", "d")
units = st.lists(st.frozensets(st.sampled_from(LABELS), max_size=3), max_size=8)
sessions = st.lists(units, min_size=1, max_size=6)


@st.composite
def two_views(
    draw: st.DrawFn,
) -> tuple[list[list[frozenset[str]]], list[list[frozenset[str]]]]:
    gold = draw(sessions)
    label_set = st.frozensets(st.sampled_from(LABELS), max_size=3)
    return gold, [[draw(label_set) for _ in session] for session in gold]


def counts_of(gold: list[str], found: list[str]) -> Counts:
    """One session a letter pair; '-' is no label."""
    pairs = zip(gold, found, strict=True)
    sets = [
        ([set(g) - {"-"} for g in one], [set(f) - {"-"} for f in other]) for one, other in pairs
    ]
    return count_labels([g for g, _ in sets], [f for _, f in sets], labels=LABELS)


def test_rates_are_those_counted_by_hand() -> None:
    # a: 2 right, 1 missed. b: 1 right, 1 wrong. c: 1 missed. d: never.
    counts = counts_of(["aaab", "c"], ["aabb", "-"])
    found = rates(counts)
    assert found.precision.tolist() == [1.0, 0.5, 0.0, 0.0]
    assert found.recall.tolist() == pytest.approx([2 / 3, 1.0, 0.0, 0.0])
    assert found.f1.tolist() == pytest.approx([0.8, 2 / 3, 0.0, 0.0])
    assert macro_f1(counts) == pytest.approx((0.8 + 2 / 3 + 0) / 3)
    assert micro_f1(counts) == pytest.approx(2 * 3 / (2 * 3 + 1 + 2))
    assert recall_over_cases(counts) == pytest.approx(3 / 5)
    assert counts.support.tolist() == [3, 1, 1, 0]
    assert counts.sessions.tolist() == [1, 1, 1, 0]


def test_nothing_at_all_scores_nothing() -> None:
    counts = count_labels([], [], labels=LABELS)
    assert (macro_f1(counts), micro_f1(counts), recall_over_cases(counts)) == (0.0, 0.0, 0.0)
    low, high = bootstrap_f1(counts, seed=1)
    assert (low.tolist(), high.tolist()) == ([0.0] * 4, [1.0] * 4)


def test_views_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        count_labels([[{"a"}]], [[]], labels=LABELS)
    with pytest.raises(KeyError):
        count_labels([[{"z"}]], [[{"z"}]], labels=LABELS)


@given(sessions)
def test_perfect_findings_score_one(gold: list[list[frozenset[str]]]) -> None:
    counts = count_labels(gold, gold, labels=LABELS)
    occurs = counts.support > 0
    assert (rates(counts).f1[occurs] == 1).all()
    low, high = bootstrap_f1(counts, seed=1, draws=50)
    assert (low[occurs] == 1).all()
    assert (high[occurs] == 1).all()
    if occurs.any():
        assert macro_f1(counts) == micro_f1(counts) == 1.0


@given(two_views(), st.permutations(LABELS))
def test_renaming_labels_renames_results(
    views: tuple[list[list[frozenset[str]]], list[list[frozenset[str]]]], names: list[str]
) -> None:
    gold, found = views
    new = dict(zip(LABELS, names, strict=True))
    renamed = [[[frozenset(new[x] for x in u) for u in s] for s in view] for view in (gold, found)]
    before = count_labels(gold, found, labels=LABELS)
    after = count_labels(renamed[0], renamed[1], labels=[new[label] for label in LABELS])
    assert (rates(before).f1 == rates(after).f1).all()
    low, high = bootstrap_f1(before, seed=3, draws=50)
    new_low, new_high = bootstrap_f1(after, seed=3, draws=50)
    assert (low == new_low).all()
    assert (high == new_high).all()


@given(two_views(), st.integers(0, 99))
def test_intervals_hold_the_f1_itself(
    views: tuple[list[list[frozenset[str]]], list[list[frozenset[str]]]], seed: int
) -> None:
    counts = count_labels(*views, labels=LABELS)
    low, high = bootstrap_f1(counts, seed=seed, draws=50)
    f1 = rates(counts).f1
    assert (low <= f1).all()
    assert (f1 <= high).all()
    assert (low >= 0).all()
    assert (high <= 1).all()


@given(two_views())
def test_right_and_wrong_change_places_with_gold_and_found(
    views: tuple[list[list[frozenset[str]]], list[list[frozenset[str]]]],
) -> None:
    there, back = (count_labels(a, b, labels=LABELS) for a, b in (views, views[::-1]))
    assert (rates(there).precision == rates(back).recall).all()
    assert (rates(there).f1 == rates(back).f1).all()


def test_one_session_says_nothing_about_other_sessions() -> None:
    low, high = bootstrap_f1(counts_of(["aab"], ["abb"]), seed=1)
    assert low[0] == high[0] == pytest.approx(2 / 3)


def test_the_interval_narrows_as_sessions_are_added() -> None:
    width = []
    for n in (5, 100):
        low, high = bootstrap_f1(counts_of(["aa", "aa"] * n, ["aa", "bb"] * n), seed=1)
        width.append(high[0] - low[0])
    assert width[0] > 2 * width[1]


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng, truth, covered = np.random.default_rng(5), 0.8, 0
    zeros = np.zeros((40, 1), dtype=np.int64)
    for _ in range(100):
        cases = rng.integers(5, 30, size=(40, 1))
        hits = rng.binomial(cases, truth)
        missed = cases - hits
        counts = Counts(
            labels=("a",), hits=hits, wrong=zeros + missed, missed=missed, cases=cases[:, 0]
        )
        low, high = bootstrap_f1(counts, seed=1, draws=300)
        covered += bool(low[0] <= truth <= high[0])
    assert covered >= 85


def test_more_draws_over_more_sessions_take_no_more_steps() -> None:
    def effort(n_sessions: int, draws: int) -> int:
        rng = np.random.default_rng(1)
        hits, wrong, missed = (rng.integers(1, 9, size=(n_sessions, 2)) for _ in range(3))
        counts = Counts(labels=("a", "b"), hits=hits, wrong=wrong, missed=missed, cases=hits[:, 0])
        return effort_of(lambda: bootstrap_f1(counts, seed=1, draws=draws))

    effort(20, 20)  # what is made once and then kept is made here
    assert effort(1_000, 1_000) < IN_PROPORTION * effort(20, 20)


@pytest.mark.parametrize(
    ("gold", "found", "pairs"),
    [
        pytest.param([5], [5], 1, id="same"),
        pytest.param([5], [8], 1, id="just within"),
        pytest.param([5], [9], 0, id="just outside"),
        pytest.param([10, 40], [12, 13, 80], 1, id="one to one"),
        pytest.param([10, 12], [9, 14], 2, id="both"),
        pytest.param([0, 3], [3, 6], 2, id="greedy by nearness would find one"),
        pytest.param([], [1], 0, id="none true"),
        pytest.param([1], [], 0, id="none found"),
        pytest.param([7, 7], [7, 7], 1, id="doubles count once"),
    ],
)
def test_boundaries_pair_up_within_tolerance(gold: list[int], found: list[int], pairs: int) -> None:
    assert match_boundaries(gold, found, tolerance=3) == pairs
    assert match_boundaries(found, gold, tolerance=3) == pairs


places = st.sets(st.integers(0, 25), max_size=5)


@settings(max_examples=60)
@given(places, places, st.integers(0, 4))
def test_no_other_pairing_finds_more_boundaries(
    gold: set[int], found: set[int], tolerance: int
) -> None:
    near = [(g, f) for g in gold for f in found if abs(g - f) <= tolerance]
    size = match_boundaries(gold, found, tolerance=tolerance)
    for pairing in combinations(near, size + 1):
        doubled = len({g for g, _ in pairing}) <= size or len({f for _, f in pairing}) <= size
        assert doubled
    assert size <= min(len(gold), len(found))


def test_boundaries_are_counted_by_session() -> None:
    counts = count_boundaries([[0, 10], [5]], [[2, 30, 31], []], tolerance=3, cases=[40, 9])
    assert counts.hits.tolist() == [[1], [0]]
    assert counts.wrong.tolist() == [[2], [0]]
    assert counts.missed.tolist() == [[1], [1]]
    assert counts.cases.tolist() == [40, 9]


def test_reliability_is_that_counted_by_hand() -> None:
    found = reliability([0.1, 0.3, 0.9, 0.7, 1.0], [False, True, True, True, False], bins=2)
    assert found.n.tolist() == [2, 3]
    assert found.score.tolist() == pytest.approx([0.2, 2.6 / 3])
    assert found.right.tolist() == pytest.approx([0.5, 2 / 3])
    assert found.error == pytest.approx((2 * 0.3 + 3 * 0.2) / 5)


def test_reliability_of_nothing_has_no_error() -> None:
    assert reliability([], []).error == 0.0


@pytest.mark.parametrize(
    ("scores", "right"),
    [([0.5], []), ([1.1], [True]), ([-0.1], [True]), ([float("nan")], [True])],
)
def test_reliability_refuses_what_is_no_probability(scores: list[float], right: list[bool]) -> None:
    with pytest.raises(ValueError, match=r"score"):
        reliability(scores, right)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40), st.integers(1, 20))
def test_reliability_puts_every_finding_into_one_bin(
    findings: list[tuple[float, bool]], bins: int
) -> None:
    found = reliability([s for s, _ in findings], [r for _, r in findings], bins=bins)
    assert found.n.sum() == len(findings)
    assert 0 <= found.error <= 1


def test_windows_with_a_wrong_number_of_boundaries_are_those_counted_by_hand() -> None:
    # Two true parts of four: windows of two sentences, ten of them in twelve sentences.
    assert window_diff([4, 8], [4, 8], size=12) == (0, 10)
    assert window_diff([4, 8], [4], size=12) == (2, 10)
    assert window_diff([4, 8], [], size=12) == (4, 10)
    assert window_diff([0, 4, 12, -1], [4], size=12) == (0, 9)
    assert window_diff([], [], size=1) == window_diff([], [], size=0) == (0, 0)


@given(places, places, st.integers(0, 26))
def test_windows_never_differ_more_often_than_there_are_any(
    gold: set[int], found: set[int], size: int
) -> None:
    wrong, windows = window_diff(gold, found, size=size)
    assert 0 <= wrong <= windows <= size
    assert window_diff(gold, gold, size=size)[0] == 0


def test_change_is_that_of_f1_and_its_interval_holds_it() -> None:
    old, new = counts_of(["aab"] * 9, ["aab"] * 9), counts_of(["aab"] * 9, ["abb"] * 9)
    change = paired_change(old, new, seed=1, draws=200)
    assert change.f1.tolist() == (rates(new).f1 - rates(old).f1).tolist()
    assert (change.low <= change.f1 + 1e-9).all()
    assert (change.f1 <= change.high + 1e-9).all()
    assert change.p_worse[0] == pytest.approx(1 / 201)
    assert paired_change(old, old, seed=1, draws=50).p_worse.tolist() == [1.0] * len(LABELS)


def test_what_changed_is_asked_of_the_same_labels_and_sessions_only() -> None:
    old = counts_of(["a", "b"], ["a", "b"])
    with pytest.raises(ValueError, match="same labels and sessions"):
        paired_change(old, counts_of(["a"], ["a"]), seed=1)


def test_counts_of_some_sessions_are_their_rows() -> None:
    counts = counts_of(["aa", "b", "ab"], ["ab", "b", "ab"])
    part = sessions_of(counts, [2, 0])
    assert part.hits.tolist() == [counts.hits[2].tolist(), counts.hits[0].tolist()]
    assert part.cases.tolist() == [2, 2]
    assert sessions_of(counts, []).hits.shape == (0, len(LABELS))
