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
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from analyzer.classify.advice import NONE, AdviceModel
from analyzer.classify.calibration import Calibration
from analyzer.classify.chain import Chain
from analyzer.classify.context import STARTS, context_columns, start_columns
from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.meaning import Prototypes
from analyzer.classify.problems import ProblemModel
from analyzer.classify.scorer import LinearScorer
from analyzer.classify.speakers import ROLES, speaker_columns
from analyzer.classify.thresholds import Thresholds
from analyzer.encoder import WIDTH
from analyzer.errors import ModelError
from analyzer.records import Move, Pack, SegmentKind

SENTENCES = "sentences"
WEIGHTS = "weights.npz"
CARD = "card.json"
FORM = 1
RETRAIN = "Make it again with 'analyzer train'."

Arrays = dict[str, npt.NDArray[Any]]
Part = Vocabulary | LinearModel | Chain | Prototypes | Calibration | Thresholds
P = TypeVar("P", Vocabulary, LinearModel, Chain, Prototypes, Calibration, Thresholds)

# What numpy and zipfile raise on bytes that are not what they seem.
UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The bytes of a model file and their digest."""

    content: bytes
    sha256: str


def store_scorer(scorer: LinearScorer) -> Stored:
    """The scorer as the bytes of a model file; equal scorers give equal bytes."""
    return store_parts({field.name: getattr(scorer, field.name) for field in fields(scorer)})


def store_pack_models(advice: AdviceModel, problems: ProblemModel) -> Stored:
    """Advice and problem model of one pack as the bytes of a model file."""
    parts: dict[str, Part | float | None] = {
        "advice_vocabulary": advice.vocabulary,
        "advice": advice.linear,
        "advice_chain": advice.chain,
        "advice_meaning": advice.meaning,
        "advice_calibration": advice.calibration,
        "advice_thresholds": advice.thresholds,
        "problem_vocabulary": problems.vocabulary,
        "problems": problems.linear,
        "problem_meaning": problems.meaning,
        "problem_prototypes": problems.prototypes,
        "problem_heat": problems.heat,
        "problem_calibration": problems.calibration,
        "problem_thresholds": problems.thresholds,
    }
    return store_parts({name: part for name, part in parts.items() if part is not None})


def has_model(folder: Path) -> bool:
    """Whether a trained model lies in the folder, or what is left of one."""
    return (folder / CARD).exists() or (folder / WEIGHTS).exists()


def load_scorer(folder: Path) -> tuple[LinearScorer, str]:
    """The scorer in a folder and its name with version.

    Raises ModelError when it is missing or its file is not the one the card tells of.
    """
    parts, card = load_parts(folder)
    try:
        scorer = LinearScorer(
            role_vocabulary=part_of(parts, "role_vocabulary", Vocabulary),
            role_words=part_of(parts, "role_words", LinearModel),
            role_speakers=part_of(parts, "role_speakers", LinearModel),
            vocabulary=part_of(parts, "vocabulary", Vocabulary),
            first_moves=part_of(parts, "first_moves", LinearModel),
            first_segments=part_of(parts, "first_segments", LinearModel),
            moves=part_of(parts, "moves", LinearModel),
            segments=part_of(parts, "segments", LinearModel),
            starts=part_of(parts, "starts", LinearModel),
            segment_chain=part_of(parts, "segment_chain", Chain),
            segment_trust=number_of(parts, "segment_trust"),
            network_share=number_of(parts, "network_share"),
            move_heat=number_of(parts, "move_heat"),
        )
        _check_scorer(scorer)
    except ValueError as error:
        raise damaged(folder, str(error)) from error
    return scorer, _name(card)


def load_pack_models(folder: Path, *, pack: Pack) -> tuple[AdviceModel, ProblemModel, str]:
    """Advice and problem model of a pack, and their name with version.

    Raises ModelError when they are missing, damaged, or made for another version of the pack.
    """
    parts, card = load_parts(folder)
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
            vocabulary=part_of(parts, "advice_vocabulary", Vocabulary),
            linear=part_of(parts, "advice", LinearModel),
            chain=part_of(parts, "advice_chain", Chain),
            meaning=_part_if_there(parts, "advice_meaning", LinearModel),
            calibration=_part_if_there(parts, "advice_calibration", Calibration),
            thresholds=_part_if_there(parts, "advice_thresholds", Thresholds),
        )
        problems = ProblemModel(
            name=f"model:{name}",
            vocabulary=part_of(parts, "problem_vocabulary", Vocabulary),
            linear=part_of(parts, "problems", LinearModel),
            meaning=_part_if_there(parts, "problem_meaning", LinearModel),
            prototypes=_part_if_there(parts, "problem_prototypes", Prototypes),
            heat=number_of(parts, "problem_heat"),
            calibration=_part_if_there(parts, "problem_calibration", Calibration),
            thresholds=_part_if_there(parts, "problem_thresholds", Thresholds),
        )
        _check_columns(advice.vocabulary, advice.linear)
        _check_columns(problems.vocabulary, problems.linear)
        _check_chain(advice.chain, advice.linear)
        _check_classes(advice.linear, (NONE, *(category.id for category in pack.advice)))
        _check_classes(problems.linear, tuple(category.id for category in pack.problem))
        _check_thresholds(advice.thresholds, len(pack.advice))
        _check_thresholds(problems.thresholds, len(pack.problem))
    except ValueError as error:
        raise damaged(folder, str(error)) from error
    return advice, problems, name


def _name(card: Mapping[str, Any]) -> str:
    return f"{card['name']} {card['version']}"


def store_parts(parts: Mapping[str, Part | float]) -> Stored:
    """The parts as the bytes of a model file; equal parts give equal bytes."""
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
            if part.favour is not None:
                arrays[f"{name}/favour"] = part.favour.astype(np.float32)
        elif isinstance(part, Prototypes):
            arrays[f"{name}/vectors"] = part.vectors.astype(np.float16)
            arrays[f"{name}/owner"] = np.array(part.owner, dtype=np.int32)
            arrays[f"{name}/n_categories"] = np.array(part.n_categories)
        elif isinstance(part, Calibration):
            arrays[f"{name}/knots"] = part.knots.astype(np.float64)
            arrays[f"{name}/values"] = part.values.astype(np.float64)
        elif isinstance(part, Thresholds):
            arrays[f"{name}/say_from"] = part.say_from.astype(np.float64)
            arrays[f"{name}/sure_from"] = part.sure_from.astype(np.float64)
        else:
            arrays[f"{name}/value"] = np.array(part)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    content = buffer.getvalue()
    return Stored(content=content, sha256=hashlib.sha256(content).hexdigest())


def _letters(texts: Mapping[str, int] | tuple[str, ...]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _texts(letters: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(letters.tobytes().decode().split("\n")) if letters.size else ()


def load_parts(folder: Path) -> tuple[dict[str, Part | float], Mapping[str, Any]]:
    """The parts of the model in a folder, and what its card says. Raises ModelError."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        content = (folder / WEIGHTS).read_bytes()
    except OSError as error:
        msg = f"no model is here: {error.strerror}."
        raise ModelError(msg, path=str(error.filename), hint=RETRAIN) from error
    except ValueError as error:
        raise damaged(folder, "its card is not JSON") from error
    if not isinstance(card, dict) or not {"name", "version", "file_sha256"} <= card.keys():
        raise damaged(folder, "its card lacks name, version or digest")
    if hashlib.sha256(content).hexdigest() != card["file_sha256"]:
        raise damaged(folder, f"{WEIGHTS} is not the file that its card tells of")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return _parts({name: arrays[name] for name in arrays.files}), card
    except UNREADABLE as error:
        raise damaged(folder, str(error) or type(error).__name__) from error


def _parts(arrays: Arrays) -> dict[str, Part | float]:
    if int(arrays.pop("form")) != FORM:
        raise ValueError("it was written by another version of analyzer")
    groups: dict[str, Arrays] = {}
    for name, array in arrays.items():
        part, _, piece = name.partition("/")
        groups.setdefault(part, {})[piece] = array
    return {name: _whole(name, pieces) for name, pieces in groups.items()}


def _whole(name: str, pieces: Arrays) -> Part | float:
    """One part put together from its arrays. Raises ValueError when they do not fit each other."""
    part: Part
    if "terms" in pieces:
        terms = _texts(pieces["terms"])
        columns = {term: column for column, term in enumerate(terms)}
        part = Vocabulary(columns=columns, idf=pieces["idf"].astype(np.float64))
        fits = part.idf.shape == (len(columns),)
    elif "weights" in pieces:
        part = LinearModel(
            classes=_texts(pieces["classes"]),
            weights=pieces["weights"].astype(np.float32),
            bias=pieces["bias"].astype(np.float64),
        )
        count = len(part.classes)
        fits = part.weights.ndim == 2 and len(part.weights) == count and part.bias.shape == (count,)
    elif "follows" in pieces:
        part = Chain(
            follows=pieces["follows"].astype(np.float64),
            start=pieces["start"].astype(np.float64),
            favour=pieces["favour"].astype(np.float64) if "favour" in pieces else None,
        )
        fits = part.start.ndim == 1 and part.follows.shape == 2 * part.start.shape
        fits = fits and (part.favour is None or part.favour.shape == part.start.shape)
    elif "vectors" in pieces:
        part = Prototypes(
            vectors=pieces["vectors"].astype(np.float32),
            owner=tuple(int(number) for number in pieces["owner"]),
            n_categories=int(pieces["n_categories"]),
        )
        fits = part.vectors.shape == (len(part.owner), WIDTH)
        fits = fits and all(0 <= number < part.n_categories for number in part.owner)
    elif "knots" in pieces:
        part = Calibration(
            knots=pieces["knots"].astype(np.float64), values=pieces["values"].astype(np.float64)
        )
        fits = part.is_curve
    elif "say_from" in pieces:
        part = Thresholds(
            say_from=pieces["say_from"].astype(np.float64),
            sure_from=pieces["sure_from"].astype(np.float64),
        )
        fits = part.say_from.ndim == 1 and part.say_from.shape == part.sure_from.shape
        fits = fits and bool((part.say_from <= part.sure_from).all())
    else:
        return float(pieces["value"])
    if not fits or not all(np.isfinite(array).all() for array in _numbers(part)):
        raise ValueError(f"the arrays of part {name!r} do not fit each other")
    return part


def _numbers(part: Part) -> tuple[npt.NDArray[Any], ...]:
    match part:
        case Vocabulary():
            return (part.idf,)
        case LinearModel():
            return part.weights, part.bias
        case Chain():
            favour = () if part.favour is None else (part.favour,)
            return part.follows, part.start, *favour
        case Prototypes():
            return (part.vectors,)
        case Calibration():
            return part.knots, part.values
        case Thresholds():
            return part.say_from, part.sure_from


def part_of(parts: Mapping[str, Part | float], name: str, kind: type[P]) -> P:
    """The part of that name. Raises ValueError when it is missing or of another kind."""
    part = parts.get(name)
    if not isinstance(part, kind):
        raise ValueError(f"part {name!r} is missing")  # noqa: TRY004 - the file is wrong, no caller
    return part


def _part_if_there(parts: Mapping[str, Part | float], name: str, kind: type[P]) -> P | None:
    return part_of(parts, name, kind) if name in parts else None


def number_of(parts: Mapping[str, Part | float], name: str) -> float:
    """The number of that name. Raises ValueError when it is missing."""
    value = parts.get(name)
    if not isinstance(value, float):
        raise ValueError(f"part {name!r} is missing")  # noqa: TRY004 - the file is wrong, no caller
    return value


def _check_scorer(scorer: LinearScorer) -> None:
    """Labels are stored by their place in a list, so the list must be the one of this version."""
    _check_columns(scorer.role_vocabulary, scorer.role_words)
    for model in (scorer.role_words, scorer.role_speakers):
        _check_classes(model, ROLES)
    for model in (scorer.first_moves, scorer.moves):
        _check_classes(model, tuple(Move))
    for model in (scorer.first_segments, scorer.segments):
        _check_classes(model, tuple(SegmentKind))
    for model in (scorer.first_moves, scorer.first_segments):
        _check_columns(scorer.vocabulary, model)
    nothing = np.zeros((0, len(Move))), np.zeros((0, len(SegmentKind)))
    dense = {
        "moves": context_columns((), moves=nothing[0], segments=nothing[1]),
        "segments": context_columns((), moves=nothing[0], segments=nothing[1]),
        "starts": start_columns((), segments=nothing[1]),
        "role_speakers": speaker_columns((), n_speakers=0, words=np.zeros((0, 3)), form=()),
    }
    for name, columns in dense.items():
        if getattr(scorer, name).weights.shape[1] != columns.shape[1]:
            raise ValueError(f"part {name!r} is of another version of analyzer")
    _check_classes(scorer.starts, STARTS)
    _check_chain(scorer.segment_chain, scorer.segments)


def _check_columns(vocabulary: Vocabulary, model: LinearModel) -> None:
    if model.weights.shape[1] != len(vocabulary.columns):
        raise ValueError("its weights are not those of its vocabulary")


def _check_chain(chain: Chain, model: LinearModel) -> None:
    if len(chain.start) != len(model.classes):
        raise ValueError("its chain is not one over its labels")


def _check_thresholds(thresholds: Thresholds | None, n_categories: int) -> None:
    if thresholds is not None and len(thresholds.say_from) != n_categories:
        raise ValueError("its thresholds are not those of its categories")


def _check_classes(model: LinearModel, classes: tuple[str, ...]) -> None:
    if model.classes != tuple(str(name) for name in classes):
        raise ValueError(f"its labels are {', '.join(model.classes)}, not {', '.join(classes)}")


def damaged(folder: Path, why: str) -> ModelError:
    """What to raise of a model that cannot be used."""
    return ModelError(f"this model cannot be used: {why}.", path=str(folder), hint=RETRAIN)
