"""One session from left to right: who speaks when, its parts, and where advice was given."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from pandas import DataFrame

from analyzer.plots.axes import (
    PLAIN,
    SMALL,
    begin,
    check_columns,
    figure_of,
    one_line,
    say_nothing_to_show,
    title_of,
    wrapped,
)
from analyzer.plots.heat import NO_NAMES
from analyzer.plots.style import Palette

MOST_LANES = 7
_OTHERS = "all others"
_LANE, _THICK = 1.0, 0.62
# Room for the letters of a name, as part of the width of the figure.
_LETTER = 0.0105
_NAME_ROWS = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Clock:
    """Where each sentence begins and ends, and in what."""

    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    unit: str


def session_timeline(
    sentences: DataFrame,
    *,
    turns: DataFrame | None = None,
    advice: DataFrame | None = None,
    names: Mapping[str, str] = NO_NAMES,
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """A lane for each speaker, a band of the session's parts above, and advice below.

    The frames are those of one session (``tables.of_session``). With ``turns`` that have times the
    scale is minutes, else words. ``advice`` is marked where it stands, pale where its label is only
    possible, and named with ``names`` where there is room. With more than seven speakers those who
    say least share a lane. Raises AnalyzerError where a column is missing.

    >>> from pandas import DataFrame
    >>> sentences = DataFrame({
    ...     "sentence": [0, 1], "turn": [0, 1], "speaker": ["Ana", "Mike"],
    ...     "role": ["client", "coach"], "segment": ["question", "advice"],
    ...     "text": ["HR says no.", "Call him again."]})
    >>> axes = session_timeline(sentences).axes[0]
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['parts', 'Ana', 'Mike']
    >>> axes.get_xlabel()
    'words'
    """
    needed = ["turn", "speaker", "role", "segment", "text"]
    check_columns(sentences, needed, like="the sentences of one session")
    lanes = _lanes(sentences)
    n_lanes = len(lanes) + 1 + (advice is not None)
    axes, palette = begin(ax, width=7.4, height=0.75 + 0.34 * n_lanes)
    title_of(axes, title, palette=palette)
    if sentences.empty:
        say_nothing_to_show(axes, palette=palette)
        return figure_of(axes)
    clock = _clock(sentences, turns)
    _draw_parts(axes, sentences, clock, palette=palette)
    for number, voices in enumerate(lanes.values(), start=1):
        _draw_lane(axes, sentences, voices, clock, middle=number * _LANE, palette=palette)
    rows = ["parts", *(wrapped(lane, 22, lines=1) for lane in lanes)]
    if advice is not None:
        _draw_advice(axes, advice, clock, names, middle=len(rows) * _LANE, palette=palette)
        rows.append("advice")
    axes.set_yticks([it * _LANE for it in range(len(rows))], rows, **PLAIN)
    axes.set_ylim((len(rows) - 0.35) * _LANE + (0.7 if advice is not None else 0), -0.6)
    axes.set_xlim(clock.starts.min(), clock.ends.max())
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.set_xlabel(clock.unit, loc="left", size=SMALL, color=palette.quiet)
    return figure_of(axes)


def _lanes(sentences: DataFrame) -> dict[str, set[str]]:
    """The speakers of each lane, in the order in which they first speak."""
    words = _n_words(sentences)
    said = words.groupby(sentences["speaker"]).sum()
    loudest = sorted(said.index, key=lambda it: (-int(said[it]), it))
    own = set(loudest[: MOST_LANES - (len(loudest) > MOST_LANES)])
    lanes: dict[str, set[str]] = {name: {name} for name in sentences["speaker"] if name in own}
    if rest := set(loudest) - own:
        lanes[f"{_OTHERS} ({len(rest)})"] = rest
    return lanes


def _n_words(sentences: DataFrame) -> pd.Series[int]:
    return sentences["text"].map(lambda text: len(text.split()))


def _clock(sentences: DataFrame, turns: DataFrame | None) -> _Clock:
    """Minutes where every turn has a time, else words; within a turn by the words said."""
    words = _n_words(sentences).to_numpy(dtype=np.float64)
    before = np.concatenate([[0.0], np.cumsum(words)])
    by_words = _Clock(starts=before[:-1], ends=before[1:], unit="words")
    if turns is None or turns.empty or turns["start_ms"].isna().any():
        return by_words
    begin_ms = turns["start_ms"].to_numpy(dtype=np.float64)
    if (np.diff(begin_ms) < 0).any():
        return by_words
    end_ms = turns["end_ms"].to_numpy(dtype=np.float64, na_value=np.nan)
    following = np.concatenate([begin_ms[1:], [np.nan]])
    end_ms = np.where(np.isnan(end_ms), following, end_ms)
    end_ms = np.fmax(np.where(np.isnan(end_ms), begin_ms, end_ms), begin_ms)
    number = sentences["turn"].to_numpy()
    turn_words = pd.Series(words).groupby(number).transform("sum").to_numpy()
    gone = pd.Series(words).groupby(number).cumsum().to_numpy()
    first, long = begin_ms[number], (end_ms - begin_ms)[number]
    share = 1 / np.maximum(turn_words, 1)
    return _Clock(
        starts=(first + long * (gone - words) * share) / 60_000,
        ends=(first + long * gone * share) / 60_000,
        unit="minutes",
    )


def _runs(keys: Sequence[Any]) -> list[tuple[Any, int, int]]:
    """Each stretch of equal keys that stand side by side: the key, where it begins and ends."""
    runs, first = [], 0
    for key, members in groupby(keys):
        end = first + len(list(members))
        runs.append((key, first, end))
        first = end
    return runs


def _draw_parts(axes: Axes, sentences: DataFrame, clock: _Clock, *, palette: Palette) -> None:
    kinds = [None if pd.isna(it) else str(it) for it in sentences["segment"]]
    extent = clock.ends.max() - clock.starts.min()
    for number, (kind, first, end) in enumerate(_runs(kinds)):
        left, right = clock.starts[first], clock.ends[end - 1]
        if kind is None:
            continue
        is_advice = kind == "advice"
        colour = palette.accent if is_advice else palette.steps[number % 2]
        bar = [(left, right - left)]
        axes.broken_barh(bar, (-_THICK / 2, _THICK), facecolor=colour, edgecolor="none")
        if (right - left) > _LETTER * len(kind) * extent:
            axes.text(
                (left + right) / 2, 0, kind, ha="center", va="center_baseline", size=SMALL - 0.8,
                color=palette.paper if is_advice else palette.ink, clip_on=True, **PLAIN,
            )  # fmt: skip


def _draw_lane(
    axes: Axes,
    sentences: DataFrame,
    voices: Collection[str],
    clock: _Clock,
    *,
    middle: float,
    palette: Palette,
) -> None:
    speakers, roles = sentences["speaker"].tolist(), sentences["role"].astype("str").tolist()
    colours = {"coach": palette.accent, "client": palette.sand}
    axes.axhline(middle, color=palette.wash, linewidth=0.8, zorder=0)
    for is_mine, first, end in _runs([speaker in voices for speaker in speakers]):
        if is_mine:
            left, right = clock.starts[first], clock.ends[end - 1]
            axes.broken_barh(
                [(left, right - left)], (middle - _THICK / 2, _THICK),
                facecolor=colours.get(roles[first], palette.quiet), edgecolor="none",
            )  # fmt: skip


def _draw_advice(
    axes: Axes,
    advice: DataFrame,
    clock: _Clock,
    names: Mapping[str, str],
    *,
    middle: float,
    palette: Palette,
) -> None:
    """A bar where advice stands, and its name below where that meets no other."""
    check_columns(advice, ["first", "end", "category", "sure"], like="the advice of one session")
    extent = clock.ends.max() - clock.starts.min()
    taken = [float("-inf")] * _NAME_ROWS
    for row in advice.sort_values(["first", "end"], kind="stable").to_dict("records"):
        left, right = clock.starts[row["first"]], clock.ends[row["end"] - 1]
        is_sure = bool(row["sure"])
        axes.broken_barh(
            [(left, max(right - left, extent / 400))], (middle - _THICK / 2, _THICK * 0.6),
            facecolor=palette.warn if is_sure else palette.paper, edgecolor=palette.warn,
            linewidth=0.7,
        )  # fmt: skip
        category = str(row["category"])
        name = wrapped(names.get(category, category), 26, lines=1)
        width = _LETTER * 0.8 * (len(one_line(name)) + 2) * extent
        begins = min(left, clock.ends.max() - width)
        level = next((it for it, end in enumerate(taken) if begins >= end), None)
        if is_sure and level is not None:
            taken[level] = begins + width
            axes.text(
                begins, middle + 0.28 + 0.3 * level, name, ha="left", va="center",
                size=SMALL - 1.4, color=palette.ink, clip_on=False, **PLAIN,
            )  # fmt: skip
