"""Agreement as JSON: one object a line, each with the table it belongs to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from analyzer.agreement import Agreement, Coefficient, LabelAgreement, PairAgreement


def agreement_json(found: Sequence[Agreement]) -> Iterator[str]:
    """Of each kind what was compared, its measures, pairs of raters, labels and disagreements."""
    for one in found:
        kind = {"kind": one.kind.value}
        yield _line(
            "agreement",
            kind,
            unit=one.unit,
            raters=one.raters,
            n_sessions=one.n_sessions,
            n_other_packs=one.n_other_packs,
            n_units=one.n_units,
            n_alone=one.n_alone,
        )
        for coefficient in one.coefficients:
            yield _line("measures", kind, **_coefficient(coefficient))
        for pair in one.pairs:
            yield _line("pairs", kind, **_pair(pair))
        for label in one.labels:
            yield _line("labels", kind, **_label(label))
        for confused in one.confused:
            yield _line("confused", kind, **asdict(confused))
        for place in one.disagreements:
            yield _line("disagreements", kind, **asdict(place))


def _coefficient(it: Coefficient) -> dict[str, Any]:
    return {
        "measure": it.measure.value,
        "value": _rounded(it.value),
        "low": _rounded(it.low),
        "high": _rounded(it.high),
        "why": it.why,
    }


def _pair(it: PairAgreement) -> dict[str, Any]:
    kappa = None if it.kappa is None else _coefficient(it.kappa)
    return {
        "raters": it.raters,
        "n_units": it.n_units,
        "alike": _rounded(it.alike),
        "kappa": kappa,
    }


def _label(it: LabelAgreement) -> dict[str, Any]:
    return {
        "label": it.label,
        "n": it.n,
        "kappa": _coefficient(it.kappa),
        "alpha": _coefficient(it.alpha),
        "stretches": None if it.stretches is None else _coefficient(it.stretches),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _line(table: str, kind: dict[str, str], **cells: Any) -> str:  # noqa: ANN401 - any cell
    return json.dumps({"table": table, **kind, **cells}, ensure_ascii=False)
