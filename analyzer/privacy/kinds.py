"""What is taken out of a text, and what stands there instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What something is that gives somebody away.

    ``speaker`` speaks in a session, in the role of neither coach nor client; ``person`` is spoken
    of; ``name`` is a name of which nobody knows whether it is of a person, a company or a place.
    """

    COACH = "coach"
    CLIENT = "client"
    SPEAKER = "speaker"
    PERSON = "person"
    COMPANY = "company"
    PLACE = "place"
    NAME = "name"
    EMAIL = "e-mail"
    PHONE = "phone"
    LINK = "link"
    AMOUNT = "amount"


# Those that are a form of signs rather than a name; they stand in brackets.
FORMS = (Kind.EMAIL, Kind.LINK, Kind.PHONE, Kind.AMOUNT)
PEOPLE = (Kind.COACH, Kind.CLIENT, Kind.SPEAKER, Kind.PERSON)
SPEAKERS = (Kind.COACH, Kind.CLIENT, Kind.SPEAKER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One person, company, place or form, under the pseudonym it has everywhere.

    ``names`` are the ways in which it is written, the fullest first. ``clear`` are those of one
    word that could be an everyday word and, where they were seen, never stood in small letters: a
    capital is enough to tell them ("Dale", where nobody spoke of a dale).
    """

    pseudonym: str
    kind: Kind
    names: tuple[str, ...]
    clear: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Characters ``[start, end)`` of a text that give something away."""

    start: int
    end: int
    entry: Entry


def pseudonym(kind: Kind, number: int | None) -> str:
    """What stands for the so many-th of a kind; without a number for one that nobody has counted.

    >>> pseudonym(Kind.CLIENT, 3), pseudonym(Kind.EMAIL, 1), pseudonym(Kind.AMOUNT, None)
    ('Client 3', '[e-mail 1]', '[amount]')
    """
    label = kind.value if number is None else f"{kind.value} {number}"
    return f"[{label}]" if kind in FORMS else label[0].upper() + label[1:]
