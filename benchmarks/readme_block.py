"""Puts what a script made between two marks of the README, in place of what stood there."""

from __future__ import annotations


def with_block(readme: str, block: str, *, begin: str, end: str) -> str:
    """The README's text with ``block`` between the marks, a blank line on both sides of it."""
    before, _, rest = readme.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{block}\n{end}{after}"
