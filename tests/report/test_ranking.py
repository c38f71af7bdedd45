"""The best of many is found without looking at all of them, and is the same as if one had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.records import Analysis, Pack
from analyzer.report import quotes
from analyzer.report.material import gather
from analyzer.report.quotes import Found
from analyzer.report.ranking import Hope, in_order
from analyzer.report.talks import MOST_AT_HAND, Talks
from tests.report.sessions import build_analysis, hr_call


def numbered_analyses(n: int) -> list[Analysis]:
    """As many calls, each of its own."""
    return [build_analysis(hr_call("Ines", "Alm", 9 + it), path=f"{it}.txt") for it in range(n)]


@dataclass(frozen=True)
class Thing:
    key: tuple[int, ...]
    name: str


places = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=12)


@given(held=st.lists(st.tuples(places, st.integers(0, 3)), max_size=5), loose=places)
def test_all_come_by_key_however_they_are_hidden(
    held: list[tuple[list[tuple[int, int]], int]], loose: list[tuple[int, int]]
) -> None:
    inside = [
        [Thing(key=key, name=f"{n}-{m}") for m, key in enumerate(keys)]
        for n, (keys, _) in enumerate(held)
    ]
    hopes: list[Hope[Thing] | Thing] = [
        Thing(key=key, name=f"l-{n}") for n, key in enumerate(loose)
    ]
    for things, (_, slack) in zip(inside, held, strict=True):
        best = min((thing.key[0] for thing in things), default=0)
        hopes.append(Hope(key=(best - slack,), look=partial(list, things)))
    found = list(in_order(hopes))
    assert [one.key for one in found] == sorted(one.key for one in found)
    assert {one.name for one in found} == {
        one.name
        for one in [*hopes, *(it for its in inside for it in its)]
        if isinstance(one, Thing)
    }


def test_what_can_not_win_is_not_looked_at() -> None:
    looked: list[int] = []

    def look(number: int) -> Iterable[Thing]:
        looked.append(number)
        return [Thing(key=(number, 1), name=str(number))]

    hopes: list[Hope[Thing] | Thing] = [
        Hope(key=(number,), look=partial(look, number)) for number in range(1000)
    ]
    assert [one.name for one in islice(in_order(hopes), 2)] == ["0", "1"]
    assert looked == [0, 1]


@settings(deadline=None, max_examples=30)
@given(data=st.data(), limit=st.integers(1, 4))
def test_quotes_hoped_for_are_those_that_looking_at_all_would_choose(
    data: st.DataObject, limit: int
) -> None:
    found = [
        Found(
            analysis=analysis,
            quote=advice.quote,
            score=data.draw(st.sampled_from([0.3, 0.5, 0.50000000001, 0.9])),
        )
        for analysis in numbered_analyses(4)
        for advice in analysis.advice
    ]
    hopes = [
        quotes.hope(
            partial(lambda one: [one], one),
            score=one.score,
            session_id=one.session_id,
            words=one.text,
            is_whole=data.draw(st.booleans()),
        )
        for one in found
    ]
    assert quotes.best(hopes, limit) == quotes.best(found, limit)


def test_few_sessions_are_at_hand_however_many_are_asked_for(tmp_path: Path, pack: Pack) -> None:
    analyses: list[Analysis] = numbered_analyses(MOST_AT_HAND + 5)
    with Archive.open(tmp_path / "calls.db", create=True) as archive:
        for analysis in analyses:
            archive.add(analysis)
        talks = Talks(archive)
        assert [talks[one.session.id] for one in analyses] == analyses
        last = analyses[-1].session.id
        assert talks[last] is talks[last]
        assert len(talks._at_hand) == MOST_AT_HAND
        material = gather(archive, pack=pack, cards=[])
        assert len(material.talks._at_hand) == 0
