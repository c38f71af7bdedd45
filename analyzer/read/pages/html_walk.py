"""An HTML page to blocks in reading order: every visible word once, and what the page marks.

Readers that look for the main text of a page drop "Yes." and "Okay." as noise; here nothing is
dropped but scripts, styles and controls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from analyzer.read.base import Block, BlockKind, Fragment
from analyzer.read.documents.tables import read_table
from analyzer.read.pages.html_marks import (
    BLOCKS,
    HEADINGS,
    SKIPPED,
    Attributes,
    is_hidden,
    is_speaker,
    is_strong,
    section_of,
)
from analyzer.read.pages.html_places import Places
from analyzer.read.pages.layout import Part
from analyzer.read.pages.relabel import first_strong
from analyzer.read.pages.text import text_blocks
from analyzer.read.people.names import bare_name, is_person_like, is_plausible, is_role_like
from analyzer.read.swift import swift_record
from analyzer.read.times import parse_time

_BLANKS = re.compile(r"\s+")
_MAX_LABEL = 60


@swift_record
class _State:
    """What holds for the text inside an element; its children take it over.

    ``is_label`` is whether it is a block that holds a speaker's name and nothing else, ``is_cite``
    whether it is a name inside a line.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    section: str = ""
    is_strong: bool = False
    is_pre: bool = False
    is_article: bool = False
    is_label: bool = False
    is_cite: bool = False


@dataclass(slots=True, kw_only=True)
class _Label:
    """A name that waits for the words below it."""

    block: Block
    time: str = ""

    def is_name(self) -> bool:
        """Whether a speaker could be called so; lists of terms and their meanings look the same."""
        name = bare_name(self.block.text).rstrip(" :：")
        return is_plausible(name) or is_person_like(name) or is_role_like(name)

    def before(self, block: Block) -> Block:
        """The words with the name before them, in the form that needs no guessing."""
        name = self.block.text.rstrip(" :：")
        label = f"{name} [{self.time.strip('[]() ')}]" if self.time else name
        return replace(block, text=f"{label}: {block.text}", line=self.block.line, strong=name)


@swift_record
class _Run:
    text: str
    is_strong: bool = False
    is_cite: bool = False


_Cell = list[Part]


@dataclass(slots=True, kw_only=True)
class HtmlWalk:
    """One way through a page; it gathers ``parts``, ``asides`` and ``names`` of speakers."""

    places: Places
    n_words: int
    parts: list[Part] = field(default_factory=list)
    asides: list[Fragment] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _tables: list[list[list[_Cell]]] = field(default_factory=list)
    _sinks: list[_Cell] = field(default_factory=list)
    _runs: list[_Run] = field(default_factory=list)
    _state: _State = field(default_factory=_State)
    _label: _Label | None = None

    def walk(self, root: LexborNode) -> None:
        """Read everything below an element; without recursion, since pages nest without bound."""
        stack: list[tuple[LexborNode, _State, bool]] = [(root, _State(), False)]
        while stack:
            node, state, is_end = stack.pop()
            tag = str(node.tag)
            if is_end:
                self._leave(tag)
            elif tag == "-text":
                self._add(node.text_content or "", state)
            elif not tag.startswith("-") and tag not in SKIPPED:
                attributes = node.attributes
                if is_hidden(attributes):
                    continue
                inner = self._enter(node, tag, attributes, state)
                stack.append((node, inner, True))
                stack += [(child, inner, False) for child in reversed(list(_children(node)))]
        self._flush()
        self._drop_label()

    def _enter(self, node: LexborNode, tag: str, attributes: Attributes, state: _State) -> _State:
        if tag == "br":
            self._break(state)
        elif tag == "img":
            self._add(_emoji(attributes), state)
        elif tag == "q":
            self._add("“", state)
        if tag not in BLOCKS:
            is_name = tag == "cite" or (is_speaker(attributes) and len(node.text()) <= _MAX_LABEL)
            strong = state.is_strong or is_name or is_strong(tag, attributes)
            cited = state.is_cite or is_name
            if strong is state.is_strong and cited is state.is_cite:
                return state
            return _State(
                kind=state.kind,
                section=state.section,
                is_strong=strong,
                is_pre=state.is_pre,
                is_article=state.is_article,
                is_label=state.is_label,
                is_cite=cited,
            )
        self._flush()
        if tag == "hr":
            self._put(Block(text="", kind=BlockKind.RULE, section=state.section))
        elif tag == "table":
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif tag in {"td", "th"} and self._tables:
            self._sinks.append([])
        return self._block_state(node, tag, attributes, state)

    def _block_state(
        self, node: LexborNode, tag: str, attributes: Attributes, state: _State
    ) -> _State:
        kind = state.kind
        if tag in HEADINGS:
            kind = BlockKind.HEADING
        elif tag == "li":
            kind = BlockKind.LIST_ITEM
        elif tag == "blockquote":
            kind = BlockKind.QUOTE
        is_name = (tag == "dt" or is_speaker(attributes)) and len(node.text()) <= _MAX_LABEL
        return _State(
            kind=kind,
            section=section_of(
                node,
                tag,
                attributes,
                above=state.section,
                is_article=state.is_article,
                n_words=self.n_words,
            ),
            is_strong=is_strong(tag, attributes) or is_name,
            is_pre=state.is_pre or tag == "pre",
            is_article=state.is_article or tag in {"article", "main"},
            is_label=state.is_label or is_name,
        )

    def _leave(self, tag: str) -> None:
        if tag == "q":
            self._runs.append(_Run(text="”"))
        if tag not in BLOCKS:
            return
        self._flush()
        if tag in {"td", "th"} and self._tables:
            self._drop_label()
            cell = self._sinks.pop()
            if not self._tables[-1]:
                self._tables[-1].append([])
            self._tables[-1][-1].append(cell)
        elif tag == "table" and self._tables:
            self._drop_label()
            self._close_table(self._tables.pop())

    def _close_table(self, rows: list[list[_Cell]]) -> None:
        cells = [cell for row in rows for cell in row]
        if any(part.is_talk for cell in cells for part in cell):
            for cell in cells:  # a table that only places a transcript's table on the page
                self._sink().extend(cell)
            return
        table = read_table(
            [
                tuple(tuple(block for part in cell for block in part.blocks) for cell in row)
                for row in rows
            ]
        )
        if table.blocks:
            self._sink().append(Part(blocks=table.blocks, is_talk=table.is_talk))
        self.asides += table.asides
        self.names += table.names

    def _sink(self) -> _Cell:
        return self._sinks[-1] if self._sinks else self.parts

    def _add(self, text: str, state: _State) -> None:
        if not state.is_pre and ("  " in text or not text.isprintable()):
            text = _BLANKS.sub(" ", text)
        if text.isspace():
            if not self._runs and not state.is_pre:
                return  # between two blocks
        elif text and not any(run.text.strip() for run in self._runs):
            self._state = state
        if text:
            plain = text.replace("\u00ad", "")
            self._runs.append(_Run(text=plain, is_strong=state.is_strong, is_cite=state.is_cite))

    def _break(self, state: _State) -> None:
        """A line break; the second in a row ends the paragraph, as people without <p> write it."""
        if state.is_pre:
            self._runs.append(_Run(text="\n"))
            return
        for run in reversed(self._runs):
            if run.text == "\n":
                self._flush()
                return
            if run.text.strip():
                self._runs.append(_Run(text="\n"))
                return

    def _flush(self) -> None:
        if not self._runs:
            return
        runs, self._runs = self._runs, []
        state = self._state
        text = "".join(run.text for run in runs)
        if not text.strip():
            return
        line = self.places.line_of(next(run.text for run in runs if run.text.strip()))
        if state.is_pre:
            for block in text_blocks(text.expandtabs()):
                below = 0 if block.line is None else block.line - 1
                self._put(replace(block, line=line + below, section=state.section))
            return
        lines = [" ".join(part.split()) for part in text.split("\n")]
        block = Block(
            text="\n".join(lines).strip(),
            line=line,
            kind=state.kind,
            strong=first_strong((run.text, run.is_strong) for run in runs),
            section=state.section,
        )
        label = _Label(block=block) if state.is_label else _cited(block, runs)
        if label is not None and state.kind is not BlockKind.HEADING and label.is_name():
            self._drop_label()
            self._label = label
        else:
            self._put(block)

    def _put(self, block: Block) -> None:
        label = self._label
        if label is not None and block.kind is not BlockKind.HEADING and block.text:
            if parse_time(block.text) is not None and not label.time:
                label.time = block.text
                return
            block = label.before(block)
            self.names.append(label.block.text.rstrip(" :："))
            self._label = None
        self._drop_label()
        self._sink().append(Part(blocks=(block,)))

    def _drop_label(self) -> None:
        """Put a name that no words follow where it stands."""
        label, self._label = self._label, None
        if label is not None:
            self._sink().append(Part(blocks=(label.block,)))
            if label.time:
                self._sink().append(Part(blocks=(Block(text=label.time, line=label.block.line),)))


def _cited(block: Block, runs: Sequence[_Run]) -> _Label | None:
    """The name of a line that is a <cite> with a colon or a time, None for other lines."""
    if not any(run.is_cite for run in runs):
        return None
    name = "".join(run.text for run in runs if run.is_cite).strip()
    rest = "".join(run.text for run in runs if not run.is_cite).strip(" \n:")
    is_timed = parse_time(rest) is not None
    if (
        not name
        or len(name) > _MAX_LABEL
        or not (is_timed or (not rest and block.text[-1] in ":："))
    ):
        return None
    return _Label(block=replace(block, text=name, strong=name), time=rest if is_timed else "")


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _emoji(attributes: Attributes) -> str:
    """The sign that a small picture stands for; empty for other pictures."""
    marks = (attributes.get("class") or "").split()
    return (attributes.get("alt") or "") if {"emoji", "wp-smiley"} & set(marks) else ""
