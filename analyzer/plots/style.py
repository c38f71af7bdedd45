"""Colours of every figure, report and notebook, in one place; nothing here draws.

The colours keep their order of lightness, so a page printed in grey says the same, and no two that
must be told apart differ by red against green alone.
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "#1b1f24"
QUIET = "#5d6670"
RULE = "#cdd3d9"
WASH = "#e9edf0"
PAPER = "#ffffff"
# Words on a pale bar; not quite INK, so that a dark page can turn INK light and leave these.
ON_PALE = "#1a1e23"
ACCENT = "#1f5673"
WARN = "#9a3b16"
SAND = "#d08a4b"

# Beside what the model cards say not to rely on.
MARK = "†"

# From "hardly" to "much": one hue, evenly darker. A count of nought stays paper.
STEPS = ("#e3edf2", "#bcd3df", "#8cb3c7", "#5489a5", "#1f5673")

# The same roles on a dark page.
DARK = {
    INK: "#e6e9ec",
    QUIET: "#a3adb7",
    RULE: "#3a434c",
    WASH: "#252c33",
    PAPER: "#14181c",
    ACCENT: "#86bcd8",
    WARN: "#f0a07c",
}
DARK_STEPS = ("#1d2f3a", "#27485a", "#366a85", "#4f93b5", "#86bcd8")

# Strongest answer first, in the order of UptakeKind.
UPTAKE_COLOURS = (ACCENT, SAND, "#e9c9a5", "#8cb3c7", "#e9edf0")

# Lines and points that must be told apart: by lightness first, in even steps from dark to pale.
LINES = ("#15263a", "#8a2f12", "#2f7697", "#c98a3c", "#93bfd3")
DARK_LINES = ("#f1f4f6", "#a4cfe4", "#d9a04f", "#cf6a45", "#3b6c8a")
# A mark for each line, so that colour is never all that tells them apart.
MARKERS = ("o", "s", "D", "^", "v")


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one figure, by what they are for; ``steps`` run from hardly to much."""

    ink: str
    quiet: str
    rule: str
    wash: str
    paper: str
    accent: str
    warn: str
    sand: str
    steps: tuple[str, ...]
    lines: tuple[str, ...]


LIGHT_PALETTE = Palette(
    ink=INK,
    quiet=QUIET,
    rule=RULE,
    wash=WASH,
    paper=PAPER,
    accent=ACCENT,
    warn=WARN,
    sand=SAND,
    steps=STEPS,
    lines=LINES,
)
DARK_PALETTE = Palette(
    ink=DARK[INK],
    quiet=DARK[QUIET],
    rule=DARK[RULE],
    wash=DARK[WASH],
    paper=DARK[PAPER],
    accent=DARK[ACCENT],
    warn=DARK[WARN],
    sand=SAND,
    steps=DARK_STEPS,
    lines=DARK_LINES,
)
