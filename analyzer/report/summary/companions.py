"""What comes with themes: the pack's word for each, what answers it, and what clients did."""

from __future__ import annotations

from pandas import DataFrame

from analyzer.aggregate import (
    advice_among,
    problem_groups,
    problems_among,
    stretches_in,
    uptake_among,
)
from analyzer.aggregate.themes import Themes, theme_groups
from analyzer.records import UptakeKind
from analyzer.report import wording
from analyzer.report.material import Material

MOST_NAMED = 3
# Categories of a theme with how often, the most frequent first.
Counts = list[tuple[str, int]]


class Companions:
    """What comes with the themes of one kind, in the sessions reported on."""

    def __init__(self, material: Material, themes: Themes) -> None:
        self._material, self._is_problem = material, themes.kind == "problem"
        tables = material.tables
        every = theme_groups(themes)
        members = every[every["session_id"].isin(tables.sessions["session_id"])]
        stretches = stretches_in(members, tables) if self._is_problem else members
        self._advice = advice_among(stretches, tables)
        self._problems = (
            _problems_of(members, problem_groups(tables))
            if self._is_problem
            else problems_among(stretches, tables)
        )
        self._uptake = uptake_among(stretches, tables)

    def told(self, theme: str, *, n_members: int) -> tuple[str, ...]:
        """Sentences on what comes with a theme; none of them where nothing is known."""
        problems = _of(self._problems, theme, "n_exchanges")
        advice = _of(self._advice, theme, "n_exchanges" if self._is_problem else "n_advice")
        advised, brought = self._material.advice_names, self._material.problem_names
        if self._is_problem:
            lines = [
                _packs_word(problems, n_members, "exchange", brought),
                _most("Advice given with it, by exchanges", advice, advised),
            ]
        else:
            lines = [
                _packs_word(advice, n_members, "stretch", advised),
                _most("Answers, by exchanges", problems, brought),
            ]
        return tuple(line for line in (*lines, self._answers(theme)) if line)

    def _answers(self, theme: str) -> str:
        mine = self._uptake[self._uptake["group"] == theme]
        told = [
            f"{wording.UPTAKE_WORDS[UptakeKind(kind)]} {wording.number(n)}"
            for kind, n in zip(mine["kind"].tolist(), mine["n"].tolist(), strict=True)
        ]
        return f"What clients did after the advice: {', '.join(told)}." if told else ""


def _problems_of(exchanges: DataFrame, problems: DataFrame) -> DataFrame:
    """The sure problems of the exchanges of groups, counted."""
    brought = problems.rename(columns={"group": "category"})
    met = exchanges.merge(brought, on=["session_id", "exchange"])
    return met.groupby(["group", "category"]).size().rename("n_exchanges").reset_index()


def _of(counts: DataFrame, theme: str, column: str) -> Counts:
    mine = counts[counts["group"] == theme]
    pairs = zip(mine["category"].tolist(), mine[column].tolist(), strict=True)
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _packs_word(counts: Counts, n: int, noun: str, names: wording.Names) -> str:
    """What the pack calls most of it, or that it has no word for most of it."""
    if not counts:
        return "The pack gave no type to any of it."
    category, most = counts[0]
    of = wording.out_of(most, n, noun)
    if 2 * most >= n:
        return f"In the pack: {names.shown(category)}, {of}."
    return f"No type of the pack fits most of it; the nearest is {names.shown(category)}, {of}."


def _most(what: str, counts: Counts, names: wording.Names) -> str:
    """The most frequent types in a sentence, empty where there are none."""
    if not counts:
        return ""
    named = [f"{names.shown(category)} ({wording.number(n)})" for category, n in counts]
    more = len(named) - MOST_NAMED
    rest = [f"{wording.number(more)} more"] if more > 0 else []
    return f"{what}: {wording.listed([*named[:MOST_NAMED], *rest])}."
