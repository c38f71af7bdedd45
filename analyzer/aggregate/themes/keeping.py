"""Themes to rows of an archive and back."""

from __future__ import annotations

from dataclasses import asdict

from analyzer.aggregate.themes.records import Kind, Member, Theme, ThemeQuote
from analyzer.archive.theme_rows import ThemeRow

_COLUMNS = ("id", "kind", "name", "phrases", "stability", "is_tentative", "members")


def to_row(theme: Theme) -> ThemeRow:
    """A theme as it is kept."""
    found = {key: value for key, value in asdict(theme).items() if key not in _COLUMNS}
    return ThemeRow(
        theme=theme.id,
        kind=theme.kind,
        name=theme.name,
        phrases=theme.phrases,
        stability=theme.stability,
        tentative=theme.is_tentative,
        found=found,
        members=theme.members,
    )


def from_row(row: ThemeRow, *, kind: Kind) -> Theme:
    """A theme as it was found or edited last."""
    found = dict(row.found)
    quotes = tuple(ThemeQuote(**it) for it in found.pop("quotes"))
    return Theme(
        id=row.theme,
        kind=kind,
        name=row.name,
        phrases=row.phrases,
        stability=row.stability,
        is_tentative=row.tentative,
        members=tuple(Member(*it) for it in row.members),
        quotes=quotes,
        **found,
    )
