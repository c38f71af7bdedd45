from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.records.pack_file import load_pack
from analyzer.records.pack_template import pack_template
from tests.cli.running import Runner


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_pack_list_names_the_shipped_packs(run: Runner) -> None:
    assert run("pack", "list").lines == [
        "name        version  language  advice types  problem types",
        "leadership  1        en                  14             12",
        "recruiting  1        en                  20             17",
        "sales       1        en                  16             10",
    ]


def test_pack_list_json(run: Runner) -> None:
    rows = [json.loads(line) for line in run("pack", "list", "--json").lines]
    assert rows[1] == {
        "name": "recruiting",
        "version": "1",
        "language": "en",
        "advice": 20,
        "problem": 17,
    }


def test_pack_show_says_what_each_category_means(run: Runner) -> None:
    lines = run("pack", "show", "recruiting").lines
    assert lines[:3] == ["recruiting 1, language en", "", "Advice (20)"]
    place = lines.index("  fee-terms: Fee terms")
    assert lines[place + 1].startswith("      Percentage, discount, guarantee")


def test_pack_show_json_is_the_whole_pack(run: Runner) -> None:
    content = json.loads(run("pack", "show", "leadership", "--json").out)
    assert content["advice"][0]["examples"] == list(load_pack("leadership").advice[0].examples)


def test_pack_show_of_an_unknown_name_lists_the_shipped_ones(run: Runner) -> None:
    ran = run("pack", "show", "leadershp")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: There is no pack named 'leadershp'. Did you mean 'leadership'? Shipped packs are "
        "leadership, recruiting, sales; your own is named by its file, 'my-pack.toml'.\n"
    )


def test_a_new_pack_is_right_at_once(run: Runner) -> None:
    ran = run("pack", "new", "my-coaching")
    assert (ran.code, ran.out, ran.err) == (0, "my-coaching.toml\n", "")
    checked = run("pack", "check", "my-coaching.toml")
    assert (checked.code, checked.err) == (0, "")
    assert checked.lines == [
        "my-coaching.toml: pack my-coaching 1 is right: 1 type of advice, 1 type of problems"
    ]


def test_a_new_pack_writes_over_nothing(run: Runner) -> None:
    Path("tea.toml").write_text("mine", encoding="utf-8")
    ran = run("pack", "new", "tea")
    assert ran.code == 2
    assert ran.err == (
        "error: Invalid value for '--output': 'tea.toml' is there already; write over it with "
        "--force.\nSee 'analyzer pack new --help'.\n"
    )
    assert Path("tea.toml").read_text(encoding="utf-8") == "mine"
    assert run("pack", "new", "tea", "--force").code == 0


def test_a_new_pack_goes_to_standard_output_or_a_named_file(run: Runner) -> None:
    assert run("pack", "new", "tea", "-o", "-").out == pack_template("tea")
    run("pack", "new", "tea", "-o", "other.toml")
    assert Path("other.toml").read_text(encoding="utf-8") == pack_template("tea")


def test_a_new_pack_needs_a_name_in_kebab_form(run: Runner) -> None:
    ran = run("pack", "new", "My Pack")
    assert ran.code == 2
    assert ran.err == (
        "error: 'My Pack' is no name for a pack. Use small letters, digits and single hyphens, a "
        "letter first: 'my-pack'.\n"
    )


def test_pack_check_names_each_wrong_file_and_does_the_rest(run: Runner) -> None:
    good = pack_template("good")
    Path("good.toml").write_text(good, encoding="utf-8")
    Path("bad.toml").write_text(good.replace("definition", "defintion", 1), encoding="utf-8")
    ran = run("pack", "check", "bad.toml", "good.toml", "gone.toml")
    assert ran.code == 1
    assert ran.lines == ["good.toml: pack good 1 is right: 1 type of advice, 1 type of problems"]
    assert ran.err.splitlines() == [
        (
            "error: bad.toml:13: unknown key 'defintion'. Did you mean 'definition'? Keys of a "
            "category are id, name, definition, examples, counter_examples, rules."
        ),
        (
            "error: gone.toml: there is no such pack file. Begin one with 'analyzer pack new'; "
            "shipped packs are leadership, recruiting, sales."
        ),
    ]


def test_pack_check_notes_what_is_weak(run: Runner) -> None:
    text = pack_template("tea")
    short = text[: text.index("# One [[problem]]")].replace('  "When he says soon', '  # "')
    ran = run("pack", "check", "-", stdin=short.encode())
    assert ran.code == 0
    assert ran.lines == [
        "-: pack tea 1 is right: 1 type of advice, 0 types of problems",
        "  note: advice 'ask-for-the-date' has 4 examples; with 5 or more it is found more surely.",
        "  note: there are no [[problem]] categories, so no problem is named in an exchange.",
    ]
