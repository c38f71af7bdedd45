"""A theme summary and its sessions as one HTML file that loads nothing: all that it needs is in it.

What stands in the file, in this order: the summary, to be read without JavaScript; styles and
scripts, our own; then each session as a compressed block of data, which a script reads when it is
opened and shows as text. Nothing of a transcript is ever taken for markup: Jinja2 escapes what
stands in the summary, the blocks are base64, and the scripts put in text nodes only. The page
forbids itself every source but its own styles and scripts, by their digests, every request and
every use of text as markup.

Measured by ``benchmarks/page.py``, on hours of about 9,000 words: 33 kB a session. Above
``sessions.MOST_WORDS`` the oldest sessions are listed and counted, and the page says that their
words are left out.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from analyzer.report import charts
from analyzer.report.page.blocks import block
from analyzer.report.page.colours import colours
from analyzer.report.page.index import NO_TYPE, IndexMaker
from analyzer.report.page.records import Sessions, Talk
from analyzer.report.page.sessions import sessions, talks
from analyzer.report.summary.records import AdviceOverview, Summary

__all__ = ["page_bytes", "sessions", "talks"]

_STYLES = ("page.css", "parts.css", "session.css")
# Each stands on those before it.
_SCRIPTS = ("make", "data", "words", "transcript", "talk", "find", "views")


def page_bytes(summary: Summary, listed: Sessions, talks: Iterable[Talk]) -> bytes:
    """The page, the same for the same records; the sessions are taken one after another.

    Args:
        summary: What the report says, as the PDF says it.
        listed: All sessions.
        talks: Those whose words are on the page, in the order of their numbers.
    """
    css = "".join(map(_template, _STYLES)) + colours()
    scripts = [_template(f"{name}.js") for name in _SCRIPTS]
    maker = IndexMaker()
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_template),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["svg"] = _svg
    environment.globals["charts"] = charts
    pieces = environment.get_template("page.html.j2").generate(
        r=summary,
        listed=listed,
        has=_columns(summary.advice),
        no_type=NO_TYPE,
        css=Markup(css),  # noqa: S704 - our own file
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own files
        policy=_policy(css, scripts),
        blocks=_blocks(talks, maker),
        # Known only when every session has gone by.
        index=lambda: block(maker.index()),
    )
    return b"".join(piece.encode("utf-8") for piece in pieces)


def _columns(advice: AdviceOverview) -> dict[str, bool]:
    """Which columns of the table of advice would not be empty."""
    return {
        "share": any(row.share for row in advice.rows),
        "clients": any(row.n_clients for row in advice.rows),
        "possible": any(row.n_possible for row in advice.rows),
    }


def _blocks(talks: Iterable[Talk], maker: IndexMaker) -> Iterator[tuple[int, str]]:
    for talk in talks:
        maker.add(talk)
        yield talk.number, block(talk)


def _policy(css: str, scripts: Iterable[str]) -> str:
    hashes = " ".join(f"'{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; style-src '{_digest(css)}'; script-src {hashes}; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _template(name: str) -> str:
    return files("analyzer.report").joinpath("templates", "page", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _svg(figure: bytes, alt: str, name: str) -> Markup:
    """A figure to stand in the page, with its words for those who hear it."""
    opening = Markup('<svg role="img" class="{}" aria-label="{}" ').format(name, alt)
    return opening + Markup(figure.decode("utf-8").removeprefix("<svg "))  # noqa: S704 - written by lxml
