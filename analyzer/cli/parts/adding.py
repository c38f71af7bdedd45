"""Files into an archive: what is known already is skipped, what is done stays done."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from analyzer import __version__
from analyzer.archive import AddResult, Archive, Status
from analyzer.cli.parts.talk import Talk
from analyzer.cli.parts.text import counted, plain
from analyzer.pipeline import analyze_many, load_models
from analyzer.records import MadeWith, Pack

ORDER = (Status.ADDED, Status.UPDATED, Status.UNCHANGED, Status.DUPLICATE)


def add_files(
    files: Sequence[str], store: Archive, *, pack: Pack, jobs: int, replace: bool, talk: Talk
) -> str:
    """Analyses files into the archive and says in one line what that did to it.

    Stopped from the keyboard it says what was kept, and passes the interruption on.
    """
    with talk.doing("Loading the models"):
        models = load_models(pack)
    made_with = MadeWith(analyzer=__version__, pack=pack.label, models=models.names)
    known = _known(files, store, made_with)
    to_do = [file for file in files if file not in known]
    done = Counter({Status.UNCHANGED: len(known)})
    made = analyze_many(to_do, pack=pack, models=models, jobs=jobs)
    try:
        for outcome in talk.track(made, doing="Analysing", total=len(to_do)):
            if outcome.analysis is None:
                talk.fail(outcome.error)
                continue
            result = store.add(outcome.analysis)
            done[result.status] += 1
            _tell(result, store, replace=replace, talk=talk)
    except KeyboardInterrupt:
        kept = counted(done[Status.ADDED] + done[Status.UPDATED], "session")
        talk.say(f"{kept} kept in {store.path}; the same command goes on from there.")
        raise
    return _summary(done, store.path, n_failed=talk.n_failed)


def _known(files: Sequence[str], store: Archive, made_with: MadeWith) -> set[str]:
    """The files whose bytes the archive holds under the same name, analysed in the same way."""
    return {
        file
        for file, digest in _digests(files)
        if store.known_file(digest, made_with=made_with, path=file) is not None
    }


def _digests(files: Sequence[str]) -> Iterator[tuple[str, str]]:
    for file in files:
        try:
            yield file, hashlib.sha256(Path(file).read_bytes()).hexdigest()
        except OSError:
            # The reader will say what is wrong with it.
            continue


def _tell(result: AddResult, store: Archive, *, replace: bool, talk: Talk) -> None:
    if result.status is Status.DUPLICATE:
        talk.say(plain(f"{result.path} holds the same talk as {result.other_path}; counted once."))
    for earlier in result.earlier:
        if replace:
            store.remove(earlier)
            talk.say(plain(f"{result.path} has changed; session {earlier} was taken out."))
        else:
            what = (
                f"{result.path} has changed; session {earlier}, which it held before, is still in."
            )
            talk.say(plain(f"{what} Run again with --replace to take it out."))


def _summary(done: Counter[Status], path: Path, *, n_failed: int) -> str:
    parts = [f"{done[status]:,} {status}" for status in ORDER if done[status]]
    if n_failed:
        parts.append(f"{n_failed:,} failed")
    return f"{path}: {', '.join(parts) or 'nothing to do'}"
