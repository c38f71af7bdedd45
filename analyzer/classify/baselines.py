"""What simpler ways reach on the same sessions: a model that does not beat them is of no use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from analyzer.classify.boundaries import evenly_spaced
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.metrics import Floats
from analyzer.classify.units import (
    BOUNDARIES,
    COACH_FOUND,
    START,
    Units,
    gold_units,
    unit_texts,
)
from analyzer.records import Role

WORD = r"\w+|[?!]"
LONG = 60


def baseline_units(
    head: str, train: Sequence[LabelledSession], left_out: Sequence[LabelledSession], *, seed: int
) -> dict[str, list[Units]]:
    """Labels that each baseline gives to the units of the sessions left out, by name of baseline.

    ``majority`` gives every unit the label most frequent in training. ``TF-IDF`` weighs the words
    of a unit by itself, one logistic regression a label; an exchange gets as many categories as one
    has on average. Both see the true bounds of exchanges, which a model has to find. For the coach
    there is a rule instead: who says most. Boundaries are evenly spaced, as many as there are on
    average, or none at all; exchanges also begin where a speaker is heard for the first time.
    """
    if head == "coach":
        return {"says most": [_says_most(labelled) for labelled in left_out]}
    if head in BOUNDARIES:
        heard = {"new speaker": [_new_speaker(labelled) for labelled in left_out]}
        return {
            **(heard if head == "exchange-starts" else {}),
            "evenly spaced": evenly_spaced(head, train, left_out),
            "no boundary": [[frozenset()] * len(labelled.sentences) for labelled in left_out],
        }
    gold = [unit for labelled in train for unit in gold_units(head, labelled)]
    seen = Counter(label for unit in gold for label in sorted(unit))
    sizes = [len(gold_units(head, labelled)) for labelled in left_out]
    if not seen:
        return {"majority": _cut([frozenset()] * sum(sizes), sizes)}
    common = frozenset({min(seen, key=lambda label: (-seen[label], label))})
    found = {"majority": _cut([common] * sum(sizes), sizes)}
    train_texts = [text for labelled in train for text in unit_texts(head, labelled)]
    texts = [text for labelled in left_out for text in unit_texts(head, labelled)]
    labels = sorted(seen)
    scores = _tf_idf(train_texts, gold, texts, labels=labels, seed=seed)
    if head == "advice-sentences":
        units = [frozenset(labels[i] for i in np.flatnonzero(row > 0).tolist()) for row in scores]
    else:
        size = max(1, round(seen.total() / len(gold)))
        best = np.argsort(-scores, axis=1, kind="stable")[:, :size].tolist()
        units = [frozenset(labels[i] for i in row) for row in best]
    found["TF-IDF"] = _cut(units, sizes)
    return found


def _cut(units: Units, sizes: Sequence[int]) -> list[Units]:
    ends = np.cumsum(sizes)
    return [units[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def _tf_idf(
    train_texts: Sequence[str],
    gold: Units,
    texts: Sequence[str],
    *,
    labels: Sequence[str],
    seed: int,
) -> Floats:
    """Log odds of each label for each text, shape (n_texts, n_labels)."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - slow to import
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - slow to import

    scores = np.zeros((len(texts), len(labels)))
    n_words = sum(len(text.split()) for text in train_texts) / max(len(train_texts), 1)
    is_long = n_words > LONG
    # Few long texts: pairs of words and words of nearly all texts only blur them (measured).
    vectorizer = TfidfVectorizer(
        ngram_range=(1, 1) if is_long else (1, 2),
        max_df=0.5 if is_long else 1.0,
        sublinear_tf=True,
        token_pattern=WORD,
    )
    try:
        known = vectorizer.fit_transform(train_texts)
    except ValueError:
        return scores  # no word is left to tell texts apart by
    if not texts:
        return scores
    new = vectorizer.transform(texts)
    for column, label in enumerate(labels):
        carries = np.array([label in unit for unit in gold])
        if carries.all():
            scores[:, column] = np.inf
            continue
        model = LogisticRegression(solver="liblinear", class_weight="balanced", random_state=seed)
        scores[:, column] = model.fit(known, carries).decision_function(new)
    return scores


def _says_most(labelled: LabelledSession) -> Units:
    words = Counter[int]()
    for turn in labelled.session.turns:
        words[turn.speaker] += len(turn.text.split())
    first = min(words, key=lambda speaker: (-words[speaker], speaker))
    coaches = [i for i, role in enumerate(labelled.roles) if role is Role.COACH]
    return [frozenset({COACH_FOUND} if coaches == [first] else ())]


def _new_speaker(labelled: LabelledSession) -> Units:
    heard: set[int] = set()
    units: Units = []
    for sentence in labelled.sentences:
        units.append(frozenset() if sentence.speaker in heard else frozenset({START}))
        heard.add(sentence.speaker)
    return units
