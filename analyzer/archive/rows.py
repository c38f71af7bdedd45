"""An analysis as rows of the archive's tables, and rows as an analysis: nothing else knows both."""

from __future__ import annotations

import datetime as dt
import json
import math
import sqlite3
from collections.abc import Iterator
from typing import Any

from analyzer.archive.facts import facts_of
from analyzer.archive.seals import seal_findings
from analyzer.errors import ArchiveError, SessionError
from analyzer.records import (
    Advice,
    Analysis,
    ChatMessage,
    Exchange,
    Label,
    MadeWith,
    Move,
    NameProposal,
    Outside,
    Quote,
    ReadWarning,
    Role,
    Segment,
    SegmentKind,
    Sentence,
    Session,
    Source,
    Speaker,
    Turn,
    Uptake,
    UptakeKind,
)

Row = tuple[str | int | float | None, ...]

# Every row of a session but its files; ``sessions`` stands first, for the others refer to it.
INSERTS = {
    "sessions": "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
    "speakers": "INSERT INTO speakers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "turns": "INSERT INTO turns VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
    "outside": "INSERT INTO outside VALUES (?, ?, ?, ?, ?, ?)",
    "chat": "INSERT INTO chat VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "warnings": "INSERT INTO warnings VALUES (?, ?, ?, ?)",
    "sentences": "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?, ?)",
    "exchanges": "INSERT INTO exchanges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "segments": "INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?)",
    "advice": "INSERT INTO advice VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "advice_labels": "INSERT INTO advice_labels VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
}


def write_analysis(connection: sqlite3.Connection, analysis: Analysis) -> None:
    """Writes all rows of an analysis whose session is not in the archive; inside a transaction.

    Raises ArchiveError for what no row can hold: half a surrogate pair, a number that is none.
    """
    try:
        for table, rows in _tables(analysis):
            connection.executemany(INSERTS[table], rows)
        seal_findings(connection, analysis.session.id)
    except (UnicodeEncodeError, OverflowError, sqlite3.IntegrityError) as error:
        raise ArchiveError(
            f"session {analysis.session.id} holds something that no file can keep ({error}).",
            path=analysis.session.source.path,
            hint="Save the transcript as UTF-8 and add it again.",
        ) from error


def _tables(analysis: Analysis) -> Iterator[tuple[str, list[Row]]]:
    session, facts = analysis.session, facts_of(analysis)
    key = session.id
    yield "sessions", [(*_session_row(analysis), *facts.session)]
    yield (
        "speakers",
        [(*_speaker_row(key, n, it), *facts.speakers[n]) for n, it in enumerate(session.speakers)],
    )
    yield (
        "turns",
        [
            (key, n, it.speaker, it.text, it.start_ms, it.end_ms, it.source_line)
            for n, it in enumerate(session.turns)
        ],
    )
    yield (
        "outside",
        [
            (key, n, it.before_turn, it.kind, it.text, it.source_line)
            for n, it in enumerate(session.outside)
        ],
    )
    yield (
        "chat",
        [
            (key, n, it.author, it.text, it.to, it.at_ms, it.clock, it.source_line)
            for n, it in enumerate(session.chat)
        ],
    )
    yield (
        "warnings",
        [(key, n, it.message, it.source_line) for n, it in enumerate(session.warnings)],
    )
    yield (
        "sentences",
        [
            (key, n, it.turn, it.start, it.end, it.move, _number(it.score))
            for n, it in enumerate(analysis.sentences)
        ],
    )
    yield "exchanges", [_exchange_row(key, n, it) for n, it in enumerate(analysis.exchanges)]
    yield (
        "segments",
        [
            (key, n, it.first, it.end, it.kind, it.exchange, facts.segments[n])
            for n, it in enumerate(analysis.segments)
        ],
    )
    yield "advice", [_advice_row(key, n, it) for n, it in enumerate(analysis.advice)]
    yield (
        "advice_labels",
        [
            (key, n, place, *_label_cells(label))
            for n, it in enumerate(analysis.advice)
            for place, label in enumerate(it.labels)
        ],
    )


def _number(score: float | None) -> float | None:
    # SQLite would keep NaN as "missing" and say nothing.
    if score is not None and math.isnan(score):
        raise OverflowError("a score is not a number")
    return score


def _speaker_row(key: str, number: int, speaker: Speaker) -> Row:
    known = (key, number, speaker.name, speaker.role, _number(speaker.score), speaker.label)
    if speaker.proposal is None:
        return (*known, None, None, None, None, None)
    proposal, quote = speaker.proposal, speaker.proposal.quote
    score = _number(proposal.score)
    return (*known, proposal.name, score, quote.turn, quote.start, quote.end)


def _session_row(analysis: Analysis) -> Row:
    session = analysis.session
    return (
        session.id,
        session.title,
        None if session.held_on is None else session.held_on.isoformat(),
        session.source.path,
        session.source.format,
        session.source.sha256,
        analysis.made_with.analyzer,
        analysis.made_with.pack,
        analysis.made_with.models,
        analysis.schema_version,
    )


def _exchange_row(key: str, number: int, exchange: Exchange) -> Row:
    problem = exchange.problem
    label: Row = (None, None, None, None, None)
    if problem is not None:
        label = _label_cells(problem)
    place = (key, number, exchange.first, exchange.end, exchange.asker)
    return (*place, *label, *_quote_cells(exchange.quote))


def _advice_row(key: str, number: int, advice: Advice) -> Row:
    place = (key, number, advice.first, advice.end, advice.exchange, int(advice.script))
    uptake: Row = (None, None, None, None)
    if advice.uptake is not None:
        uptake = (advice.uptake.kind, *_quote_cells(advice.uptake.quote))
    return (*place, *_quote_cells(advice.quote), *uptake)


def _label_cells(label: Label) -> Row:
    because = json.dumps(label.because, ensure_ascii=False)
    return (label.category, _number(label.score), label.source, int(label.sure), because)


def _quote_cells(quote: Quote | None) -> Row:
    return (None, None, None) if quote is None else (quote.turn, quote.start, quote.end)


def read_analysis(connection: sqlite3.Connection, session_id: str) -> Analysis | None:
    """The analysis of a session as it was written, None where the archive has no such session.

    Raises ArchiveError when somebody changed rows so that they make no analysis any more.
    """
    row = connection.execute(_SESSION, (session_id,)).fetchone()
    if row is None:
        return None
    try:
        return _analysis(connection, row)
    except (SessionError, ValueError, TypeError) as error:
        raise ArchiveError(
            f"the archive's rows of session {session_id} do not fit together ({error}).",
            hint="'analyzer archive check' names all such sessions.",
        ) from error


def _analysis(connection: sqlite3.Connection, row: Any) -> Analysis:  # noqa: ANN401 - a row
    key, title, held_on, path, reader, sha256, analyzer, pack, models, schema_version = row

    def rows(select: str) -> list[Any]:
        return connection.execute(select, (key,)).fetchall()

    labels: dict[int, list[Label]] = {}
    for advice, *cells in rows(_LABELS):
        labels.setdefault(advice, []).append(_label(*cells))
    session = Session(
        id=key,
        source=Source(path=path, format=reader, sha256=sha256),
        speakers=tuple(_speaker(*it) for it in rows(_SPEAKERS)),
        turns=tuple(
            Turn(speaker=who, text=text, start_ms=start, end_ms=end, source_line=line)
            for who, text, start, end, line in rows(_TURNS)
        ),
        outside=tuple(
            Outside(before_turn=turn, kind=SegmentKind(kind), text=text, source_line=line)
            for turn, kind, text, line in rows(_OUTSIDE)
        ),
        chat=tuple(
            ChatMessage(author=who, text=text, to=to, at_ms=at, clock=clock, source_line=line)
            for who, text, to, at, clock, line in rows(_CHAT)
        ),
        warnings=tuple(ReadWarning(message=m, source_line=line) for m, line in rows(_WARNINGS)),
        title=title,
        held_on=None if held_on is None else dt.date.fromisoformat(held_on),
    )
    return Analysis(
        session=session,
        sentences=tuple(_sentence(*it) for it in rows(_SENTENCES)),
        exchanges=tuple(_exchange(*it) for it in rows(_EXCHANGES)),
        segments=tuple(
            Segment(first=first, end=end, kind=SegmentKind(kind), exchange=exchange)
            for first, end, kind, exchange in rows(_SEGMENTS)
        ),
        advice=tuple(_advice(tuple(labels.get(it[0], ())), *it[1:]) for it in rows(_ADVICE)),
        made_with=MadeWith(analyzer=analyzer, pack=pack, models=models),
        schema_version=schema_version,
    )


_SESSION = (
    "SELECT id, title, held_on, path, format, sha256, analyzer, pack, models, schema_version"
    " FROM sessions WHERE id = ?"
)
_SPEAKERS = (
    "SELECT name, role, score, label, proposed_name, proposal_score, quote_turn, quote_start,"
    " quote_end FROM speakers WHERE session_id = ? ORDER BY speaker"
)
_TURNS = (
    "SELECT speaker, text, start_ms, end_ms, source_line FROM turns"
    " WHERE session_id = ? ORDER BY turn"
)
_OUTSIDE = (
    "SELECT before_turn, kind, text, source_line FROM outside WHERE session_id = ? ORDER BY outside"
)
_CHAT = (
    "SELECT author, text, sent_to, at_ms, clock, source_line FROM chat"
    " WHERE session_id = ? ORDER BY message"
)
_WARNINGS = "SELECT message, source_line FROM warnings WHERE session_id = ? ORDER BY warning"
_SENTENCES = (
    "SELECT turn, start_char, end_char, move, score FROM sentences"
    " WHERE session_id = ? ORDER BY sentence"
)
_EXCHANGES = (
    "SELECT first_sentence, end_sentence, asker, problem, problem_score, problem_source,"
    " problem_sure, problem_because, quote_turn, quote_start, quote_end"
    " FROM exchanges WHERE session_id = ? ORDER BY exchange"
)
_SEGMENTS = (
    "SELECT first_sentence, end_sentence, kind, exchange FROM segments"
    " WHERE session_id = ? ORDER BY segment"
)
_ADVICE = (
    "SELECT advice, first_sentence, end_sentence, exchange, script,"
    " quote_turn, quote_start, quote_end, uptake, uptake_turn, uptake_start, uptake_end"
    " FROM advice WHERE session_id = ? ORDER BY advice"
)
_LABELS = (
    "SELECT advice, category, score, source, sure, because FROM advice_labels"
    " WHERE session_id = ? ORDER BY advice, label"
)


def _speaker(
    name: str,
    role: str,
    score: float | None,
    label: str | None,
    proposed: str | None,
    proposal_score: float | None,
    *quote: int,
) -> Speaker:
    proposal = None
    if proposed is not None and proposal_score is not None:
        turn, start, end = quote
        words = Quote(turn=turn, start=start, end=end)
        proposal = NameProposal(name=proposed, score=proposal_score, quote=words)
    return Speaker(name=name, role=Role(role), score=score, label=label, proposal=proposal)


def _sentence(turn: int, start: int, end: int, move: str | None, score: float | None) -> Sentence:
    return Sentence(
        turn=turn, start=start, end=end, move=None if move is None else Move(move), score=score
    )


def _label(category: str, score: float, source: str, sure: int, because: str) -> Label:
    words = json.loads(because)
    if not isinstance(words, list):
        raise TypeError("why a label was given is no list")
    return Label(
        category=category, score=score, source=source, sure=bool(sure), because=tuple(words)
    )


def _exchange(  # noqa: PLR0913, PLR0917 - one argument a column
    first: int,
    end: int,
    asker: int | None,
    problem: str | None,
    score: float,
    source: str,
    sure: int,
    because: str,
    *quote: int | None,
) -> Exchange:
    label = None if problem is None else _label(problem, score, source, sure, because)
    return Exchange(first=first, end=end, asker=asker, problem=label, quote=_quote(*quote))


def _advice(  # noqa: PLR0913, PLR0917 - one argument a column
    labels: tuple[Label, ...],
    first: int,
    end: int,
    exchange: int | None,
    script: int,
    turn: int,
    start: int,
    stop: int,
    uptake: str | None,
    *uptake_quote: int | None,
) -> Advice:
    return Advice(
        first=first,
        end=end,
        exchange=exchange,
        labels=labels,
        quote=Quote(turn=turn, start=start, end=stop),
        script=bool(script),
        uptake=None
        if uptake is None
        else Uptake(kind=UptakeKind(uptake), quote=_quote(*uptake_quote)),
    )


def _quote(turn: int | None, start: int | None, end: int | None) -> Quote | None:
    if turn is None or start is None or end is None:
        return None
    return Quote(turn=turn, start=start, end=end)
