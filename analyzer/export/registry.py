"""The forms that an archive can be handed on in: a registry, one file a target."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from analyzer.errors import ExportError, did_you_mean

if TYPE_CHECKING:
    from analyzer.export.choosing import Material


class Write(Protocol):
    """Writes the sessions to a file or folder that is not there yet."""

    def __call__(self, material: Material, place: Path, /) -> None:
        """Writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One form: its name, what it is for, and the module whose ``write`` makes it.

    ``suffix`` is how the name of its file ends; None where it is a folder of several files. A
    target with ``single`` makes one file of that ending of one session, and a folder of many.
    """

    name: str
    about: str
    module: str
    suffix: str | None = None
    single: str | None = None

    @property
    def write(self) -> Write:
        """What writes it; the module is imported now."""
        return cast("Write", import_module(f"analyzer.export.{self.module}").write)


def targets() -> tuple[Target, ...]:
    """All targets, in the order of help."""
    return (
        Target(
            name="csv",
            about="tables as CSV files, with a page that explains every column",
            module="csv_tables",
        ),
        Target(
            name="parquet",
            about="the same tables as Parquet, for pandas, DuckDB, Spark",
            module="parquet_tables",
        ),
        Target(
            name="refi-qda",
            about="a project for NVivo, MAXQDA, ATLAS.ti, QualCoder (REFI-QDA)",
            module="refi_project",
            suffix=".qdpx",
        ),
        Target(
            name="refi-qdc",
            about="the pack as a codebook for the same programs (REFI-QDA)",
            module="refi_codebook",
            suffix=".qdc",
        ),
        Target(
            name="icf-docx",
            about="a Word transcript for ICF: Coach, Client, times, a mentor's column",
            module="icf_docx",
            single=".docx",
        ),
        Target(
            name="markdown",
            about="a page a session: what was asked and advised, and the transcript",
            module="markdown",
            single=".md",
        ),
        Target(
            name="convokit",
            about="a corpus of ConvoKit: an utterance a turn, findings as metadata",
            module="convokit",
        ),
        Target(
            name="spacy",
            about="a DocBin of spaCy: a Doc a session, findings as span groups",
            module="spacy_docs",
            suffix=".spacy",
        ),
        Target(
            name="prodigy",
            about="tasks of Prodigy: spans of advice, and types to choose",
            module="prodigy",
        ),
        Target(
            name="label-studio",
            about="tasks of Label Studio with the set-up that goes with them",
            module="label_studio",
        ),
        Target(
            name="labelled",
            about="sessions with their labels, a row a sentence, as in data/labelled",
            module="labelled",
        ),
    )


def target_named(name: str) -> Target:
    """The target of that name. Raises ExportError with the nearest spelling."""
    for target in targets():
        if target.name == name:
            return target
    names = [target.name for target in targets()]
    near = did_you_mean(name, names)
    hint = f"{near} Targets are {', '.join(names)}.".strip()
    raise ExportError(f"there is no target {name!r}.", hint=hint)
