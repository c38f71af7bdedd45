"""A user's own pack: a file with definitions and five examples a category, no session labelled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.pipeline import Models, analyze_session, load_models
from analyzer.records import Pack
from analyzer.records.pack_file import load_pack
from tests.builders import a_call

OWN_PACK = """\
name = "choir"
version = "3"

[[advice]]
id = "warm-up"
name = "Warm up the voice"
definition = "Sing scales and hum before the rehearsal so that the voice is warm."
examples = [
  "Hum for five minutes before you sing a single note.",
  "Start every rehearsal with slow scales.",
  "Never sing high notes with a cold voice.",
  "Roll your lips and slide up and down before the concert.",
  "Give your vocal cords ten minutes to wake up.",
]

[[advice]]
id = "listen"
name = "Listen to the neighbours"
definition = "Sing so that you can hear the singers beside you."
examples = [
  "If you cannot hear the alto beside you, you are too loud.",
  "Tune to the basses, not to the piano.",
  "Stand in a circle so that everybody hears everybody.",
  "Sing softer than your neighbour for one whole verse.",
  "Close your eyes and match the voice on your left.",
]
rules = ["blend in"]
"""


@pytest.fixture(scope="module")
def choir(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, Models]:
    """A user's own pack, no session ever labelled for it, and no problems in it."""
    path = tmp_path_factory.mktemp("packs") / "choir.toml"
    path.write_text(OWN_PACK, encoding="utf-8")
    pack = load_pack(path)
    return pack, load_models(pack)


def test_a_pack_of_ones_own_finds_its_categories_where_they_are_and_not_elsewhere(
    choir: tuple[Pack, Models],
) -> None:
    pack, models = choir
    session = a_call(
        "Ana: My voice breaks in the second half of every concert.",
        "Mike: How long has that been going on?",
        "Ana: Since last autumn, and my teacher has moved away.",
        "Mike: Hum for five minutes before you sing a note, and start with slow scales.",
        "Ana: I never do that, I come straight from work.",
        "Mike: How is the new flat, by the way?",
        "Ana: Small. And the others say that I am too loud.",
        "Mike: If you cannot hear the alto beside you, then you are too loud.",
        "Ana: Right.",
    )
    analysis = analyze_session(session, pack=pack, models=models)
    found = {
        (analysis.text_of(it.quote), label.category)
        for it in analysis.advice
        for label in it.labels
    }
    assert found == {(session.turns[3].text, "warm-up"), (session.turns[7].text, "listen")}
    assert {it.problem for it in analysis.exchanges} == {None}
    assert {label.source for it in analysis.advice for label in it.labels} == {"examples:choir 3"}


def test_a_phrase_of_ones_own_pack_is_a_sure_sign(choir: tuple[Pack, Models]) -> None:
    pack, models = choir
    session = a_call("Ana: They all look at me.", "Mike: Then BLEND in.", "Ana: Okay.")
    (advice,) = analyze_session(session, pack=pack, models=models).advice
    (label,) = advice.labels
    assert (label.category, label.source) == ("listen", "rule:blend in")
    assert label.sure


def test_findings_name_the_very_words_of_ones_own_pack(choir: tuple[Pack, Models]) -> None:
    pack, models = choir
    other = replace(pack, advice=pack.advice[:1])
    assert load_models(pack).names == models.names
    assert load_models(other).names != models.names


@pytest.mark.parametrize("name", ["sentences", "encoder", "background"])
def test_a_pack_may_be_named_like_what_lies_beside_the_models(
    choir: tuple[Pack, Models], name: str
) -> None:
    pack = replace(choir[0], name=name)
    assert "examples" in load_models(pack).names
