"""Labelled sessions: the sentences people have labelled by hand, as they lie in ``data/labelled``.

A file holds headers (``#key: value``) and then one row a sentence, six columns parted by TABs:
segment, exchange, speaker, move, advice, text. A line ``¶`` is a paragraph break inside a turn.
A speaker ``-`` marks text nobody speaks.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from analyzer.errors import LabelError
from analyzer.records import Move, Outside, Pack, Role, SegmentKind, Session, Source, Speaker, Turn

FORMS = ("dialogue", "qa", "group", "article")
CHANNELS = ("published", "recorded")
COLUMNS = ("segment", "exchange", "speaker", "move", "advice", "text")
NOBODY = "-"
PARAGRAPH = "¶"
MAX_ADVICE = 2

_KEYS = ("session", "pack", "form", "coach", "clients", "channel", "date", "problem 1")
_NEEDED = ("session", "pack", "form", "coach", "clients")
_SEGMENTS = tuple(kind.value for kind in SegmentKind)
_MOVES = tuple(move.value for move in Move)
_PROBLEM = re.compile(r"problem +([1-9][0-9]{0,5})")
_NUMBER = re.compile(r"[0-9]{1,6}")
_LETTER = re.compile(r".*[-_]([A-Za-z])[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSentence:
    """Characters ``[start, end)`` of the text of turn ``turn``, with the labels people gave.

    ``speaker`` is an index into the session's speakers. ``exchange`` counts from 1; 0 belongs to
    nobody's question. ``advice`` holds no, one or two categories of the session's pack.
    """

    turn: int
    start: int
    end: int
    speaker: int
    segment: SegmentKind
    exchange: int
    move: Move
    advice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSession:
    """One session with its labels: what it is trained on and measured against.

    ``session`` is what a reader would have made of the page. Its speakers carry only the roles that
    the form of the page settles (author of an article, asker of a written question); ``roles``
    holds the true role of each speaker, in the order of ``session.speakers``. ``problems`` holds
    pairs of exchange and problem category, in order.
    """

    id: str
    pack: str
    form: str
    coach: str
    clients: tuple[str, ...]
    channel: str | None
    held_on: dt.date | None
    session: Session
    roles: tuple[Role, ...]
    sentences: tuple[LabelledSentence, ...]
    problems: tuple[tuple[int, str], ...]

    @property
    def writer(self) -> str:
        """Who wrote the session: the letter between a dash and the number that ``id`` ends with.

        So ``rec-a03`` and ``lea-a01`` are by the same writer, ``a``. Of any other name it is what
        stands before the first number, or all of it.
        """
        letter = _LETTER.fullmatch(self.id)
        if letter is not None:
            return letter[1].lower()
        return re.split(r"[0-9]", self.id, maxsplit=1)[0].rstrip("-_ ") or self.id

    def text_of(self, sentence: LabelledSentence) -> str:
        """The verbatim words of a sentence."""
        return self.session.turns[sentence.turn].text[sentence.start : sentence.end]

    @property
    def exchanges(self) -> tuple[int, ...]:
        """The numbers of the exchanges that have sentences, rising, 0 left out."""
        return tuple(sorted({s.exchange for s in self.sentences} - {0}))


def read_labelled_folder(folder: Path, *, pack: Pack | None = None) -> tuple[LabelledSession, ...]:
    """Every ``*.tsv`` of a folder, sorted by file name.

    Raises LabelError when a file breaks the rules or the folder holds none.
    """
    paths = sorted(folder.glob("*.tsv"))
    if not paths:
        hint = "Name the folder that holds the labelled sessions."
        raise LabelError("no *.tsv file is in this folder.", path=str(folder), hint=hint)
    return tuple(read_labelled(path, pack=pack) for path in paths)


def read_labelled(path: Path, *, pack: Pack | None = None) -> LabelledSession:
    """The labelled session a file holds.

    A turn ends where the speaker changes, where text that nobody speaks stands in between (so that
    the order of the page is kept), and where a written question ends. Sentences of a turn are
    parted by a space, paragraphs by a blank line. ``session.id`` is the name of the file. With
    ``pack``, advice and problems of a session labelled for it must be among its categories.

    Raises LabelError naming file, line, value and what is allowed.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise LabelError(f"cannot be read: {error.strerror}.", path=str(path)) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        hint = "Save it as UTF-8."
        raise LabelError("not UTF-8 text.", path=str(path), line=line, hint=hint) from error
    page = _Page(path=path, sha256=hashlib.sha256(content).hexdigest())
    for line, row in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if row.startswith("#"):
            page.take_header(row, line)
    page.check_headers(pack)
    for line, row in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not row.startswith("#"):
            page.take_row(row, line)
    return page.finish()


@dataclass(slots=True, kw_only=True)
class _Page:
    """A file while it is read, line by line."""

    path: Path
    sha256: str
    headers: dict[str, str] = field(default_factory=dict)
    header_lines: dict[str, int] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)
    advice_ids: tuple[str, ...] | None = None
    names: dict[str, int] = field(default_factory=dict)
    turns: list[tuple[int, str, int]] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)
    sentences: list[LabelledSentence] = field(default_factory=list)
    paragraph: bool = False
    is_open: bool = False

    def error(self, what: str, line: int | None = None, hint: str | None = None) -> LabelError:
        return LabelError(what, path=str(self.path), line=line, hint=hint)

    def one_of(self, value: str, allowed: Collection[str], what: str, line: int | None) -> str:
        if value not in allowed:
            near = get_close_matches(value, allowed, n=1)
            guess = f"Did you mean {near[0]!r}? " if near else ""
            hint = f"{guess}Allowed: {', '.join(allowed)}."
            raise self.error(f"{what} {value!r} is not known.", line, hint)
        return value

    def take_header(self, row: str, line: int) -> None:
        key, colon, value = (part.strip() for part in row[1:].partition(":"))
        if not colon:
            raise self.error(f"header {row!r} has no colon.", line, "Write '#key: value'.")
        problem = _PROBLEM.fullmatch(key)
        if problem is None:
            self.one_of(key, _KEYS, "header", line)
        else:
            key = f"problem {problem[1]}"
        if key in self.headers:
            raise self.error(f"header {key!r} stands here a second time.", line, "Remove one.")
        self.headers[key] = value
        self.header_lines[key] = line
        if problem is not None:
            self.problems[int(problem[1])] = value

    def check_headers(self, pack: Pack | None) -> None:
        for key in _NEEDED:
            if key not in self.headers:
                raise self.error(f"header '#{key}:' is missing.", None, "Add it to the top.")
            if not self.headers[key] and key != "clients":
                raise self.error(f"header '#{key}:' is empty.", self.header_lines[key])
        line = self.header_lines["session"]
        if self.headers["session"] != self.path.stem:
            what = f"#session is {self.headers['session']!r}, the file's name {self.path.stem!r}."
            raise self.error(what, line, "Make them the same.")
        self.one_of(self.headers["form"], FORMS, "form", self.header_lines["form"])
        if "channel" in self.headers:
            self.one_of(self.headers["channel"], CHANNELS, "channel", self.header_lines["channel"])
        if pack is not None and pack.name == self.headers["pack"]:
            self.advice_ids = tuple(category.id for category in pack.advice)
            allowed = tuple(category.id for category in pack.problem)
            for number, problem in self.problems.items():
                self.one_of(problem, allowed, "problem", self.header_lines[f"problem {number}"])

    def take_row(self, row: str, line: int) -> None:
        if row.strip() == PARAGRAPH:
            self.paragraph = True
            return
        if not row.strip():
            return
        cells = row.split("\t")
        if len(cells) != len(COLUMNS):
            what = f"{len(cells)} columns instead of {len(COLUMNS)}."
            raise self.error(what, line, f"Part {', '.join(COLUMNS)} by one TAB each.")
        segment, exchange, speaker, move, advice, text = cells
        kind = SegmentKind(self.one_of(segment, _SEGMENTS, "segment", line))
        if not _NUMBER.fullmatch(exchange):
            raise self.error(f"exchange {exchange!r} is not a number.", line, "Write 0, 1, 2, …")
        if int(exchange) and int(exchange) not in self.problems:
            what = f"exchange {int(exchange)} has no header '#problem {int(exchange)}:'."
            raise self.error(what, line, "Add the header.")
        if not text.strip():
            raise self.error("the text is empty.", line, "Write the sentence or remove the row.")
        if not speaker.strip():
            raise self.error("the speaker is empty.", line, f"Write {NOBODY!r} for nobody.")
        if speaker == NOBODY:
            self._add_outside(kind, move=move, advice=advice, text=text, line=line)
        else:
            self._add_spoken(
                LabelledSentence(
                    turn=0,
                    start=0,
                    end=0,
                    speaker=self.names.setdefault(speaker, len(self.names)),
                    segment=kind,
                    exchange=int(exchange),
                    move=Move(self.one_of(move, _MOVES, "move", line)),
                    advice=self._advice(advice, line),
                ),
                text,
                line,
            )
        self.paragraph = False

    def _advice(self, cell: str, line: int) -> tuple[str, ...]:
        if cell == NOBODY:
            return ()
        ids = tuple(cell.split("|"))
        if "" in ids or len(set(ids)) != len(ids) or len(ids) > MAX_ADVICE:
            hint = f"Write {NOBODY!r}, one category, or two different ones as 'first|second'."
            raise self.error(f"advice {cell!r} is not in order.", line, hint)
        for category in ids if self.advice_ids is not None else ():
            self.one_of(category, self.advice_ids or (), "advice", line)
        return ids

    def _add_outside(
        self, kind: SegmentKind, *, move: str, advice: str, text: str, line: int
    ) -> None:
        if (move, advice) != (NOBODY, NOBODY):
            what = f"text nobody speaks has move {move!r} and advice {advice!r}."
            raise self.error(what, line, f"Write {NOBODY!r} for both, or name the speaker.")
        before = len(self.turns)
        self.outside.append(Outside(before_turn=before, kind=kind, text=text, source_line=line))
        self.is_open = False

    def _add_spoken(self, labels: LabelledSentence, text: str, line: int) -> None:
        goes_on = self.is_open and self.turns[-1][0] == labels.speaker
        if goes_on and self.headers["form"] in {"qa", "dialogue"}:
            # A reader sees a written question as a block of its own, whoever talks first after it.
            question = SegmentKind.QUESTION
            goes_on = not (self.sentences[-1].segment == question != labels.segment)
        if goes_on:
            _, before, first_line = self.turns.pop()
            gap = "\n\n" if self.paragraph else " "
            start = len(before) + len(gap)
            self.turns.append((labels.speaker, before + gap + text, first_line))
        else:
            start = 0
            self.turns.append((labels.speaker, text, line))
        self.is_open = True
        self.sentences.append(
            LabelledSentence(
                turn=len(self.turns) - 1,
                start=start,
                end=start + len(text),
                speaker=labels.speaker,
                segment=labels.segment,
                exchange=labels.exchange,
                move=labels.move,
                advice=labels.advice,
            )
        )

    def finish(self) -> LabelledSession:
        if not self.sentences:
            raise self.error("no sentence is spoken in this file.", None, "Add labelled rows.")
        headers = self.headers
        held_on = self._date()
        coaches, clients = _names(headers["coach"]), _names(headers["clients"])
        if not set(coaches) & set(self.names):
            what = f"coach {headers['coach']!r} speaks no row."
            near = get_close_matches(coaches[0], self.names, n=1) if coaches else []
            guess = f"Did you mean {near[0]!r}? " if near else ""
            hint = f"{guess}Speakers: {', '.join(self.names)}."
            raise self.error(what, self.header_lines["coach"], hint)
        gold = dict.fromkeys(self.names, Role.OTHER)
        gold |= {name: Role.CLIENT for name in clients if name in gold}
        gold |= {name: Role.COACH for name in coaches if name in gold}
        evident = self._evident(gold)
        session = Session(
            id=self.path.stem,
            source=Source(path=str(self.path), format="labelled", sha256=self.sha256),
            speakers=tuple(Speaker(name=name, role=evident[name]) for name in self.names),
            turns=tuple(
                Turn(speaker=speaker, text=text, source_line=line)
                for speaker, text, line in self.turns
            ),
            outside=tuple(self.outside),
            held_on=held_on,
        )
        return LabelledSession(
            id=self.path.stem,
            pack=headers["pack"],
            form=headers["form"],
            coach=headers["coach"],
            clients=clients,
            channel=headers.get("channel"),
            held_on=held_on,
            session=session,
            roles=tuple(gold.values()),
            sentences=tuple(self.sentences),
            problems=tuple(sorted(self.problems.items())),
        )

    def _date(self) -> dt.date | None:
        value = self.headers.get("date", "")
        if not value:
            return None
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            line = self.header_lines["date"]
            what = f"date {value!r} is not a day."
            raise self.error(what, line, "Write YYYY-MM-DD.") from error

    def _evident(self, gold: Mapping[str, Role]) -> dict[str, Role]:
        """The roles that the form of the page settles by itself, as its reader would give them."""
        if self.headers["form"] == "article":
            return {
                name: Role.COACH if role is Role.COACH else Role.OTHER
                for name, role in gold.items()
            }
        askers: set[int] = set()
        if self.headers["form"] in {"qa", "dialogue"}:
            askers = {s.speaker for s in self.sentences if s.segment is SegmentKind.QUESTION}
        return {
            name: Role.CLIENT if index in askers and gold[name] is Role.CLIENT else Role.UNKNOWN
            for name, index in self.names.items()
        }


def _names(header: str) -> tuple[str, ...]:
    return tuple(name for part in header.split(",") if (name := part.strip()))
