"""Matters brought again, promises not heard of again: what is found, and how it is said."""

from __future__ import annotations

import datetime as dt

import numpy as np

from analyzer.aggregate import read_tables
from analyzer.aggregate.asking import brought_again
from analyzer.archive import Archive
from analyzer.records import Analysis, Move, Pack
from analyzer.records.passages import EncodedPassages, PassageKind, packed
from analyzer.report.material import gather
from analyzer.report.summary import promises, questions
from analyzer.segment.passages import cut_passages
from tests.report.sessions import build_analysis, fee_call, hr_call, there


def with_meaning(analysis: Analysis, *, about: int) -> EncodedPassages:
    """Passages whose problems mean the same where they are about the same."""
    passages = cut_passages(analysis)
    vectors = np.zeros((len(passages), 8), dtype=np.float32)
    for number, passage in enumerate(passages):
        vectors[number, about if passage.kind is PassageKind.PROBLEM else 7] = 1.0
    return EncodedPassages(encoder="made up", passages=passages, vectors=packed(vectors))


def asked(*about: int) -> Archive:
    """An archive with a session for each number, in which a matter of that number is brought."""
    archive = Archive.in_memory()
    for number, matter in enumerate(about):
        analysis = build_analysis(
            hr_call(f"Client{number}", f"Firm {number}", number),
            held_on=dt.date(2024, 1, 1 + number),
            path=f"calls/{number}.txt",
        )
        archive.add(analysis, passages=with_meaning(analysis, about=matter))
    return archive


def test_matters_alike_come_together_and_others_stay_apart(pack: Pack) -> None:
    archive = asked(0, 1, 0, 2, 1, 0)
    found = brought_again(archive, read_tables(archive, pack=pack))
    assert [matter.n_sessions for matter in found.matters] == [3, 2]
    assert (found.n_exchanges, found.n_compared) == (6, 6)


def test_each_asking_stands_beside_its_answers(pack: Pack) -> None:
    part = there(questions.part(gather(asked(0, 1, 0), pack=pack, cards=[])))
    (row,) = part.rows
    assert (row.name, row.counts) == ("HR is in the way", "2 times in 2 sessions, by 2 clients")
    assert [one.question.speaker for one in row.askings] == ["Client0", "Client2"]
    assert all(one.answers and one.answers[0].speaker == "Mara" for one in row.askings)
    assert part.section.lead[0].startswith("1 matter was brought in two sessions or more")


def test_without_meanings_nothing_is_said_to_be_asked_again(pack: Pack) -> None:
    archive = Archive.in_memory()
    for number in range(4):
        archive.add(build_analysis(hr_call("Ines", "Alm", number), path=f"{number}.txt"))
    assert questions.part(gather(archive, pack=pack, cards=[])) is None


def visits(*lines: list[tuple[str, Move, str, str]]) -> Archive:
    archive = Archive.in_memory()
    for number, said in enumerate(lines):
        archive.add(
            build_analysis(said, held_on=dt.date(2024, 1 + number, 5), path=f"calls/{number}.txt")
        )
    return archive


def test_a_promise_of_which_nothing_is_said_later_is_shown_with_the_later_sessions(
    pack: Pack,
) -> None:
    archive = visits(hr_call("Ines", "Larkfield", 9), fee_call("Ines", "Brightwater", 12))
    part = there(promises.part(gather(archive, pack=pack, cards=[])))
    (row,) = part.rows
    assert row.who == "Ines"
    assert row.quote.words == "I will call Larkfield tomorrow morning before nine o'clock."
    assert row.later == (2,)
    assert part.section.lead[0].startswith("The one promise made by clients who came back")


def test_a_promise_that_comes_up_again_is_not_shown(pack: Pack) -> None:
    again = [
        ("Mara", Move.QUESTION_OPEN, "", "Did you call Larkfield before nine o'clock?"),
        ("Ines", Move.SITUATION, "", "I did call Larkfield that morning, at nine o'clock sharp."),
    ]
    archive = visits(hr_call("Ines", "Larkfield", 9), again)
    part = there(promises.part(gather(archive, pack=pack, cards=[])))
    assert part.rows == ()


def test_promises_are_counted_of_all_that_clients_who_came_back_made(pack: Pack) -> None:
    ask = ("Mara", Move.QUESTION_OPEN, "", "What comes next?")
    archive = visits(
        [ask, ("Ines", Move.COMMITMENT, "", "I will call Larkfield before nine o'clock.")],
        [ask, ("Ines", Move.COMMITMENT, "", "I will write the invoice for Brightwater on paper.")],
        [
            ("Ines", Move.SITUATION, "", "I did call Larkfield that morning, at nine o'clock."),
            # Nobody came after this one, so nothing can be heard of it.
            ("Ines", Move.COMMITMENT, "", "I will bring cake for the whole dock on Friday."),
        ],
        [ask, ("Omar", Move.COMMITMENT, "", "I will ask my brother about the van again.")],
    )
    with archive.reading() as connection:
        ((n_made,),) = connection.execute(
            "SELECT count(*) FROM sentences q JOIN sessions s ON s.id = q.session_id WHERE move = "
            "'commitment' AND EXISTS (SELECT 1 FROM speakers p JOIN speakers o ON o.name = p.name "
            "JOIN sessions l ON l.id = o.session_id WHERE p.session_id = s.id AND p.role = "
            "'client' AND l.held_on > s.held_on)"
        )
    part = there(promises.part(gather(archive, pack=pack, cards=[])))
    assert part.section.lead[0].startswith(f"{len(part.rows)} of {n_made} promises made by clients")
    assert [row.quote.words for row in part.rows] == [
        "I will write the invoice for Brightwater on paper."
    ]


def test_who_never_came_back_left_no_promise_open(pack: Pack) -> None:
    archive = visits(hr_call("Ines", "Larkfield", 9), fee_call("Omar", "Brightwater", 12))
    assert promises.part(gather(archive, pack=pack, cards=[])) is None
