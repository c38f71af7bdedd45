"""Files into an archive: what is known already is skipped, what is done stays done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analyzer.archive import AddResult, Archive
from analyzer.batch import Outcome, analyze_many
from analyzer.errors import AnalyzerError
from analyzer.pipeline import Models, made_with
from analyzer.read.digests import Digests
from analyzer.read.people.choices import NO_CHOICES, Choices
from analyzer.records import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one file: what that did to the archive, or the error that stopped it."""

    path: str
    result: AddResult | None = None
    error: AnalyzerError | None = None


def files_to_do(
    files: Sequence[str],
    store: Archive,
    *,
    pack: Pack,
    models: Models,
    choices: Choices = NO_CHOICES,
    without_crowded: bool = False,
) -> tuple[str, ...]:
    """Those of the files that the archive does not hold as they would be analysed now.

    ``without_crowded`` looks again at paths that several sessions came from.
    """
    stamp = made_with(pack, models=models)
    known = {
        file
        for file, digest in _digests(files, choices)
        if store.known_file(digest, made_with=stamp, path=file) is not None
    }
    if without_crowded:
        known -= store.crowded_paths()
    return tuple(file for file in files if file not in known)


def add_each(
    files: Iterable[str],
    store: Archive,
    *,
    pack: Pack,
    models: Models,
    jobs: int = 1,
    choices: Choices = NO_CHOICES,
) -> Iterator[Added]:
    """Analyses files into the archive one after another, and says what became of each, in order.

    Each is kept as soon as it is done, with its passages; a file that fails stops no other. Raises
    ArchiveError where the archive cannot be written to.
    """
    outcomes = analyze_many(
        files, pack=pack, models=models, jobs=jobs, choices=choices, with_passages=True
    )
    return (_kept(outcome, store) for outcome in outcomes)


def _kept(outcome: Outcome, store: Archive) -> Added:
    if outcome.analysis is None:
        return Added(path=outcome.path, error=outcome.error)
    result = store.add(outcome.analysis, passages=outcome.passages)
    return Added(path=outcome.path, result=result)


def _digests(files: Sequence[str], choices: Choices) -> Iterator[tuple[str, str]]:
    digests = Digests(choices)
    for file in files:
        try:
            yield file, digests.of(file)
        except AnalyzerError:
            # The reader will say what is wrong with it.
            continue
