"""Whether a sentence of a reply gives advice, on real replies to people who asked for some.

    python benchmarks/advice_sentences.py [--data Advice-EMNLP2020] [--cache DIR] [--json]

needadvice and askparents (Govindarajan et al. 2020, MIT licence): sentences of replies, label
``DS_Label``. Trained on the training part, judged on the development part (other submissions);
settings are fixed or chosen in folds of the training part by submission. F1 is that of advice;
macro-F1 is the mean over advice and the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from real_sets import Figure, macro_f1, positive_f1, run, vectors_of
from two_looks import Utterance, material_of, two_looks

from analyzer.encoder import Vectors

WANTED = {"needadvice": 0.78, "askparents": None}
MEASURES = {"F1": positive_f1, "macro-F1": macro_f1}
Row = tuple[str, int, str, int]


def read_part(path: Path) -> list[Row]:
    """Reply, place in it, sentence and label of each row, replies together and in order.

    Quotation marks are text; the label is 1 for advice.
    """
    rows: list[Row] = []
    for line in path.read_text(encoding="utf-8").split("\n")[1:]:
        if line.strip():
            name, _, label, sentence = line.split("\t")[:4]
            reply, place = name.rsplit("-", 1)
            rows.append((reply, int(place), sentence.strip(), int(label)))
    return sorted(rows, key=lambda row: row[:2])


def measure_set(
    train: Sequence[Row], dev: Sequence[Row], *, also: Sequence[Row], vectors: Vectors
) -> dict[str, tuple[float, float]]:
    """Floor and ours on the development part, for each measure.

    ``vectors`` are those of ``train``, ``dev`` and ``also``, in this order; models learn from
    ``also`` as well, but what score is enough is chosen on ``train``.
    """
    rows = [*train, *dev, *also]
    utterances = [
        Utterance(text=text, talk=reply, group=reply.split("-")[0]) for reply, _, text, _ in rows
    ]
    labels = np.array([label for *_, label in rows], dtype=np.intp)
    place = np.arange(len(rows))
    test = place[len(train) : len(train) + len(dev)]
    learnt = np.concatenate([place[: len(train)], place[len(train) + len(dev) :]])
    found = two_looks(
        material_of(utterances, vectors),
        labels,
        train=learnt,
        test=test,
        n_labels=2,
        goals=list(MEASURES.values()),
        judged=learnt < len(train),
    )
    return {
        name: (goal(labels[test], found.floor), goal(labels[test], ours))
        for (name, goal), ours in zip(MEASURES.items(), found.labels, strict=True)
    }


def measure(folder: Path, cache: Path) -> list[Figure]:
    """The figures of both sets, learnt from its own training part and from both sets' parts."""
    parts = {
        name: [read_part(folder / f"{name}_{part}.tsv") for part in ("train", "dev")]
        for name in WANTED
    }
    vectors = {
        name: vectors_of([text for part in both for _, _, text, _ in part], cache=cache)
        for name, both in parts.items()
    }
    figures = []
    for name, other in (("needadvice", "askparents"), ("askparents", "needadvice")):
        train, dev = parts[name]
        more = parts[other][0]
        alone = measure_set(train, dev, also=(), vectors=vectors[name])
        both = np.vstack([vectors[name], vectors[other][: len(more)]])
        joined = measure_set(train, dev, also=more, vectors=both)
        for task, scores in ((name, alone), (f"{name}, trained on both", joined)):
            figures += [
                Figure(
                    task=task,
                    measure=one,
                    floor=alone[one][0],
                    ours=ours,
                    wanted=WANTED[name] if one == "F1" else None,
                )
                for one, (_, ours) in scores.items()
            ]
    return figures


if __name__ == "__main__":
    run(__doc__, "Advice-EMNLP2020", measure)
