"""How often the names are right that talks give away, and the weights that score them.

    python benchmarks/given_names.py [--published FOLDER]...

Every name is taken out of the labelled talks of several people, and of published transcripts in the
folders named, and each voice gets the name the talk itself gives away. Writers and shows are left
out in turn, so that no talk is scored by weights it helped to make. Prints how often the proposals
are right at each score, then the weights fitted to all talks, to be put into
``analyzer/read/people/given_names.py``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from analyzer.classify.labelled import read_labelled_folder
from analyzer.errors import AnalyzerError
from analyzer.read import read_session
from analyzer.read.base import UNNAMED
from analyzer.read.people import given_names
from analyzer.read.people.given_names import FEATURES, Pair, weigh
from analyzer.read.people.name_calls import calls_by_name
from analyzer.read.people.names import is_role_like, name_key
from analyzer.records import Session

FOLDS = 10
STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
LABELLED = Path(__file__).resolve().parents[1] / "data" / "labelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A talk, the group it is left out with, and all pairs of voice and name in it."""

    session: Session
    group: str
    is_labelled: bool
    pairs: tuple[Pair, ...]

    def is_right(self, pair: Pair) -> bool:
        """Whether the voice of the pair is called so."""
        return pair.key.split()[-1] in name_key(self.session.speakers[pair.voice].name).split()


def talks(published: Sequence[Path]) -> Iterator[Talk]:
    """The labelled talks of several people, then the published ones."""
    for one in read_labelled_folder(LABELLED):
        if one.form in {"dialogue", "group"} and len(one.session.speakers) > 1:
            yield _talk(one.session, group=one.writer, is_labelled=True)
    for folder in published:
        for path in sorted(folder.rglob("*.md")):
            session = _read(path)
            if session is not None and 1 < len(session.speakers) < 12 and len(session.turns) > 10:
                yield _talk(session, group=path.parent.name, is_labelled=False)


def _read(path: Path) -> Session | None:
    try:
        return read_session(path)
    except AnalyzerError:
        return None


def _talk(session: Session, *, group: str, is_labelled: bool) -> Talk:
    pairs = [
        pair
        for pair in weigh(session, list(calls_by_name(session)))
        if not is_role_like(session.speakers[pair.voice].name)
        and session.speakers[pair.voice].name != UNNAMED
    ]
    return Talk(session=session, group=group, is_labelled=is_labelled, pairs=tuple(pairs))


def out_of_fold(all_talks: Sequence[Talk]) -> list[tuple[Talk, Pair, float]]:
    """Each pair with the score it gets from weights that its group had no part in."""
    rows = [(talk, pair) for talk in all_talks for pair in talk.pairs]
    values = np.array([pair.features for _, pair in rows])
    right = np.array([talk.is_right(pair) for talk, pair in rows])
    groups = np.array([talk.group for talk, _ in rows])
    scores = np.zeros(len(rows))
    for train, test in GroupKFold(FOLDS).split(values, right, groups):
        scores[test] = _fitted(values[train], right[train]).predict_proba(values[test])[:, 1]
    return [(talk, pair, float(score)) for (talk, pair), score in zip(rows, scores, strict=True)]


def _fitted(values: np.ndarray, right: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=5000).fit(values, right)


def chosen(scored: Sequence[tuple[Talk, Pair, float]]) -> Iterator[tuple[Talk, Pair, float]]:
    """The pairs of each talk in which every voice and every name stands once, likeliest first."""
    taken: set[tuple[int, object]] = set()
    for talk, pair, score in sorted(scored, key=lambda row: -row[2]):
        voice, name = (id(talk), pair.voice), (id(talk), pair.key.split()[0])
        if voice not in taken and name not in taken:
            taken |= {voice, name}
            yield talk, pair, score


def show(all_talks: Sequence[Talk]) -> None:
    """Prints the table of the docstring in ``given_names.py``, and the weights."""
    proposals = list(chosen(out_of_fold(all_talks)))
    for is_labelled in (True, False):
        rows = [row for row in proposals if row[0].is_labelled is is_labelled]
        n_talks = sum(talk.is_labelled is is_labelled for talk in all_talks)
        n_voices = sum(
            not is_role_like(speaker.name)
            for talk in all_talks
            if talk.is_labelled is is_labelled
            for speaker in talk.session.speakers
        )
        print("labelled" if is_labelled else "published", n_talks, "talks,", n_voices, "voices")
        for low, high in pairwise(STEPS):
            inside = [talk.is_right(pair) for talk, pair, score in rows if low <= score < high]
            share = f"{np.mean(inside):.2f}" if inside else "-"
            print(f"    {low:.2f} to {min(high, 1):.2f}: {share} of {len(inside)}")
        sure = [talk.is_right(p) for talk, p, score in rows if score >= given_names.NAME_SURE]
        print(f"    sure: {np.mean(sure):.3f} of {len(sure)}" if sure else "    none sure")
        for talk, pair, score in rows:
            if score >= given_names.NAME_SURE and not talk.is_right(pair):
                name = talk.session.speakers[pair.voice].name
                print(
                    f"      {talk.session.source.path}: {name!r} taken for {pair.key!r} {score:.2f}"
                )
    rows_ = [(talk, pair) for talk in all_talks for pair in talk.pairs]
    model = _fitted(
        np.array([pair.features for _, pair in rows_]),
        np.array([talk.is_right(pair) for talk, pair in rows_]),
    )
    print(f"_INTERCEPT = {model.intercept_[0]:.2f}")
    for name, weight in zip(FEATURES, model.coef_[0], strict=True):
        print(f"    {weight:.2f},  # {name}")


def main() -> None:
    """The command line of this script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--published", type=Path, action="append", default=[])
    show(list(talks(parser.parse_args().published)))


if __name__ == "__main__":
    main()
