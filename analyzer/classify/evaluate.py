"""How well the pipeline finds what people labelled, on sessions it was not trained on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from types import MappingProxyType

from analyzer.classify.baselines import baseline_units
from analyzer.classify.boundaries import MODEL, START_TOLERANCE, boundary_scores, places_of
from analyzer.classify.confusion import CONFUSED, confusions_of
from analyzer.classify.labelled import CHANNELS, FORMS, LabelledSession
from analyzer.classify.metrics import (
    Counts,
    bootstrap_f1,
    count_boundaries,
    count_labels,
    macro_f1,
    micro_f1,
    rates,
    recall_over_cases,
    sessions_of,
)
from analyzer.classify.reliability import SCORED, reliability_of, scored_findings
from analyzer.classify.units import (
    BOUNDARIES,
    OF_PACK,
    UNIT_OF,
    Aligned,
    Units,
    align,
    check_labels,
    found_units,
    gold_units,
    labels_of,
    takes_part,
)
from analyzer.records import Analysis, Baseline, GroupScore, HeadScore, LabelScore, Pack
from analyzer.settings import Settings

MIN_SESSIONS = 3
DIGITS = 4

# What a simpler way found: by head, by its name, by session.
Simple = Mapping[str, Mapping[str, Mapping[str, Units]]]
NO_BASELINES: Simple = MappingProxyType({})

# Learns from the first sessions and analyses the others, in order.
Find = Callable[[Sequence[LabelledSession], Sequence[LabelledSession]], Sequence[Analysis]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Results of one kind of label, and the counts they rest on: one row a session of ``ids``."""

    score: HeadScore
    ids: tuple[str, ...]
    counts: Counts


def score_analyses(
    pairs: Sequence[tuple[LabelledSession, Analysis]], *, pack: Pack | None, settings: Settings
) -> tuple[HeadScore, ...]:
    """Results of each kind of label over pairs of a labelled session and its analysis.

    Sentences need not be cut alike: a labelled sentence takes what was found for the sentence that
    shares most of its characters. Heads: moves, segments and advice-sentences (sentence), roles
    (speaker), coach (session: all coaches called so and nobody else), advice and problems
    (exchange), exchange-starts (group sessions with several exchanges) and segment-starts, both
    within three sentences.
    Advice and problems are counted on the sessions labelled for ``pack``; a head that no session
    speaks to is left out. ``micro_f1`` of problems is the accuracy, an abstention being a miss.

    Raises SessionError when an analysis is about other turns, LabelError for an unknown category.
    """
    return tuple(one.score for one in measure(pairs, heads=UNIT_OF, pack=pack, settings=settings))


def measure(
    pairs: Sequence[tuple[LabelledSession, Analysis]],
    *,
    heads: Iterable[str],
    pack: Pack | None,
    settings: Settings,
    baselines: Simple = NO_BASELINES,
) -> tuple[Measured, ...]:
    """What ``score_analyses`` gives for some heads, with baselines and the counts of sessions."""
    aligned = [align(labelled, analysis) for labelled, analysis in pairs]
    measured = []
    for head in heads:
        taking_part = [a for a in aligned if takes_part(head, a.labelled, pack)]
        if taking_part:
            simple = baselines.get(head, {})
            measured.append(_measure(head, taking_part, pack, settings=settings, simple=simple))
    return tuple(measured)


def cross_validate(  # noqa: PLR0913 - what is measured, on what, and by whom it is made
    labelled: Sequence[LabelledSession],
    *,
    packs: Sequence[Pack],
    folds: Sequence[Sequence[LabelledSession]],
    settings: Settings,
    find: Find,
    executor: Executor | None = None,
    with_baselines: bool = True,
    progress: Callable[[str], None] | None = None,
) -> dict[str | None, tuple[Measured, ...]]:
    """Results on every session of ``folds``, each analysed by a model that never saw its fold.

    Under None stand the heads that all packs have in common, under a pack's name those of the pack.
    ``find`` learns from the sessions of ``labelled`` outside a fold and analyses those of the fold,
    in order; an ``executor`` may do that for several folds at once. Baselines are trained on the
    same sessions. ``progress`` is told what is done and what begins.

    Raises what ``find`` and ``score_analyses`` raise.
    """
    say = progress or (lambda _: None)
    pairs: list[tuple[LabelledSession, Analysis]] = []
    run = map if executor is None else executor.map
    say(f"training {len(folds)} times, each time without some of the sessions")
    found = run(find, [_outside(fold, labelled) for fold in folds], folds)
    for number, (fold, analyses) in enumerate(zip(folds, found, strict=True), 1):
        pairs.extend(zip(fold, analyses, strict=True))
        say(f"{number} of {len(folds)} done")
    measured: dict[str | None, tuple[Measured, ...]] = {}
    for pack in (None, *packs):
        say(f"scores{' and baselines' * with_baselines}: {pack.name if pack else 'all packs'}")
        heads = [head for head in UNIT_OF if (head in OF_PACK) == (pack is not None)]
        simple = (
            {head: _simple(head, labelled, folds, pack, seed=settings.seed) for head in heads}
            if with_baselines
            else NO_BASELINES
        )
        measured[pack.name if pack else None] = measure(
            pairs, heads=heads, pack=pack, settings=settings, baselines=simple
        )
    return measured


def _outside(
    fold: Sequence[LabelledSession], labelled: Sequence[LabelledSession]
) -> list[LabelledSession]:
    ids = {one.id for one in fold}
    return [one for one in labelled if one.id not in ids]


def _simple(
    head: str,
    labelled: Sequence[LabelledSession],
    folds: Sequence[Sequence[LabelledSession]],
    pack: Pack | None,
    *,
    seed: int,
) -> dict[str, dict[str, Units]]:
    """What each baseline finds in each session of the folds, learnt from those outside its fold."""
    by_name: defaultdict[str, dict[str, Units]] = defaultdict(dict)
    for fold in folds:
        known, left_out = (
            [one for one in group if takes_part(head, one, pack)]
            for group in (_outside(fold, labelled), fold)
        )
        for name, found in baseline_units(head, known, left_out, seed=seed).items():
            by_name[name].update(zip((one.id for one in left_out), found, strict=True))
    return dict(by_name)


def _measure(
    head: str,
    aligned: Sequence[Aligned],
    pack: Pack | None,
    *,
    settings: Settings,
    simple: Mapping[str, Mapping[str, Units]],
) -> Measured:
    labelled = [one.labelled for one in aligned]
    labels = labels_of(head, pack)
    for one in labelled:
        check_labels(head, one, labels)
    gold = [gold_units(head, one) for one in labelled]
    found = [found_units(head, one) for one in aligned]
    # A session that a baseline was not asked about counts as not found.
    others = {
        name: [
            by_id.get(one.id, [frozenset()] * len(units))
            for one, units in zip(labelled, gold, strict=True)
        ]
        for name, by_id in simple.items()
    }
    counts = _count(head, gold, found, labels)
    baselines = tuple(
        _baseline(name, head, _count(head, gold, units, labels)) for name, units in others.items()
    )
    findings = [it for one in aligned if head in SCORED for it in scored_findings(head, one)]
    bins, error = reliability_of(findings)
    score = HeadScore(
        head=head,
        unit=UNIT_OF[head],
        macro_f1=_rounded(macro_f1(counts)),
        micro_f1=_rounded(_micro(head, counts)),
        baselines=baselines,
        labels=_label_scores(counts, settings),
        groups=_group_scores(head, labelled, counts),
        confusions=confusions_of(gold, found) if head in CONFUSED else (),
        reliability=bins,
        ece=error,
        boundaries=(
            boundary_scores(gold, {MODEL: found, **others}) if head in BOUNDARIES else None
        ),
    )
    return Measured(score=score, ids=tuple(one.id for one in labelled), counts=counts)


def _count(
    head: str, gold: Sequence[Units], found: Sequence[Units], labels: Sequence[str]
) -> Counts:
    if head in BOUNDARIES:
        return count_boundaries(
            [places_of(units) for units in gold],
            [places_of(units) for units in found],
            tolerance=START_TOLERANCE,
            cases=[len(units) for units in gold],
        )
    counts = count_labels(gold, found, labels=labels)
    # A session whose coach is not found has another one named: wrong as well as missed.
    return replace(counts, wrong=counts.missed) if head == "coach" else counts


def _micro(head: str, counts: Counts) -> float:
    return recall_over_cases(counts) if head == "problems" else micro_f1(counts)


def _label_scores(counts: Counts, settings: Settings) -> tuple[LabelScore, ...]:
    """A label met in fewer than three sessions is not relied on: its interval cannot be trusted."""
    found = rates(counts)
    low, high = bootstrap_f1(counts, seed=settings.seed)
    cases = max(int(counts.cases.sum()), 1)
    return tuple(
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


def _group_scores(
    head: str, labelled: Sequence[LabelledSession], counts: Counts
) -> tuple[GroupScore, ...]:
    """Results by form and by channel; a session that names no channel is in none."""
    scores = []
    groups = [("form", name) for name in FORMS] + [("channel", name) for name in CHANNELS]
    for by, name in groups:
        rows = [i for i, one in enumerate(labelled) if getattr(one, by) == name]
        if not rows:
            continue
        part = sessions_of(counts, rows)
        scores.append(
            GroupScore(
                by=by,
                group=name,
                n_sessions=len(rows),
                n_units=int(part.cases.sum()),
                macro_f1=_rounded(macro_f1(part)),
                micro_f1=_rounded(_micro(head, part)),
            )
        )
    return tuple(scores)


def _baseline(name: str, head: str, counts: Counts) -> Baseline:
    return Baseline(
        name=name,
        macro_f1=_rounded(macro_f1(counts)),
        micro_f1=_rounded(_micro(head, counts)),
    )


def _rounded(number: float) -> float:
    return round(float(number), DIGITS)
