"""Every number said of themes and of matters brought again, counted again by SQL."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.records import Pack
from analyzer.records.pack_file import load_pack
from analyzer.report import write_report
from analyzer.report.summary.questions import MOST_ASKINGS
from tests.aggregate.themes.calls import add
from tests.report.checking import texts
from tests.report.reading import read

PARTS = {"problem": ("What clients bring", "exchange"), "advice": ("What is advised", "stretch")}
NOUNS = {"exchange": "exchanges", "stretch": "stretches"}
# Who each asker of an exchange (or of the exchange that a stretch lies in) is.
ASKED_BY = (
    "SELECT s.name FROM theme_members m {join} JOIN exchanges e ON e.session_id = m.session_id "
    "AND e.exchange = {number} JOIN speakers s ON s.session_id = e.session_id "
    "AND s.speaker = e.asker WHERE m.theme = ?"
)
GIVEN_IN = "JOIN advice a ON a.session_id = m.session_id AND a.advice = m.passage"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three matters, brought unequally often, and by some clients more than once."""
    place = tmp_path_factory.mktemp("themes") / "calls.db"
    # A client's name comes again after 125 numbers.
    numbers = {"fee": (0, 1, 2, 3, 125, 126, 250), "silence": range(5), "offer": (0, 1, 2, 127)}
    calls = [(matter, number) for matter, mine in numbers.items() for number in mine]
    with Archive.open(place, create=True) as archive:
        add(archive, calls)
    return place


@pytest.fixture(scope="module")
def said(store: Path) -> list[str]:
    """What the report says, a block each, in reading order."""
    target = store.with_name("themes.pdf")
    with Archive.open(store) as archive:
        write_report(archive, target, pack=load_pack("recruiting"))
    return texts(read(target.read_bytes()).root)


@pytest.fixture(scope="module")
def blocks(said: list[str]) -> list[str]:
    """What it says of themes."""
    first = said.index("Themes beyond the pack")
    return said[first + 2 : said.index("Asked again, and what you answered")]


def some(n: int, noun: str) -> str:
    return f"{n} {noun if n == 1 else NOUNS.get(noun, noun + 's')}"


def of_all(n: int, whole: int, noun: str) -> str:
    return f"all {some(whole, noun)}" if n == whole else f"{n} of {some(whole, noun)}"


class Counted:
    """What the archive holds of one theme, as the report has to say it."""

    def __init__(self, archive: sqlite3.Connection, theme: str, kind: str, pack: Pack) -> None:
        self._archive, self._theme, self._kind, self._pack = archive, theme, kind, pack
        self._noun = PARTS[kind][1]

    def _n(self, query: str) -> int:
        where = "FROM theme_members m WHERE m.theme = ?"
        ((n,),) = self._archive.execute(f"SELECT {query} {where}", (self._theme,))
        return int(n)

    def counts(self) -> str:
        ((n_sessions,),) = self._archive.execute("SELECT count(*) FROM sessions")
        members = self._n("count(*)")
        noun = self._noun if self._kind == "problem" else f"{some(members, self._noun)} of advice"
        shown = some(members, noun) if self._kind == "problem" else noun
        sessions = f"in {of_all(self._n('count(DISTINCT session_id)'), n_sessions, 'session')}"
        return f"{shown} {sessions}, of {some(len(self.clients()), 'client')} by name."

    def clients(self) -> Counter[str]:
        if self._kind == "problem":
            query = ASKED_BY.format(join="", number="m.passage")
        else:
            query = ASKED_BY.format(join=GIVEN_IN, number="a.exchange")
        return Counter(name for (name,) in self._archive.execute(query, (self._theme,)))

    def whom(self) -> set[str]:
        return {name if n == 1 else f"{name} ({n})" for name, n in self.clients().items()}

    def stability(self) -> str:
        query = "SELECT stability FROM themes WHERE theme = ?"
        ((stability,),) = self._archive.execute(query, (self._theme,))
        return f"Stability {stability:.2f}."

    def in_the_pack(self) -> str:
        if self._kind == "problem":
            query = (
                "SELECT e.problem FROM theme_members m JOIN exchanges e ON e.exchange = m.passage "
                "AND e.session_id = m.session_id WHERE m.theme = ? AND e.problem_sure"
            )
        else:
            query = (
                "SELECT l.category FROM theme_members m JOIN advice_labels l ON l.advice = "
                "m.passage AND l.session_id = m.session_id WHERE m.theme = ? AND l.sure"
            )
        found = Counter(name for (name,) in self._archive.execute(query, (self._theme,)))
        if not found:
            return "The pack gave no type to any of it."
        ((category, n),) = found.most_common(1)
        name = next(
            it.name for it in (*self._pack.problem, *self._pack.advice) if it.id == category
        )
        return f"In the pack: {name}, {of_all(n, self._n('count(*)'), self._noun)}."

    def beside(self) -> tuple[str, set[str]]:
        """The types of the other kind in the same exchanges, each with in how many of them."""
        if self._kind == "problem":
            lead, names = "Advice given with it, by exchanges: ", self._pack.advice
            query = (
                "SELECT l.category, count(DISTINCT m.session_id || ' ' || a.exchange) "
                "FROM theme_members m JOIN advice a ON a.session_id = m.session_id "
                "AND a.exchange = m.passage JOIN advice_labels l ON l.session_id = m.session_id "
                "AND l.advice = a.advice WHERE m.theme = ? AND l.sure GROUP BY l.category"
            )
        else:
            lead, names = "Answers, by exchanges: ", self._pack.problem
            query = (
                "SELECT e.problem, count(DISTINCT m.session_id || ' ' || e.exchange) "  # noqa: S608 - our own words
                f"FROM theme_members m {GIVEN_IN} JOIN exchanges e ON e.exchange = a.exchange "
                "AND e.session_id = m.session_id "
                "WHERE m.theme = ? AND e.problem_sure GROUP BY e.problem"
            )
        called = {it.id: it.name for it in names}
        found = self._archive.execute(query, (self._theme,))
        return lead, {f"{called[category]} ({n})" for category, n in found}


def card(blocks: list[str], kind: str, name: str) -> list[str]:
    """The blocks below the name of a theme, in the part of its kind."""
    first = blocks.index(PARTS[kind][0])
    start = blocks.index(name, first) + 1
    return blocks[start : start + 7]


def test_every_number_of_a_theme_is_counted_again(blocks: list[str], store: Path) -> None:
    pack = load_pack("recruiting")
    with sqlite3.connect(store) as archive:
        themes = archive.execute("SELECT theme, kind, name FROM themes").fetchall()
        assert len({kind for _, kind, _ in themes}) == 2
        for theme, kind, name in themes:
            counted, said = Counted(archive, theme, kind, pack), card(blocks, kind, name)
            assert said[0] == counted.counts()
            named = re.sub(r"^(Brought by|For) |\.$", "", said[1])
            assert set(re.split(r", | and ", named)) == counted.whom()
            assert counted.stability() in said
            assert counted.in_the_pack() in said
            lead, types = counted.beside()
            told = [it.removeprefix(lead).rstrip(".") for it in said if it.startswith(lead)]
            assert set(re.split(r", | and ", told[0]) if told else ()) == types


@pytest.mark.parametrize("kind", PARTS)
def test_the_sum_of_themes_and_members_is_counted_again(
    kind: str, blocks: list[str], store: Path
) -> None:
    with sqlite3.connect(store) as archive:
        query = "SELECT count(DISTINCT theme), count(*) FROM theme_members WHERE kind = ?"
        ((n_themes, members),) = archive.execute(query, (kind,))
    heading, noun = PARTS[kind]
    shown = some(members, noun) if kind == "problem" else f"{some(members, noun)} of advice"
    lead = blocks[blocks.index(heading) + 1]
    assert lead.startswith(f"{some(n_themes, 'theme')}, holding {shown}")


def test_there_is_no_number_that_was_not_looked_at(blocks: list[str]) -> None:
    known = re.compile(
        r"^\d+ themes?, holding|^\d+ (exchange|stretch)|^(Brought by|For) |^Stability |^In the pack"
        r"|^Advice given with it, by exchanges|^Answers, by exchanges|^In \d+ of \d+ sessions"
    )
    assert [it for it in blocks if re.search(r"\d", it) and not known.search(it)] == []


def test_every_number_of_a_matter_brought_again_is_counted_again(
    said: list[str], store: Path
) -> None:
    first = said.index("Asked again, and what you answered")
    told = said[first + 1 : said.index("Change over time")]
    # Which call is about which matter, its file says; their vectors say it to the report.
    query = (
        "SELECT substr(path, 7, instr(path, '-') - 7) AS matter, count(*), "
        "count(DISTINCT e.session_id), count(DISTINCT p.name) FROM sessions s "
        "JOIN exchanges e ON e.session_id = s.id "
        "JOIN speakers p ON p.session_id = s.id AND p.speaker = e.asker GROUP BY matter"
    )
    with sqlite3.connect(store) as archive:
        rows = archive.execute(query).fetchall()
    assert told[0].startswith(f"{len(rows)} matters were brought in two sessions or more")
    times = [it for it in told if re.match(r"\d+ times in", it)]
    assert sorted(times) == sorted(
        f"{some(n, 'time')} in {some(n_sessions, 'session')}, by {some(n_clients, 'client')}"
        for _, n, n_sessions, n_clients in rows
    )
    left_out = [it for it in told if it.endswith("not shown.")]
    assert sorted(left_out) == sorted(
        f"{n - MOST_ASKINGS} more time{'s' * (n > MOST_ASKINGS + 1)} not shown."
        for _, n, _, _ in rows
        if n > MOST_ASKINGS
    )
    known = {*times, *left_out, *told[:2]}
    assert [it for it in told if re.search(r"\d", it) and it not in known] == []
