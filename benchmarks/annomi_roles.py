"""Which of two speakers is the counsellor, on real sessions that nothing here was trained on.

    python benchmarks/annomi_roles.py [--data AnnoMI] [--json] [--record]

AnnoMI (Wu et al. 2022) is 133 counselling sessions. The shipped model, made from invented coaching
sessions, is told no names and no roles. Beside it: whoever asks more questions, whoever says more.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from real_sets import Figure, run

from analyzer.pipeline import load_models
from analyzer.records import Role, Session, Source, Speaker, Turn
from analyzer.records.pack_file import load_pack
from analyzer.segment.sentences import split_sentences
from analyzer.tag.roles import tag_roles

COUNSELLOR = 0


def sessions(path: Path) -> Iterator[Session]:
    """The sessions with speaker 0 the counsellor, both unnamed; each utterance once."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = {
            (row["transcript_id"], int(row["utterance_id"])): row for row in csv.DictReader(file)
        }
    for key in dict.fromkeys(transcript for transcript, _ in rows):
        turns = tuple(
            Turn(speaker=int(rows[place]["interlocutor"] != "therapist"), text=text)
            for place in sorted(rows)
            if place[0] == key and (text := rows[place]["utterance_text"].strip())
        )
        yield Session(
            id=key,
            source=Source(path=str(path), format="csv", sha256=""),
            speakers=(Speaker(name="A"), Speaker(name="B")),
            turns=turns,
        )


def who(session: Session, measure: Callable[[str], int]) -> int:
    """The speaker with more of what is measured in the turns."""
    totals = [0, 0]
    for turn in session.turns:
        totals[turn.speaker] += measure(turn.text)
    return int(totals[1] > totals[0])


def measure(folder: Path, _: Path) -> list[Figure]:
    """The share of sessions in which the shipped model and each plain way find the counsellor."""
    models = load_models(load_pack("leadership"))
    found, asks, says = [], [], []
    for session in sessions(folder / "AnnoMI-full.csv"):
        cut = split_sentences(session, nlp=models.nlp)
        tagged = tag_roles(session, scores=models.scorer.score_roles(session, cut))
        found.append([one.role for one in tagged.speakers] == [Role.COACH, Role.CLIENT])
        asks.append(who(session, lambda text: text.count("?")) == COUNSELLOR)
        says.append(who(session, lambda text: len(text.split())) == COUNSELLOR)
    count = len(found)
    return [
        Figure(
            task="AnnoMI: which of two is the counsellor",
            measure="accuracy",
            ours=sum(found) / count,
            floors={"asks more": sum(asks) / count, "says more": sum(says) / count},
            counts=f"{count} sessions",
            wanted=1.0,
        )
    ]


if __name__ == "__main__":
    run(__doc__, "AnnoMI", measure)
