"""The README's tutorial on packs of one's own: every command is run, and prints what stands there.

Where it fails after a change that was meant, ``python benchmarks/readme_tutorial.py`` writes anew
what the commands print.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_tutorial_prints_what_the_readme_says() -> None:
    spec = importlib.util.spec_from_file_location(
        "readme_tutorial", ROOT / "benchmarks" / "readme_tutorial.py"
    )
    assert spec is not None
    assert spec.loader is not None
    tutorial = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tutorial)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    made = tutorial.with_outputs(readme)
    assert tutorial.without_scores(made) == tutorial.without_scores(readme)
    assert made.count("    $ analyzer ") == readme.count("    $ analyzer ") >= 6
