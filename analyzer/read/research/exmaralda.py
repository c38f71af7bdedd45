"""EXMARaLDA basic transcriptions (.exb): tiers of events between points of a common time line.

Tiers of type ``t`` are talk, named by the abbreviation of their speaker. Their events are cut where
anybody begins or ends, also within a word, so events that follow each other without a gap are put
together again up to the end of a sentence. Tiers of annotations and descriptions are left out and
named in one warning. Points without a time still tell the order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
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
from analyzer.read.research.tiers import Annotation, Tier, read_tiers
from analyzer.read.trees import seconds_at

_BASIC = "basic-transcription"
_OTHERS = ("segmented-transcription", "list-transcription")
_SENTENCE_ENDS = re.compile(r"[.?!…][\"'”’)\]]*\s*$")


class Exmaralda:
    """EXMARaLDA's basic transcriptions."""

    name = "exmaralda"
    about = "basic transcriptions of EXMARaLDA (.exb): one tier a speaker"
    extensions: tuple[str, ...] = (".exb",)

    def claims(self, raw: RawFile) -> float:
        """0.98 for a transcription of EXMARaLDA, also of the kinds that are refused."""
        return 0.98 if raw.text and root_name(raw.text) in (_BASIC, *_OTHERS) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all tiers. Raises UnreadableTranscript for a broken file and one without."""
        root = parse_xml(raw.text or "", path=raw.path)
        if name_of(root) != _BASIC:
            what = f"this is no basic transcription; it opens with <{name_of(root)}>."
            hint = "Save it in EXMARaLDA as a basic transcription (.exb)."
            raise UnreadableTranscript(what, path=raw.path, line=1, hint=hint)
        title = next((text_of(one) for one in named(root, "transcription-name")), "")
        return replace(read_tiers(tuple(_tiers(root)), path=raw.path), title=title or None)


def _tiers(root: Element) -> Iterator[Tier]:
    places = {
        id_of(point): (float(number), seconds_at(point.get("time")))
        for number, point in enumerate(named(root, "tli"))
    }
    speakers = {
        id_of(one): text_of(next(children(one, "abbreviation"), None))
        for one in named(root, "speaker")
    }
    for tier in named(root, "tier"):
        number = tier.get("speaker") or ""
        shown = " ".join((tier.get("display-name") or tier.get("category") or "").split())
        yield Tier(
            name=shown or id_of(tier),
            annotations=tuple(_joined(sorted(_events(tier, places), key=lambda one: one[0].at))),
            speaker=speakers.get(number) or number or None,
            is_talk=tier.get("type") == "t",
        )


_Event = tuple[Annotation, float]


def _events(tier: Element, places: dict[str, tuple[float, int | None]]) -> Iterator[_Event]:
    """The events with text, as written, each with the place where it ends."""
    for event in children(tier, "event"):
        text = "".join(event.itertext())
        if text.strip():
            at, start_ms = places.get(event.get("start") or "", (0.0, None))
            end, end_ms = places.get(event.get("end") or "", (at, None))
            yield (
                Annotation(text=text, at=at, start_ms=start_ms, end_ms=end_ms, line=line_of(event)),
                end,
            )


def _joined(events: list[_Event]) -> Iterator[Annotation]:
    """The events, those that follow without a gap within a sentence put together."""
    texts: list[str] = []
    first: Annotation | None = None
    last: _Event | None = None
    for event, end in events:
        if last is not None and (event.at != last[1] or _SENTENCE_ENDS.search(texts[-1])):
            yield _whole(first or event, last[0], texts)
            texts, first = [], None
        first = first or event
        texts.append(event.text)
        last = (event, end)
    if last is not None:
        yield _whole(first or last[0], last[0], texts)


def _whole(first: Annotation, last: Annotation, texts: list[str]) -> Annotation:
    ends = last.end_ms
    if ends is not None and first.start_ms is not None and ends < first.start_ms:
        ends = None
    return replace(first, text=" ".join("".join(texts).split()), end_ms=ends)
