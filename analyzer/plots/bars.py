"""Bars: what comes up most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from pandas import DataFrame

from analyzer.plots.axes import (
    PLAIN,
    SMALL,
    TYPE,
    begin,
    check_columns,
    figure_of,
    marked,
    one_line,
    say_nothing_to_show,
    title_of,
    wrapped,
)
from analyzer.plots.style import Palette

_WORDS = {
    "n_sessions": "sessions",
    "n_clients": "clients",
    "n_exchanges": "exchanges",
    "n_advice": "stretches of advice",
    "n_scripts": "scripts",
    "n_members": "times",
}


def theme_bars(
    counts: DataFrame,
    *,
    by: str = "n_sessions",
    most: int = 12,
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """A bar for each theme, the longest on top; its count stands behind it.

    ``counts`` has a row a theme with ``name`` and the column ``by``: ``advice_counts``,
    ``problem_counts``, or the themes of an archive. Only the ``most`` largest are drawn, and it is
    said how many are not. Of equal ones the first row stands higher. A name carries † where
    ``rely`` says not to rely on it; a tentative theme is paler. Raises AnalyzerError where a column
    is missing.

    >>> from pandas import DataFrame
    >>> counts = DataFrame({"name": ["Fees", "HR", "Scope"], "n_sessions": [3, 5, 1]})
    >>> axes = theme_bars(counts, most=2).axes[0]
    >>> [bar.get_width() for bar in axes.patches]
    [5, 3]
    >>> axes.get_xlabel()
    'sessions · 1 more not shown'
    """
    check_columns(counts, ["name", by], like="advice_counts, problem_counts or themes")
    rows = counts.sort_values(by, ascending=False, kind="stable").head(most)
    names = [wrapped(marked(it["name"], rely=_flag(it, "rely")), 34) for it in _rows(rows)]
    lines = sum(max(1, name.count("\n") + 1) for name in names)
    axes, palette = begin(ax, width=6.8, height=0.62 + 0.2 * len(names) + 0.09 * lines)
    title_of(axes, title, palette=palette)
    if rows.empty:
        say_nothing_to_show(axes, palette=palette)
        return figure_of(axes)
    values = rows[by].tolist()
    is_pale = [_flag(it, "is_tentative") is True for it in _rows(rows)]
    draw_bars(
        axes,
        values,
        middles=list(range(len(values))),
        thickness=0.6,
        colours=[palette.steps[2] if pale else palette.accent for pale in is_pale],
        palette=palette,
    )
    axes.set_yticks(range(len(names)), names, **PLAIN)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(0, max(*values, 1) * 1.08)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    more = len(counts) - len(rows)
    told = [_WORDS.get(by, one_line(by)), *([f"{more:,} more not shown"] if more else [])]
    told += ["paler: tentative"] if any(is_pale) else []
    told += ["†: do not rely on"] if any(name.endswith("†") for name in names) else []
    axes.set_xlabel(" · ".join(told), loc="left", size=SMALL, color=palette.quiet, **PLAIN)
    return figure_of(axes)


def draw_bars(
    axes: Axes,
    values: Sequence[float],
    *,
    middles: Sequence[float],
    thickness: float,
    colours: Sequence[str],
    palette: Palette,
) -> None:
    """Horizontal bars from 0, each around its middle, with its number behind it.

    ``middles`` and ``thickness`` are in the units of the axes. Limits are left as they are.
    """
    for value, middle, colour in zip(values, middles, colours, strict=True):
        bar = Rectangle((0, middle - thickness / 2), value, thickness, facecolor=colour)
        axes.add_patch(bar)
        axes.annotate(
            f"{value:,}", xy=(value, middle), xytext=(5, -0.33 * TYPE),
            textcoords="offset points", size=TYPE, weight="bold", color=palette.ink,
            annotation_clip=False, **PLAIN,
        )  # fmt: skip


def _rows(frame: DataFrame) -> list[dict[str, Any]]:
    return frame.to_dict("records")  # type: ignore[return-value]


def _flag(row: dict[str, Any], column: str) -> bool | None:
    """A truth of the row; None where it is missing."""
    value = row.get(column)
    return bool(value) if value in {True, False} else None
