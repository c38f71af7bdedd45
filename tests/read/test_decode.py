from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read.decode import decode
from tests.effort import IN_PROPORTION, effort_of, growth

TALK = "Coach: “What’s the café’s goal?” – naïve… 🙂\nClient: Über 5 €.\n"


def text_of(content: bytes) -> str | None:
    return decode(content, path="call.txt").text


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_text_comes_back_from_every_unicode_encoding(encoding: str, mark: bytes) -> None:
    raw = decode(mark + TALK.encode(encoding), path="call.txt")
    assert raw.text == TALK
    assert raw.encoding == encoding


def test_utf_16_without_mark_is_found_in_other_scripts_too() -> None:
    talk = "Коуч: Что ты хочешь?\nКлиент: Я не знаю.\n"
    assert text_of(talk.encode("utf-16-le")) == talk


def test_windows_1252_is_the_last_resort_and_needs_no_luck() -> None:
    talk = TALK.replace(" 🙂", "")
    raw = decode(talk.encode("cp1252"), path="call.txt")
    assert raw.text == talk
    assert raw.encoding == "cp1252"


def test_a_naive_short_western_file_is_not_read_as_eastern() -> None:
    assert text_of("Ana: a naïve idea".encode("cp1252")) == "Ana: a naïve idea"


def test_the_five_holes_of_windows_1252_do_not_stop_it() -> None:
    assert text_of(b"Ana: caf\xe9 \x81 \x9d ok") == "Ana: café \x81 \x9d ok"


def test_a_charset_an_html_page_declares_is_used_when_it_is_not_utf_8() -> None:
    page = "<meta charset='windows-1251'><p>Коуч: Привет"
    raw = decode(page.encode("cp1251"), path="page.html")
    assert raw.text == page
    assert raw.encoding == "windows-1251"


def test_pasted_pieces_in_two_encodings_are_decoded_line_by_line() -> None:
    content = "Ana: café\n".encode() + "Ben: naïve\n".encode("cp1252")
    assert text_of(content) == "Ana: café\nBen: naïve\n"


def test_a_file_cut_off_inside_a_character_keeps_the_rest() -> None:
    assert text_of("Ana: It’s a café".encode()[:-1]) == "Ana: It’s a caf"
    assert text_of(codecs.BOM_UTF16_LE + "Ana: hi".encode("utf-16-le")[:-1]) == "Ana: h\ufffd"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0c", "\x0b"])
def test_every_line_end_becomes_lf(end: str) -> None:
    assert text_of(f"Ana: hi{end}Ben: ho".encode()) == "Ana: hi\nBen: ho"


def test_zero_width_characters_go_but_not_those_that_part_words() -> None:
    assert text_of("\u200bAna\u200b:\ufeff hi".encode()) == "Ana: hi"
    assert text_of("ก\u200bก".encode()) == "ก\u200bก"
    assert text_of("👩\u200d💻".encode()) == "👩\u200d💻"


def test_utf_8_read_as_windows_1252_is_repaired() -> None:
    damaged = TALK.encode().decode("latin-1")
    damaged = "".join(
        char
        if not 0x80 <= ord(char) < 0xA0
        else bytes([ord(char)]).decode("cp1252", "ignore") or char
        for char in damaged
    )
    assert damaged != TALK
    assert text_of(damaged.encode()) == TALK


@pytest.mark.parametrize(
    "talk",
    [
        "Das macht „Spaß“.",
        "A “CAFÉ”.",
        "NÃO, não!",
        "Ângela: Até à próxima.",
        "Größe: 5–6 °C",
        "«Bien sûr…»",
    ],
)
def test_right_text_is_not_repaired(talk: str) -> None:
    assert text_of(talk.encode()) == talk
    assert text_of(talk.encode("cp1252")) == talk


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "save it as .docx"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "text"),
        (b"ID3\x04\x00\x00", "transcribed"),
        (b"\x00\x00\x00\x20ftypM4A ", "transcribed"),
        (b"RIFF\x00\x01\x02\x03WAVEfmt ", "transcribed"),
        (b"\x89PNG\r\n\x1a\n\x00", "image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
        (b"\x1f\x8b\x08\x00abc", "Unpack"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_advice(content: bytes, word: str) -> None:
    with pytest.raises(UnreadableTranscript, match=word) as caught:
        decode(content, path="call.x")
    assert caught.value.path == "call.x"
    assert caught.value.hint


@pytest.mark.parametrize(
    "content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe\x20\x00", bytes(9)]
)
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableTranscript):
        decode(content, path="call.txt")


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04" + bytes(60), b"{\\rtf1\\ansi Coach: hi}", b"%PDF-1.7\n%\xe2\xe3"]
)
def test_files_that_are_no_plain_text_are_left_to_their_readers(content: bytes) -> None:
    raw = decode(content, path="call.docx")
    assert raw.text is None
    assert raw.encoding is None


def test_bytes_full_of_control_characters_are_no_text() -> None:
    assert text_of(bytes(range(1, 256)) * 4) is None


def test_chat_files_with_times_between_control_characters_are_text() -> None:
    talk = "*MOT:\thow are you ? \x15504_505\x15\n" * 9
    assert text_of(talk.encode()) == talk


@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf\xff")
@example(b"\xff\xfe\x00\xd8")
def test_any_bytes_decode_or_are_refused(content: bytes) -> None:
    try:
        raw = decode(content, path="any")
    except AnalyzerError:
        return
    assert raw.text is None or raw.text.strip()


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_text_that_is_utf_8_comes_back_unless_it_proves_to_be_damaged(text: str) -> None:
    try:
        raw = decode(text.encode(), path="any")
    except AnalyzerError:
        return
    if raw.text is not None and text.isascii():
        assert raw.text == text


def test_four_megabytes_of_text_decode_to_the_last_letter() -> None:
    content = ("Ana: It’s a café.\r\n" * 230_000).encode("cp1252")
    assert text_of(content) == "Ana: It’s a café.\n" * 230_000


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
def test_a_long_text_takes_effort_in_proportion(encoding: str) -> None:
    def effort(n_lines: int) -> int:
        content = ("Ana: It’s a café.\r\n" * n_lines).encode(encoding)
        return effort_of(lambda: decode(content, path="long.txt"))

    assert growth(effort, few=200, many=2_000) < IN_PROPORTION
