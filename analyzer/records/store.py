"""Records to JSON and back: one line an analysis, always the same bytes, unknown keys refused."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from analyzer.errors import SessionError
from analyzer.records.cards import ModelCard
from analyzer.records.findings import Analysis
from analyzer.records.session import Session


# Made once each: making one takes longer than using it.
@cache
def _analyses() -> TypeAdapter[Analysis]:
    return TypeAdapter(Analysis)


@cache
def _sessions() -> TypeAdapter[Session]:
    return TypeAdapter(Session)


@cache
def _cards() -> TypeAdapter[ModelCard]:
    return TypeAdapter(ModelCard)


def analysis_to_json(analysis: Analysis) -> str:
    """One line of JSON, keys in the order of the records, non-ASCII kept as it is."""
    return _analyses().dump_json(analysis).decode("utf-8")


def analysis_from_json(line: str) -> Analysis:
    """The analysis a line of JSON holds.

    Raises SessionError naming the place inside the JSON when a key is unknown or a value is wrong.
    """
    try:
        return _analyses().validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the top level"
        msg = f"not an analysis: {first['msg']} at {place}."
        raise SessionError(msg, hint="Write it with 'analyzer analyze --json'.") from error


def session_to_json(session: Session) -> str:
    """One line of JSON for a session as it was read."""
    return _sessions().dump_json(session).decode("utf-8")


def card_to_json(card: ModelCard) -> str:
    """A model card as indented JSON with a last newline, ready to lie in a repository."""
    return _cards().dump_json(card, indent=2).decode("utf-8") + "\n"


def card_from_json(text: str) -> ModelCard:
    """The model card a JSON text holds. Raises pydantic's ValidationError."""
    return _cards().validate_json(text)


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of what ``analyzer analyze --json`` prints on each line."""
    schema = _analyses().json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "analyzer analyze --json, one line",
        **json.loads(json.dumps(schema)),
    }
