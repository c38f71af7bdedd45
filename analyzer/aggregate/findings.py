"""The tables of findings, made column by column from the rows of an archive.

The only maker of rows. Findings point at a speaker or exchange of their session by number; here
those of all sessions stand one after another, and such a number becomes a place among them.
"""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas import DataFrame, Series

from analyzer.aggregate.frames import FrameMaker, frame_of
from analyzer.aggregate.schema import RAW
from analyzer.archive.columns import choose, finding_rows, unfit, whole_quote
from analyzer.records import Role
from analyzer.records.names import Voice, is_unnamed

Places = npt.NDArray[np.int64]
QUOTE = ("turn", "start", "stop", "words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What counts for the rows of all sessions.

    ``rely`` says for the tables "advice" and "problems" which categories may be relied on.
    ``called`` tells under which name each voice counts, None for names as written. ``check`` is
    told the categories found with the place of a session that carries each.
    """

    called: Callable[[Sequence[Sequence[Voice]]], Mapping[Voice, str]] | None
    rely: Mapping[str, Mapping[str, bool]]
    check: Callable[[DataFrame, DataFrame], None]


def read_findings(
    connection: sqlite3.Connection, session_ids: Sequence[str], *, known: Known
) -> tuple[dict[str, DataFrame], list[str]]:
    """The tables of findings of these sessions by name, and the seal of each session.

    Raises ArchiveError where somebody changed rows so that they make no session any more.
    """
    with _without_collecting():
        return _Findings(connection, session_ids, known).tables()


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Rows hold no cycles; to look for some among millions again and again takes a fifth longer."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()


class _Findings:
    """The rows of the sessions as the archive has them, and what several tables take from them."""

    def __init__(
        self, connection: sqlite3.Connection, session_ids: Sequence[str], known: Known
    ) -> None:
        self.connection, self.ids, self.known = connection, session_ids, known
        choose(connection, session_ids)
        self.keys = pd.array(list(session_ids), dtype="str")
        self.sessions = self._read("sessions")
        self.speakers = self._read("speakers", number="speaker")
        self.exchanges = self._quoting(self._read("exchanges", number="exchange"), QUOTE)
        advice = self._read("advice", number="advice")
        answer = ("uptake_turn", "uptake_start", "uptake_stop", "answer")
        self.advice = self._quoting(self._quoting(advice, QUOTE), answer)
        self.labels = self._read("labels")
        self.called = self._called()

    def tables(self) -> tuple[dict[str, DataFrame], list[str]]:
        self.known.check(self.sessions, self._categories())
        tables = {
            "sessions": self._sessions(),
            "exchanges": self._exchanges(),
            "advice": self._labels(),
            "problems": self._problems(),
            "uptake": self._uptake(),
            "talk": self._talk(),
            "warnings": self._warnings(),
        }
        return tables, self.sessions["seal"].tolist()

    def _read(self, table: str, *, number: str | None = None) -> DataFrame:
        """The rows of a table; ``number`` is the column that counts them within a session."""
        maker = FrameMaker(RAW[table])
        for rows in finding_rows(self.connection, table):
            maker.add(rows)
        frame = maker.frame()
        if number is not None:
            counted = np.arange(len(frame)) - _first_of(frame)[frame["place"].to_numpy()]
            self._fits(frame, frame[number].to_numpy() == counted, f"{table} are not numbered")
        return frame

    def _fits(self, frame: DataFrame, is_well: npt.NDArray[np.bool_], why: str) -> None:
        if not is_well.all():
            raise unfit(self.ids[int(frame["place"].to_numpy()[~is_well][0])], why)

    def _quoting(self, frame: DataFrame, columns: tuple[str, str, str, str]) -> DataFrame:
        """The rows with every quote whole, also those that SQLite could not cut."""
        turn, start, stop, words = (frame[column] for column in columns)
        is_quote = start.notna() & stop.notna()
        length = (stop - start).to_numpy(dtype="int64", na_value=0)
        is_whole = (words.str.len().fillna(-1).to_numpy() == length) & (length > 0)
        is_whole &= start.to_numpy(dtype="int64", na_value=0) >= 0
        broken = np.flatnonzero(is_quote.to_numpy() & ~is_whole)
        if not len(broken):
            return frame
        mended = dict(zip(range(len(frame)), words, strict=True))
        for row in broken.tolist():
            key = self.ids[frame["place"].iloc[row]]
            at = (int(turn.fillna(-1).iloc[row]), int(start.iloc[row]), int(stop.iloc[row]))
            mended[row] = whole_quote(self.connection, key, *at)
        return frame.assign(**{columns[3]: Series(list(mended.values()), dtype="str")})

    def _at(self, frame: DataFrame, column: str, others: DataFrame) -> Places:
        """Where in ``others`` the row of the same session with that number stands; -1 for none."""
        places = frame["place"].to_numpy()
        is_missing = frame[column].isna().to_numpy()
        numbers = frame[column].to_numpy(dtype="int64", na_value=0)
        n_there = np.bincount(others["place"].to_numpy(), minlength=len(self.ids))[places]
        is_well = is_missing | ((numbers >= 0) & (numbers < n_there))
        self._fits(frame, is_well, f"there is no {column} of this number")
        return np.where(is_missing, -1, _first_of(others, len(self.ids))[places] + numbers)

    def _called(self) -> Series[Any]:
        """The name under which each speaker counts."""
        roles = {role.value: role for role in Role}
        its = map(roles.__getitem__, self.speakers["role"].tolist())
        voices: list[Voice] = list(zip(its, self.speakers["name"].tolist(), strict=True))
        if self.known.called is None:
            return self.speakers["name"]
        by_session: list[list[Voice]] = [[] for _ in self.ids]
        for place, voice in zip(self.speakers["place"].tolist(), voices, strict=True):
            by_session[place].append(voice)
        names = self.known.called(by_session)
        return Series([names[voice] for voice in voices], dtype="str")

    def _categories(self) -> DataFrame:
        """Each category that is used, and a place where it is."""
        problems = self.exchanges.rename(columns={"problem": "category"}).dropna(subset="category")
        used = pd.concat([self.labels[["place", "category"]], problems[["place", "category"]]])
        return used.sort_values(["place", "category"]).drop_duplicates("category")

    def _key(self, frame: DataFrame) -> dict[str, Any]:
        return {"session_id": self.keys.take(frame["place"].to_numpy())}

    def _day(self, frame: DataFrame) -> dict[str, Any]:
        return {"held_on": self.sessions["held_on"].to_numpy()[frame["place"].to_numpy()]}

    def _certain(self, table: str, labels: DataFrame) -> dict[str, Any]:
        rely = self.known.rely[table]
        told = pd.Series([", ".join(words) for words in self._reasons(labels)], dtype="str")
        return {
            "because": told.mask(told == ""),
            "rely": pd.array([*map(rely.get, labels["category"].tolist())], dtype="boolean"),
        }

    def _reasons(self, labels: DataFrame) -> list[list[str]]:
        try:
            return words_of(labels["because"].tolist())
        except (TypeError, ValueError):
            for place, because in zip(labels["place"].tolist(), labels["because"], strict=True):
                try:
                    words_of([because])
                except (TypeError, ValueError) as error:
                    raise unfit(self.ids[place], error) from error
            raise

    def _sessions(self) -> DataFrame:
        columns = {
            **_columns(self.sessions),
            **self._key(self.sessions),
            "coach": self._named(Role.COACH),
            "clients": self._named(Role.CLIENT),
        }
        return frame_of("sessions", columns)

    def _named(self, role: Role) -> Any:  # noqa: ANN401 - an array
        """For each session those who have a role in it, each once."""
        people: list[dict[str, None]] = [{} for _ in self.ids]
        is_meant = self.speakers["role"] == role.value
        places = self.speakers.loc[is_meant, "place"].tolist()
        for place, name in zip(places, self.called[is_meant].tolist(), strict=True):
            people[place][name] = None
        return pd.array([", ".join(names) or None for names in people], dtype="str")

    def _exchanges(self) -> DataFrame:
        frame = self.exchanges
        advised = self._at(self.advice, "exchange", frame)
        columns = {
            **_columns(frame, problem_score="score", problem_sure="sure"),
            **self._key(frame),
            **self._day(frame),
            "asker": _taken(self.called, self._at(frame, "asker", self.speakers)),
            "n_sentences": frame["end"] - frame["first"],
            "n_advice": np.bincount(advised[advised >= 0], minlength=len(frame)),
        }
        return frame_of("exchanges", columns)

    def _labels(self) -> DataFrame:
        labels = self.labels
        advice = self.advice.take(self._at(labels, "advice", self.advice)).reset_index(drop=True)
        exchange = self._at(advice, "exchange", self.exchanges)
        columns = {
            **_columns(advice, quote="words", quote_turn="turn", is_script="script"),
            **_columns(labels, rank="label"),
            **self._key(labels),
            **self._day(labels),
            **self._certain("advice", labels),
            "exchange": advice["exchange"],
            "quote_start": advice["start"],
            "quote_end": advice["stop"],
            "speaker": _taken(self.speakers["name"], self._at(advice, "speaker", self.speakers)),
            "problem": _taken(self.exchanges["problem"], exchange),
            "problem_sure": _taken(self.exchanges["sure"], exchange),
        }
        return frame_of("advice", columns)

    def _problems(self) -> DataFrame:
        is_labelled = self.exchanges["problem"].notna()
        frame = self.exchanges[is_labelled].reset_index(drop=True)
        frame = frame.rename(columns={"problem": "category"})
        columns = {
            **_columns(frame, quote="words", quote_turn="turn"),
            **self._key(frame),
            **self._day(frame),
            **self._certain("problems", frame),
            "asker": _taken(self.called, self._at(frame, "asker", self.speakers)),
        }
        return frame_of("problems", columns)

    def _uptake(self) -> DataFrame:
        frame = self.advice
        speaker = self._at(frame, "answerer", self.speakers)
        columns = {
            **_columns(frame, kind="uptake", quote="answer", is_script="script"),
            **self._key(frame),
            **self._day(frame),
            "speaker": _taken(self.speakers["name"], speaker),
            "quote_turn": frame["uptake_turn"],
        }
        return frame_of("uptake", columns)

    def _talk(self) -> DataFrame:
        frame = self.speakers
        words = self.sessions["n_words"].to_numpy()[frame["place"].to_numpy()]
        unnamed = {name: is_unnamed(name) for name in set(frame["name"])}
        columns = {
            **_columns(frame, speaker="name"),
            **self._key(frame),
            "person": self.called.mask(frame["name"].map(unnamed).astype("bool")),
            "share_words": frame["n_words"] / np.where(words > 0, words, np.nan),
            "n_questions": frame["n_open"] + frame["n_closed"],
        }
        return frame_of("talk", columns)

    def _warnings(self) -> DataFrame:
        frame = self._read("warnings")
        return frame_of("warnings", {**_columns(frame), **self._key(frame)})


def _columns(frame: DataFrame, **renamed: str) -> dict[str, Any]:
    """The columns of a frame by name, and some by another name."""
    columns = {str(name): frame[name] for name in frame}
    return {**columns, **{new: frame[old] for new, old in renamed.items()}}


def _first_of(frame: DataFrame, n_sessions: int = 0) -> Places:
    """For each place of a session where in the frame its rows begin."""
    places = frame["place"].to_numpy()
    n_sessions = max(n_sessions, int(places.max(initial=-1)) + 1)
    return np.searchsorted(places, np.arange(n_sessions))


def _taken(column: Series[Any], places: Places) -> Any:  # noqa: ANN401 - an array
    """The cells at these places; missing where a place is -1."""
    return column.array.take(places, allow_fill=True)


def words_of(becauses: Sequence[str]) -> list[list[str]]:
    """The words that labels rest on, from JSON; all are parsed at once, which is much faster.

    Raises ValueError or TypeError where one of them is no list.
    """
    lists: list[list[str]] = json.loads(f"[{','.join(becauses)}]")
    if len(lists) != len(becauses) or not {list}.issuperset(map(type, lists)):
        raise TypeError("why a label was given is no list")
    return lists
