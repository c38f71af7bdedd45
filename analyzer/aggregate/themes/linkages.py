"""Cutting texts into parts by joining the most alike first."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from analyzer.aggregate.themes.partition import Labels, Matrix

Linkage = Literal["average", "ward"]


def joined(likeness: Matrix, *, by: Linkage) -> Matrix:
    """The tree that joins the most alike texts first, as scipy has it, (n - 1, 4).

    ``average`` lets parts differ much in size; ``ward`` (Ward 1963) evens them out, over places in
    space whose products are the likenesses, (n, n).
    """
    if by == "ward":
        values, axes = np.linalg.eigh(likeness)
        return np.asarray(linkage(axes * np.sqrt(np.maximum(values, 0)), "ward"))
    apart = likeness.max() - (likeness + likeness.T) / 2
    np.fill_diagonal(apart, 0)
    return np.asarray(linkage(squareform(apart, checks=False), "average"))


def cut_tree(tree: Matrix, *, n_parts: int) -> Labels:
    """The part of each text, numbers from 0; at most so many parts."""
    return np.asarray(fcluster(tree, n_parts, "maxclust") - 1, dtype=np.int64)
