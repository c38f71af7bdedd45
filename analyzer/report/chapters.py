"""The chapter of each advice type: the coach's words, the words to say, what clients made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from analyzer.aggregate.reliance import measured
from analyzer.plots.style import UPTAKE_COLOURS
from analyzer.records import Advice, Analysis, HeadScore, Move, Quote, Role, UptakeKind
from analyzer.report import quotes, wording
from analyzer.report.material import Material, Stretch
from analyzer.report.parts import AdviceChapter, AdviceRow, Quotation, RareRow, Section, Slice
from analyzer.report.quotes import Found
from analyzer.report.ranking import Hope
from analyzer.report.style import DO_NOT_RELY

MOST_QUOTES = 4
MOST_SCRIPTS = 3
FEWEST_SCRIPT_WORDS = 6
MOST_PROBLEMS = 5
ENOUGH_FOR_A_BAR = 4
MOST_TOLD = 6
FEWEST_TOLD = 2
# What to do shows an advice better than why.
_TELLING = frozenset({Move.DIRECTIVE, Move.SCRIPT})
_LESS_TELLING = 0.8

UPTAKE_WORDS: Mapping[UptakeKind, str] = {
    UptakeKind.COMMITMENT: "commitment",
    UptakeKind.OBJECTION: "objection",
    UptakeKind.GAP: "gap",
    UptakeKind.ACKNOWLEDGEMENT: "acknowledgement",
    UptakeKind.NONE: "no answer",
}
_QUOTED_UPTAKE = (UptakeKind.COMMITMENT, UptakeKind.OBJECTION)


def section(rows: tuple[AdviceRow, ...]) -> Section:
    """Heading and lead of the chapters."""
    if not rows:
        lead = "There is no advice to quote."
    elif any(row.anchor is not None for row in rows):
        lead = (
            "After a stretch of advice the client commits to it, objects, admits a gap (something "
            "not done or not known), acknowledges it, or gives no answer."
        )
    else:
        lead = (
            "No advice type comes up often enough for a chapter of its own: that takes 3 stretches "
            "in 2 sessions."
        )
    return Section(anchor="chapters", heading="The advice, in the coach’s words", lead=(lead,))


def chapters(material: Material, rows: tuple[AdviceRow, ...]) -> tuple[AdviceChapter, ...]:
    """One chapter for each advice type that has enough to show."""
    head = measured(material.cards, material.pack, "advice")
    return tuple(
        _chapter(material, row, row.anchor, head) for row in rows if row.anchor is not None
    )


def rare(material: Material, rows: tuple[AdviceRow, ...]) -> tuple[RareRow, ...]:
    """The advice types without a chapter, each with its best quotation."""
    return tuple(
        RareRow(
            id=row.id,
            name=row.name,
            definition=row.definition,
            counts=_counts(material, row),
            quote=best_quote(material, material.given(row.id)),
        )
        for row in rows
        if row.anchor is None
    )


def best_quote(material: Material, stretches: Sequence[Stretch]) -> Quotation | None:
    """The coach's words that show these stretches best."""
    found = _quotes(material, stretches, most=1)
    return material.quotation(found[0]) if found else None


def best_uptake(
    material: Material, stretches: Iterable[Stretch], kind: UptakeKind
) -> Quotation | None:
    """The client's words that show this kind of uptake of these stretches best."""
    hopes = [
        quotes.hope(
            partial(_answer, material, stretch),
            score=stretch.score,
            session_id=stretch.session_id,
            words=stretch.answer,
            is_whole=True,
        )
        for stretch in stretches
        if stretch.uptake is kind and stretch.answer is not None
    ]
    chosen = quotes.best(hopes, 1)
    return material.quotation(chosen[0]) if chosen else None


def _answer(material: Material, stretch: Stretch) -> list[Found]:
    analysis, advice = material.advice_of(stretch)
    if advice.uptake is None or advice.uptake.quote is None:
        return []
    return [Found(analysis=analysis, quote=advice.uptake.quote, score=stretch.score)]


def _chapter(
    material: Material, row: AdviceRow, anchor: str, head: HeadScore | None
) -> AdviceChapter:
    stretches = material.given(row.id)
    shown, scripts = _words(material, stretches)
    slices = _uptake(material, row.id)
    is_doubtful = material.advice_names.is_doubtful(row.id)
    return AdviceChapter(
        anchor=anchor,
        id=row.id,
        name=row.name,
        is_doubtful=is_doubtful,
        verdict=DO_NOT_RELY if is_doubtful else "",
        definition=row.definition,
        counts=_counts(material, row),
        reliability=_reliability(head, row.id),
        answers=_problems(material, row.id),
        told_by=_told_by(material, row.id),
        quotes=tuple(material.quotation(one) for one in shown),
        scripts=tuple(material.quotation(one) for one in scripts),
        uptake=slices,
        has_bar=sum(part.count for part in slices) >= ENOUGH_FOR_A_BAR,
        uptake_alt=wording.chart_in_words(
            f"What clients did after {row.name}", [(part.name, part.count) for part in slices]
        ),
        uptake_quotes=_uptake_quotes(material, stretches),
    )


def _counts(material: Material, row: AdviceRow) -> str:
    if not row.n_stretches:
        return f"only possible: {wording.counted(row.n_possible, 'stretch')}"
    line = wording.counted(row.n_stretches, "stretch")
    if material.n_sessions > 1:
        line += f" in {wording.out_of(row.n_sessions, material.n_sessions, 'session')}"
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
    scripts = _scripts(material, stretches)
    shown = _quotes(material, stretches, most=MOST_QUOTES, without=scripts)
    if shown:
        return shown, scripts
    # All there is are words to say: they are shown as the advice.
    shown = _quotes(material, stretches, most=MOST_QUOTES)
    return shown, tuple(one for one in scripts if not any(one.overlaps(other) for other in shown))


def _quotes(
    material: Material,
    stretches: Iterable[Stretch],
    *,
    most: int,
    without: Sequence[Found] = (),
) -> tuple[Found, ...]:
    """The best quotes of these stretches, without those that overlap one shown already."""
    hopes = [
        quotes.hope(
            partial(_shown, material, stretch, without=without),
            score=stretch.score,
            session_id=stretch.session_id,
            words=stretch.words,
        )
        for stretch in stretches
    ]
    return quotes.best(hopes, most)


def _shown(material: Material, stretch: Stretch, *, without: Sequence[Found]) -> list[Found]:
    analysis, advice = material.advice_of(stretch)
    wide = quotes.widened(analysis, advice.quote, first=advice.first, end=advice.end)
    weight = 1.0 if _move_of(analysis, advice) in _TELLING else _LESS_TELLING
    found = Found(analysis=analysis, quote=wide, score=stretch.score * weight)
    return [] if any(found.overlaps(other) for other in without) else [found]


def _move_of(analysis: Analysis, advice: Advice) -> Move | None:
    """What the sentence that shows the advice does."""
    quote = advice.quote
    for sentence in analysis.sentences[advice.first : advice.end]:
        if sentence.turn == quote.turn and sentence.start <= quote.start < sentence.end:
            return sentence.move
    return None


def _scripts(material: Material, stretches: Iterable[Stretch]) -> tuple[Found, ...]:
    """Words to say that the coach spoke, neighbouring sentences taken together."""
    hopes: list[Hope[Found]] = [
        Hope(
            key=(-round(stretch.score, 9), stretch.session_id),
            look=partial(_spoken_scripts, material, stretch),
        )
        for stretch in stretches
        if stretch.is_script
    ]
    return quotes.best(hopes, MOST_SCRIPTS)


def _spoken_scripts(material: Material, stretch: Stretch) -> list[Found]:
    analysis, advice = material.advice_of(stretch)
    return [
        Found(analysis=analysis, quote=quote, score=stretch.score)
        for quote in _runs_of_script(analysis, advice)
        if quotes.n_words(analysis.text_of(quote)) >= FEWEST_SCRIPT_WORDS
    ]


def _runs_of_script(analysis: Analysis, advice: Advice) -> Iterator[Quote]:
    numbers = [
        number
        for number in range(advice.first, advice.end)
        if analysis.sentences[number].move is Move.SCRIPT and _is_coach(analysis, number)
    ]
    for first, end in quotes.runs(numbers):
        spoken = analysis.sentences[first:end]
        for turn in dict.fromkeys(sentence.turn for sentence in spoken):
            inside = [sentence for sentence in spoken if sentence.turn == turn]
            yield Quote(turn=turn, start=inside[0].start, end=inside[-1].end)


def _is_coach(analysis: Analysis, number: int) -> bool:
    turn = analysis.session.turns[analysis.sentences[number].turn]
    return analysis.session.speakers[turn.speaker].role is Role.COACH


def _uptake(material: Material, category: str) -> tuple[Slice, ...]:
    by_kind = material.counts.uptake.get(category, {})
    return tuple(
        Slice(name=UPTAKE_WORDS[kind], count=by_kind.get(kind, 0), colour=colour)
        for kind, colour in zip(UptakeKind, UPTAKE_COLOURS, strict=True)
    )


def _uptake_quotes(
    material: Material, stretches: Sequence[Stretch]
) -> tuple[tuple[str, Quotation], ...]:
    found = ((kind, best_uptake(material, stretches, kind)) for kind in _QUOTED_UPTAKE)
    return tuple((UPTAKE_WORDS[kind], quote) for kind, quote in found if quote is not None)
