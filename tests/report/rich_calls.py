"""Calls that have all a report of one session, one client or a playbook shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analyzer.records import Analysis, ModelCard, Move, Pack
from analyzer.report.material import Material, gather
from tests.report.sessions import Said, build_analysis, fee_call

STORY = (
    "There was a baker in the next street who rang the mill every morning at four to ask what the "
    "flour had done, until the miller gave him a key."
)


def material_of(
    analyses: Sequence[Analysis], pack: Pack, cards: Sequence[ModelCard] = ()
) -> Material:
    return gather(analyses, pack=pack, cards=cards)


def rich_call(client: str = "Ines Orme") -> list[Said]:
    """A call with a story, an objection that is answered, a gap and a commitment."""
    return [
        ("Mara", Move.SOCIAL, "", f"Good to hear you, {client}."),
        (client, Move.SITUATION, "", "The people office keeps me away from the plant manager."),
        ("Mara", Move.QUESTION_OPEN, "", "What does the empty chair cost the plant?"),
        (client, Move.GAP, "", "I have never asked him that."),
        ("Mara", Move.DIRECTIVE, "manager-first", "Ring the plant manager before you write again."),
        ("Mara", Move.STORY, "manager-first", STORY),
        (client, Move.RATIONALE, "", "He will only send me back to the people office."),
        ("Mara", Move.REFLECTION, "", "He has done that once, and then he rang you himself."),
        ("Mara", Move.SCRIPT, "pain-uncovering", "“Whose weekend does that chair cost you?”"),
        (client, Move.COMMITMENT, "", "I will ring Wayne about the chair before nine tomorrow."),
        (client, Move.QUESTION_OPEN, "", "What if his machine answers me again?"),
    ]


def three_of_one() -> list[Analysis]:
    """Three dated sessions of one client under two names, the last with an echo of the first."""
    echo: list[Said] = [
        ("Ines Orme", Move.SITUATION, "", "So I rang Wayne, and the chair costs him his weekends."),
        ("Mara", Move.DIRECTIVE, "manager-first", "Ask him who else loses sleep over that chair."),
        ("Ines Orme", Move.COMMITMENT, "", "I will ask him on Thursday at the dock."),
    ]
    return [
        build_analysis(rich_call("Ines"), held_on=dt.date(2024, 3, 5), path="a.txt", timed=True),
        build_analysis(
            fee_call("Ines Orme", "Brightwater Mills", 15),
            problem="fee-pressure",
            held_on=dt.date(2024, 4, 9),
            path="b.txt",
        ),
        build_analysis(echo, held_on=dt.date(2024, 6, 4), title="The dock", path="c.txt"),
    ]
