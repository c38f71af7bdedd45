"""What is found in a session: findings point at sentences and characters and hold no text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from analyzer.errors import SessionError
from analyzer.records.labels import Move, SegmentKind, UptakeKind
from analyzer.records.session import STRICT, Quote, Session

if TYPE_CHECKING:
    from pydantic import ConfigDict

SCHEMA_VERSION = 1
MAX_LABELS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Characters ``[start, end)`` of the text of turn ``turn``, and what the sentence does.

    ``score`` is the probability given to ``move``. Both are None before moves are tagged.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    turn: int
    start: int
    end: int
    move: Move | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A category of a pack given to a finding: how sure (0 to 1), by whom, and why.

    ``source`` is ``rule:<name>``, ``model:<name>``, ``examples:<name>`` or ``person:<name>``.
    ``sure`` is False for a label that is only possible and must be shown so. ``because`` are the
    words that weighed most, as they stand in the transcript, the most telling first; for a rule its
    phrase, for a pack without a trained model the text of the pack that is most alike.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    category: str
    score: float
    source: str
    sure: bool = True
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One asker's matter: sentences ``[first, end)``, who asks, and the problem brought.

    ``asker`` is None where nobody asks (an article); ``problem`` is None where the tool abstains.
    ``quote`` is the sentence that shows the problem best, None where there is no problem label.
    Exchanges do not overlap and stand in order.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    first: int
    end: int
    asker: int | None = None
    problem: Label | None = None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Sentences ``[first, end)`` that form one part of a session.

    ``exchange`` is an index into ``Analysis.exchanges``, None for what belongs to no asker. The
    segments of an analysis cover every sentence exactly once, in order.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    first: int
    end: int
    kind: SegmentKind
    exchange: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptake:
    """What the client did with an advice, and the words; ``quote`` is None for kind ``none``."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: UptakeKind
    quote: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Sentences ``[first, end)`` in which the coach recommends something.

    At most two labels, the surer first; none where nobody can say which advice it is. ``script``
    says whether words to say are among the sentences. ``quote`` is the sentence that shows the
    advice best. ``exchange`` is an index into ``Analysis.exchanges``, None for advice that answers
    nobody.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    first: int
    end: int
    exchange: int | None
    labels: tuple[Label, ...]
    quote: Quote
    script: bool = False
    uptake: Uptake | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeWith:
    """What made an analysis: version of the package, pack with its version, models with theirs."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    analyzer: str
    pack: str
    models: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """All findings about one session, beside the session itself with its speakers' roles filled in.

    Raises SessionError when a finding lies outside the transcript, names a speaker or an exchange
    that is not there, or carries more labels than it may, and when exchanges overlap.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    schema_version: int = SCHEMA_VERSION
    session: Session
    sentences: tuple[Sentence, ...]
    exchanges: tuple[Exchange, ...]
    segments: tuple[Segment, ...]
    advice: tuple[Advice, ...]
    made_with: MadeWith

    def __post_init__(self) -> None:
        for sentence in self.sentences:
            _check_span(self.session, sentence)
        findings: tuple[Exchange | Segment | Advice, ...] = (
            *self.exchanges,
            *self.segments,
            *self.advice,
        )
        for finding in findings:
            if not 0 <= finding.first < finding.end <= len(self.sentences):
                raise self._error(finding, f"is outside {len(self.sentences)} sentences")
        self._check_exchanges()
        parts: tuple[Segment | Advice, ...] = (*self.segments, *self.advice)
        for part in parts:
            if part.exchange is not None and not 0 <= part.exchange < len(self.exchanges):
                raise self._error(part, f"names none of the {len(self.exchanges)} exchanges")
        for advice in self.advice:
            if len(advice.labels) > MAX_LABELS:
                raise self._error(advice, f"carries more than {MAX_LABELS} labels")
        for quote in self._quotes():
            _check_span(self.session, quote)

    def _check_exchanges(self) -> None:
        before = 0
        for exchange in self.exchanges:
            if exchange.first < before:
                raise self._error(exchange, f"begins before the last one ends, at {before}")
            before = exchange.end
            n_speakers = len(self.session.speakers)
            if exchange.asker is not None and not 0 <= exchange.asker < n_speakers:
                raise self._error(exchange, f"names none of the {n_speakers} speakers")

    def _error(self, finding: Exchange | Segment | Advice, why: str) -> SessionError:
        return SessionError(f"session {self.session.id}: {finding} {why}.")

    def _quotes(self) -> Iterable[Quote]:
        for exchange in self.exchanges:
            if exchange.quote is not None:
                yield exchange.quote
        for advice in self.advice:
            yield advice.quote
            if advice.uptake is not None and advice.uptake.quote is not None:
                yield advice.uptake.quote

    def text_of(self, span: Sentence | Quote) -> str:
        """The verbatim words a sentence or quote points at."""
        return self.session.turns[span.turn].text[span.start : span.end]


def _check_span(session: Session, span: Sentence | Quote) -> None:
    if not 0 <= span.turn < len(session.turns):
        msg = f"session {session.id}: {span} names a turn that is not there."
        raise SessionError(msg)
    if not 0 <= span.start < span.end <= len(session.turns[span.turn].text):
        raise SessionError(f"session {session.id}: {span} points outside the text of its turn.")
