"""Passages made anew where a correction moved findings; only what is new is encoded."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analyzer.encoder import Encoder
from analyzer.records import Analysis
from analyzer.records.passages import EncodedPassages, packed
from analyzer.segment.passages import cut_passages, passage_texts


class EncodeWhatIsNew:
    """Gives the passages of a corrected analysis, with the vectors of those it had before.

    ``load`` gives the encoder of that name, None where it is not at hand; it is asked once for each
    name, and not before something is to be encoded.
    """

    def __init__(self, load: Callable[[str], Encoder | None]) -> None:
        self._load = load
        self._loaded: dict[str, Encoder | None] = {}

    def __call__(self, analysis: Analysis, were: EncodedPassages) -> EncodedPassages | None:
        """None where something is new and nothing at hand can encode it."""
        passages = cut_passages(analysis)
        known = dict(zip(were.passages, were.vectors, strict=True))
        new = [number for number, it in enumerate(passages) if it not in known]
        vectors = np.zeros((len(passages), were.vectors.shape[1]), dtype=np.int8)
        for number, it in enumerate(passages):
            if it in known:
                vectors[number] = known[it]
        if new:
            encoder = self._encoder(were.encoder)
            if encoder is None:
                return None
            texts = passage_texts(analysis, [passages[number] for number in new])
            vectors[new] = packed(encoder.encode(texts))
        return EncodedPassages(encoder=were.encoder, passages=passages, vectors=vectors)

    def _encoder(self, name: str) -> Encoder | None:
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]
