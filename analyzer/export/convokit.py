"""Corpora of ConvoKit: an utterance a turn, a conversation a session.

Findings stand in the metadata: moves and advice at the utterance, with the place in its text. The
timestamp is the number of the turn, since times are not known of all; times stand beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from analyzer.export.choosing import Material
from analyzer.export.placing import write_text
from analyzer.export.stretches import parts
from analyzer.records import Analysis, Label, Role

Meta = dict[str, Any]

_CLASSES: Final = {str: "str", int: "int", float: "float", bool: "bool", list: "list", dict: "dict"}


class _Index:
    """Which classes the values of each key have, as ConvoKit keeps them beside a corpus."""

    def __init__(self) -> None:
        self.of: dict[str, dict[str, list[str]]] = {}

    def seen(self, kind: str, meta: Meta) -> Meta:
        """The metadata, remembered."""
        known = self.of.setdefault(f"{kind}-index", {})
        for key, value in meta.items():
            classes = known.setdefault(key, [])
            name = f"<class '{_CLASSES[type(value)]}'>" if value is not None else None
            if name is not None and name not in classes:
                classes.append(name)
        return meta


def write(material: Material, place: Path) -> None:
    """The folder of a corpus."""
    place.mkdir()
    index = _Index()
    speakers: dict[str, Meta] = {}
    conversations: dict[str, Meta] = {}
    with (place / "utterances.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for analysis in material.analyses():
            ids = _speaker_ids(analysis, material.people)
            for number, speaker in enumerate(analysis.session.speakers):
                role = speakers.setdefault(ids[number], {"roles": []})["roles"]
                if speaker.role.value not in role:
                    role.append(speaker.role.value)
            root = _utterance_id(analysis, 0)
            conversations[root] = index.seen("conversations", _about(analysis))
            for row in _utterances(analysis, ids, index):
                file.write(_json(row))
    whole = index.seen("overall", {"name": "coaching sessions", "pack": material.pack.label})
    for meta in speakers.values():
        index.seen("speakers", meta)
    write_text(place / "speakers.json", _json(_with_meta(speakers)))
    write_text(place / "conversations.json", _json(_with_meta(conversations)))
    write_text(place / "corpus.json", _json(whole))
    kinds = ("utterances", "speakers", "conversations", "overall")
    indexes = {f"{kind}-index": index.of.get(f"{kind}-index", {}) for kind in kinds}
    write_text(place / "index.json", _json({**indexes, "version": 1, "vectors": []}))


def _speaker_ids(analysis: Analysis, people: dict[tuple[str, str], str]) -> tuple[str, ...]:
    """Who speaks; a label that names nobody is somebody else in every session."""
    key = analysis.session.id
    return tuple(
        people.get((key, it.name)) or f"{it.name} ({key})" for it in analysis.session.speakers
    )


def _utterances(analysis: Analysis, ids: tuple[str, ...], index: _Index) -> Iterator[Meta]:
    session = analysis.session
    root = _utterance_id(analysis, 0)
    moves, advice = _moves(analysis), _advice(analysis)
    for number, turn in enumerate(session.turns):
        speaker = session.speakers[turn.speaker]
        meta = {
            "role": speaker.role.value,
            "name": speaker.name,
            "start_ms": turn.start_ms,
            "end_ms": turn.end_ms,
            "sentences": moves[number],
            "advice": advice[number],
        }
        yield {
            "id": _utterance_id(analysis, number),
            "conversation_id": root,
            "text": turn.text,
            "speaker": ids[turn.speaker],
            "meta": index.seen("utterances", meta),
            "reply-to": _utterance_id(analysis, number - 1) if number else None,
            "timestamp": number,
            "vectors": [],
        }


def _moves(analysis: Analysis) -> list[list[Meta]]:
    by_turn: list[list[Meta]] = [[] for _ in analysis.session.turns]
    kinds = {n: it.kind for it in analysis.segments for n in range(it.first, it.end)}
    for number, it in enumerate(analysis.sentences):
        by_turn[it.turn].append(
            {"start": it.start, "end": it.end, "move": it.move, "segment": kinds.get(number)}
        )
    return by_turn


def _advice(analysis: Analysis) -> list[list[Meta]]:
    by_turn: list[list[Meta]] = [[] for _ in analysis.session.turns]
    for part in parts(analysis):
        advice = part.advice
        by_turn[part.quote.turn].append(
            {
                "start": part.quote.start,
                "end": part.quote.end,
                "advice": part.number,
                "labels": [_label(label) for label in advice.labels],
                "script": advice.script,
                "uptake": advice.uptake.kind if advice.uptake else None,
            }
        )
    return by_turn


def _label(label: Label) -> Meta:
    return {
        "category": label.category,
        "score": label.score,
        "sure": label.sure,
        "source": label.source,
    }


def _about(analysis: Analysis) -> Meta:
    session = analysis.session
    return {
        "session_id": session.id,
        "title": session.title,
        "held_on": session.held_on.isoformat() if session.held_on else None,
        "path": session.source.path,
        "coaches": [it.name for it in session.speakers if it.role is Role.COACH],
        "clients": [it.name for it in session.speakers if it.role is Role.CLIENT],
        "exchanges": [
            {
                "first": it.first,
                "end": it.end,
                "asker": None if it.asker is None else session.speakers[it.asker].name,
                "problem": None if it.problem is None else _label(it.problem),
            }
            for it in analysis.exchanges
        ],
        "pack": analysis.made_with.pack,
        "models": analysis.made_with.models,
    }


def _utterance_id(analysis: Analysis, turn: int) -> str:
    return f"{analysis.session.id}-{turn}"


def _with_meta(metas: dict[str, Meta]) -> Meta:
    return {key: {"meta": meta, "vectors": []} for key, meta in metas.items()}


def _json(value: Meta) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
