"""Themes as what comes back: many partitions of many samples, and what they agree on.

Consensus clustering (Monti, Tamayo, Mesirov and Golub 2003) over spectral partitions of the graph
of neighbours; with few texts over two linkages too, since ways that err differently agree on what
is there (Strehl and Ghosh 2002). Each theme's stability is its mean Jaccard likeness to its best
match over the samples (Hennig 2007), and of all numbers of themes the one is taken whose themes
tell most and still come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.metrics import silhouette_score
from threadpoolctl import threadpool_limits

from analyzer.aggregate.themes.likeness import likenesses, neighbour_graph
from analyzer.aggregate.themes.linkages import cut_tree, joined
from analyzer.aggregate.themes.partition import (
    COMES_BACK,
    FEWEST_TEXTS,
    Labels,
    Matrix,
    Partition,
)
from analyzer.aggregate.themes.spectral import cut_along, spectral_axes

N_SAMPLES = 20
SAMPLED = 0.8
# From this mean silhouette on texts lie in heaps (Kaufman and Rousseeuw 1990, table 4: below .26 it
# means nothing); exchanges of coaching talk lie near .1.
CLEAR = 0.35
# Fewer texts a theme than this on average are single cases, not a theme.
FEWEST_A_THEME = 4
FEWEST_TO_CUT = 6
MOST_THEMES = 60
# With fewer texts a graph of neighbours reaches beyond small themes; with more, linkages chain and
# one part takes in a quarter of the texts.
LINKED_BELOW = 200
OUT = -1


def find_partition(vectors: Matrix, texts: Sequence[str], *, seed: int = 0) -> Partition:
    """The themes of texts with the meanings ``vectors`` (n, d), their number found by the way.

    Fewer than eight texts make one theme, none make none. The same texts in the same order give the
    same themes on every run.
    """
    n = len(texts)
    if n < FEWEST_TEXTS:
        return _as_one(n)
    # Sums over several threads come out a little different from run to run.
    with threadpool_limits(limits=1):
        likeness = likenesses(vectors, texts)
        tried = _numbers_of_themes(n)
        samples = _samples(likeness, tried, seed=seed)
        partitions = [_agreed(samples, number) for number in tried]
        return _chosen(partitions, likeness)


def cut_in_two(vectors: Matrix, texts: Sequence[str], *, seed: int = 0) -> Labels | None:
    """For each text 0 or 1, the larger part first; None for fewer than six texts or none apart."""
    if len(texts) < FEWEST_TO_CUT:
        return None
    with threadpool_limits(limits=1):
        samples = _samples(likenesses(vectors, texts), [2], seed=seed)
        partition = _agreed(samples, 2)
    return partition.labels if partition.n_themes > 1 else None


def _as_one(n: int) -> Partition:
    n_themes = min(n, 1)
    return Partition(
        labels=np.zeros(n, dtype=np.int64), stability=np.ones(n_themes), belongs=np.ones(n)
    )


def _numbers_of_themes(n: int) -> list[int]:
    """The numbers of themes to try for n texts, each about a fifth above the last."""
    most = max(2, min(MOST_THEMES, n // FEWEST_A_THEME))
    tried = [2]
    while tried[-1] < most:
        tried.append(min(most, max(tried[-1] + 1, round(tried[-1] * 1.2))))
    return tried


class _Cut(Protocol):
    def __call__(self, *, n_parts: int) -> Labels: ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Samples:
    """The parts of all texts in each cut of a sample, (cuts, n), by number of themes; -1: left out.

    ``both`` (n, n) is in how many cuts two texts stand together, whatever their parts.
    """

    parts: dict[int, Labels]
    both: Matrix


def _samples(likeness: Matrix, tried: Sequence[int], *, seed: int) -> _Samples:
    n = len(likeness)
    random = np.random.default_rng(seed)
    rows: dict[int, list[Labels]] = {number: [] for number in tried}
    for _ in range(N_SAMPLES):
        chosen = np.sort(random.choice(n, round(SAMPLED * n), replace=False))
        cuts = _cuts(likeness[np.ix_(chosen, chosen)], n, most=max(tried))
        for cut in cuts:
            for number in tried:
                row = np.full(n, OUT, dtype=np.int64)
                row[chosen] = cut(n_parts=number)
                rows[number].append(row)
    parts = {number: np.array(found) for number, found in rows.items()}
    is_in = (parts[tried[0]] != OUT).astype(np.float64)
    return _Samples(parts=parts, both=is_in.T @ is_in)


def _cuts(likeness: Matrix, n: int, *, most: int) -> list[_Cut]:
    """The ways in which a sample of n texts is cut, each into as many parts as it is asked for."""
    axes = spectral_axes(neighbour_graph(likeness), n_axes=most)
    along = partial(cut_along, axes)
    if n >= LINKED_BELOW:
        return [along]
    average, ward = joined(likeness, by="average"), joined(likeness, by="ward")
    return [along, partial(cut_tree, average), partial(cut_tree, ward)]


def _agreed(samples: _Samples, n_themes: int) -> Partition:
    """What the samples agree on, as so many themes."""
    together = _together(samples.parts[n_themes], samples.both)
    labels = _largest_first(cut_tree(joined(together, by="average"), n_parts=n_themes))
    is_in = np.eye(labels.max() + 1)[labels]
    sizes = is_in.sum(axis=0)
    own = np.arange(len(labels)), labels
    belongs = ((together @ is_in)[own] - 1) / np.maximum(sizes[labels] - 1, 1)
    stability = _stability(labels, samples.parts[n_themes])
    return Partition(labels=labels, stability=stability, belongs=belongs)


def _together(parts: Labels, both: Matrix) -> Matrix:
    """How often two texts fall together, of the samples that hold both, (n, n)."""
    n_samples, n = parts.shape
    sample, text = np.nonzero(parts >= 0)
    width = int(parts.max()) + 1
    columns = sample * width + parts[sample, text]
    is_in = csr_matrix((np.ones(len(text)), (text, columns)), shape=(n, n_samples * width))
    shared: Matrix = np.asarray((is_in @ is_in.T).todense()) / np.maximum(both, 1)
    np.fill_diagonal(shared, 1)
    return shared


def _largest_first(labels: Labels) -> Labels:
    numbers, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    place = np.empty(numbers.max() + 1, dtype=np.int64)
    place[numbers[order]] = np.arange(len(order))
    renamed: Labels = place[labels]
    return renamed


def _stability(labels: Labels, samples: Labels) -> npt.NDArray[np.float64]:
    """For each theme the mean over the samples of its best match, as Jaccard likeness."""
    total = np.zeros(labels.max() + 1)
    n_seen = np.zeros_like(total)
    for parts in samples:
        is_in = parts >= 0
        counts = np.zeros((len(total), parts.max() + 1))
        np.add.at(counts, (labels[is_in], parts[is_in]), 1)
        mine, theirs = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
        best = (counts / np.maximum(mine + theirs - counts, 1)).max(axis=1)
        seen = mine[:, 0] > 0
        total[seen] += best[seen]
        n_seen[seen] += 1
    stability: npt.NDArray[np.float64] = total / np.maximum(n_seen, 1)
    return stability


def _chosen(partitions: Sequence[Partition], likeness: Matrix) -> Partition:
    """The partition into heaps where texts lie in heaps, the clearest.

    Where they do not, the one whose themes tell most of the texts: a heap could be cut once more
    into halves that come back somewhat, and should not be.
    """
    clearness = [_silhouette(it.labels, likeness) for it in partitions]
    if max(clearness) >= CLEAR:
        return partitions[int(np.argmax(clearness))]
    return max(partitions, key=_told)


def _silhouette(labels: Labels, likeness: Matrix) -> float:
    if len(set(labels.tolist())) < 2:
        return -1.0
    distances = likeness.max() - likeness
    np.fill_diagonal(distances, 0)
    return float(silhouette_score(distances, labels, metric="precomputed"))


def _told(partition: Partition) -> float:
    """How many bits it tells of all texts to say which theme they are in, of those that come back.

    A theme tells the less of a text the larger it is, and nothing when it comes back by chance.
    """
    sizes = np.bincount(partition.labels, minlength=partition.n_themes)
    comes_back = partition.stability >= COMES_BACK
    return float((sizes * np.log2(sizes.sum() / sizes) * comes_back).sum())
