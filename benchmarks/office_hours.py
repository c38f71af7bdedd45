"""Where each question begins when one expert reads questions out and answers, without names.

    python benchmarks/office_hours.py [--data office-hours-QA] [--json] [--record]

Weekly office hours: machine captions as lines ``[mm:ss] words``, and a written list of questions
with the second at which each begins. A question is found when an exchange begins within twenty
seconds of it, each exchange serving one question. Nothing here is trained on these sessions; the
rules were made while reading every second one by date (the first, the third, …), so the figures of
the others are the honest ones. Beside it: a rule that takes every sentence with "question", "asks"
or "asked", none within a minute of another, and as many places as there are questions, evenly
spread.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from real_sets import Figure, boundary_figures, run

from analyzer.pipeline import analyze_session, load_models
from analyzer.read import read_session
from analyzer.read.times import parse_time
from analyzer.records import Analysis
from analyzer.records.pack_file import load_pack

TOLERANCE = 20.0
WANTED = 0.65
MINUTE = 60.0
CAPTION = re.compile(r"\s*\[([0-9:]+)\]\s+(\S.*)")
BEGINS = re.compile(r"\bt=([0-9]+)")
CUE_WORD = re.compile(r"\b(?:questions?|asks|asked)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One session: when its questions begin, in seconds, and what was found in it."""

    name: str
    truth: tuple[float, ...]
    sentences: tuple[tuple[float, str], ...]
    found: tuple[float, ...]
    length: float


def hours(folder: Path) -> Iterator[Hour]:
    """The sessions that have both captions and a list of questions, by date."""
    pack = load_pack("leadership")
    models = load_models(pack)
    for captions in sorted(folder.glob("*/transcript.md")):
        listed = captions.with_name("questions_answers.md")
        if not listed.is_file():
            continue
        analysis = analyze_session(read_session(captions), pack=pack, models=models)
        marks = _marks(captions.read_text(encoding="utf-8"))
        sentences = _timed(analysis, marks)
        lines = listed.read_text(encoding="utf-8").splitlines()
        yield Hour(
            name=captions.parent.name,
            truth=tuple(
                sorted(
                    float(found[1])
                    for line in lines
                    if line.strip().startswith("📹")
                    for found in BEGINS.finditer(line)
                )
            ),
            sentences=sentences,
            found=tuple(sentences[exchange.first][0] for exchange in analysis.exchanges),
            length=marks[-1][1],
        )


def _marks(text: str) -> list[tuple[int, float]]:
    """For each caption how many letters stand before it, and its second."""
    marks: list[tuple[int, float]] = []
    letters = 0
    for line in text.splitlines():
        match = CAPTION.fullmatch(line)
        if match is not None:
            marks.append((letters, (parse_time(match[1]) or 0) / 1000))
            letters += _letters(match[2])
    return [*marks, (letters, marks[-1][1])]


def _timed(analysis: Analysis, marks: Sequence[tuple[int, float]]) -> tuple[tuple[float, str], ...]:
    """Each sentence with its second, between that of its caption and that of the next."""
    turns = analysis.session.turns
    before = [0]
    for turn in turns:
        before.append(before[-1] + _letters(turn.text))
    timed = []
    for sentence in analysis.sentences:
        text = turns[sentence.turn].text
        place = before[sentence.turn] + _letters(text[: sentence.start])
        row = min(bisect_right(marks, (place, float("inf"))) - 1, len(marks) - 2)
        (first, start), (end, stop) = marks[row], marks[row + 1]
        second = start + (stop - start) * (place - first) / max(1, end - first)
        timed.append((second, text[sentence.start : sentence.end]))
    return tuple(timed)


def _letters(text: str) -> int:
    return len("".join(text.split()))


def cue_words(hour: Hour) -> list[float]:
    """Sentences with a word of asking, none within a minute of the one before."""
    places: list[float] = []
    for second, text in hour.sentences:
        if CUE_WORD.search(text) and (not places or second - places[-1] > MINUTE):
            places.append(second)
    return places


def even(hour: Hour) -> list[float]:
    """As many places as there are questions, evenly spread."""
    return [hour.length * number / len(hour.truth) for number in range(len(hour.truth))]


def measure(folder: Path, _: Path) -> list[Figure]:
    """How well the shipped model finds the questions, on each half and on all sessions."""
    sessions = list(hours(folder))
    parts = {
        "sessions not looked at": sessions[1::2],
        "sessions the rules were made with": sessions[0::2],
        "all sessions": sessions,
    }
    return [
        figure
        for name, part in parts.items()
        for figure in boundary_figures(
            f"office hours: {name}",
            [hour.found for hour in part],
            true=[hour.truth for hour in part],
            floors={
                "cue words": [cue_words(hour) for hour in part],
                "evenly spread": [even(hour) for hour in part],
            },
            within=(TOLERANCE, "seconds"),
            counts=f"{len(part)} sessions, {sum(len(hour.truth) for hour in part)} questions",
            wanted=WANTED,
        )
    ]


if __name__ == "__main__":
    run(__doc__, "office-hours-QA", measure)
