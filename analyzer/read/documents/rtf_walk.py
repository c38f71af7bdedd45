"""One way through rich text: paragraphs and tables of the talk, and what stands beside them."""

from __future__ import annotations

import datetime as dt
import re
from copy import copy
from dataclasses import dataclass, field

from analyzer.read.base import Block, BlockKind
from analyzer.read.documents.document import Table, symbol, tidy
from analyzer.read.documents.rtf_places import ENDS, KEPT, REVIVED, SIGNS, SKIPPED, SPECIAL, State
from analyzer.read.documents.rtf_tokens import (
    SYMBOL,
    Kind,
    Token,
    charset_encoding,
    page_encoding,
    text_of_bytes,
    tokens_of,
)
from analyzer.read.limits import MAX_GROUP_DEPTH
from analyzer.read.pages.relabel import first_strong

_HEADING = re.compile(r"heading \d|title|subtitle", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A comment or footnote, and the number of the paragraph it stands at."""

    text: str
    line: int
    author: str = ""
    is_comment: bool = False


@dataclass(slots=True, kw_only=True)
class RtfWalk:
    """What the file holds; numbers are those of paragraphs."""

    items: list[Block | Table] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    feet: list[str] = field(default_factory=list)
    deleted: list[tuple[int, str]] = field(default_factory=list)
    hidden: list[tuple[int, str]] = field(default_factory=list)
    title: str = ""
    created: dt.date | None = None
    is_whole: bool = False
    number: int = 1
    _state: State = field(default_factory=State)
    _stack: list[State] = field(default_factory=list)
    _encoding: str = "cp1252"
    _default_font: int | None = None
    _fonts: dict[int, str] = field(default_factory=dict)
    _font: int = 0
    _styles: dict[int, BlockKind] = field(default_factory=dict)
    _style_name: str = ""
    _author: str = ""
    _date: dict[str, int] = field(default_factory=dict)
    _opened: bool = False
    _starred: bool = False
    _to_skip: int = 0
    _left_out: list[tuple[int, str]] | None = None
    _bytes: bytearray = field(default_factory=bytearray)
    _runs: list[tuple[str, bool]] = field(default_factory=list)
    _boxes: list[str] = field(default_factory=list)
    _cell: list[Block] = field(default_factory=list)
    _row: list[tuple[Block, ...]] = field(default_factory=list)
    _rows: list[tuple[tuple[Block, ...], ...]] = field(default_factory=list)

    def read(self, content: bytes) -> None:
        """The whole file; ``is_whole`` says afterwards whether its last group was closed."""
        for token in tokens_of(content):
            kind = token.kind
            if kind is Kind.TEXT or kind is Kind.BYTE:
                self._take_bytes(token.text)
            elif kind is Kind.OPEN:
                self._flush()
                self._open()
            elif kind is Kind.CLOSE:
                self._flush()
                self._close()
                if not self._stack:
                    self.is_whole = True
                    break
            else:
                self._control(token)
        self._flush()
        self._end_paragraph()
        self._end_table()

    def _take_bytes(self, content: bytes) -> None:
        self._opened = self._starred = False
        if self._to_skip:
            n_skipped = min(self._to_skip, len(content))
            self._to_skip -= n_skipped
            content = content[n_skipped:]
        self._bytes += content

    def _open(self) -> None:
        self._stack.append(self._state)
        if len(self._stack) > MAX_GROUP_DEPTH:
            raise RecursionError
        self._state = copy(self._state)
        self._opened, self._starred, self._to_skip = True, False, 0

    def _close(self) -> None:
        closed, self._state = self._state, self._stack.pop() if self._stack else State()
        self._opened, self._starred, self._to_skip = False, False, 0
        if closed.place == "stylesheet":
            self._name_style(closed.style)
        if closed.note is not None and closed.note is not self._state.note:
            self._end_note(closed.place, tidy(_whole("".join(closed.note))))

    def _end_note(self, place: str, text: str) -> None:
        if place == "header":
            self.heads.append(text)
        elif place == "footer":
            self.feet.append(text)
        elif place == "box":
            self._boxes.append(text)
        elif place == "title":
            self.title = text
        elif place == "author":
            self._author = text or self._author
        elif text:
            is_comment = place == "annotation"
            author = self._author if is_comment else ""
            note = Note(text=text, line=self.number, author=author, is_comment=is_comment)
            self.notes.append(note)

    def _control(self, token: Token) -> None:
        word, number = token.word, token.number
        if word == "u" and number is not None:
            self._flush()
            self._add(symbol(number + 0x10000 if number < 0 else number) or _half(number))
            self._opened, self._to_skip = False, self._state.uc
            return
        if token.kind is Kind.SIGN and self._to_skip:
            self._to_skip -= 1
            return
        self._flush()
        self._to_skip = 0
        if word == "*" and self._opened:
            self._starred = True
            return
        if self._opened and self._is_destination(word):
            return
        self._opened = self._starred = False
        if word in ENDS:
            self._end(ENDS[word])
        elif word in SIGNS:
            self._add(SIGNS[word])
        else:
            self._set(word, number)

    def _is_destination(self, word: str) -> bool:
        """Whether the group's first word says that its text goes elsewhere, or nowhere."""
        state = self._state
        if not state.place and word not in REVIVED.get(state.skipped, ()):
            return True  # nothing in it is heard
        if word in KEPT:
            place = KEPT[word]
            state.place, state.skipped = ("body" if place == "ud" else place), ""
            if place not in SPECIAL:
                state.note = []
        elif self._starred or word in SKIPPED:
            if word in {"pntext", "listtext"}:
                self._stack[-1].listed = True
            state.place, state.skipped = "", word
        else:
            return False
        self._opened = self._starred = False
        return True

    def _set(self, word: str, number: int | None) -> None:
        """A property of what follows, or of the document."""
        state = self._state
        is_on = number != 0
        if word in {"b", "v", "deleted"}:
            setattr(state, {"b": "bold", "v": "hidden"}.get(word, word), is_on)
        elif word == "plain":
            state.bold = state.hidden = state.deleted = False
            state.encoding = None
        elif word == "pard":
            state.in_table = state.listed = state.outline = False
            state.style = None
        elif word in {"intbl", "ls", "pnlvlbody", "pnlvlblt"}:
            setattr(state, "in_table" if word == "intbl" else "listed", is_on)
        elif word == "outlinelevel":
            state.outline = number is not None and number < 9
        elif word == "s":
            state.style = number
        elif word == "uc":
            state.uc = min(max(number or 0, 0), 9)
        elif state.place == "creatim" and number is not None:
            self._date[word] = number
            self._dated()
        else:
            self._set_encoding(word, number)

    def _set_encoding(self, word: str, number: int | None) -> None:
        if word == "f":
            self._font = number or 0
            self._state.encoding = self._fonts.get(self._font)
        elif word == "fcharset" and self._state.place == "fonttbl":
            self._fonts[self._font] = charset_encoding(number, default=self._encoding)
        elif word == "cpg" and self._state.place == "fonttbl":
            self._fonts[self._font] = page_encoding(number)
        elif word == "deff":
            self._default_font = number
        elif word == "ansicpg":
            self._encoding = page_encoding(number)
        elif word in {"mac", "pc", "pca"}:
            self._encoding = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]

    def _flush(self) -> None:
        if not self._bytes:
            return
        encoding = self._state.encoding or self._fonts.get(self._default_font or 0, self._encoding)
        if encoding == SYMBOL and self._state.encoding is None:
            encoding = self._encoding
        text = text_of_bytes(bytes(self._bytes), encoding)
        self._bytes.clear()
        self._add(text)

    def _add(self, text: str) -> None:
        state = self._state
        if state.place == "stylesheet":
            self._style_name += text
        elif not state.place or state.place in SPECIAL or not text:
            return
        elif state.deleted or state.hidden:
            self._leave_out(self.deleted if state.deleted else self.hidden, text)
        else:
            self._left_out = None
            if state.note is not None:
                state.note.append(text)
            else:
                self._runs.append((text, state.bold))

    def _leave_out(self, texts: list[tuple[int, str]], text: str) -> None:
        if self._left_out is texts:
            texts[-1] = (texts[-1][0], texts[-1][1] + text)
        elif text.strip():
            texts.append((self.number, text))
            self._left_out = texts

    def _end(self, what: str) -> None:
        state = self._state
        if not state.place or state.place in SPECIAL:
            return
        if state.note is not None:
            state.note.append("\t" if what == "cell" else "\n")
        elif what == "row":
            if self._runs or self._cell:
                self._end_cell()
            if self._row:
                self._rows.append(tuple(self._row))
            self._row = []
        elif what == "cell":
            self._end_cell()
        elif state.deleted:
            return  # the end of the paragraph is deleted: it goes on with the next
        else:
            self._end_paragraph()

    def _end_cell(self) -> None:
        self._state.in_table = True
        self._end_paragraph()
        self._row.append(tuple(self._cell))
        self._cell = []

    def _end_paragraph(self) -> None:
        runs = [(_whole(text), is_bold) for text, is_bold in _joined(self._runs)]
        self._runs = []
        text = tidy("".join(text for text, _ in runs))
        blocks = [
            Block(text=text, line=self.number, kind=self._kind(), strong=first_strong(runs))
        ] * bool(text)
        blocks += [Block(text=box, line=self.number) for box in self._boxes if box]
        self._boxes = []
        if self._state.in_table:
            self._cell += blocks
        else:
            self._end_table()
            self.items += blocks
        self.number += 1

    def _end_table(self) -> None:
        if self._cell:
            self._row.append(tuple(self._cell))
        if self._row:
            self._rows.append(tuple(self._row))
        if self._rows:
            self.items.append(Table(rows=tuple(self._rows)))
        self._cell, self._row, self._rows = [], [], []

    def _kind(self) -> BlockKind:
        state = self._state
        if state.outline:
            return BlockKind.HEADING
        if state.style in self._styles:
            return self._styles[state.style]
        return BlockKind.LIST_ITEM if state.listed else BlockKind.PARAGRAPH

    def _name_style(self, style: int | None) -> None:
        name = self._style_name.strip(" ;").casefold()
        self._style_name = ""
        if style is None:
            return
        if _HEADING.fullmatch(name):
            self._styles[style] = BlockKind.HEADING
        elif "quote" in name:
            self._styles[style] = BlockKind.QUOTE

    def _dated(self) -> None:
        try:
            self.created = dt.date(self._date["yr"], self._date["mo"], self._date["dy"])
        except (KeyError, ValueError, OverflowError):
            return


def _half(number: int) -> str:
    """Half of a sign that two of them write, as in UTF-16; else nothing."""
    code = number + 0x10000 if number < 0 else number
    return chr(code) if 0xD800 <= code < 0xE000 else ""


def _joined(runs: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The runs, neighbours that are alike made one, so that no sign is parted in halves."""
    joined: list[tuple[str, bool]] = []
    texts: list[str] = []
    for index, (text, is_bold) in enumerate(runs):
        texts.append(text)
        if index + 1 == len(runs) or runs[index + 1][1] != is_bold:
            joined.append(("".join(texts), is_bold))
            texts = []
    return joined


def _whole(text: str) -> str:
    """The text with the halves of signs put together."""
    if not any("\ud800" <= sign < "\ue000" for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
