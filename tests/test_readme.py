"""The README is held to the code: each command and format stands in it, its scores are made."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from click import Context, Group

from analyzer.classify.card import load_cards
from analyzer.cli import main
from analyzer.records.pack_file import shipped_packs

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_stands_in_the_readme() -> None:
    missing = [name for name in main.list_commands(Context(main)) if f"`{name}`" not in README]

    assert missing == []


def test_every_shipped_pack_stands_in_the_readme() -> None:
    assert [name for name in shipped_packs() if f"`{name}`" not in README] == []


@pytest.mark.parametrize(
    ("script", "mark", "change"),
    [
        ("readme_scores", "BEGIN", "with_scores"),
        ("readme_commands", "BEGIN", "with_commands"),
        ("readme_formats", "BEGIN", "with_families"),
        ("readme_formats", "BEGIN_ALL", "with_formats"),
        ("readme_page", "BEGIN", "with_pages"),
        ("readme_targets", "BEGIN", "with_targets"),
    ],
)
def test_what_scripts_wrote_is_what_they_would_write_now(
    script: str, mark: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    module = importlib.import_module(script)
    home = importlib.import_module("readme_block").home_of(getattr(module, mark))
    page = home.read_text(encoding="utf-8")
    made = (load_cards(ROOT / "models"),) if script == "readme_scores" else ()
    assert getattr(module, change)(page, *made) == page


PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("[a-z]*/**/README.md"))
    if ".venv" not in path.parts
)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_and_option_shown_is_there(page: Path) -> None:
    """``analyzer COMMAND … --option`` in any page names a command and options that it takes."""
    wrong = []
    for line in re.findall(r"analyzer ([a-z][^`\n]*)", page.read_text(encoding="utf-8")):
        words = re.split(r"\s+#\s|[);,]", line)[0].split()
        command = main.get_command(Context(main), words[0]) if words else None
        if command is None:
            continue
        if isinstance(command, Group) and len(words) > 1:
            command = command.get_command(Context(command), words[1]) or command
        known = {it for one in command.params for it in (*one.opts, *one.secondary_opts)}
        known |= {"--help", "-h", "-"}
        wrong += [(line, it) for it in words if it.startswith("-") and it not in known]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_a_page_points_at_are_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
