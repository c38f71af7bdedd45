from __future__ import annotations

import hashlib
import io
import pickle
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.classify.advice import AdviceModel
from analyzer.classify.calibration import Calibration
from analyzer.classify.scorer import LinearScorer
from analyzer.classify.store import (
    CARD,
    WEIGHTS,
    Stored,
    has_model,
    load_pack_models,
    load_scorer,
    store_pack_models,
    store_scorer,
)
from analyzer.classify.thresholds import Thresholds
from analyzer.classify.views import view_sentences
from analyzer.errors import ModelError
from analyzer.pipeline import Models
from analyzer.records import Move, Pack
from analyzer.records.store import card_to_json
from tests.builders import a_call, a_card, whole_turns

Put = Callable[..., Path]
Arrays = dict[str, npt.NDArray[Any]]


def scorer_of(models: Models) -> LinearScorer:
    assert isinstance(models.scorer, LinearScorer)
    return models.scorer


def advice_of(models: Models) -> AdviceModel:
    assert isinstance(models.advice, AdviceModel)
    return models.advice


def arrays_of(content: bytes) -> Arrays:
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def file_of(arrays: Arrays) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=True, **arrays)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def scorer_file(taught: Models) -> bytes:
    return store_scorer(scorer_of(taught)).content


@pytest.fixture(scope="module")
def pack_file(taught: Models) -> bytes:
    return store_pack_models(advice_of(taught), taught.problems).content


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes a model's folder: these bytes and a card that vouches for them."""

    def put_model(content: bytes, *, name: str = "own", **card: Any) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        digest = hashlib.sha256(content).hexdigest()
        record = replace(a_card(name=name), **({"file_sha256": digest} | card))
        (folder / WEIGHTS).write_bytes(content)
        (folder / CARD).write_text(card_to_json(record), encoding="utf-8")
        return folder

    return put_model


def refused(folder: Path, why: str = "cannot be used", *, pack: Pack | None = None) -> None:
    """Loading it raises an error that names the folder, says why, and what to do next."""
    with pytest.raises(ModelError, match=why) as caught:
        load_scorer(folder) if pack is None else load_pack_models(folder, pack=pack)
    assert str(folder) in str(caught.value)
    assert "analyzer train" in str(caught.value)


def test_models_loaded_score_as_those_stored_but_for_rounding(
    taught: Models, recruiting: Pack, put: Put, scorer_file: bytes, pack_file: bytes
) -> None:
    scorer, name = load_scorer(put(scorer_file, name="sentences"))
    advice, problems, pack_name = load_pack_models(put(pack_file), pack=recruiting)
    assert (name, pack_name) == ("sentences 1", "own 1")
    assert advice.name == problems.name == "model:own 1"
    session = a_call("Ana: HR says that there is no role.", "Mike: Ask whose budget it is.")
    sentences = whole_turns(session)
    before = taught.scorer.score_sentences(view_sentences(session, sentences), advice=taught.advice)
    after = scorer.score_sentences(view_sentences(session, sentences), advice=advice)
    for field in fields(before):
        ours, theirs = getattr(before, field.name), getattr(after, field.name)
        assert theirs == pytest.approx(ours, abs=0.02)


def test_models_alike_are_stored_in_the_same_bytes_and_so_are_models_loaded(
    taught: Models, recruiting: Pack, put: Put, scorer_file: bytes, pack_file: bytes
) -> None:
    assert store_scorer(replace(scorer_of(taught))).content == scorer_file
    scorer, _ = load_scorer(put(scorer_file))
    assert store_scorer(scorer) == Stored(
        content=scorer_file, sha256=hashlib.sha256(scorer_file).hexdigest()
    )
    advice, problems, _ = load_pack_models(put(pack_file), pack=recruiting)
    assert store_pack_models(advice, problems).content == pack_file


def test_a_file_holds_numbers_and_nothing_that_runs(scorer_file: bytes, pack_file: bytes) -> None:
    for content in (scorer_file, pack_file):
        assert {array.dtype.kind for array in arrays_of(content).values()} <= {"f", "i", "u"}


@pytest.mark.parametrize("missing", [CARD, WEIGHTS])
def test_a_model_of_which_a_file_is_missing_is_there_and_refused(
    put: Put, pack_file: bytes, recruiting: Pack, missing: str
) -> None:
    folder = put(pack_file)
    (folder / missing).unlink()
    assert has_model(folder)
    refused(folder, "no model is here", pack=recruiting)


def test_where_no_folder_is_there_is_no_model(tmp_path: Path, recruiting: Pack) -> None:
    assert not has_model(tmp_path / "none")
    refused(tmp_path / "none", "no model is here", pack=recruiting)


@pytest.mark.parametrize("card", ["", "{", "[]", "7", "null", '{"name": "own"}', "\x00"])
def test_a_card_that_tells_nothing_is_refused(put: Put, scorer_file: bytes, card: str) -> None:
    folder = put(scorer_file)
    (folder / CARD).write_text(card, encoding="utf-8")
    refused(folder, "its card")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=30,
)
@given(share=st.floats(0, 1), flip=st.integers(1, 255))
def test_a_changed_byte_is_noticed_wherever_it_is(
    put: Put, scorer_file: bytes, share: float, flip: int
) -> None:
    folder = put(scorer_file)
    changed = bytearray(scorer_file)
    changed[int(share * (len(changed) - 1))] ^= flip
    (folder / WEIGHTS).write_bytes(changed)
    refused(folder, "not the file that its card tells of")


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999])
def test_a_file_cut_short_is_refused_even_where_its_card_vouches_for_it(
    put: Put, scorer_file: bytes, share: float
) -> None:
    cut = scorer_file[: int(share * len(scorer_file))]
    refused(put(cut))
    folder = put(scorer_file)
    (folder / WEIGHTS).write_bytes(cut)
    refused(folder, "not the file that its card tells of")


@pytest.mark.parametrize("header", ["{'descr': '<f4', 'shape': (3,", "{'descr': [", " ["])
def test_an_array_whose_header_breaks_off_is_refused(put: Put, header: str) -> None:
    head = header.encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        mark = b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little")
        archive.writestr("form.npy", mark + head)
    refused(put(file.getvalue()))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=60,
)
@given(
    at_the_ends=st.dictionaries(st.integers(-3_000, 400), st.integers(0, 255), max_size=8),
    inside=st.dictionaries(st.floats(0, 1), st.integers(0, 255), max_size=3),
)
def test_damage_that_a_card_vouches_for_is_refused_or_harmless_and_never_a_crash(
    put: Put,
    pack_file: bytes,
    recruiting: Pack,
    at_the_ends: dict[int, int],
    inside: dict[float, int],
) -> None:
    damaged = bytearray(pack_file)
    for place, value in at_the_ends.items():
        damaged[place] = value
    for share, value in inside.items():
        damaged[int(share * (len(damaged) - 1))] = value
    try:
        load_pack_models(put(bytes(damaged)), pack=recruiting)
    except ModelError as error:
        assert "analyzer train" in str(error)  # noqa: PT017 - it may as well load


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=40,
)
@given(content=st.binary(max_size=200) | st.binary(max_size=200).map(lambda it: b"PK\3\4" + it))
def test_any_other_bytes_are_refused(put: Put, content: bytes) -> None:
    refused(put(content))


class Trap:
    """Something that would leave a trace if it were ever unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (Path("sprung"),))


def test_objects_in_a_file_are_refused_and_never_made(
    put: Put, scorer_file: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arrays = arrays_of(scorer_file) | {"moves/bias": np.array([Trap()], dtype=object)}
    refused(put(file_of(arrays)), "allow_pickle")
    refused(put(pickle.dumps(Trap())))
    bare = io.BytesIO()
    np.save(bare, np.array([Trap()], dtype=object), allow_pickle=True)
    refused(put(bare.getvalue()))
    assert not Path("sprung").exists()


def test_a_file_that_holds_one_array_and_no_parts_is_refused(put: Put) -> None:
    bare = io.BytesIO()
    np.save(bare, np.zeros(3))
    refused(put(bare.getvalue()))
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w"):
        pass
    refused(put(empty.getvalue()))


def test_a_model_for_another_version_of_the_pack_is_refused(
    put: Put, pack_file: bytes, recruiting: Pack
) -> None:
    newer = replace(recruiting, version="2")
    refused(put(pack_file), "made for pack 'recruiting 1', not for 'recruiting 2'", pack=newer)
    refused(put(pack_file, pack=None), "made for pack None", pack=recruiting)


def test_a_pack_that_was_edited_under_the_same_version_is_noticed(
    put: Put, pack_file: bytes, recruiting: Pack
) -> None:
    folder = put(pack_file)
    fewer = replace(recruiting, advice=recruiting.advice[1:])
    turned = replace(recruiting, problem=recruiting.problem[::-1])
    refused(folder, "its labels are -, pain-uncovering", pack=fewer)
    refused(folder, "its labels are", pack=turned)


def test_a_model_of_another_kind_is_refused(
    put: Put, scorer_file: bytes, pack_file: bytes, recruiting: Pack
) -> None:
    refused(put(pack_file), "part 'role_vocabulary' is missing")
    refused(put(scorer_file), "part 'advice_vocabulary' is missing", pack=recruiting)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"form": np.array(2)}, "written by another version"),
        ({"form": None}, "form"),
        ({"moves/bias": np.zeros(3)}, "part 'moves' do not fit"),
        ({"moves/weights": np.zeros((len(Move), 5))}, "part 'moves' is of another version"),
        ({"moves/weights": np.zeros(5)}, "part 'moves' do not fit"),
        ({"moves/bias": np.full(len(Move), np.nan)}, "part 'moves' do not fit"),
        ({"moves/classes": None}, "classes"),
        ({"starts/bias": None}, "bias"),
        ({"vocabulary/idf": np.ones(2)}, "part 'vocabulary' do not fit"),
        ({"segment_chain/start": np.zeros(3)}, "part 'segment_chain' do not fit"),
        (
            {"segment_chain/start": np.zeros(3), "segment_chain/follows": np.zeros((3, 3))},
            "its chain is not one over its labels",
        ),
        ({"segment_trust/value": None}, "part 'segment_trust' is missing"),
        ({"first_moves/weights": np.zeros((len(Move), 5))}, "not those of its vocabulary"),
        ({"moves/classes": np.array([255], np.uint8)}, "this model cannot be used"),
    ],
)
def test_parts_that_do_not_fit_each_other_or_this_version_are_refused(
    put: Put, scorer_file: bytes, change: dict[str, npt.NDArray[Any] | None], why: str
) -> None:
    arrays = {
        name: array
        for name, array in (arrays_of(scorer_file) | change).items()
        if array is not None
    }
    refused(put(file_of(arrays)), why)


def test_labels_of_another_version_are_refused(put: Put, scorer_file: bytes) -> None:
    arrays = arrays_of(scorer_file)
    names = arrays["moves/classes"].tobytes().decode().split("\n")
    turned = "\n".join([names[1], names[0], *names[2:]])
    arrays["moves/classes"] = np.frombuffer(turned.encode(), dtype=np.uint8)
    refused(put(file_of(arrays)), "its labels are logistics, promotion")


def test_a_pack_without_problems_is_stored_and_loaded(
    taught: Models, recruiting: Pack, put: Put
) -> None:
    none = taught.problems.linear
    none = replace(none, classes=(), weights=none.weights[:0], bias=none.bias[:0])
    problems = replace(taught.problems, linear=none, meaning=None, prototypes=None, thresholds=None)
    folder = put(store_pack_models(advice_of(taught), problems).content)
    _, found, _ = load_pack_models(folder, pack=replace(recruiting, problem=()))
    assert found.linear.classes == ()


@pytest.fixture(scope="module")
def certain_file(taught: Models) -> bytes:
    curve = Calibration(knots=np.array([0.1, 0.9]), values=np.array([0.2, 0.7]))
    n_advice = len(advice_of(taught).linear.classes) - 1
    advice = replace(
        advice_of(taught),
        calibration=curve,
        thresholds=Thresholds(say_from=np.full(n_advice, 0.3), sure_from=np.full(n_advice, 2.0)),
    )
    n_problems = len(taught.problems.linear.classes)
    problems = replace(
        taught.problems,
        calibration=curve,
        thresholds=Thresholds(say_from=np.zeros(n_problems), sure_from=np.ones(n_problems)),
    )
    return store_pack_models(advice, problems).content


def test_how_sure_labels_are_is_stored_with_the_model(
    put: Put, recruiting: Pack, certain_file: bytes
) -> None:
    advice, problems, _ = load_pack_models(put(certain_file), pack=recruiting)
    for model in (advice, problems):
        assert model.calibration is not None
        assert model.calibration.of(0.5) == pytest.approx(0.45)
    assert advice.thresholds is not None
    assert advice.thresholds.says(0, 0.3)
    assert not advice.thresholds.is_sure(19, 1.0)
    assert problems.thresholds is not None
    assert problems.thresholds.is_sure(0, 1.0)
    assert store_pack_models(advice, problems).content == certain_file


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"advice_calibration/knots": np.array([0.9, 0.1])}, "'advice_calibration' do not fit"),
        ({"advice_calibration/values": np.array([0.7, 0.2])}, "'advice_calibration' do not fit"),
        ({"advice_calibration/values": np.array([np.nan, 1])}, "'advice_calibration' do not fit"),
        ({"problem_calibration/values": np.array([0.2])}, "'problem_calibration' do not fit"),
        ({"advice_thresholds/say_from": np.zeros(3)}, "'advice_thresholds' do not fit"),
        ({"advice_thresholds/say_from": np.full(20, 3.0)}, "'advice_thresholds' do not fit"),
        (
            {f"advice_thresholds/{name}": np.zeros(3) for name in ("say_from", "sure_from")},
            "its thresholds are not those of its categories",
        ),
    ],
)
def test_thresholds_and_curves_that_cannot_be_are_refused(
    put: Put, recruiting: Pack, certain_file: bytes, change: Arrays, why: str
) -> None:
    refused(put(file_of(arrays_of(certain_file) | change)), why, pack=recruiting)
