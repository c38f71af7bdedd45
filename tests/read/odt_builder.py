"""OpenDocument texts made by hand, part by part, so that every trap can be set on purpose."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        **{prefix: prefix for prefix in ("office", "text", "table", "style", "meta", "manifest")},
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
STYLES = (
    '<style:style style:name="T1" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="T2" style:family="text" style:parent-style-name="T1"/>'
    '<style:style style:name="T3" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T4" style:family="text">'
    '<style:text-properties fo:font-weight="normal"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_1"/>'
    '<style:style style:name="P2" style:family="paragraph">'
    '<style:text-properties fo:font-weight="700"/></style:style>'
)


def span(text: str, style: str = "T1") -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def p(*runs: str, style: str = "Standard") -> str:
    """A paragraph; tabs, line ends and double blanks of plain runs become elements."""
    content = "".join(run if run.startswith("<") else plain(run) for run in runs)
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def plain(text: str) -> str:
    text = escape(text).replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
    return re.sub("  +", lambda blanks: f' <text:s text:c="{len(blanks[0]) - 1}"/>', text)


def note(text: str, *, author: str = "") -> str:
    """A comment by an author, else a footnote."""
    if author:
        creator = f"<dc:creator {DC}>{author}</dc:creator>"
        date = f"<dc:date {DC}>2026-02-03T10:00:00</dc:date>"
        return f"<office:annotation>{creator}{date}{p(text)}</office:annotation>"
    return (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{p(text)}</text:note-body></text:note>"
    )


def table(*rows: Sequence[str]) -> str:
    """A table; a cell is paragraphs, or plain text; the first row stands among the heads."""
    made = [
        "".join(
            f"<table:table-cell>{cell if cell.startswith('<') else p(cell)}</table:table-cell>"
            for cell in row
        )
        for row in rows
    ]
    lines = [f"<table:table-row>{row}</table:table-row>" for row in made]
    head = f"<table:table-header-rows>{lines[0]}</table:table-header-rows>"
    return f"<table:table>{head}{''.join(lines[1:])}</table:table>"


def content(*body: str, changes: Mapping[str, str] | None = None) -> str:
    """The part that holds the text; ``changes`` are deleted paragraphs by name."""
    regions = "".join(
        f'<text:changed-region text:id="{name}"><text:deletion><office:change-info>'
        f"<dc:creator {DC}>M</dc:creator></office:change-info>{deleted}</text:deletion>"
        "</text:changed-region>"
        for name, deleted in (changes or {}).items()
    )
    tracked = f"<text:tracked-changes>{regions}</text:tracked-changes>" if regions else ""
    return (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:text>{tracked}{''.join(body)}"
        "</office:text></office:body></office:document-content>"
    )


def odt(
    *body: str,
    changes: Mapping[str, str] | None = None,
    margins: str = "",
    meta: str = "",
    manifest: str = "",
) -> bytes:
    """The bytes of a document."""
    return pack(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content(*body, changes=changes),
            "styles.xml": (
                f"<office:document-styles {NAMESPACES}><office:styles>"
                '<style:style style:name="Heading_20_1" style:family="paragraph"/>'
                f"</office:styles><office:master-styles><style:master-page>{margins}"
                "</style:master-page></office:master-styles></office:document-styles>"
            ),
            "meta.xml": (
                f"<office:document-meta {NAMESPACES} {DC}><office:meta>{meta}</office:meta>"
                "</office:document-meta>"
            ),
            "META-INF/manifest.xml": (
                f"<manifest:manifest {NAMESPACES}>{manifest}</manifest:manifest>"
            ),
        }
    )


def pack(files: Mapping[str, str | bytes]) -> bytes:
    """The bytes of a zip whose first entry is stored as it is and carries no date of today."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text, packing)
    return buffer.getvalue()
