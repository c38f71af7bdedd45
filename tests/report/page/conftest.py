"""Pages in a real browser; each test gets a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.records import Analysis, ModelCard, Pack
from tests.report.page.parsing import page_of
from tests.report.page.visits import Visit


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Opens a page from a file in a window of its own: ``visit(html, "#view-find", width=390)``."""
    contexts: list[Any] = []

    def open_page(html: bytes, address: str = "", **settings: Any) -> Visit:
        path = tmp_path / f"page-{len(contexts)}.html"
        path.write_bytes(html)
        width, height = settings.pop("width", 1280), settings.pop("height", 900)
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)
        context.set_default_timeout(120_000)
        contexts.append(context)
        return Visit(context.new_page(), path.as_uri() + address)

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def html(archive: tuple[Analysis, ...], pack: Pack, card: ModelCard) -> bytes:
    """The page over the twelve sessions, with the card."""
    return page_of(archive, pack, [card])
