"""A bound on the processor time of some work: it counts no waiting, however busy the machine."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooLong(BaseException):
    """The work took longer than anything that grows with its input would."""


def _raise(_signal: int, _frame: FrameType | None) -> None:
    raise TooLong


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raises TooLong inside the block after so much processor time, in a pattern's search too.

    Unix alone can measure it; elsewhere nothing is bounded.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _raise)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
