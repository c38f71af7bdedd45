from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read import detect, read_bytes
from analyzer.read.base import Reading
from analyzer.read.decode import decode
from analyzer.read.tabular.delimited import Delimited
from analyzer.read.tabular.grid import is_grid

SHARED = Path(__file__).resolve().parents[4] / "shared"
needs_samples = pytest.mark.skipif(not SHARED.exists(), reason="the samples are not here")

TABLES = "formats/generic_tsv_csv"
CORAAL = "revdotcom__coraal-multi__coraal_transcripts__original__ROC_se0_ag3_f_02_2.txt"
KEITAI = "hitsave__2025__Keitai_update_Spring_2025__Keitai_update_Spring_2025.tsv"

Said = list[tuple[str | None, str]]


def read(text: str) -> Reading:
    return Delimited().parse(decode(text.encode(), path="call.csv"))


def said(reading: Reading) -> Said:
    return [(part.speaker, part.text) for part in reading.fragments if part.outside is None]


def times(reading: Reading) -> list[tuple[int | None, int | None]]:
    return [(part.start_ms, part.end_ms) for part in reading.fragments if part.outside is None]


def outside(reading: Reading) -> list[str]:
    return [part.text for part in reading.fragments if part.outside is not None]


def messages(reading: Reading) -> str:
    return " ".join(warning.message for warning in reading.warnings)


@pytest.mark.parametrize("head", ["Speaker", "SPEAKER_NAME", "interlocutor", "Spkr", "who", "from"])
@pytest.mark.parametrize("words", ["Utterance Text", "text", "Content", "whatWasSaid", "Sentence"])
def test_columns_are_known_by_many_names(head: str, words: str) -> None:
    reading = read(f"{words},{head}\nWhere were we?,Ana\nAt the mill.,Bo\n")
    assert said(reading) == [("Ana", "Where were we?"), ("Bo", "At the mill.")]
    assert reading.warnings == ()


def test_quoted_cells_hold_line_breaks_and_signs() -> None:
    reading = read('who,text\nAna,"One, two.\nThree."\nBo,"He said ""no""."\n')
    assert said(reading) == [("Ana", "One, two.\nThree."), ("Bo", 'He said "no".')]


def test_a_quote_that_is_never_closed_swallows_no_rows() -> None:
    reading = read('start\tend\ttext\n0\t900\t"so he said\n900\t2000\twait\n2000\t3000\tso I did\n')
    assert [text for _, text in said(reading)] == ['"so he said', "wait", "so I did"]


def test_whole_numbers_too_slow_for_talk_in_seconds_are_milliseconds() -> None:
    reading = read("start\tend\ttext\n0\t2400\tI had to let him go\n2400\t3900\ton a Monday\n")
    assert times(reading) == [(0, 2400), (2400, 3900)]


@pytest.mark.parametrize("last", ["9", "9.0"])
def test_numbers_that_fit_talk_are_seconds(last: str) -> None:
    reading = read(f"start,speaker,text\n0,Ana,I had to let him go.\n{last},Bo,On a Monday?\n")
    assert times(reading) == [(0, None), (9000, None)]


def test_the_unit_is_decided_over_the_whole_file() -> None:
    rows = "".join(f"{n * 2900},Ana,And so on and so on for a while.\n" for n in range(30))
    assert times(read(f"start,speaker,text\n{rows}"))[:2] == [(0, None), (2900, None)]
    rows = "".join(f"{n * 3},Ana,And so on and so on for a while.\n" for n in range(30))
    assert times(read(f"start,speaker,text\n{rows}"))[:2] == [(0, None), (3000, None)]


def test_a_unit_in_the_name_of_a_column_is_taken_at_its_word() -> None:
    reading = read("start_ms,duration (s),who,text\n500,2,Ana,Yes.\n70000,1.5,Bo,No.\n")
    assert times(reading) == [(500, 2500), (70_000, 71_500)]


def test_times_since_midnight_and_since_1970_count_from_the_first() -> None:
    reading = read("time,who,text\n2:05:10 PM,Ana,Yes.\n2:06:00 PM,Bo,No.\n")
    assert times(reading) == [(0, None), (50_000, None)]
    stamps = "time,who,text\n2024-05-17T14:00:00Z,Ana,Yes.\n2024-05-17T14:00:07Z,Bo,No.\n"
    assert times(read(stamps)) == [(0, None), (7000, None)]
    assert str(read(stamps).held_on) == "2024-05-17"


def test_a_span_of_times_in_one_cell_is_start_and_end() -> None:
    reading = read("timestamp,who,text\n0:05 - 0:09,Ana,Yes.\n0:09 - 0:12,Bo,No.\n")
    assert times(reading) == [(5000, 9000), (9000, 12_000)]


def test_a_time_unlike_the_others_is_named_and_left_out() -> None:
    reading = read("time,who,text\n0:05,Ana,Yes.\nlater,Bo,No.\n0:09,Ana,Oh.\n")
    assert times(reading) == [(5000, None), (None, None), (9000, None)]
    assert "cannot be read as a time" in messages(reading)
    assert reading.warnings[0].source_line == 3


def test_a_row_without_speaker_goes_on() -> None:
    session = read_bytes(b"who,text\nAna,One.\n,Two.\nBo,Three.\nn/a,Four.\n", path="x.csv")
    assert [turn.text for turn in session.turns] == ["One. Two.", "Three. Four."]


def test_rows_of_one_turn_are_merged_and_the_next_turn_begins_anew() -> None:
    table = b"turn,who,text\n1,Ana,One.\n1,Ana,Two.\n2,Ana,Three.\n3,Bo,Four.\n"
    turns = read_bytes(table, path="x.csv").turns
    assert [turn.text for turn in turns] == ["One. Two.", "Three.", "Four."]


def test_turn_may_also_be_the_name_of_the_text() -> None:
    reading = read("Participant,Turn\nAna,So where were we last time?\nBo,At the old mill.\n")
    assert said(reading)[0] == ("Ana", "So where were we last time?")


def test_numbered_voices_get_a_name_and_a_letter_among_names_stays() -> None:
    assert said(read("speaker,text\n0,Yes we did.\n1,No.\n"))[0][0] == "Speaker 0"
    assert said(read("speaker,text\nA,Yes we did.\nB,No.\n"))[1][0] == "Speaker B"
    assert said(read("speaker,text\nT,Yes we did.\nMia,No.\n"))[0][0] == "T"


def test_roles_come_from_names_or_a_column_of_roles() -> None:
    assert read("who,text\ntherapist,Yes?\nclient,No.\n").roles == (
        ("therapist", "coach"),
        ("client", "client"),
    )
    reading = read("who,role,text\nAna,coach,Yes?\nBo,client,No.\n")
    assert reading.roles == (("Ana", "coach"), ("Bo", "client"))


def test_cells_that_open_with_their_speaker_need_no_column_for_it() -> None:
    reading = read("time,text\n0:01,Ana: Yes?\n0:03,Bo: No.\n0:05,Ana: Ah.\n0:08,Bo: Sorry.\n")
    assert said(reading)[:2] == [("Ana", "Yes?"), ("Bo", "No.")]


def test_a_table_without_names_of_columns_is_told_by_its_cells() -> None:
    reading = read("0:01|Ana|So where were we?\n0:04|Bo|At the mill.\n0:06|Ana|Ah.\n0:07|Bo|Yes.\n")
    assert said(reading)[0] == ("Ana", "So where were we?")
    assert times(reading)[1] == (4000, None)
    assert "taken by their content" in messages(reading)


def test_a_column_for_each_speaker_is_one_talk() -> None:
    reading = read(
        "Time,Coach,Client\n0:01,What happened with the lease?,\n0:05,,I signed it on the spot.\n"
        "0:09,Why?,I was tired of it all.\n"
    )
    assert said(reading) == [
        ("Coach", "What happened with the lease?"),
        ("Client", "I signed it on the spot."),
        ("Coach", "Why?"),
        ("Client", "I was tired of it all."),
    ]
    assert [start for start, _ in times(reading)] == [1000, 5000, 9000, 9000]
    assert reading.roles == (("Coach", "coach"), ("Client", "client"))


def test_a_measured_pause_is_nobody_s_words() -> None:
    reading = read("who,text\nAna,Yes?\nBo,(pause 0.61)\nAna,Well.\nBo,[silence]\n")
    assert outside(reading) == ["(pause 0.61)"]
    assert said(reading) == [("Ana", "Yes?"), ("Ana", "Well."), ("Bo", "[silence]")]


def test_paragraphs_in_quotes_hide_no_table() -> None:
    text = "\n\n".join(f"A paragraph without that sign, number {n}." for n in range(9))
    reading = read(f'turn;who;text\n1;Ana;"{text}"\n2;Bo;Yes.\n')
    assert said(reading) == [("Ana", text), ("Bo", "Yes.")]


def test_columns_that_are_not_used_are_named_in_one_warning() -> None:
    reading = read("who,text,mood,score\nAna,Yes.,good,3\nBo,No.,bad,4\n")
    assert [w.message for w in reading.warnings] == ["not used: columns “mood”, “score”."]


def test_a_second_text_is_kept_outside_the_talk_with_a_word_on_how_to_choose() -> None:
    reading = read("who,text,notes\nAna,Yes.,A good and open question.\nBo,No.,\n")
    outside = [part.text for part in reading.fragments if part.outside is not None]
    assert outside == ["A good and open question."]
    assert "name it “text”" in messages(reading)


def test_the_same_words_in_a_second_column_come_once() -> None:
    reading = read("who,text,raw_text\nAna,Yes we did.,yes we did\nBo,No.,no\n")
    assert [part.text for part in reading.fragments] == ["Yes we did.", "No."]
    assert "again" in messages(reading)


def test_several_talks_in_one_table_are_parted_and_named() -> None:
    table = b"call_id,who,text\n7,Ana,One.\n8,Ana,Two.\n8,Bo,Three.\n"
    session = read_bytes(table, path="x.csv")
    assert [turn.text for turn in session.turns] == ["One.", "Two.", "Three."]
    assert "names 2 talks" in session.warnings[0].message


def test_where_no_column_is_talk_the_columns_and_known_names_are_listed() -> None:
    with pytest.raises(UnreadableTranscript) as caught:
        read("Name,Email,Phone\nAna,a@b.c,1\nBo,b@b.c,2\nCy,c@b.c,3\n")
    assert "“Email”" in str(caught.value)
    assert "utterance" in str(caught.value)
    assert caught.value.line == 1


def test_text_without_columns_is_refused_when_asked_for_as_a_table() -> None:
    with pytest.raises(UnreadableTranscript, match="parts columns"):
        read("He said no\nand I called him back\n")


def test_the_separator_that_excel_writes_down_is_taken() -> None:
    reading = read("sep=;\nwho;text\nAna;Yes, and no.\nBo;Which, then?\n")
    assert said(reading) == [("Ana", "Yes, and no."), ("Bo", "Which, then?")]


def test_entities_and_breaks_in_cells_are_decoded() -> None:
    assert said(read("who,text\nAna,It&#39;s R&amp;D<br>now.\nBo,AT&T?\n")) == [
        ("Ana", "It's R&D\nnow."),
        ("Bo", "AT&T?"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Coach\tHello.\nClient\tHi.\n",
        "He came, saw, left.\nI said, well, no.\nShe asked, twice, why.\nWe sat, ate, fine.\n",
        "| who | text |\n|---|---|\n| Ana | Yes. |\n| Bo | No. |\n",
        "Ana: Start, end, text.\nBo: Yes, no, text.\nAna: One, two, three.\nBo: A, b, c.\n",
        "Speaker, text and times\n\nAna: Hello.\nBo: Hi.\n",
    ],
)
def test_prose_with_signs_is_no_table(text: str) -> None:
    assert not is_grid(text)


def test_a_cell_without_end_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableTranscript) as caught:
        read('who,text\nAna,Yes.\nBo,"' + "no\n" * 50_000)
    assert caught.value.line == 3


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["Ana Ruiz", "Bo", "Coach"]),
            st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)
            .map(lambda word: f"so {word} then")
            .filter(lambda text: not re.search(r"[&<\ufeff]|_x", text)),
        ),
        min_size=2,
        max_size=12,
    ),
    sign=st.sampled_from([",", ";", "\t", "|"]),
)
@settings(max_examples=60, deadline=None)
def test_what_csv_writes_is_read_back(rows: Said, sign: str) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=sign, lineterminator="\n").writerows([("speaker", "text"), *rows])
    assert said(read(file.getvalue())) == rows


@given(st.text(alphabet='ab,;|\t"\n\r:0123.text speakr', max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        raw = decode(text.encode(), path="x.csv")
        Delimited().claims(raw)
        Delimited().parse(raw)
    except AnalyzerError:
        pass


@needs_samples
@pytest.mark.parametrize(
    ("name", "n_rows", "speakers"),
    [
        (f"{TABLES}/NathanDuran__mrda_data__test__Bed006.txt", 1778, 7),
        (f"{TABLES}/{CORAAL}", 121, 2),
        (f"formats/whisper_outputs/{KEITAI}", 762, 0),
        ("data/AnnoMI/AnnoMI-full.csv", 9699, 2),
    ],
)
def test_real_tables_give_all_words(name: str, n_rows: int, speakers: int) -> None:
    raw = decode((SHARED / name).read_bytes(), path=name)
    first, second = detect(raw)[:2]
    assert first[0].name == "csv"
    assert first[1] > second[1]
    reading = Delimited().parse(raw)
    assert len({speaker for speaker, _ in said(reading)} - {None}) == speakers
    assert len(said(reading)) == n_rows
    if "AnnoMI" not in name:
        assert raw.text is not None
        column = {"|": 1, "\t": 3 if "Spkr" in raw.text[:40] else 2}
        sign = "|" if "|" in raw.text[:40] else "\t"
        lines = [line.split(sign) for line in raw.text.split("\n") if line.strip()]
        expected = Counter(" ".join(line[column[sign]] for line in lines).split())
        found = Counter(" ".join(part.text for part in reading.fragments).split())
        assert (expected - found) in (Counter(), Counter(["Content"]), Counter(["text"]))
