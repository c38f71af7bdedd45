from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.classify.labelled import LabelledSession, read_labelled, read_labelled_folder
from analyzer.errors import LabelError
from analyzer.records import Move, Pack, Role, SegmentKind

DATA = Path(__file__).parents[2] / "data" / "labelled"
Write = Callable[..., Path]

ROW = "opening\t1\tAda\tsocial\t-\tMorning, Ben.\n"


def cells(row: str) -> list[str]:
    return row.split("\t")


def test_headers_become_facts(labelled: LabelledSession) -> None:
    assert (labelled.id, labelled.writer, labelled.pack) == ("own-a01", "a", "own")
    assert (labelled.form, labelled.channel) == ("group", "recorded")
    assert labelled.coach == "Ada"
    assert labelled.clients == ("Ben", "Cleo")
    assert labelled.held_on == labelled.session.held_on == dt.date(2024, 5, 1)
    assert labelled.problems == ((1, "overload"), (2, "conflict"))
    assert labelled.exchanges == (1, 2)


def test_every_sentence_stands_verbatim_at_its_offsets(labelled: LabelledSession) -> None:
    texts = [labelled.text_of(sentence) for sentence in labelled.sentences]
    assert texts[:3] == ["Morning, Ben.", "Morning.", "I work every night until ten."]
    assert labelled.sentences[5].advice == ("say-no",)
    assert labelled.sentences[6].advice == ("say-no", "hand-over")
    assert labelled.sentences[6].move is Move.SCRIPT


def test_a_speakers_sentences_are_joined_and_paragraphs_parted(labelled: LabelledSession) -> None:
    texts = [turn.text for turn in labelled.session.turns]
    assert texts[1] == "Morning. I work every night until ten."
    assert texts[4] == ('Say no to the Friday report.\n\n"I hand the Friday report to Nils."')


def test_roles_are_kept_apart_from_what_a_reader_sees(labelled: LabelledSession) -> None:
    names = [speaker.name for speaker in labelled.session.speakers]
    assert dict(zip(names, labelled.roles, strict=True)) == {
        "Ada": Role.COACH,
        "Ben": Role.CLIENT,
        "Cleo": Role.CLIENT,
        "Dan": Role.OTHER,
    }
    assert {speaker.role for speaker in labelled.session.speakers} == {Role.UNKNOWN}


def test_two_coaches_are_both_coaches(write: Write) -> None:
    labelled = read_labelled(write(headers=headers_with(coach="Ada, Dan")))
    assert [role for role in labelled.roles if role is Role.COACH] == [Role.COACH] * 2


def test_the_author_of_an_article_is_evident(write: Write) -> None:
    rows = (
        "advice\t1\tAda\tdirective\tsay-no\tSay no.\n"
        "comments\t0\tEve\taffirmation\t-\tThanks for this.\n"
    )
    labelled = read_labelled(write(rows, form="article", headers=headers_with(clients="")))
    assert [(s.name, s.role, s.score) for s in labelled.session.speakers] == [
        ("Ada", Role.COACH, None),
        ("Eve", Role.OTHER, None),
    ]
    assert labelled.clients == ()


@pytest.mark.parametrize(
    ("form", "role"), [("qa", Role.CLIENT), ("dialogue", Role.CLIENT), ("group", Role.UNKNOWN)]
)
def test_the_asker_of_a_written_question_is_evident(write: Write, form: str, role: Role) -> None:
    rows = "question\t1\tBen\tquestion-open\t-\tHow do I say no?\n" + ROW
    labelled = read_labelled(write(rows, form=form))
    assert [speaker.role for speaker in labelled.session.speakers] == [role, Role.UNKNOWN]


def test_a_written_question_ends_its_turn(write: Write) -> None:
    rows = "question\t1\tBen\tsituation\t-\tI work late.\nopening\t1\tBen\tsocial\t-\tHello.\n"
    rows += ROW
    assert len(read_labelled(write(rows, form="qa")).session.turns) == 3
    assert len(read_labelled(write(rows, form="group")).session.turns) == 2


def test_outside_text_keeps_its_place_and_ends_the_turn(write: Write) -> None:
    note = "advice\t1\t-\t-\t-\t[A train passes.]\n"
    session = read_labelled(write("front\t0\t-\t-\t-\tTitle\n" + ROW + note + ROW + note)).session
    assert [turn.text for turn in session.turns] == ["Morning, Ben."] * 2
    assert [(o.before_turn, o.kind, o.text) for o in session.outside] == [
        (0, SegmentKind.FRONT, "Title"),
        (1, SegmentKind.ADVICE, "[A train passes.]"),
        (2, SegmentKind.ADVICE, "[A train passes.]"),
    ]


def test_lines_are_counted_in_the_file(labelled: LabelledSession) -> None:
    assert labelled.session.outside[0].source_line == 10
    assert labelled.session.turns[0].source_line == 11


def test_line_ends_byte_order_mark_and_blank_lines_change_nothing(write: Write) -> None:
    path = write()
    plain = read_labelled(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n")
    again = read_labelled(path)
    assert (again.sentences, again.session.turns) == (plain.sentences, plain.session.turns)


def test_a_paragraph_mark_between_speakers_means_nothing(write: Write) -> None:
    rows = "¶\n" + ROW + "¶\nopening\t1\tBen\tsocial\t-\tHi.\n¶\n"
    assert [t.text for t in read_labelled(write(rows)).session.turns] == ["Morning, Ben.", "Hi."]


def test_strange_characters_in_a_sentence_stay(write: Write) -> None:
    text = "A\x0bline\x85break\u2028 and “quotes” \U0001f343 #1."
    labelled = read_labelled(write(f"opening\t1\tAda\tsocial\t-\t{text}\n"))
    assert labelled.text_of(labelled.sentences[0]) == text


@pytest.mark.parametrize(
    ("row", "says"),
    [
        pytest.param("opening\t1\tAda\tsocial\tMorning.", "5 columns instead of 6", id="columns"),
        pytest.param("opening\t1\tAda\tsocial\t-\tA\tB", "7 columns instead of 6", id="tab"),
        pytest.param("openning\t1\tAda\tsocial\t-\tA", "mean 'opening'", id="segment"),
        pytest.param("opening\tone\tAda\tsocial\t-\tA", "'one' is not a number", id="exchange"),
        pytest.param("opening\t²\tAda\tsocial\t-\tA", "'²' is not a number", id="superscript"),
        pytest.param("opening\t-1\tAda\tsocial\t-\tA", "'-1' is not a number", id="minus"),
        pytest.param(f"opening\t{'9' * 999}\tAda\tsocial\t-\tA", "not a number", id="huge"),
        pytest.param("opening\t3\tAda\tsocial\t-\tA", "'#problem 3:'", id="no problem"),
        pytest.param("opening\t1\tAda\tquestion\t-\tA", "mean 'question-open'", id="move"),
        pytest.param("opening\t1\tAda\t-\t-\tA", "move '-'", id="no move"),
        pytest.param("opening\t1\tAda\tsocial\t-\t ", "text is empty", id="empty"),
        pytest.param("opening\t1\t \tsocial\t-\tA", "speaker is empty", id="nobody"),
        pytest.param("front\t0\t-\tsocial\t-\tA", "text nobody speaks", id="outside move"),
        pytest.param("opening\t1\tAda\tsocial\t\tA", "advice ''", id="empty advice"),
        pytest.param("opening\t1\tAda\tsocial\ta|a\tA", "advice 'a|a'", id="twice"),
        pytest.param("opening\t1\tAda\tsocial\ta|b|c\tA", "advice 'a|b|c'", id="three"),
        pytest.param("#colour: red", "header 'colour' is not known", id="header"),
        pytest.param("#problem 0: overload", "'problem 0' is not known", id="problem 0"),
        pytest.param("#problem", "no colon", id="colon"),
        pytest.param("#problem  1: overload", "second time", id="header twice"),
    ],
)
def test_a_broken_row_is_named_with_its_line(write: Write, row: str, says: str) -> None:
    path = write(ROW + row + "\n")
    with pytest.raises(LabelError) as caught:
        read_labelled(path)
    assert says in str(caught.value)
    assert (caught.value.path, caught.value.line) == (str(path), 11)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        pytest.param({"form": "dialog"}, "mean 'dialogue'", id="form"),
        pytest.param({"channel": "tape"}, "published, recorded", id="channel"),
        pytest.param({"date": "2024-13-01"}, "'2024-13-01' is not a day", id="date"),
        pytest.param({"session": "other"}, "#session is 'other'", id="name"),
        pytest.param({"coach": "Ado"}, "mean 'Ada'", id="silent coach"),
        pytest.param({"coach": ""}, "'#coach:' is empty", id="no coach"),
        pytest.param({"pack": None}, "'#pack:' is missing", id="no pack"),
    ],
)
def test_a_broken_header_is_named(write: Write, headers: dict[str, str | None], says: str) -> None:
    with pytest.raises(LabelError) as caught:
        read_labelled(write(headers=headers_with(**headers)))
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "'#session:' is missing", id="empty"),
        pytest.param(b"#session: own-a01\n\xff\xfe", "not UTF-8", id="bytes"),
        pytest.param(b"\x00" * 64, "'#session:' is missing", id="zeros"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "own-a01.tsv"
    path.write_bytes(content)
    with pytest.raises(LabelError, match=says):
        read_labelled(path)


def test_a_file_without_speech_is_refused(write: Write) -> None:
    with pytest.raises(LabelError, match="no sentence is spoken"):
        read_labelled(write("front\t0\t-\t-\t-\tTitle\n"))


def test_a_missing_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="cannot be read"):
        read_labelled(tmp_path / "gone.tsv")
    with pytest.raises(LabelError, match=r"no \*\.tsv file"):
        read_labelled_folder(tmp_path)


def test_categories_are_checked_against_the_pack(write: Write, pack: Pack) -> None:
    assert read_labelled(write(), pack=pack).id == "own-a01"
    path = write(ROW + "advice\t1\tAda\tdirective\tsay-now\tStop.\n")
    with pytest.raises(LabelError, match="mean 'say-no'"):
        read_labelled(path, pack=pack)
    with pytest.raises(LabelError, match="problem 'overlode'") as caught:
        read_labelled(write(headers=headers_with(problem="overlode")), pack=pack)
    assert caught.value.line == 6


@pytest.mark.parametrize(
    ("name", "writer"),
    [
        ("rec-a03", "a"),
        ("lea-a01", "a"),
        ("lea-B01", "b"),
        ("two words-c1", "c"),
        ("anna-07", "anna"),
        ("anna07", "anna"),
        ("rec-ab03", "rec-ab"),
        ("a07", "a"),
        ("monday", "monday"),
        ("2024-05-01", "2024-05-01"),
    ],
)
def test_the_writer_is_the_letter_before_the_number(write: Write, name: str, writer: str) -> None:
    assert read_labelled(write(name=name)).writer == writer


def test_a_folder_is_read_in_order_of_names(write: Write) -> None:
    paths = [write(name=name) for name in ("own-b02", "own-a10", "own-a02")]
    found = read_labelled_folder(paths[0].parent)
    assert [one.id for one in found] == ["own-a02", "own-a10", "own-b02"]
    assert [one.writer for one in found] == ["a", "a", "b"]


line = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\t"), min_size=1)
spoken = st.tuples(st.sampled_from(["Ada", "Ben", "-"]), line.filter(str.strip), st.booleans())


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(spoken, max_size=12))
def test_no_word_is_lost_and_every_span_is_verbatim(
    write: Write, rows: list[tuple[str, str, bool]]
) -> None:
    lines = [ROW]
    for speaker, text, paragraph in rows:
        move = "-" if speaker == "-" else "other"
        lines += ["¶\n"] * paragraph + [f"advice\t1\t{speaker}\t{move}\t-\t{text}\n"]
    labelled = read_labelled(write("".join(lines)))
    session = labelled.session
    said = [(session.speakers[s.speaker].name, labelled.text_of(s)) for s in labelled.sentences]
    assert said[1:] == [(name, text) for name, text, _ in rows if name != "-"]
    assert [o.text for o in session.outside] == [text for name, text, _ in rows if name == "-"]
    assert all(session.turns[s.turn].speaker == s.speaker for s in labelled.sentences)
    for turn_index, turn in enumerate(session.turns):
        inside = [s for s in labelled.sentences if s.turn == turn_index]
        assert (inside[0].start, inside[-1].end) == (0, len(turn.text))
        gaps = [turn.text[a.end : b.start] for a, b in pairwise(inside)]
        assert set(gaps) <= {" ", "\n\n"}


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(noise=st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_text_is_read_or_refused_as_a_label_error(write: Write, noise: str) -> None:
    path = write(ROW + noise)
    with suppress(LabelError):
        assert read_labelled(path).sentences


def test_every_labelled_session_of_the_repository_is_read() -> None:
    found = read_labelled_folder(DATA)
    assert len(found) > 100
    for labelled in found:
        lines = Path(labelled.session.source.path).read_text(encoding="utf-8").split("\n")
        rows = [cells(row) for row in lines if "\t" in row]
        spoken_rows = [row for row in rows if row[2] != "-"]
        assert [labelled.text_of(s) for s in labelled.sentences] == [r[5] for r in spoken_rows]
        assert [s.exchange for s in labelled.sentences] == [int(r[1]) for r in spoken_rows]
        names = [labelled.session.speakers[s.speaker].name for s in labelled.sentences]
        assert names == [row[2] for row in spoken_rows]
        assert {n for n, _ in labelled.problems} == set(labelled.exchanges)


def headers_with(**changes: str | None) -> str:
    headers: dict[str, str | None] = {
        "session": "{id}",
        "pack": "{pack}",
        "form": "{form}",
        "coach": "Ada",
        "clients": "Ben, Cleo",
        "problem 1": changes.pop("problem", "overload"),
        "problem 2": "conflict",
        "date": "2024-05-01",
        "channel": "recorded",
    }
    headers |= changes
    return "".join(f"#{key}: {value}\n" for key, value in headers.items() if value is not None)
