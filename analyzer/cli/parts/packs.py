"""Which pack names the categories of sessions, and what its models' cards say of them."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.classify.card import cards_for
from analyzer.records import Pack
from analyzer.records.used_pack import pack_for, pack_labelled

__all__ = ["Weak", "cards_for", "pack_for", "pack_labelled", "weak_categories"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """Ids of categories that are found too unreliably to build on."""

    advice: frozenset[str] = frozenset()
    problem: frozenset[str] = frozenset()


def weak_categories(pack: Pack) -> Weak:
    """Categories of the pack that the models' cards say not to rely on."""
    weak: dict[str, set[str]] = {"advice": set(), "problems": set()}
    for card in cards_for(pack):
        for head in card.heads:
            if head.head in weak:
                weak[head.head].update(score.label for score in head.labels if not score.rely)
    return Weak(advice=frozenset(weak["advice"]), problem=frozenset(weak["problems"]))
