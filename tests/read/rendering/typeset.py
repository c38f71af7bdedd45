"""Talk typeset as PDFs: bold labels, names over pages with heads, times, a mentor's table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.read import pdf_builder
from tests.read.rendering.talk import Said

REMARK, EVERY = "Short, and it lands.", 5


def typeset(talk: Sequence[Said], layout: str) -> bytes:
    """A PDF of the talk, with a mentor's remark beside every fifth turn where there is room."""
    turns = [
        pdf_builder.Said(
            said.speaker, said.start_ms // 1000, said.line, "" if number % EVERY else REMARK
        )
        for number, said in enumerate(talk)
    ]
    return pdf_builder.typeset(layout, turns)


# Lines justified with words broken at their ends are left to test_pdf.py: of "call-" and "outs" a
# page does not say whether the hyphen was written or set, which only other words can tell.
PDFS: dict[str, Callable[[Sequence[Said]], bytes]] = {
    "pdf-labels": lambda talk: typeset(talk, "label in bold"),
    "pdf-names-above": lambda talk: typeset(talk, "name on its own line"),
    "pdf-otter": lambda talk: typeset(talk, "Otter"),
    "pdf-table": lambda talk: typeset(talk, "table in two columns"),
}
PDF_STARTS = frozenset({"pdf-otter", "pdf-table"})
