"""Every finding with its quotation, session by session: what the page lets a reader browse."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from pandas import DataFrame

from analyzer.records import Advice, Analysis, Label
from analyzer.records.reasons import reason
from analyzer.report import quotes, wording
from analyzer.report.chapters import UPTAKE_WORDS
from analyzer.report.material import Material
from analyzer.report.parts import Browse, Evidence, Section, Tag
from analyzer.report.quotes import Found

# More than so many make a page that a phone no longer opens.
MOST_ENTRIES = 3000


def browse(material: Material) -> Browse:
    """All problems and advice, session by session in the order said; of very many the surest."""
    found = _findings(material)
    surest = found.sort_values("score", ascending=False, kind="stable").head(MOST_ENTRIES)
    kept = surest.sort_index()
    entries = [
        entry
        for session_id, findings in kept.groupby("session_id", sort=False)
        for entry in _entries(material, str(session_id), findings)
    ]
    lead = "Every problem and every stretch of advice with its quotation, session by session."
    if len(found) > len(entries):
        lead = (
            f"The {wording.number(len(entries))} surest of {wording.number(len(found))} findings "
            "with their quotations, session by session."
        )
    return Browse(
        section=Section(anchor="quotations", heading="All quotations", lead=(lead,)),
        entries=tuple(entries),
    )


def _findings(material: Material) -> DataFrame:
    """Problems with a quote, and advice: session, number, score; in the order of the sessions."""
    tables = material.tables
    problems = tables.problems.dropna(subset="quote")[["session_id", "exchange", "score"]]
    scores = tables.advice.groupby(["session_id", "advice"])["score"].max().rename("score")
    advice = tables.uptake[["session_id", "advice"]].join(scores, on=["session_id", "advice"])
    found = pd.concat(
        [
            problems.rename(columns={"exchange": "finding"}).assign(is_advice=False),
            advice.rename(columns={"advice": "finding"}).assign(is_advice=True),
        ],
        ignore_index=True,
    )
    return (
        found.fillna({"score": 0.0})
        .assign(number=found["session_id"].map(material.numbers))
        .sort_values(["number", "is_advice", "finding"], kind="stable")
        .reset_index(drop=True)
    )


def _entries(material: Material, session_id: str, findings: DataFrame) -> list[Evidence]:
    """The findings of one session in the order in which their words were said."""
    analysis = material.talks[session_id]
    columns = (findings[name].tolist() for name in ("is_advice", "finding", "score"))
    found = [
        _advised(analysis, number, score) if is_advice else _asked(analysis, number, score)
        for is_advice, number, score in zip(*columns, strict=True)
    ]
    said = sorted(found, key=lambda one: (one.found.quote.turn, one.found.quote.start))
    return [_entry(material, one) for one in said]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    found: Found
    exchange: int | None
    advice: Advice | None


def _asked(analysis: Analysis, number: int, score: float) -> _Finding:
    exchange = analysis.exchanges[number]
    quote = exchange.quote
    if quote is None:
        raise ValueError(f"exchange {number} of session {analysis.session.id} has no quote")
    wide = quotes.widened(analysis, quote, first=exchange.first, end=exchange.end)
    return _Finding(
        found=Found(analysis=analysis, quote=wide, score=score), exchange=number, advice=None
    )


def _advised(analysis: Analysis, number: int, score: float) -> _Finding:
    advice = analysis.advice[number]
    wide = quotes.widened(analysis, advice.quote, first=advice.first, end=advice.end)
    return _Finding(
        found=Found(analysis=analysis, quote=wide, score=score),
        exchange=advice.exchange,
        advice=advice,
    )


def _entry(material: Material, finding: _Finding) -> Evidence:
    analysis, number, advice = finding.found.analysis, finding.exchange, finding.advice
    problem = None if number is None else analysis.exchanges[number].problem
    labels = {} if advice is None else {one.category: one for one in advice.labels}
    uptake = None if advice is None else advice.uptake
    return Evidence(
        kind="problem" if advice is None else "advice",
        types=tuple(_tag(label, material.advice_names) for label in labels.values()),
        problem=None if problem is None else _tag(problem, material.problem_names),
        client=_client(material, analysis, number),
        uptake="" if uptake is None else UPTAKE_WORDS[uptake.kind],
        quote=material.quotation(finding.found),
    )


def _tag(label: Label, names: wording.Names) -> Tag:
    why = wording.printable(reason(label))
    return Tag(name=names.shown(label.category), sure=label.sure, why=why)


def _client(material: Material, analysis: Analysis, number: int | None) -> str:
    if number is None:
        return ""
    return wording.shortened(material.askers.get((analysis.session.id, number), ""), 40)
