"""What was read from a file, in words for a terminal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from analyzer.cli.parts.text import counted, plain, table, wrapped
from analyzer.read.doctor import Checkup, Remark, Times, examine
from analyzer.read.duplicates import Duplicate
from analyzer.records import Role, Session
from analyzer.records.times import clock

LABEL_WIDTH = 10
SHOWN_WARNINGS = 20

Certainty = Sequence[tuple[str, float]]


def reading_text(session: Session, *, certainty: Certainty) -> str:
    """Speakers, turns and words, times, outside text, warnings with lines, what is odd and why.

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
    checkup = examine(session)
    if checkup.times.n_timed:
        lines += _labelled("times", _times(checkup.times, n_turns=len(session.turns)))
    lines += _block("speakers", speaker_rows(session) or [["none"]])
    for number, line in enumerate(_renamed(session)):
        lines += _labelled("" if number else "named", line)
    kinds = Counter(piece.kind for piece in session.outside)
    words = Counter[str]()
    for piece in session.outside:
        words[piece.kind] += len(piece.text.split())
    rows = [
        [kind, f"{counted(kinds[kind], 'piece')}, {counted(words[kind], 'word')}"]
        for kind in sorted(kinds)
    ]
    lines += _block("outside", rows) if rows else _labelled("outside", "no text outside the talk")
    if session.chat:
        authors = len({message.author for message in session.chat})
        messages = counted(len(session.chat), "message")
        lines += _labelled("chat", f"{messages} by {counted(authors, 'author')}")
    lines += _warnings(session)
    lines += _remarks(session, checkup.remarks)
    lines += _labelled("id", session.id)
    return "\n".join(lines)


def reading_json(session: Session, *, certainty: Certainty) -> str:
    """One line of JSON: the session as it was read, how sure each format was, and what is odd."""
    from pydantic import TypeAdapter

    from analyzer.records.store import session_to_json

    detected = json.dumps(
        [{"format": name, "score": score} for name, score in certainty if score > 0],
        separators=(",", ":"),
    )
    checkup = TypeAdapter(Checkup).dump_json(examine(session)).decode()
    return f'{{"session":{session_to_json(session)},"detected":{detected},"checkup":{checkup}}}'


def duplicates_text(duplicates: Sequence[Duplicate]) -> str:
    """The files that hold a talk which another holds, and which to keep."""
    lines = []
    for one in duplicates:
        share = f", {one.share:.0%} of the words alike" if one.share < 1 else ""
        text = f"{plain(one.path)}: {one.likeness} as {plain(one.of)}{share}."
        lines += wrapped(text, first="  ", rest="    ")
    return "\n".join([f"{counted(len(duplicates), 'duplicate')}; keep one file of each:", *lines])


def duplicates_json(duplicates: Sequence[Duplicate]) -> str:
    """One line of JSON with the files that hold a talk which another holds."""
    from pydantic import TypeAdapter

    found = TypeAdapter(tuple[Duplicate, ...]).dump_json(tuple(duplicates)).decode()
    return f'{{"duplicates":{found}}}'


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


def _renamed(session: Session) -> list[str]:
    """Speakers who are not called as in the file, and by what right."""
    lines = []
    for speaker in session.speakers:
        if speaker.label is None:
            continue
        told = f"“{speaker.label}” is {speaker.name}"
        if speaker.proposal is None:
            lines.append(f"{told}, as chosen")
        else:
            quote = speaker.proposal.quote
            words = session.turns[quote.turn].text[quote.start : quote.end]
            sure = min(speaker.proposal.score, 0.99)  # words of others are never quite certain
            lines.append(f"{told} (sure {sure:.2f}): “{' '.join(words.split())}”")
    return lines


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


def _times(times: Times, *, n_turns: int) -> str:
    span = f"{clock(times.first_ms)} to {clock(times.last_ms)}"
    known = "" if times.n_timed == n_turns else f", {times.n_timed} of {n_turns} turns"
    gap = times.longest_gap_ms
    pause = "" if not gap else f", longest pause {clock(gap)}"
    return f"{span}{known}{pause}"


def _remarks(session: Session, remarks: Sequence[Remark]) -> list[str]:
    lines: list[str] = []
    for remark in remarks:
        places = [_place(session, turn) for turn in remark.turns]
        where = f" ({', '.join(places)})" if places else ""
        text = f"{remark.message.removesuffix('.')}{where}. {remark.advice}"
        lines += _labelled("" if lines else "odd", text)
    return lines


def _place(session: Session, turn: int) -> str:
    """Where a turn stands: its line in the file, or its time, or its number."""
    it = session.turns[turn]
    if it.source_line is not None:
        return f"line {it.source_line}"
    return f"turn {turn + 1}" if it.start_ms is None else f"at {clock(it.start_ms)}"
