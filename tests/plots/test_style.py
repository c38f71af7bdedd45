"""Colours hold up in grey and for the colour-blind, as simulated after Machado et al. (2009)."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
import pytest

from analyzer.plots import style

Matrix = npt.NDArray[np.float64]
# Full severity; rows give red, green and blue as seen.
SIGHT: dict[str, list[list[float]]] = {
    "full": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "no red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# In CIELAB; 2.3 is just noticeable.
APART = 12.0
LIGHTER = 7.0


def seen(colour: str, sight: str) -> Matrix:
    """A colour in CIELAB, as somebody with this sight sees it."""
    code = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    felt = np.clip(np.array(SIGHT[sight]) @ linear, 0, 1)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ felt / np.array([0.9505, 1.0, 1.089])
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("lines", [style.LINES, style.DARK_LINES], ids=["light", "dark"])
def test_lines_are_told_apart_whatever_one_sees(lines: tuple[str, ...], sight: str) -> None:
    for one, other in combinations(lines, 2):
        assert np.linalg.norm(seen(one, sight) - seen(other, sight)) > APART


@pytest.mark.parametrize("lines", [style.LINES, style.DARK_LINES], ids=["light", "dark"])
def test_lines_run_evenly_from_dark_to_pale_or_back_in_grey(lines: tuple[str, ...]) -> None:
    lightness = [seen(colour, "full")[0] for colour in lines]
    steps = [after - before for before, after in pairwise(lightness)]
    assert all(abs(step) > LIGHTER for step in steps)
    assert len({step > 0 for step in steps}) == 1


@pytest.mark.parametrize("sight", SIGHT)
def test_the_steps_of_a_heat_map_grow_darker_whatever_one_sees(sight: str) -> None:
    lightness = [seen(colour, sight)[0] for colour in style.STEPS]
    assert all(before - after > LIGHTER for before, after in pairwise(lightness))
    dark = [seen(colour, sight)[0] for colour in style.DARK_STEPS]
    assert all(after - before > LIGHTER for before, after in pairwise(dark))


@pytest.mark.parametrize(
    "palette", [style.LIGHT_PALETTE, style.DARK_PALETTE], ids=["light", "dark"]
)
def test_words_stand_out_from_the_paper(palette: style.Palette) -> None:
    for words in (palette.ink, palette.quiet):
        assert abs(seen(words, "full")[0] - seen(palette.paper, "full")[0]) > 50


def test_every_line_has_a_mark_of_its_own() -> None:
    assert len(set(style.MARKERS)) == len(style.MARKERS) == len(style.LINES)
