"""What the network is told it got wrong: a sum over moves, segments, starts, advice, problems.

And over how far its sentence vectors have strayed from the public encoder's: with few sessions to
learn from, a network that must keep what it knew of meaning learns labels that hold for other
writers better (feature distillation; Romero et al. 2015).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from lessons import Array, SessionLesson, SessionStretch, TextLesson, text_facts
from network_torch import Heads
from teaching import SMOOTHING, label_weights
from torch.nn import functional

from analyzer.classify.train import KINDS, MOVES
from analyzer.records import Pack

PROBLEM_SMOOTHING = 0.1
START_WEIGHT, START_RARITY = 0.5, 5.0
EXCHANGE_WEIGHT = 0.3
PROBLEM_WEIGHT = 0.3
TEXT_WEIGHT = 0.2
MEANING_WEIGHT = 2.0
STRONGEST = 3
ENOUGH_SENTENCES = 10
LEAST = 1e-5

Outputs = Mapping[str, torch.Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWeights:
    """How much each label weighs, by head and pack."""

    moves: torch.Tensor
    segments: torch.Tensor
    advice: Mapping[str, torch.Tensor]
    problems: Mapping[str, torch.Tensor]


def class_weights(lessons: Sequence[SessionLesson], *, packs: Sequence[Pack]) -> ClassWeights:
    """Weights by how often each label occurs; a mean sentence weighs 1."""
    own = {
        pack.name: [lesson for lesson in lessons if lesson.labelled.pack == pack.name]
        for pack in packs
    }
    return ClassWeights(
        moves=label_weights(_counts([lesson.moves for lesson in lessons], len(MOVES))),
        segments=label_weights(_counts([lesson.segments for lesson in lessons], len(KINDS))),
        advice={
            pack.name: label_weights(
                sum(
                    (one.advice[one.advises].sum(axis=0) for one in own[pack.name]),
                    start=np.zeros(1 + len(pack.advice), dtype=np.float32),
                )
            )
            for pack in packs
        },
        problems={
            pack.name: label_weights(
                _counts(
                    [np.array([*one.problems.values()], dtype=int) for one in own[pack.name]],
                    len(pack.problem),
                )
            )
            for pack in packs
        },
    )


def stretch_loss(
    outputs: Outputs, batch: Sequence[SessionStretch], *, weights: ClassWeights
) -> torch.Tensor:
    """The loss of a batch of stretches that stand one after the other in ``outputs``."""
    lengths = [stretch.sentences.stop - stretch.sentences.start for stretch in batch]
    loss = functional.cross_entropy(
        outputs["moves"], _joined(batch, "moves"), weights.moves, label_smoothing=SMOOTHING
    ) + functional.cross_entropy(
        outputs["segments"], _joined(batch, "segments"), weights.segments, label_smoothing=SMOOTHING
    )
    likeness = (outputs["meaning"] * _joined(batch, "meaning")).sum(dim=1)
    loss = loss + MEANING_WEIGHT * (1.0 - likeness).mean()
    parts = {name: rows.split(lengths) for name, rows in outputs.items()}
    for pack in weights.advice:
        members = [k for k, one in enumerate(batch) if one.lesson.labelled.pack == pack]
        share = sum(lengths[k] for k in members) / sum(lengths)
        if members:
            rows = [parts[f"advice_{pack}"][k] for k in members]
            some = [batch[k] for k in members]
            loss = loss + share * _advice_loss(rows, some, weights=weights.advice[pack])
            loss = loss + EXCHANGE_WEIGHT * share * _exchange_loss(rows, some)
    problems = [
        one
        for k, stretch in enumerate(batch)
        for one in _problem_losses(
            parts[f"problems_{stretch.lesson.labelled.pack}"][k],
            parts["weight"][k],
            stretch,
            weights=weights.problems[stretch.lesson.labelled.pack],
        )
    ]
    if problems:
        loss = loss + PROBLEM_WEIGHT * torch.stack(problems).mean()
    told = [k for k, one in enumerate(batch) if one.lesson.tells_starts]
    if told:
        loss = loss + START_WEIGHT * functional.binary_cross_entropy_with_logits(
            torch.cat([parts["starts"][k][:, 0] for k in told]),
            _joined([batch[k] for k in told], "starts"),
            pos_weight=torch.tensor(START_RARITY),
        )
    return loss


def text_loss(heads: Heads, vectors: torch.Tensor, texts: Sequence[TextLesson]) -> torch.Tensor:
    """The loss of definitions and examples, each read by itself."""
    facts = torch.from_numpy(text_facts(len(texts)))
    outputs = heads.outputs(vectors, facts, [1] * len(texts))
    losses = [
        functional.cross_entropy(
            outputs[f"advice_{text.pack}"][row][None], torch.tensor([text.category])
        )
        for row, text in enumerate(texts)
    ]
    return TEXT_WEIGHT * torch.stack(losses).mean()


def _advice_loss(
    rows: Sequence[torch.Tensor], batch: Sequence[SessionStretch], *, weights: torch.Tensor
) -> torch.Tensor:
    """Cross-entropy over the sentences of who may advise; two labels share a sentence."""
    advises = _joined(batch, "advises")
    wanted = _joined(batch, "advice")[advises] * weights
    logs = functional.log_softmax(torch.cat(list(rows))[advises], dim=1)
    return -(wanted * logs).sum() / wanted.sum().clamp(min=LEAST)


def _exchange_loss(rows: Sequence[torch.Tensor], batch: Sequence[SessionStretch]) -> torch.Tensor:
    """Whether the three strongest sentences of each exchange say which advice it holds."""
    losses, counts = [torch.zeros(())], 0
    for scores, stretch in zip(rows, batch, strict=True):
        lesson, part = stretch.lesson, stretch.sentences
        exchanges = lesson.exchanges[part]
        for number in sorted(set(exchanges.tolist()) - {0}):
            inside = np.flatnonzero((exchanges == number) & lesson.advises[part])
            if not len(inside):
                continue
            said = scores[inside].softmax(dim=1)[:, 1:]
            top = said.topk(min(STRONGEST, len(inside)), dim=0).values.mean(dim=0)
            held = torch.from_numpy((lesson.advice[part][inside, 1:] > 0).any(axis=0)).float()
            losses.append(functional.binary_cross_entropy(top.clamp(LEAST, 1 - LEAST), held))
            counts += 1
    return torch.stack(losses).sum() / max(1, counts)


def _problem_losses(
    rows: torch.Tensor, weight: torch.Tensor, stretch: SessionStretch, *, weights: torch.Tensor
) -> list[torch.Tensor]:
    """One loss for each exchange of which the stretch holds ten sentences or more."""
    exchanges = stretch.lesson.exchanges[stretch.sentences]
    losses = []
    for number, problem in stretch.lesson.problems.items():
        inside = np.flatnonzero(exchanges == number)
        if len(inside) >= ENOUGH_SENTENCES:
            odds = (weight[inside].softmax(dim=0) * rows[inside]).sum(dim=0)
            losses.append(
                functional.cross_entropy(
                    odds[None],
                    torch.tensor([problem]),
                    weights,
                    label_smoothing=PROBLEM_SMOOTHING,
                )
            )
    return losses


def _joined(batch: Sequence[SessionStretch], name: str) -> torch.Tensor:
    return torch.from_numpy(
        np.concatenate([getattr(one.lesson, name)[one.sentences] for one in batch])
    )


def _counts(labels: Sequence[Array], n_labels: int) -> Array:
    every = np.concatenate([np.zeros(0, dtype=int), *labels])
    return np.bincount(every, minlength=n_labels).astype(np.float32)
