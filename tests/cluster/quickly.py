"""Analysing without models, for processes of a cluster: a file says itself what is found in it."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

from analyzer.batch import Given, Outcome, Work
from analyzer.errors import UnreadableTranscript
from analyzer.read.digests import Digests
from analyzer.records import Analysis, MadeWith, ReadWarning, Uptake, UptakeKind
from tests.aggregate.themes.calls import a_call, meanings
from tests.builders import a_label

STAMP = MadeWith(analyzer="0.1.0", pack="recruiting 1", models="sentences 1")


class QuickWork(Work):
    """Finds in a file what stands in it; at some it fails, or its process is killed."""

    def made_with(self) -> MadeWith:
        return STAMP

    def __call__(self, given: Given) -> Outcome:
        path = str(given)
        said: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
        if "kills" in said:
            _die(Path(said["kills"]), times=said["times"])
        if "fails" in said:
            return Outcome(path=path, error=UnreadableTranscript("it is empty.", path=path))
        analysis = _enriched(
            a_call(said["matter"], said["number"], client=said.get("client")), said
        )
        source = replace(analysis.session.source, path=path, sha256=Digests().of(path))
        analysis = replace(analysis, session=replace(analysis.session, source=source))
        passages = meanings(analysis, said["matter"], said["number"])
        return Outcome(path=path, analysis=analysis, passages=passages)


def _die(deaths: Path, *, times: int) -> None:
    """Kills this process as want of memory does, so many times in all."""
    with deaths.open("a+", encoding="utf-8") as noted:
        noted.seek(0)
        if len(noted.read()) >= times:
            return
        noted.write("x")
        noted.flush()
        os.fsync(noted.fileno())
    os.kill(os.getpid(), signal.SIGKILL)


def _enriched(analysis: Analysis, said: dict[str, Any]) -> Analysis:
    """Every other call has times, warnings and uptake, every third no date and no title."""
    session, number = analysis.session, said["number"]
    if "late" in said:
        late = replace(session.turns[0], start_ms=said["late"])
        session = replace(session, turns=(late, *session.turns[1:]))
    if number % 3 == 0 or said.get("bare"):
        session = replace(session, held_on=None, title=None)
    if number % 2:
        turns = [
            replace(it, start_ms=n * 1000, end_ms=n * 1000 + 900)
            for n, it in enumerate(session.turns)
        ]
        warnings = (ReadWarning(message="no speaker", source_line=2), ReadWarning(message="odd"))
        session = replace(session, turns=tuple(turns), warnings=warnings)
        advice = analysis.advice[0]
        uptake = Uptake(kind=UptakeKind.COMMITMENT, quote=advice.quote)
        labels = (a_label(because=("fee", "cut it")), a_label("urgency", sure=False, score=0.3))
        analysis = replace(
            analysis, advice=(replace(advice, uptake=uptake, labels=labels, script=True),)
        )
    return replace(analysis, session=session)


def write_call(folder: Path, name: str, **said: Any) -> str:
    """A file in which just this is found."""
    folder.mkdir(exist_ok=True)
    place = folder / name
    place.write_text(json.dumps(said), encoding="utf-8")
    return str(place)
