"""What counsellors do (question, reflection, input, other) and when they advise, on real sessions.

    python benchmarks/annomi_behaviour.py [--data AnnoMI] [--cache DIR] [--json]
    python benchmarks/annomi_behaviour.py --finetune --cache DIR [--epochs 6] [--compile] [--record]

AnnoMI (Wu et al. 2022), 133 sessions; five folds by session, the same for both tasks. Models see
both speakers and train within the folds; settings are fixed or chosen in folds of the training
part. For advice, models of the sentences of Advice-EMNLP2020, where that stands beside AnnoMI,
lend their scores. A fine-tuned network learns behaviour, advice and what clients' talk is (for
change, against it, neither) at once. In seven sessions ten people labelled the same turns: how
well any two of them agree, on average, is shown as "people".
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np
from advice_sentences import read_part
from real_sets import Figure, Finetuning, Goal, Whole, macro_f1, positive_f1, run, vectors_of
from sklearn.model_selection import GroupKFold
from third_look import Mask, TalkSet, network_scores, talk_set, tenth_of, third_look
from two_looks import LOWEST, Array, Material, Utterance, material_of, two_looks

from analyzer.classify.linear import build_vocabulary, fit_linear
from analyzer.classify.terms import topic_terms
from analyzer.classify.views import words_of
from analyzer.nlp import load_nlp
from analyzer.records import Session, Source, Speaker, Turn
from analyzer.segment.sentences import split_sentences

FOLDS = 5
BEHAVIOURS = ("other", "question", "reflection", "therapist_input")
CLIENT_TALK = ("neutral", "change", "sustain")
EPOCHS = 6
FEWEST = 50
# Those replies are written with a space before marks and endings: "do n't".
DETACHED = re.compile(r" (?=['’]|n['’]t\b)")
Row = dict[str, str]
Tasks = dict[str, Whole]


def read_rows(path: Path) -> list[Row]:
    """All annotation rows, those of a session together and in order."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return sorted(rows, key=lambda row: (int(row["transcript_id"]), int(row["utterance_id"])))


def first_labels(rows: list[Row]) -> list[Row]:
    """The first annotation of each utterance."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        first.setdefault((row["transcript_id"], row["utterance_id"]), row)
    return list(first.values())


def tasks_of(rows: list[Row]) -> Tasks:
    """Behaviour, as a place in BEHAVIOURS, and whether advice is given, of counsellors' rows."""
    return {
        "behaviour": np.array([BEHAVIOURS.index(row["main_therapist_behaviour"]) for row in rows]),
        "advice": np.array([int(row["therapist_input_subtype"] == "advice") for row in rows]),
    }


def agreement(rows: list[Row], task: str, goal: Goal) -> float | None:
    """The mean over pairs of annotators of one's score against the other; None without pairs."""
    by: defaultdict[str, dict[tuple[str, str], Row]] = defaultdict(dict)
    for row in rows:
        by[row["annotator_id"]][row["transcript_id"], row["utterance_id"]] = row
    scores = []
    for one, other in combinations(sorted(by), 2):
        both = sorted(by[one].keys() & by[other].keys())
        if len(both) >= FEWEST:
            left, right = (tasks_of([by[who][key] for key in both])[task] for who in (one, other))
            scores.append(goal(left, right))
    return float(np.mean(scores)) if scores else None


def lent_scores(folder: Path, texts: Sequence[str], *, cache: Path) -> Array:
    """How likely advice the likeliest sentence of each text is, by words, by vectors and by both.

    The models learn from the training parts of the set in ``folder``; the columns are logarithms.
    """
    known = [
        row
        for name in ("needadvice", "askparents")
        for row in read_part(folder / f"{name}_train.tsv")
    ]
    labels = [label for *_, label in known]
    owners, sentences = sentences_of(texts)
    given = [text for _, _, text, _ in known]
    bags = [topic_terms(words_of(DETACHED.sub("", text))) for text in given]
    vocabulary = build_vocabulary(bags, min_count=2)
    ask = vocabulary.matrix([topic_terms(words_of(text)) for text in sentences])
    names = ("tells", "advises")
    by_words = fit_linear(
        vocabulary.matrix(bags), labels, classes=names, strength=0.3, balance=0.0
    ).probabilities(ask)
    by_vectors = fit_linear(
        5 * vectors_of(given, cache=cache), labels, classes=names, strength=0.3, balance=0.0
    ).probabilities(5 * vectors_of(sentences, cache=cache))
    columns = np.column_stack(
        [by_words[:, 1], by_vectors[:, 1], np.sqrt(by_words[:, 1] * by_vectors[:, 1])]
    )
    best = np.full((len(texts), columns.shape[1]), LOWEST)
    np.maximum.at(best, owners, columns)
    result: Array = np.log(best) / 3
    return result


def sentences_of(texts: Sequence[str]) -> tuple[list[int], list[str]]:
    """The sentences of all texts, and which text each is of."""
    session = Session(
        id="",
        source=Source(path="", format="csv", sha256=""),
        speakers=(Speaker(name="A"),),
        turns=tuple(Turn(speaker=0, text=text or "-") for text in texts),
    )
    cut = split_sentences(session, nlp=load_nlp())
    return (
        [one.turn for one in cut],
        [session.turns[one.turn].text[one.start : one.end] for one in cut],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Rows to learn from and to judge by, and what a network fine-tuned on the former says.

    ``scores`` has a row for each counsellor's utterance and kind of label; ``held`` marks those
    of the training rows that the network was not taught.
    """

    train: Whole
    test: Whole
    held: Mask
    scores: dict[str, Array]


def taught(rows: list[Row], utterances: Sequence[Utterance]) -> TalkSet:
    """What a network may learn: behaviour and advice of counsellors, talk of clients."""
    said = np.array([row["interlocutor"] == "therapist" for row in rows])
    labels = {kind: np.full(len(rows), -1, dtype=np.intp) for kind in ("behaviour", "advice")}
    for kind, found in tasks_of(
        [row for row in rows if row["interlocutor"] == "therapist"]
    ).items():
        labels[kind][said] = found
    kinds = {name: number for number, name in enumerate(CLIENT_TALK)}
    labels["client"] = np.array(
        [-1 if own else kinds[row["client_talk_type"]] for own, row in zip(said, rows, strict=True)]
    )
    return talk_set(
        utterances,
        seats=[int(not own) for own in said],
        labels=labels,
        n_labels={"behaviour": len(BEHAVIOURS), "advice": 2, "client": len(CLIENT_TALK)},
    )


def with_network(
    folds: Sequence[Fold],
    known: TalkSet,
    *,
    chosen: Whole,
    groups: Whole,
    how: Finetuning,
    cache: Path,
) -> list[Fold]:
    """The folds, each with a network of its own; ``chosen`` are counsellors' utterances."""
    result = []
    for number, fold in enumerate(folds, start=1):
        behaviour, advice = (known.labels[kind][chosen] for kind in ("behaviour", "advice"))
        mixed = np.where(advice == 1, len(BEHAVIOURS), behaviour)
        held = tenth_of(mixed[fold.train], groups[fold.train])
        scores = network_scores(
            known,
            train=chosen[fold.train[~held]],
            asked=chosen[np.concatenate([fold.train[held], fold.test])],
            how=how,
            cache=cache,
            name=f"AnnoMI, fold {number} of {len(folds)}",
        )
        own = {kind: rows[chosen] for kind, rows in scores.items()}
        result.append(replace(fold, held=held, scores=own))
    return result


def judge(
    seen: Material, truth: Whole, *, folds: Sequence[Fold], task: str, goal: Goal
) -> dict[str, float]:
    """How well each way does, over all rows, each left out once."""
    ways: defaultdict[str, Whole] = defaultdict(lambda: np.zeros_like(truth))
    n_labels = len(BEHAVIOURS) if task == "behaviour" else 2
    for fold in folds:
        train, test = fold.train, fold.test
        found = two_looks(seen, truth, train=train, test=test, n_labels=n_labels, goals=[goal])
        ways["floor"][test], ways[""][test] = found.floor, found.labels[0]
        if fold.scores:
            third = third_look(
                found,
                fold.scores[task],
                truth,
                train=train,
                test=test,
                held=fold.held,
                goals=[goal],
            )[0]
            ways[", network alone"][test] = third.alone
            ways[", three looks"][test] = third.together
    return {way: goal(truth, labels) for way, labels in ways.items()}


def measure(folder: Path, cache: Path, how: Finetuning | None = None) -> list[Figure]:
    """Macro-F1 of the behaviours and F1 of advice, over all sessions, each left out once."""
    annotations = read_rows(folder / "AnnoMI-full.csv")
    rows = first_labels(annotations)
    utterances = [
        Utterance(
            text=row["utterance_text"].strip(),
            talk=row["transcript_id"],
            group=row["transcript_id"],
            speaker=row["interlocutor"],
        )
        for row in rows
    ]
    vectors = vectors_of([one.text for one in utterances], cache=cache)
    chosen = [place for place, row in enumerate(rows) if row["interlocutor"] == "therapist"]
    seen = material_of(utterances, vectors, rows=chosen)
    beside = folder.parent / "Advice-EMNLP2020"
    lent = lent_scores(beside, seen.texts, cache=cache) if beside.is_dir() else None
    said = [row for row in annotations if row["interlocutor"] == "therapist"]
    tasks = tasks_of([rows[place] for place in chosen])
    folds = [
        Fold(train=train, test=test, held=np.zeros(len(train), dtype=bool), scores={})
        for train, test in GroupKFold(FOLDS).split(seen.texts, groups=seen.groups)
    ]
    if how:
        known = taught(rows, utterances)
        folds = with_network(
            folds, known, chosen=np.array(chosen), groups=seen.groups, how=how, cache=cache
        )
    counts = f"{len(set(seen.groups))} sessions, {len(chosen):,} utterances of counsellors"
    figures = []
    for task, measure_name, goal, wanted in (
        ("behaviour", "macro-F1", macro_f1, 0.78),
        ("advice", "F1", positive_f1, 0.45),
    ):
        truth = tasks[task]
        shown = replace(seen, lent=lent) if task == "advice" else seen
        ways = judge(shown, truth, folds=folds, task=task, goal=goal)
        floor, people = ways.pop("floor"), agreement(said, task, goal)
        figures += [
            Figure(
                task=f"AnnoMI: {task}{way}",
                measure=measure_name,
                ours=ours,
                floors={"TF-IDF": floor},
                counts=counts,
                wanted=wanted,
                people=people,
            )
            for way, ours in ways.items()
        ]
    return figures


if __name__ == "__main__":
    run(__doc__, "AnnoMI", measure, epochs=EPOCHS)
