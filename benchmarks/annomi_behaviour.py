"""What counsellors do (question, reflection, input, other) and when they advise, on real sessions.

    python benchmarks/annomi_behaviour.py [--data AnnoMI] [--cache DIR] [--json]

AnnoMI (Wu et al. 2022), 133 sessions; five folds by session, the same for both tasks. Models see
both speakers and train within the folds; settings are fixed or chosen in folds of the training
part. In seven sessions ten people labelled the same turns: how well any two of them agree, on
average, is shown as "people".
"""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
from real_sets import Figure, Goal, Whole, macro_f1, positive_f1, run, vectors_of
from sklearn.model_selection import GroupKFold
from two_looks import Utterance, material_of, two_looks

FOLDS = 5
BEHAVIOURS = ("other", "question", "reflection", "therapist_input")
FEWEST = 50
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
    said = [row for row in annotations if row["interlocutor"] == "therapist"]
    tasks = tasks_of([rows[place] for place in chosen])
    folds = list(GroupKFold(FOLDS).split(seen.texts, groups=seen.groups))
    figures = []
    for task, measure_name, goal, wanted in (
        ("behaviour", "macro-F1", macro_f1, 0.78),
        ("advice", "F1", positive_f1, 0.45),
    ):
        truth = tasks[task]
        floor, ours = np.zeros_like(truth), np.zeros_like(truth)
        for train, test in folds:
            n_labels = len(BEHAVIOURS) if task == "behaviour" else 2
            found = two_looks(seen, truth, train=train, test=test, n_labels=n_labels, goals=[goal])
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
