"""Talk as captions: a turn in one cue or several, wrapped lines, names now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from textwrap import wrap

from tests.read.rendering.talk import MS_A_WORD, Said, clock

WORDS_A_CUE = 9


def pieces(said: Said) -> Iterator[tuple[str, int, int]]:
    """The words of a turn in cues of nine, with start and end."""
    words = said.text.split()
    for first in range(0, len(words), WORDS_A_CUE):
        part = words[first : first + WORDS_A_CUE]
        start = said.start_ms + MS_A_WORD * first
        yield " ".join(part), start, start + MS_A_WORD * len(part)


def zoom_vtt(talk: Sequence[Said]) -> str:
    """Zoom: numbered cues, a name in each, CRLF."""
    cues = [
        f"{clock(start)} --> {clock(end)}\n{said.speaker}: {text}\n"
        for said in talk
        for text, start, end in pieces(said)
    ]
    body = "\n".join(f"{number}\n{cue}" for number, cue in enumerate(cues, 1))
    return f"WEBVTT\n\n{body}".replace("\n", "\r\n")


def voices_vtt(talk: Sequence[Said]) -> str:
    """Teams: voice tags, ids, wrapped lines, entities."""
    cues = []
    for number, said in enumerate(talk):
        for part, (text, start, end) in enumerate(pieces(said)):
            lines = "\n".join(wrap(escape(text, quote=False), 32, break_on_hyphens=False))
            cues.append(
                f"90a4b0c8-0000-4a4a-8888-515fe750cc7a/{number}-{part}\n"
                f"{clock(start)} --> {clock(end)}\n<v {escape(said.speaker)}>{lines}</v>\n"
            )
    return "WEBVTT\n\n" + "\n".join(cues)


def srt(talk: Sequence[Said]) -> str:
    """SubRip: a name where the speaker changes only, wrapped lines."""
    cues = []
    for said in talk:
        for part, (text, start, end) in enumerate(pieces(said)):
            label = f"{said.speaker}: " if part == 0 else ""
            lines = "\n".join(
                wrap(label + text, 38, break_on_hyphens=False, break_long_words=False)
            )
            cues.append(f"{clock(start, mark=',')} --> {clock(end, mark=',')}\n{lines}\n")
    return "\n".join(f"{number}\n{cue}" for number, cue in enumerate(cues, 1))


def sbv(talk: Sequence[Said]) -> str:
    """YouTube's .sbv: start and end in one line, a name in each cue."""
    return "\n".join(
        f"{clock(said.start_ms)[1:]},{clock(said.end_ms)[1:]}\n{said.speaker}: {said.line}\n"
        for said in talk
    )


CUES: dict[str, Callable[[Sequence[Said]], str]] = {
    "vtt-zoom": zoom_vtt,
    "vtt-voices": voices_vtt,
    "srt": srt,
    "sbv": sbv,
}
