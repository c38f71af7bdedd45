"""Files and folders as they are named on the command line, turned into the files to work on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.cli.parts.options import STANDARD_INPUT
from analyzer.cli.parts.talk import Talk

SHOWN_NAMES = 10


def files_for(paths: Sequence[str], *, talk: Talk) -> tuple[str, ...]:
    """The files that paths name, after saying which were passed over and which folders failed.

    Raises ChoiceError where a ``speakers.toml`` beside them is wrong.
    """
    from analyzer.read.companions import check_choices
    from analyzer.read.folders import find_files

    found = find_files(paths, never_folders=(STANDARD_INPUT,))
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


def _listed(files: Sequence[str]) -> str:
    n_more = len(files) - SHOWN_NAMES
    more = f" and {n_more} more" if n_more > 0 else ""
    return ", ".join(files[:SHOWN_NAMES]) + more


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
