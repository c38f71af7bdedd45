"""Names seen in talk: runs of capitals that mean something, and what speaks for each kind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from analyzer.privacy.context import hints, is_hailed, is_initial, is_name_here
from analyzer.privacy.forms import find_forms
from analyzer.privacy.kinds import Kind
from analyzer.privacy.lists import Lists
from analyzer.privacy.recognisers import Recognised
from analyzer.privacy.words import WORD, fold, folded
from analyzer.read.people.everyday import EVERYDAY, FUNCTION_WORDS

Words = tuple[str, ...]

_SMALL = re.compile(r"(?<![^\W_])[a-zß-öø-ÿ][^\W\d_]+")
_CAPITAL = re.compile(
    r"(?<![^\W\d_])(?<![^\W\d_]['’])(?:(?:d['’]|O['’]|al-|el-|ten\s|Mc|Mac)(?=[A-ZÀ-Þ]))?[A-ZÀ-Þ][^\W\d_\u0300-\u036f]*"
    r"(?:[-'’](?!(?:s|S|ll|d|ve|re|m|t)(?![^\W\d_]))[^\W\d_]+)*"
)
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:m|d|ve|re|ll|s|S))$")
_BETWEEN = re.compile(r"(?:\s|-|\.\s)")
_PARTICLES = re.compile(
    r"\s(?:of|de|da|del|della|der|den|van|von|du|la|le|el|al|bin|ibn|y|&|and|van\sder|van\sden|de\sla)\s"
)
_OF = ("of", "&", "and")
_SHORTENED = ("St", "Mt", "Ft")
_HEADING_WORDS, _HEADING_SHARE = 4, 0.6
_LONGEST_HEADING = 200
_SENTENCE_SIGN = re.compile(r"[.?!,;]")
_TRUST_IN_RECOGNISER = 2.0
# So much must speak for a name of which no capital means anything.
_ENOUGH_AT_THE_START = 2.0


@dataclass(slots=True)
class Sighting:
    """A name as often as it was seen.

    ``inside`` counts capitals that mean something; ``talks`` are those in which somebody was called
    so; ``number`` says in which order names were seen first.
    """

    number: int
    spellings: Counter[str] = field(default_factory=Counter)
    inside: int = 0
    talks: set[int] = field(default_factory=set)
    votes: defaultdict[Kind, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def spelling(self) -> str:
        """The commonest way to write it."""
        return min(self.spellings, key=lambda it: (-self.spellings[it], it))

    @property
    def kind(self) -> Kind:
        """What most speaks for; ``name`` where nothing does."""
        kinds = (Kind.PERSON, Kind.COMPANY, Kind.PLACE)
        best = max(kinds, key=lambda kind: self.votes[kind])
        return best if self.votes[best] > 0 else Kind.NAME


class Sightings:
    """All names and forms seen in some texts, and the words that stood in small letters."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self.names: dict[Words, Sighting] = {}
        self.forms: dict[tuple[Kind, str], str] = {}
        self.small: Counter[str] = Counter()

    def take(self, text: str, *, talk: int) -> None:
        """Looks for names in a text of the talk with this number."""
        for start, end, kind in find_forms(text):
            self.forms.setdefault((kind, form_key(kind, text[start:end])), text[start:end])
        self.small.update(_SMALL.findall(text))
        for start, end in self._runs(text):
            self._see(text, start, end, talk=talk)

    def add(self, found: Iterable[Recognised]) -> None:
        """Takes in what a recogniser found."""
        for written, kind in found:
            words = folded(written)
            if (
                words
                and written[:1].isupper()
                and not all(self.is_plain(it) for it in written.split())
            ):
                seen = self.names.setdefault(words, Sighting(number=len(self.names)))
                seen.spellings[" ".join(written.split())] += 1
                seen.inside += 1
                seen.votes[kind] += _TRUST_IN_RECOGNISER

    def _see(self, text: str, start: int, end: int, *, talk: int) -> None:
        written = text[start:end]
        seen = self.names.setdefault(folded(written), Sighting(number=len(self.names)))
        seen.spellings[" ".join(written.split())] += 1
        seen.inside += not is_initial(text, start)
        if is_hailed(text, start, end):
            seen.talks.add(talk)
        for kind, weight in hints(text, start, end):
            seen.votes[kind] += weight

    def _runs(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names may stand: capitals side by side, without what gives nobody away."""
        if text.islower():
            return
        for line_start, line in _lines(text):
            capitals = list(_CAPITAL.finditer(line))
            if not capitals or _is_heading(line, len(capitals)):
                continue
            place = 0
            while place < len(capitals):
                first = capitals[place]
                last = place
                while last + 1 < len(capitals) and self._goes_on(line, capitals, last):
                    last += 1
                start, end = first.start(), capitals[last].end()
                run = self._trimmed(line, capitals[place : last + 1])
                if run is not None:
                    start, end = run
                    yield line_start + start, line_start + end
                place = last + 1

    def _goes_on(self, line: str, capitals: list[re.Match[str]], last: int) -> bool:
        here, there = capitals[last], capitals[last + 1]
        between = line[here.end() : there.start()]
        if _BETWEEN.fullmatch(between):
            # "J. Clarke" goes on, "thank Nora. Boyd knows" does not.
            return between != ". " or len(here[0]) == 1 or here[0] in _SHORTENED
        if _PARTICLES.fullmatch(between):
            is_of = between.strip() in _OF
            return (
                not is_of
                or (fold(here[0]) in self._lists.company_ends and between.strip() == "of")
                or (between.strip() == "&" and not is_initial(line, here.start()))
            )
        return False

    def _trimmed(self, line: str, run: list[re.Match[str]]) -> tuple[int, int] | None:
        """A run without the words around the name; None where no name is left."""
        names = list(run)
        if folded(line[run[0].start() : run[-1].end()]) in self._lists.places:
            return run[0].start(), run[-1].end()
        while names and not self._may_open(line, names[0], alone=len(names) == 1):
            names.pop(0)
        while names and not self._may_close(names[-1], alone=len(names) == 1):
            names.pop()
        if not names or all(len(it[0]) == 1 for it in names):
            return None
        if len(names) == 1 and not self._may_be_alone(line, names[0]):
            return None
        return names[0].start(), names[-1].end()

    def _may_open(self, line: str, word: re.Match[str], *, alone: bool) -> bool:
        small = _bare(word[0])
        if self.is_plain(word[0]) or (not alone and word[0].lower() in FUNCTION_WORDS):
            return False
        parts = folded(small)
        if all(part in self._lists.common for part in parts):
            if alone:
                return all(part in self._lists.given for part in parts)
            return not is_initial(line, word.start()) or parts[0] in self._lists.given
        return True

    def _may_close(self, word: re.Match[str], *, alone: bool) -> bool:
        if not alone and fold(word[0]) in self._lists.company_ends:
            return True
        small = fold(word[0])
        is_everyday = not alone and small in EVERYDAY and small not in self._lists.given
        return not self.is_plain(word[0]) and not is_everyday

    def _may_be_alone(self, line: str, word: re.Match[str]) -> bool:
        parts = folded(word[0])
        if not parts or (len(word[0]) == 1) or _CONTRACTED.search(word[0]):
            return False
        if word[0].lower() in _MONTHS:
            spoken_of = dict(hints(line, *word.span())).get(Kind.PERSON, 0) >= _ENOUGH_AT_THE_START
            return spoken_of and is_name_here(line, *word.span(), is_month=True)
        if all(part in self._lists.common for part in parts):
            return is_name_here(line, *word.span())
        if word[0].isupper() and len(word[0]) <= 5:
            # Of letters alone only a company is told: "at IBM".
            return dict(hints(line, word.start(), word.end())).get(Kind.COMPANY, 0) >= 2
        return True

    def is_plain(self, word: str) -> bool:
        """Whether a word gives nobody away though it stands with a capital."""
        small = word.lower().replace("’", "'")
        if small in _MONTHS:
            return False
        plain = self._lists.plain
        return small in plain or small.removesuffix("s") in plain or _bare(small) in plain

    def is_everyday(self, text: str) -> bool:
        """Whether all words of a text are everyday ones, or such as give nobody away."""
        return all(
            self.is_plain(word) or not set(folded(word)) - self._lists.common
            for word in text.split()
        )

    def kept(self) -> list[tuple[Words, Sighting]]:
        """The names for which enough speaks, in the order in which they were seen first."""
        return [
            (words, seen)
            for words, seen in sorted(self.names.items(), key=lambda it: it[1].number)
            if self._is_kept(words, seen)
        ]

    def _is_kept(self, words: Words, seen: Sighting) -> bool:
        lists = self._lists
        if words in lists.places:
            seen.votes[Kind.PLACE] += 4
        if words[0] in lists.given:
            seen.votes[Kind.PERSON] += 4
        if len(words) > 1 and words[-1] in lists.company_ends:
            seen.votes[Kind.COMPANY] += 6
        if len(words) > 1 and words[-1] in lists.place_ends:
            seen.votes[Kind.PLACE] += 5
        if words in lists.places or words[0] in lists.given:
            return True
        n_small = max(self.small[word] for word in words)
        if len(words) == 1 and n_small > seen.inside:
            return False
        if seen.inside:
            return True
        return len(words) > 1 or seen.votes[Kind.PERSON] >= _ENOUGH_AT_THE_START


_MONTHS = frozenset(("may", "april", "june", "august"))


def _bare(word: str) -> str:
    return _CONTRACTED.sub("", word)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    place = 0
    for line in text.split("\n"):
        yield place, line
        place += len(line) + 1


def _is_heading(line: str, n_capitals: int) -> bool:
    """Whether most words of a line have a capital, so that none means anything."""
    if len(line) > _LONGEST_HEADING or _SENTENCE_SIGN.search(line):
        return False
    n_words = len(WORD.findall(line))
    return n_words >= _HEADING_WORDS and n_capitals >= n_words * _HEADING_SHARE


def form_key(kind: Kind, written: str) -> str:
    """What two ways to write one address, number or sum have in common.

    >>> form_key(Kind.PHONE, "+1 (555) 010-4477")
    '15550104477'
    """
    if kind is Kind.PHONE:
        return "".join(sign for sign in written if sign.isdigit())
    small = "".join(written.split()).casefold()
    if kind is Kind.LINK:
        return re.sub(r"^(?:https?://)?(?:www\.)?", "", small).rstrip("/")
    return small
