"""Labelled sessions written from a few rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analyzer.agreement import Rater

Row = tuple[str, int, str, str, str, str]
Make = Callable[..., Rater]

CALL: tuple[Row, ...] = (
    ("opening", 1, "Mike", "social", "-", "Hello Ana."),
    ("exploration", 1, "Ana", "situation", "-", "HR froze the role."),
    ("exploration", 1, "Mike", "question-closed", "-", "Whose budget is it?"),
    ("exploration", 1, "Ana", "gap", "-", "I never asked."),
    ("advice", 1, "Mike", "directive", "locus-of-control", "Find out who pays."),
    ("advice", 1, "Mike", "rationale", "locus-of-control", "He decides."),
    ("closing", 1, "Ana", "commitment", "-", "I'll call him today."),
)
HEADERS = "#pack: recruiting\n#form: dialogue\n#coach: Mike\n#clients: Ana\n#problem 1: {problem}\n"


def write(folder: Path, name: str, rows: tuple[Row, ...], problem: str = "hr-blocking") -> Path:
    folder.mkdir(exist_ok=True)
    lines = ["\t".join(map(str, row)) for row in rows]
    head = f"#session: {name}\n{HEADERS.format(problem=problem)}"
    place = folder / f"{name}.tsv"
    place.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return place
