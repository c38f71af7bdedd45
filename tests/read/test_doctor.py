from __future__ import annotations

import pytest

from analyzer.read import read_bytes
from analyzer.read.doctor import Checkup, RemarkKind, examine
from analyzer.records import NameProposal, Quote, Session, Source, Speaker, Turn

SOURCE = Source(path="call.txt", format="text", sha256="")


def session(*turns: Turn, names: tuple[str, ...] = ("Mike", "Jen")) -> Session:
    speakers = tuple(Speaker(name=name) for name in names)
    return Session(id="x", source=SOURCE, speakers=speakers, turns=turns)


def said(*texts: str) -> list[Turn]:
    """Turns by two speakers in turn, ten seconds each."""
    return [
        Turn(speaker=n % 2, text=text, start_ms=10_000 * n, end_ms=10_000 * n + 9_000)
        for n, text in enumerate(texts)
    ]


def messages(checkup: Checkup, kind: RemarkKind) -> str:
    return " ".join(one.message for one in checkup.remarks if one.kind is kind)


def test_a_plain_call_needs_no_remark() -> None:
    checkup = examine(session(*said("What happened?", "HR said no.", "Who signs?")))
    assert checkup.remarks == ()
    assert (checkup.times.n_timed, checkup.times.first_ms, checkup.times.last_ms) == (3, 0, 29_000)
    assert checkup.times.longest_gap_ms == 1_000


def test_a_call_without_times_says_none_and_has_no_remark_on_them() -> None:
    checkup = examine(read_bytes(b"Coach: Who signs?\n\nClient: HR.\n", path="call.txt"))
    assert (checkup.times.n_timed, checkup.times.last_ms, checkup.remarks) == (0, None, ())


def test_turns_without_a_time_among_others_are_named() -> None:
    turns = [*said("One.", "Two."), Turn(speaker=0, text="Three.")]
    (remark,) = examine(session(*turns)).remarks
    assert remark.message == "1 of 3 turns have no time."
    assert remark.turns == (2,)


def test_long_silence_and_times_that_run_back_are_shown_where_they_are() -> None:
    one, two, three = said("One.", "Two.", "Three.")
    late = Turn(speaker=1, text="Two.", start_ms=200_000, end_ms=201_000)
    checkup = examine(session(one, late, three))
    assert "up to 191 s" in messages(checkup, RemarkKind.TIMES)
    assert "run backwards once" in messages(checkup, RemarkKind.TIMES)
    assert [remark.turns for remark in checkup.remarks] == [(2,), (1,)]
    assert two.start_ms is not None


@pytest.mark.parametrize(
    "name",
    ["Fireflies.ai Notetaker Parth", "Otter.ai", "Jen’s Presentation", "Read.ai meeting notes"],
)
def test_note_takers_are_told_from_people(name: str) -> None:
    (remark,) = examine(session(*said("Hi.", "Ho."), names=("Mike", name))).remarks
    assert "note taker" in remark.message


@pytest.mark.parametrize("name", ["Speaker 1", "SPEAKER_00", "Unknown Speaker", "spk_0", "Speaker"])
def test_a_voice_without_a_name_can_be_named(name: str) -> None:
    (remark,) = examine(session(*said("Hi.", "Ho."), names=("Mike", name))).remarks
    assert f'--speaker "{name}=Name"' in remark.advice


@pytest.mark.parametrize("name", ["Mike", "Guest House Anna", "Spike Lee", "User Research"])
def test_names_are_not_taken_for_nameless(name: str) -> None:
    assert examine(session(*said("Hi.", "Ho."), names=(name, "Jen"))).remarks == ()


def test_a_proposed_name_is_shown_with_how_sure_and_where_it_is_said() -> None:
    proposal = NameProposal(name="Jen", score=0.8, quote=Quote(turn=0, start=0, end=2))
    nameless = Speaker(name="Speaker 2", proposal=proposal)
    found = Session(
        id="x",
        source=SOURCE,
        speakers=(Speaker(name="Mike"), nameless),
        turns=tuple(said("Hi, Jen.", "Ho.")),
    )
    (remark,) = examine(found).remarks
    assert "It may be 'Jen' (sure 0.80)." in remark.message
    assert "Speaker 2=Jen" in remark.advice
    assert remark.turns == (0,)


def test_one_who_speaks_once_among_several_may_be_a_heading() -> None:
    turns = [*said("One.", "Two.", "Three.", "Four."), Turn(speaker=2, text="Here we go")]
    (remark,) = examine(
        session(
            *[Turn(speaker=turn.speaker, text=turn.text) for turn in turns],
            names=("Mike", "Jen", "Topic"),
        )
    ).remarks
    assert "'Topic' speaks only once" in remark.message


def test_turns_cut_by_interleaving_are_counted() -> None:
    turns = said(
        "Good. What about",
        "Yeah, I am here.",
        "you and the fee?",
        "I asked",
        "Ask again",
        "him twice.",
    )
    checkup = examine(session(*turns))
    assert "2 of 6 turns break off" in messages(checkup, RemarkKind.TURNS)


def test_one_who_says_nearly_everything_may_have_swallowed_the_others() -> None:
    checkup = examine(session(*said("so. " * 500, "Yes.")))
    assert "'Mike' says nearly everything" in messages(checkup, RemarkKind.SPEAKERS)


def test_talk_without_full_stops_is_named() -> None:
    checkup = examine(session(*said("so we went on " * 110, "well I said no " * 101)))
    assert "no full stop" in messages(checkup, RemarkKind.TEXT)
