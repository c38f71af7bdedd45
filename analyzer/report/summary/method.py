"""How the report was made, in a few sentences that can be checked."""

from __future__ import annotations

from analyzer.aggregate.trends.course import FEWEST_SESSIONS
from analyzer.report.material import Material
from analyzer.report.parts import Section
from analyzer.report.summary.records import Method


def part(material: Material) -> Method:
    """What the words of the report mean, and how its numbers and quotations come about."""
    pack = material.pack.label
    found = _IN_GENERAL.format(pack=pack).split("\n")
    if not material.is_small:
        found.append(_CHANGE.format(fewest=FEWEST_SESSIONS))
    if not material.is_small:
        found.append(_THEMES if material.themes else _NO_THEMES)
    found.append("The same sessions give the same report, to the last byte.")
    heading = "How this report was made"
    return Method(section=Section(anchor="method", heading=heading, lead=tuple(found)))


_IN_GENERAL = """\
Everything here was counted and chosen by a program on one computer. No sentence was written by a \
language model: sentences are filled in with counts, and quotations are cut from the transcripts \
letter by letter.
A session is one call, post or article. An exchange is one asker’s matter in it. A stretch of \
advice is a place where the coach recommends something, one sentence or several. Problem and \
advice types are those of the pack {pack}, with its definitions.
A label is counted where it is sure: where labels with such a score were mostly right when that \
was measured. Labels that are only possible are counted apart.
Of all quotations those are shown that are surest and can be read by themselves, from as many \
different sessions as there are. The number behind a quotation is that of its session in the \
table of sessions; a time is that of the turn in which the words stand.
Clients are told apart by name. Counts stay counts; per cents are given of words, and of stretches \
of advice where there are a hundred or more."""
_CHANGE = """\
Something is called rising or falling where so clear an order from quarter to quarter would come \
by chance in at most one report of twenty, all types looked at together (trend test of Cochran \
1954 and Armitage 1955 with Holm’s correction of 1979, sessions of one client taken for alike as \
far as they are); that takes {fewest} dated sessions."""
_THEMES = """\
Themes are found by how often texts fall together over many samples (consensus clustering, Monti \
and others 2003), compared by meaning and by words; their names are made of phrases that tell them \
from the others."""
_NO_THEMES = """\
Themes beyond the pack are not told: they are found in an archive, which keeps what texts mean."""
