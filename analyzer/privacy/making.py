"""Redactors made from an archive or from sessions."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.archive import Archive
from analyzer.privacy.recognisers import Recogniser
from analyzer.privacy.redactor import Redactor
from analyzer.privacy.register import make_entries
from analyzer.privacy.talks import talk_of, talks_in
from analyzer.records import Analysis, Session


def redactor_for(
    source: Archive | Iterable[Session | Analysis], *, recogniser: Recogniser | None = None
) -> Redactor:
    """A redactor that knows whoever and whatever is named in an archive, or in some sessions.

    Speakers are known by their labels; others are told by how they are spoken of, and by a trained
    recogniser where one is given. Of an archive all sessions are read, whichever of them are to be
    redacted, so that one person has one pseudonym in all. Raises ArchiveError.
    """
    if isinstance(source, Archive):
        return Redactor(make_entries(talks_in(source), recogniser=recogniser))
    sessions = (it.session if isinstance(it, Analysis) else it for it in source)
    return Redactor(make_entries(map(talk_of, sessions), recogniser=recogniser))
