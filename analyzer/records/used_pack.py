"""Which pack names the categories of sessions that were analysed before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from analyzer.errors import PackError
from analyzer.records.findings import MadeWith
from analyzer.records.pack_file import load_pack, shipped_packs
from analyzer.records.packs import Pack


class Stamped(Protocol):
    """An analysis, or a line about one."""

    @property
    def made_with(self) -> MadeWith:
        """What made it."""


def pack_labelled(label: str) -> Pack | None:
    """The shipped pack that stamps findings so (``recruiting 1``), None where it is not shipped."""
    packs = (load_pack(name) for name in shipped_packs())
    return next((pack for pack in packs if pack.label == label), None)


def pack_for(analyses: Sequence[Stamped], *, pack_name: str | None) -> Pack:
    """The pack that was asked for, else the one that all analyses were made with.

    Raises PackError where they were made with several, or with one that is not shipped.
    """
    if pack_name is not None:
        return load_pack(pack_name)
    made_with = Counter(analysis.made_with.pack for analysis in analyses)
    if len(made_with) > 1:
        counts = ", ".join(f"{label}: {made_with[label]}" for label in sorted(made_with))
        what = f"the sessions were analysed with several packs ({counts})."
        hint = "Choose one with --pack (in Python pack=); the others are left out."
        raise PackError(what, hint=hint)
    label = next(iter(made_with), "recruiting 1")
    pack = pack_labelled(label)
    if pack is None:
        what = f"the sessions were analysed with the pack {label!r}, which is not a shipped one."
        raise PackError(what, hint="Name its file with --pack (in Python pack=).")
    return pack
