"""Runs the tutorial on packs of one's own and writes what the commands print into it.

$ python benchmarks/readme_tutorial.py           # rewrites the outputs
$ python benchmarks/readme_tutorial.py --check   # exits 1 where a command now prints other words

Scores may move by a little when models are made anew; with --check they are not compared.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from readme_block import home_of

BEGIN, END = "<!-- tutorial: my-sales.toml -->", "<!-- tutorial: end -->"
PART = re.compile(r"<!-- tutorial: (?P<name>\S+) -->\n(?P<body>.*?)(?=<!-- tutorial: )", re.DOTALL)
FENCED = re.compile(r"```\w+\n(.*?)```", re.DOTALL)
INDENT = "    "
SCORE = re.compile(r"\b[01]\.\d\d\b")


def with_outputs(page: str) -> str:
    """The page with every command of the tutorial followed by what it prints."""
    first, last = page.index(BEGIN), page.index(END)
    text = page[first : last + len(END)]
    with tempfile.TemporaryDirectory() as folder:
        made = PART.sub(lambda part: _part(part, Path(folder)), text)
    return page[:first] + made + page[last + len(END) :]


def _part(part: re.Match[str], folder: Path) -> str:
    name, body = part["name"], part["body"]
    if name == "run":
        shown = [line for line in body.splitlines() if line.startswith(INDENT)]
        commands = [line[len(INDENT) + 2 :] for line in shown if line.startswith(f"{INDENT}$ ")]
        rest = body[body.rindex(shown[-1]) + len(shown[-1]) :]
        printed = [line for command in commands for line in _ran(command, folder)]
        return "<!-- tutorial: run -->\n" + "\n".join(printed) + rest
    block = FENCED.search(body)
    if block is None:
        raise ValueError(f"part {name} of the tutorial has no block")
    if "." in name:
        (folder / name).write_text(block[1], encoding="utf-8")
    else:
        _add_to_category(folder / "my-sales.toml", name, block[1])
    return part[0]


def _add_to_category(file: Path, category: str, lines: str) -> None:
    """Puts lines under the definition of a category of the pack."""
    text = file.read_text(encoding="utf-8")
    place = text.index("\n", text.index("definition", text.index(f'id = "{category}"'))) + 1
    file.write_text(text[:place] + lines + text[place:], encoding="utf-8")


def _ran(command: str, folder: Path) -> list[str]:
    program, *arguments = command.split()
    if program != "analyzer":
        raise ValueError(f"the tutorial runs analyzer, and not {program}")
    ran = subprocess.run(
        [sys.executable, "-m", "analyzer", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    lines = [f"$ {command}", *ran.stdout.splitlines()]
    return [f"{INDENT}{line}".rstrip() for line in lines]


def without_scores(text: str) -> str:
    """The text with every score written as a dot: models made anew move them a little."""
    return SCORE.sub("·", text)


def main() -> int:
    """Rewrites or checks the page; returns the exit code."""
    path = home_of(BEGIN)
    old = path.read_text(encoding="utf-8")
    new = with_outputs(old)
    if "--check" in sys.argv[1:]:
        same = without_scores(old) == without_scores(new)
        print("the tutorial is", "up to date" if same else "out of date")
        return int(not same)
    path.write_text(new, encoding="utf-8", newline="\n")
    print("tutorial written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
