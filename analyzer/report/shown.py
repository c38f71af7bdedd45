"""Findings of one session as they are shown in full: advice with the words to say, and moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.records import Advice, Analysis, Label, Role, Segment, SegmentKind, UptakeKind
from analyzer.records.times import clock
from analyzer.report import moments, quotes, wording
from analyzer.report.material import Material
from analyzer.report.moments import Moment
from analyzer.report.parts import Quotation
from analyzer.report.quotes import Found

# Words to say and stories are shown whole; longer ones would not fit on a page with others.
WHOLE_WORDS = 220

# Gaps are shown with the question they answer, and who acknowledges only listens.
_QUOTED = frozenset({UptakeKind.COMMITMENT, UptakeKind.OBJECTION})
NO_TYPE = "Advice without a type"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceCard:
    """A stretch of advice: its types, the coach's words, words to say in full, the answer.

    ``quote`` is None where the words to say show the advice already. ``answer`` is what the client
    did; its words stand in ``answer_quote`` where they say more than that somebody listens.
    """

    types: tuple[str, ...]
    is_possible: bool
    quote: Quotation | None
    scripts: tuple[Quotation, ...]
    answer: str
    answer_quote: Quotation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Words, and the question they answer; None where nothing was asked right before."""

    question: Quotation | None
    words: Quotation


def advice_card(material: Material, analysis: Analysis, advice: Advice) -> AdviceCard:
    """One stretch of advice as a card."""
    scripts = [one.found(score=_score(advice.labels)) for one in moments.scripts(analysis, advice)]
    wide = quotes.widened(analysis, advice.quote, first=advice.first, end=advice.end)
    shown = Found(analysis=analysis, quote=wide, score=_score(advice.labels))
    uptake = advice.uptake
    said = None
    if uptake is not None and uptake.quote is not None and uptake.kind in _QUOTED:
        said = Found(analysis=analysis, quote=uptake.quote, score=1.0)
    return AdviceCard(
        types=tuple(types(material, advice)) or (NO_TYPE,),
        is_possible=bool(advice.labels) and not any(label.sure for label in advice.labels),
        quote=None
        if any(shown.overlaps(script) for script in scripts)
        else material.quotation(shown),
        scripts=tuple(material.quotation(one, most_words=WHOLE_WORDS) for one in scripts),
        answer=wording.UPTAKE_WORDS[uptake.kind]
        if uptake is not None and _has_client(analysis)
        else "",
        answer_quote=None if said is None else material.quotation(said),
    )


def types(material: Material, advice: Advice) -> list[str]:
    """The names of the types of an advice; with a sure one the possible ones are left out."""
    sure = [label for label in advice.labels if label.sure]
    named = dict.fromkeys(label.category for label in sure or advice.labels)
    return [material.advice_names.shown(category) for category in named]


def quoted(material: Material, moment: Moment, *, whole: bool = False) -> Quotation:
    """The words of a moment; ``whole`` where they are not to be cut like other quotations."""
    if whole:
        return material.quotation(moment.found(), most_words=WHOLE_WORDS)
    return material.quotation(moment.found())


def reply(material: Material, moment: Moment) -> Reply:
    """The words of a moment with the question right before them."""
    asked = moments.asked_before(moment)
    return Reply(
        question=None if asked is None else quoted(material, asked),
        words=quoted(material, moment),
    )


def sure_problem(analysis: Analysis, number: int | None) -> str | None:
    """The category that an exchange surely brings, None where there is none."""
    problem = None if number is None else analysis.exchanges[number].problem
    return problem.category if problem is not None and problem.sure else None


def segment_words(analysis: Analysis, segments: Sequence[Segment]) -> dict[SegmentKind, int]:
    """How many words each kind of part has, in the order in which the kinds come up."""
    counts: dict[SegmentKind, int] = {}
    for segment in segments:
        n = sum(
            quotes.n_words(analysis.text_of(one))
            for one in analysis.sentences[segment.first : segment.end]
        )
        counts[segment.kind] = counts.get(segment.kind, 0) + n
    return counts


def start_of(analysis: Analysis, sentence: int) -> str:
    """When the turn of a sentence begins; its number where no time is known."""
    turn = analysis.sentences[sentence].turn
    return clock(analysis.session.turns[turn].start_ms) or f"turn {turn + 1}"


def _score(labels: Sequence[Label]) -> float:
    return max((label.score for label in labels), default=0.0)


def _has_client(analysis: Analysis) -> bool:
    return any(speaker.role is Role.CLIENT for speaker in analysis.session.speakers)
