"""What two or three who labelled the same talk are told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.agreement import Agreement, Kind, Measure, Rater, agree
from analyzer.errors import AgreementError
from tests.agreement.rows import CALL, Make, Row


def changed(number: int, **cells: str) -> tuple[Row, ...]:
    segment, exchange, speaker, move, advice, text = CALL[number]
    row = (
        cells.get("segment", segment),
        exchange,
        speaker,
        cells.get("move", move),
        cells.get("advice", advice),
        cells.get("text", text),
    )
    return (*CALL[:number], row, *CALL[number + 1 :])


def of(kind: Kind, *raters: Rater) -> Agreement:
    (found,) = agree(raters, kinds=[kind])
    return found


def value(found: Agreement, measure: Measure) -> float | None:
    return next(it.value for it in found.coefficients if it.measure is measure)


def test_who_labels_alike_agrees_wholly_in_every_kind(rater: Make) -> None:
    for found in agree([rater("ann"), rater("ben")]):
        assert not found.disagreements
        assert not found.n_alone
        for it in found.coefficients:
            assert it.value == pytest.approx(1) or it.why is not None


def test_one_problem_alone_is_not_defined_and_says_why(rater: Make) -> None:
    found = of(Kind.PROBLEMS, rater("ann"), rater("ben"))
    kappa = found.coefficients[0]
    assert (kappa.value, kappa.low, kappa.high) == (None, None, None)
    assert kappa.why is not None
    assert "all labels are the same" in kappa.why


def test_a_disagreement_shows_the_words_and_who_said_what(rater: Make) -> None:
    other = rater("ben", *changed(5, move="directive"))
    found = of(Kind.MOVES, rater("ann"), other)
    (one,) = found.disagreements
    assert one.words == "He decides."
    assert one.speaker == "Mike"
    assert one.said == (("rationale",), ("directive",))
    assert one.confused == ("directive", "rationale")
    assert found.n_units == len(CALL)


def test_the_labels_confused_most_stand_first(rater: Make) -> None:
    rows = list(changed(1, move="story"))
    rows[4] = (*CALL[4][:3], "rationale", *CALL[4][4:])
    rows[5] = (*CALL[5][:3], "directive", *CALL[5][4:])
    found = of(Kind.MOVES, rater("ann"), rater("ben", *rows))
    assert [(it.labels, it.n) for it in found.confused] == [
        (("directive", "rationale"), 2),
        (("situation", "story"), 1),
    ]
    assert [it.words for it in found.disagreements] == [
        "Find out who pays.",
        "He decides.",
        "HR froze the role.",
    ]


def test_sentences_cut_otherwise_are_laid_side_by_side_by_their_words(rater: Make) -> None:
    first = ("advice", 1, "Mike", "directive", "locus-of-control", "Find out")
    second = ("advice", 1, "Mike", "rationale", "-", "who pays.")
    found = of(Kind.MOVES, rater("ann"), rater("ben", *CALL[:4], first, second, *CALL[5:]))
    assert found.n_units == len(CALL) + 1
    (one,) = found.disagreements
    assert one.words == "who pays."


def test_advice_of_a_sentence_may_be_two_and_is_compared_each_by_itself(rater: Make) -> None:
    both = rater("ben", *changed(4, advice="locus-of-control|urgency"))
    found = of(Kind.ADVICE, rater("ann"), both)
    assert [(it.label, it.n) for it in found.labels] == [
        ("locus-of-control", (2, 2)),
        ("urgency", (0, 1)),
    ]
    locus, urgency = found.labels
    assert locus.kappa.value == pytest.approx(1)
    assert locus.stretches is not None
    assert locus.stretches.value == pytest.approx(1)
    assert urgency.kappa.value == pytest.approx(0)
    assert found.disagreements[0].confused == ("none", "urgency")
    masi = value(found, Measure.MASI)
    assert masi is not None
    assert 0 < masi < 1


def test_other_words_are_an_error_that_names_the_place(rater: Make) -> None:
    other = rater("ben", *changed(3, text="I always asked."))
    with pytest.raises(AgreementError) as caught:
        agree([rater("ann"), other])
    message = str(caught.value)
    assert "ann has “never asked.” in turn 4" in message
    assert "ben has “always asked.” in turn 4" in message
    assert caught.value.path is not None
    assert caught.value.path.endswith("call.tsv")
    assert caught.value.line == 10


def test_a_talk_that_ends_sooner_is_an_error_too(rater: Make) -> None:
    with pytest.raises(AgreementError, match="ben has nothing more"):
        agree([rater("ann"), rater("ben", *CALL[:-1])])


def test_white_space_does_not_count(rater: Make) -> None:
    other = rater("ben", *changed(1, text="HR  froze the  role."))
    assert not of(Kind.MOVES, rater("ann"), other).disagreements


def test_sessions_called_otherwise_are_not_shared(rater: Make) -> None:
    with pytest.raises(AgreementError, match="no session is in two of them: ann has call; ben has"):
        agree([rater("ann"), rater("ben", session="other")])


def test_it_takes_two(rater: Make) -> None:
    with pytest.raises(AgreementError, match="two to agree"):
        agree([rater("ann")])


def test_a_label_that_was_not_given_counts_for_nothing(rater: Make) -> None:
    one = rater("ben")
    (labelling,) = one.labellings
    some = replace(labelling, moves=(None, *labelling.moves[1:]), parts=None)
    ben = replace(one, labellings=(some,))
    found = of(Kind.MOVES, rater("ann"), ben)
    assert (found.n_units, found.n_alone) == (len(CALL) - 1, 1)
    stretches = of(Kind.SEGMENTS, rater("ann"), ben).coefficients[-1]
    assert stretches.value is None
    assert stretches.why is not None
    assert "all sentences" in stretches.why


def test_three_raters_have_the_kappa_of_fleiss_and_each_pair_its_own(rater: Make) -> None:
    third = rater("cy", *changed(5, move="directive"))
    found = of(Kind.MOVES, rater("ann"), rater("ben"), third)
    assert found.coefficients[0].measure is Measure.FLEISS
    assert [it.raters for it in found.pairs] == [("ann", "ben"), ("ann", "cy"), ("ben", "cy")]
    assert [it.alike for it in found.pairs] == pytest.approx([1, 6 / 7, 6 / 7])
    assert {it.kappa.measure for it in found.labels} == {Measure.FLEISS}


def test_speakers_of_other_names_are_the_same_when_they_say_the_same(rater: Make) -> None:
    one = rater("ann")
    place = one.labellings[0]
    other = rater("ben")
    session = replace(
        other.labellings[0].session,
        speakers=tuple(
            replace(it, name=name)
            for it, name in zip(place.session.speakers, ("Coach", "Ana B."), strict=True)
        ),
    )
    ben = replace(other, labellings=(replace(other.labellings[0], session=session),))
    found = of(Kind.ROLES, one, ben)
    assert found.n_units == 2
    assert not found.disagreements


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(moves=st.lists(st.sampled_from(["directive", "rationale", "other"]), min_size=7, max_size=7))
def test_exchanging_the_raters_changes_no_measure(rater: Make, moves: list[str]) -> None:
    rows = tuple((*row[:3], move, *row[4:]) for row, move in zip(CALL, moves, strict=True))
    ann, ben = rater("ann"), rater("ben", *rows)
    one, two = of(Kind.MOVES, ann, ben), of(Kind.MOVES, ben, ann)
    assert one.coefficients == two.coefficients
    assert one.confused == two.confused
    assert [it.words for it in one.disagreements] == [it.words for it in two.disagreements]


def test_categories_of_different_packs_are_not_compared(rater: Make) -> None:
    one = rater("ben")
    sales = replace(one, labellings=(replace(one.labellings[0], pack="sales"),))
    moves, advice = agree([rater("ann"), sales], kinds=[Kind.MOVES, Kind.ADVICE])
    assert (moves.n_other_packs, moves.n_units) == (0, len(CALL))
    assert (advice.n_other_packs, advice.n_sessions, advice.n_units) == (1, 0, 0)
    assert all(it.value is None and it.why is not None for it in advice.coefficients)


def test_intervals_come_from_five_sessions_on_and_hold_the_measure(rater: Make) -> None:
    def several(name: str, n: int, *rows: Row) -> Rater:
        its = [rater(name, *rows, session=f"call{it}").labellings[0] for it in range(n)]
        return Rater(name=name, labellings=tuple(its))

    rows = changed(5, move="directive")
    few = of(Kind.MOVES, several("ann", 4), several("ben", 4, *rows)).coefficients[0]
    assert few.low is None
    some = several("ben", 3, *rows).labellings
    ben = Rater(name="ben", labellings=(*several("ben2", 6).labellings[3:], *some))
    enough = of(Kind.MOVES, several("ann", 6), ben).coefficients[0]
    assert enough.value is not None
    assert enough.low is not None
    assert enough.high is not None
    assert enough.low < enough.value < enough.high
    assert of(Kind.MOVES, several("ann", 6), ben).coefficients[0] == enough
