"""One person under several labels: made one where that is safe, else a person is asked.

Safe are spellings of one full name: case, accents, titles, an organisation behind it, the last name
first, and initials that a label declares. All else is a guess: a first name beside a full one, a
device, a title with a last name, initials that nobody declares, a letter more or less. A reader of
pages that people wrote may merge more of these (``identity``); here, where meeting tools and
services keep lists of voices, two entries may be two people, and the guess is told with what to
write if it is right.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from analyzer.read.base import Reading
from analyzer.read.people.everyday import TITLES
from analyzer.read.people.identity import are_initials
from analyzer.read.people.nameless import is_nameless
from analyzer.read.people.names import (
    bare_name,
    device_owner,
    is_person_like,
    is_role_like,
    name_key,
    split_note,
    word_role,
)
from analyzer.records import ReadWarning, Role

_MEN, _WOMEN = frozenset(("mr", "sir", "fr")), frozenset(("mrs", "ms", "miss", "dame"))
_TITLES = TITLES | _WOMEN
_PRONOUNS = re.compile(r"(?:s?he|they|her|him|ze)(?:\s*/\s*\w+)+", re.IGNORECASE)
# So many of one first name, and a file of lines rather than of people.
_TOO_MANY = 40
_SHORTEST_SLIP, _LONGEST_SLIP = 5, 40
# So many times as often stands the name that was meant.
_COMMONER = 5
_INITIALS = re.compile(r"[A-ZÀ-Þ]{2,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """A label taken apart: ``core`` is the folded name alone, first name first.

    ``beside`` is what tells bearers of one name apart: organisation, role, what the title says.
    """

    core: str
    beside: tuple[str, str, str] = ("", "", "")
    initials: str | None = None
    surname: str | None = None
    is_person: bool = True


def one_name_each(reading: Reading) -> Reading:
    """The reading with spellings of one name made one, and a warning for each that may be another.

    Speakers of different roles are never made one, nor are two whom an organisation, a role or a
    title tells apart.
    """
    in_turn = [
        fragment.speaker
        for fragment in reading.fragments
        if fragment.speaker is not None and fragment.outside is None
    ]
    counts = Counter(in_turn)
    if len(counts) < 2:
        return reading
    forms = {name: _form(name) for name in counts}
    role_of = dict(reversed(reading.roles))
    called = _same(forms, counts, role_of)
    merged = {name: other for name, other in called.items() if name != other}
    warnings = [
        ReadWarning(message=f"“{name}” was taken to be “{other}”.")
        for name, other in merged.items()
        if name_key(name) != name_key(other) or split_note(name)[1] != split_note(other)[1]
    ]
    talk = Counter(pairwise(called[name] for name in in_turn))
    people = Counter(called[name] for name in in_turn if role_of.get(name) != Role.OTHER)
    warnings += _guesses(people, talk)
    return replace(
        reading,
        fragments=tuple(
            replace(fragment, speaker=merged[fragment.speaker])
            if fragment.speaker in merged
            else fragment
            for fragment in reading.fragments
        )
        if merged
        else reading.fragments,
        roles=tuple((merged.get(name, name), role) for name, role in reading.roles),
        warnings=(*reading.warnings, *warnings),
    )


def _same(
    forms: Mapping[str, _Form], counts: Counter[str], role_of: Mapping[str, str]
) -> dict[str, str]:
    """Every name's one name."""
    by_core: defaultdict[str, list[str]] = defaultdict(list)
    for name, form in forms.items():
        by_core[form.core].append(name)
    groups: list[list[str]] = []
    for core, names in by_core.items():
        is_full = " " in core and forms[names[0]].is_person
        beside = {forms[name].beside for name in names}
        if is_full and all(len(set(column) - {""}) < 2 for column in zip(*beside, strict=True)):
            groups.append(names)
        else:
            apart: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
            for name in names:
                apart[forms[name].beside].append(name)
            groups += apart.values()
    groups = _with_initials(groups, forms)
    called: dict[str, str] = {}
    for group in groups:
        roles = {role_of[name] for name in group if name in role_of}
        shown = _best(group, forms, counts)
        called |= {name: shown if len(roles) < 2 else name for name in group}
    return {name: called[name] for name in forms}


def _with_initials(groups: list[list[str]], forms: Mapping[str, _Form]) -> list[list[str]]:
    """The groups, initials joined to the one name that declares them."""
    declared: defaultdict[str, list[list[str]]] = defaultdict(list)
    for group in groups:
        for initials in {forms[name].initials for name in group} - {None}:
            declared[initials or ""].append(group)
    joined: list[list[str]] = []
    for group in groups:
        owners = declared.get(forms[group[0]].core, []) if len(group) == 1 else []
        if len(owners) == 1 and owners[0] is not group:
            owners[0].append(group[0])
        else:
            joined.append(group)
    return joined


def _best(group: Sequence[str], forms: Mapping[str, _Form], counts: Counter[str]) -> str:
    """The name that most use, of those in full; initials behind it left out."""
    full = [name for name in group if forms[name].core == forms[group[0]].core]
    best = max(full, key=lambda name: (counts[name], -full.index(name)))
    return split_note(best)[0] if forms[best].initials is not None else best


def _guesses(counts: Counter[str], talk: Mapping[tuple[str, str], int]) -> Iterator[ReadWarning]:
    """A warning for each name that may stand for another, with what to write if it does."""
    index = _Index({name: _form(name) for name in counts}, counts)
    for name in counts:
        found = list(dict.fromkeys([*index.meant_by(name), *index.near(name)]))
        if device_owner(name) is None:
            # Two who talk with each other are two.
            found = [
                other
                for other in found
                if talk.get((name, other), 0) + talk.get((other, name), 0)
                <= max(1, counts[name] // 10)
            ]
        if not found:
            continue
        some = " or ".join(f"“{other}”" for other in found[:3])
        if len(found) == 1:
            told = f'“{name}” may be {some}. If so, write --speaker "{name}={found[0]}".'
        else:
            told = f'“{name}” may be {some}. If you know who, write --speaker "{name}=NAME".'
        yield ReadWarning(message=told)


class _Index:
    """People by what may stand for them."""

    def __init__(self, forms: Mapping[str, _Form], counts: Mapping[str, int]) -> None:
        self.forms = forms
        self.counts = counts
        self.by_first: defaultdict[str, list[str]] = defaultdict(list)
        self.by_last: defaultdict[str, list[str]] = defaultdict(list)
        self.by_initials: defaultdict[str, list[str]] = defaultdict(list)
        self.by_letters: defaultdict[str, list[str]] = defaultdict(list)
        for name, form in forms.items():
            words = form.core.split()
            if not form.is_person or not words:
                continue
            self.by_first[words[0]].append(name)
            if counts[name] >= _COMMONER:
                for spelling in _short_by_one(form.core):
                    self.by_letters[spelling].append(name)
            if len(words) > 1:
                self.by_last[words[-1]].append(name)
                self.by_initials["".join(word[0] for word in words)].append(name)

    def meant_by(self, name: str) -> Iterable[str]:
        """The people a short name, a device, a last name or initials may mean."""
        form = self.forms[name]
        owner = device_owner(name)
        if owner is not None:
            core = name_key(owner)
            return [it for it in self._longer(core, than=0) if self._fits(core, it)]
        if form.surname is not None:
            alike = self.by_last.get(form.surname, [])
            return [it for it in alike if it != name] if len(alike) <= _TOO_MANY else ()
        if not form.is_person:
            return ()
        if _INITIALS.fullmatch(name) and name.casefold() in self.by_initials:
            return self.by_initials[name.casefold()][:_TOO_MANY]
        longer = self._longer(form.core, than=len(form.core))
        found = [it for it in longer if it != name and self._fits(form.core, it)]
        if form.beside == ("", "", ""):
            found += [
                it
                for it in self._longer(form.core, than=0)
                if it != name and self.forms[it].core == form.core
            ]
        return found

    def near(self, name: str) -> list[str]:
        """The people, far more often named, whose name has one letter more, less or another."""
        core, often = self.forms[name].core, _COMMONER * self.counts[name]
        if not self.forms[name].is_person or not self.by_letters:
            return []
        groups = (self.by_letters.get(spelling, []) for spelling in _short_by_one(core))
        alike = dict.fromkeys(it for group in groups if len(group) <= _TOO_MANY for it in group)
        common = (it for it in alike if self.counts[it] >= often)
        return [it for it in common if _is_slip(core, self.forms[it].core)]

    def _longer(self, core: str, *, than: int) -> list[str]:
        alike = self.by_first.get(core.partition(" ")[0], [])
        if len(alike) > _TOO_MANY:
            return []
        return [it for it in alike if len(self.forms[it].core) > than]

    def _fits(self, core: str, name: str) -> bool:
        """Whether a first name, alone or with an initial, can stand for a name."""
        short, full = core.split(), self.forms[name].core.split()
        if len(short) > len(full):
            return False
        return short[:-1] == full[: len(short) - 1] and (
            full[len(short) - 1] == short[-1]
            if len(short) == 1
            else full[len(short) - 1].startswith(short[-1])
        )


def _short_by_one(core: str) -> list[str]:
    """A name, and the same without one of its letters; none where it is too short or too long."""
    if not _SHORTEST_SLIP <= len(core) <= _LONGEST_SLIP:
        return []
    return [core, *dict.fromkeys(core[:at] + core[at + 1 :] for at in range(1, len(core)))]


def _is_slip(core: str, other: str) -> bool:
    """Whether two names differ in one letter."""
    pairs = enumerate(zip(core, other, strict=False))
    first = next((place for place, (a, b) in pairs if a != b), min(len(core), len(other)))
    behind = ((first + 1, first + 1), (first, first + 1), (first + 1, first))
    return core != other and any(core[mine:] == other[its:] for mine, its in behind)


def _form(name: str) -> _Form:
    if is_role_like(name) or is_nameless(name):
        return _Form(core=name_key(name), beside=(_folded_note(name), "", ""), is_person=False)
    plain, organisation, role, initials = _without_note(bare_name(name))
    plain, gender, titled = _without_title(_first_name_first(plain))
    core = name_key(plain)
    return _Form(
        core=core or name_key(name),
        beside=(organisation, role, gender),
        initials=initials,
        surname=core.split()[-1] if titled and _is_short(core) else None,
        is_person=is_person_like(plain) or is_person_like(plain.title()),
    )


def _is_short(core: str) -> bool:
    """Whether a name that has a title has one word beside it."""
    words = core.split()
    return len(words) == 2 and words[0] in _TITLES


def _folded_note(name: str) -> str:
    note = split_note(name)[1]
    return "" if note is None else name_key(note)


def _without_note(name: str) -> tuple[str, str, str, str | None]:
    """The name, and the organisation, role and initials that stand behind it."""
    plain, sign, behind = name.partition("|")
    if sign and plain.strip():
        role = word_role(behind)
        if role is not None:
            return plain.strip(), "", role.value, None
        return plain.strip(), name_key(behind), "", None
    plain, note = split_note(name)
    if note is None or _PRONOUNS.fullmatch(note):
        return plain, "", "", None
    role = word_role(note)
    if role is not None:
        return plain, "", role.value, None
    if are_initials(note, plain):
        return plain, "", "", name_key(note)
    return plain, name_key(note), "", None


def _first_name_first(name: str) -> str:
    """The name with a last name before a comma set behind, and letters behind a full name cut."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma or "," in first:
        return name
    if " " not in last and is_person_like(last) and is_person_like(first) and "." not in first:
        return name if first.isupper() and not last.isupper() else f"{first} {last}"
    return last if " " in last and len(first) <= 8 else name  # "Ana Ruiz, PsyD"


def _without_title(name: str) -> tuple[str, str, bool]:
    """The name without titles where a full one is left, whom they are said of, if there are any."""
    words = name.split()
    kept = list(words)
    said: set[str] = set()
    while len(kept) > 1 and kept[0].casefold().rstrip(".") in _TITLES:
        said.add(kept.pop(0).casefold().rstrip("."))
    gender = "m" if said & _MEN else "f" if said & _WOMEN else ""
    return (" ".join(kept if len(kept) > 1 else words), gender, bool(said))
