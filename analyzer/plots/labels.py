"""Names beside points, none over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Annotation
from numpy.typing import NDArray

from analyzer.plots.axes import PLAIN, SMALL, figure_of
from analyzer.plots.style import Palette

# Right, left, above, below, then the corners.
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_RINGS = (0.0, 6.0, 14.0, 24.0, 36.0, 50.0, 66.0, 84.0, 104.0, 130.0, 160.0)
_GAP = 2.5
# From this far on, in points, a line leads from the name to its point.
_LED = 4.0


class Box(NamedTuple):
    """A rectangle in pixels of the figure."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def within(self, other: Box) -> bool:
        """Whether it lies wholly inside."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )


def name_points(
    axes: Axes,
    places: NDArray[np.float64],
    names: Sequence[str],
    *,
    diameters: Sequence[float] | NDArray[np.float64],
    palette: Palette,
) -> None:
    """Puts each name as near its point as it can stand without meeting a point or a former name.

    Names are placed in the order given. One that finds no room inside the axes is left out.
    """
    figure = figure_of(axes)
    figure.draw_without_rendering()
    pixel = figure.dpi / 72
    width, height = figure.get_size_inches() * figure.dpi
    renderer = RendererAgg(width, height, figure.dpi)  # type: ignore[no-untyped-call]
    points = axes.transData.transform(places)
    discs = [
        Box(x - half, y - half, x + half, y + half)
        for (x, y), half in zip(points, np.asarray(diameters) * pixel / 2, strict=True)
    ]
    frame = axes.get_window_extent(renderer)
    inside = Box(frame.x0, frame.y0, frame.x1, frame.y1)
    taken: list[Box] = []
    for number, name in enumerate(names):
        text = axes.annotate(
            name, xy=places[number], xytext=(0, 0), textcoords="offset points", ha="center",
            va="center", size=SMALL + 0.4, color=palette.ink, annotation_clip=False,
            linespacing=1.05, **PLAIN,
        )  # fmt: skip
        size = text.get_window_extent(renderer)
        if not name.strip():
            text.remove()
            continue
        offset = _room(
            points[number], (size.width, size.height), [*taken, *discs], inside,
            radius=float(diameters[number]) * pixel / 2, pixel=pixel,
        )  # fmt: skip
        if offset is None:
            text.remove()
            continue
        taken.append(_box(points[number] + offset, (size.width, size.height)))
        _move(axes, text, offset / pixel, far=float(diameters[number]) / 2 + _LED, palette=palette)


def _room(
    point: NDArray[np.float64],
    size: tuple[float, float],
    taken: Sequence[Box],
    inside: Box,
    *,
    radius: float,
    pixel: float,
) -> NDArray[np.float64] | None:
    """Where a free place nearest the point has its middle, in pixels from it; None if nowhere."""
    for offset in _offsets(size, radius=radius, pixel=pixel):
        box = _box(point + offset, size)
        if box.within(inside) and not any(box.meets(it) for it in taken):
            return offset
    return None


def _offsets(
    size: tuple[float, float], *, radius: float, pixel: float
) -> Iterator[NDArray[np.float64]]:
    """Where a name may stand around its point, from near to far."""
    width, height = size
    for ring in _RINGS:
        away = radius + (_GAP + ring) * pixel
        for x, y in _SIDES:
            # At a corner the name touches the circle, not the square around it.
            reach = away * (0.75 if x and y else 1.0)
            yield np.array([x * (reach + width / 2), y * (reach + height / 2)])


def _box(middle: NDArray[np.float64], size: tuple[float, float]) -> Box:
    (x, y), (width, height) = middle, size
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _move(
    axes: Axes, text: Annotation, offset: NDArray[np.float64], *, far: float, palette: Palette
) -> None:
    """Puts a name at its offset in points, with a line to its point where that is far."""
    text.set_position((float(offset[0]), float(offset[1])))
    box = text.get_window_extent()
    half = np.array([box.width, box.height]) / 2 * 72 / figure_of(axes).dpi
    if float(np.hypot(*np.maximum(np.abs(offset) - half, 0))) > far:
        axes.annotate(
            "", xy=text.xy, xytext=tuple(offset), textcoords="offset points",
            arrowprops={"arrowstyle": "-", "color": palette.quiet, "linewidth": 0.6},
            annotation_clip=False, zorder=0,
        )  # fmt: skip
