"""Type, paper and measures of every report; its colours are those of ``analyzer.plots.style``."""

from __future__ import annotations

from enum import StrEnum

SERIF = "Libertinus Serif"

# The faces inside the Typst wheel and beside matplotlib. DejaVu Sans brings Greek, Cyrillic,
# Hebrew, Arabic and symbols.
FACES = (SERIF, "New Computer Modern", "DejaVu Sans")

# Beside matplotlib too: a box for every letter there is. The reader sees what is missing, and the
# words can still be copied.
LAST_FACE = "Last Resort High-Efficiency"

DO_NOT_RELY = "do not rely on"

# In points: the white on both sides of a page, the column for what is said about a thing, the gap
# between it and the column of the words that prove it.
MARGIN = 68.0
MARGIN_COLUMN = 130.4
COLUMN_GAP = 22.6


class Paper(StrEnum):
    """The paper a PDF is set on, by its name in Typst; figures are drawn to the width of its text.

    >>> Paper.A4.text_width, Paper.LETTER.text_width
    (459.28, 476.0)
    """

    A4 = "a4"
    LETTER = "us-letter"

    @property
    def width(self) -> float:
        """Width of the sheet in points."""
        return 595.28 if self is Paper.A4 else 612.0

    @property
    def text_width(self) -> float:
        """Width of the text in points: the sheet less its margins."""
        return round(self.width - 2 * MARGIN, 2)

    @property
    def quote_width(self) -> float:
        """Width in points of the column that quotations stand in, beside what is said of them."""
        return round(self.text_width - MARGIN_COLUMN - COLUMN_GAP, 2)
