"""What takes a second to load is loaded once in a notebook."""

from __future__ import annotations

from functools import cache

from analyzer.pipeline import Models, load_models
from analyzer.records import Pack
from analyzer.records.pack_file import load_pack


@cache
def models_for(pack: Pack) -> Models:
    """The models for a pack, the same ones each time. Raises ModelError and PackError."""
    return load_models(pack)


def as_pack(pack: str | Pack) -> Pack:
    """A pack by its name, its file or itself. Raises PackError, with the nearest name."""
    return pack if isinstance(pack, Pack) else load_pack(pack)
