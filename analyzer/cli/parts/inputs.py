"""Files and folders as they are named on the command line, turned into the files to work on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzer.cli.parts.options import STANDARD_INPUT
from analyzer.cli.parts.talk import Talk

SHOWN_NAMES = 10


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


def find_files(paths: Sequence[str], *, endings: Iterable[str]) -> Found:
    """The files that paths name: a file by its name, a folder by the transcripts in and under it.

    A file given by name is taken whatever its ending and whether or not it is there. Hidden files
    and folders, and the lock files of office programs, are left out. A corpus of many talks stands
    for each of them.
    """
    from analyzer.read.companions import sort_out
    from analyzer.read.research.corpus import each_conversation

    known = {f".{ending.lstrip('.').lower()}" for ending in endings}
    files: dict[str, None] = {}
    passed_over: list[str] = []
    problems: list[str] = []
    beside: list[str] = []
    left_aside: list[str] = []
    for path in paths:
        given = path if path == STANDARD_INPUT else str(Path(path))
        if path == STANDARD_INPUT or not Path(path).is_dir():
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


def files_for(paths: Sequence[str], *, talk: Talk) -> tuple[str, ...]:
    """The files that paths name, after saying which were passed over and which folders failed.

    Raises ChoiceError where a ``speakers.toml`` beside them is wrong.
    """
    from analyzer.read.companions import check_choices

    found = find_files(paths, endings=_endings() if any(map(os.path.isdir, paths)) else ())
    for problem in found.problems:
        talk.fail(problem)
    if found.passed_over:
        n_files = len(found.passed_over)
        noun = "file" if n_files == 1 else "files"
        shown = _listed(found.passed_over)
        talk.say(f"passed over {n_files} {noun} with an ending no format has: {shown}.")
    if found.beside:
        talk.say(f"read with the transcripts beside them: {_listed(found.beside)}.")
    if found.left_aside:
        talk.say(f"left aside, for they belong to no transcript: {_listed(found.left_aside)}.")
    check_choices(found.files)
    return found.files


def _endings() -> list[str]:
    """Those of all formats, every one of which must be imported to tell: for folders only."""
    from analyzer.read import FORMATS

    return [ending for one in FORMATS for ending in one.extensions]


def _listed(files: Sequence[str]) -> str:
    n_more = len(files) - SHOWN_NAMES
    more = f" and {n_more} more" if n_more > 0 else ""
    return ", ".join(files[:SHOWN_NAMES]) + more


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


def runs(files: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The files in order, standard input by itself and the files between as one run.

    >>> list(runs(["a", "b", "-", "c"]))
    [('a', 'b'), ('-',), ('c',)]
    """
    run: list[str] = []
    for file in files:
        if file == STANDARD_INPUT:
            if run:
                yield tuple(run)
            yield (file,)
            run = []
        else:
            run.append(file)
    if run:
        yield tuple(run)
