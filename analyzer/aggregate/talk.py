"""Who speaks how much."""

from __future__ import annotations

from pandas import DataFrame

from analyzer.aggregate.frames import Tables, counted


def talk_by_role(tables: Tables) -> DataFrame:
    """Each role's words in each session, and their share, 0 to 1; a session's shares add up to 1.

    A session without words is left out. Order: that of ``tables.sessions``, then of the roles.
    """
    words = (
        tables.talk.groupby(["session_id", "role"], observed=True)["n_words"].sum().reset_index()
    )
    total = words.groupby("session_id")["n_words"].transform("sum")
    spoken = words[total > 0]
    sessions = tables.sessions["session_id"]
    places = dict(zip(sessions, range(len(sessions)), strict=True))
    placed = spoken.assign(
        share_words=spoken["n_words"] / total[total > 0],
        place=spoken["session_id"].map(places),
        of_role=spoken["role"].cat.codes,
    )
    return counted("talk_by_role", placed, by=["place", "of_role"])
