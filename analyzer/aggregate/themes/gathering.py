"""What themes are found among: exchanges or advice with their meanings, and the words of some."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.aggregate.themes.partition import Matrix
from analyzer.aggregate.themes.records import Kind, Member
from analyzer.aggregate.themes.words import Words
from analyzer.archive.theme_rows import ThemeItem, theme_items
from analyzer.records.labels import Role
from analyzer.records.names import Voice, full_names, is_unnamed
from analyzer.records.passages import MeaningVectors, unpacked

# So many texts are compared each with each; the rest joins the themes found among them.
MOST_COMPARED = 1_500
BLOCK = 20_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Material:
    """All items of a kind in the order of session ids, and their meanings, (n, d), packed."""

    kind: Kind
    items: tuple[ThemeItem, ...]
    packed: MeaningVectors

    @property
    def members(self) -> tuple[Member, ...]:
        """Each item as a member of some theme."""
        return tuple(Member(it.session_id, it.number) for it in self.items)

    def means_something(self) -> npt.NDArray[np.bool_]:
        """For each item whether it has a meaning, (n,)."""
        some: npt.NDArray[np.bool_] = np.any(self.packed, axis=1)
        return some

    def meanings(self, places: Sequence[int]) -> Matrix:
        """The meanings of some items, each of length 1, in the order of the places."""
        return unpacked(self.packed[list(places)]).astype(np.float64)

    def middle(self, places: Sequence[int]) -> Matrix:
        """The mean of their meanings, (d,); not of length 1."""
        mean: Matrix = np.zeros(self.packed.shape[1])
        for block in _blocks(places):
            mean += self.meanings(block).sum(axis=0)
        return mean / max(len(places), 1)

    def likeness(self, places: Sequence[int], directions: Matrix) -> Matrix:
        """The cosine of some items' meanings with directions (k, d) of length 1, (n places, k)."""
        found = [self.meanings(block) @ directions.T for block in _blocks(places)]
        return np.concatenate(found) if found else np.zeros((0, len(directions)))


def _blocks(places: Sequence[int]) -> Iterator[Sequence[int]]:
    """The places in pieces, so that few meanings are unpacked at once."""
    for first in range(0, len(places), BLOCK):
        yield places[first : first + BLOCK]


def gather(connection: sqlite3.Connection, kind: Kind) -> Material:
    """The items of an archive, clients under the name they count under."""
    return material_of(kind, theme_items(connection, kind), names=_client_names(connection))


def material_of(kind: Kind, found: Iterable[ThemeItem], *, names: Mapping[Voice, str]) -> Material:
    """These items in their order, clients under the name they count under."""
    items = tuple(it._replace(client=_counted(it.client, names)) for it in found)
    packed = np.frombuffer(b"".join(it.vector for it in items), dtype=np.int8)
    width = len(items[0].vector) if items else 1
    return Material(kind=kind, items=items, packed=packed.reshape(-1, width))


def _client_names(connection: sqlite3.Connection) -> dict[Voice, str]:
    voices: dict[str, list[Voice]] = {}
    for session_id, role, name in connection.execute(
        "SELECT session_id, role, name FROM speakers ORDER BY session_id, speaker"
    ):
        voices.setdefault(session_id, []).append((Role(role), name))
    return full_names(voices.values())


def _counted(client: str | None, names: Mapping[Voice, str]) -> str | None:
    if client is None or is_unnamed(client):
        return None
    return names.get((Role.CLIENT, client), client)


def compared(places: Sequence[int], material: Material) -> list[int]:
    """Those of the places that are compared each with each, in order.

    All, up to 1,500. Of more, those whose session and number come first by their digest, so that
    adding sessions changes few of them.
    """
    if len(places) <= MOST_COMPARED:
        return list(places)
    by_digest = sorted(places, key=lambda place: _digest(material.items[place]))
    return sorted(by_digest[:MOST_COMPARED])


def _digest(item: ThemeItem) -> bytes:
    return hashlib.sha256(f"{item.session_id}:{item.number}".encode()).digest()


def texts_of(words: Words, items: Sequence[ThemeItem]) -> list[str]:
    """The words of each item."""
    return [said.text for said in words.of(items)]
