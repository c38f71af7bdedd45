"""Two hundred corrections in a real browser, and the server killed twice on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import Archive
from analyzer.archive.remains import Remains
from analyzer.corrections.replaying import replayed
from analyzer.review.views import correction_from_view
from tests.report.page.visits import missing
from tests.review.calls import a_long_call, an_archive
from tests.review.served import Served

if missing():
    pytest.skip(missing(), allow_module_level=True)

N_CORRECTIONS = 200
KILLED_AT = (67, 134)
SAID = "() => document.getElementById('said').textContent.startsWith('Kept')"
MOVES = ("story", "rationale", "directive", "gap", "reflection")
SEGMENTS = ("exploration", "advice", "closing", "takeaway")
CATEGORIES = ("retainer", "urgency", "follow-up", "own words")


def correct(page: Any, number: int) -> None:
    """The correction of that number, by keys alone but for the click on a sentence."""
    sentence = number * 7 % 120
    page.locator(f".said[data-n='{sentence}']").click()
    page.evaluate("document.getElementById('said').textContent = ''")
    kind = number % 5
    if kind == 0:
        picked(page, "v", MOVES[number % len(MOVES)])
    elif kind == 1:
        picked(page, "g", SEGMENTS[number % len(SEGMENTS)])
    elif kind == 2:
        picked(page, "c", CATEGORIES[number % len(CATEGORIES)])
    elif kind == 3:
        picked(page, "w", f"Mike {number}")
    else:
        picked(page, "r", ("coach", "other")[number % 2])


def picked(page: Any, key: str, words: str) -> None:
    page.keyboard.press(key)
    page.wait_for_selector("#picker[open]")
    page.keyboard.insert_text(words)
    page.keyboard.press("Enter")


def visit(page: Any, served: Served) -> None:
    page.goto(served.address)
    page.wait_for_selector("body[data-ready]")


def test_no_correction_is_lost(tmp_path: Path, serve: Callable[..., Served], page: Any) -> None:
    call = a_long_call()
    archive = an_archive(tmp_path / "calls.db", call)
    kept: list[dict[str, Any]] = []

    def note(response: Any) -> None:
        if response.url.endswith("/api/correct") and response.ok:
            kept.append(response.request.post_data_json["change"])

    page.on("response", note)
    served = serve(archive)
    visit(page, served)
    for number in range(N_CORRECTIONS):
        if number in KILLED_AT:
            correct(page, number)  # and nobody waits until it is kept
            served.kill()
            served = serve(archive)
            visit(page, served)
        correct(page, number)
        page.wait_for_function(SAID)
    assert len(kept) >= N_CORRECTIONS
    assert served.stop() == 0
    with Archive.open(archive) as store:
        made = store.corrections()
        now = store.analysis(call.session.id)
    corrections = [correction_from_view(it, call, pack=None) for it in kept]
    there = [it.correction for it in made]
    # What was sent as the server died may be there without having been answered.
    assert len(there) - len(corrections) <= len(KILLED_AT)
    rest = iter(there)
    assert all(it in rest for it in corrections), "a correction was lost"
    assert {it.by for it in made} == {"Mara"}
    assert replayed(call, [(it, "Mara") for it in there])[0] == now
    with Remains(archive) as remains:
        assert remains.damage() == ()
        assert remains.session(call.session.id)[1] is None
    assert [it for it in page.odd if "ERR_" not in it and "Failed to load" not in it] == []
