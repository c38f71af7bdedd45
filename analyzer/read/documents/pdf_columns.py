"""Columns on a page: tables whose cells stand beside each other, and talk set in two columns.

Rules drawn between rows help where there are some; blanks that run down the page are enough.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from analyzer.read.documents.pdf_lines import Line, base_of
from analyzer.read.documents.pdf_words import Drawing, PdfWord
from analyzer.read.times import parse_time

_MIN_GUTTER = 0.6
_ALIGNED = 1.5
_MOST = 0.6
_ROW_GAP = 1.2
_FAR = 5.0
_LEAST = 5.0
_LONGEST = 400
_MOST_LINES = 1_000

Span = tuple[float, float]
IsLabel = Callable[[Line], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Lines of one page in columns; ``columns`` holds each column's lines, ``rules`` heights."""

    columns: tuple[tuple[Line, ...], ...]
    edges: tuple[Span, ...]
    rules: tuple[float, ...] = ()


Region = Grid | tuple[Line, ...]
GridRow = tuple[tuple[Line, ...], ...]


def regions_of(
    lines: Sequence[Line], drawing: Drawing, *, leading: float, prior: Grid | None = None
) -> list[Region]:
    """The page from top to bottom: lines across it, and grids of columns.

    ``prior`` is the grid with which the page before ended; it may go on, with columns empty here.
    """
    if len(lines) > _MOST_LINES:
        return [tuple(lines)]
    found: list[Region] = []
    plain: list[Line] = []
    place = 0
    carried = None if prior is None else _carried(lines, drawing, prior, leading=leading)
    if carried is not None:
        place, grid_above = carried
        found.append(grid_above)
    right = max((line.x1 for line in lines), default=0.0)
    bars = sorted({x for x, _, _ in drawing.bars})
    while place < len(lines):
        made = _next_grid(lines, place, drawing, bars, leading=leading, right=right)
        if made is None:
            plain.append(lines[place])
            place += 1
            continue
        first, stop, grid = made
        plain += lines[place:first]
        while (
            plain
            and plain[-1].y - lines[first].y < 2.5 * leading
            and _is_head(plain[-1], grid.edges, drawing)
        ):
            plain.pop()
            first -= 1
        if plain:
            found.append(tuple(plain))
        plain = []
        found.append(_made(lines[first:stop], grid.edges, grid.rules))
        place = stop
    if plain:
        found.append(tuple(plain))
    return found


def _next_grid(
    lines: Sequence[Line],
    place: int,
    drawing: Drawing,
    bars: Sequence[float],
    *,
    leading: float,
    right: float,
) -> tuple[int, int, Grid] | None:
    """The grid that begins at a line or little below it, and the lines it spans."""
    end, gutters = _run(lines, place, bars, leading=leading, right=right)
    later = _first_parted(lines[place:end], gutters)
    if later:  # lines above a table may hide some of its columns
        below, more = _run(lines, place + later, bars, leading=leading, right=right)
        if len(more) > len(gutters):
            place, end, gutters = place + later, below, more
    grid = _grid(lines[place:end], gutters, drawing, leading=leading) if gutters else None
    if grid is None or not _is_set_off(lines, place, grid, leading=leading):
        return None
    start, stop, made = grid
    return place + start, place + stop, made


def _is_head(line: Line, edges: Sequence[Span], drawing: Drawing) -> bool:
    """Whether a line above a grid belongs to it: heads of columns may stand closer together."""
    parts = _split(line, edges)
    if not _keeps(line, edges) or len(parts) < 2:
        return False
    gaps = (
        min(word.x0 for word in right) - max(word.x1 for word in left)
        for left, right in pairwise(parts.values())
    )
    return _is_framed(line, drawing) or min(gaps) > 0.45 * line.size


def _is_set_off(
    lines: Sequence[Line], place: int, grid: tuple[int, int, Grid], *, leading: float
) -> bool:
    """Whether a grid stands apart from the lines around it; those of a paragraph do not."""
    start, stop, made = grid
    if len(made.rules) > 1:
        return True
    first, last = place + start, place + stop
    is_apart = first == 0 or lines[first - 1].y - lines[first].y > _ROW_GAP * leading
    return is_apart and (
        last == len(lines) or lines[last - 1].y - lines[last].y > _ROW_GAP * leading
    )


def _carried(
    lines: Sequence[Line], drawing: Drawing, prior: Grid, *, leading: float
) -> tuple[int, Grid] | None:
    """The lines at the top of a page that keep to the columns of the page before."""
    drawn = _drawn(lines, drawing, leading=leading) if lines else ()
    stop = 0
    while stop < len(lines) and _keeps(lines[stop], prior.edges):
        if (
            len(drawn) > 1
            and lines[stop].y < drawn[-1] - 1
            and not _is_framed(lines[stop], drawing)
        ):
            break
        if stop and lines[stop - 1].y - lines[stop].y > _FAR * leading:
            break
        stop += 1
    starts = [left + _ALIGNED for left, _ in prior.edges[1:]]
    is_rest = stop and all(
        any(abs(line.x0 - start) <= 2 * _ALIGNED for start in starts) for line in lines[:stop]
    )
    if stop < 3 and not is_rest and not (stop and len(drawn) > 1):
        return None
    return stop, _made(lines[:stop], prior.edges, drawn)


def _keeps(line: Line, edges: Sequence[Span]) -> bool:
    """Whether no word of a line stands across an edge between columns."""
    return not any(
        word.x0 < left - _ALIGNED and word.x1 > left + _ALIGNED
        for word in line.words
        for left, _ in edges[1:]
    )


def _run(
    lines: Sequence[Line], start: int, bars: Sequence[float], *, leading: float, right: float
) -> tuple[int, list[Span]]:
    """How far the same blanks run down from a line, and those blanks."""
    free = _free(lines[start], bars)
    end = start + 1
    last = min(len(lines), start + _LONGEST)
    while end < last and lines[end - 1].y - lines[end].y < _FAR * leading:
        edge = right - 4 * lines[end].size
        narrowed = _both(free, _free(lines[end], bars), bars)
        kept = [span for span in narrowed if _is_inside(span, edge)]
        if not kept or any(
            _parts(lines[start:end], span)
            for span in free
            if _is_inside(span, edge) and not any(_overlap(span, other) for other in kept)
        ):
            break
        free = narrowed
        end += 1
    return end, [span for span in free if _parts(lines[start:end], span)]


def _first_parted(lines: Sequence[Line], gutters: Sequence[Span]) -> int:
    """The place of the first line with words in two columns; 0 where there is none."""
    edges = _edges(gutters)
    parted = (at for at, line in enumerate(lines) if len(_split(line, edges)) > 1)
    return next(parted, 0) if gutters else 0


def _is_inside(span: Span, right: float) -> bool:
    """Whether a blank may yet part columns: text can stand on both sides of it."""
    return span[0] != float("-inf") and span[0] < right


def _overlap(some: Span, other: Span) -> bool:
    return some[0] < other[1] and other[0] < some[1]


def _free(line: Line, bars: Sequence[float]) -> list[Span]:
    """The blanks of a line that may part columns: wide ones, and those with a bar in them."""
    least = max(_MIN_GUTTER * line.size, _LEAST)
    spans: list[Span] = []
    right = float("-inf")
    for word in line.words:
        if word.x0 - right >= least or _has_bar(bars, right, word.x0):
            spans.append((right, word.x0))
        right = max(right, word.x1)
    return [*spans, (right, float("inf"))]


def _has_bar(bars: Sequence[float], left: float, right: float) -> bool:
    return left < right and bisect_left(bars, left) < bisect_left(bars, right)


def _both(some: Sequence[Span], others: Sequence[Span], bars: Sequence[float]) -> list[Span]:
    """The blanks that both have, where wide enough."""
    common = [
        (max(left, other_left), min(right, other_right))
        for left, right in some
        for other_left, other_right in others
        if other_left < right and left < other_right
    ]
    return [span for span in common if span[1] - span[0] >= _LEAST or _has_bar(bars, *span)]


def _parts(lines: Sequence[Line], span: Span) -> bool:
    """Whether a blank parts columns: words on both sides, and one side in line."""
    left, right = span
    if left == float("-inf") or right == float("inf"):
        return False
    starts: list[float] = []
    ends: list[float] = []
    for line in lines:
        before = [word.x1 for word in line.words if word.x1 <= left + 0.1]
        behind = [word.x0 for word in line.words if word.x0 >= right - 0.1]
        if before and behind:
            starts.append(min(behind))
            ends.append(max(before))
    return len(starts) > 1 and (_in_line(starts) or _in_line(ends))


def _in_line(places: Sequence[float]) -> bool:
    """Whether most edges stand at one place; heads of columns may not."""
    edge = median(places)
    near = sum(1 for place in places if abs(place - edge) <= _ALIGNED)
    return near >= max(2, _MOST * len(places))


def _grid(
    lines: Sequence[Line], gutters: Sequence[Span], drawing: Drawing, *, leading: float
) -> tuple[int, int, Grid] | None:
    """The grid in a run of lines, and which of them it begins and ends with."""
    edges = _edges(gutters)
    parted = [at for at, line in enumerate(lines) if len(_split(line, edges)) > 1]
    drawn = _drawn(lines, drawing, leading=leading)
    start, stop = 0, len(lines)
    if len(drawn) > 1:
        start = next((at for at, line in enumerate(lines) if line.y < drawn[0]), 0)
        stop = next((at for at, line in enumerate(lines) if line.y < drawn[-1] - 1), stop)
        start, stop = min(start, parted[0]), max(stop, parted[-1] + 1)
        while stop < len(lines) and _is_framed(lines[stop], drawing):
            stop += 1
    else:
        while stop - 1 > parted[-1] and _is_loose(lines, stop - 1, edges, leading=leading):
            stop -= 1
    made = _made(lines[start:stop], edges, drawn)
    return None if sum(1 for column in made.columns if column) < 2 else (start, stop, made)


def _made(lines: Sequence[Line], edges: Sequence[Span], drawn: tuple[float, ...]) -> Grid:
    columns: list[list[Line]] = [[] for _ in edges]
    for line in lines:
        for index, words in _split(line, edges).items():
            columns[index].append(replace(line, words=words, y=base_of(words)))
    return Grid(columns=tuple(map(tuple, columns)), edges=tuple(edges), rules=drawn)


def _is_framed(line: Line, drawing: Drawing) -> bool:
    """Whether bars run down beside a line, as at the sides of a cell that goes on overleaf."""
    return any(y0 - 1 <= line.y <= y1 + 1 for _, y0, y1 in drawing.bars)


def _drawn(lines: Sequence[Line], drawing: Drawing, *, leading: float) -> tuple[float, ...]:
    """The heights, from the top, at which rules run across most of the lines' width."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    top, bottom = lines[0].y + 3 * leading, lines[-1].y - 3 * leading
    kept: list[float] = []
    covered: list[float] = []
    for y, start, end in sorted(set(drawing.rules), reverse=True):
        if not bottom <= y <= top:
            continue
        if not kept or kept[-1] - y > 0.5 * leading:
            kept.append(y)
            covered.append(0.0)
        covered[-1] += max(0.0, min(end, right) - max(start, left))
    return tuple(
        y for y, width in zip(kept, covered, strict=True) if width >= _MOST * (right - left)
    )


def _edges(gutters: Sequence[Span]) -> list[Span]:
    ordered = sorted(gutters)
    lefts = [float("-inf"), *(right - _ALIGNED for _, right in ordered)]
    return list(zip(lefts, [*lefts[1:], float("inf")], strict=True))


def _split(line: Line, edges: Sequence[Span]) -> dict[int, tuple[PdfWord, ...]]:
    found: dict[int, tuple[PdfWord, ...]] = {}
    for index, (left, right) in enumerate(edges):
        words = tuple(word for word in line.words if left <= (word.x0 + word.x1) / 2 < right)
        if words:
            found[index] = words
    return found


def _is_loose(lines: Sequence[Line], at: int, edges: Sequence[Span], *, leading: float) -> bool:
    """Whether the last line stands apart below a table and in its first column only."""
    gap = lines[at - 1].y - lines[at].y
    return set(_split(lines[at], edges)) == {0} and gap > 2.2 * leading


def is_talk_in_columns(grids: Sequence[Grid], is_label: IsLabel) -> bool:
    """Whether two columns hold the same talk, one below the other, and are no table."""
    grids = [grid for grid in grids if len(grid.columns) == 2]
    if not grids or any(len(grid.rules) > 2 for grid in grids):
        return False
    left, right = ([line for grid in grids for line in grid.columns[side]] for side in (0, 1))
    widths = [
        max((line.x1 for line in side), default=0.0) - min((line.x0 for line in side), default=0.0)
        for side in (left, right)
    ]
    is_even = min(widths) > 0.85 * max(widths) and len(right) > _MOST * len(left)
    n_left, n_right = (sum(1 for line in side if is_label(line)) for side in (left, right))
    return is_even or (n_left > 0 < n_right and 3 * n_right * len(left) >= n_left * len(right))


def rows_of_grid(grid: Grid, is_label: IsLabel, *, leading: float) -> list[GridRow]:
    """The rows of a table: between its rules, else where its entries begin."""
    starts = (
        [float("inf"), *grid.rules]
        if len(grid.rules) > 2
        else _entries(grid, is_label, leading=leading)
    )
    rows: list[GridRow] = []
    for top, bottom in zip(starts, [*starts[1:], float("-inf")], strict=True):
        row = tuple(
            tuple(line for line in column if bottom < line.y <= top) for column in grid.columns
        )
        if any(row):
            rows.append(row)
    return rows


def _entries(grid: Grid, is_label: IsLabel, *, leading: float) -> list[float]:
    """The heights at which rows begin: by times or numbers, by labels, by gaps across."""
    slack = 0.4 * leading
    key = _key_column(grid)
    if key is not None:
        return [float("inf"), *(line.y + slack for line in grid.columns[key])]
    every = sorted((line for column in grid.columns for line in column), key=lambda line: -line.y)
    starts = [float("inf")]
    above = every[0]
    for line in every[1:]:
        gap = above.y - line.y
        is_start = gap > _ROW_GAP * leading
        if is_start or (gap > slack and is_label(line)):
            starts.append(line.y + slack)
        above = line
    return starts


def _key_column(grid: Grid) -> int | None:
    """The column of times or numbers, one line for each row; None where there is none."""
    sizes = [sum(line.x1 - line.x0 for line in column) for column in grid.columns]
    for index, column in enumerate(grid.columns):
        entries = [line.text.strip("[]().#") for line in column]
        known = sum(1 for entry in entries if entry.isdecimal() or parse_time(entry) is not None)
        if len(entries) > 2 and known >= 0.8 * len(entries) and sizes[index] < max(sizes):
            return index
    return None


def is_same_table(above: Grid, below: Grid) -> bool:
    """Whether a table goes on with the same columns."""
    if len(above.edges) != len(below.edges):
        return False
    return all(abs(a[0] - b[0]) < 25 for a, b in zip(above.edges[1:], below.edges[1:], strict=True))
