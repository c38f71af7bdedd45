"""Sessions and analyses with pseudonyms: every finding points at the same words as before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath, PureWindowsPath
from typing import TypeVar

from analyzer.privacy.kinds import Found
from analyzer.privacy.redactor import Redactor
from analyzer.records import (
    Advice,
    Analysis,
    ChatMessage,
    Exchange,
    Label,
    NameProposal,
    Outside,
    Quote,
    ReadWarning,
    Sentence,
    Session,
    Source,
    Speaker,
    Turn,
)

Span = TypeVar("Span", Quote, Sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A text with pseudonyms, and where each stretch of the text before stands in it.

    ``places`` are for each pseudonym its start and end before, and its start and end now.
    """

    text: str
    places: tuple[tuple[int, int, int, int], ...]

    def moved(self, place: int, *, is_end: bool = False) -> int:
        """Where a place of the text before stands now.

        A place within a name is the beginning of the pseudonym, or its end for ``is_end``.
        """
        number = bisect_right(self.places, place, key=lambda it: it[0] if not is_end else it[0] + 1)
        if number == 0:
            return place
        start, end, new_start, new_end = self.places[number - 1]
        if place >= end:
            return new_end + place - end
        if place == start:
            return new_start
        return new_end if is_end else new_start


def rewritten(text: str, found: Sequence[Found]) -> Rewritten:
    """The text with the pseudonyms of what was found in it, in order."""
    pieces: list[str] = []
    places: list[tuple[int, int, int, int]] = []
    place = length = 0
    for it in found:
        before = text[place : it.start]
        start = length + len(before)
        length = start + len(it.entry.pseudonym)
        pieces += [before, it.entry.pseudonym]
        places.append((it.start, it.end, start, length))
        place = it.end
    return Rewritten(text="".join((*pieces, text[place:])), places=tuple(places))


def redacted_session(session: Session, redactor: Redactor) -> Session:
    """The session with pseudonyms in all that was said, written and noted, its file's name too.

    Roles, times, order and id stay. Of the path the last part is kept, and the digest goes with
    the file it was of.
    """
    return _session(session, redactor, turns=_turns(session, redactor))


def redacted_analysis(analysis: Analysis, redactor: Redactor) -> Analysis:
    """The analysis with pseudonyms; sentences and quotes hold the words they held, redacted."""
    session = analysis.session
    turns = _turns(session, redactor)
    return replace(
        analysis,
        session=_session(session, redactor, turns=turns),
        sentences=tuple(_moved(it, turns) for it in analysis.sentences),
        exchanges=tuple(_exchange(it, turns, redactor) for it in analysis.exchanges),
        advice=tuple(_advice(it, turns, redactor) for it in analysis.advice),
    )


def _turns(session: Session, redactor: Redactor) -> list[Rewritten]:
    return [rewritten(turn.text, redactor.found(turn.text)) for turn in session.turns]


def _session(session: Session, redactor: Redactor, *, turns: Sequence[Rewritten]) -> Session:
    def shown(text: str | None) -> str | None:
        return None if text is None else redactor.redacted(text)

    return replace(
        session,
        source=Source(
            path=redacted_path(session.source.path, redactor),
            format=session.source.format,
            sha256=NO_DIGEST,
        ),
        speakers=tuple(_speaker(it, turns, redactor) for it in session.speakers),
        turns=tuple(
            replace(turn, text=now.text) for turn, now in zip(session.turns, turns, strict=True)
        ),
        outside=tuple(_with_text(it, redactor) for it in session.outside),
        chat=tuple(
            replace(
                _with_text(it, redactor),
                author=redactor.redacted_label(it.author),
                to=None if it.to is None else redactor.redacted_label(it.to),
            )
            for it in session.chat
        ),
        warnings=tuple(
            ReadWarning(message=redactor.redacted(it.message), source_line=it.source_line)
            for it in session.warnings
        ),
        title=shown(session.title),
    )


NO_DIGEST = "0" * 64

_Texted = TypeVar("_Texted", Outside, ChatMessage, Turn)


def _with_text(piece: _Texted, redactor: Redactor) -> _Texted:
    return replace(piece, text=redactor.redacted(piece.text))


def redacted_path(path: str, redactor: Redactor) -> str:
    """The name of a file without its folders, with pseudonyms.

    Its folders are left out, for they bear the name of whose machine it is.
    """
    pure = PureWindowsPath(path) if "\\" in path else PurePath(path)
    return rewritten(pure.name, redactor.found_in_name(pure.name)).text


def _speaker(speaker: Speaker, turns: Sequence[Rewritten], redactor: Redactor) -> Speaker:
    proposal = speaker.proposal
    return replace(
        speaker,
        name=redactor.redacted_label(speaker.name),
        label=None if speaker.label is None else redactor.redacted_label(speaker.label),
        proposal=None
        if proposal is None
        else NameProposal(
            name=redactor.redacted_label(proposal.name),
            score=proposal.score,
            quote=_moved(proposal.quote, turns),
        ),
    )


def _moved(span: Span, turns: Sequence[Rewritten]) -> Span:
    turn = turns[span.turn]
    return replace(span, start=turn.moved(span.start), end=turn.moved(span.end, is_end=True))


def _exchange(exchange: Exchange, turns: Sequence[Rewritten], redactor: Redactor) -> Exchange:
    quote, problem = exchange.quote, exchange.problem
    return replace(
        exchange,
        quote=None if quote is None else _moved(quote, turns),
        problem=None if problem is None else _label(problem, redactor),
    )


def _advice(advice: Advice, turns: Sequence[Rewritten], redactor: Redactor) -> Advice:
    uptake = advice.uptake
    if uptake is not None and uptake.quote is not None:
        uptake = replace(uptake, quote=_moved(uptake.quote, turns))
    return replace(
        advice,
        quote=_moved(advice.quote, turns),
        labels=tuple(_label(it, redactor) for it in advice.labels),
        uptake=uptake,
    )


def _label(label: Label, redactor: Redactor) -> Label:
    """A label whose reasons hold pseudonyms, and whose giver is one where it is a person."""
    giver, _, name = label.source.partition(":")
    source = f"{giver}:{redactor.redacted_label(name)}" if giver == "person" else label.source
    return replace(label, source=source, because=tuple(_word(it, redactor) for it in label.because))


def _word(word: str, redactor: Redactor) -> str:
    # Alone, the capital of "Will" means more than in a sentence, where it may open one.
    return redactor.redacted_label(word) if word[:1].isupper() else redactor.redacted(word)
