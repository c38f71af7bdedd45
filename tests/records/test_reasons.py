from __future__ import annotations

import pytest

from analyzer.records.reasons import reason
from tests.builders import a_label


@pytest.mark.parametrize(
    ("source", "because", "words"),
    [
        ("model:tea 1", ("pot", "leaf"), "tea 1 went most by the words pot, leaf"),
        ("model:tea 1", (), "tea 1 went by what was said around it"),
        ("rule:hot water", ("hot water",), "the phrase “hot water”, a rule of the pack"),
        ("rule:hot water", (), "the phrase “hot water”, a rule of the pack"),
        ("rule:a", ("a", "b"), "the phrase “a” and “b”, a rule of the pack"),
        ("examples:tea 1", ("Warm the pot.",), "most like “Warm the pot.” in the pack tea 1"),
        ("examples:tea 1", (), "tea 1 went by what was said around it"),
        ("person:kd", (), "labelled by kd"),
        ("", (), " went by what was said around it"),
    ],
)
def test_a_reason_says_who_gave_the_label_and_what_it_rests_on(
    source: str, because: tuple[str, ...], words: str
) -> None:
    assert reason(a_label(source=source, because=because)) == words
