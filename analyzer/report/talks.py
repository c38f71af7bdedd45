"""The sessions whose words are quoted, read out of the archive when they are needed."""

from __future__ import annotations

from collections import OrderedDict

from analyzer.archive import Archive
from analyzer.records import Analysis

# Quotes are looked up several at a time from one session; more would only fill memory.
MOST_AT_HAND = 48


class Talks:
    """Analyses by session id; those last asked for are at hand, the others are read anew.

    Raises ArchiveError where the archive does not have the session any more.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._at_hand: OrderedDict[str, Analysis] = OrderedDict()

    def __getitem__(self, session_id: str) -> Analysis:
        analysis = self._at_hand.pop(session_id, None) or self._archive.analysis(session_id)
        self._at_hand[session_id] = analysis
        if len(self._at_hand) > MOST_AT_HAND:
            self._at_hand.popitem(last=False)
        return analysis
