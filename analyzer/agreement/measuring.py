"""From units with what was said of them to coefficients with intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from analyzer.agreement.aligning import SharedSession
from analyzer.agreement.coefficients import (
    MISSING,
    Codes,
    Floats,
    Ints,
    cohen_kappa,
    cohen_kappas,
    coincidences,
    crossed,
    fleiss_kappa,
    fleiss_kappas,
    krippendorff_alpha,
    krippendorff_alphas,
    masi_distance,
    shared,
    summed,
    summed_crossed,
    summed_shared,
)
from analyzer.agreement.records import (
    Coefficient,
    Kind,
    LabelAgreement,
    Measure,
    PairAgreement,
    Stretch,
)
from analyzer.agreement.unitising import Span, Unitised, alpha_u, unitised
from analyzer.agreement.units import Given, Unit

DRAWS = 1000
# Fewer sessions with a label cannot show, drawn anew, how much sessions differ.
FEWEST_SESSIONS = 5

_NOTHING = "nothing was labelled by two of them"
_NOT_ALL = "nothing was labelled by all of them"
_ONE_LABEL = "all labels are the same, so nothing tells agreement from chance"
_NOBODY = "nobody gave it, or everybody gave it to everything"
_NO_STRETCH = "nobody marked a stretch"
_NOT_WHOLE = "not everybody looked at all sentences of a session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Units of one label each: codes (n_units, n_raters) into ``labels``, and their sessions."""

    labels: tuple[frozenset[str], ...]
    codes: Codes
    sessions: Ints
    n_sessions: int

    @property
    def shape(self) -> tuple[int, int]:
        """The number of sessions and of labels."""
        return self.n_sessions, len(self.labels)


class Measuring:
    """Measures of some units, with the same draws of sessions for all intervals."""

    def __init__(self, units: Sequence[Unit], *, n_raters: int, n_sessions: int, seed: int) -> None:
        self.units = units
        self.n_raters = n_raters
        self.n_sessions = n_sessions
        self.draws: Floats | None = None
        if n_sessions >= FEWEST_SESSIONS:
            chances = np.full(n_sessions, 1 / n_sessions)
            drawn = np.random.default_rng(seed).multinomial(n_sessions, chances, size=DRAWS)
            self.draws = drawn.astype(np.float64)

    def table(self) -> Table:
        """The units with each answer, one label or a set of them, taken for one label."""
        said = [unit.given for unit in self.units]
        counts = Counter(it for row in said for it in row if it is not None)
        labels = sorted(counts, key=lambda it: (-counts[it], sorted(it)))
        code: dict[Given, int] = {None: MISSING, **{it: n for n, it in enumerate(labels)}}
        codes = np.array([[code[it] for it in row] for row in said], dtype=np.int64)
        return Table(
            labels=tuple(labels),
            codes=codes.reshape(len(said), self.n_raters),
            sessions=np.array([unit.session for unit in self.units], dtype=np.int64),
            n_sessions=self.n_sessions,
        )

    def alpha(self, table: Table, *, sets: bool = False) -> Coefficient:
        """Krippendorff's alpha; of sets of labels with the distance MASI."""
        distance = None
        if sets:
            distance = masi_distance(table.labels)
        found = coincidences(table.codes, table.sessions, shape=table.shape, distance=distance)
        return self._coefficient(
            Measure.MASI if sets else Measure.ALPHA,
            lambda weights: krippendorff_alpha(summed(found, weights), distance),
            why=_ONE_LABEL if found.totals.any() else _NOTHING,
        )

    def fleiss(self, table: Table) -> Coefficient:
        """The kappa of Fleiss, of units that all raters labelled."""
        found = shared(table.codes, table.sessions, shape=table.shape)
        return self._coefficient(
            Measure.FLEISS,
            lambda weights: fleiss_kappa(summed_shared(found, weights)),
            why=_ONE_LABEL if found.n.any() else _NOT_ALL,
        )

    def cohen(self, table: Table, pair: tuple[int, int]) -> Coefficient:
        """Cohen's kappa of two of the raters, by number."""
        found = crossed(table.codes[:, list(pair)], table.sessions, shape=table.shape)
        return self._coefficient(
            Measure.COHEN,
            lambda weights: cohen_kappa(summed_crossed(found, weights)),
            why=_ONE_LABEL if found.first.any() else _NOTHING,
        )

    def pairs(
        self, table: Table, raters: Sequence[str], *, sets: bool
    ) -> tuple[PairAgreement, ...]:
        """Each two raters side by side; labels in sets have no kappa over all of them."""
        pairs = []
        for pair in combinations(range(self.n_raters), 2):
            codes = table.codes[:, list(pair)]
            both = codes[(codes != MISSING).all(axis=1)]
            alike = float((both[:, 0] == both[:, 1]).mean()) if len(both) else None
            pairs.append(
                PairAgreement(
                    raters=(raters[pair[0]], raters[pair[1]]),
                    n_units=len(both),
                    alike=alike,
                    kappa=None if sets else self.cohen(table, pair),
                )
            )
        return tuple(pairs)

    def of_labels(
        self, table: Table, stretches: dict[str, Coefficient]
    ) -> tuple[LabelAgreement, ...]:
        """Each label of units that have one, against all others together."""
        found = coincidences(table.codes, table.sessions, shape=table.shape)
        alphas = self._drawn(lambda weights: krippendorff_alphas(summed(found, weights)))
        if self.n_raters == 2:
            cross = crossed(table.codes, table.sessions, shape=table.shape)
            kappas = self._drawn(lambda weights: cohen_kappas(summed_crossed(cross, weights)))
        else:
            alls = shared(table.codes, table.sessions, shape=table.shape)
            kappas = self._drawn(lambda weights: fleiss_kappas(summed_shared(alls, weights)))
        rows = []
        for column, label in enumerate(table.labels):
            (name,) = label
            few = _is_in_few(found.totals[:, column])
            rows.append(
                LabelAgreement(
                    label=name,
                    n=_n_given(table.codes, column),
                    kappa=_told(self._kappa, *_column(kappas, column, few=few), why=_NOBODY),
                    alpha=_told(Measure.ALPHA, *_column(alphas, column, few=few), why=_NOBODY),
                    stretches=stretches.get(name),
                )
            )
        return tuple(rows)

    def of_category(
        self, sets: Table, category: str, stretches: Coefficient | None
    ) -> LabelAgreement:
        """One label of units that have none, one or several: given or not given."""
        is_given = np.array([category in it for it in sets.labels], dtype=np.int64)
        codes = np.where(sets.codes == MISSING, MISSING, is_given[sets.codes])
        table = replace(sets, labels=(frozenset(), frozenset({category})), codes=codes)
        kappa = self.cohen(table, (0, 1)) if self.n_raters == 2 else self.fleiss(table)
        alpha = self.alpha(table)
        if len(set(table.sessions[(codes == 1).any(axis=1)].tolist())) < FEWEST_SESSIONS:
            kappa, alpha = (replace(it, low=None, high=None) for it in (kappa, alpha))
        return LabelAgreement(
            label=category,
            n=_n_given(codes, 1),
            kappa=kappa,
            alpha=alpha,
            stretches=stretches,
        )

    def stretches(
        self, kind: Kind, sessions: Sequence[SharedSession]
    ) -> tuple[Coefficient, dict[str, Coefficient]]:
        """alpha_U over all labels of stretches, and of each."""
        whole = [n for n, one in enumerate(sessions) if _is_whole(kind, one)]
        draws = None if self.draws is None else self.draws[:, whole]
        spans = [_spans(kind, sessions[n]) for n in whole]
        names = sorted({label for one in spans for rater in one for label in rater})
        lengths = [sessions[n].n_letters for n in whole]
        parts: dict[str, Unitised] = {
            name: unitised([[it.get(name, []) for it in one] for one in spans], lengths)
            for name in names
        }

        def measured(of: Sequence[Unitised], why: str) -> Coefficient:
            few = _is_in_few(sum(it.n_units.sum(axis=1) for it in of))
            drawn = None if draws is None or few else alpha_u(of, draws)
            return _told(Measure.ALPHA_U, alpha_u(of).item(), drawn, why=why)

        if not names:
            why = _NO_STRETCH if whole else _NOT_WHOLE
            return Coefficient(measure=Measure.ALPHA_U, value=None, why=why), {}
        each = {name: measured([one], _NO_STRETCH) for name, one in parts.items()}
        return measured(list(parts.values()), _NO_STRETCH), each

    @property
    def _kappa(self) -> Measure:
        return Measure.COHEN if self.n_raters == 2 else Measure.FLEISS

    def _coefficient(
        self, measure: Measure, value: Callable[[Floats | None], Floats], *, why: str
    ) -> Coefficient:
        found, drawn = self._drawn(value)
        return _told(measure, found.item(), drawn, why=why)

    def _drawn(self, value: Callable[[Floats | None], Floats]) -> tuple[Floats, Floats | None]:
        return value(None), None if self.draws is None else value(self.draws)


def _told(measure: Measure, value: float, drawn: Floats | None, *, why: str) -> Coefficient:
    if np.isnan(value):
        return Coefficient(measure=measure, value=None, why=why)
    known = np.empty(0) if drawn is None else drawn[~np.isnan(drawn)]
    # Draws in which a rare label does not occur say nothing about it.
    if drawn is None or len(known) < len(drawn) / 2:
        return Coefficient(measure=measure, value=value)
    low, high = np.quantile(known, [0.025, 0.975]).tolist()
    return Coefficient(measure=measure, value=value, low=min(low, value), high=max(high, value))


def _column(
    found: tuple[Floats, Floats | None], column: int, *, few: bool
) -> tuple[float, Floats | None]:
    value, drawn = found
    return value[column].item(), None if drawn is None or few else drawn[:, column]


def _is_in_few(by_session: npt.ArrayLike) -> bool:
    return bool(np.count_nonzero(by_session) < FEWEST_SESSIONS)


def _n_given(codes: Codes, column: int) -> tuple[int, ...]:
    return tuple((codes == column).sum(axis=0).tolist())


def _stretches(kind: Kind, shared: SharedSession) -> list[tuple[Stretch, ...] | None]:
    return [
        None if it is None else it.parts if kind is Kind.SEGMENTS else it.stretches
        for it in shared.labellings
    ]


def _is_whole(kind: Kind, shared: SharedSession) -> bool:
    return all(it is not None for it in _stretches(kind, shared))


def _spans(kind: Kind, shared: SharedSession) -> list[dict[str, list[Span]]]:
    """The letters of each rater's stretches by label."""
    found: list[dict[str, list[Span]]] = []
    for spans, stretches in zip(shared.spans, _stretches(kind, shared), strict=True):
        by_label: dict[str, list[Span]] = {}
        for it in stretches or ():
            span = (spans[it.first][0], spans[it.end - 1][1])
            by_label.setdefault(it.label, []).append(span)
        found.append(by_label)
    return found
