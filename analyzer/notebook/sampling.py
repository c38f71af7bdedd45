"""The archive of invented sessions that examples and notebooks are about."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from analyzer.adding import add_each
from analyzer.archive import Archive as Store
from analyzer.notebook.models import models_for
from analyzer.notebook.progress import track
from analyzer.records.pack_file import load_pack
from analyzer.settings import PACKAGE, cache_folder, resource_folder

PACK = "recruiting"
# The folders of the package whose code has a part in what an archive holds.
MAKERS = ("archive", "classify", "packs", "read", "records", "segment", "tag")


def sample_files(sessions: int | None = None) -> tuple[Path, ...]:
    """The files of the invented sessions, the earliest first; only the first so many."""
    files = sorted(
        file
        for file in resource_folder("samples").iterdir()
        if file.is_file() and not file.name.startswith((".", "README"))
    )
    return tuple(files[:sessions])


def sample_copy(sessions: int | None = None, *, progress: bool | None = None) -> Path:
    """A copy of the archive of the invented sessions, in a folder of its own.

    It is made once for each version of analyzer on this machine, which takes half a minute, and
    kept in the user's cache. Raises ArchiveError where no place can be written to.
    """
    kept = cache_folder() / f"samples-{sessions or 'all'}-{_stamp()}.db"
    if not kept.is_file():
        _make(kept, sessions=sessions, progress=progress)
    place = Path(tempfile.mkdtemp(prefix="analyzer-")) / "samples.db"
    shutil.copyfile(kept, place)
    return place


def _make(place: Path, *, sessions: int | None, progress: bool | None) -> None:
    """Beside the place first: two notebooks may make it at the same time."""
    beside = place.with_name(f".{os.getpid()}-{place.name}")
    files = [str(file) for file in sample_files(sessions)]
    pack = load_pack(PACK)
    try:
        with Store.open(beside, create=True) as store:
            made = add_each(files, store, pack=pack, models=models_for(pack))
            for one in track(made, doing="Analysing", total=len(files), progress=progress):
                if one.error is not None:
                    raise one.error
        beside.replace(place)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    for old in place.parent.glob(f"samples-{sessions or 'all'}-*.db"):
        if old != place:
            with suppress(OSError):
                old.unlink()


def _stamp() -> str:
    """Changes with whatever has a part in what is found: code, models, packs, samples."""
    digest = hashlib.sha256()
    for file in _parts():
        with suppress(OSError):
            status = file.stat()
            digest.update(f"{file} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _parts() -> Iterator[Path]:
    folders = [PACKAGE / name for name in MAKERS]
    for folder in (*folders, resource_folder("models"), resource_folder("samples")):
        yield from sorted(it for it in folder.rglob("*") if it.is_file() and it.suffix != ".pyc")
    yield PACKAGE / "version.py"
