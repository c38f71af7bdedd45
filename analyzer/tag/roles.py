"""Who speaks in what role, decided once for each speaker from all of the speaker's turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analyzer.records import Role, Session
from analyzer.records.scores import Matrix

ROLES = (Role.COACH, Role.CLIENT, Role.OTHER)
COACH, CLIENT = ROLES.index(Role.COACH), ROLES.index(Role.CLIENT)
LOWEST = 0.5
SETTLED = 1.0
# A model is less sure of who says little; where the speaker's turns stand then decides.
SURE = 0.93
FEWEST_TURNS = 3
FEWEST_OF_MANY = 2
HELPS_COACH = 0.25
NO_CLIENT = 0.05
NEARBY = 5
LEADS = 0.55
NEVER_LEADS = 0.25

_Chosen = list[tuple[Role, float]]


def tag_roles(session: Session, *, scores: Matrix) -> Session:
    """The session with a role and its score for every speaker.

    ``scores`` of shape (n speakers, 3) gives coach, client, other. A role that the form of the page
    settles (a label ``Coach:``, the author of an article) stands. Where nobody reaches coach, the
    likeliest speaker is taken if more likely than not. Below one half a speaker stays unknown.

    In a talk of two there is one coach, and whoever talks with him asks. Where all sound like
    coaches, as an expert and the host of a show do, the one who says most is. Among several, a
    speaker whom the scores leave open is a coach's helper where he is surely no client and sounds
    like a coach, a client where most of what is said around his turns, coaches aside, is his own,
    and no client where hardly any is.
    """
    chosen = [
        (speaker.role, SETTLED) if speaker.role is not Role.UNKNOWN else _likeliest(scores[number])
        for number, speaker in enumerate(session.speakers)
    ]
    if all(role is not Role.COACH for role, _ in chosen):
        chosen = _with_a_coach(session, chosen, scores)
    all_coach = len(chosen) > 1 and all(role is Role.COACH for role, _ in chosen)
    if all_coach:
        chosen = _with_one_who_says_most(session, chosen, scores)
    if len(chosen) == 2:
        chosen = _with_one_who_asks(session, chosen, scores)
    elif len(chosen) > 2 and not all_coach:
        chosen = _with_those_who_lead(session, chosen, scores)
    speakers = tuple(
        replace(speaker, role=role, score=round(score, 4))
        for speaker, (role, score) in zip(session.speakers, chosen, strict=True)
    )
    return replace(session, speakers=speakers)


def without_tagged_roles(session: Session) -> Session:
    """The session as it was before ``tag_roles``, with the roles alone that were settled then.

    Those bear the highest score there is.
    """
    speakers = tuple(
        replace(it, role=it.role if it.score in {None, SETTLED} else Role.UNKNOWN, score=None)
        for it in session.speakers
    )
    return replace(session, speakers=speakers)


def _likeliest(scores: Sequence[float] | Matrix) -> tuple[Role, float]:
    best = max(range(len(ROLES)), key=lambda index: scores[index])
    score = float(scores[best])
    return (ROLES[best] if score >= LOWEST else Role.UNKNOWN, score)


def _with_a_coach(session: Session, chosen: _Chosen, scores: Matrix) -> _Chosen:
    """In a talk of several, somebody coaches: the speaker whom the evidence favours, if any."""
    open_ones = [n for n, speaker in enumerate(session.speakers) if speaker.role is Role.UNKNOWN]
    if len(session.speakers) < 2 or not open_ones:
        return chosen
    best = max(open_ones, key=lambda number: float(scores[number, COACH]))
    rest = max((float(scores[n, COACH]) for n in open_ones if n != best), default=0.0)
    share = float(scores[best, COACH]) / max(1e-9, float(scores[best, COACH]) + rest)
    if share < LOWEST or scores[best, COACH] < LOWEST / 2:
        return chosen
    return [(Role.COACH, share) if n == best else pair for n, pair in enumerate(chosen)]


def _with_one_who_says_most(session: Session, chosen: _Chosen, scores: Matrix) -> _Chosen:
    """Of speakers who all sound like coaches the one who says most; the others are judged anew."""
    settled = [n for n, speaker in enumerate(session.speakers) if speaker.role is Role.COACH]
    words = [0] * len(chosen)
    for turn in session.turns:
        words[turn.speaker] += len(turn.text.split())
    coaches = settled or [max(range(len(words)), key=lambda n: (words[n], scores[n, COACH], -n))]
    return [
        pair if number in coaches else _beside_a_coach(scores[number])
        for number, pair in enumerate(chosen)
    ]


def _beside_a_coach(scores: Matrix) -> tuple[Role, float]:
    """What is likeliest of one who is not the coach."""
    rest = scores.copy()
    rest[COACH] = 0.0
    total = float(rest.sum())
    return _likeliest(rest / total) if total > 0 else (Role.UNKNOWN, 0.0)


def _with_one_who_asks(session: Session, chosen: _Chosen, scores: Matrix) -> _Chosen:
    """Of two, who is not the coach asks: a moderator needs somebody to hand the word to."""
    coaches = [number for number, (role, _) in enumerate(chosen) if role is Role.COACH]
    if len(coaches) != 1:
        return chosen
    other = 1 - coaches[0]
    if session.speakers[other].role is not Role.UNKNOWN or chosen[other][0] is Role.CLIENT:
        return chosen
    pair = _beside_a_coach(scores[other])
    turns = sum(1 for turn in session.turns if turn.speaker == other)
    if pair[0] is not Role.CLIENT and turns >= FEWEST_TURNS:
        pair = (Role.CLIENT, LOWEST)
    return [pair if number == other else old for number, old in enumerate(chosen)]


def _with_those_who_lead(session: Session, chosen: _Chosen, scores: Matrix) -> _Chosen:
    """Where scores waver, clients and others told apart by whose matter it is as they speak."""
    if all(role is not Role.COACH for role, _ in chosen):
        return chosen
    aside = [role is Role.COACH for role, _ in chosen]
    settled = list(chosen)
    for number, (role, score) in enumerate(chosen):
        is_open = session.speakers[number].role is Role.UNKNOWN
        if not is_open or role is Role.COACH or score >= SURE:
            continue
        if scores[number, COACH] >= HELPS_COACH and scores[number, CLIENT] <= NO_CLIENT:
            settled[number] = (Role.COACH, max(LOWEST, float(scores[number, COACH])))
            continue
        turns = [place for place, turn in enumerate(session.turns) if turn.speaker == number]
        share = _share_around(session, turns, aside=aside)
        if role is not Role.CLIENT and share >= LEADS and len(turns) >= FEWEST_OF_MANY:
            settled[number] = (Role.CLIENT, max(LOWEST, float(scores[number, CLIENT])))
        elif role is not Role.OTHER and share < NEVER_LEADS:
            settled[number] = (Role.OTHER, LOWEST)
    return settled


def _share_around(session: Session, places: Sequence[int], *, aside: Sequence[bool]) -> float:
    """The speaker's share in the words said around his turns, without those who stand aside."""
    if not places:
        return 0.0
    words = [len(turn.text.split()) for turn in session.turns]
    speaker = session.turns[places[0]].speaker
    shares, weights = [], []
    for place in places:
        near = range(max(0, place - NEARBY), min(len(words), place + NEARBY + 1))
        said = [
            (session.turns[i].speaker, words[i])
            for i in near
            if not aside[session.turns[i].speaker]
        ]
        own = sum(count for voice, count in said if voice == speaker)
        shares.append(own / max(1, sum(count for _, count in said)))
        weights.append(max(1, words[place]))
    return float(np.average(shares, weights=weights))
