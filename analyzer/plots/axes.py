"""Where every figure begins: its axes, its colours, and words that are drawn as they are."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from analyzer.errors import AnalyzerError, did_you_mean
from analyzer.plots.style import DARK_PALETTE, LIGHT_PALETTE, MARK, PAPER, Palette

TYPE, SMALL = 9.0, 7.8
# Names come out of transcripts and packs: a dollar sign or a backslash is no formula.
PLAIN: dict[str, Any] = {"parse_math": False, "usetex": False}
_SHOWN_DPI = 144


class Plot(Figure):
    """A figure that a notebook shows, whether or not ``pyplot`` was ever imported."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        raw = io.BytesIO()
        FigureCanvasAgg(self)
        self.savefig(raw, format="png", dpi=_SHOWN_DPI, metadata={"Software": None})
        width, height = (round(side * 96) for side in self.get_size_inches())
        return raw.getvalue(), {"width": width, "height": height}


def begin(ax: Axes | None, *, width: float, height: float) -> tuple[Axes, Palette]:
    """The axes to draw on, of a new figure of that size in inches if there are none; its colours.

    A new figure stands on paper; on axes of somebody's own the background decides.
    """
    if ax is None:
        figure = Plot(figsize=(width, height), layout="constrained", facecolor=PAPER)
        ax = figure.add_subplot(facecolor=PAPER)
    palette = DARK_PALETTE if _is_dark(ax) else LIGHT_PALETTE
    ax.tick_params(colors=palette.quiet, labelcolor=palette.ink, labelsize=TYPE, length=0)
    for spine in ax.spines.values():
        spine.set(color=palette.rule, linewidth=0.8)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(visible=False)
    return ax, palette


def figure_of(axes: Axes) -> Figure:
    """The whole figure that the axes stand in."""
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def title_of(axes: Axes, title: str | None, *, palette: Palette) -> None:
    """A heading at the left edge, where one is wanted."""
    if title is not None:
        axes.set_title(one_line(title), loc="left", size=TYPE + 2, color=palette.ink, **PLAIN)


def say_nothing_to_show(axes: Axes, *, palette: Palette) -> None:
    """Says so instead of drawing an empty frame."""
    axes.set_axis_off()
    words = "nothing to show"
    axes.text(
        0.5, 0.5, words, transform=axes.transAxes, ha="center", size=TYPE, color=palette.quiet
    )


def one_line(words: str) -> str:
    """Words without line breaks and runs of spaces."""
    return " ".join(str(words).split())


def wrapped(words: str, width: int, *, lines: int = 2) -> str:
    """Words on at most so many lines, ending in an ellipsis where that cuts them."""
    found = textwrap.wrap(one_line(words), width, max_lines=lines, placeholder=" …")
    return "\n".join(found)


def check_columns(frame: Any, wanted: Sequence[str], *, like: str) -> None:  # noqa: ANN401 - a frame
    """Raises AnalyzerError where a frame lacks a column that is drawn; ``like`` says what fits."""
    missing = [column for column in wanted if column not in frame.columns]
    if missing:
        near = did_you_mean(missing[0], map(str, frame.columns))
        what = f"the frame has no column {missing[0]!r}. {near}".rstrip()
        raise AnalyzerError(what, hint=f"This figure draws {like}.")


def marked(name: str, *, rely: object) -> str:
    """The name with a dagger where the model cards say not to rely on it.

    >>> marked("Trial close", rely=False), marked("Fees", rely=None)
    ('Trial close †', 'Fees')
    """
    return f"{name} {MARK}" if rely is False else name


def _is_dark(axes: Axes) -> bool:
    """Whether light words are needed on what lies behind the axes."""
    for colour in (axes.get_facecolor(), figure_of(axes).get_facecolor()):
        red, green, blue, alpha = to_rgba(colour)
        if alpha > 0.5:
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.4
    return False
