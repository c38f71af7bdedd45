"""What stands before a colon in archives that people write by hand, and whose words follow."""

from __future__ import annotations

import pytest

from analyzer.read import read_bytes
from analyzer.read.people.identity import same_people
from analyzer.records import Session


def read(text: str) -> Session:
    return read_bytes(text.encode(), path="talk.md")


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


SEMINAR = """\
Ines Moreau (IM): Who opens?

Ada Thorne (AT): I do.

IM: Then open.

Pavel (P): I am new here.

mossfoot (M): So am I, and that is all I say.

AT: At last. Now the rota.

IM: Yes.

P: Still new.

IM: And?

AT: It holds.

IM: Good.
"""


def test_initials_that_a_label_declares_need_not_look_like_a_name() -> None:
    names = [name for name, _ in said(read(SEMINAR))]
    assert set(names) == {"Ines Moreau", "Ada Thorne", "Pavel", "mossfoot"}
    assert names.count("Ada Thorne") == 3
    assert names.count("Pavel") == 2


def test_initials_may_hold_small_letters_and_numbers() -> None:
    identity = same_people(["Aaron van Dam (AvD)", "AvD", "Ghost43 (G43)", "G43"])
    assert {identity.name_of(name) for name in ("AvD", "G43")} == {"Aaron van Dam", "Ghost43"}


def test_two_letters_swapped_make_no_second_person() -> None:
    identity = same_people(["Giulia", "Q", "Giulia", "Q", "Guilia", "Marco", "Marc"])
    assert identity.name_of("Guilia") == "Giulia"
    assert identity.name_of("Marc") == "Marc"


def test_of_two_longer_names_the_one_that_the_page_lists_is_meant() -> None:
    names = ["James O'Hara", "Q", "James", "Q", "James C", "Q", "James"]
    assert same_people(names).name_of("James") == "James"
    assert same_people(names, listed={"james o'hara"}).name_of("James") == "James O'Hara"


TALK = """\
Coach: Which paper is it?

Client: The one on rotas.

{line}

Coach: I know it. Rota Desk is old.

Client: It is.

Coach: Good.

Client: Yes.
"""


def speakers_with(line: str) -> set[str]:
    return {speaker.name for speaker in read(TALK.format(line=line)).speakers}


def test_a_line_between_two_names_alone_is_said_by_the_first() -> None:
    talk = "Rosa Lind\nWhat does she say?\n\nKwabena\nNothing much.\n\n" * 4
    for line in ("Nevertheless, in London—", "Marseille", "Old Toby"):
        session = read_bytes(
            f"{talk}Rosa Lind\nSo.\n\nKwabena\n{line}\n\nRosa Lind\nI see.\n".encode(), path="a.txt"
        )
        assert said(session)[-2:] == [("Kwabena", line), ("Rosa Lind", "I see.")]


NICKS = """\
Coach: Which paper is it?

shiftnurse: The one on rotas.

{line}

Coach: I know it.

shiftnurse: Good.

Coach: And now? There is one more question from keyholder in the chat.

shiftnurse: The caveat is that we have to ask.

Coach: Yes.
"""


@pytest.mark.parametrize(
    ("line", "others"),
    [
        ("keyholder: Does the porter know?", {"keyholder"}),
        ("nightbell: Does the porter know?", {"nightbell"}),
        ("caveat: Does the porter know?", set()),
        ("because: Does the porter know?", set()),
        ("keyholder:", set()),
    ],
)
def test_a_small_handle_may_be_rare_where_another_speaks(line: str, others: set[str]) -> None:
    session = read(NICKS.format(line=line))
    assert {speaker.name for speaker in session.speakers} == {"Coach", "shiftnurse", *others}
    assert speakers_with(line) == {"Coach", "Client"}


def test_what_only_names_an_address_is_nobody_and_nobody_says_it() -> None:
    session = read(TALK.format(line="Rota Desk: https://example.org/rota"))
    assert {speaker.name for speaker in session.speakers} == {"Coach", "Client"}
    assert "example" not in " ".join(turn.text for turn in session.turns)
    assert any("example" in piece.text for piece in session.outside)


def test_a_bracket_that_opens_before_a_colon_begins_no_name() -> None:
    assert speakers_with("(Correction: it was the second one.)") == {"Coach", "Client"}


def test_a_stage_direction_in_capitals_is_no_speaker_among_names() -> None:
    assert speakers_with("MIXED CHATTER: Where is it? There.") == {"Coach", "Client"}


def test_a_heading_with_a_colon_is_no_speaker_where_labels_are_none() -> None:
    assert speakers_with("## Rota: who opens on Monday") == {"Coach", "Client"}


def test_a_turn_that_announces_one_comment_begins_no_comments_of_readers() -> None:
    line = "One comment.\nIt holds only where somebody checks."
    session = read(TALK.format(line=line) + "\n" + "Coach: So be it.\n\nClient: Fine.\n" * 9)
    assert {speaker.name for speaker in session.speakers} == {"Coach", "Client"}
    assert all(piece.kind.value != "comments" for piece in session.outside)


LECTURE = """\
---
title: Who holds the keys
speakers:
  - Noor Haddad
---

## Keys

{opening}

Audience Member: Who has the second key?

The porter has it. He had it from the start, and he told us so in the first week.

Noor: And the third is lost.

Audience Member: It is a bold thing to say.

I mean that as praise.

## Locks

Locks are another matter, and I will be short on them.

Noor: Questions?

Audience Member: None from me.

## Doors

Doors come last.
"""
OPENING = "I will speak of keys today, and we begin with the one that hangs by my own door. " * 13


def test_who_gives_a_talk_says_what_has_no_label_below_questions_and_headings() -> None:
    turns = said(read(LECTURE.format(opening=OPENING)))
    assert [name for name, _ in turns] == ["Noor", "Audience Member"] * 3 + ["Noor"]
    assert turns[0][1].startswith("I will speak of keys")
    assert turns[3][1] == "It is a bold thing to say.\n\nI mean that as praise."
    assert turns[6][1] == "Doors come last."


def test_an_opening_that_tells_of_the_speaker_is_not_the_speakers() -> None:
    opening = OPENING + "\n\nNoor Haddad keeps the keys of three museums."
    turns = said(read(LECTURE.format(opening=opening)))
    assert turns[0][0] == "Speaker"


def test_a_long_header_is_no_talk() -> None:
    matter = "".join(f"note{n}: nobody says a word of all that stands here\n" for n in range(30))
    session = read(f"---\ntitle: Keys\n{matter}---\n\nNoor: Hello.\n\nQ: Who?\n\nNoor: Me.\n")
    assert [name for name, _ in said(session)] == ["Noor", "Q", "Noor"]
    assert session.warnings == ()
