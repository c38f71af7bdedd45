"""JSON of no service known by name: a list of objects that say who speaks and what.

Also one such object a line (JSON lines), an object with such a list below some key (QMSum's
``meeting_transcripts``), tables kept by column, and an object with a whole labelled transcript as
one text. Times are in seconds or milliseconds, told from the whole file.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.pages.page_dates import find_date
from analyzer.read.pages.prose import read_blocks
from analyzer.read.pages.text import text_blocks
from analyzer.read.tabular.column_heads import UNDERSTOOD, Part, part_named, words_of
from analyzer.read.tabular.object_rows import (
    Listed,
    find_talk,
    holds_objects,
    is_people,
    whole_table,
)
from analyzer.read.tabular.rows import no_columns, read_rows
from analyzer.read.trees import Json, at
from analyzer.read.words import Word, join_words
from analyzer.records import SegmentKind

_ENOUGH_WORDS = 12
_DEEPEST = 12
_SHORT = 5
_LONGEST_TITLE = 200
_TITLES = frozenset(("name", "subject", "topic"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    """A text in the tree, in a list or not, behind the talk or before it."""

    key: str
    depth: int
    text: str
    is_after: bool
    is_listed: bool


class Objects:
    """Lists of objects with a text, in JSON of any shape."""

    name = "objects"
    about = "JSON of unknown shape: lists of objects with text, speaker and times; JSON lines"
    extensions: tuple[str, ...] = (".json", ".jsonl", ".ndjson")

    def claims(self, raw: RawFile) -> float:
        """0.6 where keys name the text and one other part, 0.5 where not, 0.15 for any objects."""
        if not isinstance(raw.tree, dict | list):
            return 0.0
        talk = find_talk(raw.tree)
        if talk is not None:
            return 0.6 if talk.table.layout.is_named else 0.5
        if _page_in(raw.tree) is not None:
            return 0.5
        return 0.15 if holds_objects(raw.tree) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of the objects. Raises UnreadableTranscript with their keys where none has."""
        if not isinstance(raw.tree, dict | list):
            what = "this is no JSON."
            raise UnreadableTranscript(what, path=raw.path, hint="Leave out --format.")
        talk = find_talk(raw.tree)
        table = None if talk is None else whole_table(raw.tree, talk)
        if talk is None or table is None:
            page = _page_in(raw.tree)
            if page is None:
                raise _no_talk(raw)
            return read_blocks(text_blocks(page))
        reading = read_rows(table, path=raw.path)
        if _is_wordwise(table.column(Part.TEXT)):
            reading = replace(reading, fragments=_joined(reading.fragments))
        return _with_the_rest(reading, raw.tree, talk)


def _page_in(tree: Json) -> str | None:
    """The longest text below a key for texts: a whole transcript in one piece, with labels."""
    rows = tree if isinstance(tree, list) else [tree]
    texts = [
        text
        for row in rows[:1]
        if isinstance(row, dict)
        for key, text in row.items()
        if part_named(key) is Part.TEXT and isinstance(text, str)
    ]
    longest = max(texts, key=len, default="")
    return longest if len(longest.split()) >= _ENOUGH_WORDS else None


def _no_talk(raw: RawFile) -> UnreadableTranscript:
    first = raw.tree[0] if isinstance(raw.tree, list) and raw.tree else raw.tree
    if isinstance(first, dict) and first:
        return no_columns(list(first), path=raw.path)
    what = "no list in this JSON holds objects with what people say."
    return UnreadableTranscript(what, path=raw.path, hint=UNDERSTOOD)


def _is_wordwise(texts: Sequence[str]) -> bool:
    """Whether objects are single words and marks, one each."""
    filled = [text for text in texts if text]
    single = sum(1 for text in filled if " " not in text)
    return len(filled) > 20 and single >= 0.98 * len(filled)


def _joined(fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """Words joined to stretches by one voice, marks glued to the word before."""
    parts: list[Fragment] = []
    words: list[Word] = []
    for part in fragments:
        if part.outside is None and not part.break_before:
            is_mark = part.text[0] in ".,?!;:…" and not any(map(str.isalnum, part.text))
            words.append(
                Word(
                    text=part.text,
                    speaker=part.speaker,
                    start_ms=part.start_ms,
                    end_ms=part.end_ms,
                    glued=is_mark,
                )
            )
            continue
        parts += [*join_words(words), part]
        words = []
    return (*parts, *join_words(words))


def _with_the_rest(reading: Reading, tree: Json, talk: Listed) -> Reading:
    """The reading with title, date and what else the tree says, before the talk or behind it."""
    spoken = [part.text for part in reading.fragments]
    letters = "".join(_letters(text) for text in spoken)
    words = Counter(word.casefold() for text in spoken for word in text.split())
    title, date = reading.title, reading.held_on
    front: list[Fragment] = []
    closing: list[Fragment] = []
    for leaf in _leaves(tree, {id(at(tree, *keys)) for keys in talk.places}):
        if leaf.depth in {talk.depth, 1}:
            title = title or _title(leaf)
            date = date or _date(leaf)
        is_long = leaf.is_listed or len(leaf.text.split()) > _SHORT
        is_in_talk = is_long and _letters(leaf.text) in letters
        if not _says_something(leaf.text) or is_in_talk or _is_told_again(leaf.text, words):
            continue
        if leaf.is_after:
            closing.append(Fragment(text=leaf.text, outside=SegmentKind.CLOSING))
        else:
            front.append(Fragment(text=leaf.text, outside=SegmentKind.FRONT))
    fragments = (*front, *reading.fragments, *closing)
    return replace(reading, fragments=fragments, title=title, held_on=date)


def _leaves(tree: Json, talk: set[int]) -> Iterator[_Leaf]:
    """The texts of the tree in order, the talk left out; texts that a list holds in one."""
    is_after = False
    waiting: list[tuple[str, int, bool, Json]] = [("", 0, False, tree)]
    while waiting:
        key, depth, listed, value = waiting.pop()
        text = ""
        below: list[tuple[str, Json]] = []
        if id(value) in talk:
            is_after = True
        elif isinstance(value, str):
            text = value.strip()
        elif depth >= _DEEPEST or (key and is_people(key)):
            continue
        elif isinstance(value, dict):
            below = list(value.items())
        elif isinstance(value, list):
            listed = True
            text = "\n".join(one.strip() for one in value if isinstance(one, str) and one.strip())
            below = [(key, one) for one in value if not isinstance(one, str)]
        if text:
            yield _Leaf(key=key, depth=depth, text=text, is_after=is_after, is_listed=listed)
        waiting += [(name, depth + 1, listed, one) for name, one in reversed(below)]


def _title(leaf: _Leaf) -> str | None:
    named = part_named(leaf.key) is Part.TITLE or leaf.key.casefold() in _TITLES
    return leaf.text if named and 0 < len(leaf.text) <= _LONGEST_TITLE else None


def _date(leaf: _Leaf) -> dt.date | None:
    words = set(words_of(leaf.key))
    dated = words & {"date", "day", "created", "recorded", "held", "started", "start", "time"}
    return find_date(leaf.text.replace("T", " ", 1)) if dated and len(leaf.text) <= 60 else None


def _says_something(text: str) -> bool:
    words = [word for word in text.split() if sum(map(str.isalpha, word)) > 1]
    return len(words) > 1


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _is_told_again(text: str, words: Counter[str]) -> bool:
    """Whether a long text is the talk once more, with labels between."""
    own = Counter(word.casefold() for word in text.split())
    n_new, size = (own - words).total(), own.total()
    return size > _SHORT and n_new * 4 <= size and size * 2 >= words.total()
