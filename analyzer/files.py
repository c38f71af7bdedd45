"""Files that nobody but their owner may read, written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

# What a person's files hold is nobody else's business; Windows has other rights and ignores these.
OWNER_FILE, OWNER_FOLDER = 0o600, 0o700
_BINARY = getattr(os, "O_BINARY", 0)


def write_private(path: str | Path, content: bytes, *, replace: bool = True) -> None:
    """Writes a file that its owner alone may read, whatever the umask.

    A reader never meets half of it: it is written beside its place and moved there. Without
    ``replace`` a file that is there already raises FileExistsError. Raises OSError.
    """
    place = Path(path)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        beside.unlink()  # left by a process that was killed
    try:
        with os.fdopen(_opened(beside), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            beside.replace(place)
        else:
            _move_to_free(beside, place)
    finally:
        beside.unlink(missing_ok=True)


def _opened(place: Path) -> int:
    number = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, OWNER_FILE)
    # A umask takes rights away and may have taken the owner's.
    if hasattr(os, "fchmod"):
        os.fchmod(number, OWNER_FILE)
    return number


def _move_to_free(beside: Path, place: Path) -> None:
    try:
        os.link(beside, place)
    except FileExistsError:
        raise
    except OSError:
        # A drive without links: between the look and the move somebody else might come.
        if place.exists():
            raise FileExistsError(place) from None
        beside.replace(place)


def make_private_file(path: str | Path) -> None:
    """Makes an empty file that its owner alone may read, where none is there. Raises OSError."""
    with suppress(FileExistsError):
        os.close(_opened(Path(path)))


def make_private_folder(path: str | Path) -> None:
    """Makes a folder, and those above it, that their owner alone may look into. Raises OSError."""
    place = Path(path)
    missing = [it for it in (place, *place.parents) if not it.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=OWNER_FOLDER, exist_ok=True)
        folder.chmod(OWNER_FOLDER)


def is_open_to_others(path: str | Path) -> bool:
    """Whether others than its owner may read a file; never on Windows, which has other rights."""
    return os.name == "posix" and bool(Path(path).stat().st_mode & 0o077)
