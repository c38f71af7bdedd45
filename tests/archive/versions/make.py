"""Writes ``VERSION.db.gz``, an archive of the present schema version, and what was put into it.

Run once for each new version, by the code that makes it, and never again for that version.
"""

from __future__ import annotations

import dataclasses
import gzip
import importlib.util
import sqlite3
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType

from analyzer.archive import Archive
from analyzer.records import Analysis, ChatMessage, NameProposal, Quote, Speaker
from analyzer.records.store import analysis_to_json

HERE = Path(__file__).parent


# Of the first session that ``some_analyses`` gives.
SOME_ROWS = (
    ("themes", ("advice-1", "advice", "Ask him", '["ask him"]', 0.9, 0, "{}")),
    ("theme_members", ("advice", "5feceb66ffc8", 0, "advice-1")),
    ("theme_edits", (1, "rename", "advice-1", "Ask first", "2025-01-01")),
    ("reports", (1, "themes", "recruiting 1", '["5feceb66ffc8"]', '["advice-1"]')),
    (
        "corrections",
        (
            1,
            "5feceb66ffc8",
            "kd",
            "2025-01-01T10:00:00+00:00",
            "set-role",
            '{"speaker":0,"role":"client","kind":"set-role"}',
            None,
            "kd",
            "2025-01-01T10:00:05+00:00",
        ),
    ),
)


@cache
def adder() -> ModuleType:
    """The script that makes numbered analyses, as a module."""
    spec = importlib.util.spec_from_file_location("adder", HERE.parent / "adder.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def some_analyses() -> list[Analysis]:
    """Analyses that together use every table and every column."""
    analyses: list[Analysis] = [adder().numbered_analysis(number) for number in range(4)]
    named = analyses[1]
    proposal = NameProposal(name="Ana", score=0.75, quote=Quote(turn=0, start=6, end=9))
    speakers = (
        dataclasses.replace(named.session.speakers[0], label="Speaker 1"),
        Speaker(name="Speaker 2", proposal=proposal),
    )
    chat = (
        ChatMessage(author="Ana", text="Here is the link…", at_ms=61_000, source_line=1),
        ChatMessage(author="Bo", text="Thanks", to="Ana", clock="14:02"),
    )
    session = dataclasses.replace(named.session, speakers=speakers, chat=chat, held_on=None)
    analyses[1] = dataclasses.replace(named, session=session)
    bare = analyses[2].session
    bare = dataclasses.replace(bare, turns=(), speakers=(), outside=(), warnings=(), title=None)
    analyses[2] = dataclasses.replace(
        analyses[2], session=bare, sentences=(), exchanges=(), segments=(), advice=()
    )
    copy = dataclasses.replace(analyses[3].session.source, path="copies/three.vtt")
    session = dataclasses.replace(analyses[3].session, source=copy)
    return [*analyses, dataclasses.replace(analyses[3], session=session)]


def main() -> None:
    """Writes both files beside this one."""
    analyses = some_analyses()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.db"
        with Archive.open(path, create=True) as archive:
            for analysis in analyses:
                archive.add(analysis, passages=adder().some_passages(analysis))
            archive.take_beside(SOME_ROWS)
        connection = sqlite3.connect(path)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.close()
        packed = gzip.compress(path.read_bytes(), mtime=0)
    (HERE / f"{version}.db.gz").write_bytes(packed)
    lines = "".join(f"{analysis_to_json(analysis)}\n" for analysis in analyses)
    (HERE / f"{version}.jsonl").write_text(lines, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
