"""Whether a new model is worse than the last accepted one, label by label."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analyzer.classify.evaluate import MIN_SESSIONS
from analyzer.classify.metrics import Counts, paired_change, rates
from analyzer.classify.tally import Evaluation, Tally, counts_of
from analyzer.errors import ModelError
from analyzer.records import ModelCard

LEVEL = 0.05
ALL_LABELS = "all labels"
MIN_CASES = 10
# Half of a 95 % interval of a normal estimate, in standard errors.
NORMAL_95 = 1.96
LEAST_ERROR = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How well a label is found now and before.

    ``label`` is ``all labels`` for the micro-F1 of a head. ``n_sessions`` says on how many sessions
    measured both times, 0 where only cards were compared. ``low`` and ``high`` bound the change of
    F1; ``p_worse`` is small where a loss is no accident of the sessions.
    """

    model: str
    head: str
    label: str
    n_sessions: int
    old_f1: float
    new_f1: float
    low: float
    high: float
    p_worse: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a comparison came to: how many labels were looked at, which are worse, what to know."""

    n_labels: int
    losses: tuple[Difference, ...]
    notes: tuple[str, ...]


def compare_with(
    old: Sequence[Evaluation], new: Sequence[Evaluation], *, seed: int, level: float = LEVEL
) -> Comparison:
    """Which labels of new models are significantly worse than those of the old ones of that name.

    By paired bootstrap over the sessions that both were measured on, where tallies were kept, else
    by the cards. Raises ModelError when an old model is missing.
    """
    accepted = {one.card.name: one for one in old}
    differences: list[Difference] = []
    notes: list[str] = []
    for one in new:
        name = one.card.name
        if name not in accepted:
            hint = f"There are {', '.join(accepted) or 'none'}."
            raise ModelError(f"no model {name!r} to compare with.", hint=hint)
        before = accepted[name]
        if before.card.folds != one.card.folds:
            notes.append(f"{name}: measured otherwise before ({before.card.folds}).")
        found: tuple[Difference, ...] = ()
        if before.tally is not None and one.tally is not None:
            found = compare_tallies(name, before.tally, one.tally, seed=seed)
        if not found:
            notes.append(f"{name}: no session was counted both times; compared by the cards.")
            found = compare_cards(before.card, one.card)
        differences += found
    losses = significant(differences, level=level)
    return Comparison(n_labels=len(differences), losses=losses, notes=tuple(notes))


def compare_tallies(name: str, old: Tally, new: Tally, *, seed: int) -> tuple[Difference, ...]:
    """What changed for each label of a model, on the sessions that both were measured on.

    Sessions whose words or labels changed in between are passed over, and so are labels that truly
    occur in fewer than three of the rest.
    """
    both = [n for n in sorted(old) if n in new and old[n].digest == new[n].digest]
    heads = dict.fromkeys(head for n in both for head in old[n].heads)
    differences: list[Difference] = []
    for head in heads:
        ids = [n for n in both if head in old[n].heads and head in new[n].heads]
        if not ids:
            continue
        known = sorted({label for n in ids for label in old[n].heads[head]})
        before = counts_of(old, head, ids=ids, labels=known)
        labels = [x for x, n in zip(known, before.sessions, strict=True) if n >= MIN_SESSIONS]
        if not labels:
            continue
        before, now = (
            _with_all(counts_of(tally, head, ids=ids, labels=labels)) for tally in (old, new)
        )
        change = paired_change(before, now, seed=seed)
        old_f1, new_f1 = rates(before).f1, rates(now).f1
        differences += [
            Difference(
                model=name,
                head=head,
                label=label,
                n_sessions=len(ids),
                old_f1=float(old_f1[i]),
                new_f1=float(new_f1[i]),
                low=float(change.low[i]),
                high=float(change.high[i]),
                p_worse=float(change.p_worse[i]),
            )
            for i, label in enumerate(before.labels)
        ]
    return tuple(differences)


def significant(
    differences: Sequence[Difference], *, level: float = LEVEL
) -> tuple[Difference, ...]:
    """Those that got significantly worse, in order, however many labels were looked at.

    Of a hundred labels of equal models a few look worse by chance. Benjamini and Hochberg's rule
    over all labels holds the share of such false alarms among all alarms below ``level``; where
    nothing got worse, an alarm of any kind is that unlikely.
    """
    ranked = sorted(differences, key=lambda one: one.p_worse)
    kept = 0
    for rank, one in enumerate(ranked, 1):
        if one.p_worse <= level * rank / len(ranked):
            kept = rank
    chosen = {id(one) for one in ranked[:kept]}
    return tuple(one for one in differences if id(one) in chosen)


def compare_cards(old: ModelCard, new: ModelCard) -> tuple[Difference, ...]:
    """What changed for each label by the cards alone, where no session was counted both times.

    The intervals are taken for those of independent normal estimates. Estimates from the same
    sessions differ less than that, so a loss is rather missed than made up. Labels with fewer than
    ten true cases on either card are passed over, as an interval of so few says little; so are
    heads that the new card does not have. A label that it no longer has counts as 0.
    """
    now = {head.head: {one.label: one for one in head.labels} for head in new.heads}
    differences = []
    for head in old.heads:
        for was in head.labels if head.head in now else ():
            found = now[head.head].get(was.label)
            if min(was.support, was.support if found is None else found.support) < MIN_CASES:
                continue
            new_f1, wide = (found.f1, found.f1_high - found.f1_low) if found else (0.0, 0.0)
            error = math.hypot(was.f1_high - was.f1_low, wide) / (2 * NORMAL_95)
            change = new_f1 - was.f1
            differences.append(
                Difference(
                    model=new.name,
                    head=head.head,
                    label=was.label,
                    n_sessions=0,
                    old_f1=was.f1,
                    new_f1=new_f1,
                    low=change - NORMAL_95 * error,
                    high=change + NORMAL_95 * error,
                    p_worse=0.5 * math.erfc(-change / max(error, LEAST_ERROR) / math.sqrt(2)),
                )
            )
    return tuple(differences)


def _with_all(counts: Counts) -> Counts:
    """The counts with a last column for all labels together, where there are several."""
    if len(counts.labels) < 2:
        return counts
    hits, wrong, missed = (
        np.column_stack([numbers, numbers.sum(axis=1)])
        for numbers in (counts.hits, counts.wrong, counts.missed)
    )
    labels = (*counts.labels, ALL_LABELS)
    return replace(counts, labels=labels, hits=hits, wrong=wrong, missed=missed)
