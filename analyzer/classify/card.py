"""Model cards as people read them, and the facts that go into one."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import ValidationError

from analyzer.classify.labelled import LabelledSession
from analyzer.errors import ModelError
from analyzer.records import HeadScore, LabelScore, ModelCard
from analyzer.records.store import card_from_json

DO_NOT_RELY = "do not rely on"
LIBRARIES = ("numpy", "onnxruntime", "scikit-learn", "scipy", "spacy", "tokenizers")

HEAD_SAYS = {
    "moves": "What each sentence does.",
    "segments": "Which part of the session each sentence belongs to.",
    "roles": "Who is coach, client or somebody else.",
    "coach": "Whether all coaches of a session are called so, and nobody else is.",
    "advice": "Which advice types an exchange holds; one or several to an exchange.",
    "advice-sentences": "Which advice types a sentence carries; most sentences carry none.",
    "problems": "Which problem an exchange is about; micro is the share of exchanges got right.",
    "exchange-starts": "Where a new asker's matter begins, within three sentences.",
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
        *(part for head in card.heads for part in _head_parts(head)),
    ]
    if card.history:
        parts += ["## What was tried", _bullets(card.history)]
    return "\n\n".join(parts) + "\n"


def evaluation_table(heads: Sequence[HeadScore]) -> str:
    """Results as aligned text for a terminal: a line for each head, then one for each label.

    Shares are percent, ``n`` counts true cases, ``F1 95 %`` is the interval.
    """
    lines = _aligned(
        [["", "counted", "macro F1", "micro F1", "baselines (macro, micro)"]]
        + [
            [head.head, head.unit, _percent(head.macro_f1), _percent(head.micro_f1), _others(head)]
            for head in heads
        ]
    )
    for head in heads:
        rows = [[head.head, "n", "base rate", "precision", "recall", "F1", "F1 95 %", ""]]
        rows += [[score.label, *_cells(score), _mark(score)] for score in head.labels]
        lines += ["", *_aligned(rows)]
    return "\n".join(lines) + "\n"


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
    return [*parts, _markdown_table(rows)]


def _summary(heads: Sequence[HeadScore]) -> str:
    rows = [["", "counted", "macro F1", "micro F1"]]
    for head in heads:
        results = [(f"**{head.head}**", head.unit, head.macro_f1, head.micro_f1)]
        results += [(f"baseline: {b.name}", "", b.macro_f1, b.micro_f1) for b in head.baselines]
        rows += [[name, unit, _percent(a), _percent(b)] for name, unit, a, b in results]
    return _markdown_table(rows)


def _others(head: HeadScore) -> str:
    return "; ".join(
        f"{b.name} {_percent(b.macro_f1)}, {_percent(b.micro_f1)}" for b in head.baselines
    )


def _cells(score: LabelScore) -> list[str]:
    shares = (score.base_rate, score.precision, score.recall, score.f1)
    if score.support == 0:
        return ["0", *("–" for _ in shares), "–"]
    interval = f"{_percent(score.f1_low)} – {_percent(score.f1_high)}"
    return [f"{score.support:,}", *(_percent(share) for share in shares), interval]


def _mark(score: LabelScore) -> str:
    return "" if score.rely else DO_NOT_RELY


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"* {line}" for line in lines)


def _markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """A pipe table whose first column is text and whose others are set right."""
    escaped = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    rule = ["---", *("---:" for _ in rows[0][1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in [escaped[0], rule, *escaped[1:]])


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of equal columns: the first and the last set left, numbers right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    last = len(widths) - 1
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if i in {0, last} else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines
