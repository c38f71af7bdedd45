"""Themes as a table, with a place on a plane for each."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pandas import DataFrame

from analyzer.aggregate.frames import FrameMaker
from analyzer.aggregate.themes.finding import find_themes
from analyzer.aggregate.themes.gathering import Material, gather
from analyzer.aggregate.themes.partition import Matrix
from analyzer.aggregate.themes.records import KINDS, Kind, Theme, Themes
from analyzer.aggregate.themes.schema import THEME_QUOTES, THEMES
from analyzer.archive import Archive
from analyzer.encoder import Encoder

# Far below what can be seen, and above what differs between two machines.
_DIGITS = 6


def theme_table(
    archive: Archive, *, kinds: Iterable[Kind] = KINDS, encoder: Encoder | None = None
) -> DataFrame:
    """The themes of an archive, hidden ones too, a row each: problems first, most sessions on top.

    ``phrases`` are joined by ", ". ``x`` and ``y`` are where the theme stands among those of its
    kind: the nearer two stand, the more alike what they mean. What ``find_themes`` says of finding
    and keeping holds. Raises ArchiveError.
    """
    maker = FrameMaker(THEMES)
    for kind in kinds:
        found = find_themes(archive, kind, encoder=encoder)
        with archive.reading() as connection:
            material = gather(connection, kind)
        places = on_a_plane(_middles(found, material)).tolist()
        maker.add([_row(it, *place) for it, place in zip(found.themes, places, strict=True)])
    return maker.frame()


def theme_quote_table(
    archive: Archive, *, kinds: Iterable[Kind] = KINDS, encoder: Encoder | None = None
) -> DataFrame:
    """The words that show each theme, a row a quote, the most telling of each theme first.

    What is said of ``theme_table`` holds.
    """
    maker = FrameMaker(THEME_QUOTES)
    for kind in kinds:
        found = find_themes(archive, kind, encoder=encoder)
        maker.add(
            [
                (theme.id, it.session_id, it.turn, it.start, it.end, it.speaker, it.text)
                for theme in found.themes
                for it in theme.quotes
            ]
        )
    return maker.frame()


def on_a_plane(vectors: Matrix) -> Matrix:
    """Places (n, 2) for directions (n, d), such that those alike stand near each other.

    Classical scaling (Torgerson 1952) of the distances between the ends of the directions, which
    is what their first two principal components give (Gower 1966). Of the two ways round of each
    axis that one is taken in which what lies farthest out is positive.

    >>> on_a_plane(np.array([[1.0, 0.0], [0.0, 1.0]])).tolist()
    [[0.707107, 0.0], [-0.707107, 0.0]]
    """
    if not len(vectors):
        return np.zeros((0, 2))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions = vectors / np.maximum(lengths, 1e-12)
    centred = directions - directions.mean(axis=0)
    left, strength, _ = np.linalg.svd(centred, full_matrices=False)
    places = np.zeros((len(vectors), 2))
    n = min(2, left.shape[1])
    places[:, :n] = left[:, :n] * strength[:n]
    places = np.round(places, _DIGITS)
    farthest = places[np.abs(places).argmax(axis=0), [0, 1]]
    turned: Matrix = places * np.where(farthest < 0, -1.0, 1.0) + 0.0
    return turned


def _middles(found: Themes, material: Material) -> Matrix:
    place_of = {member: place for place, member in enumerate(material.members)}
    middles = [
        material.middle([place_of[it] for it in theme.members if it in place_of])
        for theme in found.themes
    ]
    return np.array(middles) if middles else np.zeros((0, 1))


def _row(theme: Theme, x: float, y: float) -> tuple[object, ...]:
    return (
        theme.id,
        theme.kind,
        theme.name,
        ", ".join(theme.phrases),
        len(theme.members),
        theme.n_sessions,
        theme.n_clients,
        theme.stability,
        theme.is_tentative,
        theme.is_hidden,
        theme.category,
        theme.category_share,
        x,
        y,
    )
