"""What a report says, in full, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.archive import Archive
from analyzer.records import Analysis, ModelCard, Pack
from analyzer.report import (
    advice,
    chains,
    chapters,
    closing,
    findings,
    people,
    problems,
    talk,
    trend,
    trust,
    wording,
)
from analyzer.report.material import Material, gather
from analyzer.report.parts import Report

KIND = "Theme summary"
TITLE = "What was asked, and what was advised"


def build_report(
    source: Archive | Iterable[Analysis],
    *,
    pack: Pack,
    cards: Sequence[ModelCard] = (),
    title: str | None = None,
    subtitle: str | None = None,
    join_names: bool = True,
) -> Report:
    """Everything a report over these sessions says; the order they come in does not matter.

    Raises ReportError when there is no session, SessionError when one comes twice.
    """
    material = gather(source, pack=pack, cards=cards, join_names=join_names)
    return compose(material, title=title, subtitle=subtitle)


def compose(material: Material, *, title: str | None, subtitle: str | None) -> Report:
    """The report over material that is gathered already."""
    problem_rows = problems.rows(material)
    advice_rows = advice.rows(material)
    table = advice.matrix(material)
    panels = trend.panels(material)
    shares = talk.shares(material)
    return Report(
        kind=KIND,
        title=wording.shortened(title or TITLE, 160),
        subtitle=wording.shortened(
            people.subtitle(material) if subtitle is None else subtitle, 240
        ),
        period=_period(material),
        language=material.pack.language,
        is_compact=material.is_small,
        facts=findings.facts(material),
        findings_heading=findings.heading(material),
        findings=findings.findings(material, problem_rows, advice_rows),
        remarks=findings.remarks(material),
        mark_note=trust.mark_note(material),
        problems_section=problems.section(material, problem_rows),
        problem_bars=problems.bars(material, problem_rows),
        problem_rows=problem_rows,
        advice_section=advice.section(material, advice_rows),
        advice_bars=advice.bars(material, advice_rows),
        advice_rows=advice_rows,
        matrix_section=advice.matrix_section(material, table),
        matrix=table,
        chains_heading="From problem to answer, an exchange each",
        chains=chains.chains(material),
        chapters_section=chapters.section(advice_rows),
        chapters=chapters.chapters(material, advice_rows),
        rare_heading="Given less often",
        rare=chapters.rare(material, advice_rows),
        trend_section=trend.section(material, panels),
        panels=panels,
        talk_section=talk.section(material, shares),
        talk_shares=shares,
        trust_section=trust.section(material),
        heads=trust.heads(material),
        label_tables=trust.label_tables(material),
        limits=trust.limits(material),
        gaps_section=closing.gaps_section(material),
        warnings=closing.warnings(material),
        sessions_section=closing.sessions_section(material),
        sessions=closing.sessions(material),
        made_with=closing.made_with(material),
    )


def _period(material: Material) -> str:
    dates = material.tables.sessions["held_on"].dropna()
    if dates.empty:
        return ""
    undated = material.n_sessions - len(dates)
    line = wording.period(dates.min().date(), dates.max().date())
    return f"{line}; {wording.counted(undated, 'session')} without a date" if undated else line
