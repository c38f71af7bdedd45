"""A reading of one file and all that belongs to it, made one session."""

from __future__ import annotations

from dataclasses import replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.companions import Companions, source_digest
from analyzer.read.limits import check_speakers
from analyzer.read.people.aliases import one_name_each
from analyzer.read.people.choices import Choices, apply_choices
from analyzer.read.people.nameless import is_nameless
from analyzer.read.rttm import assign_voices
from analyzer.read.turns import build_session
from analyzer.records import ReadWarning, Session


def assemble(
    reading: Reading,
    *,
    raw: RawFile,
    format_name: str,
    companions: Companions,
    choices: Choices,
) -> Session:
    """The session: voices laid over it, one name each, its chat, names chosen and given away.

    What a person chose stands above what the talk gives away. A companion that cannot be read is
    told in a warning. Raises UnreadableTranscript when nobody says anything.
    """
    voices = {part.speaker for part in reading.fragments if part.outside is None}
    check_speakers(len(voices), path=raw.path)
    reading = one_name_each(_with_chat(_with_voices(reading, companions), companions))
    session = build_session(reading, raw=raw, format_name=format_name)
    digest = source_digest(raw.content, companions=companions, choices=choices)
    if digest != session.source.sha256:
        session = replace(session, source=replace(session.source, sha256=digest))
    session, settled = apply_choices(session, choices)
    if not any(is_nameless(speaker.name) for speaker in session.speakers):
        return session
    from analyzer.read.people.given_names import (  # noqa: PLC0415 - slow to import
        with_given_names,
    )

    return with_given_names(session, settled=settled)


def _with_voices(reading: Reading, companions: Companions) -> Reading:
    if companions.voices is None:
        return reading
    try:
        return assign_voices(reading, companions.read_voices())
    except UnreadableTranscript as error:
        return _warned(reading, error)


def _with_chat(reading: Reading, companions: Companions) -> Reading:
    if companions.chat is None:
        return reading
    try:
        return replace(reading, chat=(*reading.chat, *companions.read_chat()))
    except UnreadableTranscript as error:
        return _warned(reading, error)


def _warned(reading: Reading, error: UnreadableTranscript) -> Reading:
    warning = ReadWarning(message=f"left aside: {error}")
    return replace(reading, warnings=(*reading.warnings, warning))
