"""Cutting a graph of neighbours into parts that hang together (Ng, Jordan and Weiss 2002)."""

from __future__ import annotations

import numpy as np
from scipy.linalg import qr, svd
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import eigsh

from analyzer.aggregate.themes.partition import Labels, Matrix

# Up to here all axes are found at once, which is as quick and surer.
DENSE = 400


def spectral_axes(graph: Matrix, *, n_axes: int) -> Matrix:
    """The axes along which the graph falls apart most easily, (n, n axes), the easiest first.

    They are the eigenvectors of the normalised Laplacian with the smallest eigenvalues.
    """
    degrees = graph.sum(axis=1)
    scale = 1 / np.sqrt(np.where(degrees > 0, degrees, 1))
    closeness = graph * scale[:, None] * scale[None, :]
    n = len(graph)
    if n <= DENSE:
        axes = np.linalg.eigh(closeness)[1][:, ::-1][:, :n_axes]
    else:
        # A fixed start: the same axes on every run.
        values, found = eigsh(
            csr_matrix(closeness), k=min(n_axes, n - 1), which="LA", v0=np.full(n, n**-0.5)
        )
        axes = found[:, np.argsort(-values, kind="stable")]
    return np.asarray(axes, dtype=np.float64)


def cut_along(axes: Matrix, *, n_parts: int) -> Labels:
    """The part of each text, numbers from 0, by its place along the first axes.

    The texts that stand out most, one for each part, are found by a QR decomposition with pivots,
    and each text goes with the one it lies nearest to in direction (Damle, Minden and Ying 2019):
    no starting point is drawn, and none has to be tried.
    """
    places = axes[:, :n_parts]
    pivots = qr(places.T, pivoting=True, mode="r")[1]
    left, _, right = svd(places[pivots[:n_parts]].T)
    parts = np.abs(places @ (left @ right)).argmax(axis=1)
    return np.asarray(parts, dtype=np.int64)
