"""Themes on a plane: those alike in meaning stand near each other."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from pandas import DataFrame

from analyzer.plots.axes import (
    SMALL,
    begin,
    check_columns,
    figure_of,
    say_nothing_to_show,
    title_of,
    wrapped,
)
from analyzer.plots.labels import name_points

_LARGEST, _SMALLEST = 26.0, 6.0


def theme_map(
    themes: DataFrame,
    *,
    by: str = "n_sessions",
    most: int = 30,
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """A circle for each theme where ``x`` and ``y`` put it, its area after ``by``; names beside.

    ``themes`` are those of an archive. Two that stand near each other mean something alike; right,
    left, up and down mean nothing. Tentative themes are hollow. The ``most`` largest are drawn, and
    no name lies over another: one that finds no place stands away from its circle, with a line to
    it. Themes without a place, of an archive without vectors, are left out. Raises AnalyzerError
    where a column is missing.

    >>> from pandas import DataFrame
    >>> themes = DataFrame({"name": ["fee", "manager"], "n_sessions": [3, 5], "x": [-1.0, 1.0],
    ...                     "y": [0.0, 0.0], "is_tentative": [False, True]})
    >>> [text.get_text() for text in theme_map(themes).axes[0].texts]
    ['manager', 'fee']
    """
    check_columns(themes, ["name", "x", "y", by], like="the themes of an archive")
    axes, palette = begin(ax, width=7.0, height=5.0)
    title_of(axes, title, palette=palette)
    placed = themes.dropna(subset=["x", "y"])
    rows = placed.sort_values(by, ascending=False, kind="stable").head(most)
    if rows.empty:
        say_nothing_to_show(axes, palette=palette)
        return figure_of(axes)
    places = rows[["x", "y"]].to_numpy(dtype=np.float64)
    sizes = _sizes(rows[by].to_numpy(dtype=np.float64))
    is_tentative = _tentative(rows)
    for place, size, hollow in zip(places, sizes, is_tentative, strict=True):
        axes.plot(
            *place, linestyle="none", marker="o", markersize=size,
            markerfacecolor=palette.paper if hollow else palette.steps[2],
            markeredgecolor=palette.accent, markeredgewidth=1.0,
        )  # fmt: skip
    _leave_room(axes, places)
    axes.spines[["top", "right", "left", "bottom"]].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    left_out = len(themes) - len(rows)
    told = ["near: alike in meaning", f"larger: more {by.removeprefix('n_')}"]
    told += ["hollow: tentative"] if is_tentative.any() else []
    told += [f"{left_out:,} more not shown"] if left_out else []
    axes.set_xlabel(" · ".join(told), loc="left", size=SMALL, color=palette.quiet)
    names = [wrapped(name, 24) for name in rows["name"]]
    name_points(axes, places, names, diameters=sizes, palette=palette)
    return figure_of(axes)


def _sizes(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Diameters in points whose squares grow with the values."""
    share = np.sqrt(values / max(float(values.max()), 1.0))
    return np.maximum(_LARGEST * share, _SMALLEST)


def _tentative(rows: DataFrame) -> NDArray[np.bool_]:
    if "is_tentative" not in rows:
        return np.zeros(len(rows), dtype=np.bool_)
    return rows["is_tentative"].to_numpy(dtype=np.bool_)


def _leave_room(axes: Axes, places: NDArray[np.float64]) -> None:
    """Both sides to one scale, with room for names at the edges."""
    low, high = places.min(axis=0), places.max(axis=0)
    reach = np.maximum(high - low, max(float((high - low).max()), 1e-6) * 0.4)
    middle = (low + high) / 2
    axes.set_xlim(middle[0] - 0.78 * reach[0], middle[0] + 0.78 * reach[0])
    axes.set_ylim(middle[1] - 0.62 * reach[1], middle[1] + 0.62 * reach[1])
