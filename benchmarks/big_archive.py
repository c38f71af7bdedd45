"""Archives of thousands of one-hour sessions, to measure on what no single machine has recorded.

    python benchmarks/big_archive.py 1000 calls-1000.db [--seed 0] [--without-vectors]

The words are those of the labelled recruiting sessions, cut at their exchanges, shuffled and joined
to hours of about 9,000 words under invented names and dates; turns of fewer than eight words are
left out and their neighbours joined, so that an hour has about 250 turns. Moves, parts, advice,
problems and uptake are those that people labelled, advice thinned out to about 25 stretches an
hour; scores and reasons are drawn at random. Every piece is encoded once, and each time it is used
its vectors are shaken a little, so that no two are equal. What is measured on such an archive is
sizes and times: its counts say nothing about coaching.

Session number ``i`` depends on ``seed`` and ``i`` alone: an archive that is there already is taken
as it is, or added to.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from analyzer.archive import Archive
from analyzer.records import (
    Advice,
    Analysis,
    Exchange,
    Label,
    MadeWith,
    Quote,
    Role,
    Segment,
    Sentence,
    Session,
    Source,
    Speaker,
    Turn,
    Uptake,
)
from analyzer.records.passages import (
    EncodedPassages,
    MeaningVectors,
    PassageKind,
    packed,
    unpacked,
)
from analyzer.segment.passages import cut_passages, passage_texts, whole_exchanges
from benchmarks.labelled_pieces import PACK, Piece, labelled_pieces

WORDS_AN_HOUR = 9_000
PIECES_AN_EXCHANGE = 2.5
ADVICE_AN_HOUR = 25
MS_A_WORD = 400
# With this deviation in each of 384 components a shaken vector keeps a cosine of about .93.
SHAKEN = 0.02
FIRST_DAY, N_DAYS = dt.date(2021, 1, 4), 1_500
UNDATED = 0.03
ONLY_FIRST_NAME = 0.1
COACHES = ("Nora Whitlock", "Tomasz Berg", "Aiko Lindqvist", "Dele Marsh", "Ines Calder")
_FIRST = (
    "Ada Bela Cato Dina Egon Fleur Gita Hugo Ilse Jonas Kaja Levi Mira Nils Oona Pavel Quinn Rasa "
    "Sven Tilda Ugo Vera Wim Xenia Yuri Zora Alma Bruno Cleo Dario Esme Faris Greta Hana Ivo Jana "
    "Karim Lena Malik Nadia"
)
_LAST = (
    "Abel Brandt Costa Duval Ekman Falk Grau Haas Ibsen Jansen Keller Lund Moreau Noll Okafor "
    "Pohl Quist Reyes Sand Thorne Ulrich Vance Weiss Yilmaz Zeller Amari Bloom Crane Dorn Ellis "
    "Frost Gale Hart Irving Joyce Kerr Lowe Mercer North Osei Penn Roth Shaw Tran Voss Wolfe Young"
)
FIRST_NAMES, LAST_NAMES = _FIRST.split(), _LAST.split()
OTHER = "Moderator"


def make_archive(path: Path, n_sessions: int, seed: int = 0, *, with_vectors: bool = True) -> Path:
    """An archive with that many sessions; one that is there is added to, and never made smaller.

    The vectors of the pieces are kept beside it, for the next one.
    """
    with Archive.open(path, create=True) as archive:
        n_there = len(archive.sessions())
        if n_there >= n_sessions:
            return path
        pieces = labelled_pieces(path.parent if with_vectors else None)
        for number in range(n_there, n_sessions):
            analysis, passages = an_hour(pieces, number, seed=seed)
            archive.add(analysis, passages=passages)
            if number % 500 == 499:
                print(f"{number + 1:,} sessions", file=sys.stderr)
    return path


def an_hour(
    pieces: Sequence[Piece], number: int, *, seed: int
) -> tuple[Analysis, EncodedPassages | None]:
    """Session number ``number``: pieces drawn at random until an hour of words is full."""
    random = np.random.default_rng([seed, number])
    drawn: list[Piece] = []
    while sum(piece.n_words for piece in drawn) < WORDS_AN_HOUR:
        drawn.append(pieces[int(random.integers(len(pieces)))])
    n_advice = sum(len(piece.analysis.advice) for piece in drawn)
    hour = _Hour(random, keep=ADVICE_AN_HOUR / max(n_advice, 1))
    for place, piece in enumerate(drawn):
        hour.take(piece, is_new=place == 0 or random.random() < 1 / PIECES_AN_EXCHANGE)
    return hour.finish(number, seed=seed)


class _Hour:
    """A session while it is put together."""

    def __init__(self, random: np.random.Generator, *, keep: float) -> None:
        self.random, self.keep = random, keep
        self.names = {COACHES[int(random.integers(len(COACHES)))]: Role.COACH}
        self.client = 0
        self.turns: list[Turn] = []
        self.sentences: list[Sentence] = []
        self.exchanges: list[Exchange] = []
        self.segments: list[Segment] = []
        self.advice: list[Advice] = []
        self.matters: list[MeaningVectors] = []
        self.advised: list[MeaningVectors] = []
        self.talk: list[MeaningVectors] = []
        self.encoder: str | None = None
        self.ms = 0

    def take(self, piece: Piece, *, is_new: bool) -> None:
        """Adds a piece, as a matter of its own or as more of the last one."""
        analysis = piece.analysis
        first, first_turn = len(self.sentences), len(self.turns)
        if is_new:
            self.client = self._voice(self._client(), Role.CLIENT)
        for turn in analysis.session.turns:
            start, self.ms = self.ms, self.ms + MS_A_WORD * len(turn.text.split())
            self.turns.append(
                Turn(
                    speaker=self._speaker(analysis.session.speakers[turn.speaker].role),
                    text=turn.text,
                    start_ms=start,
                    end_ms=self.ms,
                )
            )
        scores = self.random.beta(6, 2, len(analysis.sentences)).round(4).tolist()
        self.sentences += [
            Sentence(turn=it.turn + first_turn, start=it.start, end=it.end, move=it.move, score=p)
            for it, p in zip(analysis.sentences, scores, strict=True)
        ]
        self._take_exchange(analysis, first, first_turn, is_new=is_new)
        self.segments += [
            Segment(
                first=it.first + first,
                end=it.end + first,
                kind=it.kind,
                exchange=len(self.exchanges) - 1,
            )
            for it in analysis.segments
        ]
        kept = self.random.random(len(analysis.advice)) < self.keep
        self.advice += [
            self._shifted(it, first, first_turn)
            for it, is_kept in zip(analysis.advice, kept.tolist(), strict=True)
            if is_kept
        ]
        if piece.passages is not None:
            self._take_passages(piece.passages, kept.tolist(), is_new=is_new)

    def _take_exchange(
        self, analysis: Analysis, first: int, first_turn: int, *, is_new: bool
    ) -> None:
        end = len(self.sentences)
        if not is_new:
            last = self.exchanges.pop()
            self.exchanges.append(
                Exchange(
                    first=last.first,
                    end=end,
                    asker=last.asker,
                    problem=last.problem,
                    quote=last.quote,
                )
            )
            return
        (told,) = analysis.exchanges
        self.exchanges.append(
            Exchange(
                first=first,
                end=end,
                asker=self.client,
                problem=None if told.problem is None else self._drawn(told.problem),
                quote=_moved(told.quote, first_turn),
            )
        )

    def _take_passages(
        self, passages: EncodedPassages, kept: Sequence[bool], *, is_new: bool
    ) -> None:
        self.encoder = passages.encoder
        advice = iter(kept)
        for passage, vector in zip(passages.passages, passages.vectors, strict=True):
            if passage.kind is PassageKind.TALK:
                self.talk.append(vector)
            elif passage.kind is PassageKind.PROBLEM and is_new:
                self.matters.append(vector)
            elif passage.kind is PassageKind.ADVICE and next(advice):
                self.advised.append(vector)

    def _shifted(self, it: Advice, first: int, first_turn: int) -> Advice:
        answer = None if it.uptake is None else _moved(it.uptake.quote, first_turn)
        return Advice(
            first=it.first + first,
            end=it.end + first,
            exchange=len(self.exchanges) - 1,
            labels=tuple(
                sorted((self._drawn(label) for label in it.labels), key=lambda it: -it.score)
            ),
            quote=Quote(turn=it.quote.turn + first_turn, start=it.quote.start, end=it.quote.end),
            script=it.script,
            uptake=None if it.uptake is None else Uptake(kind=it.uptake.kind, quote=answer),
        )

    def _drawn(self, label: Label) -> Label:
        score = round(float(self.random.beta(5, 2)), 4)
        return Label(
            category=label.category,
            score=score,
            source="model:shuffled",
            sure=score > 0.5,
            because=("call", "offer", "manager")[: int(self.random.integers(1, 4))],
        )

    def _client(self) -> str:
        # Some come again and again, most once.
        place = int(len(FIRST_NAMES) * len(LAST_NAMES) * self.random.random() ** 2)
        last, first = divmod(place, len(FIRST_NAMES))
        if self.random.random() < ONLY_FIRST_NAME:
            return FIRST_NAMES[first]
        return f"{FIRST_NAMES[first]} {LAST_NAMES[last]}"

    def _voice(self, name: str, role: Role) -> int:
        self.names.setdefault(name, role)
        return list(self.names).index(name)

    def _speaker(self, role: Role) -> int:
        if role is Role.COACH:
            return 0
        return self.client if role is Role.CLIENT else self._voice(OTHER, Role.OTHER)

    def finish(self, number: int, *, seed: int) -> tuple[Analysis, EncodedPassages | None]:
        """The session, under a number that makes it one of its own."""
        day = FIRST_DAY + dt.timedelta(days=int(self.random.integers(N_DAYS)))
        is_dated = self.random.random() >= UNDATED
        # Ids are digests: neighbours in time are not neighbours in the file.
        session_id = self.random.bytes(6).hex()
        analysis = Analysis(
            session=Session(
                id=session_id,
                source=Source(
                    path=f"calls/{seed}-{number:06}.vtt",
                    format="webvtt",
                    sha256=f"{session_id:0<64}",
                ),
                speakers=tuple(
                    Speaker(name=name, role=role, score=0.9) for name, role in self.names.items()
                ),
                turns=tuple(self.turns),
                title=f"Call {number}",
                held_on=day if is_dated else None,
            ),
            sentences=tuple(self.sentences),
            exchanges=tuple(self.exchanges),
            segments=tuple(self.segments),
            advice=tuple(self.advice),
            made_with=MadeWith(analyzer="0", pack=f"{PACK} 1", models="labels, shuffled"),
        )
        if self.encoder is None:
            return analysis, None
        return analysis, self._encoded(analysis, encoder=self.encoder)

    def _encoded(self, analysis: Analysis, *, encoder: str) -> EncodedPassages:
        """The passages of the session; what a whole exchange means is the mean of its talk."""
        told = unpacked(np.stack([*self.matters, *self.advised, *self.talk]))
        shaken = told + self.random.normal(0, SHAKEN, told.shape).astype(np.float32)
        passages = cut_passages(analysis)
        is_whole = np.array([it.kind is PassageKind.EXCHANGE for it in passages])
        vectors = np.empty((len(passages), told.shape[1]), dtype=np.float32)
        vectors[~is_whole] = shaken
        vectors[is_whole] = whole_exchanges(
            passages, passage_texts(analysis, passages), talk=shaken[-len(self.talk) :]
        )
        return EncodedPassages(encoder=encoder, passages=passages, vectors=packed(vectors))


def _moved(quote: Quote | None, first_turn: int) -> Quote | None:
    if quote is None:
        return None
    return Quote(turn=quote.turn + first_turn, start=quote.start, end=quote.end)


def main() -> None:
    """Makes the archive that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sessions", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without-vectors", action="store_true")
    asked = parser.parse_args()
    made = make_archive(
        asked.path, asked.sessions, asked.seed, with_vectors=not asked.without_vectors
    )
    print(f"{made}: {made.stat().st_size / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
