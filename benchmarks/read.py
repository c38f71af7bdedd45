"""How fast an hour of talk is read and how much of it arrives, beside the libraries for each form.

    python benchmarks/read.py [--runs 9] [--record] [--json]
    python benchmarks/readme_reading.py         # writes what was recorded into the README

An hour of talk is made of labelled sessions and written as captions of Zoom (a name in each cue)
and of Teams (voice tags), also as they are pasted (no blank lines, long lines wrapped), with two
voices in a cue and with commas in times, as SubRip with a name where the speaker changes, as a Word
document with tracked corrections, and as a web page. Every library reads the same bytes in the same
run, in turn, and each line gives the shortest of several runs: webvtt-py, pysubs2, srt, python-docx
and trafilatura, where they are installed (pip install --group peers), else left out with a word.

Words kept are those of the talk that a library hands back, each as often as it was said; added are
words that nobody says, such as numbers of cues, as a share of the talk. Words with their speaker
are those that come with the name of who says them in a field of its own; a library that hands over
"Ana: Hi." has left that to its user. Ours does more in its time: it finds out what the file is,
decides over the whole file who is a speaker, joins cues to turns, and warns.
Real captions in ``shared/formats`` beside the checkout, where it is there, are read by all, too;
their words are counted by a few lines of this file that know nothing of the readers.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import io
import json
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from textwrap import wrap

from real_sets import RESULTS

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analyzer.classify.labelled import read_labelled  # noqa: E402 - the checkout's own
from analyzer.read import read_bytes  # noqa: E402
from tests.read.docx_builder import deleted, docx, ins, p, pack, r  # noqa: E402
from tests.read.rendering.cues import CUES  # noqa: E402
from tests.read.rendering.pages import PAGES  # noqa: E402
from tests.read.rendering.talk import Said, clock, talk_of  # noqa: E402

LABELLED = ROOT / "data" / "labelled"
SAMPLES = ROOT.parent / "shared" / "formats"
RECORD = RESULTS / "reading" / "read.json"
WORDS_AN_HOUR = 9_000
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
NAMES = ("Nora Lindqvist", "Imani Clarke")
TIME = re.compile(r"([0-9]{2}:[0-9]{2})\.([0-9]{3})(?= -->|\r?$)", re.MULTILINE)
OURS = "ours"
# python-docx opens no document without it.
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
Heard = Sequence[tuple[str | None, str]]  # who, as far as the library says, and what
Read = Callable[[bytes], Heard]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a library makes of a form: milliseconds, and shares of words from 0 to 1."""

    form: str
    library: str
    ms: float
    words: float
    added: float | None = None
    speakers: float | None = None


def an_hour() -> list[Said]:
    """An hour of dialogue of two: labelled calls one after the other, renamed."""
    said: list[Said] = []
    words = start = 0
    for path in sorted(LABELLED.glob("*.tsv")):
        one = read_labelled(path)
        if one.form != "dialogue":
            continue
        for turn in talk_of(one.session):
            name = NAMES[len(said) % 2]
            text = turn.line
            said.append(
                replace(
                    turn,
                    speaker=name,
                    text=text,
                    start_ms=turn.start_ms + start,
                    end_ms=turn.end_ms + start,
                )
            )
            words += len(text.split())
        start = said[-1].end_ms
        if words >= WORDS_AN_HOUR:
            break
    return said


def as_docx(talk: Sequence[Said]) -> bytes:
    """A Word document: a paragraph a turn, every tenth corrected with changes tracked."""
    paragraphs = []
    for number, said in enumerate(talk):
        label = r(f"{said.speaker}: ", bold=True)
        first, _, rest = said.line.partition(" ")
        changed = (deleted("Wel"), ins(r(first))) if number % 10 == 0 else (r(first),)
        paragraphs.append(p(label, *changed, r(f" {rest}" if rest else "")))
    with zipfile.ZipFile(io.BytesIO(docx(*paragraphs))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return pack({**parts, "[Content_Types].xml": CONTENT_TYPES})


def pasted(captions: str) -> str:
    """Captions as people keep them: pasted without blank lines, long lines wrapped."""
    lines = captions.replace("\r\n", "\n").split("\n")
    return "\n".join("\n".join(wrap(line, 40)) for line in lines if line) + "\n"


def together(talk: Sequence[Said]) -> str:
    """Captions that show two voices in each cue."""
    cues = [
        f"{clock(one.start_ms)} --> {clock(two.end_ms)}\n"
        f"<v {one.speaker}>{html.escape(one.line, quote=False)}</v>\n"
        f"<v {two.speaker}>{html.escape(two.line, quote=False)}</v>\n"
        for one, two in zip(talk[::2], talk[1::2], strict=False)
    ]
    return "WEBVTT\n\n" + "\n".join(cues)


def forms(talk: Sequence[Said]) -> dict[str, bytes]:
    """The hour in each form."""
    return {
        "WebVTT of Zoom": CUES["vtt-zoom"](talk).encode(),
        "WebVTT of Teams": CUES["vtt-voices"](talk).encode(),
        "WebVTT of Zoom, pasted": pasted(CUES["vtt-zoom"](talk)).encode(),
        "WebVTT, two voices a cue": together(talk).encode(),
        "WebVTT, commas in times": TIME.sub(r"\1,\2", CUES["vtt-zoom"](talk)).encode(),
        "SubRip": CUES["srt"](talk).encode(),
        "Word document": as_docx(talk),
        "web page": PAGES["html-paragraphs"](talk).encode(),
    }


def ours(content: bytes) -> Heard:
    """What this package hears."""
    session = read_bytes(content, path="hour")
    heard: list[tuple[str | None, str]] = [
        (session.speakers[turn.speaker].name, turn.text) for turn in session.turns
    ]
    return [*heard, *((None, piece.text) for piece in session.outside)]


def by_webvtt(content: bytes) -> Heard:
    """What webvtt-py hears."""
    import webvtt  # noqa: PLC0415 - a peer, if there

    captions = webvtt.from_buffer(io.StringIO(content.decode()))
    return [(caption.voice, caption.text) for caption in captions]


def by_pysubs2(content: bytes) -> Heard:
    """What pysubs2 hears."""
    import pysubs2  # noqa: PLC0415

    file = pysubs2.SSAFile.from_string(content.decode())
    return [(event.name or None, event.plaintext) for event in file]


def by_srt(content: bytes) -> Heard:
    """What srt hears."""
    import srt  # noqa: PLC0415

    return [(None, cue.content) for cue in srt.parse(content.decode())]


def by_docx(content: bytes) -> Heard:
    """What python-docx hears."""
    from docx import Document  # noqa: PLC0415

    return [(None, paragraph.text) for paragraph in Document(io.BytesIO(content)).paragraphs]


def by_trafilatura(content: bytes) -> Heard:
    """What trafilatura hears."""
    import trafilatura  # noqa: PLC0415

    return [(None, trafilatura.extract(content.decode()) or "")]


PEERS: dict[str, tuple[str, Read, tuple[str, ...]]] = {
    "webvtt-py": ("webvtt", by_webvtt, ("WebVTT",)),
    "pysubs2": ("pysubs2", by_pysubs2, ("WebVTT", "SubRip")),
    "srt": ("srt", by_srt, ("SubRip",)),
    "python-docx": ("docx", by_docx, ("Word document",)),
    "trafilatura": ("trafilatura", by_trafilatura, ("web page",)),
}


def fastest(readers: Sequence[tuple[str, Read]], content: bytes, *, runs: int) -> dict[str, float]:
    """The shortest processor time of each, in milliseconds; they take turns."""
    best: dict[str, float] = {}
    for _ in range(runs + 1):  # the first warms up
        for name, read in readers:
            start = time.process_time()
            read(content)
            ms = (time.process_time() - start) * 1000
            best[name] = min(ms, best.get(name, ms))
    return best


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, as they are counted."""
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


def share_of(true: Counter[tuple[str, str]] | Counter[str], found: Counter[object]) -> float:
    """Which share of what is true was found, each as often as it is true."""
    return sum(min(count, found[one]) for one, count in true.items()) / max(1, true.total())


def lines_of(*, runs: int) -> Iterator[Line]:
    """Each form of the hour by each library that is here."""
    talk = an_hour()
    names = {word for name in NAMES for word in words_of(name)}
    said = Counter(word for one in talk for word in words_of(one.line))
    by_whom = Counter((one.speaker, word) for one in talk for word in words_of(one.line))
    for form, content in forms(talk).items():
        readers = [(OURS, ours), *readers_of(form)]
        times = fastest(readers, content, runs=runs)
        for name, read in readers:
            heard = read(content)
            found: Counter[object] = Counter(word for _, text in heard for word in words_of(text))
            others = Counter({word: n for word, n in found.items() if word not in names})
            whose: Counter[object] = Counter(
                (who, word) for who, text in heard for word in words_of(text)
            )
            yield Line(
                form=form,
                library=name,
                ms=times[name],
                words=share_of(said, found),
                added=(others - said).total() / said.total(),
                speakers=share_of(by_whom, whose),
            )


def readers_of(form: str) -> list[tuple[str, Read]]:
    """The libraries that read a form and are installed."""
    return [
        (name, read)
        for name, (module, read, known) in PEERS.items()
        if form.startswith(known) and importlib.util.find_spec(module) is not None
    ]


REAL = {
    "real WebVTT": ("zoom_vtt", "teams_vtt", "podcast_voice_tags"),
    "real SubRip": ("srt_speaker_labels", "podcast_namespace"),
}


def real_lines(*, runs: int) -> Iterator[Line]:
    """All real captions of a form together; their words counted apart from any reader."""
    for form, folders in REAL.items():
        suffix = ".vtt" if "VTT" in form else ".srt"
        paths = [path for name in folders for path in sorted((SAMPLES / name).rglob(f"*{suffix}"))]
        contents = [path.read_bytes() for path in paths]
        if not contents:
            continue
        for name, read in [(OURS, ours), *readers_of(form.removeprefix("real "))]:
            ms, kept, there = 0.0, 0.0, 0
            for content in contents:
                true = plain_words(content.decode("utf-8", "replace"))
                heard: Heard = []
                try:
                    ms += fastest([(name, read)], content, runs=max(1, runs // 3))[name]
                    heard = read(content)
                except Exception as error:  # noqa: BLE001 - what a peer cannot read, it loses
                    print(f"{name} cannot read one of {form}: {error!r:.100}", file=sys.stderr)
                found: Counter[object] = Counter(
                    word for who, text in heard for word in words_of(f"{who or ''} {text}")
                )
                names = {word for who, _ in heard for word in words_of(who or "")}
                true = Counter({word: n for word, n in true.items() if word not in names})
                kept += share_of(true, found) * true.total()
                there += true.total()
            yield Line(form=form, library=name, ms=ms, words=kept / max(1, there))


NO_WORDS = re.compile(
    r"\s*(?:[0-9]+|WEBVTT.*|(?:Kind|Language|NOTE|STYLE|REGION|X-TIMESTAMP).*|.*-->.*"
    r"|[0-9a-f]{8}-[0-9a-f-]+\S*)\s*"
)
MARKS = re.compile(r"<v(?:\.\S+)?\s+[^>]*>|</?[a-z][^>]*>|<[0-9:.]+>", re.IGNORECASE)


def plain_words(text: str) -> Counter[str]:
    """The words of captions by a rule of thumb: times, ids, notes and marks left out."""
    kept = [line for line in text.splitlines() if not NO_WORDS.fullmatch(line)]
    return Counter(words_of(html.unescape(MARKS.sub(" ", "\n".join(kept)))))


def table(lines: Sequence[Line]) -> str:
    """The lines in columns, times as ratios to ours, too."""
    base = {line.form: line.ms for line in lines if line.library == OURS}
    rows = [("form", "library", "ms", "x ours", "words kept", "added", "with their speaker")]
    rows += [
        (
            line.form,
            line.library,
            f"{line.ms:.1f}",
            f"{line.ms / base[line.form]:.2f}",
            f"{line.words:.4f}",
            *("–" if one is None else f"{one:.4f}" for one in (line.added, line.speakers)),
        )
        for line in lines
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def record(lines: Sequence[Line], *, path: Path = RECORD) -> None:
    """Keeps what was found for the README: shares, and times as ratios to ours."""
    base = {line.form: line.ms for line in lines if line.library == OURS}
    found = [
        {
            **asdict(line),
            "ms": round(line.ms, 1),
            "times_ours": round(line.ms / base[line.form], 2),
            "words": round(line.words, 4),
            "added": None if line.added is None else round(line.added, 4),
            "speakers": None if line.speakers is None else round(line.speakers, 4),
        }
        for line in lines
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Prints a line a form and library."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--json", action="store_true", help="print JSON, not a table")
    parser.add_argument("--record", action="store_true", help="keep it in benchmarks/results")
    given = parser.parse_args()
    missing = [
        name for name, (module, _, _) in PEERS.items() if importlib.util.find_spec(module) is None
    ]
    if missing:
        print(f"not installed, left out: {', '.join(missing)}", file=sys.stderr)
    lines = [*lines_of(runs=given.runs), *real_lines(runs=given.runs)]
    if given.record:
        record(lines)
    print(json.dumps([asdict(one) for one in lines], indent=1) if given.json else table(lines))


if __name__ == "__main__":
    main()
