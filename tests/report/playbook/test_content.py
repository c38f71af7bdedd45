from __future__ import annotations

import dataclasses

from analyzer.records import Analysis, Move, Pack
from analyzer.report.parts import Quotation
from analyzer.report.playbook.content import compose_playbook
from tests.report.rich_calls import STORY, material_of, rich_call
from tests.report.sessions import Said, build_analysis
from tests.report.test_content import quoted


def test_a_playbook_has_a_chapter_for_each_problem(
    archive: tuple[Analysis, ...], pack: Pack
) -> None:
    book = compose_playbook(material_of(archive, pack))
    assert [(it.name, it.n_exchanges) for it in book.chapters] == [
        ("HR is in the way", 8),
        ("Pressure on the fee", 4),
    ]
    first = book.chapters[0]
    assert [entry.counts for entry in first.advice] == ["in all 8 exchanges, 8 stretches"] * 2
    assert len(first.scripts) == 5
    assert len({one.words.session for one in first.scripts}) == 5
    assert sum(part.count for part in first.uptake) == 16
    assert {one.words for one in first.questions} == {"What did the plant manager say about it?"}


def test_a_chapter_shows_stories_objections_with_answers_and_what_was_agreed(pack: Pack) -> None:
    [chapter] = compose_playbook(material_of([build_analysis(rich_call())], pack)).chapters
    assert [one.words for one in chapter.stories] == [STORY]
    [objection] = chapter.objections
    assert objection.words.words == "He will only send me back to the people office."
    assert objection.answer is not None
    assert objection.answer.words.startswith("He has done that once, and then he rang you himself.")
    assert [one.words for one in chapter.agreed] == [
        "I will ring Wayne about the chair before nine tomorrow."
    ]


def test_types_that_are_taken_up_more_willingly_stand_first(pack: Pack) -> None:
    lines: list[Said] = [
        ("Ines", Move.SITUATION, "", "They want a lower fee from me."),
        ("Mara", Move.DIRECTIVE, "fee-terms", "Tell them that the fee stays where it is."),
        ("Ines", Move.RATIONALE, "", "They will laugh at me."),
        ("Mara", Move.DIRECTIVE, "urgency", "Ask them by when the chair must be filled."),
        ("Ines", Move.COMMITMENT, "", "I will ask them that tomorrow."),
    ]
    analysis = build_analysis(lines, problem="fee-pressure")
    [chapter] = compose_playbook(material_of([analysis], pack)).chapters
    assert [(one.name, one.uptake) for one in chapter.advice] == [
        ("Urgency", "commitment 1"),
        ("Fee terms", "objection 1"),
    ]


def test_a_pack_without_problems_gives_one_chapter_of_all_advice(pack: Pack) -> None:
    bare = dataclasses.replace(pack, problem=())
    analysis = build_analysis(rich_call(), problem=None)
    [chapter] = compose_playbook(material_of([analysis], bare)).chapters
    assert (chapter.name, chapter.n_exchanges, chapter.shows) == ("All advice", 0, ())
    assert {one.name for one in chapter.advice} == {"Hiring manager first", "Pain uncovering"}


def test_a_playbook_of_talk_without_advice_says_so(pack: Pack) -> None:
    lines: list[Said] = [("Mara", Move.STORY, "", "I once fell off a ladder.")]
    book = compose_playbook(material_of([build_analysis(lines, problem=None)], pack))
    assert book.chapters == ()
    assert "nothing to hand on yet" in book.intro[0]


def test_only_quoted_sessions_are_listed(archive: tuple[Analysis, ...], pack: Pack) -> None:
    book = compose_playbook(material_of(archive, pack))
    shown = {one.session for one in quoted(book.chapters) if isinstance(one, Quotation)}
    assert {row.number for row in book.sessions} == shown
