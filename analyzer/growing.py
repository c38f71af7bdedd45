"""A pack of one's own that grows with corrections: what people decided becomes its examples.

What a person labelled is an example of its category, in the coach's words; what a person rejected
is a counter-example of the category that had been found there. Nothing is hidden in a model: the
grown pack is a file that can be read and changed. Whether it helps is told from sessions left out:
for each, a pack that grew with the others alone, and whether it then says what people said.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from analyzer.archive import Archive
from analyzer.archive.correcting import Made
from analyzer.corrections.places import Places, Span, shared
from analyzer.corrections.records import RejectAdvice, is_by_person
from analyzer.errors import PackError
from analyzer.pipeline import analyze_session, load_models
from analyzer.records import Analysis, Category, Pack, Session
from analyzer.tag.roles import without_tagged_roles

FOLDS: Final = 5
# More than this of one category add little, and each costs time with every session.
MOST_EXAMPLES: Final = 40
LEAST_SESSIONS: Final = 2
LONGEST_EXAMPLE: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about some words: that they are these categories, or none at all.

    ``instead_of`` are the categories that had been found in words that are no advice. ``quote`` is
    the sentence that shows it best, verbatim; ``span`` are characters of all turns of the session.
    """

    session_id: str
    is_problem: bool
    span: Span
    categories: tuple[str, ...]
    quote: str
    instead_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """On sessions left out: how many decisions the pack agreed with before and after it grew."""

    n_decisions: int
    n_before: int
    n_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """A pack with what people decided, and what that changed; ``compared`` is None for one session.

    ``n_examples`` and ``n_counter`` are those it has more than before.
    """

    pack: Pack
    n_decisions: int
    n_sessions: int
    n_examples: int
    n_counter: int
    compared: Compared | None


def grow_pack(pack: Pack, archive: Archive) -> Grown:
    """The pack with what people decided in the sessions that were analysed with it.

    Raises PackError for a shipped pack, and where nobody has decided anything about the pack.
    """
    if pack.file is None:
        what = f"{pack.name!r} is a shipped pack, which learns from labelled sessions."
        hint = "Write your corrections out with 'analyzer export --to labelled', then --data DIR."
        raise PackError(what, hint=hint)
    told = {it: those for it in archive.chosen() if (those := _decisions_in(archive, it, pack))}
    if not told:
        what = f"nobody has corrected a label of {pack.label!r} in this archive yet."
        raise PackError(what, path=str(archive.path), hint="'analyzer review' is made for that.")
    sessions = {it: without_tagged_roles(archive.analysis(it).session) for it in told}
    grown = with_decisions(pack, [one for those in told.values() for one in those])
    return Grown(
        pack=grown,
        n_decisions=sum(map(len, told.values())),
        n_sessions=len(told),
        n_examples=_n_texts(grown, "examples") - _n_texts(pack, "examples"),
        n_counter=_n_texts(grown, "counter_examples") - _n_texts(pack, "counter_examples"),
        compared=_compare(pack, told, sessions) if len(told) >= LEAST_SESSIONS else None,
    )


def _n_texts(pack: Pack, kind: str) -> int:
    return sum(len(getattr(it, kind)) for it in (*pack.advice, *pack.problem))


def _decisions_in(archive: Archive, session_id: str, pack: Pack) -> tuple[Decision, ...]:
    analysis, made = archive.analysis(session_id), archive.corrections(session_id)
    if analysis.made_with.pack.rpartition(" ")[0] != pack.name:
        return ()
    return decisions(analysis, made)


def decisions(analysis: Analysis, made: Sequence[Made]) -> tuple[Decision, ...]:
    """What people decided in a session: labels that are theirs, and advice that they rejected."""
    places, key = Places(analysis), analysis.session.id
    found = [
        Decision(
            session_id=key,
            is_problem=False,
            span=places.span(it),
            categories=labels,
            quote=analysis.text_of(it.quote),
        )
        for it in analysis.advice
        if (labels := tuple(label.category for label in it.labels if is_by_person(label)))
    ]
    found += [
        Decision(
            session_id=key,
            is_problem=True,
            span=places.span(it),
            categories=(it.problem.category,),
            quote=analysis.text_of(it.quote),
        )
        for it in analysis.exchanges
        if it.problem is not None and it.quote is not None and is_by_person(it.problem)
    ]
    for one in made:
        if isinstance(one.correction, RejectAdvice) and one.before and one.before.advice:
            rejected = _rejected(analysis, one)
            # What was rejected may have been labelled since.
            if not any(_is_about(it, rejected.span) for it in found if not it.is_problem):
                found.append(rejected)
    return tuple(found)


def _rejected(analysis: Analysis, made: Made) -> Decision:
    assert isinstance(made.correction, RejectAdvice)
    assert made.before is not None
    assert made.before.advice is not None
    were = made.before.advice[2]
    quote = analysis.text_of(were[0].quote) if were else ""
    return Decision(
        session_id=analysis.session.id,
        is_problem=False,
        span=(made.correction.start, made.correction.end),
        categories=(),
        quote=quote,
        instead_of=tuple(label.category for it in were for label in it.labels),
    )


def with_decisions(pack: Pack, told: Sequence[Decision]) -> Pack:
    """The pack with quotes of decisions as examples and counter-examples, in their order.

    What it has already is not taken twice, and of one category only so many.
    """
    return replace(
        pack,
        advice=tuple(_grown(it, [one for one in told if not one.is_problem]) for it in pack.advice),
        problem=tuple(_grown(it, [one for one in told if one.is_problem]) for it in pack.problem),
    )


def _grown(category: Category, told: Sequence[Decision]) -> Category:
    examples = [_clean(it.quote) for it in told if category.id in it.categories]
    counter = [_clean(it.quote) for it in told if category.id in it.instead_of]
    return replace(
        category,
        examples=_with(category.examples, examples),
        counter_examples=_with(category.counter_examples, counter),
    )


def _clean(quote: str) -> str:
    return " ".join(quote.split())[:LONGEST_EXAMPLE]


def _with(texts: tuple[str, ...], more: Sequence[str]) -> tuple[str, ...]:
    new = [it for it in dict.fromkeys(more) if it and it not in texts]
    return (*texts, *new[: max(0, MOST_EXAMPLES - len(texts))])


def _compare(
    pack: Pack, told: dict[str, tuple[Decision, ...]], sessions: dict[str, Session]
) -> Compared:
    """Every session left out once, by folds where there are many."""
    keys = sorted(told)
    n_folds = min(FOLDS, len(keys))
    before = _agreed(pack, keys, told, sessions)
    after = 0
    for fold in range(n_folds):
        left_out = keys[fold::n_folds]
        rest = [one for key in keys if key not in left_out for one in told[key]]
        after += _agreed(with_decisions(pack, rest), left_out, told, sessions)
    return Compared(n_decisions=sum(map(len, told.values())), n_before=before, n_after=after)


def _agreed(
    pack: Pack,
    keys: Sequence[str],
    told: dict[str, tuple[Decision, ...]],
    sessions: dict[str, Session],
) -> int:
    # Without its file the pack is told by its texts as they are now, and not by a stored model.
    bare = replace(pack, file=None)
    models = load_models(bare)
    n_agreed = 0
    for key in keys:
        analysis = analyze_session(sessions[key], pack=bare, models=models)
        n_agreed += sum(agrees(one, analysis) for one in told[key])
    return n_agreed


def agrees(decision: Decision, analysis: Analysis) -> bool:
    """Whether an analysis says of these words what the person said.

    Words that are no advice must lie in none that is sure; the others in one of the categories.
    """
    places = Places(analysis)
    if decision.is_problem:
        problems = [
            it.problem.category
            for it in analysis.exchanges
            if it.problem is not None and shared(decision.span, places.span(it)) > 0
        ]
        return any(it in decision.categories for it in problems)
    labels = [
        label
        for it in analysis.advice
        if _is_about(decision, places.span(it))
        for label in it.labels
    ]
    if not decision.categories:
        return not any(label.sure for label in labels)
    return any(label.category in decision.categories for label in labels)


def _is_about(decision: Decision, span: Span) -> bool:
    """Whether half of the shorter of both is common to them."""
    shorter = min(decision.span[1] - decision.span[0], span[1] - span[0])
    return 2 * shared(decision.span, span) >= shorter > 0


def pack_text(pack: Pack) -> str:
    """The pack as a TOML file."""
    head = {"name": pack.name, "version": pack.version, "language": pack.language}
    lines = [f"{key} = {_quoted(value)}" for key, value in head.items()]
    for kind, those in (("advice", pack.advice), ("problem", pack.problem)):
        for it in those:
            lines += ["", f"[[{kind}]]"]
            told = {"id": it.id, "name": it.name, "definition": it.definition}
            lines += [f"{key} = {_quoted(value)}" for key, value in told.items()]
            for key in ("examples", "counter_examples", "rules"):
                texts: tuple[str, ...] = getattr(it, key)
                if texts:
                    lines += [f"{key} = [", *(f"  {_quoted(text)}," for text in texts), "]"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string: one of JSON, where no control character may stand bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def place_beside(pack: Pack, out: Path | None) -> Path:
    """Where a grown pack is written: ``my.learnt.toml`` beside ``my.toml``, or where told."""
    own = Path(pack.file or f"{pack.name}.toml")
    stem = own.stem.removesuffix(".learnt")
    return own.with_name(f"{stem}.learnt.toml") if out is None else out
