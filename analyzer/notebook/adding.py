"""Adding to an archive from a notebook: a bar while it goes on, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzer.adding import add_each, files_to_do
from analyzer.archive import Archive as Store
from analyzer.archive import Status
from analyzer.errors import AnalyzerError
from analyzer.notebook.html import block, rows
from analyzer.notebook.models import models_for
from analyzer.notebook.progress import track
from analyzer.read.companions import check_choices
from analyzer.read.folders import find_files
from analyzer.read.people.choices import NO_CHOICES, Choices
from analyzer.records import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """What adding did: how many sessions of each kind, and what could not be added and why.

    ``n_known`` files were in the archive already and have not changed. ``notes`` are what a person
    should know: files that were passed over, folders that gave nothing.
    """

    n_added: int
    n_updated: int
    n_known: int
    n_duplicates: int
    failed: tuple[tuple[str, AnalyzerError], ...] = ()
    notes: tuple[str, ...] = ()

    def _pairs(self) -> list[tuple[str, str]]:
        numbers = {
            "added": self.n_added,
            "updated": self.n_updated,
            "known already": self.n_known,
            "the same talk as another file": self.n_duplicates,
            "failed": len(self.failed),
        }
        return [(name, f"{n:,}") for name, n in numbers.items() if n]

    def __repr__(self) -> str:
        told = ", ".join(f"{n} {name}" for name, n in self._pairs()) or "nothing to do"
        return "\n".join([f"Additions({told})", *self._troubles()])

    def _repr_html_(self) -> str:
        pairs = self._pairs() or [("", "nothing to do")]
        return block(rows([*pairs, *(("", it) for it in self._troubles())]))

    def _troubles(self) -> list[str]:
        return [*self.notes, *(str(error) for _, error in self.failed)]


def choices_of(speakers: Mapping[str, str] | None) -> Choices:
    """Whom labels mean: ``{"Speaker 1": "Jen:coach"}``. Raises ChoiceError."""
    return NO_CHOICES if speakers is None else Choices.of(speakers)


def add_paths(
    paths: Sequence[str | Path],
    store: Store,
    *,
    pack: Pack,
    speakers: Mapping[str, str] | None,
    jobs: int,
    progress: bool | None,
) -> Additions:
    """Analyses what the paths name into the archive. Raises ArchiveError and ChoiceError."""
    found = find_files([str(it) for it in paths])
    check_choices(found.files)
    choices = choices_of(speakers)
    models = models_for(pack)
    files = files_to_do(found.files, store, pack=pack, models=models, choices=choices)
    done: Counter[Status] = Counter()
    failed: list[tuple[str, AnalyzerError]] = []
    made = add_each(files, store, pack=pack, models=models, jobs=jobs, choices=choices)
    for one in track(made, doing="Analysing", total=len(files), progress=progress):
        if one.result is not None:
            done[one.result.status] += 1
        elif one.error is not None:
            failed.append((one.path, one.error))
    passed = f"passed over {', '.join(found.passed_over)}: an ending that no format has."
    return Additions(
        n_added=done[Status.ADDED],
        n_updated=done[Status.UPDATED],
        n_known=len(found.files) - len(files) + done[Status.UNCHANGED],
        n_duplicates=done[Status.DUPLICATE],
        failed=tuple(failed),
        notes=(*found.problems, *([passed] if found.passed_over else [])),
    )
