from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import PackError
from analyzer.records import Category, Pack
from analyzer.records.pack_file import load_pack, parse_pack, shipped_packs
from analyzer.records.pack_notes import pack_notes
from analyzer.records.pack_template import pack_template
from analyzer.settings import PACKAGE
from tests.records.pack_texts import GOOD, HEAD

RECRUITING_ADVICE = [
    "pain-uncovering",
    "locus-of-control",
    "off-the-record-voicemail",
    "urgency",
    "own-words",
    "manager-first",
    "hr-partnership",
    "joint-call",
    "agreement-first",
    "retainer",
    "fee-terms",
    "client-qualification",
    "takeaway-close",
    "prioritise",
    "follow-up",
    "curiosity-hook",
    "candidate-control",
    "business-development",
    "team-building",
    "desk-discipline",
]
RECRUITING_PROBLEM = [
    "hr-blocking",
    "client-ghosting",
    "fee-pressure",
    "no-retainer",
    "guarantee-refund",
    "counter-offer",
    "candidate-drop-out",
    "slow-process",
    "bad-client",
    "no-new-business",
    "client-competition",
    "underperforming-recruiter",
    "hiring-recruiters",
    "owner-overload",
    "pipeline-metrics",
    "pricing-scaling",
    "mindset",
]
LEADERSHIP_ADVICE = [
    "goal-clarity",
    "reality-check",
    "options",
    "next-step",
    "reframing",
    "difficult-conversation",
    "feedback",
    "delegation",
    "boundaries",
    "stakeholders",
    "prioritising",
    "decision-rights",
    "trust-building",
    "self-awareness",
]
LEADERSHIP_PROBLEM = [
    "conflict-with-boss",
    "conflict-with-peer",
    "underperformer",
    "new-role",
    "overload",
    "promotion-case",
    "team-morale",
    "delegation-trouble",
    "difficult-decision",
    "influence",
    "confidence",
    "change-resistance",
]


def test_the_shipped_packs_are_three() -> None:
    assert shipped_packs() == ("leadership", "recruiting", "sales")


@pytest.mark.parametrize(
    ("name", "advice", "problem"),
    [
        pytest.param("recruiting", RECRUITING_ADVICE, RECRUITING_PROBLEM, id="recruiting"),
        pytest.param("leadership", LEADERSHIP_ADVICE, LEADERSHIP_PROBLEM, id="leadership"),
    ],
)
def test_a_shipped_pack_holds_the_categories_of_the_labels_in_their_order(
    name: str, advice: list[str], problem: list[str]
) -> None:
    pack = load_pack(name)
    assert [category.id for category in pack.advice] == advice
    assert [category.id for category in pack.problem] == problem
    assert pack.label == f"{name} 1"


@pytest.mark.parametrize("name", shipped_packs())
def test_every_shipped_category_is_shown_by_five_examples_and_a_near_miss(name: str) -> None:
    pack = load_pack(name)
    assert pack_notes(pack) == ()
    for category in (*pack.advice, *pack.problem):
        assert len(category.examples) >= 5, category.id
        assert 1 <= len(category.counter_examples) <= 3, category.id
        assert not set(category.examples) & set(category.counter_examples), category.id
        assert category.definition.endswith("."), category.id


@pytest.mark.parametrize("name", shipped_packs())
def test_no_example_of_a_shipped_pack_stands_in_two_categories(name: str) -> None:
    pack = load_pack(name)
    examples = [text for one in (*pack.advice, *pack.problem) for text in one.examples]
    assert len(examples) == len(set(examples))


def test_a_pack_is_loaded_by_path_given_as_text_or_as_path(tmp_path: Path) -> None:
    file = tmp_path / "tea.toml"
    file.write_text(GOOD, encoding="utf-8")
    pack = load_pack(file)
    assert pack == load_pack(str(file))
    assert pack == Pack(
        name="tea",
        version="1",
        language="en",
        advice=(
            Category(
                id="warm-the-pot",
                name="Warm the pot",
                definition="Warm the pot before the leaves go in.",
                examples=("Pour a little hot water in first.",),
                counter_examples=("The pot was blue.",),
                rules=("warm the pot",),
            ),
        ),
        problem=(
            Category(
                id="bitter",
                name="Bitter tea",
                definition="The tea is bitter.",
                examples=("It tastes like a fence.",),
            ),
        ),
    )


@pytest.mark.parametrize("change", ["\ufeff{}", "{}\r\n"], ids=["byte order mark", "CRLF"])
def test_line_ends_and_byte_order_mark_change_nothing(tmp_path: Path, change: str) -> None:
    file = tmp_path / "tea.toml"
    text = GOOD.replace("\n", "\r\n") if "\r" in change else GOOD
    file.write_bytes(change.format(text).encode("utf-8"))
    assert load_pack(file) == parse_pack(GOOD, path="tea.toml")


def test_an_unknown_name_lists_the_shipped_packs_and_the_nearest() -> None:
    with pytest.raises(PackError) as caught:
        load_pack("recruting")
    assert str(caught.value) == (
        "There is no pack named 'recruting'. Did you mean 'recruiting'? Shipped packs are "
        "leadership, recruiting, sales; your own is named by its file, 'my-pack.toml'."
    )


def test_a_missing_file_says_how_to_begin_one(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path / "gone.toml")
    assert str(caught.value) == (
        f"{tmp_path / 'gone.toml'}: there is no such pack file. "
        "Begin one with 'analyzer pack new'; shipped packs are leadership, recruiting, sales."
    )


def test_a_folder_is_no_pack_file(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="this is a folder"):
        load_pack(tmp_path)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "tea.toml"
    file.write_text(GOOD, encoding="utf-8")
    file.chmod(0)
    with pytest.raises(PackError, match="cannot be opened"):
        load_pack(file)


def test_bytes_that_are_no_text_are_named_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "tea.toml"
    file.write_bytes(b'name = "tea"\nversion = "\xff"\n')
    with pytest.raises(PackError) as caught:
        load_pack(file)
    assert (caught.value.line, caught.value.what) == (2, "not text in UTF-8.")


def test_an_id_given_twice_is_named_where_it_comes_the_second_time() -> None:
    second = '\n[[advice]]\nid = "warm-the-pot"\nname = "N"\ndefinition = "D."\nexamples = ["E."]\n'
    with pytest.raises(PackError) as caught:
        parse_pack(GOOD + second, path="tea.toml")
    assert str(caught.value) == (
        "tea.toml:20: advice id 'warm-the-pot' is given twice. Each id stands for one category; "
        "rename or remove one."
    )


def test_a_pack_without_advice_is_refused() -> None:
    with pytest.raises(PackError, match="the pack has no advice categories"):
        parse_pack(HEAD, path="tea.toml")


def test_a_pack_without_problems_is_allowed_and_noted() -> None:
    text = GOOD[: GOOD.index("[[problem]]")]
    pack = parse_pack(text, path="tea.toml")
    assert pack.problem == ()
    assert pack_notes(pack) == (
        "advice 'warm-the-pot' has 1 example; with 5 or more it is found more surely.",
        "there are no [[problem]] categories, so no problem is named in an exchange.",
    )


def test_an_example_shared_by_two_categories_is_noted() -> None:
    more = (
        '\n[[advice]]\nid = "stir"\nname = "Stir"\ndefinition = "D."\n'
        'examples = ["Pour a little  hot water in first."]\n'
    )
    notes = pack_notes(parse_pack(GOOD + more, path="tea.toml"))
    assert (
        "advice 'warm-the-pot' and 'stir' share the example 'Pour a little  hot water in first.'."
        in notes
    )


def test_the_template_is_a_pack_that_works_as_it_is() -> None:
    pack = parse_pack(pack_template("my-pack"), path="my-pack.toml")
    assert pack.name == "my-pack"
    assert pack_notes(pack) == ()


def test_a_template_needs_a_name_in_kebab_form() -> None:
    with pytest.raises(PackError, match="'my-pack'"):
        pack_template("My Pack")


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    with pytest.raises(PackError, match="not valid TOML"):
        parse_pack("a = " + "[" * 100_000, path="tea.toml")


@given(st.text(max_size=200))
def test_any_text_is_a_pack_or_a_pack_error(text: str) -> None:
    for content in (text, GOOD + text, text + GOOD):
        try:
            parse_pack(content, path="tea.toml")
        except PackError as error:
            assert str(error).startswith("tea.toml")  # noqa: PT017 - both outcomes are right


_value = st.recursive(
    st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.floats(allow_nan=False)),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    key=st.sampled_from(["name", "version", "language", "extends", "without", "advice", "problem"]),
    value=_value,
)
def test_any_value_under_any_key_is_taken_or_named(key: str, value: Any) -> None:
    from analyzer.records.pack_file import _PackText

    content = tomllib.loads(GOOD)
    content[key] = value
    try:
        _PackText(GOOD, "tea.toml").pack(content)
    except PackError as error:
        assert str(error).startswith("tea.toml")  # noqa: PT017 - both outcomes are right


def test_the_folder_of_packs_holds_data_only() -> None:
    assert {file.suffix for file in (PACKAGE / "packs").iterdir()} == {".toml", ".md"}
