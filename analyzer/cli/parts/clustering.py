"""Files analysed by a Dask cluster into a folder of Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.aggregate.themes import KINDS
from analyzer.batch import Work
from analyzer.cli.parts.adding import told_in_line
from analyzer.cli.parts.packs import cards_for
from analyzer.cli.parts.talk import Talk
from analyzer.cluster import (
    PartedFolder,
    add_files,
    connect,
    find_themes,
    make_tables,
    read_heads,
    told,
)
from analyzer.encoder import Encoder, encoder_folder, encoder_name, load_encoder
from analyzer.read.people.choices import Choices
from analyzer.records import Pack
from analyzer.settings import resource_folder


def add_on_cluster(
    files: Sequence[str],
    target: str,
    address: str,
    *,
    pack: Pack,
    choices: Choices,
    talk: Talk,
) -> str:
    """Analyses files into the folder, makes its tables and themes, and says what that did to it.

    Raises ClusterError where no cluster answers, and ArchiveError where the folder cannot be used.
    """
    work = Work(pack=pack, choices=choices, with_passages=True)
    with connect(address) as client:
        folder = PartedFolder.make(target, pack=pack.label, n_files=len(files))
        before = read_heads(folder)
        failed: set[str] = set()
        n_parts = len({folder.part_of(file) for file in files})
        done = add_files(files, folder, client=client, work=work)
        for part in talk.track(done, doing="Analysing", total=n_parts):
            for file, error in part.failures:
                talk.fail(error)
                failed.add(file)
        tables = make_tables(folder, client=client, pack=pack, cards=cards_for(pack))
        for _ in talk.track(tables, doing="Making tables", total=len(folder.parts())):
            pass
        after = read_heads(folder)
        encoder = _encoder({head.encoder for head in after.values()})
        with talk.doing("Finding themes"):
            for kind in KINDS:
                find_themes(folder, kind, client=client, encoder=encoder)
    counts = told(before, after, set(files) - failed)
    return told_in_line(counts, folder.path, n_failed=talk.n_failed)


def _encoder(stamps: Iterable[str | None]) -> Encoder | None:
    """The encoder that phrases are compared with; None where the folder's is another one."""
    home = encoder_folder(resource_folder("models"))
    return load_encoder(home) if set(stamps) - {None} == {encoder_name(home)} else None
