"""Whether each word of real archives comes to whom it belongs, and who is taken for a person.

    python benchmarks/archives.py [--data folder] [--json] [--record]
    python benchmarks/archives.py --talks [part of a path]     # talk by talk, worst first

Two archives that people write by hand: Changelog Media's podcasts (CC BY-SA 4.0), a bold label
before each change of speaker, and bitcointranscripts (MIT), plain labels, times, initials declared
once, a header that lists the speakers. Each file is read as the product reads it.

The truth comes from regular expressions of this file, which share nothing with the readers. In
Changelog a bold name with the colon inside is a label and a bold word with the colon outside is a
stage mark ("Break"). In bitcointranscripts a label is what stands before a colon at the start of a
line and is in the header's list (whole, as first name or as initials), declared with its initials,
recurs three times, or has the form of a name and no address behind it (all such were looked at,
what is none is in HEADINGS). What has no label goes on, or, where the header lists one speaker
only, is his below a heading or an asker's question. Words are right when they come to the one
speaker of the session who has most of that person's words. Beside it: the same with each line taken
by itself, where whatever stands capitalised before a colon is a speaker.
"""

from __future__ import annotations

import html
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from real_sets import DATA, Figure, run

from analyzer.read import read_session
from analyzer.records import Session

WANTED = 0.99
RECURS = 3
GRAM = 4
WORD = re.compile(r"[^\W_]+")
LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
TIME = re.compile(r"\\?\[\\?\d+:[\d:.]*\\*\]")
TAG = re.compile(r"</?[a-z][^<>]*>|<https?://[^<>]*>", re.IGNORECASE)
BOLD_LABEL = re.compile(r"\*\*(?P<name>[^*:\n]{1,60}):\*\*\s*(?P<rest>.*)")
SOURCE = re.compile(r"(?:[^:]{1,90}:\s*)?<?https?://\S+")
STAGE_MARK = re.compile(r"\*\*(?:[^*\n]{1,40}\*\*\s*:|(?:Break|Jingle|Song|Outro|Sample)\b)")
PLAIN_LABEL = re.compile(
    r"(?P<name>[^\W\d_][^:*\n]{0,50}?)(?:\s(?=\d\d:\d\d:\d\d:?$)|:(?=\s|[^\w/\\)(]|[A-Z]|$)(?!\s*<?http))\s*"
    r"(?:\[?\d\d:\d\d:\d\d\]?:?$)?(?P<rest>.*)"
)
DECLARED = re.compile(r"(?P<name>.+?)\s+\((?P<short>[A-Za-z][A-Za-z0-9]{0,3})\)$")
LINE_LABEL = re.compile(
    r"\W{0,3}(?P<name>[A-Z][^:*\n]{0,40}?)(?:\*\*)?:(?:\*\*)?(?:\s|$)(?P<rest>.*)"
)
HEADER = re.compile(r"---\n(?P<yaml>.*?\n)---\n", re.DOTALL)
ONCE = re.compile(
    r"(?:[A-Z]\.? ?|[A-Z][\w'’.-]+ ?|[a-z]{2,3} (?=[A-Z])){1,3}"
    r"|(?:Audience|Speaker|Male|Female) \S{1,7}|nothingmuch|James c"  # these two were looked up
)
SLIPS = {"Guilia": "Giulia Fanti", "Elicahi": "Elichai", "Antoin": "Antoine", "James c": "James C"}
HEADINGS = frozenset(
    (
        *("example", "option", "topic", "question", "answer", "note", "location", "slides"),
        *("mixed audio", "correction", "video", "media", "date", "transcript"),
    )
)
ASKS = ("audience", "q", "question", "a")

Said = tuple[str, str | None]  # a word, and who says it


@dataclass(slots=True, kw_only=True)
class Truth:
    """What a file says by its own labels.

    ``people`` is the person behind each label in small letters; ``turns`` are the places of the
    first word of each labelled turn and of the word behind its last.
    """

    words: list[Said] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    turns: list[tuple[int, int]] = field(default_factory=list)

    def say(self, text: str, speaker: str | None, *, opens: bool = False) -> None:
        """Add what somebody says; ``opens`` where a label stands before it."""
        found = words_of(text)
        if speaker is None:
            return
        start = len(self.words)
        self.words += [(word, speaker) for word in found]
        if opens:
            self.turns.append((start, start))
        if self.turns:
            self.turns[-1] = (self.turns[-1][0], len(self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How well one file is read."""

    path: str
    seconds: float
    n_words: int
    n_right: int
    n_by_lines: int
    n_lost: int
    n_people: int
    n_turns: int
    no_people: tuple[str, ...] = ()
    split: tuple[str, ...] = ()


def words_of(text: str) -> list[str]:
    r"""The words of a piece of Markdown in small letters, addresses of links left out.

    >>> words_of("See [the **plan**](https://x.org/a_(b)), \[laughs\] Ana's.")
    ['see', 'the', 'plan', 'laughs', 'ana', 's']
    """
    plain = TAG.sub(" ", LINK.sub(r" \1 ", TIME.sub(" ", text.replace("`", ""))))
    return [word.casefold() for word in WORD.findall(html.unescape(plain))]


def changelog_truth(text: str) -> Truth:
    """Who says what in an episode: a bold name before the colon speaks until the next."""
    truth = Truth()
    speaker: str | None = None
    for line in text.split("\n"):
        label = BOLD_LABEL.match(line.strip())
        if STAGE_MARK.match(line.strip()):
            continue
        if label is None:
            truth.say(line, speaker)
            continue
        speaker = label["name"].strip()
        truth.people[speaker.casefold()] = speaker
        truth.say(label["rest"], speaker, opens=True)
    return truth


def listed_speakers(yaml: str) -> list[str]:
    r"""The names below ``speakers:`` in a header.

    >>> listed_speakers("title: A\nspeakers:\n  - Ana Diaz\n  - Bo\ndate: 2020-01-01\n")
    ['Ana Diaz', 'Bo']
    """
    block = re.search(r"^speakers:[ \t]*\n((?:[ \t]*-[^\n]*\n)+)", yaml, re.MULTILINE)
    if block is None:
        return []
    return [line.strip(" -'\"") for line in block[1].splitlines() if line.strip(" -'\"")]


def people_of(labels: Counter[str], listed: Sequence[str]) -> dict[str, str]:
    """The person behind each label that is one; other strings before a colon are left out."""
    people: dict[str, str] = {}
    for name in labels:
        declared = DECLARED.fullmatch(name)
        if declared is not None and declared["short"][0] in declared["name"][0].upper():
            people[name] = people[declared["short"]] = declared["name"]
            people[declared["name"]] = declared["name"]
    for full in listed:
        parts = full.split()
        people[full] = full
        initials = "".join(part[0] for part in parts)
        others = [one for one in listed if one != full and one.split()[0] == parts[0]]
        for name in () if others else labels:
            begins = name.startswith(f"{parts[0]} ") and full.startswith(name.replace("’", "'"))
            if name in (parts[0], initials) or begins:
                people.setdefault(name, full)
    for name, count in labels.items():
        a_name = ONCE.fullmatch(name) or (count >= RECURS and len(name.split()) < 4)
        if a_name and name.casefold() not in HEADINGS:
            people.setdefault(name, name)
    people |= {slip: name for slip, name in SLIPS.items() if slip in labels}
    small = {name.casefold(): name for name in reversed(people.values())}
    return {name: small[person.casefold()] for name, person in people.items()}


def bitcoin_truth(text: str) -> Truth:
    """Who says what in a talk: labels at the start of lines that are people, by the whole file."""
    header = HEADER.match(text)
    listed = listed_speakers(header["yaml"]) if header else []
    lines = text[header.end() if header else 0 :].split("\n")
    marks = [PLAIN_LABEL.match(line.replace("**", "").strip()) for line in lines]
    people = people_of(Counter(mark["name"].strip() for mark in marks if mark), listed)
    truth = Truth(people={name.casefold(): person for name, person in people.items()})
    speaker: str | None = None
    for line, mark in zip(lines, marks, strict=True):
        name = mark["name"].strip() if mark is not None else ""
        if name in people and mark is not None:
            speaker = people[name]
            truth.say(mark["rest"], speaker, opens=True)
        elif line.lstrip().startswith("#"):
            speaker = _alone(listed, people) or speaker
        elif SOURCE.fullmatch(line.strip()):
            continue
        elif line.strip():
            truth.say(line, speaker)
        elif speaker is not None and speaker.casefold().split()[0] in ASKS and truth.words:
            below_label = truth.turns[-1][0] == truth.turns[-1][1]
            speaker = speaker if below_label else _alone(listed, people) or speaker
    return truth


def _alone(listed: Sequence[str], people: dict[str, str]) -> str | None:
    return listed[0] if len(listed) == 1 and listed[0] in people.values() else None


def words_read(session: Session) -> list[Said]:
    """The words of a session's turns, each with the name of who says it."""
    return [
        (word, session.speakers[turn.speaker].name)
        for turn in session.turns
        for word in words_of(turn.text)
    ]


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


def compare(truth: Truth, session: Session, *, text: str, path: str, seconds: float) -> Found:
    """How a session agrees with what the file itself says."""
    read = words_read(session)
    right = right_places(truth.words, read)
    lost = sum(end > start and right.isdisjoint(range(start, end)) for start, end in truth.turns)
    people = {name: truth.people.get(plain_name(name)) for name in names_of(session)}
    spellings = Counter(person for person in people.values() if person is not None)
    return Found(
        path=path,
        seconds=seconds,
        n_words=len(truth.words),
        n_right=len(right),
        n_by_lines=len(right_places(truth.words, words_by_lines(text))),
        n_turns=len(truth.turns),
        n_lost=lost,
        n_people=len(people),
        no_people=tuple(name for name, person in people.items() if person is None),
        split=tuple(person for person, count in spellings.items() if count > 1),
    )


def names_of(session: Session) -> list[str]:
    """The names of a session's speakers."""
    return [speaker.name for speaker in session.speakers]


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
        begin = time.perf_counter()
        session = read_session(path)
        seconds = time.perf_counter() - begin
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
    shares = [
        Figure(
            task=f"{name}: words with the right speaker",
            measure="share",
            ours=sum(one.n_right for one in found) / words,
            floors={"line by line": sum(one.n_by_lines for one in found) / words},
            counts=counts,
            wanted=WANTED,
        )
    ]
    amounts = {
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
        print(f"{archive.name}: {len(found) / seconds:.1f} files/s", file=sys.stderr)
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
