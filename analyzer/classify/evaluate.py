"""How well the pipeline finds what people labelled, on sessions it was not trained on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeVar

import numpy as np

from analyzer.classify.baselines import baseline_units
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.metrics import (
    Counts,
    bootstrap_f1,
    count_boundaries,
    count_labels,
    macro_f1,
    micro_f1,
    rates,
    recall_over_cases,
)
from analyzer.classify.units import (
    START,
    UNIT_OF,
    Units,
    align,
    check_labels,
    found_units,
    gold_units,
    labels_of,
    takes_part,
)
from analyzer.errors import LabelError
from analyzer.records import Analysis, Baseline, HeadScore, LabelScore, ModelCard, Pack
from analyzer.settings import Settings

START_TOLERANCE = 3
MIN_SESSIONS = 3
DIGITS = 4
NO_BASELINES: Mapping[str, tuple[Baseline, ...]] = MappingProxyType({})

M = TypeVar("M")
Fold = tuple[LabelledSession, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A label that is found worse than before: its F1 now lies below the interval it had."""

    head: str
    label: str
    old_f1: float
    old_low: float
    new_f1: float


def score_analyses(
    pairs: Sequence[tuple[LabelledSession, Analysis]],
    *,
    pack: Pack | None,
    settings: Settings,
    baselines: Mapping[str, tuple[Baseline, ...]] = NO_BASELINES,
) -> tuple[HeadScore, ...]:
    """Results of each kind of label over pairs of a labelled session and its analysis.

    Sentences need not be cut alike: a labelled sentence takes what was found for the sentence that
    shares most of its characters. Heads: moves, segments and advice-sentences (sentence), roles
    (speaker), coach (session: all coaches called so and nobody else), advice and problems
    (exchange), exchange-starts (within three sentences, group sessions with several exchanges).
    Advice and problems are counted on the sessions labelled for ``pack``; a head that no session
    speaks to is left out. ``micro_f1`` of problems is the accuracy, an abstention being a miss.

    Raises SessionError when an analysis is about other turns, LabelError for an unknown category.
    """
    aligned = [align(labelled, analysis) for labelled, analysis in pairs]
    heads = []
    for head in UNIT_OF:
        taking_part = [a for a in aligned if takes_part(head, a.labelled, pack)]
        if not taking_part:
            continue
        found = [found_units(head, a) for a in taking_part]
        counts = _count(head, [a.labelled for a in taking_part], found, pack)
        heads.append(_head_score(head, counts, settings, baselines.get(head, ())))
    return tuple(heads)


def split_folds(
    labelled: Sequence[LabelledSession],
    *,
    folds: int,
    seed: int,
    by: Literal["session", "writer"] = "session",
) -> tuple[Fold, ...]:
    """The sessions to leave out, fold by fold; each session stands in exactly one fold.

    ``by="session"`` deals sessions out so that packs and forms are spread evenly; the same sessions
    and seed give the same folds, whatever their order. ``by="writer"`` leaves out one writer after
    the other, and ``folds`` is not used.

    Raises LabelError when there are fewer than two folds, or fewer sessions than folds.
    """
    ordered = sorted(labelled, key=lambda one: one.id)
    if by == "writer":
        writers = sorted({one.writer for one in ordered})
        if len(writers) < 2:
            hint = "Add sessions of another writer, or leave out sessions."
            raise LabelError(f"{len(writers)} writer cannot be left out in turn.", hint=hint)
        return tuple(tuple(o for o in ordered if o.writer == writer) for writer in writers)
    if not 2 <= folds <= len(ordered):
        hint = f"Ask for 2 to {len(ordered)} folds." if len(ordered) > 1 else "Add sessions."
        raise LabelError(f"{len(ordered)} sessions cannot be cut into {folds} folds.", hint=hint)
    rank = np.random.default_rng(seed).permutation(len(ordered))
    places = sorted(range(len(ordered)), key=lambda i: (ordered[i].pack, ordered[i].form, rank[i]))
    return tuple(tuple(ordered[i] for i in sorted(places[fold::folds])) for fold in range(folds))


def cross_validate(
    labelled: Sequence[LabelledSession],
    *,
    pack: Pack | None,
    folds: Sequence[Sequence[LabelledSession]],
    settings: Settings,
    train: Callable[[Sequence[LabelledSession]], M],
    analyze: Callable[[LabelledSession, M], Analysis],
    progress: Callable[[int, int], None] | None = None,
) -> tuple[HeadScore, ...]:
    """Results on every session of ``folds``, each analysed by a model that never saw its fold.

    ``train`` makes a model from the sessions of ``labelled`` outside the fold, ``analyze`` applies
    it to one session. Baselines are trained on the same sessions. ``progress`` is told how many
    folds are done, and of how many.

    Raises what ``train``, ``analyze`` and ``score_analyses`` raise.
    """
    pairs: list[tuple[LabelledSession, Analysis]] = []
    simple: dict[str, defaultdict[str, dict[str, Units]]] = {
        head: defaultdict(dict) for head in UNIT_OF
    }
    for done, fold in enumerate(folds, 1):
        ids = {one.id for one in fold}
        rest = [one for one in labelled if one.id not in ids]
        model = train(rest)
        pairs.extend((one, analyze(one, model)) for one in fold)
        for head, by_name in simple.items():
            known, left_out = (
                [one for one in group if takes_part(head, one, pack)] for group in (rest, fold)
            )
            for name, found in baseline_units(head, known, left_out, seed=settings.seed).items():
                by_name[name].update(zip((one.id for one in left_out), found, strict=True))
        if progress is not None:
            progress(done, len(folds))
    baselines = {
        head: tuple(_baseline(head, name, pairs, found, pack) for name, found in by_name.items())
        for head, by_name in simple.items()
    }
    return score_analyses(pairs, pack=pack, settings=settings, baselines=baselines)


def compare_cards(old: ModelCard, new: ModelCard) -> tuple[Loss, ...]:
    """The labels that a new model finds significantly worse: F1 below the interval of the old one.

    Labels that never occurred are passed over; one that the new card no longer has counts as 0.
    """
    now = {(head.head, score.label): score.f1 for head in new.heads for score in head.labels}
    return tuple(
        Loss(
            head=head.head,
            label=was.label,
            old_f1=was.f1,
            old_low=was.f1_low,
            new_f1=now.get((head.head, was.label), 0.0),
        )
        for head in old.heads
        for was in head.labels
        if was.support > 0 and now.get((head.head, was.label), 0.0) < was.f1_low
    )


def _count(
    head: str, labelled: Sequence[LabelledSession], found: Sequence[Units], pack: Pack | None
) -> Counts:
    labels = labels_of(head, pack)
    for one in labelled:
        check_labels(head, one, labels)
    gold = [gold_units(head, one) for one in labelled]
    if head == "exchange-starts":
        return count_boundaries(
            [_places(units) for units in gold],
            [_places(units) for units in found],
            tolerance=START_TOLERANCE,
            cases=[len(units) for units in gold],
        )
    counts = count_labels(gold, found, labels=labels)
    # A session whose coach is not found has another one named: wrong as well as missed.
    return replace(counts, wrong=counts.missed) if head == "coach" else counts


def _places(units: Units) -> list[int]:
    return [place for place, unit in enumerate(units) if START in unit]


def _micro(head: str, counts: Counts) -> float:
    return recall_over_cases(counts) if head == "problems" else micro_f1(counts)


def _head_score(
    head: str, counts: Counts, settings: Settings, baselines: tuple[Baseline, ...]
) -> HeadScore:
    """A label met in fewer than three sessions is not relied on: its interval cannot be trusted."""
    found = rates(counts)
    low, high = bootstrap_f1(counts, seed=settings.seed)
    cases = max(int(counts.cases.sum()), 1)
    labels = tuple(
        LabelScore(
            label=label,
            support=int(counts.support[i]),
            base_rate=_rounded(counts.support[i] / cases),
            precision=_rounded(found.precision[i]),
            recall=_rounded(found.recall[i]),
            f1=_rounded(found.f1[i]),
            f1_low=_rounded(low[i]),
            f1_high=_rounded(high[i]),
            rely=bool(counts.sessions[i] >= MIN_SESSIONS and high[i] >= settings.rely_floor),
        )
        for i, label in enumerate(counts.labels)
    )
    return HeadScore(
        head=head,
        unit=UNIT_OF[head],
        macro_f1=_rounded(macro_f1(counts)),
        micro_f1=_rounded(_micro(head, counts)),
        baselines=baselines,
        labels=labels,
    )


def _baseline(
    head: str,
    name: str,
    pairs: Sequence[tuple[LabelledSession, Analysis]],
    found: Mapping[str, Units],
    pack: Pack | None,
) -> Baseline:
    """The result of a baseline; a session it was not asked about counts as not found."""
    labelled = [one for one, _ in pairs if takes_part(head, one, pack)]
    units = [found.get(o.id, [frozenset()] * len(gold_units(head, o))) for o in labelled]
    counts = _count(head, labelled, units, pack)
    return Baseline(
        name=name,
        macro_f1=_rounded(macro_f1(counts)),
        micro_f1=_rounded(_micro(head, counts)),
    )


def _rounded(number: float) -> float:
    return round(float(number), DIGITS)
