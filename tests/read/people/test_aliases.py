"""Labels of one person: made one where that is safe, asked about where it is not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.read import read_bytes
from analyzer.read.base import Fragment, Reading
from analyzer.read.people.aliases import one_name_each
from analyzer.read.people.identity import same_people
from tests.effort import IN_PROPORTION, effort_of, growth


def reading(*names: str, roles: tuple[tuple[str, str], ...] = ()) -> Reading:
    """A file in which the names speak in this order, a host between any two."""
    fragments = []
    for name in names:
        fragments += [
            Fragment(text="So I went.", speaker=name),
            Fragment(text="And?", speaker="Hugo"),
        ]
    return Reading(fragments=tuple(fragments), roles=roles)


def speakers(found: Reading) -> list[str]:
    names = [fragment.speaker for fragment in found.fragments if fragment.speaker != "Hugo"]
    return [name for name in dict.fromkeys(names) if name is not None]


def warnings(found: Reading) -> list[str]:
    return [warning.message for warning in found.warnings]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("Mara Kern", "MARA KERN", "Mara Kern"), "Mara Kern"),
        (("Raúl Ortiz", "Raul Ortiz", "Raúl Ortiz"), "Raúl Ortiz"),
        (("Mara Kern", "Dr. Mara Kern", "Mara Kern"), "Mara Kern"),
        (("Prof. Dr. Mara Kern", "Dr Mara Kern", "Dr Mara Kern"), "Dr Mara Kern"),
        (("Mara Kern (Acme)", "Mara Kern", "Mara Kern (Acme)"), "Mara Kern (Acme)"),
        (("Mara Kern | Acme", "Mara Kern", "Mara Kern"), "Mara Kern"),
        (("Mara Kern (she/her)", "Mara Kern (Acme)", "Mara Kern"), "Mara Kern (she/her)"),
        (("Kern, Mara", "Mara Kern", "Mara Kern"), "Mara Kern"),
        (("Mara Kern, PhD", "Mara Kern", "Mara Kern"), "Mara Kern"),
        (("Lloyd Fournier (LF)", "LF", "LF"), "Lloyd Fournier"),
    ],
)
def test_spellings_of_one_full_name_are_made_one(names: tuple[str, ...], shown: str) -> None:
    assert speakers(one_name_each(reading(*names))) == [shown]


@pytest.mark.parametrize(
    "names",
    [
        ("Jen Park", "Jen Ruiz"),
        ("Jen Park", "Jen Park-Lee"),
        ("Jen (Acme)", "Jen (Globex)"),
        ("Jen Park (Acme)", "Jen Park (Globex)"),
        ("Jen Park (coach)", "Jen Park (client)"),
        ("Jen | Acme", "Jen | Globex", "Jen"),
        ("Mr. Lee Chan", "Mrs. Lee Chan"),
        ("Mr. Kern", "Mrs. Kern"),
        ("Dr. Kern", "Mara Kern"),
        ("Jen", "Jen (Acme)"),
        ("Jen", "Jen Park"),
        ("MK", "Mara Kern"),
        ("Mara’s iPhone", "Mara Kern"),
        ("Speaker 1", "Speaker 11", "Speaker A"),
        ("Guest (1)", "Guest (2)"),
    ],
)
def test_names_that_may_be_two_people_stay_two(names: tuple[str, ...]) -> None:
    assert speakers(one_name_each(reading(*names))) == list(names)


def test_initials_that_two_declare_are_nobody_s() -> None:
    found = one_name_each(reading("Lloyd Fournier (LF)", "Lena Frank (LF)", "LF"))
    assert speakers(found) == ["Lloyd Fournier", "Lena Frank", "LF"]


def test_who_has_another_role_is_another_person() -> None:
    roles = (("Mara Kern", "coach"), ("mara kern", "other"))
    assert len(speakers(one_name_each(reading("Mara Kern", "mara kern", roles=roles)))) == 2


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            ("Mara Kern", "Mara’s iPhone"),
            '“Mara’s iPhone” may be “Mara Kern”. If so, write --speaker "Mara’s iPhone=Mara Kern".',
        ),
        (
            ("Jen Park", "Jen Ruiz", "Jen"),
            '“Jen” may be “Jen Park” or “Jen Ruiz”. If you know who, write --speaker "Jen=NAME".',
        ),
        (("Jen P.", "Jen Park"), '“Jen P.” may be “Jen Park”. If so, write --speaker "Jen P.='),
        (("Dr. Kern", "Mara Kern"), "“Dr. Kern” may be “Mara Kern”."),
        (("MK", "Mara Kern"), "“MK” may be “Mara Kern”."),
        (("Jen", "Jen (Acme)", "Jen (Globex)"), "“Jen” may be “Jen (Acme)” or “Jen (Globex)”."),
    ],
)  # fmt: skip
def test_a_guess_is_told_with_what_to_write(names: tuple[str, ...], message: str) -> None:
    found = one_name_each(reading(*names))
    assert any(it.startswith(message) for it in warnings(found)), warnings(found)
    assert len(warnings(found)) == 1


def test_two_who_talk_with_each_other_are_not_asked_about() -> None:
    talk = [Fragment(text="Yes.", speaker=name) for name in ("Jen", "Jen Park") * 5]
    assert warnings(one_name_each(Reading(fragments=tuple(talk)))) == []


@pytest.mark.parametrize(
    "names",
    [("Jen Park", "Omar Said"), ("Coach", "Client"), ("Speaker 1", "Speaker 2"), ("J", "K")],
)
def test_who_is_nobody_else_is_not_asked_about(names: tuple[str, ...]) -> None:
    found = one_name_each(reading(*names))
    assert (speakers(found), warnings(found)) == (list(names), [])


def test_what_was_taken_for_another_spelling_is_told() -> None:
    assert warnings(one_name_each(reading("Dr. Mara Kern", "Mara Kern", "Mara Kern"))) == [
        "“Dr. Mara Kern” was taken to be “Mara Kern”."
    ]
    assert warnings(one_name_each(reading("MARA KERN", "Mara Kern"))) == []


@pytest.mark.parametrize("slip", ["Antoin", "Antoinne", "Antoime", "Anoine"])
def test_a_letter_more_or_less_is_asked_about(slip: str) -> None:
    found = one_name_each(reading(*["Antoine"] * 5, slip))
    assert speakers(found) == ["Antoine", slip]
    assert warnings(found) == [
        f'“{slip}” may be “Antoine”. If so, write --speaker "{slip}=Antoine".'
    ]


@pytest.mark.parametrize("names", [["Antoine"] * 4 + ["Antoin"], ["Anna"] * 9 + ["Ann"],
                                   ["Antoine"] * 9 + ["Anton"], ["Speaker 1"] * 9 + ["Speaker 2"],
                                   ["Antoine"] * 9 + ["Bntoine"]])  # fmt: skip
def test_names_that_are_no_slips_are_not_asked_about(names: list[str]) -> None:
    assert warnings(one_name_each(reading(*names))) == []


def test_a_role_goes_with_the_name() -> None:
    found = one_name_each(reading("Kern, Mara", "Mara Kern", "Mara Kern",
                                  roles=(("Kern, Mara", "coach"),)))  # fmt: skip
    assert found.roles == (("Mara Kern", "coach"),)


def test_cues_of_a_meeting_tool_are_one_person_under_two_spellings() -> None:
    cues = [("Mara Kern", "I went."), ("Hugo Ruiz", "And?"), ("Dr. Mara Kern", "They said no."),
            ("Hugo Ruiz", "Oh."), ("Mara’s iPhone", "Sorry, my line was cut.")] * 2  # fmt: skip
    text = "WEBVTT\n\n" + "".join(
        f"00:{n:02}.000 --> 00:{n:02}.900\n{name}: {line}\n\n"
        for n, (name, line) in enumerate(cues)
    )
    session = read_bytes(text.encode(), path="call.vtt")
    assert [it.name for it in session.speakers] == ["Mara Kern", "Hugo Ruiz", "Mara’s iPhone"]
    messages = [warning.message for warning in session.warnings]
    assert any('--speaker "Mara’s iPhone=Mara Kern"' in message for message in messages)


def test_a_service_s_list_of_voices_is_treated_alike() -> None:
    lines = [("Mara Kern", "I went."), ("Hugo", "And?"), ("MARA KERN", "They said no.")]
    rows = [
        {"speaker": name, "text": text, "start": n, "end": n + 1.0}
        for n, (name, text) in enumerate(lines)
    ]
    session = read_bytes(json.dumps({"segments": rows}).encode(), path="call.json")
    assert [it.name for it in session.speakers] == ["Mara Kern", "Hugo"]


def test_labels_of_a_page_with_other_organisations_stay_two() -> None:
    page = "Jen (Acme): One.\n\nOmar: Hm.\n\nJen (Globex): Two.\n\nOmar: So?\n\n" * 3
    session = read_bytes(page.encode(), path="call.txt")
    assert [it.name for it in session.speakers] == ["Jen (Acme)", "Omar", "Jen (Globex)"]
    people = same_people(["Jen (Acme)", "Jen (Globex)", "JEN (acme)"])
    assert people.name_of("Jen (acme)") == "Jen (Acme)"
    assert people.name_of("Jen (Globex)") == "Jen (Globex)"


def test_titles_and_organisations_of_a_page_make_no_second_person() -> None:
    page = "Dr. Mara Kern: One.\n\nOmar: Hm.\n\nMara Kern | Acme: Two.\n\nOmar: So?\n\n" * 3
    session = read_bytes(page.encode(), path="call.txt")
    assert len(session.speakers) == 2


LABELS = st.sampled_from(
    ["Jen", "Jen Park", "Jen Ruiz", "JEN", "Dr. Jen Park", "Dr. Park", "Park, Jen", "Jen (Acme)",
     "Jen Park (JP)", "JP", "Jen’s iPhone", "Speaker 1", "Coach", "Jen | Acme", "", " ", "(Acme)",
     ",", "|", "Dr.", "Jen, PhD, MCC", "Mr. Jen Park", "Mrs. Jen Park", "李 明", "Ibn", "Jen P."]
)  # fmt: skip


@given(st.lists(st.one_of(LABELS, st.text(max_size=12)), max_size=14))
def test_no_word_and_no_full_name_is_lost(names: list[str]) -> None:
    before = Reading(
        fragments=tuple(Fragment(text=str(n), speaker=it) for n, it in enumerate(names))
    )
    after = one_name_each(before)
    assert [it.text for it in after.fragments] == [it.text for it in before.fragments]
    found = [it.speaker for it in after.fragments]
    for one, other in (("Jen Park", "Jen Ruiz"), ("Jen", "Jen Park"), ("Speaker 1", "Coach")):
        if one in names and other in names:
            assert found[names.index(one)] != found[names.index(other)]
    assert one_name_each(after).fragments == after.fragments or "JP" in " ".join(names)


def test_no_names_are_no_trouble() -> None:
    assert one_name_each(Reading(fragments=())) == Reading(fragments=())


@pytest.mark.parametrize(
    "form", ["Jen ({})", "Jen {}", "Dr. N{}", "Jen A{} Park", "{} Park", "J{}"]
)
def test_thousands_of_labels_take_no_time_in_their_square(form: str) -> None:
    def effort(n_names: int) -> int:
        found = reading(*(form.format(_letters(number)) for number in range(n_names)))
        one_name_each(found)  # what a name is like is worked out once and remembered
        return effort_of(lambda: one_name_each(found))

    assert growth(effort, few=50, many=500) < IN_PROPORTION


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number)).capitalize()
