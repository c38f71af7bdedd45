from __future__ import annotations

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
from analyzer.report.material import gather
from analyzer.report.parts import Quotation
from analyzer.report.playbook.content import compose_playbook
from analyzer.report.playbook.records import Playbook
from analyzer.report.session.content import compose_session
from analyzer.report.session.records import SessionReport
from analyzer.report.shown import WHOLE_WORDS
from tests.report.rich_calls import material_of, three_of_one
from tests.report.sessions import Said, a_pack, build_analysis, hr_call
from tests.report.test_content import quoted
from tests.report.test_pdf import flat, text_of

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
