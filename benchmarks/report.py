"""How long a report takes and how much memory, by kind and by size of the archive.

    python benchmarks/report.py FOLDER [--sizes 30 300 1000 10000] [--write]

The archives are those of ``benchmarks/big_archive.py``, kept in FOLDER from run to run. Each report
is written by a fresh process, so the times hold what a command takes: loading the package, reading
the archive, deciding what is said, drawing and setting it. ``--write`` keeps the table in
``benchmarks/results/report.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.big_archive import make_archive
from benchmarks.labelled_pieces import PACK

SIZES = (30, 300, 1_000, 10_000)
KINDS = ("themes", "page", "session", "client", "playbook")
RESULTS = Path(__file__).parent / "results" / "report.md"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def write(path: Path, kind: str) -> dict[str, float]:
    """Write one report; its pages, MB, seconds, those of the processor, and peak MB of memory."""
    start, cpu = time.perf_counter(), time.process_time()
    from analyzer.archive import Archive  # noqa: PLC0415 - loading counts
    from analyzer.records.pack_file import load_pack  # noqa: PLC0415
    from analyzer.report import write_report  # noqa: PLC0415
    from analyzer.report.kinds import ReportKind  # noqa: PLC0415

    pack = load_pack(PACK)
    with Archive.open(path) as archive, tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / ("report.html" if kind == "page" else "report.pdf")
        chosen, client = None, None
        if kind == "session":
            chosen = archive.chosen()[:1]
        elif kind == "client":
            client = busiest_client(name for one in archive.sessions() for name in one.clients)
            chosen = archive.chosen(client=client)
        meant = ReportKind.THEMES if kind == "page" else ReportKind(kind)
        write_report(archive, target, pack=pack, sessions=chosen, kind=meant, client=client)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        size, pages = target.stat().st_size, n_pages(target)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": cpu, "peak": peak, "size": size / 1e6, "pages": pages}


def busiest_client(names: Iterable[str]) -> str:
    """The client with most sessions, of these the first by name."""
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name))


def n_pages(path: Path) -> int:
    """Pages of a PDF; nought for a page of the web."""
    if path.suffix != ".pdf":
        return 0
    import pypdfium2  # noqa: PLC0415

    with pypdfium2.PdfDocument(path) as opened:
        return len(opened)


def measured(path: Path, kind: str) -> dict[str, float]:
    """The same of a fresh process with one thread for what counts in many."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.report", str(path), "--one", kind],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
        env=os.environ | ONE_THREAD,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measures each kind at each size and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the archives are kept")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--kinds", choices=KINDS, nargs="+", default=KINDS)
    parser.add_argument("--write", action="store_true", help="keep the table in results/")
    parser.add_argument("--one", choices=KINDS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one is not None:
        print(json.dumps(write(asked.folder, asked.one)))
        return
    machine = f"{os.cpu_count()} processors, {platform.system()}"
    lines = [
        f"Hours of 9,000 words; {machine}, Python {platform.python_version()}.",
        "",
        "| sessions | report | seconds | of the processor | peak MB | pages | file MB |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    print("\n".join(lines))
    for n_sessions in asked.sizes:
        path = make_archive(asked.folder / f"calls-{n_sessions}.db", n_sessions)
        for kind in asked.kinds:
            found = measured(path, kind)
            lines.append(
                f"| {n_sessions:,} | {kind} | {found['seconds']:.1f} | {found['cpu']:.1f} "
                f"| {found['peak']:,.0f} | {found['pages'] or ''} | {found['size']:.1f} |"
            )
            print(lines[-1], flush=True)
    if asked.write:
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
