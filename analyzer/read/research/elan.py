"""ELAN (.eaf): tiers of annotations, each tied to slots of a time line.

A tier that depends on no other is talk; its speaker is its PARTICIPANT, else what follows ``@`` in
its name (``tx@Ana``), else its name. Tiers that depend on another hold its words, glosses,
translations and codes once more, so they are left out and named in one warning; so are tiers whose
values come from a fixed vocabulary. Where a tier holds nothing but numbers of its utterances, the
dependent tier with the most words is the talk.

Hand-written: on a file of 2.4 MB it takes a third of pympi's time, and pympi has no bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.research.elements import (
    Element,
    children,
    line_of,
    name_of,
    named,
    parse_xml,
    root_name,
    text_of,
)
from analyzer.read.research.tiers import Annotation, Tier, read_tiers
from analyzer.read.services.voices import recording_name

_ROOT = "ANNOTATION_DOCUMENT"
_MS_OF_UNIT = {
    "milliseconds": 1.0,
    "PAL-frames": 40.0,
    "PAL-50-frames": 20.0,
    "NTSC-frames": 1001 / 30,
}
_NUMBERED = re.compile(r"\S*[0-9]\S*")
_MIN_NUMBERED = 0.9
_LATEST_MS = 10**12


class Elan:
    """ELAN's annotation documents."""

    name = "elan"
    about = "annotations of ELAN (.eaf): one tier a speaker"
    extensions: tuple[str, ...] = (".eaf",)

    def claims(self, raw: RawFile) -> float:
        """0.98 for an annotation document."""
        return 0.98 if raw.text is not None and root_name(raw.text) == _ROOT else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all tiers. Raises UnreadableTranscript where the XML is broken or empty."""
        root = parse_xml(raw.text or "", path=raw.path)
        if name_of(root) != _ROOT:
            what = f"this is no document of ELAN; it opens with <{name_of(root)}>."
            raise UnreadableTranscript(what, path=raw.path, line=1, hint="Choose another format.")
        reading = read_tiers(tuple(_tiers(root)), path=raw.path)
        media = next(named(root, "MEDIA_DESCRIPTOR"), None)
        url = "" if media is None else media.get("MEDIA_URL") or media.get("RELATIVE_MEDIA_URL")
        title = recording_name(unquote(url or "") or None)
        return replace(reading, title=title)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A tier as it stands in the file; ``parent`` is the name of the tier it depends on."""

    name: str
    parent: str
    participant: str
    has_vocabulary: bool
    annotations: tuple[Annotation, ...]


def _tiers(root: Element) -> Iterator[Tier]:
    rows = list(_rows(root))
    names = {row.name for row in rows}
    tops = [row for row in rows if row.parent not in names]
    free = [row for row in tops if not row.has_vocabulary and row.annotations]
    talk = {
        spoken.name: row.participant or spoken.participant or _after_at(spoken.name)
        for row in free or tops
        for spoken in (_spoken(row, rows),)
    }
    for row in rows:
        said = tuple(one for one in row.annotations if one.text)
        is_talk = row.name in talk
        yield Tier(name=row.name, annotations=said, speaker=talk.get(row.name), is_talk=is_talk)


def _spoken(row: _Row, rows: Sequence[_Row]) -> _Row:
    """The tier that holds the words: the row, or one below it where the row only numbers them."""
    seen = {row.name}
    while _only_numbers(row):
        below = [one for one in rows if one.parent == row.name and one.name not in seen]
        worded = [one for one in below if any(part.text for part in one.annotations)]
        if not worded:
            break
        row = max(worded, key=lambda one: sum(len(part.text.split()) for part in one.annotations))
        seen.add(row.name)
    return row


def _only_numbers(row: _Row) -> bool:
    texts = [one.text for one in row.annotations if one.text]
    return sum(1 for text in texts if _NUMBERED.fullmatch(text)) >= _MIN_NUMBERED * len(texts)


def _after_at(name: str) -> str | None:
    _, mark, speaker = name.rpartition("@")
    return speaker.strip() or None if mark else None


def _rows(root: Element) -> Iterator[_Row]:
    slots = _slots(root)
    coded = {
        kind.get("LINGUISTIC_TYPE_ID")
        for kind in named(root, "LINGUISTIC_TYPE")
        if kind.get("CONTROLLED_VOCABULARY_REF")
    }
    tiers = list(children(root, "TIER"))
    places = _places(tiers, slots)
    for tier in tiers:
        found = [
            _annotation(one, *places.get(one.get("ANNOTATION_ID") or "", (0.0, None, None)))
            for holder in children(tier, "ANNOTATION")
            for one in holder
            if name_of(one)
        ]
        yield _Row(
            name=tier.get("TIER_ID") or "",
            parent=tier.get("PARENT_REF") or "",
            participant=" ".join((tier.get("PARTICIPANT") or "").split()),
            has_vocabulary=tier.get("LINGUISTIC_TYPE_REF") in coded,
            annotations=tuple(sorted(found, key=lambda one: one.at)),
        )


_Place = tuple[float, int | None, int | None]


def _slots(root: Element) -> dict[str, tuple[float, int | None]]:
    """Place and milliseconds of each slot; one without a time lies where the one before it does."""
    header = next(children(root, "HEADER"), None)
    unit = "" if header is None else header.get("TIME_UNITS") or ""
    ms_of_unit = _MS_OF_UNIT.get(unit, 1.0)
    slots: dict[str, tuple[float, int | None]] = {}
    at = 0.0
    for slot in named(root, "TIME_SLOT"):
        value = (slot.get("TIME_VALUE") or "").strip()
        time = None
        if value.isascii() and value.isdigit() and len(value) <= 12:
            time = min(round(int(value) * ms_of_unit), _LATEST_MS)
            at = float(time)
        slots[slot.get("TIME_SLOT_ID") or ""] = (at, time)
    return slots


def _places(
    tiers: Sequence[Element], slots: dict[str, tuple[float, int | None]]
) -> dict[str, _Place]:
    """Where each annotation lies by its id: by its slots, or with the one it refers to."""
    places: dict[str, _Place] = {}
    refers: dict[str, str] = {}
    for tier in tiers:
        for one in named(tier, "ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
            number = one.get("ANNOTATION_ID") or ""
            if name_of(one) == "REF_ANNOTATION":
                refers[number] = one.get("ANNOTATION_REF") or ""
                continue
            at, start_ms = slots.get(one.get("TIME_SLOT_REF1") or "", (0.0, None))
            _, end_ms = slots.get(one.get("TIME_SLOT_REF2") or "", (0.0, None))
            if start_ms is not None and end_ms is not None and end_ms < start_ms:
                end_ms = None
            places[number] = (at, start_ms, end_ms)
    for number in refers:
        chain = [number]
        # As long as all of them at most: some file may refer in a ring.
        while chain[-1] not in places and chain[-1] in refers and len(chain) <= len(refers):
            chain.append(refers[chain[-1]])
        place = places.get(chain[-1], (0.0, None, None))
        places.update((one, place) for one in chain)
    return places


def _annotation(one: Element, at: float, start_ms: int | None, end_ms: int | None) -> Annotation:
    value = next(children(one, "ANNOTATION_VALUE"), None)
    text = text_of(value)
    return Annotation(text=text, at=at, start_ms=start_ms, end_ms=end_ms, line=line_of(one))
