"""Starts writers and kills them in the middle, over and over, and looks at what each has left.

A writer does numbered steps, each settled by its number: it adds a session, adds it again as newer
models have it, takes it out, or compacts the archive. It reports each step that is done. After its
death every session must be as the last step said to be done left it, or, of the one step that was
being done, as that would. Prints how many kills and steps there were.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

from analyzer.archive import Archive
from analyzer.archive.remains import Remains
from analyzer.errors import ArchiveError

N_SESSIONS = 8
COMPACTED_EACH = 21
MOST_STEPS = 4
LONGEST_S = 0.02


def _adder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("adder", Path(__file__).with_name("adder.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


adder = _adder()


def state_after(step: int) -> str | None:
    """The models of the session that a step was about, once it is done; None where it is out."""
    return ("sentences 1", "sentences 2", None)[step // N_SESSIONS % 3]


def take(archive: Archive, step: int) -> None:
    """Does a step, whether or not it was done before."""
    number, models = step % N_SESSIONS, state_after(step)
    if models is None:
        try:
            archive.remove(adder.numbered_analysis(number).session.id)
        except ArchiveError:
            assert archive.files(adder.numbered_analysis(number).session.id) == ()
    else:
        analysis = adder.numbered_analysis(number, models=models)
        archive.add(analysis, passages=adder.some_passages(analysis))
    if step % COMPACTED_EACH == 0:
        archive.compact()


def write(path: Path, step: int, told: int) -> None:
    """Does steps until it is killed, and tells of each that is done."""
    with Archive.open(path, create=True) as archive:
        # Many small checkpoints, so that kills fall into them too.
        archive._connection.execute("PRAGMA wal_autocheckpoint = 20")
        while True:
            take(archive, step)
            os.write(told, step.to_bytes(8, "big"))
            step += 1


def kill(work: Callable[[int], None], *, after_steps: int, after_s: float) -> list[int]:
    """The steps that a process said it had done before it was killed.

    It is killed so long after that many steps, wherever it is then.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            work(writing)
        finally:
            os._exit(1)
    os.close(writing)
    told = bytearray()
    while len(told) < 8 * after_steps and (part := os.read(reading, 8)):
        told += part
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the writer failed"
    while part := os.read(reading, 65_536):
        told += part
    os.close(reading)
    return [int.from_bytes(told[n : n + 8], "big") for n in range(0, len(told), 8)]


def look(path: Path, done: int) -> None:
    """Sees that every session is as the steps up to ``done`` left it, or one step further on."""
    expected: dict[int, set[str | None]] = {number: {None} for number in range(N_SESSIONS)}
    for step in range(max(0, done + 1 - 3 * N_SESSIONS), done + 1):
        expected[step % N_SESSIONS] = {state_after(step)}
    expected[(done + 1) % N_SESSIONS].add(state_after(done + 1))
    if not path.exists() or not path.stat().st_size:
        assert done < 0
        return
    try:
        remains = Remains(path)
    except ArchiveError:
        assert done < 0, "the archive is gone"
        return
    with remains:
        assert remains.damage() == (), remains.damage()
        kept = {}
        for key in remains.session_ids():
            session, fault = remains.session(key)
            assert fault is None, fault
            assert session is not None
            number = int((session.analysis.session.title or "").removeprefix("Call "))
            models = session.analysis.made_with.models
            assert session.analysis == adder.numbered_analysis(number, models=models)
            assert session.passages is not None
            kept[number] = models
    for number, states in expected.items():
        assert kept.get(number) in states, (number, kept.get(number), states, done)


def kill_writers(path: Path, *, n_kills: int, rng: random.Random) -> int:
    """Kills so many writers; gives how many steps they did together."""
    done = -1
    for _ in range(n_kills):
        told = kill(
            partial(write, path, done + 1),
            after_steps=rng.randint(0, MOST_STEPS),
            after_s=rng.uniform(0, LONGEST_S),
        )
        done = told[-1] if told else done
        look(path, done)
    with Archive.open(path, create=True) as archive:
        for step in range(done + 1, done + 1 + 3 * N_SESSIONS):
            take(archive, step)
            done = step
    look(path, done)
    return done + 1


def kill_upgrades(old: Path, path: Path, *, n_kills: int, rng: random.Random) -> int:
    """Kills processes that bring an archive up to date; gives how many had done it by then."""

    def upgrade(_: int) -> None:
        Archive.open(path).close()
        os._exit(0)

    with Archive.open(shutil.copyfile(old, path.with_name("whole.db"))) as archive:
        analyses = list(archive.analyses())
    n_upgraded = 0
    for _ in range(n_kills):
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
        shutil.copyfile(old, path)
        kill(upgrade, after_steps=0, after_s=rng.uniform(0, LONGEST_S))
        with Remains(path) as remains:
            assert remains.damage() == ()
            n_upgraded += remains.version > 1
        with Archive.open(path) as archive:
            assert list(archive.analyses()) == analyses
        with Remains(path) as remains:
            assert all(remains.session(key)[1] is None for key in remains.session_ids())
    return n_upgraded


def main() -> None:
    """Kills as often as it is told to."""
    what, path, n_kills, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    rng = random.Random(seed)  # noqa: S311 - no secret
    if what == "writers":
        n = kill_writers(path, n_kills=n_kills, rng=rng)
    else:
        n = kill_upgrades(Path(what), path, n_kills=n_kills, rng=rng)
    sys.stdout.write(json.dumps({"kills": n_kills, "done": n}))


if __name__ == "__main__":
    main()
