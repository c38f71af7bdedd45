"""Many files analysed, one after another or side by side; what fails is named."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from analyzer.errors import AnalyzerError
from analyzer.pipeline import Models, analyze_session, encode_passages, load_models
from analyzer.read import read_session
from analyzer.read.people.choices import NO_CHOICES, Choices
from analyzer.records import Analysis, Pack
from analyzer.records.passages import EncodedPassages
from analyzer.settings import resource_folder

# Work handed out ahead for each process: enough that none waits, little enough that the findings
# of a large archive never pile up.
AHEAD = 4
# An executor that is handed in does not say how many workers it has.
AHEAD_ELSEWHERE = 256

Start = Callable[[], AbstractContextManager[Executor]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file: its analysis, or the error that stopped it.

    ``passages`` are there where they were asked for.
    """

    path: str
    analysis: Analysis | None = None
    passages: EncodedPassages | None = None
    error: AnalyzerError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be done with every file; small enough to be sent to another machine.

    ``models`` are those of this process, None for a process that loads them from ``folder``, which
    is None in turn for the models that came with the package there.
    """

    pack: Pack
    choices: Choices = NO_CHOICES
    with_passages: bool = False
    folder: Path | None = None
    models: Models | None = field(default=None, repr=False)

    def __call__(self, path: str) -> Outcome:
        """The outcome of one file; nothing is raised."""
        try:
            models = self.models or _worker_models(self.pack, self.folder)
            session = read_session(path, choices=self.choices)
            analysis = analyze_session(session, pack=self.pack, models=models)
            passages = encode_passages(analysis, models=models) if self.with_passages else None
            return Outcome(path=path, analysis=analysis, passages=passages)
        except AnalyzerError as error:
            return Outcome(path=path, error=error)
        except Exception as error:  # noqa: BLE001 - one file must not stop a hundred thousand others
            what = f"analysing broke off: {type(error).__name__}: {error}."
            hint = "This is a fault of analyzer; please report it with the form of the file."
            return Outcome(path=path, error=AnalyzerError(what, path=path, hint=hint))


def analyze_many(
    paths: Iterable[str | Path],
    *,
    pack: Pack,
    models: Models | None = None,
    choices: Choices = NO_CHOICES,
    jobs: int = 1,
    executor: Executor | None = None,
    with_passages: bool = False,
) -> Iterator[Outcome]:
    """The outcome of each file, in order; a file that fails does not stop the rest.

    With ``jobs`` above 1 that many processes work, or any executor of ``concurrent.futures`` that
    is handed in. Processes are started afresh, so a script must call this under
    ``if __name__ == "__main__":``. Models that were loaded from a folder are loaded again from
    there by each process; models put together in this one stay in it, and threads do the work.
    Only some files are read ahead of the outcome asked for, so memory does not grow with their
    number. A file over which a process dies is named; the others of that process are done again.
    ``with_passages`` adds what ``encode_passages`` tells. Raises ModelError before the first file.
    """
    ready = models or load_models(pack)
    work = Work(pack=pack, choices=choices, with_passages=with_passages, models=ready)
    files = map(str, paths)
    if executor is None and jobs <= 1:
        return map(work, files)
    if ready.folder is not None:
        # Another machine may keep what came with the package elsewhere.
        home = None if ready.folder == resource_folder("models") else ready.folder
        work = Work(pack=pack, choices=choices, with_passages=with_passages, folder=home)
    if executor is not None:
        return _side_by_side(work, files, start=lambda: nullcontext(executor), n=AHEAD_ELSEWHERE)
    start: Start = partial(ThreadPoolExecutor, max_workers=jobs)
    if ready.folder is not None:
        start = partial(ProcessPoolExecutor, max_workers=jobs, mp_context=get_context("spawn"))
    return _side_by_side(work, files, start=start, n=AHEAD * jobs)


@cache
def _worker_models(pack: Pack, folder: Path | None) -> Models:
    """A process that serves many files loads its models with the first one.

    It computes with one thread: the other cores have processes of their own.
    """
    return load_models(pack, folder=folder, threads=1)


def _side_by_side(work: Work, files: Iterator[str], *, start: Start, n: int) -> Iterator[Outcome]:
    """The outcomes in order, at most ``n`` files being worked on or waited for at once."""
    pending: deque[str] = deque()
    is_over = False
    while not is_over:
        with start() as executor:
            try:
                yield from _until_broken(work, files, executor=executor, n=n, pending=pending)
                is_over = True
            except BrokenExecutor:
                suspects, pending = pending, deque()
        if not is_over:
            # A process that dies takes the others' work along, and nobody says over which file.
            yield from (_alone(work, path, start=start) for path in suspects)


def _until_broken(
    work: Work, files: Iterator[str], *, executor: Executor, n: int, pending: deque[str]
) -> Iterator[Outcome]:
    """The outcomes in order; ``pending`` holds the files whose outcome is still to come."""
    futures: deque[Future[Outcome]] = deque()
    for path in islice(files, n):
        pending.append(path)
        futures.append(executor.submit(work, path))
    while futures:
        outcome = futures.popleft().result()
        pending.popleft()
        for path in islice(files, 1):
            pending.append(path)
            futures.append(executor.submit(work, path))
        yield outcome


def _alone(work: Work, path: str, *, start: Start) -> Outcome:
    with start() as executor:
        try:
            return executor.submit(work, path).result()
        except BrokenExecutor:
            what = "the process that analysed it was killed, most likely for want of memory."
            hint = "Run it again with fewer --jobs; if it fails alone, please report its form."
            return Outcome(path=path, error=AnalyzerError(what, path=path, hint=hint))
