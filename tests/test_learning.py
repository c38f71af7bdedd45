from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.classify.compare import compare_with
from analyzer.classify.curve import curve_rows, point_to_json
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.tally import load_evaluations
from analyzer.encoder import Encoder
from analyzer.errors import LabelError, PackError
from analyzer.learning import evaluate_models, learning_curve, train_models
from analyzer.measuring import fit_models
from analyzer.pipeline import Models, analyze_session, load_models
from analyzer.records import ModelCard, Pack
from analyzer.records.store import card_from_json
from tests.builders import a_pack
from tests.conftest import LABELLED

SIX = ("lea-b16", "lea-c14", "rec-c05", "rec-c10", "rec-e03", "rec-e13")
HEADS = {"moves", "segments", "roles", "coach", "exchange-starts", "segment-starts"}
FILES = ["card.json", "card.md", "sessions.json", "weights.npz"]
HEADS_OF_PACK = {"advice", "advice-sentences", "problems"}


def copied(names: Sequence[str], into: Path) -> Path:
    into.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(LABELLED / f"{name}.tsv", into)
    return into


@pytest.fixture(scope="module", autouse=True)
def _quick(encoder: Encoder) -> Iterator[None]:
    """Two folds instead of five, and the encoder that all tests share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analyzer.learning.FOLDS", 2)
        patch.setattr("analyzer.measuring.load_encoder", lambda _: encoder)
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(SIX, tmp_path_factory.mktemp("labelled"))


@pytest.fixture(scope="module")
def trained(
    data: Path, recruiting: Pack, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, tuple[ModelCard, ...]]:
    out = tmp_path_factory.mktemp("models")
    return out, train_models(data, out, packs=[recruiting])


def test_training_writes_a_folder_for_each_model_with_weights_and_cards(
    trained: tuple[Path, tuple[ModelCard, ...]],
) -> None:
    out, cards = trained
    assert [card.name for card in cards] == ["sentences", "recruiting"]
    assert {it.name for it in out.iterdir()} >= {"recruiting", "sentences"}
    for card in cards:
        folder = out / card.name
        assert sorted(it.name for it in folder.iterdir()) == FILES
        assert card_from_json((folder / "card.json").read_text(encoding="utf-8")) == card
        digest = hashlib.sha256((folder / "weights.npz").read_bytes()).hexdigest()
        assert card.file_sha256 == digest
        assert "\r" not in (folder / "card.md").read_bytes().decode()


def test_cards_say_what_was_learnt_from_what_and_measured_how(
    trained: tuple[Path, tuple[ModelCard, ...]], recruiting: Pack
) -> None:
    _, (sentences, pack) = trained
    assert (sentences.pack, pack.pack) == (None, recruiting.label)
    assert (sentences.n_sessions, pack.n_sessions) == (6, 4)
    assert {head.head for head in sentences.heads} <= HEADS
    assert {head.head for head in pack.heads} == HEADS_OF_PACK
    for head in (*sentences.heads, *pack.heads):
        assert head.labels
        assert all(0 <= label.f1_low <= label.f1 <= label.f1_high <= 1 for label in head.labels)
        assert sum(group.n_units for group in head.groups if group.by == "form") > 0
    assert len(sentences.data_sha256) == 64
    assert {card.folds for card in (sentences, pack)} == {
        "every writer left out in turn, one at a time"
    }
    scored = {head.head: head for head in (*sentences.heads, *pack.heads) if head.ece is not None}
    assert set(scored) >= {"moves", "roles", "advice"}
    assert all(len(head.reliability) == 10 for head in scored.values())


def test_what_was_counted_in_each_session_lies_beside_the_card(
    trained: tuple[Path, tuple[ModelCard, ...]],
) -> None:
    out, cards = trained
    found = [one for one in load_evaluations(out) if one.card in cards]
    assert len(found) == len(cards)
    for one in found:
        assert one.tally is not None
        assert list(one.tally) == ["rec-c05", "rec-c10", "rec-e03", "rec-e13"]
    assert compare_with(found, found, seed=1).losses == ()


def test_the_models_written_can_be_loaded_and_used(
    trained: tuple[Path, tuple[ModelCard, ...]],
    recruiting: Pack,
    eight: tuple[LabelledSession, ...],
) -> None:
    out, _ = trained
    models = load_models(recruiting, folder=out)
    assert models.names.startswith("sentences 1, recruiting 1")
    assert models.folder == out
    analysis = analyze_session(eight[0].session, pack=recruiting, models=models)
    assert analysis.made_with.models == models.names
    assert analysis.segments


def test_training_again_writes_the_same_bytes(
    trained: tuple[Path, tuple[ModelCard, ...]], data: Path, recruiting: Pack, tmp_path: Path
) -> None:
    out, _ = trained
    said: list[str] = []
    train_models(data, tmp_path, packs=[recruiting], progress=said.append)
    files = sorted(path.relative_to(out) for path in out.rglob("*.*"))
    assert len(files) >= 2 * len(FILES)
    assert all((tmp_path / it).read_bytes() == (out / it).read_bytes() for it in files)
    assert said[0].startswith("training 2 times")
    assert "training on all sessions" in said


def test_a_pack_that_no_session_is_labelled_for_gets_no_model(data: Path, tmp_path: Path) -> None:
    with pytest.raises(LabelError) as caught:
        train_models(data, tmp_path, packs=[a_pack()])
    assert "no session is labelled for tea" in str(caught.value)
    assert "leadership, recruiting" in str(caught.value)


def test_a_pack_named_like_another_model_is_refused(tmp_path: Path, recruiting: Pack) -> None:
    folder = copied(SIX[2:5], tmp_path / "labelled")
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8").replace("#pack: recruiting", "#pack: sentences")
        path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match="a model named 'sentences' is there already"):
        train_models(folder, tmp_path / "out", packs=[replace(recruiting, name="sentences")])
    assert not (tmp_path / "out").exists()


def test_a_label_that_the_pack_does_not_know_is_named_before_anything_is_trained(
    tmp_path: Path, recruiting: Pack
) -> None:
    folder = copied(SIX[2:5], tmp_path / "labelled")
    fewer = replace(recruiting, problem=recruiting.problem[:1])
    with pytest.raises(LabelError, match="is no label of problems"):
        evaluate_models(folder, packs=[fewer])
    none = replace(recruiting, advice=recruiting.advice[:1])
    with pytest.raises(LabelError, match="is no label of advice-sentences") as caught:
        train_models(folder, tmp_path / "out", packs=[none])
    assert caught.value.path is not None
    assert caught.value.path.endswith(".tsv")


def test_a_folder_without_labelled_sessions_is_refused(tmp_path: Path, recruiting: Pack) -> None:
    with pytest.raises(LabelError, match=r"no \*\.tsv file"):
        evaluate_models(tmp_path, packs=[recruiting])


def test_more_folds_than_sessions_are_refused(data: Path, recruiting: Pack) -> None:
    with pytest.raises(LabelError, match="cannot be cut into 9 folds"):
        evaluate_models(data, packs=[recruiting], folds=9)


def test_measuring_by_writer_leaves_each_out_in_turn_and_writes_nothing(
    data: Path, recruiting: Pack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    found = evaluate_models(data, packs=[recruiting], by="writer", progress=said.append)
    assert "2 of 2 done" in said
    assert {one.card.folds for one in found} == {"every writer left out in turn, one at a time"}
    assert {one.card.file_sha256 for one in found} == {""}
    moves = found[0].card.heads[0]
    assert sum(it.n for it in moves.confusions) == sum(it.support for it in moves.labels)
    assert list(tmp_path.iterdir()) == []


def test_named_writers_alone_are_left_out(data: Path, recruiting: Pack) -> None:
    found = evaluate_models(data, packs=[recruiting], writers=["e"])
    assert {one.card.folds for one in found} == {"writer e left out"}
    assert [sorted(one.tally or ()) for one in found] == [["rec-e03", "rec-e13"]] * 2
    with pytest.raises(LabelError, match="no session is by writer 'x'"):
        evaluate_models(data, packs=[recruiting], writers=["x"])


def test_a_learning_curve_has_a_point_for_each_number_of_sessions(
    tmp_path: Path, recruiting: Pack
) -> None:
    data = copied((*SIX[2:], "rec-h04"), tmp_path / "labelled")
    points = learning_curve(data, packs=[recruiting], writers=["h"], steps=(4, 2, 1))
    # From a single session nothing can be learnt: that point is left out.
    assert [point.n_sessions for point in points] == [2, 4]
    for point in points:
        heads = {(one.pack, one.head) for one in point.scores}
        assert heads >= {(None, "moves"), (None, "segments"), ("recruiting", "advice")}
        assert json.loads(point_to_json(point))["n_sessions"] == point.n_sessions
    rows = curve_rows(points)
    assert rows[0] == ["macro / micro F1", "2 sessions", "4 sessions"]
    assert "advice (recruiting)" in {row[0] for row in rows}
    with pytest.raises(LabelError, match="no session is by writer 'b'"):
        learning_curve(data, packs=[recruiting])


def test_sessions_of_one_writer_are_measured_in_parts(tmp_path: Path, recruiting: Pack) -> None:
    names = ("rec-c05", "rec-c10", "rec-c01", "rec-c09")
    cards = train_models(copied(names, tmp_path / "data"), tmp_path / "out", packs=[recruiting])
    assert {card.folds for card in cards} == {"2 folds by session"}


def test_models_of_a_fold_are_there_for_each_pack_and_never_saw_what_is_left_out(
    eight: tuple[LabelledSession, ...], taught: Models, recruiting: Pack, encoder: Encoder
) -> None:
    found = fit_models(eight[:4], packs=[recruiting], encoder=encoder)
    assert list(found) == ["recruiting"]
    assert found["recruiting"].folder is None
    assert found["recruiting"].names == taught.names == "not stored"
