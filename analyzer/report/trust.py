"""How far to trust the labels: what the model cards measured, said plainly where there is none."""

from __future__ import annotations

from collections.abc import Collection

from analyzer.aggregate.reliance import is_for, measured
from analyzer.plots.style import MARK
from analyzer.records import LabelScore, ModelCard
from analyzer.report import wording
from analyzer.report.material import Material
from analyzer.report.parts import HeadRow, Interval, LabelRow, LabelTable, Section
from analyzer.report.style import DO_NOT_RELY

_WITH_LABELS = ("advice", "problems")
_SOURCES = {"model": "a model", "rule": "a phrase rule", "person": "a person"}


def section(material: Material, *, is_whole: bool = True) -> Section:
    """Heading and lead of the part about trust.

    ``is_whole`` says that the report shows every label of its sessions, so that they are counted.
    """
    lead: list[str] = []
    if not is_measured(material):
        lead.append(
            f"No model card was found for the pack {material.pack.label}. Nothing is known about "
            "how often its labels are right or how many are missed: take every label as a "
            "suggestion and read the quotation."
        )
    if _cards(material):
        lead.append(
            "The labels were given by programs, and programs err. The figures below were measured "
            "on labelled sessions that the models had not seen. Precision: of the labels given, "
            "the share that is right. Recall: of the true cases, the share that is found. F1 "
            "combines the two; 1 is perfect. The interval holds the true F1 in 95 of 100 such "
            "measurements; support is the number of true cases it rests on. Macro-F1 is the plain "
            "mean over all labels of a kind."
        )
    if is_whole:
        lead.extend(_sources(material))
    return Section(anchor="trust", heading="How far to trust these labels", lead=tuple(lead))


def is_measured(material: Material) -> bool:
    """Whether a card says how well the advice types of this pack are found."""
    return measured(material.cards, material.pack, "advice") is not None


def mark_note(material: Material) -> str:
    """What the mark means; empty where no label carries it."""
    doubtful = [
        *(
            category.id
            for category in material.pack.advice
            if material.advice_names.is_doubtful(category.id)
        ),
        *(
            category.id
            for category in material.pack.problem
            if material.problem_names.is_doubtful(category.id)
        ),
    ]
    return f"{MARK} {DO_NOT_RELY}: too often wrong or missed when measured" if doubtful else ""


def heads(material: Material) -> tuple[HeadRow, ...]:
    """One row for each kind of label that was measured."""
    return tuple(
        HeadRow(
            kind=head.head.replace("-", " "),
            unit=head.unit,
            macro_f1=wording.score(head.macro_f1),
            baselines=tuple(
                (baseline.name, wording.score(baseline.macro_f1))
                for baseline in sorted(head.baselines, key=lambda one: (-one.macro_f1, one.name))
            ),
            model=f"{card.name} {card.version}",
        )
        for card in _cards(material)
        for head in card.heads
    )


def label_tables(material: Material) -> tuple[LabelTable, ...]:
    """Advice and problem types with their figures, in the order of the pack."""
    names = {"advice": material.advice_names, "problems": material.problem_names}
    headings = {"advice": "Advice types", "problems": "Problem types"}
    return tuple(
        LabelTable(
            heading=f"{headings[head.head]}, counted by {head.unit}",
            rows=tuple(_label(score, names[head.head].shown(score.label)) for score in head.labels),
        )
        for card in _cards(material)
        if is_for(card, material.pack)
        for head in card.heads
        if head.head in _WITH_LABELS and head.labels
    )


def tables_of(material: Material, names: Collection[str]) -> tuple[LabelTable, ...]:
    """What is known of these types, by the names that are shown, and of no others."""
    kept = (
        LabelTable(
            heading=table.heading, rows=tuple(row for row in table.rows if row.name in names)
        )
        for table in label_tables(material)
    )
    return tuple(table for table in kept if table.rows)


def limits(material: Material) -> tuple[str, ...]:
    """What the cards say of their models: what they were made from, and their limits."""
    lines = []
    for card in _cards(material):
        sessions = wording.counted(card.n_sessions, "session")
        sentences = wording.counted(card.n_sentences, "sentence")
        lines.append(
            f"{card.name} {card.version}: trained on {_clean(card.trained_on)} ({sessions}, "
            f"{sentences}), measured on sessions left out ({_clean(card.folds)})."
        )
        lines.extend(limit for limit in map(_clean, card.limits) if limit)
    return tuple(dict.fromkeys(lines))


def _clean(text: str) -> str:
    return " ".join(wording.printable(text).split())


def _label(score: LabelScore, name: str) -> LabelRow:
    return LabelRow(
        name=name,
        verdict="" if score.rely else DO_NOT_RELY,
        support=score.support,
        precision=wording.score(score.precision),
        recall=wording.score(score.recall),
        f1=wording.score(score.f1),
        bounds=f"{wording.score(score.f1_low)}–{wording.score(score.f1_high)}",
        interval=Interval(value=score.f1, low=score.f1_low, high=score.f1_high, rely=score.rely),
    )


def _cards(material: Material) -> tuple[ModelCard, ...]:
    """Cards for the labels of this pack first, then those of every pack; none for another pack."""
    own = [card for card in material.cards if is_for(card, material.pack)]
    shared = [card for card in material.cards if card.pack is None]
    return (*own, *shared)


def _sources(material: Material) -> tuple[str, ...]:
    """Who gave the labels in this report."""
    given = [*material.tables.advice["source"], *material.tables.problems["source"]]
    kinds = [str(source).partition(":")[0] for source in given]
    parts = [
        f"{wording.number(kinds.count(kind))} by {words}"
        for kind, words in _SOURCES.items()
        if kind in kinds
    ]
    if not parts:
        return ()
    total = wording.counted(len(kinds), "label of advice and problems")
    lines = [f"Of the {total} in this report, {wording.listed(parts)}."]
    tables = material.tables
    if n := int((~tables.advice["sure"]).sum() + (~tables.problems["sure"]).sum()):
        is_one = n == 1
        lines.append(
            f"{wording.number(n)} of them {'is' if is_one else 'are'} only possible: with a score "
            f"like {'its' if is_one else 'theirs'} too many labels of the kind were wrong when it "
            "was measured, or it was never measured. Such labels are shown as possible, counted "
            "apart, and left out of all sums, comparisons and changes."
        )
    return tuple(lines)
