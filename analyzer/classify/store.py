"""Models on disk: plain arrays in one compressed file, with a card beside it.

Arrays are read with pickling switched off, so that a model file can hold numbers and nothing that
runs; the card holds the digest of the file, and a file that differs is refused. Plain arrays rather
than stored estimators, because importing scikit-learn to load those takes longer than to analyse a
call.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analyzer.classify.advice import AdviceModel
from analyzer.classify.chain import Chain
from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.problems import ProblemModel
from analyzer.classify.scorer import LinearScorer
from analyzer.errors import ModelError
from analyzer.records import Pack

SENTENCES = "sentences"
WEIGHTS = "weights.npz"
CARD = "card.json"
FORM = 1
RETRAIN = "Make it again with 'analyzer train'."

Arrays = dict[str, npt.NDArray[Any]]
Part = Vocabulary | LinearModel | Chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The bytes of a model file and their digest."""

    content: bytes
    sha256: str


def store_scorer(scorer: LinearScorer) -> Stored:
    """The scorer as the bytes of a model file; equal scorers give equal bytes."""
    return _store({field.name: getattr(scorer, field.name) for field in fields(scorer)})


def store_pack_models(advice: AdviceModel, problems: ProblemModel) -> Stored:
    """Advice and problem model of one pack as the bytes of a model file."""
    return _store(
        {
            "advice_vocabulary": advice.vocabulary,
            "advice": advice.linear,
            "advice_chain": advice.chain,
            "problem_vocabulary": problems.vocabulary,
            "problems": problems.linear,
        }
    )


def has_model(folder: Path) -> bool:
    """Whether a trained model lies in the folder."""
    return (folder / CARD).is_file()


def load_scorer(folder: Path) -> tuple[LinearScorer, str]:
    """The scorer in a folder and its name with version.

    Raises ModelError when it is missing or its file is not the one the card tells of.
    """
    parts, card = _load(folder)
    floats = {name: value for name, value in parts.items() if isinstance(value, float)}
    try:
        scorer = LinearScorer(**{**parts, **floats})
    except TypeError as error:
        raise _damaged(folder, str(error)) from error
    return scorer, _name(card)


def load_pack_models(folder: Path, *, pack: Pack) -> tuple[AdviceModel, ProblemModel, str]:
    """Advice and problem model of a pack, and their name with version.

    Raises ModelError when they are missing, damaged, or made for another version of the pack.
    """
    parts, card = _load(folder)
    if card.get("pack") != pack.label:
        raise ModelError(
            f"this model was made for pack {card.get('pack')!r}, not for {pack.label!r}.",
            path=str(folder),
            hint=RETRAIN,
        )
    name = _name(card)
    try:
        advice = AdviceModel(
            name=f"model:{name}",
            vocabulary=parts["advice_vocabulary"],
            linear=parts["advice"],
            chain=parts["advice_chain"],
        )
        problems = ProblemModel(
            name=f"model:{name}",
            vocabulary=parts["problem_vocabulary"],
            linear=parts["problems"],
        )
    except KeyError as error:
        raise _damaged(folder, f"part {error} is missing") from error
    ids = tuple(category.id for category in pack.advice)
    if advice.linear.classes[1:] != ids:
        raise _damaged(folder, "its categories are not those of the pack")
    return advice, problems, name


def _name(card: Mapping[str, Any]) -> str:
    return f"{card['name']} {card['version']}"


def _store(parts: Mapping[str, Part | float]) -> Stored:
    arrays: Arrays = {"form": np.array(FORM)}
    for name, part in parts.items():
        if isinstance(part, Vocabulary):
            arrays[f"{name}/terms"] = _letters(part.columns)
            arrays[f"{name}/idf"] = part.idf.astype(np.float32)
        elif isinstance(part, LinearModel):
            arrays[f"{name}/classes"] = _letters(part.classes)
            arrays[f"{name}/weights"] = part.weights.astype(np.float16)
            arrays[f"{name}/bias"] = part.bias.astype(np.float32)
        elif isinstance(part, Chain):
            arrays[f"{name}/follows"] = part.follows.astype(np.float32)
            arrays[f"{name}/start"] = part.start.astype(np.float32)
        else:
            arrays[f"{name}/value"] = np.array(part)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    content = buffer.getvalue()
    return Stored(content=content, sha256=hashlib.sha256(content).hexdigest())


def _letters(texts: Mapping[str, int] | tuple[str, ...]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _texts(letters: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(letters.tobytes().decode().split("\n"))


def _load(folder: Path) -> tuple[dict[str, Any], Mapping[str, Any]]:
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        content = (folder / WEIGHTS).read_bytes()
    except OSError as error:
        msg = f"no model is here: {error.strerror}."
        raise ModelError(msg, path=str(error.filename), hint=RETRAIN) from error
    except ValueError as error:
        raise _damaged(folder, "its card is not JSON") from error
    if not isinstance(card, dict) or not {"name", "version", "file_sha256"} <= card.keys():
        raise _damaged(folder, "its card lacks name, version or digest")
    if hashlib.sha256(content).hexdigest() != card["file_sha256"]:
        raise _damaged(folder, f"{WEIGHTS} is not the file that its card tells of")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return _parts({name: arrays[name] for name in arrays.files}), card
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise _damaged(folder, str(error)) from error


def _parts(arrays: Arrays) -> dict[str, Any]:
    if int(arrays.pop("form")) != FORM:
        raise ValueError("it was written by another version of analyzer")
    groups: dict[str, Arrays] = {}
    for name, array in arrays.items():
        part, _, piece = name.partition("/")
        groups.setdefault(part, {})[piece] = array
    return {name: _part(pieces) for name, pieces in groups.items()}


def _part(pieces: Arrays) -> Part | float:
    if "terms" in pieces:
        terms = _texts(pieces["terms"])
        columns = {term: column for column, term in enumerate(terms)}
        return Vocabulary(columns=columns, idf=pieces["idf"].astype(np.float64))
    if "weights" in pieces:
        return LinearModel(
            classes=_texts(pieces["classes"]),
            weights=pieces["weights"].astype(np.float32),
            bias=pieces["bias"].astype(np.float64),
        )
    if "follows" in pieces:
        return Chain(
            follows=pieces["follows"].astype(np.float64), start=pieces["start"].astype(np.float64)
        )
    return float(pieces["value"])


def _damaged(folder: Path, why: str) -> ModelError:
    return ModelError(f"this model cannot be used: {why}.", path=str(folder), hint=RETRAIN)
