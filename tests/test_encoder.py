from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from analyzer.encoder import (
    MODEL,
    RECORD,
    TOKENIZER,
    WIDTH,
    RememberingEncoder,
    SentenceEncoder,
    Vectors,
    encoder_name,
    load_encoder,
)
from analyzer.errors import ModelError
from analyzer.settings import resource_folder

HOME = resource_folder("models") / "encoder"
SENTENCES = (
    "Who signs off on the fee?",
    "Whose budget does the money come from?",
    "My dog ate a whole cheese on Sunday.",
    "",
    "Schöne Grüße — 你好 🎉",
)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return load_encoder(HOME)


def test_each_sentence_becomes_a_row_of_length_one(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(SENTENCES)

    assert vectors.shape == (len(SENTENCES), WIDTH)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_the_same_sentences_give_the_same_bytes(encoder: SentenceEncoder) -> None:
    assert encoder.encode(SENTENCES).tobytes() == encoder.encode(SENTENCES).tobytes()


def test_rows_stand_in_the_order_of_the_sentences(encoder: SentenceEncoder) -> None:
    forward = encoder.encode(SENTENCES)
    backward = encoder.encode(SENTENCES[::-1])[::-1]

    assert np.allclose(forward, backward, atol=0.05)


def test_sentences_alike_in_meaning_are_nearer_than_others(encoder: SentenceEncoder) -> None:
    fee, budget, dog = encoder.encode(SENTENCES[:3])

    assert fee @ budget > fee @ dog


def test_no_sentences_give_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, WIDTH)


def test_a_sentence_of_any_length_is_encoded(encoder: SentenceEncoder) -> None:
    assert encoder.encode(["word " * 5000]).shape == (1, WIDTH)


def test_what_was_encoded_once_is_remembered() -> None:
    class Counting:
        calls = 0

        def encode(self, texts: Sequence[str]) -> Vectors:
            self.calls += 1
            return np.ones((len(texts), WIDTH), dtype=np.float32)

    counting = Counting()
    remembering = RememberingEncoder(counting)
    remembering.encode(["a", "b"])
    remembering.encode(["a", "b"])

    assert counting.calls == 1


def test_the_name_holds_the_version() -> None:
    record = json.loads((HOME / RECORD).read_text(encoding="utf-8"))

    assert encoder_name(HOME) == f"{record['name']} {record['version']}"


@pytest.mark.parametrize("name", [MODEL, TOKENIZER, RECORD])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    shutil.copytree(HOME, tmp_path, dirs_exist_ok=True)
    (tmp_path / name).unlink()

    with pytest.raises(ModelError, match=name.replace(".", r"\.")):
        load_encoder(tmp_path)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_a_file_with_one_byte_changed_is_refused(tmp_path: Path, name: str) -> None:
    shutil.copytree(HOME, tmp_path, dirs_exist_ok=True)
    content = bytearray((tmp_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(content)

    with pytest.raises(ModelError, match="not the file"):
        load_encoder(tmp_path)


def test_a_file_that_is_no_network_is_refused_even_when_its_record_agrees(tmp_path: Path) -> None:
    from hashlib import sha256

    shutil.copytree(HOME, tmp_path, dirs_exist_ok=True)
    (tmp_path / MODEL).write_bytes(b"no network")
    record = json.loads((tmp_path / RECORD).read_text(encoding="utf-8"))
    record[MODEL] = sha256(b"no network").hexdigest()
    (tmp_path / RECORD).write_text(json.dumps(record), encoding="utf-8")

    with pytest.raises(ModelError, match="cannot be run"):
        load_encoder(tmp_path).encode(["Hello."])


def test_an_encoder_whose_files_are_gone_when_it_is_first_asked_says_so(tmp_path: Path) -> None:
    shutil.copytree(HOME, tmp_path, dirs_exist_ok=True)
    encoder = load_encoder(tmp_path)
    shutil.rmtree(tmp_path)

    with pytest.raises(ModelError, match="cannot be used"):
        encoder.encode(["Hello."])
