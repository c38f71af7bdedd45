"""Handing on: an archive in the forms of other programs, with the place of every finding.

    write_export(archive, "calls.qdpx", target="refi-qda", pack=pack)

To add a form, write a module with ``write(material, place)`` and name it in ``registry.py``. Names
are imported when first used: the command line asks for the list of targets alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.export.choosing import By, Material
    from analyzer.export.registry import Target, targets
    from analyzer.export.writing import write_export

_HOMES = {
    "By": "choosing",
    "Material": "choosing",
    "Target": "registry",
    "targets": "registry",
    "write_export": "writing",
}

__all__ = ["By", "Material", "Target", "targets", "write_export"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
    """A public name, from the module it is defined in."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
