from __future__ import annotations

import dataclasses
import re

import pypdfium2
import pytest
import typst

from analyzer.records import Analysis, ModelCard, Move, Pack
from analyzer.report.parts import Quotation
from analyzer.report.style import Paper
from analyzer.report.summary.content import build_summary
from analyzer.report.summary.figures import summary_pdf
from analyzer.report.summary.records import Summary
from tests.report.sessions import a_pack, build_analysis, fee_call, hr_call, there
from tests.report.test_content import quoted

HOSTILE = [
    pytest.param(
        '#panic("x") $x^2$ *bold* _it_ @ref <lab> \\ `raw` // no /* no */ = ~ #{1+1}', id="typst"
    ),
    pytest.param("<script>alert(1)</script> &amp; </style> {{ 7*7 }} {% raw %}", id="html"),
    pytest.param('He said “call ‘Ann’ now” and "that\'s" it — 5′ 6″ … ﬁne.', id="quotes"),
    pytest.param("Шеф звонит завтра, καλημέρα σας, naïve Łódź façade.", id="other alphabets"),
]


def text_of(document: bytes) -> str:
    """All text of a PDF, page by page, with single spaces."""
    with pypdfium2.PdfDocument(document) as opened:
        pages = []
        for page in opened:
            text_page = page.get_textpage()
            pages.append(text_page.get_text_range())
            text_page.close()
            page.close()
    return flat(" ".join(pages))


def flat(text: str) -> str:
    # A zero-width space lets words longer than a line break.
    return " ".join(text.replace("\u200b", "").split())


def test_two_runs_give_the_same_bytes(report: Summary, document: bytes) -> None:
    assert summary_pdf(report) == document


def test_no_date_is_in_the_file(document: bytes) -> None:
    assert b"CreationDate" not in document
    assert b"ModDate" not in document
    assert b"xmp:CreateDate" not in document


def test_the_file_is_tagged_and_says_its_title_and_language(document: bytes) -> None:
    assert b"/MarkInfo" in document
    assert b"/StructTreeRoot" in document
    assert b"pdfuaid" in document
    with pypdfium2.PdfDocument(document) as opened:
        assert opened.get_metadata_value("Title") == "What was asked, and what was advised"
        outline = [bookmark.get_title() for bookmark in opened.get_toc()]
    assert "What clients bring" in outline
    assert "Hiring manager first" in outline


def test_every_quotation_of_the_report_is_in_the_file_word_for_word(
    report: Summary, document: bytes
) -> None:
    text = text_of(document)
    shown = [one for one in quoted(report) if isinstance(one, Quotation)]
    assert shown
    for one in shown:
        assert flat(one.words) in text


def test_every_count_of_the_report_is_in_the_file(report: Summary, document: bytes) -> None:
    text = text_of(document)
    for fact in report.facts:
        assert f"{fact.count} {fact.words}" in text
    for problem in report.problems.rows:
        assert f"{problem.name} {problem.counts}" in text
    for advice in report.advice.rows:
        counts = f"{advice.n_stretches} {advice.n_sessions} {advice.n_clients} {advice.n_scripts}"
        assert f"{advice.name} {counts}" in text
    for chapter in report.chapters.rows:
        for part in chapter.uptake:
            assert part.count == 0 or f"{part.name} {part.count}" in text
    for row in report.trust.label_tables[0].rows:
        assert f"{row.name} {row.precision} {row.recall} {row.f1} {row.bounds}" in text
    for bar in report.advice.bars:
        assert re.search(rf"{re.escape(bar.name)} {bar.count} {bar.note}", text)


def test_every_sentence_of_the_report_is_in_the_file(report: Summary, document: bytes) -> None:
    text = text_of(document)
    for section in (there(report.trend).section, report.talk.section, report.trust.section):
        for line in (section.heading, *section.lead):
            assert flat(line) in text
    for finding in report.findings:
        assert flat(finding.text) in text
    assert flat(report.made_with) in text
    assert "do not rely on" in text


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_set_as_they_are(words: str, pack: Pack) -> None:
    analysis = build_analysis(
        [
            (f"C {words[:30]}", Move.SITUATION, "", words),
            ("Mara", Move.DIRECTIVE, "manager-first", words),
        ],
        title=words[:50],
        warnings=[words],
    )
    report = build_summary([analysis], pack=pack, title=words[:60], subtitle=words)
    text = text_of(summary_pdf(report))
    # The PDF may know a ligature by its letters.
    assert text.replace("ﬁ", "fi").count(flat(words).replace("ﬁ", "fi")) >= 2


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("שלום, אני רוצה לדבר על העבודה החדשה ועל הכסף.", id="right to left"),
        pytest.param("日本語のテキスト 한국어 हिन्दी ไทย", id="letters no shipped face has"),
        pytest.param("🚀😀👩‍👩‍👧 rockets and families", id="emoji"),
        pytest.param(
            "\x00\x07\x1b[31m \u202e override \u2028 \ufeff \ue000 \U000e0001", id="controls"
        ),
        pytest.param("a" * 3000, id="a word longer than a page"),
        pytest.param(" ".join(["word"] * 3000), id="a sentence longer than a page"),
        pytest.param("He said\n\nthis\n\n\n\nand that.", id="paragraphs"),
    ],
)
def test_no_words_break_the_file(words: str, pack: Pack) -> None:
    analysis = build_analysis(
        [
            (f"C {words}", Move.SITUATION, "", f"{words} ok."),
            ("Mara", Move.DIRECTIVE, "manager-first", f"{words} ok."),
        ],
        title=f"T {words}",
        path=f"calls/{words[:100]}.txt",
        warnings=[words],
    )
    named = dataclasses.replace(pack.advice[1], name=words, definition=words)
    report = build_summary([analysis], pack=dataclasses.replace(pack, advice=(named,)))
    assert summary_pdf(report).startswith(b"%PDF")


def test_a_machine_without_fonts_gets_the_same_file(
    report: Summary, document: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(**_: object) -> None:
        raise AssertionError("the shipped faces have every letter of this report")

    monkeypatch.setattr(typst, "Fonts", never)
    assert summary_pdf(report) == document


@pytest.mark.parametrize("n", [1, 2, 3])
def test_small_archives_make_a_file(few: tuple[Analysis, ...], pack: Pack, n: int) -> None:
    text = text_of(summary_pdf(build_summary(few[:n], pack=pack)))
    assert "not what is usual" in text


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([("Mara", Move.STORY, "", "I once fell off a ladder.")], id="no advice"),
        pytest.param(
            [("Ana", Move.SITUATION, "", "I fell."), ("Ana", Move.OTHER, "", "Hm.")], id="no coach"
        ),
    ],
)
def test_a_session_with_nothing_in_it_makes_a_file(
    lines: list[tuple[str, Move, str, str]], pack: Pack
) -> None:
    analysis = build_analysis(lines, problem=None)
    text = text_of(summary_pdf(build_summary([analysis], pack=pack)))
    assert "No advice was found in these sessions." in text


def test_a_large_archive_makes_no_longer_a_report_than_one_reads(card: ModelCard) -> None:
    archive = [
        build_analysis(
            hr_call(f"C{number}", f"Firm {number}", number)
            if number % 2
            else fee_call(f"C{number}", f"Firm {number}", number),
            problem="hr-blocking" if number % 2 else "fee-pressure",
            path=f"{number:03d}.txt",
        )
        for number in range(200)
    ]
    report = build_summary(archive, pack=a_pack(), cards=[card])
    with pypdfium2.PdfDocument(summary_pdf(report)) as opened:
        assert 6 < len(opened) < 30


def test_charts_fill_the_width_of_the_text() -> None:
    assert pytest.approx(210 / 25.4 * 72, abs=0.01) == Paper.A4.width
    assert pytest.approx(8.5 * 72) == Paper.LETTER.width
