"""What an archive holds, as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.archive.upkeep import ArchiveInfo
from analyzer.cli.parts.text import counted, shortened, table

UNITS = ("bytes", "KB", "MB", "GB", "TB")
LONGEST_NAME = 60


def size(n_bytes: int) -> str:
    """A size to read at a glance.

    >>> size(512), size(53_000), size(1_250_000_000)
    ('512 bytes', '53 KB', '1.2 GB')
    """
    number, unit = float(n_bytes), 0
    while number >= 1000 and unit < len(UNITS) - 1:
        number, unit = number / 1000, unit + 1
    digits = 1 if unit and number < 10 else 0
    return f"{number:,.{digits}f} {UNITS[unit]}"


def info_text(info: ArchiveInfo) -> str:
    """The numbers, a line each, and a table of the tables."""
    days = "no dates"
    if info.first_day is not None and info.last_day is not None:
        days = f"{info.first_day.isoformat()} to {info.last_day.isoformat()}"
    undated = f", {info.n_undated:,} without a date" if info.n_undated else ""
    copies = f", {counted(info.n_copies, 'copy')} among them" if info.n_copies else ""
    rows = [
        ["sessions", f"{info.n_sessions:,} ({days}{undated})"],
        ["files", f"{info.n_files:,}{copies}"],
        *_parts("pack", info.packs, of=info.n_sessions),
        *_parts("models", info.models, of=info.n_sessions),
        *_parts("analyzer", info.analyzers, of=info.n_sessions),
        *_parts("meaning by", info.encoders, of=info.n_sessions),
    ]
    if info.n_unsought:
        rows.append(["no meaning", f"{info.n_unsought:,} (found by words only; see 'refresh')"])
    unused = f", {size(info.n_unused_bytes)} of it unused" if info.n_unused_bytes else ""
    rows += [
        ["size", f"{size(info.n_bytes)}{unused}"],
        ["schema", f"version {info.schema_version}, SQLite {info.sqlite_version}"],
    ]
    sizes = [
        [it.name, f"{it.n_rows:,}", "" if it.n_bytes is None else size(it.n_bytes)]
        for it in info.tables
    ]
    heads = ("table", "rows", "size")
    return "\n".join([*table(rows), "", *table(sizes, heads=heads, right=(1, 2))])


def _parts(what: str, counts: Mapping[str, int], *, of: int) -> list[list[str]]:
    return [
        [what, shortened(name, LONGEST_NAME) + ("" if n == of else f" ({n:,})")]
        for name, n in counts.items()
    ]


def info_json(info: ArchiveInfo) -> str:
    """The numbers as one line of JSON."""
    from pydantic import TypeAdapter

    return TypeAdapter(ArchiveInfo).dump_json(info).decode("utf-8")
