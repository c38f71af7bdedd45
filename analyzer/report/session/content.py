"""Everything a report about one session says, before anything is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from analyzer.errors import ReportError
from analyzer.records import Analysis, Role
from analyzer.report import closing, moments, people, shown, trust, wording
from analyzer.report.material import Material, file_name, known
from analyzer.report.parts import Fact, Finding, LabelTable, Quotation, Section
from analyzer.report.placing import replaced
from analyzer.report.session import talk
from analyzer.report.session.exchanges import exchange_parts
from analyzer.report.session.records import ExchangePart, SessionReport
from analyzer.report.session.timeline import strip
from analyzer.report.shown import Reply

KIND = "Session report"
MOST_LISTED = 5
FEWEST_GAP_WORDS = 3


def compose_session(
    material: Material, *, title: str | None = None, subtitle: str | None = None
) -> SessionReport:
    """The report about the one session of the material.

    Raises ReportError where there are several.
    """
    session_id, *others = material.numbers
    if others:
        raise ReportError(
            f"a session report is about one session, and these are {material.n_sessions}.",
            hint="Choose one with --session; 'analyzer list' shows them.",
        )
    analysis = material.talks[session_id]
    parts = exchange_parts(material, analysis)
    agreed = tuple(shown.reply(material, one) for one in moments.commitments(analysis))
    questions = moments.open_questions(analysis)
    gaps = _gaps(material, analysis)
    promises = moments.promises(analysis)
    line = strip(material, analysis)
    report = SessionReport(
        kind=KIND,
        title=wording.shortened(title or _title(analysis), 160),
        subtitle=wording.shortened(_subtitle(material) if subtitle is None else subtitle, 240),
        period=wording.day(analysis.session.held_on),
        language=material.pack.language,
        is_compact=True,
        mark_note=trust.mark_note(material),
        made_with=closing.made_with(material),
        facts=_facts(material, analysis, len(agreed)),
        findings_heading="In short",
        findings=_findings(material, analysis, parts, n_agreed=len(agreed), n_gaps=len(gaps)),
        remarks=_remarks(material),
        strip_section=Section(
            anchor="strip",
            heading="The session from beginning to end",
            alt="" if line is None else line.alt,
        ),
        strip=line,
        agreed_section=_agreed_section(analysis, len(agreed)),
        agreed=agreed,
        exchanges=parts,
        open_section=_open_section(analysis, len(questions) + len(gaps) + len(promises)),
        questions_heading="Asked, and not taken up",
        questions=tuple(shown.quoted(material, one) for one in questions),
        gaps_heading="Not done, not asked, not known",
        gaps=gaps,
        promises_heading="What the coach will send or look into",
        promises=tuple(shown.quoted(material, one) for one in promises),
        talk_section=talk.section(material, analysis),
        speakers=talk.rows(material),
        trust_section=trust.section(material),
        label_tables=_label_tables(material),
        method_section=_method_section(),
        file=wording.shortened(f"Read from {file_name(analysis.session.source.path)}.", 120),
        warnings=_warnings(material),
    )
    return replaced(report, partial(_within, analysis))


def _within(analysis: Analysis, quotation: Quotation) -> Quotation:
    """A quotation placed in the session, which need not be named: by time, else by turn from 1."""
    turn = analysis.sentences[quotation.first].turn
    return replace(quotation, session=0, where="" if quotation.time else f"turn {turn + 1}")


def _title(analysis: Analysis) -> str:
    session = analysis.session
    if session.title:
        return session.title
    if session.held_on:
        return f"Session of {session.held_on.day} {wording.month(session.held_on)}"
    return file_name(session.source.path)


def _subtitle(material: Material) -> str:
    session_id = next(iter(material.numbers))
    clients = people.shown(material, session_id, Role.CLIENT)
    coach = people.shown(material, session_id, Role.COACH)
    parts = [f"{clients} with {coach}" if clients and coach else clients or coach]
    return next(filter(None, parts), "")


def _facts(material: Material, analysis: Analysis, n_agreed: int) -> tuple[Fact, ...]:
    [duration], [n_words] = (
        known(material.tables.sessions[column]) for column in ("duration_ms", "n_words")
    )
    count, _, unit = wording.length(duration, n_words).partition(" ")
    counts = (
        (len(analysis.exchanges), "exchange"),
        (len(analysis.advice), "stretch of advice"),
        (n_agreed, "commitment"),
    )
    return (
        Fact(count=count, words="minutes" if unit == "min" else unit),
        *(
            Fact(count=wording.number(n), words=wording.counted(n, noun).partition(" ")[2])
            for n, noun in counts
        ),
    )


def _findings(
    material: Material,
    analysis: Analysis,
    parts: Sequence[ExchangePart],
    *,
    n_agreed: int,
    n_gaps: int,
) -> tuple[Finding, ...]:
    return (
        *_brought(material, analysis, parts),
        *_advised(material, analysis, parts),
        *_came_of_it(analysis, n_agreed, n_gaps),
    )


def _brought(
    material: Material, analysis: Analysis, parts: Sequence[ExchangePart]
) -> list[Finding]:
    if not analysis.exchanges:
        return [Finding(text="Nobody asks for advice in this session.", anchor="strip")]
    if len(analysis.exchanges) == 1:
        part = parts[0]
        asker = _asker(material, analysis, 0)
        if not part.problem:
            return []
        what = f"{asker} brings" if asker else "The problem brought is"
        return [Finding(text=f"{what} “{part.problem}”.", anchor=part.anchor, quote=part.quote)]
    named = []
    for number, part in enumerate(parts[: len(analysis.exchanges)]):
        asker = _asker(material, analysis, number) or "somebody"
        named.append(f"{asker} (“{part.problem}”)" if part.problem else f"{asker} (no type)")
    shown_names = named[:MOST_LISTED]
    more = [f"{wording.number(len(named) - MOST_LISTED)} more"] if len(named) > MOST_LISTED else []
    exchanges = wording.counted(len(analysis.exchanges), "exchange")
    text = f"{exchanges}, brought by {wording.listed([*shown_names, *more])}."
    return [Finding(text=text, anchor=parts[0].anchor)]


def _asker(material: Material, analysis: Analysis, number: int) -> str:
    return wording.shortened(material.askers.get((analysis.session.id, number), ""), 40)


def _advised(
    material: Material, analysis: Analysis, parts: Sequence[ExchangePart]
) -> list[Finding]:
    n = len(analysis.advice)
    if not n or not parts:
        return [Finding(text="No advice was found in this session.", anchor="strip")]
    counts = Counter(
        name
        for one in analysis.advice
        if any(label.sure for label in one.labels)
        for name in shown.types(material, one)
    )
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    often = [pair for pair in ranked if pair[1] > 1] or ranked
    named = [f"“{name}” ({wording.number(k)})" for name, k in often[:MOST_LISTED]]
    text = f"{wording.counted(n, 'stretch of advice')} of {wording.counted(len(counts), 'type')}"
    if named:
        text += f", most often {wording.listed(named)}"
    n_scripts = sum(one.script for one in analysis.advice)
    if n_scripts:
        text += f"; in {wording.number(n_scripts)} of them the coach gives words to say"
    return [Finding(text=f"{text}.", anchor=parts[0].anchor)]


def _came_of_it(analysis: Analysis, n_agreed: int, n_gaps: int) -> list[Finding]:
    if not _has_client(analysis):
        return []
    agreed = wording.counted(n_agreed, "commitment") if n_agreed else "No commitment"
    gaps = f"{wording.counted(n_gaps, 'gap')}, things not done or not known" if n_gaps else "no gap"
    text = f"{agreed} by clients; {gaps}."
    return [Finding(text=text, anchor="agreed" if n_agreed else "open")]


def _remarks(material: Material) -> tuple[str, ...]:
    lines = [wording.few(1)]
    if not trust.is_measured(material):
        lines.append(
            "How often these labels are right is not known, because there is no model card for the "
            f"pack {material.pack.label}."
        )
    return tuple(lines)


def _agreed_section(analysis: Analysis, n: int) -> Section | None:
    """None where nobody could agree to anything."""
    if not _has_client(analysis):
        return None
    lead = (
        "What clients say they will do, in their words, with the question they answer."
        if n
        else "No client says in so many words what he or she will do."
    )
    return Section(anchor="agreed", heading="What was agreed", lead=(lead,))


def _open_section(analysis: Analysis, n: int) -> Section | None:
    """None where nobody asks and nothing is promised."""
    if not n and not _has_client(analysis):
        return None
    none = "No question was left without an answer, and no client owns up to a gap."
    return Section(anchor="open", heading="What is open", lead=() if n else (none,))


def _has_client(analysis: Analysis) -> bool:
    return any(speaker.role is Role.CLIENT for speaker in analysis.session.speakers)


def _gaps(material: Material, analysis: Analysis) -> tuple[Reply, ...]:
    """Gaps with what was asked before; a bare "no" counts only with its question."""
    told = [
        one
        for one in moments.gaps(analysis)
        if one.n_words >= FEWEST_GAP_WORDS or moments.asked_before(one) is not None
    ]
    return tuple(shown.reply(material, one) for one in told)


def _label_tables(material: Material) -> tuple[LabelTable, ...]:
    """What is known of the labels that this session has, and of no others."""
    tables = material.tables
    advice, problems = material.advice_names, material.problem_names
    given = {advice.shown(category) for category in tables.advice["category"]}
    given |= {problems.shown(category) for category in tables.problems["category"]}
    return trust.tables_of(material, given)


def _method_section() -> Section:
    lead = (
        "Sentences, parts, exchanges, advice and answers were found by programs on one machine, "
        "from the transcript alone. All quotations are verbatim; [goes on] says that the speaker "
        "went on. A stretch of advice is a place where the coach recommends something. Words to "
        "say are sentences the coach gives the client to speak. A commitment is a client’s "
        "sentence that accepts or announces to do something; a gap is one that owns up to "
        "something not done, not said or not known. A question is open when, in the next two times "
        "that others speak, nobody does more than ask back, greet or organise."
    )
    return Section(anchor="method", heading="How this was made", lead=(lead,))


def _warnings(material: Material) -> tuple[str, ...]:
    return tuple(row.message for row in closing.warnings(material))
