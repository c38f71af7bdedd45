"""How large the page gets, how fast it opens and how fast it is searched, in a real browser.

    python benchmarks/page.py FOLDER [--sizes 15 100 1000] [--record]

The archives are those of ``benchmarks/big_archive.py``, hours of about 9,000 words, kept in FOLDER
from run to run; the smallest sizes are the first sessions of the largest. A page is opened from a
file in Debian's Chromium, in a window of its own each time, and what is told is the middle of three
times: until something is read, until all is loaded, until a session stands there when its
address is opened, and until a search shows its first and its last find, of a word that everybody
says and of one that nobody does. Times by the clock are those of a machine that does nothing else;
where it does other things too, the processor time of the page's own thread is what to read.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.archive import Archive
from analyzer.records.pack_file import load_pack
from analyzer.report import write_report
from benchmarks.big_archive import make_archive
from benchmarks.labelled_pieces import PACK
from tests.report.page.visits import chromium, missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RESULTS = Path(__file__).parent / "results" / "page" / "page.json"
SIZES = (15, 100, 1_000)
REPEATED = 3
COMMON, RARE = "manager", "zeppelin"

# Milliseconds from the start of the navigation, in the browser's own time.
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
LOADED = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
TURN = "!document.getElementById('view-session').hidden && document.querySelector('.turn')"

SEARCH = """async (words) => {
  const form = document.getElementById('find-form');
  const view = document.getElementById('view-find');
  if (view.hidden) location.hash = '#view-find';
  const until = (test) => new Promise((resolve) => {
    const look = () => test() ? resolve(performance.now()) : setTimeout(look, 4);
    look();
  });
  await until(() => !view.hidden && form.dataset.state === 'done');
  const began = performance.now();
  document.getElementById('find-words').value = words;
  form.dispatchEvent(new Event('input'));
  const list = document.getElementById('find-hits');
  let first = null;
  const done = until(() => {
    first ??= list.querySelector('mark') ? performance.now() - began : null;
    return form.dataset.state === 'done';
  });
  const all = await done - began;
  return [first ?? all, all, document.getElementById('find-count').value];
}"""


def measure(browser: Browser, path: Path) -> dict[str, object]:
    """Times of one page in milliseconds, each the middle of several."""
    opened = [_open(browser, path) for _ in range(REPEATED)]
    window = browser.new_context()
    page = window.new_page()
    page.set_default_timeout(300_000)
    page.goto(path.as_uri())
    busy = _busy(page)
    searches = {}
    for words in (COMMON, RARE):
        before = busy()
        searches[words] = (*page.evaluate(SEARCH, words), busy() - before)
    window.close()
    paint, loaded, session, cpu = (statistics.median(times) for times in zip(*opened, strict=True))
    return {
        "read_ms": round(paint),
        "loaded_ms": round(loaded),
        "loaded_cpu_ms": round(cpu),
        "session_ms": round(session),
        "common_first_ms": round(searches[COMMON][0]),
        "common_all_ms": round(searches[COMMON][1]),
        "common_found": searches[COMMON][2],
        "common_cpu_ms": round(searches[COMMON][3]),
        "rare_all_ms": round(searches[RARE][1]),
        "rare_cpu_ms": round(searches[RARE][3]),
    }


def _busy(page: Page) -> Callable[[], float]:
    """Asks for the milliseconds of the processor that the page's thread has had."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def ask() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(1000 * it["value"] for it in metrics if it["name"] == "TaskDuration")

    return ask


def _open(browser: Browser, path: Path) -> tuple[float, float, float, float]:
    window = browser.new_context()
    page = window.new_page()
    page.set_default_timeout(300_000)
    busy = _busy(page)
    page.goto(path.as_uri())
    paint, loaded, cpu = page.evaluate(PAINT), page.evaluate(LOADED), busy()
    page.goto("about:blank")
    page.goto(f"{path.as_uri()}#session-1")
    page.wait_for_function(TURN)
    session = page.evaluate("performance.now()")
    window.close()
    return paint, loaded, session, cpu


def main() -> None:
    """Measures and prints a line for each size."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - its absence is told in words

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--record", action="store_true")
    asked = parser.parse_args()
    archive_path = make_archive(asked.folder / f"calls-{max(asked.sizes)}.db", max(asked.sizes))
    load, rows = os.getloadavg()[0], []
    with Archive.open(archive_path) as archive, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for size in asked.sizes:
            path = asked.folder.resolve() / f"page-{size}.html"
            began = time.process_time()
            write_report(
                archive, path, pack=load_pack(PACK), sessions=sorted(archive.chosen())[:size]
            )
            row = {
                "sessions": size,
                "making_cpu_s": round(time.process_time() - began, 1),
                "megabytes": round(path.stat().st_size / 1e6, 1),
                **measure(browser, path),
            }
            print(json.dumps(row))
            rows.append(row)
        version = browser.version
        browser.close()
    if asked.record:
        record = {"browser": f"Chromium {version}", "load_before": round(load, 1), "pages": rows}
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if reason := missing():
        raise SystemExit(reason)
    main()
