"""How time, memory and file grow with an archive: 100, 1,000 and 10,000 sessions of an hour.

    python -m benchmarks.scale FOLDER [--sizes 100 1000 10000] [--report] [--add 4] [--record]

The archives are those of ``benchmarks/big_archive.py``: labelled sessions cut, shuffled and joined
to hours, kept in FOLDER from run to run. Each line is measured in a fresh process, whose peak of
memory it names; "at the start" is what such a process holds before it opens the archive.

``--add`` says how many hours of talk ``analyzer add`` is to analyse: into a new archive with one
process and with two, which tells how throughput grows, and into each of the archives, which tells
whether memory does; they are taken out again. Processor time is what to read on a machine that does
other things too. ``--record`` keeps what this run measured; what it did not measure stays.
"""

from __future__ import annotations

import argparse
import json
import os
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
from analyzer.aggregate.themes import KINDS, find_themes
from analyzer.archive import Archive
from analyzer.encoder import load_encoder
from analyzer.records import Pack
from analyzer.records.pack_file import load_pack
from analyzer.report import write_report
from analyzer.settings import resource_folder
from benchmarks.big_archive import an_hour, make_archive
from benchmarks.labelled_pieces import PACK, labelled_pieces
from benchmarks.speed import hour_long_call

RESULTS = Path(__file__).parent / "results" / "scale" / "scale.json"
SIZES = (100, 1_000, 10_000)
# Sessions added to measure what one more costs to keep.
MORE = 20
JOBS = (1, 2)
FEW = 2
Found = dict[str, float]


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


def measure_themes(path: Path, *, anew: bool) -> None:
    """The themes of problems and of advice: looked for, or as they were kept then."""
    encoder = load_encoder(resource_folder("models") / "encoder", threads=1)
    with Archive.open(path) as archive:
        for kind in KINDS:
            find_themes(archive, kind, encoder=encoder, anew=anew)


MEASURES: dict[str, Callable[[Path], None]] = {
    "at the start": measure_start,
    "tables and counts": measure_tables,
    "sentences of one session": measure_one_session,
    "all sentences": measure_sentences,
    "themes found": lambda path: measure_themes(path, anew=True),
    "themes as kept": lambda path: measure_themes(path, anew=False),
    "PDF": lambda path: measure_report(path, ".pdf"),
    "page": lambda path: measure_report(path, ".html"),
}
REPORTS = ("PDF", "page")


def measured(measure: str, path: Path) -> Found:
    """Seconds, seconds of the processor and the peak of memory in MB, of a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.scale", "--measure", measure, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    found: Found = json.loads(done.stdout)
    return found


def added(path: Path, *, n_sessions: int) -> Found:
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


def used_bytes(path: Path) -> int:
    """The size of an archive without the room that sessions taken out have left in it."""
    with Archive.open(path) as archive, archive.reading() as connection:
        size, n_pages, n_free = (
            int(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_size", "page_count", "freelist_count")
        )
    return size * (n_pages - n_free)


def throughput(n_hours: int) -> list[Found]:
    """What ``analyzer add`` takes for an hour of talk more, by the number of processes.

    Starting and loading fall out: it is the difference between all these hours and the first few.
    """
    rows = []
    with tempfile.TemporaryDirectory() as name:
        calls = [hour_long_call(Path(name), number=number) for number in range(FEW + n_hours)]
        for jobs in JOBS:
            few = add_command(calls[:FEW], Path(name) / f"few-{jobs}.db", jobs=jobs)
            whole = add_command(calls, Path(name) / f"{jobs}.db", jobs=jobs)
            rows.append(
                {
                    "jobs": jobs,
                    "cores": os.cpu_count() or 1,
                    "hours": n_hours,
                    "seconds": round((whole["seconds"] - few["seconds"]) / n_hours, 3),
                    "cpu": round((whole["cpu"] - few["cpu"]) / n_hours, 3),
                    "peak": round(whole["peak"]),
                }
            )
    return rows


def add_into(path: Path) -> Found:
    """Adding a few hours to an archive that is there, loading too; they are taken out again."""
    with tempfile.TemporaryDirectory() as name:
        calls = [hour_long_call(Path(name), number=number) for number in range(FEW)]
        with Archive.open(path) as archive:
            before = set(archive.chosen())
        found = add_command(calls, path, jobs=1)
        with Archive.open(path) as archive:
            for session_id in set(archive.chosen()) - before:
                archive.remove(session_id)
    return found


def add_command(calls: list[Path], archive: Path, *, jobs: int) -> Found:
    """Seconds, seconds of all processors, and the peak of the largest process in MB."""
    command = [sys.executable, "-m", "analyzer", "add", *map(str, calls), "-a", str(archive)]
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--jobs", str(jobs)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return {
        "seconds": time.perf_counter() - start,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss / 1024,
    }


def measure_archive(path: Path, n_sessions: int, *, report: bool, add: bool) -> dict[str, Found]:
    """A row for each measure of an archive; prints each as it is done."""
    rows: dict[str, Found] = {}

    def told(what: str, found: Found) -> None:
        rows[what] = {key: round(value, 3) for key, value in found.items()}
        numbers = (found["seconds"], found["cpu"], found.get("peak", float("nan")))
        print(f"{n_sessions:>8,}  {what:<26}{numbers[0]:9.2f}{numbers[1]:9.2f}{numbers[2]:9.0f}")

    told("one session kept", added(path, n_sessions=n_sessions))
    for measure in MEASURES:
        if report or measure not in REPORTS:
            told(measure, measured(measure, path))
    if add:
        told(f"{FEW} hours added", add_into(path))
    return rows


def record(sizes: dict[str, dict[str, object]], rows: list[Found]) -> None:
    """Writes what was measured in the place of what stood there."""
    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    archives = kept.get("archives", {})
    for size, its in sizes.items():
        archives[size] = {**archives.get(size, {}), **its}
    found = {"archives": archives, "throughput": rows or kept.get("throughput", [])}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Measures what was asked for and prints a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the archives are kept")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--report", action="store_true", help="write whole reports too")
    parser.add_argument("--add", type=int, default=0, metavar="HOURS", help="hours of talk to add")
    parser.add_argument("--record", action="store_true", help=f"write to {RESULTS.name}")
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
    rows = throughput(asked.add) if asked.add else []
    for it in rows:
        print(f"an hour by {it['jobs']} processes: {it['seconds']:.2f} s, {it['cpu']:.2f} of CPU")
    sizes: dict[str, dict[str, object]] = {}
    for n_sessions in asked.sizes:
        path = make_archive(asked.folder / f"calls-{n_sessions}.db", n_sessions)
        size = used_bytes(path) / 1e6
        print(f"{n_sessions:>8,}  file: {size:,.0f} MB")
        its = measure_archive(path, n_sessions, report=asked.report, add=asked.add > 0)
        sizes[str(n_sessions)] = {"file_mb": round(size), **its}
    if asked.record:
        record(sizes, rows)


if __name__ == "__main__":
    main()
