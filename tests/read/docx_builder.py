"""Word documents made by hand, part by part, so that every trap can be set on purpose."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "dc": "http://purl.org/dc/elements/1.1/",
        "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "dcterms": "http://purl.org/dc/terms/",
    }.items()
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'
    '<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/>'
    "<w:rPr><w:b/></w:rPr></w:style>"
)


def r(text: str, *, bold: bool = False, extra: str = "") -> str:
    """A run; tabs and line ends become Word's own elements."""
    parts = [
        {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(part)
        or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in text.replace("\t", "\0\t\0").replace("\n", "\0\n\0").split("\0")
        if part
    ]
    properties = f"<w:rPr>{'<w:b/>' if bold else ''}{extra}</w:rPr>"
    return f"<w:r>{properties}{''.join(parts)}</w:r>"


def p(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs; a run without a tag is plain text."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    content = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{content}</w:p>"


def ins(*runs: str) -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="1" w:author="M">{"".join(runs)}</w:ins>'


def deleted(text: str) -> str:
    """A tracked deletion."""
    return (
        f'<w:del w:id="2" w:author="M"><w:r><w:delText xml:space="preserve">{escape(text)}'
        "</w:delText></w:r></w:del>"
    )


def table(*rows: Sequence[str]) -> str:
    """A table; a cell is paragraphs, or plain text."""
    cells = [
        "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row)
        for row in rows
    ]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(
    *body: str, parts: Mapping[str, str] | None = None, packing: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """The bytes of a document; ``parts`` are further parts by name, ``comments`` or ``header1``."""
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.'
            'org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
        ),
        "word/document.xml": (
            f"<w:document {NAMESPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
        ),
        "word/styles.xml": f"<w:styles {NAMESPACES}>{STYLES}</w:styles>",
    }
    roots = {"header": "hdr", "footer": "ftr"}
    for name, content in (parts or {}).items():
        if name == "core":
            files["docProps/core.xml"] = (
                f"<cp:coreProperties {NAMESPACES}>{content}</cp:coreProperties>"
            )
            continue
        root = roots.get(name.rstrip("0123456789"), name)
        files[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
    return pack(files, packing=packing)


def pack(files: Mapping[str, str | bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The bytes of a zip file whose entries carry no date of today."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, packing)
    return buffer.getvalue()
