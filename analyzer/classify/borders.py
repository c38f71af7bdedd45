"""Where sentences begin in talk written down without marks and capitals.

A linear model over the words around each gap between two words, and the likeliest whole way of
cutting: sentence lengths have a say, so that neither crumbs nor endless sentences come out. Terms
are hashed, and all gaps of a talk are scored at once as whole numbers in arrays, since a talk has
many thousands of them.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.store import CARD, Stored, damaged, load_parts, part_of, store_parts
from analyzer.encoder import read_record
from analyzer.errors import ModelError
from analyzer.records.scores import Matrix

SPLITTER = "splitter"
BITS = 22
# No sentence that the model makes is longer, in words.
LONGEST = 80
# So many of a stretch's words belong to the end that is known, and so much is left at the least.
ENDING, LEAST_LEFT = 6, 0.05
MARGIN = 4
# In the vocabulary, the number of a word's kind; words this common are also known as themselves.
COMMON = 1000
REMAKE = "Make it again with 'make splitter', or install analyzer anew."

Words = npt.NDArray[np.uint64]
# What is looked at: words (w), words where common and else their kind (c), kinds (t) and endings
# (s), each at places counted from the gap: 0 is the word before it, 1 the one after.
TERMS: tuple[tuple[tuple[str, int], ...], ...] = (
    *((("w", place),) for place in (-2, -1, 0, 1, 2, 3)),
    *((("w", place), ("w", place + 1)) for place in (-1, 0, 1, 2)),
    (("w", 0), ("w", 2)),
    (("w", -1), ("w", 1)),
    (("w", 0), ("w", 1), ("w", 2)),
    (("w", 1), ("w", 2), ("w", 3)),
    (("w", -1), ("w", 0), ("w", 1)),
    (("s", 0), ("s", 1)),
    *((("t", place),) for place in (0, 1)),
    (("w", 0), ("t", 1)),
    (("t", 0), ("w", 1)),
    (("c", 0), ("c", 1)),
    (("c", -1), ("c", 0), ("c", 1)),
    (("c", 0), ("c", 1), ("c", 2)),
    (("c", 1), ("c", 2), ("c", 3)),
    (("c", -2), ("c", -1), ("c", 0)),
    (("c", -1), ("c", 0), ("c", 1), ("c", 2)),
    (("t", -1), ("t", 0), ("t", 1), ("t", 2)),
    (("t", 1), ("t", 2), ("t", 3), ("t", 4)),
    (("t", -3), ("t", -2), ("t", -1), ("t", 0)),
)
FACTOR = np.uint64(0x9E3779B97F4A7C15)
SHIFT = np.uint64(29)
_AROUND = re.compile(r"^[^\w$£€&]+|[^\w%]+$")
_DIGIT = re.compile(r"\d")


def plain_word(word: str) -> str:
    """A word as recognisers write it, without marks around it, each digit as 0.

    >>> [plain_word(word) for word in ("“Don’t", "4:30,", "–")]
    ["don't", '0:00', '']
    """
    bare = _AROUND.sub("", word.lower().replace("’", "'").replace("‘", "'"))
    return _DIGIT.sub("0", bare)


@dataclass(frozen=True, slots=True, kw_only=True)
class Borders:
    """The model: ``words`` knows kinds of words, ``gaps`` weighs terms, ``lengths`` how long.

    ``gaps.weights`` has shape (1, 2 ** 22), ``lengths.weights`` (1, 80): what a sentence of one,
    two, … words adds.
    """

    name: str
    words: Vocabulary
    gaps: LinearModel
    lengths: LinearModel

    def borders(self, talk: Sequence[Sequence[str]]) -> list[list[int]]:
        """For each stretch of words, the numbers of those that begin a sentence; 0 is left out.

        Nothing is known of one stretch while another is cut.
        """
        scores = self.scores(talk)
        lengths = self.lengths.weights[0].astype(np.float64)
        return [best_cut(part + _fewer_inside(len(part) + 1), lengths) for part in scores]

    def scores(self, talk: Sequence[Sequence[str]]) -> list[Matrix]:
        """For each stretch of n words the n - 1 log odds that a sentence ends after them."""
        columns, places = gap_columns(talk, words=self.words)
        found = self.gaps.weights[0][columns].sum(axis=1, dtype=np.float64) + self.gaps.bias[0]
        return [found[first : first + count] for first, count in places]


def gap_columns(
    talk: Sequence[Sequence[str]], *, words: Vocabulary
) -> tuple[npt.NDArray[np.int64], list[tuple[int, int]]]:
    """The terms of all gaps, (n gaps, n terms), and first row and number of each stretch's gaps."""
    codes: dict[str, tuple[int, int, int, int]] = {"": (0, 0, 0, 0)}
    flat = [codes[""]] * MARGIN
    starts = []
    for part in talk:
        starts.append(len(flat))
        for word in part:
            code = codes.get(word)
            if code is None:
                code = codes[word] = _codes(plain_word(word), words)
            flat.append(code)
        flat.extend([codes[""]] * MARGIN)
    table = np.array(flat, dtype=np.uint64)
    at = np.concatenate(
        [np.arange(start, start + len(part) - 1) for start, part in zip(starts, talk, strict=True)]
        or [np.zeros(0, dtype=np.int64)]
    ).astype(np.int64)
    kinds = {kind: table[:, number] for number, kind in enumerate("wcts")}
    columns = np.empty((len(at), len(TERMS)), dtype=np.int64)
    seen = {(kind, place): kinds[kind][at + place] for kind, place in sorted(set(sum(TERMS, ())))}
    for number, term in enumerate(TERMS):
        columns[:, number] = _column(number, [seen[part] for part in term])
    counts = [max(0, len(part) - 1) for part in talk]
    firsts = np.cumsum([0, *counts[:-1]]).tolist() if counts else []
    return columns, list(zip(firsts, counts, strict=True))


def _codes(word: str, words: Vocabulary) -> tuple[int, int, int, int]:
    itself, ending = _code(word), _code("~" + word[-2:])
    column = words.columns.get(key_of(word))
    if column is None:
        kind = _code("~" + word[-3:])
        return itself, kind, kind, ending
    number = int(words.idf[column])
    kind = 1 + number % COMMON
    return itself, itself if number >= COMMON else kind, kind, ending


def _fewer_inside(n_words: int) -> float:
    """What a gap loses in a short stretch: its end is known, so that fewer borders are left."""
    return math.log(max(LEAST_LEFT, 1 - ENDING / max(1, n_words)))


def key_of(word: str) -> str:
    """What a plain word is called in the vocabulary, which holds no text of what it was made from.

    >>> key_of("so")
    '98c647eb'
    """
    return f"{_code(word):x}"


def _code(text: str) -> int:
    return zlib.crc32(text.encode(errors="replace")) + COMMON


def _column(number: int, parts: Sequence[Words]) -> Words:
    """The column of a term: sums and products wrap around, alike on every machine."""
    mixed = np.full_like(parts[0], (number + 1) * 0x2545F4914F6CDD1D % 2**64)
    for part in parts:
        mixed = (mixed ^ part) * FACTOR
        mixed ^= mixed >> SHIFT
    mixed *= FACTOR
    return mixed >> np.uint64(64 - BITS)


def best_cut(scores: Matrix, lengths: Matrix) -> list[int]:
    """The words before which to cut, of n + 1 words with ``scores`` (n,) of the gaps.

    The sum of the scores of all cuts and of ``lengths`` of all sentences is the highest possible;
    no sentence is longer than there are lengths.

    >>> best_cut(np.array([-1.0, 2.0, -1.0]), np.zeros(4))
    [2]
    >>> best_cut(np.array([-1.0, -9.0, -1.0]), np.zeros(2))
    [1, 3]
    """
    n_words, most = len(scores) + 1, len(lengths)
    best = np.zeros(n_words + 1)
    origin = [0] * (n_words + 1)
    gains = np.append(scores, 0.0)
    backward = lengths[::-1]
    for end in range(1, n_words + 1):
        first = max(0, end - most)
        sums = best[first:end] + backward[most - (end - first) :]
        place = int(sums.argmax())
        best[end] = sums[place] + gains[end - 1]
        origin[end] = first + place
    cuts = []
    place = origin[n_words]
    while place > 0:
        cuts.append(place)
        place = origin[place]
    return cuts[::-1]


def store_borders(model: Borders) -> Stored:
    """The model as the bytes of a model file; equal models give equal bytes."""
    return store_parts({"words": model.words, "gaps": model.gaps, "lengths": model.lengths})


def splitter_name(folder: Path) -> str:
    """Name and version of the model in a folder, without loading it. Raises ModelError."""
    record = read_record(folder / CARD, hint=REMAKE)
    return f"{record.get('name')} {record.get('version')}"


def load_borders(folder: Path) -> Borders:
    """The model in a folder. Raises ModelError when it is missing or damaged."""
    try:
        parts, card = load_parts(folder)
        try:
            model = Borders(
                name=f"{card['name']} {card['version']}",
                words=part_of(parts, "words", Vocabulary),
                gaps=part_of(parts, "gaps", LinearModel),
                lengths=part_of(parts, "lengths", LinearModel),
            )
        except ValueError as error:
            raise damaged(folder, str(error)) from error
        if model.gaps.weights.shape != (1, 2**BITS) or model.lengths.weights.shape != (1, LONGEST):
            raise damaged(folder, "its tables are of another size")
    except ModelError as error:
        raise ModelError(error.what, path=error.path, hint=REMAKE) from error
    return model
