"""Nothing in a transcript runs, asks a network for anything, or turns what stands around it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from urllib.parse import quote

import pytest

from analyzer.records import Analysis, ChatMessage, Move, Outside, Pack, SegmentKind, Session
from tests.report.page.parsing import page_of
from tests.report.page.visits import Visit, missing
from tests.report.sessions import build_analysis

if missing():
    pytest.skip(missing(), allow_module_level=True)

Open = Callable[..., Visit]

RUN = "window.ran=1"
N_SCRIPTS = 7
HOSTILE = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</style></title></textarea><svg/onload={RUN}>",
    f'<img src=x onerror="{RUN}">',
    f"\"' onmouseover={RUN} autofocus onfocus={RUN} x='",
    f"<iframe srcdoc='<script>parent.ran=1</script>'></iframe><a href=\"javascript:{RUN}\">x</a>",
    f"javascript:{RUN}//",
    f"{{{{constructor.constructor('{RUN}')()}}}} ${{{RUN}}} #{{7*7}} {{% for x in y %}}",
    "<!-- ]]> <![CDATA[ --> &lt;script&gt; &#x3c;b&#x3e; <base href=https://example.org/>",
    "<link rel=stylesheet href=https://example.org/a.css><meta http-equiv=refresh content=0;url=x>",
    "<style>body{display:none}</style><form action=https://example.org><button>x",
    "__proto__ constructor hasOwnProperty toString",
    "\u202egnp.exe\u202c \u2066x \u2067y \u200f\u061c\u200b\ufeff z",
    "nul \x00 bell \x07 escape \x1b[31m \ufffe \x85 separator \u2028\u2029 end",
    "\U0001f469\u200d\U0001f680 e\u0301 \ud7a3 明日 \U0001d49c\U000e0041",
    '\\"}]};window.ran=1;// \\u003cscript\\u003e \\',
)


def talk_of(words: str, number: int) -> Analysis:
    """A session that holds the words wherever a transcript can hold any."""
    analysis = build_analysis(
        [
            (f"C {words}", Move.SITUATION, "", words),
            ("Mara", Move.SCRIPT, f"given-{number}", words),
            (f"C {words}", Move.COMMITMENT, "", words),
        ],
        problem=f"brought-{number}",
        title=words,
        path=f"calls/{words}.txt",
        held_on=dt.date(2024, 3, 5),
        warnings=[words],
    )
    session: Session = dataclasses.replace(
        analysis.session,
        outside=(Outside(before_turn=0, kind=SegmentKind.FRONT, text=words),),
        chat=(ChatMessage(author=words, text=words, clock=words),),
    )
    return dataclasses.replace(analysis, session=session)


def hostile_page(texts: Sequence[str], pack: Pack) -> bytes:
    """A page of a session for each text, in a pack that is named so, under such a title."""
    names = [dataclasses.replace(pack.advice[1], name=words, definition=words) for words in texts]
    given = [dataclasses.replace(one, id=f"given-{n}") for n, one in enumerate(names)]
    brought = [dataclasses.replace(one, id=f"brought-{n}") for n, one in enumerate(names)]
    hostile = dataclasses.replace(pack, advice=tuple(given), problem=tuple(brought))
    talks = [talk_of(words, n) for n, words in enumerate(texts)]
    return page_of(talks, hostile, title=texts[0], subtitle=texts[-1])


def open_all(seen: Visit) -> None:
    """Goes through all that a reader can open, and moves the mouse over it."""
    unfold = "for (const it of document.querySelectorAll('details')) it.open = true"
    for view in ("view-themes", "view-sessions", "view-trust", "view-overview"):
        seen.go(f"#{view}")
        seen.page.evaluate(unfold)
        seen.page.mouse.move(300, 300)
        seen.page.mouse.move(500, 500)


def pick_second(seen: Visit, name: str) -> None:
    seen.page.evaluate(
        "name => { const it = document.getElementById(name); it.value = it.options[1].value;"
        " it.dispatchEvent(new Event('input', {bubbles: true})) }",
        name,
    )


def as_shown(words: str) -> str:
    """The words with a sign for each letter that no page can hold."""
    return "".join("\ufffd" if ord(it) < 32 or it in "\x85\ufffe" else it for it in words)


def test_hostile_words_are_shown_and_nothing_runs(visit: Open, pack: Pack) -> None:
    seen = visit(hostile_page(HOSTILE, pack))
    open_all(seen)
    shown = set()
    for number in range(1, len(HOSTILE) + 1):
        seen.talk(f"#session-{number}")
        shown.add(seen.page.locator(".said").first.text_content())
        pick_second(seen, "talk-type")
        pick_second(seen, "talk-voice")
    assert shown == {as_shown(words) for words in HOSTILE}
    for words in HOSTILE:
        seen.find(words)
    seen.find("")
    for name in ("find-type", "find-problem", "find-person", "find-client"):
        pick_second(seen, name)
        seen.found()
    assert seen.page.evaluate("window.ran") is None
    assert seen.page.evaluate("Object.keys(Object.prototype).length") == 0
    assert seen.page.locator("main :is(iframe, img, link, base, object, embed)").count() == 0
    assert seen.page.locator("script:not([type])").count() == N_SCRIPTS
    assert seen.odd == []


@pytest.mark.parametrize("words", HOSTILE[:2])
def test_an_address_runs_nothing(words: str, html: bytes, visit: Open) -> None:
    seen = visit(html, f"#view-find?words={quote(words)}")
    seen.found()
    seen.go(f"#{words}")
    assert seen.page.evaluate("window.ran") is None
    assert seen.odd == []


def test_the_watch_itself_sees_what_runs_and_the_policy_stops_it(html: bytes, visit: Open) -> None:
    script = b"<main><script>window.ran=1</script><img src='https://example.org/x.png'>"
    guarded = visit(html.replace(b"<main", script + b"<main", 1))
    assert guarded.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in it for it in guarded.odd)
    bare = html.replace(b"http-equiv", b"data-was", 1)
    open_to_all = visit(bare.replace(b"<main", script + b"<main", 1))
    assert open_to_all.page.evaluate("window.ran") == 1
    assert any(it.startswith("request") for it in open_to_all.odd)


def test_the_policy_lets_no_text_become_markup(html: bytes, visit: Open) -> None:
    seen = visit(html)
    for attempt in (
        "document.body.innerHTML = '<b>x</b>'",
        "document.write('<b>x</b>')",
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
        "document.createElement('script').text = 'window.ran=1'",
    ):
        assert seen.page.evaluate(
            f"() => {{ try {{ {attempt}; return 'done' }} catch (error) {{ return error.name }} }}"
        ) == ("TypeError")


def test_letters_that_turn_the_direction_stay_within_their_name(visit: Open, pack: Pack) -> None:
    words = "\u202eturned"
    seen = visit(hostile_page([words], pack), "#session-1")
    seen.page.wait_for_selector(".turn")
    for selector in (".by bdi", "#talk-voices bdi", "#talk-heading bdi"):
        assert (
            seen.page.locator(selector)
            .first.evaluate("it => getComputedStyle(it).unicodeBidi")
            .startswith("isolate")
        )


def test_a_huge_turn_is_shown_and_searched(visit: Open, pack: Pack) -> None:
    words = "nothing new under the sun " * 40_000 + "but this needle"
    seen = visit(page_of([build_analysis([("Ana", Move.STORY, "", words)])], pack), "#session-1")
    seen.page.wait_for_selector(".turn")
    assert seen.page.evaluate("document.querySelector('.said').textContent.length") == len(words)
    assert seen.find("needle") == "1 passage in 1 of 1 session"
    (hit,) = seen.texts("#find-hits blockquote")
    assert "needle" in hit
    assert len(hit) < 700
    assert seen.odd == []


def test_very_many_turns_and_speakers_are_shown(visit: Open, pack: Pack) -> None:
    lines = [(f"Voice {n % 300}", Move.OTHER, "", f"Line {n} it is.") for n in range(3000)]
    seen = visit(page_of([build_analysis(lines, problem=None, asks=False)], pack), "#session-1")
    seen.page.wait_for_selector(".turn")
    assert (
        seen.page.locator("#talk-count").evaluate("it => it.value") == "3,000 of 3,000 turns shown"
    )
    assert seen.find("line") == "3,000 passages in 1 of 1 session"
    assert len(seen.texts("#find-hits li")) == 30
    seen.page.locator("#find-more").click()
    seen.wait("document.querySelectorAll('#find-hits > li').length === 60")
    assert seen.odd == []
