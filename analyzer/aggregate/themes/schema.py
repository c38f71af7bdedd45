"""The columns of the tables of themes, and their types."""

from __future__ import annotations

from pandas import CategoricalDtype

# Themes found by the method, with their places on a plane.
THEMES: dict[str, str | CategoricalDtype] = {
    "theme": "str",
    "kind": "str",
    "name": "str",
    "phrases": "str",
    "n_members": "int32",
    "n_sessions": "int32",
    "n_clients": "int32",
    "stability": "float64",
    "is_tentative": "bool",
    "is_hidden": "bool",
    "category": "str",
    "category_share": "float64",
    "x": "float64",
    "y": "float64",
}

THEME_QUOTES: dict[str, str | CategoricalDtype] = {
    "theme": "str",
    "session_id": "str",
    "turn": "int32",
    "start": "int32",
    "end": "int32",
    "speaker": "str",
    "quote": "str",
}
