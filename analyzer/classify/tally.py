"""What was counted in each session, kept beside a card: a later model is compared by it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict, NonNegativeInt, TypeAdapter, ValidationError

from analyzer.classify.card import data_digest, load_cards
from analyzer.classify.evaluate import Measured
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.metrics import Counts
from analyzer.errors import ModelError
from analyzer.records import ModelCard

TALLY = "sessions.json"
STRICT = ConfigDict(extra="forbid")
DIGEST_LENGTH = 16

# Right, wrong and missed.
Three = tuple[NonNegativeInt, NonNegativeInt, NonNegativeInt]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTally:
    """What was found right, found wrongly and missed in one session: by head, then by label.

    ``digest`` changes with the words and labels of the session. Labels that neither occur nor were
    found are left out; a head the session takes no part in is not there.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    digest: str
    heads: dict[str, dict[str, Three]] = field(default_factory=dict)


Tally = Mapping[str, SessionTally]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A model's card with the tally it rests on; None where only the card was kept."""

    card: ModelCard
    tally: Tally | None


def load_evaluations(folder: Path) -> tuple[Evaluation, ...]:
    """What lies beside the models of a folder, sorted by folder. Raises ModelError."""
    cards = load_cards(folder)
    return tuple(Evaluation(card=card, tally=load_tally(folder / card.name)) for card in cards)


def tally_of(labelled: Sequence[LabelledSession], measured: Sequence[Measured]) -> Tally:
    """The tally of the sessions that were measured, by name of session in order."""
    digests = {one.id: data_digest([one])[:DIGEST_LENGTH] for one in labelled}
    found: dict[str, dict[str, dict[str, Three]]] = {}
    for one in measured:
        counts = one.counts
        numbers = np.stack([counts.hits, counts.wrong, counts.missed], axis=2).tolist()
        for name, row in zip(one.ids, numbers, strict=True):
            found.setdefault(name, {})[one.score.head] = {
                label: (three[0], three[1], three[2])
                for label, three in zip(counts.labels, row, strict=True)
                if any(three)
            }
    return {
        name: SessionTally(digest=digests[name], heads=heads)
        for name, heads in sorted(found.items())
    }


def counts_of(tally: Tally, head: str, *, ids: Sequence[str], labels: Sequence[str]) -> Counts:
    """The counts of some sessions and labels; a label the tally does not know has none."""
    rows = [
        [tally[name].heads.get(head, {}).get(label, (0, 0, 0)) for label in labels] for name in ids
    ]
    numbers = np.array(rows, dtype=np.int64).reshape(len(ids), len(labels), 3)
    hits, wrong, missed = (numbers[:, :, place] for place in range(3))
    return Counts(
        labels=tuple(labels),
        hits=hits,
        wrong=wrong,
        missed=missed,
        cases=(hits + missed).sum(axis=1),
    )


def tally_to_json(tally: Tally) -> str:
    """A line a session, so that a change shows which sessions it touches."""
    lines = [
        f"{json.dumps(name)}:{json.dumps({'digest': one.digest, 'heads': one.heads})}"
        for name, one in tally.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def load_tally(folder: Path) -> Tally | None:
    """The tally that lies beside a model's card; None where none does.

    Raises ModelError for a file that cannot be read.
    """
    path = folder / TALLY
    if not path.is_file():
        return None
    try:
        return TypeAdapter(dict[str, SessionTally]).validate_json(path.read_bytes())
    except ValidationError as error:
        what = f"no counts of sessions: {error.errors()[0]['msg']}."
        hint = "Train the model anew, or restore the file."
        raise ModelError(what, path=str(path), hint=hint) from error
