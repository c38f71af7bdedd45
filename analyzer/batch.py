"""Many talks analysed, one after another or side by side; what fails is named."""

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
from analyzer.pipeline import Models, analyze_session, encode_passages, load_models, made_with
from analyzer.read import read_session
from analyzer.read.people.choices import NO_CHOICES, Choices
from analyzer.records import Analysis, MadeWith, Pack, Session
from analyzer.records.passages import EncodedPassages
from analyzer.settings import resource_folder
from analyzer.tag.roles import without_tagged_roles

# Work handed out ahead for each process: enough that none waits, little enough that the findings
# of a large archive never pile up.
AHEAD = 4
# An executor that is handed in does not say how many workers it has.
AHEAD_ELSEWHERE = 256

Start = Callable[[], AbstractContextManager[Executor]]
# A file to read, a talk that was read already, or one that is analysed and only lacks passages.
Given = str | Path | Session | Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one talk: its analysis, or the error that stopped it.

    ``path`` is that of its file. ``passages`` are there where they were asked for.
    """

    path: str
    analysis: Analysis | None = None
    passages: EncodedPassages | None = None
    error: AnalyzerError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be done with every talk; small enough to be sent to another machine.

    ``models`` are those of this process, None for a process that loads them from ``folder``, which
    is None in turn for the models that came with the package there.
    """

    pack: Pack
    choices: Choices = NO_CHOICES
    with_passages: bool = False
    folder: Path | None = None
    models: Models | None = field(default=None, repr=False)

    def __call__(self, given: Given) -> Outcome:
        """The outcome of one talk; nothing is raised."""
        path = _path_of(given)
        try:
            models = self._models()
            analysis = self._analysis(given, models=models)
            passages = encode_passages(analysis, models=models) if self.with_passages else None
            return Outcome(path=path, analysis=analysis, passages=passages)
        except AnalyzerError as error:
            return Outcome(path=path, error=error)
        except Exception as error:  # noqa: BLE001 - one file must not stop a hundred thousand others
            what = f"analysing broke off: {type(error).__name__}: {error}."
            hint = "This is a fault of analyzer; please report it with the form of the file."
            return Outcome(path=path, error=AnalyzerError(what, path=path, hint=hint))

    def made_with(self) -> MadeWith:
        """What the analyses are stamped with; loads the models. Raises ModelError."""
        return made_with(self.pack, models=self._models())

    def _models(self) -> Models:
        return self.models or _worker_models(self.pack, self.folder)

    def _analysis(self, given: Given, *, models: Models) -> Analysis:
        if isinstance(given, Analysis):
            return given
        if isinstance(given, Session):
            session = without_tagged_roles(given)
        else:
            session = read_session(given, choices=self.choices)
        return analyze_session(session, pack=self.pack, models=models)


def _path_of(given: Given) -> str:
    if isinstance(given, Analysis):
        given = given.session
    return given.source.path if isinstance(given, Session) else str(given)


def analyze_many(
    sources: Iterable[Given],
    *,
    pack: Pack,
    models: Models | None = None,
    choices: Choices = NO_CHOICES,
    jobs: int = 1,
    executor: Executor | None = None,
    with_passages: bool = False,
) -> Iterator[Outcome]:
    """The outcome of each source, in order; one that fails does not stop the rest.

    A source is a file; or a session as an archive keeps it, which is analysed anew without being
    read again, ``choices`` having no part in it; or an analysis, which stays as it is.

    With ``jobs`` above 1 that many processes work, or any executor of ``concurrent.futures`` that
    is handed in. Processes are started afresh, so a script must call this under
    ``if __name__ == "__main__":``. Models that were loaded from a folder are loaded again from
    there by each process; models put together in this one stay in it, and threads do the work.
    Only some sources are taken ahead of the outcome asked for, so memory does not grow with their
    number. One over which a process dies is named; the others of that process are done again.
    ``with_passages`` adds what ``encode_passages`` tells. Raises ModelError before the first one.
    """
    ready = models or load_models(pack)
    work = Work(pack=pack, choices=choices, with_passages=with_passages, models=ready)
    if executor is None and jobs <= 1:
        return map(work, sources)
    if ready.folder is not None:
        # Another machine may keep what came with the package elsewhere.
        home = None if ready.folder == resource_folder("models") else ready.folder
        work = Work(pack=pack, choices=choices, with_passages=with_passages, folder=home)
    given = iter(sources)
    if executor is not None:
        return _side_by_side(work, given, start=lambda: nullcontext(executor), n=AHEAD_ELSEWHERE)
    start: Start = partial(ThreadPoolExecutor, max_workers=jobs)
    if ready.folder is not None:
        start = partial(ProcessPoolExecutor, max_workers=jobs, mp_context=get_context("spawn"))
    return _side_by_side(work, given, start=start, n=AHEAD * jobs)


@cache
def _worker_models(pack: Pack, folder: Path | None) -> Models:
    """A process that serves many files loads its models with the first one.

    It computes with one thread: the other cores have processes of their own.
    """
    return load_models(pack, folder=folder, threads=1)


def _side_by_side(
    work: Work, sources: Iterator[Given], *, start: Start, n: int
) -> Iterator[Outcome]:
    """The outcomes in order, at most ``n`` sources being worked on or waited for at once."""
    pending: deque[Given] = deque()
    is_over = False
    while not is_over:
        with start() as executor:
            try:
                yield from _until_broken(work, sources, executor=executor, n=n, pending=pending)
                is_over = True
            except BrokenExecutor:
                suspects, pending = pending, deque()
        if not is_over:
            # A process that dies takes the others' work along, and nobody says over which one.
            yield from (_alone(work, given, start=start) for given in suspects)


def _until_broken(
    work: Work, sources: Iterator[Given], *, executor: Executor, n: int, pending: deque[Given]
) -> Iterator[Outcome]:
    """The outcomes in order; ``pending`` holds the sources whose outcome is still to come."""
    futures: deque[Future[Outcome]] = deque()
    for given in islice(sources, n):
        pending.append(given)
        futures.append(executor.submit(work, given))
    while futures:
        outcome = futures.popleft().result()
        pending.popleft()
        for given in islice(sources, 1):
            pending.append(given)
            futures.append(executor.submit(work, given))
        yield outcome


def _alone(work: Work, given: Given, *, start: Start) -> Outcome:
    with start() as executor:
        try:
            return executor.submit(work, given).result()
        except BrokenExecutor:
            path = _path_of(given)
            what = "the process that analysed it was killed, most likely for want of memory."
            hint = "Run it again with fewer --jobs; if it fails alone, please report its form."
            return Outcome(path=path, error=AnalyzerError(what, path=path, hint=hint))
