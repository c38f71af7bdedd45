from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

from analyzer.archive import Archive
from analyzer.errors import ArchiveError, ReportError
from analyzer.records import Analysis, ModelCard, Move, Pack
from analyzer.report import Paper, ReportKind, write_report
from analyzer.report.client.content import compose_client
from analyzer.report.client.records import ClientReport
from analyzer.report.material import Material, gather
from analyzer.report.parts import Quotation
from analyzer.report.playbook.content import compose_playbook
from analyzer.report.playbook.records import Playbook
from analyzer.report.session.content import compose_session
from analyzer.report.session.records import SessionReport
from analyzer.report.shown import WHOLE_WORDS
from tests.report.sessions import Said, a_pack, build_analysis, fee_call, hr_call
from tests.report.test_content import quoted
from tests.report.test_pdf import flat, text_of

STORY = (
    "There was a baker in the next street who rang the mill every morning at four to ask what the "
    "flour had done, until the miller gave him a key."
)


def material_of(
    analyses: Sequence[Analysis], pack: Pack, cards: Sequence[ModelCard] = ()
) -> Material:
    return gather(analyses, pack=pack, cards=cards)


def rich_call(client: str = "Ines Orme") -> list[Said]:
    """A call with a story, an objection that is answered, a gap and a commitment."""
    return [
        ("Mara", Move.SOCIAL, "", f"Good to hear you, {client}."),
        (client, Move.SITUATION, "", "The people office keeps me away from the plant manager."),
        ("Mara", Move.QUESTION_OPEN, "", "What does the empty chair cost the plant?"),
        (client, Move.GAP, "", "I have never asked him that."),
        ("Mara", Move.DIRECTIVE, "manager-first", "Ring the plant manager before you write again."),
        ("Mara", Move.STORY, "manager-first", STORY),
        (client, Move.RATIONALE, "", "He will only send me back to the people office."),
        ("Mara", Move.REFLECTION, "", "He has done that once, and then he rang you himself."),
        ("Mara", Move.SCRIPT, "pain-uncovering", "“Whose weekend does that chair cost you?”"),
        (client, Move.COMMITMENT, "", "I will ring Wayne about the chair before nine tomorrow."),
        (client, Move.QUESTION_OPEN, "", "What if his machine answers me again?"),
    ]


def three_of_one() -> list[Analysis]:
    """Three dated sessions of one client under two names, the last with an echo of the first."""
    echo: list[Said] = [
        ("Ines Orme", Move.SITUATION, "", "So I rang Wayne, and the chair costs him his weekends."),
        ("Mara", Move.DIRECTIVE, "manager-first", "Ask him who else loses sleep over that chair."),
        ("Ines Orme", Move.COMMITMENT, "", "I will ask him on Thursday at the dock."),
    ]
    return [
        build_analysis(rich_call("Ines"), held_on=dt.date(2024, 3, 5), path="a.txt", timed=True),
        build_analysis(
            fee_call("Ines Orme", "Brightwater Mills", 15),
            problem="fee-pressure",
            held_on=dt.date(2024, 4, 9),
            path="b.txt",
        ),
        build_analysis(echo, held_on=dt.date(2024, 6, 4), title="The dock", path="c.txt"),
    ]


# ---------------------------------------------------------------- one session


def test_a_session_report_says_what_was_brought_advised_agreed_and_left_open(pack: Pack) -> None:
    report = compose_session(material_of([build_analysis(rich_call())], pack))
    [part] = report.exchanges
    assert part.problem == "HR is in the way"
    assert [card.types for card in part.advice] == [("Hiring manager first",), ("Pain uncovering",)]
    objection = part.advice[0].answer_quote
    assert objection is not None
    assert objection.words == "He will only send me back to the people office."
    assert [one.words for one in part.advice[1].scripts] == [
        "“Whose weekend does that chair cost you?”"
    ]
    assert part.advice[1].quote is None
    assert [one.words.words for one in report.agreed] == [
        "I will ring Wayne about the chair before nine tomorrow."
    ]
    assert [one.words for one in report.questions] == ["What if his machine answers me again?"]
    [gap] = report.gaps
    assert gap.question is not None
    assert gap.question.words == "What does the empty chair cost the plant?"


def test_counts_of_a_session_are_those_of_its_analysis(pack: Pack) -> None:
    analysis = build_analysis(rich_call(), timed=True)
    report = compose_session(material_of([analysis], pack))
    facts = {fact.words: fact.count for fact in report.facts}
    assert facts["exchange"] == str(len(analysis.exchanges))
    assert facts["stretches of advice"] == str(len(analysis.advice))
    assert facts["commitment"] == str(len(report.agreed))
    said = Counter[str]()
    for turn in analysis.session.turns:
        said[analysis.session.speakers[turn.speaker].name] += len(turn.text.split())
    assert {row.name: row.words for row in report.speakers} == {
        name: str(n) for name, n in said.items()
    }


def test_the_strip_runs_by_time_or_by_words(pack: Pack) -> None:
    timed = compose_session(material_of([build_analysis(rich_call(), timed=True)], pack)).strip
    plain = compose_session(material_of([build_analysis(rich_call())], pack)).strip
    assert timed is not None
    assert plain is not None
    assert all(":" in tick.words for tick in timed.ticks)
    assert [tick.words for tick in plain.ticks] == ["100 words"]
    for strip in (timed, plain):
        assert strip.parts[0].start == 0.0
        assert strip.parts[-1].end == 1.0
        for span in (*strip.parts, *strip.advice, *strip.scripts):
            assert 0 <= span.start < span.end <= 1
        assert len(strip.advice) == 2


def test_places_in_a_session_are_times_or_turns_and_name_no_session(pack: Pack) -> None:
    for timed in (True, False):
        report = compose_session(material_of([build_analysis(rich_call(), timed=timed)], pack))
        for one in quoted(report):
            if isinstance(one, Quotation):
                assert one.session == 0
                assert bool(one.time) is timed
                assert timed or re.fullmatch(r"turn \d+", one.where)


def test_an_article_without_a_client_has_nothing_agreed_or_open(pack: Pack) -> None:
    lines: list[Said] = [("Mara", Move.DIRECTIVE, "urgency", "Build the date into the first call.")]
    report = compose_session(material_of([build_analysis(lines, asks=False)], pack))
    assert report.agreed_section is None
    assert report.open_section is None
    assert [part.heading for part in report.exchanges] == ["The advice"]


def test_advice_that_is_only_possible_stands_apart(pack: Pack) -> None:
    analysis = build_analysis(rich_call(), possible=["manager-first"])
    [part] = compose_session(material_of([analysis], pack)).exchanges
    assert [card.types for card in part.advice] == [("Pain uncovering",)]
    assert part.possible.startswith("Only possible: Hiring manager first (turn ")


def test_only_labels_of_the_session_are_judged(pack: Pack, card: ModelCard) -> None:
    report = compose_session(material_of([build_analysis(rich_call())], pack, [card]))
    [table] = report.label_tables
    assert {row.name for row in table.rows} == {"Hiring manager first", "Pain uncovering"}


def test_a_session_report_is_about_one_session(few: tuple[Analysis, ...], pack: Pack) -> None:
    with pytest.raises(ReportError, match="about one session, and these are 3"):
        compose_session(material_of(few, pack))


# ---------------------------------------------------------------- one client


def test_a_client_is_followed_over_time(pack: Pack) -> None:
    report = compose_client(material_of(three_of_one(), pack), client="ines")
    assert report.title == "Ines Orme"
    assert [row.problems for row in report.path] == [
        "HR is in the way",
        "Pressure on the fee",
        "HR is in the way",
    ]
    assert [visit.heading for visit in report.visits] == ["5 Mar 2024", "9 Apr 2024", "4 Jun 2024"]
    assert any("“Ines” is taken for Ines Orme" in remark for remark in report.remarks)
    assert report.matrix is not None
    assert report.matrix.counts == ((1, 0, 1), (0, 1, 0))
    assert {(row.kind, row.name): row.sessions for row in report.recurs} == {
        ("problem", "HR is in the way"): "2 of 3 sessions",
        ("advice", "Hiring manager first"): "2 of 3 sessions",
    }


def test_what_was_agreed_is_looked_for_in_later_sessions(pack: Pack) -> None:
    report = compose_client(material_of(three_of_one(), pack), client="Ines Orme")
    groups = {group.heading: group.commitments for group in report.agreed}
    [again] = groups["Came up again, with the later words below"]
    assert again.said.words.words == "I will ring Wayne about the chair before nine tomorrow."
    assert again.later is not None
    assert again.later.words == "So I rang Wayne, and the chair costs him his weekends."
    assert again.later.where == "4 Jun 2024"
    [last] = groups["Agreed last, with no later session yet"]
    assert last.said.words.words == "I will ask him on Thursday at the dock."


def test_one_session_of_a_client_claims_no_course(pack: Pack) -> None:
    report = compose_client(material_of(three_of_one()[:1], pack))
    assert report.remarks[0] == "One session shows what was said in it, and nothing about a course."
    assert report.recurs_section is None
    assert report.matrix is None
    assert [group.heading for group in report.agreed] == ["Agreed in this session"]
    assert not any("later" in finding.text for finding in report.findings)


def test_sessions_without_dates_are_in_no_order(pack: Pack) -> None:
    undated = [
        build_analysis(rich_call(), path="a.txt"),
        build_analysis(rich_call(), path="b.txt"),
    ]
    report = compose_client(material_of(undated, pack))
    [group] = report.agreed
    assert group.heading == "In sessions without a date, so that nobody knows what came later"
    assert len(group.commitments) == 2


def test_a_nameless_client_may_be_several_people(pack: Pack) -> None:
    two = [
        build_analysis(rich_call("Client"), path=f"{n}.txt", held_on=dt.date(2024, n, 1))
        for n in (1, 2)
    ]
    report = compose_client(material_of(two, pack), client="Client")
    assert any("names nobody" in remark for remark in report.remarks)


def test_a_client_who_is_not_there_gets_the_nearest_names(pack: Pack) -> None:
    with pytest.raises(ReportError, match=r"no client 'Inez Orme' in these sessions\. Did you"):
        compose_client(material_of(three_of_one(), pack), client="Inez Orme")


def test_several_clients_and_none_named_are_listed(few: tuple[Analysis, ...], pack: Pack) -> None:
    with pytest.raises(ReportError, match=r"--client NAME. There are Ines, Omar, Tove\."):
        compose_client(material_of(few, pack))


# ---------------------------------------------------------------- the playbook


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


# ---------------------------------------------------------------- all kinds

Report = SessionReport | ClientReport | Playbook


def every_kind(analyses: Sequence[Analysis], pack: Pack) -> list[tuple[Report, Sequence[Analysis]]]:
    first = analyses[:1]
    return [
        (compose_session(material_of(first, pack)), first),
        (compose_client(material_of(analyses, pack)), analyses),
        (compose_playbook(material_of(analyses, pack)), analyses),
    ]


def test_every_quotation_is_in_a_transcript_word_for_word(pack: Pack) -> None:
    for report, analyses in every_kind(three_of_one(), pack):
        shown = list(quoted(report))
        assert shown
        for one in shown:
            said = [
                turn.text
                for analysis in analyses
                for turn in analysis.session.turns
                if analysis.session.speakers[turn.speaker].name == one.speaker
            ]
            assert any(one.words in text for text in said), one


def test_words_to_say_are_not_cut_as_other_quotations_are(pack: Pack) -> None:
    long = "“" + " ".join(f"Line {n} of what to say." for n in range(30)) + "”"
    lines: list[Said] = [
        ("Ines", Move.SITUATION, "", "They want a lower fee from me."),
        ("Mara", Move.SCRIPT, "fee-terms", long),
    ]
    [chapter] = compose_playbook(material_of([build_analysis(lines)], pack)).chapters
    assert len(long.split()) < WHOLE_WORDS
    assert [(one.words.words, one.words.goes_on) for one in chapter.scripts] == [(long, False)]


@pytest.mark.parametrize("kind", [ReportKind.SESSION, ReportKind.CLIENT, ReportKind.PLAYBOOK])
@pytest.mark.parametrize(
    "words",
    [
        pytest.param('#panic("x") $x^2$ *bold* <lab> \\ `raw` // no #{1+1}', id="typst"),
        pytest.param("שלום, אני רוצה לדבר על העבודה החדשה ועל הכסף.", id="right to left"),
        pytest.param("我明天早上九点给经理打电话。你觉得怎么样？", id="Han"),
        pytest.param(" ".join(["word"] * 2500), id="a sentence longer than a page"),
        pytest.param("a" * 2500, id="a word longer than a page"),
    ],
)
def test_no_words_break_a_report(tmp_path: Path, kind: ReportKind, words: str, pack: Pack) -> None:
    lines: list[Said] = [
        (f"C {words[:30]}", Move.SITUATION, "", words),
        ("Mara", Move.QUESTION_OPEN, "", f"{words}?"),
        (f"C {words[:30]}", Move.GAP, "", words),
        ("Mara", Move.STORY, "manager-first", words),
        ("Mara", Move.SCRIPT, "manager-first", words),
        (f"C {words[:30]}", Move.COMMITMENT, "", words),
    ]
    analysis = build_analysis(lines, title=words[:80], warnings=[words])
    path = write_report([analysis], tmp_path / "report.pdf", pack=pack, kind=kind)
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("kind", [ReportKind.SESSION, ReportKind.CLIENT, ReportKind.PLAYBOOK])
def test_the_file_holds_what_the_report_says_and_is_the_same_again(
    tmp_path: Path, kind: ReportKind, pack: Pack, card: ModelCard
) -> None:
    analyses = three_of_one()[: 1 if kind is ReportKind.SESSION else None]
    again = [
        write_report(
            analyses, tmp_path / f"{n}.pdf", pack=pack, cards=[card], kind=kind, paper=Paper.LETTER
        ).read_bytes()
        for n in range(2)
    ]
    assert again[0] == again[1]
    material = material_of(analyses, pack, [card])
    composed: dict[ReportKind, Report] = {
        ReportKind.CLIENT: compose_client(material),
        ReportKind.PLAYBOOK: compose_playbook(material),
    }
    report = composed[kind] if kind in composed else compose_session(material)
    text = text_of(again[0])
    for one in quoted(report):
        if isinstance(one, Quotation):
            assert flat(one.words) in text
    for fact in report.facts:
        assert f"{fact.count} {fact.words}" in text
    assert flat(report.method_section.lead[0]) in text
    with pypdfium2.PdfDocument(again[0]) as opened:
        assert opened.get_metadata_value("Title") == report.title
        assert opened[0].get_width() == pytest.approx(612)


def test_a_client_report_looks_only_at_sessions_with_the_client(
    tmp_path: Path, archive: tuple[Analysis, ...], pack: Pack
) -> None:
    path = tmp_path / "bea.pdf"
    write_report(archive, path, pack=pack, kind=ReportKind.CLIENT, client="bea")
    text = text_of(path.read_bytes())
    assert "Bea" in text
    assert "Abel" not in text


def test_a_client_who_is_not_in_the_archive_is_told_with_the_nearest(
    tmp_path: Path, archive: tuple[Analysis, ...], pack: Pack
) -> None:
    with pytest.raises(ArchiveError, match=r"no client 'Beah' in this archive\. Nearest: .*Bea"):
        write_report(archive, tmp_path / "x.pdf", pack=pack, kind=ReportKind.CLIENT, client="Beah")


@pytest.mark.parametrize("kind", [ReportKind.SESSION, ReportKind.CLIENT, ReportKind.PLAYBOOK])
def test_a_page_is_for_themes_only(
    tmp_path: Path, few: tuple[Analysis, ...], pack: Pack, kind: ReportKind
) -> None:
    with pytest.raises(ReportError, match=f"a {kind} report cannot be written as '.html'"):
        write_report(few[:1], tmp_path / "x.html", pack=pack, kind=kind)


@pytest.mark.parametrize("kind", [ReportKind.SESSION, ReportKind.CLIENT, ReportKind.PLAYBOOK])
def test_nobody_is_named_where_pseudonyms_are_wanted(
    tmp_path: Path, kind: ReportKind, pack: Pack
) -> None:
    analyses = three_of_one()[: 1 if kind is ReportKind.SESSION else None]
    path = tmp_path / "report.pdf"
    write_report(analyses, path, pack=pack, kind=kind, anonymous=True)
    text = text_of(path.read_bytes())
    assert "Ines" not in text
    assert "Mara" not in text
    assert "Coach" in text


def test_a_large_archive_makes_no_longer_a_chapter() -> None:
    many = [
        build_analysis(hr_call(f"C{n}", f"Firm {n}", n), path=f"{n:03d}.txt") for n in range(120)
    ]
    with Archive.in_memory() as store:
        for one in many:
            store.add(one)
        book = compose_playbook(gather(store, pack=a_pack(), cards=[]))
    [chapter] = book.chapters
    assert chapter.n_exchanges == 120
    assert len(chapter.shows) == 3
    assert len(book.sessions) < 25
