"""Whether a new model is worse than the last accepted one, label by label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analyzer.classify.evaluate import MIN_SESSIONS
from analyzer.classify.metrics import Counts, paired_change, rates
from analyzer.classify.tally import Evaluation, Tally, counts_of
from analyzer.errors import ModelError
from analyzer.records import HeadScore, ModelCard

LEVEL = 0.05
ALL_LABELS = "all labels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How well a label is found now and before, on the sessions that both were measured on.

    ``label`` is ``all labels`` for the micro-F1 of a head. ``low`` and ``high`` bound the change of
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
class Loss:
    """A label that is found significantly worse than before.

    ``n_sessions`` says on how many sessions measured both times, 0 where only cards were compared.
    """

    model: str
    head: str
    label: str
    old_f1: float
    new_f1: float
    n_sessions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a comparison came to: how many labels were looked at, which are worse, what to know."""

    n_labels: int
    losses: tuple[Loss, ...]
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
    losses: list[Loss] = []
    notes: list[str] = []
    n_labels = 0
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
        if found:
            differences += found
            n_labels += len(found)
        else:
            notes.append(f"{name}: no session was counted both times; compared by the cards.")
            losses += compare_cards(before.card, one.card)
            n_labels += sum(label.support > 0 for h in before.card.heads for label in h.labels)
    losses += losses_of(significant(differences, level=level))
    return Comparison(n_labels=n_labels, losses=tuple(losses), notes=tuple(notes))


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


def compare_cards(old: ModelCard, new: ModelCard) -> tuple[Loss, ...]:
    """The labels that a new model finds worse, by the cards alone: where no tallies are at hand.

    The new F1 lies below the old interval, and the old F1 above the new interval: either alone
    happens too often by chance when many labels are compared. Labels that never occurred are passed
    over; one that the new card no longer has counts as 0, a head that it does not have is not
    compared.
    """
    now: Mapping[str, HeadScore] = {head.head: head for head in new.heads}
    losses = []
    for head in old.heads:
        found = {one.label: one for one in now[head.head].labels} if head.head in now else None
        for was in head.labels if found is not None else ():
            is_now = (found or {}).get(was.label)
            new_f1, top = (is_now.f1, is_now.f1_high) if is_now else (0.0, 0.0)
            if was.support > 0 and new_f1 < was.f1_low and top < was.f1:
                losses.append(
                    Loss(
                        model=new.name,
                        head=head.head,
                        label=was.label,
                        old_f1=was.f1,
                        new_f1=new_f1,
                    )
                )
    return tuple(losses)


def losses_of(differences: Iterable[Difference]) -> tuple[Loss, ...]:
    """Differences as losses."""
    return tuple(
        Loss(
            model=one.model,
            head=one.head,
            label=one.label,
            old_f1=one.old_f1,
            new_f1=one.new_f1,
            n_sessions=one.n_sessions,
        )
        for one in differences
    )


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
