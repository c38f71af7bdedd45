"""Talk as files of office programs, tables and research tools."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook

from tests.read import docx_builder as word
from tests.read import odt_builder as odt
from tests.read.rendering.talk import Said, clock, short_clock


def docx_plain(talk: Sequence[Said]) -> bytes:
    """Bold names before colons."""
    return word.docx(
        *(word.p(word.r(f"{said.speaker}:", bold=True), f" {said.line}") for said in talk)
    )


def docx_teams(talk: Sequence[Said]) -> bytes:
    """Teams: name, time and a line break in one paragraph."""
    return word.docx(
        word.p("Weekly call-20260615_133555-Meeting Transcript"),
        word.p("27m 42s"),
        *(
            word.p(word.r(said.speaker, bold=True), f"   {short_clock(said.start_ms)}\n{said.line}")
            for said in talk
        ),
    )


def docx_table(talk: Sequence[Said]) -> bytes:
    """The two columns of a credential: the talk, and a mentor's empty column."""
    rows = [
        (f"{number} [{clock(said.start_ms, mark='')}] {said.speaker}: {said.line}", "")
        for number, said in enumerate(talk, 1)
    ]
    return word.docx(word.table(*rows))


def odt_plain(talk: Sequence[Said]) -> bytes:
    """Bold names before colons."""
    rows = (odt.p(odt.span(escape(f"{said.speaker}:")), f" {said.line}") for said in talk)
    return odt.odt(*rows)


def rtf(talk: Sequence[Said]) -> bytes:
    """Bold names before colons; letters beyond ASCII as code points."""

    def coded(text: str) -> str:
        plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        units = plain.encode("utf-16-le")
        numbers = [int.from_bytes(units[i : i + 2], "little") for i in range(0, len(units), 2)]
        return "".join(
            chr(n) if n < 128 else f"\\u{n if n < 32768 else n - 65536}?" for n in numbers
        )

    body = "".join(
        f"\\pard {{\\b {coded(said.speaker)}:}} {coded(said.line)}\\par\n" for said in talk
    )
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0\n{body}}}".encode("ascii")


def table(talk: Sequence[Said], *, delimiter: str) -> bytes:
    """Columns for start, end, speaker and text."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    rows.writerow(["start", "end", "speaker", "text"])
    for said in talk:
        rows.writerow([said.start_ms / 1000, said.end_ms / 1000, said.speaker, said.line])
    return out.getvalue().encode()


def xlsx(talk: Sequence[Said]) -> bytes:
    """A sheet of the same columns."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Start", "End", "Speaker", "Text"])
    for said in talk:
        sheet.append([clock(said.start_ms), clock(said.end_ms), said.speaker, said.line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def json_lines(talk: Sequence[Said]) -> bytes:
    """An object a line."""
    rows = (
        {
            "speaker": said.speaker,
            "start_ms": said.start_ms,
            "end_ms": said.end_ms,
            "text": said.line,
        }
        for said in talk
    )
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def textgrid(talk: Sequence[Said]) -> bytes:
    """Praat's long form: a tier a speaker, empty intervals between."""
    end = talk[-1].end_ms / 1000
    tiers = []
    for number, name in enumerate(dict.fromkeys(said.speaker for said in talk), 1):
        intervals: list[tuple[float, float, str]] = []
        last = 0.0
        for said in talk:
            if said.speaker != name:
                continue
            start, stop = said.start_ms / 1000, said.end_ms / 1000
            intervals += [(last, start, ""), (start, stop, said.line)]
            last = stop
        intervals += [(last, end, "")] if last < end else []
        rows = "".join(
            f"        intervals [{n}]:\n            xmin = {a}\n            xmax = {b}\n"
            f'            text = "{text.replace(chr(34), chr(34) * 2)}"\n'
            for n, (a, b, text) in enumerate(intervals, 1)
        )
        tiers.append(
            f'    item [{number}]:\n        class = "IntervalTier"\n        name = "{name}"\n'
            f"        xmin = 0\n        xmax = {end}\n"
            f"        intervals: size = {len(intervals)}\n{rows}"
        )
    head = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\n'
    size = f"xmin = 0\nxmax = {end}\ntiers? <exists>\nsize = {len(tiers)}\nitem []:\n"
    return (head + size + "".join(tiers)).encode()


def elan(talk: Sequence[Said]) -> bytes:
    """ELAN: a tier a speaker, times in slots."""
    slots, tiers = [], []
    for number, said in enumerate(talk):
        for edge, ms in (("a", said.start_ms), ("b", said.end_ms)):
            slots.append(f'<TIME_SLOT TIME_SLOT_ID="t{number}{edge}" TIME_VALUE="{ms}"/>')
    for name in dict.fromkeys(said.speaker for said in talk):
        rows = "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="x{number}" '
            f'TIME_SLOT_REF1="t{number}a" TIME_SLOT_REF2="t{number}b"><ANNOTATION_VALUE>'
            f"{escape(said.line)}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            for number, said in enumerate(talk)
            if said.speaker == name
        )
        tiers.append(
            f'<TIER LINGUISTIC_TYPE_REF="utterance" PARTICIPANT={quoteattr(name)} '
            f"TIER_ID={quoteattr(name)}>{rows}</TIER>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT FORMAT="3.0" VERSION="3.0">'
        f'<HEADER TIME_UNITS="milliseconds"/><TIME_ORDER>{"".join(slots)}</TIME_ORDER>'
        f'{"".join(tiers)}<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="utterance" TIME_ALIGNABLE="true"/>'
        "</ANNOTATION_DOCUMENT>"
    ).encode()


FILES: dict[str, Callable[[Sequence[Said]], bytes]] = {
    "docx-plain": docx_plain,
    "docx-teams": docx_teams,
    "docx-table": docx_table,
    "odt": odt_plain,
    "rtf": rtf,
    "csv": lambda talk: table(talk, delimiter=","),
    "tsv": lambda talk: table(talk, delimiter="\t"),
    "xlsx": xlsx,
    "jsonl": json_lines,
    "textgrid": textgrid,
    "elan": elan,
}
TIMED_FILES = frozenset({"csv", "tsv", "xlsx", "jsonl", "textgrid", "elan"})
