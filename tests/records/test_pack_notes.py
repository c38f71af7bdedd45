from __future__ import annotations

import pytest

from analyzer.records.pack_file import load_pack, parse_pack, shipped_packs
from analyzer.records.pack_notes import pack_notes
from tests.records.pack_texts import GOOD


@pytest.mark.parametrize("name", shipped_packs())
def test_nothing_is_noted_of_the_shipped_packs(name: str) -> None:
    assert pack_notes(load_pack(name)) == ()


def test_a_category_without_examples_is_allowed_and_noted() -> None:
    bare = GOOD.replace('examples = ["It tastes like a fence."]\n', "")
    notes = pack_notes(parse_pack(bare, path="tea.toml"))
    assert notes[1:] == (
        (
            "problem 'bitter' has no examples and is told by its definition alone; "
            "with 5 or more it is found more surely."
        ),
        (
            "problem 'bitter' has a definition of 4 words and no examples: "
            "say in a whole sentence what it is."
        ),
    )


def test_a_phrase_or_example_that_two_categories_share_is_noted() -> None:
    text = GOOD.split("[[problem]]", maxsplit=1)[0]
    second = text[text.index("[[advice]]") :].replace("warm-the-pot", "heat-the-pot")
    notes = pack_notes(parse_pack(text + second, path="tea.toml"))
    assert "advice 'warm-the-pot' and 'heat-the-pot' share the rule 'warm the pot'." in notes
    assert any("share the example" in note for note in notes)
