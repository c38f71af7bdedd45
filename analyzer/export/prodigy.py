"""Tasks of Prodigy: turns with spans of advice, and stretches of advice to choose a type for.

What a person labelled is accepted; what models found is left to be answered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analyzer.export.choosing import Material, is_by_person
from analyzer.export.placing import write_text
from analyzer.export.stretches import Part, parts
from analyzer.records import Advice, Analysis, Pack
from analyzer.records.times import clock

Task = dict[str, Any]


def write(material: Material, place: Path) -> None:
    """A folder with ``spans.jsonl`` and ``textcat.jsonl``."""
    place.mkdir()
    spans, choices = [], []
    for analysis in material.analyses():
        spans += [_line(task) for task in _spans(analysis)]
        choices += [_line(task) for task in _choices(analysis, material.pack)]
    write_text(place / "spans.jsonl", "".join(spans))
    write_text(place / "textcat.jsonl", "".join(choices))


def _line(task: Task) -> str:
    return json.dumps(task, ensure_ascii=False) + "\n"


def _spans(analysis: Analysis) -> Iterator[Task]:
    by_turn: dict[int, list[Part]] = {}
    for part in parts(analysis):
        by_turn.setdefault(part.quote.turn, []).append(part)
    for number, turn in enumerate(analysis.session.turns):
        here = by_turn.get(number, [])
        yield {
            "text": turn.text,
            "spans": [
                {
                    "start": part.quote.start,
                    "end": part.quote.end,
                    "label": label.category,
                    "source": label.source,
                    "score": label.score,
                }
                for part in here
                for label in part.advice.labels
            ],
            "meta": _meta(analysis, number),
            **_answer([part.advice for part in here]),
        }


def _choices(analysis: Analysis, pack: Pack) -> Iterator[Task]:
    said: dict[int, list[Part]] = {}
    for part in parts(analysis):
        said.setdefault(part.number, []).append(part)
    for number, here in said.items():
        advice = analysis.advice[number]
        yield {
            "text": "\n\n".join(analysis.text_of(part.quote) for part in here),
            "options": [{"id": it.id, "text": it.name} for it in pack.advice],
            "accept": [label.category for label in advice.labels if label.sure],
            "meta": {**_meta(analysis, here[0].quote.turn), "advice": number},
            **_answer([advice]),
        }


def _meta(analysis: Analysis, number: int) -> Task:
    session = analysis.session
    turn = session.turns[number]
    speaker = session.speakers[turn.speaker]
    at = {"time": time} if (time := clock(turn.start_ms)) else {}
    return {
        "session": session.id,
        "turn": number,
        "speaker": speaker.name,
        "role": speaker.role.value,
        **at,
    }


def _answer(advice: list[Advice]) -> Task:
    labels = [label for it in advice for label in it.labels]
    return {"answer": "accept"} if labels and all(map(is_by_person, labels)) else {}
