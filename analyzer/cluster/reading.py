"""The tables that a cluster wrote, read as one machine would have made them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pandas import DataFrame

from analyzer.aggregate import SCHEMA, Tables
from analyzer.aggregate.schema import FINDINGS
from analyzer.cluster.folder import PartedFolder
from analyzer.cluster.rows import frame_of, table_schema


def read_table(
    folder: PartedFolder,
    name: str,
    *,
    columns: Sequence[str] | None = None,
    session_id: str | None = None,
) -> DataFrame:
    """One of the tables of ``SCHEMA``, or some columns of it, of all sessions or of one.

    Columns, types, rows and their order are those that ``read_tables`` gives of an archive with the
    same sessions. Raises ArchiveError where the folder is not whole.
    """
    folder.check_whole()
    order = _order(folder)
    wanted = [it for it in SCHEMA[name] if columns is None or it in columns]
    read = list(dict.fromkeys(["session_id", *wanted]))
    filters = None if session_id is None else [("session_id", "==", session_id)]
    parts = [
        pq.read_table(folder.place(name, part), columns=read, filters=filters)
        for part in folder.parts(name)
    ]
    frame = frame_of(
        name, pa.concat_tables([table_schema(name).empty_table().select(read), *parts])
    )
    # A session lies in one part with its rows in order, so that sessions alone are to be sorted.
    places = frame["session_id"].map(order).to_numpy(dtype="int64")
    return frame.take(np.argsort(places, kind="stable")).reset_index(drop=True)[wanted]


def read_gathered(folder: PartedFolder) -> Tables:
    """All tables of the folder, equal to those that ``read_tables`` makes of an archive.

    What was said sentence by sentence is read when it is first asked for. Raises ArchiveError where
    the folder is not whole.
    """

    def transcript(name: str, session_id: str | None) -> DataFrame:
        return read_table(folder, name, session_id=session_id)

    frames = {name: read_table(folder, name) for name in FINDINGS}
    return Tables(**frames, transcript=transcript)


def _order(folder: PartedFolder) -> dict[str, int]:
    """The place of each session: by date and then id, those without a date last."""
    found = []
    for part in folder.parts("sessions"):
        place = folder.place("sessions", part)
        table = pq.read_table(place, columns=["session_id", "held_on"])
        keys, days = (table.column(name).to_pylist() for name in ("session_id", "held_on"))
        found += [(day is None, str(day), key) for key, day in zip(keys, days, strict=True)]
    return {key: place for place, (*_, key) in enumerate(sorted(found))}
