"""The only file that runs the sentence encoder: sentences in, vectors of meaning out.

The encoder is all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020) as an int8 network
that onnxruntime runs on the processor; ``models/encoder/card.md`` says how it was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from analyzer.errors import ModelError
from analyzer.settings import model_folder, resource_folder

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]

WIDTH = 384
BATCH = 32
LONGEST = 128
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
RECORD = "encoder.json"
ENCODER = "encoder"
REINSTALL = "Install analyzer again, or make it anew with models/encoder/make_encoder.py."


class Encoder(Protocol):
    """Turns texts into vectors whose cosine is their likeness in meaning."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows of length 1, shape (n texts, 384), in the order of the texts."""


class SentenceEncoder:
    """The shipped encoder. Texts are batched by length; words past the 128th piece are not seen.

    Its files are opened with the first text, since models that go by words alone never ask.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads

    @cached_property
    def _session(self) -> InferenceSession:
        return open_model(self._folder / MODEL, hint=REINSTALL, threads=self._threads)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(self._folder / TOKENIZER, longest=LONGEST)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows of length 1, shape (n texts, 384), in the order of the texts.

        The same texts handed in together give the same vectors. A text may come out a little
        different in other company, since numbers are rounded for a whole batch at a time.
        Raises ModelError when the encoder cannot be run.
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


def load_encoder(folder: Path, *, threads: int | None = None) -> SentenceEncoder:
    """The encoder in a folder; it computes with all cores, or with so many ``threads``.

    Raises ModelError when a file is missing or is not the one the folder's record tells of.
    """
    record = read_record(folder / RECORD, hint=REINSTALL)
    for name in (MODEL, TOKENIZER):
        whole_file(folder / name, digest=record.get(name), hint=REINSTALL)
    return SentenceEncoder(folder, threads=threads)


def encoder_name(folder: Path) -> str:
    """Name and version of the encoder in a folder, for the stamp of findings. Raises ModelError."""
    record = read_record(folder / RECORD, hint=REINSTALL)
    return f"{record.get('name')} {record.get('version')}"


def encoder_folder(models: Path) -> Path:
    """Where the sentence encoder lies: beside the models, else with those that came along."""
    return model_folder(models, ENCODER)


def shared_encoder(stamps: Iterable[str | None]) -> SentenceEncoder | None:
    """The shipped encoder, where it made all vectors that are stamped so; None where it did not."""
    folder = encoder_folder(resource_folder("models"))
    return load_encoder(folder) if set(stamps) - {None} == {encoder_name(folder)} else None


def read_record(path: Path, *, hint: str) -> dict[str, Any]:
    """The record beside an ONNX file: its name, version and digests. Raises ModelError."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        what = f"the record of a model cannot be read: {error}."
        raise ModelError(what, path=str(path), hint=hint) from error
    if not isinstance(record, dict):
        raise ModelError("the record of a model is not a table.", path=str(path), hint=hint)
    return record


def whole_file(path: Path, *, digest: object, hint: str) -> None:
    """Raises ModelError unless the file is there and is the one with the digest (SHA-256)."""
    try:
        content = path.read_bytes()
    except OSError as error:
        what = f"a file of a model is missing: {error.strerror}."
        raise ModelError(what, path=str(path), hint=hint) from error
    if hashlib.sha256(content).hexdigest() != digest:
        what = "this is not the file that the model's record tells of."
        raise ModelError(what, path=str(path), hint=hint)


def open_model(path: Path, *, hint: str, threads: int | None = None) -> InferenceSession:
    """An ONNX file ready to run on the processor: on all cores, or with so many ``threads``.

    Raises ModelError when it cannot be run.
    """
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 - only who encodes pays
    from onnxruntime.capi.onnxruntime_pybind11_state import (  # noqa: PLC0415
        Fail,
        InvalidProtobuf,
        NoSuchFile,
    )

    options = SessionOptions()
    options.log_severity_level = 4
    if threads is not None:
        options.intra_op_num_threads = threads
    try:
        return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidProtobuf, NoSuchFile) as error:
        raise ModelError(f"the model cannot be run: {error}", path=str(path), hint=hint) from error


def open_tokenizer(path: Path, *, longest: int | None) -> Tokenizer:
    """The tokenizer in a file: pads, and cuts at ``longest`` pieces; neither where it is None.

    Raises ModelError when the file cannot be used.
    """
    from tokenizers import Tokenizer  # noqa: PLC0415 - only who encodes pays

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        what = f"the tokenizer cannot be used: {error}."
        raise ModelError(what, path=str(path), hint=REINSTALL) from error
    if longest is None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
    else:
        tokenizer.enable_truncation(longest)
        tokenizer.enable_padding()
    return tokenizer
