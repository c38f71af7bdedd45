"""Pages of prose to fragments: speakers, the asker's question, outside text and comments."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.read.base import Block, Reading


def read_blocks(blocks: Sequence[Block]) -> Reading:
    """What the blocks of a page, in reading order, say, and what stands beside it."""
    raise NotImplementedError
