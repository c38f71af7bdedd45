"""The page in a real browser: keys, what they do to the archive, hostile words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import Archive
from analyzer.records import Analysis, Move, Role, SegmentKind
from tests.report.page.visits import CONTRAST, missing
from tests.review.calls import HARM, a_harmful_call, a_long_call, an_archive
from tests.review.served import Served

if missing():
    pytest.skip(missing(), allow_module_level=True)


class Visit:
    """A browser before the page, and the archive behind it."""

    def __init__(self, page: Any, served: Served, archive: Path) -> None:
        self.page, self.archive = page, archive
        page.goto(served.address)
        page.wait_for_selector("body[data-ready]")

    def session(self, session_id: str = "0123456789ab") -> Analysis:
        with Archive.open(self.archive) as store:
            return store.analysis(session_id)

    def at(self, first: int, end: int | None = None) -> None:
        """Chooses sentences."""
        self.page.locator(f".said[data-n='{first}']").click()
        if end is not None:
            self.page.locator(f".said[data-n='{end - 1}']").click(modifiers=["Shift"])

    def press(self, key: str, *, says: str = "Kept") -> None:
        """Presses a key and waits until the page says what became of it."""
        self.page.evaluate("document.getElementById('said').textContent = ''")
        self.page.keyboard.press(key)
        if says:
            self.page.wait_for_function(
                "words => document.getElementById('said').textContent.startsWith(words)", arg=says
            )

    def pick(self, key: str, words: str, *, take: str = "Enter", says: str = "Kept") -> None:
        self.page.evaluate("document.getElementById('said').textContent = ''")
        self.page.keyboard.press(key)
        self.page.wait_for_selector("#picker[open]")
        self.page.keyboard.insert_text(words)
        self.page.keyboard.press(take)
        self.page.wait_for_function(
            "words => document.getElementById('said').textContent.startsWith(words)", arg=says
        )


@pytest.fixture
def seen(tmp_path: Path, serve: Callable[..., Served], page: Any) -> Visit:
    archive = an_archive(tmp_path / "calls.db", a_long_call(n_turns=16))
    return Visit(page, serve(archive), archive)


def spans(analysis: Analysis) -> list[tuple[int, int]]:
    return [(it.first, it.end) for it in analysis.advice]


def test_the_queue_leads_from_one_to_the_next(seen: Visit) -> None:
    assert "1 of 7" in seen.page.inner_text("#queue-part")
    first = seen.page.locator(".here").first.get_attribute("data-n")
    seen.press("a", says="Is this")
    assert "2 of 7" in seen.page.inner_text("#queue-part")
    assert seen.page.locator(".here").first.get_attribute("data-n") != first
    assert len(seen.page.locator(".chip.settled").all()) == 1
    with Archive.open(seen.archive) as store:
        assert [(it.by, it.correction.kind) for it in store.corrections()] == [
            ("Mara", "label-advice")
        ]
    seen.page.reload()
    seen.page.wait_for_selector("body[data-ready]")
    assert "1 of 6" in seen.page.inner_text("#queue-part")
    assert seen.page.odd == []


def test_advice_is_changed_rejected_split_merged_and_reshaped(seen: Visit) -> None:
    before = seen.session()
    assert spans(before)[:3] == [(0, 2), (6, 8), (12, 14)]
    seen.at(3, 5)
    seen.pick("c", "retainer")
    assert (3, 5) in spans(seen.session())
    seen.at(6)
    seen.press("m")
    assert spans(seen.session())[:3] == [(0, 2), (3, 5), (6, 14)]
    seen.at(9)
    seen.press("s")
    assert spans(seen.session())[:4] == [(0, 2), (3, 5), (6, 9), (9, 14)]
    seen.at(10, 12)
    seen.press("f")
    assert (10, 12) in spans(seen.session())
    assert (9, 14) not in spans(seen.session())
    seen.at(0)
    seen.press("x", says="")
    seen.page.wait_for_function("() => !document.querySelector('.said[data-n=\"0\"].advice')")
    assert (0, 2) not in spans(seen.session())
    for _ in range(5):
        seen.press("u", says="Taken back")
    assert seen.session() == before
    seen.press("u", says="Mara has corrected nothing")
    assert seen.page.odd == [
        "Failed to load resource: the server responded with a status of 409 (Conflict)"
    ]


def test_a_second_category_stands_beside_the_first(seen: Visit) -> None:
    seen.at(6)
    seen.pick("c", "retainer", says="")
    seen.page.wait_for_selector(".chip.settled")
    seen.at(6)
    seen.pick("c", "urgency", take="Shift+Enter", says="")
    seen.page.wait_for_function("() => document.body.textContent.includes('Retainer + Urgency')")
    labels = next(it for it in seen.session().advice if it.first == 6).labels
    assert [it.category for it in labels] == ["retainer", "urgency"]
    assert {it.source for it in labels} == {"person:Mara"}


def test_moves_segments_problems_roles_and_names_are_set(seen: Visit) -> None:
    seen.at(4, 7)
    seen.pick("v", "story")
    seen.pick("g", "closing")
    seen.pick("r", "other")
    seen.pick("w", "Kim Li")
    seen.pick("p", "ghost", says="")
    seen.page.wait_for_function("() => document.querySelector('.matter .settled')")
    now = seen.session()
    assert [it.move for it in now.sentences[3:8]] == [
        Move.SITUATION, Move.STORY, Move.STORY, Move.STORY, Move.SITUATION
    ]  # fmt: skip
    assert [(it.first, it.end) for it in now.segments if it.kind is SegmentKind.CLOSING] == [(4, 7)]
    speaker = now.session.speakers[now.session.turns[2].speaker]
    assert (speaker.name, speaker.role, speaker.label) == ("Kim Li", Role.OTHER, "Mike")
    problem = now.exchanges[0].problem
    assert problem is not None
    assert (problem.category, problem.source) == ("client-ghosting", "person:Mara")
    assert seen.page.odd == []


def test_keys_pressed_faster_than_anything_is_kept_all_count(seen: Visit) -> None:
    for key in "aaxa":
        seen.page.keyboard.press(key)
    seen.page.wait_for_function(
        "() => document.getElementById('queue-part').textContent.includes('5 of 7')"
    )
    with Archive.open(seen.archive) as store:
        assert [it.correction.kind for it in store.corrections()] == [
            *["label-advice"] * 2,
            "reject-advice",
            "label-advice",
        ]


def test_reviewers_are_told_apart(seen: Visit) -> None:
    seen.at(4)
    seen.pick("v", "story")
    seen.page.locator("#reviewer").click()
    seen.page.keyboard.insert_text("Jo")
    seen.page.keyboard.press("Enter")
    seen.pick("v", "gap")
    with Archive.open(seen.archive) as store:
        assert [it.by for it in store.corrections()] == ["Mara", "Jo"]
    seen.press("u", says="Taken back")
    assert seen.session().sentences[4].move is Move.STORY
    seen.press("u", says="Jo has corrected nothing")


def test_sentences_are_gone_through_by_keys(seen: Visit) -> None:
    seen.at(3)
    steps = {"j": ["4"], "ArrowDown": ["5"], "J": ["5", "6"], "k": ["5"], "K": ["4", "5"]}
    for key, chosen in steps.items():
        seen.page.keyboard.press(key)
        here = [it.get_attribute("data-n") for it in seen.page.locator(".here").all()]
        assert here == chosen
    seen.page.keyboard.press("?")
    assert seen.page.locator("#help[open]").count() == 1
    told = seen.page.inner_text("#help-keys")
    used = [it.get_attribute("data-key") for it in seen.page.locator("#panel [data-key]").all()]
    assert all(f"{key}" in told.split() for key in used)


def test_hostile_words_are_words(tmp_path: Path, serve: Callable[..., Served], page: Any) -> None:
    call = a_harmful_call()
    archive = an_archive(tmp_path / "calls.db", call)
    seen = Visit(page, serve(archive), archive)
    said = page.evaluate(
        "[...document.querySelectorAll('.words')].map(it =>"
        " [...it.querySelectorAll('.said')].map(s => s.textContent).join(''))"
    )
    assert said == [turn.text for turn in call.session.turns]
    names = page.evaluate("[...document.querySelectorAll('.by bdi')].map(it => it.textContent)")
    assert set(names) == {HARM[0], HARM[1]}
    seen.at(3)
    seen.pick("w", HARM[3])
    seen.page.keyboard.press("o")
    seen.page.wait_for_selector("#picker[open]")
    assert HARM[2] in str(page.text_content("#picker-list"))
    page.keyboard.press("Escape")
    assert page.evaluate("window.harmed") is None
    assert (
        page.evaluate("document.querySelectorAll('img, svg, iframe, script:not([src])').length")
        == 0
    )
    with pytest.raises(Exception, match="Trusted"):
        page.evaluate("document.body.innerHTML = '<b>x</b>'")
    assert [it for it in page.odd if "Trusted" not in it] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_all_is_read_in_any_light_and_width(seen: Visit, scheme: str, width: int) -> None:
    seen.page.emulate_media(color_scheme=scheme)
    seen.page.set_viewport_size({"width": width, "height": 800})
    n, low = seen.page.evaluate(CONTRAST)
    assert n > 50
    assert low == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    unnamed = seen.page.evaluate(
        "[...document.querySelectorAll('button, input')].filter(it =>"
        " !it.textContent.trim() && !it.ariaLabel && it.checkVisibility()).length"
    )
    assert unnamed == 0


def test_a_dead_server_is_told_of(seen: Visit, serve: Callable[..., Served]) -> None:
    del serve
    seen.page.context.set_offline(True)
    seen.at(4)
    seen.pick("v", "story", says="the server does not answer")
    seen.page.context.set_offline(False)
    seen.pick("v", "story")
