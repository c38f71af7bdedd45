"""What a notebook begins with: ``ca.open add sample analyze read``."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from analyzer.aggregate import build_tables
from analyzer.archive import Archive as Store
from analyzer.classify.card import cards_for
from analyzer.errors import ArchiveError, UnreadableTranscript
from analyzer.notebook.adding import choices_of
from analyzer.notebook.archive import Archive
from analyzer.notebook.models import as_pack, models_for
from analyzer.notebook.reading import ReadSession
from analyzer.notebook.sampling import sample_copy
from analyzer.notebook.session import AnalyzedSession
from analyzer.notebook.source import Source
from analyzer.pipeline import analyze_session
from analyzer.read import read_bytes, read_session
from analyzer.records import Pack, Session

PASTED = "pasted text"


def open_archive(
    path: str | Path, *, pack: str | Pack | None = None, create: bool = False
) -> Archive:
    """An archive file, ready for questions; ``ca.open`` is its name.

    ``pack`` has to be named where the sessions were analysed with several, or with one of your own
    (its file). ``create`` makes a file that is not there. Raises ArchiveError where the file is
    missing or no archive, and PackError.

    >>> import analyzer as ca
    >>> ca.open("cals.db")
    Traceback (most recent call last):
    analyzer.errors.ArchiveError: cals.db: there is no such archive. Make one with ca.add(…, to=…).
    """
    place = Path(path)
    if not create and not place.exists():
        near = _near(place)
        hint = near or "Make one with ca.add(…, to=…)."
        raise ArchiveError("there is no such archive.", path=str(place), hint=hint)
    chosen = None if pack is None else as_pack(pack)
    return Archive(Source(Store.open(place, create=create), pack=chosen))


def add(
    *paths: str | Path,
    to: str | Path,
    pack: str | Pack | None = None,
    speakers: Mapping[str, str] | None = None,
    jobs: int = 1,
    progress: bool | None = None,
) -> Archive:
    r"""Analyses files and folders into an archive, made where it is not there, and opens it.

    What ``Archive.add`` says holds; to see what became of each file, ask that one.

    >>> import analyzer as ca
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     call = Path(folder) / "2025-03-01-ana.txt"
    ...     _ = call.write_text("Ana: HR says no. What now?\n\nMike: Call the manager.\n")
    ...     with ca.add(folder, to=f"{folder}/calls.db") as archive:
    ...         archive
    Archive('calls.db': 1 session, 2025-03-01, pack recruiting 1)
    """
    archive = open_archive(to, pack=pack, create=True)
    done = archive.add(*paths, speakers=speakers, jobs=jobs, progress=progress)
    if not len(archive) and done.failed:
        raise done.failed[0][1]
    return archive


def read(
    path_or_text: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the word of the command line
    speakers: Mapping[str, str] | None = None,
) -> ReadSession:
    r"""What a transcript says, before anything is looked for in it.

    A ``Path``, or text without a line break, names a file; text with line breaks is the transcript
    itself. ``speakers`` says whom labels mean: ``{"Speaker 1": "Jen:coach"}``. Raises
    UnreadableTranscript, UnknownFormat and ChoiceError.

    >>> import analyzer as ca
    >>> ca.read("Ana: HR says no. What now?\n\nMike: Call the manager.\n").turns["text"].tolist()
    ['HR says no. What now?', 'Call the manager.']
    """
    return ReadSession(_session(path_or_text, format_name=format, speakers=speakers))


def analyze(
    path_or_text: str | Path,
    *,
    pack: str | Pack = "recruiting",
    format: str | None = None,  # noqa: A002 - the word of the command line
    speakers: Mapping[str, str] | None = None,
) -> AnalyzedSession:
    r"""One transcript with everything found in it; no archive is needed.

    Arguments are those of ``ca.read``; ``pack`` names a shipped pack, or the file of your own. The
    first call loads the models, which takes a second or two. Raises what ``ca.read`` raises,
    PackError and ModelError.

    >>> import analyzer as ca
    >>> session = ca.analyze("Ana: HR says no. What now?\n\nMike: Call the manager yourself.\n")
    >>> session.sentences["text"].tolist()
    ['HR says no.', 'What now?', 'Call the manager yourself.']
    """
    chosen = as_pack(pack)
    session = _session(path_or_text, format_name=format, speakers=speakers)
    analysis = analyze_session(session, pack=chosen, models=models_for(chosen))
    tables = build_tables([analysis], pack=chosen, cards=cards_for(chosen))
    return AnalyzedSession(analysis, tables=tables, pack=chosen)


def sample(sessions: int | None = None, *, progress: bool | None = None) -> Archive:
    """An archive of invented sessions, to try things on; only of the first so many.

    It is a copy of your own, gone when nobody holds it any more: add to it and spoil it as you
    like. The first time on a machine the sessions are analysed, which takes half a minute.

    >>> import analyzer as ca
    >>> len(ca.sample(1))
    1
    """
    place = sample_copy(sessions, progress=progress)
    archive = Archive(Source(Store.open(place)))
    weakref.finalize(archive, shutil.rmtree, place.parent, ignore_errors=True)
    return archive


def _session(
    path_or_text: str | Path, *, format_name: str | None, speakers: Mapping[str, str] | None
) -> Session:
    choices = choices_of(speakers)
    if isinstance(path_or_text, str) and "\n" in path_or_text:
        content = path_or_text.encode("utf-8")
        return read_bytes(content, path=PASTED, format=format_name, choices=choices)
    place = Path(path_or_text)
    try:
        return read_session(place, format=format_name, choices=choices)
    except UnreadableTranscript as error:
        if not place.exists():
            error.hint = _near(place) or "A transcript itself is text of several lines."
        raise


def _near(place: Path) -> str:
    """A sentence that names the file in the same folder with the nearest name."""
    try:
        names = [it.name for it in place.parent.iterdir() if it.is_file()]
    except OSError:
        return f"There is no folder {str(place.parent)!r}."
    near = get_close_matches(place.name, names, n=1, cutoff=0.7)
    return f"Did you mean {str(place.with_name(near[0]))!r}?" if near else ""
