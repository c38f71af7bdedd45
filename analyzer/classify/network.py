"""What the fine-tuned network makes of each sentence, read with what stands around it.

Two ONNX files: ``pieces.onnx`` turns windows of word pieces into sentence vectors, ``heads.onnx``
reads the vectors of a whole session in both directions and gives every label's log odds.
``models/network/train_network.py`` makes both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from analyzer.classify.meaning import from_odds
from analyzer.classify.views import Opinion, SentenceView
from analyzer.classify.windows import (
    LONGEST,
    NO_ROLE,
    UNKNOWN_PIECE,
    Window,
    cut_windows,
    place_facts,
    role_number,
)
from analyzer.encoder import open_model, open_tokenizer, read_record, whole_file
from analyzer.errors import ModelError
from analyzer.records.scores import Matrix

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

PIECES, HEADS, RECORD = "pieces.onnx", "heads.onnx", "network.json"
BATCH = 8
MAKE_ANEW = "Install analyzer again, or make it anew with models/network/train_network.py."


class Onlooker(Protocol):
    """Gives views of a whole session an opinion each."""

    def with_opinions(
        self, views: Sequence[SentenceView], *, pack: str | None
    ) -> tuple[SentenceView, ...]:
        """The views, each with what is made of it; advice and problems for a pack it knows."""


class Network:
    """The shipped network. The same session always gives the same opinions."""

    def __init__(
        self,
        *,
        pieces: InferenceSession,
        heads: InferenceSession,
        tokenizer: Tokenizer,
        packs: Mapping[str, str],
    ) -> None:
        self._pieces = pieces
        self._heads = heads
        self._tokenizer = tokenizer
        self._packs = packs

    @property
    def packs(self) -> Mapping[str, str]:
        """The packs it was taught, with their versions."""
        return self._packs

    def with_opinions(
        self, views: Sequence[SentenceView], *, pack: str | None
    ) -> tuple[SentenceView, ...]:
        """The views, each with what is made of it; advice and problems for a pack it knows."""
        if not views:
            return ()
        texts = [view.text for view in views]
        encoded = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        ids = [one.ids[:LONGEST] or [UNKNOWN_PIECE] for one in encoded]
        windows = cut_windows(ids, roles=[role_number(view) for view in views])
        outputs = self._outputs(self._sentence_vectors(windows, n_sentences=len(views)), views)
        known = pack if pack in self._packs else None
        advice = from_odds(outputs[f"advice_{known}"]) if known else None
        problems = outputs[f"problems_{known}"] if known else None
        moves, segments = from_odds(outputs["moves"]), from_odds(outputs["segments"])
        return tuple(
            replace(
                view,
                opinion=Opinion(
                    moves=moves[index],
                    segments=segments[index],
                    advice=None if advice is None else advice[index],
                    problems=None if problems is None else problems[index],
                    weight=float(outputs["weight"][index, 0]),
                ),
            )
            for index, view in enumerate(views)
        )

    def _sentence_vectors(self, windows: Sequence[Window], *, n_sentences: int) -> Matrix:
        """The mean of each sentence's word pieces: shape (n sentences, width)."""
        rows: list[Matrix | None] = [None] * n_sentences
        order = sorted(range(len(windows)), key=lambda one: (len(windows[one].pieces), one))
        for begin in range(0, len(order), BATCH):
            batch = [windows[one] for one in order[begin : begin + BATCH]]
            longest = max(len(window.pieces) for window in batch)
            feed = {
                name: np.full((len(batch), longest), filler, dtype=np.int64)
                for name, filler in (("pieces", 0), ("roles", NO_ROLE), ("mask", 0))
            }
            for row, window in enumerate(batch):
                feed["pieces"][row, : len(window.pieces)] = window.pieces
                feed["roles"][row, : len(window.roles)] = window.roles
                feed["mask"][row, : len(window.pieces)] = 1
            states = self._pieces.run(None, feed)[0]
            for row, window in enumerate(batch):
                for number, (first, end) in enumerate(window.spans):
                    rows[window.first + number] = states[row, first:end].mean(axis=0)
        return np.stack([row for row in rows if row is not None])

    def _outputs(self, vectors: Matrix, views: Sequence[SentenceView]) -> dict[str, Matrix]:
        names = [output.name for output in self._heads.get_outputs()]
        feed = {"sentences": vectors.astype(np.float32), "facts": place_facts(views)}
        found = self._heads.run(names, feed)
        return {
            name: np.asarray(one, dtype=np.float64) for name, one in zip(names, found, strict=True)
        }


def load_network(folder: Path, *, tokenizer: Path, threads: int | None = None) -> Network:
    """The network in a folder, with the tokenizer of the sentence encoder.

    It computes with all cores, or with so many ``threads``.
    Raises ModelError when a file is missing, is not the one the folder's record tells of, or cannot
    be run.
    """
    record = read_record(folder / RECORD, hint=MAKE_ANEW)
    packs = record.get("packs")
    if not isinstance(packs, dict):
        msg = "the record of the network does not say which packs it knows."
        raise ModelError(msg, path=str(folder / RECORD), hint=MAKE_ANEW)
    for name in (PIECES, HEADS):
        whole_file(folder / name, digest=record.get(name), hint=MAKE_ANEW)
    return Network(
        pieces=open_model(folder / PIECES, hint=MAKE_ANEW, threads=threads),
        heads=open_model(folder / HEADS, hint=MAKE_ANEW, threads=threads),
        tokenizer=open_tokenizer(tokenizer, longest=None),
        packs={str(name): str(version) for name, version in packs.items()},
    )


def has_network(folder: Path) -> bool:
    """Whether a folder holds a network."""
    return (folder / RECORD).is_file()


def network_name(folder: Path) -> str:
    """Name and version of the network in a folder, for the stamp of findings. Raises ModelError."""
    record = read_record(folder / RECORD, hint=MAKE_ANEW)
    return f"{record.get('name')} {record.get('version')}"
