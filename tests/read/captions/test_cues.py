from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.read.captions.cue_labels import find_labels
from analyzer.read.captions.cue_text import Piece, pieces_of, plain, unroll
from analyzer.read.captions.cues import Cue, CueFile, CueLine, NoteKind, scan_cues, time_line_share


def scan(text: str, *, webvtt: bool = True) -> CueFile:
    return scan_cues(text, webvtt=webvtt)


def texts(file: CueFile) -> list[str]:
    return ["\n".join(line.text for line in cue.lines) for cue in file.cues]


def cue(*lines: str, start: int | None = 0, end: int | None = 1000, index: int = 0) -> Cue:
    return Cue(
        index=index,
        start_ms=start,
        end_ms=end,
        lines=tuple(CueLine(text=text, line=n + 1) for n, text in enumerate(lines)),
        line=1,
    )


def rolled(*cues: Cue) -> list[str]:
    pieces = unroll([piece for each in cues for piece in pieces_of(each)])
    return ["\n".join(line.text for line in piece.lines) for piece in pieces]


@pytest.mark.parametrize(
    "line",
    [
        "00:00:01.000 --> 00:00:02.000",
        "00:01.000 --> 00:02.000",
        "0:0:1,0 --> 0:0:2,0",
        "00:00:01,000-->00:00:02,000",
        "  00:00:01.000   -->   00:00:02.000  ",
        "00:00:01.000 --> 00:00:02.000 align:start position:0%",
        "00:00:01,000 --> 00:00:02,000 X1:100 X2:600 Y1:050 Y2:100",
        "00:00:01:000 --> 00:00:02:000",
        "00:00:01.000 -> 00:00:02.000",
        "00:00:01.000 --&gt; 00:00:02.000",
        "00:00:01.000 → 00:00:02.000",
        "[00:01.000 --> 00:02.000]",
        "0:00:01.000,0:00:02.000",
    ],
)
def test_time_lines_are_found_however_they_are_written(line: str) -> None:
    found = scan(f"7\n{line}\nHi.\n", webvtt=False).cues
    assert [(each.start_ms, each.end_ms) for each in found] == [(1000, 2000)]
    assert found[0].id == "7"
    assert texts(scan(f"7\n{line}\nHi.\n", webvtt=False)) == ["Hi."]


@pytest.mark.parametrize(
    "line",
    ["a --> b", "-->", "We go 1:00 --> 2:00.", "1 --> 2", "5 -> 6", "x -> 00:00", "<!-- 3 -->"],
)
def test_other_arrows_are_text(line: str) -> None:
    assert texts(scan(f"00:01.000 --> 00:02.000\n{line}\n")) == [line]


def test_words_behind_the_times_are_text() -> None:
    assert texts(scan("00:01.000 --> 00:02.000 Hi there.\n")) == ["Hi there."]
    assert texts(scan("00:01.000 --> 00:02.000 align:start Hi.\n")) == ["Hi."]


def test_numbers_are_ids_only_where_most_cues_have_one() -> None:
    with_ids = "1\n00:01.000 --> 00:02.000\n7\n2\n00:03.000 --> 00:04.000\n8\n"
    assert texts(scan(with_ids)) == ["7", "8"]
    without = "".join(f"00:0{n}.000 --> 00:0{n}.900\nWord.\n" for n in range(4))
    assert texts(scan(without + "42\n00:08.000 --> 00:09.000\nEnd.\n")) == [
        *["Word."] * 3,
        "Word.\n42",
        "End.",
    ]


def test_ids_in_words_are_ids_but_a_cue_of_one_line_is_not() -> None:
    named = (
        "WEBVTT\n\nintro\n00:01.000 --> 00:02.000\nHi.\n\nslide 2\n00:03.000 --> 00:04.000\nHo.\n"
    )
    assert [each.id for each in scan(named).cues] == ["intro", "slide 2"]
    gaps = "WEBVTT\n\n00:01.000 --> 00:02.000\n\nHi.\n00:03.000 --> 00:04.000\n\nHo.\n"
    assert texts(scan(gaps)) == ["Hi.", "Ho."]


def test_blank_lines_inside_a_cue_lose_nothing() -> None:
    assert texts(scan("00:01.000 --> 00:02.000\nHi.\n\nAnd more.\n")) == ["Hi.\nAnd more."]


def test_notes_and_styles_are_apart_in_webvtt_only() -> None:
    text = (
        "WEBVTT - Title\nKind: captions\n\nNOTE one\nmore\n\nSTYLE\n::cue { }\n\nREGION\nid:a\n\n"
        "00:01.000 --> 00:02.000\nNOTE well:\n\nNOTE two\n\n00:03.000 --> 00:04.000\nHo.\n"
    )
    file = scan(text)
    assert [(note.kind, note.text, note.line, note.before_cue) for note in file.notes] == [
        (NoteKind.HEADER, "- Title", 1, 0),
        (NoteKind.METADATA, "Kind: captions", 2, 0),
        (NoteKind.NOTE, "one\nmore", 4, 0),
        (NoteKind.STYLE, "STYLE\n::cue { }", 7, 0),
        (NoteKind.STYLE, "REGION\nid:a", 10, 0),
        (NoteKind.NOTE, "two", 16, 1),
    ]
    assert texts(file) == ["NOTE well:", "Ho."]
    assert texts(scan(text, webvtt=False))[0] == "NOTE well:\nNOTE two"


def test_the_time_and_line_of_every_cue_are_kept() -> None:
    file = scan("WEBVTT\n\n1\n00:01.000 --> 00:02.500\n\nHi.\n")
    assert file.cues == (
        Cue(
            index=0,
            start_ms=1000,
            end_ms=2500,
            lines=(CueLine(text="Hi.", line=6),),
            line=4,
            id="1",
        ),
    )


def test_the_share_of_time_lines_is_that_of_filled_lines() -> None:
    assert time_line_share("00:01.000 --> 00:02.000\n\nHi.\n\n") == 0.5
    assert time_line_share("") == 0.0


def test_tags_go_and_other_angles_stay() -> None:
    assert plain("<b>5 < 6</b> <3 you <inaudible> {\\an8}&lt;ok&gt; AT&T &copy") == (
        "5 < 6 <3 you <inaudible> <ok> AT&T &copy"
    )
    assert plain("a<br>b\\Nc&nbsp;d") == "a b c d"


def test_each_voice_of_a_cue_is_a_piece() -> None:
    pieces = pieces_of(cue("<v Ana>Hi", "there</v> all", "<v.loud B&amp;B>Ho</v>"))
    assert [(piece.voice, [line.text for line in piece.lines]) for piece in pieces] == [
        ("Ana", ["Hi", "there"]),
        (None, ["all"]),
        ("B&B", ["Ho"]),
    ]
    assert [line.line for line in pieces[0].lines] == [1, 2]
    assert pieces_of(cue("<v Ana></v>", " ")) == ()


def test_captions_that_grow_word_by_word_are_read_once() -> None:
    cues = [
        cue("so", start=0, end=10),
        cue("so what", start=10, end=20),
        cue("so what did", start=20, end=30),
        cue("so what did you", start=30, end=40),
        cue("so what did you say", start=40, end=50),
    ]
    assert " ".join(rolled(*cues)) == "so what did you say"


@given(st.lists(st.sampled_from(["no no", "yes", "so what", "no"]), min_size=4, max_size=12))
def test_no_line_is_lost_and_none_is_doubled_when_captions_roll(said: list[str]) -> None:
    cues = [
        cue(*filter(None, (said[n - 1] if n else "", line)), start=n * 100, end=n * 100 + 100)
        for n, line in enumerate(said)
    ]
    if any(f"{after} ".startswith(f"{line} ") for line, after in itertools.pairwise(said)):
        return  # a line said again may be a line shown again: nothing tells them apart
    assert rolled(*cues) == said


def pieces(*lines: str) -> list[Piece]:
    return [piece for n, line in enumerate(lines) for piece in pieces_of(cue(line, index=n))]


def test_a_colon_in_talk_without_names_makes_no_speaker() -> None:
    talk = ["and he said: no.", "So I thought: why?", "Here are the problems: two.", "Yes."] * 9
    assert find_labels(pieces(*talk)).names == frozenset()


def test_in_a_file_with_names_everywhere_any_display_name_is_one() -> None:
    talk = ["kev: a.", "kev: b.", "Lin Oda | North: c.", "Boma’s iPhone: d.", "Jay || Out…: e."] * 3
    labels = find_labels(pieces(*talk, "One thing: this."))
    assert labels.is_every_cue
    assert labels.names == {"kev", "Lin Oda | North", "Boma’s iPhone", "Jay || Out…"}
