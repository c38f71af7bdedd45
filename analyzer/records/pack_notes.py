"""What is allowed in a pack but weakens it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from analyzer.records.packs import Category, Pack

FEW_EXAMPLES: Final = 5
SHORT_DEFINITION: Final = 6


def pack_notes(pack: Pack) -> tuple[str, ...]:
    """What is allowed in the pack but weakens it, a plain sentence each; empty when all is well."""
    notes: list[str] = []
    for kind, categories in (("advice", pack.advice), ("problem", pack.problem)):
        for category in categories:
            notes += _few_examples(kind, category)
        notes += _shared(kind, categories)
    if not pack.problem:
        notes.append("there are no [[problem]] categories, so no problem is named in an exchange.")
    return tuple(notes)


def _few_examples(kind: str, category: Category) -> Iterator[str]:
    n_examples = len(category.examples)
    if n_examples >= FEW_EXAMPLES:
        return
    if n_examples:
        counted = "1 example" if n_examples == 1 else f"{n_examples} examples"
        yield (
            f"{kind} {category.id!r} has {counted}; "
            f"with {FEW_EXAMPLES} or more it is found more surely."
        )
        return
    yield (
        f"{kind} {category.id!r} has no examples and is told by its definition alone; "
        f"with {FEW_EXAMPLES} or more it is found more surely."
    )
    n_words = len(category.definition.split())
    if n_words < SHORT_DEFINITION:
        yield (
            f"{kind} {category.id!r} has a definition of {n_words} words and no examples: "
            "say in a whole sentence what it is."
        )


def _shared(kind: str, categories: Sequence[Category]) -> Iterator[str]:
    """Examples and phrases that stand in two categories tell neither from the other."""
    examples: dict[str, str] = {}
    rules: dict[str, str] = {}
    for category in categories:
        for homes, what, texts in (
            (examples, "example", category.examples),
            (rules, "rule", category.rules),
        ):
            for text in texts:
                home = homes.setdefault(" ".join(text.lower().split()), category.id)
                if home != category.id:
                    yield f"{kind} {home!r} and {category.id!r} share the {what} {text!r}."
