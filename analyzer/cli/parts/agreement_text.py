"""How far raters agree, for a terminal: measures, labels, and what was labelled differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.agreement import Agreement, Coefficient, Disagreement, Measure
from analyzer.cli.parts.text import counted, plain, shortened, table, wrapped
from analyzer.records.times import clock

NAMES = {
    Measure.COHEN: "Cohen's kappa",
    Measure.FLEISS: "Fleiss' kappa",
    Measure.ALPHA: "Krippendorff's alpha",
    Measure.MASI: "Krippendorff's alpha of sets (MASI)",
    Measure.ALPHA_U: "Krippendorff's alpha of stretches (alpha_U)",
}
UNDEFINED = "not defined"
LONGEST_NAME = 24
MOST_CONFUSED = 5


def agreement_text(found: Sequence[Agreement], *, show: int) -> Iterator[str]:
    """The lines to print, with so many disagreements of each kind."""
    n_sessions = found[0].n_sessions + found[0].n_other_packs
    yield from wrapped(f"{_listed(found[0].raters)}: {counted(n_sessions, 'session')}")
    for one in found:
        yield ""
        yield from _kind(one, show=show)


def _kind(one: Agreement, *, show: int) -> Iterator[str]:
    heading = one.kind.value.capitalize()
    alone = f"; {counted(one.n_alone, one.unit)} labelled by one alone" if one.n_alone else ""
    if one.n_other_packs:
        left_out = counted(one.n_other_packs, "session")
        alone += f"; {left_out} left out, labelled for different packs"
    if not one.n_units:
        yield from wrapped(f"{heading}: nothing was labelled by two of them{alone}.")
        return
    yield from wrapped(f"{heading}: {counted(one.n_units, one.unit)}{alone}")
    rows = [[NAMES[it.measure], _told(it)] for it in one.coefficients]
    rows += [[f"labelled alike ({_listed(it.raters)})", _alike(it.alike)] for it in one.pairs]
    if len(one.raters) > 2:
        rows += [
            [f"{NAMES[Measure.COHEN]} ({_listed(it.raters)})", _told(it.kappa)]
            for it in one.pairs
            if it.kappa is not None
        ]
    yield from table(rows, indent="  ")
    yield ""
    yield from _labels(one)
    if one.confused:
        yield ""
        yield "  Confused most"
        pairs = [[" / ".join(it.labels), f"{it.n:,}"] for it in one.confused[:MOST_CONFUSED]]
        yield from table(pairs, right=(1,), indent="    ")
    yield from _differing(one, show=show)


def _labels(one: Agreement) -> list[str]:
    has_stretches = any(it.stretches is not None for it in one.labels)
    names = [shortened(name, LONGEST_NAME) for name in one.raters]
    kappa = NAMES[Measure.COHEN if len(one.raters) == 2 else Measure.FLEISS]
    heads = ["", *names, kappa, "alpha", *["stretches"] * has_stretches]
    rows = [
        [
            it.label,
            *(f"{n:,}" for n in it.n),
            _short(it.kappa),
            _short(it.alpha),
            *([_short(it.stretches)] if it.stretches else [""] * has_stretches),
        ]
        for it in one.labels
    ]
    return table(rows, heads=heads, right=range(1, len(heads)), indent="  ")


def _differing(one: Agreement, *, show: int) -> Iterator[str]:
    shown = one.disagreements[:show]
    if not shown:
        return
    more = ""
    if len(one.disagreements) > len(shown):
        more = f", {len(shown):,} of {len(one.disagreements):,}: see all with --show or --json"
    yield ""
    yield f"  Labelled differently{more}"
    for it in shown:
        yield from wrapped(_place(it), first="    ")
        yield from wrapped(it.words, first="      > ")
        said = (
            f"{name}: {_said(labels)}" for name, labels in zip(one.raters, it.said, strict=True)
        )
        yield from wrapped(" · ".join(said), first="      ")


def _place(it: Disagreement) -> str:
    line = "" if it.source_line is None else f"line {it.source_line}"
    facts = [it.path, line, f"turn {it.turn + 1}", clock(it.start_ms), it.speaker]
    return plain(" · ".join(filter(None, facts)))


def _said(labels: tuple[str, ...] | None) -> str:
    if labels is None:
        return "not labelled"
    return " and ".join(labels) or "none"


def _told(it: Coefficient) -> str:
    return f"{UNDEFINED}: {it.why}" if it.value is None else _short(it)


def _short(it: Coefficient) -> str:
    if it.value is None:
        return UNDEFINED
    if it.low is None or it.high is None:
        return _number(it.value)
    return f"{_number(it.value)} ({_number(it.low)} to {_number(it.high)})"


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def _alike(share: float | None) -> str:
    return "nothing" if share is None else f"{100 * share:.1f}%"


def _listed(names: Sequence[str]) -> str:
    return plain(f"{', '.join(names[:-1])} and {names[-1]}")
