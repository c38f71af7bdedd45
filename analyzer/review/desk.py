"""What the page asks of an archive: a session, what to look at, a correction, taking one back.

Each question opens the archive anew, so that threads share nothing and every correction is in the
file before it is answered.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from analyzer.archive import Archive
from analyzer.archive.adding import EncodeAgain
from analyzer.archive.open_labels import labels_by_people, read_labels
from analyzer.errors import CorrectionError
from analyzer.records import Analysis, Pack
from analyzer.records.used_pack import pack_labelled
from analyzer.review.queue import looked_at, outlook, queue
from analyzer.review.views import (
    Tree,
    correction_from_view,
    list_view,
    queue_view,
    session_view,
    stamp_of,
)

MOST_QUEUED: Final = 200
LONGEST_REVIEWER: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An archive under review. ``pack`` names the categories where it is not a shipped one.

    ``again`` makes passages anew where findings were moved; without it such sessions are found by
    their words only, until they are refreshed.
    """

    path: Path
    reviewer: str
    pack: Pack | None = None
    again: EncodeAgain | None = None

    def start(self) -> Tree:
        """The sessions, and who reviews unless somebody else says so."""
        with Archive.open(self.path) as archive:
            sessions = archive.sessions()
            n_corrected = Counter(
                it.session_id for it in archive.corrections() if it.undone_at is None
            )
        return {"reviewer": self.reviewer, "sessions": list_view(sessions, n_corrected)}

    def queue(self) -> Tree:
        """What to look at first, and how far the review is."""
        with Archive.open(self.path) as archive:
            made = [it for it in archive.corrections() if it.undone_at is None]
            with archive.reading() as connection:
                labels, by_people = read_labels(connection), labels_by_people(connection)
        queued = queue(labels, by_people=by_people, most=MOST_QUEUED)
        return queue_view(queued, outlook(labels, queued, looked=looked_at(made)))

    def session(self, session_id: str) -> Tree:
        """A session as it stands. Raises ArchiveError where it is not there."""
        with Archive.open(self.path) as archive:
            return self._view(archive, archive.analysis(session_id))

    def correct(self, session_id: str, *, stamp: str, change: Tree, by: str) -> Tree:
        """The session with one correction more, which is in the archive by then.

        Raises CorrectionError where it has no place, and where the session was analysed anew since
        the page was drawn, so that its sentences are others.
        """
        reviewer = named(by)
        with Archive.open(self.path, write=True) as archive:
            analysis = archive.analysis(session_id)
            if stamp_of(analysis) != stamp:
                what = "this session was analysed anew, and its sentences are others now."
                raise CorrectionError(what, hint="Open it again.")
            correction = correction_from_view(change, analysis, pack=self._pack_of(analysis))
            after = archive.correct(session_id, correction, by=reviewer, again=self.again)
            return self._view(archive, after)

    def undo(self, session_id: str, *, by: str) -> Tree:
        """The session without the last correction of this person in it.

        Raises CorrectionError where there is none.
        """
        reviewer = named(by)
        with Archive.open(self.path, write=True) as archive:
            taken = archive.undo(session_id, by=reviewer, again=self.again)
            if taken is None:
                raise CorrectionError(f"{reviewer} has corrected nothing here to take back.")
            return self._view(archive, taken[0])

    def _view(self, archive: Archive, analysis: Analysis) -> Tree:
        made = archive.corrections(analysis.session.id)
        return session_view(analysis, made, pack=self._pack_of(analysis))

    def _pack_of(self, analysis: Analysis) -> Pack | None:
        label = analysis.made_with.pack
        if self.pack is not None and self.pack.label == label:
            return self.pack
        return pack_labelled(label)


def named(reviewer: str) -> str:
    """A reviewer's name without blanks around it. Raises CorrectionError for one that is none."""
    name = " ".join(reviewer.split())
    if not name or len(name) > LONGEST_REVIEWER or not name.isprintable():
        hint = f"Write one of at most {LONGEST_REVIEWER} characters."
        raise CorrectionError(f"{name[:LONGEST_REVIEWER]!r} is no name of a reviewer.", hint=hint)
    return name
