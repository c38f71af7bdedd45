"""Raters from what lies on disk: labelled files, analyses as JSON, archives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from analyzer.agreement.corrected import labelling_with
from analyzer.agreement.labelling import labelling_by_model, labelling_of, people_in
from analyzer.agreement.records import Labelling, Rater
from analyzer.archive import Archive
from analyzer.classify.labelled import read_labelled, read_labelled_folder
from analyzer.corrections.replaying import unwound
from analyzer.errors import AgreementError, SessionError
from analyzer.records import Analysis
from analyzer.records.store import analysis_from_json

MODEL = "model"
_SQLITE = b"SQLite format 3\x00"


def rater_at(path: str | Path, *, name: str | None = None) -> Rater:
    """What one rater says, called as the path is unless a name is given.

    A folder of labelled sessions (``*.tsv``) or one of them, analyses as ``analyzer analyze
    --json`` prints them, or an archive with its labels as they stand. Raises AgreementError where
    the path holds none of these, and what reading it raises.
    """
    return Rater(
        name=str(path) if name is None else name, labellings=tuple(_labellings(Path(path)))
    )


def raters_at(paths: Sequence[str | Path]) -> tuple[Rater, ...]:
    """A rater for each path, called by the last part of it where that tells them apart."""
    counts = Counter(Path(path).name for path in paths)
    return tuple(
        rater_at(path, name=Path(path).name if counts[Path(path).name] == 1 else None)
        for path in paths
    )


def people_and_model(
    archive: Archive,
    *,
    anew: Callable[[Analysis], Analysis],
    sessions: Iterable[str] | None = None,
    model: str = MODEL,
) -> tuple[Rater, ...]:
    """Everybody who gave labels in an archive, by name, and the model with what it found itself.

    ``sessions`` are ids, those of ``labelled_sessions`` unless given. What stood there before a
    correction is what the model found; ``anew`` analyses a session again where labels of people
    are left that no correction tells the past of. Without labels of people there is the model
    alone.
    """
    people: dict[str, list[Labelling]] = {}
    found: list[Labelling] = []
    for session_id in labelled_sessions(archive) if sessions is None else sessions:
        analysis, made = archive.analysis(session_id), archive.corrections(session_id)
        for person in sorted({*people_in(analysis), *(it.by for it in made)}):
            own = [it.correction for it in made if it.by == person]
            people.setdefault(person, []).append(labelling_with(person, analysis, own))
        before = unwound(analysis, [it.before for it in made])
        found.append(labelling_by_model(anew(before) if people_in(before) else before))
    raters = (Rater(name=name, labellings=tuple(people[name])) for name in sorted(people))
    return (*raters, Rater(name=model, labellings=tuple(found)))


def labelled_sessions(archive: Archive) -> tuple[str, ...]:
    """The ids of the sessions in which a person gave a label, in the order of the archive."""
    corrected = {it.session_id for it in archive.corrections() if it.undone_at is None}
    return tuple(it for it in archive.chosen() if it in corrected or archive.is_labelled(it))


def is_archive(path: str | Path) -> bool:
    """Whether the file is one of SQLite, as archives are."""
    place = Path(path)
    if not place.is_file():
        return False
    with place.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _labellings(path: Path) -> Iterator[Labelling]:
    if path.is_dir():
        yield from map(labelling_of, read_labelled_folder(path))
    elif path.suffix.lower() == ".tsv":
        yield labelling_of(read_labelled(path))
    elif is_archive(path):
        with Archive.open(path) as archive:
            yield from map(labelling_by_model, archive.analyses())
    else:
        yield from map(labelling_by_model, _analyses(path))


def _analyses(path: Path) -> Iterator[Analysis]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise AgreementError("is not there.", path=str(path), hint=_WHAT) from error
    except (OSError, UnicodeDecodeError) as error:
        raise AgreementError("cannot be read as text.", path=str(path), hint=_WHAT) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield analysis_from_json(line)
            except SessionError as error:
                raise AgreementError(error.what, path=str(path), line=number, hint=_WHAT) from error


_WHAT = "Name a folder of labelled *.tsv, a file of 'analyzer analyze --json', or an archive."
