"""What a search finds, as a notebook shows it: quotes with their place, and a table of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import overload

from pandas import CategoricalDtype, DataFrame

from analyzer.aggregate.frames import FrameMaker
from analyzer.aggregate.schema import DAY, ROLE, UPTAKE
from analyzer.archive.search_advice import AdviceGroup, Advised, GivenAdvice
from analyzer.archive.search_hits import Hit, Origin, Said
from analyzer.notebook.html import MARK, QUIET, block, quiet, said
from analyzer.records.times import clock
from analyzer.report.wording import counted

Columns = dict[str, str | CategoricalDtype]

HITS: Columns = {
    "session_id": "str",
    "held_on": DAY,
    "speaker": "str",
    "role": ROLE,
    "start_ms": "Int64",
    "quote": "str",
    "advice": "str",
    "problem": "str",
    "likeness": "float64",
}
GIVEN: Columns = {
    "category": "str",
    "session_id": "str",
    "held_on": DAY,
    "speaker": "str",
    "quote": "str",
    "script": "str",
    "uptake": UPTAKE,
    "answer": "str",
}


class Hits(Sequence[Hit]):
    """Passages that were found, the best first: quotes to read, records to go through, a table."""

    def __init__(self, question: str, hits: Sequence[Hit], *, names: Mapping[str, str]) -> None:
        self.question = question
        self._hits = tuple(hits)
        self._names = names

    @property
    def frame(self) -> DataFrame:
        """A row a passage; ``advice`` and ``problem`` are categories, the surest one of each."""
        maker = FrameMaker(HITS)
        maker.add([_hit_row(it) for it in self._hits])
        return maker.frame()

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, place: int | slice) -> Hit | tuple[Hit, ...]:
        return self._hits[place]

    def __len__(self) -> int:
        return len(self._hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._hits)

    def __repr__(self) -> str:
        lines = [f"{counted(len(self), 'passage')} for {self.question!r}"]
        lines += [
            f"  {it.said.speaker}: {it.said.text}  [{where(it.session, it.said)}]" for it in self
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = quiet(f"{counted(len(self), 'passage')} for “{self.question}”")
        return block(head + "".join(map(self._shown, self._hits)))

    def _shown(self, hit: Hit) -> str:
        around = [f'<span style="{QUIET}">{said(it.text)}</span>' if it else "" for it in (
            hit.before, hit.after,
        )]  # fmt: skip
        quote = f'<mark style="{MARK}">{said(hit.said.text)}</mark>'
        labels = [*hit.advice, *([hit.problem] if hit.problem else [])]
        told = [where(hit.session, hit.said)]
        told += [self._names.get(it.category, it.category) for it in labels]
        return (
            f'<div style="margin:.7rem 0"><b>{said(hit.said.speaker)}</b> '
            f"{quiet(' · '.join(told))}<br>{around[0]} {quote} {around[1]}</div>"
        )


class AdvisedBefore:
    """What was advised when something like it was brought: by type, the commonest first."""

    def __init__(self, question: str, found: Advised, *, names: Mapping[str, str]) -> None:
        self.question = question
        self.matters = found.matters
        self.groups = found.groups
        self._names = names

    @property
    def frame(self) -> DataFrame:
        """A row for each advice of each type; ``script`` are the words to say among its words."""
        maker = FrameMaker(GIVEN)
        maker.add([_given_row(group, it) for group in self.groups for it in group.advice])
        return maker.frame()

    def __len__(self) -> int:
        return len(self.groups)

    def __repr__(self) -> str:
        lines = [f"{counted(len(self.matters), 'exchange')} like {self.question!r}"]
        lines += [f"  {self._head(group)}" for group in self.groups]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = quiet(f"{counted(len(self.matters), 'exchange')} like “{self.question}”")
        return block(head + "".join(map(self._shown, self.groups)))

    def _head(self, group: AdviceGroup) -> str:
        name = self._names.get(group.category, group.category) if group.category else "of no type"
        n_sessions = counted(group.n_sessions, "session")
        return f"{name}: {counted(group.n_exchanges, 'exchange')} in {n_sessions}"

    def _shown(self, group: AdviceGroup) -> str:
        quotes = "".join(
            f'<div style="margin:.3rem 0 .3rem .3rem;padding-left:.6rem;border-left:2px solid '
            f'rgba(128,128,128,.4)">{said((it.script or it.said).text)} '
            f"{quiet(where(it.session, it.said))}</div>"
            for it in group.advice[:3]
        )
        return f'<div style="margin:.7rem 0"><b>{said(self._head(group))}</b>{quotes}</div>'


def where(session: Origin, words: Said) -> str:
    """The place of a quote: title or file, day and time, as far as they are known."""
    called = session.title or PurePath(session.path).name
    day = "" if session.held_on is None else session.held_on.isoformat()
    return ", ".join(it for it in (called, day, clock(words.start_ms)) if it)


def _hit_row(hit: Hit) -> tuple[object, ...]:
    return (
        hit.session.id,
        hit.session.held_on,
        hit.said.speaker,
        hit.said.role.value,
        hit.said.start_ms,
        hit.said.text,
        hit.advice[0].category if hit.advice else None,
        hit.problem.category if hit.problem else None,
        float("nan") if hit.likeness is None else hit.likeness,
    )


def _given_row(group: AdviceGroup, given: GivenAdvice) -> tuple[object, ...]:
    return (
        group.category,
        given.session.id,
        given.session.held_on,
        given.said.speaker,
        given.said.text,
        None if given.script is None else given.script.text,
        None if given.uptake is None else given.uptake.value,
        None if given.answer is None else given.answer.text,
    )
