"""What simpler ways reach on the same sessions: a model that does not beat them is of no use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from analyzer.classify.labelled import LabelledSession
from analyzer.classify.metrics import Floats
from analyzer.classify.units import (
    COACH_FOUND,
    START,
    Units,
    gold_units,
    unit_texts,
)
from analyzer.records import Role

WORD = r"\w+|[?!]"
SEVERAL = frozenset({"advice", "advice-sentences"})


def baseline_units(
    head: str, train: Sequence[LabelledSession], left_out: Sequence[LabelledSession], *, seed: int
) -> dict[str, list[Units]]:
    """Labels that each baseline gives to the units of the sessions left out, by name of baseline.

    ``majority`` gives every unit the label most frequent in training. ``TF-IDF`` weighs words and
    pairs of words of a unit by itself, one logistic regression a label. Both see the true bounds of
    exchanges, which a model has to find. For the coach and the starts of exchanges there is a rule
    instead: who says most, and where a speaker is heard for the first time.
    """
    if head == "coach":
        return {"says most": [_says_most(labelled) for labelled in left_out]}
    if head == "exchange-starts":
        return {"new speaker": [_new_speaker(labelled) for labelled in left_out]}
    gold = [unit for labelled in train for unit in gold_units(head, labelled)]
    seen = Counter(label for unit in gold for label in sorted(unit))
    sizes = [len(gold_units(head, labelled)) for labelled in left_out]
    if not seen:
        return {"majority": _cut([frozenset()] * sum(sizes), sizes)}
    common = frozenset({min(seen, key=lambda label: (-seen[label], label))})
    found = {"majority": _cut([common] * sum(sizes), sizes)}
    train_texts = [text for labelled in train for text in unit_texts(head, labelled)]
    texts = [text for labelled in left_out for text in unit_texts(head, labelled)]
    if texts and any(re.search(WORD, text) for text in train_texts):
        labels = sorted(seen)
        scores = _tf_idf(train_texts, gold, texts, labels=labels, seed=seed)
        found["TF-IDF"] = _cut(_decide(scores, labels, several=head in SEVERAL), sizes)
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

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=WORD)
    known, new = vectorizer.fit_transform(train_texts), vectorizer.transform(texts)
    scores = np.zeros((len(texts), len(labels)))
    for column, label in enumerate(labels):
        carries = np.array([label in unit for unit in gold])
        if carries.all():
            scores[:, column] = np.inf
            continue
        model = LogisticRegression(solver="liblinear", class_weight="balanced", random_state=seed)
        scores[:, column] = model.fit(known, carries).decision_function(new)
    return scores


def _decide(scores: Floats, labels: Sequence[str], *, several: bool) -> Units:
    """All labels more likely than not, or the one most likely."""
    if several:
        return [frozenset(labels[i] for i in np.flatnonzero(row > 0).tolist()) for row in scores]
    return [frozenset({labels[i]}) for i in scores.argmax(axis=1).tolist()]


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
