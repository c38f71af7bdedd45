"""A pack that learns from an archive: the file that is written, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analyzer.archive import Archive
from analyzer.cli.parts.talk import Talk
from analyzer.cli.parts.text import counted
from analyzer.files import write_private
from analyzer.growing import Compared, grow_pack, pack_text, place_beside
from analyzer.own_packs import train_own_pack
from analyzer.records import Pack
from analyzer.records.pack_file import load_pack


def grow(archive: str, pack: Pack, *, out: Path | None, talk: Talk) -> Iterator[str]:
    """Writes the grown pack and its model, and says in lines what became of it."""
    with Archive.open(archive) as store, talk.doing("Learning from corrections"):
        grown = grow_pack(pack, store)
    place = place_beside(pack, out)
    # Quotes of clients' calls stand in it.
    write_private(place, pack_text(grown.pack).encode())
    train_own_pack(load_pack(place))
    decisions = counted(grown.n_decisions, "decision")
    sessions = counted(grown.n_sessions, "session")
    yield (
        f"learnt from {decisions} in {sessions}: {counted(grown.n_examples, 'example')} and"
        f" {counted(grown.n_counter, 'counter-example')} more"
    )
    yield _told(grown.compared)
    yield f"pack written to {place}; use it with 'analyzer refresh -a {archive} --pack {place}'"


def _told(compared: Compared | None) -> str:
    if compared is None:
        return "whether that helps is told from two sessions with corrections on; there is one"
    return (
        f"on sessions left out it agrees with {compared.n_after} of"
        f" {counted(compared.n_decisions, 'decision')}, before with {compared.n_before}"
    )
