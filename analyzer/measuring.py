"""Models for a while: learnt from some sessions, asked about those left out, then forgotten.

What is measured is the pipeline as a user runs it: sentences, roles and exchanges as it finds them
itself, not as people labelled them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from analyzer.classify.evaluate import Measured, cross_validate
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.left_out import LeftOutNetworks, Networks
from analyzer.classify.splits import Fold
from analyzer.classify.train import train_scorer
from analyzer.classify.train_advice import train_advice
from analyzer.classify.train_problems import train_problems
from analyzer.encoder import Encoder, RememberingEncoder, encoder_folder, load_encoder
from analyzer.pipeline import (
    Models,
    analyze_session,
    assemble_models,
    tokenizer_file,
)
from analyzer.records import Analysis, Pack
from analyzer.settings import Settings

DEFAULTS = Settings()

Say = Callable[[str], None]
Results = dict[str | None, tuple[Measured, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Where that lies which sees sentences for the models; every process loads it for itself.

    ``models`` holds the sentence encoder, ``left_out`` the networks taught without some writers.
    """

    models: Path
    left_out: Path | None = None

    @property
    def encoder(self) -> Encoder:
        """The sentence encoder, which remembers what it has encoded."""
        return _loaded_encoder(encoder_folder(self.models))

    @property
    def networks(self) -> Networks | None:
        """The networks that may be asked about labelled sessions; None without a folder of them."""
        if self.left_out is None:
            return None
        return _loaded_networks(self.left_out, tokenizer_file(self.models))


@cache
def _loaded_encoder(folder: Path) -> Encoder:
    return RememberingEncoder(load_encoder(folder))


@cache
def _loaded_networks(folder: Path, tokenizer: Path) -> Networks:
    return LeftOutNetworks(folder, tokenizer=tokenizer)


def fit_models(
    labelled: Sequence[LabelledSession],
    *,
    packs: Sequence[Pack],
    encoder: Encoder,
    networks: Networks | None = None,
) -> dict[str, Models]:
    """Models for each pack from labelled sessions, not stored: for a fold of an evaluation.

    They come without a network: which one may be asked depends on the session.
    """
    scorer = train_scorer(labelled, seed=DEFAULTS.seed, networks=networks)
    found = {}
    for pack in packs:
        name = f"model:{pack.name}"
        advice = train_advice(labelled, pack=pack, name=name, encoder=encoder, networks=networks)
        problems = train_problems(
            labelled, pack=pack, name=name, encoder=encoder, networks=networks
        )
        found[pack.name] = assemble_models(
            pack,
            encoder=encoder,
            scorer=scorer,
            advice=advice,
            problems=problems,
            names="not stored",
        )
    return found


def taught_of(
    labelled: Sequence[LabelledSession], packs: Sequence[Pack]
) -> tuple[LabelledSession, ...]:
    """The sessions that are labelled for one of the packs."""
    names = {pack.name for pack in packs}
    return tuple(one for one in labelled if one.pack in names)


def measure_left_out(
    labelled: Sequence[LabelledSession],
    *,
    packs: Sequence[Pack],
    parts: Sequence[Fold],
    sight: Sight,
    say: Say,
    jobs: int = 1,
    with_baselines: bool = True,
) -> Results:
    """Results on sessions left out: under None what all packs have in common, then each pack."""
    find = partial(_find_left_out, packs=packs, sight=sight)
    with ExitStack() as stack:
        executor = None
        if jobs > 1:
            processes = ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"))
            executor = stack.enter_context(processes)
        return cross_validate(
            taught_of(labelled, packs),
            packs=packs,
            folds=parts,
            settings=DEFAULTS,
            find=find,
            executor=executor,
            with_baselines=with_baselines,
            progress=say,
        )


def _find_left_out(
    rest: Sequence[LabelledSession],
    fold: Sequence[LabelledSession],
    *,
    packs: Sequence[Pack],
    sight: Sight,
) -> list[Analysis]:
    """What models of the other sessions find in those left out, analysed as a user's are."""
    models = fit_models(rest, packs=packs, encoder=sight.encoder, networks=sight.networks)
    pack_of = {pack.name: pack for pack in packs}
    found = []
    for one in fold:
        network = None if sight.networks is None else sight.networks.of(one)
        own = replace(models[one.pack], network=network)
        found.append(analyze_session(one.session, pack=pack_of[one.pack], models=own))
    return found
