"""What the phrases of reports are kept in, and what several of them count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analyzer.records import LabelScore
from tests.report.recounting import About, Pairs, Phrase, Recount, day, name_counts, plain

Count = Callable[[re.Match[str], Recount, About], Pairs]

COMMITMENTS = (
    "COUNT(*) FROM kept.sentences q JOIN my_turns t ON t.session_id = q.session_id "
    "AND t.turn = q.turn JOIN my_speakers s ON s.session_id = t.session_id "
    "AND s.speaker = t.speaker WHERE move = 'commitment' AND role <> 'coach'"
)


class Phrases:
    """Phrases with what each counts, in the order they are tried."""

    def __init__(self) -> None:
        self.kept: list[Phrase] = []

    def keep(self, pattern: str) -> Callable[[Count], Count]:
        """Keep what is decorated as the count of a phrase."""

        def keeping(count: Count) -> Count:
            self.kept.append(Phrase(re.compile(pattern), count))
            return count

        return keeping


def each(text: str, db: Recount) -> Iterator[tuple[object, object]]:
    for names, count in ((db.problems, db.brought), (db.advice, db.given)):
        for name, told in name_counts(text, names):
            yield told, count(name)


def left_over(text: str, db: Recount) -> str:
    """The digits of a text that stand behind no name."""
    for name in sorted(db.problems | db.advice, key=len, reverse=True):
        text = re.sub(rf"{re.escape(name)}(?: †)? \d[\d,]*", "", text)
    return "".join(re.findall(r"\d", text))


def numbers(db: Recount) -> list[str]:
    """The sessions in the order of their numbers: by date, those of a day by file."""
    return [str(one) for (one,) in db.rows("SELECT id FROM my_sessions ORDER BY held_on, path")]


def session(number: str, db: Recount) -> str:
    """The session of this number; where there are not so many the last, which has another."""
    sessions = numbers(db)
    return sessions[min(int(number), len(sessions)) - 1]


def cut_day(db: Recount) -> str:
    """The first day of the second half: a quarter's beginning that parts the sessions evenly."""
    return "1 Oct 2023" if db.n_sessions == 12 else ""


def moved(
    told: tuple[str, ...], cut: str, name: str, db: Recount
) -> Iterator[tuple[object, object]]:
    first = "2023-10-01"
    yield cut, day(first)
    for place, side in ((0, "<"), (2, ">=")):
        yield told[place], db.named(name, "COUNT(DISTINCT session_id)", f"held_on {side} '{first}'")
        yield told[place + 1], db.n(f"COUNT(*) FROM my_sessions WHERE held_on {side} '{first}'")


def score(name: str, db: Recount) -> LabelScore:
    return next(one for one in db.card.heads[0].labels if one.label == db.advice[name])


def measured(told: tuple[str, ...], name: str, db: Recount) -> Iterator[tuple[object, object]]:
    kept = score(plain(name), db)
    values = (kept.precision, kept.recall, kept.f1, kept.f1_low, kept.f1_high)
    for shown, value in zip(told, values, strict=True):
        yield shown, f"{value:.2f}"


def taken_up(kind: str) -> str:
    return "(uptake IS NULL OR uptake = 'none')" if kind == "no answer" else f"uptake = '{kind}'"


def uptake_of(name: str, kind: str, db: Recount) -> int:
    if name in db.advice:
        return db.given(name, also=taken_up(kind))
    return db.n(
        "COUNT(*) FROM (SELECT DISTINCT session_id, advice FROM given "  # noqa: S608 - our own words
        f"WHERE problem_sure AND problem = ? AND {taken_up(kind)})",
        db.problems[name],
    )


def uptake(text: str, name: str, db: Recount) -> Iterator[tuple[object, object]]:
    for kind, told in re.findall(
        r"(commitment|objection|gap|acknowledgement|no answer) (\d+)", text
    ):
        yield told, uptake_of(name, kind, db)
