"""Where an editor set headings in talk of several people, beside TextTiling.

    python benchmarks/headings.py [--data bitcoin-transcripts] [--cache DIR] [--json] [--record]

Published transcripts of podcasts and panels about Bitcoin (MIT licence) with a heading over each
part. A heading is found when a boundary is set within two turns of it, each boundary serving one
heading. The product's topic depth (analyzer/segment/topics.py) alone, and with what turns look like
in a linear model, which is trained on four fifths of the documents and judged on the fifth left
out. Beside them: TextTiling by words (Hearst 1997), as many boundaries as headings evenly spread,
and none. Pk (Beeferman, Berger & Lafferty 1999) is the share of pairs of turns, half a part apart,
wrongly put into one part or two: less is better, and saying nothing costs little. Wanted is twice
the F1 of TextTiling. Told how many headings there are, each way sets so many of its likeliest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from real_sets import Figure, boundary_figures, boundary_scores, run, vectors_of
from sklearn.linear_model import LogisticRegression
from texttiling import STOPWORDS, WORD, texttiling

from analyzer.encoder import load_encoder
from analyzer.errors import AnalyzerError
from analyzer.nlp import load_nlp
from analyzer.read import read_session
from analyzer.records import Session
from analyzer.segment.sentences import split_sentences
from analyzer.segment.topics import topic_depth
from analyzer.settings import resource_folder

TOLERANCE = 2
FOLDS = 5
MIN_TURNS = 30
MIN_HEADINGS = 3
REACHES = (60, 120, 200, 400)
Array = npt.NDArray[np.float64]

OPENS = re.compile(
    r"(?:so|ok(?:ay)?|all ?right|cool|great|awesome|now|well|and|yeah|right|sure|let'?s)\b",
    re.IGNORECASE,
)
MOVES_ON = re.compile(
    r"\b(?:let'?s (?:talk|move|get|go|start|jump|switch)|mov(?:e|ing) on|next (?:one|topic|question"
    r"|thing|item|up|section)|talk about|tell us|the (?:first|second|third|last|final) (?:thing|one"
    r"|question|topic)|another (?:question|topic|thing)|(?:my|a|our) question|what about|how about"
    r"|i (?:want(?:ed)?|would like|'d like) to (?:ask|talk|get|go|start)|before we|welcome)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One document: its turns, before which of them headings stand, and what models see of each."""

    texts: tuple[str, ...]
    headings: tuple[int, ...]
    depth: Array
    columns: Array


def talks(folder: Path, *, cache: Path) -> Iterator[Talk]:
    """The documents with at least thirty turns, three headings inside and two speakers."""
    encoder, nlp = load_encoder(resource_folder("models") / "encoder"), load_nlp()
    for path in sorted(folder.rglob("*.md")):
        try:
            session = read_session(path)
        except AnalyzerError:
            continue
        headings = _headings(session, path.read_text(encoding="utf-8").split("\n"))
        n_speakers = len({turn.speaker for turn in session.turns})
        if len(session.turns) < MIN_TURNS or len(headings) < MIN_HEADINGS or n_speakers < 2:
            continue
        sentences = split_sentences(session, nlp=nlp)
        texts = [session.turns[one.turn].text[one.start : one.end] for one in sentences]
        vectors = vectors_of(texts, cache=cache, encoder=encoder).astype(float)
        turn_of = np.array([one.turn for one in sentences])
        yield make_talk(session, texts, vectors, turn_of, headings)


def _headings(session: Session, lines: Sequence[str]) -> tuple[int, ...]:
    places = {
        one.before_turn
        for one in session.outside
        if one.source_line and lines[one.source_line - 1].lstrip().startswith("#")
    }
    return tuple(sorted(place for place in places if 0 < place < len(session.turns)))


def make_talk(
    session: Session,
    texts: Sequence[str],
    vectors: Array,
    turn_of: npt.NDArray[np.int_],
    headings: tuple[int, ...],
) -> Talk:
    """A document with the columns of its turns; ``texts`` and ``vectors`` are its sentences'."""
    lengths = [len(text.split()) for text in texts]
    firsts = np.searchsorted(turn_of, np.arange(len(session.turns)))
    depths = np.array([topic_depth(vectors, lengths, reaches=(reach,)) for reach in REACHES]).T
    depth = topic_depth(vectors, lengths)
    ahead = _belongs_ahead(vectors, np.array(lengths, dtype=float), firsts)
    return Talk(
        texts=tuple(turn.text for turn in session.turns),
        headings=headings,
        depth=depth[firsts],
        columns=_columns(session, standard(depths[firsts]), standard(ahead)),
    )


def _belongs_ahead(vectors: Array, words: Array, firsts: npt.NDArray[np.int_]) -> Array:
    """How much liker each turn is to the six turns after it than to the six before: (n, 1)."""
    sums = np.vstack([np.zeros(vectors.shape[1]), np.cumsum(vectors * words[:, None], axis=0)])
    ends = [*firsts[1:], len(words)]
    count = len(firsts)
    rows = []
    for turn in range(count):
        own = sums[ends[turn]] - sums[firsts[turn]]
        before = sums[firsts[turn]] - sums[firsts[max(0, turn - 6)]]
        after = sums[ends[min(count - 1, turn + 6)]] - sums[ends[turn]]
        rows.append([_alike(own, after) - _alike(own, before)])
    return np.array(rows)


def _alike(one: Array, two: Array) -> float:
    return float(one @ two / max(1e-9, float(np.linalg.norm(one) * np.linalg.norm(two))))


def _columns(session: Session, depths: Array, ahead: Array) -> Array:
    """What is seen of each turn and its neighbours: shape (n turns, k)."""
    words = Counter[int]()
    asked = Counter[int]()
    for turn in session.turns:
        words[turn.speaker] += len(turn.text.split())
        asked[turn.speaker] += turn.text.count("?")
    host = max(asked, key=lambda speaker: (asked[speaker] / (words[speaker] + 200), -speaker))
    seen: set[str] = set()
    own = []
    for turn in session.turns:
        terms = {word for word in WORD.findall(turn.text.lower()) if word not in STOPWORDS}
        size = len(turn.text.split())
        own.append(
            [
                float("?" in turn.text),
                float(turn.text.rstrip().endswith("?")),
                float(OPENS.match(turn.text) is not None),
                float(MOVES_ON.search(turn.text) is not None),
                float(turn.speaker == host),
                np.log1p(size),
                len(terms - seen) / (len(terms) + 3),
                len(terms - seen) / 20,
            ]
        )
        seen |= terms
    rows = np.array(own, dtype=float)
    sizes = np.expm1(rows[:, 5])
    gone_by = (np.cumsum(sizes) - sizes) / max(1.0, sizes.sum())
    whole = np.tile([np.log1p(sizes.mean()), np.log1p(sizes.sum())], (len(rows), 1))
    near = [shifted(rows, step) for step in (-2, -1, 1, 2)]
    deep = [shifted(depths, step) for step in (-2, -1, 1, 2)]
    beside = [ahead, shifted(ahead, -1), shifted(ahead, 1)]
    return np.hstack([rows, *near, depths, *deep, *beside, gone_by[:, None], whole])


def shifted(rows: Array, step: int) -> Array:
    """The rows of the turns ``step`` further on, zeros beyond the ends."""
    moved = np.zeros_like(rows)
    if step > 0:
        moved[:-step] = rows[step:]
    else:
        moved[-step:] = rows[:step]
    return moved


def standard(rows: Array) -> Array:
    """Each column with mean 0 and deviation 1 within the document."""
    spread: Array = (rows - rows.mean(axis=0)) / (rows.std(axis=0) + 1e-9)
    return spread


def peaks(scores: Array, *, least: float, apart: int) -> list[int]:
    """The likeliest turns first, from the second on, none nearer than ``apart`` to another."""
    chosen: list[int] = []
    for turn in np.argsort(-scores, kind="stable"):
        if scores[turn] < least:
            break
        if turn > 0 and all(abs(turn - other) >= apart for other in chosen):
            chosen.append(int(turn))
    return sorted(chosen)


def strongest(scores: Array, *, count: int) -> list[int]:
    """The likeliest turns, so many, none nearer than three to another."""
    found = peaks(scores, least=-np.inf, apart=3)
    return sorted(sorted(found, key=lambda turn: -scores[turn])[:count])


def even(talk: Talk) -> list[int]:
    """As many boundaries as there are headings, evenly spread."""
    parts = len(talk.headings) + 1
    return [round(len(talk.texts) * number / parts) for number in range(1, parts)]


def pk(found: Sequence[int], talk: Talk) -> float:
    """Beeferman's Pk over turns, the probe half a mean part long."""
    count = len(talk.texts)
    probe = max(1, round(count / (len(talk.headings) + 1) / 2))
    true = np.searchsorted(np.sort(talk.headings), np.arange(count), side="right")
    said = np.searchsorted(np.sort(np.array(found, dtype=int)), np.arange(count), side="right")
    pairs = [
        (true[i] == true[i + probe]) != (said[i] == said[i + probe]) for i in range(count - probe)
    ]
    return float(np.mean(pairs))


def mean_pk(found: Sequence[Sequence[int]], documents: Sequence[Talk]) -> float:
    """The mean of Pk over the documents."""
    return float(np.mean([pk(one, talk) for one, talk in zip(found, documents, strict=True)]))


def best_cut(scores: Sequence[Array], documents: Sequence[Talk]) -> tuple[float, int]:
    """The threshold and least distance that serve training documents best."""
    true = [talk.headings for talk in documents]
    levels = np.quantile(np.concatenate(scores), np.arange(0.5, 0.98, 0.03))
    cuts = [(float(level), apart) for level in levels for apart in (3, 5)]

    def f1(cut: tuple[float, int]) -> float:
        found = [peaks(one, least=cut[0], apart=cut[1]) for one in scores]
        return boundary_scores(found, true=true, tolerance=TOLERANCE)[2]

    return max(cuts, key=f1)


def left_out(
    documents: Sequence[Talk], *, trained: bool, same_count: bool = False
) -> list[list[int]]:
    """Boundaries of each document by a threshold, and a model, of documents of other folds.

    With ``same_count`` as many as the document has headings, no threshold.
    """
    found: list[list[int]] = [[]] * len(documents)
    for fold in range(FOLDS):
        train = [talk for place, talk in enumerate(documents) if place % FOLDS != fold]
        test = [place for place in range(len(documents)) if place % FOLDS == fold]
        tried = [documents[place] for place in test]
        if trained:
            scores = model_scores(train, tried)
            # The threshold, too, must see what a model says of documents it was not trained on.
            halves = train[0::2], train[1::2]
            known = [*model_scores(halves[1], halves[0]), *model_scores(halves[0], halves[1])]
            train = [*halves[0], *halves[1]]
        else:
            scores, known = [talk.depth for talk in tried], [talk.depth for talk in train]
        least, apart = best_cut(known, train)
        for place, talk, one in zip(test, tried, scores, strict=True):
            found[place] = (
                strongest(one, count=len(talk.headings))
                if same_count
                else peaks(one, least=least, apart=apart)
            )
    return found


def model_scores(train: Sequence[Talk], tried: Sequence[Talk]) -> list[Array]:
    """How likely a heading is at each turn of the tried documents, by a model of the others."""
    rows = np.vstack([talk.columns for talk in train])
    targets = np.concatenate([_near_heading(talk) for talk in train])
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.01, max_iter=500).fit((rows - middle) / scale, targets)
    return [blurred(model.predict_proba((talk.columns - middle) / scale)[:, 1]) for talk in tried]


def blurred(chances: Array) -> Array:
    """How likely a heading is within the tolerance: near ones count more."""
    return np.convolve(chances, (0.5, 0.8, 1.0, 0.8, 0.5), mode="same")


def _near_heading(talk: Talk) -> npt.NDArray[np.bool_]:
    """Which turns open a part."""
    return np.isin(np.arange(len(talk.texts)), talk.headings)


def figures_of(
    task: str,
    ours: Sequence[Sequence[int]],
    *,
    documents: Sequence[Talk],
    floors: Mapping[str, Sequence[Sequence[int]]],
    wanted: float | None = None,
) -> list[Figure]:
    """How well one way finds headings, and Pk, beside others."""
    true = [talk.headings for talk in documents]
    counts = (
        f"{len(documents)} documents, {sum(len(talk.texts) for talk in documents):,} turns, "
        f"{sum(map(len, true)):,} headings"
    )
    error = Figure(
        task=task,
        measure="Pk, less is better",
        ours=mean_pk(ours, documents),
        floors={name: mean_pk(found, documents) for name, found in floors.items()},
        counts=counts,
    )
    found = boundary_figures(
        task,
        ours,
        true=true,
        floors=floors,
        within=(TOLERANCE, "turns"),
        counts=counts,
        wanted=wanted,
    )
    return [*found, error]


def measure(folder: Path, cache: Path) -> list[Figure]:
    """Boundary F1 and Pk of the trained model and of topic depth alone, told how many and not."""
    documents = list(talks(folder, cache=cache))
    tiling = [texttiling(talk.texts) for talk in documents]
    true = [talk.headings for talk in documents]
    wanted = 2 * boundary_scores(tiling, true=true, tolerance=TOLERANCE)[2]
    plain: dict[str, Sequence[Sequence[int]]] = {
        "TextTiling": tiling,
        "no boundary": [() for _ in documents],
    }
    told = {
        "TextTiling": [texttiling(talk.texts, count=len(talk.headings)) for talk in documents],
        "evenly spread": [even(talk) for talk in documents],
    }
    trained = left_out(documents, trained=True)
    alone = left_out(documents, trained=False)
    same_count = left_out(documents, trained=True, same_count=True)
    name = "bitcoin headings"
    return [
        *figures_of(f"{name}: trained", trained, documents=documents, floors=plain, wanted=wanted),
        *figures_of(
            f"{name}: topic depth alone", alone, documents=documents, floors=plain, wanted=wanted
        ),
        *figures_of(
            f"{name}: trained, told how many", same_count, documents=documents, floors=told
        ),
    ]


if __name__ == "__main__":
    run(__doc__, "bitcoin-transcripts", measure)
