"""What is odd about a transcript as it was read, and what its owner can do about it.

Nothing here changes a session. Every remark names what was seen, where, and a next step.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analyzer.read.people.nameless import is_nameless
from analyzer.records import Session, Speaker, Turn

LONG_GAP_MS = 60_000
LONGEST_TURN_MS = 30 * 60_000
SHOWN_PLACES = 3
FEW_WORDS = 12
# One talk in which nearly nothing is said by all but one voice has probably lost its labels.
LONE_SHARE = 0.98
LONE_WORDS = 400
CUT_SHARE = 0.1
# Where people write names before colons, a heading may be taken for one; tools write only names.
BY_HAND = frozenset({"text", "markdown", "html", "article", "docx", "rtf", "odt", "pdf"})

_OPEN_END = re.compile(r"[\w,;:–—-]$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_GOES_ON = re.compile(r"[a-zà-öø-ÿ]")
_BOT = re.compile(
    r"(?i)\b(?:notetaker|note taker|fireflies(?:\.ai)?|otter(?:\.ai|pilot)|read\.ai|meeting notes"
    r"|tl;?dv|fathom|grain|avoma|gong|fellow|tactiq|recorder|zoom ai|copilot)\b"
    r"|['’]s presentation$"
)


class RemarkKind(StrEnum):
    """What a remark is about."""

    TIMES = "times"
    SPEAKERS = "speakers"
    TURNS = "turns"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something odd, what to do about it, and the turns it concerns, the first few at most."""

    kind: RemarkKind
    message: str
    advice: str
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When the talk begins and ends in whole milliseconds, and how many turns tell their time.

    ``longest_gap_ms`` is the longest time in which no turn goes on; None where turns have no ends.
    """

    n_timed: int
    first_ms: int | None = None
    last_ms: int | None = None
    longest_gap_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What the doctor found in one session."""

    times: Times
    remarks: tuple[Remark, ...]


def examine(session: Session) -> Checkup:
    """What is odd about a session: its times, its speakers, its turns."""
    remarks = [
        *_about_times(session.turns),
        *_about_speakers(session),
        *_about_turns(session.turns),
    ]
    return Checkup(times=_times(session.turns), remarks=tuple(remarks))


def _times(turns: Sequence[Turn]) -> Times:
    starts = [turn.start_ms for turn in turns if turn.start_ms is not None]
    ends = [turn.end_ms for turn in turns if turn.end_ms is not None]
    gaps = [length for _, length in _gaps(turns)]
    return Times(
        n_timed=len(starts),
        first_ms=min(starts, default=None),
        last_ms=max([*starts, *ends], default=None),
        longest_gap_ms=max(gaps, default=None),
    )


def _gaps(turns: Sequence[Turn]) -> Iterator[tuple[int, int]]:
    """Pairs of a turn's number and how long nobody spoke before it."""
    latest: int | None = None
    for number, turn in enumerate(turns):
        if latest is not None and turn.start_ms is not None:
            yield number, max(0, turn.start_ms - latest)
        if turn.end_ms is not None:
            latest = turn.end_ms if latest is None else max(latest, turn.end_ms)


def _about_times(turns: Sequence[Turn]) -> Iterator[Remark]:
    n_timed = sum(1 for turn in turns if turn.start_ms is not None)
    if 0 < n_timed < len(turns):
        missing = [n for n, turn in enumerate(turns) if turn.start_ms is None]
        yield Remark(
            kind=RemarkKind.TIMES,
            message=f"{len(missing)} of {len(turns)} turns have no time.",
            advice="Measures in time leave them out; export with a time at every turn.",
            turns=tuple(missing[:SHOWN_PLACES]),
        )
    back = _running_back(turns)
    if back:
        yield Remark(
            kind=RemarkKind.TIMES,
            message=f"times run backwards {_times_over(len(back))}.",
            advice="Two recordings may be joined, or parts pasted in the wrong order: check there.",
            turns=tuple(back[:SHOWN_PLACES]),
        )
    gaps = [(length, number) for number, length in _gaps(turns) if length > LONG_GAP_MS]
    if gaps:
        longest = max(gaps)[0] // 1000
        often = _times_over(len(gaps))
        yield Remark(
            kind=RemarkKind.TIMES,
            message=f"nobody speaks for a minute or more {often}, up to {longest} s.",
            advice="A part may be missing: compare with the recording there.",
            turns=tuple(number for _, number in sorted(gaps, reverse=True)[:SHOWN_PLACES]),
        )


def _times_over(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _running_back(turns: Sequence[Turn]) -> list[int]:
    """Turns that begin before the turn before them did."""
    back: list[int] = []
    latest: int | None = None
    for number, turn in enumerate(turns):
        if turn.start_ms is None:
            continue
        if latest is not None and turn.start_ms < latest:
            back.append(number)
        latest = turn.start_ms
    return back


def _about_speakers(session: Session) -> Iterator[Remark]:
    n_words = Counter[int]()
    first: dict[int, int] = {}
    for number, turn in enumerate(session.turns):
        n_words[turn.speaker] += len(turn.text.split())
        first.setdefault(turn.speaker, number)
    n_turns = Counter(turn.speaker for turn in session.turns)
    for index, speaker in enumerate(session.speakers):
        place = (first[index],) if index in first else ()
        yield from _about_speaker(
            speaker,
            n_turns=n_turns[index],
            n_words=n_words[index],
            may_be_heading=len(session.speakers) > 2 and session.source.format in BY_HAND,
            place=place,
        )
    total = sum(n_words.values())
    top = max(n_words.values(), default=0)
    if len(session.speakers) > 1 and total > LONE_WORDS and top > LONE_SHARE * total:
        index = max(n_words, key=lambda speaker: n_words[speaker])
        yield Remark(
            kind=RemarkKind.SPEAKERS,
            message=f"{session.speakers[index].name!r} says nearly everything.",
            advice="Labels may be missing: try another --format, or export with speakers.",
        )


def _about_speaker(
    speaker: Speaker,
    *,
    n_turns: int,
    n_words: int,
    may_be_heading: bool,
    place: tuple[int, ...],
) -> Iterator[Remark]:
    name = speaker.name
    if _BOT.search(name):
        yield Remark(
            kind=RemarkKind.SPEAKERS,
            message=f"{name!r} seems to be a note taker, not a person.",
            advice="Its words are kept as a turn; delete it from the file if it is none.",
            turns=place,
        )
    elif is_nameless(name):
        yield Remark(
            kind=RemarkKind.SPEAKERS,
            message=f"{name!r} has no name.{_proposed(speaker)}",
            advice=f'Name the voice with --speaker "{name}={_proposed_name(speaker)}".',
            turns=(speaker.proposal.quote.turn,) if speaker.proposal else place,
        )
    elif may_be_heading and n_turns == 1 and n_words < FEW_WORDS:
        yield Remark(
            kind=RemarkKind.SPEAKERS,
            message=f"{name!r} speaks only once, in few words.",
            advice="It may be a heading taken for a speaker: look there.",
            turns=place,
        )


def _proposed(speaker: Speaker) -> str:
    if speaker.proposal is None:
        return ""
    return f" It may be {speaker.proposal.name!r} (sure {speaker.proposal.score:.2f})."


def _proposed_name(speaker: Speaker) -> str:
    return "Name" if speaker.proposal is None else speaker.proposal.name


def _about_turns(turns: Sequence[Turn]) -> Iterator[Remark]:
    cut = _cut_turns(turns)
    if cut and len(cut) > CUT_SHARE * len(turns):
        yield Remark(
            kind=RemarkKind.TURNS,
            message=f"{len(cut)} of {len(turns)} turns break off within a sentence that the same "
            "speaker ends later.",
            advice="Counts of turns are too high; export by paragraph where that can be chosen.",
            turns=tuple(cut[:SHOWN_PLACES]),
        )
    unmarked = [
        number
        for number, turn in enumerate(turns)
        if len(turn.text.split()) > LONE_WORDS and not re.search(r"[.!?…]", turn.text)
    ]
    if unmarked:
        yield Remark(
            kind=RemarkKind.TEXT,
            message=f"{len(unmarked)} long turns have no full stop.",
            advice="Sentences are guessed there; a transcript with punctuation is labelled better.",
            turns=tuple(unmarked[:SHOWN_PLACES]),
        )
    longest = [
        number
        for number, turn in enumerate(turns)
        if turn.start_ms is not None
        and turn.end_ms is not None
        and turn.end_ms - turn.start_ms > LONGEST_TURN_MS
    ]
    if longest and len(turns) > 1:
        yield Remark(
            kind=RemarkKind.TURNS,
            message=f"{len(longest)} turns last more than half an hour.",
            advice="Labels may be missing there: compare with the recording.",
            turns=tuple(longest[:SHOWN_PLACES]),
        )


def _cut_turns(turns: Sequence[Turn]) -> list[int]:
    """Turns without an end, after which the same speaker goes on in small letters."""
    cut = []
    for number, turn in enumerate(turns[:-2]):
        later = turns[number + 2]
        if (
            turns[number + 1].speaker != turn.speaker == later.speaker
            and _OPEN_END.search(turn.text)
            and not _SENTENCE_END.search(turn.text)
            and _GOES_ON.match(later.text)
        ):
            cut.append(number)
    return cut
