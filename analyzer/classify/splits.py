"""Which sessions are left out of training together, so that none is measured by who saw it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

import numpy as np

from analyzer.classify.labelled import LabelledSession
from analyzer.errors import LabelError, did_you_mean

By = Literal["session", "writer"]
Fold = tuple[LabelledSession, ...]


def split_folds(
    labelled: Sequence[LabelledSession], *, folds: int, seed: int, by: By = "session"
) -> tuple[Fold, ...]:
    """The sessions to leave out, fold by fold; each session stands in exactly one fold.

    ``by="session"`` deals sessions out so that packs and forms are spread evenly; the same sessions
    and seed give the same folds, whatever their order. ``by="writer"`` deals the writers out: every
    ``folds``-th by name is left out together, or each alone where there are no more than that.

    Raises LabelError when there are fewer than two folds, or fewer sessions than folds.
    """
    ordered = sorted(labelled, key=lambda one: one.id)
    if by == "writer":
        writers = writers_of(ordered)
        if len(writers) < 2:
            hint = "Add sessions of another writer, or leave out sessions."
            raise LabelError(f"{len(writers)} writer cannot be left out in turn.", hint=hint)
        groups = [set(writers[fold::folds]) for fold in range(min(folds, len(writers)))]
        return tuple(tuple(o for o in ordered if o.writer in group) for group in groups)
    if not 2 <= folds <= len(ordered):
        hint = f"Ask for 2 to {len(ordered)} folds." if len(ordered) > 1 else "Add sessions."
        raise LabelError(f"{len(ordered)} sessions cannot be cut into {folds} folds.", hint=hint)
    places = _evenly_mixed(ordered, seed=seed)
    return tuple(tuple(ordered[i] for i in sorted(places[fold::folds])) for fold in range(folds))


def inner_folds(labelled: Sequence[LabelledSession], *, folds: int, seed: int) -> list[int]:
    """For each session, in order, the number of the fold in which training leaves it out.

    What is learnt from sessions left out inside training (how far scores hold, whom to favour)
    should hold for people who wrote none of the sessions, so writers are left out; where there is
    but one, sessions are. Where there are fewer writers or sessions than ``folds``, some folds are
    empty.
    """
    writers = writers_of(labelled)
    if len(writers) > 1:
        return [writers.index(one.writer) % folds for one in labelled]
    order = np.random.default_rng(seed).permutation(len(labelled))
    numbers = np.empty(len(labelled), dtype=int)
    numbers[order] = np.arange(len(labelled)) % folds
    return [int(number) for number in numbers]


def leave_out(labelled: Sequence[LabelledSession], writers: Collection[str]) -> Fold:
    """All sessions of these writers, sorted by name: one fold, for daily work.

    Raises LabelError for a writer of no session, and where nobody is left to learn from.
    """
    known = writers_of(labelled)
    for writer in writers:
        if writer not in known:
            near = did_you_mean(writer, known)
            hint = " ".join(filter(None, (near, f"Writers are {', '.join(known)}.")))
            raise LabelError(f"no session is by writer {writer!r}.", hint=hint)
    if not writers or set(writers) == set(known):
        hint = f"Leave out some of the writers {', '.join(known)}, but not all."
        raise LabelError(f"{len(writers)} of {len(known)} writers cannot be left out.", hint=hint)
    chosen = (one for one in labelled if one.writer in writers)
    return tuple(sorted(chosen, key=lambda one: one.id))


def writers_of(labelled: Sequence[LabelledSession]) -> tuple[str, ...]:
    """Who wrote the sessions, each writer once, sorted."""
    return tuple(sorted({one.writer for one in labelled}))


def growing_parts(
    labelled: Sequence[LabelledSession], *, steps: Sequence[int], seed: int
) -> tuple[Fold, ...]:
    """One part of the sessions for each step: every 8th for 8, every one for 1.

    Packs and forms are spread evenly, and where each step divides the one before (8, 4, 2, 1) each
    part holds those before it, so that a curve over them shows what more sessions give.
    """
    ordered = sorted(labelled, key=lambda one: one.id)
    places = _evenly_mixed(ordered, seed=seed)
    return tuple(tuple(ordered[i] for i in sorted(places[::step])) for step in steps)


def _evenly_mixed(ordered: Sequence[LabelledSession], *, seed: int) -> list[int]:
    """Places of the sessions such that every n-th of them has its share of each pack and form."""
    rank = np.random.default_rng(seed).permutation(len(ordered))
    return sorted(
        range(len(ordered)), key=lambda i: (ordered[i].pack, ordered[i].form, int(rank[i]))
    )
