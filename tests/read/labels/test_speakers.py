from __future__ import annotations

import pytest

from analyzer.read.base import Block
from analyzer.read.labels.grammar import rows_of, time_row
from analyzer.read.labels.speakers import Cast, find_speakers
from analyzer.read.pages.text import text_blocks
from analyzer.read.people.names import (
    is_person_like,
    is_plausible,
    is_role_like,
    name_key,
    split_role,
)
from analyzer.records import Role


def cast_of(text: str, *declared: str) -> Cast:
    return find_speakers(rows_of(text_blocks(text)), declared=declared)


def speakers(text: str, *declared: str) -> list[str]:
    labels = cast_of(text, *declared).labels.values()
    return list(dict.fromkeys(label.speaker for label in labels))


CALL = "Mike: One.\n\nJen: Two.\n\nMike: Three.\n\nJen: Four.\n\nMike: Five.\n\nJen: Six.\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Coach: One.\nClient: Two.\n", ["Coach", "Client"], id="two lines"),
        pytest.param("Coach: All of it.\n", ["Coach"], id="one line with a role"),
        pytest.param("Ana: Hello.\nBo: Hi, Ana.\n", ["Ana", "Bo"], id="two lines with names"),
        pytest.param("Q: How?\nA: So.\nQ: Why?\nA: So.\nQ: x\nA: y\n", ["Q", "A"], id="Q and A"),
        pytest.param("Ana： One.\n\nBo： Two.\n", ["Ana", "Bo"], id="full-width colon"),
        pytest.param("Ana\u00a0Ruiz :\tOne.\nBo :\tTwo.\n", ["Ana Ruiz", "Bo"], id="NBSP and tab"),
        pytest.param("ANA RUIZ: A.\nBO: B.\nana ruiz: C.\n", ["ANA RUIZ", "BO"], id="capitals"),
        pytest.param("SPEAKER_00: A.\n\nSPEAKER_01: B.\n", ["SPEAKER_00", "SPEAKER_01"], id="ids"),
        pytest.param("Ana  0:00\nHi.\n\nBo  0:34\nHo.\n", ["Ana", "Bo"], id="Otter"),
        pytest.param("Ana (00:00:19):\nHi.\n\nBo (00:01):\nHo.\n", ["Ana", "Bo"], id="Rev"),
        pytest.param("0:00 - Ana (O)\n Hi.\n\n0:05 - Bo\n Ho.\n", ["Ana (O)", "Bo"], id="Fathom"),
        pytest.param("Ana - 00:12\nHi.\n\nBo - 00:15\nHo.\n", ["Ana", "Bo"], id="Fireflies"),
        pytest.param("[00:05.120] - Ana\nHi.\n\n[00:09] - Bo\nHo.\n", ["Ana", "Bo"], id="Happy"),
        pytest.param("Ana\n00:00:12\nHi.\n\nBo\n00:00:15\nHo.\n", ["Ana", "Bo"], id="Zoom panel"),
        pytest.param("[Ana R] 14:03:22\nHi.\n\n[Bo] 14:03:40\nHo.\n", ["Ana R", "Bo"], id="Zoom"),
        pytest.param("00:02:51\tAna:\tHi\n00:03:10\tBo:\tHo\n", ["Ana", "Bo"], id="Zoom chat"),
        pytest.param("10:46\t From Ana : Hi\n10:47\t From Bo : Ho\n", ["Ana", "Bo"], id="chat"),
        pytest.param("Ana M   0:03\nHi.\n\nBo   0:09\nHo.\n", ["Ana M", "Bo"], id="Teams"),
        pytest.param("Ana\n0 minutes 3 seconds0:03\nHi.\nBo\n1 minute 9 seconds1:09\nHo.\n",
                     ["Ana", "Bo"], id="Teams, copied"),
        pytest.param("Coach\tA.\nClient\tB.\nCoach\tC.\nClient\tD.\nCoach\tE.\nClient\tF.\n",
                     ["Coach", "Client"], id="tabs"),
        pytest.param("[id1] a b.\n[id2] c d.\n[id1] e f.\n[id2] g.\n[id1] h.\n[id2] i.\n",
                     ["id1", "id2"], id="ids in brackets"),
        pytest.param("1. Coach: A.\n2. Client: B.\n", ["Coach", "Client"], id="numbered lines"),
        pytest.param("- Coach: A.\n- Client: B.\n", ["Coach", "Client"], id="bullets"),
        pytest.param("Ana\nHi.\n\nBo\nHo.\n\nAna\nSo?\n\nBo\nNo.\n\nAna\nOh.\n\nBo\nYes.\n",
                     ["Ana", "Bo"], id="name alone on a line"),
    ],
)  # fmt: skip
def test_labels_are_found_in_every_usual_form(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Subtitle says it all: you are late.",
        "Here are the problems: one, two.",
        "Final question: who decides?",
        "News: the fee is dead.",
        "slides: example.org/slides",
        "original video: example.org/video",
        "Remember: never write it down.",
        "Bottom line: call him.",
        "Tensorflow.js: a library.",
        "I said to him: stop.",
        "https://example.org is the page.",
        "At 10:30: nothing.",
        "Step 1: find the owner.",
    ],
)
@pytest.mark.parametrize("times", [1, 2])
def test_headings_inside_a_talk_are_no_speakers(line: str, times: int) -> None:
    assert speakers(CALL.replace("Jen: Two.\n\n", "Jen: Two.\n\n" + f"{line}\n\n" * times)) == [
        "Mike",
        "Jen",
    ]


@pytest.mark.parametrize("heading", ["Example", "Option", "Topic", "Question", "Note", "Break"])
def test_headings_that_recur_are_no_speakers_either(heading: str) -> None:
    lines = "".join(f"{heading}: number {number} of them.\n\n" for number in range(5))
    assert speakers(CALL + lines) == ["Mike", "Jen"]


@pytest.mark.parametrize(
    "label",
    ["Beverly", "Paul Gebheim", "Dial-in 2", "Audience member", "Unknown Speaker", "Mireille S."],
)
def test_somebody_who_speaks_once_is_a_speaker(label: str) -> None:
    text = CALL.replace("Mike: Three.", f"{label}: Hello, I have one too.\n\nMike: Three.")
    assert label in speakers(text)


def test_a_speaker_by_one_colon_is_named_in_a_warning() -> None:
    cast = cast_of(CALL.replace("Mike: Three.", "Beverly: Hello, all of you.\n\nMike: Three."))
    assert [(warning.source_line, "Beverly" in warning.message) for warning in cast.warnings] == [
        (5, True)
    ]


@pytest.mark.parametrize(("left", "right"), [('"', '"'), ("“", "”"), ("«", "»")])
def test_quoted_parts_that_somebody_plays_stay_in_his_turn(left: str, right: str) -> None:
    played = "".join(
        f"{who}: {left}Line {number}.{right}\n\n" for number in range(4) for who in ("Dana", "You")
    )
    assert speakers(CALL.replace("Jen: Two.", played + "Jen: Two.")) == ["Mike", "Jen"]


def test_parts_played_without_quotation_marks_stay_text_beside_named_speakers() -> None:
    played = "Manager: I can't pay that.\n\nYou: Why not?\n\n"
    assert speakers(CALL.replace("Jen: Two.", played + "Jen: Two.")) == ["Mike", "Jen"]


def test_links_in_show_notes_are_no_speech() -> None:
    notes = "- Mike: LinkedIn\n- Jen: Website\n\n"
    assert min(cast_of(notes + CALL).labels) == 2


def test_full_names_initials_and_first_names_are_one_person() -> None:
    text = (
        "Lloyd Fournier (LF): One.\n\nMireille Sabourin: Two.\n\nLF: Three.\n\nMireille: Four.\n\n"
        "LF: Five.\n\nMireille: Six.\n\nLF: Seven.\n\nMireille: Eight.\n"
    )
    assert speakers(text) == ["Lloyd Fournier", "Mireille Sabourin"]


def test_two_people_of_one_first_name_who_talk_to_each_other_stay_two() -> None:
    assert speakers("Ngozi: One.\n\nNgozi A.: Two.\n\n" * 4) == ["Ngozi", "Ngozi A."]


def test_a_name_that_fits_two_others_is_merged_with_neither() -> None:
    text = "Kip Ash: A.\n\nKip Orr: B.\n\nKip: C.\n\n" * 3
    assert speakers(text) == ["Kip Ash", "Kip Orr", "Kip"]


def test_the_page_may_declare_its_speakers() -> None:
    text = "Zab: One thing.\n\nand more of it.\n\nand more.\n\nYol: Two.\n"
    assert speakers(text, "Zab", "Yol") == ["Zab", "Yol"]


def test_labels_settle_roles() -> None:
    assert cast_of("Ana (Coach): A.\n\nCoachee: B.\n\nHost: C.\n").roles == (
        ("Ana", "coach"),
        ("Coachee", "client"),
        ("Host", "other"),
    )


def test_every_time_at_a_label_is_kept() -> None:
    cast = cast_of("Ana (00:00:19):\nHi.\n\nBo [1:02:03]: Ho.\n\nAna: [0:05] Ha.\n")
    assert [label.mark.start_ms for label in cast.labels.values()] == [19000, 3723000, 5000]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("00:05:00", (300000, None)),
        ("(00:01:03):", (63000, None)),
        ("00:00.000 --> 00:27.640", (0, 27640)),
        ("[2.7s]", (2700, None)),
        ("10:30 is fine", None),
        ("2013", None),
        ("", None),
    ],
)
def test_a_line_of_time_only_is_told_from_text(
    text: str, expected: tuple[int, int | None] | None
) -> None:
    assert time_row(text) == expected


@pytest.mark.parametrize(
    ("name", "key"),
    [("RAÚL  (host)", "raul"), ("Ana Ruiz, Coach", "ana ruiz"), ("Mireille S.", "mireille s")],
)
def test_spellings_of_one_name_have_one_key(name: str, key: str) -> None:
    assert name_key(name) == key


def test_names_roles_and_headings_are_told_apart() -> None:
    assert is_person_like("Jean-Luc van der Berg")
    assert is_person_like("Marius Van Der Wijden (M)")
    assert not is_person_like("Next Steps")
    assert is_role_like("Speaker 12")
    assert is_role_like("Bronwyn's iPad")
    assert not is_role_like("Ana")
    assert is_plausible("Will Ross")
    assert is_plausible("Mireille S.")
    assert not is_plausible("And he said")
    assert split_role("Ana Ruiz (Coach)") == ("Ana Ruiz", Role.COACH)


def test_blocks_of_a_header_hold_no_labels() -> None:
    blocks = [Block(text="coach: Ana\nclient: Bo", section="header"), *text_blocks(CALL)]
    assert min(find_speakers(rows_of(blocks)).labels) == 2


def test_nothing_has_no_speakers() -> None:
    assert speakers("") == []
    assert speakers("Just a line of text\n") == []
