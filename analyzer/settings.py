"""Where the package keeps its packs, models and samples, and the few numbers a user may change."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """The folder ``models`` or ``samples``: in an installed wheel, else beside it in a checkout.

    The path is returned whether or not it exists; who needs a file in it says what is missing.
    """
    packaged = PACKAGE / name
    if packaged.is_dir():
        return packaged
    checkout = PACKAGE.parent
    return checkout / "data" / "samples" if name == "samples" else checkout / name


def model_folder(models: Path, name: str) -> Path:
    """Where a model lies: beside others in a folder, else with those that came along."""
    beside = models / name
    return beside if beside.is_dir() else resource_folder("models") / name


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The numbers that decide what is said and what is left unsaid.

    ``min_advice_score`` and ``min_problem_score``: below these the tool abstains.
    ``rely_floor``: a label whose F1 interval lies below it carries "do not rely on".
    ``seed``: the only source of randomness in training and evaluation.
    """

    min_advice_score: float = 0.3
    min_problem_score: float = 0.3
    rely_floor: float = 0.5
    seed: int = 20260101


def cache_folder() -> Path:
    """A folder of this user's for what can be made again, made where it is not there.

    The one the system has for that, else one among temporary files.
    """
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    homes = [Path(named) if named else Path.home() / ".cache", Path(tempfile.gettempdir())]
    for home in homes:
        folder = home / "analyzer"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    return Path(tempfile.mkdtemp(prefix="analyzer-"))
