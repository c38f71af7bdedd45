"""The counts that measures are made of: one function for each, of one session.

Who speaks in a role and where is asked of ``Scope``; what a count cannot be known from is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from types import MappingProxyType

from analyzer.aggregate.scorecards.dates import names_a_time
from analyzer.aggregate.scorecards.records import Count, Measure, Moment
from analyzer.archive.facts import n_words
from analyzer.nlp import PhraseMatcher, load_nlp
from analyzer.records import Analysis, Move, Quote, Role, SegmentKind

QUESTIONS = frozenset({Move.QUESTION_OPEN, Move.QUESTION_CLOSED})
# Who says no more than this has not taken the floor.
NODS = frozenset({Move.ACKNOWLEDGEMENT})
# Two who speak at once for less are only quick to answer.
LEAST_OVERLAP_MS = 300

NO_TIMES = "the transcript has no times for every turn"
NO_OVERLAPS = "no two turns overlap in the transcript, which may not tell when people talk at once"
NOBODY = "nobody is known to be {}"
NO_MOVES = "what sentences do was not found out"

PEOPLE = MappingProxyType({Role.COACH: "the coach", Role.CLIENT: "a client", Role.OTHER: "another"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many, with the moments; None where it cannot be known, and why."""

    n: int | None
    moments: tuple[Moment, ...] = ()
    why: str | None = None


class Scope:
    """The sentences of a session that a measure looks at: by whom, and in which segments."""

    def __init__(
        self, analysis: Analysis, *, by: Sequence[Role], segments: Sequence[SegmentKind]
    ) -> None:
        self.analysis = analysis
        self.by = frozenset(by)
        self.segments = frozenset(segments)

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of the sentences, in order."""
        return [n for n in range(len(self.analysis.sentences)) if self.holds(n)]

    def holds(self, number: int) -> bool:
        """Whether the sentence is by these people and in these segments."""
        return self.is_by(self.turn_of(number)) and self._is_inside(number)

    def is_by(self, turn: int) -> bool:
        """Whether these people speak a turn."""
        session = self.analysis.session
        return not self.by or session.speakers[session.turns[turn].speaker].role in self.by

    def turn_of(self, number: int) -> int:
        """The turn of a sentence."""
        return self.analysis.sentences[number].turn

    @cached_property
    def turns(self) -> list[int]:
        """The turns of these people that begin in these segments, in order."""
        session = self.analysis.session
        if not self.segments:
            return [turn for turn in range(len(session.turns)) if self.is_by(turn)]
        return list(dict.fromkeys(self.turn_of(n) for n in self.numbers if self._begins(n)))

    def words(self) -> int:
        """How many words they say there."""
        session = self.analysis.session
        if not self.segments:
            return sum(n_words(session.turns[turn].text) for turn in self.turns)
        return sum(n_words(self.text(n)) for n in self.numbers)

    def text(self, number: int) -> str:
        """The words of a sentence."""
        return self.analysis.text_of(self.analysis.sentences[number])

    def moment(self, first: int, end: int) -> Moment:
        """Sentences as a moment; it shows those of the first turn."""
        inside = self.analysis.sentences[first:end]
        shown = [it for it in inside if it.turn == inside[0].turn]
        quote = Quote(turn=shown[0].turn, start=shown[0].start, end=shown[-1].end)
        return Moment(first=first, end=end, quote=quote)

    def of_turn(self, turn: int) -> Moment | None:
        """A turn as a moment; None where no sentence was found in it."""
        inside = [n for n, it in enumerate(self.analysis.sentences) if it.turn == turn]
        return self.moment(inside[0], inside[-1] + 1) if inside else None

    def missing(self) -> str | None:
        """Why nothing can be said of these people; None where they speak."""
        session = self.analysis.session
        roles = {session.speakers[turn.speaker].role for turn in session.turns}
        if not self.by or self.by & roles:
            return None
        return NOBODY.format(" or ".join(PEOPLE.get(role, role) for role in sorted(self.by)))

    def _is_inside(self, number: int) -> bool:
        return not self.segments or self.kinds[number] in self.segments

    def _begins(self, number: int) -> bool:
        return number == 0 or self.turn_of(number - 1) != self.turn_of(number)

    @cached_property
    def kinds(self) -> list[SegmentKind | None]:
        """Which part of the session each sentence belongs to."""
        kinds: list[SegmentKind | None] = [None] * len(self.analysis.sentences)
        for it in self.analysis.segments:
            kinds[it.first : it.end] = [it.kind] * (it.end - it.first)
        return kinds


def count(measure: Measure, analysis: Analysis, *, anybody: bool = False) -> Counted:
    """What a measure counts in a session; with ``anybody`` by all who speak."""
    by = () if anybody else measure.by
    scope = Scope(analysis, by=by, segments=measure.segments)
    if (why := scope.missing()) is not None:
        return Counted(n=None, why=why)
    return _COUNTS[measure.count](measure, scope)


def _words(_: Measure, scope: Scope) -> Counted:
    return Counted(n=scope.words())


def _turns(_: Measure, scope: Scope) -> Counted:
    return Counted(n=len(scope.turns))


def _time(_: Measure, scope: Scope) -> Counted:
    """Milliseconds, where every turn of the session has its times: else shares would mislead."""
    turns = scope.analysis.session.turns
    spans = [(turn.start_ms, turn.end_ms) for turn in turns]
    if not _are_known(spans):
        return Counted(n=None, why=NO_TIMES)
    return Counted(n=sum((turns[n].end_ms or 0) - (turns[n].start_ms or 0) for n in scope.turns))


def _sentences(measure: Measure, scope: Scope) -> Counted:
    found = [[number] for number in scope.numbers if _does(measure, scope, number)]
    return _chosen(measure, scope, found)


def _passages(measure: Measure, scope: Scope) -> Counted:
    """Neighbouring sentences of one turn are one."""
    found: list[list[int]] = []
    for number in scope.numbers:
        if not _does(measure, scope, number):
            continue
        last = found[-1][-1] if found else None
        if last == number - 1 and scope.turn_of(last) == scope.turn_of(number):
            found[-1].append(number)
        else:
            found.append([number])
    return _chosen(measure, scope, found)


def _chosen(measure: Measure, scope: Scope, found: Sequence[Sequence[int]]) -> Counted:
    """Those that are long enough, hold a phrase and name a time, where that is asked for."""
    if measure.moves and all(it.move is None for it in scope.analysis.sentences):
        return Counted(n=None, why=NO_MOVES)
    matcher = _matcher(measure.phrases) if measure.phrases else None
    moments = []
    for numbers in found:
        moment = scope.moment(numbers[0], numbers[-1] + 1)
        words = scope.analysis.text_of(moment.quote)
        if n_words(words) < measure.fewest_words:
            continue
        if matcher is not None and next(matcher.find(words), None) is None:
            continue
        if measure.dated and not _is_dated(scope.analysis, numbers[0], numbers[-1] + 1):
            continue
        moments.append(moment)
    return Counted(n=len(moments), moments=tuple(moments))


@lru_cache(maxsize=64)
def _matcher(phrases: tuple[str, ...]) -> PhraseMatcher:
    return PhraseMatcher({"": phrases}, nlp=load_nlp())


def _does(measure: Measure, scope: Scope, number: int) -> bool:
    return not measure.moves or scope.analysis.sentences[number].move in measure.moves


def _is_dated(analysis: Analysis, first: int, end: int) -> bool:
    """Whether a time is named in the sentences, or right before them ("By Friday?") or after."""
    around = analysis.sentences[max(first - 1, 0) : end + 1]
    return any(names_a_time(analysis.text_of(it)) for it in around)


def _stacked_questions(_: Measure, scope: Scope) -> Counted:
    """Places where questions follow each other in one turn, before anybody can answer."""
    runs: list[list[int]] = []
    for number in scope.numbers:
        if scope.analysis.sentences[number].move not in QUESTIONS:
            continue
        last = runs[-1][-1] if runs else None
        if last == number - 1 and scope.turn_of(last) == scope.turn_of(number):
            runs[-1].append(number)
        else:
            runs.append([number])
    moments = tuple(scope.moment(run[0], run[-1] + 1) for run in runs if len(run) > 1)
    return _of_moves(scope, moments)


def _longest_turn(_: Measure, scope: Scope) -> Counted:
    """Words of the longest turn: until somebody else says anything at all."""
    turns = scope.analysis.session.turns
    longest = max(scope.turns, key=lambda turn: (n_words(turns[turn].text), -turn), default=None)
    if longest is None:
        return Counted(n=0)
    moment = scope.of_turn(longest)
    return Counted(n=n_words(turns[longest].text), moments=() if moment is None else (moment,))


def _longest_run(_: Measure, scope: Scope) -> Counted:
    """Most words of one speaker until another says more than a word of listening."""
    best: tuple[int, list[int]] = (0, [])
    for turns in _runs(scope):
        words = sum(n_words(scope.analysis.session.turns[turn].text) for turn in turns)
        if words > best[0]:
            best = (words, turns)
    words, own = best
    inside = [n for n, it in enumerate(scope.analysis.sentences) if it.turn in own]
    moments = (scope.moment(inside[0], inside[-1] + 1),) if inside else ()
    return _of_moves(scope, moments, n=words)


def _runs(scope: Scope) -> Iterator[list[int]]:
    """Turns of one speaker with the nods of others left out, that begin in the scope."""
    session, sentences = scope.analysis.session, scope.analysis.sentences
    said: dict[int, set[Move | None]] = {}
    for it in sentences:
        said.setdefault(it.turn, set()).add(it.move)
    run: list[int] = []
    within = frozenset(scope.turns)
    for turn, spoken in enumerate(session.turns):
        is_nod = said.get(turn, set()) <= NODS
        if run and session.turns[run[0]].speaker == spoken.speaker:
            run.append(turn)
        elif not run or not is_nod:
            if run:
                yield run
            run = [turn] if turn in within else []
    if run:
        yield run


def _advice(_: Measure, scope: Scope) -> Counted:
    """Stretches of advice that begin in the scope, whatever they are labelled."""
    moments = tuple(
        Moment(first=it.first, end=it.end, quote=it.quote)
        for it in scope.analysis.advice
        if scope.holds(it.first)
    )
    return Counted(n=len(moments), moments=moments)


def _early_advice(_: Measure, scope: Scope) -> Counted:
    """Stretches of advice given in an exchange before anything was asked there by those who give.

    An exchange in which the asker speaks in writing alone is left out: nobody could be asked.
    """
    analysis = scope.analysis
    moments = []
    for number, exchange in enumerate(analysis.exchanges):
        inside = range(exchange.first, exchange.end)
        if not _can_be_asked(scope, inside, asker=exchange.asker):
            continue
        questions = (n for n in inside if analysis.sentences[n].move in QUESTIONS)
        asked = next((n for n in questions if scope.is_by(scope.turn_of(n))), exchange.end)
        moments += [
            Moment(first=it.first, end=it.end, quote=it.quote)
            for it in analysis.advice
            if it.exchange == number and scope.holds(it.first) and it.first < asked
        ]
    return _of_moves(scope, tuple(moments))


def _can_be_asked(scope: Scope, inside: range, *, asker: int | None) -> bool:
    """Whether the asker speaks after the question as it was written in."""
    if asker is None:
        return False
    turns = scope.analysis.session.turns
    return any(
        turns[scope.turn_of(n)].speaker == asker and scope.kinds[n] is not SegmentKind.QUESTION
        for n in inside
    )


def _interruptions(_: Measure, scope: Scope) -> Counted:
    """Turns that begin well before another's ends and are more than a nod."""
    session = scope.analysis.session
    spans = [(turn.start_ms, turn.end_ms) for turn in session.turns]
    if not _are_known(spans):
        return Counted(n=None, why=NO_TIMES)
    # Captions follow each other, whoever spoke into whose words.
    if not any((before[1] or 0) > (after[0] or 0) for before, after in pairwise(spans)):
        return Counted(n=None, why=NO_OVERLAPS)
    moves: dict[int, set[Move | None]] = {}
    for it in scope.analysis.sentences:
        moves.setdefault(it.turn, set()).add(it.move)
    moments = []
    for turn in scope.turns:
        before = session.turns[turn - 1] if turn else None
        after = session.turns[turn]
        if before is None or before.speaker == after.speaker or moves.get(turn, set()) <= NODS:
            continue
        if (before.end_ms or 0) - (after.start_ms or 0) > LEAST_OVERLAP_MS:
            moment = scope.of_turn(turn)
            moments += [] if moment is None else [moment]
    return Counted(n=len(moments), moments=tuple(moments))


def _are_known(spans: Sequence[tuple[int | None, int | None]]) -> bool:
    return bool(spans) and all(None not in span for span in spans)


def _of_moves(scope: Scope, moments: tuple[Moment, ...], *, n: int | None = None) -> Counted:
    """A count that rests on what sentences do; unknown where nobody found that out."""
    if all(it.move is None for it in scope.analysis.sentences):
        return Counted(n=None, why=NO_MOVES)
    return Counted(n=len(moments) if n is None else n, moments=moments)


_COUNTS: Mapping[Count, Callable[[Measure, Scope], Counted]] = MappingProxyType(
    {
        Count.WORDS: _words,
        Count.TURNS: _turns,
        Count.TIME: _time,
        Count.SENTENCES: _sentences,
        Count.PASSAGES: _passages,
        Count.STACKED_QUESTIONS: _stacked_questions,
        Count.LONGEST_TURN: _longest_turn,
        Count.LONGEST_RUN: _longest_run,
        Count.ADVICE: _advice,
        Count.EARLY_ADVICE: _early_advice,
        Count.INTERRUPTIONS: _interruptions,
    }
)
