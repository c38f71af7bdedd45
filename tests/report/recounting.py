"""Every number of a report counted again from the archive, by SQL and by nothing of the package.

The words of a report are taken apart by the phrases it is known to use; each says what was counted
and is counted again. A number that no phrase explains is as wrong as one that is counted wrongly.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import statistics
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from analyzer.records import ModelCard, Pack

Pairs = Iterable[tuple[object, object]]


class Recount:
    """What an archive holds, asked anew for each number; only of the sessions chosen."""

    def __init__(
        self, archive: Path, pack: Pack, card: ModelCard, sessions: Collection[str]
    ) -> None:
        self.card = card
        self.advice = {one.name: one.id for one in pack.advice}
        self.problems = {one.name: one.id for one in pack.problem}
        self._db = sqlite3.connect(":memory:")
        self._db.execute("ATTACH ? AS kept", (str(archive),))
        self._db.execute("CREATE TABLE chosen (id TEXT)")
        self._db.executemany("INSERT INTO chosen VALUES (?)", [(one,) for one in sessions])
        for table, key in (
            ("sessions", "id"),
            ("exchanges", "session_id"),
            ("advice", "session_id"),
            ("advice_labels", "session_id"),
            ("speakers", "session_id"),
            ("turns", "session_id"),
            ("warnings", "session_id"),
        ):
            self._db.execute(
                f"CREATE TEMP VIEW my_{table} AS SELECT * FROM kept.{table} "  # noqa: S608 - our own names
                f"WHERE {key} IN (SELECT id FROM chosen)"
            )
        self._db.execute(
            "CREATE TEMP VIEW given AS SELECT DISTINCT l.category, l.sure, a.session_id, a.advice, "
            "a.script, a.uptake, a.exchange, e.problem, e.problem_sure, s.name AS client, held_on "
            "FROM my_advice_labels l JOIN my_advice a USING (session_id, advice) "
            "JOIN my_sessions ON my_sessions.id = a.session_id "
            "LEFT JOIN my_exchanges e ON e.session_id = a.session_id AND e.exchange = a.exchange "
            "LEFT JOIN my_speakers s ON s.session_id = e.session_id AND s.speaker = e.asker"
        )
        self._db.execute(
            "CREATE TEMP VIEW asked AS SELECT e.*, s.name AS client, held_on FROM my_exchanges e "
            "JOIN my_sessions ON my_sessions.id = e.session_id "
            "LEFT JOIN my_speakers s ON s.session_id = e.session_id AND s.speaker = e.asker"
        )

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """The rows of a query."""
        return self._db.execute(query, values).fetchall()

    def n(self, query: str, *values: object) -> int:
        """The one number of a query."""
        return int(str(self.rows(f"SELECT {query}", *values)[0][0] or 0))

    def given(self, name: str, what: str = "COUNT(*)", also: str = "1") -> int:
        """A count of the stretches surely of one advice type."""
        where = f"FROM given WHERE sure AND category = ? AND {also}"
        return self.n(f"{what} {where}", self.advice[plain(name)])

    def brought(self, name: str, what: str = "COUNT(*)", also: str = "1") -> int:
        """A count of the exchanges that surely bring one problem."""
        where = f"FROM asked WHERE problem_sure AND problem = ? AND {also}"
        return self.n(f"{what} {where}", self.problems[plain(name)])

    def pair(self, problem: str, advice: str) -> int:
        """The exchanges of a problem in which an advice type is given, both surely."""
        return self.n(
            "COUNT(DISTINCT session_id || exchange) FROM given "
            "WHERE sure AND problem_sure AND problem = ? AND category = ?",
            self.problems[plain(problem)],
            self.advice[plain(advice)],
        )

    def named(self, name: str, what: str = "COUNT(*)", also: str = "1") -> int:
        """The same count of a type of either sort."""
        count = self.brought if plain(name) in self.problems else self.given
        return count(name, what, also)

    def possible(self, name: str) -> int:
        """The stretches or exchanges that are only possibly of a type."""
        if plain(name) in self.problems:
            return self.n(
                "COUNT(*) FROM asked WHERE NOT problem_sure AND problem = ?",
                self.problems[plain(name)],
            )
        return self.n(
            "COUNT(*) FROM given WHERE NOT sure AND category = ?", self.advice[plain(name)]
        )

    @property
    def n_sessions(self) -> int:
        return self.n("COUNT(*) FROM my_sessions")

    @property
    def n_stretches(self) -> int:
        return self.n("COUNT(*) FROM my_advice")

    @property
    def n_exchanges(self) -> int:
        return self.n("COUNT(*) FROM my_exchanges")

    def shares(self) -> list[float]:
        """The coach's share of the words of each session, smallest first."""
        rows = self.rows(
            "SELECT 1.0 * SUM(n_words * (role = 'coach')) / SUM(n_words) FROM my_speakers "
            "GROUP BY session_id"
        )
        return sorted(float(str(share)) for (share,) in rows)


def plain(name: str) -> str:
    """A name as the pack has it, without the mark of a doubtful one."""
    return name.replace("†", "").strip()


class About(NamedTuple):
    """What a block of words is about: the type last named, and the problem last named."""

    name: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with numbers, and what each should be: pairs of what is told and what is counted."""

    pattern: re.Pattern[str]
    count: Callable[[re.Match[str], Recount, About], Pairs]


def wrong_numbers(blocks: Iterable[str], recount: Recount, phrases: Iterable[Phrase]) -> list[str]:
    """Numbers that are not what the archive holds, and numbers that no phrase explains.

    ``blocks`` are the texts of a report in reading order; a block that is the name of a type, such
    as a heading, says what the numbers after it are about.
    """
    known = list(phrases)
    found = []
    about = About()
    for block in blocks:
        about = _after(block, about, recount)
        rest = block
        for phrase in known:
            for match in phrase.pattern.finditer(rest):
                found += [
                    f"{block!r} says {told}, counted are {counted}"
                    for told, counted in phrase.count(match, recount, about)
                    if _number(told) != counted
                ]
            rest = phrase.pattern.sub(" ", rest)
        if re.search(r"\d", rest):
            found.append(f"nothing explains the numbers of {block!r}: {rest!r}")
    return found


def _after(block: str, about: About, recount: Recount) -> About:
    """What the words are about from this block on: headings and the words of figures name it."""
    shown = re.match(r"What clients did after (?:advice on )?(.*?):", block)
    name = plain(shown[1] if shown else block.replace("do not rely on", ""))
    if name in recount.problems:
        return About(name, name)
    return About(name, about.problem) if name in recount.advice else about


def _number(told: object) -> object:
    if isinstance(told, str):
        digits = told.replace(",", "")
        return int(digits) if digits.isdigit() else told
    return told


def name_counts(text: str, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each name of these with the number behind it: "Fee terms † (4)", "Fee terms 4"."""
    for name in sorted(names, key=len, reverse=True):
        for told in re.findall(rf"{re.escape(name)}(?: †)?”? \(?(\d[\d,]*)\)?", text):
            yield name, told


def month(written: str) -> str:
    """A day as the first page names it."""
    return f"{dt.date.fromisoformat(written):%B %Y}"


def day(written: str) -> str:
    """A day as tables and places name it."""
    date = dt.date.fromisoformat(written)
    return f"{date.day} {date:%b} {date.year}"


def quarter(written: str) -> str:
    """The quarter of a day, such as "2023 Q4"."""
    date = dt.date.fromisoformat(written)
    return f"{date.year} Q{(date.month + 2) // 3}"


def in_percent(share: float) -> int:
    """A share in whole per cent, halves to the even one."""
    return round(100 * share)


def middle(values: Iterable[float]) -> float:
    """The value of the session in the middle."""
    return statistics.median(values)


def file_of(path: str) -> str:
    """The name of a file without its folders."""
    return PureWindowsPath(path).name
