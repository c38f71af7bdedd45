"""Every bound on what is read, with the reason for it: what is larger is no transcript.

Readers refuse what is above a bound with an error that says the bound and what to do. Most take
their text decoded already, so that what is said of files, text and lines holds for all of them.
"""

from __future__ import annotations

import re
from typing import Final

from analyzer.errors import UnreadableTranscript

# A Word document with its pictures and a recording inside; the bytes are held in memory as a whole.
MAX_FILE_BYTES: Final = 200_000_000
# A day of talk is 0.6 MB of text, and 30 MB as JSON with the times and guesses of every word.
MAX_TEXT_CHARS: Final = 50_000_000
# JSON written a value a line has 14 lines a word at most, 130,000 an hour.
MAX_LINES: Final = 2_000_000
# A day of talk has 20,000 paragraphs, and every one is looked at in many ways.
MAX_PARAGRAPHS: Final = 200_000
# Captions change each second at the most: 86,400 a day; by word they are three times as many.
MAX_CUES: Final = 300_000
# Unpacked, the text of a day is 20 MB of XML; the rest is pictures. A bomb unpacks to gigabytes.
MAX_UNPACKED_BYTES: Final = 200_000_000
# A Word document has some 20 parts and a picture each; a list of parts can be long in a small file.
MAX_PARTS: Final = 10_000
# A part of a document is parsed as a whole, at about ten times its size in memory.
MAX_PART_BYTES: Final = 50_000_000
# Research formats keep every annotation in XML; the largest real one at hand has 2.4 MB.
MAX_XML_CHARS: Final = 100_000_000
# The services nest up to 12 deep. Python's own parser gives up at about 1,000, newer ones later.
MAX_JSON_DEPTH: Final = 100
# Pages of editors and forums nest a few hundred deep; beyond, parsers take minutes.
MAX_PAGE_DEPTH: Final = 5_000
# An hour's transcript prints on 30 pages, a book on a thousand.
MAX_PDF_PAGES: Final = 2_000
MAX_PDF_CHARS: Final = 2_000_000
# A page holds a few mentor's remarks; a hostile one may list millions.
MAX_PDF_NOTES: Final = 2_000
# A day of talk in rows has 20,000 of them and some ten columns; a bare sheet may claim 16 billion.
MAX_CELLS: Final = 1_000_000
# Letters of all cells together: one text may be named from very many of them.
MAX_SIGNS: Final = 20_000_000
# A list of voices is compared with every piece of a transcript.
MAX_VOICES: Final = 500
# Groups of rich text nest some ten deep; each that is open is held.
MAX_GROUP_DEPTH: Final = 100_000
# What a person writes about who speaks fits a page.
MAX_CHOICES_BYTES: Final = 1_000_000
# Patterns look for what stands beside blanks, from each of them; no layout sets more in a row.
MAX_BLANKS: Final = 100
# The largest meetings a tool admits have 1,000 people; each name is compared with many others.
MAX_SPEAKERS: Final = 1_000


_BLANKS = re.compile(rf"[^\S\n]{{{MAX_BLANKS},}}")
_SOME_BLANKS = re.compile(r"[^\S\n]{9}")


def check_bytes(n_bytes: int, *, path: str) -> None:
    """Raises UnreadableTranscript for a file too large to be held in memory."""
    if n_bytes > MAX_FILE_BYTES:
        raise UnreadableTranscript(
            f"the file has {n_bytes / 10**6:,.0f} MB; more than {MAX_FILE_BYTES // 10**6} MB "
            "are not read.",
            path=path,
            hint="Export the transcript alone, without recording and pictures.",
        )


def check_text(text: str, *, path: str) -> None:
    """Raises UnreadableTranscript for text longer than any talk."""
    if len(text) > MAX_TEXT_CHARS:
        raise UnreadableTranscript(
            f"the file holds {len(text) / 10**6:,.0f} million characters; more than "
            f"{MAX_TEXT_CHARS // 10**6} million are not read.",
            path=path,
            hint="Give each session a file of its own.",
        )


def check_lines(text: str, *, path: str) -> None:
    """Raises UnreadableTranscript for text of more lines than any talk."""
    n_lines = text.count("\n") + 1
    if n_lines > MAX_LINES:
        raise UnreadableTranscript(
            f"the file has {n_lines:,} lines; more than {MAX_LINES:,} are not read.",
            path=path,
            hint="Give each session a file of its own.",
        )


def check_speakers(n_speakers: int, *, path: str | None = None) -> None:
    """Raises UnreadableTranscript where more voices speak than at any meeting."""
    if n_speakers > MAX_SPEAKERS:
        raise UnreadableTranscript(
            f"{n_speakers:,} different speakers are named; more than {MAX_SPEAKERS:,} are no talk.",
            path=path,
            hint="Name the file's format with --format, or give each session a file of its own.",
        )


def check_cues(n_cues: int, *, path: str) -> None:
    """Raises UnreadableTranscript for more captions than a day has."""
    if n_cues > MAX_CUES:
        raise UnreadableTranscript(
            f"the file has {n_cues:,} captions; more than {MAX_CUES:,} are not read.",
            path=path,
            hint="Give each session a file of its own.",
        )


def check_paragraphs(n_paragraphs: int) -> None:
    """Raises UnreadableTranscript, which names no path, for more paragraphs than a day of talk."""
    if n_paragraphs > MAX_PARAGRAPHS:
        raise UnreadableTranscript(
            f"the file has {n_paragraphs:,} paragraphs; more than {MAX_PARAGRAPHS:,} are not read.",
            hint="Give each session a file of its own.",
        )


def fewer_blanks(text: str) -> str:
    r"""The text with no more than ``MAX_BLANKS`` blanks in a row; line ends are none.

    >>> len(fewer_blanks("Ana:" + 5_000 * " " + "Hi.\n"))
    108
    """
    if len(text) <= MAX_BLANKS:
        return text
    # So many blanks in a row are nine in a row of every tenth of so many characters.
    if _SOME_BLANKS.search(text[:: MAX_BLANKS // 10]) is None:
        return text
    return _BLANKS.sub(_first_blanks, text)


def _first_blanks(run: re.Match[str]) -> str:
    return run[0][:MAX_BLANKS]
