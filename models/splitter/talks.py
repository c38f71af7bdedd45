"""Talk without marks and capitals whose sentences are known: what the splitter learns from.

Three sets: the labelled sessions of this project, meetings (MRDA) and a treebank of written English
(UD English EWT). Each gives words as a recogniser would write them and what stands between them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np

from analyzer.classify.labelled import LabelledSession

# What stands after a word: nothing, the end of a sentence, that of a turn, or nobody can say.
INSIDE, SENTENCE, TURN, UNSURE = range(4)
# No gap at all: after the last word of a stretch.
LAST = 9
# Meetings: an utterance that was broken off, and a word that only holds the floor.
BROKEN_OFF, FLOOR = "D", "F"
JOINED = (0.0, 0.3, 0.7, 1.0)
NOT_SAID = re.compile(r"[^\w'\s&%$€£@/+-]|(?<!\w)['-]|['-](?!\w)|_")
Stretch = tuple[list[str], list[int]]


@dataclass(slots=True, kw_only=True)
class Talk:
    """Words of one session, meeting or document, and what stands after each."""

    id: str
    group: str
    words: list[str] = field(default_factory=list)
    after: list[int] = field(default_factory=list)

    def add(self, text: str, *, end: int) -> None:
        """The words of a sentence; a text without words passes a turn's end to the one before."""
        words = unmarked(text)
        if words:
            self.words += words
            self.after += [INSIDE] * (len(words) - 1) + [end]
        elif end == TURN and self.after:
            self.after[-1] = TURN


def unmarked(text: str) -> list[str]:
    """The words of a text without marks and capitals.

    >>> unmarked("Well, I don't – 'cause she's on-line.")
    ['well', 'i', "don't", 'cause', "she's", 'on-line']
    """
    plain = text.lower().replace("’", "'").replace("‘", "'")
    return NOT_SAID.sub(" ", plain).split()


def labelled_talk(labelled: LabelledSession) -> Talk:
    """A labelled session; its group is its writer."""
    talk = Talk(id=labelled.id, group=labelled.writer)
    sentences = labelled.sentences
    for one, following in zip(sentences, [*sentences[1:], None], strict=True):
        ends_turn = following is None or following.turn != one.turn
        talk.add(labelled.text_of(one), end=TURN if ends_turn else SENTENCE)
    return talk


def meetings(folder: Path) -> list[Talk]:
    """MRDA: utterances ``speaker|text|act|…``; who speaks on without a break goes on in a turn.

    What follows a word that holds the floor is no new sentence, and nobody can say whether one
    begins after an utterance that was broken off.
    """
    found = []
    for path in sorted(folder.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        rows = [line.split("|") for line in lines if line.strip()]
        rows = [row for row in rows if unmarked(row[1])]
        talk = Talk(id=path.stem, group=path.stem)
        for (speaker, text, act, *_), following in zip(rows, [*rows[1:], None], strict=True):
            is_ended = text.rstrip()[-1] in ".?!"
            end = SENTENCE
            if following is None or following[0] != speaker:
                end = TURN
            elif not is_ended and act == BROKEN_OFF:
                end = UNSURE
            elif not is_ended and act == FLOOR:
                end = INSIDE
            talk.add(text, end=end)
        found.append(talk)
    return found


def documents(path: Path) -> list[Talk]:
    """A treebank in CoNLL-U: its sentences, document by document."""
    found: list[Talk] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc id = "):
            name = line.partition("= ")[2].strip()
            found.append(Talk(id=name, group=name))
        elif line.startswith("# text = "):
            found[-1].add(line.partition("= ")[2], end=SENTENCE)
    return [talk for talk in found if talk.words]


def kinds_of_words(path: Path) -> dict[str, str]:
    """The kind that each written word of a treebank mostly has; of "don't" both its kinds."""
    counts: dict[str, Counter[str]] = {}
    for is_row, rows in groupby(
        path.read_text(encoding="utf-8").split("\n"), key=lambda line: line[:1].isdigit()
    ):
        if not is_row:
            continue
        word, kind = "", ""
        for row in rows:
            number, form, _, _, fine, *_, notes = row.split("\t")
            if not number.isdigit():
                continue
            word, kind = word + form, f"{kind}+{fine}" if kind else fine
            if "SpaceAfter=No" not in notes:
                for plain in unmarked(word):
                    counts.setdefault(plain, Counter())[kind.split("+")[0] + kind[-4:]] += 1
                word, kind = "", ""
    return {
        word: max(sorted(found), key=found.__getitem__)
        for word, found in sorted(counts.items())
        if found.total() > 1
    }


def turns_of(talk: Talk) -> Iterator[Stretch]:
    """The turns of a talk, as a transcript with names has them."""
    yield from _parts(talk, [1.0] * len(talk.words))


def as_captions(talk: Talk) -> Iterator[Stretch]:
    """The whole talk in one stretch, as captions without names have it."""
    yield from _parts(talk, [-1.0] * len(talk.words))


def some_joined(talks: Iterable[Talk], *, seed: int) -> Iterator[Stretch]:
    """Turns of which none, some or all are joined, by chance for each talk."""
    chance = np.random.default_rng(seed)
    for talk in talks:
        share = chance.choice(JOINED)
        yield from _parts(talk, (chance.random(len(talk.words)) - share).tolist())


def _parts(talk: Talk, parted: Sequence[float]) -> Iterator[Stretch]:
    """Cut after a turn where ``parted`` is 0 or more; there is no gap after the last word."""
    first = 0
    for place, after in enumerate(talk.after, 1):
        if place == len(talk.after) or (after == TURN and parted[place - 1] >= 0):
            inside = [SENTENCE if one == TURN else one for one in talk.after[first : place - 1]]
            yield talk.words[first:place], [*inside, LAST]
            first = place


def digest_of(talks: Iterable[Talk]) -> str:
    """SHA-256 over the words and what stands between them."""
    digest = hashlib.sha256()
    for talk in talks:
        digest.update(" ".join(talk.words).encode() + b"\0" + bytes(talk.after))
    return digest.hexdigest()
