"""The page in a real browser: views, ways, filters, search, keys."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from analyzer.records import Analysis, Move, Pack
from tests.report.page.parsing import page_of
from tests.report.page.visits import CONTRAST, Visit, missing
from tests.report.sessions import build_analysis, hr_call

if missing():
    pytest.skip(missing(), allow_module_level=True)

Open = Callable[..., Visit]
VIEWS = ("view-overview", "view-themes", "view-sessions", "view-find", "view-trust")


@pytest.fixture
def seen(html: bytes, visit: Open) -> Visit:
    return visit(html)


def views(seen: Visit) -> list[str]:
    return [str(it.get_attribute("id")) for it in seen.page.locator(".view:visible").all()]


def test_one_view_is_shown_at_a_time_and_nothing_is_asked_of_a_network(seen: Visit) -> None:
    assert views(seen) == ["view-overview"]
    for view in VIEWS:
        seen.page.locator(f".views a[href='#{view}']").click()
        assert views(seen) == [view]
        assert seen.texts(".views a[aria-current]") == seen.texts(f".views a[href='#{view}']")
    seen.page.go_back()
    assert views(seen) == ["view-find"]
    assert seen.odd == []


def test_without_scripts_overview_and_themes_are_read(html: bytes, visit: Open) -> None:
    seen = visit(html, java_script_enabled=False)
    assert views(seen) == ["view-overview", "view-themes", "view-sessions", "view-trust"]
    assert seen.texts("noscript p") or "need JavaScript" in (seen.page.inner_text("main"))
    assert not seen.page.locator("input:visible, select:visible, button:visible").count()


def test_a_quotation_leads_to_its_place(html: bytes, visit: Open) -> None:
    seen = visit(html, "#view-themes")
    quotes = seen.page.locator("#view-themes .quote:visible")
    for number in range(0, quotes.count(), 5):
        seen.go("#view-themes")
        quote = quotes.nth(number)
        words = str(quote.locator("blockquote").text_content())
        quote.locator("figcaption a").click()
        seen.page.wait_for_selector("#view-session:not([hidden]) .here")
        here = "".join(seen.texts(".here"))
        assert words in here
        assert seen.page.locator(".here").first.evaluate(
            "it => { const {top} = it.getBoundingClientRect();"
            " return 0 < top && top < innerHeight }"
        )
        assert seen.page.evaluate("document.activeElement.className").startswith("turn")
    assert seen.odd == []


def test_a_click_on_the_words_of_a_quotation_does_so_too(html: bytes, visit: Open) -> None:
    seen = visit(html, "#view-themes")
    seen.page.locator("#view-themes blockquote").first.click()
    seen.page.wait_for_selector("#view-session:not([hidden]) .here")


def test_every_word_of_a_transcript_is_shown_as_it_was_said(
    html: bytes, visit: Open, archive: tuple[Analysis, ...]
) -> None:
    seen = visit(html)
    for number, analysis in enumerate(archive, start=1):
        seen.talk(f"#session-{number}")
        said = seen.page.evaluate(
            "() => [...document.querySelectorAll('.turn')].map(turn => ["
            "turn.querySelector('.by bdi').textContent,"
            "[...turn.querySelectorAll('.said')].map(it => it.textContent).join('')])"
        )
        names = [speaker.name for speaker in analysis.session.speakers]
        assert said == [[names[turn.speaker], turn.text] for turn in analysis.session.turns]


def test_advice_is_marked_in_the_words_it_was_given_in(
    html: bytes, visit: Open, archive: tuple[Analysis, ...]
) -> None:
    seen = visit(html)
    seen.talk("#session-2")
    marked = seen.texts(".run.advice .said")
    told = archive[1]
    wanted = [
        told.text_of(sentence)
        for advice in told.advice
        for sentence in told.sentences[advice.first : advice.end]
    ]
    assert [words.strip() for words in marked] == wanted
    assert "Hiring manager first" in " ".join(seen.texts(".run.advice .chip"))
    assert "words to say" in seen.texts(".run.advice .chip.script")


def choose(seen: Visit, name: str, label: str) -> None:
    seen.page.locator(f"#{name}").select_option(label=label)


def test_a_transcript_is_filtered_by_speaker_type_and_segment(html: bytes, visit: Open) -> None:
    seen = visit(html)
    seen.talk("#session-2")
    assert seen.page.locator("#talk-count").evaluate("it => it.value") == "6 of 6 turns shown"
    choose(seen, "talk-voice", "Mara")
    assert set(seen.texts(".turn .by bdi")) == {"Mara"}
    choose(seen, "talk-type", "Advice: Hiring manager first")
    assert len(seen.texts(".turn")) == 1
    assert seen.page.locator("#talk-count").evaluate("it => it.value") == "1 of 6 turns shown"
    seen.go("#session-2/0-1")
    seen.page.wait_for_selector(".here")
    assert seen.page.locator("#talk-count").evaluate("it => it.value") == "6 of 6 turns shown"


def test_words_are_found_with_their_place_and_counted(
    html: bytes, visit: Open, archive: tuple[Analysis, ...]
) -> None:
    seen = visit(html)
    n_hits = sum(
        turn.text.casefold().count("plant manager")
        for analysis in archive
        for turn in analysis.session.turns
    )
    n_sessions = sum(
        any("plant manager" in turn.text for turn in analysis.session.turns) for analysis in archive
    )
    found = seen.find('"plant manager"')
    assert found == f"{n_hits} passages in {n_sessions} of 12 sessions"
    assert set(seen.texts("#find-hits mark")) == {"plant manager"}
    seen.page.locator("#find-hits figcaption a").first.click()
    seen.page.wait_for_selector("#view-session:not([hidden]) .here")
    assert "plant manager" in "".join(seen.texts(".here"))
    seen.page.go_back()
    assert seen.page.locator("#find-words").input_value() == '"plant manager"'
    assert seen.odd == []


def test_without_words_all_findings_are_listed_and_can_be_narrowed(
    html: bytes, visit: Open, archive: tuple[Analysis, ...]
) -> None:
    seen = visit(html, "#view-find")
    n_advice = sum(len(analysis.advice) for analysis in archive)
    n_problems = sum(len(analysis.exchanges) for analysis in archive)
    assert seen.found() == f"{n_advice + n_problems} findings in 12 of 12 sessions"
    choose(seen, "find-look", "Problems brought")
    assert seen.found() == f"{n_problems} findings in 12 of 12 sessions"
    choose(seen, "find-problem", "Pressure on the fee")
    n_fee = sum(analysis.exchanges[0].problem.category == "fee-pressure" for analysis in archive)  # type: ignore[union-attr]
    assert seen.found() == f"{n_fee} findings in {n_fee} of 12 sessions"
    choose(seen, "find-client", "Abel")
    assert seen.found() == "1 finding in 1 of 12 sessions"
    seen.page.locator("#find-form button[type=reset]").click()
    assert seen.found() == f"{n_advice + n_problems} findings in 12 of 12 sessions"


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        ("café", 2),
        ("CAFE", 2),
        ("fee", 2),
        ("fee*", 3),
        ("don't", 1),
        ("don’t fee", 1),
        ("会議", 1),
        ("c++ .*", 1),
        ("straße", 1),
        ("nothing here", 0),
        ("* **", 3),
    ],
)
def test_words_are_found_however_they_are_written(
    visit: Open, pack: Pack, asked: str, n: int
) -> None:
    lines = [
        ("Ana", Move.SITUATION, "", "The Café pays no fee."),
        ("Mara", Move.OTHER, "", "I don’t like the cafe. Fees are feelings in C++ .* only."),
        ("Ana", Move.OTHER, "", "明日の会議は Straße 5; feeling."),
    ]
    seen = visit(page_of([build_analysis(lines, problem=None)], pack))
    found = seen.find(asked)
    if asked == "* **":
        assert found.endswith("of 1 session")
        return
    assert found == f"{n} passage{'s' * (n != 1)} in {min(n, 1)} of 1 session"


def test_keys_lead_through_the_page(html: bytes, visit: Open) -> None:
    seen = visit(html)
    press = seen.page.keyboard.press
    press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    press("Enter")
    press("/")
    seen.page.wait_for_selector("#find-words:focus")
    press("?")
    assert seen.page.locator("#find-words").input_value() == "?"
    seen.talk("#session-2")
    press("n")
    assert seen.page.evaluate("document.activeElement.className").startswith("turn")
    press("]")
    seen.wait("location.hash === '#session-3'")
    seen.page.wait_for_selector("#view-session[data-shown='3'] .turn")
    press("[")
    seen.wait("location.hash === '#session-2'")
    press("?")
    assert seen.page.locator("dialog").is_visible()
    seen.page.locator("#keys-on").uncheck()
    seen.page.get_by_role("button", name="Close").click()
    press("/")
    assert views(seen) == ["view-session"]
    assert seen.odd == []


def test_sessions_whose_words_are_left_out_are_listed_and_said_so(
    visit: Open, pack: Pack, archive: tuple[Analysis, ...]
) -> None:
    seen = visit(page_of(archive, pack, most_words=300), "#session-1")
    seen.page.wait_for_selector("#session-1:visible")
    assert "would make it too large to open" in seen.page.inner_text("#view-sessions")
    assert seen.page.locator("#sessions-table tbody tr").count() == 12
    n_whole = seen.page.locator("#sessions-table tbody th a").count()
    assert 0 < n_whole < 12
    assert seen.odd == []


@pytest.mark.parametrize(
    "address", ["#no", "#session-99", "#session-1/900-901", "#view-find?type=no"]
)
def test_an_address_that_leads_nowhere_does_no_harm(html: bytes, visit: Open, address: str) -> None:
    seen = visit(html, address)
    seen.page.wait_for_timeout(300)
    assert len(views(seen)) == 1
    assert seen.odd == []


def test_a_page_of_one_session_and_of_an_empty_one(visit: Open, pack: Pack) -> None:
    bare = build_analysis([("Mara", Move.STORY, "", "I fell.")], problem=None, asks=False)
    seen = visit(page_of([bare], pack))
    seen.talk("#session-1")
    assert seen.texts(".said") == ["I fell."]
    one = visit(page_of([build_analysis(hr_call("Ines", "Alm", 9))], pack))
    assert one.find("alm") == "4 passages in 1 of 1 session"
    assert seen.odd + one.odd == []


def test_on_a_phone_nothing_is_wider_than_the_window(html: bytes, visit: Open) -> None:
    for address in (
        "",
        "#view-themes",
        "#view-sessions",
        "#view-find",
        "#view-trust",
        "#session-2",
    ):
        seen = visit(html, address, width=390, height=844)
        seen.page.wait_for_timeout(200)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_on_paper_stands_what_is_shown_and_no_control(html: bytes, visit: Open) -> None:
    seen = visit(html)
    seen.talk("#session-2")
    seen.page.emulate_media(media="print")
    assert len(seen.texts(".turn")) == 6
    assert not seen.texts("button") + seen.texts("select") + seen.texts("nav")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(html: bytes, visit: Open, scheme: str) -> None:
    for address in (
        *("", "#view-themes", "#view-sessions", "#view-trust", "#session-2/2-4"),
        "#view-find?words=manager",
    ):
        seen = visit(html, address, color_scheme=scheme, reduced_motion="reduce")
        seen.page.wait_for_timeout(400)
        n, low = seen.page.evaluate(CONTRAST)
        assert n > 10
        assert low == [], address


def test_headings_follow_one_another_and_parts_have_names(html: bytes, visit: Open) -> None:
    for address in (
        "",
        "#view-themes",
        "#view-sessions",
        "#view-trust",
        "#session-2",
        "#view-find",
    ):
        seen = visit(html, address)
        seen.page.wait_for_timeout(200)
        levels: list[Any] = seen.page.evaluate(
            "[...document.querySelectorAll('h1, h2, h3, h4')]"
            ".filter(it => it.checkVisibility()).map(it => Number(it.tagName[1]))"
        )
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        nameless = seen.page.evaluate(
            "[...document.querySelectorAll('nav, section, form, [role=region], [role=search]')]"
            ".filter(it => !it.ariaLabel && !it.getAttribute('aria-labelledby')).length"
        )
        assert nameless == 0
