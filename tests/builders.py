"""Records for tests, each complete with what it needs and open to any change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analyzer.records import (
    Advice,
    Analysis,
    Category,
    Exchange,
    HeadScore,
    Label,
    LabelScore,
    MadeWith,
    ModelCard,
    Move,
    Outside,
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

COACH, CLIENT = 0, 1
TALK = (
    (CLIENT, "HR says there is no role. What can I do?"),
    (COACH, "Ask the manager whose budget it is. Then leave him a voicemail."),
    (CLIENT, "I'll call him this afternoon."),
)


def a_source(*, path: str = "calls/ana.txt", format: str = "prose") -> Source:  # noqa: A002
    return Source(path=path, format=format, sha256="0" * 64)


def a_speaker(
    name: str = "Mike", *, role: Role = Role.COACH, score: float | None = 0.98
) -> Speaker:
    return Speaker(name=name, role=role, score=score)


def a_turn(text: str = "Ask her first.", *, speaker: int = COACH, **more: int | None) -> Turn:
    return Turn(speaker=speaker, text=text, **more)


def some_speakers() -> tuple[Speaker, ...]:
    return (a_speaker(), a_speaker("Ana", role=Role.CLIENT, score=0.95))


def a_session(  # noqa: PLR0913 - every field may be changed
    *,
    id: str = "0123456789ab",  # noqa: A002
    talk: Sequence[tuple[int, str]] = TALK,
    speakers: tuple[Speaker, ...] | None = None,
    outside: tuple[Outside, ...] = (),
    warnings: tuple[ReadWarning, ...] = (),
    title: str | None = "The blocked role",
    held_on: dt.date | None = dt.date(2024, 5, 14),
    path: str = "calls/ana.txt",
) -> Session:
    return Session(
        id=id,
        source=a_source(path=path),
        speakers=some_speakers() if speakers is None else speakers,
        turns=tuple(a_turn(text, speaker=speaker) for speaker, text in talk),
        outside=outside,
        warnings=warnings,
        title=title,
        held_on=held_on,
    )


def sentences_of(session: Session) -> tuple[Sentence, ...]:
    """Each turn cut after full stops and question marks that a space follows."""
    sentences = []
    for turn, said in enumerate(session.turns):
        start = 0
        for end in range(1, len(said.text) + 1):
            if end == len(said.text) or (said.text[end - 1] in ".?" and said.text[end] == " "):
                sentences.append(
                    Sentence(turn=turn, start=start, end=end, move=Move.SITUATION, score=0.9)
                )
                start = end + 1
    return tuple(sentences)


def a_call(
    *lines: str,
    coach: str = "Mike",
    clients: Sequence[str] = ("Ana",),
    others: Sequence[str] = (),
) -> Session:
    """A session from lines ``Name: words``; who is neither coach, client nor other is unknown."""
    parted = [line.split(": ", 1) for line in lines]
    names = list(dict.fromkeys(name for name, _ in parted))
    role_of = dict.fromkeys(clients, Role.CLIENT) | dict.fromkeys(others, Role.OTHER)
    role_of[coach] = Role.COACH
    speakers = tuple(Speaker(name=name, role=role_of.get(name, Role.UNKNOWN)) for name in names)
    return a_session(talk=[(names.index(name), words) for name, words in parted], speakers=speakers)


def whole_turns(session: Session, *moves: Move) -> tuple[Sentence, ...]:
    """Each turn as one sentence, with the moves given."""
    return tuple(
        Sentence(
            turn=number,
            start=0,
            end=len(turn.text),
            move=moves[number] if moves else None,
            score=0.9 if moves else None,
        )
        for number, turn in enumerate(session.turns)
    )


def a_label(
    category: str = "locus-of-control",
    *,
    score: float = 0.83,
    source: str = "model:recruiting 1",
    sure: bool = True,
    because: tuple[str, ...] = (),
) -> Label:
    return Label(category=category, score=score, source=source, sure=sure, because=because)


def an_advice(
    *,
    first: int = 2,
    end: int = 4,
    exchange: int | None = 0,
    labels: tuple[Label, ...] | None = None,
    quote: Quote | None = None,
    script: bool = False,
    uptake: Uptake | None = None,
) -> Advice:
    return Advice(
        first=first,
        end=end,
        exchange=exchange,
        labels=(a_label(),) if labels is None else labels,
        quote=Quote(turn=1, start=0, end=35) if quote is None else quote,
        script=script,
        uptake=uptake,
    )


def an_uptake() -> Uptake:
    return Uptake(kind=UptakeKind.COMMITMENT, quote=Quote(turn=2, start=0, end=29))


def an_exchange(
    *,
    first: int = 0,
    end: int = 5,
    asker: int | None = CLIENT,
    problem: Label | None = None,
    quote: Quote | None = None,
) -> Exchange:
    return Exchange(first=first, end=end, asker=asker, problem=problem, quote=quote)


def an_analysis(
    session: Session | None = None,
    *,
    exchanges: tuple[Exchange, ...] | None = None,
    advice: tuple[Advice, ...] | None = None,
    pack: str = "recruiting 1",
) -> Analysis:
    """One exchange in which Ana is told to find out whose budget it is, and says that she will."""
    session = a_session() if session is None else session
    sentences = sentences_of(session)
    if exchanges is None:
        problem = a_label("hr-blocking", score=0.8)
        exchanges = (an_exchange(problem=problem, quote=Quote(turn=0, start=0, end=25)),)
    return Analysis(
        session=session,
        sentences=sentences,
        exchanges=exchanges,
        segments=(
            Segment(
                first=0,
                end=len(sentences),
                kind=SegmentKind.ADVICE,
                exchange=0 if exchanges else None,
            ),
        ),
        advice=(an_advice(uptake=an_uptake()),) if advice is None else advice,
        made_with=MadeWith(analyzer="0.1.0", pack=pack, models="sentences 1"),
    )


def a_category(id: str = "warm-the-pot", **more: tuple[str, ...]) -> Category:  # noqa: A002
    examples = more.pop("examples", ("Pour a little hot water in first.",))
    return Category(
        id=id,
        name=id.replace("-", " ").capitalize(),
        definition="Warm the pot before the leaves go in.",
        examples=examples,
        **more,
    )


def a_pack(
    *,
    name: str = "tea",
    advice: tuple[Category, ...] | None = None,
    problem: tuple[Category, ...] = (),
) -> Pack:
    return Pack(
        name=name,
        version="1",
        language="en",
        advice=(a_category(),) if advice is None else advice,
        problem=problem,
    )


def a_label_score(label: str = "urgency", *, f1: float = 0.62, rely: bool = True) -> LabelScore:
    return LabelScore(
        label=label,
        support=181,
        base_rate=0.012,
        precision=0.7,
        recall=0.556,
        f1=f1,
        f1_low=f1 - 0.05,
        f1_high=f1 + 0.05,
        rely=rely,
    )


def a_card(*, name: str = "recruiting", heads: tuple[HeadScore, ...] | None = None) -> ModelCard:
    head = HeadScore(
        head="advice",
        unit="sentence",
        macro_f1=0.614,
        micro_f1=0.66,
        baselines=(),
        labels=(a_label_score(), a_label_score("follow-up", f1=0.4, rely=False)),
    )
    return ModelCard(
        name=name,
        version="1",
        pack="recruiting 1",
        licence="MIT",
        intended_use="Finding advice in coaching sessions in English.",
        limits=("English only.",),
        trained_on="labelled sessions",
        n_sessions=159,
        n_sentences=20_000,
        data_sha256="0" * 64,
        file_sha256="1" * 64,
        seed=20260101,
        folds="5 folds by session",
        libraries=(("scikit-learn", "1.6.0"),),
        heads=(head,) if heads is None else heads,
    )
