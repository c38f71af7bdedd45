"""Repair of UTF-8 that was read as Windows-1252 and saved again: ``donâ€™t`` for ``don’t``."""

from __future__ import annotations

import re

# The letters that the first bytes of longer signs in UTF-8 are in Windows-1252, "Â" to "ô", are two
# bytes in UTF-8 of which this is the first.
_FIRST_BYTE = b"\xc3"
_RUN = re.compile("[^\x00-\x7f]+")
_HOLES = {chr(byte): bytes([byte]) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}

# A lone sign must come out as one that transcripts hold: German "Spaß“" is, by its bytes, a sign of
# the N'Ko script. Longer runs that are valid throughout are proof by themselves.
_PLAUSIBLE = re.compile(
    "[\u00a0-\u017f\u2000-\u206f\u20a0-\u20bf\u2100-\u214f\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf"
    "\ufe0f\ufeff\U0001f000-\U0001faff]+"
)
_PROOF_BY_LENGTH = 6
_MAX_ROUNDS = 2


def repair_mojibake(text: str) -> str:
    r"""The text with such damage undone, or the text itself where the way back does not prove it.

    The way back: each run of characters beyond ASCII, written as Windows-1252, is valid UTF-8. Most
    of the lines that hold such characters must pass, and a line is repaired only when all of its
    runs do.

    >>> repair_mojibake("We donâ€™t.\nÃœber cafÃ©s.")
    'We don’t.\nÜber cafés.'
    >>> repair_mojibake("Das macht „Spaß“.")
    'Das macht „Spaß“.'
    """
    for _ in range(_MAX_ROUNDS):
        repaired = _undo_once(text)
        if repaired == text:
            break
        text = repaired
    return text


def _undo_once(text: str) -> str:
    if text.isascii() or _FIRST_BYTE not in text.encode("utf-8", "surrogatepass"):
        return text
    lines = text.split("\n")
    proven: dict[int, str] = {}
    refuted = 0
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        undone = _undo_line(line)
        if undone is None:
            refuted += 1
        else:
            proven[number] = undone
    if len(proven) <= refuted:
        return text
    return "\n".join(proven.get(number, line) for number, line in enumerate(lines))


def _undo_line(line: str) -> str | None:
    """The line before the damage; None when one of its runs does not prove it."""
    parts: list[str] = []
    end = 0
    for match in _RUN.finditer(line):
        run = _undo_run(match[0])
        if run is None:
            return None
        parts += [line[end : match.start()], run]
        end = match.end()
    return "".join([*parts, line[end:]])


def _undo_run(run: str) -> str | None:
    try:
        undone = b"".join(_HOLES.get(char) or char.encode("cp1252") for char in run).decode("utf-8")
    except UnicodeError:
        return None
    if len(run) < _PROOF_BY_LENGTH and not _PLAUSIBLE.fullmatch(undone):
        return None
    return undone
