"""Finding the themes of an archive: what people decided first, then what comes back by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from analyzer.aggregate.themes.evidence import theme_quotes
from analyzer.aggregate.themes.gathering import (
    MOST_COMPARED,
    Material,
    compared,
    gather,
    texts_of,
)
from analyzer.aggregate.themes.keeping import from_row, to_row
from analyzer.aggregate.themes.matching import matched_ids
from analyzer.aggregate.themes.partition import (
    COMES_BACK,
    FEWEST_TEXTS,
    Matrix,
    Partition,
)
from analyzer.aggregate.themes.records import Kind, Member, Theme, Themes, Unassigned
from analyzer.aggregate.themes.words import ArchiveWords, Words
from analyzer.archive import Archive
from analyzer.archive.theme_rows import (
    contents_stamp,
    meaningless,
    read_themes,
    theme_keys,
    themes_stamp,
    write_themes,
)
from analyzer.encoder import Encoder

if TYPE_CHECKING:
    from analyzer.aggregate.themes.phrases import Likeness

FEWEST_SESSIONS = 3
# Below this a theme does not come back well (Hennig 2007: no stable cluster under .6).
STABLE = 0.6
# What falls together with the others of its theme more seldom than this belongs to none.
BELONGS = 0.25
# A decided theme takes in what is as like it as its own members are, but for the least like tenth.
LEAST_LIKE = 10
# What was not compared itself is a little less like the middle than those it was made of.
NEARLY = 0.9
# From this share of a theme's members on, the pack's category is named beside it.
HAS_WORD = 0.5
PHRASES_FROM = 60
BETWEEN = "falls together with others each time, or shares no telling word with them"
ALONE = "nothing in another session is about the same"
FAR = "is like none of the themes"
MEANINGLESS = "says too little"
NONE = -1
# Session and number of an item: what a ``Member`` is, as it comes from the archive.
Key = tuple[str, int]


def find_themes(
    archive: Archive, kind: Kind, *, encoder: Encoder | None = None, anew: bool = False
) -> Themes:
    """The themes of an archive's problems or advice that no pack is needed for.

    Exchanges (or advice) are compared by meaning and words and cut into themes by consensus of many
    samples; how many themes there are is found by the way. Themes are kept in the archive and only
    looked for again when it has changed, or with ``anew``; one that was there before keeps its id,
    and what a person decided about keeps its members and name. An archive that cannot be written to
    is told its themes without keeping them. The same archive has the same themes on every run.
    With an ``encoder``, which must be the one whose vectors the archive holds, themes are named by
    what their phrases mean too. Raises ArchiveError.
    """
    with archive.reading() as connection:
        former = [from_row(row, kind=kind) for row in read_themes(connection, kind)]
        stamp = contents_stamp(connection)
        if not anew and themes_stamp(connection, kind) == stamp:
            without = partial(meaningless, connection, kind)
            return _told(former, theme_keys(connection, kind), kind=kind, meaningless=without)
        material = gather(connection, kind)
        themes = _found(ArchiveWords(connection), material, former, encoder=encoder)
    if archive.is_writable:
        with archive.writing() as connection:
            write_themes(connection, kind, [to_row(it) for it in themes], stamp=stamp)
    return _told_of(material, themes)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """Places of items that belong together, the most typical first."""

    places: tuple[int, ...]
    stability: float


def themes_among(
    material: Material,
    words: Words,
    *,
    former: Sequence[Theme] = (),
    encoder: Encoder | None = None,
) -> Themes:
    """The themes among items from anywhere; ``former`` are those found or decided before."""
    return _told_of(material, _found(words, material, former, encoder=encoder))


def _found(
    words: Words,
    material: Material,
    former: Sequence[Theme],
    *,
    encoder: Encoder | None,
) -> list[Theme]:
    decided = [theme for theme in former if theme.is_decided]
    held = _held(material, decided)
    free = np.flatnonzero((held == NONE) & material.means_something()).tolist()
    chosen = compared(free, material)
    texts = texts_of(words, [material.items[place] for place in chosen])
    from analyzer.aggregate.themes.consensus import find_partition  # noqa: PLC0415 - loads slowly

    partition = find_partition(material.meanings(chosen), texts)
    groups = _groups(material, chosen, partition)
    groups = _joined(material, groups, sorted(set(free) - set(chosen)))
    members = material.members
    undecided = [theme for theme in former if not theme.is_decided]
    ids = matched_ids(
        [[members[place] for place in it.places] for it in groups], undecided,
        kind=material.kind,
    )  # fmt: skip
    kept = [
        (theme, tuple(np.flatnonzero(held == number).tolist()))
        for number, theme in enumerate(decided)
    ]
    new = [
        (_blank(theme_id, material.kind, stability=group.stability), group.places)
        for theme_id, group in zip(ids, groups, strict=True)
    ]
    return _named(described(words, material, [*kept, *new], encoder=encoder))


def _named(themes: Sequence[Theme]) -> list[Theme]:
    """Without those whose texts share no telling word, unless a person decided about them."""
    return [it for it in themes if it.phrases or it.is_decided] or list(themes[:1])


def _held(material: Material, decided: Sequence[Theme]) -> npt.NDArray[np.int64]:
    """For each item the decided theme that has it, by number, or that it is like enough to join."""
    held = np.full(len(material.items), NONE, dtype=np.int64)
    place_of = {member: place for place, member in enumerate(material.members)}
    mine = [[place_of[it] for it in theme.members if it in place_of] for theme in decided]
    for number, places in enumerate(mine):
        held[places] = number
    large = [number for number, places in enumerate(mine) if len(places) >= FEWEST_SESSIONS]
    free = np.flatnonzero((held == NONE) & material.means_something()).tolist()
    if not large or not free:
        return held
    homes = _homes(
        material,
        free,
        [mine[number] for number in large],
        floor=lambda likeness: float(np.percentile(likeness, LEAST_LIKE)),
    )
    joins = homes != NONE
    held[np.array(free)[joins]] = np.array(large)[homes[joins]]
    return held


def _homes(
    material: Material,
    places: Sequence[int],
    heaps: Sequence[Sequence[int]],
    *,
    floor: Callable[[Matrix], float],
) -> npt.NDArray[np.int64]:
    """For each place the heap whose middle it is most like, by number, NONE below that one's floor.

    The floor of a heap is told by how like its own members are to its middle.
    """
    middles = np.array([_of_length_one(material.middle(heap)) for heap in heaps])
    floors = np.array(
        [floor(material.likeness(heap, middles[[row]])) for row, heap in enumerate(heaps)]
    )
    likeness = material.likeness(places, middles)
    nearest = likeness.argmax(axis=1)
    return np.where(likeness.max(axis=1) >= floors[nearest], nearest, NONE)


def _of_length_one(vector: Matrix) -> Matrix:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)


def _groups(material: Material, chosen: Sequence[int], partition: Partition) -> list[_Group]:
    """The parts in which at least two sessions come together, without what hardly belongs.

    Of those that do not come back only the one that comes back most, and only when none does.
    """
    groups = []
    for number in range(partition.n_themes):
        inside = np.flatnonzero((partition.labels == number) & (partition.belongs >= BELONGS))
        order = inside[np.argsort(-partition.belongs[inside], kind="stable")]
        places = tuple(chosen[it] for it in order)
        if len({material.items[place].session_id for place in places}) > 1:
            groups.append(_Group(places=places, stability=float(partition.stability[number])))
    coming_back = [it for it in groups if it.stability >= COMES_BACK]
    return coming_back or sorted(groups, key=lambda it: -it.stability)[:1]


def _joined(material: Material, groups: Sequence[_Group], rest: Sequence[int]) -> list[_Group]:
    """The groups with those of the rest that are nearly as like their middle as each member is."""
    if not rest or not groups:
        return list(groups)
    homes = _homes(
        material,
        rest,
        [it.places for it in groups],
        floor=lambda likeness: NEARLY * float(likeness.min()),
    )
    more = [tuple(np.array(rest)[homes == number].tolist()) for number in range(len(groups))]
    return [
        replace(it, places=(*it.places, *others)) for it, others in zip(groups, more, strict=True)
    ]


def _blank(theme_id: str, kind: Kind, *, stability: float) -> Theme:
    return Theme(
        id=theme_id,
        kind=kind,
        name="",
        phrases=(),
        members=(),
        n_sessions=0,
        n_clients=0,
        stability=stability,
        is_tentative=True,
        category=None,
        category_share=0.0,
        quotes=(),
    )


def described(
    words: Words,
    material: Material,
    themes: Sequence[tuple[Theme, Sequence[int]]],
    *,
    encoder: Encoder | None = None,
) -> list[Theme]:
    """Each theme with all that is told about it, given the places of its members.

    The most typical members stand first; those of the theme handed in are not looked at. Tentative
    themes come last, else those in most sessions first.
    """
    from analyzer.aggregate.themes.phrases import key_phrases, name_of  # noqa: PLC0415 - loads slowly

    items = [[material.items[place] for place in places] for _, places in themes]
    texts = [texts_of(words, mine[:PHRASES_FROM]) for mine in items]
    phrases = key_phrases(
        texts,
        names=words.people(),
        likeness=None if encoder is None else _likeness(material, themes, encoder),
    )
    told = []
    for (theme, _), mine, said in zip(themes, items, phrases, strict=True):
        n_sessions = len({it.session_id for it in mine})
        category, share = _category([it.category for it in mine])
        is_stable = theme.stability is None or theme.stability >= STABLE
        told.append(
            replace(
                theme,
                name=theme.name if theme.is_named else name_of(said) or theme.id,
                phrases=said,
                members=tuple(sorted(Member(it.session_id, it.number) for it in mine)),
                n_sessions=n_sessions,
                n_clients=len({it.client for it in mine} - {None}),
                is_tentative=not is_stable or n_sessions < FEWEST_SESSIONS,
                category=category,
                category_share=share,
                quotes=theme_quotes(words, mine, phrases=said, kind=material.kind),
            )
        )
    return sorted(told, key=_rank)


def _likeness(
    material: Material, themes: Sequence[tuple[Theme, Sequence[int]]], encoder: Encoder
) -> Likeness:
    """How near a phrase is to where a theme differs from all that is said."""
    overall = material.middle(range(len(material.items)))

    def like(number: int, phrases: Sequence[str]) -> npt.NDArray[np.floating]:
        middle = material.middle(themes[number][1]) - overall
        near: npt.NDArray[np.floating] = encoder.encode(phrases) @ middle
        return near

    return like


def _rank(theme: Theme) -> tuple[bool, int, int, str]:
    return (theme.is_tentative, -theme.n_sessions, -len(theme.members), theme.id)


def _category(found: Sequence[str | None]) -> tuple[str | None, float]:
    """The pack's word for a theme, where most of its members carry one and the same."""
    counts = Counter(it for it in found if it is not None)
    if not counts:
        return None, 0.0
    category, n = min(counts.items(), key=lambda it: (-it[1], it[0]))
    return (category if n / len(found) >= HAS_WORD else None), n / len(found)


def _told_of(material: Material, themes: Sequence[Theme]) -> Themes:
    some = material.means_something().tolist()
    without = {it for it, one in zip(material.members, some, strict=True) if not one}
    return _told(themes, material.members, kind=material.kind, meaningless=without.intersection)


def _told(
    themes: Sequence[Theme],
    items: Sequence[Key],
    *,
    kind: Kind,
    meaningless: Callable[[Sequence[Key]], Container[Key]],
) -> Themes:
    """The themes of these items, and of each that is in none why.

    ``meaningless`` tells which of some items say too little.
    """
    taken: set[Key] = {member for theme in themes for member in theme.members}
    rest = [it for it in items if it not in taken]
    without = meaningless(rest)
    why = _why(themes, n=len(items))
    return Themes(
        kind=kind,
        themes=tuple(sorted(themes, key=_rank)),
        unassigned=tuple(
            Unassigned(Member(*it), MEANINGLESS if it in without else why) for it in rest
        ),
        note=_note(kind, items, themes),
    )


def _why(themes: Sequence[Theme], *, n: int) -> str:
    """Why an item that means something is in no theme."""
    if not themes:
        return ALONE
    return FAR if n > MOST_COMPARED else BETWEEN


def _note(kind: Kind, items: Sequence[Key], themes: Sequence[Theme]) -> str | None:
    n_sessions = len({session_id for session_id, _ in items})
    what = "exchanges" if kind == "problem" else "stretches of advice"
    if not items:
        return f"No {what} with a meaning in the archive; 'analyzer refresh' makes what is missing."
    if n_sessions < FEWEST_SESSIONS or len(items) < FEWEST_TEXTS:
        return (
            f"{len(items)} {what} in {n_sessions} sessions are too few to say what comes"
            " up again; the pack's categories are counted."
        )
    return None if themes else "Nothing comes up again often enough to be called a theme."
