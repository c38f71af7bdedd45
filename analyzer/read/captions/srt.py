"""SubRip and its kin: cues with times and no header, YouTube's .sbv, Whisper's bracketed times."""

from __future__ import annotations

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.captions.cue_turns import read_cues
from analyzer.read.captions.cues import scan_cues, time_line_share

_MIN_SHARE = 0.12


class Srt:
    """Captions made of time lines and text."""

    name = "srt"
    about = "SubRip captions (.srt), YouTube .sbv, cues pasted into text"
    extensions: tuple[str, ...] = (".srt", ".sbv")

    def claims(self, raw: RawFile) -> float:
        """By the share of time lines: half the lines of one-line cues, a seventh of long ones."""
        if raw.text is None:
            return 0.0
        share = time_line_share(raw.text)
        if share == 0.0:
            return 0.0
        top = "\n".join(line for line in raw.text.split("\n", 20)[:20] if line.strip())
        opens = time_line_share("\n".join(top.split("\n")[:2])) > 0
        if opens:
            return 0.95 if share >= _MIN_SHARE else 0.5
        return 0.9 if share >= 2 * _MIN_SHARE else 0.3

    def parse(self, raw: RawFile) -> Reading:
        """The turns of the file. Raises UnreadableTranscript when it has no cue with words."""
        file = scan_cues(raw.text or "", webvtt=False)
        if not file.cues:
            raise UnreadableTranscript(
                "the file has no cue: no line such as '00:00:01,000 --> 00:00:04,000' is in it.",
                path=raw.path,
                line=1,
                hint="Download or export the captions again, or choose another format.",
            )
        return read_cues(file, path=raw.path)
