"""Words on a page to lines; page heads, page feet and line numbers told from the talk."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from analyzer.read.documents.document import is_page_number
from analyzer.read.documents.pdf_words import PdfPage, PdfWord

_DIGITS = re.compile(r"\d+")
_CLOCK = re.compile(r"\d:\d\d")
_MARGIN_LINES = 4
_SAME_PLACE = 6.0
_SHARE_OF_PAGES = 0.3
_WIDE_GAP = 1.4
_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words on one base line, left to right; ``number`` counts the lines of all pages.

    ``right`` is where lines of its column are broken, 0 where that is not yet known.
    """

    words: tuple[PdfWord, ...]
    page: int
    y: float
    number: int = 0
    right: float = 0.0

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(word.x1 for word in self.words)

    @property
    def size(self) -> float:
        """The size of its longest word."""
        return round(max(self.words, key=lambda word: len(word.text)).size, 1)

    @property
    def text(self) -> str:
        """Its words with single blanks."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """The lines of the talk by pages, and the texts of page heads and feet, each once."""

    pages: tuple[tuple[Line, ...], ...]
    heads: tuple[str, ...] = ()
    feet: tuple[str, ...] = ()
    n_removed: int = 0


def lines_of(pages: Iterable[PdfPage]) -> list[list[Line]]:
    """The lines of each page from top to bottom, numbered over all pages from 1."""
    found: list[list[Line]] = []
    number = 0
    for index, page in enumerate(pages):
        lines: list[Line] = []
        for words in _rows(page.words):
            number += 1
            ordered = tuple(sorted(words, key=lambda word: word.x0))
            lines.append(Line(words=ordered, page=index, y=base_of(words), number=number))
        found.append(lines)
    return found


def base_of(words: Sequence[PdfWord]) -> float:
    """The base line of words, that of the largest where signs are set higher or lower."""
    return max(words, key=lambda word: (word.size, len(word.text))).y


def _rows(words: Sequence[PdfWord]) -> list[list[PdfWord]]:
    """The words by base lines; a sign set higher or lower stays with its line."""
    rows: list[list[PdfWord]] = []
    for word in sorted(words, key=lambda word: -word.y):
        row = rows[-1] if rows else None
        if row is not None and row[0].y - word.y <= 0.4 * min(word.size, row[0].size):
            row.append(word)
        else:
            rows.append([word])
    return rows


def leading_of(pages: Sequence[Sequence[Line]]) -> float:
    """The usual distance of two lines in one paragraph, in points.

    That is the smallest that recurs: distances between paragraphs are larger.
    """
    steps = Counter[float]()
    for lines in pages:
        for place, above in enumerate(lines):
            below = next(
                (line for line in lines[place + 1 : place + 4] if _is_below(above, line)), None
            )
            if below is None:
                continue
            step = above.y - below.y
            if 0.8 * below.size < step < 2.6 * below.size:
                steps[round(step * 2) / 2] += 1
    total = sum(steps.values())
    for step, _ in sorted(steps.items()):
        near = sum(count for other, count in steps.items() if abs(other - step) <= 0.5)
        if near >= max(2, 0.08 * total):
            return step + 0.5 * (steps[step + 0.5] > steps[step])
    sizes = [line.size for lines in pages for line in lines]
    return 1.3 * median(sizes) if sizes else 14.0


def _is_below(above: Line, line: Line) -> bool:
    """Whether a line stands below another, not beside it in the next column."""
    shared = min(above.x1, line.x1) - max(above.x0, line.x0)
    return shared > 0.5 * min(above.x1 - above.x0, line.x1 - line.x0)


def without_margins(pages: Sequence[Sequence[Line]], *, leading: float) -> Margins:
    """The lines without running heads, feet and page numbers."""
    heads, feet = _Edge(pages, leading, is_head=True), _Edge(pages, leading, is_head=False)
    kept = []
    for index, lines in enumerate(pages):
        top, bottom = heads.depth(index), feet.depth(index)
        bottom = min(bottom, len(lines) - top)
        kept.append(tuple(lines[top : len(lines) - bottom]))
    removed = sum(map(len, pages)) - sum(map(len, kept))
    return Margins(pages=tuple(kept), heads=heads.texts(), feet=feet.texts(), n_removed=removed)


class _Edge:
    """The upper or the lower edges of all pages: what recurs there at one height is no talk."""

    def __init__(self, pages: Sequence[Sequence[Line]], leading: float, *, is_head: bool) -> None:
        self.pages = [list(lines if is_head else reversed(lines)) for lines in pages]
        self.leading = leading
        self.is_head = is_head
        self.all = Counter(_key(line) for lines in pages for line in lines)
        self.places: dict[str, list[tuple[int, Line]]] = defaultdict(list)
        for index, lines in enumerate(self.pages):
            for line in lines[:_MARGIN_LINES]:
                self.places[_key(line)].append((index, line))
        filled = sum(1 for lines in self.pages if lines)
        self.least = max(2, round(_SHARE_OF_PAGES * filled))
        self.sure = {key for key in self.places if self._recurs(key)}
        self.depths = [self._depth(lines) for lines in self.pages]

    def _recurs(self, key: str) -> bool:
        found = self.places[key]
        if self.all[key] - len(found) > 1 and "#" not in key:
            return False  # a name that stands above talk all over the pages
        if len({index for index, _ in found}) < self.least:
            return False
        y = median(line.y for _, line in found)
        at_height = [place for place in found if abs(place[1].y - y) <= _SAME_PLACE]
        return len({index for index, _ in at_height}) >= self.least

    def _depth(self, lines: Sequence[Line]) -> int:
        """How many lines from the edge on recur and stand apart from the text behind them."""
        depth = 0
        while depth < min(len(lines), _MARGIN_LINES) and _key(lines[depth]) in self.sure:
            depth += 1
        for end in range(depth, 0, -1):
            if self._stands_apart(lines, end):
                return end
        return self._lone_number(lines)

    def _stands_apart(self, lines: Sequence[Line], end: int) -> bool:
        """Whether the first lines are set off: by a page's number, a gap, or small letters."""
        if end == len(lines) or self._counts_pages(_key(lines[end - 1])):
            return True
        gap = abs(lines[end - 1].y - lines[end].y)
        is_small = all(line.size < 0.93 * lines[end].size for line in lines[:end])
        return is_small or gap > _WIDE_GAP * self.leading

    def _lone_number(self, lines: Sequence[Line]) -> int:
        """1 where a page number stands at the edge of a document of one page, or of two."""
        if len(lines) < 2 or not is_page_number(lines[0].text) or ":" in lines[0].text:
            return 0
        return int(abs(lines[0].y - lines[1].y) > _WIDE_GAP * self.leading)

    def _counts_pages(self, key: str) -> bool:
        """Whether a number in these lines rises with the pages, one by one."""
        places = [
            (index, [int(number) for number in _DIGITS.findall(line.text[:400])])
            for index, line in self.places[key]
        ]
        return any(
            len({numbers[at] - index for index, numbers in places}) == 1
            for at in range(min(len(numbers) for _, numbers in places))
        )

    def depth(self, index: int) -> int:
        return self.depths[index]

    def texts(self) -> tuple[str, ...]:
        """What stands in the edge, each text once, whatever the page."""
        found: dict[str, str] = {}
        for lines, depth in zip(self.pages, self.depths, strict=True):
            for line in lines[:depth] if self.is_head else reversed(lines[:depth]):
                found.setdefault(_key(line), line.text)
        return tuple(text for text in found.values() if not is_page_number(text))


def _key(line: Line) -> str:
    """The line without its numbers, by which the same line is known on other pages.

    Times stay: names with times before talk are no page heads.
    """
    text = line.text.casefold()[:400]
    return text if _CLOCK.search(text) else _DIGITS.sub("#", text)


def without_line_numbers(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], int]:
    """The lines without the numbers that count them in the margin, and how many those were."""
    found = [_margin_numbers(lines) for lines in pages]
    steps, n_between = Counter[int](), 0
    for numbers in found:
        for (above, first), (below, second) in pairwise(numbers.items()):
            steps[second - first] += 1
            n_between += below - above
    step, count = steps.most_common(1)[0] if steps else (0, 0)
    n_numbers, n_pairs = sum(map(len, found)), steps.total()
    n_lines = sum(map(len, pages))
    # Numbers of turns rise by one too, but turns have several lines.
    counts_lines = n_between <= 1.25 * step * n_pairs and n_numbers * step >= 0.6 * n_lines
    least = 2 if step > 2 else 3
    if step not in _STEPS or n_numbers < least or count < 0.8 * n_pairs or not counts_lines:
        return [list(lines) for lines in pages], 0
    kept: list[list[Line]] = []
    for numbers, lines in zip(found, pages, strict=True):
        bare = [
            replace(line, words=line.words[1:]) if place in numbers else line
            for place, line in enumerate(lines)
        ]
        kept.append([line for line in bare if line.words])
    return kept, n_numbers


def _margin_numbers(lines: Sequence[Line]) -> dict[int, int]:
    """The numbers that stand to the left of all text of a page, by the places of their lines."""
    numbered = {
        place: int(line.words[0].text)
        for place, line in enumerate(lines)
        if line.words[0].text.isdecimal() and len(line.words[0].text) < 5
    }
    bodies = [
        line.words[1].x0 if place in numbered else line.x0
        for place, line in enumerate(lines)
        if place not in numbered or len(line.words) > 1
    ]
    left = min(bodies, default=0.0)
    return {
        place: number for place, number in numbered.items() if lines[place].words[0].x1 < left - 1
    }
