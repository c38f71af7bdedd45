"""How the network sees a session: windows of word pieces with what stands around, and place.

Each word piece is encoded once as itself and, near the edge of a window, once or twice more as
context for its neighbours. Training and analysing cut alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from analyzer.classify.views import SentenceView
from analyzer.records import Role

CORE = 192
CONTEXT = 32
LONGEST = 128
FIRST_PIECE, LAST_PIECE, UNKNOWN_PIECE = 101, 102, 100
ROLES = (Role.COACH, Role.CLIENT, Role.OTHER)
NO_ROLE = len(ROLES)
N_FACTS = 14
LOOK_BACK = 40
NEAR, FAR, LONG_TEXT = 10, 100, 300

Facts = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Word pieces of neighbouring sentences with context on both sides.

    ``pieces`` and ``roles`` are alike long; ``roles`` holds whose words a piece is: an index into
    ``ROLES``, or ``NO_ROLE`` for the marks at both ends. Sentence ``first + k`` stands at pieces
    ``[spans[k][0], spans[k][1])``.
    """

    first: int
    pieces: tuple[int, ...]
    roles: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


def cut_windows(pieces: Sequence[Sequence[int]], *, roles: Sequence[int]) -> tuple[Window, ...]:
    """Windows that hold every sentence once, in order: as many whole sentences as 192 pieces hold.

    ``pieces`` are those of each sentence, at least one; ``roles`` the role of each.
    """
    begins = [0, *accumulate(len(one) for one in pieces)]
    flat = [piece for one in pieces for piece in one]
    whose = [role for one, role in zip(pieces, roles, strict=True) for _ in one]
    windows = []
    first = 0
    while first < len(pieces):
        end = first + 1
        while end < len(pieces) and begins[end + 1] - begins[first] <= CORE:
            end += 1
        left, right = max(0, begins[first] - CONTEXT), min(len(flat), begins[end] + CONTEXT)
        windows.append(
            Window(
                first=first,
                pieces=(FIRST_PIECE, *flat[left:right], LAST_PIECE),
                roles=(NO_ROLE, *whose[left:right], NO_ROLE),
                spans=tuple(
                    (begins[one] - left + 1, begins[one + 1] - left + 1)
                    for one in range(first, end)
                ),
            )
        )
        first = end
    return tuple(windows)


def role_number(view: SentenceView) -> int:
    """The role of a sentence's speaker as an index into ``ROLES``; unknown counts as other."""
    return ROLES.index(view.role if view.role in ROLES else Role.OTHER)


def place_facts(views: Sequence[SentenceView]) -> Facts:
    """What words do not tell: place in turn and session, role, change of voice. Shape (n, 14)."""
    count = len(views)
    heard: set[int] = set()
    rows = []
    for index, view in enumerate(views):
        to_end = count - 1 - index
        rows.append(
            [
                view.starts_turn,
                view.ends_turn,
                *(role_number(view) == role for role in range(len(ROLES))),
                index / count,
                min(index, NEAR) / NEAR,
                min(to_end, NEAR) / NEAR,
                min(index, FAR) / FAR,
                view.is_question,
                view.in_quote,
                view.speaker not in heard,
                view.role is not Role.COACH and _voice_before(views, index) != view.speaker,
                min(len(view.text), LONG_TEXT) / LONG_TEXT,
            ]
        )
        heard.add(view.speaker)
    return np.array(rows, dtype=np.float32).reshape(count, N_FACTS)


def _voice_before(views: Sequence[SentenceView], index: int) -> int | None:
    """Who of those that are no coach spoke last before a sentence, of the forty before it."""
    for near in reversed(views[max(0, index - LOOK_BACK) : index]):
        if near.role is not Role.COACH:
            return near.speaker
    return None
