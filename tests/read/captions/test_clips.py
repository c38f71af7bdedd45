"""Marks of note takers inside the talk: cut out whole, with no word of the talk lost to them."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.read import read_bytes
from analyzer.read.base import Block
from analyzer.read.captions.clips import part_clips
from analyzer.records import SegmentKind

CLIP = "ACTION ITEM: Bo calls; Al waits - WATCH: https://x.org/s?timestamp=9.9"
PIECES = st.lists(
    st.sampled_from(
        [CLIP, "ACTION ITEM: none", "- WATCH: https://x.org", "\n", "I see. ", "OK: ", " "]
    )
)


def parted(*texts: str) -> list[tuple[str, str]]:
    return [(one.text, one.section) for one in part_clips([Block(text=text) for text in texts])]


def test_the_speech_goes_on_behind_the_address() -> None:
    assert parted(f"Right. {CLIP}  And then?") == [
        ("Right.", ""),
        (CLIP, "tool"),
        ("And then?", ""),
    ]


def test_a_mark_that_opens_a_block_stands_behind_its_words_which_its_label_needs() -> None:
    assert parted(f"{CLIP} And then?") == [("And then?", ""), (CLIP, "tool")]


def test_a_mark_over_several_lines_is_one() -> None:
    lines = ("ACTION ITEM: Bo calls.", "Al waits.", "- WATCH: https://x.org/1 And then?")
    clip = "ACTION ITEM: Bo calls. Al waits. - WATCH: https://x.org/1"
    assert parted("Right.", *lines) == [("Right.", ""), ("And then?", ""), (clip, "tool")]


def test_who_says_watch_is_heard() -> None:
    said = (
        "Watch: it falls.",
        "I WATCH - I wait.",
        "We sit - WATCH: https://x.org/1",
        "WATCH out!",
    )
    assert parted(*said) == [(text, "") for text in said]


def test_a_label_with_nothing_but_a_mark_gives_nobody_the_mark() -> None:
    talk = f"0:01 - Ana Ruiz\n  Hello.\n\n0:05 - Bo Lind\n  {CLIP}\n\n0:09 - Ana Ruiz\n  Bye.\n"
    session = read_bytes(talk.encode(), path="call.txt")
    assert [turn.text for turn in session.turns] == ["Hello.\n\nBye."]
    assert [(one.kind, one.text) for one in session.outside] == [(SegmentKind.LOGISTICS, CLIP)]


def test_a_mark_at_the_end_of_the_talk_makes_no_footer_of_what_follows() -> None:
    talk = f"0:01 - Ana Ruiz\n  Hello.\n\n0:05 - Bo Lind\n  Hi.\n  {CLIP}\n\n0:09 - Ana Ruiz\n"
    talk += f"  One more thing. {CLIP} Join me tomorrow.\n"
    session = read_bytes(talk.encode(), path="call.txt")
    assert session.turns[-1].text == "One more thing.\n\nJoin me tomorrow."
    assert {one.kind for one in session.outside} == {SegmentKind.LOGISTICS}


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=4))
def test_every_word_is_in_one_block(texts: list[list[str]]) -> None:
    blocks = ["".join(pieces) for pieces in texts]
    words = sorted(word for text, _ in parted(*blocks) for word in text.split())
    assert words == sorted(word for text in blocks for word in text.split())


def test_a_huge_line_of_heads_and_marks_takes_no_long_time() -> None:
    text = "ACTION ITEM: x " * 30_000 + "- WATCH: https://x.org " * 30_000
    begun = time.perf_counter()
    part_clips([Block(text=text)])
    assert time.perf_counter() - begun < 2


def test_an_action_item_on_a_line_of_its_own_is_no_speech() -> None:
    talk = "Ana: Where are we?\nBo: At the list.\nACTION ITEM: Bo sends it\nAna: Fine.\nBo: Fine.\n"
    session = read_bytes(talk.encode(), path="call.txt")
    assert [turn.text for turn in session.turns][1] == "At the list."
    assert session.outside[0].text == "ACTION ITEM: Bo sends it"
