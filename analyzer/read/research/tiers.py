"""Tiers on a time line to talk: who says what when, in which order, and what no tier of talk is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from statistics import median

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, Reading
from analyzer.read.people.names import split_role
from analyzer.records import ReadWarning, SegmentKind

_PAUSE_MS = 700
_SENTENCE_ENDS = re.compile(r"[.?!…。？！][\"'”’)\]]*$")
_MIN_WORDS = 8
_NO_WORD = re.compile(r"[^\w'’]+")
_NOTES = re.compile(
    r"(?:\w+[\s_-])?(?:notes?|comments?|memos?|remarks?|topics?|chapters?|sections?|headings?"
    r"|notizen?|kommentare?|bemerkungen)",
    re.IGNORECASE,
)
_NAMELESS = re.compile(
    r"default|text|transcript(?:ion)?s?|utterances?|words?|sentences?|speech|tier[\s_-]?[0-9]*|ort"
    r"|orthograph(?:y|ic)|phrases?|transkript(?:ion)?|sprache|item[\s_-]?[0-9]*|tx",
    re.IGNORECASE,
)
MAX_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What one tier holds of a stretch of time.

    ``at`` is its place on the time line, in whatever unit orders it; it is known also where the
    times are not.
    """

    text: str
    at: float
    start_ms: int | None = None
    end_ms: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tier:
    """A row of annotations, in order of time. ``speaker`` is what the file says of who speaks.

    ``is_talk`` is False where the file itself says that the tier is something else.
    """

    name: str
    annotations: tuple[Annotation, ...]
    speaker: str | None = None
    is_talk: bool = True


def read_tiers(tiers: Sequence[Tier], *, path: str) -> Reading:
    """The talk of all tiers in order of start; tiers named as notes stand outside it.

    The speaker of a tier is the one the file names, else the name of the tier, unless that says
    only that it is talk ("default", "words"). Tiers of single words are cut at pauses and ends of
    sentences: two who talk at once would else take turns word by word. Of tiers that hold the same
    words (utterances, and the words of them) the first counts. Raises UnreadableTranscript where no
    tier of talk has text.
    """
    filled = [tier for tier in tiers if tier.annotations]
    talk = [tier for tier in filled if tier.is_talk]
    notes = {tier for tier in talk if tier.speaker is None and _NOTES.fullmatch(tier.name.strip())}
    spoken = _once([tier for tier in talk if tier not in notes] or talk)
    if not spoken:
        what = f"none of the {len(tiers)} tiers holds words that are spoken."
        raise UnreadableTranscript(what, path=path, hint="Check that the transcript was saved.")
    stretches = [
        (since, order, fragment)
        for order, tier in enumerate(spoken)
        for since, fragment in _talk(tier, alone=len(spoken) == 1)
    ]
    beside = [tier for tier in filled if tier in notes and tier not in spoken]
    stretches += [
        (one.at, -1, Fragment(text=one.text, line=one.line, outside=SegmentKind.LOGISTICS))
        for tier in beside
        for one in tier.annotations
    ]
    stretches.sort(key=itemgetter(0, 1))
    used = {*spoken, *beside}
    fragments = tuple(fragment for _, _, fragment in stretches)
    return Reading(
        fragments=fragments,
        roles=named_roles(fragments),
        warnings=tuple(_skipped([tier for tier in filled if tier not in used])),
    )


def named_roles(fragments: Iterable[Fragment]) -> tuple[tuple[str, str], ...]:
    """The speakers whose name is a role, "Coach" say, and that role."""
    names = dict.fromkeys(part.speaker for part in fragments if part.speaker is not None)
    roles = ((name, split_role(name)[1]) for name in names)
    return tuple((name, role.value) for name, role in roles if role is not None)


def _once(tiers: Sequence[Tier]) -> list[Tier]:
    """The tiers without those that say the same, word for word, as one before them."""
    said: set[str] = set()
    kept: list[Tier] = []
    for tier in tiers:
        text = _NO_WORD.sub(" ", " ".join(one.text for one in tier.annotations)).casefold()
        words = text.split()
        if len(words) < _MIN_WORDS or " ".join(words) not in said:
            kept.append(tier)
        said.add(" ".join(words))
    return kept


def _talk(tier: Tier, *, alone: bool) -> Iterator[tuple[float, Fragment]]:
    """The annotations of a tier, each with the place on the time line from which it counts."""
    speaker = tier.speaker
    if speaker is None and not (alone and _NAMELESS.fullmatch(tier.name.strip())):
        speaker = " ".join(tier.name.split()) or None
    by_word = _is_by_word(tier)
    since = 0.0
    before: Annotation | None = None
    for one in tier.annotations:
        if before is None or not by_word or _is_parted(before, one):
            since = one.at
        before = one
        yield (
            since,
            Fragment(
                text=one.text,
                speaker=speaker,
                start_ms=one.start_ms,
                end_ms=one.end_ms,
                line=one.line,
            ),
        )


def _is_by_word(tier: Tier) -> bool:
    n_words = [len(one.text.split()) for one in tier.annotations]
    return len(n_words) >= _MIN_WORDS and median(n_words) <= 1


def _is_parted(before: Annotation, after: Annotation) -> bool:
    if before.end_ms is None or after.start_ms is None or _SENTENCE_ENDS.search(before.text):
        return True
    return after.start_ms - before.end_ms >= _PAUSE_MS


def _skipped(tiers: Sequence[Tier]) -> Iterator[ReadWarning]:
    """One warning for all tiers that are no talk, with what each holds."""
    if not tiers:
        return
    shown = [f"{tier.name.strip()!r} ({len(tier.annotations)})" for tier in tiers[:MAX_NAMED]]
    n_more = len(tiers) - len(shown)
    more = f" and {n_more} more" if n_more else ""
    yield ReadWarning(
        message="Tiers that are no talk were left out, with so many annotations each: "
        f"{', '.join(shown)}{more}."
    )
