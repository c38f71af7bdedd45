"""Which terms of a sentence and its neighbours each linear model counts.

A term is a string with a prefix that says where it comes from, so that a weight can be read by a
person: ``w:`` word, ``b:`` pair of words, ``coach:`` word said by the coach, ``next-same:`` word of
the next sentence in the same turn, ``@`` a fact about place and form. Values are how much the term
counts. Terms stand in the order of the text, so that sums over them are the same in every process.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from analyzer.classify.views import SentenceView
from analyzer.records import Role

Terms = dict[str, float]

FACT = "@"
FACT_WEIGHT = 0.5
NEIGHBOUR_WEIGHT = 0.5
ADVICE_WINDOW = 3
ADVICE_NEIGHBOUR_WEIGHT = 0.6
STEM = 5


def role_terms(views: Sequence[SentenceView]) -> list[Terms]:
    """Terms that tell a coach's sentence from a client's, blind to the roles themselves."""
    bags = []
    for view in views:
        bag = _own_words(view)
        bag[f"{FACT}question={view.is_question}"] = FACT_WEIGHT
        bag[f"{FACT}alone={view.starts_turn and view.ends_turn}"] = FACT_WEIGHT
        bags.append(bag)
    return bags


def move_terms(views: Sequence[SentenceView]) -> list[Terms]:
    """Terms for what a sentence does and which part of the session it belongs to."""
    bags = []
    for index, view in enumerate(views):
        bag = _own_words(view)
        for word in dict.fromkeys(view.words):
            bag[f"{view.role}:{word}"] = 1.0
        if view.words:
            bag[f"first:{view.role}:{view.words[0]}"] = 1.0
            bag[f"first2:{' '.join(view.words[:2])}"] = 1.0
            bag[f"first3:{' '.join(view.words[:3])}"] = 1.0
            bag[f"last:{view.words[-1]}"] = 1.0
        for name, near in (("before", index - 1), ("next", index + 1)):
            if 0 <= near < len(views):
                same = "same" if views[near].turn == view.turn else "other"
                for word in dict.fromkeys(views[near].words):
                    bag[f"{name}-{same}:{word}"] = NEIGHBOUR_WEIGHT
        for fact in _facts(views, index):
            bag[FACT + fact] = FACT_WEIGHT
        bags.append(bag)
    return bags


def advice_terms(views: Sequence[SentenceView]) -> list[Terms]:
    """Terms for which advice a sentence belongs to: its words, and fainter those around it."""
    bags = []
    for index, view in enumerate(views):
        bag: defaultdict[str, float] = defaultdict(float, topic_terms(view.words))
        for near in range(index - ADVICE_WINDOW, index + ADVICE_WINDOW + 1):
            if near == index or not 0 <= near < len(views):
                continue
            who = "near-coach" if views[near].role is Role.COACH else "near-client"
            for word in dict.fromkeys(views[near].words):
                bag[f"{who}:{word}"] += ADVICE_NEIGHBOUR_WEIGHT / math.sqrt(abs(near - index))
        bag[f"{FACT}role={view.role}"] = FACT_WEIGHT
        bag[f"{FACT}asks={view.role},{view.is_question}"] = FACT_WEIGHT
        bag[f"{FACT}tenth={10 * index // len(views)}"] = FACT_WEIGHT
        bags.append(dict(bag))
    return bags


def topic_terms(words: Sequence[str]) -> Terms:
    """Words, pairs of words and word beginnings: what a text is about, whoever says it."""
    bag: Terms = {}
    for word in words:
        bag[f"w:{word}"] = 1.0
        if len(word) > STEM:
            bag[f"stem:{word[:STEM]}"] = 1.0
    for left, right in pairwise(words):
        bag[f"b:{left} {right}"] = 1.0
    return bag


def _own_words(view: SentenceView) -> Terms:
    bag: Terms = {f"w:{word}": 1.0 for word in view.words}
    padded = ("<s>", *view.words, "</s>")
    for left, right in pairwise(padded):
        bag[f"b:{left} {right}"] = 1.0
    return bag


def _facts(views: Sequence[SentenceView], index: int) -> list[str]:
    """What is true of a sentence's place, length, quotation marks and neighbours."""
    view = views[index]
    before = views[index - 1] if index else None
    after = views[index + 1] if index + 1 < len(views) else None
    length = int(math.log2(len(view.words) + 1) * 2)
    opens, closes = view.text[:1] in '“"‘', view.text[-1:] in '”"’'
    return [
        f"role={view.role}",
        f"starts={view.starts_turn}",
        f"ends={view.ends_turn}",
        f"tenth={10 * index // len(views)}",
        f"from-start={min(index, 8)}",
        f"to-end={min(len(views) - 1 - index, 8)}",
        f"length={length}",
        f"question={view.is_question}",
        f"quote={view.in_quote},{opens},{closes}",
        f"role-question={view.role},{view.is_question}",
        f"role-before={view.role},{before.role if before else None},{view.starts_turn}",
        f"role-next={view.role},{after.role if after else None},{view.ends_turn}",
        f"answers={view.role},{before is not None and before.is_question},{view.starts_turn}",
        f"role-length={view.role},{length},{view.starts_turn},{view.ends_turn}",
    ]
