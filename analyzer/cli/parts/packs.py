"""Which pack names the categories of analyses, and what its models' cards say of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.errors import PackError

if TYPE_CHECKING:
    from analyzer.archive import SessionSummary
    from analyzer.records import Analysis, ModelCard, Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """Ids of categories that are found too unreliably to build on."""

    advice: frozenset[str] = frozenset()
    problem: frozenset[str] = frozenset()


def pack_labelled(label: str) -> Pack | None:
    """The shipped pack that stamps findings so (``recruiting 1``), None where it is not shipped."""
    from analyzer.records.pack_file import load_pack, shipped_packs

    packs = (load_pack(name) for name in shipped_packs())
    return next((pack for pack in packs if pack.label == label), None)


def pack_for(
    analyses: Sequence[Analysis] | Sequence[SessionSummary], *, pack_name: str | None
) -> Pack:
    """The pack that was asked for, else the one that all analyses were made with.

    Raises PackError where they were made with several, or with one that is not shipped.
    """
    from analyzer.records.pack_file import load_pack

    if pack_name is not None:
        return load_pack(pack_name)
    made_with = Counter(analysis.made_with.pack for analysis in analyses)
    if len(made_with) > 1:
        counts = ", ".join(f"{label}: {made_with[label]}" for label in sorted(made_with))
        what = f"the sessions were analysed with several packs ({counts})."
        raise PackError(what, hint="Choose one with --pack; the other sessions are left out.")
    label = next(iter(made_with), "recruiting 1")
    pack = pack_labelled(label)
    if pack is None:
        what = f"the sessions were analysed with the pack {label!r}, which is not a shipped one."
        raise PackError(what, hint="Name its file with --pack.")
    return pack


def cards_for(pack: Pack) -> tuple[ModelCard, ...]:
    """The cards of the shipped models that findings of this pack rest on."""
    from analyzer.classify.card import load_cards
    from analyzer.settings import resource_folder

    cards = load_cards(resource_folder("models"))
    return tuple(card for card in cards if card.pack in {None, pack.label})


def weak_categories(pack: Pack) -> Weak:
    """Categories of the pack that the models' cards say not to rely on."""
    weak: dict[str, set[str]] = {"advice": set(), "problems": set()}
    for card in cards_for(pack):
        for head in card.heads:
            if head.head in weak:
                weak[head.head].update(score.label for score in head.labels if not score.rely)
    return Weak(advice=frozenset(weak["advice"]), problem=frozenset(weak["problems"]))
