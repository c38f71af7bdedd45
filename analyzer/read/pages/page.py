"""What the flows of ``prose`` fill: the fragments of a page, and helpers that make them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from analyzer.read.base import BlockKind, Fragment
from analyzer.read.pages.outside import is_notice, is_tool_line
from analyzer.read.pages.paragraphs import Paragraph
from analyzer.records import ReadWarning, Role, SegmentKind

_ENDS = (".", "?", "!", "…", "”", '"', "’", "'", ")", "]", ":", ";", "。", "？", "！")


@dataclass(slots=True, kw_only=True)
class Page:
    """The reading of one page while it is made.

    ``spoken`` is who spoke last and the words; ``questions`` are the numbers of the fragments with
    which written questions begin.
    """

    fragments: list[Fragment] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    warnings: list[ReadWarning] = field(default_factory=list)
    spoken: tuple[str | None, str] = (None, "")
    questions: list[int] = field(default_factory=list)

    def say(
        self,
        paragraph: Paragraph,
        speaker: str | None,
        *,
        text: str | None = None,
        break_before: bool = False,
    ) -> None:
        """Add what a paragraph says; None carries on the speaker before.

        A label repeated inside a sentence (tools cut one speaker's talk so) does not part it.
        """
        words = paragraph.text if text is None else text
        if not words.strip():
            return
        before, said = self.spoken
        voice = before if speaker is None else speaker
        cut = paragraph.label is not None and voice == before and not said.endswith(_ENDS)
        self.fragments.append(
            Fragment(
                text=words,
                speaker=voice,
                start_ms=paragraph.start_ms,
                end_ms=paragraph.end_ms,
                line=paragraph.line,
                paragraph=(paragraph.breaks or paragraph.label is not None) and not cut,
                break_before=break_before,
            )
        )
        self.spoken = (voice, words.rstrip())

    def leave_out(
        self, paragraph: Paragraph, kind: SegmentKind, *, text: str | None = None
    ) -> None:
        """Add a paragraph that nobody speaks; a rule has no words to keep."""
        words = paragraph.written if text is None else text
        if words.strip() and paragraph.kind is not BlockKind.RULE:
            self.fragments.append(Fragment(text=words, line=paragraph.line, outside=kind))

    def leave_out_all(self, paragraphs: Iterable[Paragraph], kind: SegmentKind) -> None:
        """Leave out paragraphs; lines of tools and notices are logistics wherever they stand."""
        for paragraph in paragraphs:
            busy = is_tool_line(paragraph.written) or is_notice(paragraph.written)
            self.leave_out(paragraph, SegmentKind.LOGISTICS if busy else kind)

    def settle(self, name: str, role: Role | str) -> None:
        """Note a role the page settles; the first word on it stands."""
        self.roles.setdefault(name, str(role))
