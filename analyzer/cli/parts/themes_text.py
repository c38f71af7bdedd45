"""Themes for a terminal and as JSON: the pack's first, then those it has no list for."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict
from typing import Any

from analyzer.aggregate import Course
from analyzer.aggregate.themes import Theme, Themes
from analyzer.cli.parts.text import counted, shortened, table, wrapped
from analyzer.cli.parts.theming import FoundThemes
from analyzer.records import UptakeKind
from analyzer.report.wording import day

HEADINGS = {"problems": "Problems brought", "advice": "Advice given"}
MARK = "†"
LONGEST_NAME = 34
LONGEST_BESIDE = 24
# What stands beside the categories and themes of a kind.
BESIDE = {"problems": "advised most", "advice": "answers most"}
_KINDS = {"problem": "problems", "advice": "advice"}
# Without those that say nothing of what a client will do.
_ANSWERS = (UptakeKind.COMMITMENT, UptakeKind.OBJECTION, UptakeKind.GAP)
_COURSES = {
    Course.RISING: "comes up more and more often",
    Course.FALLING: "comes up less and less often",
}
# The column of counts that a kind is ordered by.
_COUNT = {"problems": "n_exchanges", "advice": "n_advice"}


def themes_text(found: FoundThemes, *, with_hidden: bool) -> Iterator[str]:
    """The lines to print."""
    yield f"{counted(found.n_sessions, 'session')}, pack {found.pack.label}"
    if found.n_other_packs:
        yield f"{counted(found.n_other_packs, 'session')} left out: analysed with another pack."
    for kind, themes in found.themes.items():
        yield ""
        yield f"{HEADINGS[kind]}, by the pack's categories"
        yield from _counts(found, kind)
        yield ""
        yield f"{HEADINGS[kind]}: what comes up again, whatever the pack calls it"
        yield from _themes(themes, found, with_hidden=with_hidden)


def _counts(found: FoundThemes, kind: str) -> Iterator[str]:
    frame = found.counts[kind]
    weak = found.weak.problem if kind == "problems" else found.weak.advice
    columns = (frame[it] for it in ("category", "name", _COUNT[kind], "n_sessions", "n_clients"))
    rows = [
        [
            f"{shortened(str(name), LONGEST_NAME)}{MARK if category in weak else ''}",
            *(f"{number:,}" for number in numbers),
            _company(found, kind, category, most=1),
            _uptake(found, kind, category, kinds=(UptakeKind.COMMITMENT, UptakeKind.OBJECTION)),
        ]
        for category, name, *numbers in zip(*columns, strict=True)
    ]
    if not rows:
        yield "  none that is sure"
        return
    heads = ["category", "times", "sessions", "clients", BESIDE[kind], "taken up"]
    yield from table(rows, heads=heads, right=[1, 2, 3], indent="  ")
    if any(row[0].endswith(MARK) for row in rows):
        yield from wrapped(f"{MARK} told too unreliably to build on", first="  ")


def _company(found: FoundThemes, kind: str, group: str, *, most: int) -> str:
    """The advice a problem is mostly answered with, or the problems that advice mostly answers."""
    frame = found.company[kind]
    beside = frame[frame["group"] == group].head(most)
    names = {it.id: it.name for it in (*found.pack.problem, *found.pack.advice)}
    told = zip(beside["category"], beside["n_exchanges"], strict=True)
    return ", ".join(
        f"{shortened(names.get(category, category), LONGEST_BESIDE)} ({n:,})"
        for category, n in told
        if n
    )


def _uptake(found: FoundThemes, kind: str, group: str, *, kinds: Collection[UptakeKind]) -> str:
    """How often clients took the advice of a group up in some ways: "2 commitments"."""
    frame = found.uptake[kind]
    mine = frame[frame["group"] == group]
    return ", ".join(
        counted(n, it) for it, n in zip(mine["kind"], mine["n"], strict=True) if it in kinds
    )


def _themes(themes: Themes, found: FoundThemes, *, with_hidden: bool) -> Iterator[str]:
    if themes.note is not None:
        yield from wrapped(themes.note, first="  ")
    shown = themes.themes if with_hidden else themes.shown
    for theme in shown:
        yield from _theme(theme, found)
    n_hidden = len(themes.themes) - len(themes.shown)
    if n_hidden and not with_hidden:
        yield f"  {counted(n_hidden, 'theme')} hidden; see --hidden"
    reasons: dict[str, int] = {}
    for one in themes.unassigned:
        reasons[one.reason] = reasons.get(one.reason, 0) + 1
    for reason, n in sorted(reasons.items(), key=lambda it: (-it[1], it[0])):
        yield from wrapped(f"{n:,} in no theme: {reason}", first="  ")


def _theme(theme: Theme, found: FoundThemes) -> Iterator[str]:
    counts = f"{counted(len(theme.members), 'time')} in {counted(theme.n_sessions, 'session')}"
    if theme.n_clients:
        counts += f", {counted(theme.n_clients, 'client')}"
    if theme.is_tentative and not theme.is_decided:
        counts += "; tentative"
    yield from wrapped(f"{theme.id}  {theme.name}: {counts}", first="  ", rest=" " * 6)
    if theme.is_tentative and not theme.is_decided:
        return
    facts = [fact for fact in _facts(theme, found) if fact]
    if facts:
        yield from wrapped("; ".join(facts), first=" " * 6)
    kind = _KINDS[theme.kind]
    beside = _company(found, kind, theme.id, most=3)
    uptake = _uptake(found, kind, theme.id, kinds=_ANSWERS)
    told = [f"{BESIDE[kind]}: {beside}" if beside else "", f"taken up: {uptake}" if uptake else ""]
    if any(told):
        yield from wrapped("; ".join(filter(None, told)), first=" " * 6)
    for quote in theme.quotes[:2]:
        held_on = found.held_on.get(quote.session_id)
        who = quote.speaker if held_on is None else f"{quote.speaker}, {day(held_on)}"
        words = shortened(quote.text, 160)
        yield from wrapped(f"“{words}” {who}", first=" " * 6, rest=" " * 7)


def _facts(theme: Theme, found: FoundThemes) -> Iterator[str | None]:
    if theme.category is not None:
        categories = {it.id: it.name for it in (*found.pack.problem, *found.pack.advice)}
        name = categories.get(theme.category, theme.category)
        yield f"mostly {name} ({theme.category_share:.0%})"
    else:
        yield "the pack has no one word for it"
    yield _COURSES.get(found.courses.get(theme.id, Course.UNCLEAR))
    if theme.stability is not None:
        yield f"{theme.stability:.0%} of it comes back in samples"
    yield "kept by you" if theme.is_decided else None
    yield "hidden" if theme.is_hidden else None


def themes_json(found: FoundThemes, *, with_hidden: bool) -> Iterator[str]:
    """One JSON object a line: the pack's categories, themes, and what belongs to none."""
    for kind, themes in found.themes.items():
        for row in found.counts[kind].to_dict("records"):
            cells = {str(key): it for key, it in row.items()}
            beside = _beside(found, kind, str(row["category"]))
            yield _line({"what": "category", "kind": kind, **cells, **beside})
        for theme in themes.themes if with_hidden else themes.shown:
            course = found.courses.get(theme.id)
            beside = _beside(found, kind, theme.id)
            yield _line(
                {"what": "theme", **asdict(theme), "course": course, "kind": kind, **beside}
            )
        for one in themes.unassigned:
            yield _line(
                {
                    "what": "unassigned",
                    "kind": kind,
                    "session_id": one.member.session_id,
                    "number": one.member.number,
                    "reason": one.reason,
                }
            )


def _beside(found: FoundThemes, kind: str, group: str) -> dict[str, dict[str, int]]:
    """The advice (or problems) and the uptake of a group, each with its count."""
    company, uptake = found.company[kind], found.uptake[kind]
    met, taken = company[company["group"] == group], uptake[uptake["group"] == group]
    return {
        "advised" if kind == "problems" else "answers": dict(
            zip(met["category"], met["n_exchanges"].tolist(), strict=True)
        ),
        "uptake": dict(zip(taken["kind"], taken["n"].tolist(), strict=True)),
    }


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a frame holds
    return None if value != value else value.item()  # noqa: PLR0124 - NaN and NA differ from themselves
