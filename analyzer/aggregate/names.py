"""Which names were taken together; the guess itself is made in ``analyzer.records.names``."""

from __future__ import annotations

from pandas import DataFrame

from analyzer.aggregate.frames import Tables, counted


def joined_names(tables: Tables) -> DataFrame:
    """Each name that counts under another, and in how many sessions it is spoken under.

    ``speaker`` is the name in the transcript, ``person`` the one it counts under. Empty for tables
    built with ``join_names=False``. Order: coaches first, then by person and name.
    """
    talk = tables.talk.dropna(subset="person")
    taken = (
        talk[talk["person"] != talk["speaker"]]
        .groupby(["role", "person", "speaker"], observed=True)["session_id"]
        .nunique()
        .rename("n_sessions")
        .reset_index()
    )
    return counted("joined_names", taken, by=["role", "person", "speaker"])
