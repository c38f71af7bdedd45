"""A written question and its written answer, without labels: a letter, or "QUESTION:" and text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzer.read.base import BlockKind
from analyzer.read.pages.footer import tail_kinds
from analyzer.read.pages.front import Facts, person_of_column, read_front
from analyzer.read.pages.outside import is_about_the_page, is_note
from analyzer.read.pages.page import Page
from analyzer.read.pages.paragraphs import Paragraph
from analyzer.read.pages.question import (
    Head,
    answer_head,
    find_letter,
    question_end,
    question_head,
    signer,
    unnamed_asker,
)
from analyzer.read.pages.sections import aside_kind
from analyzer.read.pages.signatures import addressed, signature_at_end, signature_line
from analyzer.read.people.identity import Identity, same_people
from analyzer.read.people.names import is_person_like
from analyzer.records import Role, SegmentKind

AUTHOR = "Author"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Paragraph numbers: from ``first`` to ``end`` somebody asks, up to ``stop`` it is answered."""

    first: int
    end: int
    stop: int
    asker: str | None
    words: str = ""
    rest: str | None = None


def read_column(paragraphs: Sequence[Paragraph], facts: Facts) -> Page | None:
    """The page of questions and answers; None where the paragraphs ask nothing in writing."""
    asked = _headed(paragraphs) or _lettered(paragraphs)
    if not asked:
        return None
    page = Page()
    front = paragraphs[: asked[0].first]
    facts = facts.over(read_front(front))
    coach = _coach(paragraphs, asked, facts)
    page.leave_out_all(front, SegmentKind.FRONT)
    pairs = _has_pairs(paragraphs)
    unnamed = [item for item in asked if item.asker is None]
    total = len(unnamed) if len(unnamed) < len(asked) else 1
    for item in asked:
        asker = item.asker or unnamed_asker(min(unnamed.index(item) + 1, total), total)
        _read_question(page, paragraphs, item, asker)
        _read_answer(page, paragraphs[item.end : item.stop], coach, asker, pairs=pairs)
    if any(fragment.speaker == coach for fragment in page.fragments):
        page.settle(coach, Role.COACH)
    return page


def _read_question(page: Page, paragraphs: Sequence[Paragraph], item: _Asked, asker: str) -> None:
    opener = paragraphs[item.first]
    if item.rest is not None:
        page.leave_out(opener, SegmentKind.FRONT, text=item.words)
        opener = replace(opener, text=item.rest)
    for index, paragraph in enumerate([opener, *paragraphs[item.first + 1 : item.end]]):
        page.say(paragraph, asker, break_before=index == 0)
    page.settle(asker, Role.CLIENT)


def _read_answer(
    page: Page, paragraphs: Sequence[Paragraph], coach: str, asker: str, *, pairs: bool
) -> None:
    kinds = tail_kinds(paragraphs, speaker=coach)
    begun = False
    for paragraph, kind in zip(paragraphs, kinds, strict=True):
        head = answer_head(paragraph, pairs=pairs)
        about = not begun and is_about_the_page(paragraph.text, [coach.split(maxsplit=1)[0]])
        if head is not None and paragraph.text.startswith(head.words):
            page.leave_out(paragraph, SegmentKind.FRONT, text=head.words)
            page.say(paragraph, coach, text=head.rest)
            begun = begun or bool(head.rest)
        elif paragraph.kind is BlockKind.RULE:
            continue
        elif about and addressed(paragraph.text) != asker:
            page.leave_out(paragraph, SegmentKind.FRONT)
        elif kind is not None and (begun or kind is not SegmentKind.FRONT):
            page.leave_out(paragraph, kind)
        elif is_note(paragraph.text) or aside_kind(paragraph.section) is not None:
            page.leave_out(paragraph, aside_kind(paragraph.section) or SegmentKind.FRONT)
        else:
            page.say(paragraph, coach)
            begun = True


def _headed(paragraphs: Sequence[Paragraph]) -> list[_Asked]:
    """Questions under a header such as "QUESTION:"; "Q:" counts where "A:" answers it."""
    pairs = _has_pairs(paragraphs)
    heads = [
        (index, head)
        for index, paragraph in enumerate(paragraphs)
        if (head := question_head(paragraph, pairs=pairs)) is not None
    ]
    if not heads:
        return []
    stops = [*(index for index, _ in heads[1:]), len(paragraphs)]
    asked = [
        _asked(paragraphs, index, stop, head, alone=len(heads) == 1)
        for (index, head), stop in zip(heads, stops, strict=True)
    ]
    # A header with nothing below it asks nothing and stays with the text it stands in.
    asked = [item for item in asked if _has_text(paragraphs, item)]
    starts = [item.first for item in asked[1:]]
    return [
        replace(item, stop=start)
        for item, start in zip(asked, [*starts, len(paragraphs)], strict=False)
    ]


def _asked(
    paragraphs: Sequence[Paragraph], first: int, stop: int, head: Head, *, alone: bool
) -> _Asked:
    body = [replace(paragraphs[first], text=head.rest), *paragraphs[first + 1 : stop]]
    end = first + max(1, _question_length(body))
    if end >= stop and alone:
        end = min(stop, first + (1 if head.rest else 2))
    named = head.person if head.person and is_person_like(head.person) else None
    asker = named or signer(body[: end - first]) or head.person
    return _Asked(first=first, end=end, stop=stop, asker=asker, words=head.words, rest=head.rest)


def _has_text(paragraphs: Sequence[Paragraph], item: _Asked) -> bool:
    return bool(item.rest) or any(
        paragraph.text.strip() for paragraph in paragraphs[item.first + 1 : item.end]
    )


def _has_pairs(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether "A:" answers something here, so that "Q:" asks it."""
    return any(answer_head(paragraph, pairs=True) is not None for paragraph in paragraphs)


def _question_length(body: Sequence[Paragraph]) -> int:
    """How many paragraphs ask; without signature or answer header, up to the last that asks."""
    about = [is_about_the_page(paragraph.text, ()) for paragraph in body]
    length = question_end(body, about=about)
    if length < len(body):
        return length
    for index, paragraph in enumerate(body):
        if index and body[index - 1].text.rstrip().endswith("?") and "?" not in paragraph.text[:80]:
            return index
    return length


def _lettered(paragraphs: Sequence[Paragraph]) -> list[_Asked]:
    letter = find_letter(paragraphs)
    if letter is None:
        return []
    return [_Asked(first=letter.first, end=letter.end, stop=len(paragraphs), asker=letter.asker)]


def _coach(paragraphs: Sequence[Paragraph], asked: Sequence[_Asked], facts: Facts) -> str:
    """Who answers: in a by-line or an answer's header, addressed by the asker, or "Author"."""
    if facts.author is not None:
        return facts.author
    for paragraph in paragraphs:
        head = answer_head(paragraph)
        if head is not None and head.person is not None:
            return head.person
    opening = asked[0].rest if asked[0].rest is not None else paragraphs[asked[0].first].text
    called = addressed(opening)
    column = person_of_column([p.written for p in paragraphs[: asked[0].first]])
    people = _known(facts, column)
    if called is not None:
        surname = column is not None and column.casefold().endswith(" " + called.casefold())
        return column if column and surname else people.find(called) or called
    return column or _signed(paragraphs[asked[0].end : asked[0].stop]) or AUTHOR


def _signed(answer: Sequence[Paragraph]) -> str | None:
    """Who signs the answer, in one of its last paragraphs."""
    for paragraph in reversed(answer[-4:]):
        name = signature_at_end(paragraph.text) or signature_line(paragraph.text)
        if name is not None:
            return name
    return None


def _known(facts: Facts, column: str | None) -> Identity:
    return same_people([*facts.people, *([column] if column else [])])
