"""Many sessions in one file: the conversations of a corpus, the talks of a table, by own paths.

``corpus/utterances.jsonl#L1044`` is the conversation ``L1044`` of the corpus in the folder
``corpus``. All that works on files works on such paths, too: to read one is to read its lines
alone, so that its digest changes with it and not with the rest of the corpus. Tables that hold
several talks go the same way: see tabular/talks.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from analyzer.errors import UnreadableTranscript, did_you_mean
from analyzer.read.trees import Json, at

UTTERANCES = "utterances.jsonl"
CONVERSATION_KEYS = ("conversation_id", "root")
_BESIDE = ("speakers.json", "users.json", "conversations.json", "corpus.json", "index.json")
_MARK = f"{UTTERANCES}#"
_TABLES = frozenset((".csv", ".tsv", ".psv", ".tab"))
_TABLE = re.compile(r"\.(?:csv|tsv|psv|tab)#", re.IGNORECASE)


def is_corpus(folder: str | PurePath) -> bool:
    """Whether a folder is a corpus: its utterances, and one of the files that stand by them."""
    here = Path(folder)
    try:
        return (here / UTTERANCES).is_file() and any((here / name).is_file() for name in _BESIDE)
    except OSError:  # what may not be looked into is none
        return False


def each_conversation(files: Iterable[str]) -> Iterator[str]:
    """The files, in place of a corpus or table of several talks a path for each of them.

    A corpus that cannot be read stays as it is: its reader will say why.
    """
    for file in files:
        path = PurePath(file)
        if path.name == UTTERANCES and is_corpus(path.parent):
            yield from _conversations(file)
        elif _is_beside(path.name) and is_corpus(path.parent):
            continue
        elif path.suffix.lower() in _TABLES:
            from analyzer.read.tabular.talks import each_talk  # noqa: PLC0415 - slow to import

            yield from each_talk(file)
        else:
            yield file


def conversation_content(path: str) -> bytes | None:
    """The lines of the conversation or talk that a path names, None where it names a plain file.

    Raises OSError where the corpus cannot be opened, UnreadableTranscript where it has no such
    conversation.
    """
    place = path.find(_MARK)
    if place < 0 and _TABLE.search(path):
        from analyzer.read.tabular.talks import talk_content  # noqa: PLC0415 - slow to import

        return talk_content(path)
    if place < 0 or Path(path).exists():
        return None
    file, wanted = path[: place + len(UTTERANCES)], path[place + len(_MARK) :]
    found = [line for line, row in _lines(Path(file), having=wanted) if _is_of(row, wanted)]
    if not found:
        near = did_you_mean(wanted, {conversation_of(row) for _, row in _lines(Path(file))})
        what = f"there is no conversation {wanted!r} in this corpus."
        hint = f"{near} Conversations are named by their conversation_id.".strip()
        raise UnreadableTranscript(what, path=file, hint=hint)
    return b"\n".join(found) + b"\n"


def conversation_of(row: Json) -> str:
    """The id of the conversation an utterance belongs to, as text; empty where it has none."""
    found = next((one for key in CONVERSATION_KEYS if (one := at(row, key)) is not None), None)
    return "" if found is None or isinstance(found, dict | list) else str(found)


def _is_of(row: Json, wanted: str) -> bool:
    """Whether a line belongs to a conversation, or may do so: its reader refuses a broken one."""
    return row is None or conversation_of(row) == wanted


def _is_beside(name: str) -> bool:
    """Whether a file of a corpus holds what is known of its utterances, and no utterances."""
    return name in _BESIDE or (name.startswith("info.") and name.endswith(".jsonl"))


def _conversations(file: str) -> list[str]:
    try:
        rows = [row for _, row in _lines(Path(file))]
    except OSError:
        return [file]
    names = list(dict.fromkeys(conversation_of(row) for row in rows))
    return [f"{file}#{name}" for name in names] if len(names) > 1 else [file]


def _lines(file: Path, *, having: str = "") -> Iterator[tuple[bytes, Json]]:
    """The lines that hold something, as they are and as JSON; None for what is none.

    Only those with some text, where it is plain enough that JSON can write it in one way alone.
    """
    plain = having.isascii() and having.isprintable() and not {'"', "\\", "/"} & {*having}
    sign = having.encode() if plain else b""
    with file.open("rb") as lines:
        for line in lines:
            if sign in line and line.strip():
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError):
                    row = None
                yield line.rstrip(b"\r\n"), row
