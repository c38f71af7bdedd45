"""Invented sessions, small enough to count by hand and rich enough for every part of a report."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import TypeVar

from analyzer.records import (
    Advice,
    Analysis,
    Baseline,
    Category,
    Exchange,
    HeadScore,
    Label,
    LabelScore,
    MadeWith,
    ModelCard,
    Move,
    Pack,
    Quote,
    ReadWarning,
    Role,
    Segment,
    SegmentKind,
    Sentence,
    Session,
    Source,
    Speaker,
    Turn,
    Uptake,
    UptakeKind,
)

# Who speaks, what the sentence does, the advice type or "", the words.
Said = tuple[str, Move, str, str]

_UPTAKE = {
    Move.COMMITMENT: UptakeKind.COMMITMENT,
    Move.RATIONALE: UptakeKind.OBJECTION,
    Move.GAP: UptakeKind.GAP,
    Move.ACKNOWLEDGEMENT: UptakeKind.ACKNOWLEDGEMENT,
}


Part = TypeVar("Part")


def there(part: Part | None) -> Part:
    """A part of a report that has to be there."""
    assert part is not None
    return part


def build_analysis(  # noqa: PLR0913 - each is left alone but where a test is about it
    lines: Sequence[Said],
    *,
    coach: str = "Mara",
    problem: str | None = "hr-blocking",
    held_on: dt.date | None = None,
    title: str | None = None,
    path: str = "calls/call.txt",
    timed: bool = False,
    warnings: Iterable[str] = (),
    asks: bool = True,
    possible: Sequence[str] = (),
) -> Analysis:
    """One exchange from first to last line; neighbouring lines of one advice are one stretch.

    ``possible`` are the types that are not sure here.
    """
    names = list(dict.fromkeys(speaker for speaker, _, _, _ in lines))
    turns: list[tuple[int, str]] = []
    sentences: list[Sentence] = []
    for speaker, move, _, words in lines:
        number = names.index(speaker)
        if turns and turns[-1][0] == number:
            start = len(turns[-1][1]) + 1
            turns[-1] = (number, f"{turns[-1][1]} {words}")
        else:
            start = 0
            turns.append((number, words))
        sentences.append(
            Sentence(turn=len(turns) - 1, start=start, end=start + len(words), move=move, score=0.9)
        )
    session = Session(
        id=hashlib.sha256(repr((lines, path, held_on)).encode()).hexdigest()[:12],
        source=Source(path=path, format="text", sha256="0" * 64),
        speakers=tuple(
            Speaker(name=name, role=Role.COACH if name == coach else Role.CLIENT, score=0.9)
            for name in names
        ),
        turns=tuple(
            Turn(
                speaker=speaker,
                text=text,
                start_ms=60_000 * number if timed else None,
                end_ms=60_000 * number + 59_000 if timed else None,
            )
            for number, (speaker, text) in enumerate(turns)
        ),
        warnings=tuple(ReadWarning(message=message, source_line=4) for message in warnings),
        title=title,
        held_on=held_on,
    )
    asked = next((place for place, line in enumerate(lines) if line[0] != coach), None)
    exchange = Exchange(
        first=0,
        end=len(lines),
        asker=None if asked is None else names.index(lines[asked][0]),
        problem=None if problem is None or asked is None else _label(problem, 0.8, possible),
        quote=None if problem is None or asked is None else _quote(sentences[asked]),
    )
    return Analysis(
        session=session,
        sentences=tuple(sentences),
        exchanges=(exchange,) if asks else (),
        segments=(
            Segment(
                first=0,
                end=len(lines),
                kind=SegmentKind.ADVICE,
                exchange=0 if asks else None,
            ),
        ),
        advice=tuple(_advice(lines, sentences, coach, 0 if asks else None, possible)),
        made_with=MadeWith(analyzer="0.1.0", pack="recruiting 1", models="test 1"),
    )


def _quote(sentence: Sentence) -> Quote:
    return Quote(turn=sentence.turn, start=sentence.start, end=sentence.end)


def _label(category: str, score: float, possible: Sequence[str]) -> Label:
    return Label(
        category=category,
        score=score,
        source="model:test 1",
        sure=category not in possible,
        because=(category.partition("-")[0], "stays"),
    )


def _advice(
    lines: Sequence[Said],
    sentences: Sequence[Sentence],
    coach: str,
    exchange: int | None,
    possible: Sequence[str],
) -> Iterable[Advice]:
    place = 0
    while place < len(lines):
        given, end = lines[place][2], place + 1
        if not given:
            place += 1
            continue
        while end < len(lines) and lines[end][2] == given:
            end += 1
        answer = next(
            (n for n in range(end, min(end + 2, len(lines))) if lines[n][0] != coach), None
        )
        kind = UptakeKind.NONE if answer is None else _UPTAKE.get(lines[answer][1], UptakeKind.NONE)
        yield Advice(
            first=place,
            end=end,
            exchange=exchange,
            labels=tuple(
                _label(category, 0.9 - 0.2 * rank, possible)
                for rank, category in enumerate(given.split("|"))
            ),
            quote=_quote(sentences[place]),
            script=any(move is Move.SCRIPT for _, move, _, _ in lines[place:end]),
            uptake=Uptake(
                kind=kind,
                quote=None
                if answer is None or kind is UptakeKind.NONE
                else _quote(sentences[answer]),
            ),
        )
        place = end


def hr_call(client: str, firm: str, days: int) -> list[Said]:
    """A client whom HR keeps from the manager."""
    return [
        ("Mara", Move.SOCIAL, "", f"Good to hear you, {client}."),
        (
            client,
            Move.SITUATION,
            "",
            f"The people office at {firm} has kept me away from the plant manager for {days} days.",
        ),
        ("Mara", Move.QUESTION_OPEN, "", "What did the plant manager say about it?"),
        (client, Move.GAP, "", "I have not asked him."),
        (
            "Mara",
            Move.DIRECTIVE,
            "manager-first",
            f"Ring the plant manager at {firm} before you write another line to the people office.",
        ),
        (
            "Mara",
            Move.RATIONALE,
            "manager-first",
            "He is the one who goes home late because nobody sits in that chair.",
        ),
        (
            "Mara",
            Move.SCRIPT,
            "pain-uncovering",
            f"“What does the empty chair cost you at {firm} in {days} days?”",
        ),
        (client, Move.COMMITMENT, "", f"I will call {firm} tomorrow morning before nine o'clock."),
    ]


def fee_call(client: str, firm: str, percent: int) -> list[Said]:
    """A client who is asked for a lower fee."""
    return [
        (
            client,
            Move.SITUATION,
            "",
            f"{firm} wants me to work for {percent} percent and ninety days to pay.",
        ),
        (
            "Mara",
            Move.DIRECTIVE,
            "fee-terms",
            f"Tell {firm} that the fee stays where it is and that the days can be talked about.",
        ),
        (
            client,
            Move.RATIONALE,
            "",
            f"They will simply go to somebody who works for {percent} percent.",
        ),
        (
            "Mara",
            Move.SCRIPT,
            "own-words",
            f"“You told me in spring that {firm} loses money every week this stays open.”",
        ),
        (client, Move.ACKNOWLEDGEMENT, "", "That is true."),
    ]


def three_sessions() -> list[Analysis]:
    """Three sessions, one of them without a date."""
    return [
        build_analysis(
            hr_call("Ines", "Larkfield Dairy", 40),
            held_on=dt.date(2024, 3, 5),
            title="The closed door",
            path="calls/a.txt",
            timed=True,
        ),
        build_analysis(
            fee_call("Omar", "Brightwater Mills", 15),
            problem="fee-pressure",
            held_on=dt.date(2024, 5, 7),
            path="calls/b.vtt",
        ),
        build_analysis(hr_call("Tove", "Northgate Steel", 21), path="calls/c.txt"),
    ]


CLIENTS = (
    *("Abel", "Bea", "Carl", "Dora", "Eli", "Fay"),
    *("Gus", "Hana", "Ivo", "Jun", "Kai", "Lea"),
)


def twelve_sessions() -> list[Analysis]:
    """Twelve dated sessions over six quarters, two problems, four advice types, one warning."""
    sessions = []
    for number in range(12):
        held_on = dt.date(2023 + number // 8, 1 + 3 * (number // 2 % 4), 3 + number)
        client, firm = CLIENTS[number], f"Firm {number}"
        is_hr = number % 3 > 0
        sessions.append(
            build_analysis(
                hr_call(client, firm, 10 + number)
                if is_hr
                else fee_call(client, firm, 10 + number),
                problem="hr-blocking" if is_hr else "fee-pressure",
                held_on=held_on,
                path=f"calls/{number:02d}.txt",
                timed=number % 2 == 0,
                warnings=["One line names no speaker."] if number == 5 else [],
            )
        )
    return sessions


def _category(category: str, name: str) -> Category:
    return Category(id=category, name=name, definition=f"What {name.lower()} means.")


def a_pack() -> Pack:
    """A pack of five advice types, one of them never given, and two problems."""
    return Pack(
        name="recruiting",
        version="1",
        language="en",
        advice=(
            _category("pain-uncovering", "Pain uncovering"),
            _category("manager-first", "Hiring manager first"),
            _category("own-words", "Their own words"),
            _category("fee-terms", "Fee terms"),
            _category("urgency", "Urgency"),
        ),
        problem=(
            _category("hr-blocking", "HR is in the way"),
            _category("fee-pressure", "Pressure on the fee"),
        ),
    )


def _score(label: str, f1: float, *, rely: bool) -> LabelScore:
    return LabelScore(
        label=label,
        support=40,
        base_rate=0.05,
        precision=f1 + 0.02,
        recall=f1 - 0.02,
        f1=f1,
        f1_low=f1 - 0.1,
        f1_high=f1 + 0.1,
        rely=rely,
    )


def a_card() -> ModelCard:
    """A card that says not to rely on fee terms and on urgency."""
    weak = {"fee-terms", "urgency"}
    return ModelCard(
        name="recruiting",
        version="1",
        pack="recruiting 1",
        licence="MIT",
        intended_use="Find advice in calls.",
        limits=("Made from invented calls.",),
        trained_on="invented calls",
        n_sessions=50,
        n_sentences=6000,
        data_sha256="0" * 64,
        file_sha256="1" * 64,
        seed=7,
        folds="five folds by session",
        libraries=(("scikit-learn", "1.8"),),
        heads=(
            HeadScore(
                head="advice",
                unit="sentence",
                macro_f1=0.61,
                micro_f1=0.66,
                baselines=(Baseline(name="phrases", macro_f1=0.31, micro_f1=0.35),),
                labels=tuple(
                    _score(
                        category.id,
                        0.37 if category.id in weak else 0.74,
                        rely=category.id not in weak,
                    )
                    for category in a_pack().advice
                ),
            ),
        ),
    )
