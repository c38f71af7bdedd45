"""The words of transcript files, found without the readers: what a test of recall compares with."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from lxml import etree
from lxml import html as lxml_html

Words = Counter[str]

_WORD = re.compile(r"[^\W_]+")
_CORE = r"(?<!\w)(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,3})?(?!\w)"
_TIME = re.compile(rf"{_CORE}|(?<!\w)\d+(?:\.\d+)?s(?!\w)|\b\d+ (?:minutes?|seconds?)\b(?= ?\d)")
_TIMING = re.compile(rf"\s*[\[(]?{_CORE}\s*(?:-->|->|,)\s*[\[(]?{_CORE}[\])]?")
_SETTING = re.compile(r"(?:align|position|line|size|vertical|region):\S+")
_CUE_ID = re.compile(r"\s*(?:\d+|[0-9a-f]{8}-[0-9a-f-]+(?:/\d+-\d+)?|\S+/\d+-\d+)\s*")
_CUE_BLOCK = re.compile(r"\s*(?:NOTE|STYLE|REGION|WEBVTT|X-TIMESTAMP-MAP|Kind:|Language:)")
_TAG = re.compile(r"</?(?!https?://)[a-z!][^<>]*>", re.IGNORECASE)
_LINK = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_HEAD = re.compile(r"[^:：\t]{0,80}[:：\t]|.{0,80}$|[^\])>]{0,80}[\])>]")
_SKIPPED = ("script", "style", "noscript", "template", "head", "button", "select", "svg")
_NEW_LINE = ("br", "p", "div", "td", "th", "tr", "li", "dt", "dd", "cite", "time", "h1", "h2", "h3")
_NAMES = ("cite", "dt", "b", "strong", "th")
_HIDDEN = re.compile(r"\bhidden=|display:\s*none")
_GUESSES = ("alternatives", "nbest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a file holds: ``talk`` must be in the reading, ``other`` may be, ``labels`` need not."""

    talk: Words
    other: Words = field(default_factory=Words)
    labels: Words = field(default_factory=Words)


def words_in(text: str, *, timed: bool = False) -> Words:
    """The words of a text in small letters, without those of times unless they are ``timed``.

    >>> sorted(words_in("00:03 Ana: It's 5.").elements())
    ['5', 'ana', 'it', 's']
    """
    text = text.replace("\u00ad", "")
    plain = text if timed else _TIME.sub(" ", text)
    return Counter(word.casefold() for word in _WORD.findall(plain))


def source_of(path: Path, content: bytes, *, talk: str = "") -> Source:
    """The words of a file, by what kind of file it is.

    Of the groups of texts in a file of records the one with most different words is the talk, or
    the one whose name ends with ``talk``.
    """
    if content[:4] == b"PK\x03\x04":
        return _zipped(content, talk)
    if content[:5] == b"{\\rtf":
        return _rich_text(content)
    suffix = path.suffix.casefold()
    if suffix == ".vtt" and b"\n{" in content:
        return _biggest(_json(content), talk)
    if suffix in _PAGES:
        return _PAGES[suffix](content)
    grouped = _GROUPED.get(suffix, _columns if _is_table(_text(content)) else None)
    return _page(content) if grouped is None else _biggest(grouped(content), talk)


def _text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(text: str) -> Source:
    """The words of lines; what stands before a colon, a bracket or a time may be a label."""
    heads = [_HEAD.match(_TIME.sub(" ", line).strip()) for line in text.splitlines()]
    labels = sum((words_in(head.group()) for head in heads if head is not None), Words())
    return Source(talk=words_in(text), labels=labels)


def _page(content: bytes) -> Source:
    text = _LINK.sub("] ", _text(content))
    if len(_TIMING.findall(text)) > 1:
        return _captions(content)
    return _lines(html.unescape(_TAG.sub(lambda tag: _voice(tag.group()), text)))


def _voice(tag: str) -> str:
    """A voice tag's name as a line's label, else nothing."""
    return f" {tag[2:-1].strip()}: " if tag[:3] == "<v " else " "


def _captions(content: bytes) -> Source:
    lines = _text(content).splitlines()
    kept: list[str] = []
    notes: list[str] = []
    noted = False
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        timed = _TIMING.match(line) is not None
        noted = bool(line.strip()) and not timed and (noted or bool(_CUE_BLOCK.match(line)))
        plain = html.unescape(_TAG.sub(lambda tag: _voice(tag.group()), line))
        if noted:
            notes.append(plain)
        elif timed:
            kept.append(_SETTING.sub("", _TIMING.sub("", plain)))
        elif not (_TIMING.match(below) and _CUE_ID.fullmatch(line)):
            kept.append(plain)
    source = _lines("\n".join(kept))
    return Source(talk=source.talk, labels=source.labels, other=words_in("\n".join(notes)))


def _lyrics(content: bytes) -> Source:
    """Timed lines; of a tag its words count, and none of the one that moves all times."""
    text = re.sub(r"(?m)^\[offset:.*\]$", "", _text(content))
    return _lines(re.sub(r"(?m)^\[[a-z]+:(.*)\]$", r"\1", text))


def _web_page(content: bytes) -> Source:
    page = lxml_html.document_fromstring(_text(content))
    for node in list(page.iter(etree.Element)):
        marks = f"hidden={node.get('hidden')}" if "hidden" in node.attrib else node.get("style", "")
        if node.tag in _SKIPPED or _HIDDEN.search(marks):
            _empty(node)
    labels = Words()
    for node in list(page.iter(etree.Element)):
        marked = node.tag in _NAMES or "speaker" in node.get("class", "")
        first = node.tag == "td" and node.getprevious() is None
        labels += words_in(_all_text(node)) if marked or first else Words()
        if node.tag in _NEW_LINE:
            node.text, node.tail = f"\n{node.text or ''}", f"\n{node.tail or ''}"
    text = _all_text(page)
    return Source(talk=words_in(text), labels=labels | _lines(text).labels)


def _empty(node: etree._Element) -> None:
    tail = node.tail
    node.clear()
    node.tail = tail


def _all_text(node: etree._Element) -> str:
    return "".join(str(text) for text in node.itertext(etree.Element))


_Pieces = Iterator[tuple[str, str]]


def _json(content: bytes) -> _Pieces:
    text = _text(content)
    try:
        tree = json.loads(text)
    except json.JSONDecodeError:
        tree = [json.loads(line) for line in text.splitlines() if line.startswith(("{", "["))]
    yield from _leaves(tree, "")


def _leaves(tree: object, path: str) -> _Pieces:
    """The strings of a tree, each with the keys that lead to it; the places in lists do not count.

    Of several guesses at the same words only the first is talk.
    """
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, f"{path}[]" if key.isdigit() else f"{path}.{key}")
    elif isinstance(tree, list):
        guesses = path.casefold().endswith(_GUESSES)
        for place, value in enumerate(tree):
            yield from _leaves(value, f"{path}[guess]" if guesses and place else f"{path}[]")
    elif isinstance(tree, str):
        yield path, tree


def _biggest(pieces: Iterable[tuple[str, str]], wanted: str) -> Source:
    """Of groups of texts the one with most different words is the talk."""
    groups: dict[str, Words] = defaultdict(Words)
    labels = Words()
    for group, text in pieces:
        groups[group] += words_in(text)
        labels += _lines(text).labels if "\n" in text or group == "head" else Words()

    def size(group: str) -> tuple[bool, int, int]:
        letters = [word for word in groups[group] if word.isalpha()]
        named = bool(wanted) and group.endswith(wanted)
        return named, len(letters), groups[group].total()

    able = (group for group in groups if "[guess]" not in group and group not in _NEVER)
    talk = max(able, key=size, default="")
    other = sum((words for group, words in groups.items() if group != talk), Words())
    return Source(talk=groups[talk], other=other, labels=labels)


_NEVER = ("head", "name", "@", "%")


def _xml(content: bytes) -> _Pieces:
    """The texts of a tree by the kind of element, and by the kind of tier it stands in."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    for node in root.iter(etree.Element):
        above = [node, *node.iterancestors()]
        in_body = any(_local(one) == "body" for one in above)
        tier = next((one for one in above if _local(one).casefold() == "tier"), None)
        kind = "" if tier is None else tier.get("LINGUISTIC_TYPE_REF") or tier.get("type") or ""
        group = "body" if in_body else f"{_local(node)}:{kind}"
        yield group, " ".join([node.text or "", *(child.tail or "" for child in node)])


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _zipped(content: bytes, talk: str) -> Source:
    """Word's and LibreOffice's files: the text of their main part; Excel's: cells by column."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        for name in ("word/document.xml", "content.xml"):
            if name in names:
                source = _flat(package.read(name))
                notes = [package.read(one) for one in names if _NOTES.fullmatch(one)]
                other = sum((_flat(one).talk + _authors(one) for one in notes), Words())
                return Source(talk=source.talk, labels=source.labels, other=other)
        shared = "xl/sharedStrings.xml"
        texts = etree.fromstring(package.read(shared)) if shared in names else ()
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        return _biggest(_cells(sheet, [_all_text(one) for one in texts]), talk)


_NOTES = re.compile(r"word/(?:comments|footnotes|endnotes|header\d*|footer\d*)\.xml")


def _authors(content: bytes) -> Words:
    marks = [mark for node in etree.fromstring(content).iter() for mark in node.attrib.items()]
    return sum((words_in(str(value)) for key, value in marks if str(key)[-6:] == "author"), Words())


def _cells(sheet: etree._Element, shared: Sequence[str]) -> _Pieces:
    for cell in sheet.iter("{*}c"):
        text = _all_text(cell)
        place = cell.get("r") or ""
        group = "head" if re.fullmatch(r"\D+1", place) else place.rstrip("0123456789")
        yield group, shared[int(text)] if cell.get("t") == "s" else text


def _pdf(content: bytes) -> Source:
    with pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return _lines("\n".join(pages).replace("\ufffe", "-"))


_NO_TEXT = frozenset(("delText", "instrText", "tracked-changes", "meta", "styles", "master-styles"))


def _flat(content: bytes) -> Source:
    """The text of a word processor's XML, paragraphs on lines of their own."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    for node in list(root.iter(etree.Element)):
        if _local(node) in _NO_TEXT or node.find("{*}trPr/{*}del") is not None:
            _empty(node)
        if _local(node) == "noBreakHyphen":
            node.text = "-"
        if _local(node) in {"p", "br", "si", "tab", "line-break", "h"}:
            node.text, node.tail = f"\n{node.text or ''}", f"\n{node.tail or ''}"
    return _lines(_all_text(root))


def _rich_text(content: bytes) -> Source:
    text = content.decode("cp1252", errors="replace").replace("\r", "").replace("\\\n", "\\par ")
    text = text.replace("\n", "")
    beside = re.findall(r"\{\\(?:v|\*\\(?:annotation|atnauthor))((?:[^{}]|\{[^{}]*\})*)\}", text)
    notes = " ".join(beside).replace("}", "} ")
    text = re.sub(r"\{\\(?:deleted|v|xe)\b(?:[^{}]|\{[^{}]*\})*\}", "", text)
    text = re.sub(r"\{\\(?:\*|fonttbl|colortbl|stylesheet|info)(?:[^{}]|\{[^{}]*\})*\}", "", text)
    source = _lines(_plain(text))
    return Source(talk=source.talk, labels=source.labels, other=words_in(_plain(notes)))


def _plain(text: str) -> str:
    """What a piece of RTF shows."""
    text = re.sub(r"\\u(-?\d+) ?(?:\\'..|\?)?", lambda code: chr(int(code[1]) % 65536), text)
    text = re.sub(r"\\'([0-9a-fA-F]{2})", lambda code: _byte(code[1]), text)
    text = re.sub(r"\\(?:par|line|cell|row|tab)\b ?", "\n", text)
    text = re.sub(r"\\(?:[lr]dblquote|[lr]quote|e[mn]dash|bullet)\b ?|\\[~_]", "’", text)
    return re.sub(r"\\[a-z]+-?\d* ?|\\[-*]|[{}]", "", text)


def _byte(code: str) -> str:
    return bytes.fromhex(code).decode("cp1252", errors="replace")


def _is_table(text: str) -> bool:
    return _separator(text) != ""


def _separator(text: str) -> str:
    """The sign that stands equally often, and more than once, in each of the first lines."""
    lines = [line for line in text.splitlines() if line.strip()][:6]
    for sign in "\t|":
        counts = {line.count(sign) for line in lines}
        if len(lines) > 3 and len(counts) == 1 and counts.pop() > 1:
            return sign
    return ""


def _columns(content: bytes) -> _Pieces:
    """The cells of a table by their columns, its head apart."""
    text = _text(content)
    sign = _separator(text) or max("\t,;|", key=text.split("\n", 1)[0].count)
    table = io.StringIO(text)
    if sign in ",;":
        rows = list(csv.reader(table, delimiter=sign))
    else:
        rows = [line.rstrip("\n").split(sign) for line in table]
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            yield str(place) if number else "head", cell


def _grid(content: bytes) -> _Pieces:
    """The strings of a TextGrid, the kinds and names of its tiers apart."""
    named = 0
    for text in re.findall(r'"((?:[^"]|"")*)"', _text(content)):
        named = 2 if text.endswith("Tier") else named - 1
        yield "name" if named > 0 or text in {"ooTextFile", "TextGrid"} else "label", text


def _chat(content: bytes) -> _Pieces:
    """The utterances of CHAT: main lines and what goes on below them, codes left out."""
    kind = ""
    for line in _text(content).splitlines():
        kind = line[0] if line[:1] in "*%@" else kind
        text = line.split(":\t", 1)[-1] if line[:1] == "*" else line
        text = re.sub(r"\x15[^\x15]*\x15|\[[^\]]*\]|[&+0-9.]\S*|[()<>@]|[‹›]", "", text)
        yield kind, text


_PAGES: dict[str, Callable[[bytes], Source]] = {
    ".html": _web_page,
    ".htm": _web_page,
    ".doc": _web_page,
    ".vtt": _captions,
    ".srt": _captions,
    ".sbv": _captions,
    ".lrc": _lyrics,
    ".fodt": _flat,
    ".pdf": _pdf,
}
_GROUPED: dict[str, Callable[[bytes], _Pieces]] = {
    ".json": _json,
    ".jsonl": _json,
    ".xml": _xml,
    ".eaf": _xml,
    ".exb": _xml,
    ".csv": _columns,
    ".tsv": _columns,
    ".nlp": _columns,
    ".textgrid": _grid,
    ".cha": _chat,
}
