"""What the page is told: plain trees of JSON, places as numbers of sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from analyzer.archive import SessionSummary
from analyzer.archive.correcting import Made
from analyzer.archive.open_labels import OpenLabel
from analyzer.corrections.places import Places
from analyzer.corrections.records import Correction, SetName, SetRole
from analyzer.corrections.store import correction_of
from analyzer.errors import CorrectionError
from analyzer.records import Advice, Analysis, Exchange, Label, Pack
from analyzer.review.queue import Outlook

Tree = dict[str, Any]
_ENDS = {"first": "end", "to_first": "to_end"}
_LAST = 12


def session_view(analysis: Analysis, made: Sequence[Made], *, pack: Pack | None) -> Tree:
    """A session with what was said and found in it, and what was corrected last."""
    session = analysis.session
    return {
        "id": session.id,
        "stamp": stamp_of(analysis),
        "title": session.title,
        "held_on": session.held_on and session.held_on.isoformat(),
        "path": session.source.path,
        "voices": [
            {"name": it.name, "role": it.role, "label": it.label} for it in session.speakers
        ],
        "turns": _turns(analysis),
        "asides": [
            {"before": it.before_turn, "kind": it.kind, "text": it.text} for it in session.outside
        ],
        "moves": [[it.move, it.score] for it in analysis.sentences],
        "segments": [[it.first, it.end, it.kind] for it in analysis.segments],
        "exchanges": [_exchange(it) for it in analysis.exchanges],
        "advice": [_advice(it) for it in analysis.advice],
        "categories": _categories(analysis, pack),
        "n_corrected": len(made),
        "corrected": [
            {"by": it.by, "at": it.at, "kind": it.correction.kind, "first": _first(it, analysis)}
            for it in made[-_LAST:]
        ],
    }


def stamp_of(analysis: Analysis) -> str:
    """Changes when sentences are cut otherwise, so that their numbers mean other words."""
    places = [(it.turn, it.start, it.end) for it in analysis.sentences]
    return hashlib.blake2b(json.dumps(places).encode(), digest_size=8).hexdigest()


def correction_from_view(
    change: Mapping[str, object], analysis: Analysis, *, pack: Pack | None
) -> Correction:
    """The correction that the page asks for, its sentences as places in the words.

    Raises CorrectionError where it is none, or names a sentence or category that is not there.
    """
    places, told = Places(analysis), dict(change)
    for first, end in _ENDS.items():
        if first in told:
            start, stop = _between(places, analysis, told.pop(first), told.pop(end, None))
            told[first.replace("first", "start")], told[end] = start, stop
    if "at" in told:
        told["at"] = _between(places, analysis, told["at"], None)[0]
    correction = correction_of(told)
    known = {it["id"] for those in _categories(analysis, pack).values() for it in those}
    wanted = getattr(correction, "categories", ()) or (getattr(correction, "category", None),)
    for category in wanted:
        if category is not None and category not in known:
            raise CorrectionError(f"{category!r} is no category of this session's pack.")
    return correction


def _between(places: Places, analysis: Analysis, first: object, end: object) -> tuple[int, int]:
    if end is None and isinstance(first, int):
        end = first + 1
    is_there = isinstance(first, int) and isinstance(end, int)
    if not is_there or not 0 <= first < end <= len(analysis.sentences):  # type: ignore[operator]
        raise CorrectionError(f"there are no sentences {first!r} to {end!r} in this session.")
    return places.between(first, end)  # type: ignore[arg-type]


def queue_view(queued: Sequence[OpenLabel], forecast: Outlook) -> Tree:
    """What to look at, in order, and how far the review is."""
    return {
        "items": [
            {
                "kind": it.kind,
                "session": it.session_id,
                "first": it.first,
                "end": it.end,
                "category": it.category,
                "score": it.score,
            }
            for it in queued
        ],
        "outlook": asdict(forecast),
    }


def list_view(sessions: Sequence[SessionSummary], n_corrected: Mapping[str, int]) -> list[Tree]:
    """A line a session."""
    return [
        {
            "id": it.id,
            "title": it.title,
            "held_on": it.held_on and it.held_on.isoformat(),
            "path": it.path,
            "clients": it.clients,
            "n_corrected": n_corrected.get(it.id, 0),
        }
        for it in sessions
    ]


def _turns(analysis: Analysis) -> list[Tree]:
    """Each turn cut into its sentences, so that the pieces together are its very words."""
    numbers: list[list[int]] = [[] for _ in analysis.session.turns]
    for number, sentence in enumerate(analysis.sentences):
        numbers[sentence.turn].append(number)
    told = []
    for turn, those in zip(analysis.session.turns, numbers, strict=True):
        starts = [0, *(analysis.sentences[n].start for n in those[1:]), len(turn.text)]
        says = [turn.text[start:end] for start, end in pairwise(starts)]
        told.append(
            {
                "voice": turn.speaker,
                "ms": turn.start_ms,
                "first": those[0] if those else None,
                "says": says,
            }
        )
    return told


def _categories(analysis: Analysis, pack: Pack | None) -> dict[str, list[Tree]]:
    """Those of the pack; of one that is not at hand, those that were found."""
    if pack is not None:
        return {
            kind: [{"id": it.id, "name": it.name, "about": it.definition} for it in those]
            for kind, those in (("advice", pack.advice), ("problem", pack.problem))
        }
    advice = {label.category for it in analysis.advice for label in it.labels}
    problems = {it.problem.category for it in analysis.exchanges if it.problem is not None}
    return {
        kind: [{"id": it, "name": it, "about": ""} for it in sorted(those)]
        for kind, those in (("advice", advice), ("problem", problems))
    }


def _exchange(exchange: Exchange) -> Tree:
    problem = exchange.problem
    return {
        "first": exchange.first,
        "end": exchange.end,
        "asker": exchange.asker,
        "problem": None if problem is None else _label(problem),
    }


def _advice(advice: Advice) -> Tree:
    labels = [_label(it) for it in advice.labels]
    return {
        "first": advice.first,
        "end": advice.end,
        "script": advice.script,
        "labels": labels,
        "uptake": advice.uptake and advice.uptake.kind,
    }


def _label(label: Label) -> Tree:
    return {
        "category": label.category,
        "score": label.score,
        "source": label.source,
        "sure": label.sure,
        "because": label.because,
    }


def _first(made: Made, analysis: Analysis) -> int | None:
    """The first sentence of a correction, None where it is about a speaker."""
    if isinstance(made.correction, SetRole | SetName):
        return None
    inside = Places(analysis).inside((made.correction.start, made.correction.end))
    return None if inside is None else inside[0]
