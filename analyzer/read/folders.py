"""Files and folders as a person names them, turned into the files to work on."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzer.read.companions import sort_out
from analyzer.read.formats import FORMATS
from analyzer.read.research.corpus import each_conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the names given stand for.

    ``files`` in the order given, those of a folder sorted by path, each once. ``passed_over`` are
    files of a folder whose ending no format has; ``problems`` are folders that gave nothing.
    ``beside`` are files of a folder that are read with its transcripts, ``left_aside`` such as
    belong to none.
    """

    files: tuple[str, ...]
    passed_over: tuple[str, ...]
    problems: tuple[str, ...]
    beside: tuple[str, ...] = ()
    left_aside: tuple[str, ...] = ()


def find_files(
    paths: Sequence[str],
    *,
    endings: Iterable[str] | None = None,
    never_folders: Container[str] = (),
) -> Found:
    """The files that paths name: a file by its name, a folder by the transcripts in and under it.

    A file given by name is taken whatever its ending and whether or not it is there. Hidden files
    and folders, and the lock files of office programs, are left out. A corpus of many talks stands
    for each of them. ``endings`` are those of all formats unless given; ``never_folders`` are names
    that mean something else, such as ``-``.
    """
    if endings is None:
        # Every format must be imported to tell its endings: for folders only.
        has_folder = any(map(os.path.isdir, paths))
        endings = [it for one in FORMATS for it in one.extensions] if has_folder else ()
    known = {f".{ending.lstrip('.').lower()}" for ending in endings}
    files: dict[str, None] = {}
    passed_over: list[str] = []
    problems: list[str] = []
    beside: list[str] = []
    left_aside: list[str] = []
    for path in paths:
        given = path if path in never_folders else str(Path(path))
        if path in never_folders or not Path(path).is_dir():
            files.update(dict.fromkeys(each_conversation([given])))
            continue
        inside, closed = _inside(given)
        taken: list[str] = []
        talks, used, unused = sort_out(inside)
        beside += used
        left_aside += unused
        for file in talks:
            (taken if Path(file).suffix.lower() in known else passed_over).append(file)
        taken = list(each_conversation(taken))
        problems += closed
        files.update(dict.fromkeys(taken))
        if not taken and not closed:
            problems.append(f"{given}: this folder holds no transcripts.")
    return Found(
        files=tuple(files),
        passed_over=tuple(passed_over),
        problems=tuple(problems),
        beside=tuple(beside),
        left_aside=tuple(left_aside),
    )


def _inside(folder: str) -> tuple[list[str], list[str]]:
    """All files in and under a folder, sorted, and the folders that could not be opened."""
    closed: list[str] = []

    def note(error: OSError) -> None:
        closed.append(f"{error.filename}: this folder cannot be opened: {error.strerror}.")

    files = []
    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = _shown(folders)
        files += [os.path.join(place, name) for name in _shown(names)]  # noqa: PTH118 - Path drops './'
    return sorted(files), closed


def _shown(names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if not name.startswith((".", "~$")))
