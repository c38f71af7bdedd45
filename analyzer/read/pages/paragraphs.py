"""Rows of a page gathered to paragraphs, with the label and the times that stood before each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.read.base import BlockKind
from analyzer.read.labels.grammar import Row, leading_time, time_row
from analyzer.read.labels.speakers import Label
from analyzer.read.pages.sections import TOOL
from analyzer.read.swift import swift_record


@swift_record
class Paragraph:
    """A paragraph of the page. ``label`` names who says it; ``written`` is its text with label.

    ``breaks`` is whether the page parts it from what stands before; caption lines are not parted.
    """

    text: str
    written: str
    line: int | None
    kind: BlockKind = BlockKind.PARAGRAPH
    section: str = ""
    strong: str | None = None
    label: Label | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    breaks: bool = True


@dataclass(slots=True, kw_only=True)
class _Draft:
    row: Row
    label: Label | None
    texts: list[str]
    written: list[str]
    start_ms: int | None
    end_ms: int | None
    breaks: bool


def gather(rows: Sequence[Row], labels: Mapping[int, Label]) -> list[Paragraph]:
    """The paragraphs of the rows; a label begins one inside a block too.

    Lines that are times only, and times before text where the file has the habit, become times.
    A label without text takes the paragraph below it.
    """
    habit = _begins_with_times(rows, labels)
    drafts: list[_Draft] = []
    start_ms: int | None = None
    end_ms: int | None = None
    for index, row in enumerate(rows):
        label = labels.get(index)
        if label is None and (times := time_row(row.text)) is not None:
            start_ms, end_ms = times
            continue
        text, timed = row.text, False
        if label is not None:
            text = label.mark.rest
            if label.mark.start_ms is not None:
                start_ms, end_ms = label.mark.start_ms, label.mark.end_ms
        led = leading_time(text)
        if led is not None and led[2] and (habit or text[0] == "["):
            timed = True
            if start_ms is None or label is None:
                start_ms, end_ms = led[0], led[1]
            text = led[2]
        open_draft = drafts[-1] if drafts else None
        if open_draft is not None and label is None and _goes_on(open_draft, row, timed=timed):
            open_draft.texts.append(text)
            open_draft.written.append(row.text)
            open_draft.end_ms = end_ms if end_ms is not None else open_draft.end_ms
            open_draft.start_ms = (
                open_draft.start_ms if open_draft.start_ms is not None else start_ms
            )
        else:
            drafts.append(
                _Draft(
                    row=row,
                    label=label,
                    texts=[text],
                    written=[row.text],
                    start_ms=start_ms,
                    end_ms=end_ms,
                    breaks=row.opens and not timed,
                )
            )
        start_ms = end_ms = None
    return [_finish(draft) for draft in drafts]


def _goes_on(draft: _Draft, row: Row, *, timed: bool) -> bool:
    """Whether the row carries on the paragraph above: same block, or below a label without text."""
    if draft.label is not None and not any(draft.texts) and row.section != TOOL:
        return True
    return not row.opens and draft.row.block == row.block and not timed


def _finish(draft: _Draft) -> Paragraph:
    row = draft.row
    return Paragraph(
        text=" ".join(text for text in draft.texts if text),
        written=" ".join(draft.written),
        line=row.line,
        kind=row.kind,
        section=row.section,
        strong=row.strong,
        label=draft.label,
        start_ms=draft.start_ms,
        end_ms=draft.end_ms,
        breaks=draft.breaks,
    )


def _begins_with_times(rows: Sequence[Row], labels: Mapping[int, Label]) -> bool:
    """Whether text in this file has a time before it as a habit, so that the time is no text."""
    plain = [row for index, row in enumerate(rows) if index not in labels]
    timed = sum(1 for row in plain if leading_time(row.text) is not None)
    return timed >= 3 and timed * 2 >= len(plain)
