"""The product in one page: read, split, tag, segment, classify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import numpy as np
from spacy.language import Language

from analyzer.classify.advice import find_advice, match_rules
from analyzer.classify.background import Background
from analyzer.classify.borders import SPLITTER, Borders, load_borders, splitter_name
from analyzer.classify.fewshot import TextVectors, encode_pack, fewshot_advice, fewshot_problems
from analyzer.classify.network import (
    MAKE_ANEW,
    Network,
    Onlooker,
    has_network,
    load_network,
    network_name,
)
from analyzer.classify.own_store import BACKGROUND, load_background, load_own, own_folder
from analyzer.classify.problems import ProblemModel, find_problems
from analyzer.classify.scorer import AdviceScorer, Scorer
from analyzer.classify.store import SENTENCES, has_model, load_pack_models, load_scorer
from analyzer.classify.views import view_sentences
from analyzer.encoder import (
    ENCODER,
    TOKENIZER,
    WIDTH,
    Encoder,
    Vectors,
    encoder_folder,
    encoder_name,
    load_encoder,
)
from analyzer.errors import ModelError, PackError
from analyzer.nlp import PhraseMatcher, load_nlp
from analyzer.records import Analysis, MadeWith, Pack, Sentence, Session
from analyzer.records.pack_file import load_pack, pack_digest, shipped_packs
from analyzer.records.passages import EncodedPassages, PassageKind, packed
from analyzer.segment.exchanges import find_exchanges, is_one_voice
from analyzer.segment.passages import cut_passages, passage_texts, whole_exchanges
from analyzer.segment.segments import find_kinds, find_segments, settle_kinds
from analyzer.segment.sentences import split_sentences
from analyzer.segment.splitter import LoadSplitter
from analyzer.settings import Settings, model_folder, resource_folder
from analyzer.tag.moves import tag_moves
from analyzer.tag.roles import tag_roles
from analyzer.tag.uptake import tag_uptake
from analyzer.version import __version__

DEFAULTS = Settings()
NETWORK = "network"
# Folders beside the models of packs; a pack may bear such a name, but none is trained for it.
RESERVED = frozenset({SENTENCES, ENCODER, NETWORK, BACKGROUND, SPLITTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """All that analysing needs beside the session: made once, used for many.

    ``names`` says which models these are, with their versions, as findings are stamped with it.
    ``folder`` is where they were loaded from, None for models put together in this process.
    ``splitter`` is loaded when the first talk without sentence marks comes along.
    ``encoder_name`` is what vectors are stamped with, since those of two encoders do not compare.
    """

    nlp: Language
    splitter: LoadSplitter
    encoder: Encoder
    network: Onlooker | None
    scorer: Scorer
    advice: AdviceScorer
    problems: ProblemModel
    rules: PhraseMatcher
    names: str
    encoder_name: str = "unnamed"
    folder: Path | None = None


def load_models(pack: Pack, *, folder: Path | None = None, threads: int | None = None) -> Models:
    """The models for a pack, from ``folder`` or from those that came with the package.

    They compute with all cores, or with so many ``threads``; the findings are the same.
    A pack no model was trained for is told by its definitions, examples and rules; where
    ``analyzer train`` has made a model of these, it is taken from beside the pack's file.
    Raises ModelError when a model is missing, damaged, or was made for another version of the pack,
    and PackError for a user's pack that is named like a shipped one.
    """
    _check_name(pack)
    home = folder or resource_folder("models")
    scorer, scorer_name = load_scorer(home / SENTENCES)
    encoder_home = encoder_folder(home)
    encoder = load_encoder(encoder_home, threads=threads)
    advice: AdviceScorer
    problems: ProblemModel
    if pack.name not in RESERVED and has_model(home / pack.name):
        advice, problems, pack_name = load_pack_models(home / pack.name, pack=pack)
    else:
        vectors, background, pack_name = _texts_of_pack(pack, home=home, encoder=encoder)
        advice = fewshot_advice(pack, vectors, background=background)
        problems = fewshot_problems(pack, vectors, background=background)
    network, network_stamp = _network(home, pack=pack, threads=threads)
    splitter_home = model_folder(home, SPLITTER)
    encoder_stamp = encoder_name(encoder_home)
    names = (scorer_name, pack_name, encoder_stamp, splitter_name(splitter_home))
    models = assemble_models(
        pack,
        encoder=encoder,
        network=network,
        scorer=scorer,
        advice=advice,
        problems=problems,
        names=", ".join((*names, *network_stamp)),
        splitter=partial(_loaded_splitter, splitter_home),
    )
    return replace(models, encoder_name=encoder_stamp, folder=home)


def _check_name(pack: Pack) -> None:
    """Findings are stamped with the pack's name, which must not mean two things."""
    is_taken = pack.file is not None and pack.name in shipped_packs()
    if is_taken and load_pack(pack.name) != pack:
        what = f"a shipped pack is named {pack.name!r} too, and says something else."
        hint = f'Give yours another name; extends = "{pack.name}" takes over what that one holds.'
        raise PackError(what, path=pack.file, hint=hint)


def _texts_of_pack(
    pack: Pack, *, home: Path, encoder: Encoder
) -> tuple[TextVectors, Background, str]:
    """The encoded texts of a pack that nobody labelled, from its model where there is one."""
    own = own_folder(pack)
    if own is not None and has_model(own):
        return load_own(own, pack=pack, encoder=encoder_name(encoder_folder(home)))
    background = load_background(background_folder(home))
    return encode_pack(pack, encoder=encoder), background, f"examples {pack_digest(pack)}"


def _network(
    home: Path, *, pack: Pack, threads: int | None
) -> tuple[Network | None, tuple[str, ...]]:
    """The network beside the models, else the shipped one; models may go without.

    Raises ModelError when it is damaged, or was taught another version of the pack.
    """
    folder = model_folder(home, NETWORK)
    if not has_network(folder):
        return None, ()
    network = load_network(folder, tokenizer=tokenizer_file(home), threads=threads)
    taught = network.packs.get(pack.name, pack.version)
    if taught != pack.version:
        what = f"the network was taught version {taught} of pack {pack.name!r}, not {pack.label}."
        raise ModelError(what, path=str(folder), hint=MAKE_ANEW)
    return network, (network_name(folder),)


def tokenizer_file(models: Path) -> Path:
    """The file that says how texts are cut into word pieces, for encoder and network alike."""
    return encoder_folder(models) / TOKENIZER


def background_folder(models: Path) -> Path:
    """Where the background for packs of one's own lies: beside the models, or with the shipped."""
    return model_folder(models, BACKGROUND)


def assemble_models(  # noqa: PLR0913 - the parts
    pack: Pack,
    *,
    encoder: Encoder,
    scorer: Scorer,
    advice: AdviceScorer,
    problems: ProblemModel,
    names: str,
    network: Onlooker | None = None,
    splitter: LoadSplitter | None = None,
) -> Models:
    """Models put together from parts, with the pack's rules, and the shipped splitter if none."""
    nlp = load_nlp()
    return Models(
        nlp=nlp,
        splitter=splitter or partial(_loaded_splitter, resource_folder("models") / SPLITTER),
        encoder=encoder,
        network=network,
        scorer=scorer,
        advice=advice,
        problems=problems,
        rules=PhraseMatcher({category.id: category.rules for category in pack.advice}, nlp=nlp),
        names=names,
    )


@cache
def _loaded_splitter(folder: Path) -> Borders:
    """Few talks need it, and all that do share it."""
    return load_borders(folder)


def made_with(pack: Pack, *, models: Models) -> MadeWith:
    """What an analysis with this pack and these models is stamped with."""
    return MadeWith(analyzer=__version__, pack=pack.label, models=models.names)


def analyze_session(
    session: Session, *, pack: Pack, models: Models, settings: Settings = DEFAULTS
) -> Analysis:
    """Everything the product finds in one session."""
    sentences = split_sentences(session, nlp=models.nlp, splitter=models.splitter)
    as_read = session
    session = tag_roles(session, scores=models.scorer.score_roles(session, sentences))
    vectors = _vectors(session, sentences, models=models)
    views = view_sentences(session, sentences, vectors=vectors)
    if models.network is not None:
        views = models.network.with_opinions(views, pack=pack.name)
    scores = models.scorer.score_sentences(views, advice=models.advice)
    sentences = tag_moves(session, sentences, scores=scores.moves)
    kinds = find_kinds(as_read, sentences, scores=scores.segments)
    exchanges = find_exchanges(
        session, sentences, kinds=kinds, starts=scores.starts, vectors=vectors
    )
    kinds = settle_kinds(kinds, exchanges=exchanges, scores=scores.segments)
    advice = find_advice(
        session,
        sentences,
        views=views,
        scores=scores.advice,
        pack=pack,
        rules=match_rules(views, matcher=models.rules),
        kinds=kinds,
        exchanges=exchanges,
        model=models.advice,
        min_score=settings.min_advice_score,
    )
    return Analysis(
        session=session,
        sentences=sentences,
        exchanges=find_problems(
            exchanges,
            sentences,
            views=views,
            kinds=kinds,
            model=models.problems,
            min_score=settings.min_problem_score,
        ),
        segments=find_segments(kinds, exchanges=exchanges),
        advice=tag_uptake(advice, sentences, session=session, exchanges=exchanges),
        made_with=made_with(pack, models=models),
    )


def _vectors(session: Session, sentences: Sequence[Sentence], *, models: Models) -> Vectors | None:
    """What the sentences mean; None where nobody asks, since it takes as long as all the rest."""
    asks = models.advice.needs_vectors or models.problems.needs_vectors
    if not (asks or is_one_voice(session)):
        return None
    return models.encoder.encode(
        [session.turns[one.turn].text[one.start : one.end] for one in sentences]
    )


def encode_passages(analysis: Analysis, *, models: Models) -> EncodedPassages:
    """What the passages of an analysed session mean, for search and themes."""
    passages = cut_passages(analysis)
    texts = passage_texts(analysis, passages)
    is_whole = np.array([it.kind is PassageKind.EXCHANGE for it in passages], dtype=bool)
    is_talk = np.array([it.kind is PassageKind.TALK for it in passages], dtype=bool)
    told = [text for text, whole in zip(texts, is_whole, strict=True) if not whole]
    vectors = np.zeros((len(passages), WIDTH), dtype=np.float32)
    vectors[~is_whole] = models.encoder.encode(told)
    vectors[is_whole] = whole_exchanges(passages, texts, talk=vectors[is_talk])
    return EncodedPassages(encoder=models.encoder_name, passages=passages, vectors=packed(vectors))
