"""Draws the README's picture: three pages of the demonstration's theme summary, side by side.

$ python benchmarks/readme_picture.py out/themes.pdf .github/report.png
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from pypdfium2 import PdfDocument

WANTED = ("What stands out", "What is advised", "Words to say stand on cards")
SCALE = 1.25
GAP = 24
GREY = (225, 228, 232)


def main(pdf: Path, picture: Path) -> None:
    """Writes the picture; pages are found by what they say."""
    document = PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    numbers: list[int] = []
    for words in WANTED:
        numbers.append(
            next(n for n, text in enumerate(texts) if words in text and n not in numbers and n != 1)
        )
    pages = [document[number].render(scale=SCALE).to_pil() for number in numbers]
    width, height = pages[0].size
    size = (len(pages) * width + (len(pages) + 1) * GAP, height + 2 * GAP)
    sheet = Image.new("RGB", size, GREY)
    for place, page in enumerate(pages):
        sheet.paste(page, (GAP + place * (width + GAP), GAP))
    picture.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(200).save(picture, optimize=True)
    print(f"{picture}: pages {', '.join(str(number + 1) for number in numbers)} of {pdf}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
