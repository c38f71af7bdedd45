from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.records import Analysis, Move, Role
from analyzer.report import moments
from tests.report.sessions import Said, build_analysis, hr_call

CLIENT, COACH = "Ines", "Mara"


def analysis_of(*lines: Said) -> Analysis:
    return build_analysis(lines)


def said(found: list[moments.Moment]) -> list[str]:
    return [one.text for one in found]


def test_commitments_are_the_words_of_clients_that_say_what_they_will_do() -> None:
    analysis = analysis_of(
        (CLIENT, Move.COMMITMENT, "", "I will ring him on Monday."),
        (COACH, Move.COMMITMENT, "", "I will send you the page tonight."),
        (CLIENT, Move.COMMITMENT, "", "Yes."),
        (CLIENT, Move.COMMITMENT, "", "And I write it down."),
    )
    assert said(moments.commitments(analysis)) == [
        "I will ring him on Monday.",
        "Yes. And I write it down.",
    ]
    assert said(moments.promises(analysis)) == ["I will send you the page tonight."]


def test_writing_without_spaces_has_words_too() -> None:
    analysis = analysis_of(
        (CLIENT, Move.COMMITMENT, "", "好的，我明天给他打电话。"),
        (COACH, Move.SOCIAL, "", "好的。"),
    )
    assert said(moments.commitments(analysis)) == ["好的，我明天给他打电话。"]


def test_a_gap_stands_with_the_question_asked_right_before_it() -> None:
    analysis = analysis_of(
        (COACH, Move.QUESTION_CLOSED, "", "Have you ever spoken to Duncan?"),
        (CLIENT, Move.GAP, "", "No."),
        (CLIENT, Move.SITUATION, "", "He is always away."),
        (CLIENT, Move.GAP, "", "I never asked."),
    )
    first, second = moments.gaps(analysis)
    asked = moments.asked_before(first)
    assert asked is not None
    assert asked.text == "Have you ever spoken to Duncan?"
    assert moments.asked_before(second) is None


@pytest.mark.parametrize(
    ("asked", "reply", "is_open"),
    [
        pytest.param(Move.QUESTION_OPEN, Move.SITUATION, False, id="told"),
        pytest.param(Move.QUESTION_OPEN, Move.ACKNOWLEDGEMENT, True, id="only heard"),
        pytest.param(Move.QUESTION_CLOSED, Move.ACKNOWLEDGEMENT, False, id="a yes is an answer"),
        pytest.param(Move.QUESTION_CLOSED, Move.QUESTION_OPEN, True, id="asked back"),
        pytest.param(Move.QUESTION_OPEN, Move.SOCIAL, True, id="greeted"),
        pytest.param(Move.QUESTION_OPEN, Move.GAP, False, id="not known"),
    ],
)
def test_a_question_is_open_until_somebody_takes_it_up(
    asked: Move,
    reply: Move,
    is_open: bool,  # noqa: FBT001 - a case
) -> None:
    analysis = analysis_of(
        (CLIENT, asked, "", "What would you say to the manager?"),
        (COACH, reply, "", "Some words."),
    )
    assert bool(moments.open_questions(analysis)) is is_open


def test_a_question_in_the_middle_of_a_turn_or_too_short_is_not_called_open() -> None:
    analysis = analysis_of(
        (CLIENT, Move.QUESTION_OPEN, "", "What would you say to the manager?"),
        (CLIENT, Move.SITUATION, "", "He never rings."),
        (COACH, Move.QUESTION_OPEN, "", "Why?"),
    )
    assert moments.open_questions(analysis) == []


def test_a_question_is_answered_the_second_time_that_others_speak() -> None:
    analysis = analysis_of(
        (CLIENT, Move.QUESTION_OPEN, "", "What would you say to the manager?"),
        (COACH, Move.QUESTION_CLOSED, "", "The old one?"),
        (CLIENT, Move.ACKNOWLEDGEMENT, "", "Yes."),
        (COACH, Move.DIRECTIVE, "", "Ring him."),
    )
    assert moments.open_questions(analysis) == []


def test_stories_are_told_by_the_coach_and_kept_whole() -> None:
    story = "There was a baker who rang every morning at four to ask what the flour had done."
    analysis = analysis_of(
        (CLIENT, Move.STORY, "", story),
        (COACH, Move.STORY, "", story),
        (COACH, Move.STORY, "", "He never stopped until he sold the shop."),
        (COACH, Move.STORY, "manager-first", "So ring."),
    )
    assert said(moments.stories(analysis)) == [
        f"{story} He never stopped until he sold the shop. So ring."
    ]


def test_questions_are_the_coachs_own_with_a_question_mark() -> None:
    analysis = analysis_of(
        (COACH, Move.QUESTION_OPEN, "", "What does it cost them every week?"),
        (COACH, Move.QUESTION_OPEN, "", "Tell me about the man in the van."),
        (COACH, Move.QUESTION_CLOSED, "", "Which one?"),
        (CLIENT, Move.QUESTION_OPEN, "", "What would you do in my place?"),
    )
    [exchange] = analysis.exchanges
    assert said(moments.questions(analysis, exchange)) == ["What does it cost them every week?"]


def test_words_to_say_are_taken_together_where_they_stand_together() -> None:
    analysis = analysis_of(
        (COACH, Move.DIRECTIVE, "urgency", "Say this."),
        (COACH, Move.SCRIPT, "urgency", "“We have two weeks left."),
        (COACH, Move.SCRIPT, "urgency", "Who else has to sign?”"),
        (COACH, Move.RATIONALE, "urgency", "He will know."),
    )
    [advice] = analysis.advice
    assert said(moments.scripts(analysis, advice)) == [
        "“We have two weeks left. Who else has to sign?”"
    ]


def test_a_reply_is_the_next_thing_that_says_something() -> None:
    analysis = analysis_of(
        (CLIENT, Move.RATIONALE, "", "They will go to somebody cheaper."),
        (COACH, Move.ACKNOWLEDGEMENT, "", "Right."),
        (COACH, Move.DIRECTIVE, "", "Let them go."),
        (COACH, Move.RATIONALE, "", "They come back in autumn."),
    )
    objection = moments.Moment(analysis=analysis, first=0, end=1)
    reply = moments.reply_after(objection, role=Role.COACH, words=3)
    assert reply is not None
    assert reply.text == "Let them go."
    last = moments.Moment(analysis=analysis, first=3, end=4)
    assert moments.reply_after(last, role=Role.COACH, words=30) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([CLIENT, COACH, "Tom"]),
            st.sampled_from(list(Move)),
            st.just(""),
            st.sampled_from(
                ["Yes.", "I will ring the manager at nine.", "What is it that you do?"]
            ),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_moments_lie_in_one_turn_and_hold_its_words(lines: list[Said]) -> None:
    analysis = build_analysis(lines)
    every = [
        *moments.commitments(analysis),
        *moments.promises(analysis),
        *moments.gaps(analysis),
        *moments.stories(analysis),
        *moments.open_questions(analysis),
    ]
    for one in every:
        inside = analysis.sentences[one.first : one.end]
        assert {sentence.turn for sentence in inside} == {one.quote.turn}
        assert one.text in analysis.session.turns[one.quote.turn].text


def test_a_call_has_its_moments() -> None:
    analysis = build_analysis(hr_call("Ines", "Larkfield Dairy", 40))
    assert said(moments.commitments(analysis)) == [
        "I will call Larkfield Dairy tomorrow morning before nine o'clock."
    ]
    assert said(moments.gaps(analysis)) == ["I have not asked him."]
