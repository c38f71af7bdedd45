from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from analyzer.errors import PrivacyError
from analyzer.privacy import Redactor
from analyzer.privacy.copying import copy_sessions, redacted_texts, restore_files
from analyzer.privacy.keys import Key
from analyzer.privacy.transcripts import transcript
from analyzer.read import read_session
from analyzer.records import Session

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"


def test_the_key_gives_back_every_word_of_every_labelled_session(
    labelled_sessions: tuple[Session, ...], labelled_redactor: Redactor
) -> None:
    key = Key(entries=labelled_redactor.entries)
    texts = list(redacted_texts(labelled_sessions, labelled_redactor, key=key))
    read = Key.from_json(key.to_json())
    for session, (_, name, text, n_replaced) in zip(labelled_sessions, texts, strict=True):
        assert n_replaced
        assert read.restored(text, name=name) == transcript(session)


def test_redacted_transcripts_read_back_as_the_same_talk(
    tmp_path: Path, labelled_sessions: tuple[Session, ...], labelled_redactor: Redactor
) -> None:
    dialogues = [it for it in labelled_sessions if len(it.speakers) > 1 and not it.outside][:12]
    key = Key(entries=labelled_redactor.entries)
    copied = copy_sessions(dialogues, tmp_path / "new", labelled_redactor, key=key)
    for session, copy in zip(dialogues, copied, strict=True):
        read = read_session(copy.written)
        assert [turn.text for turn in read.turns] == [
            labelled_redactor.redacted(turn.text) for turn in session.turns
        ]


def test_files_come_back_as_they_were(
    tmp_path: Path, labelled_sessions: tuple[Session, ...], labelled_redactor: Redactor
) -> None:
    key = Key(entries=labelled_redactor.entries)
    copied = copy_sessions(labelled_sessions[:5], tmp_path / "new", labelled_redactor, key=key)
    back = restore_files([it.written for it in copied], tmp_path / "back", key=key)
    for session, file in zip(labelled_sessions, back, strict=False):
        assert file.written.read_text(encoding="utf-8") == transcript(session)
    if os.name == "posix":
        rights = {stat.S_IMODE(it.written.stat().st_mode) for it in (*copied, *back)}
        assert rights == {0o600}
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_nothing_is_written_where_a_file_is_in_the_way(
    tmp_path: Path, labelled_sessions: tuple[Session, ...], labelled_redactor: Redactor
) -> None:
    key = Key(entries=labelled_redactor.entries)
    taken = tmp_path / "lea-a02.txt"
    taken.write_text("mine")
    with pytest.raises(PrivacyError, match="there already"):
        copy_sessions(labelled_sessions[:3], tmp_path, labelled_redactor, key=key)
    assert [it.name for it in tmp_path.iterdir()] == ["lea-a02.txt"]
