"""Feeds spoilt files to every reader, for as long as it is let, and keeps those that break one.

    python benchmarks/fuzz_readers.py [--minutes 10] [--seed 1] [--out FOLDER] [--reader NAME]
    python benchmarks/fuzz_readers.py --again FILE...      # once more what was kept

Every file under ``tests/read/files`` is cut, doubled, spliced with others, flipped in its bits, its
JSON and its zip parts spoilt, and read by content and by every reader by name. A reader may refuse
it with an AnalyzerError and must not do anything else: no other exception, no session without
turns, no second reading unlike the first, no more than ten seconds of processor time for 60 kB.
What breaks one is saved with its traceback, one file a fault; exits 1 if there is any. Where
atheris is installed (pip install atheris), ``--atheris`` lets it choose the changes by coverage.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analyzer.errors import AnalyzerError  # noqa: E402 - the checkout's own
from analyzer.read import FORMATS, read_bytes  # noqa: E402
from tests.read.cpu_limit import TooLong, cpu_limit  # noqa: E402
from tests.read.mutations import Chance, mutated  # noqa: E402

FILES = ROOT / "tests" / "read" / "files"
MOST_SECONDS = 10.0
BY_CONTENT = "by content"


@dataclass(slots=True, kw_only=True)
class Found:
    """What was tried and what broke: faults by reader and place, the first of each saved."""

    folder: Path
    n_files: int = 0
    n_read: Counter[str] = field(default_factory=Counter)
    n_refused: Counter[str] = field(default_factory=Counter)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)

    def keep(self, content: bytes, *, reader: str, fault: str, told: str) -> None:
        """Count a fault; the first of its kind is saved and printed."""
        self.faults[reader, fault] += 1
        if self.faults[reader, fault] > 1:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{reader.replace(' ', '-')}-{hashlib.sha256(content).hexdigest()[:8]}"
        path.with_suffix(".bin").write_bytes(content)
        path.with_suffix(".txt").write_text(told, encoding="utf-8", errors="replace")
        print(f"{reader}: {fault}\n    {path.with_suffix('.bin')}", flush=True)


def fixtures() -> list[bytes]:
    """The files that readers are tested with, those that say what is expected left out."""
    return [
        path.read_bytes()
        for path in sorted(FILES.glob("*/*"))
        if path.is_file() and (path.suffix != ".json" or not Path(path.stem).suffix)
    ]


def try_readers(content: bytes, found: Found, *, names: Sequence[str]) -> None:
    """Read the bytes by content and by the readers named; what breaks one goes to ``found``."""
    found.n_files += 1
    for name in (BY_CONTENT, *names):
        fault, told = "", ""
        try:
            with cpu_limit(MOST_SECONDS):
                session = read_bytes(
                    content, path="spoilt", format=None if name == BY_CONTENT else name
                )
                if not session.turns:
                    fault = "a session without turns"
                elif name == BY_CONTENT and session != read_bytes(content, path="spoilt"):
                    fault = "read twice, it is another session"
            found.n_read[name] += 1
        except AnalyzerError as error:
            found.n_refused[name] += 1
            str(error).encode()  # a message must be printable
        except TooLong:
            told = traceback.format_exc()
            fault = f"more than {MOST_SECONDS:g} s in {_place()}"
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            told = traceback.format_exc()
            fault = f"{type(error).__name__} in {_place()}"
        if fault:
            found.keep(content, reader=name, fault=fault, told=told or fault)


def _place() -> str:
    """Where in the package the exception being handled arose."""
    frames = traceback.extract_tb(sys.exc_info()[2])
    own = [one for one in frames if "/analyzer/" in one.filename] or list(frames)
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}"


def spoilt_files(chance: Chance) -> Iterator[bytes]:
    """Spoilt files without end, the same for the same seed."""
    good = fixtures()
    while True:
        yield mutated(chance.choice(good), chance, good)


def run_atheris(found: Found, *, names: Sequence[str], seed: int) -> None:
    """Let atheris change the files by what code they reach; it ends the process itself."""
    import atheris  # noqa: PLC0415 - not a dependency

    atheris.instrument_all()
    corpus = found.folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(fixtures()):
        (corpus / str(number)).write_bytes(content)
    atheris.Setup(
        [sys.argv[0], f"-seed={seed}", str(corpus)],
        lambda content: try_readers(content, found, names=names),
    )
    atheris.Fuzz()


def main() -> int:
    """Prints each fault as it is found, and at the end what was tried; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--minutes", type=float, default=1.0)
    add("--seed", type=int, default=1)
    add("--out", type=Path, default=ROOT / "out" / "fuzz", help="folder for what breaks a reader")
    add("--reader", action="append", help="only this reader by name; may be given more than once")
    add("--again", type=Path, nargs="+", help="read these files once more, and no others")
    add("--atheris", action="store_true", help="choose the changes by coverage")
    given = parser.parse_args()
    names = given.reader or [reader.name for reader in FORMATS]
    found = Found(folder=given.out)
    if given.atheris:
        if importlib.util.find_spec("atheris") is None:
            parser.error("atheris is not installed: pip install atheris")
        run_atheris(found, names=names, seed=given.seed)
    ends = time.monotonic() + 60 * given.minutes
    chance = random.Random(given.seed)  # noqa: S311 - no secret hangs on it
    for content in (path.read_bytes() for path in given.again or ()):
        try_readers(content, found, names=names)
    for content in () if given.again else spoilt_files(chance):
        try_readers(content, found, names=names)
        if time.monotonic() > ends:
            break
    print(
        f"{found.n_files} files, {sum(found.n_read.values())} readings,"
        f" {sum(found.n_refused.values())} refusals, {len(found.faults)} different faults"
    )
    for (reader, fault), count in found.faults.most_common():
        print(f"  {count:5d}  {reader}: {fault}")
    return int(bool(found.faults))


if __name__ == "__main__":
    sys.exit(main())
