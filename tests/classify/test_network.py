from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analyzer.classify.labelled import LabelledSession
from analyzer.classify.left_out import LeftOutNetworks
from analyzer.classify.network import HEADS, PIECES, RECORD, Network, load_network
from analyzer.classify.views import SentenceView, view_sentences
from analyzer.encoder import TOKENIZER, open_tokenizer
from analyzer.errors import LabelError, ModelError
from analyzer.records import Role, Sentence
from analyzer.records.scores import Matrix
from analyzer.settings import resource_folder
from tests.builders import a_session, a_speaker

TOKENS = resource_folder("models") / "encoder" / TOKENIZER
WIDTHS = {"moves": 16, "segments": 10, "starts": 1, "weight": 1, "advice_own": 3, "problems_own": 2}


@dataclass(frozen=True)
class _Named:
    name: str


class StubPieces:
    """Says of each piece which piece it is and whose, so that a sentence's mean is known."""

    def run(self, _: None, feed: Mapping[str, Any]) -> list[Matrix]:
        assert (feed["pieces"][feed["mask"] == 0] == 0).all()
        return [np.stack([feed["pieces"], feed["roles"]], axis=-1).astype(np.float32)]


class StubHeads:
    """Log odds that depend on the mean piece and the role alone."""

    def get_outputs(self) -> list[_Named]:
        return [_Named(name) for name in WIDTHS]

    def run(self, names: Sequence[str], feed: Mapping[str, Any]) -> list[Matrix]:
        piece, role = feed["sentences"].T
        assert len(feed["facts"]) == len(feed["sentences"])
        return [
            np.stack([(piece % 7 + role) * k / 10 for k in range(WIDTHS[name])], axis=1)
            for name in names
        ]


@pytest.fixture
def network() -> Network:
    pieces: Any = StubPieces()
    heads: Any = StubHeads()
    tokenizer = open_tokenizer(TOKENS, longest=None)
    return Network(pieces=pieces, heads=heads, tokenizer=tokenizer, packs={"own": "1"})


def some_views(*texts: str) -> tuple[SentenceView, ...]:
    speakers = (a_speaker(), a_speaker("Ana", role=Role.CLIENT))
    session = a_session(talk=[(n % 2, text) for n, text in enumerate(texts)], speakers=speakers)
    sentences = [Sentence(turn=n, start=0, end=len(text)) for n, text in enumerate(texts)]
    return view_sentences(session, sentences)


def test_every_sentence_gets_an_opinion_whose_parts_are_probabilities(network: Network) -> None:
    views = some_views("Who decides?", "No idea.", "…", "x" * 3000, "Ask him. " * 200)
    seen = network.with_opinions(views, pack="own")
    assert [view.text for view in seen] == [view.text for view in views]
    for view in seen:
        opinion = view.opinion
        assert opinion is not None
        assert opinion.advice is not None
        assert opinion.problems is not None
        assert opinion.problems.shape == (2,)
        for part in (opinion.moves, opinion.segments, opinion.advice):
            assert part.sum() == pytest.approx(1.0)


def test_a_pack_that_was_not_taught_gets_no_opinion_on_advice_and_problems(
    network: Network,
) -> None:
    (view,) = network.with_opinions(some_views("Ask him."), pack="another")
    assert view.opinion is not None
    assert view.opinion.advice is None
    assert view.opinion.problems is None


def test_no_sentences_get_no_opinions(network: Network) -> None:
    assert network.with_opinions((), pack="own") == ()


def test_a_sentence_is_judged_by_its_own_pieces_whatever_the_company(network: Network) -> None:
    alone = network.with_opinions(some_views("Ask whose budget it is."), pack=None)[0]
    among = network.with_opinions(
        some_views("Ask whose budget it is.", *["So she said no to me. " * 9] * 30), pack=None
    )[0]
    assert alone.opinion is not None
    assert among.opinion is not None
    assert among.opinion.moves == pytest.approx(alone.opinion.moves)


def test_a_folder_without_a_whole_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="record"):
        load_network(tmp_path, tokenizer=TOKENS)
    (tmp_path / RECORD).write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="which packs"):
        load_network(tmp_path, tokenizer=TOKENS)
    record = {"packs": {"own": "1"}, PIECES: "0" * 64, HEADS: "0" * 64}
    (tmp_path / RECORD).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(ModelError, match="missing"):
        load_network(tmp_path, tokenizer=TOKENS)
    (tmp_path / PIECES).write_bytes(b"another file")
    with pytest.raises(ModelError, match="not the file"):
        load_network(tmp_path, tokenizer=TOKENS)


def test_who_asks_about_a_writer_that_every_network_has_seen_is_told_how_to_make_another(
    tmp_path: Path, eight: tuple[LabelledSession, ...]
) -> None:
    networks = LeftOutNetworks(tmp_path, tokenizer=TOKENS)
    with pytest.raises(LabelError, match=f"without writer '{eight[0].writer}'") as caught:
        networks.of(eight[0])
    assert "--leave-out" in str(caught.value)
