"""What is done with one part, on whatever machine: analysing its files, making its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from analyzer.aggregate import SCHEMA, read_tables
from analyzer.aggregate.themes import KINDS
from analyzer.archive import Archive
from analyzer.archive.theme_rows import theme_items
from analyzer.batch import Outcome, Work
from analyzer.cluster.folder import ANALYSES, ITEMS, PartedFolder, write_whole
from analyzer.cluster.rows import (
    HEAD,
    Cells,
    analyses_schema,
    analysis_cells,
    analysis_of,
    arrow_of,
    items_table,
)
from analyzer.errors import AnalyzerError, ModelError
from analyzer.read.digests import Digests
from analyzer.records import MadeWith, ModelCard, Pack
from analyzer.records.names import Voice

Failure = tuple[str, AnalyzerError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some files of one part of a folder, and how they are analysed.

    ``stamp`` is what all machines must analyse with, so that findings can be counted together.
    """

    folder: PartedFolder
    number: int
    files: tuple[str, ...]
    work: Work
    stamp: MadeWith


def analyse_part(part: Part) -> tuple[Failure, ...]:
    """Analyses those files of a part that are new or have changed, and says which failed.

    What other files of the part held stays, and so does what a file held that fails now. Done
    again it changes nothing. Raises ModelError where this machine has other models.
    """
    place = part.folder.place(ANALYSES, part.number)
    before = pq.read_table(place) if place.exists() else None
    to_do = _to_do(part, before)
    if not to_do:
        return ()
    _check(part.work.made_with(), part.stamp)
    rows, failures = [], []
    for file in to_do:
        outcome = part.work(file)
        try:
            rows.append(_row(outcome))
        except AnalyzerError as error:
            failures.append((file, error))
    if rows:
        made = pa.Table.from_pylist(rows, schema=analyses_schema())
        write_whole(_joined(before, made), place)
    return tuple(failures)


def _row(outcome: Outcome) -> Cells:
    """The row of a file. Raises what stopped it, and ArchiveError for what no archive can hold."""
    if outcome.analysis is None:
        raise outcome.error or AnalyzerError("nothing was found.", path=outcome.path)
    # The tables are made from an archive in memory: better one file fails now than all then.
    with Archive.in_memory() as scratch:
        scratch.add(outcome.analysis, passages=outcome.passages)
    return analysis_cells(outcome.analysis, outcome.passages)


def analyse_alone(part: Part, file: str) -> None:
    """Analyses one file to see whether the process lives through it; the findings are let go."""
    part.work(file)


def _to_do(part: Part, before: pa.Table | None) -> list[str]:
    if before is None:
        return list(part.files)
    stamp = (part.stamp.analyzer, part.stamp.pack, part.stamp.models)
    rows = before.select(HEAD).to_pylist()
    known = {
        row["path"]: row["sha256"]
        for row in rows
        if (row["analyzer"], row["pack"], row["models"]) == stamp
    }
    digests = Digests(part.work.choices)
    return [
        file for file in part.files if file not in known or known[file] != _digest(file, digests)
    ]


def _digest(file: str, digests: Digests) -> str | None:
    try:
        return digests.of(file)
    except AnalyzerError:
        # The reader will say what is wrong with it.
        return None


def _check(here: MadeWith, wanted: MadeWith) -> None:
    if here != wanted:
        raise ModelError(
            f"a machine of the cluster has analyzer {here.analyzer} with {here.models}, another has"
            f" {wanted.analyzer} with {wanted.models}.",
            hint="Install the same analyzer everywhere, and give all machines the same pack.",
        )


def _joined(before: pa.Table | None, made: pa.Table) -> pa.Table:
    """All rows by path, those just made in the place of those that were there."""
    if before is not None:
        new = set(made.column("path").to_pylist())
        stays = [path not in new for path in before.column("path").to_pylist()]
        made = pa.concat_tables([before.filter(pa.array(stays, type=pa.bool_())), made])
    return made.sort_by("path")


def read_archive(folder: PartedFolder, number: int, *, paths: Iterable[str]) -> Archive:
    """The analyses of some files of a part as an archive in memory."""
    archive = Archive.in_memory()
    table = pq.read_table(folder.place(ANALYSES, number), filters=[("path", "in", sorted(paths))])
    for batch in table.to_batches(max_chunksize=16):
        for row in batch.to_pylist():
            analysis, passages = analysis_of(row)
            archive.add(analysis, passages=passages)
    return archive


def make_part_tables(
    folder: PartedFolder,
    number: int,
    paths: Sequence[str],
    names: Mapping[Voice, str],
    pack: Pack,
    cards: Sequence[ModelCard],
) -> int:
    """Writes the tables of a part, of the files that count, and says how many sessions these are.

    ``names`` are those under which the voices of these files count among all sessions.
    """
    archive = read_archive(folder, number, paths=paths) if paths else Archive.in_memory()
    tables = read_tables(archive, pack=pack, cards=cards, names=names)
    for name in SCHEMA:
        write_whole(arrow_of(name, getattr(tables, name)), folder.place(name, number))
    with archive.reading() as connection:
        items = [items_table(kind, theme_items(connection, kind)) for kind in KINDS]
    write_whole(pa.concat_tables(items), folder.place(ITEMS, number))
    return len(tables.sessions)
