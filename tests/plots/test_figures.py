from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import style as mpl_style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from pandas import DataFrame

from analyzer import plots
from analyzer.aggregate import COUNTS
from analyzer.aggregate.frames import FrameMaker
from analyzer.aggregate.schema import SCHEMA
from analyzer.aggregate.themes.schema import THEMES
from analyzer.errors import AnalyzerError
from analyzer.plots.labels import Box
from analyzer.plots.style import ACCENT, DARK_PALETTE

Draw = Callable[..., Figure]

HOSTILE = "\\frac{$x_1$}\n<b>名\u202e $"


def counts(names: list[str] | None = None) -> DataFrame:
    names = names or ["Fees", "HR in the way", HOSTILE]
    return DataFrame({"name": names, "n_sessions": range(1, len(names) + 1)})


def pairs() -> DataFrame:
    rows = [("fees", "gap", 3), ("fees", HOSTILE, 1), ("hr", "gap", 7)]
    return DataFrame(rows, columns=["problem", "category", "n_advice"])


def over_time(n_periods: int = 4, categories: tuple[str, ...] = ("gap", HOSTILE)) -> DataFrame:
    days = pd.date_range("2024-01-01", periods=n_periods, freq="QS")
    rows = [
        (day, category, place % 3, 4, (place % 3) / 4, 0.0, 0.9)
        for place, day in enumerate(days)
        for category in categories
    ]
    columns = ["period", "category", "n_sessions", "of_sessions", "share"]
    return DataFrame(rows, columns=[*columns, "share_low", "share_high"])


def sentences(n_speakers: int = 2) -> DataFrame:
    rows = [
        (place, place, f"Speaker {place % n_speakers}", "coach", "advice", "some words here")
        for place in range(3 * n_speakers)
    ]
    return DataFrame(rows, columns=["sentence", "turn", "speaker", "role", "segment", "text"])


def talk() -> DataFrame:
    rows = [("a", "coach", 0.7), ("a", "client", 0.3), ("b", "client", 1.0)]
    return DataFrame(rows, columns=["session_id", "role", "share_words"])


def themes(n: int = 12, *, heap: bool = False) -> DataFrame:
    rng = np.random.default_rng(3)
    places = rng.normal(size=(n, 2)) * (0.01 if heap else 1.0)
    names = [f"theme number {it} of some length" for it in range(n)]
    return DataFrame(
        {
            "name": names,
            "n_sessions": rng.integers(1, 9, size=n),
            "is_tentative": rng.random(n) < 0.4,
            "x": places[:, 0],
            "y": places[:, 1],
        }
    )


FIGURES: dict[str, tuple[Draw, Callable[[], DataFrame]]] = {
    "theme_bars": (plots.theme_bars, counts),
    "advice_map": (plots.advice_map, pairs),
    "trend_lines": (plots.trend_lines, over_time),
    "session_timeline": (plots.session_timeline, sentences),
    "talk_share": (plots.talk_share, talk),
    "theme_map": (plots.theme_map, themes),
}
ALL = pytest.mark.parametrize(("draw", "frame"), FIGURES.values(), ids=FIGURES)


def png(figure: Figure) -> bytes:
    FigureCanvasAgg(figure)
    raw = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure.savefig(raw, format="png", metadata={"Software": None})
    return raw.getvalue()


@ALL
def test_a_figure_is_returned_and_drawn_alike_each_time(
    draw: Draw, frame: Callable[[], DataFrame]
) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure, again = (draw(frame(), title=HOSTILE) for _ in range(2))
    assert isinstance(figure, Figure)
    assert png(figure) == png(again)


@ALL
def test_a_figure_is_drawn_on_axes_of_ones_own_and_nothing_else(
    draw: Draw, frame: Callable[[], DataFrame]
) -> None:
    figure = Figure(layout="constrained")
    left, right = figure.subplots(1, 2)
    before = len(right.get_children())
    assert draw(frame(), ax=left) is figure
    assert len(right.get_children()) == before
    assert len(figure.axes) == 2
    png(figure)


@ALL
def test_nothing_is_set_for_other_figures(draw: Draw, frame: Callable[[], DataFrame]) -> None:
    before = dict(mpl.rcParams)
    png(draw(frame()))
    assert dict(mpl.rcParams) == before


@ALL
def test_a_frame_is_left_as_it_was(draw: Draw, frame: Callable[[], DataFrame]) -> None:
    given_frame = frame()
    draw(given_frame)
    pd.testing.assert_frame_equal(given_frame, frame())


@ALL
@pytest.mark.parametrize("name", ["dark_background", "ggplot", "grayscale"])
def test_a_figure_fits_into_another_style(
    draw: Draw, frame: Callable[[], DataFrame], name: str
) -> None:
    with mpl_style.context(name):
        figure = Figure(layout="constrained")
        axes = figure.add_subplot()
        draw(frame(), ax=axes)
        png(figure)
        labels = [*axes.get_yticklabels(), *axes.get_xticklabels()]
        inks = {label.get_color() for label in labels if label.get_text()}
    if name == "dark_background":
        assert inks <= {DARK_PALETTE.ink}


@ALL
def test_an_empty_frame_says_that_there_is_nothing_to_show(
    draw: Draw, frame: Callable[[], DataFrame]
) -> None:
    axes = draw(frame().iloc[:0]).axes[0]
    assert [text.get_text() for text in axes.texts] == ["nothing to show"]


@ALL
def test_a_missing_column_is_named_with_what_would_fit(
    draw: Draw, frame: Callable[[], DataFrame]
) -> None:
    with pytest.raises(AnalyzerError, match=r"no column .* This figure draws"):
        draw(frame().iloc[:, :1])


@ALL
def test_a_notebook_shows_a_figure_without_pyplot(
    draw: Draw, frame: Callable[[], DataFrame]
) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        content, size = draw(frame())._repr_png_()  # type: ignore[attr-defined]
    assert content.startswith(b"\x89PNG")
    assert size["width"] > 200


@pytest.mark.parametrize(
    ("draw", "columns"),
    [
        (plots.theme_bars, COUNTS["advice_counts"]),
        (plots.theme_bars, COUNTS["problem_counts"]),
        (plots.theme_bars, THEMES),
        (plots.advice_map, COUNTS["advice_by_problem"]),
        (plots.trend_lines, COUNTS["over_time"]),
        (plots.talk_share, COUNTS["talk_by_role"]),
        (plots.session_timeline, SCHEMA["sentences"]),
        (plots.theme_map, THEMES),
    ],
)
def test_the_tables_of_an_archive_have_the_columns_that_are_drawn(draw: Draw, columns: Any) -> None:
    assert draw(FrameMaker(columns).frame()).axes


def test_bars_say_what_they_leave_out_and_what_not_to_rely_on() -> None:
    frame = counts(["a", "b", "c"]).assign(rely=pd.array([False, True, None], dtype="boolean"))
    axes = plots.theme_bars(frame.assign(n_sessions=[9, 8, 1]), most=2).axes[0]
    assert axes.get_xlabel() == "sessions · 1 more not shown · †: do not rely on"
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a †", "b"]


def test_tentative_themes_are_paler_and_it_is_said() -> None:
    axes = plots.theme_bars(counts(["a", "b"]).assign(is_tentative=[True, False])).axes[0]
    colours = [mpl.colors.to_hex(bar.get_facecolor()) for bar in axes.patches]
    assert colours[0] == ACCENT
    assert colours[1] != ACCENT
    assert "paler: tentative" in axes.get_xlabel()


def test_only_lines_that_can_be_told_apart_are_drawn() -> None:
    categories = tuple("abcdefg")
    frame = over_time(categories=categories)
    assert len(plots.trend_lines(frame).axes[0].lines) == 3
    assert len(plots.trend_lines(frame, categories=list("abcde")).axes[0].lines) == 5
    with pytest.raises(AnalyzerError, match="6 lines cannot be told apart"):
        plots.trend_lines(frame, categories=list("abcdef"))
    with pytest.raises(AnalyzerError, match=r"no category 'gpa' .* Did you mean 'gap'"):
        plots.trend_lines(over_time(), categories=["gpa"])


@pytest.mark.parametrize("n_periods", [1, 2, 9, 10, 40])
def test_few_enough_periods_are_named_and_the_last_among_them(n_periods: int) -> None:
    labels = plots.trend_lines(over_time(n_periods)).axes[0].get_xticklabels()
    assert 1 <= len(labels) <= 9
    last = pd.date_range("2024-01-01", periods=n_periods, freq="QS")[-1]
    assert str(last.year) in labels[-1].get_text()


def test_minutes_are_the_scale_where_every_turn_has_a_time() -> None:
    spoken = sentences()
    starts = pd.array([place * 60_000 for place in range(6)], dtype="Int64")
    ends = pd.array([pd.NA] * 6, dtype="Int64")
    turns = DataFrame({"turn": range(6), "start_ms": starts, "end_ms": ends})
    assert plots.session_timeline(spoken, turns=turns).axes[0].get_xlabel() == "minutes"
    some = turns.assign(start_ms=starts.copy())
    some.loc[2, "start_ms"] = pd.NA
    assert plots.session_timeline(spoken, turns=some).axes[0].get_xlabel() == "words"


def test_those_who_say_least_share_a_lane() -> None:
    labels = plots.session_timeline(sentences(12)).axes[0].get_yticklabels()
    assert len(labels) == 1 + 7
    assert labels[-1].get_text() == "all others (6)"


def test_a_session_without_a_coach_counts_with_nought() -> None:
    figure = plots.talk_share(talk())
    assert "2 sessions, median 35%" in figure.axes[0].get_xlabel()
    with pytest.raises(AnalyzerError, match="Did you mean 'coach'"):
        plots.talk_share(talk(), role="couch")


@settings(max_examples=15)
@given(st.integers(1, 40), st.booleans())
def test_no_name_on_the_plane_lies_over_another(n: int, heap: bool) -> None:  # noqa: FBT001
    figure = plots.theme_map(themes(n, heap=heap))
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    boxes = [
        Box(*text.get_window_extent(canvas.get_renderer()).extents)
        for text in figure.axes[0].texts
        if isinstance(text, Annotation) and text.get_text()
    ]
    assert boxes
    for place, box in enumerate(boxes):
        # Whole pixels: letters are drawn on them.
        inner = Box(box.left + 1, box.bottom + 1, box.right - 1, box.top - 1)
        assert not any(inner.meets(other) for other in boxes[place + 1 :])
