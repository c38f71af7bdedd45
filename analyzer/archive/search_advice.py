"""What was advised before: the advice of exchanges whose matter is like a question, by its type."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from analyzer.archive.search_hits import (
    Candidate,
    Origin,
    Said,
    read_label,
    read_origin,
    read_said,
)
from analyzer.archive.search_merge import fuse_ranks
from analyzer.archive.search_words import Term, fit_of_words, fold_words
from analyzer.records import Label, Move, Quote, UptakeKind

# Exchanges whose matter is read for its words.
FEWEST_LIKELY = 50
# Session and number of an exchange in it.
Key = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What was asked in an exchange: the words that show it best, and how alike they are.

    ``likeness`` is None where the exchange was found by words or by its talk alone.
    """

    session: Origin
    exchange: int
    said: Said
    problem: Label | None
    likeness: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAdvice:
    """An advice that was given: its words, the words to say among them, and the client's answer.

    ``label`` is the one that put it into its group, None for advice of no type. ``exchange`` is the
    place of its matter in ``Advised.matters``.
    """

    session: Origin
    exchange: int
    said: Said
    script: Said | None
    label: Label | None
    uptake: UptakeKind | None
    answer: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceGroup:
    """The advice of one type, words to say first; ``category`` is None for advice of no type."""

    category: str | None
    n_exchanges: int
    n_sessions: int
    advice: tuple[GivenAdvice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """Matters like a question, the most alike first, and what was advised, the commonest first.

    An advice with two labels is in two groups.
    """

    matters: tuple[Matter, ...]
    groups: tuple[AdviceGroup, ...]


def read_advised(
    connection: sqlite3.Connection,
    found: Sequence[Candidate],
    matters: Sequence[Candidate],
    *,
    terms: Sequence[Term],
    category: str | None,
    limit: int,
) -> Advised:
    """The advice of the ``limit`` exchanges most like a question that hold any of it.

    ``found`` are passages found anywhere, ``matters`` those of matters, the best first. An exchange
    ranks by its matter's meaning, by its passage nearest in meaning, by its passage that words fit
    best, and, among the likely ones, by the words of its matter; the ranks are put together.
    """
    rooms = _Exchanges(connection)
    # The passage of a matter has the number of its exchange.
    likeness = {(it.spot.session, it.spot.number): it.likeness for it in matters}
    near = sorted((it for it in found if it.likeness is not None), key=lambda it: -it.likeness)  # type: ignore[operator]
    fitting = sorted((it for it in found if it.fit), key=lambda it: -it.fit)
    n_likely = max(FEWEST_LIKELY, 4 * limit)
    by_talk, by_words = (_first_met(map(rooms.holding, its), n_likely) for its in (near, fitting))
    likely = fuse_ranks(list(likeness), by_talk, by_words)[:n_likely]
    fits = {key: fit_of_words(fold_words(rooms.matter_text(key)), terms)[0] for key in likely}
    by_matter = sorted((key for key in likely if fits[key]), key=lambda key: (-fits[key], key))
    chosen: list[tuple[Matter, list[GivenAdvice]]] = []
    for key in fuse_ranks(list(likeness), by_talk, by_words, by_matter):
        if len(chosen) >= limit:
            break
        if given := _read_given(connection, key, place=len(chosen), category=category):
            chosen.append((_read_matter(rooms, key, likeness.get(key)), given))
    return Advised(
        matters=tuple(matter for matter, _ in chosen),
        groups=_grouped([it for _, given in chosen for it in given]),
    )


def _first_met(keys: Iterable[Key | None], n_wanted: int) -> list[Key]:
    met: dict[Key, None] = {}
    for key in keys:
        if key is not None:
            met[key] = None
        if len(met) == n_wanted:
            break
    return list(met)


@dataclass(slots=True)
class _Exchanges:
    """The exchanges of sessions, read when the first of a session is asked for."""

    connection: sqlite3.Connection
    _spans: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)

    def holding(self, candidate: Candidate) -> Key | None:
        """The exchange in which a candidate begins."""
        session = candidate.spot.session
        if session not in self._spans:
            self._spans[session] = self.connection.execute(_SPANS, (session,)).fetchall()
        for number, first, end in self._spans[session]:
            if first <= candidate.spot.first < end:
                return session, number
        return None

    def matter_text(self, key: Key) -> str:
        """What its asker says until the first advice; what is said, where he does not speak."""
        return " ".join(text[start:end] for _, start, end, text in self.told(key))

    def told(self, key: Key) -> list[tuple[int, int, int, str]]:
        """The sentences of the same: turn, first and end character, text of the turn."""
        rows = self.connection.execute(_TOLD, key).fetchall()
        return [row[1:] for row in rows if row[0]] or [row[1:] for row in rows]


def _read_matter(exchanges: _Exchanges, key: Key, likeness: float | None) -> Matter:
    connection, (session, number) = exchanges.connection, key
    turn, start, end, *label = connection.execute(_EXCHANGE, key).fetchone()
    if turn is None:
        turn, start, end, _ = exchanges.told(key)[0]
    return Matter(
        session=read_origin(connection, session),
        exchange=number,
        said=read_said(connection, session, Quote(turn=turn, start=start, end=end)),
        problem=None if label[0] is None else read_label(label),
        likeness=likeness,
    )


def _read_given(
    connection: sqlite3.Connection, key: Key, *, place: int, category: str | None
) -> list[GivenAdvice]:
    """The advice of an exchange, once for each label that is wanted."""
    session = key[0]
    origin = read_origin(connection, session)
    given: list[GivenAdvice] = []
    for row in connection.execute(_GIVEN, key).fetchall():
        number, first, end, *quote = row[:6]
        uptake, *answer = row[6:10]
        labels = [read_label(it) for it in connection.execute(_LABELS, (session, number))]
        wanted: list[Label | None] = [it for it in labels if category in {None, it.category}]
        if not labels and category is None:
            wanted = [None]
        script = connection.execute(_SCRIPT, (session, first, end, Move.SCRIPT)).fetchone()
        given += [
            GivenAdvice(
                session=origin,
                exchange=place,
                said=_said(connection, session, quote),
                script=None if script is None else _said(connection, session, script),
                label=label,
                uptake=None if uptake is None else UptakeKind(uptake),
                answer=None if answer[0] is None else _said(connection, session, answer),
            )
            for label in wanted
        ]
    return given


def _said(connection: sqlite3.Connection, session: str, cells: Sequence[int]) -> Said:
    turn, start, end = cells
    return read_said(connection, session, Quote(turn=turn, start=start, end=end))


def _grouped(given: Sequence[GivenAdvice]) -> tuple[AdviceGroup, ...]:
    by_category: dict[str | None, list[GivenAdvice]] = {}
    for it in given:
        by_category.setdefault(it.label.category if it.label else None, []).append(it)
    groups = [
        AdviceGroup(
            category=category,
            n_exchanges=len({it.exchange for it in its}),
            n_sessions=len({it.session.id for it in its}),
            advice=tuple(sorted(its, key=_usefulness)),
        )
        for category, its in by_category.items()
    ]
    order = sorted(groups, key=_commonness)
    return tuple(order)


def _commonness(group: AdviceGroup) -> tuple[bool, int, int, int, str]:
    """The types given in most exchanges first; among equals that of the matter most alike."""
    nearest = min(it.exchange for it in group.advice)
    counts = (-group.n_exchanges, -len(group.advice), nearest)
    return group.category is None, *counts, group.category or ""


def _usefulness(given: GivenAdvice) -> tuple[bool, bool, int]:
    """Words to say first, then what is sure, then what answers the matter most alike."""
    return given.script is None, given.label is not None and not given.label.sure, given.exchange


_SPANS = """
SELECT exchange, first_sentence, end_sentence FROM exchanges
WHERE session_id = ? ORDER BY exchange
"""
_EXCHANGE = """
SELECT quote_turn, quote_start, quote_end,
       problem, problem_score, problem_source, problem_sure, problem_because
FROM exchanges WHERE session_id = ? AND exchange = ?
"""
_TOLD = """
SELECT t.speaker = e.asker, s.turn, s.start_char, s.end_char, t.text
FROM exchanges AS e
JOIN sentences AS s ON s.session_id = e.session_id AND s.sentence >= e.first_sentence
  AND s.sentence < coalesce(
    (SELECT min(a.first_sentence) FROM advice AS a
     WHERE a.session_id = e.session_id AND a.exchange = e.exchange
       AND a.first_sentence > e.first_sentence), e.end_sentence)
JOIN turns AS t ON t.session_id = s.session_id AND t.turn = s.turn
WHERE e.session_id = ? AND e.exchange = ? ORDER BY s.sentence
"""
_GIVEN = """
SELECT advice, first_sentence, end_sentence, quote_turn, quote_start, quote_end,
       uptake, uptake_turn, uptake_start, uptake_end
FROM advice WHERE session_id = ? AND exchange = ? ORDER BY advice
"""
_LABELS = """
SELECT category, score, source, sure, because FROM advice_labels
WHERE session_id = ? AND advice = ? ORDER BY label
"""
# The first turn in which words to say stand: from the first of them to the last.
_SCRIPT = """
SELECT turn, min(start_char), max(end_char) FROM sentences
WHERE session_id = ? AND sentence >= ? AND sentence < ? AND move = ?
GROUP BY turn ORDER BY turn LIMIT 1
"""
