from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.privacy import Redactor, redactor_for
from analyzer.privacy.kinds import Entry, Kind
from analyzer.records import Session
from tests.builders import a_call

TALK = (
    "Mike: Morning, Imani. How is Tulsa?",
    "Imani Clarke: Hot. My boss, Hollis Grant, moved me to the plant in Wichita.",
    "Mike: And what did Hollis say about Acme Foods?",
    "Imani Clarke: He said Acme pays ninety thousand dollars, call 555-010-4477.",
    "Mike: Mail me, mike@calls.example.com. Will you, Imani?",
)


KNOWING = Redactor(
    [Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Imani Clarke", "Imani", "Clarke"))]
)


@pytest.fixture
def redactor() -> Redactor:
    return redactor_for([a_call(*TALK, clients=("Imani Clarke",))])


def names_of(redactor: Redactor) -> dict[str, tuple[str, ...]]:
    return {it.pseudonym: it.names for it in redactor.entries}


def test_coach_and_client_keep_their_part_and_others_what_they_are(redactor: Redactor) -> None:
    assert names_of(redactor) == {
        "Coach": ("Mike",),
        "Client 1": ("Imani Clarke", "Imani C", "Clarke", "Imani"),
        "Person 1": ("Hollis Grant", "Hollis"),
        "Company 1": ("Acme Foods", "Acme"),
        "Place 1": ("Tulsa",),
        "Place 2": ("Wichita",),
        "[e-mail 1]": ("mike@calls.example.com",),
        "[phone 1]": ("555-010-4477",),
        "[amount 1]": ("ninety thousand dollars",),
    }


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("IMANI CLARKE, imani and Imani’s", "Client 1, Client 1 and Client 1’s"),
        ("Imani C. wrote; so did Mrs. Clarke.", "Client 1. wrote; so did Mrs. Client 1."),
        ("2024-05-14-imani-clarke.txt", "2024-05-14-Client 1.txt"),
        ("imani_clarke ImaniClarke", "Client 1 Client 1"),
        ("The Clarkes came to Tulsa.", "The Client 1s came to Place 1."),
        ("Imani\nClarke", "Client 1"),
        ("Tulsans, an imanian, microphone", "Tulsans, an imanian, microphone"),
        ("MIKE@CALLS.EXAMPLE.COM", "[e-mail 1]"),
        ("555 010 4477 or (555) 010-4477", "[phone 1] or [phone 1]"),
        ("Ninety thousand dollars, $7", "[amount 1], [amount]"),
        ("grant him that", "grant him that"),
        ("", ""),
    ],
)
def test_one_thing_has_one_pseudonym_however_it_is_written(
    redactor: Redactor, text: str, redacted: str
) -> None:
    assert redactor.redacted(text) == redacted


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Will you ask Will, or will I?", "Will you ask Client 1, or will I?"),
        ("Thanks, Will.", "Thanks, Client 1."),
        ("Will said so.", "Client 1 said so."),
        ("Will, what now?", "Client 1, what now?"),
        ("Will’s fee", "Client 1’s fee"),
        ("No. Will it rain?", "No. Will it rain?"),
        ("WILL IT RAIN", "WILL IT RAIN"),
        ("Ask May in May, on 3 May.", "Ask Client 2 in May, on 3 May."),
        ("May I? May 5th it is.", "May I? May 5th it is."),
        ("I hope Hope has hope.", "I hope Client 3 has hope."),
        ("Hope you are well.", "Hope you are well."),
        ("Mark my words; Mark said so.", "Mark my words; Client 4 said so."),
    ],
)
def test_the_words_around_say_whether_a_word_is_a_name(text: str, redacted: str) -> None:
    entries = [
        Entry(pseudonym=f"Client {number}", kind=Kind.CLIENT, names=(name,))
        for number, name in enumerate(("Will", "May", "Hope", "Mark"), 1)
    ]
    assert Redactor(entries).redacted(text) == redacted


def test_a_name_that_is_no_other_word_in_these_talks_needs_a_capital_alone() -> None:
    said = "Hope: He is. I told nobody."
    seldom = redactor_for([a_call("Dale: Hope is polite.", said, coach="Dale", clients=("Hope",))])
    assert seldom.redacted("Dale is polite. Hope is too.") == "Coach is polite. Client 1 is too."
    assert seldom.redacted("We hope for a dale.") == "We hope for a dale."
    said = "Hope: I hope so. I told nobody."
    often = redactor_for([a_call("Dale: Hope is polite.", said, coach="Dale", clients=("Hope",))])
    assert often.redacted("Dale is polite. Hope is too.") == "Coach is polite. Hope is too."
    assert often.redacted("Ask Hope.") == "Ask Client 1."


@pytest.mark.parametrize("label", ["will", "Will", "WILL ", "ana", "Ana (Leeds)", "ana-k"])
def test_a_label_is_a_name_as_a_whole_however_it_is_written(label: str) -> None:
    entries = [
        Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Will",)),
        Entry(pseudonym="Client 2", kind=Kind.CLIENT, names=("Ana",)),
    ]
    assert Redactor(entries).redacted_label(label).startswith("Client ")


def test_who_is_written_in_small_letters_is_found_in_small_letters() -> None:
    redactor = redactor_for([a_call("Mike: Hello, ana.", "ana: Hello.", clients=("ana",))])
    assert redactor.redacted("ana; ANA, banana") == "Client 1; Client 1, banana"


def test_letters_of_a_number_are_no_name() -> None:
    entry = Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Ebbe",))
    assert Redactor([entry]).redacted("1ebbe525 ebbe5 ebbe") == "1ebbe525 Client 15 Client 1"


def test_a_place_is_told_by_its_capital_in_names_of_files_too() -> None:
    entry = Entry(pseudonym="Place 1", kind=Kind.PLACE, names=("Corpus",))
    redactor = Redactor([entry])
    assert not redactor.found_in_name("corpus.json")
    assert redactor.found_in_name("Corpus-2024.txt")


def test_a_first_name_of_two_people_is_neither() -> None:
    calls = [
        a_call("Mike: Hello, Imani.", "Imani Clarke: Hello.", clients=("Imani Clarke",)),
        a_call("Mike: Hello, Imani.", "Imani Osei: Hello.", clients=("Imani Osei",)),
    ]
    redactor = redactor_for(calls)
    assert redactor.redacted("Imani Clarke, Imani Osei, Imani") == "Client 1, Client 2, Person 1"


def test_a_nickname_that_a_client_is_called_by_is_the_client() -> None:
    call = a_call(
        "Mike: Thanks, Bob.", "Robert Oduya: I told my cousin Jim.", clients=("Robert Oduya",)
    )
    assert redactor_for([call]).redacted("Bob and Jim") == "Client 1 and Person 1"


def test_what_transcripts_call_somebody_unnamed_is_no_pseudonym_of_another() -> None:
    call = a_call(
        "Coach: Hello.", "Client 1: Hello.", "Imani: Hello.", coach="Coach", clients=("Imani",)
    )
    redactor = redactor_for([call])
    assert redactor.redacted("Client 1 met Imani and Coach.") == "Client 1 met Client 2 and Coach."


def test_the_same_sessions_give_the_same_entries() -> None:
    call = a_call(*TALK, clients=("Imani Clarke",))
    assert redactor_for([call]).entries == redactor_for([call]).entries


def test_names_in_other_scripts_are_found() -> None:
    names = ("Zoë Müller", "李明", "प्रिया", "Łukasz")
    redactor = Redactor(
        Entry(pseudonym=f"Client {number}", kind=Kind.CLIENT, names=(name,))
        for number, name in enumerate(names, 1)
    )
    assert redactor.redacted("zoe muller saw 今天李明来了") == "Client 1 saw 今天Client 2来了"
    assert redactor.redacted("प्रिया, ŁUKASZ") == "Client 3, Client 4"


@given(st.text())
def test_any_text_is_redacted_once_and_for_all(text: str) -> None:
    redactor = KNOWING
    once = redactor.redacted(text)
    found = redactor.found(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert found or once == text


def test_what_is_between_names_stays_as_it_is(
    labelled_sessions: tuple[Session, ...], labelled_redactor: Redactor
) -> None:
    for session in labelled_sessions[::20]:
        for turn in session.turns:
            rest, place = [], 0
            for it in labelled_redactor.found(turn.text):
                rest += [turn.text[place : it.start], it.entry.pseudonym]
                place = it.end
            assert "".join((*rest, turn.text[place:])) == labelled_redactor.redacted(turn.text)
