from __future__ import annotations

import pytest

from analyzer.cli.parts.analysis_text import analysis_text
from analyzer.cli.parts.packs import Weak
from analyzer.records import Quote, ReadWarning, Uptake, UptakeKind
from analyzer.records.pack_file import load_pack
from tests.builders import a_label, a_session, an_advice, an_analysis, an_exchange

SECOND = Quote(turn=1, start=36, end=63)


def test_a_summary_shows_each_finding_with_its_words() -> None:
    text = analysis_text(an_analysis(), pack=load_pack("recruiting"))
    assert text.splitlines() == [
        "The blocked role",
        "  2024-05-14 · calls/ana.txt · 0123456789ab · pack recruiting 1",
        "",
        "Speakers",
        "  Mike  coach (sure 0.98)   1 turn, 12 words",
        "  Ana   client (sure 0.95)  2 turns, 15 words",
        "",
        "Exchanges",
        "  1  Ana: HR is in the way (0.80)",
        "     > HR says there is no role.",
        "",
        "Advice",
        "  Locus of control: 1 stretch",
        "    > Ask the manager whose budget it is.",
        "      Mike · 0.83",
        "      Ana commits:",
        "      > I'll call him this afternoon.",
    ]


def test_what_the_tool_is_not_sure_of_is_called_possible_or_left_unnamed() -> None:
    analysis = an_analysis(
        exchanges=(
            an_exchange(end=2),
            an_exchange(first=2, asker=None, problem=a_label("hr-blocking", score=0.4, sure=False)),
        ),
        advice=(
            an_advice(
                script=True,
                labels=(a_label(score=0.55, sure=False), a_label("urgency", score=0.5, sure=False)),
            ),
            an_advice(first=3, exchange=1, quote=SECOND),
        ),
    )
    lines = analysis_text(analysis, pack=None).splitlines()
    assert lines[lines.index("Exchanges") :] == [
        "Exchanges",
        "  1  Ana: no problem named, not sure enough of any",
        "  2  Nobody asks: possibly hr-blocking (0.40)",
        "",
        "Advice",
        "  locus-of-control: 1 stretch + 1 possible",
        "    > Ask the manager whose budget it is.",
        "      Mike · possibly (0.55) · script · exchange 1",
        "    > Then leave him a voicemail.",
        "      Mike · 0.83 · exchange 2",
        "  urgency: 1 possible",
        "    > Ask the manager whose budget it is.",
        "      Mike · possibly (0.50) · script · exchange 1",
    ]


def test_who_asks_why_is_told_who_gave_each_label_and_what_it_rests_on() -> None:
    labels = (
        a_label(because=("manager", "budget")),
        a_label("urgency", source="rule:by Friday", because=("by Friday",)),
    )
    problem = a_label("hr-blocking", sure=False, because=("HR", "role"))
    analysis = an_analysis(
        exchanges=(an_exchange(problem=problem),), advice=(an_advice(labels=labels),)
    )
    lines = [it.strip() for it in analysis_text(analysis, pack=None, why=True).splitlines()]
    assert [line for line in lines if line.startswith("why")] == [
        "why: recruiting 1 went most by the words HR, role",
        "why: recruiting 1 went most by the words manager, budget",
        "why: the phrase “by Friday”, a rule of the pack",
    ]
    assert "why" not in analysis_text(analysis, pack=None)


def test_a_category_that_is_not_to_be_relied_on_is_marked_and_explained() -> None:
    text = analysis_text(
        an_analysis(),
        pack=load_pack("recruiting"),
        weak=Weak(advice=frozenset({"locus-of-control"})),
    )
    assert "  Locus of control †: 1 stretch" in text
    assert text.endswith("† found too unreliably in tests to build on: look at the words yourself.")


def test_a_mark_that_is_not_used_is_not_explained() -> None:
    assert "†" not in analysis_text(
        an_analysis(), pack=None, weak=Weak(problem=frozenset({"locus-of-control"}))
    )


def test_a_session_in_which_nothing_was_found_says_so() -> None:
    lines = analysis_text(an_analysis(exchanges=(), advice=()), pack=None).splitlines()
    assert lines[-4:] == ["  none found", "", "Advice", "  none found"]


@pytest.mark.parametrize(
    ("uptake", "lines"),
    [
        pytest.param(
            Uptake(kind=UptakeKind.OBJECTION, quote=Quote(turn=0, start=0, end=25)),
            ["      Ana objects:", "      > HR says there is no role."],
            id="in words",
        ),
        pytest.param(
            Uptake(kind=UptakeKind.ACKNOWLEDGEMENT), ["      The client nods."], id="bare"
        ),
    ],
)
def test_uptake_is_said_with_the_words_there_are(uptake: Uptake, lines: list[str]) -> None:
    text = analysis_text(an_analysis(advice=(an_advice(uptake=uptake),)), pack=None)
    assert text.splitlines()[-len(lines) :] == lines


def test_no_uptake_is_not_an_answer() -> None:
    advice = an_advice(uptake=Uptake(kind=UptakeKind.NONE))
    text = analysis_text(an_analysis(advice=(advice,)), pack=None)
    assert text.splitlines()[-1] == "      Mike · 0.83"


def test_warnings_on_reading_are_pointed_to() -> None:
    session = a_session(warnings=(ReadWarning(message="Odd."),), title=None, held_on=None)
    lines = analysis_text(an_analysis(session), pack=None).splitlines()
    assert lines[:3] == [
        "calls/ana.txt",
        "  calls/ana.txt · 0123456789ab · pack recruiting 1",
        "  1 warning on reading it; see them with: analyzer read calls/ana.txt",
    ]


def test_words_of_a_transcript_can_not_steer_the_terminal() -> None:
    talk = ((1, "HR says \x1b[2J no. What can I do?"), (0, "Ask."), (1, "Yes."))
    analysis = an_analysis(a_session(talk=talk), exchanges=(an_exchange(end=4),), advice=())
    assert "\x1b" not in analysis_text(analysis, pack=None)
