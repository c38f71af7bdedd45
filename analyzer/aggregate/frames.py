"""The tables, and the only place where frames are made.

Every frame has the columns and types of ``SCHEMA`` or ``COUNTS``, also when it has no row. Keys are
columns, never the index. Missing text is NA. Frames are made and handed on, never edited in place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import numpy as np
import pandas as pd
from pandas import CategoricalDtype, DataFrame, Series

from analyzer.aggregate.schema import COUNTS, DAY, FINDINGS, SCHEMA
from analyzer.errors import ArchiveError, SessionError, did_you_mean


@dataclass(frozen=True, kw_only=True, eq=False)
class Tables:
    """All tables of some sessions; ``SCHEMA`` holds their columns.

    Sessions stand by date and then id, those without a date last; findings stand in the order of
    the session. ``advice`` has a row for each label, ``uptake`` one for each stretch of advice,
    also for stretches without a label, ``reasons`` one for each word that a label rests on.

    ``sure`` is False for a label that is only possible: counts pass it over or count it apart.
    ``because`` are the words it rests on, joined by ", ", NA where there are none. ``rely`` is
    False where the model cards say not to rely on its category, NA where no card measured it.

    People stand under the name they count under in ``sessions.coach``, ``sessions.clients``,
    ``exchanges.asker``, ``problems.asker`` and ``talk.person``, where it is NA for a label that
    names nobody; ``speaker`` is everywhere the name in the transcript.

    ``turns``, ``sentences``, ``segments`` and ``reasons`` grow with every word said. They are read
    when they are first asked for and then kept; ask ``of_session`` for those of one session alone.
    ``transcript`` makes them: by name of table, of all sessions or of the one whose id is given.
    """

    sessions: DataFrame
    exchanges: DataFrame
    advice: DataFrame
    problems: DataFrame
    uptake: DataFrame
    talk: DataFrame
    warnings: DataFrame
    transcript: Callable[[str, str | None], DataFrame] = field(repr=False)

    @cached_property
    def turns(self) -> DataFrame:
        """What was said, a row for each turn."""
        return self.transcript("turns", None)

    @cached_property
    def sentences(self) -> DataFrame:
        """What was said, a row for each sentence, with what it does and what it is part of."""
        return self.transcript("sentences", None)

    @cached_property
    def segments(self) -> DataFrame:
        """The parts of the sessions, in order."""
        return self.transcript("segments", None)

    @cached_property
    def reasons(self) -> DataFrame:
        """The words that labels of advice rest on, the most telling of each label first."""
        return self.transcript("reasons", None)

    def of_session(self, session_id: str) -> Tables:
        """The same tables with the rows of one session alone.

        Raises SessionError where these tables have no such session.
        """
        if session_id not in set(self.sessions["session_id"]):
            near = did_you_mean(session_id, list(self.sessions["session_id"]))
            raise SessionError(f"no session with the id {session_id!r} in these tables.", hint=near)
        frames = {}
        for name in FINDINGS:
            frame: DataFrame = getattr(self, name)
            frames[name] = frame[frame["session_id"] == session_id].reset_index(drop=True)
        return Tables(**frames, transcript=lambda name, _: self.transcript(name, session_id))


class FrameMaker:
    """Takes rows some at a time and makes a frame of them, so that few wait as Python objects."""

    def __init__(self, columns: Mapping[str, str | CategoricalDtype]) -> None:
        self._columns = columns
        self._frames: list[DataFrame] = []

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Takes rows with their cells in the order of the columns.

        Raises ArchiveError for a cell that is none of those a column may hold.
        """
        # An empty table has no first row to tell the number of columns by.
        cells = list(zip(*rows, strict=True)) or [()] * len(self._columns)
        self._frames.append(
            DataFrame(
                {
                    column: _column(values, dtype)
                    for (column, dtype), values in zip(self._columns.items(), cells, strict=True)
                }
            )
        )

    def frame(self) -> DataFrame:
        """All rows so far, in the order in which they came."""
        if not self._frames:
            self.add([])
        if len(self._frames) == 1:
            return self._frames[0]
        return pd.concat(self._frames, ignore_index=True)


def frame_of(name: str, columns: Mapping[str, Any]) -> DataFrame:
    """A table from columns by name; those that the table does not have are left out."""
    return DataFrame(
        {
            column: Series(columns[column]).astype(cast("Any", dtype))
            for column, dtype in SCHEMA[name].items()
        }
    )


def _column(values: Sequence[Any], dtype: Any) -> Any:  # noqa: ANN401 - any type, any array
    if dtype == DAY:
        return np.array(values, dtype="datetime64[D]").astype(DAY)
    if isinstance(dtype, CategoricalDtype):
        codes = {label: code for code, label in enumerate(dtype.categories)} | {None: -1}
        try:
            return pd.Categorical.from_codes([codes[value] for value in values], dtype=dtype)
        except KeyError as error:
            raise ArchiveError(
                f"the archive holds {error.args[0]!r}, which is none of "
                f"{', '.join(dtype.categories)}.",
                hint="Somebody wrote it in by hand: remove that session and add it again.",
            ) from error
    if dtype in {"int32", "bool", "float64"}:
        return np.array(values, dtype=dtype)
    return pd.array(values, dtype=dtype)


def counted(
    name: str, frame: DataFrame, *, by: Sequence[str], down: Sequence[str] = ()
) -> DataFrame:
    """A frame of counts brought into its fixed columns, types and order.

    ``by`` are the columns to order by; those in ``down`` too run from many to few.
    """
    columns: dict[str, Any] = COUNTS[name]
    ordered = frame.sort_values(
        list(by), ascending=[column not in down for column in by], kind="stable"
    )
    return DataFrame(
        {column: ordered[column].astype(dtype) for column, dtype in columns.items()}
    ).reset_index(drop=True)


def looked_up(keys: Series[Any], names: dict[str, str]) -> Series[Any]:
    """The text that belongs to each key, NA where there is none."""
    # Without a single hit pandas would make a column of numbers.
    return keys.map(names).astype("str")


def share(part: Series[Any], whole: int) -> Series[Any]:
    """Each count as a share of the whole, 0 to 1; of nothing there are no rows to ask for."""
    return part / max(whole, 1)
