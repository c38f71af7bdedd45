"""Themes: what comes up again across sessions, found without a word from the pack.

``find_themes`` finds those of an archive; ``rename_theme`` and its like keep what a person decides.
"""

from analyzer.aggregate.themes.counting import theme_findings, theme_groups
from analyzer.aggregate.themes.deciding import (
    hide_theme,
    merge_themes,
    pin_theme,
    rename_theme,
    split_theme,
)
from analyzer.aggregate.themes.finding import find_themes
from analyzer.aggregate.themes.plane import theme_quote_table, theme_table
from analyzer.aggregate.themes.records import (
    KINDS,
    Kind,
    Member,
    Theme,
    ThemeQuote,
    Themes,
    Unassigned,
)

__all__ = [
    "KINDS",
    "Kind",
    "Member",
    "Theme",
    "ThemeQuote",
    "Themes",
    "Unassigned",
    "find_themes",
    "hide_theme",
    "merge_themes",
    "pin_theme",
    "rename_theme",
    "split_theme",
    "theme_findings",
    "theme_groups",
    "theme_quote_table",
    "theme_table",
]
