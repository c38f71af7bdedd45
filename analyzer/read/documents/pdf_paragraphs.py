"""Lines joined to the paragraphs they were broken from, and words to what they were before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from analyzer.read.base import Block, BlockKind
from analyzer.read.documents.pdf_lines import Line
from analyzer.read.labels.grammar import Mark, Row, Shape, leading_time, read_mark, time_row
from analyzer.read.pages.relabel import first_strong
from analyzer.read.people.names import is_person_like, is_role_like

_NUMBERED_TIME = re.compile(r"\d{1,4}[.)]?\s+[\[(]?\d{1,3}:\d\d")
_SENTENCE_END = re.compile(r"[.?!…:;][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_GAP = 1.25
_INDENT = 0.8
_BOLD_PAGE = 0.6
_HEADING = 1.15
_TAB = 1.6
_FULL_LINES = 5
_LONGEST_NAME = 5
_TIED = re.compile(r"\w—")
_CHAIN = re.compile(r"[^\W\d_]-[^\W\d_]+-$")
# Words of two words, which tell nothing of how lines are broken.
_ONE_WORD = re.compile(
    r"(?:any|every|some|no)(?:body|thing|one|where|how|way|times?)|(?:him|her|it|my|your|them|our)"
    r"sel(?:f|ves)|to(?:day|night|morrow|gether|wards?)|with(?:out|in)|in(?:to|side|stead)|onto"
    r"|al(?:ready|though|ways|most|so)|be(?:cause|fore|tween|hind|low|come)|(?:how|what|when)ever"
    r"|(?:under|over)(?:stand|take|come|all)|out(?:side|come)|up(?:set|on)|(?:week|day)(?:end|time)"
    r"|(?:six|seven|eight|nine)(?:teen|ty)(?:th)?|throughout|maybe|somewhat"
)
# What stands before a hyphen that belongs to the word, wherever its line ends.
_COMPOUNDS = frozenset(
    (
        *("self", "well", "half", "ex", "non", "co", "do", "long", "short", "high", "low", "old"),
        *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty"),
        *("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "mother", "father"),
        *("sister", "brother", "step", "full", "part", "check", "follow", "hand", "cross", "one"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How the pages are set: what a line break, a gap and a hyphen at a line's end mean there.

    ``right`` and ``left`` are the edges of lines that run across the page, ``labels`` the keys of
    the names that recur before talk, ``alone`` the names that recur on lines of their own.
    ``ties_dashes`` is whether long dashes stand at words, without a blank.
    """

    leading: float
    size: float
    left: float
    right: float
    labels: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    begins_with_times: bool = False
    parts_by_gaps: bool = False
    hangs: bool = False
    marks_bold: bool = True
    breaks_words: bool = False
    ties_dashes: bool = False
    words: frozenset[str] = frozenset()

    def is_label(self, line: Line) -> bool:
        """Whether a line begins with the label of somebody who speaks."""
        text = line.text
        if _NUMBERED_TIME.match(text) or text in self.alone:
            return True
        if self.begins_with_times and (leading_time(text) or time_row(text)):
            return True
        return self.is_named(line)

    def is_named(self, line: Line) -> bool:
        """Whether a line begins with a name that recurs before talk."""
        mark = mark_of(line)
        return mark is not None and mark.key in self.labels


def mark_of(line: Line) -> Mark | None:
    """The label with a colon or a time with which a line could begin."""
    row = Row(text=line.text, line=None, kind=BlockKind.PARAGRAPH, section="")
    mark = read_mark(row, row)
    return mark if mark is not None and mark.shape in (Shape.COLON, Shape.TIME) else None


def habits_of(lines: Sequence[Line], *, leading: float, width: float) -> Habits:
    """The habits of all lines of a document, those of table columns among them."""
    keys = Counter(mark.key for line in lines if (mark := mark_of(line)) is not None)
    timed = sum(1 for line in lines if leading_time(line.text) or time_row(line.text))
    labels = frozenset(key for key, count in keys.items() if count > 1 and key)
    sizes = Counter[float]()
    n_bold = n_letters = 0
    for line in lines:
        for word in line.words:
            sizes[round(word.size, 1)] += len(word.text)
            n_bold += word.is_bold * len(word.text)
            n_letters += len(word.text)
    left = min((line.x0 for line in lines), default=0.0)
    bare = Habits(
        leading=leading,
        size=sizes.most_common(1)[0][0] if sizes else 10.0,
        left=left,
        right=right_edge(lines, left=left, width=width),
        labels=labels,
        alone=frozenset(_alone(lines)),
        begins_with_times=timed > 2,
        marks_bold=n_bold <= _BOLD_PAGE * n_letters,
        words=frozenset(_words(lines)),
        ties_dashes=_ties_dashes(lines),
    )
    return _with_custom(bare, lines)


def _alone(lines: Sequence[Line]) -> Iterable[str]:
    counts = Counter(line.text for line in lines if len(line.words) <= _LONGEST_NAME)
    for text, count in counts.items():
        if count > 2 and (is_person_like(text) or is_role_like(text)):
            yield text


def right_edge(lines: Sequence[Line], *, left: float, width: float) -> float:
    """Where lines are broken: at the longest of them if many are as long, else at the margin."""
    ends = sorted((line.x1 for line in lines), reverse=True)
    if not ends:
        return width
    near = sum(1 for end in ends if ends[0] - end < 1.5 * lines[0].size)
    return ends[0] if near >= _FULL_LINES else max(ends[0], width - left)


def _with_custom(habits: Habits, lines: Sequence[Line]) -> Habits:
    """The habits with what pairs of lines show: gaps before labels, lines that hang, hyphens."""
    n_labels = n_gaps = n_below = n_hung = n_full = n_hyphens = n_broken = 0
    ends = Counter[int]()
    for above, below in pairwise(lines):
        is_below = above.page == below.page and above.y > below.y
        if is_below and habits.is_label(below):
            n_labels += 1
            n_gaps += above.y - below.y > _GAP * habits.leading
        elif is_below and habits.is_label(above):
            n_below += 1
            n_hung += below.x0 > above.x0 + _INDENT * habits.size
        if not _fits(above, below, habits):
            n_full += 1
            ends[round((above.right or habits.right) - above.x1)] += 1
            head, tail = _halves(above.words[-1].text, below.words[0].text)
            if head:
                n_hyphens += 1
                n_broken += not {head, tail} <= habits.words
    return replace(
        habits,
        parts_by_gaps=n_gaps >= 0.6 * n_labels > 0,
        hangs=n_hung >= 0.5 * n_below > 0,
        # Words are broken where lines are stretched to the edge, seldom where they are not.
        breaks_words=n_broken * 2 >= n_hyphens > 0
        and (
            max(ends.values(), default=0) >= 0.4 * n_full
            or (n_hyphens > 2 and n_hyphens >= 0.06 * n_full)
        ),
    )


def _words(lines: Iterable[Line]) -> Iterable[str]:
    """The words inside lines; those at their ends may be halves."""
    for line in lines:
        inner = " ".join(word.text for word in line.words[1:-1])
        yield from (word.casefold() for word in _WORD.findall(inner))


def _ties_dashes(lines: Iterable[Line]) -> bool:
    """Whether long dashes stand at words, "so I went—"; at the head of a line they may be moved."""
    n_tied = n_free = 0
    for line in lines:
        for word in line.words[1:]:
            n_tied += _TIED.search(word.text) is not None
            n_free += word.text == "—"
    return n_tied > n_free


def paragraphs_of(lines: Sequence[Line], habits: Habits) -> list[Block]:
    """The paragraphs of lines that follow each other, in one column or several."""
    blocks: list[Block] = []
    gathered: list[Line] = []
    for line in lines:
        if gathered and _begins(gathered, line, habits):
            blocks.append(_block(gathered, habits))
            gathered = []
        gathered.append(line)
    if gathered:
        blocks.append(_block(gathered, habits))
    return blocks


def _begins(gathered: Sequence[Line], line: Line, habits: Habits) -> bool:
    """Whether a paragraph begins with a line, given the lines of the one above it."""
    above = gathered[-1]
    is_below = above.page == line.page and above.y > line.y  # not on the next page or column
    if is_below and above.y - line.y > _GAP * habits.leading:
        return True
    if abs(above.size - line.size) > 0.12 * habits.size or _stands_alone(above, line, habits):
        return True
    fits = _fits(above, line, habits)
    if habits.is_label(line):
        return fits or not is_below or not habits.parts_by_gaps
    if is_below and _is_moved(gathered, line, habits):
        return True
    goes_on = _SENTENCE_END.search(above.text) is None and line.text[:1].islower()
    return fits and not goes_on


def _stands_alone(above: Line, line: Line, habits: Habits) -> bool:
    """Whether one of two lines is a label without words behind it, or all in bold."""
    if above.text in habits.alone or line.text in habits.alone:
        return True
    if habits.is_label(above):
        mark = mark_of(above)
        if not mark.rest if mark is not None else time_row(above.text) is not None:
            return True
    return habits.marks_bold and _is_bold(above) is not _is_bold(line)


def _is_bold(line: Line) -> bool:
    return all(word.is_bold for word in line.words)


def _is_moved(gathered: Sequence[Line], line: Line, habits: Habits) -> bool:
    """Whether a line begins where only first lines of paragraphs do."""
    shift = line.x0 - gathered[-1].x0
    if habits.hangs:
        return shift < -_INDENT * habits.size
    return shift > _INDENT * habits.size and len(gathered) > 1


def _fits(above: Line, below: Line, habits: Habits) -> bool:
    """Whether the first word of a line would have had room above: then its break was meant."""
    first = below.words[0]
    right = (above.right or habits.right) - 0.1 * above.size
    return above.x1 + 0.3 * above.size + (first.x1 - first.x0) < right


def _block(lines: Sequence[Line], habits: Habits) -> Block:
    runs: list[tuple[str, bool]] = []
    for line in lines:
        pieces = _pieces(line)
        if runs:
            text, is_bold = runs[-1]
            runs[-1] = (_joined(text, pieces[0][0], habits), is_bold)
        runs += pieces
    text = "".join(text for text, _ in runs).strip().replace("\u00ad", "")
    size = median(line.size for line in lines)
    is_heading = size > _HEADING * habits.size and len(lines) < 4
    return Block(
        text=text,
        line=lines[0].number,
        kind=BlockKind.HEADING if is_heading else BlockKind.PARAGRAPH,
        strong=first_strong(runs) if habits.marks_bold else None,
    )


def _pieces(line: Line) -> list[tuple[str, bool]]:
    """The words of a line with the blanks before them; a wide one behind its head is a tab."""
    pieces = [(line.words[0].text, line.words[0].is_bold)]
    wide = _TAB * line.size
    for index, (left, word) in enumerate(pairwise(line.words), start=1):
        is_tab = word.x0 - left.x1 > wide and index <= 5
        pieces.append((("\t" if is_tab else " ") + word.text, word.is_bold))
    return pieces


def _is_tied(above: str, below: str) -> bool:
    """Whether a dash at a line's end ties two words; before a capital one is broken off there."""
    return _TIED.search(above[-2:]) is not None and below[:1].islower()


def _halves(above: str, below: str) -> tuple[str, str]:
    """The two halves of a word that a hyphen at a line's end may part, else empty."""
    head = re.search(r"([^\W\d_]+)[-\u00ad]$", above)
    tail = re.match(r"[^\W\d_]+", below)
    if head is None or tail is None or not below[0].islower():
        return "", ""
    return head[1].casefold(), tail[0].casefold()


def _joined(above: str, below: str, habits: Habits) -> str:
    """The end of a line made ready for the next: with a blank, or a hyphen kept or undone."""
    if above.endswith("\u00ad"):
        return above[:-1]
    if habits.ties_dashes and (below.startswith("—") or _is_tied(above, below)):
        return above
    if not re.search(r"\w-$", above):
        return above + " "
    head, tail = _halves(above, below)
    if not head:
        return above if below[:1].isalnum() else above + " "
    if head + tail in habits.words or _ONE_WORD.fullmatch(head + tail):
        return above[:-1]
    are_words = len(head) > 3 and {head, tail} <= habits.words
    is_compound = (
        are_words
        or head in _COMPOUNDS
        or f"{head}-{tail}" in habits.words
        or _CHAIN.search(above) is not None
    )
    return above[:-1] if habits.breaks_words and not is_compound else above
