"""``analyzer trends`` over archives made of few words, with what was found put in by hand."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import Archive
from analyzer.cli.parts.options import last_day
from analyzer.records import Advice, Analysis, Quote, Role
from tests.aggregate.themes.calls import add as add_calls
from tests.aggregate.themes.calls import some_calls
from tests.builders import a_label, a_session, a_speaker, an_advice, an_analysis, an_exchange
from tests.cli.running import Runner

Fill = Callable[..., str]


def a_call(
    number: int,
    *,
    problem: str | None,
    urgent: bool = False,
    held_on: dt.date | None,
    pack: str = "recruiting 1",
) -> Analysis:
    """A call of its own client, who brings at most one problem."""
    client = a_speaker(f"Client{number} Ruiz", role=Role.CLIENT)
    session = a_session(
        id=f"{number:012x}",
        path=f"calls/{number}.txt",
        held_on=held_on,
        speakers=(a_speaker(), client),
    )
    label = None if problem is None else a_label(problem, score=0.8)
    quote = None if problem is None else Quote(turn=0, start=0, end=25)
    advice: tuple[Advice, ...] = (an_advice(labels=(a_label("urgency"),)),) if urgent else ()
    return an_analysis(
        session, exchanges=(an_exchange(problem=label, quote=quote),), advice=advice, pack=pack
    )


@pytest.fixture
def fill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fill:
    """``fill(calls)`` makes the archive ``calls.db`` of them."""
    monkeypatch.chdir(tmp_path)

    def make(calls: Sequence[Analysis]) -> str:
        with Archive.open("calls.db", create=True) as store:
            for call in calls:
                store.add(call)
        return "calls.db"

    return make


def weekly(n_before: int, n_since: int, *, undated: int = 0) -> list[Analysis]:
    """Counter-offers come up before 2024 and blocking HR since, in two sessions of three."""
    begin = dt.date(2024, 1, 1)
    days = [begin - dt.timedelta(weeks=week + 1) for week in range(n_before)]
    days += [begin + dt.timedelta(weeks=week) for week in range(n_since)]
    calls = [
        a_call(
            number,
            problem=(
                None if number % 3 == 0 else "hr-blocking" if day >= begin else "counter-offer"
            ),
            urgent=number % 2 == 0,
            held_on=day,
        )
        for number, day in enumerate(days)
    ]
    return calls + [
        a_call(1000 + number, problem="hr-blocking", held_on=None) for number in range(undated)
    ]


def test_what_changed_is_told_in_counts_and_plain_words(run: Runner, fill: Fill) -> None:
    ran = run("trends", "-a", fill(weekly(30, 30, undated=2)), "--since", "2024")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[:12] == [
        "60 sessions from 5 Jun 2023 to 22 Jul 2024; 2 without a date are left out.",
        "",
        "Since 1 Jan 2024: 30 sessions. Before: 30 sessions.",
        "",
        "New",
        "  HR is in the way: brought in 20 of 30 sessions since, in none of 30 before",
        "    67 more in 100 sessions, likely 45 to 81",
        "",
        "Gone",
        "  Counter-offer: brought in none of 30 sessions since, in 20 of 30 before",
        "    67 fewer in 100 sessions, likely 45 to 81",
        "",
    ]
    assert "at most one such list in twenty" in ran.out.replace("\n", " ")
    assert "a time of year looks the same" in ran.out
    place = ran.lines.index("No clear change")
    assert ran.lines[place + 2] == "  Urgency  15 of 30  15 of 30   0 (−24 to +24)"


def test_no_change_is_told_from_three_calls(run: Runner, fill: Fill) -> None:
    ran = run("trends", "-a", fill(weekly(30, 3)), "--since", "2024-01")
    assert ran.code == 0
    assert (
        "Too few sessions to tell what changed: it takes 10 on both sides. The counts:" in ran.out
    )
    assert "Counter-offer     0 of 3  20 of 30" in ran.out
    for word in ("New", "Gone", "More often", "Less often", "chance would"):
        assert word not in ran.out


def test_a_client_s_habits_are_not_told_as_a_change(run: Runner, fill: Fill) -> None:
    begin = dt.date(2024, 1, 1)
    calls = []
    for number in range(40):
        name = "Ana Ruiz" if number < 20 else "Bo Lind"
        session = a_session(
            id=f"{number:012x}",
            path=f"{number}.txt",
            held_on=begin + dt.timedelta(days=number - 20),
            speakers=(a_speaker(), a_speaker(name, role=Role.CLIENT)),
        )
        problem = a_label("hr-blocking" if number < 20 else "counter-offer")
        quote = Quote(turn=0, start=0, end=25)
        calls.append(an_analysis(session, exchanges=(an_exchange(problem=problem, quote=quote),)))
    said = run("trends", "-a", fill(calls), "--since", "2024").out
    assert "Too few clients to tell what changed" in said
    assert "20 of 20" in said


def test_by_quarter_is_what_is_shown_when_nothing_is_asked_for(run: Runner, fill: Fill) -> None:
    ran = run("trends", "-a", fill(weekly(30, 30)))
    assert ran.lines[2:5] == [
        "More and more often",
        "  HR is in the way: brought in none of 30 sessions before 1 Jan 2024, in 20 of 30 since",
        "Less and less often",
    ]
    place = next(n for n, line in enumerate(ran.lines) if line.startswith("Problems brought"))
    assert ran.lines[place].split()[2:] == ["2023", "Q2", "2023", "Q3", "2023", "Q4", "2024", "Q1"]
    assert ran.lines[place + 1].split() == ["sessions", "held", "4", "13", "13", "13"]
    assert all(len(line) <= 100 for line in ran.lines)


@pytest.mark.parametrize(
    ("by", "heads"), [("month", ["Dec 2023", "Jan 2024"]), ("year", ["2023", "2024"])]
)
def test_periods_are_named_for_people(by: str, heads: list[str], run: Runner, fill: Fill) -> None:
    said = run("trends", "-a", fill(weekly(30, 30)), "--by", by, "--kind", "advice")
    place = next(n for n, line in enumerate(said.lines) if line.startswith("Advice given"))
    assert all(head in said.lines[place] for head in heads)
    assert "Problems brought" not in said.out


def test_by_client_and_by_coach_count_the_sessions_of_each(run: Runner, fill: Fill) -> None:
    archive = fill(weekly(2, 2, undated=1))
    assert run("trends", "-a", archive, "--by", "coach").lines[:8] == [
        "4 sessions from 18 Dec 2023 to 8 Jan 2024; 1 without a date is counted too.",
        "",
        "Mike: 5 sessions",
        "  brought",
        "    HR is in the way  2 of 5  (12–77%)",
        "    Counter-offer     1 of 5   (4–62%)",
        "  given",
        "    Urgency  2 of 5  (12–77%)",
    ]
    since = run("trends", "-a", archive, "--by", "client", "--since", "2024", "--kind", "problems")
    assert "Client2 Ruiz: 1 session" in since.lines
    assert "Client1 Ruiz: 1 session" not in since.lines
    assert "  brought" in since.lines


def test_json_has_every_table_with_names_and_bounds(run: Runner, fill: Fill) -> None:
    archive = fill(weekly(30, 30, undated=1))
    ran = run("trends", "-a", archive, "--since", "2024", "--by", "month", "--json")
    rows: list[dict[str, Any]] = [json.loads(line) for line in ran.lines]
    assert rows[0] == {
        "table": "sessions",
        "pack": "recruiting 1",
        "n_sessions": 61,
        "n_sessions_undated": 1,
        "by": "month",
        "since": "2024-01-01",
        "until": None,
    }
    tables = [row["table"] for row in rows]
    assert list(dict.fromkeys(tables)) == ["sessions", "changes", "courses", "over_time"]
    new = rows[1]
    assert (new["category"], new["name"], new["change"]) == (
        "hr-blocking",
        "HR is in the way",
        "new",
    )
    assert new["low"] < new["difference"] < new["high"]
    assert rows[-1]["period"] == "2024-07-01"
    people = run("trends", "-a", archive, "--by", "client", "--json").lines
    assert {json.loads(line)["table"] for line in people[1:]} == {"by_client"}
    few = run("trends", "-a", archive, "--since", "2030", "--json").lines
    assert json.loads(few[1])["difference"] is None


def test_sessions_after_the_last_day_are_left_out(run: Runner, fill: Fill) -> None:
    archive = fill(weekly(10, 10, undated=1))
    said = run("trends", "-a", archive, "--until", "2024-01", "--json").lines[0]
    assert json.loads(said)["n_sessions"] == 16
    assert json.loads(said)["until"] == "2024-01-31"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", "2024-12-31"),
        ("2024-02", "2024-02-29"),
        ("2023-12", "2023-12-31"),
        ("2024-2-3", "2024-02-03"),
        ("9999", "9999-12-31"),
        ("9999-12", "9999-12-31"),
    ],
)
def test_a_month_or_year_alone_ends_with_its_last_day(text: str, expected: str) -> None:
    found = last_day(None, None, text)  # type: ignore[arg-type] # looked at only for mistakes
    assert str(found) == expected


def test_sessions_of_another_pack_are_left_out_and_told(run: Runner, fill: Fill) -> None:
    day = dt.date(2024, 1, 1)
    other = a_call(7, problem=None, held_on=day, pack="leadership 1")
    archive = fill([a_call(1, problem="hr-blocking", held_on=day), other])
    assert run("trends", "-a", archive).code == 2
    ran = run("trends", "-a", archive, "--pack", "recruiting")
    assert ran.code == 0
    assert ran.err == "1 session left out: analysed with another pack.\n"
    assert ran.lines[0] == "1 session from 1 Jan 2024 to 1 Jan 2024."


def test_an_archive_without_sessions_to_count_says_why(run: Runner, fill: Fill) -> None:
    empty = run("trends", "-a", fill([]))
    assert (empty.code, empty.out) == (1, "")
    assert "holds no sessions yet" in empty.err
    archive = fill([a_call(1, problem=None, held_on=dt.date(2024, 1, 1))])
    early = run("trends", "-a", archive, "--until", "2020")
    assert (early.code, early.out) == (1, "")
    assert "no session until 2020-12-31 was analysed with the pack 'recruiting 1'" in early.err


def test_undated_sessions_alone_show_no_change_and_no_error(run: Runner, fill: Fill) -> None:
    archive = fill([a_call(number, problem="hr-blocking", held_on=None) for number in range(3)])
    for options in (
        [],
        ["--since", "2024"],
        ["--by", "client"],
        ["--by", "year", "--since", "2024"],
    ):
        ran = run("trends", "-a", archive, *options)
        assert (ran.code, ran.err) == (0, "")
        assert ran.lines[0].startswith("0 sessions with a date; 3 without a date are")


def test_names_count_as_written_where_that_is_asked_for(run: Runner, fill: Fill) -> None:
    calls = []
    for number, name in enumerate(("Imani", "Imani Clarke")):
        client = a_speaker(name, role=Role.CLIENT)
        session = a_session(
            id=f"{number:012x}", path=f"{number}.txt", speakers=(a_speaker(), client)
        )
        calls.append(an_analysis(session))
    archive = fill(calls)
    assert "Imani Clarke: 2 sessions" in run("trends", "-a", archive, "--by", "client").lines
    written = run("trends", "-a", archive, "--by", "client", "--names-as-written").lines
    assert {"Imani: 1 session", "Imani Clarke: 1 session"} <= set(written)


@pytest.mark.parametrize("name", ["\x1b[31mAna\x1b[0m", "Ana\u202e", "Ana\nRuiz"])
def test_a_name_cannot_steer_the_terminal(name: str, run: Runner, fill: Fill) -> None:
    session = a_session(speakers=(a_speaker(), a_speaker(name, role=Role.CLIENT)))
    said = run("trends", "-a", fill([an_analysis(session)]), "--by", "client").out
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_themes_are_counted_over_time_too(run: Runner, tmp_path: Path) -> None:
    place = str(tmp_path / "calls.db")
    with Archive.open(place, create=True) as store:
        add_calls(store, some_calls(5))
    asked = ("trends", "-a", place, "--kind", "themes")
    found = [json.loads(line) for line in run(*asked, "--json").lines]
    over_time = [it for it in found if it["table"] == "over_time"]
    assert {it["kind"] for it in over_time} == {"problem themes", "advice themes"}
    assert sum(it["n"] for it in over_time if it["kind"] == "problem themes") == 15
    assert "Themes of problems" in run(*asked).out
    assert run(*asked, "--by", "client").code == 0
