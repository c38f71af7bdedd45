"""Models of packs that nobody labelled, and what they lean on, as plain arrays on disk.

The background lies with the shipped models. The model of a user's own pack lies beside the pack's
file, ``my.toml`` and ``my.model``, and holds the background that it was made with, so that it goes
on saying the same when the program is installed anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from analyzer.classify.background import ADVICE_SIGNS, PROBLEM_SIGNS, Background, Weighing, texts_of
from analyzer.classify.calibration import Calibration
from analyzer.classify.fewshot import TextVectors
from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.meaning import Prototypes
from analyzer.classify.store import (
    Part,
    Stored,
    damaged,
    load_parts,
    number_of,
    part_of,
    store_parts,
)
from analyzer.encoder import WIDTH, Vectors
from analyzer.errors import ModelError
from analyzer.records import Pack
from analyzer.records.scores import Matrix

BACKGROUND = "background"
ENDING = ".model"


def own_folder(pack: Pack) -> Path | None:
    """Where the model of a user's own pack lies; None for a pack that came from no file.

    >>> from analyzer.records.pack_file import load_pack
    >>> print(own_folder(load_pack("sales")))
    None
    """
    return None if pack.file is None else Path(pack.file).with_suffix(ENDING)


def text_digest(pack: Pack, *, encoder: str) -> str:
    """SHA-256 over all that the pack says and the name of the sentence encoder."""
    content = TypeAdapter(Pack).dump_json(pack) + encoder.encode()
    return hashlib.sha256(content).hexdigest()


def store_background(background: Background) -> Stored:
    """The background as the bytes of a model file."""
    return store_parts(_background_parts(background))


def load_background(folder: Path) -> Background:
    """The background in a folder. Raises ModelError when it is missing or damaged."""
    parts, card = load_parts(folder)
    try:
        return _background(parts, name=f"{card['name']} {card['version']}")
    except ValueError as error:
        raise damaged(folder, str(error)) from error


def store_own(vectors: TextVectors, *, background: Background) -> Stored:
    """The model of a pack that nobody labelled as the bytes of a model file."""
    texts = {"advice": vectors.advice, "problem": vectors.problem, "counter": vectors.counter}
    parts = _background_parts(background)
    parts |= {f"{name}_texts": _prototypes(found) for name, found in texts.items()}
    return store_parts(parts)


def load_own(folder: Path, *, pack: Pack, encoder: str) -> tuple[TextVectors, Background, str]:
    """Text vectors and background of a user's pack, and the model's name with version.

    Raises ModelError when the model is missing or damaged, or when the pack, or the sentence
    encoder of that name, has changed since.
    """
    try:
        return _load_own(folder, pack=pack, encoder=encoder)
    except ModelError as error:
        hint = f"Make it again with 'analyzer train --pack {pack.file}', or remove the folder."
        raise ModelError(error.what, path=error.path, hint=hint) from error


def _load_own(folder: Path, *, pack: Pack, encoder: str) -> tuple[TextVectors, Background, str]:
    parts, card = load_parts(folder)
    if card.get("pack") != pack.label:
        what = f"this model was made for pack {card.get('pack')!r}, not for {pack.label!r}."
        raise ModelError(what, path=str(folder))
    digest = text_digest(pack, encoder=encoder)
    if card.get("data_sha256") != digest:
        what = (
            f"the pack {pack.label!r} has changed since this model was made from it, "
            "or the sentence encoder has."
        )
        raise ModelError(what, path=str(folder))
    name = f"{card['name']} {card['version']} {digest[:8]}"
    counters = [text for category in pack.advice for text in category.counter_examples]
    try:
        vectors = TextVectors(
            advice=_vectors(parts, "advice", count=len(texts_of(pack.advice))),
            problem=_vectors(parts, "problem", count=len(texts_of(pack.problem))),
            counter=_vectors(parts, "counter", count=len(counters)),
        )
        return vectors, _background(parts, name=name), name
    except ValueError as error:
        raise damaged(folder, str(error)) from error


def _background_parts(background: Background) -> dict[str, Part | float]:
    parts: dict[str, Part | float] = {
        "mean": _prototypes(background.mean[None]),
        "rare": background.vocabulary,
        "unknown": background.unknown,
    }
    for name, weighing in (("told", background.told), ("shown", background.shown)):
        parts[f"{name}_advice"] = _signs(weighing.advice)
        parts[f"{name}_problem"] = _signs(weighing.problem)
        if weighing.advice_calibration is not None:
            parts[f"{name}_advice_calibration"] = weighing.advice_calibration
        if weighing.problem_calibration is not None:
            parts[f"{name}_problem_calibration"] = weighing.problem_calibration
    return parts


def _background(parts: Mapping[str, Part | float], *, name: str) -> Background:
    return Background(
        name=name,
        mean=_vectors_of(part_of(parts, "mean", Prototypes), "mean", count=1)[0],
        vocabulary=part_of(parts, "rare", Vocabulary),
        unknown=number_of(parts, "unknown"),
        told=_weighing(parts, "told"),
        shown=_weighing(parts, "shown"),
    )


def _weighing(parts: Mapping[str, Part | float], name: str) -> Weighing:
    return Weighing(
        advice=_weights(parts, f"{name}_advice", count=len(ADVICE_SIGNS)),
        problem=_weights(parts, f"{name}_problem", count=len(PROBLEM_SIGNS)),
        advice_calibration=_curve(parts, f"{name}_advice_calibration"),
        problem_calibration=_curve(parts, f"{name}_problem_calibration"),
    )


def _prototypes(vectors: Vectors) -> Prototypes:
    return Prototypes(vectors=vectors, owner=(0,) * len(vectors), n_categories=1)


def _curve(parts: Mapping[str, Part | float], name: str) -> Calibration | None:
    return part_of(parts, name, Calibration) if name in parts else None


def _signs(weights: Matrix) -> LinearModel:
    return LinearModel(
        classes=("fits",), weights=weights[None].astype(np.float32), bias=np.zeros(1)
    )


def _vectors(parts: Mapping[str, Part | float], name: str, *, count: int) -> Vectors:
    return _vectors_of(part_of(parts, f"{name}_texts", Prototypes), name, count=count)


def _vectors_of(part: Prototypes, name: str, *, count: int) -> Vectors:
    if part.vectors.shape != (count, WIDTH):
        raise ValueError(f"it holds {len(part.vectors)} vectors for {name}, not {count}")
    return part.vectors


def _weights(parts: Mapping[str, Part | float], name: str, *, count: int) -> Matrix:
    weights = part_of(parts, name, LinearModel).weights
    if weights.shape != (1, count):
        raise ValueError(f"part {name!r} is of another version of analyzer")
    result: Matrix = weights[0].astype(np.float64)
    return result
