from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from analyzer.read import read_bytes
from analyzer.read.base import RawFile
from analyzer.read.pages.article import Article
from analyzer.records import Session

BODY = (
    "People love their routines, and a department is no different. Too often the form is there for "
    "the sake of the form, and nobody remembers who needed it first.\n\n"
    "So I walk around the building. I ask who locks up at night, and that person tells me which "
    "chairs are empty, because nobody ever asked him before.\n\n"
)
POST = f"Why They Say No\n\nby Harlan Voight\n\n3 May 2016\n\n{BODY}"


def post(text: str) -> Session:
    return read_bytes(text.encode(), path="post.txt")


def voices(session: Session) -> list[tuple[str, str]]:
    return [(speaker.name, speaker.role.value) for speaker in session.speakers]


def test_an_article_is_one_turn_of_its_author() -> None:
    session = post(POST)
    assert session.source.format == "article"
    assert voices(session) == [("Harlan Voight", "coach")]
    assert len(session.turns) == 1
    assert session.title == "Why They Say No"
    assert session.held_on == dt.date(2016, 5, 3)
    assert [piece.kind.value for piece in session.outside] == ["front"] * 3


def test_without_a_by_line_the_author_is_called_author() -> None:
    assert voices(post(POST.replace("by Harlan Voight\n\n", ""))) == [("Author", "coach")]


COMMENTS = {
    "numbered, after an invitation": (
        (
            "Feel free to discuss this post (no registration required)\n\n"
            "  1. True, every word.\n\n  2. Thanks for sharing.\n    - HR Company\n\n  3. Me too!\n"
        ),
        ["Reader 1", "HR Company", "Reader 3"],
    ),
    "numbered, with names": (
        "3 comments\n\n1. Jolene R.: I tried it.\n\n2. pipefitter_dan says: Me too.\n\n3. Why?\n",
        ["Jolene R.", "pipefitter_dan", "Reader 3"],
    ),
    "named, with dates": (
        (
            "2 Responses to “Why They Say No”\n\nJolene says:\nMay 14, 2016 at 9:05 am\nI did.\n\n"
            "Reply\n\nHank on May 15, 2016 at 1:00 pm\nMe too.\n\nReply\n\nLeave a Reply\n"
        ),
        ["Jolene", "Hank"],
    ),
    "named by colon": (
        (
            "Comments (3)\n\nBox Seat: I tried it.\n\nTorsten (night buses): Where?\n\n"
            "Saskia, HR Manager, Ghent: At last.\n"
        ),
        ["Box Seat", "Torsten", "Saskia, HR Manager, Ghent"],
    ),
    "names over dates": (
        "COMMENTS\n\nJolene R.\n3 years ago\nI tried it.\n\nold_hand\n2 years ago\nMe too.\n",
        ["Jolene R.", "old_hand"],
    ),
    "paragraphs only": ("4 comments\n\nI tried it.\n\nMe too.\n", ["Reader 1", "Reader 2"]),
    "no heading, but names": (
        "Jolene says:\nI tried it.\n\nBox Seat says:\nMe too.\n",
        ["Jolene", "Box Seat"],
    ),
}


@pytest.mark.parametrize(("comments", "names"), COMMENTS.values(), ids=COMMENTS.keys())
def test_comments_are_turns_of_readers(comments: str, names: list[str]) -> None:
    session = post(POST + comments)
    assert voices(session) == [
        ("Harlan Voight", "coach"),
        *((name, "other") for name in names),
    ]
    assert len(session.turns) == 1 + len(names)
    assert all("comments" not in turn.text.casefold() for turn in session.turns)


def test_the_authors_answer_is_a_turn_of_the_author() -> None:
    session = post(f"{POST}2 comments\n\nJolene: Where?\n\nHarlan Voight: In Toledo.\n")
    assert [turn.speaker for turn in session.turns] == [0, 1, 0]
    assert voices(session) == [("Harlan Voight", "coach"), ("Jolene", "other")]


def test_a_sentence_with_a_verb_of_speech_is_no_new_comment() -> None:
    session = post(f"{POST}2 comments\n\nJolene says:\nHR said there is no role.\n\nHank: Oh.\n")
    assert session.turns[1].text == "HR said there is no role."


def test_lines_of_a_talk_in_which_somebody_wrote_something_are_no_comments() -> None:
    lines = [
        "Thirty-one, I wrote it down because you told us to in March.",
        "Twenty, I wrote it on the wall.",
    ]
    talk = "".join(
        f"Ana  0:{n}1\nHow many hours?\n\nBen  0:{n}5\n{lines[n % 2]}\n\n" for n in range(5)
    )
    assert [one.name for one in read_bytes(talk.encode(), path="a.txt").speakers] == ["Ana", "Ben"]


def test_a_comment_of_several_paragraphs_stays_one() -> None:
    session = post(f"{POST}2 comments\n\n1. One.\n\nMore of one.\n\n2. Two.\n")
    assert [turn.text for turn in session.turns[1:]] == ["One.\n\nMore of one.", "Two."]


def test_buttons_and_forms_among_comments_are_outside() -> None:
    session = post(f"{POST}1 comment\n\nJolene says:\nWell.\n\nReply\n\nLeave a Reply\n\nName*\n")
    after = [(piece.kind.value, piece.text) for piece in session.outside[3:]]
    assert after == [
        ("comments", "1 comment"),
        ("logistics", "Reply"),
        ("logistics", "Leave a Reply"),
        ("logistics", "Name*"),
    ]


def test_subheadings_and_lists_are_the_authors_words() -> None:
    session = read_bytes(
        f"# Why They Say No\n\n{BODY}## What to do\n\n- Walk round.\n- Ask.\n".encode(), path="a.md"
    )
    assert session.source.format == "article"
    assert session.turns[0].text.endswith("What to do\n\nWalk round.\n\nAsk.")


def test_a_letter_and_its_answer_are_two_people() -> None:
    session = post(
        "The Mailbag\n\nDear Gwen, I place bakers and nobody pays me up front, so what now?\n\n"
        "Yours in flour, Ruth, Cork\n\nDear Ruth,\n\nAsk for it. Then wait.\n"
    )
    assert voices(session) == [("Ruth", "client"), ("Gwen", "coach")]
    assert [turn.text.split("\n\n")[0][:9] for turn in session.turns] == ["Dear Gwen", "Dear Ruth"]


def test_a_question_under_a_header_and_its_answer_are_two_people() -> None:
    session = post(
        "The Wall\n\nby Harlan Voight\n\nQUESTION: I cannot get past HR. How? – Jen, York\n\n"
        "Jen, go to the manager first.\n\nThen wait.\n"
    )
    assert voices(session) == [("Jen", "client"), ("Harlan Voight", "coach")]
    assert session.turns[1].text == "Jen, go to the manager first.\n\nThen wait."


def test_a_name_in_a_story_opens_no_letter() -> None:
    session = post(POST + "I met Nora once.\n\nNora, I said, who locks up?\n\nShe did.\n")
    assert voices(session) == [("Harlan Voight", "coach")]


def test_the_by_line_may_stand_below_the_text() -> None:
    session = post(
        f"Monday, May 13, 2013\n\nWhy They Say No\n\n{BODY}Posted by Harlan Voight at 10:12 AM\n\n"
        "2 comments:\n\nAnonymous said...\nTrue.\nMay 14, 2013 at 9:05 AM\n\n"
        "Harlan Voight said...\nThanks.\n\nPost a Comment\n\nNewer Post Older Post Home\n"
    )
    assert voices(session) == [("Harlan Voight", "coach"), ("Anonymous", "other")]
    assert [turn.text for turn in session.turns[1:]] == ["True.", "Thanks."]


def test_a_dialogue_told_inside_an_article_is_the_authors() -> None:
    told = "Me: Can we talk?\n\nHR: No.\n\nMe: When?\n\nHR: Never.\n\nMe: Fine.\n\nHR: Fine.\n\n"
    session = post(f"{POST}It went like this.\n\n{told}{BODY}")
    assert voices(session) == [("Harlan Voight", "coach")]
    assert "HR: Never." in session.turns[0].text


def test_a_dialogue_is_no_article() -> None:
    text = "A Call\n\nby Ana Ruiz\n\n" + "Ana: So?\n\nBo: No.\n\n" * 4
    assert Article().claims(RawFile(path="x.txt", content=b"", text=text)) == 0.0


def test_captions_are_no_article() -> None:
    text = "".join(
        f"[00:{n:02}] and then it went on and on like this for a while\n" for n in range(20)
    )
    assert voices(post(f"My Video\n\n{text}")) == [("Speaker", "unknown")]


def test_an_article_can_be_asked_for() -> None:
    session = read_bytes(b"Tip: one.\n\nTip: two.\n\nAna: three.\n", path="x.txt", format="article")
    assert [turn.text for turn in session.turns] == ["Tip: one.\n\nTip: two.\n\nAna: three."]


def test_a_page_of_labels_is_no_post_and_a_post_with_acted_lines_stays_one() -> None:
    talk = "Ana Diaz: What is it?\n\nBo Lund: The gate, and the man who minds it.\n\n" * 8
    raw = RawFile(path="x", content=b"", text=talk)
    assert Article().claims(raw) == 0.0
    acted = "Manager: No.\n\nYou: Why not? Ask her once, and wait.\n\n" * 8
    post = f"The gate\n\nBy Ana Diaz, 3 May 2020\n\n{'I asked for the gate and got it. ' * 40}\n\n"
    whole = RawFile(path="x", content=b"", text=post + acted)
    assert Article().claims(whole) == Article().claims(replace(whole, text=post)) > 0.5
