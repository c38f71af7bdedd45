"""Which pack names the categories of sessions, and what its models' cards say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.classify.card import cards_for
from analyzer.cli.parts.talk import Talk
from analyzer.errors import AnalyzerError
from analyzer.records import Pack
from analyzer.records.used_pack import pack_for, pack_labelled

if TYPE_CHECKING:
    from analyzer.archive import SessionSummary

__all__ = ["Weak", "cards_for", "of_pack", "pack_for", "pack_labelled", "weak_categories"]


def of_pack(
    sessions: Sequence[SessionSummary],
    *,
    pack_name: str | None,
    talk: Talk,
    error: type[AnalyzerError],
) -> tuple[Pack, list[str]]:
    """The pack that is used, and the ids of the sessions made with it; says how many are left out.

    Raises PackError where it cannot be told which, and ``error`` where no session was made with it.
    """
    pack = pack_for(sessions, pack_name=pack_name)
    matching = [one.id for one in sessions if one.made_with.pack == pack.label]
    if not matching:
        made_with = ", ".join(sorted({one.made_with.pack for one in sessions}))
        what = f"no session was analysed with the pack {pack.label!r}, only with {made_with}."
        raise error(what, hint="Analyse them with it: 'analyzer add … --pack'.")
    if n_left_out := len(sessions) - len(matching):
        talk.say(f"{n_left_out} of {len(sessions)} sessions left out: analysed with another pack.")
    return pack, matching


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
