"""How much of the talk is whose, session by session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pandas import DataFrame

from analyzer.errors import AnalyzerError, did_you_mean
from analyzer.plots.axes import (
    PLAIN,
    SMALL,
    TYPE,
    begin,
    check_columns,
    figure_of,
    say_nothing_to_show,
    title_of,
)
from analyzer.plots.style import Palette

# Shares so many per cent apart are told apart by a dot of their own.
HEAP = 1.25
_ACROSS = TYPE * 0.55


def talk_share(
    talk: DataFrame,
    *,
    role: str = "coach",
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """A dot for each session at the share of its words that a role says, and the median of them.

    ``talk`` is ``talk_by_role``. A session in which nobody has the role counts with nought. Dots
    that would meet stand on each other. Raises AnalyzerError for a role or column that is not
    there.

    >>> from pandas import DataFrame
    >>> talk = DataFrame({"session_id": ["a", "a", "b", "c"], "share_words": [0.7, 0.3, 1.0, 0.5],
    ...                   "role": ["coach", "client", "client", "coach"]})
    >>> talk_share(talk).axes[0].get_xlabel()
    "coach's share of the words · 3 sessions, median 50%"
    """
    check_columns(talk, ["session_id", "role", "share_words"], like="talk_by_role")
    roles = [str(it) for it in talk["role"].unique()]
    if len(talk) and role not in {*roles, "coach", "client", "other", "unknown"}:
        what = f"nobody has the role {role!r}. {did_you_mean(role, roles)}".rstrip()
        raise AnalyzerError(what, hint=f"Roles here: {', '.join(sorted(roles))}.")
    axes, palette = begin(ax, width=6.8, height=1.5)
    title_of(axes, title, palette=palette)
    if talk.empty:
        say_nothing_to_show(axes, palette=palette)
        return figure_of(axes)
    mine = talk[talk["role"] == role].groupby("session_id")["share_words"].sum()
    shares = [float(mine.get(it, 0.0)) for it in talk["session_id"].unique()]
    tallest = draw_dots(axes, shares, palette=palette)
    median = float(np.median(shares))
    axes.axvline(median, color=palette.warn, linewidth=1.0, linestyle=(0, (4, 3)), zorder=0)
    axes.set_xlim(-0.015, 1.015)
    axes.set_ylim(0, max(tallest + 1, 3.0))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"], size=SMALL)
    n = len(shares)
    told = f"{role}'s share of the words · {n:,} session{'s' * (n != 1)}, median {median:.0%}"
    axes.set_xlabel(told, loc="left", size=SMALL, color=palette.quiet, **PLAIN)
    return figure_of(axes)


def draw_dots(axes: Axes, shares: Sequence[float], *, palette: Palette) -> int:
    """A dot for each share from 0 to 1, those of a heap on each other; how many the highest has.

    The lowest dots stand at a half, the next one higher.
    """
    heaps = heaps_of(shares)
    places = [
        (heap * HEAP / 100, number + 0.5)
        for heap, n in sorted(heaps.items())
        for number in range(n)
    ]
    axes.plot(
        [x for x, _ in places], [y for _, y in places], linestyle="none", marker="o",
        markersize=_ACROSS, color=palette.accent, markeredgewidth=0, clip_on=False,
    )  # fmt: skip
    return max(heaps.values(), default=0)


def heaps_of(shares: Sequence[float]) -> Counter[int]:
    """How many shares stand together, by the number of their heap from the left."""
    return Counter(round(share * 100 / HEAP) for share in shares)
