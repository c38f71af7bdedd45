"""Files into an archive: what is known already is skipped, what is done stays done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from analyzer.archive import AddResult, Archive, Status
from analyzer.batch import analyze_many
from analyzer.cli.parts.talk import Talk
from analyzer.cli.parts.text import counted, plain
from analyzer.errors import AnalyzerError
from analyzer.pipeline import load_models, made_with
from analyzer.read.digests import Digests
from analyzer.read.people.choices import NO_CHOICES, Choices
from analyzer.records import MadeWith, Pack

ORDER = (Status.ADDED, Status.UPDATED, Status.UNCHANGED, Status.DUPLICATE)


def add_files(
    files: Sequence[str],
    store: Archive,
    *,
    pack: Pack,
    jobs: int,
    replace: bool,
    talk: Talk,
    choices: Choices = NO_CHOICES,
) -> str:
    """Analyses files into the archive and says in one line what that did to it.

    Stopped from the keyboard it says what was kept, and passes the interruption on.
    """
    with talk.doing("Loading the models"):
        models = load_models(pack)
    known = _known(files, store, made_with(pack, models=models), choices)
    if replace:
        known -= store.crowded_paths()
    to_do = [file for file in files if file not in known]
    done = Counter({Status.UNCHANGED: len(known)})
    made = analyze_many(
        to_do, pack=pack, models=models, jobs=jobs, choices=choices, with_passages=True
    )
    try:
        for outcome in talk.track(made, doing="Analysing", total=len(to_do)):
            if outcome.analysis is None:
                talk.fail(outcome.error)
                continue
            result = store.add(outcome.analysis, passages=outcome.passages)
            done[result.status] += 1
            _tell(result, store, replace=replace, talk=talk)
    except KeyboardInterrupt:
        kept = counted(done[Status.ADDED] + done[Status.UPDATED], "session")
        talk.say(f"{kept} kept in {store.path}; the same command goes on from there.")
        raise
    return told_in_line(done, store.path, n_failed=talk.n_failed)


def _known(files: Sequence[str], store: Archive, stamp: MadeWith, choices: Choices) -> set[str]:
    """The files that the archive holds under the same name, read and analysed in the same way."""
    return {
        file
        for file, digest in _digests(files, choices)
        if store.known_file(digest, made_with=stamp, path=file) is not None
    }


def _digests(files: Sequence[str], choices: Choices) -> Iterator[tuple[str, str]]:
    digests = Digests(choices)
    for file in files:
        try:
            yield file, digests.of(file)
        except AnalyzerError:
            # The reader will say what is wrong with it.
            continue


def _tell(result: AddResult, store: Archive, *, replace: bool, talk: Talk) -> None:
    if result.status is Status.DUPLICATE:
        talk.say(plain(f"{result.path} holds the same talk as {result.other_path}; counted once."))
    for earlier in result.earlier:
        others = [file.path for file in store.files(earlier) if file.path != result.path]
        told = f"{result.path} has changed; session {earlier}, which it held before,"
        if others:
            told = f"{told} stays: {others[0]} holds it too."
        elif replace:
            store.remove(earlier)
            told = f"{told} was taken out."
        else:
            told = f"{told} is still in. Run again with --replace to take it out."
        talk.say(plain(told))


def told_in_line(done: Counter[Status], path: Path, *, n_failed: int) -> str:
    """What adding did, as the one line that is the command's result."""
    parts = [f"{done[status]:,} {status}" for status in ORDER if done[status]]
    if n_failed:
        parts.append(f"{n_failed:,} failed")
    return f"{path}: {', '.join(parts) or 'nothing to do'}"
