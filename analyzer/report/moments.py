"""Moments of a session that matter by themselves: commitments, promises, gaps, open questions.

What a moment is hangs on what its sentences do and on who speaks. Nothing is read into the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from analyzer.records import Advice, Analysis, Exchange, Move, Quote, Role, SegmentKind
from analyzer.report import quotes
from analyzer.report.quotes import Found

# "Yes, I will." says that something was agreed to, but not what.
FEWEST_WORDS = 4
FEWEST_SCRIPT_WORDS = 6
FEWEST_QUESTION_WORDS = 5
FEWEST_STORY_WORDS = 20
# So many times the others speak before a question is given up.
MOST_REPLIES = 2

QUESTIONS = frozenset({Move.QUESTION_OPEN, Move.QUESTION_CLOSED})
# Who only does these things after a question has not answered it.
_NO_REPLY = frozenset({*QUESTIONS, Move.SOCIAL, Move.LOGISTICS, Move.PROMOTION})
# Letters of Thai, Lao, Burmese, Khmer, Japanese and Chinese.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_FINDING_OUT = frozenset({SegmentKind.OPENING, SegmentKind.EXPLORATION, SegmentKind.ADVICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Sentences ``[first, end)`` of one speaker in one turn, and the words they hold."""

    analysis: Analysis
    first: int
    end: int

    @property
    def quote(self) -> Quote:
        """From the first letter of its first sentence to the last of its last."""
        inside = self.analysis.sentences[self.first : self.end]
        return Quote(turn=inside[0].turn, start=inside[0].start, end=inside[-1].end)

    @property
    def text(self) -> str:
        """The words, verbatim."""
        return self.analysis.text_of(self.quote)

    @property
    def n_words(self) -> int:
        """How many words it has; in writing without spaces two letters count as one."""
        unspaced = len(_UNSPACED.findall(self.text))
        return quotes.n_words(_UNSPACED.sub(" ", self.text)) + unspaced // 2

    @property
    def speaker(self) -> int:
        """Who speaks, as a number in the session."""
        return self.analysis.session.turns[self.quote.turn].speaker

    @property
    def role(self) -> Role:
        """What the speaker is."""
        return self.analysis.session.speakers[self.speaker].role

    def found(self, *, score: float = 1.0) -> Found:
        """The words as a quote that may be shown."""
        return Found(analysis=self.analysis, quote=self.quote, score=score)


def commitments(analysis: Analysis) -> list[Moment]:
    """What clients say they will do, in words enough to tell what."""
    return [
        one
        for one in _runs(analysis, {Move.COMMITMENT}, role=Role.CLIENT)
        if one.n_words >= FEWEST_WORDS
    ]


def promises(analysis: Analysis) -> list[Moment]:
    """What the coach says that he will do himself: send something, call, look something up."""
    return [
        one
        for one in _runs(analysis, {Move.COMMITMENT}, role=Role.COACH)
        if one.n_words >= FEWEST_WORDS
    ]


def gaps(analysis: Analysis) -> list[Moment]:
    """What clients own up to not having done, said or known."""
    return _runs(analysis, {Move.GAP}, role=Role.CLIENT)


def stories(analysis: Analysis) -> list[Moment]:
    """What the coach tells that happened once, each as long as it is told without a break."""
    return [
        one
        for one in _runs(analysis, {Move.STORY}, role=Role.COACH)
        if one.n_words >= FEWEST_STORY_WORDS
    ]


def questions(analysis: Analysis, exchange: Exchange) -> list[Moment]:
    """What the coach asks in an exchange before and between advice, each question by itself."""
    kinds = _kinds(analysis)
    return [
        moment
        for number in range(exchange.first, exchange.end)
        if analysis.sentences[number].move in QUESTIONS and kinds[number] in _FINDING_OUT
        for moment in [Moment(analysis=analysis, first=number, end=number + 1)]
        if moment.role is Role.COACH
        and moment.n_words >= FEWEST_QUESTION_WORDS
        and moment.text.rstrip(" \"'”’»)").endswith(("?", "？", "؟"))
    ]


def scripts(analysis: Analysis, advice: Advice) -> list[Moment]:
    """Words to say that the coach speaks in an advice, neighbouring sentences taken together."""
    return [
        one
        for one in _runs(
            analysis, {Move.SCRIPT}, role=Role.COACH, first=advice.first, end=advice.end
        )
        if one.n_words >= FEWEST_SCRIPT_WORDS
    ]


def open_questions(analysis: Analysis) -> list[Moment]:
    """Questions that end a turn and that nobody takes up.

    Taken up is a question when in the next two times that others speak somebody does more than ask
    back, greet or organise; a bare "yes" or "mm" takes up a closed question, not an open one.
    Shorter ones than five words are left out, since they lean on what was said before.
    """
    blocks = _blocks(analysis)
    found = []
    for place, (speaker, first, end) in enumerate(blocks):
        asked = Moment(analysis=analysis, first=end - 1, end=end)
        move = analysis.sentences[end - 1].move
        if move not in QUESTIONS or asked.n_words < FEWEST_QUESTION_WORDS:
            continue
        if asked.role not in {Role.COACH, Role.CLIENT} or first == end:
            continue
        others = [block for block in blocks[place + 1 :] if block[0] != speaker][:MOST_REPLIES]
        said = {
            sentence.move
            for _, start, stop in others
            for sentence in analysis.sentences[start:stop]
        }
        said -= {Move.ACKNOWLEDGEMENT} if move is Move.QUESTION_OPEN else set()
        if not said - _NO_REPLY:
            found.append(asked)
    return found


def asked_before(moment: Moment) -> Moment | None:
    """The question that stands right before a moment, asked by somebody else; None without one."""
    if not moment.first:
        return None
    before = Moment(analysis=moment.analysis, first=moment.first - 1, end=moment.first)
    move = moment.analysis.sentences[before.first].move
    return before if move in QUESTIONS and before.speaker != moment.speaker else None


def reply_after(moment: Moment, *, role: Role, words: int) -> Moment | None:
    """What somebody of a role says next, as many whole sentences of one turn as fit the words.

    Looked for only until the one who spoke speaks again; None where nobody replies with more than
    an acknowledgement or a greeting.
    """
    analysis = moment.analysis
    for speaker, first, end in _blocks(analysis):
        if first < moment.end or speaker == moment.speaker:
            if first >= moment.end and speaker == moment.speaker:
                return None
            continue
        if analysis.session.speakers[speaker].role is role:
            return _telling_part(analysis, first, end, words=words)
    return None


def _telling_part(analysis: Analysis, first: int, end: int, *, words: int) -> Moment | None:
    empty = {Move.ACKNOWLEDGEMENT, Move.SOCIAL, Move.OTHER}
    start = next((n for n in range(first, end) if analysis.sentences[n].move not in empty), None)
    if start is None:
        return None
    last = start + 1
    turn = analysis.sentences[start].turn
    while last < end and analysis.sentences[last].turn == turn:
        wider = Moment(analysis=analysis, first=start, end=last + 1)
        if wider.n_words > words:
            break
        last += 1
    return Moment(analysis=analysis, first=start, end=last)


def _runs(
    analysis: Analysis,
    moves: Collection[Move],
    *,
    role: Role,
    first: int = 0,
    end: int | None = None,
) -> list[Moment]:
    """Neighbouring sentences of one turn that do one of these things, said in this role."""
    stop = len(analysis.sentences) if end is None else end
    speakers, turns = analysis.session.speakers, analysis.session.turns
    numbers = [
        number
        for number in range(first, stop)
        if analysis.sentences[number].move in moves
        and speakers[turns[analysis.sentences[number].turn].speaker].role is role
    ]
    return [
        Moment(analysis=analysis, first=inside[0], end=inside[-1] + 1)
        for start, after in quotes.runs(numbers)
        for inside in _by(range(start, after), lambda number: analysis.sentences[number].turn)
    ]


def _by(numbers: Sequence[int], key: Callable[[int], int]) -> Iterator[list[int]]:
    for _, inside in groupby(numbers, key):
        yield list(inside)


def _blocks(analysis: Analysis) -> list[tuple[int, int, int]]:
    """Who speaks from which sentence to which, until somebody else does."""
    turns = analysis.session.turns
    numbers = range(len(analysis.sentences))
    blocks = _by(numbers, lambda number: turns[analysis.sentences[number].turn].speaker)
    return [
        (turns[analysis.sentences[inside[0]].turn].speaker, inside[0], inside[-1] + 1)
        for inside in blocks
    ]


def _kinds(analysis: Analysis) -> list[SegmentKind | None]:
    """Which part of the session each sentence belongs to."""
    kinds: list[SegmentKind | None] = [None] * len(analysis.sentences)
    for segment in analysis.segments:
        kinds[segment.first : segment.end] = [segment.kind] * (segment.end - segment.first)
    return kinds
