"""Under which name a person counts, where transcripts call one person by several.

A guess from the names alone: what somebody was called in a session is never changed by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analyzer.records.labels import Role

# A role, and the name as a transcript has it.
Voice = tuple[Role, str]

_COUNTED = frozenset({Role.COACH, Role.CLIENT})
# Words that stand for whoever speaks, and words that may stand beside them.
_LABELS = (
    "admin adviser advisor agent anonymous answer asker attendee audience author caller client "
    "clients coach coachee coachees cohost commenter consultant counsellor counselor customer "
    "dialin editor everyone facilitator female guest guests host interviewee interviewer ipad "
    "iphone laptop leader learner listener male man manager me member mentee mentor moderator "
    "narrator operator other panelist participant participants patient person phone presenter "
    "question questioner reader respondent reviewer several speaker spk spkr student supervisor "
    "team therapist trainee trainer unidentified unknown unnamed user viewer visitor voice woman "
    "writer you"
)
_BESIDE_LABELS = (
    "a an another co dial first five former four in my new next of one our same second the third "
    "three two"
)
_LABEL_WORDS = frozenset(_LABELS.split())
_WORDS_OF_LABELS = frozenset((*_LABEL_WORDS, *_BESIDE_LABELS.split()))
_WORD = re.compile(r"[^\W\d_]+")
# "Nora2" and "Nora/Theo" are no name of one person.
_NAME = re.compile(r"[^\W\d_][^\d_/&+,;:@#|()\[\]]*")
_BETWEEN_PEOPLE = frozenset({"and", "or", "with", "und", "oder", "mit", "et", "ou", "avec"})


def is_unnamed(name: str) -> bool:
    """Whether a label names nobody: a role, a numbered voice, a single letter, a form of address.

    >>> [is_unnamed(name) for name in ("Coach", "Reader 1", "Speaker A", "Dear Nora", "Coach Nora")]
    [True, True, True, True, False]
    """
    words = _WORD.findall(_folded(name))
    if not words or words[0] == "dear":
        return True
    letters = {word for word in words if len(word) == 1 and word.isascii()}
    if letters.issuperset(words):
        return len(words) == 1
    return not _LABEL_WORDS.isdisjoint(words) and _WORDS_OF_LABELS.issuperset({*words} - letters)


def same_name(name: str, other: str) -> bool:
    """Whether two names differ in capitals, spacing and full stops at most."""
    return _folded(name) == _folded(other)


def full_names(sessions: Iterable[Iterable[Voice]]) -> dict[Voice, str]:
    """The name under which each voice counts, from all voices of all sessions in any order.

    A first name, alone or with an initial, counts under the full name that begins with it, where
    exactly one coach, or one client, can be meant and the two never speak in one session. Names
    that differ in capitals and spacing count as one. All else counts as it is written: others than
    coaches and clients, labels that name nobody, short names of several people.

        >>> calls = [[(Role.CLIENT, "Imani")], [(Role.CLIENT, "Imani Clarke")]]
        >>> full_names(calls)[Role.CLIENT, "Imani"]
        'Imani Clarke'
    """
    voices: set[Voice] = set()
    folded: dict[str, str] = {}
    met: defaultdict[str, set[str]] = defaultdict(set)
    for session in sessions:
        present = set(session)
        for _, name in present - voices:
            folded[name] = _folded(name)
        voices |= present
        keys = {folded[name] for _, name in present}
        for key in keys:
            met[key] |= keys
    people: dict[Role, _People] = {
        role: _People.of((name for its, name in voices if its is role), met) for role in _COUNTED
    }
    return {
        (role, name): people[role].called(name) if role in people else name for role, name in voices
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    """The people of one role: spellings by folded name, folded names by first name."""

    spellings: Mapping[str, str]
    by_first: Mapping[str, tuple[str, ...]]
    met: Mapping[str, set[str]]

    @classmethod
    def of(cls, names: Iterable[str], met: Mapping[str, set[str]]) -> _People:
        spellings: dict[str, str] = {}
        for name in sorted(names, key=_plainness):
            if not is_unnamed(name):
                spellings.setdefault(_folded(name), " ".join(name.split()))
        by_first: defaultdict[str, list[str]] = defaultdict(list)
        for key in sorted(spellings):
            first, *rest = key.split()
            if rest and _is_name(key):
                by_first[first].append(key)
        return cls(
            spellings=spellings,
            by_first={first: tuple(keys) for first, keys in by_first.items()},
            met=met,
        )

    def called(self, name: str) -> str:
        key = _folded(name)
        if key not in self.spellings:
            return name
        return self.spellings[self._full(key) or key]

    def _full(self, key: str) -> str | None:
        """The only full name that a short one can stand for."""
        if not _is_short(key):
            return None
        longer = self.by_first.get(key.partition(" ")[0], ())
        full = [it for it in longer if not _is_short(it)]
        # "Nora B." beside "Nora Whitlock" is somebody else, so that "Nora" may be either.
        strangers = [
            it for it in longer if _is_short(it) and not any(one.startswith(it) for one in full)
        ]
        meant = [it for it in (*full, *strangers) if it.startswith(key) and it != key]
        if len(meant) != 1 or meant[0] not in full:
            return None
        # Who speaks in one session under two names is two people.
        beside = self.met[key] - {key}
        is_met = any(it.startswith(key) or key.startswith(it) for it in beside if it)
        return None if is_met else meant[0]


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(word.rstrip(".") or word for word in plain.split())


def _plainness(name: str) -> tuple[bool, str]:
    """Sorts spellings of one name: "Imani Clarke" before "IMANI CLARKE" and "imani clarke"."""
    return (name.isupper() or name.islower(), name)


def _is_name(key: str) -> bool:
    words = key.split()
    return (
        len(words[0]) > 1
        and all(_NAME.fullmatch(word) for word in words)
        and not _BETWEEN_PEOPLE.intersection(words)
    )


def _is_short(key: str) -> bool:
    """Whether a folded name is a first name, alone or with an initial."""
    words = key.split()
    return _is_name(key) and (len(words) == 1 or (len(words) == 2 and len(words[1]) == 1))
