"""Where the words of exchanges and advice come from, while themes are found among them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from analyzer.archive.theme_rows import SpokenSentence, ThemeItem, speaker_names, spoken


class Said(NamedTuple):
    """The sentences of an item, in order, and the names of their session's speakers by number."""

    sentences: Sequence[SpokenSentence]
    names: Mapping[int, str]

    @property
    def text(self) -> str:
        """The words of the sentences one after another."""
        return " ".join(it.text for it in self.sentences)


class Words(Protocol):
    """Fetches what was said. Only few items are asked for, however many there are."""

    def of(self, items: Sequence[ThemeItem]) -> list[Said]:
        """What was said in each of the items."""
        ...

    def people(self) -> list[str]:
        """Every name and label of a speaker, each once, in order of the alphabet."""
        ...


class ArchiveWords:
    """The words that an archive keeps."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, items: Sequence[ThemeItem]) -> list[Said]:
        """What was said in each of the items."""
        return [self._said(item) for item in items]

    def people(self) -> list[str]:
        """Every name and label of a speaker, each once, in order of the alphabet."""
        return speaker_names(self._connection)

    def _said(self, item: ThemeItem) -> Said:
        said = spoken(self._connection, item.session_id, first=item.first, end=item.end)
        names = self._connection.execute(
            "SELECT speaker, name FROM speakers WHERE session_id = ?", (item.session_id,)
        ).fetchall()
        return Said(said, dict(names))
