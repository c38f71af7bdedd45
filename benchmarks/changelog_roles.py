"""Who advises and who asks on a podcast, on real episodes that nothing here was trained on.

    python benchmarks/changelog_roles.py [--data changelog] [--json] [--record]

Two shows of Changelog Media (CC BY-SA 4.0). Who is a host follows from the labels: a host speaks in
nearly every episode of a show, a guest in few; one host of Brain Science is written in two ways.
Names are told to the product, which knows none of them.

* Brain Science: two hosts, one with a doctor's degree in her label, who explains while the other
  asks; in two episodes a guest with a book or a trade of his own advises both. The adviser should
  be coach, the host without a degree client (or, where a guest advises, no coach).
* Founders Talk: a host asks and a guest tells how he built his firm. Guests are counted as coach,
  hosts as client, and beside that how often the two are told apart in the same way.

Beside it: who asks more is taken for the host who asks, or who says more for the adviser.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from real_sets import Figure, run

from analyzer.pipeline import load_models
from analyzer.read import read_session
from analyzer.records import Role, Session
from analyzer.records.pack_file import load_pack
from analyzer.segment.sentences import split_sentences
from analyzer.tag.roles import tag_roles

SHOWS = {"brainscience": "Brain Science", "founderstalk": "Founders Talk"}
DEGREE = re.compile(r",?\s*\b(?:Ph\.?D|Psy\.?D|M\.?D)\b\.?", re.IGNORECASE)
STAGE = frozenset({"break", "outro", "jingle", "sample"})
RECURS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One episode: its session, the roles found, who should advise and who are hosts."""

    show: str
    session: Session
    found: tuple[Role, ...]
    advisers: frozenset[int]
    hosts: frozenset[int]

    @property
    def words(self) -> list[int]:
        """How much each speaker says."""
        counts = Counter[int]()
        for turn in self.session.turns:
            counts[turn.speaker] += len(turn.text.split())
        return [counts[number] for number in range(len(self.found))]

    @property
    def questions(self) -> list[int]:
        """How many question marks each speaker has."""
        counts = Counter[int]()
        for turn in self.session.turns:
            counts[turn.speaker] += turn.text.count("?")
        return [counts[number] for number in range(len(self.found))]


def person(name: str) -> str:
    """One spelling for a person: no degree, no initial in the middle.

    >>> person("Ana B. Diaz, Psy.D"), person("Ana Diaz, PsyD")
    ('ana diaz', 'ana diaz')
    """
    words = DEGREE.sub("", name).replace(",", " ").split()
    return " ".join(word for word in words if not re.fullmatch(r"\w\.?", word)).casefold()


def episodes(folder: Path) -> Iterator[Episode]:
    """The episodes of both shows, by file name."""
    models = load_models(load_pack("leadership"))
    for show in SHOWS:
        sessions = [read_session(path) for path in sorted((folder / show).glob("*.md"))]
        seen = Counter(
            name for one in sessions for name in {person(who.name) for who in one.speakers}
        )
        for session in sessions:
            names = [person(speaker.name) for speaker in session.speakers]
            hosts = {n for n, name in enumerate(names) if seen[name] > RECURS * len(sessions)}
            if show == "founderstalk" and len(hosts) == len(names):
                # A guest of several episodes recurs too; the show has one host, in every episode.
                hosts = {max(hosts, key=lambda n: seen[names[n]])}
            guests = set(range(len(names))) - hosts
            learned = {n for n in hosts if DEGREE.search(session.speakers[n].name)}
            cut = split_sentences(session, nlp=models.nlp)
            tagged = tag_roles(session, scores=models.scorer.score_roles(session, cut))
            yield Episode(
                show=show,
                session=session,
                found=tuple(speaker.role for speaker in tagged.speakers),
                advisers=frozenset(guests or learned),
                hosts=frozenset(hosts),
            )


def adviser_found(episode: Episode) -> bool:
    """Whether the adviser is a coach and the host without a degree is none."""
    lay = [
        n
        for n in episode.hosts
        if n not in episode.advisers and not DEGREE.search(episode.session.speakers[n].name)
    ]
    return all(episode.found[n] is Role.COACH for n in episode.advisers) and all(
        episode.found[n] is not Role.COACH for n in lay
    )


def top_is_adviser(amounts: Sequence[int], episode: Episode) -> bool:
    """Whether the speaker with most of something is an adviser."""
    return max(range(len(amounts)), key=lambda n: amounts[n]) in episode.advisers


def figures_of(show: str, part: Sequence[Episode]) -> list[Figure]:
    """In how many episodes of a show the adviser is found, and how many stage marks are people."""
    count = len(part)
    right = {
        "says most": sum(top_is_adviser(one.words, one) for one in part),
        "asks least": sum(top_is_adviser([-n for n in one.questions], one) for one in part),
        "asks most": sum(top_is_adviser(one.questions, one) for one in part),
    }
    ways = Counter(
        tuple(sorted({one.found[n].value for n in one.hosts})) for one in part if one.hosts
    )
    hosts = ", ".join(f"{' and '.join(roles)} in {number}" for roles, number in ways.most_common())
    stage = [
        who.name for one in part for who in one.session.speakers if who.name.casefold() in STAGE
    ]
    return [
        Figure(
            task=f"{show}: adviser found",
            measure="accuracy",
            ours=sum(map(adviser_found, part)) / count,
            floors={name: number / count for name, number in right.items()},
            counts=f"{count} episodes; hosts are {hosts}",
        ),
        Figure(
            task=f"{show}: stage marks taken for people",
            measure="count, less is better",
            ours=len(stage),
            floors={},
            counts=f"{count} episodes",
            wanted=0,
        ),
    ]


def measure(folder: Path, _: Path) -> list[Figure]:
    """The figures of each show that is there."""
    found = list(episodes(folder))
    parts = {show: [one for one in found if one.show == show] for show in SHOWS}
    return [
        figure for show, part in parts.items() if part for figure in figures_of(SHOWS[show], part)
    ]


if __name__ == "__main__":
    run(__doc__, "changelog", measure)
