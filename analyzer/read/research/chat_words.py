"""The words of a CHAT main line without its codes.

Taken out: media bullets; overlap marks ``[<] [>1] ⌈2 ⌉ ⌊ ⌋`` and the angle brackets of groups;
retracing ``[/] [//] [///] [/-] [/?]`` (the words said twice stay); codes of errors, stress,
language, exclusion and lines ``[* …] [!] [!!] [?] [- …] [+ …] [$ …] [e] ["]``; linkers
``+^ +< +, ++ +"``; pauses ``(.) (..) (1.5) #``; part-of-speech and form marks behind words
(``word@s:deu``, ``word$n``); lengthening ``no::``, stress, pitch and volume signs, parentheses of
completed words (``(be)cause``; a word that is all in them keeps them); ``0`` for an action without
words.

Rewritten: ``&-um`` and ``&~ga`` to the bare word, ``&+fr`` to ``fr-``, compounds ``ice+cream`` with
a hyphen, ``New_York`` with a blank, ends ``+...`` to ``...``, ``+/.`` to a dash, ``+".`` to a
full stop, tag marks ``„ ‡`` to a comma. What the transcriber tells stays in brackets:
``&=laughs``, ``[=! laughing]``, ``[= the dog]``, ``[% slowly]``, ``[x 3]``, and any other brackets.
``&*CLI:mhm`` is a word of another's, and becomes one.

Left out and counted: replacements and other hearings ``[: going] [:: going] [=? going]``, which
write what was said once more, and ``0word``, which was not said. ``xxx``, ``yyy``, ``www`` stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

REPLACED = "replaced"
UNSAID = "unsaid"

_GLUE = "\x00"

_BULLET = re.compile("\x15([^\x15\n]*)\x15|(?<=\\s)([0-9]{1,9}_[0-9]{1,9})(?=\\s*$)")
_TIMES = re.compile(r"([0-9]{1,9})_([0-9]{1,9})-?$")
_CODE = re.compile(r"\[([^\[\]]*)\]")
_CODE_ONLY = re.compile(
    r"/{1,3}|/-|/\?|[<>][0-9]*|\?|!+\*?|\"|e|\^c|#\s*[0-9.:]*|[*+$-](?:\s.*|[a-z0-9:=.-]*)",
    re.DOTALL,
)
_OVERLAP = re.compile("[⌈⌉⌊⌋][0-9]?")
_SIGNS = re.compile("[\x00-\x08\x0e-\x1f↑↓⇗↗→↘⇘∞≈≋≡∆∇☺♡▁▔∬♋⁎∙↻⤇⤆⁑§Ἡˈˌ‹›〔〕]|(?<![0-9])°")
_STUTTER = re.compile("↫([^↫\\s]*)↫")
_OTHER_VOICE = re.compile(r"&\*([^\s:]{1,30}):(\S+)")
_PAUSE = re.compile(
    r"0|&[-~+]|\((?:\.{1,3}|[0-9]+(?:[.:][0-9]*)*|[0-9]*\.[0-9]+)\)|#+(?:[0-9]+(?:[_:.][0-9]+)*)?"
)
_EVENT = re.compile(r"&=\s?(\S+)")
_LONG_EVENT = re.compile(r"&\{[nl]=(\S+)")
_LONG_END = re.compile(r"&\}[nl]=\S+")
_UNSAID = re.compile(r"0[^\W\d_][\w'’]*")
_FORM = re.compile(r"@[a-z]{1,3}(?:[:$&][\w:+&$-]*)?(?=[.,?!…]*$)|\$[a-z][a-z:]*(?=[.,?!…]*$)")
_COMPLETED = re.compile(r"\(([\w'’-]+)\)")
_LENGTHENED = re.compile(r"(?<=[^\W\d_]):+")
_JOINED = re.compile(r"(?<=\w)\+(?=\w)")
_BLANK = re.compile(r"(?<=\w)_(?=\w)")
_LOOSE = re.compile(r"\s+([.,?!;:]+)(?=\s|$)")
_IN_BRACKETS = re.compile(r"\(\w[^()]*\)\W*")
# A dash that somebody wrote stands by itself; one that stands for a code follows its word.
_ENDS = {
    "+...": "...",
    "+…": f"{_GLUE}…",
    "+..?": "...?",
    "+!?": "!?",
    "+/.": f"{_GLUE}—",
    "+//.": f"{_GLUE}—",
    "+/?": f"{_GLUE}—?",
    "+//?": f"{_GLUE}—?",
    '+"/.': ".",
    '+".': ".",
    "+.": ".",
    "„": ",",
    "‡": ",",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words of one voice in a main line; ``voice`` is another's code for words put in by it."""

    text: str
    voice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A main line without codes; ``left_out`` counts words by what they are."""

    parts: tuple[Said, ...]
    start_ms: int | None = None
    end_ms: int | None = None
    left_out: Counter[str] = field(default_factory=Counter)


def clean_line(text: str) -> Line:
    r"""The words of a main line, and when they are said.

    >>> line = clean_line("<I want> [//] &-um I wanna [: want to] go +... \x15120_900\x15")
    >>> line.parts[0].text, line.start_ms, line.end_ms
    ('I want um I wanna go...', 120, 900)
    """
    left_out: Counter[str] = Counter()
    text, start_ms, end_ms = _take_times(text)
    text = _OVERLAP.sub("", _STUTTER.sub(r"\1-", text))
    text = _CODE.sub(lambda match: _code(match[1].strip(), left_out), text)
    parts: list[Said] = []
    place = 0
    for match in _OTHER_VOICE.finditer(text):
        _add(parts, text[place : match.start()], None, left_out)
        _add(parts, match[2], match[1], left_out)
        place = match.end()
    rest = _joined(text[place:], left_out)
    own = next((n for n in reversed(range(len(parts))) if parts[n].voice is None), None)
    if _has_words(rest):
        parts.append(Said(text=rest))
    elif own is not None:  # the end of what was said before another's word
        parts[own] = Said(text=parts[own].text + rest)
    return Line(parts=tuple(parts), start_ms=start_ms, end_ms=end_ms, left_out=left_out)


def without_bullets(text: str) -> str:
    """The text without media bullets, blanks made single."""
    return " ".join(_BULLET.sub(" ", text).replace("\x15", " ").split())


def _take_times(text: str) -> tuple[str, int | None, int | None]:
    """The text without bullets, the start of the first and the end of the last."""
    times = [
        (int(match[1]), int(match[2]))
        for bullet in _BULLET.finditer(text)
        if (match := _TIMES.search(bullet[1] or bullet[2] or ""))
    ]
    text = _BULLET.sub(" ", text).replace("\x15", " ")
    if not times:
        return text, None, None
    start_ms, end_ms = times[0][0], times[-1][1]
    return text, start_ms, end_ms if end_ms >= start_ms else None


def _code(code: str, left_out: Counter[str]) -> str:
    """What stands in the text for a code in square brackets."""
    if code.startswith((":", "=?")):
        left_out[REPLACED] += 1
        return " "
    if _CODE_ONLY.fullmatch(code) or not code:
        return " "
    told = code.lstrip("=!%^ ").strip()
    # One token, so that nothing is done to its words; _words puts the blanks back.
    return f" [{_GLUE.join(told.split())}] " if told else " "


def _add(parts: list[Said], text: str, voice: str | None, left_out: Counter[str]) -> None:
    words = _joined(text, left_out)
    if _has_words(words):
        parts.append(Said(text=words, voice=voice))


def _joined(text: str, left_out: Counter[str]) -> str:
    words = " ".join(_words(text, left_out)).replace(f" {_GLUE}", "").replace(_GLUE, "")
    return _LOOSE.sub(r"\1", words).strip()


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _words(text: str, left_out: Counter[str]) -> Iterator[str]:
    for token in text.replace("+<", " ").replace("<", " ").replace(">", " ").split():
        if token.isascii() and token.isalpha():  # most are, and need no more
            yield token
            continue
        if token.startswith("[") and token.endswith("]"):
            yield token.replace(_GLUE, " ")
            continue
        word = _word(_SIGNS.sub("", token), left_out)
        if word:
            yield word


def _word(token: str, left_out: Counter[str]) -> str:
    """What is said of a token; empty where it is only a code."""
    if token in _ENDS:
        return _ENDS[token]
    if token.startswith("+") and not _has_words(token):
        return ""
    if _PAUSE.fullmatch(token) or _LONG_END.fullmatch(token):
        return ""
    if _UNSAID.fullmatch(token):
        left_out[UNSAID] += 1
        return ""
    event = _EVENT.fullmatch(token) or _LONG_EVENT.fullmatch(token)
    if event is not None:
        return f"[{' '.join(event[1].replace(':', ' ').replace('_', ' ').split())}]"
    cut_off = token.startswith("&+")
    token = re.sub(r"^&[-~+]?(?=\w)", "", token).lstrip("+^")
    token = _FORM.sub("", token).replace("^", "")
    token = token if _IN_BRACKETS.fullmatch(token) else _COMPLETED.sub(r"\1", token)
    token = _BLANK.sub(" ", _JOINED.sub("-", _LENGTHENED.sub("", token)))
    return f"{token}-" if cut_off and token else token
