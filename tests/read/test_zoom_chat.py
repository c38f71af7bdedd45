from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import UnreadableTranscript
from analyzer.read import detect, read_bytes
from analyzer.read.base import RawFile
from analyzer.read.decode import decode
from analyzer.read.zoom_chat import ZoomChat, read_chat
from analyzer.records import ChatMessage

FORMATS = Path(__file__).resolve().parents[3] / "shared" / "formats" / "zoom_chat"
CLOUD = (
    "00:02:51\tAna Ruiz:\tcan you repeat the line?\r\n00:03:10\tBo:\tReplying to"
    ' "can you repeat..."\r\n\r\nthe second one\r\n'
)
TO_ALL = (
    "18:30:19 From Ana Ruiz to Everyone:\n\tis the fee on top?\n"
    "18:31:02 From Bo to Ana Ruiz (Direct Message):\n\tyes: it is\n"
)
OLDER = "10:46:15\t From  Ana : first\n10:46:20\t From Bo : and: second\n"


def chat(text: str) -> list[ChatMessage]:
    return list(read_chat(decode(text.encode(), path="chat.txt")))


def test_a_cloud_chat_counts_from_the_start_of_the_call() -> None:
    first, second = chat(CLOUD)
    assert (first.author, first.text, first.at_ms, first.clock) == (
        "Ana Ruiz",
        "can you repeat the line?",
        171_000,
        None,
    )
    assert second.text == 'Replying to "can you repeat..."\n\nthe second one'


def test_a_chat_with_the_time_of_day_says_no_time_in_the_talk() -> None:
    first, second = chat(TO_ALL)
    assert (first.to, first.text, first.at_ms, first.clock) == (
        None,
        "is the fee on top?",
        None,
        "18:30:19",
    )
    assert (second.author, second.to, second.text) == (
        "Bo",
        "Ana Ruiz (Direct Message)",
        "yes: it is",
    )
    assert [(one.author, one.text) for one in chat(OLDER)] == [
        ("Ana", "first"),
        ("Bo", "and: second"),
    ]


@pytest.mark.parametrize("text", [CLOUD, TO_ALL, OLDER])
def test_a_chat_is_known_and_is_no_talk(text: str) -> None:
    raw = decode(text.encode(), path="x")
    assert detect(raw)[0][0].name == "zoom-chat"
    with pytest.raises(UnreadableTranscript, match="without the talk") as caught:
        read_bytes(text.encode(), path="chat.txt")
    assert "--chat" in str(caught.value)


def test_what_tells_no_time_and_author_is_no_chat() -> None:
    assert ZoomChat().claims(decode(b"Ana: Hi.\nBo: Ho.\n", path="x")) == 0.0
    with pytest.raises(UnreadableTranscript, match="no line of this chat"):
        chat("hello\n")


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1), max_size=20))
def test_every_word_of_a_message_is_kept(words: list[str]) -> None:
    text = "00:00:01\tAna:\t" + " ".join(words) + "\n00:00:09\tBo:\tand\n" + "\n".join(words)
    first, second = read_chat(RawFile(path="x", content=b"", text=text))
    assert first.text.split() == words
    assert second.text.split() == ["and", *words]


def test_real_chats_are_read_whole() -> None:
    if not FORMATS.is_dir():
        pytest.skip("the real samples are not here")
    for path in FORMATS.glob("*chat*.txt"):
        raw = decode(path.read_bytes(), path=path.name)
        messages = read_chat(raw)
        assert raw.text is not None
        assert len(messages) == raw.text.count(" From ")
        assert all(one.author and one.clock for one in messages)
