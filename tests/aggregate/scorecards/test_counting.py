"""What each count counts, and when it says that it cannot know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.aggregate import build_tables
from analyzer.aggregate.scorecards import Count, Score, Show, score_session
from analyzer.records import Analysis, Move, Role, SegmentKind
from tests.aggregate.scorecards.talks import Line, a_card, a_measure, a_talk

COACH, CLIENT = (Role.COACH,), (Role.CLIENT,)
TALK: tuple[Line, ...] = (
    ("Ana", Move.SITUATION, "They froze the role."),
    ("Mike", Move.QUESTION_CLOSED, "Whose budget is it?"),
    ("Mike", Move.QUESTION_OPEN, "What did he say?"),
    ("Ana", Move.GAP, "I never asked."),
    ("Mike", Move.REFLECTION, "So you do not know."),
    ("Mike", Move.DIRECTIVE, "Call him and ask what it costs."),
    ("Ana", Move.ACKNOWLEDGEMENT, "Right."),
    ("Mike", Move.RATIONALE, "He will tell you more than she does."),
    ("Ana", Move.COMMITMENT, "I will call him on Friday."),
    ("Ana", Move.COMMITMENT, "And I will write it down."),
    ("Mike", Move.SOCIAL, "Good."),
)
WHERE = ((0, SegmentKind.EXPLORATION), (5, SegmentKind.ADVICE), (8, SegmentKind.CLOSING))


def of(count: Count, analysis: Analysis | None = None, **more: object) -> Score:
    talk = a_talk(*TALK, advice=[(5, 8)], segments=WHERE) if analysis is None else analysis
    (score,) = score_session(talk, a_card(a_measure(count, **more))).scores
    return score


def words(score: Score, analysis: Analysis | None = None) -> list[str]:
    talk = a_talk(*TALK, advice=[(5, 8)], segments=WHERE) if analysis is None else analysis
    return [talk.text_of(it.quote) for it in score.moments]


def test_words_turns_and_the_longest_turn_are_those_of_the_table_of_talk(
    recruiting: object,
) -> None:
    talk = build_tables([a_talk(*TALK)], pack=recruiting).talk  # type: ignore[arg-type]
    row = talk[talk["role"] == "coach"].iloc[0]
    for count, column in (
        (Count.WORDS, "n_words"),
        (Count.TURNS, "n_turns"),
        (Count.LONGEST_TURN, "longest_turn_words"),
    ):
        assert of(count, by=COACH).n == row[column]
    for move, column in ((Move.QUESTION_OPEN, "n_open"), (Move.QUESTION_CLOSED, "n_closed")):
        assert of(Count.SENTENCES, by=COACH, moves=(move,)).n == row[column]


def test_a_share_is_of_everybody_and_of_nobody_where_one_speaks_alone() -> None:
    share = {"of": "everyone", "show": Show.SHARE, "by": COACH}
    half = a_talk(("Mike", Move.OTHER, "One two."), ("Ana", Move.OTHER, "Three four."))
    score = of(Count.WORDS, half, **share)
    assert (score.value, score.n, score.of) == (0.5, 2, 4)
    alone = of(Count.WORDS, a_talk(("Mike", Move.OTHER, "One two.")), **share)
    assert alone.value is None
    assert alone.why == "nobody else speaks"


def test_counts_keep_to_the_segments_asked_for() -> None:
    assert of(Count.WORDS, by=CLIENT, segments=(SegmentKind.EXPLORATION,)).n == 7
    assert of(Count.TURNS, by=COACH, segments=(SegmentKind.ADVICE,)).n == 1
    assert of(Count.SENTENCES, segments=(SegmentKind.CLOSING,)).n == 3
    assert of(Count.ADVICE, segments=(SegmentKind.EXPLORATION,)).n == 0
    assert of(Count.ADVICE, segments=(SegmentKind.ADVICE,)).n == 1


def test_sentences_are_found_by_what_they_do_and_say() -> None:
    score = of(Count.SENTENCES, moves=(Move.QUESTION_OPEN, Move.QUESTION_CLOSED))
    assert words(score) == ["Whose budget is it?", "What did he say?"]
    assert words(of(Count.SENTENCES, phrases=("what * costs",))) == [
        "Call him and ask what it costs."
    ]
    assert of(Count.SENTENCES, phrases=("what it costs",), by=CLIENT).n == 0


def test_a_passage_is_all_that_one_says_in_a_row() -> None:
    score = of(Count.PASSAGES, moves=(Move.COMMITMENT,), by=CLIENT)
    assert words(score) == ["I will call him on Friday. And I will write it down."]
    assert of(Count.PASSAGES, moves=(Move.GAP,), fewest_words=4).n == 0
    assert of(Count.PASSAGES, moves=(Move.GAP,), fewest_words=3).n == 1


def test_a_time_may_be_named_right_before_or_after() -> None:
    promise = ("Ana", Move.COMMITMENT, "I will call him.")
    for near in ("By Friday?", "Friday it is."):
        before: Line = ("Mike", Move.QUESTION_CLOSED, near)
        for lines in ((before, promise), (promise, before)):
            assert of(Count.PASSAGES, a_talk(*lines), moves=(Move.COMMITMENT,), dated=True).n == 1
    far: tuple[Line, ...] = (
        ("Mike", Move.SITUATION, "We met on Friday."),
        ("Mike", Move.OTHER, "Well."),
        promise,
    )
    assert of(Count.PASSAGES, a_talk(*far), moves=(Move.COMMITMENT,), dated=True).n == 0


def test_questions_in_a_row_are_stacked_once_and_single_ones_are_not() -> None:
    score = of(Count.STACKED_QUESTIONS, by=COACH)
    assert words(score) == ["Whose budget is it? What did he say?"]
    apart = a_talk(TALK[1], ("Mike", Move.OTHER, "Hm."), TALK[2])
    assert of(Count.STACKED_QUESTIONS, apart, by=COACH).n == 0
    answered = a_talk(TALK[1], TALK[3], TALK[2])
    assert of(Count.STACKED_QUESTIONS, answered, by=COACH).n == 0


def test_a_nod_ends_the_longest_turn_and_not_the_longest_run() -> None:
    assert of(Count.LONGEST_TURN, by=COACH).n == 12
    run = of(Count.LONGEST_RUN, by=COACH)
    assert run.n == 20
    assert words(run)[0].startswith("So you do not know. Call him")


def test_advice_before_the_first_question_of_its_exchange_is_early() -> None:
    late = of(Count.EARLY_ADVICE, by=COACH)
    assert late.n == 0
    early = a_talk(TALK[0], TALK[5], TALK[1], TALK[3], advice=[(1, 2)])
    score = of(Count.EARLY_ADVICE, early, by=COACH)
    assert words(score, early) == ["Call him and ask what it costs."]


def test_who_only_wrote_in_could_not_be_asked() -> None:
    written = a_talk(
        TALK[0],
        TALK[5],
        advice=[(1, 2)],
        segments=[(0, SegmentKind.QUESTION), (1, SegmentKind.ADVICE)],
    )
    assert of(Count.EARLY_ADVICE, written, by=COACH).n == 0
    nobody = a_talk(TALK[5], advice=[(0, 1)], asker=None)
    assert of(Count.EARLY_ADVICE, nobody, by=COACH).n == 0


THREE = (TALK[0], TALK[1], TALK[3])


def test_time_needs_the_times_of_every_turn() -> None:
    timed = a_talk(*THREE, times=[(0, 2000), (2000, 3500), (3500, 4000)])
    assert of(Count.TIME, timed, by=COACH).n == 1500
    share = of(Count.TIME, timed, by=COACH, of="everyone", show=Show.SHARE)
    assert share.value == pytest.approx(1500 / 4000)
    for times in ([(0, 2000)], [(0, None), (2000, 3500), (3500, 4000)], []):
        score = of(Count.TIME, a_talk(*THREE, times=times), by=COACH)
        assert score.value is None
        assert score.why == "the transcript has no times for every turn"


@pytest.mark.parametrize(
    ("times", "n"),
    [
        ([(0, 2000), (1000, 3500), (3600, 4000)], 1),
        ([(0, 2000), (1800, 3500), (3600, 4000)], 0),
        ([(0, 2000), (2000, 3500), (3400, 4000)], 0),
        ([(0, 2000), (2000, 3500), (3500, 4000)], None),
        ([(0, 2000), (2100, 3500), (3600, 4000)], None),
        ([], None),
    ],
)
def test_interruptions_are_told_only_where_turns_overlap_at_all(
    times: list[tuple[int, int]], n: int | None
) -> None:
    score = of(Count.INTERRUPTIONS, a_talk(*THREE, times=times), by=COACH)
    assert score.n == n
    assert (score.why is None) is (n is not None)


def test_a_nod_into_somebodys_words_is_no_interruption() -> None:
    nod = ("Mike", Move.ACKNOWLEDGEMENT, "Right.")
    talk = a_talk(TALK[0], nod, TALK[3], times=[(0, 2000), (1000, 1500), (1500, 4000)])
    assert of(Count.INTERRUPTIONS, talk, by=COACH).n == 0


def test_people_who_are_not_there_make_a_number_unknown_not_nothing() -> None:
    score = of(Count.WORDS, a_talk(("Voice", Move.OTHER, "Hello.")), by=COACH)
    assert score.value is None
    assert score.why == "nobody is known to be the coach"


def test_moves_that_were_not_found_out_make_a_number_unknown() -> None:
    talk = a_talk(*((who, None, it) for who, _, it in THREE))
    for count in (Count.STACKED_QUESTIONS, Count.LONGEST_RUN):
        assert of(count, talk, by=COACH).why == "what sentences do was not found out"
    asked = of(Count.SENTENCES, talk, moves=(Move.GAP,))
    assert asked.value is None
    assert of(Count.SENTENCES, talk).n == 3


MOVES = st.sampled_from([*Move])
LINES = st.lists(
    st.tuples(st.sampled_from(["Mike", "Ana", "Bo", "Voice"]), MOVES, st.just("One two three?")),
    min_size=1,
    max_size=12,
)


@given(lines=LINES, count=st.sampled_from([*Count]), by=st.sampled_from([(), COACH, CLIENT]))
def test_every_count_has_its_moments_in_the_words_of_those_asked_for(
    lines: list[Line], count: Count, by: tuple[Role, ...]
) -> None:
    talk = a_talk(*lines, advice=[(0, 1)])
    score = of(count, talk, by=by)
    assert (score.value is None) == (score.why is not None)
    counted_by_moment = count not in {
        *(Count.WORDS, Count.TURNS, Count.TIME, Count.LONGEST_TURN, Count.LONGEST_RUN)
    }
    if counted_by_moment and score.n is not None:
        assert score.n == len(score.moments)
    for moment in score.moments:
        turn = talk.session.turns[moment.quote.turn]
        role = talk.session.speakers[turn.speaker].role
        assert not by or role in by
        assert turn.text[moment.quote.start : moment.quote.end]
        assert 0 <= moment.first < moment.end <= len(talk.sentences)


@given(lines=LINES)
def test_shares_of_all_roles_together_are_the_whole(lines: list[Line]) -> None:
    talk = a_talk(*lines)
    shares = [
        of(Count.WORDS, talk, by=(role,), of="everyone", show=Show.SHARE).n or 0 for role in Role
    ]
    assert sum(shares) == of(Count.WORDS, talk).n
