from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.read import read_bytes
from analyzer.read.base import Block, Reading
from analyzer.read.labels.grammar import rows_of
from analyzer.read.labels.speakers import find_speakers
from analyzer.read.pages.markdown import markdown_blocks
from analyzer.read.pages.prose import read_blocks
from analyzer.read.pages.text import text_blocks
from analyzer.records import SegmentKind, Session

FILES = Path(__file__).parents[1] / "files"
PAGES = sorted(
    path
    for folder in ("text", "markdown", "article")
    for path in (FILES / folder).iterdir()
    if path.suffix != ".json"
)
WORD = re.compile(r"[^\W\d_]+")
# Words of labels and of times that are no text: "Ana says:", "1:02 pm".
LABEL_WORDS = {"says", "said", "wrote", "from", "to", "everyone", "s", "am", "pm", "host"}


def session_of(path: Path) -> Session:
    return read_bytes(path.read_bytes(), path=path.name)


def words(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in WORD.findall(text))


def kept_words(session: Session) -> Counter[str]:
    texts = [turn.text for turn in session.turns] + [piece.text for piece in session.outside]
    return sum((words(text) for text in texts), Counter())


def turns_of(reading: Reading) -> list[tuple[str | None, str]]:
    return [(f.speaker, f.text) for f in reading.fragments if f.outside is None]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_word_is_in_one_turn_or_outside_the_talk(path: Path) -> None:
    session = session_of(path)
    blocks = (
        markdown_blocks(path.read_text(encoding="utf-8"))[0]
        if path.suffix == ".md"
        else text_blocks(path.read_text(encoding="utf-8"))
    )
    on_page = sum((words(block.text) for block in blocks), Counter())
    names = set().union(*(words(speaker.name) for speaker in session.speakers))
    kept = kept_words(session)
    assert not kept - on_page
    assert set(on_page - kept) <= names | LABEL_WORDS | {"lf", "le", "nh"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_line_ends_and_a_byte_order_mark_change_nothing(path: Path) -> None:
    plain = session_of(path)
    content = path.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n")
    windows = read_bytes(b"\xef\xbb\xbf" + content, path=path.name)
    assert windows.id == plain.id
    assert windows.turns == plain.turns
    assert windows.outside == plain.outside


def test_source_lines_point_to_the_words() -> None:
    for path in PAGES:
        lines = path.read_text(encoding="utf-8").split("\n")
        for turn in session_of(path).turns:
            assert turn.source_line is not None
            below = "\n".join(lines[turn.source_line - 1 : turn.source_line + 3])
            assert turn.text.split()[0].strip("[]*") in below.replace("\\", "")


def test_a_written_question_is_a_turn_of_its_asker() -> None:
    session = session_of(FILES / "text" / "question-and-call.txt")
    assert [speaker.name for speaker in session.speakers] == ["Rowan", "Tessa"]
    assert session.turns[0].text.endswith("What do I do now?  – Rowan, Duluth")
    assert session.turns[1].text == "Morning, Tessa."
    assert session.speakers[0].role == "client"


def test_talk_to_everybody_after_the_dialogue_stays_talk_and_offers_do_not() -> None:
    session = session_of(FILES / "text" / "question-and-call.txt")
    assert session.turns[-1].text.endswith("take that.")
    after = [piece for piece in session.outside if piece.before_turn == len(session.turns)]
    promotion = [piece for piece in after if piece.kind is SegmentKind.PROMOTION]
    assert [piece.source_line for piece in promotion] == [33, 35, 37, 39, 41]


def test_a_short_answer_of_one_word_is_not_lost() -> None:
    assert session_of(FILES / "text" / "otter.txt").turns[-1].text == "No."


def test_a_file_without_speakers_says_so() -> None:
    session = session_of(FILES / "text" / "dictation.txt")
    assert [speaker.name for speaker in session.speakers] == ["Speaker"]
    assert "no speaker labels" in session.warnings[0].message


def test_comments_and_their_heading_come_from_sections_of_a_page_too() -> None:
    blocks = [
        Block(text="A long look at the price of chairs, which nobody knows and everybody pays."),
        Block(text="Well said.", section="comments", strong=None),
        Block(text="About us | Contact | Imprint", section="footer"),
    ]
    reading = read_blocks(blocks)
    assert [voice for voice, _ in turns_of(reading)][-2:] == ["Reader 1", "Reader 2"] or len(
        turns_of(reading)
    ) >= 2


def test_a_bold_name_without_a_colon_is_a_label() -> None:
    blocks = [
        Block(text=f"{name} {text}", strong=name)
        for name, text in [
            ("Ana", "What happened?"),
            ("Bo", "He said no."),
            ("Ana", "And then?"),
            ("Bo", "Nothing."),
            ("Ana", "Nothing at all?"),
            ("Bo", "No."),
        ]
    ]
    assert turns_of(read_blocks(blocks))[0] == ("Ana", "What happened?")
    assert len({voice for voice, _ in turns_of(read_blocks(blocks))}) == 2


def test_no_blocks_give_an_empty_reading() -> None:
    assert read_blocks([]).fragments == ()


NAMES = st.sampled_from(
    ["Ana", "Bo Lee", "Mireille S.", "COACH", "Speaker 1", "Dial-in 2", "Łukasz"]
)
SENTENCES = st.lists(
    st.sampled_from(
        [
            "I called him twice.",
            "What did he say?",
            "It was 10:30, more or less.",
            "No.",
            "He wrote, “We have a process.”",
            "That is the point: nobody asked.",
            "Ana, you know this.",
        ]
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
ROUNDS = st.lists(st.permutations([0, 1, 2]), min_size=3, max_size=6)
TALKS = st.builds(
    lambda names, rounds, texts: [
        (names[index], texts[number % len(texts)])
        for number, index in enumerate(index for order in rounds for index in order)
        if index < len(names)
    ],
    st.lists(NAMES, min_size=2, max_size=3, unique=True),
    ROUNDS,
    st.lists(SENTENCES, min_size=1, max_size=9),
)
FORMS = {
    "colon": "{name}: {text}\n\n",
    "dense": "{name}: {text}\n",
    "bold": "**{name}:** {text}\n\n",
    "bold, colon outside": "**{name}**: {text}\n\n",
    "below": "{name}:\n{text}\n\n",
    "otter": "{name}  0:34  \n{text}\n\n",
    "rev": "{name} (00:01:02):\n{text}\n\n",
    "time first": "[00:01:02] {name}: {text}\n",
    "fathom": "0:34 - {name}\n  {text}\n\n",
    "numbered": "12. {name}: {text}\n",
}


@settings(max_examples=60, deadline=None)
@given(talk=TALKS, form=st.sampled_from(sorted(FORMS)))
def test_what_is_written_in_a_usual_form_is_read_back(
    talk: list[tuple[str, str]], form: str
) -> None:
    page = "".join(FORMS[form].format(name=name, text=text) for name, text in talk)
    session = read_bytes(page.encode(), path="call.txt")
    merged: list[tuple[str, list[str]]] = []
    for name, text in talk:
        if merged and merged[-1][0] == name:
            merged[-1][1].append(text)
        else:
            merged.append((name, [text]))
    found = [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]
    assert found == [(name, "\n\n".join(texts)) for name, texts in merged]


LINES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            *("", "Ana: ", "Bo: Hello.", "QUESTION: Why? – Jen, New York", "Answer:", "---"),
            *("4 comments", "Jolene says:", "May 3, 2020", "by Duane Felker", "Transcript"),
            *("[Editor's note: it was cut here.]", "(00:01:03):", "Ana Ruiz  0:34", "# Title"),
            *("P.S. Here are 3 ways I can help you:", "1. Grab a free copy", "- item", "Reply"),
            *("Dear Gwen,", "Yours, Ruth, Cork", "Dear Ruth,", "Attendees", "Coach: Ana Ruiz"),
            *("and then he went on and on", "“quoted”", "| a | b |", "Q: Why?", "A: So."),
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(LINES, max_size=30))
def test_no_page_breaks_it_and_none_loses_a_word(lines: list[str]) -> None:
    page = "\n".join(lines)
    blocks = text_blocks(page)
    reading = read_blocks(blocks)
    kept = sum((words(fragment.text) for fragment in reading.fragments), Counter())
    labels = find_speakers(rows_of(blocks)).labels.values()
    names = set().union(
        *(words(label.mark.name) for label in labels),
        *(words(fragment.speaker or "") for fragment in reading.fragments),
    )
    assert not kept - words(page)
    assert set(words(page) - kept) <= names | LABEL_WORDS
