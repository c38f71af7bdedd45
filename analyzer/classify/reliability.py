"""Whether scores can be taken as probabilities: findings with their scores, and who was right."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.classify.metrics import reliability
from analyzer.classify.units import (
    Aligned,
    advice_of_exchanges,
    gold_units,
    problems_of_exchanges,
)
from analyzer.records import ReliabilityBin, Role

SCORED = frozenset({"moves", "roles", "advice", "problems"})
BINS = 10
DIGITS = 4

Finding = tuple[float, bool]


def scored_findings(head: str, aligned: Aligned) -> list[Finding]:
    """What was found in a session: its score, and whether it is true.

    moves: a finding is the move of a labelled sentence's nearest found one; roles: of a speaker,
    unless nobody knows; advice: a category said in an exchange, with its best score there;
    problems: of an exchange that got one. None for heads whose findings carry no score.
    """
    labelled, analysis = aligned.labelled, aligned.analysis
    found: list[tuple[int, str, float | None]] = []
    match head:
        case "moves":
            for unit, place in enumerate(aligned.nearest):
                sentence = analysis.sentences[place] if place >= 0 else None
                if sentence is not None and sentence.move is not None:
                    found.append((unit, sentence.move.value, sentence.score))
        case "roles":
            speakers = enumerate(analysis.session.speakers)
            found = [(i, s.role.value, s.score) for i, s in speakers if s.role is not Role.UNKNOWN]
        case "advice":
            for unit, scores in enumerate(advice_of_exchanges(aligned)):
                found += [(unit, category, score) for category, score in scores.items()]
        case "problems":
            labels = enumerate(problems_of_exchanges(aligned))
            found = [(unit, it.category, it.score) for unit, it in labels if it is not None]
    if not found:
        return []
    gold = gold_units(head, labelled)
    return [(score, label in gold[unit]) for unit, label, score in found if score is not None]


def reliability_of(findings: Sequence[Finding]) -> tuple[tuple[ReliabilityBin, ...], float | None]:
    """Ten bins of scores and the expected calibration error; nothing where nothing was found.

    >>> bins, error = reliability_of([(0.9, True), (0.9, False)])
    >>> [(it.low, it.n, it.score, it.right) for it in bins if it.n], error
    ([(0.9, 2, 0.9, 0.5)], 0.4)
    """
    if not findings:
        return (), None
    held = reliability([s for s, _ in findings], [right for _, right in findings], bins=BINS)
    bins = tuple(
        ReliabilityBin(
            low=round(float(held.edges[i]), DIGITS),
            high=round(float(held.edges[i + 1]), DIGITS),
            n=int(held.n[i]),
            score=round(float(held.score[i]), DIGITS),
            right=round(float(held.right[i]), DIGITS),
        )
        for i in range(BINS)
    )
    return bins, round(held.error, DIGITS)
