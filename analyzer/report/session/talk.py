"""Who says how much in one session, and how soon advice is given: facts, with their definitions."""

from __future__ import annotations

from analyzer.records import Analysis, Role
from analyzer.report import moments, wording
from analyzer.report.material import Material, known
from analyzer.report.parts import Section
from analyzer.report.session.records import SpeakerRow

UNKNOWN = "unknown"
MOST_SPEAKERS = 12
_COLUMNS = (
    *("speaker", "role", "n_words", "share_words", "talk_ms", "n_turns", "longest_turn_words"),
    *("n_open", "n_closed"),
)


def section(material: Material, analysis: Analysis) -> Section:
    """Heading, what the columns mean, and what came before the first advice."""
    lead = [
        (
            "Facts about this session, not grades. Longest: words of the longest turn. Open "
            "questions ask what, why, how; closed ones ask for one fact, a yes or a no. Questions "
            "put without wanting an answer do not count."
        ),
        *_before_advice(analysis),
    ]
    more = len(material.tables.talk) - MOST_SPEAKERS
    if more > 0:
        lead.append(f"Shown are the {MOST_SPEAKERS} who say most; {wording.number(more)} more do.")
    return Section(anchor="talk", heading="Who talks", lead=tuple(lead))


def rows(material: Material) -> tuple[SpeakerRow, ...]:
    """One row for each speaker, those who say most first."""
    talk = material.tables.talk
    ordered = talk.sort_values(["n_words", "speaker"], ascending=[False, True], kind="stable")
    cells = (known(ordered[column]) for column in _COLUMNS)
    found = [
        SpeakerRow(
            name=wording.shortened(name, 40),
            role=UNKNOWN if role == Role.UNKNOWN.value else role,
            words=wording.number(words),
            share=wording.percent(round(1000 * share), 1000),
            minutes=UNKNOWN if ms is None else f"{ms / 60_000:.1f}",
            turns=wording.number(turns),
            longest=wording.number(longest),
            open_questions=wording.number(n_open),
            closed_questions=wording.number(n_closed),
        )
        for name, role, words, share, ms, turns, longest, n_open, n_closed in zip(
            *cells, strict=True
        )
    ]
    return tuple(found[:MOST_SPEAKERS])


def _before_advice(analysis: Analysis) -> list[str]:
    """How many questions the coach asks before the first advice of all; nothing without advice."""
    if not analysis.advice:
        return []
    first = min(one.first for one in analysis.advice)
    speakers, turns = analysis.session.speakers, analysis.session.turns
    asked = [
        number
        for number, sentence in enumerate(analysis.sentences)
        if sentence.move in moments.QUESTIONS
        and speakers[turns[sentence.turn].speaker].role is Role.COACH
    ]
    if not asked:
        return ["The coach asks no question."]
    n = sum(number < first for number in asked)
    if not n:
        return ["The coach asks nothing before the first advice."]
    if n == len(asked):
        return ["All that the coach asks comes before the first advice."]
    return [f"Before the first advice the coach asks {wording.out_of(n, len(asked), 'question')}."]
