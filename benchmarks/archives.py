"""Whether each word of real archives comes to whom it belongs, and who is taken for a person.

    python benchmarks/archives.py [--data folder] [--json] [--record]
    python benchmarks/archives.py --talks [part of a path]     # talk by talk, worst first

Two archives that people write by hand: Changelog Media's podcasts (CC BY-SA 4.0), a bold label
before each change of speaker, and bitcointranscripts (MIT), plain labels, times, initials declared
once, a header that lists the speakers. Each file is read as the product reads it.

The truth comes from ``archive_truth``, which shares nothing with the readers. Words are right when
they come to the one speaker of the session who has most of that person's words. A turn is lost
where no word of it comes to him, nor to another speaker by a name of that person, who is counted
among people under two names. Beside it: the words with each line taken by itself, where whatever
stands capitalised before a colon is a speaker. How many files one core reads in a second goes to
the error output.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive_truth import Said, Truth, bitcoin_truth, changelog_truth, words_of
from real_sets import DATA, Figure, run

from analyzer.errors import AnalyzerError
from analyzer.read import read_session
from analyzer.records import Session

WANTED = 0.99
PER = 10_000
GRAM = 4
LINE_LABEL = re.compile(
    r"\W{0,3}(?P<name>[A-Z][^:*\n]{0,40}?)(?:\*\*)?:(?:\*\*)?(?:\s|$)(?P<rest>.*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How well one file is read."""

    path: str
    seconds: float
    is_read: bool
    n_words: int
    n_right: int
    n_by_lines: int
    n_lost: int
    n_people: int
    n_turns: int
    no_people: tuple[str, ...] = ()
    split: tuple[str, ...] = ()


def words_read(session: Session) -> list[Said]:
    """The words of a session's turns, each with who says it."""
    names = names_of(session)
    return [(word, names[turn.speaker]) for turn in session.turns for word in words_of(turn.text)]


def words_by_lines(text: str) -> list[Said]:
    """The plain way: each line by itself, whatever stands capitalised before a colon speaks."""
    said: list[Said] = []
    speaker = ""
    for line in text.split("\n"):
        label = LINE_LABEL.match(line)
        speaker = label["name"] if label is not None else speaker
        rest = label["rest"] if label is not None else line
        said += [(word, speaker) for word in words_of(rest)]
    return said


def matches(truth: Sequence[Said], read: Sequence[Said]) -> Iterator[tuple[int, int]]:
    """Pairs of places at which the same word stands, in order; what only one has is passed over."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in range(len(read) - GRAM + 1):
        places[_gram(read, place)].append(place)
    left = right = 0
    while left < len(truth) and right < len(read):
        if truth[left][0] == read[right][0]:
            yield left, right
            left, right = left + 1, right + 1
            continue
        best: tuple[int, int, int] | None = None
        for ahead in range(left, len(truth) - GRAM + 1):
            if best is not None and ahead - left >= best[0]:
                break
            for place in places.get(_gram(truth, ahead), ()):
                cost = ahead - left + place - right
                if place >= right and (best is None or cost < best[0]):
                    best = cost, ahead, place
        if best is None:
            return
        left, right = best[1], best[2]


def _gram(said: Sequence[Said], place: int) -> tuple[str, ...]:
    return tuple(word for word, _ in said[place : place + GRAM])


def right_places(truth: Sequence[Said], read: Sequence[Said]) -> set[int]:
    """The places in the truth whose word comes to the one speaker who has most of that person."""
    pairs = list(matches(truth, read))
    together = Counter((truth[left][1], read[right][1]) for left, right in pairs)
    partner: dict[str | None, str | None] = {}
    for (person, name), _ in together.most_common():
        if person not in partner and name not in partner.values():
            partner[person] = name
    return {left for left, right in pairs if partner.get(truth[left][1]) == read[right][1]}


def compare(
    truth: Truth, session: Session | None, *, text: str, path: str, seconds: float
) -> Found:
    """How a session agrees with what the file itself says."""
    read = words_read(session) if session is not None else []
    right = right_places(truth.words, read)
    people = (
        {name: truth.people.get(plain_name(name)) for name in names_of(session)} if session else {}
    )
    kept = right | {
        left
        for left, at in matches(truth.words, read)
        if people[read[at][1] or ""] == truth.words[left][1]
    }
    lost = sum(end > start and kept.isdisjoint(range(start, end)) for start, end in truth.turns)
    spellings = Counter(person for person in people.values() if person is not None)
    return Found(
        path=path,
        seconds=seconds,
        n_words=len(truth.words),
        n_right=len(right),
        n_by_lines=len(right_places(truth.words, words_by_lines(text))),
        is_read=session is not None,
        n_turns=len(truth.turns),
        n_lost=lost,
        n_people=len(people),
        no_people=tuple(name for name, person in people.items() if person is None),
        split=tuple(person for person, count in spellings.items() if count > 1),
    )


def names_of(session: Session) -> list[str]:
    """The names of a session's speakers as its file labels them."""
    return [speaker.label or speaker.name for speaker in session.speakers]


def plain_name(name: str) -> str:
    """A name in small letters without what stands in brackets behind it.

    >>> plain_name("Ana Diaz (AD)")
    'ana diaz'
    """
    return re.sub(r"\s*\([^()]*\)$", "", name).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """An archive: its folder, its name and the truth of its files."""

    folder: str
    name: str
    truth_of: Callable[[str], Truth]


ARCHIVES = (
    Archive(folder="changelog", name="Changelog", truth_of=changelog_truth),
    Archive(folder="bitcoin-transcripts", name="bitcointranscripts", truth_of=bitcoin_truth),
)


def read_archive(archive: Archive, folder: Path, *, only: str = "") -> Iterator[Found]:
    """What is found in each talk of an archive; what says nowhere who speaks is no talk."""
    for path in sorted((folder / archive.folder).glob("**/*.md")):
        text = path.read_text(encoding="utf-8")
        truth = archive.truth_of(text)
        if only not in str(path) or not truth.turns:
            continue
        begin = time.process_time()
        try:
            session = read_session(path)
        except AnalyzerError as error:
            print(error, file=sys.stderr)
            session = None
        seconds = time.process_time() - begin
        name = str(path.relative_to(folder))
        yield compare(truth, session, text=text, path=name, seconds=seconds)


def figures_of(name: str, found: Sequence[Found]) -> list[Figure]:
    """The figures of an archive."""
    turns, words, people = (
        sum(amounts)
        for amounts in zip(
            *((one.n_turns, one.n_words, one.n_people) for one in found), strict=True
        )
    )
    counts = f"{len(found)} talks, {people} speakers, {turns} labelled turns, {words} words"
    wrong, by_lines = (
        PER * (1 - sum(amounts) / words)
        for amounts in zip(*((one.n_right, one.n_by_lines) for one in found), strict=True)
    )
    shares = [
        Figure(
            task=f"{name}: words with the wrong speaker",
            measure=f"of {PER:,} words, less is better",
            ours=wrong,
            floors={"line by line": by_lines},
            counts=counts,
            wanted=PER * (1 - WANTED),
        )
    ]
    amounts = {
        "files that cannot be read": sum(not one.is_read for one in found),
        "labelled turns lost": sum(one.n_lost for one in found),
        "names taken for people that are none": sum(len(one.no_people) for one in found),
        "people under two names": sum(len(one.split) for one in found),
    }
    return shares + [
        Figure(
            task=f"{name}: {what}",
            measure="count, less is better",
            ours=amount,
            floors={},
            counts=counts,
            wanted=0,
        )
        for what, amount in amounts.items()
    ]


def line_of(one: Found) -> str:
    """A line that says how one talk is read."""
    share = one.n_right / max(1, one.n_words)
    wrong = "".join(
        f"; {what}: {', '.join(names)}"
        for what, names in (("nobody", one.no_people), ("two names", one.split))
        if names
    )
    return f"{share:.4f} {one.n_words:6d} words {one.n_lost:3d} lost  {one.path}{wrong}"


def measure(folder: Path, _: Path) -> list[Figure]:
    """The figures of each archive that is there."""
    figures: list[Figure] = []
    for archive in ARCHIVES:
        found = list(read_archive(archive, folder))
        if not found:
            print(f"left out: {folder / archive.folder} is not here", file=sys.stderr)
            continue
        seconds = sum(one.seconds for one in found)
        print(f"{archive.name}: {len(found) / seconds:.1f} files/s of one core", file=sys.stderr)
        figures += figures_of(archive.name, found)
    return figures


def print_talks(folder: Path, part: str) -> None:
    """Prints how each talk is read, the worst first."""
    found = [one for archive in ARCHIVES for one in read_archive(archive, folder, only=part)]
    for one in sorted(found, key=lambda one: one.n_right / max(1, one.n_words)):
        print(line_of(one))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--talks"]:
        print_talks(DATA, "".join(sys.argv[2:3]))
    else:
        run(__doc__, "", measure)
