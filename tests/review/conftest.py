"""Servers that are gone when a test is, and windows of a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.review.served import Served


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """``serve(archive, by="Mara")``"""
    running: list[Served] = []

    def start(archive: Path, **settings: str) -> Served:
        running.append(Served(archive, **settings))
        return running[-1]

    yield start
    for it in running:
        if it.process.poll() is None:
            it.kill()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A window of its own; ``page.odd`` holds what a page of ours must not say."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.odd = []
    page.on("pageerror", lambda error: page.odd.append(str(error)))
    page.on("console", lambda it: page.odd.append(it.text) if it.type == "error" else None)
    page.on("dialog", lambda it: page.odd.append(it.message))
    yield page
    context.close()
