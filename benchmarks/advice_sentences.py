"""Whether a sentence of a reply gives advice, on real replies to people who asked for some.

    python benchmarks/advice_sentences.py [--data Advice-EMNLP2020] [--cache DIR] [--json]
    python benchmarks/advice_sentences.py --finetune --cache DIR [--epochs 4] [--compile] [--record]

needadvice and askparents (Govindarajan et al. 2020, MIT licence): sentences of replies, label
``DS_Label``. Trained on the training part, judged on the development part (other submissions);
settings are fixed or chosen in folds of the training part by submission. F1 is that of advice;
macro-F1 is the mean over advice and the rest. A fine-tuned network learns both sets at once and is
told which a reply is of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from real_sets import Figure, Finetuning, Whole, macro_f1, positive_f1, run, vectors_of
from third_look import Mask, network_scores, talk_set, tenth_of, third_look
from two_looks import Array, Utterance, material_of, two_looks

from analyzer.encoder import Vectors

WANTED = {"needadvice": 0.78, "askparents": None}
MEASURES = {"F1": positive_f1, "macro-F1": macro_f1}
EPOCHS = 4
Row = tuple[str, int, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What a network says of the rows of a set, training part first.

    ``held`` marks those of the training part that it was not taught.
    """

    scores: Array
    held: Mask


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


def utterances_of(rows: Sequence[Row]) -> list[Utterance]:
    """The sentences of replies; replies to the same question are of one group."""
    return [
        Utterance(text=text, talk=reply, group=reply.split("-")[0]) for reply, _, text, _ in rows
    ]


def network_of(
    parts: Sequence[tuple[Sequence[Row], Sequence[Row]]], *, how: Finetuning, cache: Path
) -> list[Network]:
    """What one network says of each set's training and development part, taught all of them.

    Which set a reply is of stands where in talk it would stand who speaks.
    """
    rows = [row for pair in parts for part in pair for row in part]
    labels = np.array([label for *_, label in rows], dtype=np.intp)
    groups = np.array([one.group for one in utterances_of(rows)])
    place, places, helds = 0, [], []
    for train, dev in parts:
        here = np.arange(place, place := place + len(train))
        places.append((here, np.arange(place, place := place + len(dev))))
        helds.append(tenth_of(labels[here], np.unique(groups[here], return_inverse=True)[1]))
    scores = network_scores(
        talk_set(
            utterances_of(rows),
            seats=[seat for seat, pair in enumerate(parts) for part in pair for _ in part],
            labels={"advice": labels},
            n_labels={"advice": 2},
        ),
        train=np.concatenate([here[~held] for (here, _), held in zip(places, helds, strict=True)]),
        asked=np.concatenate(
            [
                rows
                for (here, there), held in zip(places, helds, strict=True)
                for rows in (here[held], there)
            ]
        ),
        how=how,
        cache=cache,
        name="needadvice and askparents",
    )["advice"]
    return [
        Network(scores=scores[np.concatenate(pair)], held=held)
        for pair, held in zip(places, helds, strict=True)
    ]


def measure_set(
    train: Sequence[Row],
    dev: Sequence[Row],
    *,
    also: Sequence[Row],
    vectors: Vectors,
    network: Network | None = None,
) -> dict[str, dict[str, float]]:
    """How well each way does on the development part, for each measure.

    ``vectors`` are those of ``train``, ``dev`` and ``also``, in this order; models learn from
    ``also`` as well, but what score is enough is chosen on ``train``. Ways are the floor, ours
    and, given a network, the network alone and three looks.
    """
    rows = [*train, *dev, *also]
    labels = np.array([label for *_, label in rows], dtype=np.intp)
    place = np.arange(len(rows))
    test = place[len(train) : len(train) + len(dev)]
    learnt = np.concatenate([place[: len(train)], place[len(train) + len(dev) :]])
    found = two_looks(
        material_of(utterances_of(rows), vectors),
        labels,
        train=learnt,
        test=test,
        n_labels=2,
        goals=list(MEASURES.values()),
        judged=learnt < len(train),
    )
    ways: dict[str, Sequence[Whole]] = {"floor": [found.floor] * len(MEASURES)}
    ways["ours"] = found.labels
    if network is not None:
        thirds = third_look(
            found,
            network.scores,
            labels,
            train=learnt,
            test=test,
            held=np.concatenate([network.held, np.zeros(len(also), dtype=bool)]),
            goals=list(MEASURES.values()),
        )
        ways["network alone"] = [third.alone for third in thirds]
        ways["three looks"] = [third.together for third in thirds]
    return {
        name: {way: goal(labels[test], found[number]) for way, found in ways.items()}
        for number, (name, goal) in enumerate(MEASURES.items())
    }


def measure(folder: Path, cache: Path, how: Finetuning | None = None) -> list[Figure]:
    """The figures of both sets, learnt from its own training part and from both sets' parts."""
    parts = {
        name: [read_part(folder / f"{name}_{part}.tsv") for part in ("train", "dev")]
        for name in WANTED
    }
    vectors = {
        name: vectors_of([text for part in both for _, _, text, _ in part], cache=cache)
        for name, both in parts.items()
    }
    networks: dict[str, Network] = {}
    if how:
        both_sets = [(train, dev) for train, dev in parts.values()]
        networks = dict(zip(parts, network_of(both_sets, how=how, cache=cache), strict=True))
    figures = []
    for name, other in (("needadvice", "askparents"), ("askparents", "needadvice")):
        train, dev = parts[name]
        more = parts[other][0]
        alone = measure_set(train, dev, also=(), vectors=vectors[name])
        both = np.vstack([vectors[name], vectors[other][: len(more)]])
        joined = measure_set(train, dev, also=more, vectors=both, network=networks.get(name))
        ways = [
            (f"{name}: advice", alone, "ours"),
            (f"{name}: advice, trained on both", joined, "ours"),
        ]
        if networks:
            ways += [
                (f"{name}: advice, {way}", joined, way) for way in ("network alone", "three looks")
            ]
        figures += [
            Figure(
                task=task,
                measure=one,
                ours=scores[one][way],
                floors={"TF-IDF": alone[one]["floor"]},
                counts=f"{len(dev):,} sentences",
                wanted=WANTED[name] if one == "F1" else None,
            )
            for task, scores, way in ways
            for one in MEASURES
        ]
    return figures


if __name__ == "__main__":
    run(__doc__, "Advice-EMNLP2020", measure, epochs=EPOCHS)
