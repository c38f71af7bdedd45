"""Networks that have not seen a session: what training and measuring may ask about it.

A network knows the sessions it was taught by heart. What it says of them must neither be learnt
from nor measured, so each labelled session is shown to one that was taught without its writer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from analyzer.classify.labelled import LabelledSession
from analyzer.classify.network import MAKE_ANEW, RECORD, Onlooker, load_network
from analyzer.classify.views import Opinion, SentenceView
from analyzer.encoder import read_record
from analyzer.errors import LabelError


class Networks(Protocol):
    """Names the network that may be asked about a labelled session."""

    def of(self, labelled: LabelledSession) -> Onlooker:
        """A network that was taught without the session's writer."""


class LeftOutNetworks:
    """The networks in the folders of a folder; each record names the writers that were left out.

    What was said of a session is remembered, since training asks again and again.
    """

    def __init__(self, folder: Path, *, tokenizer: Path) -> None:
        self._folder = folder
        self._without: dict[str, Onlooker] = {}
        for path in sorted(folder.glob(f"*/{RECORD}")):
            left_out = read_record(path, hint=MAKE_ANEW).get("left_out", [])
            network = _Remembering(load_network(path.parent, tokenizer=tokenizer))
            self._without.update(dict.fromkeys(left_out, network))

    def of(self, labelled: LabelledSession) -> Onlooker:
        """A network that was taught without the session's writer. Raises LabelError."""
        if labelled.writer not in self._without:
            msg = f"no network was taught without writer {labelled.writer!r}."
            hint = (
                f"python models/network/train_network.py --leave-out {labelled.writer} "
                f"--out {self._folder / labelled.writer}"
            )
            raise LabelError(msg, path=str(self._folder), hint=f"Make one: {hint}")
        return self._without[labelled.writer]


class _Remembering:
    """A network that looks at the same views only once."""

    def __init__(self, network: Onlooker) -> None:
        self._network = network
        self._known: dict[tuple[object, ...], tuple[Opinion | None, ...]] = {}

    def with_opinions(
        self, views: Sequence[SentenceView], *, pack: str | None
    ) -> tuple[SentenceView, ...]:
        """The views with opinions, from memory where they are there."""
        key = (pack, *((view.text, view.role, view.speaker, view.turn) for view in views))
        if key not in self._known:
            seen = self._network.with_opinions(views, pack=pack)
            self._known[key] = tuple(view.opinion for view in seen)
        return tuple(
            replace(view, opinion=opinion)
            for view, opinion in zip(views, self._known[key], strict=True)
        )
