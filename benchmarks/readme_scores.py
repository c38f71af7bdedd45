"""Writes the scores of the shipped models into the README, from their cards: no number is typed.

$ python benchmarks/readme_scores.py           # rewrites the table
$ python benchmarks/readme_scores.py --check   # exits 1 where it is out of date
"""

from __future__ import annotations

import sys
from pathlib import Path

from readme_block import rewrite, with_block

from analyzer.classify.card import load_cards
from analyzer.records import HeadScore, ModelCard

ROOT = Path(__file__).resolve().parents[1]
BEGIN = "<!-- scores: made by benchmarks/readme_scores.py -->\n"
END = "<!-- end of scores -->"


def score_table(cards: tuple[ModelCard, ...]) -> str:
    """A Markdown table: one row a kind of label, with the baselines beside it."""
    lines = [
        "| what | unit | macro-F1 | micro-F1 | calibration error | baselines (macro-F1) |",
        "|---|---|--:|--:|--:|---|",
    ]
    lines += [_row(card, head) for card in cards for head in card.heads]
    return "\n".join(lines) + "\n"


def _row(card: ModelCard, head: HeadScore) -> str:
    name = head.head if card.pack is None else f"{head.head} ({card.name})"
    others = ", ".join(f"{one.name} {one.macro_f1:.2f}" for one in head.baselines)
    held = "–" if head.ece is None else f"{head.ece:.2f}"
    results = f"{head.macro_f1:.2f} | {head.micro_f1:.2f} | {held}"
    return f"| {name} | {head.unit} | {results} | {others} |"


def with_scores(page: str, cards: tuple[ModelCard, ...]) -> str:
    """The page with the table between its two marks made anew."""
    return with_block(page, score_table(cards), begin=BEGIN, end=END)


def main() -> int:
    """Rewrites or checks the page; returns the exit code."""
    made = load_cards(ROOT / "models")
    return rewrite(BEGIN, lambda page: with_scores(page, made))


if __name__ == "__main__":
    sys.exit(main())
