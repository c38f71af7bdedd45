"""Who says what in two archives by their own labels: regular expressions that no reader shares.

In Changelog a bold name with the colon inside is a label and a bold word with the colon outside is
a stage mark ("Break"). In bitcointranscripts a label is what stands before a colon at the start of
a line and is in the header's list (whole, as first name or as initials), declared with its
initials, or recurs three times, or has the form of a name and no address behind it (all such were
looked at, what is none is in HEADINGS). What has no label goes on, or, where the header lists one
speaker only, is his below a heading or an asker's question.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

RECURS = 3
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
