"""Themes found without a list of them, beside what topic libraries find on the same texts.

    python benchmarks/themes.py [--data shared/data] [--cache folder] [--json] [--record]

Texts with known labels: the exchanges of the labelled sessions by their problem (each pack's, and
107 exchanges of the recruiting pack drawn five times, a coach's first year), the sessions of AnnoMI
(Wu et al. 2022) by topic, and the talks of bitcointranscripts (MIT) by their most common tag. All
ways get the same texts and, where they want vectors, the same ones; NMF, k-means, Ward and KeyNMF
are told the true number of labels, ours and BERTopic find it. Ours as shown leaves out what does
not come back, which counts as one theme more. BERTopic (Grootendorst 2022) comes as
it is, and with the smallest topic that does best on these labels; what it leaves out as outliers
counts as one theme more. BERTopic and KeyNMF (turftopic; Kardos et al. 2024) are left out with a
line where they are not installed: pip install bertopic turftopic.

Agreement with the labels is NMI, ARI, and AMI, which takes off what so many themes reach by chance;
coherence is the mean NPMI of a theme's ten most telling words, diversity the share of words that
stand in one theme alone; stability is the mean ARI of the themes of two random four fifths of the
texts, over those in both. Seconds are those of this machine, without making the vectors: look at
their ratios.
"""

from __future__ import annotations

import csv
import itertools
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
from annomi_roles import sessions as annomi_sessions
from labelled_pieces import LABELLED
from real_sets import Figure, run, vectors_of
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
)

from analyzer.aggregate.themes.consensus import find_partition
from analyzer.aggregate.themes.finding import BELONGS
from analyzer.aggregate.themes.partition import COMES_BACK
from analyzer.classify.labelled import LabelledSession, read_labelled_folder
from analyzer.encoder import load_encoder
from analyzer.nlp import load_nlp
from analyzer.read import read_session
from analyzer.records import Session
from analyzer.segment.sentences import split_sentences
from analyzer.settings import resource_folder

Labels = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.float64]
Way = Callable[[Sequence[str], Matrix, int], Labels]

FEWEST_ALIKE = 4
DRAWN, DRAWS = 107, 5
N_WORDS = 10
N_SAMPLES = 4
SMALLEST = (3, 5, 8, 12)
WANTED = {"AnnoMI, topics": 0.68, "107 recruiting exchanges, problems": 0.60}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Texts:
    """Texts with what each is about; ``vectors`` (n, d) are the means of their passages."""

    name: str
    texts: tuple[str, ...]
    vectors: Matrix
    labels: tuple[str, ...]

    def chosen(self, places: npt.NDArray[np.int64]) -> Texts:
        """Some of them."""
        return Texts(
            name=self.name,
            texts=tuple(self.texts[it] for it in places),
            vectors=self.vectors[places],
            labels=tuple(self.labels[it] for it in places),
        )


def ours(texts: Sequence[str], vectors: Matrix, _: int) -> Labels:
    """What the product finds."""
    return find_partition(vectors, texts).labels


def as_shown(texts: Sequence[str], vectors: Matrix, _: int) -> Labels:
    """The same without what does not come back, as a user sees it: it is in no theme, -1."""
    found = find_partition(vectors, texts)
    is_in = (found.stability[found.labels] >= COMES_BACK) & (found.belongs >= BELONGS)
    return np.where(is_in, found.labels, -1)


def nmf(texts: Sequence[str], _: Matrix, n_labels: int) -> Labels:
    """Non-negative factors of TF-IDF, each text with its largest."""
    words = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2, max_df=0.5)
    factors = NMF(n_labels, init="nndsvda", max_iter=500, random_state=0)
    return cast("Labels", factors.fit_transform(words.fit_transform(texts)).argmax(axis=1))


def kmeans(_: Sequence[str], vectors: Matrix, n_labels: int) -> Labels:
    """K-means over the vectors."""
    return cast("Labels", KMeans(n_labels, n_init=10, random_state=0).fit_predict(vectors))


def ward(_: Sequence[str], vectors: Matrix, n_labels: int) -> Labels:
    """Ward's agglomeration over the vectors."""
    return cast("Labels", AgglomerativeClustering(n_labels).fit_predict(vectors))


def keynmf(texts: Sequence[str], vectors: Matrix, n_labels: int) -> Labels:
    """KeyNMF, each text with its weightiest topic."""
    from turftopic import KeyNMF  # noqa: PLC0415 - a peer, where it is installed

    model = KeyNMF(n_labels, encoder=_Words(), random_state=0)
    return cast(
        "Labels",
        np.asarray(model.fit_transform(list(texts), embeddings=vectors)).argmax(axis=1),
    )


class _Words:
    """The shipped encoder in the form that topic libraries ask for."""

    def encode(self, texts: Sequence[str], **_: object) -> npt.NDArray[np.float32]:
        """Vectors of words."""
        return load_encoder(resource_folder("models") / "encoder").encode(list(texts))


def bertopic(smallest: int | None) -> Way:
    """BERTopic, with its own defaults or with the smallest topic given."""

    def find(texts: Sequence[str], vectors: Matrix, _: int) -> Labels:
        from bertopic import BERTopic  # noqa: PLC0415 - a peer, where it is installed
        from umap import UMAP  # noqa: PLC0415

        # Its defaults, with a seed.
        umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0)
        options = {} if smallest is None else {"min_topic_size": smallest}
        topics, _probabilities = BERTopic(umap_model=umap, **options).fit_transform(
            list(texts), vectors.astype(np.float32)
        )
        return np.asarray(topics, dtype=np.int64)

    return find


def ways() -> dict[str, Way]:
    """Every way that can be gone here, ours first."""
    found: dict[str, Way] = {
        "ours": ours,
        "ours as shown": as_shown,
        "NMF": nmf,
        "k-means": kmeans,
        "Ward": ward,
    }
    if find_spec("turftopic") is None:
        print("left out: turftopic is not installed", file=sys.stderr)
    else:
        found["KeyNMF"] = keynmf
    if find_spec("bertopic") is None:
        print("left out: bertopic is not installed", file=sys.stderr)
    else:
        found["BERTopic"] = bertopic(None)
        found |= {f"BERTopic {smallest}": bertopic(smallest) for smallest in SMALLEST}
    return found


def means(passages: Sequence[Sequence[str]], *, cache: Path) -> Matrix:
    """For each text the mean of its passages' vectors, weighted by words, as the product has it."""
    vectors = vectors_of([it for one in passages for it in one], cache=cache)
    ends = np.cumsum([len(one) for one in passages])
    rows = []
    for one, end in zip(passages, ends, strict=True):
        weights = np.array([len(it.split()) for it in one], dtype=np.float64)
        rows.append(weights @ vectors[end - len(one) : end] / weights.sum())
    found = np.array(rows)
    return cast("Matrix", found / np.linalg.norm(found, axis=1, keepdims=True))


def passages_of(turns: Sequence[Sequence[str]], *, longest: int = 60) -> list[str]:
    """Sentences of turns put together to passages of at most 60 words, as the product cuts them."""
    found = []
    for sentences in turns:
        held: list[str] = []
        for sentence in sentences:
            if held and len(" ".join([*held, sentence]).split()) > longest:
                found.append(" ".join(held))
                held = []
            held.append(sentence)
        found.append(" ".join(held))
    long_enough = [it for it in found if len(it.split()) >= 4]
    return long_enough or [" ".join(found) or "-"]


def labelled(pack: str, *, cache: Path) -> Texts:
    """The exchanges of the labelled sessions of a pack, by problem."""
    rows = [
        (problem, _turns(session, exchange))
        for session in read_labelled_folder(LABELLED)
        if session.pack == pack
        for exchange, problem in session.problems
    ]
    return _texts(f"{pack} exchanges, problems", rows, cache=cache)


def _turns(session: LabelledSession, exchange: int) -> list[list[str]]:
    inside = [it for it in session.sentences if it.exchange == exchange]
    grouped = itertools.groupby(inside, key=lambda it: it.turn)
    return [[session.text_of(it) for it in sentences] for _, sentences in grouped]


def _texts(name: str, rows: Sequence[tuple[str, list[list[str]]]], *, cache: Path) -> Texts:
    passages = [passages_of(turns) for _, turns in rows]
    return Texts(
        name=name,
        texts=tuple(" ".join(" ".join(turn) for turn in turns) for _, turns in rows),
        vectors=means(passages, cache=cache),
        labels=tuple(label for label, _ in rows),
    )


def annomi(folder: Path, *, cache: Path) -> Texts:
    """The sessions of AnnoMI by topic, where four have it."""
    path = folder / "AnnoMI" / "AnnoMI-full.csv"
    with path.open(encoding="utf-8", newline="") as file:
        topics = {row["transcript_id"]: row["topic"].strip() for row in csv.DictReader(file)}
    pairs = [(topics[session.id], session) for session in annomi_sessions(path)]
    return _of_sessions("AnnoMI, topics", pairs, cache=cache)


def bitcoin(folder: Path, *, cache: Path) -> Texts:
    """The talks of bitcointranscripts by that of their tags which most talks have."""
    tagged = list(_tagged(folder / "bitcoin-transcripts"))
    counts = Counter(tag for tags, _ in tagged for tag in tags)
    pairs = [
        (max(tags, key=lambda tag: (counts[tag], tag)), session) for tags, session in tagged if tags
    ]
    return _of_sessions("bitcointranscripts, tags", pairs, cache=cache)


def _tagged(folder: Path) -> Iterator[tuple[list[str], Session]]:
    for path in sorted(folder.rglob("*.md")):
        head = path.read_text(encoding="utf-8").split("---", 2)[1:2]
        found = re.search(r"^tags:\s*(.*(?:\n\s*-.*)*)", head[0], re.MULTILINE) if head else None
        tags = re.findall(r"[A-Za-z][\w-]+", found[1]) if found else []
        if tags and path.name not in {"LICENSE.md", "README.md"}:
            yield tags, read_session(path)


def _of_sessions(name: str, pairs: Sequence[tuple[str, Session]], *, cache: Path) -> Texts:
    counts = Counter(label for label, _ in pairs)
    nlp = load_nlp()
    rows = []
    for label, session in pairs:
        if counts[label] >= FEWEST_ALIKE:
            cut = split_sentences(session, nlp=nlp)
            grouped = itertools.groupby(cut, key=lambda it: it.turn)
            texts = [turn.text for turn in session.turns]
            rows.append(
                (label, [[texts[it.turn][it.start : it.end] for it in one] for _, one in grouped])
            )
    return _texts(name, rows, cache=cache)


def drawn(texts: Texts) -> Iterator[Texts]:
    """So many texts as a coach has in a year, five times."""
    random = np.random.default_rng(0)
    for _ in range(DRAWS):
        yield texts.chosen(np.sort(random.choice(len(texts.texts), DRAWN, replace=False)))


def measures(found: Labels, texts: Texts) -> dict[str, float]:
    """How themes agree with the labels, and how they read by themselves."""
    words = _telling_words(found, texts.texts)
    return {
        "NMI": normalized_mutual_info_score(texts.labels, found),
        "ARI": adjusted_rand_score(texts.labels, found),
        "AMI": adjusted_mutual_info_score(texts.labels, found),
        "coherence": _coherence(words, texts.texts),
        "diversity": len({it for one in words for it in one}) / max(sum(map(len, words)), 1),
        "themes": len(set(found.tolist())),
    }


def _telling_words(found: Labels, texts: Sequence[str]) -> list[list[str]]:
    """Each theme's ten words, by TF-IDF with a theme as one text (Grootendorst 2022, 3.3)."""
    numbers = sorted(set(found.tolist()) - {-1})
    joined = [
        " ".join(text for text, mine in zip(texts, found, strict=True) if mine == number)
        for number in numbers
    ]
    if not numbers:
        return []
    weigher = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    weights = weigher.fit_transform(joined).toarray()
    names = weigher.get_feature_names_out()
    return [names[np.argsort(-row, kind="stable")[:N_WORDS]].tolist() for row in weights]


def _coherence(words: Sequence[Sequence[str]], texts: Sequence[str]) -> float:
    """Mean normalised pointwise mutual information over texts (Bouma 2009)."""
    known = sorted({it for one in words for it in one})
    if not known:
        return 0.0
    stands = CountVectorizer(vocabulary=known, binary=True).transform(texts).toarray()
    place = {word: number for number, word in enumerate(known)}
    scores = []
    for one in words:
        for first, second in itertools.combinations(one, 2):
            a, b = stands[:, place[first]], stands[:, place[second]]
            both, alone = (a & b).mean(), a.mean() * b.mean()
            scores.append(-1.0 if both == 0 else _npmi(both, alone))
    return float(np.mean(scores)) if scores else 0.0


def _npmi(both: float, alone: float) -> float:
    return 1.0 if both == 1 else float(np.log(both / alone) / -np.log(both))


def stability(way: Way, texts: Texts) -> float:
    """The mean ARI of the themes of two random four fifths, over the texts in both."""
    random = np.random.default_rng(1)
    n, n_labels = len(texts.texts), len(set(texts.labels))
    scores = []
    for _ in range(N_SAMPLES // 2):
        runs = []
        for _half in range(2):
            places = np.sort(random.choice(n, round(0.8 * n), replace=False))
            part = texts.chosen(places)
            found = np.full(n, -2, dtype=np.int64)
            found[places] = way(part.texts, part.vectors, n_labels)
            runs.append(found)
        both = (runs[0] != -2) & (runs[1] != -2)
        scores.append(adjusted_rand_score(runs[0][both], runs[1][both]))
    return float(np.mean(scores))


def compare(sets: Sequence[Texts], *, name: str, counts: str) -> list[Figure]:
    """Every measure of every way over texts, the mean where there are several draws."""
    found: dict[str, dict[str, float]] = {}
    for way_name, way in ways().items():
        start = time.perf_counter()
        rows = []
        for texts in sets:
            labels = way(texts.texts, texts.vectors, len(set(texts.labels)))
            rows.append(measures(labels, texts))
        seconds = (time.perf_counter() - start) / len(sets)
        print(f"{name}: {way_name}, {seconds:.1f} s", file=sys.stderr)
        mean = {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}
        found[way_name] = mean | {"stability": stability(way, sets[0]), "seconds": seconds}
    best = max(
        (it for it in found if it.startswith("BERTopic ")),
        key=lambda it: found[it]["NMI"],
        default=None,
    )
    shown = {it: row for it, row in found.items() if not it.startswith("BERTopic ")}
    if best is not None:
        shown["BERTopic at its best"] = found[best]
    return [
        Figure(
            task=name,
            measure=key,
            ours=shown["ours"][key],
            floors={it: row[key] for it, row in shown.items() if it != "ours"},
            counts=counts,
            wanted=WANTED.get(name) if key == "NMI" else None,
        )
        for key in shown["ours"]
    ]


def measure(folder: Path, cache: Path) -> list[Figure]:
    """Every set; those that are not here are left out."""
    warnings.simplefilter("ignore")
    recruiting, leadership = (labelled(it, cache=cache) for it in ("recruiting", "leadership"))
    figures: list[Figure] = []
    others = (annomi(folder, cache=cache), bitcoin(folder, cache=cache))
    for texts in (recruiting, leadership, *others):
        counts = f"{len(texts.texts)} texts, {len(set(texts.labels))} labels"
        figures += compare([texts], name=texts.name, counts=counts)
    counts = f"{DRAWN} of {len(recruiting.texts)} exchanges, {DRAWS} draws"
    name = f"{DRAWN} recruiting exchanges, problems"
    return figures + compare(list(drawn(recruiting)), name=name, counts=counts)


if __name__ == "__main__":
    run(__doc__, ".", measure)
