"""Files and folders that appear whole or not at all, for their owner alone, the same every time."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from analyzer.errors import ExportError
from analyzer.files import OWNER_FILE, OWNER_FOLDER

# Stands in every folder that is written, so that only such a one is ever replaced.
MARK = ".analyzer-export"
# The first day that a zip can name.
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@contextmanager
def placed(path: str | Path, *, replace: bool = False) -> Iterator[Path]:
    """A place beside ``path`` to write a file or a folder to; it is moved there when all is well.

    With ``replace`` a file there is replaced, and a folder that an export wrote. Raises ExportError
    where something is in the way or the place cannot be written to.
    """
    target = Path(path)
    _check_free(target, replace=replace)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(mode=OWNER_FOLDER)
        made = beside / target.name
        yield made
        _own(made)
        if target.is_dir():
            target.rename(beside / ".before")
        made.replace(target)
    except OSError as error:
        what = f"it cannot be written: {error.strerror or error}."
        hint = "Choose a folder that exists and that you may write to."
        raise ExportError(what, path=str(target), hint=hint) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _check_free(target: Path, *, replace: bool) -> None:
    if not target.name:
        hint = "Give it a name of its own."
        raise ExportError("this is no place for an export.", path=str(target), hint=hint)
    if target.is_dir():
        if not any(target.iterdir()) or (replace and (target / MARK).is_file()):
            return
        if replace:
            what = "this folder holds files that no export wrote, and is left as it is."
            raise ExportError(what, path=str(target), hint="Name a new folder.")
    elif not target.exists() or replace:
        return
    hint = "Name another place, or write over it with --force (in Python replace=True)."
    raise ExportError("it is there already.", path=str(target), hint=hint)


def _own(made: Path) -> None:
    """Takes everybody else's rights away, whatever wrote the files."""
    if made.is_file():
        made.chmod(OWNER_FILE)
        return
    (made / MARK).touch()
    for path in (made, *made.rglob("*")):
        path.chmod(OWNER_FOLDER if path.is_dir() else OWNER_FILE)


def write_zip(place: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Writes a zip in the order given, without a date: the same files are the same bytes."""
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, date_time=ZIP_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # else it is told on which system it was made
            info.external_attr = OWNER_FILE << 16
            archive.writestr(info, content)


def write_text(place: Path, text: str) -> None:
    """Writes text as UTF-8 with plain line ends."""
    place.write_text(text, encoding="utf-8", newline="\n")
