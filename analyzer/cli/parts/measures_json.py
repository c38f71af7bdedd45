"""Numbers of a scorecard as JSON: one object a line, each with the table it belongs to."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from pandas import DataFrame, Timestamp

from analyzer.cli.parts.scoring import OfPeople, WithPast


def session_json(one: WithPast) -> Iterator[str]:
    """A line for each number of the session, for each moment, and for what was usual before."""
    session = one.scored.analysis.session
    head = {
        "session_id": session.id,
        "held_on": None if session.held_on is None else session.held_on.isoformat(),
        "scorecard": one.scored.scorecard.label,
    }
    for score in one.scored.scores:
        measure = score.measure
        yield _line(
            "scores",
            **head,
            coach=one.coaches,
            clients=one.clients,
            measure=measure.id,
            name=measure.name,
            show=measure.show.value,
            value=score.value,
            n=score.n,
            of=score.of,
            why=score.why,
        )
        for moment in score.moments:
            quote = moment.quote
            turn = session.turns[quote.turn]
            yield _line(
                "moments",
                **head,
                measure=measure.id,
                first=moment.first,
                end=moment.end,
                turn=quote.turn,
                start=quote.start,
                stop=quote.end,
                start_ms=turn.start_ms,
                speaker=session.speakers[turn.speaker].name,
                words=turn.text[quote.start : quote.end],
            )
    yield from _rows("past", one.past)


def people_json(found: OfPeople) -> Iterator[str]:
    """A line for each number of each session, then for what is usual with each person."""
    yield from _rows("scores", found.scores)
    yield from _rows(f"by_{found.by}", found.usual)


def _rows(table: str, frame: DataFrame) -> Iterator[str]:
    columns = list(frame.columns)
    for row in frame.itertuples(index=False, name=None):
        yield _line(table, **dict(zip(columns, row, strict=True)))


def _line(table: str, **cells: Any) -> str:  # noqa: ANN401 - any cell
    plain = {key: _plain(cell) for key, cell in cells.items()}
    return json.dumps({"table": table, **plain}, ensure_ascii=False)


def _plain(cell: Any) -> Any:  # noqa: ANN401 - any cell
    if isinstance(cell, Timestamp):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return None if math.isnan(cell) else round(cell, 6)
    if cell is None or isinstance(cell, str | int | tuple):
        return cell
    return None  # what pandas has for a missing number, text or date
