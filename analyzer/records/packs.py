"""A pack: the categories of advice and of problems that a field of coaching works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

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
    """A named, versioned set of advice and problem categories; ids are unique in the whole pack.

    ``file`` is the path of a user's own pack, beside which a model made for it lies; None for a
    shipped pack. It is no part of what the pack says: packs that differ in it alone are equal.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    name: str
    version: str
    language: str
    advice: tuple[Category, ...]
    problem: tuple[Category, ...]
    file: Annotated[str | None, Field(exclude=True)] = field(default=None, compare=False)

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
