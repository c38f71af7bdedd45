"""Names that a talk gives away: who gets one, who does not, and how often they are right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.labelled import read_labelled
from analyzer.read.people.given_names import NAME_SURE, with_given_names
from analyzer.read.people.nameless import is_nameless
from analyzer.read.people.names import is_role_like, name_key
from analyzer.records import Session, Source, Speaker, Turn
from tests.effort import IN_PROPORTION, effort_of, growth

LABELLED = Path(__file__).resolve().parents[3] / "data" / "labelled"


def a_talk(*lines: str) -> Session:
    """Lines "0: text" as a session of Speaker 1, Speaker 2 and so on; "Jen: text" names a voice."""
    pairs = [line.split(": ", 1) for line in lines]
    labels = [f"Speaker {int(label) + 1}" if label.isdigit() else label for label, _ in pairs]
    names = list(dict.fromkeys(labels))
    return Session(
        id="0" * 12,
        source=Source(path="call.vtt", format="webvtt", sha256="0" * 64),
        speakers=tuple(Speaker(name=name) for name in names),
        turns=tuple(
            Turn(speaker=names.index(label), text=text)
            for label, (_, text) in zip(labels, pairs, strict=True)
        ),
    )


def names(session: Session) -> list[str]:
    return [speaker.name for speaker in with_given_names(session).speakers]


def quoted(session: Session, number: int) -> str:
    proposal = with_given_names(session).speakers[number].proposal
    assert proposal is not None
    quote = proposal.quote
    return session.turns[quote.turn].text[quote.start : quote.end]


CALL = (
    "0: Welcome back everyone. Jen, go ahead, what did the board say?",
    "1: They want to see the figures again. I was hoping to be done.",
    "0: Thank you, Jen. Over to you, Omar.",
    "2: Mine is about the new manager.",
    "1: That sounds like what I had, Omar.",
    "2: It does.",
)


def test_those_who_are_called_and_thanked_get_the_name() -> None:
    assert names(a_talk(*CALL)) == ["Speaker 1", "Jen", "Omar"]


def test_the_label_of_the_file_and_the_proof_stay() -> None:
    _, jen, _ = with_given_names(a_talk(*CALL)).speakers
    assert (jen.label, jen.name) == ("Speaker 2", "Jen")
    assert jen.proposal is not None
    assert jen.proposal.score >= NAME_SURE
    assert "Jen" in quoted(a_talk(*CALL), 1)
    assert quoted(a_talk(*CALL), 2) in {"Over to you, Omar", ", Omar", "Omar"}


def test_a_name_given_once_by_its_bearer_is_proposed_and_not_taken() -> None:
    talk = a_talk(
        "0: I'm Kelly and I will lead you through the hour.",
        "1: Good, so tell me what you want to look at.",
        "0: The budget. As I said to them, Kelly is not the one who signs.",
    )
    kelly = with_given_names(talk).speakers[0]
    assert (kelly.name, kelly.label) == ("Speaker 1", None)
    assert kelly.proposal is not None
    assert 0.5 <= kelly.proposal.score < NAME_SURE
    assert quoted(talk, 0) == "I'm Kelly"


def test_a_guest_gets_the_full_name_of_the_introduction() -> None:
    talk = a_talk(
        "0: Hello and welcome. My guest today is Mara Kern, who leads a clinic.",
        "1: I am glad to be here.",
        "0: Mara, how did it begin?",
        "1: With a letter.",
        "0: Thanks, Mara.",
        "1: It was a pleasure.",
    )
    assert names(talk) == ["Speaker 1", "Mara Kern"]


def test_no_two_voices_get_one_name() -> None:
    talk = a_talk("0: Thanks, Jen.", "1: Sure.", "2: Thanks, Jen.", "3: Sure.", "0: Okay.")
    given_names = [name for name in names(talk) if name == "Jen"]
    assert len(given_names) <= 1


def test_a_name_that_a_named_speaker_bears_is_given_to_nobody_else() -> None:
    talk = a_talk(
        "Jen Park: Hello all.", "0: Thank you, Jen.", "1: Hm.", "0: Jen, go ahead.", "1: Well."
    )
    assert names(talk) == ["Jen Park", "Speaker 1", "Speaker 2"]
    assert all(speaker.proposal is None for speaker in with_given_names(talk).speakers)


def test_an_unknown_voice_may_be_several_people_and_is_never_renamed() -> None:
    talk = a_talk(
        "Coach: Jen, go ahead.", "Unknown: So I asked him.", "Coach: Thank you, Jen.",
        "Unknown: And he said no.", "Coach: Jen, what do you think?", "Unknown: I do not know.",
    )  # fmt: skip
    unknown = with_given_names(talk).speakers[1]
    assert unknown.name == "Unknown"
    assert unknown.proposal is not None
    assert unknown.proposal.name == "Jen"


def test_people_talked_about_are_not_taken_for_the_one_who_listens() -> None:
    talk = a_talk(
        "0: Bogdan has not signed. I told Bogdan that the flight leaves on Sunday.",
        "1: And what did Bogdan say?",
        "0: Nothing. So Bogdan is out.",
        "1: Did you ask Bogdan why?",
    )
    assert names(talk) == ["Speaker 1", "Speaker 2"]


def test_words_of_a_script_are_nobody_s_introduction() -> None:
    talk = a_talk(
        "0: Call and say: “Hi, this is Kip, I'm calling about the invoice.”",
        "1: “This is Kip” sounds short.",
        "0: It is enough.",
    )
    assert all(speaker.proposal is None for speaker in with_given_names(talk).speakers)


@pytest.mark.parametrize(
    "line",
    [
        "0: Ironically, it worked.",
        "0: Ooh. Beautiful.",
        "0: Thank you, Monday is fine.",
        "0: Okay.",
    ],
)
def test_everyday_words_are_no_names(line: str) -> None:
    talk = a_talk(line, "1: Yes.", line, "1: Yes.")
    assert all(speaker.proposal is None for speaker in with_given_names(talk).speakers)


def test_a_name_that_is_a_word_too_counts_where_only_names_stand() -> None:
    talk = a_talk("0: Will, go ahead.", "1: I will.", "0: Thanks, Will.", "1: Sure.")
    assert names(talk) == ["Speaker 1", "Will"]
    talk = a_talk("0: Will it work?", "1: It will.", "0: Will you try?", "1: Will do.")
    assert all(speaker.proposal is None for speaker in with_given_names(talk).speakers)


def test_settled_voices_and_named_ones_are_left_alone() -> None:
    talk = a_talk(*CALL)
    assert with_given_names(talk, settled={0, 1, 2}) == talk
    named = replace(talk, speakers=tuple(Speaker(name=name) for name in ("Al", "Bo", "Coach")))
    assert with_given_names(named) == named


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Speaker 1", True), ("SPEAKER_00", True), ("spk_0", True), ("Unknown", True),
        ("Speaker A", True), ("Speaker", True), ("+1 514-***-**66", True), ("ch_1", True),
        ("Unknown Speaker", True), ("Channel 1, Speaker 0", True), ("Participant 6", True),
        ("Unidentified Speaker 2", True), ("unknown_1", True), ("Guest 3", True), ("Ch B", True),
        ("User u4711", True), ("Call-in User Zed", True), ("Voice A", True),
        ("User Research", False), ("Manu", False), ("Mani", False), ("Cha", False), ("All", False),
        ("Coach", False), ("Client 2", False), ("Jen", False), ("Jen 2", False), ("Q", False),
        ("Guest host", False), ("Mara’s iPhone", False), ("Author", False), ("Reader 1", False),
    ],
)  # fmt: skip
def test_labels_of_machines_are_told_from_names_and_roles(label: str, *, expected: bool) -> None:
    assert is_nameless(label) is expected


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from(
                ["Thanks, Jen.", "Jen, hello", "I'm Omar.", "“Hi, Bo", "Over to you, Dr. Ray Mae.",
                 "O’Neil", "My guest today is Ana Ruiz.", "İ.", "Ab, Cd, Ef.", "— Jo,", "ſ Jen,"]
            ),
        ),
        min_size=1,
        max_size=12,
    )
)  # fmt: skip
def test_whatever_is_said_no_name_is_given_twice_and_the_proof_has_its_place(
    lines: list[tuple[int, str]],
) -> None:
    talk = with_given_names(a_talk(*(f"{voice}: {text}" for voice, text in lines)))
    shown = [speaker.name for speaker in talk.speakers]
    assert len(shown) == len(set(shown))
    for speaker in talk.speakers:
        assert speaker.label is None or speaker.proposal is not None


def test_sure_names_are_right_and_scores_hold_on_labelled_talks() -> None:
    """A floor under the figures in the docstring of ``given_names``, on every fifth session."""
    right: list[bool] = []
    scores: list[float] = []
    n_voices = 0
    for path in sorted(LABELLED.glob("*.tsv"))[::5]:
        labelled = read_labelled(path)
        if labelled.form not in {"dialogue", "group"}:
            continue
        true = [speaker.name for speaker in labelled.session.speakers]
        blank = tuple(Speaker(name=f"Speaker {number}") for number in range(len(true)))
        found = with_given_names(replace(labelled.session, speakers=blank))
        n_voices += len(true)
        for name, speaker in zip(true, found.speakers, strict=True):
            if speaker.proposal is not None and not is_role_like(name):
                last = name_key(speaker.proposal.name).split()[-1]
                right.append(last in name_key(name).split())
                scores.append(speaker.proposal.score)
                assert (speaker.label is not None) == (speaker.proposal.score >= NAME_SURE)
    sure = [it for it, score in zip(right, scores, strict=True) if score >= NAME_SURE]
    assert sum(sure) >= 0.95 * len(sure)
    assert len(sure) >= 0.2 * n_voices
    unsure = [(it, score) for it, score in zip(right, scores, strict=True) if score < NAME_SURE]
    beyond = sum(it - score for it, score in unsure) / len(unsure)
    assert -0.08 <= beyond <= 0.2  # never much surer than right


def test_captions_of_one_voice_may_be_of_many_and_are_let_be() -> None:
    text = "I'm Kelly and I lead the hour. Thank you, Omar. Over to you, Jen."
    talk = a_talk(f"Speaker: {text}")
    assert with_given_names(talk) == talk


@pytest.mark.parametrize(
    "sentence", ["Thanks, N{0}.", "N{0}, go ahead.", "I'm N{0}.", "Hi,,,, ,,,, N{0} here", "N{0}."]
)
def test_a_talk_full_of_names_takes_no_time_in_its_square(sentence: str) -> None:
    def effort(n_turns: int) -> int:
        lines = [
            f"{number % 7}: {sentence.format(chr(97 + number % 26) + 'o' * (number // 26 % 9))}"
            for number in range(n_turns)
        ]
        talk = a_talk(*lines)
        return effort_of(lambda: with_given_names(talk))

    assert growth(effort, few=40, many=400) < IN_PROPORTION


def test_a_long_greeting_does_not_hang() -> None:
    talk = a_talk("0: Hi" + "," * 20_000 + " Ana", "1: Ana" + " " * 20_000 + ".")
    assert len(with_given_names(talk).speakers) == 2
