"""TEI of spoken texts: ``<u who="#A" start="#T0" end="#T1">`` with a timeline, and its kin.

Also known: ISO 24624 (``annotationBlock`` around ``u``, words as ``w`` and ``pc``) and speeches of
plays and interviews (``sp`` with ``speaker``). People are called as ``person`` says, else by their
id. Sounds, deeds and gaps come in brackets (``[laughs]``); notes, headings and paragraphs beside
the talk stand outside it; annotations of ``spanGrp`` are left out with a warning.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.pages.page_dates import find_date
from analyzer.read.research.elements import (
    Element,
    children,
    id_of,
    line_of,
    name_of,
    named,
    parse_xml,
    root_name,
    text_of,
)
from analyzer.read.research.tiers import named_roles
from analyzer.read.trees import number_at
from analyzer.records import ReadWarning, SegmentKind

_ROOTS = ("TEI", "TEI.2", "teiCorpus")
_SPOKEN = re.compile(r"<(?:\w+:)?(?:u|sp|annotationBlock)[\s>]")
_EVENTS = {"vocal", "kinesic", "incident", "event", "gap", "shift", "writing"}
_LEFT_OUT = {"spanGrp", "teiHeader", "timeline", "fsdDecl", "standOff"}
_TWICE = {"reg", "corr", "expan"}
_BESIDE = {"head", "note", "stage", "p", "ab", "l", "item", "opener", "closer", "epigraph"}
_MS_OF_UNIT = {"s": 1000.0, "ms": 1.0, "min": 60_000.0, "h": 3_600_000.0}
_LATEST_MS = 10**12


class Tei:
    """Spoken texts in TEI."""

    name = "tei"
    about = "spoken texts in TEI (<u who=…>), ISO 24624 included"
    extensions: tuple[str, ...] = (".tei", ".xml")

    def claims(self, raw: RawFile) -> float:
        """0.98 for a TEI document in which somebody speaks."""
        if not raw.text or root_name(raw.text) not in _ROOTS:
            return 0.0
        return 0.98 if _SPOKEN.search(raw.text) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk in the order of the text. Raises UnreadableTranscript where nobody speaks."""
        root = parse_xml(raw.text or "", path=raw.path)
        walk = _Walk(people=_people(root), times=_times(root))
        for body in named(root, "text"):
            walk.beside(" ".join((body.text or "").split()), body)
            walk.into(body, who=None, span=(None, None))
            break
        if not any(part.outside is None for part in walk.fragments):
            what = "nobody speaks (<u>, <sp>) in this TEI document."
            raise UnreadableTranscript(what, path=raw.path, hint="Check that it is a spoken text.")
        header = next(named(root, "teiHeader"), None)
        fragments = tuple(walk.fragments)
        return Reading(
            fragments=fragments,
            title=_first(header, "title") or None,
            held_on=_held_on(header),
            roles=named_roles(fragments),
            warnings=tuple(walk.warnings()),
        )


_Span = tuple[int | None, int | None]


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Goes through the text once; what it finds lies in ``fragments``, in order."""

    people: dict[str, str]
    times: dict[str, int]
    fragments: list[Fragment] = field(default_factory=list)
    n_annotations: int = 0
    has_talk: bool = False

    def into(self, parent: Element, *, who: str | None, span: _Span) -> None:
        """All that stands below an element that is itself no talk."""
        for child in parent:
            name = name_of(child)
            if name == "u":
                self.speak(child, _who(child) or who, self.span(child, span))
            elif name == "sp":
                label = next(children(child, "speaker"), None)
                self.speak(child, _who(child) or who, span, label=text_of(label).rstrip(" .:"))
            elif name == "annotationBlock":
                self.into(child, who=_who(child), span=self.span(child, span))
            elif name in _LEFT_OUT:
                self.n_annotations += sum(1 for _ in named(child, "span"))
            elif name in _EVENTS or name in _BESIDE:
                text = _event(child) if name in _EVENTS else text_of(child)
                self.beside(text, child)
            else:
                self.beside(" ".join((child.text or "").split()), child)
                self.into(child, who=who, span=span)
            self.beside(" ".join((child.tail or "").split()), child)

    def speak(self, element: Element, who: str | None, span: _Span, *, label: str = "") -> None:
        """What one person says; more than one named together are joined by a plus sign."""
        texts: list[str] = []
        self.n_annotations += _spoken_text(element, texts)
        text = " ".join("".join(texts).split())
        if not text:
            return
        names = [self.people.get(one, one) for one in (who or "").replace("#", " ").split()]
        self.has_talk = True
        self.fragments.append(
            Fragment(
                text=text,
                speaker=label or " + ".join(names) or None,
                start_ms=span[0],
                end_ms=span[1],
                line=line_of(element),
            )
        )

    def beside(self, text: str, element: Element) -> None:
        """Keeps what is no talk."""
        if text:
            kind = SegmentKind.LOGISTICS if self.has_talk else SegmentKind.FRONT
            self.fragments.append(Fragment(text=text, line=line_of(element), outside=kind))

    def span(self, element: Element, around: _Span) -> _Span:
        """The times of an element by the timeline, else those around it."""
        start = self.times.get((element.get("start") or "").lstrip("#"))
        end = self.times.get((element.get("end") or "").lstrip("#"))
        start, end = around if start is None and end is None else (start, end)
        return start, None if start is not None and end is not None and end < start else end

    def warnings(self) -> Iterator[ReadWarning]:
        """That annotations were left out, where there were any."""
        if self.n_annotations:
            what = "Annotations and normal spellings of the talk (<spanGrp>, <reg>)"
            message = f"{what} were left out ({self.n_annotations})."
            yield ReadWarning(message=message)


def _who(element: Element) -> str | None:
    return element.get("who") or None


def _spoken_text(element: Element, texts: list[str]) -> int:
    """Adds what is said in an element to the texts; how many annotations it passed over."""
    n_passed = 0
    texts.append(element.text or "")
    for child in element:
        name = name_of(child)
        if name in _LEFT_OUT:
            n_passed += sum(1 for _ in named(child, "span"))
        elif name in _TWICE and name_of(element) == "choice":
            n_passed += 1
        elif name in _EVENTS or name in {"note", "stage", "desc"}:
            texts.append(f" {_event(child)} ")
        elif name != "speaker":
            if name in {"w", "seg", "s", "p", "l", "lb", "ab", "u"}:
                texts.append("" if name == "w" and child.get("join") in {"left", "both"} else " ")
            elif name == "pc":
                _cut_blank(texts)
            n_passed += _spoken_text(child, texts)
        texts.append(child.tail or "")
    return n_passed


def _cut_blank(texts: list[str]) -> None:
    """Takes the blank before a mark away."""
    while texts and not texts[-1].strip():
        texts.pop()
    if texts:
        texts[-1] = texts[-1].rstrip()


def _event(element: Element) -> str:
    """A sound, a deed or a gap in brackets; empty where nothing tells what it is."""
    told = text_of(element) or element.get("desc") or element.get("reason") or element.get("new")
    told = " ".join((told or "").split())
    return f"[{told}]" if told else ""


def _people(root: Element) -> dict[str, str]:
    """The names of people by their ids."""
    found: dict[str, str] = {}
    for person in named(root, "person", "participant", "personGrp"):
        name = _first(person, "persName") or _first(person, "name")
        parts = (
            _first(person, part) for part in ("forename", "givenName", "surname", "familyName")
        )
        name = name or " ".join(filter(None, parts)) or person.get("n") or _first(person, "abbr")
        if id_of(person) and name:
            found[id_of(person)] = name
    return found


def _times(root: Element) -> dict[str, int]:
    """Milliseconds of the points of all timelines by their ids."""
    found: dict[str, int] = {}
    for line in named(root, "timeline"):
        unit = _MS_OF_UNIT.get(line.get("unit") or "s", 1000.0)
        points = list(children(line, "when"))
        for number, point in enumerate(points):
            lasts = number_at(point.get("interval"))
            since = found.get((point.get("since") or line.get("origin") or "").lstrip("#"), 0)
            ms_of_unit = _MS_OF_UNIT.get(point.get("unit") or "", unit)
            if lasts is not None and 0 <= lasts * ms_of_unit + since < _LATEST_MS:
                found[id_of(point)] = since + round(lasts * ms_of_unit)
            elif number == 0:
                found[id_of(point)] = 0
    return found


def _first(root: Element | None, name: str) -> str:
    """The text of the first element of a name."""
    return "" if root is None else text_of(next(named(root, name), None))


def _held_on(header: Element | None) -> dt.date | None:
    """The date of the recording or of the setting."""
    if header is None:
        return None
    for part in named(header, "recording", "setting", "settingDesc"):
        for date in named(part, "date"):
            found = find_date(date.get("when") or text_of(date))
            if found is not None:
                return found
    return None
