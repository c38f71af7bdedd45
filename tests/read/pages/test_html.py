from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.base import RawFile, Reading
from analyzer.read.decode import decode
from analyzer.read.pages.html import Html
from analyzer.read.turns import build_session
from tests.effort import IN_PROPORTION, effort_of, growth

FILES = Path(__file__).parents[1] / "files" / "html"
FORMATS = Path(__file__).resolve().parents[4] / "shared" / "formats"


def read(text: str) -> Reading:
    return Html().parse(RawFile(path="page.html", content=text.encode(), text=text))


def read_file(name: str) -> Reading:
    return Html().parse(decode((FILES / name).read_bytes(), path=name))


def turns(reading: Reading) -> list[tuple[str | None, str]]:
    """Speakers and what they say, joined as a session joins it."""
    raw = RawFile(path="page.html", content=b"", text="")
    session = build_session(reading, raw=raw, format_name="html")
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def outside(reading: Reading) -> list[str]:
    return [part.text for part in reading.fragments if part.outside is not None]


def test_the_podcast_form_gives_names_and_times() -> None:
    reading = read_file("podcast.html")
    assert turns(reading) == [
        ("Nora", "Welcome to the desk. It's the hour for hard calls & soft landings."),
        ("Ilya", "Hi, Nora.\n\nHere is the thing: nobody signs."),
        ("Nora", "Yes."),
    ]
    starts = [part.start_ms for part in reading.fragments if part.start_ms is not None]
    assert starts == [0, 7_000, 3_735_000]


def test_bold_names_opened_before_the_paragraph_are_names() -> None:
    reading = read_file("word97.html")
    assert turns(reading) == [
        ("Haug", "Where did you begin – at the bank?"),
        ("Berg", "At the post office. It was “fine”, as we said.\n\nThen I left it."),
        ("Haug", "Yes."),
        ("Berg", "Okay."),
    ]
    assert reading.title == "Talk with Ms. Berg"
    assert [part.line for part in reading.fragments] == [3, 4, 5, 7, 8, 9]


def test_a_column_keeps_author_date_comments_and_the_words_around_apart() -> None:
    reading = read_file("column.html")
    assert reading.title == "Who signs?"
    assert str(reading.held_on) == "2019-10-21"
    assert dict(reading.roles)["Petra Lang"] == "coach"
    said = dict(turns(reading))
    assert said["Petra Lang"].endswith("Ask it again on the second.\n\nThen write it down. 🙂")
    assert said["Gareth"] == "I asked, and it was the finance director all along."
    assert said["Mina O."] == "What do you do when they say that HR signs?"
    assert "Home" in outside(reading)
    assert "© The Hiring Desk. Subscribe to the letter." in outside(reading)
    words = " ".join(part.text for part in reading.fragments)
    assert "Hidden" not in words
    assert "Nobody: says this" not in words


def test_classes_that_say_speaker_are_labels() -> None:
    reading = read_file("turns.html")
    assert turns(reading) == [
        ("Coach", "What is it today? One word: what?"),
        ("Client", "Yes.\n\nMy boss."),
        ("Coach", "Go on."),
    ]
    assert [part.start_ms for part in reading.fragments if part.start_ms] == [1_000, 6_000, 11_000]


def test_tables_and_lists_of_definitions_are_labelled_talk() -> None:
    expected = [("Coach", "What now?"), ("Client", "My boss. Well: HR."), ("Coach", "Go on.")]
    table = "".join(f"<tr><td>{name}</td><td>{text}</td></tr>" for name, text in expected)
    assert turns(read(f"<table><tr><th>Speaker<th>Text</tr>{table}</table>")) == expected
    assert turns(read(f"<table><tr><td><table>{table}</table></td></tr></table>")) == expected
    listed = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in expected)
    assert turns(read(f"<dl>{listed}</dl>")) == expected


@pytest.mark.parametrize(
    "form",
    [
        "<p><b>{name}:</b> {text}</p>",
        "<p><strong>{name}</strong>: {text}</p>",
        "<p><strong>{name}</strong> {text}</p>",
        "<p>{name}: {text}</p>",
        "{name}: {text}<br><br>",
        "<div><span style='font-weight: bold'>{name}</span> {text}</div>",
        "<li><b>{name}:</b> {text}</li>",
        "<p><b>[00:01] {name}:</b> {text}</p>",
        "<p>[00:01] <b>{name}</b> {text}</p>",
        "<div class=speaker>{name}</div><p>{text}</p>",
        "<p><b>{name}</b> 0:01</p><p>{text}</p>",
        "<h4>{name}</h4><p>{text}</p>",
    ],
)
def test_names_are_found_however_the_page_sets_them(form: str) -> None:
    talk = [
        ("Ines", "What now? One thing: when?"),
        ("Sam", "Yes."),
        ("Ines", "Mm."),
        ("Sam", "No: never."),
    ]
    talk = talk * 3
    page = "\n".join(form.format(name=name, text=text) for name, text in talk)
    assert turns(read(f"<html><body>{page}</body></html>")) == talk


def test_preformatted_text_keeps_its_paragraphs() -> None:
    page = (
        "<pre>Coach: What would you like to have by the end of this very hour, and\nwhat else?\n\n"
        "Client: A plan.\n\nCoach: Go on.\n\nClient: Hm.</pre>"
    )
    assert [speaker for speaker, _ in turns(read(page))] == ["Coach", "Client", "Coach", "Client"]


def test_captions_pasted_into_a_page_are_read_as_captions() -> None:
    cues = (
        "WEBVTT\n\n1\n00:01.000 --&gt; 00:02.000\nCoach: Hi.\n\n"
        "2\n00:03.000 --&gt; 00:04.000\nClient: Ho.\n"
    )
    reading = read(f"<html><body><nav>Menu</nav><pre>{cues}</pre><footer>Bye.</footer>")
    assert outside(reading) == ["Menu", "Bye."]
    assert turns(reading) == [("Coach", "Hi."), ("Client", "Ho.")]


def test_a_page_inside_a_form_or_a_widget_is_still_the_page() -> None:
    talk = "".join(f"<p>{name}: Some words of a talk here.</p>" for name in ("Coach", "Client") * 4)
    for tag in ("<form>", "<div class=widget>", "<div id=comments>", "<aside>"):
        assert len(turns(read(f"<html><body>{tag}{talk}"))) == 8


WORDS = st.sampled_from(
    ["Yes.", "Okay.", "Ana:", "one two", "x &amp; y", "3 &lt; 4", "[laughs]", "“Hm?”"]
)
OPENED = st.sampled_from(
    [
        *("<p>", "<div>", "<b>", "</b>", "</p>", "<br>", "<li>", "<td>", "<tr>", "<table>", " "),
        *("</table>", "<h2>", "<hr>", "<dt>", "<dd>", "<cite>", "</cite>", "<time>", "</time>"),
        *("<pre>", "</div>", "<section>", "<ol>", "<blockquote>", "<th>", "</td>", "</tr>"),
        *("<i class=speaker>", "</i>", "<aside>", "<footer>"),
    ]
)


@given(st.lists(st.tuples(OPENED, WORDS), min_size=1, max_size=14))
def test_no_word_is_lost_whatever_the_tags_are(pieces: list[tuple[str, str]]) -> None:
    page = "".join(f"{tag} {words} " for tag, words in pieces)
    reading = read(f"<html><body>{page}</body></html>")
    expected = Counter(re.findall(r"\w+", re.sub("&[a-z]+;", "", " ".join(w for _, w in pieces))))
    found = " ".join(f"{part.speaker or ''} {part.text}" for part in reading.fragments)
    kept = Counter(re.findall(r"\w+", found))
    assert not {word for word in expected if word != "Ana" and kept[word] < expected[word]}


@given(st.text(alphabet="<>/pbtdr&#;!-=\"' aA:\n", max_size=200))
def test_any_text_reads_or_is_refused(text: str) -> None:
    raw = RawFile(path="x", content=b"", text=text)
    assert 0.0 <= Html().claims(raw) <= 1.0
    try:
        reading = Html().parse(raw)
    except AnalyzerError:
        return
    assert all(part.text.strip() for part in reading.fragments)


def test_pages_nested_without_end_are_refused_and_deep_ones_read() -> None:
    assert turns(read("<div>" * 2_000 + "Coach: Hi.<p>Client: Ho.<p>Coach: Hm."))
    with pytest.raises(UnreadableTranscript, match="deep"):
        read("<div>" * 200_000 + "Coach: Hi.")


@pytest.mark.parametrize("page", ["<html></html>", "<html><script>x</script>", "<p>&nbsp;</p><hr>"])
def test_a_page_without_words_is_refused_with_advice(page: str) -> None:
    with pytest.raises(UnreadableTranscript) as caught:
        read(page)
    assert caught.value.hint


def test_a_long_page_takes_effort_in_proportion() -> None:
    def effort(times: int) -> int:
        page = "<html><body>" + "".join(
            f"<p><b>Coach:</b> What did he say?</p><p><b>Client:</b> Line {n}.</p>\n"
            for n in range(times)
        )

        def work() -> None:
            assert len(turns(read(page))) == 2 * times

        return effort_of(work)

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION


def test_a_first_row_in_which_one_greets_the_other_is_no_head_of_columns() -> None:
    said = [("Ana", "Hello, Ben."), ("Ben", "Morning, I am in the car park today."), ("Ana", "Oh.")]
    rows = "".join(
        f"<tr><td>00:00:0{n}</td><td>{name}</td><td>{text}</td></tr>"
        for n, (name, text) in enumerate([*said, *said[1:], *said[1:]])
    )
    reading = read(f"<html><body><table>{rows}</table></body></html>")
    assert turns(reading)[:3] == said


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("<!DOCTYPE html><html><p>x", 1.0, 1.0),
        ("<?xml version='1.0'?>\n<!-- x -->\n<html xmlns='y'>", 1.0, 1.0),
        ("<cite>A:</cite><time>0:00</time><p>x</p>", 0.9, 1.0),
        ("<?xml version='1.0'?><tt><p begin='1s'>x</p></tt>", 0.0, 0.0),
        ("Coach: hi <br> there", 0.0, 0.0),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Hi", 0.0, 0.0),
        ('{"html": "<p>x</p>"}', 0.0, 0.0),
    ],
)
def test_the_claim_follows_what_the_text_opens_with(text: str, least: float, most: float) -> None:
    assert least <= Html().claims(RawFile(path="x", content=b"", text=text)) <= most


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the collected sample files are not at hand")
def test_a_real_podcast_page_gives_all_words_and_speakers() -> None:
    path = (
        FORMATS
        / "podcast_namespace"
        / "Podcastindex-org__docs__examples__transcripts__example.html"
    )
    content = path.read_bytes()
    parts = turns(Html().parse(decode(content, path=path.name)))
    assert [speaker for speaker, _ in parts] == [
        *("Travis", "Sarah", "Travis", "Gilon", "Travis"),
        *("Gilon", "Travis", "Sarah", "Gilon", "Travis"),
    ]
    text = re.sub(r"<(cite|time)>.*?</\1>|<[^>]*>", " ", content.decode()).replace("&#39;", "'")
    words = Counter(re.findall(r"\w+", text))
    assert words == Counter(re.findall(r"\w+", " ".join(said for _, said in parts)))


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the collected sample files are not at hand")
@pytest.mark.parametrize(
    "path", sorted((FORMATS / "html_doc_interview").glob("*.doc")), ids=lambda p: p.name
)
def test_real_doc_files_are_refused_with_advice_unless_they_are_rich_text(path: Path) -> None:
    if path.read_bytes().startswith(b"{\\rtf"):
        assert len(read_bytes(path.read_bytes(), path=path.name).speakers) > 1
        return
    with pytest.raises(UnreadableTranscript, match=r"save it as \.docx"):
        decode(path.read_bytes(), path=path.name)
