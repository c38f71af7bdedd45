"""What was found in a session, for a terminal: each finding with the words that prove it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from analyzer.cli.parts.packs import Weak
from analyzer.cli.parts.reading_text import speaker_rows
from analyzer.cli.parts.text import counted, plain, table, wrapped
from analyzer.records import Advice, Analysis, Category, Exchange, Label, Pack, Quote, UptakeKind
from analyzer.records.reasons import reason

NOTHING_WEAK = Weak()

_UPTAKE = {
    UptakeKind.COMMITMENT: "commits",
    UptakeKind.OBJECTION: "objects",
    UptakeKind.GAP: "admits a gap",
    UptakeKind.ACKNOWLEDGEMENT: "nods",
}


def analysis_text(
    analysis: Analysis, *, pack: Pack | None, weak: Weak = NOTHING_WEAK, why: bool = False
) -> str:
    """Speakers, exchanges with asker and problem, advice by type with quote, script and uptake.

    A label that is only possible is led by "possibly"; where the tool abstained it says so. With
    ``why`` each label says who gave it and which words it rests on. ``weak`` are categories that
    the models' cards say not to rely on; they are marked with a dagger.
    Without a pack categories are called by their ids.
    """
    advice_names = _Names(pack.advice if pack else (), weak.advice)
    problem_names = _Names(pack.problem if pack else (), weak.problem)
    lines = [
        *_head(analysis),
        "",
        "Speakers",
        *table(speaker_rows(analysis.session), indent="  "),
        "",
        *_exchanges(analysis, problem_names, why=why),
        "",
        *_advice(analysis, advice_names, why=why),
    ]
    if advice_names.used_weak or problem_names.used_weak:
        lines += ["", "† found too unreliably in tests to build on: look at the words yourself."]
    return "\n".join(lines)


class _Names:
    """Names of categories of one kind, led by how sure a label is, followed by the mark."""

    def __init__(self, categories: Sequence[Category], weak: AbstractSet[str]) -> None:
        self.by_id = {category.id: category.name for category in categories}
        self.weak = weak
        self.used_weak = False

    def name(self, category: str) -> str:
        shown = plain(self.by_id.get(category, category))
        if category in self.weak:
            self.used_weak = True
            return f"{shown} †"
        return shown

    def label(self, label: Label) -> str:
        possibly = "" if label.sure else "possibly "
        return f"{possibly}{self.name(label.category)} ({label.score:.2f})"


def _head(analysis: Analysis) -> list[str]:
    session = analysis.session
    facts = [session.held_on.isoformat()] if session.held_on else []
    facts += [session.source.path, session.id, f"pack {analysis.made_with.pack}"]
    return [
        *wrapped(session.title or session.source.path),
        *wrapped(" · ".join(facts), first="  "),
        *(
            wrapped(_warned(len(session.warnings), session.source.path), first="  ")
            if session.warnings
            else []
        ),
    ]


def _warned(n_warnings: int, path: str) -> str:
    return f"{counted(n_warnings, 'warning')} on reading it; see them with: analyzer read {path}"


def _exchanges(analysis: Analysis, names: _Names, *, why: bool) -> list[str]:
    if not analysis.exchanges:
        return ["Exchanges", "  none found"]
    lines = ["Exchanges"]
    for number, exchange in enumerate(analysis.exchanges, start=1):
        lead = f"  {number}  "
        lines += wrapped(_exchange(analysis, exchange, names), first=lead)
        if exchange.quote is not None:
            lines += _quoted(analysis, exchange.quote, indent=" " * len(lead))
        if why and exchange.problem is not None:
            lines += _why(exchange.problem, indent=" " * len(lead))
    return lines


def _exchange(analysis: Analysis, exchange: Exchange, names: _Names) -> str:
    asker = "Nobody asks"
    if exchange.asker is not None:
        asker = analysis.session.speakers[exchange.asker].name
    if exchange.problem is None:
        return f"{asker}: no problem named, not sure enough of any"
    return f"{asker}: {names.label(exchange.problem)}"


def _advice(analysis: Analysis, names: _Names, *, why: bool) -> list[str]:
    if not analysis.advice:
        return ["Advice", "  none found"]
    by_type: dict[str, list[tuple[Label, Advice]]] = defaultdict(list)
    for advice in analysis.advice:
        for label in advice.labels:
            by_type[label.category].append((label, advice))
    lines = ["Advice"]
    n_sure = {
        category: sum(label.sure for label, _ in found) for category, found in by_type.items()
    }
    order = sorted(by_type, key=lambda it: (-n_sure[it], -len(by_type[it]), it))
    for category in order:
        found = by_type[category]
        counts = counted(n_sure[category], "stretch") if n_sure[category] else ""
        if n_possible := len(found) - n_sure[category]:
            counts += f"{' + ' if counts else ''}{n_possible} possible"
        lines.append(f"  {names.name(category)}: {counts}")
        for label, advice in found:
            lines += _stretch(analysis, advice, label, why=why)
    return lines


def _stretch(analysis: Analysis, advice: Advice, label: Label, *, why: bool) -> list[str]:
    sure = f"{label.score:.2f}" if label.sure else f"possibly ({label.score:.2f})"
    facts = [_speaker(analysis, advice.quote), sure]
    if advice.script:
        facts.append("script")
    if advice.exchange is not None and len(analysis.exchanges) > 1:
        facts.append(f"exchange {advice.exchange + 1}")
    lines = [
        *_quoted(analysis, advice.quote, indent="    "),
        *wrapped(" · ".join(facts), first="      "),
        *(_why(label, indent="      ") if why else []),
    ]
    uptake = advice.uptake
    if uptake is None or uptake.kind is UptakeKind.NONE:
        return lines
    if uptake.quote is None:
        return [*lines, f"      The client {_UPTAKE[uptake.kind]}."]
    answer = f"{_speaker(analysis, uptake.quote)} {_UPTAKE[uptake.kind]}:"
    return [
        *lines,
        *wrapped(answer, first="      "),
        *_quoted(analysis, uptake.quote, indent="      "),
    ]


def _why(label: Label, *, indent: str) -> list[str]:
    return wrapped(reason(label), first=f"{indent}why: ")


def _speaker(analysis: Analysis, quote: Quote) -> str:
    return analysis.session.speakers[analysis.session.turns[quote.turn].speaker].name


def _quoted(analysis: Analysis, quote: Quote, *, indent: str) -> list[str]:
    # No quotation marks: the words may hold some, opened or closed outside the quote.
    return wrapped(analysis.text_of(quote), first=f"{indent}> ")
