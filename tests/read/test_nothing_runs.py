"""Reading reaches no network, runs no program and writes no file, whatever the file holds."""

from __future__ import annotations

import io
import socket
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import AnalyzerError
from analyzer.read import FORMATS, read_bytes, read_session
from tests.read.test_every_format import TRANSCRIPTS

# What Python tells of before it does it; a file opened to be read is none of it.
FORBIDDEN = (
    *("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork"),
    *("ftplib.", "http.", "smtplib.", "urllib.", "webbrowser.", "pty."),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink"),
    *("shutil.", "tempfile.", "pickle.find_class"),
)
WRITES = set("wax+")


class Watch:
    """Notes what is forbidden while it is on; a hook of Python's audit cannot be taken out."""

    def __init__(self) -> None:
        self.is_on = False
        self.seen: list[str] = []

    def __call__(self, event: str, told: tuple[Any, ...]) -> None:
        if not self.is_on:
            return
        writes = event == "open" and isinstance(told[1], str) and WRITES & set(told[1])
        if writes or event.startswith(FORBIDDEN):
            self.seen.append(f"{event}: {told[:2]!r:.200}")


@pytest.fixture(scope="module")
def hook() -> Watch:
    watch = Watch()
    sys.addaudithook(watch)
    return watch


@pytest.fixture
def watch(hook: Watch) -> Iterator[Watch]:
    """Watches while a test runs; everything that is imported when first used is, beforehand."""
    for path in TRANSCRIPTS:
        if path.parent.name in {"pdf", "xlsx", "docx", "odt", "markdown"}:
            read_bytes(path.read_bytes(), path=path.name)
    hook.seen.clear()
    hook.is_on = True
    yield hook
    hook.is_on = False


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server nobody should call."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        yield server


def test_the_watch_sees_what_it_looks_for(watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x", encoding="utf-8")
    with socket.socket() as one:
        one.close()
    assert any(told.startswith("open") for told in watch.seen)
    assert any(told.startswith("socket") for told in watch.seen)


def test_reading_every_file_calls_nobody_and_writes_nothing(watch: Watch) -> None:
    for path in TRANSCRIPTS:
        session = read_session(path)
        assert session.turns
    assert watch.seen == []


def packed(content: str, *, name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        if name == "content.xml":
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(name, content)
    return held.getvalue()


def callers(url: str) -> Iterator[bytes]:
    """Files of all kinds that ask whoever opens them to fetch something, or to run it."""
    kind = f'<!DOCTYPE d SYSTEM "{url}/x.dtd">'
    entity = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{url}/e"><!ENTITY % y SYSTEM "{url}/p"> %y;]>'
    style = f'<?xml-stylesheet href="{url}/s"?>'
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}/i"/>'
    for head in ("", kind, entity, style):
        for root in ("TEI", "ANNOTATION_DOCUMENT", "basic-transcription", "html", "document"):
            body = f'{include}<u who="#A">Hi.</u>'
            yield f'<?xml version="1.0"?>{head}<{root}>{body}</{root}>'.encode()
        yield packed(f"{head}<document>{include}</document>", name="word/document.xml")
        yield packed(f"{head}<document>{include}</document>", name="content.xml")
        yield packed(f"{head}<worksheet>{include}</worksheet>", name="xl/workbook.xml")
    yield (
        f'<html><head><base href="{url}/"><link rel="stylesheet" href="{url}/s">'
        f'<meta http-equiv="refresh" content="0;url={url}/r"><script src="{url}/j"></script></head>'
        f'<body onload="fetch(\'{url}/o\')"><iframe src="{url}/f"></iframe><img src="{url}/g">'
        f'<object data="{url}/d"></object><p>Ana: Hi.</p><p>Ben: Ho.</p></body></html>'
    ).encode()
    yield f"# T\n\n![x]({url}/m)\n\n**Ana:** Hi [you]({url}/l).\n\n**Ben:** Ho.\n".encode()
    made = f"!!python/object/apply:os.system ['curl {url}']"
    yield f"---\ntitle: {made}\n---\n\nAna: Hi.\nBen: Ho.\n".encode()
    yield f'speaker,text\nAna,"=WEBSERVICE(""{url}/w"")"\nBen,=cmd|\' /C calc\'!A0\n'.encode()
    yield (
        f"{{\\rtf1 {{\\field{{\\*\\fldinst INCLUDETEXT {url}/t}}{{\\fldrslt Ana: Hi.}}}}"
        f"{{\\object\\objautlink {{\\*\\objclass Package}}}}{{\\*\\template {url}/n}}\\par Ho.}}"
    ).encode()
    yield (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/URI/URI({url}/u)>>"
        f"/AA<</WC<</S/JavaScript/JS(app.launchURL('{url}/v'))>>>>>>endobj\n"
        "2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n"
    ).encode()
    said = '[{"speaker": "A", "text": "Hi.", "start": 1, "end": 2}]'
    yield f'{{"audio_url": "{url}/a", "utterances": {said}}}'.encode()


def test_no_file_makes_a_reader_call_somebody(listener: socket.socket, watch: Watch) -> None:
    place = f"127.0.0.1:{listener.getsockname()[1]}"
    for url in (f"http://{place}", f"ftp://{place}", "file:///etc/passwd", "\\\\127.0.0.1\\x"):
        for content in callers(url):
            for name in (None, *(reader.name for reader in FORMATS)):
                try:
                    session = read_bytes(content, path="call", format=name)
                except AnalyzerError:
                    continue
                assert "root:" not in "".join(turn.text for turn in session.turns)
    with pytest.raises(BlockingIOError):
        listener.accept()
    watch.is_on = False
    assert watch.seen == []
