"""Scorecards as TOML files: read, and checked so that mistakes are named by line.

A file holds ``name``, ``version``, ``title``, ``about`` and a table ``[[measure]]`` for each thing
to count, in the order they are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from analyzer.aggregate.scorecards.records import EVERYONE, Count, Measure, Scorecard, Show
from analyzer.errors import ScorecardError, did_you_mean
from analyzer.records import Move, Role, SegmentKind
from analyzer.records.toml_text import At, TomlText, is_toml_path, joined, listed, read_toml
from analyzer.settings import PACKAGE

CARD_KEYS: Final = ("name", "version", "title", "about", "measure")
MEASURE_KEYS: Final = (
    *("id", "name", "definition", "count", "by", "in", "moves", "phrases", "dated"),
    *("fewest_words", "of", "show"),
)
SPEAKING: Final = (Role.COACH, Role.CLIENT, Role.OTHER)
# Only these ask what sentences do and say.
_OF_SENTENCES: Final = frozenset({Count.SENTENCES, Count.PASSAGES})
_FILTERS: Final = ("moves", "phrases", "dated", "fewest_words")
# A longest one has no share of all, and an exchange is everybody's.
_NO_SHARE: Final = frozenset(
    {Count.LONGEST_TURN, Count.LONGEST_RUN, Count.EARLY_ADVICE, Count.STACKED_QUESTIONS}
)

Label = TypeVar("Label", bound=StrEnum)


def shipped_scorecards() -> tuple[str, ...]:
    """The names of the scorecards that come with the package, in alphabetical order.

    >>> shipped_scorecards()
    ('agreed-next-step', 'conversation-balance')
    """
    return tuple(sorted(file.stem for file in (PACKAGE / "scorecards").glob("*.toml")))


def load_scorecard(name_or_path: str | Path) -> Scorecard:
    """The shipped scorecard of that name, or the one in that ``.toml`` file.

    >>> load_scorecard("conversation-balance").measure("open-questions").by
    (<Role.COACH: 'coach'>,)

    Raises ScorecardError when there is no such scorecard or the file breaks a rule: it names the
    line, the value, what is allowed and the nearest spelling.
    """
    wanted, shipped = str(name_or_path), shipped_scorecards()
    if isinstance(name_or_path, Path) or is_toml_path(wanted):
        return _load_file(Path(name_or_path), path=wanted)
    if wanted not in shipped:
        hint = f"Shipped are {listed(shipped)}; your own is named by its file, 'my-card.toml'."
        what = f"There is no scorecard named {wanted!r}."
        raise ScorecardError(what, hint=joined(did_you_mean(wanted, shipped), hint))
    file = PACKAGE / "scorecards" / f"{wanted}.toml"
    return _load_file(file, path=str(file))


def parse_scorecard(text: str, *, path: str) -> Scorecard:
    """The scorecard a TOML text holds; ``path`` is named in messages. Raises ScorecardError."""
    card = _CardText(text, path, error=ScorecardError)
    hint = "Texts stand in quotes, lists in brackets, and a measure begins with [[measure]]."
    return card.card(card.content(hint=hint))


def _load_file(file: Path, *, path: str) -> Scorecard:
    shipped = listed(shipped_scorecards())
    missing = f"Begin one with 'analyzer measures --new FILE'; shipped are {shipped}."
    text = read_toml(file, what="scorecard file", path=path, missing=missing, error=ScorecardError)
    return parse_scorecard(text, path=path)


class _CardText(TomlText):
    """A scorecard file while it is checked."""

    def card(self, content: dict[str, Any]) -> Scorecard:
        self.check_keys(content, CARD_KEYS, "a scorecard", None)
        name, version, title, about = (
            self.text(content, key, "the scorecard", None)
            for key in ("name", "version", "title", "about")
        )
        self.check_id(name, "name", None)
        hint = "Begin each measure with [[measure]], in double square brackets."
        tables = self.tables(content, "measure", hint=hint)
        if not tables:
            hint = "Add at least one [[measure]]; 'analyzer measures --new FILE' shows how."
            raise self.error("the scorecard has no measures.", hint, None, None)
        measures: list[Measure] = []
        for number, table in enumerate(tables):
            measure = self.measure(table, ("measure", number))
            if measure.id in [other.id for other in measures]:
                what = f"id {measure.id!r} is given twice."
                raise self.error(what, "Rename or remove one.", ("measure", number), "id")
            measures.append(measure)
        for number, measure in enumerate(measures):
            self.check_of(measure, measures, ("measure", number))
        return Scorecard(
            name=name, version=version, title=title, about=about, measures=tuple(measures)
        )

    def measure(self, table: dict[str, Any], at: At) -> Measure:
        number = 0 if at is None else at[1] + 1
        owner = f"measure {table['id']!r}" if "id" in table else f"measure number {number}"
        self.check_keys(table, MEASURE_KEYS, "a measure", at)
        measure_id = self.text(table, "id", owner, at)
        self.check_id(measure_id, "id", at)
        count = self.one_of(self.text(table, "count", owner, at), tuple(Count), "count", owner, at)
        of = self.text(table, "of", owner, at) if "of" in table else None
        self.check_filters(table, count, owner, at)
        return Measure(
            id=measure_id,
            name=self.text(table, "name", owner, at),
            definition=self.text(table, "definition", owner, at),
            count=count,
            by=self.some_of(table, "by", SPEAKING, owner, at),
            segments=self.some_of(table, "in", tuple(SegmentKind), owner, at),
            moves=self.some_of(table, "moves", tuple(Move), owner, at),
            phrases=self.texts(table, "phrases", owner, at),
            dated=self.flag(table, "dated", owner, at),
            fewest_words=self.number(table, "fewest_words", owner, at),
            of=of,
            show=self.show(table, of, owner, at),
        )

    def show(self, table: dict[str, Any], of: str | None, owner: str, at: At) -> Show:
        """How the value reads: as asked for, else as what it is set against suggests."""
        by_itself = Show.SHARE if of == EVERYONE else Show.RATIO if of else Show.NUMBER
        if "show" not in table:
            return by_itself
        asked = self.one_of(self.text(table, "show", owner, at), tuple(Show), "show", owner, at)
        needs = asked in {Show.SHARE, Show.RATIO}
        if needs != (of is not None):
            what = f"show of {owner} is {asked.value!r}, "
            what += "and of is not given." if needs else f"and of is {of!r}."
            hint = f'Name in of what it is a part of: of = "{EVERYONE}", or another measure\'s id.'
            raise self.error(what, hint if needs else 'Write "share" or "ratio".', at, "show")
        return asked

    def check_filters(self, table: dict[str, Any], count: Count, owner: str, at: At) -> None:
        """What narrows down sentences narrows down nothing else."""
        if count in _OF_SENTENCES:
            return
        for key in _FILTERS:
            if key in table:
                what = f"{owner} counts {count.value!r}, which {key} cannot narrow down."
                kinds = " or ".join(f'"{it.value}"' for it in sorted(_OF_SENTENCES))
                raise self.error(what, f"Remove it, or count {kinds}.", at, key)

    def check_of(self, measure: Measure, measures: Sequence[Measure], at: At) -> None:
        if measure.of is None:
            return
        if measure.of == EVERYONE:
            if not measure.by or measure.count in _NO_SHARE:
                what = f"measure {measure.id!r} has no share of everyone's."
                hint = "Say whose share it is with by."
                if measure.by:
                    hint = f"A share can be asked of counts other than {measure.count.value!r}."
                raise self.error(what, hint, at, "of")
            return
        others = [it.id for it in measures if it.id != measure.id and it.of is None]
        if measure.of not in others:
            what = f"measure {measure.id!r} is set against {measure.of!r}."
            known = f'It must be "{EVERYONE}" or a measure of this card without of: '
            known += f"{listed(others)}." if others else "there is none."
            raise self.error(what, joined(did_you_mean(measure.of, others), known), at, "of")

    def some_of(
        self, table: dict[str, Any], key: str, allowed: tuple[Label, ...], owner: str, at: At
    ) -> tuple[Label, ...]:
        """One label or a list of them."""
        value = table.get(key, [])
        values = (value,) if isinstance(value, str) else self.texts(table, key, owner, at)
        return tuple(self.one_of(it, allowed, key, owner, at) for it in values)

    def one_of(self, value: str, allowed: tuple[Label, ...], key: str, owner: str, at: At) -> Label:
        for label in allowed:
            if label.value == value:
                return label
        names = [label.value for label in allowed]
        hint = joined(did_you_mean(value, names), f"Allowed: {listed(names)}.")
        raise self.error(f"{key} {value!r} of {owner} is not known.", hint, at, key)

    def flag(self, table: dict[str, Any], key: str, owner: str, at: At) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            what = f"{key} of {owner} is {value!r}, not true or false."
            raise self.error(what, "Write it without quotes.", at, key)
        return value

    def number(self, table: dict[str, Any], key: str, owner: str, at: At) -> int:
        value = table.get(key, 1)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            what = f"{key} of {owner} is {value!r}, not a number from 1 on."
            raise self.error(what, f"Write it as {key} = 4.", at, key)
        return value
