"""A report as one HTML file that loads nothing: styles, script and figures are in it.

Everything from transcripts and packs passes through Jinja2's autoescape. The page forbids itself
every source but its own style sheet and script, by their digests.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from analyzer.plots import style
from analyzer.report import charts
from analyzer.report.parts import Browse, Report


def page_html(report: Report, browse: Browse) -> str:
    """The page as text, the same for the same report."""
    evidence = browse.entries
    css, script = _template("page.css") + _colours(), _template("page.js")
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_template),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["svg"] = _svg
    environment.globals["charts"] = charts
    policy = (
        f"default-src 'none'; style-src '{_digest(css)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return environment.get_template("page.html.j2").render(
        r=report,
        evidence=evidence,
        quotations=browse.section,
        has_possible=any(row.n_possible for row in report.advice_rows),
        advice_names=_distinct(tag.name for entry in evidence for tag in entry.types),
        problem_names=_distinct(entry.problem.name for entry in evidence if entry.problem),
        clients=_distinct(entry.client for entry in evidence),
        css=Markup(css),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=policy,
    )


def _template(name: str) -> str:
    return files("analyzer.report").joinpath("templates", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _svg(figure: bytes, alt: str, name: str) -> Markup:
    """A figure to stand in the page, with its words for those who hear it."""
    opening = Markup('<svg role="img" class="{}" aria-label="{}" ').format(name, alt)
    return opening + Markup(figure.decode("utf-8").removeprefix("<svg "))  # noqa: S704 - written by lxml


def _distinct(names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if name}, key=lambda name: (name.casefold(), name))


def _colours() -> str:
    """The palette as custom properties, for light and dark, and the figures bound to them."""
    names = {
        style.INK: "ink",
        style.QUIET: "quiet",
        style.RULE: "rule",
        style.WASH: "wash",
        style.PAPER: "paper",
        style.ACCENT: "accent",
        style.WARN: "warn",
    }
    light = "".join(f"--{name}:{colour};" for colour, name in names.items())
    dark = "".join(f"--{name}:{style.DARK[colour]};" for colour, name in names.items())
    light += "".join(f"--step-{n}:{colour};" for n, colour in enumerate(style.STEPS, start=1))
    dark += "".join(f"--step-{n}:{colour};" for n, colour in enumerate(style.DARK_STEPS, start=1))
    bound = "".join(
        f'svg [fill="{colour}"]{{fill:var(--{name})}}'
        f'svg [stroke="{colour}"]{{stroke:var(--{name})}}'
        for colour, name in names.items()
        if name != "wash"
    )
    return (
        f":root{{{light}--sand:{style.SAND};}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f"{bound}\n"
        f'svg [stroke="{style.WASH}"]{{stroke:var(--wash)}}'
        f'.panel [fill="{style.STEPS[1]}"]{{fill:var(--step-2)}}\n'
    )
