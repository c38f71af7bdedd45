from __future__ import annotations

from dataclasses import replace

from analyzer.classify.alike import MOST, alike_notes
from analyzer.classify.fewshot import encode_pack
from analyzer.classify.own_store import BACKGROUND, load_background
from analyzer.encoder import Encoder
from analyzer.records import Category, Pack
from analyzer.settings import resource_folder

BREATHE = Category(
    id="breathe",
    name="Breathe",
    definition="Take slow breaths through the nose before the race starts.",
    examples=("Breathe in through your nose.", "Three deep breaths, and your pulse comes down."),
)
PACE = Category(
    id="pace",
    name="Pace",
    definition="Run the first half slower than the second half.",
    examples=("Hold back for the first five kilometres.", "Run the second half faster."),
)
PACK = Pack(name="running", version="1", language="en", advice=(BREATHE, PACE), problem=())


def notes(pack: Pack, encoder: Encoder) -> tuple[str, ...]:
    background = load_background(resource_folder("models") / BACKGROUND)
    return alike_notes(pack, encode_pack(pack, encoder=encoder), background=background)


def test_examples_at_home_are_not_noted(encoder: Encoder) -> None:
    assert notes(PACK, encoder) == ()


def test_an_example_in_the_wrong_category_is_noted(encoder: Encoder) -> None:
    stray = "Breathe out slowly through the nose before the race starts."
    wrong = replace(PACE, examples=(*PACE.examples, stray))
    assert notes(replace(PACK, advice=(BREATHE, wrong)), encoder) == (
        f"advice 'pace': the example {stray!r} reads more like 'breathe'.",
    )


def test_the_clearest_cases_are_noted_and_no_more_than_eight(encoder: Encoder) -> None:
    stray = "Breathe out slowly through the nose before the race starts."
    wrong = [
        replace(PACE, id=f"pace-{n}", examples=(*PACE.examples, f"{stray} {n}")) for n in range(12)
    ]
    assert len(notes(replace(PACK, advice=(BREATHE, *wrong)), encoder)) == MOST


def test_a_pack_of_one_category_has_nothing_to_be_like(encoder: Encoder) -> None:
    assert notes(replace(PACK, advice=(BREATHE,)), encoder) == ()
