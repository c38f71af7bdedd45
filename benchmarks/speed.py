"""How long the things a user waits for take: help, one call from a cold start, an hour's call.

    python benchmarks/speed.py [--runs 5]

Each line is the median over fresh processes, in seconds, and as a ratio to starting Python alone,
which is steadier than seconds across machines.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analyzer.settings import resource_folder

WORDS_AN_HOUR = 9_000


def hour_long_call(folder: Path) -> Path:
    """A call of about an hour: the talk of a sample call, said over until it is long enough."""
    lines = (resource_folder("samples") / "2024-05-14-imani-clarke.txt").read_text("utf-8")
    talk = [line for line in lines.splitlines() if line.startswith(("Nora:", "Imani:"))]
    words = 0
    long: list[str] = []
    while words < WORDS_AN_HOUR:
        line = talk[len(long) % len(talk)]
        long.append(line)
        words += len(line.split())
    path = folder / "hour.txt"
    path.write_text("\n\n".join(long), encoding="utf-8")
    return path


def median_seconds(command: list[str], *, runs: int) -> float:
    """Median wall time of a command over fresh processes."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Prints one line a claim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    analyzer = [sys.executable, "-m", "analyzer"]
    call = str(resource_folder("samples") / "2024-05-14-imani-clarke.txt")
    with tempfile.TemporaryDirectory() as folder:
        hour = str(hour_long_call(Path(folder)))
        cases = {
            "python alone": [sys.executable, "-c", "pass"],
            "analyzer --help": [*analyzer, "--help"],
            "one published call, cold": [*analyzer, "analyze", call, "--json"],
            "an hour's call, cold": [*analyzer, "analyze", hour, "--json"],
        }
        base = 0.0
        for name, command in cases.items():
            seconds = median_seconds(command, runs=runs)
            base = base or seconds
            print(f"{name:28s} {seconds:7.2f} s   {seconds / base:6.1f} x python alone")


if __name__ == "__main__":
    main()
