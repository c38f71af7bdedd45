"""WebVTT: Zoom, Teams, podcast hosts, YouTube, Whisper; also a paste of it in a text file."""

from __future__ import annotations

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.captions.cue_turns import read_cues
from analyzer.read.captions.cues import is_header, scan_cues, time_line_share

_TOP = 40
_MIN_SHARE = 0.12


class WebVtt:
    """Captions under a line ``WEBVTT``."""

    name = "webvtt"
    about = "WebVTT captions: Zoom, Teams, podcast hosts, YouTube, Whisper (.vtt)"
    extensions: tuple[str, ...] = (".vtt", ".webvtt")

    def claims(self, raw: RawFile) -> float:
        """0.99 for a file that opens with WEBVTT, 0.95 where a title stands above that line."""
        if raw.text is None:
            return 0.0
        lines = [line for line in raw.text.split("\n", _TOP)[:_TOP] if line.strip()]
        if lines and is_header(lines[0]):
            return 0.99 if lines[0].strip() == "WEBVTT" or time_line_share(raw.text) else 0.0
        is_paste = any(line.strip() == "WEBVTT" for line in lines)
        return 0.95 if is_paste and time_line_share(raw.text) >= _MIN_SHARE else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The turns of the file. Raises UnreadableTranscript when it has no cue with words."""
        file = scan_cues(raw.text or "", webvtt=True)
        if not file.cues:
            raise UnreadableTranscript(
                "the file begins as WebVTT but has no cue: no line such as "
                "'00:00:01.000 --> 00:00:04.000' is in it.",
                path=raw.path,
                line=1,
                hint="Download or export the captions again.",
            )
        return read_cues(file, path=raw.path)
