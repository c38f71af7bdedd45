"""Everything a playbook says, before anything is drawn."""

from __future__ import annotations

from dataclasses import replace

from analyzer.report import closing, people, trust, wording
from analyzer.report.material import Material
from analyzer.report.parts import Fact, LabelTable, Section
from analyzer.report.period import period
from analyzer.report.placing import quoted_in, replaced
from analyzer.report.playbook.chapters import MOST_CASES, chapters
from analyzer.report.playbook.records import Chapter, Playbook

KIND = "Playbook"
TITLE = "What to ask, what to advise, what to say"


def compose_playbook(
    material: Material, *, title: str | None = None, subtitle: str | None = None
) -> Playbook:
    """The playbook over the sessions of the material."""
    rows = closing.sessions(material)
    dates = {row.number: row.date for row in rows}
    # Sessions stand with title and file at the end.
    found = replaced(
        chapters(material), lambda it: replace(it, where=dates[it.session] or it.where)
    )
    numbers = quoted_in(found)
    return Playbook(
        kind=KIND,
        title=wording.shortened(title or TITLE, 160),
        subtitle=wording.shortened(
            f"From {_from(material)}" if subtitle is None else subtitle, 240
        ),
        period=period(material),
        language=material.pack.language,
        is_compact=False,
        mark_note=trust.mark_note(material),
        made_with=closing.made_with(material),
        facts=_facts(material, found),
        intro_heading="A draft to edit",
        intro=_intro(found),
        remarks=_remarks(material),
        chapters=found,
        method_section=_method_section(),
        types_section=Section(
            anchor="types",
            heading="What the advice types mean",
            lead=(f"In the words of the pack {material.pack.label}.",),
        ),
        types=_types(material),
        trust_section=trust.section(material, is_whole=False),
        label_tables=_label_tables(material),
        sessions_section=Section(
            anchor="sessions",
            heading="The sessions quoted",
            lead=("The number before each session is the one that quotations name.",),
        ),
        sessions=tuple(row for row in rows if row.number in numbers),
    )


def _from(material: Material) -> str:
    line = people.subtitle(material)
    return f"{line[0].lower()}{line[1:]}"


def _facts(material: Material, found: tuple[Chapter, ...]) -> tuple[Fact, ...]:
    n_scripts = int(material.tables.uptake["is_script"].sum())
    counts = (
        (material.n_sessions, "session"),
        (sum(chapter.n_exchanges > 0 for chapter in found), "problem"),
        (material.counts.n_stretches, "stretch of advice"),
        (n_scripts, "stretch with words to say"),
    )
    return tuple(
        Fact(count=wording.number(n), words=_counted(n, noun).partition(" ")[2])
        for n, noun in counts
    )


def _counted(n: int, noun: str) -> str:
    if noun.startswith("stretch with"):
        return f"{wording.counted(n, 'stretch')} with words to say"
    return wording.counted(n, noun)


def _intro(found: tuple[Chapter, ...]) -> tuple[str, ...]:
    if not found:
        return ("No advice was found in these sessions, so there is nothing to hand on yet.",)
    return (
        (
            "Every sentence in a chapter is somebody’s own words, with the place where they were "
            "said, or a count of such places, or a definition from the pack. Nothing was added "
            "and nothing was smoothed. The number in brackets leads to the session."
        ),
        (
            "Each chapter follows one problem: how it shows, what to find out first, what to "
            "advise, words to say, stories, what clients object and what was answered, how it "
            "went. Advice stands by how many exchanges with the problem it was given in, and of "
            "equals what clients took up more willingly stands first."
        ),
        (
            "What the words were said to, and whether they fit the next person, only the coach can "
            "tell. Strike out, put in order, add what is missing."
        ),
    )


def _remarks(material: Material) -> tuple[str, ...]:
    lines = []
    if material.is_small:
        lines.append(wording.few(material.n_sessions))
    if not trust.is_measured(material):
        lines.append(
            "How often these labels are right is not known, because there is no model card for the "
            f"pack {material.pack.label}."
        )
    return tuple(lines)


def _method_section() -> Section:
    lead = (
        "Problems, advice, words to say, stories and answers were found by programs, from the "
        "transcripts alone; only labels that are sure are used. Of each kind the words are chosen "
        "that read best by themselves and come from different sessions: whole sentences, neither "
        "very short nor very long, that do not lean on the one before. Questions, stories and "
        f"askers’ words are looked for in the {MOST_CASES} exchanges that most surely bring the "
        "problem. [goes on] says that the speaker went on."
    )
    return Section(anchor="method", heading="How this was made", lead=(lead,))


def _types(material: Material) -> tuple[tuple[str, str], ...]:
    """Name and definition of each advice type that is surely given, in the order of the pack."""
    given = {count.category for count in material.counts.advice if count.n_stretches}
    names = material.advice_names
    return tuple(
        (names.shown(one.id), names.definition(one.id))
        for one in material.pack.advice
        if one.id in given
    )


def _label_tables(material: Material) -> tuple[LabelTable, ...]:
    """What is known of the types that the chapters are about, and of no others."""
    given = {name for name, _ in _types(material)}
    given |= {
        material.problem_names.shown(count.category)
        for count in material.counts.problems
        if count.n_exchanges
    }
    return trust.tables_of(material, given)
