"""Colours of every figure, report and notebook, in one place; nothing here draws.

The colours keep their order of lightness, so a page printed in grey says the same, and no two that
must be told apart differ by red against green alone.
"""

from __future__ import annotations

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
