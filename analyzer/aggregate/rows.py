"""One analysis as rows of every table, their cells in the order of ``frames.SCHEMA``; no pandas."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from analyzer.records import (
    Advice,
    Analysis,
    Exchange,
    Label,
    Move,
    Quote,
    Role,
    Segment,
    Speaker,
    Turn,
)
from analyzer.records.names import Voice, is_unnamed

Cell = str | int | float | bool | dt.date | None
Rows = list[tuple[Cell, ...]]


def session_rows(
    analysis: Analysis,
    *,
    names: Mapping[Voice, str],
    rely: Mapping[str, Mapping[str, bool]],
) -> dict[str, Rows]:
    """The rows of one session by name of table.

    ``names`` are those under which voices count; who is not in it counts under the name written.
    ``rely`` says for the tables "advice" and "problems" which categories may be relied on.
    """
    view = _View(analysis, names)
    return {
        "sessions": [_session(view)],
        "turns": _turns(view),
        "sentences": _sentences(view),
        "exchanges": _exchanges(view),
        "segments": _segments(view),
        "advice": _advice(view, rely["advice"]),
        "problems": _problems(view, rely["problems"]),
        "uptake": _uptake(view),
        "talk": _talk(view),
    }


def n_words(text: str) -> int:
    """How many words a text has: stretches without white space.

    >>> n_words("Off the record — call him.")
    6
    """
    return len(text.split())


class _View:
    """An analysis with what several tables ask of it looked up once."""

    def __init__(self, analysis: Analysis, names: Mapping[Voice, str]) -> None:
        self.analysis = analysis
        self.names = names
        self.session = analysis.session
        self.id = analysis.session.id
        self.held_on = analysis.session.held_on
        self.turn_words = [n_words(turn.text) for turn in self.session.turns]
        self.texts = [analysis.text_of(sentence) for sentence in analysis.sentences]
        self.exchange_of = _cover(len(self.texts), analysis.exchanges)
        self.segment_of = _cover(len(self.texts), analysis.segments)

    def called(self, speaker: Speaker) -> str:
        return self.names.get((speaker.role, speaker.name), speaker.name)

    def named(self, role: Role) -> str | None:
        speakers = (speaker for speaker in self.session.speakers if speaker.role is role)
        return ", ".join(dict.fromkeys(map(self.called, speakers))) or None

    def name_at(self, turn: int) -> str:
        return self.session.speakers[self.session.turns[turn].speaker].name

    def asker(self, exchange: Exchange) -> str | None:
        if exchange.asker is None:
            return None
        return self.called(self.session.speakers[exchange.asker])

    def problem(self, advice: Advice) -> tuple[str | None, bool | None]:
        label = None
        if advice.exchange is not None:
            label = self.analysis.exchanges[advice.exchange].problem
        return (None, None) if label is None else (label.category, label.sure)

    def quoted(self, quote: Quote | None) -> str | None:
        return None if quote is None else self.analysis.text_of(quote)


def _cover(n_sentences: int, findings: Sequence[Exchange | Segment]) -> list[int | None]:
    """For each sentence the number of the finding it lies in."""
    covered: list[int | None] = [None] * n_sentences
    for number, finding in enumerate(findings):
        covered[finding.first : finding.end] = [number] * (finding.end - finding.first)
    return covered


def _session(view: _View) -> tuple[Cell, ...]:
    session, analysis = view.session, view.analysis
    return (
        view.id,
        session.title,
        view.held_on,
        view.named(Role.COACH),
        view.named(Role.CLIENT),
        len(session.turns),
        len(analysis.sentences),
        sum(view.turn_words),
        len(analysis.exchanges),
        len(analysis.advice),
        _duration_ms(session.turns),
        session.source.path,
        session.source.format,
    )


def _duration_ms(turns: Iterable[Turn]) -> int | None:
    """From the first time known to the last; None where fewer than two are known."""
    times = {time for turn in turns for time in (turn.start_ms, turn.end_ms) if time is not None}
    return max(times) - min(times) if len(times) > 1 else None


def _turns(view: _View) -> Rows:
    speakers = view.session.speakers
    return [
        (
            view.id,
            number,
            speakers[turn.speaker].name,
            speakers[turn.speaker].role,
            turn.start_ms,
            turn.end_ms,
            words,
            len(turn.text),
            turn.text,
        )
        for number, (turn, words) in enumerate(
            zip(view.session.turns, view.turn_words, strict=True)
        )
    ]


def _sentences(view: _View) -> Rows:
    speakers, turns = view.session.speakers, view.session.turns
    voices = [(speakers[turn.speaker].name, speakers[turn.speaker].role) for turn in turns]
    kinds = [
        None if segment is None else view.analysis.segments[segment].kind
        for segment in view.segment_of
    ]
    return [
        (
            view.id,
            number,
            it.turn,
            it.start,
            it.end,
            *voices[it.turn],
            it.move,
            it.score,
            kinds[number],
            view.exchange_of[number],
            view.texts[number],
        )
        for number, it in enumerate(view.analysis.sentences)
    ]


def _exchanges(view: _View) -> Rows:
    n_advice = Counter(it.exchange for it in view.analysis.advice)
    return [
        (
            view.id,
            number,
            it.first,
            it.end,
            view.asker(it),
            None if it.problem is None else it.problem.category,
            None if it.problem is None else it.problem.score,
            None if it.problem is None else it.problem.sure,
            it.end - it.first,
            n_advice[number],
            view.held_on,
        )
        for number, it in enumerate(view.analysis.exchanges)
    ]


def _segments(view: _View) -> Rows:
    words = [n_words(text) for text in view.texts]
    return [
        (
            view.id,
            number,
            it.first,
            it.end,
            it.kind,
            it.exchange,
            sum(words[it.first : it.end]),
        )
        for number, it in enumerate(view.analysis.segments)
    ]


def _certainty(label: Label, rely: Mapping[str, bool]) -> tuple[Cell, ...]:
    because = ", ".join(label.because) or None
    return (label.score, label.source, label.sure, because, rely.get(label.category))


def _advice(view: _View, rely: Mapping[str, bool]) -> Rows:
    return [
        (
            view.id,
            number,
            label.category,
            rank,
            it.exchange,
            it.first,
            it.end,
            *_certainty(label, rely),
            it.script,
            view.name_at(it.quote.turn),
            view.quoted(it.quote),
            it.quote.turn,
            it.quote.start,
            it.quote.end,
            view.session.turns[it.quote.turn].start_ms,
            view.held_on,
            *view.problem(it),
            None if it.uptake is None else it.uptake.kind,
        )
        for number, it in enumerate(view.analysis.advice)
        for rank, label in enumerate(it.labels)
    ]


def _problems(view: _View, rely: Mapping[str, bool]) -> Rows:
    sentences = view.analysis.sentences
    return [
        (
            view.id,
            number,
            it.problem.category,
            *_certainty(it.problem, rely),
            view.asker(it),
            view.quoted(it.quote),
            # Where no sentence shows the problem, the place is where the matter begins.
            sentences[it.first].turn if it.quote is None else it.quote.turn,
            view.held_on,
        )
        for number, it in enumerate(view.analysis.exchanges)
        if it.problem is not None
    ]


def _uptake(view: _View) -> Rows:
    rows: Rows = []
    for number, it in enumerate(view.analysis.advice):
        quote = None if it.uptake is None else it.uptake.quote
        rows.append(
            (
                view.id,
                number,
                it.exchange,
                None if it.uptake is None else it.uptake.kind,
                None if quote is None else view.name_at(quote.turn),
                view.quoted(quote),
                None if quote is None else quote.turn,
                view.held_on,
            )
        )
    return rows


def _talk(view: _View) -> Rows:
    session, total = view.session, sum(view.turn_words)
    turns = session.turns
    moves = Counter((turns[it.turn].speaker, it.move) for it in view.analysis.sentences)
    rows: Rows = []
    for number, speaker in enumerate(session.speakers):
        spoken = [place for place, turn in enumerate(turns) if turn.speaker == number]
        words = [view.turn_words[place] for place in spoken]
        n_open, n_closed = moves[number, Move.QUESTION_OPEN], moves[number, Move.QUESTION_CLOSED]
        rows.append(
            (
                view.id,
                speaker.name,
                None if is_unnamed(speaker.name) else view.called(speaker),
                speaker.role,
                len(spoken),
                sum(words),
                sum(words) / total if total else None,
                n_open + n_closed,
                n_open,
                n_closed,
                max(words, default=0),
                _talk_ms([turns[place] for place in spoken]),
            )
        )
    return rows


def _talk_ms(turns: Iterable[Turn]) -> int | None:
    """How long the turns with both times last together; None where there is none of them."""
    lengths = [
        turn.end_ms - turn.start_ms
        for turn in turns
        if turn.start_ms is not None and turn.end_ms is not None
    ]
    return sum(lengths) if lengths else None
