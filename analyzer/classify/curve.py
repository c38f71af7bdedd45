"""The learning curve: what more labelled sessions give, measured on the same sessions left out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from analyzer.classify.card_tables import NO_SHARE, percent
from analyzer.classify.evaluate import Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveScore:
    """The result of one head; ``pack`` is None for heads that all packs have in common."""

    pack: str | None
    head: str
    macro_f1: float
    micro_f1: float
    ece: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """What models reach that learnt from ``n_sessions``."""

    n_sessions: int
    scores: tuple[CurveScore, ...]


def point_of(results: Mapping[str | None, Sequence[Measured]], *, n_sessions: int) -> CurvePoint:
    """A point of the curve from the results of one evaluation."""
    scores = [
        CurveScore(
            pack=pack,
            head=one.score.head,
            macro_f1=one.score.macro_f1,
            micro_f1=one.score.micro_f1,
            ece=one.score.ece,
        )
        for pack, measured in results.items()
        for one in measured
    ]
    return CurvePoint(n_sessions=n_sessions, scores=tuple(scores))


def curve_rows(points: Sequence[CurvePoint]) -> list[list[str]]:
    """A row a head: macro / micro F1 in percent for each number of sessions."""
    rows = [["macro / micro F1", *(f"{point.n_sessions} sessions" for point in points)]]
    keys = dict.fromkeys((one.pack, one.head) for point in points for one in point.scores)
    for pack, head in keys:
        cells = []
        for point in points:
            found = [one for one in point.scores if (one.pack, one.head) == (pack, head)]
            cells.append(
                f"{percent(found[0].macro_f1)} / {percent(found[0].micro_f1)}"
                if found
                else NO_SHARE
            )
        rows.append([head if pack is None else f"{head} ({pack})", *cells])
    return rows


def point_to_json(point: CurvePoint) -> str:
    """One line of JSON."""
    return json.dumps(asdict(point), ensure_ascii=False)
