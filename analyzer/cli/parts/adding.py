"""Adding files on the command line: what is told while it goes on, and in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from analyzer.adding import add_each, files_to_do
from analyzer.archive import AddResult, Archive, LeftLabel, Status
from analyzer.cli.parts.talk import Talk
from analyzer.cli.parts.text import counted, plain
from analyzer.pipeline import Models, encode_passages, load_models
from analyzer.read.people.choices import NO_CHOICES, Choices
from analyzer.records import Pack

ORDER = (Status.ADDED, Status.UPDATED, Status.UNCHANGED, Status.DUPLICATE)
# So many characters of a quote tell which words are meant.
SHOWN = 80


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
    to_do = files_to_do(
        files, store, pack=pack, models=models, choices=choices, without_crowded=replace
    )
    done = Counter({Status.UNCHANGED: len(set(files)) - len(to_do)})
    made = add_each(to_do, store, pack=pack, models=models, jobs=jobs, choices=choices)
    try:
        for one in talk.track(made, doing="Analysing", total=len(to_do)):
            if one.result is None:
                talk.fail(one.error)
                continue
            done[one.result.status] += 1
            _tell(one.result, store, replace=replace, models=models, talk=talk)
    except KeyboardInterrupt:
        kept = counted(done[Status.ADDED] + done[Status.UPDATED], "session")
        talk.say(f"{kept} kept in {store.path}; the same command goes on from there.")
        raise
    return told_in_line(done, store.path, n_failed=talk.n_failed)


def _tell(result: AddResult, store: Archive, *, replace: bool, models: Models, talk: Talk) -> None:
    if result.status is Status.DUPLICATE:
        talk.say(plain(f"{result.path} holds the same talk as {result.other_path}; counted once."))
    for earlier in result.earlier:
        others = [file.path for file in store.files(earlier) if file.path != result.path]
        told = f"{result.path} has changed; session {earlier}, which it held before,"
        left: tuple[LeftLabel, ...] = ()
        if others:
            told = f"{told} stays: {others[0]} holds it too."
        elif replace:
            encode = partial(encode_passages, models=models)
            left = store.replace(earlier, by=result.session_id, encode=encode)
            told = f"{told} was taken out."
        else:
            told = f"{told} is still in. Run again with --replace to take it out."
        talk.say(plain(told))
        for label, words in left:
            who = label.source.removeprefix("person:")
            gone = f"{label.category!r}, which {who} gave to words that are gone, went with it"
            talk.say(plain(f"{gone}: {words[:SHOWN]}"))


def told_in_line(done: Counter[Status], path: Path, *, n_failed: int) -> str:
    """What adding did, as the one line that is the command's result."""
    parts = [f"{done[status]:,} {status}" for status in ORDER if done[status]]
    if n_failed:
        parts.append(f"{n_failed:,} failed")
    return f"{path}: {', '.join(parts) or 'nothing to do'}"
