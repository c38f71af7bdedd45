"""Which labels may be relied on: what the model cards measured for a pack."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.records import HeadScore, ModelCard, Pack


def is_for(card: ModelCard, pack: Pack) -> bool:
    """Whether a card is about the labels of this pack: by name and version, or by name alone."""
    return card.pack in {pack.label, pack.name}


def measured(cards: Iterable[ModelCard], pack: Pack, head: str) -> HeadScore | None:
    """What the cards made for this pack say of one kind of label."""
    heads = (one for card in cards if is_for(card, pack) for one in card.heads if one.head == head)
    return next(heads, None)


def relied_on(cards: Iterable[ModelCard], pack: Pack, head: str) -> dict[str, bool]:
    """Whether each label of a kind may be relied on; what no card measured is not in it."""
    found = measured(cards, pack, head)
    return {} if found is None else {score.label: score.rely for score in found.labels}
