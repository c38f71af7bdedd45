"""Models made and measured: train on labelled sessions, score on sessions left out.

Above the pipeline, because what is measured is the pipeline as a user runs it: sentences, roles and
exchanges as it finds them itself, not as people labelled them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from analyzer.classify.card import card_markdown, data_digest, library_versions
from analyzer.classify.evaluate import cross_validate, split_folds
from analyzer.classify.labelled import LabelledSession, read_labelled_folder
from analyzer.classify.store import (
    CARD,
    SENTENCES,
    WEIGHTS,
    Stored,
    store_pack_models,
    store_scorer,
)
from analyzer.classify.train import train_scorer
from analyzer.classify.train_advice import train_advice
from analyzer.classify.train_problems import train_problems
from analyzer.classify.units import check_labels, labels_of
from analyzer.encoder import Encoder, RememberingEncoder, load_encoder
from analyzer.errors import LabelError, PackError
from analyzer.pipeline import ENCODER, Models, analyze_session, assemble_models, encoder_folder
from analyzer.records import Analysis, HeadScore, ModelCard, Pack
from analyzer.records.store import card_to_json
from analyzer.settings import Settings, resource_folder

MODEL_VERSION = "1"
FOLDS = 5
DEFAULTS = Settings()
PACK_HEADS = frozenset({"advice", "advice-sentences", "problems"})
LABELS_OF_PACK = frozenset({"advice-sentences", "problems"})
RESERVED = frozenset({SENTENCES, ENCODER})
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
)
HISTORY_OF_PACK = (
    "Words, beginnings of words and the words of three sentences on each side: the start.",
    "A chain over the coach's sentences helped sentences and exchanges.",
    "Favouring each category by a number chosen on sessions left out helped leadership most.",
    "A second look as for moves did not help advice and was left out.",
    "Problems: single words only, and the pack's examples, helped; pairs of words did not.",
    "The sentence encoder beside the words helped advice and problems, leadership most.",
)

Say = Callable[[str], None]
By = Literal["session", "writer"]


def train_models(
    data: Path, out: Path, *, packs: Sequence[Pack], progress: Say | None = None
) -> tuple[ModelCard, ...]:
    """Trains on all labelled sessions and writes ``<out>/<name>/`` with weights and cards.

    The scores in the cards come from cross-validation on the same sessions, so the model that lies
    there was made from a little more than the models that were measured.
    A pack that no session is labelled for gets no model: its texts tell its categories already.
    Raises LabelError when no session is labelled for any of the packs, or one carries a label that
    its pack does not know, and PackError for a pack that is named like another model.
    """
    say = progress or (lambda _: None)
    labelled, packs = _read(data, packs)
    encoder = RememberingEncoder(load_encoder(encoder_folder(out)))
    heads = _cross_validated(
        labelled, packs=packs, folds=FOLDS, by="session", encoder=encoder, say=say
    )
    say("training on all sessions")
    scorer = train_scorer(labelled, seed=DEFAULTS.seed, progress=say)
    cards = [
        _write(
            out / SENTENCES,
            stored=store_scorer(scorer),
            card=_card(SENTENCES, labelled=labelled, pack=None, heads=heads[None]),
        )
    ]
    for pack in packs:
        say(f"advice and problems of {pack.name}")
        own = [one for one in labelled if one.pack == pack.name]
        advice = train_advice(own, pack=pack, name=pack.name, encoder=encoder)
        problems = train_problems(own, pack=pack, name=pack.name, encoder=encoder)
        card = _card(pack.name, labelled=own, pack=pack, heads=heads[pack.name])
        cards.append(_write(out / pack.name, stored=store_pack_models(advice, problems), card=card))
    return tuple(cards)


def evaluate_models(
    data: Path,
    *,
    packs: Sequence[Pack],
    folds: int = FOLDS,
    by: By = "session",
    progress: Say | None = None,
) -> tuple[ModelCard, ...]:
    """Cards as training would write them, but nothing is written. Raises what training raises."""
    labelled, packs = _read(data, packs)
    heads = _cross_validated(
        labelled,
        packs=packs,
        folds=folds,
        by=by,
        encoder=RememberingEncoder(load_encoder(encoder_folder(resource_folder("models")))),
        say=progress or (lambda _: None),
    )
    cards = [_card(SENTENCES, labelled=labelled, pack=None, heads=heads[None], folds=folds, by=by)]
    for pack in packs:
        own = [one for one in labelled if one.pack == pack.name]
        card = _card(pack.name, labelled=own, pack=pack, heads=heads[pack.name], folds=folds, by=by)
        cards.append(card)
    return tuple(cards)


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


def fit_models(
    labelled: Sequence[LabelledSession], *, packs: Sequence[Pack], encoder: Encoder
) -> dict[str, Models]:
    """Models for each pack from labelled sessions, not stored: for a fold of an evaluation."""
    scorer = train_scorer(labelled, seed=DEFAULTS.seed)
    return {
        pack.name: assemble_models(
            pack,
            encoder=encoder,
            scorer=scorer,
            advice=train_advice(labelled, pack=pack, name=f"model:{pack.name}", encoder=encoder),
            problems=train_problems(
                labelled, pack=pack, name=f"model:{pack.name}", encoder=encoder
            ),
            names="not stored",
        )
        for pack in packs
    }


def _cross_validated(
    labelled: Sequence[LabelledSession],
    *,
    packs: Sequence[Pack],
    folds: int,
    by: By,
    encoder: Encoder,
    say: Say,
) -> dict[str | None, tuple[HeadScore, ...]]:
    """Scores on sessions left out: under None what all packs have in common, then each pack."""
    pack_of = {pack.name: pack for pack in packs}
    taught = [one for one in labelled if one.pack in pack_of]
    parts = split_folds(taught, folds=folds, seed=DEFAULTS.seed, by=by)
    found: dict[str, Analysis] = {}
    for number, part in enumerate(parts, 1):
        say(f"fold {number} of {len(parts)}: training on the other sessions")
        left_out = {one.id for one in part}
        models = fit_models(
            [one for one in taught if one.id not in left_out], packs=packs, encoder=encoder
        )
        for one in part:
            found[one.id] = analyze_session(
                one.session, pack=pack_of[one.pack], models=models[one.pack]
            )
    heads: dict[str | None, tuple[HeadScore, ...]] = {}
    for pack in (None, *packs):
        say(f"scores and baselines: {pack.name if pack else 'all packs'}")
        scored = cross_validate(
            taught,
            pack=pack,
            folds=parts,
            settings=DEFAULTS,
            train=lambda _: None,
            analyze=lambda one, _: found[one.id],
        )
        heads[pack.name if pack else None] = tuple(
            head for head in scored if (head.head in PACK_HEADS) == (pack is not None)
        )
    return heads


def _card(
    name: str,
    *,
    labelled: Sequence[LabelledSession],
    pack: Pack | None,
    heads: tuple[HeadScore, ...],
    folds: int = FOLDS,
    by: By = "session",
) -> ModelCard:
    """A card without the digest of the model's file, which is known when the file is written."""
    return ModelCard(
        name=name,
        version=MODEL_VERSION,
        pack=pack.label if pack else None,
        licence=LICENCE,
        intended_use=USE_OF_PACK if pack else USE_OF_SENTENCES,
        limits=LIMITS,
        trained_on="the labelled sessions of this project (data/labelled), written for it",
        n_sessions=len(labelled),
        n_sentences=sum(len(one.sentences) for one in labelled),
        data_sha256=data_digest(labelled),
        file_sha256="",
        seed=DEFAULTS.seed,
        folds=f"{folds} folds by session" if by == "session" else "each writer left out in turn",
        libraries=library_versions(),
        heads=heads,
        history=HISTORY_OF_PACK if pack else HISTORY_OF_SENTENCES,
    )


def _write(folder: Path, *, stored: Stored, card: ModelCard) -> ModelCard:
    card = replace(card, file_sha256=stored.sha256)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(stored.content)
    (folder / CARD).write_text(card_to_json(card), encoding="utf-8", newline="\n")
    (folder / "card.md").write_text(card_markdown(card), encoding="utf-8", newline="\n")
    return card
