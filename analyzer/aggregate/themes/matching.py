"""A theme found anew is the theme it was: matched by the members they share."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import numpy as np

from analyzer.aggregate.themes.records import Kind, Member, Theme

# From here on two themes are the same theme that has changed. New members are not held against it.
SAME = 0.3


def matched_ids(
    found: Sequence[Collection[Member]], former: Sequence[Theme], *, kind: Kind
) -> tuple[str, ...]:
    """The id of each theme found: that of its former self, else one made of its members.

    Pairs are chosen so that together they share most (Kuhn 1955). What two share is counted among
    the members that were there before; a theme that shares less than three tenths is new. The same
    members make the same new id, whenever they are found.
    """
    known = {member for theme in former for member in theme.members}
    shared = np.array(
        [[_likeness(known & set(mine), set(theme.members)) for theme in former] for mine in found]
    ).reshape(len(found), len(former))
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - loads slowly

    rows, columns = linear_sum_assignment(-shared)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    same = {row: former[column].id for row, column in pairs if shared[row, column] >= SAME}
    taken = {theme.id for theme in former}
    return tuple(
        same.get(place) or new_id(mine, kind=kind, taken=taken) for place, mine in enumerate(found)
    )


def _likeness(mine: set[Member], theirs: set[Member]) -> float:
    return len(mine & theirs) / max(len(mine | theirs), 1)


def new_id(members: Collection[Member], *, kind: Kind, taken: Collection[str]) -> str:
    """An id for a new theme, told by its kind and members, that is not taken.

    >>> new_id([Member("0123456789ab", 2)], kind="problem", taken=())
    'p-1e7912'
    """
    told = " ".join(f"{it.session_id}:{it.number}" for it in sorted(members))
    digest = hashlib.sha256(told.encode()).hexdigest()
    for length in range(6, len(digest)):
        wanted = f"{kind[0]}-{digest[:length]}"
        if wanted not in taken:
            return wanted
    return f"{kind[0]}-{digest}"
