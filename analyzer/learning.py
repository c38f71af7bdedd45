"""Models made and measured: train on labelled sessions, score on sessions left out.

Above the pipeline, because what is measured is the pipeline as a user runs it: sentences, roles and
exchanges as it finds them itself, not as people labelled them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analyzer.classify.card import card_markdown, data_digest, library_versions, shortened
from analyzer.classify.curve import CurvePoint, point_of
from analyzer.classify.labelled import LabelledSession, read_labelled_folder
from analyzer.classify.splits import By, Fold, growing_parts, leave_out, split_folds, writers_of
from analyzer.classify.store import (
    CARD,
    SENTENCES,
    WEIGHTS,
    Stored,
    store_pack_models,
    store_scorer,
)
from analyzer.classify.tally import TALLY, Evaluation, tally_of, tally_to_json
from analyzer.classify.train import train_scorer
from analyzer.classify.train_advice import train_advice
from analyzer.classify.train_problems import train_problems
from analyzer.classify.units import check_labels, labels_of
from analyzer.errors import LabelError, PackError
from analyzer.measuring import Results, Say, Sight, measure_left_out, taught_of
from analyzer.own_packs import write_background
from analyzer.pipeline import (
    RESERVED,
)
from analyzer.records import HeadScore, ModelCard, Pack
from analyzer.records.store import card_to_json
from analyzer.settings import Settings, resource_folder

MODEL_VERSION = "1"
FOLDS = 5
# The letters left out in daily work; together they hold both packs and nearly every form.
DAILY = ("b", "h")
CURVE = (8, 4, 2, 1)
# Training learns from sessions that it has set aside, so one is not enough.
LEAST_SESSIONS = 2
DEFAULTS = Settings()
LABELS_OF_PACK = frozenset({"advice-sentences", "problems"})
LICENCE = "MIT, like the package; trained on sessions written for this project only"
LIMITS = (
    "English only; other languages are read, but their labels are not to be relied on.",
    "Learnt from invented sessions; other fields and speakers will be labelled less well.",
    "Labels say what was said, not whether it was good coaching.",
)

USE_OF_SENTENCES = "Roles, where exchanges begin, segments and moves in transcripts of coaching."
USE_OF_PACK = (
    "Which advice of the pack a coach gives, and which problem of the pack an asker brings."
)
HISTORY_OF_SENTENCES = (
    "Words of the sentence and both neighbours, role, place and quotation marks: the start.",
    "Characters were left out: slower, and no better on sessions left out.",
    "A second look at what the first says of five sentences on each side helped segments most.",
    "A chain over the session helped segments; it did not help moves and was left out there.",
    "Promotion is rare and was called too often: it now needs to be likelier than all else.",
    "More sessions by eleven more writers were written while the learning curve still rose.",
    "A network fine-tuned on the sessions, joined to the words, helped moves and segments most.",
    "A model learnt on top of words and network knew less than the two joined, and was left out.",
    "With the network the chain counts half as much: the network knows what follows what.",
    "Keeping the network near what the public encoder means while it is taught helped all labels.",
    "98 more sessions by seven more writers, unlike the others in trade and speech, helped too.",
)
HISTORY_OF_PACK = (
    "Words, beginnings of words and the words of three sentences on each side: the start.",
    "A chain over the coach's sentences helped sentences and exchanges.",
    "Favouring each category by a number chosen on sessions left out helped leadership most.",
    "A second look as for moves did not help advice and was left out.",
    "Problems: single words only, and the pack's examples, helped; pairs of words did not.",
    "The sentence encoder beside the words helped advice and problems, leadership most.",
    "The network beside both helped advice; alone it knows less. In problems it has little say.",
    "Vectors of words in place of the encoder, or encoding only what seems advice, cost accuracy.",
    "Judging a label by more than its best score, as by how many stretches it has, gave little.",
    "Calibrating problems on twelve parts of the writers in place of three halved their error.",
    "A client who opens a closed call anew brings a second problem; before, it was lost.",
)

TRAINED_ON = "the labelled sessions of this project (data/labelled), written for it"
WITH_NETWORKS = "; and what networks taught without the writer of a session say of it"
BY_WRITER = "every writer left out in turn, {together}"


def train_models(
    data: Path,
    out: Path,
    *,
    packs: Sequence[Pack],
    networks: Path | None = None,
    jobs: int = 1,
    progress: Say | None = None,
) -> tuple[ModelCard, ...]:
    """Trains on all labelled sessions and writes ``<out>/<name>/`` with weights and cards.

    The scores in the cards come from sessions that were left out, each writer in turn where there
    are several, so the model that lies there was made from more than the models that were measured.
    ``networks`` is a folder of networks that were each taught without some of the writers; they are
    asked about the sessions of those. Without it models go by words and sentence vectors alone.
    ``jobs`` processes measure at once. Beside each card lies what was counted in each session, for
    a later model to be compared with.
    A pack that no session is labelled for gets no model: its texts tell its categories already.
    Raises LabelError when no session is labelled for any of the packs, or one carries a label that
    its pack does not know, and PackError for a pack that is named like another model.
    """
    say = progress or (lambda _: None)
    labelled, packs = _read(data, packs)
    sight = Sight(models=out, left_out=networks)
    encoder, unseen = sight.encoder, sight.networks
    parts, how = _folds(labelled, packs=packs, folds=FOLDS, by=_best_split(labelled, packs))
    results = measure_left_out(labelled, packs=packs, parts=parts, sight=sight, jobs=jobs, say=say)
    evaluations = _evaluations(
        labelled, packs=packs, results=results, how=how, with_networks=networks is not None
    )
    measured = {one.card.name: one for one in evaluations}
    say("training on all sessions")
    scorer = train_scorer(labelled, seed=DEFAULTS.seed, networks=unseen, progress=say)
    cards = [_write(out / SENTENCES, store_scorer(scorer), measured[SENTENCES])]
    for pack in packs:
        say(f"advice and problems of {pack.name}")
        own = [one for one in labelled if one.pack == pack.name]
        advice = train_advice(own, pack=pack, name=pack.name, encoder=encoder, networks=unseen)
        problems = train_problems(own, pack=pack, name=pack.name, encoder=encoder, networks=unseen)
        stored = store_pack_models(advice, problems)
        cards.append(_write(out / pack.name, stored, measured[pack.name]))
    say("what packs of one's own lean on")
    write_background(labelled, out, packs=packs, encoder=encoder)
    return tuple(cards)


def evaluate_models(  # noqa: PLR0913 - what is measured, on what is left out, by whom
    data: Path,
    *,
    packs: Sequence[Pack],
    folds: int = FOLDS,
    by: By = "session",
    writers: Sequence[str] = (),
    networks: Path | None = None,
    jobs: int = 1,
    progress: Say | None = None,
) -> tuple[Evaluation, ...]:
    """Cards as training would write them, with what was counted, but nothing is written.

    ``by`` says what is left out in turn; where ``writers`` are named, only their sessions are, all
    together. Cards hold every confusion that was met. Raises what training raises.
    """
    labelled, packs = _read(data, packs)
    parts, how = _folds(labelled, packs=packs, folds=folds, by=by, writers=writers)
    results = measure_left_out(
        labelled,
        packs=packs,
        parts=parts,
        sight=Sight(models=resource_folder("models"), left_out=networks),
        jobs=jobs,
        say=progress or (lambda _: None),
    )
    return _evaluations(
        labelled, packs=packs, results=results, how=how, with_networks=networks is not None
    )


def learning_curve(
    data: Path,
    *,
    packs: Sequence[Pack],
    writers: Sequence[str] = DAILY,
    steps: Sequence[int] = CURVE,
    progress: Say | None = None,
) -> tuple[CurvePoint, ...]:
    """Results on the sessions of some writers for every n-th of the others, n in ``steps``.

    What the curve still gains with the last doubling says whether more sessions are worth writing.
    A step that leaves fewer than two sessions to learn from has no point.
    Raises what training raises, and LabelError for a writer of no session.
    """
    say = progress or (lambda _: None)
    labelled, packs = _read(data, packs)
    taught = taught_of(labelled, packs)
    part = leave_out(taught, writers)
    ids = {one.id for one in part}
    rest = [one for one in taught if one.id not in ids]
    sight = Sight(models=resource_folder("models"))
    points = []
    for known in growing_parts(rest, steps=steps, seed=DEFAULTS.seed):
        if len(known) < LEAST_SESSIONS:
            continue
        say(f"learning from {len(known)} of {len(rest)} sessions")
        results = measure_left_out(
            [*known, *part],
            packs=packs,
            parts=[part],
            sight=sight,
            say=lambda _: None,
            with_baselines=False,
        )
        points.append(point_of(results, n_sessions=len(known)))
    return tuple(points)


def _read(
    data: Path, packs: Sequence[Pack]
) -> tuple[tuple[LabelledSession, ...], tuple[Pack, ...]]:
    """The labelled sessions, and those of the packs that any of them is labelled for."""
    labelled = read_labelled_folder(data)
    known = tuple(pack for pack in packs if any(one.pack == pack.name for one in labelled))
    if not known:
        names = " or ".join(pack.name for pack in packs)
        hint = f"They are labelled for {', '.join(sorted({one.pack for one in labelled}))}."
        raise LabelError(f"no session is labelled for {names}.", path=str(data), hint=hint)
    for pack in known:
        if pack.name in RESERVED:
            hint = "Give the pack another name."
            raise PackError(f"a model named {pack.name!r} is there already.", hint=hint)
        for one in labelled:
            for head in sorted(LABELS_OF_PACK) if one.pack == pack.name else ():
                check_labels(head, one, labels_of(head, pack))
    return labelled, known


def _best_split(labelled: Sequence[LabelledSession], packs: Sequence[Pack]) -> By:
    """By writer, where every pack has several."""
    several = all(
        len(writers_of([one for one in labelled if one.pack == pack.name])) > 1 for pack in packs
    )
    return "writer" if several else "session"


def _folds(
    labelled: Sequence[LabelledSession],
    *,
    packs: Sequence[Pack],
    folds: int,
    by: By,
    writers: Sequence[str] = (),
) -> tuple[tuple[Fold, ...], str]:
    """The folds, and the words in which a card says what was left out."""
    taught = taught_of(labelled, packs)
    if writers:
        names = ", ".join(sorted(set(writers)))
        how = f"writers {names} left out" if len(set(writers)) > 1 else f"writer {names} left out"
        return (leave_out(taught, writers),), how
    most = -(-len(writers_of(taught)) // folds)
    together = f"up to {most} together" if most > 1 else "one at a time"
    how = BY_WRITER.format(together=together) if by == "writer" else f"{folds} folds by session"
    return split_folds(taught, folds=folds, seed=DEFAULTS.seed, by=by), how


def _evaluations(
    labelled: Sequence[LabelledSession],
    *,
    packs: Sequence[Pack],
    results: Results,
    how: str,
    with_networks: bool,
) -> tuple[Evaluation, ...]:
    evaluations = []
    for pack in (None, *packs):
        own = [one for one in labelled if pack is None or one.pack == pack.name]
        measured = results[pack.name if pack else None]
        card = _card(
            pack.name if pack else SENTENCES,
            labelled=own,
            pack=pack,
            heads=tuple(one.score for one in measured),
            how=how,
            with_networks=with_networks,
        )
        evaluations.append(Evaluation(card=card, tally=tally_of(own, measured)))
    return tuple(evaluations)


def _card(
    name: str,
    *,
    labelled: Sequence[LabelledSession],
    pack: Pack | None,
    heads: tuple[HeadScore, ...],
    how: str,
    with_networks: bool,
) -> ModelCard:
    """A card without the digest of the model's file, which is known when the file is written."""
    return ModelCard(
        name=name,
        version=MODEL_VERSION,
        pack=pack.label if pack else None,
        licence=LICENCE,
        intended_use=USE_OF_PACK if pack else USE_OF_SENTENCES,
        limits=LIMITS,
        trained_on=TRAINED_ON + (WITH_NETWORKS if with_networks else ""),
        n_sessions=len(labelled),
        n_sentences=sum(len(one.sentences) for one in labelled),
        data_sha256=data_digest(labelled),
        file_sha256="",
        seed=DEFAULTS.seed,
        folds=how,
        libraries=library_versions(),
        heads=heads,
        history=HISTORY_OF_PACK if pack else HISTORY_OF_SENTENCES,
    )


def _write(folder: Path, stored: Stored, measured: Evaluation) -> ModelCard:
    card = replace(shortened(measured.card), file_sha256=stored.sha256)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(stored.content)
    for name, text in (
        (CARD, card_to_json(card)),
        ("card.md", card_markdown(card)),
        (TALLY, tally_to_json(measured.tally or {})),
    ):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return card
