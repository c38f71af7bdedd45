"""The same words cut in several ways are laid side by side, letter by letter."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analyzer.agreement import Labelling, Rater
from analyzer.agreement.aligning import matched, shared_sessions, turn_starts, words_at
from analyzer.records import Quote, Session, Source, Speaker, Turn

TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
        lambda it: it.strip() != ""
    ),
    min_size=1,
    max_size=4,
)


def a_session(texts: list[str], name: str = "call") -> Session:
    return Session(
        id=name,
        source=Source(path=f"{name}.tsv", format="labelled", sha256="0" * 64),
        speakers=(Speaker(name="Ana"),),
        turns=tuple(Turn(speaker=0, text=text) for text in texts),
    )


def labelled(session: Session, sentences: list[Quote]) -> Labelling:
    n = len(sentences)
    return Labelling(
        session=session,
        pack="recruiting",
        sentences=tuple(sentences),
        moves=("other",) * n,
        segments=(None,) * n,
        advice=(None,) * n,
        roles=(None,),
        matters=(),
    )


@st.composite
def two_ways(draw: st.DrawFn) -> tuple[Labelling, Labelling]:
    """One text, cut into sentences in two ways."""
    session = a_session(draw(TEXTS))
    ways = []
    for _ in range(2):
        quotes = []
        for number, turn in enumerate(session.turns):
            inner = draw(st.sets(st.integers(1, max(len(turn.text) - 1, 1)), max_size=4))
            borders = sorted({0, len(turn.text), *(it for it in inner if it < len(turn.text))})
            quotes += [
                Quote(turn=number, start=start, end=end)
                for start, end in pairwise(borders)
                if turn.text[start:end].strip()
            ]
        ways.append(labelled(session, quotes))
    return ways[0], ways[1]


@given(pair=two_ways())
def test_every_piece_lies_in_one_sentence_of_each_and_its_words_are_its_letters(
    pair: tuple[Labelling, Labelling],
) -> None:
    raters = [Rater(name=name, labellings=(it,)) for name, it in zip("ab", pair, strict=True)]
    (shared,) = shared_sessions(raters)
    letters = "".join("".join(turn.text.split()) for turn in pair[0].session.turns)
    assert shared.n_letters == len(letters)
    starts = turn_starts(pair[0])
    for piece in shared.pieces:
        for spans, sentence in zip(shared.spans, piece.sentences, strict=True):
            assert sentence is not None
            assert spans[sentence][0] <= piece.start < piece.end <= spans[sentence][1]
        quote = words_at(pair[0], (piece.start, piece.end), starts=starts)
        words = pair[0].session.turns[quote.turn].text[quote.start : quote.end]
        assert "".join(words.split()) == letters[piece.start : piece.end]
    # What is in no piece holds no letter that could be read.
    held = {at for piece in shared.pieces for at in range(piece.start, piece.end)}
    assert not any(it.isalnum() for at, it in enumerate(letters) if at not in held)


@given(pair=two_ways())
def test_the_same_cut_twice_gives_its_sentences(pair: tuple[Labelling, Labelling]) -> None:
    raters = [Rater(name=name, labellings=(pair[0],)) for name in "ab"]
    (shared,) = shared_sessions(raters)
    assert [(it.start, it.end) for it in shared.pieces] == list(shared.spans[0])


def test_sessions_are_the_same_by_id_or_by_the_name_of_the_file() -> None:
    one = labelled(a_session(["Hello there."]), [Quote(turn=0, start=0, end=12)])
    session = replace(one.session, id="3f9a", source=replace(one.session.source, path="x/call.vtt"))
    other = replace(one, session=session)
    (shared,) = shared_sessions(
        [Rater(name="a", labellings=(one,)), Rater(name="b", labellings=(other,))]
    )
    assert all(it is not None for it in shared.labellings)


def test_talks_of_one_table_are_told_apart_by_their_number() -> None:
    def talk(number: int) -> Labelling:
        session = a_session([f"Talk number {number}."])
        source = replace(session.source, path=f"calls.csv#{number}")
        return labelled(
            replace(session, id=f"{number}", source=source), [Quote(turn=0, start=0, end=14)]
        )

    raters = [Rater(name=name, labellings=(talk(1), talk(2))) for name in "ab"]
    assert [it.shown.session.id for it in shared_sessions(raters)] == ["1", "2"]


def test_groups_that_share_most_are_the_same_and_others_stay_alone() -> None:
    groups = {
        0: [frozenset({0, 1, 2}), frozenset({3, 4})],
        1: [frozenset({0, 1}), frozenset({2, 3, 4}), frozenset({7})],
    }
    assert matched(groups, weights=[1] * 8) == [{0: 0, 1: 0}, {0: 1, 1: 1}, {1: 2}]
    # One long sentence can outweigh two short ones.
    assert matched(groups, weights=[1, 1, 9, 1, 1, 1, 1, 1]) == [
        {0: 0, 1: 1},
        {1: 0},
        {0: 1},
        {1: 2},
    ]
