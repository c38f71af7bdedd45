"""The five acts of meeting talk: statement, back-channel, broken off, floor, question.

    python benchmarks/mrda.py [--data MRDA] [--cache DIR] [--json]

MRDA (Shriberg et al. 2004, CC BY 4.0). Trained on the training meetings, judged on the validation
meetings; settings are fixed or chosen in folds of the training meetings.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from real_sets import Figure, accuracy, macro_f1, run, vectors_of
from two_looks import Utterance, material_of, two_looks

ACTS = "SBDFQ"
Line = tuple[Utterance, int]


def read_part(folder: Path) -> list[Line]:
    """Utterances of all meetings of a part with their acts, as places in ACTS."""
    lines: list[Line] = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                speaker, text, act = line.split("|")[:3]
                one = Utterance(text=text, talk=path.stem, group=path.stem, speaker=speaker)
                lines.append((one, ACTS.index(act)))
    return lines


def measure(folder: Path, cache: Path) -> list[Figure]:
    """Accuracy and macro-F1 over the validation meetings."""
    train, val = read_part(folder / "train"), read_part(folder / "val")
    utterances = [one for one, _ in (*train, *val)]
    labels = np.array([act for _, act in (*train, *val)], dtype=np.intp)
    here, there = np.arange(len(train)), np.arange(len(train), len(labels))
    vectors = vectors_of([one.text for one in utterances], cache=cache)
    seen = material_of(utterances, vectors)
    found = two_looks(seen, labels, train=here, test=there, n_labels=len(ACTS), goals=[accuracy])
    truth = labels[there]
    return [
        Figure(
            task="MRDA: five acts",
            measure=name,
            floor=goal(truth, found.floor),
            ours=goal(truth, found.labels[0]),
            wanted=wanted,
        )
        for name, goal, wanted in (("accuracy", accuracy, 0.91), ("macro-F1", macro_f1, None))
    ]


if __name__ == "__main__":
    run(__doc__, "MRDA", measure)
