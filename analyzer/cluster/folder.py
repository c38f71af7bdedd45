"""The folder that a cluster fills: where its parts lie, and how one is put there whole."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

from analyzer.errors import ArchiveError

LAYOUT = 1
# So many files are read, analysed and written together: a machine that dies loses no more.
FILES_A_PART = 64
MOST_PARTS = 10_000
ANALYSES, ITEMS, THEMES, MEMBERS = "analyses", "items", "themes", "theme_members"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartedFolder:
    """A folder of Parquet, cut into ``n_parts`` by the paths of the files that were analysed.

    ``path`` must be one that all machines of the cluster know it by; ``pack`` is the label of the
    pack that all is analysed with.
    """

    path: Path
    n_parts: int
    pack: str

    @classmethod
    def make(cls, path: str | Path, *, pack: str, n_files: int) -> Self:
        """Opens the folder, or makes one for about so many files; it may take many more later.

        Raises ArchiveError where something else lies there, or findings of another pack.
        """
        place = Path(path)
        if _about(place).exists():
            found = cls.open(place)
            if found.pack != pack:
                raise ArchiveError(
                    f"this folder holds what the pack {found.pack!r} found, not {pack!r}.",
                    path=str(path),
                    hint="Name another folder.",
                )
            return found
        try:
            place.mkdir(parents=True, exist_ok=True)
            if any(place.iterdir()):
                raise ArchiveError(
                    "this folder holds other things.", path=str(path), hint="Name an empty one."
                )
            n_parts = min(max(1, -(-n_files // FILES_A_PART)), MOST_PARTS)
            made = cls(path=place, n_parts=n_parts, pack=pack)
            made.mark(whole=False)
        except OSError as error:
            raise ArchiveError(
                f"nothing can be written here: {error.strerror}.",
                path=str(path),
                hint="Name a folder that you and all machines of the cluster may write to.",
            ) from error
        return made

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Opens a folder that is there. Raises ArchiveError where it is none of ours."""
        place = Path(path)
        try:
            about: dict[str, Any] = json.loads(_about(place).read_text(encoding="utf-8"))
            layout = about["layout"]
            if layout == LAYOUT:
                return cls(path=place, n_parts=about["n_parts"], pack=about["pack"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ArchiveError(
                "this is no folder that a cluster has filled.",
                path=str(path),
                hint="Make one with 'analyzer add PATH… -a FOLDER --cluster ADDRESS'.",
            ) from error
        raise ArchiveError(
            f"this folder has layout {layout!r}, this analyzer works with {LAYOUT}.",
            path=str(path),
            hint="Analyse the calls into a new folder.",
        )

    def mark(self, *, whole: bool) -> None:
        """Notes whether all tables are of the same analyses, in ``about.json``."""
        about = {
            "about": "Coaching calls and what analyzer found in them, one folder a table",
            "layout": LAYOUT,
            "n_parts": self.n_parts,
            "pack": self.pack,
            "whole": whole,
        }
        beside = _hidden(_about(self.path))
        beside.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
        beside.replace(_about(self.path))

    def check_whole(self) -> None:
        """Raises ArchiveError where a run was broken off before its tables were made."""
        if not json.loads(_about(self.path).read_text(encoding="utf-8"))["whole"]:
            raise ArchiveError(
                "not all tables of this folder are made yet.",
                path=str(self.path),
                hint="Run the 'analyzer add' that fills it again; it goes on where it stopped.",
            )

    def part_of(self, file: str) -> int:
        """The part that a file belongs to, told by its path alone."""
        return int.from_bytes(hashlib.sha256(os.fsencode(file)).digest()[:8]) % self.n_parts

    def place(self, table: str, part: int) -> Path:
        """The file of a part of a table."""
        return self.path / table / f"part-{part:05}.parquet"

    def parts(self, table: str = ANALYSES) -> list[int]:
        """The parts of a table that are there, in order."""
        return [n for n in range(self.n_parts) if self.place(table, n).exists()]

    def sweep(self) -> None:
        """Takes away what machines that died left half written; while nobody writes."""
        for left in self.path.glob("**/.*.half"):
            with suppress(FileNotFoundError):
                left.unlink()


def write_whole(table: Any, place: Path) -> None:  # noqa: ANN401 - an Arrow table
    """Puts a table into a file, so that it is there with all of it, or as it was before."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - of an extra

    place.parent.mkdir(parents=True, exist_ok=True)
    half = _hidden(place)
    try:
        pq.write_table(table, half, compression="zstd")
        with half.open("rb+") as written:
            os.fsync(written.fileno())
        half.replace(place)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def dealt(folder: PartedFolder, files: Iterable[str]) -> dict[int, tuple[str, ...]]:
    """The files of each part, each once and in order of the alphabet."""
    parts: dict[int, list[str]] = {}
    for file in sorted(set(files)):
        parts.setdefault(folder.part_of(file), []).append(file)
    return {number: tuple(parts[number]) for number in sorted(parts)}


def _about(path: Path) -> Path:
    return path / "about.json"


def _hidden(place: Path) -> Path:
    """A name that no reader of Parquet folders looks at, and no other machine takes."""
    return place.with_name(f".{place.name}.{uuid4().hex}.half")
