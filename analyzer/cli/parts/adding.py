"""Files into an archive: what is known already is skipped, what is done stays done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from analyzer.archive import AddResult, Archive, SessionSummary, Status
from analyzer.batch import analyze_many
from analyzer.cli.parts.talk import Talk
from analyzer.cli.parts.text import counted, plain
from analyzer.errors import AnalyzerError
from analyzer.pipeline import load_models, made_with
from analyzer.read import content_of
from analyzer.read.companions import Folder, find_companions, look_into, source_digest
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
        known -= _crowded(store)
    to_do = [file for file in files if file not in known]
    done = Counter({Status.UNCHANGED: len(known)})
    made = analyze_many(to_do, pack=pack, models=models, jobs=jobs, choices=choices)
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


def _known(files: Sequence[str], store: Archive, stamp: MadeWith, choices: Choices) -> set[str]:
    """The files that the archive holds under the same name, read and analysed in the same way."""
    return {
        file
        for file, digest in _digests(files, choices)
        if store.known_file(digest, made_with=stamp, path=file) is not None
    }


def _crowded(store: Archive) -> set[str]:
    """Paths that the archive has several sessions from: all but one were there before a change."""
    sessions_by_path = Counter(path for session in store.sessions() for path in _paths(session))
    return {path for path, n_sessions in sessions_by_path.items() if n_sessions > 1}


def _paths(session: SessionSummary) -> tuple[str, ...]:
    return (session.path, *session.other_paths)


def _digests(files: Sequence[str], choices: Choices) -> Iterator[tuple[str, str]]:
    folders: dict[Path, Folder] = {}
    for file in files:
        place = Path(file).parent
        if place not in folders:
            folders[place] = look_into(place)
        try:
            beside = find_companions(file, folder=folders[place])
            named = choices.over(beside.read_choices(Path(file)))
            yield file, source_digest(content_of(file), companions=beside, choices=named)
        except AnalyzerError:
            # The reader will say what is wrong with it.
            continue


def _tell(result: AddResult, store: Archive, *, replace: bool, talk: Talk) -> None:
    if result.status is Status.DUPLICATE:
        talk.say(plain(f"{result.path} holds the same talk as {result.other_path}; counted once."))
    if not result.earlier:
        return
    paths = {session.id: _paths(session) for session in store.sessions()}
    for earlier in result.earlier:
        others = [path for path in paths[earlier] if path != result.path]
        told = f"{result.path} has changed; session {earlier}, which it held before,"
        if others:
            told = f"{told} stays: {others[0]} holds it too."
        elif replace:
            store.remove(earlier)
            told = f"{told} was taken out."
        else:
            told = f"{told} is still in. Run again with --replace to take it out."
        talk.say(plain(told))


def _summary(done: Counter[Status], path: Path, *, n_failed: int) -> str:
    parts = [f"{done[status]:,} {status}" for status in ORDER if done[status]]
    if n_failed:
        parts.append(f"{n_failed:,} failed")
    return f"{path}: {', '.join(parts) or 'nothing to do'}"
