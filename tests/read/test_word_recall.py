"""Every word of every file is in exactly one place: a turn, outside text, the chat, or a label.

The words of the files are found by ``word_sources``, which shares no code with the readers.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from analyzer.errors import AnalyzerError
from analyzer.read import read_bytes
from tests.read.documents.test_docx import DOCUMENTS
from tests.read.documents.test_docx_exports import DOCUMENTS as EXPORTS
from tests.read.test_every_format import TRANSCRIPTS
from tests.read.word_sources import Words, source_of, words_in

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "formats"

# Which group of texts is the talk, where a file says it more than once in different spellings.
TALK = {
    "azure-speech/fast-preview.json": ".text",
    "ibm-watson/job.json": ".transcript",
    "assemblyai_json/bbc__packages__stt-adapters__assembly-ai__sample__assembly_example.json": (
        ".utterances[].text"
    ),
    "elan_eaf/dopefishh__test__sample_2.8.eaf": "ANNOTATION_VALUE:text",
}

_GLOSS = "another tier says what the words mean, where eyes go, or how they sound"
_JOINED = "a word cut into pieces by the file is whole in the talk"
_CODED = "a code of CHAT that stands for a sound or completes a word"
# Words that may be too few or too many, each with its reason.
LEFT = {
    "article/side-gate.txt": ("1", "a number that counts the comments"),
    "chat/bare.cha": ("yess yes softly eng", _CODED),
    "chat/session.cha": ("um mhm laughs quietly sighs", _CODED),
    "csv/spreadsheet.csv": ("what was said", "the head of a column"),
    "chat_cha/TalkBank__corpus__reference__annotation__overlap-markers.cha": ("2 2", _CODED),
    "chat_cha/TalkBank__corpus__reference__content__media-bullets.cha": (
        "pic002",
        "the name of a picture",
    ),
    "pdf/review-table.pdf": (
        "coach coach coach client client client",
        "labels with nothing behind them but a column's edge",
    ),
    "rtf/corrected.rtf": (
        "woźniak woÿniak ji i",
        "letters that stand for others in the code page of their font",
    ),
    "elan/two-speakers.eaf": ("away", _GLOSS),
    "exmaralda/overlap.exb": ("thurs day fri day thursday friday", _JOINED),
    "granola/desktop.json": ("hon", "a first guess, replaced by the final words"),
    "ibm-watson/messages.jsonl": ("what is", "a first guess, replaced by the final words"),
    "odt/flat.fodt": ("04 11 19 22", "times in fields"),
    "tei/iso-24624.xml": ("pron verb", _GLOSS),
    "tei/spoken.xml": ("kind of", "the same words in another spelling"),
    "textgrid/aligned-utf16.TextGrid": ("ae n d ay", _GLOSS),
    "textgrid/long.TextGrid": ("ding hh iy", _GLOSS),
    "whisper-cpp/tinydiarize.json": ("speaker turn", "the mark of a change of speaker"),
    "whisper-cpp/tokens.json": ("dele gate pay roll delegate payroll", _JOINED),
}
# Files whose words cannot be counted so, and why.
UNCOUNTED = {
    "csv/annotated.csv": "two annotators have a row each for the same words",
    "csv/semicolons.csv": "its text holds the sign that parts its columns",
    "csv/unquoted.csv": "its text holds the sign that parts its columns",
    "google-speech/diarized.json": "the last result repeats all words",
    "google_stt_json/bbc__packages__stt-adapters__google-stt__sample__gcpSttSpeakerDiarization"
    ".sample.json": "the last result repeats all words",
    "podcast_namespace/Podcastindex-org__docs__examples__transcripts__transcripts.md": (
        "a page about formats, whose words are mark-up"
    ),
}


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def check(path: Path, content: bytes) -> None:
    """Compares the words of a file with those of its reading."""
    session = read_bytes(content, path=path.name)
    source = source_of(path, content, talk=TALK.get(name_of(path), ""))
    said = [turn.text for turn in session.turns]
    beside = [piece.text for piece in session.outside] + [note.text for note in session.chat]
    turns = sum(map(words_in, said), Words())
    read = turns + sum(map(words_in, beside), Words())
    in_full = sum((words_in(text, timed=True) for text in said + beside), Words())
    left = words_in(LEFT.get(name_of(path), ("", ""))[0])
    assert source.talk - in_full - source.labels - left == Words(), "lost"
    assert read - source.talk - source.other - left == Words(), "in two places, or from nowhere"
    if source.other:
        assert turns - source.talk - source.labels - left == Words(), "said twice"


def needs(path: Path) -> None:
    reason = UNCOUNTED.get(name_of(path))
    if reason is not None:
        pytest.skip(reason)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=name_of)
def test_every_word_of_a_file_is_in_exactly_one_place(path: Path) -> None:
    needs(path)
    check(path, path.read_bytes())


@pytest.mark.parametrize("name", sorted({**DOCUMENTS, **EXPORTS}))
def test_every_word_of_a_document_made_here_is_in_exactly_one_place(
    name: str, word: ModuleType
) -> None:
    check(Path("docx", f"{name}.docx"), {**DOCUMENTS, **EXPORTS}[name](word))


def test_every_word_of_real_files_is_in_exactly_one_place() -> None:
    paths = [path for path in sorted(SAMPLES.glob("*/*")) if path.name != "SOURCE.txt"]
    if not paths:
        pytest.skip(f"the real files are not here: {SAMPLES}")
    faults: list[str] = []
    for path in paths:
        if name_of(path) in UNCOUNTED:
            continue
        try:
            check(path, path.read_bytes())
        except AnalyzerError:
            continue  # refused as a whole: no word of it is lost unseen
        except AssertionError as fault:
            faults.append(f"{name_of(path)}: {fault}")
    assert faults == []


def test_an_exception_names_a_file_that_is_there() -> None:
    names = {name_of(path) for path in TRANSCRIPTS}
    if SAMPLES.is_dir():
        names |= {name_of(path) for path in SAMPLES.glob("*/*")}
        assert {*TALK, *LEFT, *UNCOUNTED} <= names
