"""A heat map: which advice answers which problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

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
    say_nothing_to_show,
    title_of,
    wrapped,
)
from analyzer.plots.style import LIGHT_PALETTE, STEPS, Palette

NO_NAMES: Mapping[str, str] = MappingProxyType({})
EMPTY_CELL = "#f6f7f8"
_SIZE = TYPE - 0.8
# The room between two cells, of a cell of width and height 1.
_GAP = (0.04, 0.06)


def advice_map(
    pairs: DataFrame,
    *,
    by: str = "n_advice",
    names: Mapping[str, str] = NO_NAMES,
    most: int = 12,
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Problems by advice: how often each advice answers each problem, the commonest at top left.

    ``pairs`` is ``advice_by_problem``; ``by`` one of its counts. ``names`` gives categories the
    names of a pack. Of each side the ``most`` frequent are drawn. The count stands in its cell, so
    that no colour has to be read; nought stays empty. Raises AnalyzerError where a column is
    missing.

    >>> from pandas import DataFrame
    >>> columns = ["problem", "category", "n_advice"]
    >>> pairs = DataFrame([("fees", "gap", 1), ("hr", "gap", 4)], columns=columns)
    >>> axes = advice_map(pairs, names={"hr": "HR in the way"}).axes[0]
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['HR in the way', 'fees']
    >>> [text.get_text() for text in axes.texts]
    ['4', '1']
    """
    check_columns(pairs, ["problem", "category", by], like="advice_by_problem")
    problems = _commonest(pairs, "problem", by=by)[:most]
    advice = _commonest(pairs, "category", by=by)[:most]
    size = {"width": 2.8 + 0.4 * len(advice), "height": 1.9 + 0.28 * len(problems)}
    axes, palette = begin(ax, **size)
    title_of(axes, title, palette=palette)
    if pairs.empty:
        say_nothing_to_show(axes, palette=palette)
        return figure_of(axes)
    cells = pairs.groupby(["problem", "category"])[by].sum().to_dict()
    counts = [[int(cells.get((row, column), 0)) for column in advice] for row in problems]
    draw_cells(axes, counts, palette=palette)
    axes.set_xlim(0, len(advice))
    axes.set_ylim(len(problems), 0)
    axes.spines[:].set_visible(False)
    rows = [wrapped(names.get(it, it), 40, lines=1) for it in problems]
    axes.set_yticks([it + 0.5 for it in range(len(problems))], rows, **PLAIN)
    axes.xaxis.tick_top()
    columns = [wrapped(names.get(it, it), 36, lines=1) for it in advice]
    axes.set_xticks(
        [it + 0.5 for it in range(len(advice))], columns, rotation=52, ha="left",
        rotation_mode="anchor", **PLAIN,
    )  # fmt: skip
    axes.set_xlabel(_told(pairs, by, problems, advice), loc="left", size=SMALL, color=palette.quiet)
    axes.xaxis.set_label_position("bottom")
    return figure_of(axes)


def draw_cells(
    axes: Axes,
    counts: Sequence[Sequence[int]],
    *,
    palette: Palette,
) -> None:
    """Cells of one unit each, row by row from the top; the count in each but nought.

    Limits are left as they are.
    """
    top_count = max((count for row in counts for count in row), default=0)
    empty = EMPTY_CELL if palette is LIGHT_PALETTE else palette.wash
    for number, row in enumerate(counts):
        for column, count in enumerate(row):
            step = heat_step(count, top_count)
            place = (column + _GAP[0] / 2, number + _GAP[1] / 2)
            colour = palette.steps[step - 1] if step else empty
            axes.add_patch(Rectangle(place, 1 - _GAP[0], 1 - _GAP[1], facecolor=colour))
            if count:
                is_deep = step > 3
                ink = palette.paper if is_deep else palette.ink
                axes.annotate(
                    f"{count:,}", xy=(column + 0.5, number + 0.5), xytext=(0, -0.33 * _SIZE),
                    textcoords="offset points", ha="center", size=_SIZE, color=ink, **PLAIN,
                )  # fmt: skip


def heat_step(count: int, most: int) -> int:
    """Which step of the colour scale a count gets: 0 for nought, else 1 to 5.

    >>> [heat_step(count, 10) for count in (0, 1, 5, 10)]
    [0, 1, 3, 5]
    """
    if count <= 0:
        return 0
    return min(len(STEPS), 1 + (count - 1) * len(STEPS) // max(most, len(STEPS)))


def _commonest(pairs: DataFrame, column: str, *, by: str) -> list[str]:
    total = pairs.groupby(column)[by].sum()
    return sorted(map(str, total.index), key=lambda it: (-int(total[it]), it))


def _told(pairs: DataFrame, by: str, problems: list[str], advice: list[str]) -> str:
    what = {"n_advice": "stretches of advice", "n_exchanges": "exchanges", "n_sessions": "sessions"}
    more = pairs["problem"].nunique() - len(problems), pairs["category"].nunique() - len(advice)
    kinds = ("problems", "types of advice")
    left_out = [f"{n} more {kind}" for n, kind in zip(more, kinds, strict=True) if n]
    left_out = [f"{' and '.join(left_out)} not shown"] if left_out else []
    return " · ".join([what.get(by, by), *left_out])
