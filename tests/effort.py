"""Effort as a count: the same on every machine, however busy that is."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

# The bar for `growth`: at ten times the input, a loop within a loop alone comes out at 10.
IN_PROPORTION = 1.2


def effort_of(work: Callable[[], object]) -> int:
    """How many lines the work runs and how many functions it calls, those made in C too.

    What one function made in C does inside, such as a search or a sum, counts as one.
    """
    n_steps = 0

    def on_line(_frame: FrameType, event: str, _argument: Any) -> Callable[..., Any]:
        nonlocal n_steps
        n_steps += event == "line"
        return on_line

    def on_call(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal n_steps
        n_steps += event in {"call", "c_call"}

    tracer, profiler, collects = sys.gettrace(), sys.getprofile(), gc.isenabled()
    gc.disable()  # what other tests left behind is no effort of this work
    sys.settrace(on_line)
    sys.setprofile(on_call)
    try:
        work()
    finally:
        sys.setprofile(profiler)
        sys.settrace(tracer)
        if collects:
            gc.enable()
    return n_steps


def growth(effort: Callable[[int], int], *, few: int, many: int) -> float:
    """How many times the effort for a part of a long input is that for a part of a short one.

    ``effort`` is that for an input of so many parts. About 1 or less where it grows in proportion.
    """
    effort(few)  # what is made once and then kept is made here
    return (effort(many) / many) / (effort(few) / few)
