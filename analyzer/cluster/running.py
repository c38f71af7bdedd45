"""Handing the parts out to a Dask cluster, and what one machine does in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from distributed import Client, KilledWorker, as_completed

from analyzer.aggregate.themes import Kind, Themes
from analyzer.aggregate.themes.finding import themes_among
from analyzer.aggregate.themes.gathering import material_of
from analyzer.aggregate.themes.words import Said
from analyzer.archive import Status
from analyzer.batch import Work
from analyzer.cluster.folder import PartedFolder, dealt
from analyzer.cluster.heads import Head, chosen, names_in, read_heads
from analyzer.cluster.parts import (
    Failure,
    Part,
    analyse_alone,
    analyse_part,
    make_part_tables,
)
from analyzer.cluster.theming import (
    GatheredWords,
    Wanted,
    read_items,
    read_themes,
    said_in_part,
    write_themes,
)
from analyzer.encoder import Encoder
from analyzer.errors import AnalyzerError, ClusterError
from analyzer.records import MadeWith, ModelCard, Pack

# So long a scheduler may take to answer, in seconds.
WAIT_S = 30.0
# For a file over which worker after worker dies.
DEADLY = "each process that analysed it was killed, most likely for want of memory."


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of the files of one part: how many there were, and which failed."""

    n_files: int
    failures: tuple[Failure, ...]


def connect(address: str) -> Client:
    """A client of the cluster whose scheduler is at this address (``tcp://host:8786``).

    Raises ClusterError where nobody answers or it has no workers.
    """
    try:
        client = Client(address, timeout=WAIT_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(
            f"no Dask scheduler answers at {address} ({error}).",
            hint="Start one with 'dask scheduler', and workers with 'dask worker ADDRESS'.",
        ) from error
    if not client.scheduler_info()["workers"]:
        client.close()
        raise ClusterError(
            f"the cluster at {address} has no workers.",
            hint=f"Start some: 'dask worker {address}'.",
        )
    return client


def add_files(
    files: Iterable[str], folder: PartedFolder, *, client: Client, work: Work
) -> Iterator[Done]:
    """Analyses files on the cluster into the folder, part by part in no order.

    What is there already and has not changed is skipped. A worker that dies loses the part it is
    at, which another one does again; a file over which several die is named. Afterwards the tables
    are to be made with ``make_tables``. One run at a time may fill a folder. Raises ModelError
    where the workers do not all have the same models, and ClusterError where they die before they
    have any, or another run wrote over what this one found.
    """
    folder.sweep()
    folder.mark(whole=False)
    stamp: MadeWith = _settled(client.submit(work.made_with, pure=False))
    parts = [
        Part(folder=folder, number=number, files=mine, work=work, stamp=stamp)
        for number, mine in dealt(folder, files).items()
    ]
    wanted = {file for part in parts for file in part.files}
    for done in _analysed(client, parts):
        wanted.difference_update(file for file, _ in done.failures)
        yield done
    if lost := wanted.difference(read_heads(folder)):
        raise ClusterError(
            f"another run wrote over what this one found in {min(lost)}.",
            path=str(folder.path),
            hint="Wait until that has ended and run it again; it goes on from there.",
        )


def _analysed(client: Client, parts: Sequence[Part]) -> Iterator[Done]:
    suspects: list[Part] = []
    part_of = {client.submit(analyse_part, part, pure=False): part for part in parts}
    try:
        for future in as_completed(list(part_of), loop=client.loop):
            part = part_of.pop(future)
            try:
                failures: tuple[Failure, ...] = future.result()
            except KilledWorker:
                suspects.append(part)
            else:
                yield Done(n_files=len(part.files), failures=failures)
    finally:
        client.cancel(list(part_of))
    # Whatever waited beside the one that kills is suspected too; now nothing waits beside anything.
    for part in suspects:
        yield Done(n_files=len(part.files), failures=_without_deadly(client, part))


def _without_deadly(client: Client, part: Part) -> tuple[Failure, ...]:
    """Does a part over which workers died: each file alone first, then those that can be done."""
    deadly = [
        file for file in part.files if _kills(client.submit(analyse_alone, part, file, pure=False))
    ]
    rest = tuple(file for file in part.files if file not in deadly)
    again = client.submit(analyse_part, replace(part, files=rest), pure=False)
    hint = "Give the workers more memory; if it goes on, please report the form of the file."
    killed = [(file, AnalyzerError(DEADLY, path=file, hint=hint)) for file in deadly]
    return (*_settled(again), *killed)


def _settled(future: Any) -> Any:  # noqa: ANN401 - a future of Dask, which has no types
    """What a task gave, or raised. Raises ClusterError where workers died over it."""
    try:
        return future.result()
    except KilledWorker as error:
        raise ClusterError(
            f"worker after worker of the cluster died ({error.last_worker.address} last).",
            hint="Give the workers more memory and run it again; it goes on where it stopped.",
        ) from error


def _kills(future: Any) -> bool:  # noqa: ANN401 - same
    try:
        future.result()
    except KilledWorker:
        return True
    return False


def make_tables(
    folder: PartedFolder, *, client: Client, pack: Pack, cards: Sequence[ModelCard] = ()
) -> Iterator[int]:
    """Makes the tables of all analyses of the folder, and gives how many sessions each part has.

    Which of several files with one talk counts, and who is who among all sessions, is told by one
    machine; all else is done part by part where there is room. Raises PackError as ``read_tables``.
    """
    folder.mark(whole=False)
    counting = chosen(read_heads(folder))
    names = names_in(counting.values())
    by_part: dict[int, list[Head]] = {part: [] for part in folder.parts()}
    for head in counting.values():
        by_part[head.part].append(head)
    futures = [
        client.submit(
            make_part_tables,
            folder,
            number,
            sorted(head.path for head in mine),
            {(it.role, it.name): names[it.role, it.name] for head in mine for it in head.voices},
            pack,
            tuple(cards),
            pure=False,
        )
        for number, mine in by_part.items()
    ]
    for future in as_completed(futures, loop=client.loop):
        yield _settled(future)
    folder.mark(whole=True)


def find_themes(
    folder: PartedFolder, kind: Kind, *, client: Client, encoder: Encoder | None = None
) -> Themes:
    """The themes of the folder's problems or advice, those that an archive of them would have.

    This machine holds what each exchange or advice means, and the words of the 1,500 that are
    compared; they are fetched by the cluster. Themes are kept in the folder, and what is found
    again keeps its id. Raises ArchiveError where the folder is not whole.
    """
    folder.check_whole()
    counting = chosen(read_heads(folder))
    names = names_in(counting.values())
    material = material_of(kind, read_items(folder, kind), names=names)
    words = GatheredWords(counting, fetch=partial(_fetched, client, folder))
    found = themes_among(material, words, former=read_themes(folder, kind), encoder=encoder)
    write_themes(folder, kind, found.themes)
    return found


def _fetched(
    client: Client, folder: PartedFolder, wanted: Mapping[int, Wanted]
) -> dict[int, list[Said]]:
    futures = {
        part: client.submit(said_in_part, folder, part, mine, pure=False)
        for part, mine in wanted.items()
    }
    return {part: _settled(future) for part, future in futures.items()}


def told(
    before: Mapping[str, Head], after: Mapping[str, Head], files: Iterable[str]
) -> Counter[Status]:
    """What became of the files that were given, as an archive tells it.

    ``before`` and ``after`` are the heads of the folder; files that failed are to be left out.
    """
    counting = {head.path for head in chosen(after).values()}
    done: Counter[Status] = Counter()
    for file in set(files):
        now, then = after[file], before.get(file)
        if then == now:
            done[Status.UNCHANGED] += 1
        elif file not in counting:
            done[Status.DUPLICATE] += 1
        else:
            done[Status.ADDED if then is None else Status.UPDATED] += 1
    return done
