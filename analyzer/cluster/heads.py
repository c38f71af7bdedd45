"""The little of every analysis that one machine holds at once: which count, and who is who."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow.parquet as pq

from analyzer.archive.adding import rank_of
from analyzer.cluster.folder import ANALYSES, PartedFolder
from analyzer.cluster.rows import HEAD, Cells
from analyzer.records import MadeWith, Role
from analyzer.records.names import Voice, full_names


class Spoke(NamedTuple):
    """A speaker of a session, by role and name, and what the file calls them where otherwise."""

    role: Role
    name: str
    label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is to be known of a file's analysis to say what became of it."""

    part: int
    path: str
    sha256: str
    session_id: str
    made_with: MadeWith
    rank: tuple[object, ...]
    voices: tuple[Spoke, ...]
    encoder: str | None


def read_heads(folder: PartedFolder) -> dict[str, Head]:
    """The heads of all files by path, part after part."""
    found: dict[str, Head] = {}
    for part in folder.parts():
        table = pq.read_table(folder.place(ANALYSES, part), columns=[*HEAD, "voices", "encoder"])
        found.update((head.path, head) for head in _heads(table.to_pylist(), part=part))
    return found


def _heads(rows: Iterable[Cells], *, part: int) -> Iterator[Head]:
    for row in rows:
        stamp = MadeWith(analyzer=row["analyzer"], pack=row["pack"], models=row["models"])
        yield Head(
            part=part,
            path=row["path"],
            sha256=row["sha256"],
            session_id=row["session_id"],
            made_with=stamp,
            rank=rank_of(
                row["held_on"], row["title"], row["n_timed"], path=row["path"], sha256=row["sha256"]
            ),
            voices=tuple(Spoke(Role(it["role"]), it["name"], it["label"]) for it in row["voices"]),
            encoder=row["encoder"],
        )


def chosen(heads: Mapping[str, Head]) -> dict[str, Head]:
    """The head that counts for each session, by id: where files hold one talk, as an archive does.

    The file that says most is the one that counts, whatever the order in which they came.
    """
    best: dict[str, Head] = {}
    for head in heads.values():
        other = best.get(head.session_id)
        if other is None or head.rank < other.rank:
            best[head.session_id] = head
    return best


def names_in(heads: Iterable[Head]) -> dict[Voice, str]:
    """Under which name each voice counts among all sessions."""
    return full_names([(it.role, it.name) for it in head.voices] for head in heads)


def people_in(heads: Iterable[Head]) -> list[str]:
    """Every name and label of a speaker, each once, in order of the alphabet."""
    voices = {voice for head in heads for voice in head.voices}
    labels = {it.label for it in voices if it.label is not None}
    return sorted({it.name for it in voices} | labels)
