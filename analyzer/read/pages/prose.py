"""Pages of prose to fragments: speakers, the asker's question, outside text and comments.

Four kinds of pages: a labelled talk (``dialogue``), a written question with its written answer
(``column``), a post by one author (``article``), and text of which nothing is known but its words.
Comments of readers may follow each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzer.read.base import NOBODY_NAMED, UNNAMED, Block, Fragment, Reading
from analyzer.read.captions.clips import part_clips
from analyzer.read.labels.dashes import is_dashed, read_dashes
from analyzer.read.labels.grammar import Row, rows_of
from analyzer.read.labels.speakers import find_speakers
from analyzer.read.limits import check_paragraphs, fewer_blanks
from analyzer.read.pages.column import AUTHOR, read_column
from analyzer.read.pages.comments import find_comments, read_comments
from analyzer.read.pages.dialogue import plain_head, read_dialogue
from analyzer.read.pages.front import Facts, header_people, read_front
from analyzer.read.pages.page import Page
from analyzer.read.pages.paragraphs import Paragraph, gather
from analyzer.read.pages.post import is_article, is_timed, read_article
from analyzer.read.people.identity import same_people
from analyzer.records import ReadWarning, Role, SegmentKind

_HEAD_ROWS = 40
_NO_FACTS = Facts()


def read_blocks(blocks: Sequence[Block], *, facts: Facts = _NO_FACTS) -> Reading:
    """What the blocks of a page, in reading order, say, and what stands beside it.

    ``facts`` are what the file says outside its text, in YAML front matter or HTML meta elements.

    >>> reading = read_blocks([Block(text="Coach: Hello."), Block(text="Client: Hi.")])
    >>> [(fragment.speaker, fragment.text) for fragment in reading.fragments]
    [('Coach', 'Hello.'), ('Client', 'Hi.')]
    """
    rows, comments = _without_comments(rows_of(part_clips(_bounded(blocks))))
    declared = header_people([row.text for row in rows[:_HEAD_ROWS]])
    facts = facts.over(Facts(people=declared.people, roles=declared.roles))
    cast = find_speakers(rows, declared=facts.people)
    paragraphs = plain_head(gather(rows, cast.labels), cast)
    if any(paragraph.label is not None for paragraph in paragraphs):
        page = read_dialogue(paragraphs, cast, facts)
        read_comments(page, comments, author=None, identity=cast.identity)
        head = _before_speech(paragraphs, page.fragments)
        return _reading(page, facts.over(read_front(head)))
    return _without_labels(paragraphs, comments, facts)


def read_one_voice(blocks: Sequence[Block], *, facts: Facts = _NO_FACTS) -> Reading:
    """The page as a post by one author, whatever its lines begin with."""
    rows, comments = _without_comments(rows_of(_bounded(blocks)))
    return _article(gather(rows, {}), comments, facts)


def is_post(blocks: Sequence[Block], *, facts: Facts = _NO_FACTS) -> bool:
    """Whether the page is a post by one author: published, and without a talk on it."""
    rows, comments = _without_comments(rows_of(_bounded(blocks)))
    people = (*facts.people, *header_people([row.text for row in rows]).people)
    cast = find_speakers(rows, declared=people)
    paragraphs = plain_head(gather(rows, cast.labels), cast)
    if any(paragraph.label is not None for paragraph in paragraphs):
        return False
    if is_dashed(paragraphs) or not is_article(paragraphs, facts, commented=bool(comments)):
        return False
    return read_column(paragraphs, facts) is None


def _bounded(blocks: Sequence[Block]) -> Sequence[Block]:
    check_paragraphs(len(blocks))
    return [
        block if block.text == (text := fewer_blanks(block.text)) else replace(block, text=text)
        for block in blocks
    ]


def _without_comments(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    start = find_comments(rows)
    return rows[:start], rows[start:]


def _without_labels(
    paragraphs: Sequence[Paragraph], comments: Sequence[Row], facts: Facts
) -> Reading:
    column = None if is_timed(paragraphs) else read_column(paragraphs, facts)
    if column is not None:
        coach = next((name for name, role in column.roles.items() if role == Role.COACH), None)
        names = [fragment.speaker for fragment in column.fragments if fragment.speaker is not None]
        read_comments(column, comments, author=coach, identity=same_people(names))
        head = _before_speech(paragraphs, column.fragments)
        return _reading(column, facts.over(read_front(head)))
    posted = is_article(paragraphs, facts, commented=bool(comments))
    if posted and not is_dashed(paragraphs):
        return _article(paragraphs, comments, facts)
    dashed = read_dashes(paragraphs)
    if dashed is not None:
        return _reading(dashed, facts)
    page, _ = read_article(paragraphs, replace(facts, author=facts.author or UNNAMED))
    if page.fragments:
        page.warnings.append(
            ReadWarning(
                message=f"{NOBODY_NAMED[2]}; everything was given to {UNNAMED!r}",
                source_line=page.fragments[0].line,
            )
        )
    read_comments(page, comments, author=None, identity=same_people([]))
    return _reading(page, facts)


def _article(paragraphs: Sequence[Paragraph], comments: Sequence[Row], facts: Facts) -> Reading:
    page, author = read_article(paragraphs, facts, fallback=AUTHOR)
    if any(fragment.speaker == author for fragment in page.fragments):
        page.settle(author, Role.COACH)
    read_comments(page, comments, author=author, identity=same_people([author]))
    head = _before_speech(paragraphs, page.fragments)
    return _reading(page, facts.over(read_front(head)))


def _before_speech(
    paragraphs: Sequence[Paragraph], fragments: Sequence[Fragment]
) -> list[Paragraph]:
    """The paragraphs left out before anybody speaks, or behind a written question."""
    texts: set[str] = set()
    turns = 0
    for fragment in fragments:
        if fragment.outside is SegmentKind.FRONT or fragment.outside is SegmentKind.LOGISTICS:
            texts.add(fragment.text)
        elif fragment.outside is None:
            turns += 1
        if turns > 3:
            break
    return [paragraph for paragraph in paragraphs if paragraph.written in texts]


def _reading(page: Page, facts: Facts) -> Reading:
    return Reading(
        fragments=tuple(page.fragments),
        title=facts.title,
        held_on=facts.held_on,
        roles=tuple(page.roles.items()),
        warnings=tuple(page.warnings),
    )
