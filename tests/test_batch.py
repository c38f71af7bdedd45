from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analyzer.batch import AHEAD_ELSEWHERE, Given, Outcome, Work, analyze_many
from analyzer.encoder import WIDTH, Vectors
from analyzer.errors import ModelError
from analyzer.pipeline import Models
from analyzer.records import Pack
from analyzer.records.passages import PassageKind


def shapes(outcomes: Sequence[Outcome]) -> list[tuple[str, bool]]:
    return [(Path(it.path).name, it.error is None) for it in outcomes]


def test_a_bad_file_does_not_stop_the_rest_and_the_order_is_kept(
    calls: list[Path], recruiting: Pack, shipped: Models
) -> None:
    outcomes = list(analyze_many(calls, pack=recruiting, models=shipped))
    assert shapes(outcomes) == [
        ("2024-05-01-ana.txt", True),
        ("empty.txt", False),
        ("gone.txt", False),
        ("bo.txt", True),
        ("noise.bin", False),
    ]
    for outcome, path in zip(outcomes, calls, strict=True):
        assert (outcome.analysis is None) == (outcome.error is not None)
        assert outcome.error is None or str(path) in str(outcome.error)


def test_a_fault_of_ours_in_one_file_does_not_stop_the_rest(
    calls: list[Path], recruiting: Pack, shipped: Models
) -> None:
    class Faulty:
        def __init__(self) -> None:
            self.calls = 0

        def encode(self, texts: Sequence[str]) -> Vectors:
            self.calls += 1
            if self.calls == 1:
                raise ZeroDivisionError("once")
            return np.zeros((len(texts), WIDTH), dtype=np.float32)

    models = replace(shipped, encoder=Faulty())
    outcomes = list(analyze_many([calls[0], calls[3]], pack=recruiting, models=models))

    assert "ZeroDivisionError: once" in str(outcomes[0].error)
    assert outcomes[1].error is None


def test_two_processes_find_what_one_finds(
    calls: list[Path], recruiting: Pack, shipped: Models
) -> None:
    one = list(analyze_many(calls, pack=recruiting, models=shipped))
    two = list(analyze_many(map(str, calls), pack=recruiting, models=shipped, jobs=2))
    assert [it.analysis for it in two] == [it.analysis for it in one]
    assert [str(it.error) for it in two] == [str(it.error) for it in one]


@pytest.mark.parametrize("loaded", [True, False], ids=["loaded", "put together here"])
def test_any_executor_does_the_work(
    calls: list[Path], recruiting: Pack, shipped: Models, *, loaded: bool
) -> None:
    models = shipped if loaded else replace(shipped, folder=None, names="mine")
    with ThreadPoolExecutor(max_workers=3) as pool:
        outcomes = list(analyze_many(calls, pack=recruiting, models=models, executor=pool))
        assert pool.submit(int, "7").result() == 7
    assert shapes(outcomes) == shapes(list(analyze_many(calls, pack=recruiting, models=models)))
    made = {it.analysis.made_with.models for it in outcomes if it.analysis is not None}
    assert made == {models.names}


def test_models_put_together_here_are_the_ones_that_several_jobs_use(
    calls: list[Path], recruiting: Pack, taught: Models
) -> None:
    outcomes = list(analyze_many(calls, pack=recruiting, models=taught, jobs=2))
    alone = analyze_many(calls, pack=recruiting, models=taught)
    assert [it.analysis for it in outcomes] == [it.analysis for it in alone]
    assert outcomes[0].analysis is not None
    assert outcomes[0].analysis.made_with.models == "not stored"


def test_no_files_no_outcomes(recruiting: Pack, shipped: Models) -> None:
    assert list(analyze_many([], pack=recruiting, models=shipped, jobs=2)) == []


def test_outcomes_come_one_by_one(calls: list[Path], recruiting: Pack, shipped: Models) -> None:
    coming = analyze_many(calls, pack=recruiting, models=shipped)
    assert next(coming).analysis is not None
    calls[3].unlink()
    assert shapes(list(coming))[2] == ("bo.txt", False)


def test_models_are_missed_before_the_first_file(
    calls: list[Path], recruiting: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.pipeline.resource_folder", lambda _: tmp_path)
    for jobs in (1, 2):
        with pytest.raises(ModelError, match="no model is here"):
            analyze_many(calls, pack=recruiting, jobs=jobs)


def test_what_passages_mean_comes_where_it_is_asked_for(
    calls: list[Path], recruiting: Pack, shipped: Models
) -> None:
    plain, full = (
        next(analyze_many(calls, pack=recruiting, models=shipped, with_passages=asked))
        for asked in (False, True)
    )
    assert plain.passages is None
    assert full.analysis == plain.analysis
    assert full.passages is not None
    kinds = [it.kind for it in full.passages.passages]
    assert full.analysis is not None
    assert kinds.count(PassageKind.PROBLEM) == len(full.analysis.exchanges)
    assert kinds.count(PassageKind.ADVICE) == len(full.analysis.advice)
    assert kinds.count(PassageKind.EXCHANGE) == len(full.analysis.exchanges)
    assert full.passages.vectors.shape == (len(kinds), WIDTH)
    assert full.passages.encoder == shipped.encoder_name != "unnamed"


class Counting(Executor):
    """Does at once what it is given, and counts what nobody has asked for yet."""

    def __init__(self) -> None:
        self.given = 0

    def submit(self, _: Any, /, *args: Any, **__: Any) -> Future[Any]:
        self.given += 1
        future: Future[Any] = Future()
        future.set_result(Outcome(path=args[0]))
        return future


def test_no_more_files_are_handed_out_than_are_asked_for(recruiting: Pack, shipped: Models) -> None:
    executor = Counting()
    files = (f"{n}.txt" for n in range(10 * AHEAD_ELSEWHERE))
    coming = analyze_many(files, pack=recruiting, models=shipped, executor=executor)
    for n in range(1, 2 * AHEAD_ELSEWHERE):
        assert next(coming).path == f"{n - 1}.txt"
        assert executor.given <= AHEAD_ELSEWHERE + n
    assert len(list(coming)) == 10 * AHEAD_ELSEWHERE - 2 * AHEAD_ELSEWHERE + 1


def test_a_file_over_which_its_process_dies_is_named_and_the_rest_is_done(
    calls: list[Path], recruiting: Pack, shipped: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.batch.Work", Deadly)
    outcomes = list(analyze_many(calls, pack=recruiting, models=shipped, jobs=2))
    assert [Path(it.path).name for it in outcomes] == [path.name for path in calls]
    errors = [str(it.error) for it in outcomes]
    assert "killed" in errors[1]
    assert "empty.txt" in errors[1]
    assert [error == "None" for error in errors] == [True, False, True, True, True]


class Deadly(Work):
    """Work during which the process is killed by one kind of file."""

    def __call__(self, given: Given) -> Outcome:
        if str(given).endswith("empty.txt"):
            os.kill(os.getpid(), signal.SIGKILL)
        return Outcome(path=str(given))


def test_a_session_that_was_read_already_is_analysed_as_its_file_is(
    calls: list[Path], recruiting: Pack, shipped: Models
) -> None:
    (read,) = analyze_many(calls[:1], pack=recruiting, models=shipped)
    assert read.analysis is not None
    given = (read.analysis.session, read.analysis)
    anew, kept = analyze_many(given, pack=recruiting, models=shipped, with_passages=True)

    assert anew.analysis == read.analysis
    assert kept.analysis is read.analysis
    assert anew.path == kept.path == str(calls[0])
    assert kept.passages is not None
    assert anew.passages is not None
    assert np.array_equal(kept.passages.vectors, anew.passages.vectors)
