from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import UnreadableTranscript
from analyzer.read import detect, read_bytes
from analyzer.read.captions.lrc import Lrc
from analyzer.read.decode import decode

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "formats" / "whisper_outputs"


def test_a_time_alone_ends_the_words_before_it() -> None:
    session = read_bytes(b"[00:01.50]One.\n[00:02.00]\n[00:04.20]Two.\n[00:05.00]\n", path="a.lrc")
    (turn,) = session.turns
    assert (turn.text, turn.start_ms, turn.end_ms) == ("One. Two.", 1500, 5000)


def test_times_that_come_too_late_are_mended_by_the_offset() -> None:
    talk = b"[offset:+500]\n[00:01.50]One.\n[00:02.00]Two.\n[00:03.00]Three.\n[00:04.00]\n"
    (turn,) = read_bytes(talk, path="a.lrc").turns
    assert (turn.start_ms, turn.end_ms) == (1000, 3500)


def test_words_with_several_times_are_said_once() -> None:
    talk = b"[00:01.00][00:09.00]Who signs?\n[00:02.00]Nobody.\n[00:04.00]Then ask.\n"
    (turn,) = read_bytes(talk, path="a.lrc").turns
    assert turn.text == "Who signs? Nobody. Then ask."


def test_tags_are_title_and_text_beside_the_talk() -> None:
    talk = b"[ti:Fees]\n[ar:Nora]\n[00:01.00]One.\n[00:02.00]Two.\n[00:03.00]Three.\n"
    session = read_bytes(talk, path="a.lrc")
    assert session.title == "Fees"
    assert [piece.text for piece in session.outside] == ["Fees\nNora"]


@pytest.mark.parametrize(
    "text",
    [
        "[00:01] Ana: One.\n[00:02] Bo: Two.\n[00:03] Ana: Three.\n[00:04] Bo: Four.\n",
        "Ana: [laughs] One.\n\nBo: [12:34] Two.\n",
        "[1] One.\n[2] Two.\n[3] Three.\n",
    ],
)
def test_labelled_talk_with_times_is_none(text: str) -> None:
    assert Lrc().claims(decode(text.encode(), path="x")) == 0.0


def test_a_file_without_words_says_so() -> None:
    with pytest.raises(UnreadableTranscript, match="no line holds a time and words"):
        read_bytes(b"[00:01.00]\n[00:02.00]\n", path="a.lrc", format="lrc")


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=3))
def test_every_word_is_kept_in_order(words: list[str]) -> None:
    text = "".join(f"[00:{n % 60:02}.00]{word}\n" for n, word in enumerate(words))
    session = read_bytes(text.encode(), path="a.lrc", format="lrc")
    assert " ".join(turn.text for turn in session.turns).split() == " ".join(words).split()


def test_a_real_file_is_known_and_read_whole() -> None:
    paths = sorted(SAMPLES.glob("*.lrc"))
    if not paths:
        pytest.skip("the real samples are not here")
    raw = decode(paths[0].read_bytes(), path="x")
    assert detect(raw)[0][0].name == "lrc"
    session = read_bytes(raw.content, path="x.lrc")
    assert session.turns[0].start_ms == 43_810
    assert len(session.turns[0].text.split()) > 5000
