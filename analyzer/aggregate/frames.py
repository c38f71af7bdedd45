"""The tables: their columns, and the only place where frames are made.

Every frame has the columns and types of ``SCHEMA`` or ``COUNTS``, also when it has no row. Keys are
columns, never the index. Missing text is NA. Frames are made and handed on, never edited in place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from pandas import CategoricalDtype, DataFrame, Series

from analyzer.aggregate.reliance import relied_on
from analyzer.aggregate.rows import Rows, session_rows
from analyzer.errors import PackError, SessionError, did_you_mean
from analyzer.records import Analysis, ModelCard, Move, Pack, Role, SegmentKind, UptakeKind
from analyzer.records.names import Voice, full_names

Schema = dict[str, dict[str, str | CategoricalDtype]]


def _one_of(labels: type[StrEnum]) -> CategoricalDtype:
    return CategoricalDtype([label.value for label in labels])


DAY = "datetime64[ms]"
ROLE, MOVE, KIND, UPTAKE = (_one_of(labels) for labels in (Role, Move, SegmentKind, UptakeKind))

SCHEMA: Schema = {
    "sessions": {
        "session_id": "str",
        "title": "str",
        "held_on": DAY,
        "coach": "str",
        "clients": "str",
        "n_turns": "int32",
        "n_sentences": "int32",
        "n_words": "int32",
        "n_exchanges": "int32",
        "n_advice": "int32",
        "duration_ms": "Int64",
        "path": "str",
        "format": "str",
    },
    "turns": {
        "session_id": "str",
        "turn": "int32",
        "speaker": "str",
        "role": ROLE,
        "start_ms": "Int64",
        "end_ms": "Int64",
        "n_words": "int32",
        "n_chars": "int32",
        "text": "str",
    },
    "sentences": {
        "session_id": "str",
        "sentence": "int32",
        "turn": "int32",
        "start": "int32",
        "end": "int32",
        "speaker": "str",
        "role": ROLE,
        "move": MOVE,
        "move_score": "float64",
        "segment": KIND,
        "exchange": "Int32",
        "text": "str",
    },
    "exchanges": {
        "session_id": "str",
        "exchange": "int32",
        "first": "int32",
        "end": "int32",
        "asker": "str",
        "problem": "str",
        "problem_score": "float64",
        "problem_sure": "boolean",
        "n_sentences": "int32",
        "n_advice": "int32",
        "held_on": DAY,
    },
    "segments": {
        "session_id": "str",
        "segment": "int32",
        "first": "int32",
        "end": "int32",
        "kind": KIND,
        "exchange": "Int32",
        "n_words": "int32",
    },
    "advice": {
        "session_id": "str",
        "advice": "int32",
        "category": "str",
        "rank": "int32",
        "exchange": "Int32",
        "first": "int32",
        "end": "int32",
        "score": "float64",
        "source": "str",
        "sure": "bool",
        "because": "str",
        "rely": "boolean",
        "is_script": "bool",
        "speaker": "str",
        "quote": "str",
        "quote_turn": "int32",
        "quote_start": "int32",
        "quote_end": "int32",
        "start_ms": "Int64",
        "held_on": DAY,
        "problem": "str",
        "problem_sure": "boolean",
        "uptake": UPTAKE,
    },
    "problems": {
        "session_id": "str",
        "exchange": "int32",
        "category": "str",
        "score": "float64",
        "source": "str",
        "sure": "bool",
        "because": "str",
        "rely": "boolean",
        "asker": "str",
        "quote": "str",
        "quote_turn": "int32",
        "held_on": DAY,
    },
    "uptake": {
        "session_id": "str",
        "advice": "int32",
        "exchange": "Int32",
        "kind": UPTAKE,
        "speaker": "str",
        "quote": "str",
        "quote_turn": "Int32",
        "held_on": DAY,
    },
    "talk": {
        "session_id": "str",
        "speaker": "str",
        "person": "str",
        "role": ROLE,
        "n_turns": "int32",
        "n_words": "int32",
        "share_words": "float64",
        "n_questions": "int32",
        "n_open": "int32",
        "n_closed": "int32",
        "longest_turn_words": "int32",
        "talk_ms": "Int64",
    },
}

_OVER_TIME: dict[str, str | CategoricalDtype] = {
    "period": DAY,
    "category": "str",
    "n": "int32",
    "n_sessions": "int32",
    "per_session": "float64",
}

COUNTS: Schema = {
    "advice_counts": {
        "category": "str",
        "name": "str",
        "n_advice": "int32",
        "n_possible": "int32",
        "n_sessions": "int32",
        "n_clients": "int32",
        "n_scripts": "int32",
        "share": "float64",
        "rely": "boolean",
    },
    "problem_counts": {
        "category": "str",
        "name": "str",
        "n_exchanges": "int32",
        "n_possible": "int32",
        "n_sessions": "int32",
        "n_clients": "int32",
        "share": "float64",
        "rely": "boolean",
    },
    "advice_by_problem": {
        "problem": "str",
        "category": "str",
        "n_advice": "int32",
        "n_exchanges": "int32",
        "n_sessions": "int32",
    },
    "uptake_by_advice": {"category": "str", "kind": UPTAKE, "n": "int32"},
    "advice_over_time": _OVER_TIME,
    "problems_over_time": _OVER_TIME,
    "talk_by_role": {
        "session_id": "str",
        "role": ROLE,
        "n_words": "int32",
        "share_words": "float64",
    },
    "client_journeys": {
        "client": "str",
        "number": "int32",
        "session_id": "str",
        "held_on": DAY,
        "n_exchanges": "int32",
        "problems": "str",
        "n_advice": "int32",
    },
    "joined_names": {"role": ROLE, "person": "str", "speaker": "str", "n_sessions": "int32"},
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tables:
    """All tables of some sessions; ``SCHEMA`` holds their columns.

    Sessions stand by date and then id, those without a date last; findings stand in the order of
    the session. ``advice`` has a row for each label, ``uptake`` one for each stretch of advice,
    also for stretches without a label.

    ``sure`` is False for a label that is only possible: counts pass it over or count it apart.
    ``because`` are the words it rests on, joined by ", ", NA where there are none. ``rely`` is
    False where the model cards say not to rely on its category, NA where no card measured it.

    People stand under the name they count under in ``sessions.coach``, ``sessions.clients``,
    ``exchanges.asker``, ``problems.asker`` and ``talk.person``, where it is NA for a label that
    names nobody; ``speaker`` is everywhere the name in the transcript.
    """

    sessions: DataFrame
    turns: DataFrame
    sentences: DataFrame
    exchanges: DataFrame
    segments: DataFrame
    advice: DataFrame
    problems: DataFrame
    uptake: DataFrame
    talk: DataFrame


def build_tables(
    analyses: Iterable[Analysis],
    *,
    pack: Pack,
    cards: Sequence[ModelCard] = (),
    join_names: bool = True,
) -> Tables:
    """The tables of these analyses, the same in whatever order they come.

    ``join_names`` takes "Imani" for "Imani Clarke" where only she can be meant among these
    sessions; ``joined_names`` tells who was taken for whom, and False leaves names as written.
    ``cards`` are those of the models, for the columns ``rely``.

    Raises PackError when an advice or problem is of a category that the pack does not have, and
    SessionError when one session comes twice.
    """
    categories = {category.id for category in (*pack.advice, *pack.problem)}
    found: dict[tuple[bool, dt.date, str], Analysis] = {}
    for analysis in analyses:
        session = analysis.session
        key = (session.held_on is None, session.held_on or dt.date.max, session.id)
        if key in found:
            raise SessionError(
                f"session {session.id} comes twice.",
                path=session.source.path,
                hint="An archive keeps each talk once: 'analyzer add FILE… -a ARCHIVE'.",
            )
        _check_categories(analysis, categories, pack)
        found[key] = analysis
    names: dict[Voice, str] = {}
    if join_names:
        names = full_names(
            [(speaker.role, speaker.name) for speaker in analysis.session.speakers]
            for analysis in found.values()
        )
    rely = {head: relied_on(cards, pack, head) for head in ("advice", "problems")}
    ordered = [session_rows(found[key], names=names, rely=rely) for key in sorted(found)]
    return Tables(
        **{name: _table(name, [row for rows in ordered for row in rows[name]]) for name in SCHEMA}
    )


def _check_categories(analysis: Analysis, categories: set[str], pack: Pack) -> None:
    labels = [label for advice in analysis.advice for label in advice.labels]
    labels += [it.problem for it in analysis.exchanges if it.problem is not None]
    for label in labels:
        if label.category not in categories:
            near = did_you_mean(label.category, categories)
            raise PackError(
                f"session {analysis.session.id} carries {label.category!r}, which the pack "
                f"{pack.label!r} does not have. {near}".rstrip(),
                path=analysis.session.source.path,
                hint=f"It was analysed with {analysis.made_with.pack!r}: choose that pack, or "
                f"analyse the session again.",
            )


def _table(name: str, rows: Rows) -> DataFrame:
    columns = SCHEMA[name]
    # An empty table has no first row to tell the number of columns by.
    cells: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(columns)
    return DataFrame(
        {
            column: _column(values, dtype)
            for (column, dtype), values in zip(columns.items(), cells, strict=True)
        }
    )


def _column(values: Sequence[Any], dtype: Any) -> Any:  # noqa: ANN401 - any type, any array
    if dtype == DAY:
        return np.array(values, dtype="datetime64[D]").astype(DAY)
    if isinstance(dtype, CategoricalDtype):
        codes = {label: code for code, label in enumerate(dtype.categories)}
        places = [-1 if value is None else codes[value] for value in values]
        return pd.Categorical.from_codes(places, dtype=dtype)
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
