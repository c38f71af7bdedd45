"""Themes of what a cluster analysed: one machine holds meanings, and the words of few."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analyzer.aggregate.themes import Kind, Theme
from analyzer.aggregate.themes.keeping import from_row, to_row
from analyzer.aggregate.themes.words import Said
from analyzer.archive.theme_rows import SpokenSentence, ThemeItem, ThemeRow
from analyzer.cluster.folder import ANALYSES, ITEMS, MEMBERS, THEMES, PartedFolder, write_whole
from analyzer.cluster.heads import Head, people_in
from analyzer.cluster.rows import items_of
from analyzer.records.store import analysis_from_json

# What is asked of one part: the path of each file, and which sentences of it.
Wanted = tuple[tuple[str, int, int], ...]
Fetch = Callable[[Mapping[int, Wanted]], Mapping[int, list[Said]]]

_THEMES = pa.schema(
    {
        "kind": pa.string(),
        "theme": pa.string(),
        "name": pa.string(),
        "phrases": pa.list_(pa.string()),
        "stability": pa.float64(),
        "tentative": pa.bool_(),
        "found": pa.string(),
    }
)
_MEMBERS = pa.schema(
    {"kind": pa.string(), "theme": pa.string(), "session_id": pa.string(), "number": pa.int32()}
)
_PLACE = {"problem": 0, "advice": 1}


class GatheredWords:
    """Fetches what was said from the parts that it lies in, each once."""

    def __init__(self, heads: Mapping[str, Head], *, fetch: Fetch) -> None:
        self._heads = heads
        self._fetch = fetch
        self._kept: dict[ThemeItem, Said] = {}

    def of(self, items: Sequence[ThemeItem]) -> list[Said]:
        """What was said in each of the items."""
        missing: dict[int, list[ThemeItem]] = {}
        for item in dict.fromkeys(items):
            if item not in self._kept:
                missing.setdefault(self._heads[item.session_id].part, []).append(item)
        found = self._fetch(
            {
                part: tuple(
                    (self._heads[it.session_id].path, it.first, it.end) for it in missing[part]
                )
                for part in sorted(missing)
            }
        )
        for part, mine in missing.items():
            self._kept.update(zip(mine, found[part], strict=True))
        return [self._kept[item] for item in items]

    def people(self) -> list[str]:
        """Every name and label of a speaker, each once, in order of the alphabet."""
        return people_in(self._heads.values())


def said_in_part(folder: PartedFolder, number: int, wanted: Wanted) -> list[Said]:
    """The sentences asked for of some files of a part."""
    table = pq.read_table(
        folder.place(ANALYSES, number),
        columns=["path", "analysis"],
        filters=[("path", "in", sorted({path for path, *_ in wanted}))],
    )
    rows = zip(*(table.column(name).to_pylist() for name in ("path", "analysis")), strict=True)
    analyses = {path: analysis_from_json(line) for path, line in rows}
    found = []
    for path, first, end in wanted:
        analysis = analyses[path]
        session = analysis.session
        sentences = [
            SpokenSentence(
                it.turn,
                it.start,
                it.end,
                session.turns[it.turn].speaker,
                session.turns[it.turn].text[it.start : it.end],
            )
            for it in analysis.sentences[first:end]
        ]
        found.append(Said(sentences, {n: it.name for n, it in enumerate(session.speakers)}))
    return found


def read_items(folder: PartedFolder, kind: Kind) -> list[ThemeItem]:
    """What themes of a kind are found among, by session."""
    parts = [
        pq.read_table(folder.place(ITEMS, part), filters=[("kind", "==", kind)])
        for part in folder.parts(ITEMS)
    ]
    return items_of(pa.concat_tables(parts)) if parts else []


def read_themes(folder: PartedFolder, kind: Kind) -> list[Theme]:
    """The themes of a kind as they were last found."""
    place = folder.path / THEMES / _file(kind)
    if not place.exists():
        return []
    members: dict[str, list[tuple[str, int]]] = {}
    for row in pq.read_table(folder.path / MEMBERS / _file(kind)).to_pylist():
        members.setdefault(row["theme"], []).append((row["session_id"], row["number"]))
    return [_theme(row, members, kind=kind) for row in pq.read_table(place).to_pylist()]


def _theme(
    row: Mapping[str, Any], members: Mapping[str, list[tuple[str, int]]], *, kind: Kind
) -> Theme:
    kept = ThemeRow(
        theme=row["theme"],
        kind=kind,
        name=row["name"],
        phrases=tuple(row["phrases"]),
        stability=row["stability"],
        tentative=row["tentative"],
        found=json.loads(row["found"]),
        members=tuple(members.get(row["theme"], ())),
    )
    return from_row(kept, kind=kind)


def write_themes(folder: PartedFolder, kind: Kind, themes: Sequence[Theme]) -> None:
    """Puts these themes in the place of all of their kind, and their members beside them."""
    rows = [to_row(theme) for theme in themes]
    members = [
        {"kind": kind, "theme": row.theme, "session_id": session_id, "number": number}
        for row in rows
        for session_id, number in row.members
    ]
    found = [
        {
            "kind": kind,
            "theme": row.theme,
            "name": row.name,
            "phrases": list(row.phrases),
            "stability": row.stability,
            "tentative": row.tentative,
            "found": json.dumps(row.found, ensure_ascii=False, sort_keys=True),
        }
        for row in rows
    ]
    # Members first: a theme that lacks some would be worse than members whose theme is to come.
    write_whole(pa.Table.from_pylist(members, schema=_MEMBERS), folder.path / MEMBERS / _file(kind))
    write_whole(pa.Table.from_pylist(found, schema=_THEMES), folder.path / THEMES / _file(kind))


def _file(kind: Kind) -> str:
    return f"part-{_PLACE[kind]:05}.parquet"
