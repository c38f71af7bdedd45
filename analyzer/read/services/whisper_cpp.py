"""JSON of whisper.cpp: pieces in ``transcription`` with times in milliseconds.

Shapes known, from the program's own writer: ``offsets`` in milliseconds beside ``timestamps`` with
comma; ``tokens`` (full output), which repeat the text; ``speaker`` "0", "1" or "?" where a stereo
file is told apart; ``speaker_turn_next`` (tinydiarize), true where somebody else goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.services.voices import UNKNOWN, join_runs
from analyzer.read.times import parse_time
from analyzer.read.trees import Json, at, has_keys, millis_at, rows_at, text_at, voice_name
from analyzer.read.words import Word

_TURN_MARK = re.compile(r"\s*\[(?:SPEAKER[_ ]TURN|_SOLM_)\]\s*$")


class WhisperCpp:
    """Pieces of text with two forms of each time."""

    name = "whisper-cpp"
    about = "JSON of whisper.cpp (pieces with offsets in milliseconds)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all pieces have text and a time in one of the two forms."""
        pieces = rows_at(raw.tree, "transcription")
        if not pieces or not all(_is_piece(one) for one in pieces):
            return 0.0
        return 0.97

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all pieces. Raises UnreadableTranscript when none has words."""
        fragments = join_runs(_runs(raw.tree))
        if not fragments:
            what = "no piece of this whisper.cpp file has words."
            raise UnreadableTranscript(what, path=raw.path, hint="Transcribe the recording again.")
        return Reading(fragments=fragments)


def _is_piece(piece: dict[str, Json]) -> bool:
    return "text" in piece and (has_keys(piece, "offsets") or has_keys(piece, "timestamps"))


def _runs(tree: Json) -> Iterator[list[Word]]:
    """The words between two marks that somebody else goes on."""
    pieces = rows_at(tree, "transcription")
    texts = [text for one in pieces if (text := text_at(one, "text")) is not None]
    spaced = sum(text.startswith(" ") for text in texts) * 2 >= len(texts)
    run: list[Word] = []
    for piece in pieces:
        text = text_at(piece, "text") or ""
        shown = _TURN_MARK.sub("", text)
        speaker = voice_name(at(piece, "speaker"))
        run.append(
            Word(
                text=shown,
                speaker=UNKNOWN if speaker == "?" else speaker,
                start_ms=_time(piece, "from"),
                end_ms=_time(piece, "to"),
                # pieces of one token each: what opens without a blank goes on with the word
                glued=spaced and not shown[:1].isspace(),
            )
        )
        if at(piece, "speaker_turn_next") is True or shown != text:
            yield run
            run = []
    yield run


def _time(piece: dict[str, Json], edge: str) -> int | None:
    offset = millis_at(piece, "offsets", edge)
    if offset is not None:
        return offset
    written = text_at(piece, "timestamps", edge)
    return None if written is None else parse_time(written)
