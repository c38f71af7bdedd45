"""Type and measures of every report; its colours are those of ``analyzer.plots.style``."""

from __future__ import annotations

SERIF = "Libertinus Serif"

# The faces inside the Typst wheel and beside matplotlib. DejaVu Sans brings Greek, Cyrillic,
# Hebrew, Arabic and symbols.
FACES = (SERIF, "New Computer Modern", "DejaVu Sans")

# Beside matplotlib too: a box for every letter there is. The reader sees what is missing, and the
# words can still be copied.
LAST_FACE = "Last Resort High-Efficiency"

MARK = "†"
DO_NOT_RELY = "do not rely on"

# Width of the text block of the PDF in points, to which charts are drawn: 210 mm less margins.
TEXT_WIDTH = 459.0
