"""Adds a thousand calls to an archive, killed at random fifty times on the way.

What comes of it is compared, row by row, with the archive of a run that nobody disturbed: the same
sessions, findings, passages and files, and nothing else. The calls are made up of the sentences of
the labelled sessions, a few turns each. They are read, skipped where they are known, and added as
``analyzer add`` does it, with findings that are stood in for. ``--models`` runs the very command
instead, which takes ten minutes more.

    python benchmarks/archive_kill.py --sessions 1000 --kills 50 [--models] [--record]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from analyzer.archive import Archive
from analyzer.classify.labelled import read_labelled
from analyzer.read import read_session
from analyzer.read.digests import Digests
from analyzer.records import (
    Advice,
    Analysis,
    Exchange,
    Label,
    MadeWith,
    Move,
    Quote,
    Segment,
    SegmentKind,
    Sentence,
    Session,
)
from analyzer.records.passages import EncodedPassages
from analyzer.segment.passages import cut_passages, passage_texts

LABELLED = Path(__file__).parents[1] / "data" / "labelled"
RESULTS = Path(__file__).parent / "results" / "scale" / "archive_kill.json"
MADE_WITH = MadeWith(analyzer="0", pack="recruiting 1", models="none")


def sentences() -> list[str]:
    """The sentences of the labelled sessions that are long enough to say something."""
    talks = [read_labelled(file).session for file in sorted(LABELLED.glob("*.tsv"))]
    turns = [turn.text for talk in talks for turn in talk.turns]
    pieces = [piece.strip() for text in turns for piece in text.replace("?", "?.").split(".")]
    return [f"{it}." if it[-1] != "?" else it for it in pieces if len(it.split()) > 5]


def write_calls(folder: Path, *, n_calls: int, rng: random.Random) -> None:
    """Calls of six turns each, every one different from the others."""
    said = sentences()
    for number in range(n_calls):
        turns = [f"{('Ana', 'Mike')[n % 2]}: {' '.join(rng.sample(said, 2))}" for n in range(6)]
        place = folder / f"call-{number:05}.txt"
        place.write_text("\n\n".join([f"Ana: This is call {number}.", *turns]), encoding="utf-8")


def add_command(folder: Path, archive: Path, *, with_models: bool) -> list[str]:
    """The command that is killed and repeated."""
    if with_models:
        return [sys.executable, "-m", "analyzer", "add", str(folder), "-a", str(archive)]
    return [sys.executable, __file__, "--work", str(folder), str(archive)]


def work(folder: Path, archive: Path) -> None:
    """Adds what is not known yet, with findings that are settled by the words."""
    digests = Digests()
    with Archive.open(archive, create=True) as store:
        for file in sorted(map(str, folder.iterdir())):
            if store.known_file(digests.of(file), made_with=MADE_WITH, path=file) is None:
                analysis = stood_in(read_session(file))
                store.add(analysis, passages=encoded(analysis))


def stood_in(session: Session) -> Analysis:
    """A sentence for each turn, an advice for each that the coach says, all in one exchange."""
    sentences = tuple(
        Sentence(turn=number, start=0, end=len(turn.text), move=Move.OTHER, score=0.5)
        for number, turn in enumerate(session.turns)
    )
    label = Label(category="urgency", score=0.75, source="model:none")
    return Analysis(
        session=session,
        sentences=sentences,
        exchanges=(Exchange(first=0, end=len(sentences)),),
        segments=(Segment(first=0, end=len(sentences), kind=SegmentKind.ADVICE, exchange=0),),
        advice=tuple(
            Advice(
                first=number,
                end=number + 1,
                exchange=0,
                labels=(label,),
                quote=Quote(turn=number, start=0, end=len(session.turns[number].text)),
            )
            for number in range(1, len(sentences), 2)
        ),
        made_with=MADE_WITH,
    )


def encoded(analysis: Analysis) -> EncodedPassages:
    """The passages, with vectors that are settled by their words."""
    passages = cut_passages(analysis)
    digests = [hashlib.sha384(text.encode()).digest() for text in passage_texts(analysis, passages)]
    vectors = np.frombuffer(b"".join(it * 8 for it in digests), dtype=np.int8)
    return EncodedPassages(
        encoder="digests 1", passages=passages, vectors=vectors.reshape(len(passages), -1)
    )


def added(archive: Path) -> int:
    """How many sessions are in an archive, also while it is written to."""
    if not archive.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{archive}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM sessions").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def add_with_kills(
    command: list[str], archive: Path, *, n_calls: int, n_kills: int, rng: random.Random
) -> int:
    """Adds the calls, killed so often; gives how many kills fell into the middle of adding."""
    n_hit = 0
    for kill in range(n_kills):
        before = added(archive)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # As far as leaves something to add after the last kill, then anywhere within a call.
        wanted = before + rng.randint(0, max(1, (n_calls - before) // (n_kills - kill + 1)))
        while process.poll() is None and added(archive) < wanted:
            time.sleep(0.005)
        time.sleep(rng.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        n_hit += process.wait() == -signal.SIGKILL
        print(f"\rkilled {kill + 1} times, {added(archive)} sessions", end="", file=sys.stderr)
    print(file=sys.stderr)
    subprocess.run(command, check=True)
    return n_hit


def rows_of(archive: Path) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """All rows of each table, turns without their meaningless keys, words as SQLite checks them."""
    with sqlite3.connect(archive) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute(
            "INSERT INTO turn_words (turn_words, rank) VALUES ('integrity-check', 1)"
        )
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'turn_words%' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
        ).fetchall()
        for (table,) in tables:
            rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - a table of the file
            yield table, sorted((row[1:] if table == "turns" else row for row in rows), key=repr)


def main() -> None:
    """Runs both ways and compares; ends with 1 where there is a difference."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--models", action="store_true")
    parser.add_argument("--record", action="store_true", help=f"write to {RESULTS.name}")
    parser.add_argument("--work", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(*given.work)
        return
    rng = random.Random(given.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "calls")
        folder.mkdir()
        write_calls(folder, n_calls=given.sessions, rng=rng)
        alone, killed = Path(scratch, "alone.db"), Path(scratch, "killed.db")
        started = time.perf_counter()
        subprocess.run(add_command(folder, alone, with_models=given.models), check=True)
        print(f"undisturbed: {time.perf_counter() - started:,.0f} s")
        n_hit = add_with_kills(
            add_command(folder, killed, with_models=given.models),
            killed,
            n_calls=given.sessions,
            n_kills=given.kills,
            rng=rng,
        )
        print(f"killed {n_hit} times of {given.kills} while it ran")
        tables = {
            table: (len(rows), rows == others)
            for (table, rows), (_, others) in zip(rows_of(alone), rows_of(killed), strict=True)
        }
    for table, (n_rows, is_same) in tables.items():
        print(f"{table:15} {n_rows:9,} rows {'same' if is_same else 'DIFFERENT'}")
    n_different = sum(not is_same for _, is_same in tables.values())
    if given.record:
        found = {
            "sessions": given.sessions,
            "kills": given.kills,
            "kills_while_it_ran": n_hit,
            "with_models": given.models,
            "rows": sum(n_rows for n_rows, _ in tables.values()),
            "tables_that_differ": n_different,
        }
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.exit(1 if n_different else 0)


if __name__ == "__main__":
    main()
