"""Writing an export: one function for all targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from analyzer.archive import Archive
from analyzer.errors import ExportError
from analyzer.export.choosing import By, Material, chosen_material
from analyzer.export.placing import placed
from analyzer.export.registry import Target, target_named
from analyzer.records import ModelCard, Pack


def write_export(  # noqa: PLR0913 - one argument for each thing to choose
    archive: Archive,
    path: str | Path,
    *,
    target: str,
    pack: Pack,
    cards: Sequence[ModelCard] = (),
    sessions: Iterable[str] | None = None,
    by: By = By.BOTH,
    anonymous: bool = False,
    join_names: bool = True,
    replace: bool = False,
) -> Path:
    """Hands sessions of an archive on as a file or a folder; returns its path.

    What is written appears whole or not at all, its owner alone may read it, and the same sessions
    give the same bytes.

    Args:
        archive: Where the sessions are; it is not changed.
        path: The file or folder to write.
        target: One of ``targets()`` by name.
        pack: The pack the sessions were analysed with; it names and explains the labels.
        cards: Model cards, which say what is not to be relied on.
        sessions: Ids, such as ``Archive.chosen`` gives; None for all.
        by: Whose labels of advice and problems: the model's, people's, or both.
        anonymous: Pseudonyms for people, companies, places, addresses, numbers and sums.
        join_names: Count "Imani" as Imani Clarke where only she can be meant.
        replace: Write over a file that is there, or a folder that an export wrote.

    Raises:
        ExportError: No such target, an ending that does not go with it, no session, several where
            one was asked for, or a place that is taken or cannot be written to.
        MissingExtra: The target takes a package that is not installed.
        PackError: A session carries a label that the pack does not have.
        ArchiveError: The archive cannot be read.
    """
    form = target_named(target)
    place = Path(path)
    _check_ending(form, place)
    wanted = None if sessions is None else tuple(sessions)
    with chosen_material(
        archive,
        pack=pack,
        cards=cards,
        sessions=wanted,
        by=by,
        anonymous=anonymous,
        join_names=join_names,
    ) as material:
        _check_number(form, place, material)
        with placed(place, replace=replace) as made:
            form.write(material, made)
    return place


def _check_ending(form: Target, place: Path) -> None:
    if form.suffix is None or place.suffix.lower() == form.suffix:
        return
    what = f"{place.name!r} does not end in {form.suffix}, as files of {form.name} do."
    raise ExportError(what, hint=f"Write {place.with_suffix(form.suffix).name!r}.")


def _check_number(form: Target, place: Path, material: Material) -> None:
    if not material.ids:
        path = str(material.archive.path)
        raise ExportError("there is no session to hand on.", path=path, hint="See 'analyzer list'.")
    if form.single is not None and place.suffix.lower() == form.single and len(material.ids) > 1:
        what = f"{place.name!r} is one file, and there are {len(material.ids)} sessions."
        raise ExportError(what, hint="Choose one with --session, or name a folder.")
