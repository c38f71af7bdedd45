"""The leak check: what is left of names in finished files of any kind, and where."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analyzer.errors import PrivacyError
from analyzer.privacy.blocks import embedded
from analyzer.privacy.kinds import Found, Kind
from analyzer.privacy.redactor import Redactor

_SHOWN = 30
_REMEMBERED = 1 << 18
_MARKUP = re.compile(r"<(script|style)\b[^>]*>.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_WITHIN_LINES = re.compile(
    r"</?(?:a|abbr|b|cite|em|i|mark|q|s|small|span|strong|sub|sup|tspan|u)\b[^>]*>", re.IGNORECASE
)
_SCRIPT, _FILE_NAME = "script", "file name"
_ATTRIBUTE = re.compile(
    r"""\s(?:alt|title|content|aria-label|value|placeholder)=(?:"([^"]*)"|'([^']*)')"""
)
_BROKEN = re.compile(r"[-\u00ad\u2010\ufffe\x02]\r?\n")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ZIPPED = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".epub", ".qdpx", ".zip")
_PAGES = (".html", ".htm", ".xhtml", ".svg", ".xml", ".qde", ".qdc", ".rels")
_ARCHIVES = (".db", ".sqlite", ".sqlite3")
_TABLES = {".csv": ",", ".tsv": "\t"}
_CONSTANT = re.compile(r"\b[A-Z0-9]+(?:_[A-Z0-9]+)+\b")
_FULL_LINE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A name, address or number that is left: where, who or what it is, and the words around it."""

    path: str
    place: str
    pseudonym: str
    kind: Kind
    written: str
    around: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was looked at and found; ``unread`` are files of kinds that cannot be read."""

    files: tuple[str, ...]
    unread: tuple[str, ...]
    leaks: tuple[Leak, ...]


def find_leaks(paths: Iterable[str | Path], redactor: Redactor) -> Check:
    """Looks through files and folders for all that the redactor knows.

    Read are the text of PDF with its title, outline and notes, pages with their embedded data,
    Word and other zipped documents, archives, tables, spaCy's DocBin and all kinds of text; names
    of files too. What has a telling form without being known, such as a phone number, is found as
    well. Raises PrivacyError where a file cannot be read.
    """
    files: list[str] = []
    unread: list[str] = []
    leaks: list[Leak] = []
    known = frozenset(it.pseudonym for it in redactor.entries)
    # The same turn stands in every form that a session is handed on in.
    look = lru_cache(_REMEMBERED)(redactor.found)
    for path in _files(paths):
        files.append(str(path))
        try:
            places = list(texts_in(path))
        except UnicodeDecodeError:
            unread.append(str(path))
            places = []
        except (OSError, ValueError, RuntimeError, sqlite3.Error, zipfile.BadZipFile) as error:
            what = f"it cannot be looked through: {error}."
            raise PrivacyError(what, path=str(path)) from error
        leaks += _leaks(str(path), _FILE_NAME, path.name, redactor.found_in_name, known)
        for place, text in places:
            leaks += _leaks(str(path), place, text, look, known)
    return Check(files=tuple(files), unread=tuple(unread), leaks=tuple(leaks))


def _leaks(
    path: str,
    place: str,
    text: str,
    look: Callable[[str], Sequence[Found]],
    known: frozenset[str],
) -> Iterator[Leak]:
    for it in look(text):
        if place == _SCRIPT and it.entry.pseudonym not in known:
            continue  # "list.at" is no link
        before = text[max(0, it.start - _SHOWN) : it.start]
        after = text[it.end : it.end + _SHOWN]
        written = text[it.start : it.end]
        if written == it.entry.pseudonym:
            continue
        yield Leak(
            path=path,
            place=place,
            pseudonym=it.entry.pseudonym,
            kind=it.entry.kind,
            written=written,
            around=" ".join(f"{before}{written}{after}".split()),
        )


def _files(paths: Iterable[str | Path]) -> Iterator[Path]:
    for given in map(Path, paths):
        if given.is_dir():
            yield from sorted(it for it in given.rglob("*") if it.is_file())
        else:
            yield given


def texts_in(path: Path) -> Iterator[tuple[str, str]]:
    """Where something is written in a file, and what.

    Raises UnicodeDecodeError for a kind of file that is not known and is no text.
    """
    ending = path.suffix.lower()
    if ending == ".pdf":
        yield from _in_pdf(path)
    elif ending in _ARCHIVES:
        yield from _in_archive(path)
    elif ending in _ZIPPED:
        yield from _in_zip(path)
    elif ending == ".parquet":
        yield from _in_parquet(path)
    elif ending == ".spacy":
        yield from _in_docs(path)
    else:
        yield from _in_bytes(path.name, path.read_bytes())


def _in_bytes(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    ending = Path(f"_{Path(name).name}").suffix.lower()  # a file may be an ending alone: ".rels"
    if ending in _PAGES:
        yield from _in_page(text)
    elif ending in _TABLES:
        yield from _in_table(text, _TABLES[ending])
    elif ending in {".json", ".jsonl", ".ndjson", ".ipynb"}:
        yield from _in_json(text)
    else:
        for number, line in enumerate(text.splitlines(), 1):
            yield f"line {number}", line


def _in_pdf(path: Path) -> Iterator[tuple[str, str]]:
    import pypdfium2  # noqa: PLC0415 - for PDF only

    document = pypdfium2.PdfDocument(path)
    try:
        for key, value in document.get_metadata_dict(skip_empty=True).items():
            if key.lower() not in {"creationdate", "moddate"}:
                yield f"property {key}", value
        for mark in document.get_toc():
            yield "outline", mark.get_title() or ""
        for number in range(len(document)):
            text = document[number].get_textpage().get_text_bounded()
            for paragraph in _paragraphs(_BROKEN.sub("", text).splitlines()):
                yield f"page {number + 1}", paragraph
    finally:
        document.close()


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines of a page joined where one goes on in the next; a short one ends its paragraph."""
    full = _FULL_LINE * max((len(it) for it in lines), default=0)
    held: list[str] = []
    for line in lines:
        held += line.split()
        if len(line) < full and held:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def _in_page(text: str) -> Iterator[tuple[str, str]]:
    shown = html.unescape(_MARKUP.sub("\n", _WITHIN_LINES.sub("", text)))
    yield from (("text", line.strip()) for line in shown.splitlines() if line.strip())
    for match in _ATTRIBUTE.finditer(text):
        yield "attribute", html.unescape(match[1] or match[2] or "")
    for number, (kind, inside) in enumerate(embedded(text), 1):
        if kind == "json":
            yield from ((f"data {number}, {place}", it) for place, it in _in_json(inside))
        else:
            yield _SCRIPT, _CONSTANT.sub(" ", _unescaped(inside))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _in_table(text: str, separator: str) -> Iterator[tuple[str, str]]:
    # Each cell by itself: what stands before it is no part of its sentence.
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
        yield from ((f"row {number}, column {column}", it) for column, it in enumerate(row, 1))


def _in_json(text: str) -> Iterator[tuple[str, str]]:
    lines = [text]
    try:
        trees = [json.loads(text)]
    except ValueError:
        lines = text.splitlines()
        trees = []
        for line in lines:
            try:
                trees.append(json.loads(line))
            except ValueError:
                trees.append(_unescaped(line))
    for number, tree in enumerate(trees, 1):
        yield from _strings(tree, f"line {number}" if len(trees) > 1 else "value")


def _strings(tree: Any, place: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    if isinstance(tree, str):
        yield place, tree
    elif isinstance(tree, list):
        for it in tree:
            yield from _strings(it, place)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield f"{place}, key", key
            yield from _strings(value, f"{place}, {key}")


def _in_zip(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as package:
        for info in package.infolist():
            yield "file name within", info.filename
            content = package.read(info)
            try:
                if info.filename.startswith("word/") and info.filename.endswith(".xml"):
                    # A word may be cut into several runs.
                    yield from _in_word(info.filename, content.decode("utf-8"))
                else:
                    places = _in_bytes(info.filename, content)
                    yield from ((f"{info.filename}, {it}", text) for it, text in places)
            except UnicodeDecodeError:
                continue  # a picture


def _in_word(name: str, text: str) -> Iterator[tuple[str, str]]:
    for number, paragraph in enumerate(re.split(r"</w:p>", text), 1):
        told = html.unescape(
            re.sub(r"<[^>]*>", "", re.sub(r"<w:(?:tab|br)\b[^>]*>", " ", paragraph))
        )
        if told.strip():
            yield f"{name}, paragraph {number}", told


def _in_parquet(path: Path) -> Iterator[tuple[str, str]]:
    import pandas as pd  # noqa: PLC0415 - for Parquet only

    table = pd.read_parquet(path)
    for column in table.columns:
        for number, value in enumerate(table[column], 1):
            yield from _strings(value, f"column {column}, row {number}")


def _in_docs(path: Path) -> Iterator[tuple[str, str]]:
    from spacy.tokens import DocBin  # noqa: PLC0415 - for spaCy only
    from spacy.vocab import Vocab  # noqa: PLC0415 - for spaCy only

    held = DocBin().from_disk(path)
    vocab = Vocab(strings=sorted(held.strings))
    words: set[str] = set()
    for number, doc in enumerate(held.get_docs(vocab), 1):
        yield f"document {number}", doc.text
        yield from _strings(list(doc.user_data.values()), f"document {number}, data")
        words.update(it.text for it in doc)
    # Of a word alone nobody can tell what it is; where it stands in a text it has been looked at.
    yield from (("strings", it) for it in sorted(set(held.strings) - words))


def _in_archive(path: Path) -> Iterator[tuple[str, str]]:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        tables = connection.execute("SELECT name, type FROM sqlite_master").fetchall()
        for table, kind in tables:
            if kind != "table" or table.startswith(("sqlite_", "turn_words_")):
                continue
            rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table there
            columns = [it[0] for it in rows.description]
            for number, row in enumerate(rows, 1):
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, str):
                        yield f"{table}.{column}, row {number}", value
