"""What a person says of who speaks stands, and what is wrong with it is said with its place."""

from __future__ import annotations

import pickle
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import ChoiceError
from analyzer.read import read_bytes, read_session
from analyzer.read.people.choices import Choices, read_choices
from analyzer.records import Role, Session
from analyzer.tag.roles import tag_roles

CALL = (
    b"WEBVTT\n\n00:01.000 --> 00:04.000\nSpeaker 1: So I went to the board.\n\n"
    b"00:04.000 --> 00:06.000\nSpeaker 3: And asked for more time.\n\n"
    b"00:07.000 --> 00:09.000\nSpeaker 2: What did they say?\n\n"
    b"00:09.000 --> 00:12.000\nSpeaker 1: They said no.\n"
)


def read(choices: Choices, content: bytes = CALL) -> Session:
    return read_bytes(content, path="call.vtt", choices=choices)


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def test_a_label_gets_the_name_chosen_and_stays_known() -> None:
    jen = read(Choices.of({"Speaker 1": "Jen Park"})).speakers[0]
    assert (jen.name, jen.label, jen.role) == ("Jen Park", "Speaker 1", Role.UNKNOWN)


def test_naming_makes_no_new_session() -> None:
    plain = read(Choices())
    named = read(Choices.parse(["Speaker 1=Jen", "Speaker 3=Jen", "Speaker 2=Ruth:coach"]))
    assert named.id == plain.id
    assert named.source.sha256 != plain.source.sha256


def test_two_labels_of_one_name_become_one_person_and_one_turn() -> None:
    session = read(Choices.parse(["Speaker 1=Jen", "Speaker 3=Jen"]))
    assert said(session) == [
        ("Jen", "So I went to the board. And asked for more time."),
        ("Speaker 2", "What did they say?"),
        ("Jen", "They said no."),
    ]
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (1000, 6000)
    assert session.speakers[0].label == "Speaker 1, Speaker 3"


def test_a_label_may_be_given_the_name_of_another_speaker() -> None:
    content = b"Mara Kern: One.\n\nRuth: Two.\n\nMara\xe2\x80\x99s iPhone: Three.\n\n" * 3
    session = read(Choices.parse(["mara's iphone=Mara Kern"]), content)
    assert [speaker.name for speaker in session.speakers] == ["Mara Kern", "Ruth"]


def test_names_may_be_swapped() -> None:
    session = read(Choices.parse(["Speaker 1=Speaker 2", "Speaker 2=Speaker 1"]))
    assert [speaker.name for speaker in session.speakers] == ["Speaker 2", "Speaker 3", "Speaker 1"]


def test_outside_text_between_turns_keeps_its_place_and_them_apart() -> None:
    content = (
        b"Ana: One.\n\n[Break]\n\n---\n\n## Part two\n\nBo: Two.\n\nAna: Three.\n\nBo: Four.\n"
    )
    plain = read(Choices(), content)
    merged = read(Choices.parse(["Bo=Ana"]), content)
    assert [piece.text for piece in merged.outside] == [piece.text for piece in plain.outside]
    words = " ".join(turn.text for turn in merged.turns).split()
    assert words == " ".join(turn.text for turn in plain.turns).split()


def test_a_role_alone_keeps_the_name() -> None:
    speaker = read(Choices.parse(["Speaker 2=:coach"])).speakers[2]
    assert (speaker.name, speaker.label, speaker.role) == ("Speaker 2", None, Role.COACH)


def test_a_role_chosen_stands_above_the_one_the_label_settles() -> None:
    session = read(Choices.parse(["Coach=Ruth:client"]), b"Coach: Hi.\nClient: Hello.\n")
    assert session.speakers[0].role is Role.CLIENT


@given(st.integers(0, 2), st.sampled_from(["coach", "client", "other"]), st.integers(0, 10**6))
def test_no_tagging_changes_a_role_that_was_chosen(number: int, role: str, seed: int) -> None:
    label = ("Speaker 1", "Speaker 3", "Speaker 2")[number]
    session = read(Choices.of({label: f":{role}"}))
    scores = np.random.default_rng(seed).dirichlet((0.3, 0.3, 0.3), size=3)
    assert tag_roles(session, scores=scores).speakers[number].role == role


def test_a_chosen_name_is_given_to_nobody_else_by_the_talk() -> None:
    talk = b"Speaker 1: Thank you, Jen.\n\nSpeaker 2: Sure.\n\nSpeaker 1: Jen, go ahead.\n\n" * 3
    assert [it.name for it in read(Choices(), talk).speakers] == ["Speaker 1", "Jen"]
    named = read(Choices.parse(["Speaker 1=Jen"]), talk)
    assert [it.name for it in named.speakers] == ["Jen", "Speaker 2"]
    assert read(Choices.parse(["Speaker 2=Omar"]), talk).speakers[1].name == "Omar"


def test_a_label_that_nobody_has_is_told_with_the_nearest() -> None:
    session = read(Choices.parse(["Spekaer 2=Jen"]))
    (warning,) = session.warnings
    assert warning.message.startswith("--speaker: nobody here is labelled “Spekaer 2”. Did you")
    assert "'Speaker 2'" in warning.message


@pytest.mark.parametrize("label", ["speaker 1", "SPEAKER_1", "Speaker1", " Speaker  1 "])
def test_a_label_is_found_whatever_its_case_and_spacing(label: str) -> None:
    assert read(Choices.of({label: "Jen"})).speakers[0].name == "Jen"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Speaker 1", 'Write it as "Speaker 1=Jen"'),
        ("=Jen", "there is no label before 'Jen'"),
        ("Speaker 1=", "'Speaker 1' is given no name"),
        ("Speaker 1=Jen:coahc", "'coahc', given to 'Speaker 1', is no role. Did you mean 'coach'?"),
        ("Speaker 1=Jen:", "Roles are coach, client, other"),
    ],
)
def test_a_choice_in_another_form_is_refused_with_the_form(text: str, message: str) -> None:
    with pytest.raises(ChoiceError) as caught:
        Choices.parse([text])
    assert message in str(caught.value)


def test_one_label_with_two_names_is_refused() -> None:
    with pytest.raises(ChoiceError, match="'A' is given two names"):
        Choices.parse(["A=Jen", "A=Omar"])
    assert len(Choices.parse(["A=Jen", "A=Jen"]).choices) == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("ana.vtt", "bo.vtt"):
        (tmp_path / name).write_bytes(CALL)
    return tmp_path


def write(folder: Path, text: str) -> Path:
    path = folder / "speakers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_names_beside_transcripts_is_for_all_and_for_one(folder: Path) -> None:
    write(
        folder,
        '[speakers]\n"Speaker 2" = "Ruth:coach"\n"Speaker 9" = "Zoe"\n\n'
        '[files."ana.vtt"]\n"Speaker 1" = "Ana"\n"Speaker 2" = "Rut"\n',
    )
    ana, bo = read_session(folder / "ana.vtt"), read_session(folder / "bo.vtt")
    assert [it.name for it in ana.speakers] == ["Ana", "Speaker 3", "Rut"]
    assert [it.name for it in bo.speakers] == ["Speaker 1", "Speaker 3", "Ruth"]
    assert ana.speakers[2].role is Role.COACH  # what the table of the file leaves open
    assert ana.warnings == bo.warnings == ()  # a table for all need not fit all


def test_the_command_line_stands_above_the_file(folder: Path) -> None:
    write(folder, '[speakers]\n"Speaker 2" = "Ruth"\n')
    session = read_session(folder / "ana.vtt", choices=Choices.of({"Speaker 2": "Judith"}))
    assert session.speakers[2].name == "Judith"


def test_a_change_for_one_file_changes_no_digest_of_another(folder: Path) -> None:
    before = read_session(folder / "bo.vtt").source.sha256
    write(folder, '[files."ana.vtt"]\n"Speaker 1" = "Ana"\n')
    assert read_session(folder / "bo.vtt").source.sha256 == before
    assert read_session(folder / "ana.vtt").source.sha256 != before


def test_a_label_that_the_table_of_a_file_names_in_vain_is_told_with_its_line(folder: Path) -> None:
    path = write(folder, '[files."ana.vtt"]\n\n"Speaker 7" = "Ana"\n')
    (warning,) = read_session(folder / "ana.vtt").warnings
    assert warning.message.startswith(f"{path}:3: nobody here is labelled “Speaker 7”.")


def test_a_table_for_a_file_that_is_not_there_is_told_at_the_one_it_may_mean(folder: Path) -> None:
    write(folder, '[files."anna.vtt"]\n"Speaker 1" = "Ana"\n')
    (warning,) = read_session(folder / "ana.vtt").warnings
    assert "“anna.vtt”, which is not here. Did you mean 'ana.vtt'?" in warning.message
    assert read_session(folder / "bo.vtt").warnings == ()


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[speaker]\n"A" = "B"\n', 1, "there is no table 'speaker'. Did you mean 'speakers'?"),
        ("\n[speakers]\nA = 1\n", 3, "'A' in [speakers] is given 1, which is no name"),
        ('[speakers]\n"A" = "B:klient"\n', 2, "is no role. Did you mean 'client'?"),
        ('[speakers]\n"A" = ""\n', 2, "'A' is given no name"),
        ("speakers = 3\n", 1, "'speakers' is no table of labels and names"),
        ('[speakers]\n"A = "B"\n', 2, "this is no TOML"),
        ('[files]\n"ana.vtt" = "Ana"\n', 2, '[files."ana.vtt"] is no table'),
        ('[files."x.vtt"]\n"B C" = []\n', 2, "'B C' in [files.\"x.vtt\"] is given []"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_file_is_said_with_line_and_key(
    folder: Path, text: str, line: int, message: str
) -> None:
    path = write(folder, text)
    with pytest.raises(ChoiceError) as caught:
        read_session(folder / "ana.vtt")
    assert (caught.value.path, caught.value.line) == (str(path), line)
    assert message in str(caught.value)


def test_a_file_of_names_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "speakers.toml").write_bytes(b'[speakers]\n"A" = "\xff"\n')
    with pytest.raises(ChoiceError, match="not text in UTF-8") as caught:
        read_session(folder / "ana.vtt")
    assert caught.value.line == 2


@given(st.text(alphabet='[]"=\n:.abfilespk{}, 1', max_size=60))
def test_no_content_raises_anything_else(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("names") / "speakers.toml"
    path.write_text(text, encoding="utf-8")
    with suppress(ChoiceError):
        read_choices(path, file="a")


def test_choices_survive_the_way_to_another_process() -> None:
    choices = Choices.parse(["Speaker 1=Jen:coach"])
    assert pickle.loads(pickle.dumps(choices)) == choices  # noqa: S301 - one's own bytes
