from __future__ import annotations

import datetime as dt

import pytest

from analyzer.read import read_bytes
from analyzer.read.pages.footer import names_himself, tail_kinds
from analyzer.read.pages.front import Facts, author_in, header_people, is_title_like, read_front
from analyzer.read.pages.outside import is_note, is_notice, is_tool_line, is_transcript_mark
from analyzer.read.pages.page_dates import file_date, find_date, is_date_line
from analyzer.read.pages.paragraphs import Paragraph
from analyzer.records import SegmentKind, Session

TALK = (
    "Mike: One.\n\nJen: Two.\n\nMike: Three.\n\nJen: Four.\n\nMike: Five.\n\nJen: Six.\n\n"
    "Mike: Go.\n"
)
PROMOTION = SegmentKind.PROMOTION
LOGISTICS = SegmentKind.LOGISTICS
FRONT = SegmentKind.FRONT


def call(text: str, path: str = "call.txt") -> Session:
    return read_bytes(text.encode(), path=path)


def outside(session: Session) -> list[tuple[int, str, str]]:
    return [(piece.before_turn, piece.kind.value, piece.text) for piece in session.outside]


@pytest.mark.parametrize(
    "line",
    [
        "P.S. Whenever you’re ready… here are 4 ways I can help you grow your firm:",
        "PS: Grab your free copy of the guide here.",
        "Photo by Meritt Lane on Unsplash",
        "Photo: Tybee Island, by a friend of the house.",
        "Illustration: Karabo Voss",
        "© 2024 The Coaching Room. All rights reserved.",
        "Copyright 2024 The Coaching Room",
        "Subscribe and never miss a call.",
        "Follow us on LinkedIn",
        "Share this: Facebook | Twitter | LinkedIn",
        "Click here to check out the dates of our upcoming event",
        "Want a dozen more like this? My book of calls ships for the price of the postage.",
        "If you’d like to bring a case of your own, there are two free places at the round table.",
        "The Porch Sessions come out every other Thursday.",
        "Mike runs three events a year.",
        "Filed under: fees, retainers",
        "https://example.org/join",
        "Next Desk Camp: November 14 to 16, online, eighty seats.",
    ],
)
def test_adverts_and_credits_at_the_end_are_promotion(line: str) -> None:
    session = call(f"{TALK}\n{line}\n")
    assert outside(session) == [(7, "promotion", line)]
    assert session.turns[-1].text == "Go."


@pytest.mark.parametrize(
    "line",
    [
        "Alright, ladies and gentlemen, it is all in the setup.",
        "Awesome question, Jen.",
        "P.S. Jen, call me when he answers.",
        "Get back to him and ask what it costs.",
        "Do you have a number for that? Then say it.",
        "Send him the list, and wait two weeks.",
        "Put, “Hey, Mike, I have a follow-up,” and we will get to it.",
        "Are you doing this? Then stop.",
        "I would always call the manager first, because he has the pain.",
        "(I know, I know.)",
    ],
)
def test_talk_to_everybody_at_the_end_stays_the_coachs_turn(line: str) -> None:
    session = call(f"{TALK}\n{line}\n")
    assert session.turns[-1].text == f"Go.\n\n{line}"
    assert session.outside == ()


def test_a_list_under_an_offer_is_promotion_line_by_line() -> None:
    session = call(
        f"{TALK}\nLast word to all of you.\n\nP.S. Here are 2 ways I can help you:\n\n"
        "1. Take the quiz\n\n2. Bring three friends to dinner and tell them about it\n\n"
        "Something that says nothing of the kind.\n"
    )
    assert [(kind, text[:2]) for _, kind, text in outside(session)] == [
        ("promotion", "P."),
        ("promotion", "1."),
        ("promotion", "2."),
        ("promotion", "So"),
    ]
    assert [piece.source_line for piece in session.outside] == [17, 19, 21, 23]
    assert session.turns[-1].text.endswith("Last word to all of you.")


def test_a_numbered_list_of_advice_stays_talk() -> None:
    session = call(
        f"{TALK}\nThree things to take home:\n\n1. Call him.\n\n2. Wait.\n\n3. Ask why.\n"
    )
    assert session.outside == ()
    assert session.turns[-1].text.endswith("3. Ask why.")


@pytest.mark.parametrize(
    "line",
    [
        "(Part III will be posted on Thursday)",
        "Feel free to discuss this post (no registration required)",
        "Leave a comment below",
        "To be continued.",
        "Meeting ended after 00:35:30 👋",
        "Transcribed by https://otter.ai",
        "Mike Ash stopped transcription",
    ],
)
def test_notices_are_logistics(line: str) -> None:
    assert outside(call(f"{TALK}\n{line}\n")) == [(7, "logistics", line)]


def test_notes_between_question_and_talk_are_front() -> None:
    session = call(
        "QUESTION: What do I do about it all? – Jen, York\n\nMike answered this one live.\n\n"
        + TALK
    )
    assert outside(session) == [
        (0, "front", "QUESTION:"),
        (1, "front", "Mike answered this one live."),
    ]


def test_notes_inside_the_talk_part_no_turn() -> None:
    session = call(
        TALK.replace("Jen: Four.", "[Editor’s note: the line broke.]\n\nand so on.\n\nJen: Four.")
    )
    assert outside(session) == [(3, "front", "[Editor’s note: the line broke.]")]
    assert session.turns[2].text == "Three.\n\nand so on."


def test_a_sound_alone_in_a_paragraph_stays_where_it_was_heard() -> None:
    session = call(TALK.replace("Jen: Four.", "[laughter]\n\nJen: Four."))
    assert session.turns[2].text == "Three.\n\n[laughter]"


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("[Editor's note: cut.]", True),
        ("Editor’s note: she is new here.", True),
        ("[They pause here for a call from the site. The recording resumes later.]", True),
        ("[There is a long pause here. –Ed.]", True),
        ("[laughs]", False),
        ("(I know what you think of that.)", False),
        ("Remember this: it costs you.", False),
    ],
)
def test_notes_are_told_from_talk(note: str, *, expected: bool) -> None:
    assert is_note(note) is expected


@pytest.mark.parametrize(
    "line", ["Transcript", "TRANSCRIPT BELOW:", "📖 Transcript", "Full transcript", "Transcript:"]
)
def test_the_mark_of_a_transcript(line: str) -> None:
    assert is_transcript_mark(line)
    session = call(f"Mike: LinkedIn page\n\nJen: her shop\n\n{line}\n\n{TALK}")
    assert len(session.turns) == 7
    assert [kind for _, kind, _ in outside(session)] == ["front"] * 3


def test_a_sentence_about_transcripts_is_no_mark() -> None:
    assert not is_transcript_mark("I read the transcript last night")
    assert not is_tool_line("We started recording the calls in May and never stopped.")
    assert not is_notice("Part of me wants to say no.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monday, May 13, 2013", dt.date(2013, 5, 13)),
        ("3 March 2026", dt.date(2026, 3, 3)),
        ("2024-05-01", dt.date(2024, 5, 1)),
        ("Recorded on May 1st, 2024 at 3pm", dt.date(2024, 5, 1)),
        ("Sept. 3, 2019", dt.date(2019, 9, 3)),
        ("Tues 3-Mar-2026", dt.date(2026, 3, 3)),
        ("25.04.2026", dt.date(2026, 4, 25)),
        ("Date: 12/31/2025", dt.date(2025, 12, 31)),
        ("15 June 2026, 03:35am", dt.date(2026, 6, 15)),
        ("31 February 2024", None),
        ("03/04/2026", None),
        ("13", None),
        ("", None),
    ],
)
def test_dates_in_many_spellings(text: str, expected: dt.date | None) -> None:
    assert find_date(text) == expected
    assert is_date_line(text) is (expected is not None)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("calls/2024-05-01 Bo.txt", dt.date(2024, 5, 1)),
        ("20240501_bo.docx", dt.date(2024, 5, 1)),
        (r"C:\calls\2024_05_01.txt", dt.date(2024, 5, 1)),
        ("call 20241350.txt", None),
        ("2024-05-01/call.txt", None),
    ],
)
def test_a_file_name_may_hold_the_date(path: str, expected: dt.date | None) -> None:
    assert file_date(path) == expected


def test_the_page_has_the_word_on_its_date_before_the_file_name() -> None:
    assert call(f"3 March 2026\n\n{TALK}", "2024-05-01.txt").held_on == dt.date(2026, 3, 3)
    assert call(TALK, "2024-05-01.txt").held_on == dt.date(2024, 5, 1)
    assert call(TALK).held_on is None


def test_a_date_somebody_mentions_is_not_the_date_of_the_call() -> None:
    text = TALK.replace("One.", "We met on 3 March 2020, at noon.")
    assert call(text).held_on is None


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("by Duane Felker", "Duane Felker"),
        ("Posted by Ana Ruiz on 3 May 2020", "Ana Ruiz"),
        ("Posted on May 13, 2013 by Duane Felker", "Duane Felker"),
        ("Words: Ines Barragán", "Ines Barragán"),
        ("Ines Barragán, 9 March 2023", "Ines Barragán"),
        ("Written by Raúl van der Berg", "Raúl van der Berg"),
        ("by the way, this is no by-line", None),
        ("By Friday he had called.", None),
    ],
)
def test_by_lines_name_the_author(line: str, author: str | None) -> None:
    assert author_in(line) == author


def test_the_head_of_a_page_is_read() -> None:
    lines = ["May 13, 2013", "Home | Blog | About", "Why HR Says No, (Pt II)", "by Duane Felker"]
    paragraphs = [Paragraph(text=line, written=line, line=None) for line in lines]
    assert read_front(paragraphs) == Facts(
        title="Why HR Says No, (Pt II)", held_on=dt.date(2013, 5, 13), author="Duane Felker"
    )


@pytest.mark.parametrize(
    "line",
    ["Transcript", "Attendees", "3 May 2020", "by Ana Ruiz", "a b c."],
)
def test_some_lines_are_no_titles(line: str) -> None:
    assert not is_title_like(line, heading=False)


def test_header_lists_declare_people_and_roles() -> None:
    facts = header_people(["#coach: Ana Ruiz", "Clients: Bo Lee and Cy", "Participants", "Di, Ed"])
    assert facts.people == ("Ana Ruiz", "Bo Lee", "Cy", "Di", "Ed")
    assert facts.roles == (("Ana Ruiz", "coach"), ("Bo Lee", "client"), ("Cy", "client"))


def test_header_lines_with_names_are_no_turns() -> None:
    head = "Session 4\nDate: 3 March 2026\nCoach: Mike Ash\nClient: Jen Orr\n\n"
    session = call(head + TALK)
    assert [(speaker.name, speaker.role.value) for speaker in session.speakers] == [
        ("Mike", "coach"),
        ("Jen", "client"),
    ]
    assert session.title == "Session 4"
    assert len(session.turns) == 7


def test_a_greeting_is_no_header_line() -> None:
    session = call("Coach: Hello\nClient: Hi\nCoach: How are you?\nClient: Fine\n")
    assert [turn.text for turn in session.turns] == ["Hello", "Hi", "How are you?", "Fine"]


def test_nobody_speaks_of_himself_by_name() -> None:
    assert names_himself("Fintan’s little book is with the printer.", "FINTAN")
    assert not names_himself("This is Fintan, signing off.", "Fintan")
    assert not names_himself("Write, “Fintan, I am stuck.”", "Fintan")
    assert not names_himself("Write to me in May. Warmly, Fintan My wife sends hers.", "Fintan")


def test_no_paragraphs_have_no_footer() -> None:
    assert tail_kinds([], speaker="Mike") == []


def test_a_labelled_question_may_be_signed_too() -> None:
    session = call(
        "Jen: I am stuck with HR. What now? – Jen, New York\n\nMike took this one on a Tuesday.\n\n"
        + TALK.replace("Mike: One.\n\n", "Jen: Hi, Mike.\n\n")
    )
    assert session.turns[0].text.endswith("– Jen, New York")
    assert session.turns[1].text == "Hi, Mike.\n\nTwo."
    assert outside(session) == [(1, "front", "Mike took this one on a Tuesday.")]
    assert session.speakers[0].role == "client"


@pytest.mark.parametrize(
    ("header", "asker"),
    [
        ("QUESTION: How do I get past HR, Mike? – Jen, New York", "Jen"),
        ("Question: How do I get past HR? Jen, New York", "Jen"),
        ("Question 3: How do I get past HR? -- Jen", "Jen"),
        ("Question from Jen in Ohio: How do I get past HR?", "Jen"),
        ("Jen from Ohio asks: How do I get past HR?", "Jen"),
        ("QUESTION Mike, how on earth do I ever get past HR? -Jen", "Jen"),
        ("This week’s question: How do I get past HR? (Jen, New York)", "Jen"),
        ("Q: How do I get past HR? – Jen, New York", "Jen"),
        ("QUESTION\n\nHow do I get past HR?\n\nSigned,\nJen", "Jen"),
        ("Mike, what now?", None),
        ("QUESTION: Mike, how do I get past HR?", "Jen"),
    ],
)
def test_askers_are_named_by_signature_header_or_whom_they_address(
    header: str, asker: str | None
) -> None:
    session = call(f"{header}\n\n{TALK}")
    if asker is None:
        assert session.outside[0].text == header
    else:
        assert session.speakers[session.turns[0].speaker].name == asker
        assert session.speakers[0].role == "client"
        assert [speaker.name for speaker in session.speakers] == ["Jen", "Mike"]


CLIENT_LAST = TALK + "\nJen: Will do. Thanks, Mike.\n"


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("", "What I’d like the rest of you to take from Jen: find the list tonight."),
        ("by Mike Ash\n\n", "To everyone who reads this over a sandwich: ask what it costs you."),
        ("Coach: Mike, Client: Jen\n\n", "All of you have such a list somewhere, so find it."),
    ],
)
def test_the_lesson_below_the_clients_last_words_is_the_coachs(head: str, tail: str) -> None:
    session = call(f"{head}{CLIENT_LAST}\n{tail}\n")
    assert session.speakers[session.turns[-1].speaker].name == "Mike"
    assert session.turns[-1].text == tail


def test_without_a_sign_the_last_speaker_goes_on() -> None:
    session = call(f"{CLIENT_LAST}\nI will call him tonight.\n")
    assert session.turns[-1].text == "Will do. Thanks, Mike.\n\nI will call him tonight."


def test_a_postscript_that_announces_a_list_needs_no_word_of_selling() -> None:
    session = call(
        f"{TALK}\nP.S. If you want more of this, here is what’s on the shelf:\n\n"
        "1. The Chair Sheet. Eleven questions on two sides of paper.\n\n"
        "2. A morning with us. One desk and one owner.\n\nPhoto: “Bay, 4 a.m.” by O. Marsh\n"
    )
    assert [kind for _, kind, _ in outside(session)] == ["promotion"] * 4


def test_the_furniture_of_a_page_is_outside_to_its_end() -> None:
    lines = ["Share this:", "Twitter", "Like this:", "Loading...", "Related", "April 2, 2019", "x"]
    session = call(TALK + "\n" + "\n\n".join(lines) + "\n")
    assert [text for _, _, text in outside(session)] == lines
    assert session.turns[-1].text == "Go."


def test_the_author_of_the_page_who_speaks_in_it_is_the_coach() -> None:
    session = call(f"Why They Say No\n\nBy Mike Ash · 20 August 2024 · 9 minute read\n\n{TALK}")
    assert [(speaker.name, speaker.role.value) for speaker in session.speakers] == [
        ("Mike", "coach"),
        ("Jen", "unknown"),
    ]
    assert session.held_on == dt.date(2024, 8, 20)


def test_a_line_of_roles_with_full_stops_is_no_turn() -> None:
    session = call(f"Coach: Mike Ash. Moderator: Theo Brandt. Corrected transcript.\n\n{TALK}")
    assert session.turns[0].text == "One."
    assert session.speakers[0].role == "coach"
