"""Projects of REFI-QDA (``.qdpx``): sessions as texts, findings as coded selections.

The model, rules and every person are users of their own, so that a program can compare them. What
is only possible is by another user still, called so, and is filtered out with a click.
Places count Unicode code points, the end left out, as the standard says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, Final

from lxml import etree

from analyzer.export.choosing import Material, hand_of, is_by_person
from analyzer.export.documents import Document, document_of, xml_text
from analyzer.export.placing import write_zip
from analyzer.export.refi_codebook import (
    ORIGIN,
    Code,
    add_code,
    category_guid,
    guid,
    pack_codes,
    xml_bytes,
)
from analyzer.records import Analysis, Label, Move, Pack, Role, SegmentKind, UptakeKind

NAMESPACE: Final = "urn:QDA-XML:project:1.0"
PROJECT: Final = "project.qde"
MODEL: Final = "analyzer"
POSSIBLE: Final = "analyzer, only possible"
_VARIABLES: Final = {"Date": "Date", "Title": "Text", "Source": "Text", "Pack": "Text"}
_UPTAKE: Final[dict[UptakeKind, str]] = {
    kind: f"Uptake: {kind.value}" for kind in UptakeKind if kind is not UptakeKind.NONE
}
NSMAP: Final[Any] = {None: NAMESPACE}
_PARTS: Final = {kind: f"Part: {kind.value}" for kind in SegmentKind}

Element = Any  # lxml ships no types


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Coding:
    """Characters ``[start, end)`` of a document that bear a code, and the user who says so."""

    start: int
    end: int
    code: str
    user: str


@dataclass(slots=True, kw_only=True)
class _Project:
    """What is gathered while the sessions are written one by one."""

    sources: list[Element] = field(default_factory=list)
    users: set[str] = field(default_factory=lambda: {MODEL})
    cases: dict[tuple[str, str], list[str]] = field(default_factory=dict)


def write(material: Material, place: Path) -> None:
    """The project file and a text for each session, in one zip."""
    write_zip(place, _files(material))


def _files(material: Material) -> Iterator[tuple[str, bytes]]:
    project = _Project()
    for analysis in material.analyses():
        key = guid("source", analysis.session.id)
        document = document_of(analysis)
        project.sources.append(_source(analysis, document, key, project, pack=material.pack))
        _add_cases(analysis, key, project, people=material.people)
        yield f"sources/{key}.txt", document.text.encode("utf-8")
    yield PROJECT, _project_bytes(project, material)


def _project_bytes(project: _Project, material: Material) -> bytes:
    days = list(material.tables.sessions["held_on"].dropna())
    root = etree.Element(
        _tag("Project"),
        {
            "name": xml_text(f"Coaching sessions ({material.pack.label})"),
            "origin": ORIGIN,
            "creatingUserGUID": _user(MODEL),
            # A file must be the same on every run, so it is dated by the latest session in it.
            **({"creationDateTime": f"{max(days):%Y-%m-%d}T00:00:00Z"} if days else {}),
        },
        nsmap=NSMAP,
    )
    users = etree.SubElement(root, _tag("Users"))
    for name in sorted(project.users):
        etree.SubElement(users, _tag("User"), guid=_user(name), name=xml_text(name))
    codes = etree.SubElement(etree.SubElement(root, _tag("CodeBook")), _tag("Codes"))
    for code in (*pack_codes(material.pack), *_own_codes()):
        add_code(codes, code, namespace=NAMESPACE)
    variables = etree.SubElement(root, _tag("Variables"))
    for name, kind in (*_VARIABLES.items(), ("Role", "Text")):
        etree.SubElement(
            variables, _tag("Variable"), guid=guid("variable", name), name=name, typeOfVariable=kind
        )
    _put_cases(root, project)
    etree.SubElement(root, _tag("Sources")).extend(project.sources)
    return xml_bytes(root)


def _own_codes() -> Iterator[Code]:
    """What is found beside the categories of a pack."""
    groups: Sequence[tuple[str, Iterable[str]]] = (
        ("Uptake", _UPTAKE.values()),
        ("Parts of a session", _PARTS.values()),
    )
    for group, names in groups:
        under = tuple(Code(guid=guid("code", name), name=name) for name in names)
        yield Code(guid=guid("group", group), name=group, is_codable=False, under=under)
    yield Code(guid=guid("code", "script"), name="Words to say")


def codings(analysis: Analysis, document: Document, *, pack: Pack) -> tuple[Coding, ...]:
    """All codings of a session, in order of place.

    Advice stands at its whole stretch, a problem and an uptake at their quote.
    """
    return tuple(sorted({*_labels(analysis, document, pack), *_others(analysis, document)}))


def _labels(analysis: Analysis, document: Document, pack: Pack) -> Iterator[Coding]:
    for advice in analysis.advice:
        start, end = document.stretch(analysis, advice.first, advice.end)
        for label in advice.labels:
            code = category_guid(pack, label.category)
            yield Coding(start=start, end=end, code=code, user=user_of(label))
    for exchange in analysis.exchanges:
        problem = exchange.problem
        if problem is None:
            continue
        start, end = (
            document.stretch(analysis, exchange.first, exchange.end)
            if exchange.quote is None
            else document.span(exchange.quote)
        )
        code = category_guid(pack, problem.category)
        yield Coding(start=start, end=end, code=code, user=user_of(problem))


def _others(analysis: Analysis, document: Document) -> Iterator[Coding]:
    user = hand_of(analysis) or MODEL
    for advice in analysis.advice:
        uptake = advice.uptake
        if uptake is not None and uptake.quote is not None:
            start, end = document.span(uptake.quote)
            code = guid("code", _UPTAKE[uptake.kind])
            yield Coding(start=start, end=end, code=code, user=user)
        for sentence in analysis.sentences[advice.first : advice.end]:
            if sentence.move is Move.SCRIPT:
                start, end = document.span(sentence)
                yield Coding(start=start, end=end, code=guid("code", "script"), user=user)
    for segment in analysis.segments:
        start, end = document.stretch(analysis, segment.first, segment.end)
        code = guid("code", _PARTS[segment.kind])
        yield Coding(start=start, end=end, code=code, user=user)


def user_of(label: Label) -> str:
    """The user that a label is by: the person, or the model, or the model that is not sure."""
    if is_by_person(label):
        return label.source.partition(":")[2]
    return MODEL if label.sure else POSSIBLE


def _source(
    analysis: Analysis, document: Document, key: str, project: _Project, *, pack: Pack
) -> Element:
    session = analysis.session
    source = etree.Element(
        _tag("TextSource"),
        guid=key,
        name=xml_text(session.title or _file_name(session.source.path) or session.id),
        plainTextPath=f"internal://{key}.txt",
        creatingUser=_user(MODEL),
    )
    by_place: dict[tuple[int, int], list[Coding]] = {}
    for it in codings(analysis, document, pack=pack):
        by_place.setdefault((it.start, it.end), []).append(it)
    for (start, end), here in by_place.items():
        selection = etree.SubElement(
            source,
            _tag("PlainTextSelection"),
            guid=guid("selection", session.id, start, end),
            name=document.text[start:end],
            startPosition=str(start),
            endPosition=str(end),
            creatingUser=_user(here[0].user),
        )
        for it in here:
            project.users.add(it.user)
            own = guid("coding", session.id, start, end, it.code, it.user)
            coding = etree.SubElement(
                selection, _tag("Coding"), guid=own, creatingUser=_user(it.user)
            )
            etree.SubElement(coding, _tag("CodeRef"), targetGUID=it.code)
    _put_values(source, _facts(analysis))
    return source


def _facts(analysis: Analysis) -> Iterator[tuple[str, str | dt.date | None]]:
    session = analysis.session
    yield "Date", session.held_on
    yield "Title", session.title
    yield "Source", _file_name(session.source.path)
    yield "Pack", analysis.made_with.pack


def _put_values(parent: Element, facts: Iterable[tuple[str, str | dt.date | None]]) -> None:
    for name, value in facts:
        if value:
            element = etree.SubElement(parent, _tag("VariableValue"))
            etree.SubElement(element, _tag("VariableRef"), targetGUID=guid("variable", name))
            kind = "DateValue" if isinstance(value, dt.date) else "TextValue"
            etree.SubElement(element, _tag(kind)).text = xml_text(str(value))


def _add_cases(
    analysis: Analysis, source: str, project: _Project, *, people: dict[tuple[str, str], str]
) -> None:
    """A case for each coach and client, and the sessions they speak in."""
    for speaker in analysis.session.speakers:
        person = people.get((analysis.session.id, speaker.name))
        if person is not None and speaker.role in {Role.COACH, Role.CLIENT}:
            project.cases.setdefault((speaker.role.value, person), []).append(source)


def _put_cases(root: Element, project: _Project) -> None:
    if not project.cases:
        return
    cases = etree.SubElement(root, _tag("Cases"))
    for (role, person), sources in sorted(project.cases.items()):
        case = etree.SubElement(
            cases, _tag("Case"), guid=guid("case", role, person), name=xml_text(person)
        )
        _put_values(case, [("Role", role)])
        for key in dict.fromkeys(sources):
            etree.SubElement(case, _tag("SourceRef"), targetGUID=key)


def _user(name: str) -> str:
    return guid("user", name)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _file_name(path: str) -> str:
    return PurePath(path.replace("\\", "/")).name
