"""One function per figure: numbers to SVG bytes. Same numbers, same bytes; nothing global.

Text stays text in the SVG and names no face, so it is set in that of the page around it; colours
are plain attributes, so a page may swap them for its dark form.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections import Counter
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
from analyzer.report.parts import Bar, Interval, Matrix, Panel, Slice
from analyzer.report.style import Paper

_TYPE = 9.0
_SMALL = 7.6
# Shares so many per cent apart are told apart by a dot of their own.
_HEAP = 1.25
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
    labels = [textwrap.wrap(row.name, 36) or [""] for row in rows]
    pitch, lead = (17.5 if len(rows) <= 10 else 14.5), 11.0
    tops: list[float] = []
    height = 2.0
    for label in labels:
        tops.append(height)
        height += pitch + lead * (len(label) - 1)
    longest = max((len(line) for label in labels for line in label), default=0)
    note = max((len(row.note) for row in rows), default=0)
    name_width, count_width = 12 + 4.15 * longest, max(84.0, 30 + 3.7 * note)
    scale = (width - name_width - count_width) / max(1, *(row.count for row in rows))
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
        canvas.say(name_width + length + 5, middle, f"{row.count:,}", weight="bold")
        shift = 4.7 * len(f"{row.count:,}") + 6
        canvas.say(
            name_width + length + 5 + shift, middle, row.note, color=style.QUIET, size=_SMALL
        )
    canvas.line((name_width, name_width), (0, height), color=style.QUIET, width=0.6)
    return canvas.svg()


def matrix(table: Matrix, *, width: float = Paper.A4.text_width) -> bytes:
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
    canvas = _Canvas(width, height)
    for column, name in enumerate(table.columns):
        place = name_width + cell * (column + 0.5)
        canvas.say(
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
        canvas.say(
            name_width - 7,
            top + row_height / 2,
            textwrap.shorten(name, 36, placeholder=" …"),
            ha="right",
        )
        for column, count in enumerate(table.counts[row]):
            left = name_width + cell * column
            step = heat_step(count, top_count)
            canvas.box(
                left + 0.5,
                top + 0.5,
                cell - 1,
                row_height - 1,
                style.STEPS[step - 1] if step else "#f6f7f8",
            )
            if count:
                canvas.say(
                    left + cell / 2,
                    top + row_height / 2,
                    f"{count:,}",
                    ha="center",
                    size=8.2,
                    color=style.PAPER if step > 3 else style.INK,
                )
    return canvas.svg()


def heat_step(count: int, most: int) -> int:
    """Which step of the colour scale a count gets: 0 for nought, else 1 to 5.

    >>> [heat_step(count, 10) for count in (0, 1, 5, 10)]
    [0, 1, 3, 5]
    """
    if count <= 0:
        return 0
    return min(len(style.STEPS), 1 + (count - 1) * len(style.STEPS) // max(most, len(style.STEPS)))


def stacked(
    slices: Sequence[Slice], *, width: float = Paper.A4.text_width, height: float = 13.0
) -> bytes:
    """One bar parted into counts, in the order given; narrow parts go without their number."""
    total = sum(part.count for part in slices)
    canvas = _Canvas(width, height)
    left = 0.0
    for part in slices:
        extent = width * part.count / max(1, total)
        if part.count:
            canvas.box(left, 0, max(extent - 1.0, 0.5), height, part.colour)
        if extent > 7 + 5.2 * len(str(part.count)):
            canvas.say(
                left + extent / 2 - 0.5,
                height / 2,
                f"{part.count:,}",
                ha="center",
                size=8.2,
                color=style.PAPER if part.colour == style.ACCENT else style.ON_PALE,
            )
        left += extent
    return canvas.svg()


def panel(shown: Panel, *, width: float = 143.0, height: float = 62.0) -> bytes:
    """Sessions per period as pale bars, those of them that have the type as dark bars in front."""
    canvas = _Canvas(width, height)
    base, top = height - 13.0, 10.0
    most = max(1, *shown.totals)
    step = width / len(shown.periods)
    for place, (total, count) in enumerate(zip(shown.totals, shown.counts, strict=True)):
        left, extent = step * place + step * 0.14, step * 0.72
        tall = (base - top) * total / most
        canvas.box(left, base - tall, extent, tall, style.STEPS[1])
        if count:
            deep = (base - top) * count / most
            canvas.box(left, base - deep, extent, deep, style.ACCENT)
        if len(shown.periods) <= 14:
            canvas.say(
                left + extent / 2,
                base - tall - 4.5,
                f"{count}",
                ha="center",
                size=6.8,
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
    """One dot for each session on a line from 0 to 100 %, stacked where they would meet."""
    heaps = Counter(round(share * 100 / _HEAP) for share in shares)
    rise = min(5.0, 80.0 / max(heaps.values(), default=1))
    base = 12.0 + rise * max(heaps.values(), default=1)
    left, right = 8.0, width - 12.0
    canvas = _Canvas(width, base + 15.0)
    canvas.line((left, right), (base, base), color=style.QUIET, width=0.6)
    for tick in (0, 25, 50, 75, 100):
        place = left + (right - left) * tick / 100
        canvas.line((place, place), (base, base + 3), color=style.QUIET, width=0.6)
        canvas.say(place, base + 9, f"{tick}%", ha="center", size=_SMALL, color=style.QUIET)
    for heap, members in sorted(heaps.items()):
        place = left + (right - left) * heap * _HEAP / 100
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
