"""What counsellors do (question, reflection, input, other) and when they advise, on real sessions.

    python benchmarks/annomi_behaviour.py [--data AnnoMI] [--cache DIR] [--json]

AnnoMI (Wu et al. 2022), 133 sessions; five folds by session, the same for both tasks. Models see
both speakers and train within the folds; settings are fixed or chosen in folds of the training
part. For advice, models of the sentences of Advice-EMNLP2020, where that stands beside AnnoMI,
lend their scores. In seven sessions ten people labelled the same turns: how well any two of them
agree, on average, is shown as "people".
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
from advice_sentences import read_part
from real_sets import Figure, Goal, Whole, macro_f1, positive_f1, run, vectors_of
from sklearn.model_selection import GroupKFold
from two_looks import LOWEST, Array, Utterance, material_of, two_looks

from analyzer.classify.linear import build_vocabulary, fit_linear
from analyzer.classify.terms import topic_terms
from analyzer.classify.views import words_of
from analyzer.nlp import load_nlp
from analyzer.records import Session, Source, Speaker, Turn
from analyzer.segment.sentences import split_sentences

FOLDS = 5
BEHAVIOURS = ("other", "question", "reflection", "therapist_input")
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


def measure(folder: Path, cache: Path) -> list[Figure]:
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
    folds = list(GroupKFold(FOLDS).split(seen.texts, groups=seen.groups))
    figures = []
    for task, measure_name, goal, wanted in (
        ("behaviour", "macro-F1", macro_f1, 0.78),
        ("advice", "F1", positive_f1, 0.45),
    ):
        truth = tasks[task]
        shown = replace(seen, lent=lent) if task == "advice" else seen
        floor, ours = np.zeros_like(truth), np.zeros_like(truth)
        for train, test in folds:
            n_labels = len(BEHAVIOURS) if task == "behaviour" else 2
            found = two_looks(shown, truth, train=train, test=test, n_labels=n_labels, goals=[goal])
            floor[test], ours[test] = found.floor, found.labels[0]
        figures.append(
            Figure(
                task=f"AnnoMI: {task}",
                measure=measure_name,
                floor=goal(truth, floor),
                ours=goal(truth, ours),
                wanted=wanted,
                people=agreement(said, task, goal),
            )
        )
    return figures


if __name__ == "__main__":
    run(__doc__, "AnnoMI", measure)
