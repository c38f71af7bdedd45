"""Where an editor set headings in talk of several people, against TextTiling.

    python benchmarks/headings.py [bitcoin-transcripts]

Published transcripts of podcasts and panels about Bitcoin (MIT licence) with a heading over each
part. A heading is found when a boundary is set within two turns of it, each boundary serving one
heading. The product's topic depth (analyzer/segment/topics.py) alone, and with what turns look like
in a linear model, which is trained on four fifths of the documents and judged on the fifth left
out. Beside them: TextTiling by words (Hearst 1997), as many boundaries as headings evenly spread,
and none. Pk (Beeferman, Berger & Lafferty 1999) is the share of pairs of turns, half a part apart,
wrongly put into one part or two: lower is better, and saying nothing costs little.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from analyzer.classify.metrics import match_boundaries
from analyzer.encoder import load_encoder
from analyzer.errors import AnalyzerError
from analyzer.nlp import load_nlp
from analyzer.read import read_session
from analyzer.records import Session
from analyzer.segment.sentences import split_sentences
from analyzer.segment.topics import topic_depth
from analyzer.settings import resource_folder

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "bitcoin-transcripts"
TOLERANCE = 2
FOLDS = 5
MIN_TURNS = 30
MIN_HEADINGS = 3
REACHES = (60, 120, 200, 400)
Array = npt.NDArray[np.float64]

COMMON = """
a about all also an and are as at be because been but by can could did do does don't for from get
go going had has have he her him his how i i'm if in is it it's its just kind know like me mean
more my no not now of on one or other our out people really right say see she so some something
that that's the their them then there there's these they they're thing things think this those to
up us very want was way we we're well were what when where which who why will with would yeah you
you're your
"""
STOPWORDS = frozenset(COMMON.split())
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
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


def talks(folder: Path) -> Iterator[Talk]:
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
        vectors = np.asarray(encoder.encode(texts), dtype=float)
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


def texttiling(
    texts: Sequence[str], *, size: int = 20, block: int = 10, count: int | None = None
) -> list[int]:
    """Boundaries by Hearst's TextTiling: token sequences, block likeness, depth, cut-off.

    Gaps between sequences of ``size`` words are scored by the cosine of ``block`` sequences on each
    side, smoothed; a gap deeper than the mean less half a deviation (the higher of Hearst's two
    cut-offs), or one of the ``count`` deepest, is moved to the nearest turn border.
    """
    stream = [
        (word, turn)
        for turn, text in enumerate(texts)
        for word in WORD.findall(text.lower().replace("’", "'"))
    ]
    sequences = [
        Counter(word for word, _ in stream[place : place + size] if word not in STOPWORDS)
        for place in range(0, len(stream), size)
    ]
    likeness = []
    for gap in range(1, len(sequences)):
        reach = min(block, gap, len(sequences) - gap)
        left = sum(sequences[gap - reach : gap], Counter[str]())
        right = sum(sequences[gap : gap + reach], Counter[str]())
        norm = np.sqrt(sum(n * n for n in left.values()) * sum(n * n for n in right.values()))
        likeness.append(sum(n * right[word] for word, n in left.items()) / max(1e-9, norm))
    smooth = np.convolve(np.pad(likeness, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    depths = np.array([_hill(smooth, i, -1) + _hill(smooth, i, 1) for i in range(len(smooth))])
    limit = depths.mean() - depths.std() / 2 if count is None else -np.inf
    found: list[int] = []
    for gap in np.argsort(-depths, kind="stable"):
        if depths[gap] <= limit or len(found) == count:
            break
        if all(abs(gap - other) > 3 for other in found):
            found.append(int(gap))
    starts = list(range(1, len(texts)))
    first_word = np.searchsorted([turn for _, turn in stream], starts)
    return sorted({starts[int(np.argmin(np.abs(first_word - (gap + 1) * size)))] for gap in found})


def _hill(values: Array, place: int, step: int) -> float:
    """How far the values climb from a place in one direction before they fall."""
    top = values[place]
    at = place + step
    while 0 <= at < len(values) and values[at] >= top:
        top = values[at]
        at += step
    return float(top - values[place])


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


def f1(found: Sequence[Sequence[int]], documents: Sequence[Talk]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all documents together."""
    right = sum(
        match_boundaries(talk.headings, one, tolerance=TOLERANCE)
        for one, talk in zip(found, documents, strict=True)
    )
    precision = right / max(1, sum(map(len, found)))
    recall = right / max(1, sum(len(talk.headings) for talk in documents))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def best_cut(scores: Sequence[Array], documents: Sequence[Talk]) -> tuple[float, int]:
    """The threshold and least distance that serve training documents best."""
    levels = np.quantile(np.concatenate(scores), np.arange(0.5, 0.98, 0.03))
    cuts = [(float(level), apart) for level in levels for apart in (3, 5)]
    return max(
        cuts,
        key=lambda cut: f1([peaks(one, least=cut[0], apart=cut[1]) for one in scores], documents)[
            2
        ],
    )


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


def report(documents: Sequence[Talk]) -> Iterator[str]:
    """The table, a line for each way."""
    ways: dict[str, list[list[int]]] = {
        "depth and turns, trained": left_out(documents, trained=True),
        "topic depth alone": left_out(documents, trained=False),
        "TextTiling": [texttiling(talk.texts) for talk in documents],
        "no boundary": [[] for _ in documents],
        "told how many: trained": left_out(documents, trained=True, same_count=True),
        "told how many: TextTiling": [
            texttiling(talk.texts, count=len(talk.headings)) for talk in documents
        ],
        "told how many: even": [even(talk) for talk in documents],
    }
    headings = sum(len(talk.headings) for talk in documents)
    turns = sum(len(talk.texts) for talk in documents)
    yield f"{len(documents)} documents, {turns} turns, {headings} headings"
    yield f"{'':26s} prec.  rec.   F1     Pk     boundaries"
    for name, found in ways.items():
        precision, recall, score = f1(found, documents)
        error = np.mean([pk(one, talk) for one, talk in zip(found, documents, strict=True)])
        yield (
            f"{name:26s} {precision:.3f}  {recall:.3f}  {score:.3f}  {error:.3f}"
            f"  {sum(map(len, found)):5d}"
        )


def main() -> None:
    """Prints boundary F1 and Pk of each way."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not folder.is_dir():
        print(f"left out: {folder} is not here")
        return
    for line in report(list(talks(folder))):
        print(line)


if __name__ == "__main__":
    main()
