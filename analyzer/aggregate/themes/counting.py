"""Themes as findings, to be counted as any others."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame

from analyzer.aggregate.themes.records import Themes


def theme_findings(themes: Themes) -> DataFrame:
    """One row for each member of a theme that is not hidden: session, and theme as category.

    It is what ``over_time``, ``courses`` and ``changes`` count.
    """
    members = [(it.session_id, theme.id) for theme in themes.shown for it in theme.members]
    return pd.DataFrame(members, columns=["session_id", "category"]).astype("str")
