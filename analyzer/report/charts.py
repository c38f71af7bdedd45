"""One function per figure: numbers to SVG bytes. Same numbers, same bytes; nothing global.

Text stays text in the SVG, so it is set in the face of the page around it, and colours are plain
attributes, so a page may swap them for its dark form.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from lxml import etree
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle

from analyzer.report import style
from analyzer.report.parts import Bar, Interval, Matrix, Panel, Slice

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TYPE = 9.0
_SMALL = 7.6
_STYLE = re.compile(r"([a-z-]+):\s*([^;]+)")
_FONT_SIZE = re.compile(r"([\d.]+)px")
_NEEDLESS = {"stroke-linejoin", "font-family"}
# DejaVu Serif only measures; the SVG names the face of the page.
_PARAMETERS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "analyzer",
    "font.family": "DejaVu Serif",
    "font.size": _TYPE,
    "text.color": style.INK,
    "text.usetex": False,
    "text.parse_math": False,
    "axes.unicode_minus": False,
    "path.simplify": False,
}


def bars(rows: Sequence[Bar], *, width: float = style.TEXT_WIDTH) -> bytes:
    """Horizontal bars in the order given, each with its name before it and its count behind it."""
    labels = [textwrap.wrap(row.name, 36) or [""] for row in rows]
    pitch, lead = (17.5 if len(rows) <= 10 else 14.5), 11.0
    tops: list[float] = []
    height = 2.0
    for label in labels:
        tops.append(height)
        height += pitch + lead * (len(label) - 1)
    longest = max((len(line) for label in labels for line in label), default=0)
    name_width, count_width = 12 + 4.15 * longest, 84.0
    scale = (width - name_width - count_width) / max(1, *(row.count for row in rows))
    figure, axes = _canvas(width, height)
    for row, label, top in zip(rows, labels, tops, strict=True):
        middle = top + (pitch + lead * (len(label) - 1)) / 2
        for number, line in enumerate(label):
            _say(
                axes,
                name_width - 7,
                middle + lead * (number - (len(label) - 1) / 2),
                line,
                ha="right",
            )
        length = max(row.count * scale, 0.8)
        _box(axes, name_width, middle - pitch * 0.3, length, pitch * 0.6, style.ACCENT)
        _say(axes, name_width + length + 5, middle, f"{row.count:,}", weight="bold")
        shift = 4.7 * len(f"{row.count:,}") + 6
        _say(
            axes, name_width + length + 5 + shift, middle, row.note, color=style.QUIET, size=_SMALL
        )
    _line(axes, (name_width, name_width), (0, height), color=style.QUIET, width=0.6)
    return _svg(figure)


def matrix(table: Matrix, *, width: float = style.TEXT_WIDTH) -> bytes:
    """A heat map: rows by columns, the count written into each cell, nought left empty."""
    name_width = 12 + 4.15 * min(36, max((len(name) for name in table.rows), default=0))
    # The names above lean to the right and need room beside the last column.
    lean = 46.0
    cell = min(26.0, (width - name_width - lean) / max(1, len(table.columns)))
    row_height = min(20.0, max(14.0, 420.0 / max(1, len(table.rows))))
    longest = max((len(name) for name in table.columns), default=0)
    head = 12 + 3.45 * min(34, longest)
    height = head + row_height * len(table.rows) + 2
    top_count = max((count for row in table.counts for count in row), default=0)
    figure, axes = _canvas(width, height)
    for column, name in enumerate(table.columns):
        place = name_width + cell * (column + 0.5)
        _say(
            axes,
            place - 1,
            head - 5,
            textwrap.shorten(name, 34, placeholder=" …"),
            size=8.2,
            rotation=62,
            ha="left",
            va="baseline",
            rotation_mode="anchor",
        )
    for row, name in enumerate(table.rows):
        top = head + row_height * row
        _say(
            axes,
            name_width - 7,
            top + row_height / 2,
            textwrap.shorten(name, 36, placeholder=" …"),
            ha="right",
        )
        for column, count in enumerate(table.counts[row]):
            left = name_width + cell * column
            step = heat_step(count, top_count)
            _box(
                axes,
                left + 0.5,
                top + 0.5,
                cell - 1,
                row_height - 1,
                style.STEPS[step - 1] if step else "#f6f7f8",
            )
            if count:
                _say(
                    axes,
                    left + cell / 2,
                    top + row_height / 2,
                    f"{count:,}",
                    ha="center",
                    size=8.2,
                    color=style.PAPER if step > 3 else style.INK,
                )
    return _svg(figure)


def heat_step(count: int, most: int) -> int:
    """Which step of the colour scale a count gets: 0 for nought, else 1 to 5.

    >>> [heat_step(count, 10) for count in (0, 1, 5, 10)]
    [0, 1, 3, 5]
    """
    if count <= 0:
        return 0
    return min(len(style.STEPS), 1 + (count - 1) * len(style.STEPS) // max(most, len(style.STEPS)))


def stacked(
    slices: Sequence[Slice], *, width: float = style.TEXT_WIDTH, height: float = 13.0
) -> bytes:
    """One bar parted into counts, in the order given; narrow parts go without their number."""
    total = sum(part.count for part in slices)
    figure, axes = _canvas(width, height)
    left = 0.0
    for part in slices:
        extent = width * part.count / max(1, total)
        if part.count:
            _box(axes, left, 0, max(extent - 1.0, 0.5), height, part.colour)
        if extent > 7 + 5.2 * len(str(part.count)):
            _say(
                axes,
                left + extent / 2 - 0.5,
                height / 2,
                f"{part.count:,}",
                ha="center",
                size=8.2,
                color=style.PAPER if part.colour == style.ACCENT else style.ON_PALE,
            )
        left += extent
    return _svg(figure)


def panel(shown: Panel, *, width: float = 143.0, height: float = 62.0) -> bytes:
    """Sessions per period as pale bars, those of them that have the type as dark bars in front."""
    figure, axes = _canvas(width, height)
    base, top = height - 13.0, 10.0
    most = max(1, *shown.totals)
    step = width / len(shown.periods)
    for place, (total, count) in enumerate(zip(shown.totals, shown.counts, strict=True)):
        left, extent = step * place + step * 0.14, step * 0.72
        tall = (base - top) * total / most
        _box(axes, left, base - tall, extent, tall, style.STEPS[1])
        if count:
            deep = (base - top) * count / most
            _box(axes, left, base - deep, extent, deep, style.ACCENT)
        if len(shown.periods) <= 14:
            _say(
                axes,
                left + extent / 2,
                base - tall - 4.5,
                f"{count}",
                ha="center",
                size=6.8,
                color=style.QUIET,
            )
    _line(axes, (0, width), (base, base), color=style.QUIET, width=0.6)
    _say(axes, 0, height - 5.5, shown.periods[0], size=_SMALL, color=style.QUIET)
    if len(shown.periods) > 1:
        _say(
            axes, width, height - 5.5, shown.periods[-1], size=_SMALL, color=style.QUIET, ha="right"
        )
    return _svg(figure)


def strip(
    shares: Sequence[float], *, width: float = style.TEXT_WIDTH, height: float = 46.0
) -> bytes:
    """One dot for each session on a line from 0 to 100 %, stacked where they would meet."""
    figure, axes = _canvas(width, height)
    left, right, base = 8.0, width - 12.0, height - 15.0
    _line(axes, (left, right), (base, base), color=style.QUIET, width=0.6)
    for tick in (0, 25, 50, 75, 100):
        place = left + (right - left) * tick / 100
        _line(axes, (place, place), (base, base + 3), color=style.QUIET, width=0.6)
        _say(axes, place, base + 9, f"{tick}%", ha="center", size=_SMALL, color=style.QUIET)
    heaps: dict[int, list[float]] = {}
    for share in sorted(shares):
        heaps.setdefault(round(share * 100 / 1.25), []).append(share)
    tallest = max((len(heap) for heap in heaps.values()), default=1)
    rise = min(5.2, (base - 6) / tallest)
    for heap, members in heaps.items():
        place = left + (right - left) * heap * 1.25 / 100
        for number in range(len(members)):
            _dot(axes, place, base - 4 - rise * number, 2.2, style.ACCENT)
    return _svg(figure)


def interval(shown: Interval, *, width: float = 118.0, height: float = 9.0) -> bytes:
    """A value between 0 and 1 with its interval, on a line that shows the middle."""
    figure, axes = _canvas(width, height)
    left, right, middle = 2.0, width - 2.0, height / 2
    colour = style.ACCENT if shown.rely else style.WARN
    _line(axes, (left, right), (middle, middle), color=style.WASH, width=height - 1)
    half = (left + right) / 2
    _line(axes, (half, half), (0.5, height - 0.5), color=style.PAPER, width=0.8)
    places = [
        left + (right - left) * min(1.0, max(0.0, value))
        for value in (shown.low, shown.value, shown.high)
    ]
    _line(axes, (places[0], places[2]), (middle, middle), color=colour, width=1.4)
    _dot(axes, places[1], middle, 2.6, colour)
    return _svg(figure)


def _canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure whose one axes has points as units, the first point at the top left."""
    with mpl.rc_context(_PARAMETERS):
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
    return figure, axes


def _say(axes: Axes, x: float, y: float, words: str, **how: Any) -> None:  # noqa: ANN401 - matplotlib's text properties
    """Text whose middle line is at ``y``, unless another alignment is asked for."""
    settings: dict[str, Any] = {
        "ha": "left",
        "va": "baseline",
        "size": _TYPE,
        "color": style.INK,
    } | how
    middle = 0.0 if "va" in how else 0.33 * settings["size"]
    axes.text(x, y + middle, words, parse_math=False, **settings)


def _box(axes: Axes, left: float, top: float, width: float, height: float, colour: str) -> None:
    axes.add_patch(
        Rectangle((left, top), width, height, facecolor=colour, edgecolor="none", clip_on=False)
    )


def _dot(axes: Axes, x: float, y: float, radius: float, colour: str) -> None:
    axes.add_patch(
        Circle((x, y), radius, facecolor=colour, edgecolor="none", clip_on=False, zorder=3)
    )


def _line(
    axes: Axes, xs: tuple[float, float], ys: tuple[float, float], *, color: str, width: float
) -> None:
    axes.add_line(
        Line2D(xs, ys, color=color, linewidth=width, solid_capstyle="butt", clip_on=False)
    )


def _svg(figure: Figure) -> bytes:
    """The figure as lean SVG: no date, no id, no style sheet, every style an attribute."""
    raw = io.BytesIO()
    with mpl.rc_context(_PARAMETERS):
        figure.savefig(
            raw, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
        )
    root: Any = etree.fromstring(
        raw.getvalue(), etree.XMLParser(resolve_entities=False, load_dtd=False)
    )
    for element in root.xpath("//*[local-name()='metadata' or local-name()='defs']"):
        element.getparent().remove(element)
    for element in root.iter():
        element.attrib.pop("id", None)
        if element.get("transform", "").startswith("rotate(-0 "):
            del element.attrib["transform"]
        for name, value in _STYLE.findall(element.attrib.pop("style", "")):
            if name == "font":
                element.set("font-size", _font_size(value))
                if "bold" in value or "700" in value:
                    element.set("font-weight", "bold")
            elif name not in _NEEDLESS and element.get(name) is None:
                element.set(name, value)
    root.set("font-family", f"{style.SERIF}, DejaVu Sans")
    root.attrib.pop("version", None)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8")


def _font_size(shorthand: str) -> str:
    found = _FONT_SIZE.search(shorthand)
    return found[1] if found else str(_TYPE)
