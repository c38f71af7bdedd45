"""Model cards as people read them, and the facts that go into one."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import ValidationError

from analyzer.classify.card_tables import (
    Rows,
    aligned,
    boundary_rows,
    confusion_rows,
    group_rows,
    markdown_table,
    percent,
    reliability_rows,
)
from analyzer.classify.confusion import KEPT, mistakes
from analyzer.classify.labelled import LabelledSession
from analyzer.errors import ModelError
from analyzer.records import HeadScore, LabelScore, ModelCard, Pack
from analyzer.records.store import card_from_json
from analyzer.settings import resource_folder

DO_NOT_RELY = "do not rely on"
LIBRARIES = ("numpy", "onnxruntime", "scikit-learn", "scipy", "spacy", "tokenizers")

MOST_IN_PAGE = 10
BY_GROUP = (
    "The same results for the sessions of one form or one channel; in brackets the number of units "
    "counted."
)
BY_BOUNDARY = (
    "How many boundaries are truly there and how many each way finds, right within three "
    "sentences. WindowDiff is the share of windows in which their number is wrong: 0 is perfect. "
    "Even spacing places as many boundaries as sessions of that length have on average."
)
BY_SCORE = (
    "Findings by the score they carry: mean score → share that is right (how many). Where scores "
    "hold as probabilities the two are alike; the expected calibration error is their mean "
    "distance."
)

HEAD_SAYS = {
    "moves": "What each sentence does.",
    "segments": "Which part of the session each sentence belongs to.",
    "roles": "Who is coach, client or somebody else.",
    "coach": "Whether all coaches of a session are called so, and nobody else is.",
    "advice": "Which advice types an exchange holds; one or several to an exchange.",
    "advice-sentences": "Which advice types a sentence carries; most sentences carry none.",
    "problems": "Which problem an exchange is about; micro is the share of exchanges got right.",
    "exchange-starts": "Where a new asker's matter begins, within three sentences.",
    "segment-starts": "Where one part of the session ends and the next begins, within three "
    "sentences.",
}


def card_markdown(card: ModelCard) -> str:
    """The model card as a Markdown page, ready to lie beside the model as ``card.md``.

    Written from the record alone, so the same card gives the same bytes.
    """
    field = "any pack" if card.pack is None else f"pack `{card.pack}`"
    parts = [
        f"# Model `{card.name}`, version {card.version}",
        f"For {field}. Licence: {card.licence}.",
        "## What it is for",
        card.intended_use,
        "## What it cannot do",
        _bullets(card.limits) or "Nothing is noted.",
        "## What it was made from",
        card.trained_on,
        _bullets(
            [
                f"{card.n_sessions:,} sessions, {card.n_sentences:,} sentences",
                f"digest of the labelled sessions: `{card.data_sha256}`",
                f"digest of the model file: `{card.file_sha256}`",
                f"seed: {card.seed}",
                f"made with {', '.join(f'{name} {number}' for name, number in card.libraries)}",
            ]
        ),
        "## How well it works",
        _how_measured(card.folds),
        _summary(card.heads),
        *(part for table in _tables(card.heads) for part in table),
        *(part for head in card.heads for part in _head_parts(head)),
    ]
    if card.history:
        parts += ["## What was tried", _bullets(card.history)]
    return "\n\n".join(parts) + "\n"


def evaluation_table(heads: Sequence[HeadScore]) -> str:
    """Results as aligned text for a terminal: a line for each head, then one for each label.

    Shares are percent, ``n`` counts true cases, ``F1 95 %`` is the interval. What else was measured
    follows: by form and channel, boundaries, the most frequent confusions, reliability.
    """
    lines = aligned(
        [["", "counted", "macro F1", "micro F1", "baselines (macro, micro)"]]
        + [
            [head.head, head.unit, percent(head.macro_f1), percent(head.micro_f1), _others(head)]
            for head in heads
        ]
    )
    for head in heads:
        rows = [[head.head, "n", "base rate", "precision", "recall", "F1", "F1 95 %", ""]]
        rows += [[score.label, *_cells(score), _mark(score)] for score in head.labels]
        lines += ["", *aligned(rows)]
    others = [group_rows(heads), boundary_rows(heads), reliability_rows(heads)]
    for rows in others:
        lines += ["", *_numbers(rows)] if rows else []
    for head in heads:
        if rows := confusion_rows(head, most=MOST_IN_PAGE):
            rows[0][0] = f"{head.head}: truly"
            lines += ["", *_numbers(rows)]
    return "\n".join(lines) + "\n"


def shortened(card: ModelCard) -> ModelCard:
    """The card with the most frequent mistakes only, instead of every pair that was met."""
    heads = tuple(replace(head, confusions=mistakes(head.confusions)[:KEPT]) for head in card.heads)
    return replace(card, heads=heads)


def data_digest(labelled: Sequence[LabelledSession]) -> str:
    """SHA-256 over what the labelled sessions say, whatever their order and line ends.

    It changes when a word, a label or a session does.
    """
    digest = hashlib.sha256()
    for one in sorted(labelled, key=lambda session: session.id):
        names = [speaker.name for speaker in one.session.speakers]
        content = [
            [one.id, one.pack, one.form, one.coach, one.clients, one.channel, str(one.held_on)],
            list(zip(names, one.roles, strict=True)),
            one.problems,
            [[piece.before_turn, piece.kind, piece.text] for piece in one.session.outside],
            [
                [s.turn, s.start, s.speaker, s.segment, s.exchange, s.move, s.advice]
                for s in one.sentences
            ],
            [turn.text for turn in one.session.turns],
        ]
        digest.update(json.dumps(content, ensure_ascii=True).encode("ascii") + b"\n")
    return digest.hexdigest()


def library_versions() -> tuple[tuple[str, str], ...]:
    """Python and the libraries a model depends on, with versions; missing ones are left out."""
    found = [("python", platform.python_version())]
    for name in LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return tuple(found)


def load_cards(folder: Path) -> tuple[ModelCard, ...]:
    """The cards of all models in a folder, ``<folder>/<model>/card.json``, sorted by folder.

    None when the folder is not there. Raises ModelError for a card that cannot be read.
    """
    cards = []
    for path in sorted(folder.glob("*/card.json")):
        hint = "Train the model anew, or restore the file."
        try:
            cards.append(card_from_json(path.read_text(encoding="utf-8")))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "the top level"
            what = f"not a model card: {first['msg']} at {place}."
            raise ModelError(what, path=str(path), hint=hint) from error
        except (OSError, UnicodeDecodeError) as error:
            raise ModelError("the card cannot be read.", path=str(path), hint=hint) from error
    return tuple(cards)


def cards_for(pack: Pack) -> tuple[ModelCard, ...]:
    """The cards of the shipped models that findings of this pack rest on. Raises ModelError."""
    cards = load_cards(resource_folder("models"))
    return tuple(card for card in cards if card.pack in {None, pack.label})


def _how_measured(folds: str) -> str:
    return (
        f"Measured on sessions left out of training: {folds}. All shares are percent. `n` counts "
        "true cases, the base rate is their share. F1 balances precision (how much of what was "
        "found is right) and recall (how much of what is there was found); its interval holds 95 % "
        "of the results when the sessions are drawn anew. Macro is the mean over labels that "
        "occur, micro counts all labels together. A label is marked **do not rely on** where even "
        "the upper end of the interval is too low, or where too few sessions hold the label."
    )


def _head_parts(head: HeadScore) -> list[str]:
    weak = [score.label for score in head.labels if not score.rely]
    parts = [f"### {head.head}, by {head.unit}"]
    if head.head in HEAD_SAYS:
        parts.append(HEAD_SAYS[head.head])
    if weak:
        parts.append(f"**Do not rely on:** {', '.join(weak)}.")
    rows = [["label", "n", "base rate", "precision", "recall", "F1", "F1 95 %", ""]]
    for score in head.labels:
        mark = _mark(score)
        rows.append([score.label, *_cells(score), f"**{mark}**" if mark else ""])
    parts.append(markdown_table(rows))
    if confused := confusion_rows(head, most=MOST_IN_PAGE):
        parts += ["Taken for one another most often:", markdown_table(confused)]
    return parts


def _tables(heads: Sequence[HeadScore]) -> list[tuple[str, str, str]]:
    """Heading, explanation and table of what was measured over all heads."""
    found: list[tuple[str, str, Rows]] = [
        ("### By form and channel", BY_GROUP, group_rows(heads)),
        ("### Boundaries", BY_BOUNDARY, boundary_rows(heads)),
        ("### Whether scores hold", BY_SCORE, reliability_rows(heads)),
    ]
    return [(name, says, markdown_table(rows)) for name, says, rows in found if rows]


def _summary(heads: Sequence[HeadScore]) -> str:
    rows = [["", "counted", "macro F1", "micro F1"]]
    for head in heads:
        results = [(f"**{head.head}**", head.unit, head.macro_f1, head.micro_f1)]
        results += [(f"baseline: {b.name}", "", b.macro_f1, b.micro_f1) for b in head.baselines]
        rows += [[name, unit, percent(a), percent(b)] for name, unit, a, b in results]
    return markdown_table(rows)


def _others(head: HeadScore) -> str:
    return "; ".join(
        f"{b.name} {percent(b.macro_f1)}, {percent(b.micro_f1)}" for b in head.baselines
    )


def _cells(score: LabelScore) -> list[str]:
    shares = (score.base_rate, score.precision, score.recall, score.f1)
    if score.support == 0:
        return ["0", *("–" for _ in shares), "–"]
    interval = f"{percent(score.f1_low)} – {percent(score.f1_high)}"
    return [f"{score.support:,}", *(percent(share) for share in shares), interval]


def _mark(score: LabelScore) -> str:
    return "" if score.rely else DO_NOT_RELY


def _numbers(rows: Rows) -> list[str]:
    """Lines of columns of which all but the first are set right."""
    return aligned([[*row, ""] for row in rows])


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"* {line}" for line in lines)
