"""Which of two speakers is the counsellor, on real sessions that nothing here was trained on.

    python benchmarks/annomi_roles.py [AnnoMI-full.csv]

AnnoMI (Wu et al. 2022) is 133 counselling sessions. The shipped model, made from invented coaching
sessions, is told no names and no roles. Beside it: whoever asks more questions, whoever says more.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from analyzer.pipeline import load_models
from analyzer.records import Role, Session, Source, Speaker, Turn
from analyzer.records.pack_file import load_pack
from analyzer.segment.sentences import split_sentences
from analyzer.tag.roles import tag_roles

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "AnnoMI" / "AnnoMI-full.csv"
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


def main() -> None:
    """Prints the share of sessions in which each way finds the counsellor."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not path.is_file():
        print(f"left out: {path} is not here")
        return
    models = load_models(load_pack("leadership"))
    right = {"shipped model": 0, "asks more questions": 0, "says more": 0}
    count = 0
    for session in sessions(path):
        count += 1
        cut = split_sentences(session, nlp=models.nlp)
        tagged = tag_roles(session, scores=models.scorer.score_roles(session, cut))
        roles = [speaker.role for speaker in tagged.speakers]
        right["shipped model"] += roles == [Role.COACH, Role.CLIENT]
        right["asks more questions"] += who(session, lambda text: text.count("?")) == COUNSELLOR
        right["says more"] += who(session, lambda text: len(text.split())) == COUNSELLOR
    for name, number in right.items():
        print(f"{name:20s} {number:4d} of {count}   {number / count:.3f}")


if __name__ == "__main__":
    main()
