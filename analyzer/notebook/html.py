"""Pieces of HTML for notebooks: no script, no style sheet, every word of a transcript escaped.

Colours come from the notebook, light or dark; only borders and marks bring their own, half
transparent, so that words stay readable on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from analyzer.records import Role

MARK = "background:rgba(208,138,75,.30);color:inherit;border-radius:2px;padding:0 1px"
POSSIBLE = "background:none;color:inherit;border-bottom:2px dotted rgba(208,138,75,.9)"
QUIET = "opacity:.7;font-size:85%"
ROLE_COLOURS = {
    Role.COACH: "#3a86ab",
    Role.CLIENT: "#c07a35",
    Role.OTHER: "#8a929b",
    Role.UNKNOWN: "#8a929b",
}


def block(inside: str, *, height: str | None = None) -> str:
    """A piece of its own, which no formula is looked for in: $5 and $10 are sums of money."""
    scroll = f";max-height:{height};overflow-y:auto" if height else ""
    return (
        '<div class="tex2jax_ignore mathjax_ignore" style="max-width:48rem;line-height:1.5;'
        f'white-space:normal{scroll}">{inside}</div>'
    )


def said(text: str) -> str:
    """Words of somebody: escaped, and their direction of writing kept to themselves."""
    return f"<bdi>{escape(text).replace(chr(10), '<br>')}</bdi>"


def quiet(text: str) -> str:
    """Something by the way; ``text`` is plain."""
    return f'<span style="{QUIET}">{escape(text)}</span>'


def rows(pairs: Iterable[tuple[str, str]]) -> str:
    """A small table of names and values, both plain text; pairs without a value are left out."""
    cells = "".join(
        f'<tr><td style="text-align:left;{QUIET}">{escape(name)}</td>'
        f'<td style="text-align:left">{said(value)}</td></tr>'
        for name, value in pairs
        if value
    )
    return f'<table style="margin:.3rem 0">{cells}</table>'


def grid(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table with heads; every cell is plain text."""
    head = "".join(f'<th style="text-align:left">{escape(it)}</th>' for it in heads)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{said(it)}</td>' for it in line) + "</tr>"
        for line in lines
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
