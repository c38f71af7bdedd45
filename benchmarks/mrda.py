"""The five acts of meeting talk: statement, back-channel, broken off, floor, question.

    python benchmarks/mrda.py [--data MRDA] [--cache DIR] [--json]
    python benchmarks/mrda.py --finetune --cache DIR [--epochs 3] [--compile] [--record]

MRDA (Shriberg et al. 2004, CC BY 4.0). Trained on the training meetings, judged on the validation
meetings; settings are fixed or chosen in folds of the training meetings. A fine-tuned network also
learns the set's general and full tags.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from real_sets import Figure, Finetuning, Whole, accuracy, macro_f1, run, vectors_of
from third_look import TalkSet, network_scores, seats_of, talk_set, third_look
from two_looks import Utterance, material_of, two_looks

ACTS = "SBDFQ"
KINDS = ("acts", "general", "full")
EPOCHS = 3
Line = tuple[Utterance, tuple[str, ...]]


def read_part(folder: Path) -> list[Line]:
    """Utterances of all meetings of a part, each with its act, general tag and full tag."""
    lines: list[Line] = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                speaker, text, *tags = line.split("|")
                one = Utterance(text=text, talk=path.stem, group=path.stem, speaker=speaker)
                lines.append((one, tuple(tags[: len(KINDS)])))
    return lines


def taught(lines: Sequence[Line], *, n_train: int) -> TalkSet:
    """What a network may learn: acts, and the tags that occur in the training part."""
    labels, n_labels = {}, {}
    for place, kind in enumerate(KINDS):
        names = sorted({tags[place] for _, tags in lines[:n_train]})
        number = {name: k for k, name in enumerate(ACTS if kind == "acts" else names)}
        labels[kind] = np.array([number.get(tags[place], -1) for _, tags in lines], dtype=np.intp)
        n_labels[kind] = len(number)
    utterances = [one for one, _ in lines]
    meetings = groupby(utterances, key=lambda one: one.talk)
    return talk_set(
        utterances,
        seats=[seat for _, part in meetings for seat in seats_of([one.speaker for one in part])],
        labels=labels,
        n_labels=n_labels,
    )


def measure(folder: Path, cache: Path, how: Finetuning | None = None) -> list[Figure]:
    """Accuracy and macro-F1 over the validation meetings."""
    train, val = read_part(folder / "train"), read_part(folder / "val")
    utterances = [one for one, _ in (*train, *val)]
    labels = np.array([ACTS.index(tags[0]) for _, tags in (*train, *val)], dtype=np.intp)
    here, there = np.arange(len(train)), np.arange(len(train), len(labels))
    network = None
    if how:
        known = taught((*train, *val), n_train=len(train))
        network = network_scores(known, train=here, asked=there, how=how, cache=cache, name="MRDA")[
            "acts"
        ]
    vectors = vectors_of([one.text for one in utterances], cache=cache)
    seen = material_of(utterances, vectors)
    found = two_looks(seen, labels, train=here, test=there, n_labels=len(ACTS), goals=[accuracy])
    truth = labels[there]
    ways: dict[str, Whole] = {"": found.labels[0]}
    if network is not None:
        none_held = np.zeros(len(here), dtype=bool)
        third = third_look(
            found, network, labels, train=here, test=there, held=none_held, goals=[accuracy]
        )[0]
        ways |= {", network alone": third.alone, ", three looks": third.together}
    return [
        Figure(
            task=f"MRDA: five acts{way}",
            measure=name,
            ours=goal(truth, ours),
            floors={"TF-IDF": goal(truth, found.floor)},
            counts=f"{len(there):,} utterances",
            wanted=wanted,
        )
        for way, ours in ways.items()
        for name, goal, wanted in (("accuracy", accuracy, 0.91), ("macro-F1", macro_f1, None))
    ]


if __name__ == "__main__":
    run(__doc__, "MRDA", measure, epochs=EPOCHS)
