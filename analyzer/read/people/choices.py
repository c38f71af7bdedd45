"""What a person says about who speaks: it stands above all that a reader or the talk suggests.

On the command line it is ``--speaker "Speaker 1=Jen"``; for a folder it is a file ``speakers.toml``
beside the transcripts::

    [speakers]                       # in every transcript of this folder
    "Mara’s iPhone" = "Mara Kern"
    "Speaker 1" = "Jen:coach"        # with a role: coach, client or other

    [files."2024-05-01-ana.vtt"]     # in this one alone, above the table for all
    "Speaker 2" = "Ana Ruiz:client"
    "Speaker 3" = "Ana Ruiz"         # two labels, one person
    "Ruth" = ":coach"                # the role alone
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from analyzer.errors import ChoiceError, did_you_mean
from analyzer.read.limits import MAX_CHOICES_BYTES
from analyzer.read.people.names import name_key
from analyzer.records import Outside, ReadWarning, Role, Session, Speaker, Turn

FILE_NAME: Final = "speakers.toml"
ROLES: Final = (Role.COACH, Role.CLIENT, Role.OTHER)

_FOR_ALL, _FOR_FILES = "speakers", "files"
_TABLES = (_FOR_ALL, _FOR_FILES)
_FORM = 'Write it as "Speaker 1=Jen", or with a role as "Speaker 1=Jen:coach".'
_FORM_IN_FILE = 'Write "Speaker 1" = "Jen", or with a role "Speaker 1" = "Jen:coach".'
_AT_LINE = re.compile(r"\s*\(at line ([0-9]+),.*\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Whom a label means. ``name`` None keeps the name, ``role`` None leaves the role open.

    ``is_general`` is a choice for many files, which need not all have such a speaker; ``origin``
    says where the choice was made, ``line`` in which line of a file.
    """

    label: str
    name: str | None = None
    role: Role | None = None
    origin: str = "--speaker"
    line: int | None = None
    is_general: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A person's choices, the first of a label above the others of it.

    >>> Choices.of({"Speaker 1": "Jen:coach"}).choices[0].role
    <Role.COACH: 'coach'>
    """

    choices: tuple[Choice, ...] = ()
    warnings: tuple[ReadWarning, ...] = ()

    @classmethod
    def of(cls, names: Mapping[str, str]) -> Choices:
        """The choices of a table of labels and names, each with a role behind a colon or none.

        Raises ChoiceError for a label or a name that is empty, and for a role that is none.
        """
        return cls(choices=tuple(_choice(label, name) for label, name in names.items()))

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Choices:
        """The choices written as ``LABEL=NAME``, ``LABEL=NAME:ROLE`` or ``LABEL=:ROLE``.

        Raises ChoiceError for text in another form, and where one label is given two names.
        """
        found: dict[str, Choice] = {}
        for text in texts:
            label, sign, name = text.partition("=")
            if not sign:
                raise ChoiceError(f"{text!r} names no speaker.", hint=_FORM)
            choice = _choice(label, name)
            if found.setdefault(choice.label, choice) != choice:
                what = f"{choice.label!r} is given two names."
                raise ChoiceError(what, hint="Give it one.")
        return cls(choices=tuple(found.values()))

    def over(self, others: Choices) -> Choices:
        """These choices above others."""
        return Choices(
            choices=self.choices + others.choices, warnings=self.warnings + others.warnings
        )

    @property
    def digest(self) -> str:
        """Hex digits that are equal where the choices are; empty where there are none."""
        rows = [(choice.label, choice.name, str(choice.role)) for choice in self.choices]
        return hashlib.sha256(repr(rows).encode()).hexdigest() if rows else ""


NO_CHOICES: Final = Choices()


def read_choices(path: Path, *, file: str, beside: Collection[str] = ()) -> Choices:
    """What a ``speakers.toml`` says of the transcript with the name ``file``.

    ``beside`` are the names of the files in its folder, so that a table for a file that is not
    there can be told. Raises ChoiceError naming file, line, key and the nearest spelling.
    """
    text = _text_of(path)
    tables = _tables_of(text, path=path)
    own: list[Choice] = []
    warnings: list[ReadWarning] = []
    for name, table in tables[_FOR_FILES].items():
        choices = _choices_of(table, path=path, text=text, where=f'[files."{name}"]')
        if name == file:
            own += choices
        elif beside and name not in beside and did_you_mean(name, beside) == _meant(file):
            message = f"{path.name} has a table for “{name}”, which is not here. {_meant(file)}"
            warnings.append(ReadWarning(message=message))
    for_all = _choices_of(tables[_FOR_ALL], path=path, text=text, where=f"[{_FOR_ALL}]")
    general = [replace(choice, is_general=True) for choice in for_all]
    return Choices(choices=(*own, *general), warnings=tuple(warnings))


def apply_choices(session: Session, choices: Choices) -> tuple[Session, frozenset[int]]:
    """The session with names and roles as chosen, and the numbers of the speakers they are of.

    Speakers that get one name become one, and turns of theirs that then follow each other too. A
    label that no speaker has is told in a warning.
    """
    if not choices.choices and not choices.warnings:
        return session, frozenset()
    labels = [speaker.name for speaker in session.speakers]
    chosen: dict[int, Choice] = {}
    warnings = list(choices.warnings)
    for choice in choices.choices:
        number = _speaker_meant(choice.label, labels)
        if number is not None:
            above = chosen.setdefault(number, choice)
            chosen[number] = replace(
                above, name=above.name or choice.name, role=above.role or choice.role
            )
        elif not choice.is_general:
            warnings.append(_nobody(choice, labels))
    names = [
        (chosen[number].name or label) if number in chosen else label
        for number, label in enumerate(labels)
    ]
    session = replace(session, warnings=(*session.warnings, *warnings))
    if not chosen:
        return session, frozenset()
    people = {person: place for place, person in enumerate(dict.fromkeys(map(_same, names)))}
    groups: list[list[int]] = [[] for _ in people]
    for number, name in enumerate(names):
        groups[people[_same(name)]].append(number)
    speakers = tuple(_one_speaker(session, group, names, chosen) for group in groups)
    place_of = [people[_same(name)] for name in names]
    settled = {place_of[number] for number in chosen}
    return _with_speakers(session, speakers, place_of), frozenset(settled)


def _one_speaker(
    session: Session, group: Sequence[int], names: Sequence[str], chosen: Mapping[int, Choice]
) -> Speaker:
    """One person of all labels in the group, the chosen name before the file's own."""
    first = next((n for n in group if n in chosen and chosen[n].name), group[0])
    labels = [session.speakers[number].name for number in group]
    roles = [role for n in group if n in chosen and (role := chosen[n].role) is not None]
    roles += [
        session.speakers[n].role for n in group if session.speakers[n].role is not Role.UNKNOWN
    ]
    label = ", ".join(labels)
    return replace(
        session.speakers[group[0]],
        name=names[first],
        role=roles[0] if roles else Role.UNKNOWN,
        label=None if label == names[first] else label,
    )


def _with_speakers(
    session: Session, speakers: tuple[Speaker, ...], place_of: Sequence[int]
) -> Session:
    """The session with other speakers, turns joined that two labels of one person had parted."""
    turns: list[Turn] = []
    outside: list[Outside] = []
    waiting = list(session.outside)
    last: int | None = None
    for number, turn in enumerate(session.turns):
        is_parted = False
        while waiting and waiting[0].before_turn <= number:
            outside.append(replace(waiting.pop(0), before_turn=len(turns)))
            is_parted = True
        speaker = place_of[turn.speaker]
        if turns and turns[-1].speaker == speaker and turn.speaker != last and not is_parted:
            turns[-1] = _joined(turns[-1], turn)
        else:
            turns.append(replace(turn, speaker=speaker))
        last = turn.speaker
    outside += [replace(piece, before_turn=len(turns)) for piece in waiting]
    return replace(session, speakers=speakers, turns=tuple(turns), outside=tuple(outside))


def _joined(first: Turn, second: Turn) -> Turn:
    start_ms = second.start_ms if first.start_ms is None else first.start_ms
    ends = [turn.end_ms for turn in (first, second) if turn.end_ms is not None]
    end_ms = max(ends, default=None)
    if start_ms is not None and end_ms is not None and end_ms < start_ms:
        end_ms = None
    text = f"{first.text} {second.text}"
    return replace(first, text=text, start_ms=start_ms, end_ms=end_ms)


def _speaker_meant(label: str, labels: Sequence[str]) -> int | None:
    """The speaker with this label: exactly, else but for case and spacing, else for signs."""
    for form in (str, name_key, _letters):
        wanted = form(label)
        found = [number for number, other in enumerate(labels) if wanted and form(other) == wanted]
        if len(found) == 1:
            return found[0]
    return None


def _letters(label: str) -> str:
    return "".join(sign for sign in name_key(label) if sign.isalnum())


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def _nobody(choice: Choice, labels: Sequence[str]) -> ReadWarning:
    near = did_you_mean(choice.label, labels)
    known = ", ".join(f"“{label}”" for label in labels[:10])
    place = choice.origin if choice.line is None else f"{choice.origin}:{choice.line}"
    told = f"{place}: nobody here is labelled “{choice.label}”."
    return ReadWarning(message=" ".join(filter(None, (told, near, f"Speakers are {known}."))))


def _meant(file: str) -> str:
    return did_you_mean(file, [file])


def _choice(label: str, name: str) -> Choice:
    """A label and what is written for it. Raises ChoiceError."""
    short, colon, role = name.rpartition(":")
    label, short, role = _plain(label), _plain(short), role.strip().casefold()
    if not label:
        raise ChoiceError(f"there is no label before {name.strip()!r}.", hint=_FORM)
    if not colon:
        if not _plain(name):
            raise ChoiceError(f"{label!r} is given no name.", hint=_FORM)
        return Choice(label=label, name=_plain(name))
    if role not in ROLES:
        near = did_you_mean(role, [one.value for one in ROLES])
        hint = " ".join(filter(None, (near, f"Roles are {', '.join(ROLES)}.")))
        raise ChoiceError(f"{role!r}, given to {label!r}, is no role.", hint=hint)
    return Choice(label=label, name=short or None, role=Role(role))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _text_of(path: Path) -> str:
    name = str(path)
    try:
        content = path.read_bytes()
        if len(content) > MAX_CHOICES_BYTES:
            what = f"this file is too large ({len(content):,} bytes)."
            raise ChoiceError(what, path=name, hint=_FORM_IN_FILE)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ChoiceError("not text in UTF-8.", path=name, line=line) from error
    except OSError as error:
        raise ChoiceError(f"this file cannot be read: {error.strerror}.", path=name) from error


def _tables_of(text: str, *, path: Path) -> dict[str, dict[str, object]]:
    """The two tables, each perhaps empty. Raises ChoiceError."""
    import tomllib  # noqa: PLC0415 - few have such a file

    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        told = str(error)
        at_line = _AT_LINE.search(told)
        what = f"this is no TOML: {_AT_LINE.sub('', told)}."
        line = int(at_line[1]) if at_line else None
        raise ChoiceError(what, path=str(path), line=line, hint=_FORM_IN_FILE) from error
    for key, value in content.items():
        line = _line_of(key, text)
        if key not in _TABLES:
            hint = did_you_mean(key, _TABLES) or f'Tables are [{_FOR_ALL}] and [files."NAME"].'
            raise ChoiceError(f"there is no table {key!r}.", path=str(path), line=line, hint=hint)
        if not isinstance(value, dict):
            what = f"{key!r} is no table of labels and names."
            raise ChoiceError(what, path=str(path), line=line, hint=_FORM_IN_FILE)
    return {key: content.get(key, {}) for key in _TABLES}


def _choices_of(table: object, *, path: Path, text: str, where: str) -> list[Choice]:
    """The choices of one table. Raises ChoiceError."""
    if not isinstance(table, dict):
        what = f"{where} is no table of labels and names."
        line = _line_of(where.split('"')[1], text) if '"' in where else None
        raise ChoiceError(what, path=str(path), line=line, hint=_FORM_IN_FILE)
    after = text.find(where)
    choices = []
    for label, name in table.items():
        line = _line_of(label, text, after=max(after, 0))
        if not isinstance(name, str):
            what = f"{label!r} in {where} is given {name!r}, which is no name."
            raise ChoiceError(what, path=str(path), line=line, hint=_FORM_IN_FILE)
        try:
            choice = _choice(label, name)
        except ChoiceError as error:
            hint = error.hint if error.hint != _FORM else _FORM_IN_FILE
            raise ChoiceError(error.what, path=str(path), line=line, hint=hint) from error
        choices.append(replace(choice, origin=str(path), line=line))
    return choices


def _line_of(key: str, text: str, *, after: int = 0) -> int | None:
    """The first line from a place on that begins with the key or opens the table of that name."""
    opens = re.compile(rf"(?m)^[ \t]*\[?[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[\].=]")
    match = opens.search(text, after) or opens.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else None
