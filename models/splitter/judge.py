"""How well sentence borders are found, by the model and by plain ways, set by set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from talks import SENTENCE, UNSURE, Stretch, Talk

from analyzer.classify.borders import Borders
from analyzer.classify.metrics import Counts, count_boundaries
from analyzer.nlp import load_nlp
from analyzer.segment.sentences import sentence_spans

PAUSE_WORDS, NO_SPLIT = "pause words", "no split"
Cut = Callable[[Sequence[Sequence[str]]], list[list[int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found in one set: gaps looked at, and for each way what was right."""

    n_stretches: int
    n_words: int
    n_true: int
    ways: dict[str, Counts]


def ways_of(model: Borders) -> dict[str, Cut]:
    """The model first, then what there was before it, and no splitting at all."""
    return {"model": model.borders, PAUSE_WORDS: by_pause_words, NO_SPLIT: no_split}


def by_pause_words(talk: Sequence[Sequence[str]]) -> list[list[int]]:
    """Cut before "and", "so" and the like wherever a sentence has become very long."""
    nlp = load_nlp()
    found = []
    for words in talk:
        number = {}
        place = 0
        for index, word in enumerate(words):
            number[place] = index
            place += len(word) + 1
        spans = sentence_spans(" ".join(words), nlp=nlp)
        found.append([number[start] for start, _ in spans if number.get(start)])
    return found


def no_split(talk: Sequence[Sequence[str]]) -> list[list[int]]:
    """Each stretch is one sentence."""
    return [[] for _ in talk]


def judge(
    talks: Sequence[Talk], form: Callable[[Talk], Iterable[Stretch]], *, ways: dict[str, Cut]
) -> Judged:
    """Borders inside the stretches of all talks; where nobody can say, nothing is counted."""
    stretches = [(number, one) for number, talk in enumerate(talks) for one in form(talk)]
    said = [words for _, (words, _) in stretches]
    gold: list[set[int]] = [set() for _ in talks]
    unsure: list[set[int]] = [set() for _ in talks]
    firsts = []
    met = [0] * len(talks)
    for number, (words, after) in stretches:
        first = met[number]
        firsts.append(first)
        met[number] += len(words)
        for place, one in enumerate(after, first + 1):
            if one == SENTENCE:
                gold[number].add(place)
            elif one == UNSURE:
                unsure[number].add(place)
    counts = {}
    for name, cut in ways.items():
        found: list[set[int]] = [set() for _ in talks]
        for (number, _), first, borders in zip(stretches, firsts, cut(said), strict=True):
            found[number] |= {first + place for place in borders}
        kept = [here - left for here, left in zip(found, unsure, strict=True)]
        counts[name] = count_boundaries(gold, kept, tolerance=0, cases=met, label="border")
    return Judged(
        n_stretches=len(stretches), n_words=sum(met), n_true=sum(map(len, gold)), ways=counts
    )
