"""The chapter of each advice type: the coach's words, the words to say, what clients made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analyzer.aggregate.advice import sure_stretches
from analyzer.aggregate.reliance import measured
from analyzer.plots import style
from analyzer.records import HeadScore, UptakeKind
from analyzer.report import wording
from analyzer.report.material import Material, Stretch
from analyzer.report.parts import Quotation, Section, Slice
from analyzer.report.picking import best_quote, best_quotes, best_scripts, best_uptake
from analyzer.report.quotes import Found
from analyzer.report.style import DO_NOT_RELY
from analyzer.report.summary.moves import Moves
from analyzer.report.summary.records import AdviceChapter, AdviceRow, Chapters, RareRow
from analyzer.report.summary.whom import Whom, in_words, whom
from analyzer.report.wording import UPTAKE_WORDS

MOST_QUOTES = 3
MOST_SCRIPTS = 3
# Words to say are shown in full; what is longer than a page is no card.
WHOLE_WORDS = 220
MOST_RARE = 24
MOST_PROBLEMS = 5
ENOUGH_FOR_A_BAR = 4
MOST_TOLD = 6
FEWEST_TOLD = 2
_QUOTED_UPTAKE = (UptakeKind.COMMITMENT, UptakeKind.GAP, UptakeKind.OBJECTION)


def part(material: Material, rows: tuple[AdviceRow, ...], moves: Moves) -> Chapters:
    """A chapter for each advice type that has enough to show, and a line for each of the others."""
    head = measured(material.cards, material.pack, "advice")
    clients = whom(material, sure_stretches(material.tables))
    seldom = [row for row in rows if row.anchor is None]
    more = len(seldom) - MOST_RARE
    return Chapters(
        section=_section(rows),
        rows=tuple(
            _chapter(material, row, row.anchor, head=head, clients=clients, moves=moves)
            for row in rows
            if row.anchor is not None
        ),
        rare_heading="Given less often",
        rare=tuple(_rare(material, row) for row in seldom[:MOST_RARE]),
        left_out=f"{wording.counted(more, 'more type')} given still less often."
        if more > 0
        else "",
    )


def _section(rows: tuple[AdviceRow, ...]) -> Section:
    if not rows:
        lead = "There is no advice to quote."
    elif any(row.anchor is not None for row in rows):
        lead = (
            "After a stretch of advice the client commits to it, objects, admits a gap (something "
            "not done or not known), acknowledges it, or gives no answer. Words to say stand on "
            "cards, in full, to be copied."
        )
    else:
        lead = (
            "No advice type comes up often enough for a chapter of its own: that takes 3 stretches "
            "in 2 sessions."
        )
    return Section(anchor="chapters", heading="The advice, in the coach’s words", lead=(lead,))


def _rare(material: Material, row: AdviceRow) -> RareRow:
    return RareRow(
        id=row.id,
        name=row.name,
        definition=row.definition,
        counts=_counts(material, row),
        quote=best_quote(material, material.given(row.id)),
    )


def _chapter(
    material: Material,
    row: AdviceRow,
    anchor: str,
    *,
    head: HeadScore | None,
    clients: Whom,
    moves: Moves,
) -> AdviceChapter:
    stretches = material.given(row.id)
    shown, scripts = _words(material, stretches)
    slices, answers = _uptake(material, row.id), _uptake_quotes(material, stretches)
    has_bar = sum(part.count for part in slices) >= ENOUGH_FOR_A_BAR
    is_doubtful = material.advice_names.is_doubtful(row.id)
    return AdviceChapter(
        anchor=anchor,
        id=row.id,
        name=row.name,
        is_doubtful=is_doubtful,
        verdict=DO_NOT_RELY if is_doubtful else "",
        definition=row.definition,
        counts=_counts(material, row),
        clients=in_words(material, clients.get(row.id, ())),
        moved=moves.told("advice", row.id),
        reliability=_reliability(head, row.id),
        answers=_problems(material, row.id),
        told_by=_told_by(material, row.id),
        quotes=tuple(material.quotation(one) for one in shown),
        scripts=tuple(material.quotation(one, most_words=WHOLE_WORDS) for one in scripts),
        # One answer that nobody is quoted with is no picture of how clients take it.
        uptake=slices if has_bar or answers else (),
        has_bar=has_bar,
        uptake_alt=wording.chart_in_words(
            f"What clients did after {row.name}", [(part.name, part.count) for part in slices]
        ),
        uptake_quotes=answers,
    )


def _counts(material: Material, row: AdviceRow) -> str:
    if not row.n_stretches:
        return f"only possible: {wording.counted(row.n_possible, 'stretch')}"
    line = wording.counted(row.n_stretches, "stretch")
    if material.n_sessions > 1:
        line += f" in {wording.out_of(row.n_sessions, material.n_sessions, 'session')}"
        line += f" ({row.share} of all advice)" if row.share else ""
    if row.n_scripts:
        line += f", {wording.number(row.n_scripts)} with words to say"
    return wording.with_possible(line, row.n_possible)


def _told_by(material: Material, category: str) -> str:
    """The words that weighed most in these labels, with the number of stretches; else empty."""
    counts: Counter[str] = Counter()
    for source, words in material.reasons(category):
        if source.startswith("model:"):
            counts.update({word.casefold().replace("’", "'") for word in words})
        elif source.startswith("rule:"):
            counts.update({f"“{phrase}”" for phrase in words})
    fewest = 1 if material.is_small else FEWEST_TOLD
    ranked = sorted(counts.items(), key=lambda word: (-word[1], word[0]))
    told = [f"{word} ({n})" for word, n in ranked[:MOST_TOLD] if n >= fewest]
    return f"Told most often by: {', '.join(map(wording.printable, told))}." if told else ""


def _reliability(head: HeadScore | None, category: str) -> str:
    """What the model card says of this label, in a line; empty where it says nothing."""
    labels = () if head is None else head.labels
    score = next((score for score in labels if score.label == category), None)
    if head is None or score is None:
        return ""
    line = (
        f"By {head.unit}, on sessions not trained on: precision {wording.score(score.precision)}, "
        f"recall {wording.score(score.recall)}, F1 {wording.score(score.f1)} "
        f"({wording.score(score.f1_low)} to {wording.score(score.f1_high)})."
    )
    return line if score.rely else f"Do not rely on this label. {line}"


def _problems(material: Material, category: str) -> str:
    """The problems an advice type answers; empty where there is only one problem in all."""
    pairs = material.counts.pairs_of(category=category)
    if not pairs or len(material.counts.problems) == 1:
        return ""
    named = [
        f"{material.problem_names.shown(pair.problem)} ({wording.number(pair.n_exchanges)})"
        for pair in pairs[:MOST_PROBLEMS]
    ]
    more = len(pairs) - len(named)
    rest = [f"{wording.number(more)} more"] if more else []
    return f"Answers, by exchanges: {wording.listed([*named, *rest])}."


def _words(
    material: Material, stretches: Sequence[Stretch]
) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """Quotes and words to say, none shown twice."""
    scripts = best_scripts(material, stretches, most=MOST_SCRIPTS)
    shown = best_quotes(material, stretches, most=MOST_QUOTES, without=scripts)
    if shown:
        return shown, scripts
    # All there is are words to say: they are shown as the advice.
    shown = best_quotes(material, stretches, most=MOST_QUOTES)
    return shown, tuple(one for one in scripts if not any(one.overlaps(other) for other in shown))


def _uptake(material: Material, category: str) -> tuple[Slice, ...]:
    by_kind = material.counts.uptake.get(category, {})
    return tuple(
        Slice(name=UPTAKE_WORDS[kind], count=by_kind.get(kind, 0), colour=colour)
        for kind, colour in zip(UptakeKind, style.UPTAKE_COLOURS, strict=True)
    )


def _uptake_quotes(
    material: Material, stretches: Sequence[Stretch]
) -> tuple[tuple[str, Quotation], ...]:
    found = ((kind, best_uptake(material, stretches, kind)) for kind in _QUOTED_UPTAKE)
    return tuple((UPTAKE_WORDS[kind], quote) for kind, quote in found if quote is not None)
