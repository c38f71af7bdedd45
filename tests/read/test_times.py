from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.read.times import parse_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12:34", 754_000),
        ("0:03", 3_000),
        ("125:07", 7_507_000),
        ("1:02:03", 3_723_000),
        ("00:00:03.210", 3_210),
        ("00:00:03,210", 3_210),
        ("00:00:03,21", 3_210),
        ("01:16:20.14", 4_580_140),
        ("00:43.810", 43_810),
        ("00:3:55,873", 235_873),
        ("0:00:11.420", 11_420),
        ("100:00:00.000", 360_000_000),
        ("00:00:03.2109", 3_210),
        ("01:00:00:12", 3_600_000),
        ("01:00:00;12", 3_600_000),
        ("12：34", 754_000),
    ],
)
def test_clock_times_are_whole_milliseconds(text: str, expected: int) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    "text",
    ["[00:12]", "(00:12)", "**00:12**", "\\[00:12\\]", " 0:12 ", "[@0:12]", "<00:12>", "{0:12}"],
)
def test_brackets_and_blanks_around_a_time_do_not_count(text: str) -> None:
    assert parse_time(text) == 12_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.7s", 2_700),
        ("12.900s", 12_900),
        ("[0.0s]", 0),
        ("27m 42s", 1_662_000),
        ("1h 2m 3s", 3_723_000),
        ("1h05m", 3_900_000),
        ("0 minutes 3 seconds", 3_000),
        ("1 hour, 2 minutes, 1 second", 3_721_000),
        ("131 mins", 7_860_000),
        ("PT1M2.5S", 62_500),
    ],
)
def test_spelled_times_are_whole_milliseconds(text: str, expected: int) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "soon",
        "s",
        "PT",
        "3",
        "2.7",
        "4:7",
        "-00:12",
        "99:99:99",
        "12:60",
        "1:75:00",
        "99999:00:00",
        "10:46 AM",
        "12:34 Ana",
        "1:2:3:4:5",
        "00:12:34,",
        "12:34:",
        "9" * 400 + ":00",
        "9" * 400 + "s",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_time(text) is None


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_none(text: str) -> None:
    time_ms = parse_time(text)
    assert time_ms is None or 0 <= time_ms < 10**11


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59), st.integers(0, 999))
def test_a_written_time_comes_back(hours: int, minutes: int, seconds: int, ms: int) -> None:
    expected = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
    for mark in ".,":
        assert parse_time(f"[{hours:02}:{minutes:02}:{seconds:02}{mark}{ms:03}]") == expected
