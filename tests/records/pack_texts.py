"""A small pack that is right, and what is raised when one thing in it is changed."""

from __future__ import annotations

import pytest

from analyzer.errors import PackError
from analyzer.records.pack_file import parse_pack

HEAD = 'name = "tea"\nversion = "1"\nlanguage = "en"\n'
GOOD = (
    HEAD
    + """
[[advice]]
id = "warm-the-pot"
name = "Warm the pot"
definition = "Warm the pot before the leaves go in."
examples = ["Pour a little hot water in first."]
counter_examples = ["The pot was blue."]
rules = ["warm the pot"]

[[problem]]
id = "bitter"
name = "Bitter tea"
definition = "The tea is bitter."
examples = ["It tastes like a fence."]
"""
)


def broken(old: str, new: str, *, within: str = GOOD) -> PackError:
    """What is raised for the good pack with one thing changed."""
    assert within.count(old) >= 1
    with pytest.raises(PackError) as caught:
        parse_pack(within.replace(old, new, 1), path="tea.toml")
    return caught.value
