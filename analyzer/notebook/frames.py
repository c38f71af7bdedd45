"""The tables that an archive and a session have in common, each with fixed columns and types."""

from __future__ import annotations

from abc import ABC, abstractmethod

from pandas import DataFrame

from analyzer.aggregate import Tables
from analyzer.errors import did_you_mean


class Frames(ABC):
    """Tables as attributes; their columns and types are ``analyzer.aggregate.SCHEMA`` always.

    Each time a frame of its own is handed out, so that columns added to it are nobody else's. Text
    is ``str`` with NA where there is none; whole numbers are ``int32``, ``Int64`` where one may be
    missing; days are ``datetime64[ms]``; roles, moves, segments and uptake are categories in the
    product's order. Keys are columns, never the index.
    """

    @property
    @abstractmethod
    def tables(self) -> Tables:
        """All tables at once, as the functions of ``analyzer.aggregate`` take them."""

    def _frame(self, name: str) -> DataFrame:
        frame: DataFrame = getattr(self.tables, name)
        return frame.copy(deep=False)

    @property
    def sessions(self) -> DataFrame:
        """A row a session: when, who, how long, from which file, analysed with what."""
        return self._frame("sessions")

    @property
    def turns(self) -> DataFrame:
        """A row a turn, with its words: what one speaker says until another begins."""
        return self._frame("turns")

    @property
    def sentences(self) -> DataFrame:
        """A row a sentence: its words, what it does (``move``), and what it is part of."""
        return self._frame("sentences")

    @property
    def exchanges(self) -> DataFrame:
        """A row for each asker's matter, with the problem brought, NA where the tool abstains."""
        return self._frame("exchanges")

    @property
    def segments(self) -> DataFrame:
        """A row for each part of a session: opening, exploration, advice, closing, …."""
        return self._frame("segments")

    @property
    def advice(self) -> DataFrame:
        """A row for each label of each stretch of advice, with the quote that shows it best."""
        return self._frame("advice")

    @property
    def problems(self) -> DataFrame:
        """A row for each problem label, with the words that show it best."""
        return self._frame("problems")

    @property
    def uptake(self) -> DataFrame:
        """A row for each stretch of advice: what the client did with it, and in what words."""
        return self._frame("uptake")

    @property
    def talk(self) -> DataFrame:
        """A row for each speaker of each session: words, questions, longest turn."""
        return self._frame("talk")

    @property
    def warnings(self) -> DataFrame:
        """A row for whatever a reader could not use or had to guess."""
        return self._frame("warnings")

    @property
    def reasons(self) -> DataFrame:
        """A row for each word that a label of advice rests on."""
        return self._frame("reasons")

    def __getattr__(self, name: str) -> object:
        # Reached for names that are not there alone: the nearest spelling saves a look at the docs.
        near = "" if name.startswith("_") else did_you_mean(name, dir(self))
        msg = f"{type(self).__name__} has no attribute {name!r}. {near}".rstrip()
        raise AttributeError(msg, name=name, obj=self)

    def __dir__(self) -> list[str]:
        return sorted(it for it in super().__dir__() if not it.startswith("_"))
