"""Themes as records: what comes up again, how often, for whom, how surely, in what words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["problem", "advice"]
KINDS: tuple[Kind, ...] = ("problem", "advice")


class Member(NamedTuple):
    """An exchange (of a problem theme) or an advice: the session, and its number in there."""

    session_id: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeQuote:
    """Verbatim words for a theme: characters ``[start, end)`` of a turn of a session."""

    session_id: str
    turn: int
    start: int
    end: int
    speaker: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Exchanges or advice that are about the same.

    ``id`` stays the same over reruns and additions; ``name`` is made of ``phrases`` unless a person
    gave one. ``stability`` is how much of the theme comes back when a fifth of the texts is left
    out (0 to 1, None for a theme that a person made); ``is_tentative`` says that it does not come
    back well or stands in fewer than three sessions. ``category`` is the pack's category that most
    of its members carry, None where the pack has no word for it, and ``category_share`` how many
    of the members do. What a person decided about (``is_decided``) keeps its members and gains new
    ones; it is never taken apart again by a rerun. ``is_hidden`` themes are left out of reports.
    """

    id: str
    kind: Kind
    name: str
    phrases: tuple[str, ...]
    members: tuple[Member, ...]
    n_sessions: int
    n_clients: int
    stability: float | None
    is_tentative: bool
    category: str | None
    category_share: float
    quotes: tuple[ThemeQuote, ...]
    is_decided: bool = False
    is_named: bool = False
    is_hidden: bool = False
    is_pinned: bool = False


class Unassigned(NamedTuple):
    """A member of no theme, and why."""

    member: Member
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Themes:
    """The themes of one kind, those in most sessions first, tentative last; and what is in none.

    ``note`` says why there are none, or hardly any; None where nothing is to be said.
    """

    kind: Kind
    themes: tuple[Theme, ...]
    unassigned: tuple[Unassigned, ...]
    note: str | None

    @property
    def shown(self) -> tuple[Theme, ...]:
        """The themes that nobody hid."""
        return tuple(theme for theme in self.themes if not theme.is_hidden)
