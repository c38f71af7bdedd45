"""Whether any speaker of the labelled sessions is named in what is handed on with ``--anonymous``.

    python benchmarks/leaks.py [--archive CALLS.db] [--keep FOLDER] [--write]

All sessions of ``data/labelled`` are added to an archive, as a user adds them, and reported and
exported with ``--anonymous``: PDF and page of the themes, a playbook, a report of a session and of
a client, and each target of ``analyzer export``. Then

- the leak check of the product (``analyzer redact --check``) looks through every file;
- the text of every file is looked through once more without any rule of the product: for every
  whole label, and every word of a label, that stands there as it was written. A word that stands
  in small letters elsewhere in the sessions ("Host", "Rose") can stand there rightly: those are
  counted apart and listed with ``--show``.

``--archive`` takes one that was made before, ``--keep`` leaves the files in a folder, ``--write``
writes the counts to ``benchmarks/results/privacy/leaks.json``.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analyzer.archive import Archive
from analyzer.export import targets
from analyzer.privacy import redactor_for
from analyzer.privacy.leaks import find_leaks, texts_in
from analyzer.privacy.people import names_somebody

HERE = Path(__file__).resolve().parent
LABELLED = HERE.parent / "data" / "labelled"
RESULT = HERE / "results" / "privacy" / "leaks.json"
# Titles stay: "Mrs Client 4".
_TITLES = {"Mrs", "Miss", "Doctor", "Prof", "Professor", "Sir", "Rev", "Coach"}
_WORD = re.compile(r"[^\W\d_]{3,}(?:[-’'][^\W\d_]+)*")


def run(*arguments: str | Path) -> None:
    """One command of the product, as a user gives it."""
    command = [sys.executable, "-m", "analyzer", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def write_all(archive: Path, folder: Path) -> None:
    """Every kind of report and every target, of all sessions."""
    with Archive.open(archive) as store:
        sessions = store.sessions()
    session = sessions[len(sessions) // 2].id
    client = next(name for it in sessions for name in it.clients if names_somebody(name))
    for name, more in (
        ("themes.pdf", ()),
        ("page.html", ()),
        ("playbook.pdf", ("--kind", "playbook")),
        ("session.pdf", ("--kind", "session", "--session", session)),
        ("client.pdf", ("--kind", "client", "--client", client)),
    ):
        run("report", "-a", archive, "-o", folder / name, "--anonymous", *more)
    for target in targets():
        place = folder / f"{target.name}{target.suffix or ''}"
        run("export", "-a", archive, "--to", target.name, "-o", place, "--anonymous")


def labels_of(archive: Path) -> tuple[set[str], set[str], set[str]]:
    """Whole labels that name somebody, their words, and those words that can be other words."""
    whole: set[str] = set()
    small: Counter[str] = Counter()
    with Archive.open(archive) as store:
        for it in store.sessions():
            session = store.analysis(it.id).session
            whole |= {one for s in session.speakers for one in (s.name, s.label) if one}
            for turn in session.turns:
                small.update(word for word in _WORD.findall(turn.text) if word.islower())
    whole = {it for it in whole if names_somebody(it)}
    words = {word for it in whole for word in _WORD.findall(it) if word[:1].isupper()} - _TITLES
    return whole, words, {word for word in words if small[word.lower()]}


def standing(texts: Iterable[str], wanted: set[str]) -> Iterator[str]:
    """Those of the words wanted that stand in the texts, once for each place."""
    for text in texts:
        yield from (word for word in _WORD.findall(text) if word in wanted)


def files_in(folder: Path) -> list[Path]:
    """All files, in order."""
    return sorted(it for it in folder.rglob("*") if it.is_file())


def look(folder: Path, archive: Path, *, show: bool) -> dict[str, object]:
    """What the leak check says, and what a look without rules says."""
    with Archive.open(archive) as store:
        redactor = redactor_for(store)
        n_sessions = len(store.sessions())
    check = find_leaks([folder], redactor)
    whole, words, others = labels_of(archive)
    left: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    for path in files_in(folder):
        if str(path) in check.unread:
            continue
        texts = [text for _, text in texts_in(path)]
        left.update(standing(texts, words))
        joined = "\n".join(texts)
        labels.update(it for it in whole if " " in it and it in joined)
    names = {word: n for word, n in left.items() if word not in others}
    if show:
        for leak in check.leaks:
            print("leak", leak)
        print("names", names)
        print("labels", dict(labels))
        print("other words too", {word: n for word, n in left.items() if word in others})
    return {
        "sessions": n_sessions,
        "files": len(check.files),
        "files not read": list(check.unread),
        "leaks by the check": len(check.leaks),
        "labels of speakers": len(whole),
        "whole labels of several words left": sorted(labels),
        "words of labels": len(words),
        "words of labels left that are no other words": names,
        "words of labels left that are other words too": len(set(left) & others),
    }


def made(asked: argparse.Namespace, folder: Path) -> Path:
    """The archive asked for, or one of all labelled sessions."""
    if asked.archive is not None:
        return Path(asked.archive)
    archive = folder / "calls.db"
    run("add", LABELLED, "-a", archive)
    return archive


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes everything, looks through it, prints and writes the counts."""
    parser = argparse.ArgumentParser(description="looks for names in what is handed on")
    parser.add_argument("--archive", help="an archive of the labelled sessions made before")
    parser.add_argument("--keep", type=Path, help="a new folder for what is written")
    parser.add_argument("--show", action="store_true", help="list what is left")
    parser.add_argument("--write", action="store_true", help="write the counts")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        archive = made(asked, Path(temporary))
        folder = asked.keep or Path(temporary, "handed-on")
        if not folder.exists():
            folder.mkdir()
            write_all(archive, folder)
        result = look(folder, archive, show=asked.show)
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    if asked.write:
        RESULT.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
