"""One function per figure: numbers to SVG bytes. Same numbers, same bytes; nothing global.

Text stays text in the SVG and names no face, so it is set in that of the page around it; colours
are plain attributes, so a page may swap them for its dark form.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from lxml import etree
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.transforms import Affine2D

from analyzer.plots import style
from analyzer.plots.heat import EMPTY_CELL, heat_step
from analyzer.plots.share import HEAP, heaps_of
from analyzer.report.fitting import cut, extent, wrapped
from analyzer.report.parts import Bar, Interval, Matrix, Panel, Slice
from analyzer.report.style import Paper

_TYPE = 9.0
_SMALL = 7.6
# Of the names and numbers in a heat map, and of the counts above small bars.
_HEAD = 8.2
_COUNT = 6.8
# The names above a heat map lean by this angle, and are cut where they are longer.
_LEAN = math.radians(62)
_LONGEST_HEAD = 130.0
# The part of the width that names beside bars and rows may take.
_NAMES = 0.38
# Closer above one another than this, in points, dots can no longer be told apart.
_DOTS_MEET = 2.0
_SVG = "http://www.w3.org/2000/svg"
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


def bars(rows: Sequence[Bar], *, width: float = Paper.A4.text_width) -> bytes:
    """Horizontal bars in the order given, each with its name before it and its count behind it."""
    pitch, lead = (17.5 if len(rows) <= 10 else 14.5), 11.0
    labels = [wrapped(row.name, _TYPE, width * _NAMES) for row in rows]
    tops: list[float] = []
    height = 2.0
    for label in labels:
        tops.append(height)
        height += pitch + lead * (len(label) - 1)
    longest = max((extent(line, _TYPE) for label in labels for line in label), default=0.0)
    behind = max((_behind(row) for row in rows), default=0.0)
    name_width = 12 + longest
    scale = max(0.0, width - name_width - behind) / max(1, *(row.count for row in rows))
    canvas = _Canvas(width, height)
    for row, label, top in zip(rows, labels, tops, strict=True):
        middle = top + (pitch + lead * (len(label) - 1)) / 2
        for number, line in enumerate(label):
            canvas.say(
                name_width - 7,
                middle + lead * (number - (len(label) - 1) / 2),
                line,
                ha="right",
            )
        length = max(row.count * scale, 0.8)
        canvas.box(name_width, middle - pitch * 0.3, length, pitch * 0.6, style.ACCENT)
        count = f"{row.count:,}"
        canvas.say(name_width + length + 5, middle, count, weight="bold")
        canvas.say(
            name_width + length + 11 + extent(count, _TYPE),
            middle,
            row.note,
            color=style.QUIET,
            size=_SMALL,
        )
    canvas.line((name_width, name_width), (0, height), color=style.QUIET, width=0.6)
    return canvas.svg()


def _behind(row: Bar) -> float:
    """The room that count and note take behind a bar."""
    return 14 + extent(f"{row.count:,}", _TYPE) + extent(row.note, _SMALL)


def matrix(table: Matrix, *, width: float = Paper.A4.text_width) -> bytes:
    """A heat map: rows by columns, the count written into each cell, nought left empty."""
    rows = [wrapped(name, _TYPE, width * _NAMES) for name in table.rows]
    columns = [cut(name, _HEAD, _LONGEST_HEAD) for name in table.columns]
    name_width = 12 + max((extent(line, _TYPE) for row in rows for line in row), default=0.0)
    # The names above lean to the right and need room beside the last column.
    lengths = [extent(name, _HEAD) for name in columns]
    lean = 6 + max(0.0, *lengths) * math.cos(_LEAN)
    head = 12 + max(0.0, *lengths) * math.sin(_LEAN)
    cell = min(26.0, (width - name_width - lean) / max(1, len(columns)))
    row_height = min(20.0, max(14.0, 420.0 / max(1, len(rows))))
    most = max((count for row in table.counts for count in row), default=0)
    size = min(_HEAD, _HEAD * (cell - 2) / max(1.0, extent(f"{most:,}", _HEAD)))
    heights = [max(row_height, 4 + 10.5 * len(row)) for row in rows]
    canvas = _Canvas(width, head + sum(heights) + 2)
    for column, name in enumerate(columns):
        canvas.say(
            name_width + cell * (column + 0.5) - 1,
            head - 5,
            name,
            size=_HEAD,
            rotation=math.degrees(_LEAN),
            ha="left",
            va="baseline",
            rotation_mode="anchor",
        )
    top = head
    for row, name_lines in enumerate(rows):
        middle = top + heights[row] / 2
        for number, line in enumerate(name_lines):
            place = middle + 10.5 * (number - (len(name_lines) - 1) / 2)
            canvas.say(name_width - 7, place, line, ha="right")
        for column, count in enumerate(table.counts[row]):
            left = name_width + cell * column
            step = heat_step(count, most)
            canvas.box(
                left + 0.5,
                top + 0.5,
                cell - 1,
                heights[row] - 1,
                style.STEPS[step - 1] if step else EMPTY_CELL,
            )
            if count:
                canvas.say(
                    left + cell / 2,
                    middle,
                    f"{count:,}",
                    ha="center",
                    size=size,
                    color=style.PAPER if step > 3 else style.INK,
                )
        top += heights[row]
    return canvas.svg()


def stacked(
    slices: Sequence[Slice], *, width: float = Paper.A4.text_width, height: float = 13.0
) -> bytes:
    """One bar parted into counts, in the order given; narrow parts go without their number."""
    total = sum(part.count for part in slices)
    canvas = _Canvas(width, height)
    left = 0.0
    for part in slices:
        wide = width * part.count / max(1, total)
        if part.count:
            canvas.box(left, 0, max(wide - 1.0, 0.5), height, part.colour)
        if wide > 6 + extent(f"{part.count:,}", _HEAD):
            canvas.say(
                left + wide / 2 - 0.5,
                height / 2,
                f"{part.count:,}",
                ha="center",
                size=_HEAD,
                color=style.PAPER if part.colour == style.ACCENT else style.ON_PALE,
            )
        left += wide
    return canvas.svg()


def panel(shown: Panel, *, width: float = 143.0, height: float = 62.0) -> bytes:
    """Sessions per period as pale bars, those of them that have the type as dark bars in front."""
    canvas = _Canvas(width, height)
    base, top = height - 13.0, 10.0
    most = max(1, *shown.totals)
    step = width / len(shown.periods)
    has_room = all(extent(f"{count:,}", _COUNT) < step for count in shown.counts)
    for place, (total, count) in enumerate(zip(shown.totals, shown.counts, strict=True)):
        left, wide = step * place + step * 0.14, step * 0.72
        tall = (base - top) * total / most
        canvas.box(left, base - tall, wide, tall, style.STEPS[1])
        if count:
            deep = (base - top) * count / most
            canvas.box(left, base - deep, wide, deep, style.ACCENT)
        if has_room:
            canvas.say(
                left + wide / 2,
                base - tall - 4.5,
                f"{count:,}",
                ha="center",
                size=_COUNT,
                color=style.QUIET,
            )
    canvas.line((0, width), (base, base), color=style.QUIET, width=0.6)
    canvas.say(0, height - 5.5, shown.periods[0], size=_SMALL, color=style.QUIET)
    if len(shown.periods) > 1:
        canvas.say(
            width, height - 5.5, shown.periods[-1], size=_SMALL, color=style.QUIET, ha="right"
        )
    return canvas.svg()


def strip(shares: Sequence[float], *, width: float = Paper.A4.text_width) -> bytes:
    """Each session at its share on a line from 0 to 100 %, stacked where they would meet.

    A dot for each; where they are so many that dots would run into one another, a column.
    """
    heaps = heaps_of(shares)
    highest = max(heaps.values(), default=1)
    rise = min(5.0, 80.0 / highest)
    base = 12.0 + rise * highest
    left, right = 8.0, width - 12.0
    canvas = _Canvas(width, base + 15.0)
    canvas.line((left, right), (base, base), color=style.QUIET, width=0.6)
    for tick in (0, 25, 50, 75, 100):
        place = left + (right - left) * tick / 100
        canvas.line((place, place), (base, base + 3), color=style.QUIET, width=0.6)
        canvas.say(place, base + 9, f"{tick}%", ha="center", size=_SMALL, color=style.QUIET)
    for heap, members in sorted(heaps.items()):
        place = left + (right - left) * heap * HEAP / 100
        if rise < _DOTS_MEET:
            canvas.box(place - 2, base - 2 - rise * members, 4, rise * members, style.ACCENT)
            continue
        for number in range(members):
            canvas.dot(place, base - 4 - rise * number, 2.2, style.ACCENT)
    return canvas.svg()


def interval(shown: Interval, *, width: float = 118.0, height: float = 9.0) -> bytes:
    """A value between 0 and 1 with its interval, on a line that shows the middle."""
    canvas = _Canvas(width, height)
    left, right, middle = 2.0, width - 2.0, height / 2
    colour = style.ACCENT if shown.rely else style.WARN
    canvas.line((left, right), (middle, middle), color=style.WASH, width=height - 1)
    half = (left + right) / 2
    canvas.line((half, half), (0.5, height - 0.5), color=style.PAPER, width=0.8)
    places = [
        left + (right - left) * min(1.0, max(0.0, value))
        for value in (shown.low, shown.value, shown.high)
    ]
    canvas.line((places[0], places[2]), (middle, middle), color=colour, width=1.4)
    canvas.dot(places[1], middle, 2.6, colour)
    return canvas.svg()


class _Canvas:
    """A figure measured in points from its top left.

    Words are drawn as their number and put in afterwards: matplotlib has no face for every script,
    and nothing here depends on how wide words are.
    """

    def __init__(self, width: float, height: float) -> None:
        with mpl.rc_context(_PARAMETERS):
            self.figure = Figure(figsize=(width / 72, height / 72), dpi=72)
            FigureCanvasSVG(self.figure)
        self.place = Affine2D().scale(1, -1).translate(0, height)
        self.words: list[str] = []

    def say(self, x: float, y: float, words: str, **how: Any) -> None:  # noqa: ANN401 - text properties
        """Words whose middle line is at ``y``, unless another alignment is asked for."""
        settings: dict[str, Any] = {"ha": "left", "va": "baseline", "size": _TYPE} | how
        settings.setdefault("color", style.INK)
        middle = 0.0 if "va" in how else 0.33 * settings["size"]
        number = str(len(self.words))
        self.figure.text(x, y + middle, number, transform=self.place, **settings)
        self.words.append(words)

    def box(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        self._add(Rectangle((left, top), width, height, facecolor=colour, edgecolor="none"))

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        self._add(Circle((x, y), radius, facecolor=colour, edgecolor="none", zorder=3))

    def line(
        self, xs: tuple[float, float], ys: tuple[float, float], *, color: str, width: float
    ) -> None:
        self._add(Line2D(xs, ys, color=color, linewidth=width, solid_capstyle="butt"))

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self.place)
        self.figure.add_artist(artist)

    def svg(self) -> bytes:
        """The figure as lean SVG: no date, no id, no style sheet, every style an attribute."""
        raw = io.BytesIO()
        with mpl.rc_context(_PARAMETERS):
            self.figure.savefig(
                raw, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
            )
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False)
        root: Any = etree.fromstring(raw.getvalue(), parser)
        for element in root.xpath("//*[local-name()='metadata' or local-name()='defs']"):
            element.getparent().remove(element)
        for element in root.iter(f"{{{_SVG}}}*"):
            _bare(element)
        for element in root.iter(f"{{{_SVG}}}text"):
            element.text = self.words[int(element.text)]
        root.attrib.pop("version", None)
        etree.cleanup_namespaces(root)
        svg: bytes = etree.tostring(root, encoding="utf-8")
        return svg


def _bare(element: Any) -> None:  # noqa: ANN401 - lxml's elements
    """Take away the id, turn a style into attributes, leave out what says nothing."""
    element.attrib.pop("id", None)
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    for name, value in _STYLE.findall(element.attrib.pop("style", "")):
        if name == "font":
            size = _FONT_SIZE.search(value)
            element.set("font-size", size[1] if size else str(_TYPE))
            if "bold" in value or "700" in value:
                element.set("font-weight", "bold")
        elif name not in _NEEDLESS and element.get(name) is None:
            element.set(name, value)
