"""What is the same for every pack: learnt from labelled sessions, stored, loaded, applied."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.classify.background import (
    ADVICE_SIGNS,
    PROBLEM_SIGNS,
    Background,
    advice_signs,
    category_texts,
    problem_signs,
    texts_of,
)
from analyzer.classify.fewshot import encode_pack
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.own_store import (
    BACKGROUND,
    load_background,
    load_own,
    own_folder,
    store_background,
    store_own,
    text_digest,
)
from analyzer.classify.store import CARD, WEIGHTS
from analyzer.classify.train_background import train_background
from analyzer.classify.views import view_sentences
from analyzer.encoder import Encoder
from analyzer.errors import ModelError, PackError
from analyzer.own_packs import train_own_pack, write_background
from analyzer.records import Pack
from analyzer.records.pack_file import load_pack
from analyzer.records.scores import Matrix
from analyzer.records.store import card_to_json
from analyzer.settings import resource_folder
from tests.builders import a_call, a_card, whole_turns


@pytest.fixture(scope="module")
def learnt(eight: tuple[LabelledSession, ...], recruiting: Pack, encoder: Encoder) -> Background:
    return train_background(eight, packs=[recruiting], encoder=encoder, name="small")


def test_likeness_and_rare_words_speak_for_a_category_as_shipped() -> None:
    shipped = load_background(resource_folder("models") / BACKGROUND)
    weights = dict(zip(ADVICE_SIGNS, shipped.shown.advice, strict=True))
    assert weights["meaning"] > 0
    assert weights["passage"] > 0
    assert weights["any"] < 0
    assert weights["words"] > 0
    assert (shipped.shown.problem > 0).all()


def test_common_words_count_nothing_and_unknown_words_most(learnt: Background) -> None:
    idf = {
        term: learnt.vocabulary.idf[column] for term, column in learnt.vocabulary.columns.items()
    }
    assert idf["w:the"] < 0.5
    assert learnt.unknown > max(idf.values())
    assert min(idf.values()) >= 0


def test_sessions_of_no_pack_teach_no_weights(
    eight: tuple[LabelledSession, ...], encoder: Encoder
) -> None:
    bare = train_background(eight[:1], packs=[load_pack("sales")], encoder=encoder, name="bare")
    for weighing in (bare.told, bare.shown):
        assert not weighing.advice.any()
        assert not weighing.problem.any()
        assert weighing.advice_calibration is None


def test_learning_twice_gives_the_same_bytes(
    eight: tuple[LabelledSession, ...], recruiting: Pack, encoder: Encoder, learnt: Background
) -> None:
    again = train_background(eight, packs=[recruiting], encoder=encoder, name="small")
    assert store_background(again).sha256 == store_background(learnt).sha256


def test_what_is_stored_is_loaded_but_for_rounding(
    eight: tuple[LabelledSession, ...], recruiting: Pack, encoder: Encoder, tmp_path: Path
) -> None:
    card = write_background(eight, tmp_path, packs=[recruiting], encoder=encoder)
    assert (card.name, card.n_sessions, card.heads) == (BACKGROUND, 8, ())
    loaded = load_background(tmp_path / BACKGROUND)
    assert loaded.name == "background 1"
    assert store_background(loaded).sha256 == card.file_sha256
    assert (tmp_path / BACKGROUND / "card.md").is_file()


def test_signs_do_not_depend_on_what_is_said_far_away(
    learnt: Background, recruiting: Pack, encoder: Encoder
) -> None:
    near = ["Mike: Ask whose budget it is.", "Ana: I will."]
    far = [f"Ana: We talked about the weather for {n} hours." for n in range(3, 15)]
    texts = category_texts(
        recruiting.advice, encoder.encode(texts_of(recruiting.advice)), background=learnt
    )

    def signs_of(lines: list[str]) -> Matrix:
        session = a_call(*lines)
        vectors = encoder.encode([turn.text for turn in session.turns])
        views = view_sentences(session, whole_turns(session), vectors=vectors)
        return advice_signs(views, vectors, texts=texts, background=learnt)

    one, other = signs_of([*near, *far, *far[:3]]), signs_of([*near, *far])
    assert one.shape == (17, 20, len(ADVICE_SIGNS))
    assert one[0] == pytest.approx(other[0], abs=0.03)
    assert signs_of(near[:1]).shape == (1, 20, len(ADVICE_SIGNS))


def test_signs_of_an_exchange_are_highest_for_its_problem(
    learnt: Background, encoder: Encoder
) -> None:
    pack = load_pack("sales")
    texts = category_texts(pack.problem, encoder.encode(texts_of(pack.problem)), background=learnt)
    session = a_call("Ana: They want a discount of a fifth, it is too expensive, they say.")
    vectors = encoder.encode([turn.text for turn in session.turns])
    views = view_sentences(session, whole_turns(session), vectors=vectors)
    signs = problem_signs(views, vectors, texts=texts, background=learnt)
    assert signs.shape == (10, len(PROBLEM_SIGNS))
    price = [category.id for category in pack.problem].index("price-pressure")
    assert signs[:, :2].argmax(axis=0).tolist() == [price, price]


def test_a_model_of_ones_own_holds_what_it_was_made_with(
    learnt: Background, encoder: Encoder, tmp_path: Path
) -> None:
    pack = replace(load_pack("sales"), file=str(tmp_path / "mine.toml"))
    vectors = encode_pack(pack, encoder=encoder)
    stored = store_own(vectors, background=learnt)
    folder = own_folder(pack)
    assert folder == tmp_path / "mine.model"
    folder.mkdir()
    card = a_card(name="sales")
    card = replace(
        card,
        pack=pack.label,
        data_sha256=text_digest(pack, encoder="e 1"),
        file_sha256=hashlib.sha256(stored.content).hexdigest(),
    )
    (folder / WEIGHTS).write_bytes(stored.content)
    (folder / CARD).write_text(card_to_json(card), encoding="utf-8")
    loaded, background, name = load_own(folder, pack=pack, encoder="e 1")
    assert name.startswith("sales 1 ")
    assert loaded.advice == pytest.approx(vectors.advice, abs=1e-3)
    assert background.shown.advice == pytest.approx(learnt.shown.advice, rel=1e-2)
    with pytest.raises(ModelError, match="or the sentence encoder has"):
        load_own(folder, pack=pack, encoder="e 2")


def test_a_pack_from_no_file_needs_a_place_for_its_model(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="comes from no file"):
        train_own_pack(load_pack("sales"))
    card, folder = train_own_pack(load_pack("sales"), out=tmp_path)
    assert (card.pack, folder) == ("sales 1", tmp_path / "sales")
