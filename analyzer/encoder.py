"""The only file that runs the sentence encoder: sentences in, vectors of meaning out.

The encoder is all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020) as an int8 network
that onnxruntime runs on the processor; ``models/encoder/card.md`` says how it was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from analyzer.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]

WIDTH = 384
BATCH = 32
LONGEST = 128
FILES = ("model.onnx", "tokenizer.json")
RECORD = "encoder.json"
REINSTALL = "Install analyzer again, or make it anew with models/encoder/make_encoder.py."


class Encoder(Protocol):
    """Turns texts into vectors whose cosine is their likeness in meaning."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows of length 1, shape (n texts, 384), in the order of the texts."""


class SentenceEncoder:
    """The shipped encoder. Texts are batched by length; words past the 128th piece are not seen."""

    def __init__(self, *, session: InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows of length 1, shape (n texts, 384), in the order of the texts.

        The same texts handed in together give the same vectors. A text may come out a little
        different in other company, since numbers are rounded for a whole batch at a time.
        """
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: (len(texts[index]), index))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            pieces = self._tokenizer.encode_batch([texts[index] for index in batch])
            feed = {
                "input_ids": np.array([one.ids for one in pieces], dtype=np.int64),
                "attention_mask": np.array([one.attention_mask for one in pieces], dtype=np.int64),
            }
            vectors[batch] = self._session.run(None, feed)[0]
        return vectors


class RememberingEncoder:
    """An encoder that encodes the same texts handed in together only once: for training."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, ...], Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of the texts, from memory where they are there."""
        key = tuple(texts)
        if key not in self._known:
            self._known[key] = self._encoder.encode(texts)
        return self._known[key]


def load_encoder(folder: Path) -> SentenceEncoder:
    """The encoder in a folder.

    Raises ModelError when a file is missing, is not the one the folder's record tells of, or cannot
    be run.
    """
    record = _record(folder)
    for name in FILES:
        try:
            content = (folder / name).read_bytes()
        except OSError as error:
            msg = f"a file of the sentence encoder is missing: {error.strerror}."
            raise ModelError(msg, path=str(folder / name), hint=REINSTALL) from error
        if hashlib.sha256(content).hexdigest() != record.get(name):
            msg = "this is not the file of the sentence encoder that its record tells of."
            raise ModelError(msg, path=str(folder / name), hint=REINSTALL)
    return SentenceEncoder(session=_session(folder), tokenizer=_tokenizer(folder))


def encoder_name(folder: Path) -> str:
    """Name and version of the encoder in a folder, for the stamp of findings. Raises ModelError."""
    record = _record(folder)
    return f"{record.get('name')} {record.get('version')}"


def _record(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = "the record of the sentence encoder cannot be read."
        raise ModelError(msg, path=str(folder / RECORD), hint=REINSTALL) from error
    if not isinstance(record, dict):
        msg = "the record of the sentence encoder is not a table."
        raise ModelError(msg, path=str(folder / RECORD), hint=REINSTALL)
    return record


def _session(folder: Path) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 - only who encodes pays
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidProtobuf  # noqa: PLC0415

    options = SessionOptions()
    options.log_severity_level = 4
    try:
        path = str(folder / FILES[0])
        return InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidProtobuf) as error:
        msg = f"the sentence encoder cannot be run: {error}"
        raise ModelError(msg, path=str(folder / FILES[0]), hint=REINSTALL) from error


def _tokenizer(folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer  # noqa: PLC0415 - only who encodes pays

    tokenizer = Tokenizer.from_file(str(folder / FILES[1]))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    return tokenizer
