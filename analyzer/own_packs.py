"""Packs that nobody labelled: what they lean on, and models of them made in seconds.

Above the pipeline, like learning, because the encoder and the folders of models meet here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analyzer.classify.alike import alike_notes
from analyzer.classify.card import card_markdown, data_digest, library_versions
from analyzer.classify.fewshot import encode_pack
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.own_store import (
    BACKGROUND,
    load_background,
    own_folder,
    store_background,
    store_own,
    text_digest,
)
from analyzer.classify.store import CARD, WEIGHTS, Stored
from analyzer.classify.train_background import train_background
from analyzer.encoder import Encoder, encoder_folder, encoder_name, load_encoder
from analyzer.errors import PackError
from analyzer.pipeline import background_folder
from analyzer.records import ModelCard, Pack
from analyzer.records.store import card_to_json
from analyzer.settings import Settings, resource_folder
from analyzer.version import __version__

VERSION = "1"
DEFAULTS = Settings()
NOT_MEASURED = "not measured: no session is labelled for this pack"
LIMITS = (
    "English only; other languages are read, but their labels are not to be relied on.",
    "Nobody has labelled a session for this pack: read the quotes before you build on a count.",
    "benchmarks/own_packs.py measures shipped packs as if nobody had labelled a session for them.",
)
HISTORY = (
    "The nearest text of a category, with one threshold for all: the start.",
    (
        "Likeness counted from the mean sentence, that of the passage, rare words and length, "
        "weighed as other packs taught: much better without examples, and better with five."
    ),
    "Whitened vectors, a chain over sentences and a model of advice in general did not help.",
)


def write_background(
    labelled: Sequence[LabelledSession], out: Path, *, packs: Sequence[Pack], encoder: Encoder
) -> ModelCard:
    """Learns what packs that nobody labelled lean on, and writes it to a folder in ``out``."""
    background = train_background(
        labelled, packs=packs, encoder=encoder, name=f"{BACKGROUND} {VERSION}"
    )
    return _write(
        out / BACKGROUND,
        stored=store_background(background),
        name=BACKGROUND,
        pack=None,
        use="What packs lean on that no session is labelled for: how texts tell their categories.",
        licence="MIT, like the package; learnt from sessions written for this project only",
        trained_on="the labelled sessions of this project (data/labelled), written for it",
        n_sessions=len(labelled),
        n_sentences=sum(len(one.sentences) for one in labelled),
        digest=data_digest(labelled),
    )


def train_own_pack(pack: Pack, *, out: Path | None = None) -> tuple[ModelCard, Path]:
    """Makes the model of a user's pack from its texts alone; returns its card and its folder.

    It is written beside the pack's file, as ``my.model`` for ``my.toml``, where ``load_models``
    looks for it, or to ``<out>/<name of the pack>``. Raises PackError for a pack from no file where
    ``out`` is not given.
    """
    folder = own_folder(pack) if out is None else out / pack.name
    if folder is None:
        hint = "Name the file of the pack, or say where to write."
        raise PackError(f"the pack {pack.label!r} comes from no file.", hint=hint)
    models = resource_folder("models")
    encoder = load_encoder(encoder_folder(models))
    background = load_background(background_folder(models))
    vectors = encode_pack(pack, encoder=encoder)
    card = _write(
        folder,
        stored=store_own(vectors, background=background),
        name=pack.name,
        pack=pack.label,
        use="Advice and problems of a pack that no session is labelled for.",
        licence="that of the pack",
        trained_on="the definitions, examples and counter-examples in the pack's file",
        n_sessions=0,
        n_sentences=len(vectors.advice) + len(vectors.problem) + len(vectors.counter),
        digest=text_digest(pack, encoder=encoder_name(encoder_folder(models))),
    )
    return card, folder


def meaning_notes(pack: Pack) -> tuple[str, ...]:
    """Examples that read more like another category of the pack, a plain sentence each."""
    models = resource_folder("models")
    encoder = load_encoder(encoder_folder(models))
    background = load_background(background_folder(models))
    return alike_notes(pack, encode_pack(pack, encoder=encoder), background=background)


def _write(  # noqa: PLR0913 - the facts of a card
    folder: Path,
    *,
    stored: Stored,
    name: str,
    pack: str | None,
    use: str,
    licence: str,
    trained_on: str,
    n_sessions: int,
    n_sentences: int,
    digest: str,
) -> ModelCard:
    card = ModelCard(
        name=name,
        version=VERSION,
        pack=pack,
        licence=licence,
        intended_use=use,
        limits=LIMITS,
        trained_on=trained_on,
        n_sessions=n_sessions,
        n_sentences=n_sentences,
        data_sha256=digest,
        file_sha256=stored.sha256,
        seed=DEFAULTS.seed,
        folds=NOT_MEASURED,
        libraries=(("analyzer", __version__), *library_versions()),
        heads=(),
        history=HISTORY,
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(stored.content)
    for file, text in ((CARD, card_to_json(card)), ("card.md", card_markdown(card))):
        (folder / file).write_text(text, encoding="utf-8", newline="\n")
    return card
