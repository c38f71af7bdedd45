"""A window on a page that notes all that it should not do."""

from __future__ import annotations

import importlib.util
import shutil
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")

# How many pieces of text can be seen, and those that stand out from their ground by less than 4.5.
CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => colour.slice(0, 3)
    .map((it) => it / 255)
    .map((it) => it <= .04045 ? it / 12.92 : ((it + .055) / 1.055) ** 2.4)
    .reduce((sum, it, n) => sum + it * [.2126, .7152, .0722][n], 0);
  const ground = (element) => {
    for (let it = element; it; it = it.parentElement) {
      const found = rgba(getComputedStyle(it).backgroundColor);
      if (found[3] > 250) return found;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = new Set();
  let n = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility()) continue;
    if (element.closest('svg, option, noscript, script, style')) continue;
    const pair = [light(rgba(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(...pair) + .05) / (Math.min(...pair) + .05);
    n += 1;
    if (ratio < 4.5) low.add(ratio.toFixed(2) + ' ' + element.outerHTML.slice(0, 80));
  }
  return [n, [...low]];
}"""


def chromium() -> str | None:
    """The browser of this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def missing() -> str:
    """Why no browser can be had, or nothing."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed (pip install --group dev)"
    if chromium() is None:
        return "no Chromium on this machine (apt-get install chromium)"
    return ""


PATIENCE, STEP_MS = 600, 25


class Visit:
    """A page that was opened; ``odd`` lists requests, dialogs, new windows and errors."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.odd: list[str] = []
        own = address.partition("#")[0]
        page.on("request", lambda it: self._note("request", "" if it.url == own else it.url))
        page.on("dialog", lambda it: self._note("dialog", it.message))
        page.on("popup", lambda it: self._note("window", it.url))
        page.on("pageerror", lambda it: self._note("error", str(it)))
        page.on("console", lambda it: self._note("console", it.text))
        page.goto(address)

    def _note(self, kind: str, what: str) -> None:
        if what:
            self.odd.append(f"{kind} {what}")

    def go(self, address: str) -> None:
        """Follows an address within the page."""
        self.page.evaluate("hash => { location.hash = hash }", address)

    def wait(self, expression: str) -> None:
        """Until this is so; asked from outside, since the page never reads words as code."""
        for _ in range(PATIENCE):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(STEP_MS)
        raise AssertionError(f"never so: {expression}; the address is {self.page.url[-40:]}")

    def texts(self, selector: str) -> list[str]:
        """The text of each element that can be seen."""
        return [
            it.text_content() or "" for it in self.page.locator(selector).all() if it.is_visible()
        ]

    def find(self, words: str) -> str:
        """Searches for words; what is said to be found."""
        self.go("#view-find")
        self.page.wait_for_selector("#view-find:not([hidden])")
        self.page.locator("#find-words").fill(words)
        return self.found()

    def found(self) -> str:
        """What the search says it found, when it is done."""
        self.page.wait_for_selector("#find-form[data-state='done']")
        return str(self.page.locator("#find-count").evaluate("it => it.value"))

    def talk(self, address: str) -> None:
        """Opens a session and waits for it."""
        self.go(address)
        number = address.partition("-")[2].partition("/")[0]
        self.page.wait_for_selector(f"#view-session[data-shown='{number}']:not([hidden]) .turn")
