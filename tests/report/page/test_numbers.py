"""Every number and every quotation on the page, as a browser shows it, asked of the archive anew.

The archive is asked by plain SQL: no code that made the page takes part.
"""

from __future__ import annotations

import dataclasses
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import Archive
from analyzer.records import Analysis, ModelCard, Pack
from analyzer.report.material import gather
from analyzer.report.page import page_bytes, sessions, talks
from analyzer.report.page.records import Sessions
from analyzer.report.summary.content import compose
from analyzer.report.summary.records import Summary
from tests.report.checking import Shown, misquoted
from tests.report.page.visits import Visit, missing

if missing():
    pytest.skip(missing(), allow_module_level=True)

Open = Callable[..., Visit]
Made = tuple[Path, bytes, Summary, Sessions]

QUOTES = """scope => [...document.querySelectorAll(scope + ' .quote')].map(it => [
  it.querySelector('blockquote').textContent,
  it.querySelector('figcaption').textContent,
])"""
# The words of the summary, each piece by itself; numbers inside figures stand in their words.
TEXTS = """() => ['overview', 'themes', 'sessions', 'trust'].flatMap(name => {
  const walker = document.createTreeWalker(
    document.getElementById(`view-${name}`), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest('svg, output, thead'))
      found.push(walker.currentNode.textContent);
  return found;
})"""
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*%?")
_PLACE = re.compile(
    r"(?:\[goes on\] — )?(?:[a-z ]+: )?(?P<place>.*?) · session (?P<number>[\d,]+).*", re.DOTALL
)


@pytest.fixture(scope="module")
def made(
    archive: tuple[Analysis, ...],
    pack: Pack,
    card: ModelCard,
    tmp_path_factory: pytest.TempPathFactory,
) -> Made:
    path = tmp_path_factory.mktemp("archive") / "calls.db"
    with Archive.open(path, create=True) as opened:
        for analysis in archive:
            opened.add(analysis)
        material = gather(opened, pack=pack, cards=[card])
        summary = compose(material, title=None, subtitle=None)
        listed = sessions(material)
        html = page_bytes(summary, listed, talks(material, listed))
    return path, html, summary, listed


@pytest.fixture
def seen(made: Made, visit: Open) -> Visit:
    return visit(made[1])


def asked(made: Made, question: str, *values: object) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(f"{made[0].as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(question, values).fetchall()
    finally:
        connection.close()


def count(made: Made, question: str, *values: object) -> int:
    ((n,),) = asked(made, question, *values)
    return int(n)


def in_order(made: Made) -> list[str]:
    """Ids of the sessions as they are numbered: by day, then by file."""
    return [key for (key,) in asked(made, "SELECT id FROM sessions ORDER BY held_on, path")]


def shown(found: Iterable[tuple[str, str]]) -> Iterator[Shown]:
    for words, caption in found:
        place = _PLACE.fullmatch(caption.strip())
        assert place is not None, caption
        yield Shown(words, f"{place['place']} [{place['number']}]")


def test_every_quotation_is_said_where_it_says(seen: Visit, made: Made) -> None:
    found = seen.page.evaluate(QUOTES, "main")
    assert len(found) > 20
    assert misquoted(shown(found), made[0]) == []


def test_every_find_is_said_where_it_says(seen: Visit, made: Made) -> None:
    for words in ("", "manager", "stays", "office"):
        seen.find(words)
        found = seen.page.evaluate(QUOTES, "#find-hits")
        assert found
        assert misquoted(shown(found), made[0]) == []


def numbers(value: object) -> set[str]:
    """All numbers that a record holds, as they are and within words."""
    if isinstance(value, str):
        return set(_NUMBER.findall(value))
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int):
        return {str(value), f"{value:,}"}
    if isinstance(value, tuple):
        return set().union(*map(numbers, value))
    if dataclasses.is_dataclass(value):
        return set().union(*(numbers(getattr(value, it.name)) for it in dataclasses.fields(value)))
    return set()


def test_the_page_says_no_number_that_the_summary_does_not_say(seen: Visit, made: Made) -> None:
    texts = seen.page.evaluate(TEXTS)
    said = set().union(*(_NUMBER.findall(text) for text in texts))
    assert len(said) > 40
    assert said <= numbers(made[2]) | numbers(made[3])


def test_the_facts_are_those_of_the_archive(seen: Visit, made: Made) -> None:
    facts = dict(zip(seen.texts("#view-overview .facts dt"), seen.texts(".facts dd"), strict=True))
    assert facts["sessions"] == str(count(made, "SELECT count(*) FROM sessions"))
    assert facts["exchanges"] == str(count(made, "SELECT count(*) FROM exchanges"))
    assert facts["stretches of advice"] == str(count(made, "SELECT count(*) FROM advice"))


def test_the_table_of_advice_is_counted_right(seen: Visit, made: Made, pack: Pack) -> None:
    seen.go("#view-themes")
    rows = seen.page.evaluate(
        "[...document.querySelectorAll('#advice ~ .scroll tbody tr')].map("
        "row => [...row.cells].map(it => it.textContent))"
    )
    ids = {category.name: category.id for category in pack.advice}
    assert len(rows) == 4
    for name, n_stretches, _, n_sessions, *_ in rows:
        given = (
            "SELECT count(*), count(DISTINCT session_id) FROM advice_labels"
            " WHERE category = ? AND sure"
        )
        found = asked(made, given, ids[name.removesuffix(" †")])
        assert [(int(n_stretches), int(n_sessions))] == found


def test_the_table_of_sessions_is_counted_right(seen: Visit, made: Made) -> None:
    seen.go("#view-sessions")
    rows = seen.page.evaluate(
        "[...document.querySelectorAll('#sessions-table tbody tr')].map("
        "row => [...row.cells].map(it => it.textContent))"
    )
    assert [int(row[0]) for row in rows] == list(range(1, 13))
    for key, row in zip(in_order(made), rows, strict=True):
        n_exchanges = count(made, "SELECT count(*) FROM exchanges WHERE session_id = ?", key)
        n_advice = count(made, "SELECT count(*) FROM advice WHERE session_id = ?", key)
        assert [int(row[5]), int(row[6])] == [n_exchanges, n_advice]


def test_each_session_says_and_lists_what_was_found_in_it(seen: Visit, made: Made) -> None:
    for number, key in enumerate(in_order(made), start=1):
        seen.talk(f"#session-{number}")
        n_turns = count(made, "SELECT count(*) FROM turns WHERE session_id = ?", key)
        n_advice = count(made, "SELECT count(*) FROM advice WHERE session_id = ?", key)
        n_problems = count(
            made,
            "SELECT count(problem) FROM exchanges WHERE session_id = ?",
            key,
        )
        told = seen.page.locator("#talk-count").evaluate("it => it.value")
        assert told == f"{n_turns} of {n_turns} turns shown"
        about = seen.page.locator("#talk-about").text_content()
        assert f"{n_advice} stretches of advice" in str(about).replace("1 stretch ", "1 stretches ")
        assert len(seen.texts("#talk-findings li.advice")) == n_advice
        assert len(seen.texts("#talk-findings li.problem")) == n_problems


@pytest.mark.parametrize("word", ["manager", "fee", "tomorrow", "firm"])
def test_what_a_search_counts_is_there(seen: Visit, made: Made, word: str) -> None:
    sentences = asked(
        made,
        "SELECT substr(turns.text, start_char + 1, end_char - start_char), session_id"
        " FROM sentences JOIN turns USING (session_id, turn)",
    )
    held = [key for text, key in sentences if re.search(rf"\b{word}s?\b", text, re.IGNORECASE)]
    wanted = f"{len(held)} passage{'s' * (len(held) != 1)} in {len(set(held))} of 12 sessions"
    assert seen.find(word) == wanted
