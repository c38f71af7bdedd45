"""Everything a report about one client says, before anything is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from analyzer.records import Move, Role
from analyzer.report import closing, moments, people, shown, trust, wording
from analyzer.report.client import agreed, recurring
from analyzer.report.client.person import Person, person
from analyzer.report.client.records import AgreedGroup, ClientReport
from analyzer.report.client.visits import Held, held, path_row, problems_of, visit
from analyzer.report.material import Material
from analyzer.report.moments import Moment
from analyzer.report.parts import Fact, Finding, Quotation, Section
from analyzer.report.period import period
from analyzer.report.placing import replaced
from analyzer.report.quotes import best

KIND = "Client report"
MOST_WORDS = 5
MOST_OPEN = 12
FEWEST_GAP_WORDS = 3
MOST_LISTED = 4
# What somebody tells of the own case says most about it.
_TELLING = frozenset({Move.SITUATION, Move.REFLECTION})


def compose_client(
    material: Material,
    *,
    client: str | None = None,
    title: str | None = None,
    subtitle: str | None = None,
) -> ClientReport:
    """The report about one client over the sessions of the material.

    Raises ReportError where the client is not in them, or not named among several.
    """
    who = person(material, client)
    sessions = held(material, who)
    agreed_groups = agreed.groups(material, sessions, who)
    words = _words(material, sessions, who)
    recurs = recurring.rows(material, sessions)
    gaps = _gaps(sessions[-1], who)
    questions = _questions(sessions[-1], who)
    name = wording.shortened(who.name, 60)
    report = ClientReport(
        kind=KIND,
        title=wording.shortened(title or name, 160),
        subtitle=wording.shortened(
            _subtitle(material, sessions) if subtitle is None else subtitle, 240
        ),
        period=period(material),
        language=material.pack.language,
        is_compact=True,
        mark_note=trust.mark_note(material),
        made_with=closing.made_with(material),
        facts=_facts(sessions),
        findings_heading="In short",
        findings=_findings(material, name, sessions, agreed_groups),
        remarks=_remarks(material, who, sessions),
        path_section=Section(
            anchor="path",
            heading="The sessions",
            lead=(f"Share: {name}’s part of the words said.",),
            alt=recurring.alt(material, sessions),
        ),
        path=tuple(path_row(material, one, who) for one in sessions),
        matrix=recurring.matrix(material, sessions),
        matrix_note="Exchanges that bring the problem on the left, by session.",
        agreed_section=agreed.section(sessions, agreed_groups),
        agreed=agreed_groups,
        gaps_section=_last("gaps", "Not done, not asked, not known", sessions) if gaps else None,
        gaps=tuple(shown.reply(material, one) for one in gaps),
        questions_section=_last("questions", "Asked, and not taken up", sessions)
        if questions
        else None,
        questions=tuple(shown.quoted(material, one) for one in questions),
        recurs_section=recurring.section(sessions, recurs),
        recurs=recurs,
        words_section=Section(anchor="words", heading="In their own words") if words else None,
        words=words,
        visits_section=Section(
            anchor="visits", heading="Session by session" if len(sessions) > 1 else "The session"
        ),
        visits=tuple(visit(material, one) for one in sessions),
        trust_section=trust.section(material, is_whole=False),
        label_tables=recurring.label_tables(material, sessions),
        method_section=_method_section(),
    )
    return replaced(report, partial(_dated, {one.number: one for one in sessions}))


def _dated(sessions: Mapping[int, Held], quotation: Quotation) -> Quotation:
    """A quotation placed by date; title and file stand with the session."""
    one = sessions[quotation.session]
    return replace(quotation, where=one.date or one.name)


def _subtitle(material: Material, sessions: Sequence[Held]) -> str:
    coaches = list(
        dict.fromkeys(
            name
            for one in sessions
            for name in material.people.get((one.analysis.session.id, Role.COACH), ())
        )
    )
    line = "One session" if len(sessions) == 1 else wording.counted(len(sessions), "session")
    if 1 <= len(coaches) <= people.MOST_COACHES:
        line += f" with {wording.listed([wording.shortened(name, 40) for name in coaches])}"
    return line


def _facts(sessions: Sequence[Held]) -> tuple[Fact, ...]:
    counts = (
        (len(sessions), "session"),
        (sum(len(one.exchanges) for one in sessions), "exchange"),
        (sum(len(one.advice) for one in sessions), "stretch of advice"),
        (sum(len(one.agreed) for one in sessions), "commitment"),
    )
    return tuple(
        Fact(count=wording.number(n), words=wording.counted(n, noun).partition(" ")[2])
        for n, noun in counts
    )


def _findings(
    material: Material,
    name: str,
    sessions: Sequence[Held],
    groups: Sequence[AgreedGroup],
) -> tuple[Finding, ...]:
    found = []
    brought = Counter(category for one in sessions for category in set(problems_of(one)))
    if brought:
        named = _ranked(brought, material.problem_names, len(sessions))
        found.append(Finding(text=f"{name} brings {named}.", anchor="path"))
    given = Counter(
        category
        for one in sessions
        for category in {it.category for advice in one.advice for it in advice.labels if it.sure}
    )
    if given:
        named = _ranked(given, material.advice_names, len(sessions))
        found.append(Finding(text=f"The advice is {named}.", anchor="visits"))
    counts = {group.heading: group.n for group in groups}
    if looked := counts.get(agreed.AGAIN, 0) + counts.get(agreed.SILENT, 0):
        again = counts.get(agreed.AGAIN, 0)
        of = wording.out_of(again, looked, "commitment")
        text = f"Words like {of if again else 'none of ' + wording.counted(looked, 'commitment')}"
        found.append(Finding(text=f"{text} come up again in a later session.", anchor="agreed"))
    return tuple(found)


def _ranked(counts: Counter[str], names: wording.Names, n_sessions: int) -> str:
    """The types with the sessions they come up in; without numbers where there is one session."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if n_sessions == 1:
        named = [f"“{names.shown(category)}”" for category, _ in ranked[:MOST_LISTED]]
    else:
        named = [
            f"“{names.shown(category)}” (in {wording.out_of(n, n_sessions, 'session')})"
            for category, n in ranked[:MOST_LISTED]
        ]
    more = len(ranked) - len(named)
    return wording.listed([*named, f"{wording.number(more)} more"] if more else named)


def _remarks(material: Material, who: Person, sessions: Sequence[Held]) -> tuple[str, ...]:
    lines = []
    if len(sessions) == 1:
        lines.append("One session shows what was said in it, and nothing about a course.")
    elif len(sessions) == 2:
        lines.append("Two sessions show what was said in them, not a course.")
    if not who.is_named and len(sessions) > 1:
        lines.append(
            f"“{who.name}” names nobody: whether one person speaks in all these sessions is not "
            "known."
        )
    written = sorted({name for names in who.written.values() for name in names} - {who.name})
    if written:
        names = wording.listed([f"“{wording.shortened(name, 40)}”" for name in written])
        lines.append(f"{names} is taken for {who.name}. This is a guess from the names alone.")
    undated = sum(one.analysis.session.held_on is None for one in sessions)
    if undated and len(sessions) > 1:
        lines.append(
            f"{wording.counted(undated, 'session')} without a date stand last; what came before "
            "or after them is not known."
        )
    if not trust.is_measured(material):
        lines.append(
            "How often these labels are right is not known, because there is no model card for the "
            f"pack {material.pack.label}."
        )
    return tuple(lines)


def _last(anchor: str, heading: str, sessions: Sequence[Held]) -> Section:
    """Heading of what stands open in the last session."""
    last = " in the last session" if len(sessions) > 1 else ""
    return Section(anchor=anchor, heading=f"{heading}{last}")


def _gaps(last: Held, who: Person) -> list[Moment]:
    told = [
        one
        for one in moments.gaps(last.analysis)
        if who.speaks(one)
        and (one.n_words >= FEWEST_GAP_WORDS or moments.asked_before(one) is not None)
    ]
    return told[:MOST_OPEN]


def _questions(last: Held, who: Person) -> list[Moment]:
    """Questions of the last session that nobody takes up: the client's, and the coach's to her."""
    return [
        one
        for one in moments.open_questions(last.analysis)
        if who.speaks(one) or (one.role is Role.COACH and who.is_asked(one))
    ][:MOST_OPEN]


def _words(material: Material, sessions: Sequence[Held], who: Person) -> tuple[Quotation, ...]:
    """What the client tells of the own case, from different sessions, by date."""
    found = []
    for one in sessions:
        for number, sentence in enumerate(one.analysis.sentences):
            if sentence.move not in _TELLING:
                continue
            moment = Moment(analysis=one.analysis, first=number, end=number + 1)
            if who.speaks(moment):
                found.append(moment.found(score=sentence.score or 0.0))
    chosen = sorted(
        best(found, MOST_WORDS),
        key=lambda one: (material.numbers[one.session_id], one.quote.turn, one.quote.start),
    )
    return tuple(material.quotation(one) for one in chosen)


def _method_section() -> Section:
    lead = (
        "Exchanges, problems, advice and answers were found by programs, from the transcripts "
        "alone. All quotations are verbatim; [goes on] says that the speaker went on. A session "
        "counts when the client speaks in it under this name; advice counts when it stands in an "
        "exchange the client brings, or when there is no other client. A commitment is a sentence "
        "in which the client accepts or announces to do something; a gap is one that owns up to "
        "something not done, not said or not known. A type that is only possible was not sure "
        "enough to count. Shown of each session is the advice with most to it: what was agreed to, "
        "words to say, and of each type the surest."
    )
    return Section(anchor="method", heading="How this was made", lead=(lead,))
