"""A pack: the categories of advice and of problems that a field of coaching works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from analyzer.records.session import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One advice type or problem type: what it is, said, shown by examples, and by phrases.

    ``rules`` are phrases, matched without regard to case on whole words, that are sure signs of the
    category by themselves. ``*`` stands for up to three words.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: str
    name: str
    definition: str
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A named, versioned set of advice and problem categories; ids are unique within each list."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    name: str
    version: str
    language: str
    advice: tuple[Category, ...]
    problem: tuple[Category, ...]

    @property
    def label(self) -> str:
        """Name and version as findings are stamped with: ``recruiting 1``."""
        return f"{self.name} {self.version}"

    def category(self, category_id: str) -> Category:
        """The advice or problem category with this id. Raises KeyError."""
        for category in (*self.advice, *self.problem):
            if category.id == category_id:
                return category
        raise KeyError(category_id)
