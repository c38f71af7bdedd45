"""Talk as people keep it: labelled text, Markdown, HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from tests.read.rendering.talk import Said, clock, short_clock

Render = Callable[[Sequence[Said]], str]


def colon(talk: Sequence[Said]) -> str:
    """``Name: text``, a blank line between paragraphs, later paragraphs without a label."""
    return "\n\n".join(
        "\n\n".join([f"{said.speaker}: {said.paragraphs[0]}", *said.paragraphs[1:]])
        for said in talk
    )


def colon_lines(talk: Sequence[Said]) -> str:
    """``Name: text``, a line a turn and no blank lines."""
    return "\n".join(f"{said.speaker}: {said.line}" for said in talk)


def bracket_time(talk: Sequence[Said]) -> str:
    """``[00:00:12] Name: text``."""
    return "\n\n".join(
        f"[{clock(said.start_ms, mark='')}] {said.speaker}: {said.line}" for said in talk
    )


def otter(talk: Sequence[Said]) -> str:
    """``Name  0:12`` with the text below."""
    body = "\n\n".join(
        f"{said.speaker}  {short_clock(said.start_ms)}  \n{said.line}" for said in talk
    )
    return f"{body}\n\nTranscribed by https://otter.ai\n"


def rev(talk: Sequence[Said]) -> str:
    """``Name (00:00:12):`` with the text below."""
    return "\n\n".join(
        f"{said.speaker} ({clock(said.start_ms, mark='')}):\n{said.line}" for said in talk
    )


def fathom(talk: Sequence[Said]) -> str:
    """``0:12 - Name`` with the text indented below."""
    body = "\n".join(
        f"{short_clock(said.start_ms)} - {said.speaker}\n  {said.line}\n" for said in talk
    )
    return f"Weekly call - April 16\n\n---\n\n{body}"


def alone(talk: Sequence[Said]) -> str:
    """The name alone on its line, the text below."""
    return "\n\n".join(f"{said.speaker}\n{said.line}" for said in talk)


def bold_inside(talk: Sequence[Said]) -> str:
    """``**Name:** text``."""
    return "\n\n".join(f"**{said.speaker}:** {said.line}" for said in talk)


def bold_outside(talk: Sequence[Said]) -> str:
    """``**Name**: text`` under a heading."""
    return "# A call\n\n" + "\n\n".join(f"**{said.speaker}**: {said.line}" for said in talk)


def front_matter(talk: Sequence[Said]) -> str:
    """Front matter with the speakers listed."""
    names = "".join(f"  - {name}\n" for name in dict.fromkeys(said.speaker for said in talk))
    return f"---\ntitle: A call\nspeakers:\n{names}---\n\n{colon(talk)}\n"


def html_page(talk: Sequence[Said]) -> str:
    """A page of paragraphs with bold labels."""
    body = "\n".join(
        f"<p><strong>{escape(said.speaker)}:</strong> {escape(said.line)}</p>" for said in talk
    )
    return f"<!DOCTYPE html><html><head><title>A call</title></head><body>{body}</body></html>"


def html_cite(talk: Sequence[Said]) -> str:
    """The podcast form: cite, time, paragraph."""
    body = "\n".join(
        f"<cite>{escape(said.speaker)}:</cite><time>{short_clock(said.start_ms)}</time>"
        f"<p>{escape(said.line)}</p>"
        for said in talk
    )
    return f"<!DOCTYPE html><html><head><title>A call</title></head><body>{body}</body></html>"


def html_list(talk: Sequence[Said]) -> str:
    """A definition list."""
    body = "\n".join(
        f"<dt>{escape(said.speaker)}</dt><dd>{escape(said.line)}</dd>" for said in talk
    )
    return f"<!DOCTYPE html><html><body><dl>{body}</dl></body></html>"


def html_table(talk: Sequence[Said]) -> str:
    """A table of time, name and text."""
    body = "\n".join(
        f"<tr><td>{clock(said.start_ms, mark='')}</td><td>{escape(said.speaker)}</td>"
        f"<td>{escape(said.line)}</td></tr>"
        for said in talk
    )
    return f"<!DOCTYPE html><html><body><table>{body}</table></body></html>"


PAGES: dict[str, Render] = {
    "text-colon": colon,
    "text-colon-lines": colon_lines,
    "text-bracket-time": bracket_time,
    "text-otter": otter,
    "text-rev": rev,
    "text-fathom": fathom,
    "text-alone": alone,
    "markdown-bold-inside": bold_inside,
    "markdown-bold-outside": bold_outside,
    "markdown-front-matter": front_matter,
    "html-paragraphs": html_page,
    "html-cite": html_cite,
    "html-definition-list": html_list,
    "html-table": html_table,
}
# Forms that tell when each turn begins, and no more.
STARTS = frozenset({"text-bracket-time", "text-otter", "text-rev", "text-fathom", "html-cite"})
