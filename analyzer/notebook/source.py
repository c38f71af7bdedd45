"""What an archive in a notebook stands on: the file, which of its sessions, and what was read."""

from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pandas import DataFrame

from analyzer.aggregate import Tables, read_tables
from analyzer.aggregate.themes import theme_quote_table, theme_table
from analyzer.archive import Archive as Store
from analyzer.archive import SessionSummary
from analyzer.archive.search import Searcher, open_searcher
from analyzer.classify.card import cards_for
from analyzer.encoder import Encoder, shared_encoder
from analyzer.errors import AnalyzerError, did_you_mean
from analyzer.records import Pack
from analyzer.records.used_pack import pack_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which sessions are asked for; None asks for nothing."""

    client: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Read:
    """What was read of the file at one state of it; ``kept`` are the frames made of that."""

    version: tuple[int, int]
    pack: Pack
    summaries: tuple[SessionSummary, ...]
    n_other_packs: int
    kept: dict[str, Any]


class Source:
    """Reads what is asked for, once for each state of the file; closes it when it is forgotten."""

    def __init__(
        self,
        store: Store,
        *,
        pack: Pack | None = None,
        chosen: Chosen | None = None,
        whole: Source | None = None,
    ) -> None:
        self.store = store
        self.chosen = chosen or Chosen()
        self._asked = pack
        # Holds on to the one that closes the file.
        self._whole = whole
        self._last: Read | None = None
        self._searcher: Searcher | None = None
        if whole is None:
            weakref.finalize(self, store.close)

    def narrowed(
        self, *, client: str | None, since: dt.date | str | None, until: dt.date | str | None
    ) -> Source:
        """The same with fewer sessions. Raises ArchiveError for a client who is not there."""
        if client is not None:
            self.store.chosen(client=client)
        chosen = replace(
            self.chosen,
            client=client or self.chosen.client,
            since=self.chosen.since if since is None else as_day(since),
            until=self.chosen.until if until is None else as_day(until),
        )
        return Source(self.store, pack=self._asked, chosen=chosen, whole=self)

    def read(self) -> Read:
        """The sessions and their pack, read anew where the file has changed."""
        version = self._version()
        if self._last is None or self._last.version != version:
            every = self.store.sessions()
            wanted = set(self.store.chosen(client=self.chosen.client, since=self.chosen.since))
            of_all = [it for it in every if it.id in wanted and self._is_before(it.held_on)]
            pack = self._asked or pack_for(every, pack_name=None)
            mine = tuple(it for it in of_all if it.made_with.pack == pack.label)
            self._last = Read(
                version=version,
                pack=pack,
                summaries=mine,
                n_other_packs=len(of_all) - len(mine),
                kept={},
            )
        return self._last

    def ids(self, session: str | None) -> list[str]:
        """The ids of the sessions, or of one. Raises ArchiveError where it is not there."""
        if session is not None:
            return [self.store.find(session)]
        return [it.id for it in self.read().summaries]

    def kept(self, name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - any frame
        """What goes by a name, made where the file has changed since it was made."""
        kept = self.read().kept
        if name not in kept:
            kept[name] = make()
        return kept[name]

    def tables(self) -> Tables:
        """The tables of the sessions."""
        tables: Tables = self.kept("tables", self._read_tables)
        return tables

    def themes(self) -> DataFrame:
        """The themes of the whole archive that nobody hid."""
        themes: DataFrame = self.kept("themes", self._find_themes)
        return themes

    def theme_quotes(self) -> DataFrame:
        """The words that show the themes."""
        make = partial(theme_quote_table, self.store, encoder=self.encoder())
        quotes: DataFrame = self.kept("theme_quotes", make)
        return quotes

    def searcher(self) -> Searcher:
        """Keeps what search needs in memory from the first question on."""
        if self._searcher is None:
            self._searcher = open_searcher(self.store)
        return self._searcher

    def encoder(self) -> Encoder | None:
        """The one that made the vectors of all sessions, where it is the shipped one."""
        return shared_encoder(it.encoder for it in self.read().summaries)

    def _is_before(self, held_on: dt.date | None) -> bool:
        until = self.chosen.until
        return until is None or (held_on is not None and held_on <= until)

    def _version(self) -> tuple[int, int]:
        """Changes when anything was written, here or by another process."""
        with self.store.reading() as connection:
            connection.execute("SELECT 1 FROM sessions LIMIT 1").fetchone()  # it is still from here
            elsewhere: int = connection.execute("PRAGMA data_version").fetchone()[0]
            return elsewhere, connection.total_changes

    def _read_tables(self) -> Tables:
        read = self.read()
        ids = [it.id for it in read.summaries]
        return read_tables(self.store, pack=read.pack, cards=cards_for(read.pack), sessions=ids)

    def _find_themes(self) -> DataFrame:
        found = theme_table(self.store, encoder=self.encoder())
        return found[~found["is_hidden"]].reset_index(drop=True)


def as_day(text: dt.date | str) -> dt.date:
    """A day, also one written as ``2025-03-01``. Raises AnalyzerError where it is none."""
    if isinstance(text, dt.date):
        return text
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise AnalyzerError(f"{text!r} is no day.", hint='Write it as "2025-03-01".') from error


def one_of(value: str, allowed: Iterable[str], *, what: str) -> str:
    """The value where it is allowed. Raises AnalyzerError with the nearest spelling."""
    known = [str(it) for it in allowed]
    if value not in known:
        near = did_you_mean(value, known)
        hint = f"It is one of {', '.join(known)}."
        raise AnalyzerError(f"{value!r} is no {what}. {near}".rstrip(), hint=hint)
    return value
