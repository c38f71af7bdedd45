"""Tasks of Label Studio: a dialogue a session, what models found to correct, what people said.

Places count UTF-16 units, as browsers do. Every region holds its words beside its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from analyzer.export.choosing import PERSON, Material, is_by_person
from analyzer.export.documents import xml_text
from analyzer.export.placing import write_text
from analyzer.export.refi_codebook import guid
from analyzer.export.stretches import parts
from analyzer.records import Analysis, Label, Pack, Quote

Json = dict[str, Any]

ADVICE: Final = "advice"
PROBLEM: Final = "problem"
_DIALOGUE: Final = "dialogue"


def write(material: Material, place: Path) -> None:
    """A folder with the tasks and the labelling set-up that goes with them."""
    place.mkdir()
    with (place / "tasks.json").open("w", encoding="utf-8", newline="\n") as file:
        file.write("[\n")
        for number, analysis in enumerate(material.analyses()):
            file.write(",\n" if number else "")
            file.write(json.dumps(_task(analysis), ensure_ascii=False))
        file.write("\n]\n")
    write_text(place / "config.xml", _config(material.pack))


def _task(analysis: Analysis) -> Json:
    session = analysis.session
    regions = list(_regions(analysis))
    people = sorted({label.source for label, _ in regions if is_by_person(label)})
    found = [region for label, region in regions if not is_by_person(label)]
    return {
        "data": {
            "session": session.id,
            "title": session.title or session.source.path,
            "held_on": session.held_on.isoformat() if session.held_on else "",
            _DIALOGUE: [
                {"author": session.speakers[turn.speaker].name, "text": turn.text}
                for turn in session.turns
            ],
        },
        "predictions": [{"model_version": analysis.made_with.models, "result": found}]
        if found
        else [],
        "annotations": [
            {"result": [region for label, region in regions if label.source == source]}
            for source in people
        ],
    }


def _regions(analysis: Analysis) -> Iterator[tuple[Label, Json]]:
    for part in parts(analysis):
        for label in part.advice.labels:
            yield label, _region(analysis, ADVICE, label, part.quote)
    for exchange in analysis.exchanges:
        if exchange.problem is not None and exchange.quote is not None:
            problem = exchange.problem
            yield problem, _region(analysis, PROBLEM, problem, exchange.quote)


def _region(analysis: Analysis, kind: str, label: Label, quote: Quote) -> Json:
    text = analysis.session.turns[quote.turn].text
    place = (analysis.session.id, quote.turn, quote.start, quote.end)
    by = label.source.removeprefix(PERSON) if is_by_person(label) else label.source
    region: Json = {
        "id": guid(kind, *place, label.category, label.source)[:8],
        "from_name": kind,
        "to_name": _DIALOGUE,
        "type": "paragraphlabels",
        "value": {
            "start": str(quote.turn),
            "end": str(quote.turn),
            "startOffset": utf16_units(text[: quote.start]),
            "endOffset": utf16_units(text[: quote.end]),
            "text": text[quote.start : quote.end],
            "paragraphlabels": [label.category],
        },
        "meta": {"text": [by if label.sure else f"{by}, only possible"]},
    }
    return region if is_by_person(label) else {**region, "score": label.score}


def utf16_units(text: str) -> int:
    """How long a text is for a browser.

    >>> utf16_units("a😀")
    3
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _config(pack: Pack) -> str:
    view = etree.Element("View")
    for kind, categories in ((ADVICE, pack.advice), (PROBLEM, pack.problem)):
        labels = etree.SubElement(view, "ParagraphLabels", {"name": kind, "toName": _DIALOGUE})
        for it in categories:
            attributes = {"value": it.id, "hint": xml_text(f"{it.name}: {it.definition}")}
            etree.SubElement(labels, "Label", attributes)
    shown = {
        "name": _DIALOGUE,
        "value": f"${_DIALOGUE}",
        "layout": "dialogue",
        "nameKey": "author",
        "textKey": "text",
    }
    etree.SubElement(view, "Paragraphs", shown)
    etree.indent(view)
    return str(etree.tostring(view, encoding="unicode")) + "\n"
