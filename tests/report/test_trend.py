from __future__ import annotations

import datetime as dt

import pytest

from analyzer.records import Analysis, Pack
from analyzer.report.summary.content import build_summary
from tests.report.sessions import a_pack, build_analysis, fee_call, hr_call, there


@pytest.fixture(scope="module")
def pack() -> Pack:
    return a_pack()


def talks(n: int, *, turning: bool) -> list[Analysis]:
    """Talks two a month; fees come up in the later half alone, or else in every other talk."""
    made = []
    for number in range(n):
        is_hr = number < n // 2 if turning else number % 2 == 0
        client = f"{'ABCDEFGHIJ'[number % 10]}na {'KLMNOPQRST'[number // 10]}eller"
        call = hr_call if is_hr else fee_call
        made.append(
            build_analysis(
                call(client, f"Firm {number}", 10 + number),
                problem="hr-blocking" if is_hr else "fee-pressure",
                held_on=dt.date(2023 + number // 24, 1 + number // 2 % 12, 3 + number % 2 * 14),
                path=f"calls/{number:02d}.txt",
            )
        )
    return made


def lead(analyses: list[Analysis], pack: Pack) -> tuple[str, ...]:
    return there(build_summary(analyses, pack=pack).trend).section.lead


def test_what_rises_and_falls_is_said_in_counts(pack: Pack) -> None:
    said = lead(talks(36, turning=True), pack)
    rising = next(line for line in said if line.startswith("Comes up more and more often"))
    falling = next(line for line in said if line.startswith("Comes up less and less often"))
    assert "in 0 of 18 sessions before 1 Oct 2023, in 18 of 18 since" in rising
    assert "HR is in the way in 18 of 18 sessions before 1 Oct 2023, in 0 of 18 since" in falling
    assert said[-1] == "Had nothing changed, at most one report in twenty would name any."


def test_where_nothing_clearly_changes_that_is_said(pack: Pack) -> None:
    said = lead(talks(36, turning=False), pack)
    assert said[-1] == "Nothing comes up clearly more or less often as time goes on."


def test_from_few_sessions_no_change_is_told(pack: Pack) -> None:
    said = lead(talks(18, turning=True), pack)
    assert said[-1] == (
        "There is too little to tell what rises or falls: that takes 20 sessions in 4 quarters, "
        "of at least six clients."
    )
