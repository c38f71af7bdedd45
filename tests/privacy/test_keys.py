from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import PrivacyError
from analyzer.privacy import Redactor
from analyzer.privacy.keys import Key, read_key, write_key
from analyzer.privacy.kinds import Entry, Kind

IMANI = Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Imani Clarke", "Imani"))
TWELVE = Entry(pseudonym="Client 12", kind=Kind.CLIENT, names=("Bo Li", "Bo"))
REDACTOR = Redactor([IMANI, TWELVE])
TEXTS = st.lists(
    st.sampled_from(
        [
            "Imani",
            "IMANI",
            "imani clarke",
            "Bo",
            "Client 1",
            "Client 12",
            " ",
            ", ",
            "2",
            "é",
            "$5k",
        ]
    )
).map("".join)


@given(TEXTS | st.text())
def test_the_key_gives_every_word_back(text: str) -> None:
    key = Key(entries=REDACTOR.entries)
    now = key.redact(text, REDACTOR.found(text)).text
    read = Key.from_json(key.to_json())
    assert read == key
    if now != text:
        assert read.restored(now) == text


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_texts_that_are_alike_once_redacted_come_back_by_the_names_of_their_files(
    texts: list[str],
) -> None:
    key = Key(entries=REDACTOR.entries)
    now = [
        key.redact(text, REDACTOR.found(text), name=f"{number}.txt").text
        for number, text in enumerate(texts)
    ]
    for number, (text, redacted) in enumerate(zip(texts, now, strict=True)):
        if text != redacted:
            assert key.restored(redacted, name=f"{number}.txt") == text


def test_a_text_that_was_changed_gets_the_fullest_name_of_each_pseudonym() -> None:
    key = Key(entries=REDACTOR.entries)
    key.redact("Imani and Bo.", REDACTOR.found("Imani and Bo."))
    assert key.restored("Then Client 12 met Client 1.") == "Then Bo Li met Imani Clarke."
    assert not key.knows("Then Client 12 met Client 1.")


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_a_key_is_for_its_owner_alone_and_never_written_over(tmp_path: Path) -> None:
    key = Key(entries=REDACTOR.entries)
    write_key(key, tmp_path / "key.json")
    assert stat.S_IMODE((tmp_path / "key.json").stat().st_mode) == 0o600
    assert read_key(tmp_path / "key.json") == key
    with pytest.raises(PrivacyError, match="there is a file already"):
        write_key(key, tmp_path / "key.json")


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"version": 2}', "no JSON"])
def test_another_file_is_told_from_a_key(tmp_path: Path, content: str) -> None:
    (tmp_path / "key.json").write_text(content)
    with pytest.raises(PrivacyError, match="this is no key"):
        read_key(tmp_path / "key.json")
    with pytest.raises(PrivacyError, match="cannot be read"):
        read_key(tmp_path / "no.json")
