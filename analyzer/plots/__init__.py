"""Figures drawn from tables, in one style: each takes a frame and an ``Axes`` if there is one.

    >>> from pandas import DataFrame
    >>> from analyzer import plots
    >>> counts = DataFrame({"name": ["Fee pressure", "HR in the way"], "n_sessions": [3, 5]})
    >>> figure = plots.theme_bars(counts)
    >>> [text.get_text() for text in figure.axes[0].get_yticklabels()]
    ['HR in the way', 'Fee pressure']

Every function returns the figure. Without ``ax`` it is a new one, which a notebook shows by itself;
with ``ax`` it is that of the axes, and only these are drawn on. Nothing is set for other figures:
neither ``pyplot`` nor ``rcParams`` is touched. Colours keep apart for the colour-blind and in grey,
and on a dark background the dark ones are taken.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.plots.bars import theme_bars
    from analyzer.plots.heat import advice_map
    from analyzer.plots.share import talk_share
    from analyzer.plots.themes import theme_map
    from analyzer.plots.timeline import session_timeline
    from analyzer.plots.trend import trend_lines

_HOMES = {
    "advice_map": "analyzer.plots.heat",
    "session_timeline": "analyzer.plots.timeline",
    "talk_share": "analyzer.plots.share",
    "theme_bars": "analyzer.plots.bars",
    "theme_map": "analyzer.plots.themes",
    "trend_lines": "analyzer.plots.trend",
}

__all__ = [
    "advice_map",
    "session_timeline",
    "talk_share",
    "theme_bars",
    "theme_map",
    "trend_lines",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    msg = f"module 'analyzer.plots' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted(__all__)
