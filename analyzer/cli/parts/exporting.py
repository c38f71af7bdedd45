"""Handing sessions on, and taking in what people made elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.cli.parts.talk import Talk
from analyzer.errors import ExportError

if TYPE_CHECKING:
    from analyzer.archive import Archive, SessionSummary


def export_chosen(  # noqa: PLR0913 - one argument for each thing to choose
    archive: Archive,
    sessions: Sequence[SessionSummary],
    output: str,
    *,
    target: str,
    by: str,
    pack_name: str | None,
    join_names: bool,
    anonymous: bool,
    force: bool,
    talk: Talk,
) -> Path:
    """Writes the sessions that the pack was used on; says how many were left out."""
    from analyzer.cli.parts.packs import cards_for, of_pack
    from analyzer.export import By, write_export

    pack, matching = of_pack(sessions, pack_name=pack_name, talk=talk, error=ExportError)
    with talk.doing("Writing"):
        return write_export(
            archive,
            output,
            target=target,
            pack=pack,
            cards=cards_for(pack),
            sessions=matching,
            by=By(by),
            anonymous=anonymous,
            join_names=join_names,
            replace=force,
        )


def import_codebook(path: str, output: str | None, *, force: bool, talk: Talk) -> Path:
    """Writes the pack that a codebook makes; says what is left for a person to do."""
    from analyzer.imports import pack_text, read_codebook

    codebook = read_codebook(path)
    pack = codebook.pack
    place = Path(output or f"{pack.name}.toml")
    if place.exists() and not force:
        hint = "Name another file with --output, or write over it with --force."
        raise ExportError("it is there already.", path=str(place), hint=hint)
    place.write_text(pack_text(pack), encoding="utf-8", newline="\n")
    talk.say(f"{len(pack.advice)} advice and {len(pack.problem)} problem categories.")
    if codebook.undescribed:
        n = len(codebook.undescribed)
        talk.say(f"{n} without a description: {', '.join(codebook.undescribed[:5])}. Define them.")
    return place


def import_labelled(
    paths: Sequence[str], archive: str, *, pack_name: str | None, by: str, talk: Talk
) -> int:
    """Adds labelled sessions to an archive, made where it is not there; gives how many."""
    from analyzer.archive import Archive
    from analyzer.classify.labelled import read_labelled
    from analyzer.errors import AnalyzerError
    from analyzer.imports import analysis_of
    from analyzer.records.pack_file import load_pack

    n_added = 0
    with Archive.open(archive, create=True) as store:
        for path in talk.track(paths, doing="Taking in", total=len(paths)):
            try:
                labelled = read_labelled(Path(path))
                pack = load_pack(pack_name or labelled.pack)
                store.add(analysis_of(labelled, pack=pack, by=by))
                n_added += 1
            except AnalyzerError as error:
                talk.fail(error)
    return n_added


def labelled_files(paths: Sequence[str]) -> list[str]:
    """The files named, and those of each folder named, in order."""
    found: list[str] = []
    for path in paths:
        place = Path(path)
        found += sorted(map(str, place.glob("*.tsv"))) if place.is_dir() else [path]
    return found
