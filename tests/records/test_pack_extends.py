from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.errors import PackError
from analyzer.records.pack_file import load_pack, pack_digest, parse_pack

Write = Callable[..., Path]

CATEGORY = """
[[{kind}]]
id = "{id}"
name = "{id}"
definition = "{text}"
examples = ["{text}"]
"""


def category(kind: str, id_: str, text: str = "Somebody says it like this.") -> str:
    return CATEGORY.format(kind=kind, id=id_, text=text)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a pack file of a name: a line of the head each, then categories."""

    def write_pack(name: str, *head: str, body: str = "") -> Path:
        path = tmp_path / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f'name = "{path.stem}"', 'version = "1"', *head]
        path.write_text("\n".join(lines) + "\n" + body, encoding="utf-8")
        return path

    return write_pack


def failing(path: Path) -> PackError:
    with pytest.raises(PackError) as caught:
        load_pack(path)
    return caught.value


def test_a_pack_takes_over_the_categories_of_a_shipped_one(write: Write) -> None:
    base = load_pack("recruiting")
    pack = load_pack(write("mine", 'extends = "recruiting"', body=category("advice", "breathe")))
    assert pack.advice[:-1] == base.advice
    assert pack.advice[-1].id == "breathe"
    assert pack.problem == base.problem
    assert (pack.name, pack.language) == ("mine", base.language)


def test_a_category_with_an_id_of_the_base_stands_in_its_place(write: Write) -> None:
    base = load_pack("recruiting")
    pack = load_pack(write("mine", 'extends = "recruiting"', body=category("advice", "retainer")))
    assert [one.id for one in pack.advice] == [one.id for one in base.advice]
    assert pack.category("retainer").definition == "Somebody says it like this."


def test_a_pack_is_without_the_categories_it_names(write: Write) -> None:
    head = ('extends = "recruiting"', 'without = ["retainer", "hr-blocking"]')
    pack = load_pack(write("mine", *head))
    ids = {one.id for one in (*pack.advice, *pack.problem)}
    assert not ids & {"retainer", "hr-blocking"}
    assert (len(pack.advice), len(pack.problem)) == (19, 16)


def test_packs_build_on_files_beside_them_however_deep(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write("shared/one", body=category("advice", "first"))
    write("shared/two", 'extends = "one.toml"', body=category("advice", "second"))
    path = write("three", 'extends = "shared/two.toml"', body=category("problem", "third"))
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    pack = load_pack(path)
    assert [one.id for one in pack.advice] == ["first", "second"]
    assert [one.id for one in pack.problem] == ["third"]


def test_a_change_in_the_base_changes_the_digest(write: Write) -> None:
    write("base", body=category("advice", "first"))
    path = write("mine", 'extends = "base.toml"')
    before = pack_digest(load_pack(path))
    write("base", body=category("advice", "first", "Somebody says it like that."))
    assert pack_digest(load_pack(path)) != before


@pytest.mark.parametrize("length", [1, 2, 3])
def test_packs_that_extend_each_other_in_a_circle_are_refused(write: Write, length: int) -> None:
    for number in range(length):
        write(f"p{number}", f'extends = "p{(number + 1) % length}.toml"')
    start = write("start", 'extends = "p0.toml"', body=category("advice", "first"))
    error = failing(start)
    assert error.line == 3
    assert error.what.startswith("packs that extend each other in a circle: ")
    assert error.what.count("→") == length
    assert error.path == str(start.with_name(f"p{length - 1}.toml"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_circle_through_a_link_is_seen(write: Write) -> None:
    path = write("one", 'extends = "two.toml"', body=category("advice", "first"))
    path.with_name("two.toml").symlink_to(path)
    assert "circle" in failing(path).what


@pytest.mark.parametrize(
    ("head", "line", "what"),
    [
        ('extends = "recruting"', 3, "There is no pack named 'recruting'."),
        ('extends = "gone.toml"', 3, "the pack 'gone.toml' is not there."),
        ("extends = 7", 3, "extends of the pack is 7, not a text."),
        ('extends = ""', 3, "extends of the pack is empty."),
        ('without = ["retainer"]', 3, "without is given, and extends is not."),
        (
            'extends = "recruiting"\nwithout = ["retaner"]',
            4,
            "recruiting has no category 'retaner' to be without.",
        ),
        (
            'extends = "recruiting"\nwithout = "retainer"',
            4,
            "without of the pack is 'retainer', not a list of texts.",
        ),
    ],
)
def test_a_base_that_cannot_be_built_on_is_named_with_its_line(
    write: Write, head: str, line: int, what: str
) -> None:
    error = failing(write("mine", head))
    assert (error.line, error.what) == (line, what)
    assert error.hint


def test_a_mistake_in_the_base_is_named_in_its_own_file(write: Write) -> None:
    base = write("base", body=category("advice", "Not Right"))
    error = failing(write("mine", 'extends = "base.toml"'))
    assert (error.path, error.line) == (str(base), 5)


def test_an_id_given_to_an_advice_and_to_a_problem_is_refused(write: Write) -> None:
    body = category("advice", "noise") + category("problem", "noise")
    error = failing(write("mine", body=body))
    assert error.what == "id 'noise' is given to an advice and to a problem."
    assert error.line == 11


def test_an_id_of_the_other_kind_in_the_base_is_refused(write: Write) -> None:
    error = failing(write("mine", 'extends = "sales"', body=category("advice", "price-pressure")))
    assert error.what == "id 'price-pressure' is given to an advice and to a problem."


def test_where_a_pack_was_read_from_is_no_part_of_what_it_says(write: Write) -> None:
    path = write("mine", body=category("advice", "first"))
    read, parsed = load_pack(path), parse_pack(path.read_text(encoding="utf-8"), path="-")
    assert (read.file, parsed.file) == (str(path), None)
    assert read == parsed
    assert hash(read) == hash(parsed)
    assert pack_digest(read) == pack_digest(parsed)
