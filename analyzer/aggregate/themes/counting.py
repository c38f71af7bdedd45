"""Themes as findings, to be counted as any others."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame

from analyzer.aggregate.frames import Tables
from analyzer.aggregate.themes.records import Themes


def theme_groups(themes: Themes) -> DataFrame:
    """One row for each member of a theme that is not hidden: group, session_id and its number.

    The number is called ``exchange`` for themes of problems and ``advice`` for those of advice, so
    that ``stretches_in``, ``advice_among`` and their like take it.
    """
    number = "exchange" if themes.kind == "problem" else "advice"
    members = [(theme.id, *member) for theme in themes.shown for member in theme.members]
    return pd.DataFrame(members, columns=["group", "session_id", number]).astype(
        {"group": "str", "session_id": "str", number: "int32"}
    )


def theme_findings(themes: Themes, tables: Tables) -> DataFrame:
    """One row for each member of a theme that is not hidden, with the theme as its category.

    It is what ``over_time``, ``courses`` and ``changes`` count, and ``by_client`` and ``by_coach``:
    ``exchange`` is where the member lies, ``speaker`` who gave the advice, NA where unknown.
    Members in sessions that the tables lack are left out.
    """
    findings = theme_groups(themes).rename(columns={"group": "category"})
    if themes.kind == "problem":
        return findings[findings["session_id"].isin(tables.sessions["session_id"])]
    stretch = ["session_id", "advice"]
    given_by = tables.advice[[*stretch, "speaker"]].drop_duplicates(stretch)
    placed = findings.merge(tables.uptake[[*stretch, "exchange"]], on=stretch)
    return placed.merge(given_by, on=stretch, how="left")
