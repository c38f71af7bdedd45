"""What nameless voices are called, as the talk itself gives it away.

``Speaker 1`` and ``SPEAKER_00`` are named by those who speak before and after them ("Thank you,
Jen", "Over to you, Omar"), by whoever introduces them, and by themselves ("I'm Kelly and ..."). All
such places of a talk are votes for a pair of a voice and a name; what others are called, whom else
the name fits and whether the word is a name at all are votes against it.

The score of a pair is a logistic regression over these counts. ``benchmarks/given_names.py`` made
its weights from 334 talks of several people in ``data/labelled`` (1,107 voices) and 117 published
ones (podcasts, panels; 293 voices), every name taken out. On talks of writers and shows left out of
the fit, the name that a voice gets is right so often, labelled and published:

    0.5 to 0.6    0.69 of 83     0.63 of 19
    0.6 to 0.7    0.70 of 98     0.69 of 16
    0.7 to 0.8    0.76 of 94     0.55 of 20
    0.8 to 0.9    0.89 of 118    0.80 of 20
    0.9 to 0.95   0.95 of 84     0.83 of 12
    0.95 to 1     0.99 of 193    0.97 of 31

So a score holds as a probability on the labelled talks; on published ones, which are few, it is a
little too sure between 0.7 and 0.9. From ``NAME_SURE`` on 0.982 of 277 and 0.930 of 43 are right;
two of the three wrong ones among the published are a nickname of the man.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from analyzer.read.people.name_calls import Call, Manner, Mentions, calls_by_name, count_mentions
from analyzer.read.people.nameless import is_nameless, is_several
from analyzer.read.people.names import name_key
from analyzer.records import NameProposal, Session, Speaker

# From this score on the voice bears the name; below, the name is only proposed.
NAME_SURE = 0.9
# What is less likely than not is not even proposed.
_WORTH_SAYING = 0.5

# How much a call says of the voice that speaks both before and after it, next, and before.
_WEIGHTS = {
    Manner.HANDED: (0.9, 1.0, 0.1),
    Manner.THANKED: (1.0, 0.1, 0.9),
    Manner.GREETED: (1.0, 0.7, 0.25),
    Manner.ADDRESSED: (0.9, 0.6, 0.2),
    Manner.ALONE: (0.6, 0.5, 0.1),
}
_ADDRESSED_FIRST = (0.8, 0.25, 0.5)
_ADDRESSED_LAST = (0.8, 0.8, 0.05)
_AT_THE_EDGE = 0.8
_EARLY_TURNS = 2
_GUEST_WITHIN = 6

# How much each kind of vote counts where a name or a voice has rivals.
_IN_ALL = {
    "own early": 2.0, "own late": 0.5, "addressed": 0.7, "alone": 0.2, "called": 1.2, "guest": 1.5
}  # fmt: skip
_KIND = {Manner.ADDRESSED: "addressed", Manner.ALONE: "alone"}
FEATURES = (
    *_IN_ALL,
    "other names of the voice",
    "other voices of the name",
    "voice says the name",
    "within sentences",
    "said of somebody",
    "behind an article",
    "never within a sentence",
)
_INTERCEPT = -0.18
_COEFFICIENTS = (
    1.32, -0.99, 2.57, -0.11, 5.24, 0.52, -3.38, -1.52, -1.51, 0.05, -0.45, -2.64, -1.51
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A voice and a name it may have: what speaks for it, in the order of ``FEATURES``."""

    voice: int
    key: str
    features: tuple[float, ...]
    call: Call

    @property
    def score(self) -> float:
        """How likely it is that the voice has the name, 0 to 1."""
        pairs = zip(_COEFFICIENTS, self.features, strict=True)
        return 1.0 / (1.0 + math.exp(-_INTERCEPT - sum(weight * value for weight, value in pairs)))


@dataclass(slots=True)
class _Votes:
    """What was counted in a talk; pairs are of a voice's number and a name's key."""

    by_kind: dict[str, defaultdict[tuple[int, str], float]] = field(
        default_factory=lambda: {kind: defaultdict(float) for kind in _IN_ALL}
    )
    n_calls: Counter[str] = field(default_factory=Counter)
    says: Counter[tuple[int, str]] = field(default_factory=Counter)
    best: dict[tuple[int, str], tuple[float, Call]] = field(default_factory=dict)

    def add(self, kind: str, voice: int, key: str, *, weight: float, call: Call) -> None:
        pair = (voice, key)
        self.by_kind[kind][pair] += weight
        worth = weight * _IN_ALL[kind]
        if pair not in self.best or worth > self.best[pair][0]:
            self.best[pair] = (worth, call)

    def in_all(self) -> dict[tuple[int, str], float]:
        return {
            pair: sum(_IN_ALL[kind] * votes.get(pair, 0.0) for kind, votes in self.by_kind.items())
            for pair in self.best
        }


def with_given_names(session: Session, *, settled: Collection[int] = ()) -> Session:
    """The session with names and proposals for nameless voices, other than those ``settled``.

    No two voices get one name, and none that a named speaker may have. A voice that may be several
    people, such as ``Unknown``, keeps its label whatever the score; one that says all there is in
    captions without names gets no proposal either.
    """
    open_ones = {
        number
        for number, speaker in enumerate(session.speakers)
        if number not in settled and is_nameless(speaker.name)
    }
    alone = len(session.speakers) == 1 and is_several(session.speakers[0].name)
    if not open_ones or alone:  # all words of captions, by nobody knows how many
        return session
    borne = {
        word
        for number, speaker in enumerate(session.speakers)
        if number not in open_ones
        for word in name_key(speaker.name).split()
    }
    calls = [call for call in calls_by_name(session) if not borne & set(_key(call.name).split())]
    if not calls:
        return session
    speakers = list(session.speakers)
    for pair in _one_to_one(weigh(session, calls), voices=open_ones):
        proposal = NameProposal(
            name=_shown(pair, calls), score=round(pair.score, 4), quote=pair.call.quote
        )
        speakers[pair.voice] = _named(speakers[pair.voice], proposal)
    return replace(session, speakers=tuple(speakers))


def _named(speaker: Speaker, proposal: NameProposal) -> Speaker:
    if proposal.score < NAME_SURE or is_several(speaker.name):
        return replace(speaker, proposal=proposal)
    return replace(speaker, name=proposal.name, label=speaker.name, proposal=proposal)


def _one_to_one(pairs: Iterable[Pair], *, voices: Collection[int]) -> list[Pair]:
    """The likeliest pairs worth saying, in which each voice and each name stands once."""
    chosen: list[Pair] = []
    named: set[int] = set()
    given: set[str] = set()
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.voice, pair.key)):
        first = pair.key.split()[0]
        if pair.score < _WORTH_SAYING:
            break
        if pair.voice in voices and pair.voice not in named and first not in given:
            chosen.append(pair)
            named.add(pair.voice)
            given.add(first)
    return chosen


def weigh(session: Session, calls: Sequence[Call]) -> list[Pair]:
    """All pairs of a voice and a name that some call speaks for, with what was counted of them."""
    votes = _count(session, calls)
    in_all = votes.in_all()
    by_voice: defaultdict[int, list[float]] = defaultdict(list)
    by_key: defaultdict[str, list[float]] = defaultdict(list)
    for (voice, key), total in in_all.items():
        by_voice[voice] = _two_best([*by_voice[voice], total])
        by_key[key] = _two_best([*by_key[key], total])
    mentions = count_mentions(session)
    sure = {key for kind in ("own early", "called", "guest") for _, key in votes.by_kind[kind]}
    pairs = []
    for voice, key in sorted(in_all):
        seen = mentions.get(key.split()[-1], Mentions(total=1))
        counts = (
            *(votes.by_kind[kind].get((voice, key), 0.0) for kind in _IN_ALL),
            _best_other(by_voice[voice], in_all[voice, key]),
            _best_other(by_key[key], in_all[voice, key]),
            float(votes.says[voice, key]),
            float(seen.inside),
            float(max(0, seen.inside - votes.n_calls[key])),
        )
        features = (
            *(math.log1p(count) for count in counts),
            seen.as_thing / max(1, seen.total),
            float(not seen.inside and key not in sure),
        )
        call = votes.best[voice, key][1]
        pairs.append(Pair(voice=voice, key=key, features=features, call=call))
    return pairs


def _two_best(totals: Sequence[float]) -> list[float]:
    return sorted(totals, reverse=True)[:2]


def _best_other(best: Sequence[float], own: float) -> float:
    """The larger of the two best totals but one's own, which may be one of them."""
    return (best[1] if len(best) > 1 else 0.0) if best[0] == own else best[0]


def _count(session: Session, calls: Iterable[Call]) -> _Votes:
    votes = _Votes()
    voices = [turn.speaker for turn in session.turns]
    first_at = {voice: place for place, voice in reversed(list(enumerate(voices)))}
    nth: list[int] = []
    so_far: Counter[int] = Counter()
    for voice in voices:
        nth.append(so_far[voice])
        so_far[voice] += 1
    for call in calls:
        key, place = _key(call.name), call.quote.turn
        me = voices[place]
        votes.n_calls[key] += 1
        if call.manner is Manner.OWN:
            kind = "own early" if nth[place] < _EARLY_TURNS else "own late"
            votes.add(kind, me, key, weight=1.0, call=call)
            continue
        votes.says[me, key] += 1
        if call.manner is Manner.INTRODUCED:
            near = voices[place + 1 : place + 1 + _GUEST_WITHIN]
            guest = next((voice for voice in near if first_at[voice] > place), None)
            if guest is not None:
                votes.add("guest", guest, key, weight=1.0, call=call)
            continue
        for voice, weight in _meant(call, voices):
            votes.add(_KIND.get(call.manner, "called"), voice, key, weight=weight, call=call)
    return votes


def _meant(call: Call, voices: Sequence[int]) -> list[tuple[int, float]]:
    """The voices beside a call that it may mean, and how much it says of each."""
    place = call.quote.turn
    me = voices[place]
    after = voices[place + 1] if place + 1 < len(voices) else None
    before = voices[place - 1] if place else None
    around, next_, prior = _WEIGHTS[call.manner]
    if call.manner is Manner.ADDRESSED and call.opens != call.closes:
        around, next_, prior = _ADDRESSED_FIRST if call.opens else _ADDRESSED_LAST
    if after is not None and after == before:
        return [(after, around)] if after != me else []
    meant: list[tuple[int, float]] = []
    if after is not None and after != me:
        meant.append((after, next_ if before is not None else max(next_, _AT_THE_EDGE * around)))
    if before is not None and before != me:
        meant.append((before, prior if after is not None else max(prior, _AT_THE_EDGE * around)))
    return meant


def _key(name: str) -> str:
    """What calls of one person share: the first name, or the name behind a title."""
    words = name_key(name).split()
    return " ".join(words[:2]) if words[0] in _TITLES and len(words) > 1 else words[0]


_TITLES = frozenset(("dr", "prof", "mr", "mrs", "ms"))


def _shown(pair: Pair, calls: Iterable[Call]) -> str:
    """The name in full where the talk has one full form of it, else as it is mostly said."""
    forms = Counter(call.name for call in calls if _key(call.name) == pair.key)
    full = {
        call.name
        for call in calls
        if call.manner in {Manner.OWN, Manner.INTRODUCED}
        and _key(call.name) == pair.key
        and len(call.name.split()) > 1
    }
    if len(full) == 1:
        return full.pop()
    return min(forms, key=lambda form: (-forms[form], form))
