from __future__ import annotations

import pytest

from analyzer.records.pack_file import parse_pack
from tests.records.pack_texts import GOOD, broken


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        pytest.param(
            'version = "1"',
            "version = one",
            2,
            "not valid TOML: invalid value. Texts stand in quotes, lists in brackets, and "
            "a category begins with [[advice]].",
            id="broken TOML",
        ),
        pytest.param(
            "definition",
            "defintion",
            8,
            "unknown key 'defintion'. Did you mean 'definition'? Keys of a category are id, name, "
            "definition, examples, counter_examples, rules.",
            id="unknown key of a category",
        ),
        pytest.param(
            "language",
            "langauge",
            3,
            "unknown key 'langauge'. Did you mean 'language'? Keys of a pack are name, version, "
            "language, extends, without, advice, problem.",
            id="unknown key of the pack",
        ),
        pytest.param(
            "[[problem]]",
            "[[problems]]",
            13,
            "unknown key 'problems'. Did you mean 'problem'? Keys of a pack are name, version, "
            "language, extends, without, advice, problem.",
            id="unknown table",
        ),
        pytest.param(
            'name = "Bitter tea"\n',
            "",
            14,
            "problem 'bitter' has no name. Add a line name = \"…\".",
            id="missing field",
        ),
        pytest.param(
            'id = "bitter"\n',
            "",
            13,
            'problem number 1 has no id. Add a line id = "…".',
            id="missing id",
        ),
        pytest.param(
            'name = "tea"\n', "", None, 'the pack has no name. Add a line name = "…".', id="no name"
        ),
        pytest.param(
            'version = "1"',
            "version = 1",
            2,
            'version of the pack is 1, not a text. Put it in quotes: version = "1".',
            id="version without quotes",
        ),
        pytest.param(
            '"bitter"',
            '"Bitter Tea"',
            14,
            "id 'Bitter Tea' is not in the right form. Use small letters, digits and single "
            "hyphens, a letter first: 'bitter-tea'.",
            id="id not in kebab form",
        ),
        pytest.param(
            '"bitter"',
            '"7"',
            14,
            "id '7' is not in the right form. Use small letters, digits and single hyphens, "
            "a letter first.",
            id="id without a letter",
        ),
        pytest.param(
            '"tea"',
            '"Tea"',
            1,
            "name 'Tea' is not in the right form. Use small letters, digits and single hyphens, "
            "a letter first: 'tea'.",
            id="name of the pack not in kebab form",
        ),
        pytest.param(
            '"The tea is bitter."',
            '" "',
            16,
            "definition of problem 'bitter' is empty. Write it out.",
            id="empty definition",
        ),
        pytest.param(
            '["It tastes like a fence."]',
            '"It tastes like a fence."',
            17,
            "examples of problem 'bitter' is 'It tastes like a fence.', not a list of texts. "
            'Put it in square brackets: examples = ["…", "…"].',
            id="examples without brackets",
        ),
        pytest.param(
            '["It tastes like a fence."]',
            '["It tastes like a fence.", 3]',
            17,
            "examples of problem 'bitter' holds 3. Each entry is a text in quotes.",
            id="an example that is no text",
        ),
        pytest.param(
            '"en"',
            '"English"',
            3,
            "language is 'English'. Write its two-letter code, such as \"en\".",
            id="language written out",
        ),
        pytest.param(
            "[[problem]]",
            "[problem]",
            13,
            "problem is not a list of tables. Begin each category with [[problem]], in double "
            "square brackets.",
            id="single brackets",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(
    old: str, new: str, line: int | None, message: str
) -> None:
    error = broken(old, new)
    place = "tea.toml: " if line is None else f"tea.toml:{line}: "
    assert str(error) == place + message
    assert error.line == line


@pytest.mark.parametrize(
    "rule",
    [
        "*",
        "* *",
        "",
        "  ",
        "the",
        "* you *",
        "You",
        "...",
        "“I”",
        "**",
        "you are",
        "it * is",
        "that?",
    ],
)
def test_a_rule_that_matches_everything_is_refused(rule: str) -> None:
    error = broken('"warm the pot"]', f'"by the book", "{rule}"]')
    assert error.line == 11
    assert "rule" in error.what


@pytest.mark.parametrize("rule", ["whose budget", "retainer", "put * in writing", "to the point"])
def test_a_rule_with_a_word_of_its_own_is_kept(rule: str) -> None:
    text = GOOD.replace('"warm the pot"]', f'"{rule}"]')
    assert parse_pack(text, path="tea.toml").advice[0].rules == (rule,)
