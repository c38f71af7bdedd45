from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer import errors
from analyzer.errors import AnalyzerError, ModelError, did_you_mean

KINDS = sorted(
    (
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and kind.__module__ == errors.__name__
    ),
    key=lambda kind: kind.__name__,
)
facts = st.none() | st.text(max_size=20)


def fail(what: str) -> None:
    raise ModelError(what, path="models/own", hint="Make it again.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_one_of_the_family_and_says_when_it_is_raised(
    kind: type[AnalyzerError],
) -> None:
    assert issubclass(kind, AnalyzerError)
    assert kind.__doc__


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (AnalyzerError("no talk."), "no talk."),
        (AnalyzerError("no talk.", path="a.txt"), "a.txt: no talk."),
        (AnalyzerError("no talk.", path="a.txt", line=7), "a.txt:7: no talk."),
        (AnalyzerError("no talk.", line=7), "no talk."),
        (AnalyzerError("no talk.", hint="Export it again."), "no talk. Export it again."),
        (AnalyzerError("no talk.", path="a", line=0, hint="So."), "a:0: no talk. So."),
    ],
)
def test_a_message_says_where_what_and_what_to_do_next(error: AnalyzerError, message: str) -> None:
    assert str(error) == message


@given(
    kind=st.sampled_from(KINDS),
    what=st.text(),
    path=facts,
    line=st.none() | st.integers(),
    hint=facts,
)
def test_facts_survive_being_pickled(
    kind: type[AnalyzerError], what: str, path: str | None, line: int | None, hint: str | None
) -> None:
    error = kind(what, path=path, line=line, hint=hint)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is kind
    assert str(again) == str(error)
    assert (again.what, again.path, again.line, again.hint) == (what, path, line, hint)


def test_an_error_comes_back_whole_from_another_process() -> None:
    with (
        ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool,
        pytest.raises(ModelError) as caught,
    ):
        pool.submit(fail, "no model is here.").result()
    assert str(caught.value) == "models/own: no model is here. Make it again."
    assert caught.value.hint == "Make it again."


@pytest.mark.parametrize(
    ("value", "guess"),
    [
        ("recruting", "Did you mean 'recruiting'?"),
        ("zzz", ""),
        ("", ""),
        ("leadership", "Did you mean 'leadership'?"),
    ],
)
def test_the_nearest_spelling_is_named_where_one_is_near(value: str, guess: str) -> None:
    assert did_you_mean(value, iter(["leadership", "recruiting"])) == guess
