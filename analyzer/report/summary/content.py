"""What a theme summary says, in full, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.aggregate import findings_of
from analyzer.aggregate.themes import theme_findings
from analyzer.archive import Archive
from analyzer.records import Analysis, ModelCard, Pack
from analyzer.report import closing, people, talk, trust, wording
from analyzer.report.material import Material, gather
from analyzer.report.period import period
from analyzer.report.summary import (
    advice,
    chapters,
    findings,
    gaps,
    method,
    news,
    pairs,
    problems,
    promises,
    questions,
    sessions,
    themes,
    trend,
)
from analyzer.report.summary.moves import moves
from analyzer.report.summary.records import Summary, Talk, Trust

KIND = "Theme summary"
TITLE = "What was asked, and what was advised"


def build_summary(
    source: Archive | Iterable[Analysis],
    *,
    pack: Pack,
    cards: Sequence[ModelCard] = (),
    title: str | None = None,
    subtitle: str | None = None,
    join_names: bool = True,
) -> Summary:
    """Everything a report over these sessions says; the order they come in does not matter.

    Themes found without the pack are left out, since only an archive holds them. Raises
    ReportError when there is no session, SessionError when one comes twice.
    """
    material = gather(source, pack=pack, cards=cards, join_names=join_names)
    return compose(material, title=title, subtitle=subtitle)


def compose(material: Material, *, title: str | None, subtitle: str | None) -> Summary:
    """The summary of material that is gathered already."""
    moved = moves(material, findings_of(material.tables))
    found_themes = {
        f"{kind} themes": theme_findings(found, material.tables)
        for kind, found in material.themes.items()
    }
    brought = problems.part(material, moved)
    advised = advice.part(material, moved)
    met = pairs.part(material)
    told = chapters.part(material, advised.rows, moved)
    emergent = themes.part(material, moves(material, found_themes) if found_themes else moved)
    asked = questions.part(material)
    promised = promises.part(material)
    new = news.part(material)
    said = [
        *findings.findings(material, brought.rows, advised.rows),
        *findings.further(material, moved, news=new, questions=asked, promises=promised),
    ]
    shown = tuple(said[: findings.MOST_FINDINGS])
    left_open = gaps.part(material)
    return Summary(
        kind=KIND,
        title=wording.shortened(title or TITLE, 160),
        subtitle=wording.shortened(
            people.subtitle(material) if subtitle is None else subtitle, 240
        ),
        period=period(material),
        language=material.pack.language,
        is_compact=material.is_small,
        mark_note=trust.mark_note(material),
        made_with=closing.made_with(material),
        facts=findings.facts(material),
        findings_heading=findings.heading(material),
        findings=shown,
        glance=None if material.is_small else findings.glance(brought.rows, advised.rows),
        remarks=findings.remarks(material),
        news=new,
        problems=brought,
        advice=advised,
        pairs=met,
        chapters=told,
        themes=emergent,
        questions=asked,
        promises=promised,
        trend=trend.part(material, moved),
        talk=_talk(material),
        trust=Trust(
            section=trust.section(material),
            heads=trust.heads(material),
            label_tables=trust.label_tables(material),
            limits=trust.limits(material),
        ),
        gaps=left_open,
        sessions=sessions.part(
            material,
            (shown, new, brought, met, told, emergent, asked, promised, left_open),
        ),
        method=method.part(material),
    )


def _talk(material: Material) -> Talk:
    shares = talk.shares(material)
    return Talk(
        section=talk.section(material, shares), shares=shares, measures=talk.measures(material)
    )
