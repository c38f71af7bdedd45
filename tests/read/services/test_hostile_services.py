"""Files of services in shapes that no service writes: cut, crossed and filled with nonsense."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError
from analyzer.read import FORMATS, read_bytes
from analyzer.read.decode import decode
from analyzer.read.formats import Format
from analyzer.read.trees import Json

FILES = Path(__file__).resolve().parents[1] / "files"
SERVICES = tuple(one for one in FORMATS if one.place.startswith("services."))
NONSENSE: tuple[Json, ...] = (
    None,
    True,
    -1,
    1e308,
    10**400,
    float("nan"),
    "",
    " \n",
    "x",
    "1e5",
    "0:99:99",
    "PT",
    "\ud800",
    "7" * 5000,
    [],
    [[]],
    [None, 3, "x"],
    {},
    {"text": {"text": []}},
    [{"speaker": {}, "words": [[]]}],
)


def samples(reader: Format) -> list[Path]:
    folder = FILES / reader.name
    return sorted(
        path for path in folder.glob("*") if path.suffix != ".json" or not Path(path.stem).suffix
    )


TREES = [
    (reader, decode(path.read_bytes(), path=path.name).tree)
    for reader in SERVICES
    for path in samples(reader)
    if path.suffix in {".json", ".jsonl"}
]


def spoil(tree: Json, chance: random.Random) -> Json:
    """The tree with one value somewhere in it deleted, doubled or replaced."""
    tree = copy.deepcopy(tree)
    place = tree
    while True:
        if isinstance(place, dict) and place:
            key: str | int = chance.choice(list(place))
            below = place[str(key)]
        elif isinstance(place, list) and place:
            key = chance.randrange(len(place))
            below = place[key]
        else:
            return chance.choice(NONSENSE)
        if not isinstance(below, dict | list) or not below or chance.random() < 0.2:
            break
        place = below
    value = chance.choice(NONSENSE)
    if isinstance(place, dict):
        if chance.random() < 0.3:
            del place[str(key)]
        else:
            place[str(key)] = value
    elif isinstance(place, list) and isinstance(key, int):
        place[key : key + chance.randrange(2)] = [value] * chance.randrange(3)
    return tree


def test_every_service_has_files_to_spoil() -> None:
    assert {reader.name for reader in SERVICES if not samples(reader)} == set()


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_spoilt_file_is_read_or_refused_and_never_breaks_a_reader(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    reader, tree = chance.choice(TREES)
    for _ in range(chance.randrange(1, 4)):
        tree = spoil(tree, chance)
    content = json.dumps(tree).encode()
    for named in (None, reader.name, chance.choice(SERVICES).name):
        try:
            session = read_bytes(content, path="call.json", format=named)
        except AnalyzerError:
            continue
        assert session.turns


@pytest.mark.parametrize("reader", SERVICES, ids=lambda one: one.name)
def test_a_file_of_another_kind_is_refused_in_words(reader: Format) -> None:
    for content in (b"{}", b"[]", b'{"a": 1}', b"Ana: Hello.\nBen: Hi.\n", b"PK\x03\x04zip"):
        raw = decode(content, path="call.json")
        assert reader.claims(raw) == 0.0
        with pytest.raises(AnalyzerError) as caught:
            reader.parse(raw)
        assert caught.value.hint


@pytest.mark.parametrize(("reader", "tree"), TREES, ids=lambda one: getattr(one, "name", "tree"))
def test_no_other_service_claims_the_file(reader: Format, tree: Json) -> None:
    raw = decode(json.dumps(tree).encode(), path="call")
    if isinstance(tree, list):
        raw = decode("\n".join(map(json.dumps, tree)).encode(), path="call")
    assert {one.name for one in SERVICES if one.claims(raw) > 0} <= {reader.name}


def test_half_a_character_does_not_break_the_file() -> None:
    content = b'{"segments": [{"start": 0, "end": 1, "text": "Hi \\ud83d\\ude00 \\ud83d there."}]}'
    assert read_bytes(content, path="call.json").turns[0].text == "Hi 😀 ? there."
