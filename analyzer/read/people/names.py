"""What looks like a speaker's name: people, roles, devices, handles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from analyzer.read.people.everyday import (
    EVERYDAY,
    FUNCTION_WORDS,
    NOT_NAMES,
    PARTICLES,
    TITLES,
    VOICES,
)
from analyzer.records import Role

# Label words that settle what a speaker is, whatever the person is called.
_ROLES = {
    Role.COACH: (
        "coach mentor trainer counselor counsellor therapist consultant advisor adviser supervisor"
    ),
    Role.CLIENT: "client coachee mentee caller asker patient counselee clients coachees",
    Role.OTHER: (
        "host moderator facilitator operator announcer narrator producer audience cohost co-host "
        "emcee mc interpreter translator editor admin"
    ),
}
_ROLE_OF_WORD = {word: role for role, words in _ROLES.items() for word in words.split()}

_NOTE = re.compile(r"\s*[(\[（]\s*(?P<note>[^()\[\]（）]{1,60})\s*[)\]）]\s*$")
_ROLE_NOTE = re.compile(r"\s*(?:,|\s[-–—|/]{1,2})\s*(?P<note>[A-Za-z-]{2,12})\s*$")
_DEVICE = re.compile(
    r"(?i)(?:['’]s|\bmy)\s+(?:iphone|ipad|phone|macbook|laptop|android|galaxy|pixel|pc|mac)\b"
)
_NUMBERED = re.compile(
    r"(?ix) (?: speaker|participant|person|guest|client|coachee|coach|caller|dial-?in|user|member"
    r"|attendee|student|voice|interviewer|interviewee|respondent|audience(?:\ member)?|spk|spkr"
    r"|listener|manager|phone|unknown(?:\ speaker)?|male|female|man|woman|p|s|m|f|r|i|c|t)"
    r"[\s_#-]*[0-9]{1,3}[a-z]? | speaker[\s_]+[a-z] | \+[0-9*\s().-]{6,}"
)
_UNNAMED = re.compile(
    r"(?i)(?:unknown|unidentified|male|female|new|other|another|first|second|third)\s+"
    r"(?:speaker|voice|caller|person|participant|man|woman|member|guest|audience member)"
    r"|audience(?: members?| response| question)?"
    r"|member of (?:the )?audience|question from (?:the )?audience"
)
_HANDLE = re.compile(r"@?[^\W_]+(?:[._-][^\W_]+)*_?")
_INITIAL = re.compile(r"(?:[^\W\d_]\.?[-']?){1,3}")
# A dot inside a word breaks it, "Tensorflow.js", but for "Anna.Fiske".
_SHAPE_BROKEN = re.compile(
    r"""[?!;"“”„«»<>=+{}*\\]|\.(?![A-ZÀ-Þ][^\W\d_]+(?:\s|$))\S{2}|,\s*$|https?|www\."""
)
_STRIP = " \t\u00a0*_~`#>•·|\u200b"
_WORD_EDGE = "()[].,'’\"“”:"
_LONGEST_KEPT = 80
_T = TypeVar("_T")


def _remembered(work: Callable[[str], _T]) -> Callable[[str], _T]:
    """The same work, done once for a name: a talk shows a few of them in thousands of lines."""
    kept = lru_cache(maxsize=2_000)(work)

    @wraps(work)
    def remembering(name: str) -> _T:
        return kept(name) if len(name) <= _LONGEST_KEPT else work(name)

    return remembering


@_remembered
def bare_name(raw: str) -> str:
    """The name without markup around it, its blanks made single.

    >>> bare_name("**Ana  Ruiz **")
    'Ana Ruiz'
    """
    return " ".join(raw.replace("\u00a0", " ").split()).strip(_STRIP)


@_remembered
def split_note(name: str) -> tuple[str, str | None]:
    """A name and what stands behind it in brackets: an organisation, a role, initials.

    >>> split_note("Lloyd Fournier (LF)")
    ('Lloyd Fournier', 'LF')
    """
    match = _NOTE.search(name)
    if match is None or not name[: match.start()].strip():
        return name, None
    return name[: match.start()].strip(), match["note"].strip()


@_remembered
def split_role(name: str) -> tuple[str, Role | None]:
    """A name without a role written behind it, and that role.

    >>> split_role("Ana Ruiz (Coach)")
    ('Ana Ruiz', <Role.COACH: 'coach'>)
    """
    short, note = split_note(name)
    if note is not None and word_role(note) is not None:
        return short, word_role(note)
    match = _ROLE_NOTE.search(name)
    if match is not None and word_role(match["note"]) is not None:
        return name[: match.start()].strip(), word_role(match["note"])
    return short if note is not None else name, word_role(short)


def device_owner(name: str) -> str | None:
    """Whose device a label names, None where it names none or nobody's.

    >>> device_owner("Mara’s iPhone"), device_owner("my iPad"), device_owner("Mara")
    ('Mara', None, None)
    """
    match = _DEVICE.search(name)
    owner = "" if match is None else name[: match.start()].strip()
    return owner or None


@_remembered
def word_role(name: str) -> Role | None:
    """The role that a label such as "Coach", "CLIENT 2" or "Coach Ana" names, else None."""
    words = name.casefold().strip(_WORD_EDGE).split()
    if not words:
        return None
    return _ROLE_OF_WORD.get(words[0]) or _ROLE_OF_WORD.get(words[-1].strip("0123456789#"))


@_remembered
def name_key(name: str) -> str:
    """The form in which two spellings of one name are equal: no case, accents, brackets, dots.

    >>> name_key("RAÚL  (host)") == name_key("Raul")
    True
    """
    short, _ = split_role(bare_name(name))
    plain = unicodedata.normalize("NFKD", short.casefold().replace("’", "'"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.replace("_", " ").replace(".", " ").split())


@_remembered
def is_role_like(name: str) -> bool:
    """Whether the label is a role, a numbered voice, a device: nobody's name, yet a speaker."""
    short, _ = split_role(name)
    words = short.casefold().strip(_WORD_EDGE).split()
    if not words or len(words) > 4:
        return False
    if _NUMBERED.fullmatch(short) or _UNNAMED.fullmatch(short) or _DEVICE.search(short):
        return True
    if len(words) == 1:
        return words[0] in _ROLE_OF_WORD or words[0] in VOICES
    return words[0] in _ROLE_OF_WORD and is_person_like(" ".join(short.split()[1:]))


@_remembered
def is_person_like(name: str) -> bool:
    """Whether it could be somebody's name: few words, capitalised, none of them everyday."""
    short, _ = split_role(name)
    words = short.split()
    if not 1 <= len(words) <= 5 or len(short) > 45 or _SHAPE_BROKEN.search(short):
        return False
    if words[-1].casefold() in PARTICLES and len(words) > 1:
        return False
    named = 0
    for position, word in enumerate(words):
        bare = word.strip(_WORD_EDGE)
        small = bare.casefold()
        if small in TITLES or (small in PARTICLES and position > 0):
            continue
        if not bare or not bare[0].isalpha() or not (bare[0].isupper() or not bare[0].islower()):
            return False
        if small in EVERYDAY and not (named and _INITIAL.fullmatch(bare)):
            return False
        named += 1
    return named > 0


def is_handle(name: str) -> bool:
    """Whether it could be a handle: one word with a digit, ``_`` or ``@``."""
    return bool(
        len(name) <= 30 and _HANDLE.fullmatch(name) and re.search(r"[0-9_@]", name)
    ) and any(sign.isalpha() for sign in name)


def is_plausible(name: str) -> bool:
    """Whether a string that recurs before a colon may be a speaker: a name's length and signs.

    >>> is_plausible("audience member"), is_plausible("Here are the problems"), is_plausible("Note")
    (True, False, False)
    """
    short, _ = split_note(name)
    words = [word.strip(_WORD_EDGE).casefold() for word in short.split()]
    if not words or len(words) > 6 or len(short) > 50 or _SHAPE_BROKEN.search(short):
        return False
    if not any(sign.isalnum() for sign in short):
        return False
    if is_role_like(name):
        return True
    if words[0] in NOT_NAMES or words[-1] in NOT_NAMES:
        return False
    return _is_plausible_wording(short.split(), words)


def _is_plausible_wording(words: list[str], small: list[str]) -> bool:
    if len(words) == 1:
        return small[0] not in EVERYDAY or len(small[0]) == 1
    initial = words[-1][0].isupper() and len(small[-1]) == 1
    if small[0] in FUNCTION_WORDS or (small[-1] in FUNCTION_WORDS and not initial):
        # "The coach" stays; "The problem is", "And he said" and "What I mean" do not.
        return small[0] == "the" and len(words) == 2 and is_role_like(words[1])
    capitalised = sum(1 for word in words if not word[0].islower())
    return len(words) == 2 or capitalised * 2 >= len(words)
