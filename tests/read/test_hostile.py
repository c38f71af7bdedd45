"""Every reader on files that nobody would write: it reads them or refuses them in words."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError
from analyzer.read import FORMATS, read_bytes
from analyzer.read.formats import Format
from analyzer.records import Session
from tests.effort import effort_of, growth
from tests.read.cpu_limit import cpu_limit
from tests.read.hostile_files import BAITS, CROWDS, DEEP, LONG, STRANGE
from tests.read.mutations import mutated

FILES = Path(__file__).with_name("files")
GOOD = [
    path.read_bytes()
    for path in sorted(FILES.glob("*/*"))
    if path.is_file() and (path.suffix != ".json" or not Path(path.stem).suffix)
]
# Far above what any of these takes, below what grows with the square of them.
MOST_SECONDS = 5.0
each_reader = pytest.mark.parametrize("reader", FORMATS, ids=lambda one: one.name)


def read(content: bytes | str, *, named: str | None = None) -> Session | None:
    """The session; None where it is refused, in words that can be shown."""
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    try:
        with cpu_limit(MOST_SECONDS):
            session = read_bytes(content, path="call", format=named)
    except AnalyzerError as refusal:
        told = refusal
    else:
        assert session.turns
        return session
    assert str(told).encode()
    assert told.path == "call"
    return None


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_spoilt_file_is_read_alike_each_time_or_refused(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    content = mutated(chance.choice(GOOD), chance, GOOD)
    assert read(content) == read(content)
    for reader in chance.sample(FORMATS, 4):
        read(content, named=reader.name)


@each_reader
def test_every_reader_reads_or_refuses_spoilt_files_of_all_formats(reader: Format) -> None:
    chance = random.Random(reader.name)  # noqa: S311
    own = [path.read_bytes() for path in sorted((FILES / reader.name).glob("*")) if path.is_file()]
    for number in range(30):
        content = chance.choice(own if own and number % 2 else GOOD)
        read(mutated(content, chance, GOOD), named=reader.name)


@each_reader
def test_every_reader_reads_or_refuses_strange_files(reader: Format) -> None:
    for content in STRANGE.values():
        read(content, named=reader.name)


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_file_is_read_alike_each_time_or_refused(name: str) -> None:
    assert read(STRANGE[name]) == read(STRANGE[name])


@pytest.mark.parametrize("name", LONG)
def test_effort_grows_with_a_long_file_and_no_faster(name: str) -> None:
    make = LONG[name]

    def effort(n: int) -> int:
        content = make(n)
        return effort_of(lambda: read(content))

    assert growth(effort, few=50, many=400) < 1.6


@pytest.mark.parametrize("name", CROWDS)
def test_effort_grows_with_the_number_of_names_and_no_faster(name: str) -> None:
    make = CROWDS[name]

    def effort(n: int) -> int:
        content = make(n)
        return effort_of(lambda: read(content))

    assert growth(effort, few=50, many=400) < 1.6


@pytest.mark.parametrize("name", CROWDS)
def test_a_crowd_no_talk_has_is_refused(name: str) -> None:
    content = CROWDS[name](3_000).encode()
    with cpu_limit(MOST_SECONDS), pytest.raises(AnalyzerError, match="more than 1,000 are no talk"):
        read_bytes(content, path="call")


@pytest.mark.parametrize("name", BAITS)
def test_no_pattern_tries_the_same_signs_in_many_ways(name: str) -> None:
    read(BAITS[name](20_000))


@pytest.mark.parametrize("name", DEEP)
def test_what_nests_deep_is_read_or_refused(name: str) -> None:
    for n_deep in (90, 900, 20_000):
        read(DEEP[name](n_deep))
