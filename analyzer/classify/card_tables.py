"""The tables of a model card: by group, boundaries, confusions, reliability; for page and terminal.

Every function gives rows of cells, the first of them the heading, or none where nothing was
measured; how they are set is for ``markdown_table`` and ``aligned``.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.classify.confusion import KEPT, mistakes
from analyzer.records import HeadScore

Rows = list[list[str]]

NOTHING = "nothing found"
NO_SHARE = "–"


def group_rows(heads: Sequence[HeadScore]) -> Rows:
    """Macro and micro F1 of each head by form and by channel, with the number of units."""
    groups = list(dict.fromkeys(one.group for head in heads for one in head.groups))
    if not groups:
        return []
    rows = [["macro / micro F1 (n)", *groups]]
    for head in heads:
        cells = {
            one.group: f"{percent(one.macro_f1)} / {percent(one.micro_f1)} ({one.n_units:,})"
            for one in head.groups
        }
        rows.append([head.head, *(cells.get(group, NO_SHARE) for group in groups)])
    return rows


def boundary_rows(heads: Sequence[HeadScore]) -> Rows:
    """Each way of finding boundaries, model and baselines: how many, how good."""
    rows: Rows = []
    for head in heads:
        if head.boundaries is None:
            continue
        n_true = f"{head.boundaries.n_true:,}"
        for way in head.boundaries.ways:
            shares = (percent(share) for share in (way.precision, way.recall, way.f1))
            n_found, differ = f"{way.n_found:,}", f"{way.window_diff:.3f}"
            rows.append([head.head, way.way, n_true, n_found, *shares, differ])
    heading = ["boundaries", "way", "true", "found", "precision", "recall", "F1", "WindowDiff"]
    return [heading, *rows] if rows else []


def confusion_rows(head: HeadScore, *, most: int = KEPT) -> Rows:
    """The most frequent mistakes: the true label, what was found instead, how often."""
    rows = [
        [one.gold, one.found or NOTHING, f"{one.n:,}"] for one in mistakes(head.confusions)[:most]
    ]
    return [["truly", "taken for", "n"], *rows] if rows else []


def reliability_rows(heads: Sequence[HeadScore]) -> Rows:
    """For each band of scores their mean, the share that is right and how many, head by head."""
    scored = [head for head in heads if head.ece is not None]
    if not scored:
        return []
    rows = [["score", *(head.head for head in scored)]]
    for place, band in enumerate(scored[0].reliability):
        cells = [
            f"{percent(it.score)} → {percent(it.right)} ({it.n:,})" if it.n else NO_SHARE
            for it in (head.reliability[place] for head in scored)
        ]
        rows.append([f"{percent(band.low)} – {percent(band.high)}", *cells])
    errors = [percent(head.ece or 0.0) for head in scored]
    return [*rows, ["expected calibration error", *errors]]


def percent(share: float) -> str:
    """A share as percent with one decimal."""
    return f"{100 * share:.1f}"


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """A pipe table whose first column is text and whose others are set right."""
    escaped = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    rule = ["---", *("---:" for _ in rows[0][1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in [escaped[0], rule, *escaped[1:]])


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
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
