"""How well and how fast an archive is searched, beside words alone and meaning alone.

    python benchmarks/search.py FOLDER [--sizes 100 1000 10000] [--record]

Quality is measured on the labelled recruiting sessions, cut at their exchanges. Asked are the
names, definitions and examples of the pack's categories, which stand in no session, and the first
two sentences of exchanges, each asked of all the others. A hit is right when people gave its words
the advice, or its exchange the problem, that the question is taken from. Peers in the same run:
BM25 by SQLite's FTS5 over the same passages, and the exact vectors by themselves. Names of
categories say little and labels leave out much, so that the numbers are low for all.

Time and recall are measured on the archives of ``benchmarks/big_archive.py``, kept in FOLDER from
run to run. Recall is the share of the ten nearest passages by exact cosine, ties counted as equal,
that are among the ten found, over all passages and with filters. Each size is measured in a fresh
process. Of each question the best of five times counts, and of all questions the median; on a
machine that does other things too, processor time is what to read.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from analyzer.archive import Archive
from analyzer.archive.meaning import Mask, Meanings, Numbers, load_meanings, nearest
from analyzer.archive.search import Searcher, open_searcher
from analyzer.archive.search_words import question_phrases
from analyzer.encoder import Encoder, encoder_name, load_encoder
from analyzer.records import Analysis, Pack
from analyzer.records.pack_file import load_pack
from analyzer.records.passages import PassageKind, unpacked
from analyzer.segment.passages import passage_texts
from analyzer.settings import resource_folder
from benchmarks.big_archive import make_archive
from benchmarks.labelled_pieces import PACK, Piece, labelled_pieces

RESULTS = Path(__file__).parent / "results" / "search" / "search.json"
ENCODER = resource_folder("models") / "encoder"
SIZES = (100, 1_000, 10_000)
LIMIT = 10
N_EXACT = 24
N_STATEMENTS = 250
REPEATED = 5
SHARES = (0.1, 0.01)

# Session and number of a passage's sentences: what a ranking is made of.
Found = tuple[str, int, int]
Ways = dict[str, Callable[[str], Sequence[Found]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, the category a right hit has, and the session that does not count."""

    text: str
    category: str
    but: str = ""


# ---- quality


def measure_quality(folder: Path) -> list[dict[str, object]]:
    """A row for each kind of question and each way of searching."""
    pieces = _named(labelled_pieces(folder))
    pack = load_pack(PACK)
    encoder = load_encoder(ENCODER, threads=1)
    path = folder / "pieces.db"
    path.unlink(missing_ok=True)
    with Archive.open(path, create=True) as archive:
        for piece in pieces:
            archive.add(piece.analysis, passages=piece.passages)
        searcher = Searcher(archive, encoder=encoder, name=encoder_name(ENCODER))
        advice = _Judge(pieces, "advice")
        problem = _Judge(pieces, "problem")
        rows = [
            *_compare(_advice_questions(pack, advice), _ways(advice, searcher, encoder), advice),
            *_compare(
                _problem_questions(pack, problem), _ways(problem, searcher, encoder), problem
            ),
        ]
    path.unlink()
    return rows


def _named(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces as sessions of their own."""
    return [
        replace(
            piece,
            analysis=replace(
                piece.analysis, session=replace(piece.analysis.session, id=f"{number:012x}")
            ),
        )
        for number, piece in enumerate(pieces)
    ]


class _Judge:
    """The passages that count for a kind of question, and whether one has a category."""

    def __init__(self, pieces: Sequence[Piece], kind: str) -> None:
        self.kind = kind
        self.passages: list[Found] = []
        texts: list[str] = []
        vectors: list[Numbers] = []
        self.of: dict[str, Analysis] = {it.analysis.session.id: it.analysis for it in pieces}
        for piece in pieces:
            assert piece.passages is not None
            every = piece.passages.passages
            wanted = (
                {PassageKind.PROBLEM}
                if kind == "problem"
                else {PassageKind.ADVICE, PassageKind.TALK}
            )
            chosen = [number for number, it in enumerate(every) if it.kind in wanted]
            words = passage_texts(piece.analysis, every)
            key = piece.analysis.session.id
            self.passages += [(key, every[it].first, every[it].end) for it in chosen]
            texts += [words[it] for it in chosen]
            vectors.append(unpacked(piece.passages.vectors[chosen]))
        self.vectors = np.concatenate(vectors)
        self.words = sqlite3.connect(":memory:")
        tokens = "unicode61 remove_diacritics 2"
        self.words.execute(f"CREATE VIRTUAL TABLE t USING fts5 (text, tokenize='{tokens}')")
        self.words.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", enumerate(texts))

    def categories(self, found: Found) -> set[str]:
        key, first, end = found
        analysis = self.of[key]
        if self.kind == "problem":
            return {it.problem.category for it in analysis.exchanges if it.problem}
        inside = (it for it in analysis.advice if it.first < end and first < it.end)
        return {label.category for it in inside for label in it.labels}

    def by_words(self, question: str) -> list[Found]:
        """Peer: BM25 alone."""
        match = " OR ".join(f'"{" ".join(it)}"' for it in question_phrases(question))
        rows = self.words.execute(
            "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t), rowid LIMIT 400", (match,)
        )
        return [self.passages[it] for (it,) in rows]

    def by_vectors(self, question: str, encoder: Encoder) -> list[Found]:
        """Peer: exact cosine alone."""
        likeness = self.vectors @ encoder.encode([question])[0]
        order = np.argsort(-likeness, kind="stable")[:400]
        return [self.passages[it] for it in order.tolist()]


def _ways(judge: _Judge, searcher: Searcher, encoder: Encoder) -> Ways:
    def merged(question: str) -> list[Found]:
        if judge.kind == "problem":
            found = searcher.advised(question, limit=30)
            return [(it.session.id, 0, 1) for it in found.matters]
        hits = searcher.search(question, limit=30)
        return [(it.session.id, *_sentences(judge.of[it.session.id], it.said)) for it in hits]

    return {
        "words (BM25)": judge.by_words,
        "meaning (exact)": lambda question: judge.by_vectors(question, encoder),
        "analyzer": merged,
    }


def _sentences(analysis: Analysis, said: object) -> tuple[int, int]:
    quote = said.quote  # type: ignore[attr-defined]
    inside = [
        number
        for number, it in enumerate(analysis.sentences)
        if it.turn == quote.turn and it.start < quote.end and quote.start < it.end
    ]
    return inside[0], inside[-1] + 1


def _advice_questions(pack: Pack, judge: _Judge) -> dict[str, list[Question]]:
    known = {category for it in judge.passages for category in judge.categories(it)}
    its = [it for it in pack.advice if it.id in known]
    return {
        "advice: names": [Question(text=it.name, category=it.id) for it in its],
        "advice: definitions": [Question(text=it.definition, category=it.id) for it in its],
        "advice: examples": [Question(text=ex, category=it.id) for it in its for ex in it.examples],
    }


def _problem_questions(pack: Pack, judge: _Judge) -> dict[str, list[Question]]:
    of = {it: judge.categories(it) for it in judge.passages}
    counts = {it.id: sum(it.id in its for its in of.values()) for it in pack.problem}
    its = [it for it in pack.problem if counts[it.id] > 1]
    told = []
    for (key, _, _), categories in of.items():
        analysis = judge.of[key]
        text = " ".join(map(analysis.text_of, analysis.sentences[:2]))
        told += [Question(text=text, category=it, but=key) for it in categories if counts[it] > 1]
    return {
        "problems: names": [Question(text=it.name, category=it.id) for it in its],
        "problems: definitions": [Question(text=it.definition, category=it.id) for it in its],
        "problems: examples": [
            Question(text=ex, category=it.id) for it in its for ex in it.examples
        ],
        "problems: other exchanges": told[:N_STATEMENTS],
    }


def _compare(
    questions: dict[str, list[Question]], ways: Ways, judge: _Judge
) -> Iterator[dict[str, object]]:
    for name, asked in questions.items():
        for way, search in ways.items():
            scores = [_score(search(it.text), it, judge) for it in asked]
            yield {
                "questions": name,
                "n": len(asked),
                "way": way,
                "mrr": round(statistics.mean(it[0] for it in scores), 3),
                "ndcg": round(statistics.mean(it[1] for it in scores), 3),
            }


def _score(found: Sequence[Found], question: Question, judge: _Judge) -> tuple[float, float]:
    """Reciprocal rank of the first right hit, and nDCG, of the first ten different places."""
    shown: list[Found] = []
    for one in found:
        is_new = all(one[0] != it[0] or one[1] >= it[2] or it[1] >= one[2] for it in shown)
        if one[0] != question.but and is_new:
            shown.append(one)
        if len(shown) == LIMIT:
            break
    right = [question.category in judge.categories(it) for it in shown]
    rank = next((1 / place for place, it in enumerate(right, start=1) if it), 0.0)
    gains = [1 / np.log2(place + 1) for place in range(1, LIMIT + 1)]
    n_right = sum(
        question.category in judge.categories(it) for it in judge.passages if it[0] != question.but
    )
    gained = sum(gain for gain, it in zip(gains, right, strict=False) if it)
    return rank, float(gained / sum(gains[: min(n_right, LIMIT)]))


# ---- time, memory, recall


def measure_speed(path: Path) -> dict[str, object]:
    """Times in milliseconds, memory in MB and recall of searching one archive."""
    questions = [it.text for it in _asked(load_pack(PACK))]
    begin = time.perf_counter()
    with Archive.open(path) as archive:
        searcher = open_searcher(archive)
        searcher.search(questions[0])
        first = time.perf_counter() - begin
        times = {
            name: _medians(search, questions)
            for name, search in (("", searcher.search), ("advised_", searcher.advised))
        }
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        coverage = searcher.coverage()
        row: dict[str, object] = {
            "sessions": coverage.n_sessions,
            "file_mb": round(path.stat().st_size / 1e6),
            "first_s": round(first, 2),
            **{f"{name}wall_ms": wall for name, (wall, _) in times.items()},
            **{f"{name}cpu_ms": cpu for name, (_, cpu) in times.items()},
            "memory_mb": round(memory),
        }
        with archive.reading() as connection:
            return row | measure_recall(connection, questions[:N_EXACT])


def _medians(search: Callable[..., object], questions: Sequence[str]) -> tuple[float, float]:
    """Milliseconds, and those of the processor: of each question its best, of these the median."""
    search(questions[0], limit=LIMIT)
    walls, cpus = [], []
    for question in questions:
        its = [_timed(search, question) for _ in range(REPEATED)]
        walls.append(min(wall for wall, _ in its))
        cpus.append(min(cpu for _, cpu in its))
    return round(statistics.median(walls) * 1000, 1), round(statistics.median(cpus) * 1000, 1)


def _timed(search: Callable[..., object], question: str) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    search(question, limit=LIMIT)
    return time.perf_counter() - wall, time.process_time() - cpu


def _asked(pack: Pack) -> list[Question]:
    """An example of each category by turns with its name."""
    its = [*pack.advice, *pack.problem]
    return [
        Question(text=it.name if number % 2 else it.examples[0], category=it.id)
        for number, it in enumerate(its)
    ]


def measure_recall(connection: sqlite3.Connection, questions: Sequence[str]) -> dict[str, object]:
    """The share of the nearest that is found, over all and with filters that leave few."""
    meanings = load_meanings(connection, encoder=encoder_name(ENCODER))
    encoder = load_encoder(ENCODER, threads=1)
    vectors = np.concatenate([encoder.encode([it]) for it in questions])
    random = np.random.default_rng(0)
    masks: dict[str, Mask] = {"all": meanings.may_be_shown}
    for share in SHARES:
        masks[f"{share:.0%}"] = meanings.may_be_shown & (random.random(meanings.n_passages) < share)
    exact = _exact(meanings, vectors, connection)
    return {
        "passages": meanings.n_passages,
        **{
            f"recall_{name}": round(
                statistics.mean(
                    _recall(meanings, vector, likeness, mask, connection)
                    for vector, likeness in zip(vectors, exact, strict=True)
                ),
                4,
            )
            for name, mask in masks.items()
        },
    }


def _exact(meanings: Meanings, vectors: Numbers, connection: sqlite3.Connection) -> Numbers:
    """The cosine of every question with every passage, in full."""
    likeness = np.empty((len(vectors), meanings.n_passages), dtype=np.float32)
    for number, session in enumerate(meanings.sessions):
        begin, end = meanings.offsets[number : number + 2]
        rows = connection.execute(
            "SELECT vector FROM passages WHERE session_id = ? ORDER BY passage", (session,)
        ).fetchall()
        joined = np.frombuffer(b"".join(row[0] for row in rows), dtype=np.int8)
        likeness[:, begin:end] = vectors @ unpacked(joined.reshape(end - begin, -1)).T
    return likeness


def _recall(
    meanings: Meanings,
    vector: Numbers,
    likeness: Numbers,
    mask: Mask,
    connection: sqlite3.Connection,
) -> float:
    best = np.sort(likeness[mask])[-LIMIT:]
    places, _ = nearest(meanings, vector, connection, limit=LIMIT, mask=mask)
    return float(np.mean(likeness[places] >= best[0] - 1e-6))


def main() -> None:
    """Measures and prints, quality first."""
    parser = argparse.ArgumentParser(description="How well and how fast an archive is searched.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--record", action="store_true", help=f"write to {RESULTS.name}")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure_speed(chosen.one)))
        return
    quality = measure_quality(chosen.folder)
    for row in quality:
        print(f"{row['questions']:<28}{row['n']:>5}  {row['way']:<16}", end="")
        print(f"MRR {row['mrr']:.3f}  nDCG@10 {row['ndcg']:.3f}")
    speed = []
    for size in chosen.sizes:
        path = make_archive(chosen.folder / f"calls-{size}.db", size)
        command = [sys.executable, __file__, str(chosen.folder), "--one", str(path)]
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
        speed.append(json.loads(ran.stdout))
        print(", ".join(f"{key} {value}" for key, value in speed[-1].items()))
    if chosen.record:
        RESULTS.write_text(json.dumps({"quality": quality, "speed": speed}, indent=1) + "\n")


if __name__ == "__main__":
    main()
