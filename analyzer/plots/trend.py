"""Lines over time, each with how far chance may have moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import NDArray
from pandas import DataFrame

from analyzer.errors import AnalyzerError, did_you_mean
from analyzer.plots.axes import (
    PLAIN,
    SMALL,
    begin,
    check_columns,
    figure_of,
    say_nothing_to_show,
    title_of,
    wrapped,
)
from analyzer.plots.heat import NO_NAMES
from analyzer.plots.style import LINES, MARKERS, Palette

_MEASURES = {
    "share": "share of the sessions of each period",
    "per_session": "times a session",
}
_MOST_TICKS = 9
# More lines than these are drawn only where somebody names them.
MOST_UNASKED = 3
# Lines at the same period stand this far apart, in parts of the time between two periods.
_APART = 0.07


def trend_lines(
    counts: DataFrame,
    *,
    categories: Sequence[str] | None = None,
    by: str = "share",
    names: Mapping[str, str] = NO_NAMES,
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    r"""A line for each category over the periods, with the interval of each point as an upright.

    ``counts`` is ``over_time``, ``advice_over_time`` or ``problems_over_time``; ``by`` is ``share``
    of sessions or times ``per_session``. Up to five ``categories`` are drawn, or the three of most
    sessions where none are named. Lines are told apart by mark and lightness, and named at their
    ends. Under each period stands the number of sessions held in it. Raises AnalyzerError for a
    category or column that is not there, and for more than five categories.

    >>> from pandas import DataFrame, to_datetime
    >>> counts = DataFrame({
    ...     "period": to_datetime(["2025-01-01", "2025-04-01"]), "kind": "advice",
    ...     "category": "gap", "n_sessions": [1, 3], "of_sessions": [4, 4],
    ...     "share": [0.25, 0.75], "share_low": [0.05, 0.3], "share_high": [0.7, 0.95]})
    >>> axes = trend_lines(counts, names={"gap": "Trial close"}).axes[0]
    >>> [label.get_text() for label in axes.get_xticklabels()]
    ['Q1 2025\nof 4', 'Q2 2025\nof 4']
    >>> axes.texts[-1].get_text()
    'Trial close'
    """
    needed = ["period", "category", "n_sessions", "of_sessions", by, f"{by}_low", f"{by}_high"]
    check_columns(counts, needed, like="over_time, advice_over_time or problems_over_time")
    chosen = _chosen(counts, categories)
    axes, palette = begin(ax, width=7.0, height=3.6)
    title_of(axes, title, palette=palette)
    if counts.empty:
        say_nothing_to_show(axes, palette=palette)
        return figure_of(axes)
    held = counts.drop_duplicates("period").sort_values("period")
    days = _days(held["period"])
    step = float(np.diff(days).min()) if len(days) > 1 else 90.0
    ends = []
    for number, category in enumerate(chosen):
        rows = counts[counts["category"] == category].sort_values("period")
        shift = (number - (len(chosen) - 1) / 2) * _APART * step
        places = _days(rows["period"]) + shift
        values = rows[by].to_numpy()
        colour = palette.lines[number]
        axes.vlines(
            places, rows[f"{by}_low"], rows[f"{by}_high"], color=colour, linewidth=1.6, alpha=0.45
        )
        axes.plot(
            places, values, color=colour, linewidth=1.6, marker=MARKERS[number], markersize=5.5,
            markeredgecolor=palette.paper, markeredgewidth=0.6, clip_on=False,
        )  # fmt: skip
        ends.append((float(places[-1]), float(values[-1])))
    _measure(axes, counts, by=by, palette=palette)
    _name_periods(axes, held, days)
    axes.set_xlim(days[0] - 0.4 * step, days[-1] + 0.4 * step)
    _name_lines(axes, ends, [wrapped(names.get(it, it), 24) for it in chosen], palette=palette)
    return figure_of(axes)


def _days(starts: pd.Series[pd.Timestamp]) -> NDArray[np.float64]:
    return starts.to_numpy().astype("datetime64[D]").astype(np.float64)


def _chosen(counts: DataFrame, categories: Sequence[str] | None) -> list[str]:
    total = counts.groupby("category")["n_sessions"].sum()
    known = sorted(map(str, total.index), key=lambda it: (-int(total[it]), it))
    if categories is None:
        return known[:MOST_UNASKED]
    for category in categories:
        if category not in known:
            near = did_you_mean(category, known)
            what = f"no category {category!r} in these counts. {near}".rstrip()
            raise AnalyzerError(what, hint=f"There are: {', '.join(known)}.")
    if len(categories) > len(LINES):
        hint = f"Draw {len(LINES)} at most in one figure; the others get axes of their own."
        raise AnalyzerError(f"{len(categories)} lines cannot be told apart.", hint=hint)
    return list(categories)


def _measure(axes: Axes, counts: DataFrame, *, by: str, palette: Palette) -> None:
    top = float(counts[f"{by}_high"].max())
    axes.set_ylim(0, 1.0 if by == "share" else top * 1.05)
    if by == "share":
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.grid(visible=True, axis="y", color=palette.wash, linewidth=0.8)
    axes.set_axisbelow(True)
    told = f"{_MEASURES.get(by, by)}, with 95 % intervals"
    axes.set_xlabel(told, loc="left", size=SMALL, color=palette.quiet)


def _name_periods(axes: Axes, held: DataFrame, days: NDArray[np.float64]) -> None:
    """Names as many periods as fit, the last among them, with the sessions held in each."""
    every = -(-len(days) // _MOST_TICKS)
    names = period_names(held["period"])
    told = [f"{name}\nof {n:,}" for name, n in zip(names, held["of_sessions"], strict=True)]
    shown = list(range(len(days) - 1, -1, -every))[::-1]
    axes.set_xticks([days[it] for it in shown], [told[it] for it in shown], size=SMALL)


def period_names(starts: Sequence[pd.Timestamp] | pd.Series[pd.Timestamp]) -> list[str]:
    """What periods are called, by their first days: years, quarters or months.

    Which of them they are is told by where they begin; one alone that begins in January, April,
    July or October is taken for a quarter.

    >>> from pandas import to_datetime
    >>> period_names(list(to_datetime(["2024-01-01", "2025-01-01"])))
    ['2024', '2025']
    >>> period_names(list(to_datetime(["2025-01-01", "2025-02-01"])))
    ['Jan 2025', 'Feb 2025']
    """
    months = {start.month for start in starts}
    if months == {1} and len(starts) > 1:
        return [f"{start.year}" for start in starts]
    if months <= {1, 4, 7, 10}:
        return [f"Q{(start.month + 2) // 3} {start.year}" for start in starts]
    return [f"{start:%b} {start.year}" for start in starts]


def _name_lines(
    axes: Axes, ends: Sequence[tuple[float, float]], names: Sequence[str], *, palette: Palette
) -> None:
    """Names beside the ends of the lines, moved apart where they would meet."""
    low, high = axes.get_ylim()
    room = max((0.075 + 0.05 * name.count("\n") for name in names), default=0.0) * (high - low)
    order = sorted(range(len(ends)), key=lambda it: (ends[it][1], -it))
    heights = _moved_apart([ends[it][1] for it in order], room=room, low=low, high=high)
    for number, height in zip(order, heights, strict=True):
        axes.annotate(
            names[number], xy=ends[number], xycoords="data",
            xytext=(1.025, (height - low) / (high - low)), textcoords="axes fraction",
            va="center", size=SMALL + 0.6, color=palette.ink, annotation_clip=False,
            arrowprops={
                "arrowstyle": "-", "color": palette.lines[number], "linewidth": 1.0,
                "shrinkA": 2, "shrinkB": 4,
                "relpos": (0.0, 0.5),
            },
            **PLAIN,
        )  # fmt: skip


def _moved_apart(wanted: Sequence[float], *, room: float, low: float, high: float) -> list[float]:
    """Heights in the same order, each at least ``room`` above the last, as near as can be.

    >>> [round(it, 2) for it in _moved_apart([0.5, 0.5], room=0.1, low=0.0, high=1.0)]
    [0.5, 0.6]
    >>> [round(it, 2) for it in _moved_apart([0.95, 1.0], room=0.1, low=0.0, high=1.0)]
    [0.9, 1.0]
    """
    heights: list[float] = []
    for height in wanted:
        heights.append(max(height, heights[-1] + room) if heights else max(height, low))
    for place in range(len(heights) - 1, -1, -1):
        ceiling = high if place == len(heights) - 1 else heights[place + 1] - room
        heights[place] = min(heights[place], ceiling)
    return heights
