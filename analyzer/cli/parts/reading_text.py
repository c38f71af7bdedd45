"""What was read from a file, in words for a terminal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from analyzer.cli.parts.text import counted, plain, table, wrapped
from analyzer.records import Role, Session
from analyzer.records.store import session_to_json

LABEL_WIDTH = 10
SHOWN_WARNINGS = 20

Certainty = Sequence[tuple[str, float]]


def reading_text(session: Session, *, certainty: Certainty) -> str:
    """Speakers, turns and words, outside text by kind, warnings with lines, format and how sure.

    ``certainty`` holds names of formats and how sure each is (0 to 1), surest first; it is empty
    where the format was asked for.
    """
    lines = [plain(session.source.path), *_labelled("format", _format(session, certainty))]
    if session.title:
        lines += _labelled("title", session.title)
    if session.held_on:
        lines += _labelled("held on", session.held_on.isoformat())
    n_words = sum(len(turn.text.split()) for turn in session.turns)
    total = f"{counted(len(session.turns), 'turn')}, {counted(n_words, 'word')}"
    lines += _labelled("talk", total)
    lines += _block("speakers", speaker_rows(session) or [["none"]])
    kinds = Counter(piece.kind for piece in session.outside)
    words = Counter[str]()
    for piece in session.outside:
        words[piece.kind] += len(piece.text.split())
    rows = [
        [kind, f"{counted(kinds[kind], 'piece')}, {counted(words[kind], 'word')}"]
        for kind in sorted(kinds)
    ]
    lines += _block("outside", rows) if rows else _labelled("outside", "no text outside the talk")
    lines += _warnings(session)
    lines += _labelled("id", session.id)
    return "\n".join(lines)


def reading_json(session: Session, *, certainty: Certainty) -> str:
    """One line of JSON: the session as it was read, and how sure each format was."""
    detected = json.dumps(
        [{"format": name, "score": score} for name, score in certainty], separators=(",", ":")
    )
    return f'{{"session":{session_to_json(session)},"detected":{detected}}}'


def speaker_rows(session: Session) -> list[list[str]]:
    """A row for each speaker: name, role and how sure where known, turns and words."""
    rows = []
    for number, speaker in enumerate(session.speakers):
        texts = [turn.text for turn in session.turns if turn.speaker == number]
        n_words = sum(len(text.split()) for text in texts)
        role = "" if speaker.role is Role.UNKNOWN else str(speaker.role)
        if role and speaker.score is not None:
            role += f" (sure {speaker.score:.2f})"
        talk = f"{counted(len(texts), 'turn')}, {counted(n_words, 'word')}"
        rows.append([speaker.name, role, talk])
    if not any(role for _, role, _ in rows):
        return [[name, talk] for name, _, talk in rows]
    return [[name, role or "role unknown", talk] for name, role, talk in rows]


def _format(session: Session, certainty: Certainty) -> str:
    name = session.source.format
    if not certainty:
        return f"{name} (as asked for)"
    sure = dict(certainty).get(name, 0.0)
    others = [f"{other} {score:.2f}" for other, score in certainty if other != name and score > 0]
    instead = f"; also possible: {', '.join(others[:3])}" if others else ""
    return f"{name} (sure {sure:.2f}{instead})"


def _labelled(label: str, text: str) -> list[str]:
    return wrapped(text, first=f"  {label:<{LABEL_WIDTH}}")


def _block(label: str, rows: Sequence[Sequence[str]]) -> list[str]:
    lines = table(rows, indent=" " * (LABEL_WIDTH + 2))
    return [f"  {label:<{LABEL_WIDTH}}{lines[0].lstrip()}", *lines[1:]]


def _warnings(session: Session) -> list[str]:
    if not session.warnings:
        return _labelled("warnings", "none")
    texts = [
        warning.message
        if warning.source_line is None
        else f"line {warning.source_line}: {warning.message}"
        for warning in session.warnings
    ]
    n_more = len(texts) - SHOWN_WARNINGS
    shown = texts[:SHOWN_WARNINGS]
    if n_more > 0:
        shown.append(f"and {counted(n_more, 'warning')} more; --json shows all.")
    lines = _labelled("warnings", shown[0])
    for text in shown[1:]:
        lines += _labelled("", text)
    return lines
