"""A labelled talk: header, written question, turns with their unlabelled paragraphs, footer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analyzer.read.base import UNNAMED, BlockKind
from analyzer.read.labels.speakers import Cast
from analyzer.read.pages.closing import read_tail
from analyzer.read.pages.footer import names_himself, tail_kinds
from analyzer.read.pages.front import (
    Facts,
    author_in,
    is_cast_line,
    is_page_field,
    is_title_like,
    names_in_list,
    person_of_column,
    read_front,
)
from analyzer.read.pages.outside import (
    is_about_the_page,
    is_note,
    is_source,
    is_tool_line,
    is_transcript_mark,
)
from analyzer.read.pages.page import Page
from analyzer.read.pages.paragraphs import Paragraph
from analyzer.read.pages.question import (
    Head,
    answerer,
    question_end,
    question_head,
    signer,
    unnamed_asker,
)
from analyzer.read.pages.sections import aside_kind
from analyzer.read.pages.signatures import (
    addressed,
    is_postscript,
    name_in_signature,
    signature_at_end,
)
from analyzer.read.people.names import is_person_like, name_key
from analyzer.records import ReadWarning, Role, SegmentKind

_ASKS_ONLY = frozenset(
    ("q", "question", "interviewer", "int", "audience", "audience member", "member of audience")
)
_TALK_WORDS = 200
_AFTER_MARK = 0.6


def plain_head(paragraphs: Sequence[Paragraph], cast: Cast) -> list[Paragraph]:
    """The paragraphs, with labels taken off that only say who is who or stand in show notes."""
    labelled = [index for index, paragraph in enumerate(paragraphs) if paragraph.label is not None]
    start = _cast_lines_end(paragraphs, cast)
    for index, paragraph in enumerate(paragraphs):
        if is_transcript_mark(paragraph.written):
            below = sum(1 for place in labelled if place > index)
            if below >= _AFTER_MARK * len(labelled) and below:
                start = max(start, index)
    return [
        replace(paragraph, label=None, text=paragraph.written)
        if index < start and paragraph.label is not None
        else paragraph
        for index, paragraph in enumerate(paragraphs)
    ]


def _cast_lines_end(paragraphs: Sequence[Paragraph], cast: Cast) -> int:
    """Where header lines such as "Coach: Ana Ruiz" end; 0 where there are none or they are talk."""
    end, names, fields = 0, list[str](), 0
    for index, paragraph in enumerate(paragraphs[:40]):
        text = paragraph.written
        if is_cast_line(text):
            names += names_in_list(text.split(":", 1)[1])
            end = index + 1
        elif is_page_field(text):
            fields += 1
        elif paragraph.label is not None or not is_title_like(text, heading=True):
            break
    if not names or all(paragraph.label is None for paragraph in paragraphs[end:]):
        return 0
    known = {word for key in cast.identity.names for word in key.split()}
    sure = fields or any(
        " " in name or name_key(name).split()[0] in known for name in names if name_key(name)
    )
    return end if sure else 0


def read_dialogue(paragraphs: Sequence[Paragraph], cast: Cast, facts: Facts) -> Page:
    """The page of a labelled talk. Labels that are none were taken off by ``plain_head``."""
    page = Page(warnings=list(cast.warnings))
    labelled = [index for index, paragraph in enumerate(paragraphs) if paragraph.label is not None]
    first, last = labelled[0], labelled[-1]
    spoken = {label.speaker for label in (p.label for p in paragraphs) if label is not None}
    for name, role in (*cast.roles, *_resolved(facts.roles, cast)):
        if name in spoken:
            page.settle(name, role)
    facts = facts.over(read_front(paragraphs[: _talk_start(paragraphs[:first])]))
    author = cast.identity.find(facts.author) if facts.author else None
    if author in spoken and Role.COACH not in page.roles.values():
        page.settle(author, Role.COACH)
    lecturer = _lecturer(spoken, cast, facts)
    main = _unlabelled_voice(paragraphs, first, spoken, facts, lecturer=lecturer)
    if main is not None and main == facts.author and _is_post(paragraphs, first):
        page.settle(main, Role.COACH)
        for name in sorted(spoken - {main}):
            page.settle(name, Role.OTHER)
    elif main is not None:
        page.warnings.append(
            ReadWarning(
                message=f"much of the talk has no label; it was given to {main!r}",
                source_line=paragraphs[0].line,
            )
        )
    begin = _talk_start(paragraphs[:first]) if main is not None else first
    _read_head(page, paragraphs[:begin], cast, spoken)
    talk = paragraphs[begin:first]
    for paragraph, kind in zip(talk, tail_kinds(talk, speaker=main or ""), strict=True):
        if kind is SegmentKind.PROMOTION:
            page.leave_out(paragraph, kind)
        else:
            _read_unlabelled(page, paragraph, main)
    _read_body(page, paragraphs[first : last + 1], cast, spoken, main=main, lecturer=lecturer)
    _read_tail(page, paragraphs[last:], spoken, main=main, lecturer=lecturer)
    _name_askers(page)
    silent = [p for p in paragraphs if p.label is not None and not p.text.strip()]
    if silent:
        page.warnings.append(
            ReadWarning(
                message=f"{len(silent)} of {len(labelled)} labels have no words behind them",
                source_line=silent[0].line,
            )
        )
    return page


def _name_askers(page: Page) -> None:
    """Give unsigned questions to the one who, below each, talks with the speaker of all of them."""
    if not page.questions:
        return
    nobody = unnamed_asker(1, 1)
    ends = [*page.questions[1:], len(page.fragments)]
    voices = [
        {fragment.speaker for fragment in page.fragments[start:end]} - {None, nobody}
        for start, end in zip(page.questions, ends, strict=True)
    ]
    coaches = set[str | None]().union(*voices).intersection(*voices)
    for start, end, heard in zip(page.questions, ends, voices, strict=True):
        others = heard - coaches
        asker = others.pop() if len(others) == 1 else None
        if asker is not None and page.fragments[start].speaker == nobody:
            for index in range(start, end):
                if page.fragments[index].speaker == nobody:
                    page.fragments[index] = replace(page.fragments[index], speaker=asker)
            page.settle(asker, Role.CLIENT)
    if all(fragment.speaker != nobody for fragment in page.fragments):
        page.roles.pop(nobody, None)


def _resolved(roles: Sequence[tuple[str, str]], cast: Cast) -> list[tuple[str, str]]:
    found = [(cast.identity.find(name), role) for name, role in roles]
    return [(name, role) for name, role in found if name is not None]


def _read_head(page: Page, paragraphs: Sequence[Paragraph], cast: Cast, spoken: set[str]) -> None:
    """The paragraphs before the first label: outside, but for a written question."""
    for index, paragraph in enumerate(paragraphs):
        head = question_head(paragraph)
        if head is not None:
            page.leave_out_all(paragraphs[:index], SegmentKind.FRONT)
            read_question(page, paragraphs[index:], head, cast=cast, spoken=spoken)
            return
    page.leave_out_all(paragraphs, SegmentKind.FRONT)


def read_question(
    page: Page, paragraphs: Sequence[Paragraph], head: Head, *, cast: Cast, spoken: set[str]
) -> None:
    """A written question as a turn of its asker; what follows it before the talk is outside."""
    opener = replace(paragraphs[0], text=head.rest)
    firsts = [name.split()[0] for name in spoken]
    about = [is_about_the_page(paragraph.text, firsts) for paragraph in paragraphs]
    asked = [opener, *paragraphs[1 : max(1, question_end([opener, *paragraphs[1:]], about=about))]]
    page.leave_out(paragraphs[0], SegmentKind.FRONT, text=head.words)
    asker = _asker(head, asked, cast, spoken) or _not_the_coach(page, paragraphs, cast, spoken)
    page.questions.append(len(page.fragments))
    for index, paragraph in enumerate(asked):
        page.say(paragraph, asker, break_before=index == 0)
    if any(paragraph.text.strip() for paragraph in asked):
        page.settle(asker, Role.CLIENT)
    page.leave_out_all(paragraphs[len(asked) :], SegmentKind.FRONT)


def _asker(head: Head, asked: Sequence[Paragraph], cast: Cast, spoken: set[str]) -> str | None:
    """Who asks: named in the header, signed, or of two speakers the one who is not addressed."""
    named = head.person if head.person and is_person_like(head.person) else None
    name = named or signer(asked) or head.person
    if name is not None:
        found = cast.identity.find(name)
        return found if found is not None else name_in_signature(name) or name
    called = addressed(asked[0].text)
    addressees = {cast.identity.find(called) or ""} if called else set[str]()
    text = " ".join(paragraph.text for paragraph in asked)
    addressees |= {name for name in spoken if len(spoken) == 2 and names_himself(text, name)}
    others = spoken - addressees
    return others.pop() if len(others) == 1 and len(spoken) > 1 else None


def _not_the_coach(
    page: Page, paragraphs: Sequence[Paragraph], cast: Cast, spoken: set[str]
) -> str:
    """The asker nobody names: of two speakers the one whom the page does not show as the coach."""
    texts = [fragment.text for fragment in page.fragments]
    texts += [paragraph.text for paragraph in paragraphs]
    coaches = {name for name, role in page.roles.items() if role == Role.COACH}
    for name in (*filter(None, map(author_in, texts)), person_of_column(texts), answerer(texts)):
        found = cast.identity.find(name) if name else None
        coaches |= {found} if found else set()
    clients = {name for name, role in page.roles.items() if role == Role.CLIENT}
    left = spoken - coaches if coaches else clients
    return left.pop() if len(left) == 1 else unnamed_asker(1, 1)


def _read_body(
    page: Page,
    paragraphs: Sequence[Paragraph],
    cast: Cast,
    spoken: set[str],
    *,
    main: str | None,
    lecturer: str | None,
) -> None:
    """The paragraphs from the first label to the last."""
    broken = True
    for run in _runs(paragraphs):
        label = run[0].label
        assert label is not None
        page.say(run[0], label.speaker, break_before=broken)
        if len(run) == 1:
            broken = False
            continue
        only_asks = _asks_only(label.speaker)
        told = main if main is not None or not only_asks else lecturer
        asks = only_asks and (lecturer is None or _is_answered(run))
        broken = _read_run(page, run, label.speaker, cast=cast, spoken=spoken, told=told, asks=asks)


def _read_tail(
    page: Page,
    run: Sequence[Paragraph],
    spoken: set[str],
    *,
    main: str | None,
    lecturer: str | None,
) -> None:
    """What stands below the last labelled paragraph, the first of ``run``."""
    label = run[0].label
    told = lecturer if label is not None and _asks_only(label.speaker) else None
    if told is not None:
        main = told if _is_answered(run) else None
    read_tail(page, run[1:], main=main, spoken=spoken, lecturer=told)


def _runs(paragraphs: Sequence[Paragraph]) -> Iterator[Sequence[Paragraph]]:
    """Each labelled paragraph with the unlabelled ones below it."""
    starts = [index for index, paragraph in enumerate(paragraphs) if paragraph.label is not None]
    for start, end in zip(starts, [*starts[1:], len(paragraphs)], strict=True):
        yield paragraphs[start:end]


def _read_run(
    page: Page,
    run: Sequence[Paragraph],
    speaker: str,
    *,
    cast: Cast,
    spoken: set[str],
    told: str | None,
    asks: bool,
) -> bool:
    """What stands below a labelled paragraph; whether the next label begins a turn of its own.

    ``told`` says what has no label where the speaker only ``asks``, and below a heading. Below a
    question that its asker signs, the page tells how the call came about.
    """
    sign = signature_at_end(run[0].text)
    signed = sign is not None and cast.identity.find(sign) == speaker
    noted = False
    for index, paragraph in enumerate(run[1:], start=1):
        head = question_head(paragraph, inside=True)
        if head is not None:
            read_question(page, run[index:], head, cast=cast, spoken=spoken)
            return True
        asks = asks or paragraph.kind is BlockKind.HEADING
        if signed and not is_postscript(paragraph.text):
            page.settle(speaker, Role.CLIENT)
            page.leave_out(paragraph, SegmentKind.FRONT)
            noted = True
        else:
            _read_unlabelled(page, paragraph, told if asks else None)
    return noted


def _read_unlabelled(page: Page, paragraph: Paragraph, voice: str | None) -> None:
    """A paragraph without a label inside the talk: it goes on, unless nobody says it."""
    text = paragraph.text
    kind = aside_kind(paragraph.section)
    if kind is not None:
        page.leave_out(paragraph, kind)
    elif is_tool_line(text) or is_source(text):
        page.leave_out(paragraph, SegmentKind.LOGISTICS)
    elif paragraph.kind is BlockKind.HEADING or is_note(text) or is_transcript_mark(text):
        page.leave_out(paragraph, SegmentKind.FRONT)
    elif paragraph.kind is not BlockKind.RULE:
        page.say(paragraph, voice)


def _is_answered(run: Sequence[Paragraph]) -> bool:
    """Whether a blank line parts what stands below a labelled question from it.

    Where labels stand alone above their text, its next line may be parted from it too.
    """
    asked = run[0]
    above = asked.label is not None and not asked.label.mark.rest
    if above or len(run) < 2 or not asked.text.rstrip(' "”’)]').endswith("?"):
        return False
    return asked.line is None or run[1].line is None or run[1].line - asked.line > 1


def _asks_only(name: str) -> bool:
    """Whether a label names whoever asks, as "Q" and "Audience 3" do."""
    key = name_key(name).rstrip("0123456789 ")
    return key in _ASKS_ONLY or key.removesuffix("s") in _ASKS_ONLY


def _lecturer(spoken: set[str], cast: Cast, facts: Facts) -> str | None:
    """Who gives the talk: alone beside those who ask, or alone in the page's list of speakers."""
    told = {name for name in spoken if not _asks_only(name)}
    if len(told) < len(spoken):
        listed = {cast.identity.find(name) for name in facts.people} & told
        return (listed if len(listed) == 1 else told).pop() if listed or len(told) == 1 else None
    return None


def _unlabelled_voice(
    paragraphs: Sequence[Paragraph],
    first: int,
    spoken: set[str],
    facts: Facts,
    *,
    lecturer: str | None,
) -> str | None:
    """Who says the unlabelled text where labels name askers only, or come late in a long talk."""
    only_asks = all(map(_asks_only, spoken))
    talk = [
        paragraph.text
        for paragraph in paragraphs[_talk_start(paragraphs[:first]) : first]
        if aside_kind(paragraph.section) is None
    ]
    if any(names_himself(text, lecturer or "") for text in talk):
        lecturer = None
    before = sum(len(text.split()) for text in talk)
    words = sum(len(paragraph.text.split()) for paragraph in paragraphs)
    marked = any(is_transcript_mark(paragraph.written) for paragraph in paragraphs[:first])
    asked = any(question_head(paragraph) is not None for paragraph in paragraphs[:first])
    long_talk = before >= _TALK_WORDS and not marked and not asked
    if only_asks or (long_talk and before * 4 >= words):
        return lecturer or facts.author or UNNAMED
    return lecturer if long_talk else None


def _is_post(paragraphs: Sequence[Paragraph], first: int) -> bool:
    """Whether the labels are readers' under a post: its author's text comes first and is longer."""
    words = [len(paragraph.text.split()) for paragraph in paragraphs]
    return sum(words[:first]) > sum(words[first:])


def _talk_start(paragraphs: Sequence[Paragraph]) -> int:
    """Where, before the first label, an unlabelled talk begins: at its first real paragraph."""
    for index, paragraph in enumerate(paragraphs):
        plain = paragraph.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE)
        if (
            plain
            and aside_kind(paragraph.section) is None
            and len(paragraph.text.split()) >= 20
            and not is_about_the_page(paragraph.text, ())
        ):
            return index
    return len(paragraphs)
