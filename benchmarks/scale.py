"""How time, memory and file grow with an archive: 100, 1,000 and 10,000 sessions of an hour.

    python benchmarks/scale.py FOLDER [--sizes 100 1000 10000] [--report]

The archives are those of ``benchmarks/big_archive.py``: labelled sessions cut, shuffled and joined
to hours, kept in FOLDER from run to run. Each line is measured in a fresh process, whose peak of
memory it names; "at the start" is what such a process holds before it opens the archive.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from analyzer.aggregate import (
    Tables,
    advice_by_problem,
    advice_counts,
    advice_over_time,
    client_journeys,
    joined_names,
    problem_counts,
    problems_over_time,
    read_tables,
    talk_by_role,
    uptake_by_advice,
)
from analyzer.archive import Archive
from analyzer.records import Pack
from analyzer.records.pack_file import load_pack
from analyzer.report import write_report
from benchmarks.big_archive import an_hour, make_archive
from benchmarks.labelled_pieces import PACK, labelled_pieces

SIZES = (100, 1_000, 10_000)
# Sessions added to measure what one more costs.
MORE = 20


def count_all(tables: Tables, pack: Pack) -> None:
    """Every count that a report or a notebook asks for."""
    advice_counts(tables, pack=pack)
    problem_counts(tables, pack=pack)
    advice_by_problem(tables)
    uptake_by_advice(tables)
    advice_over_time(tables)
    problems_over_time(tables)
    talk_by_role(tables)
    client_journeys(tables)
    joined_names(tables)


def measure_start(path: Path) -> None:
    """Nothing but what the others import and open."""
    with Archive.open(path):
        load_pack(PACK)


def measure_tables(path: Path) -> None:
    """The tables of all findings, and all counts of them."""
    pack = load_pack(PACK)
    with Archive.open(path) as archive:
        count_all(read_tables(archive, pack=pack), pack)


def measure_one_session(path: Path) -> None:
    """The sentences of one session, out of the tables of all."""
    pack = load_pack(PACK)
    with Archive.open(path) as archive:
        tables = read_tables(archive, pack=pack, sessions=archive.chosen()[:1])
    assert len(tables.sentences)


def measure_sentences(path: Path) -> None:
    """The table of all sentences."""
    pack = load_pack(PACK)
    with Archive.open(path) as archive:
        assert len(read_tables(archive, pack=pack).sentences)


def measure_report(path: Path, ending: str) -> None:
    """A whole report."""
    with Archive.open(path) as archive, tempfile.TemporaryDirectory() as folder:
        write_report(archive, Path(folder) / f"report{ending}", pack=load_pack(PACK))


MEASURES: dict[str, Callable[[Path], None]] = {
    "at the start": measure_start,
    "tables and counts": measure_tables,
    "sentences of one session": measure_one_session,
    "all sentences": measure_sentences,
    "PDF": lambda path: measure_report(path, ".pdf"),
    "page": lambda path: measure_report(path, ".html"),
}
REPORTS = ("PDF", "page")


def measured(measure: str, path: Path) -> dict[str, float]:
    """Seconds, seconds of the processor and the peak of memory in MB, of a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.scale", "--measure", measure, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def added(path: Path, *, n_sessions: int) -> dict[str, float]:
    """What one more session costs, added to an archive of this size; it is taken out again."""
    pieces = labelled_pieces(path.parent)
    hours = [an_hour(pieces, 10_000_000 + number, seed=0) for number in range(MORE)]
    with Archive.open(path, create=True) as archive:
        start, cpu = time.perf_counter(), time.process_time()
        for analysis, passages in hours:
            archive.add(analysis, passages=passages)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        for analysis, _ in hours:
            archive.remove(analysis.session.id)
        assert len(archive.sessions()) == n_sessions
    return {"seconds": seconds / MORE, "cpu": cpu / MORE}


def main() -> None:
    """Measures what was asked for and prints a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the archives are kept")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--report", action="store_true", help="write whole reports too")
    parser.add_argument("--measure", choices=tuple(MEASURES), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure is not None:
        start, cpu = time.perf_counter(), time.process_time()
        MEASURES[asked.measure](asked.folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "cpu": time.process_time() - cpu, "peak": peak}))
        return
    print(f"{'sessions':>8}  {'what':<26}{'seconds':>9}{'of CPU':>9}{'peak MB':>9}")
    for n_sessions in asked.sizes:
        path = make_archive(asked.folder / f"calls-{n_sessions}.db", n_sessions)
        print(f"{n_sessions:>8,}  file: {path.stat().st_size / 1e6:,.0f} MB")
        one = added(path, n_sessions=n_sessions)
        print(f"{n_sessions:>8,}  {'one session added':<26}{one['seconds']:9.3f}{one['cpu']:9.3f}")
        for measure in MEASURES:
            if measure in REPORTS and not asked.report:
                continue
            found = measured(measure, path)
            print(
                f"{n_sessions:>8,}  {measure:<26}{found['seconds']:9.2f}{found['cpu']:9.2f}"
                f"{found['peak']:9.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
