"""How far people, or a person and a model, agree about the labels of the same sessions."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.agreement.aligning import SharedSession, shared_sessions
from analyzer.agreement.differing import confused, confusions, disagreements
from analyzer.agreement.labelling import (
    labelling_by,
    labelling_by_model,
    labelling_of,
    people_in,
)
from analyzer.agreement.measuring import Measuring
from analyzer.agreement.records import (
    Agreement,
    Coefficient,
    Confused,
    Disagreement,
    Kind,
    LabelAgreement,
    Labelling,
    Measure,
    PairAgreement,
    Rater,
)
from analyzer.agreement.units import UNIT_OF, Unit, units_of
from analyzer.errors import AgreementError
from analyzer.settings import Settings

__all__ = [
    "Agreement",
    "Coefficient",
    "Confused",
    "Disagreement",
    "Kind",
    "LabelAgreement",
    "Labelling",
    "Measure",
    "PairAgreement",
    "Rater",
    "agree",
    "labelling_by",
    "labelling_by_model",
    "labelling_of",
    "people_in",
]


def agree(
    raters: Sequence[Rater],
    *,
    kinds: Sequence[Kind] = tuple(Kind),
    seed: int = Settings().seed,
) -> tuple[Agreement, ...]:
    """How far two raters or more agree about labels of each kind, and where they do not.

    Texts are laid side by side by their words. What is labelled is a sentence (where raters cut
    sentences differently, every piece between two borders), an exchange or a speaker; exchanges and
    speakers are the same that share most words. A label that was not given counts for nothing, and
    neither do advice and problems of a session that raters labelled for different packs.

    Measures: Cohen's kappa (1960) of two raters, the kappa of Fleiss (1971) of more, over units all
    labelled; Krippendorff's alpha for nominal labels (2011); for advice, of which a sentence may
    carry several, alpha with the distance MASI (Passonneau 2006), and each category by itself; for
    stretches of advice and for segments alpha_U (Krippendorff 1995, 2004). Intervals are drawn
    by session, 1000 times from ``seed``, from five sessions on.

    Raises AgreementError where there are not two raters, they share no session, or the words of
    one differ.
    """
    if len(raters) < 2:
        hint = "Name a second folder, file or archive with labels of the same sessions."
        raise AgreementError("it takes two to agree.", hint=hint)
    sessions = shared_sessions(raters)
    names = tuple(rater.name for rater in raters)
    return tuple(_agreement(kind, sessions, names, seed=seed) for kind in kinds)


def _agreement(
    kind: Kind, shared: Sequence[SharedSession], raters: tuple[str, ...], *, seed: int
) -> Agreement:
    of_pack = kind in {Kind.ADVICE, Kind.PROBLEMS}
    sessions = [it for it in shared if not of_pack or len(it.packs) == 1]
    every = [unit for unit in units_of(kind, sessions) if _n_given(unit)]
    units = [unit for unit in every if _n_given(unit) > 1]
    measuring = Measuring(units, n_raters=len(raters), n_sessions=len(sessions), seed=seed)
    is_sets, has_stretches = kind is Kind.ADVICE, kind in {Kind.ADVICE, Kind.SEGMENTS}
    table = measuring.table()
    coefficients = [measuring.alpha(table, sets=is_sets)]
    if not is_sets:
        first = measuring.cohen(table, (0, 1)) if len(raters) == 2 else measuring.fleiss(table)
        coefficients.insert(0, first)
    each: dict[str, Coefficient] = {}
    if has_stretches:
        together, each = measuring.stretches(kind, sessions)
        coefficients.append(together)
    if is_sets:
        found = sorted({label for unit in units for it in unit.given for label in it or ()})
        labels = [measuring.of_category(table, label, each.get(label)) for label in found]
    else:
        labels = list(measuring.of_labels(table, each))
    counts = confusions(units)
    return Agreement(
        kind=kind,
        unit=UNIT_OF[kind],
        raters=raters,
        n_sessions=len(sessions),
        n_other_packs=len(shared) - len(sessions),
        n_units=len(units),
        n_alone=len(every) - len(units),
        coefficients=tuple(coefficients),
        pairs=measuring.pairs(table, raters, sets=is_sets),
        labels=tuple(sorted(labels, key=lambda it: (-sum(it.n), it.label))),
        confused=confused(counts),
        disagreements=disagreements(units, sessions, counts),
    )


def _n_given(unit: Unit) -> int:
    return sum(it is not None for it in unit.given)
