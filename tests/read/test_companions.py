"""What lies beside a transcript: found, read with it, and never taken for a transcript."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_session
from analyzer.read.companions import find_companions, is_companion, sort_out

VTT = (
    "WEBVTT\n\n00:01.000 --> 00:04.000\nI went to the board.\n\n"
    "00:05.000 --> 00:09.000\nWhat did they say?\n"
)
TALK = "Coach: What did they say?\nClient: They said no.\n"
CHAT = (
    "00:00:11\tJen Park:\thello all\n00:02:51\tRuth:\there is the link\nhttps://example.org\n"
    "00:03:10\tJen Park:\tthanks\n"
)
RTTM = (
    "SPEAKER call 1 0.500 4.000 <NA> <NA> SPEAKER_00 <NA> <NA>\n"
    "SPEAKER call 1 4.800 4.500 <NA> <NA> SPEAKER_01 <NA> <NA>\n"
)


def lay(folder: Path, **files: str) -> None:
    for name, text in files.items():
        place = folder / name.replace("__", ".")
        place.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("talk", "chat"),
    [
        ("GMT20250301-140104_Recording.transcript.vtt", "GMT20250301-140104_RecordingnewChat.txt"),
        ("GMT20250301-140104_Recording.vtt", "GMT20250301-140104_Recording_chat.txt"),
        ("ana 3.vtt", "ana 3 chat.txt"),
        ("ana.vtt", "ana-chat.txt"),
        ("ana.txt", "ana_saved_chat.txt"),
        ("ana.docx", "Ana.chat.txt"),
        ("ana.transcript.vtt", "ana newChat (1).txt"),
    ],
)
def test_a_chat_belongs_to_the_talk_whose_name_it_bears(
    tmp_path: Path, talk: str, chat: str
) -> None:
    (tmp_path / talk).write_text(VTT, encoding="utf-8")
    (tmp_path / chat).write_text(CHAT, encoding="utf-8")
    for name in ("bo.vtt", "cy.vtt", "bo chat.txt"):
        text = CHAT if "chat" in name else VTT
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert find_companions(tmp_path / talk).chat == tmp_path / chat
    assert find_companions(tmp_path / "cy.vtt").chat is None


def test_the_chat_is_read_with_the_talk_and_is_no_part_of_it(tmp_path: Path) -> None:
    lay(tmp_path, call__txt=TALK)
    alone = read_session(tmp_path / "call.txt")
    lay(tmp_path, call_chat__txt=CHAT)
    session = read_session(tmp_path / "call.txt")
    assert [message.author for message in session.chat] == ["Jen Park", "Ruth", "Jen Park"]
    assert session.chat[1].text == "here is the link\nhttps://example.org"
    assert (session.turns, session.speakers, session.id) == (
        alone.turns, alone.speakers, alone.id
    )  # fmt: skip
    assert session.source.sha256 != alone.source.sha256


def test_the_only_chat_belongs_to_the_only_talk(tmp_path: Path) -> None:
    lay(tmp_path, monday__vtt=VTT, meeting_saved_chat__txt=CHAT)
    assert len(read_session(tmp_path / "monday.vtt").chat) == 3
    lay(tmp_path, monday__txt=TALK)  # the same talk in another form
    assert len(read_session(tmp_path / "monday.vtt").chat) == 3
    lay(tmp_path, tuesday__vtt=VTT)
    assert read_session(tmp_path / "monday.vtt").chat == ()


def test_of_two_chats_without_a_talk_s_name_neither_is_taken(tmp_path: Path) -> None:
    lay(tmp_path, monday__vtt=VTT, one__txt=CHAT, two__txt=CHAT)
    assert find_companions(tmp_path / "monday.vtt").chat is None


def test_what_is_called_chat_and_is_none_is_left_alone(tmp_path: Path) -> None:
    lay(tmp_path, ana__vtt=VTT, ana_chat__txt=TALK)
    assert find_companions(tmp_path / "ana.vtt").chat is None
    assert not is_companion(tmp_path / "ana_chat.txt")


def test_a_chat_named_by_hand_is_taken_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    lay(tmp_path, ana__txt=TALK)
    lay(tmp_path / "elsewhere", log__txt=CHAT)
    session = read_session(tmp_path / "ana.txt", chat=tmp_path / "elsewhere" / "log.txt")
    assert len(session.chat) == 3


@pytest.mark.parametrize("text", [None, "", TALK])
def test_a_chat_named_by_hand_must_be_one(tmp_path: Path, text: str | None) -> None:
    lay(tmp_path, ana__txt=TALK)
    if text is not None:
        lay(tmp_path, log__txt=text)
    with pytest.raises(UnreadableTranscript, match=r"log\.txt"):
        read_session(tmp_path / "ana.txt", chat=tmp_path / "log.txt")


def test_voices_of_the_same_name_are_laid_over_the_captions(tmp_path: Path) -> None:
    lay(tmp_path, call__vtt=VTT, call__rttm=RTTM, other__rttm=RTTM)
    session = read_session(tmp_path / "call.vtt")
    assert [session.speakers[turn.speaker].name for turn in session.turns] == [
        "SPEAKER_00", "SPEAKER_01"
    ]  # fmt: skip


def test_a_broken_list_of_voices_is_told_and_the_talk_read(tmp_path: Path) -> None:
    lay(tmp_path, call__vtt=VTT, call__rttm="SPEAKER call one\n")
    session = read_session(tmp_path / "call.vtt")
    assert any("left aside: " in it.message for it in session.warnings)
    assert "call.rttm:1" in session.warnings[-1].message


def test_files_of_a_folder_are_sorted_into_talks_and_what_belongs_to_them(tmp_path: Path) -> None:
    lay(
        tmp_path, ana__vtt=VTT, bo__vtt=VTT, ana_chat__txt=CHAT, bo__rttm=RTTM,
        speakers__toml="", gone_chat__txt=CHAT,
    )  # fmt: skip
    names = sorted(str(path) for path in tmp_path.iterdir())
    talks, used, unused = sort_out(names)
    assert [Path(name).name for name in talks] == ["ana.vtt", "bo.vtt"]
    assert [Path(name).name for name in used] == ["ana_chat.txt", "bo.rttm", "speakers.toml"]
    assert [Path(name).name for name in unused] == ["gone_chat.txt"]


def test_what_is_not_there_has_nothing_beside_it(tmp_path: Path) -> None:
    lay(tmp_path, ana_chat__txt=CHAT)
    assert find_companions(tmp_path / "ana.vtt").files == ()
    assert find_companions(tmp_path / "gone" / "ana.vtt").files == ()
    assert not is_companion(tmp_path / "gone.txt")


def test_a_file_alone_has_the_digest_of_its_bytes(tmp_path: Path) -> None:
    lay(tmp_path, ana__txt=TALK, bo__txt=TALK)
    digest = hashlib.sha256((tmp_path / "ana.txt").read_bytes()).hexdigest()
    assert read_session(tmp_path / "ana.txt").source.sha256 == digest
