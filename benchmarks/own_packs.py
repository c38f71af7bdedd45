"""What a pack without labelled sessions reaches, by the number of examples a category.

    python benchmarks/own_packs.py              # some minutes; prints the table
    python benchmarks/own_packs.py --write      # and writes it into that of the packs

Each shipped pack is taken as if a user had written it: nothing but its file is known, with no
example or with five; and with twenty an advice type, the file's filled up by sentences that people
labelled in sessions of writers other than the one that is scored. Whatever else has learnt
(roles, moves, segments, exchanges, and how likeness is weighed) has learnt from sessions of the
other pack only. Scored is what the pipeline finds in all sessions labelled for the pack. Beside it:
TF-IDF likeness with the file's texts, and the most frequent label, which both see the true bounds
of exchanges and the mean number of labels; and what the model reaches that is trained on sessions
of this pack, on sessions left out, by its card.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from readme_block import home_of, with_block
from sklearn.feature_extraction.text import TfidfVectorizer

from analyzer.classify.background import Background
from analyzer.classify.card import load_cards
from analyzer.classify.evaluate import score_analyses
from analyzer.classify.fewshot import encode_pack, fewshot_advice, fewshot_problems
from analyzer.classify.labelled import LabelledSession, read_labelled_folder
from analyzer.classify.metrics import count_labels, macro_f1, micro_f1
from analyzer.classify.scorer import Scorer
from analyzer.classify.train import train_scorer
from analyzer.classify.train_background import train_background
from analyzer.classify.units import gold_units, labels_of, unit_texts
from analyzer.encoder import Encoder, RememberingEncoder, load_encoder
from analyzer.pipeline import analyze_session, assemble_models
from analyzer.records import Analysis, Category, Pack
from analyzer.records.pack_file import load_pack
from analyzer.settings import Settings, resource_folder

ROOT = Path(__file__).resolve().parents[1]
PACKS = ("leadership", "recruiting")
HEADS = ("advice", "problems")
BEGIN = "<!-- own packs: made by benchmarks/own_packs.py -->\n"
END = "<!-- end of own packs -->"
SETTINGS = Settings()
FILLED = 20
COUNTS = (("0 examples", 0), ("5 examples", 5))
GOOD_WORDS = (8, 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one way reaches on one pack: macro- and micro-F1 of advice and of problems."""

    pack: str
    way: str
    scores: tuple[tuple[float, float], ...]


def with_examples(pack: Pack, count: int) -> Pack:
    """The pack with at most so many examples a category; without any it has no near misses."""

    def cut(categories: Sequence[Category]) -> tuple[Category, ...]:
        return tuple(
            replace(
                one,
                examples=one.examples[:count],
                counter_examples=one.counter_examples if count else (),
                rules=one.rules if count else (),
            )
            for one in categories
        )

    return replace(pack, advice=cut(pack.advice), problem=cut(pack.problem))


def filled(pack: Pack, others: Sequence[LabelledSession]) -> Pack:
    """The pack with twenty examples an advice type, drawn from sessions; problems are left."""
    rng = random.Random(SETTINGS.seed)  # noqa: S311 - a draw that can be repeated
    shortest, longest = GOOD_WORDS
    advice = []
    for category in pack.advice:
        pool = sorted(
            {
                one.text_of(sentence)
                for one in others
                for sentence in one.sentences
                if category.id in sentence.advice
                and shortest <= len(one.text_of(sentence).split()) <= longest
            }
        )
        rng.shuffle(pool)
        drawn = pool[: max(0, FILLED - len(category.examples))]
        advice.append(replace(category, examples=(*category.examples, *drawn)))
    return replace(pack, advice=tuple(advice))


def measure_pack(
    pack: Pack, labelled: Sequence[LabelledSession], *, encoder: Encoder
) -> Iterator[Row]:
    """The rows of one pack, everything else having learnt from the sessions of other packs."""
    own = [one for one in labelled if one.pack == pack.name]
    rest = [one for one in labelled if one.pack != pack.name]
    others = [load_pack(name) for name in PACKS if name != pack.name]
    yield from floors(pack, own)
    background = train_background(rest, packs=others, encoder=encoder, name="for this pack")
    scorer = train_scorer(rest, seed=SETTINGS.seed)

    def analysed(taken: Pack, sessions: Sequence[LabelledSession]) -> list[Analysis]:
        return analyses(taken, sessions, background=background, scorer=scorer, encoder=encoder)

    for way, count in COUNTS:
        yield _row(way, pack, own, analysed(with_examples(pack, count), own))
    pairs: list[tuple[LabelledSession, Analysis]] = []
    for writer in sorted({one.writer for one in own}):
        taken = filled(pack, [one for one in own if one.writer != writer])
        scored = [one for one in own if one.writer == writer]
        pairs += zip(scored, analysed(taken, scored), strict=True)
    yield _row("20 examples", pack, [one for one, _ in pairs], [found for _, found in pairs])
    yield from trained(pack)


def analyses(
    pack: Pack,
    sessions: Sequence[LabelledSession],
    *,
    background: Background,
    scorer: Scorer,
    encoder: Encoder,
) -> list[Analysis]:
    """What the pipeline finds in sessions with a pack that it knows by its texts alone."""
    vectors = encode_pack(pack, encoder=encoder)
    models = assemble_models(
        pack,
        encoder=encoder,
        scorer=scorer,
        advice=fewshot_advice(pack, vectors, background=background),
        problems=fewshot_problems(pack, vectors, background=background),
        names="not stored",
    )
    return [analyze_session(one.session, pack=pack, models=models) for one in sessions]


def _row(
    way: str, pack: Pack, sessions: Sequence[LabelledSession], found: Sequence[Analysis]
) -> Row:
    heads = score_analyses(list(zip(sessions, found, strict=True)), pack=pack, settings=SETTINGS)
    by_name = {head.head: (head.macro_f1, head.micro_f1) for head in heads}
    return Row(pack=pack.name, way=way, scores=tuple(by_name[name] for name in HEADS))


def trained(pack: Pack) -> Iterator[Row]:
    """What the card of the shipped model says."""
    for card in load_cards(resource_folder("models")):
        if card.pack == pack.label:
            by_name = {head.head: (head.macro_f1, head.micro_f1) for head in card.heads}
            scores = tuple(by_name[name] for name in HEADS)
            yield Row(pack=pack.name, way="trained on its sessions", scores=scores)


def floors(pack: Pack, own: Sequence[LabelledSession]) -> Iterator[Row]:
    """What the simple ways reach."""
    yield Row(pack=pack.name, way="the most frequent label", scores=floor(pack, own, majority))
    for way, count in COUNTS:
        scores = floor(with_examples(pack, count), own, tf_idf)
        yield Row(pack=pack.name, way=f"{way}, by TF-IDF", scores=scores)


Guess = Callable[[Pack, str, Sequence[LabelledSession]], list[frozenset[str]]]


def floor(
    pack: Pack, sessions: Sequence[LabelledSession], guess: Guess
) -> tuple[tuple[float, float], ...]:
    """What a simple way reaches for advice and for problems."""
    scores = []
    for head in HEADS:
        gold = [unit for one in sessions for unit in gold_units(head, one)]
        counts = count_labels([gold], [guess(pack, head, sessions)], labels=labels_of(head, pack))
        scores.append((macro_f1(counts), micro_f1(counts)))
    return tuple(scores)


def majority(pack: Pack, head: str, sessions: Sequence[LabelledSession]) -> list[frozenset[str]]:
    """The most frequent label for every exchange."""
    del pack
    gold = [unit for one in sessions for unit in gold_units(head, one)]
    [(label, _)] = Counter(label for unit in gold for label in sorted(unit)).most_common(1)
    return [frozenset({label})] * len(gold)


def tf_idf(pack: Pack, head: str, sessions: Sequence[LabelledSession]) -> list[frozenset[str]]:
    """The labels whose texts share most rare words with the exchange, as many as on average."""
    gold = [unit for one in sessions for unit in gold_units(head, one)]
    size = max(1, round(sum(len(unit) for unit in gold) / len(gold)))
    categories = pack.advice if head == "advice" else pack.problem
    said = [text for one in sessions for text in unit_texts(head, one)]
    told = [" ".join((one.name, one.definition, *one.examples)) for one in categories]
    vectorizer = TfidfVectorizer(sublinear_tf=True).fit([*said, *told])
    likeness = (vectorizer.transform(said) @ vectorizer.transform(told).T).toarray()
    best = np.argsort(-likeness, axis=1, kind="stable")[:, :size]
    return [frozenset(categories[column].id for column in row) for row in best.tolist()]


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        (
            "| pack taken as one's own | what is known of it | advice, macro-F1 | micro-F1 | "
            "problem, macro-F1 | right |"
        ),
        "|---|---|--:|--:|--:|--:|",
    ]
    for row in rows:
        numbers = " | ".join(f"{share:.2f}" for pair in row.scores for share in pair)
        lines.append(f"| {row.pack} | {row.way} | {numbers} |")
    return "\n".join(lines) + "\n"


def with_table(readme: str, text: str) -> str:
    """The README's text with the table between its two marks made anew."""
    return with_block(readme, text, begin=BEGIN, end=END)


def main() -> int:
    """Measures, prints, and writes where asked to; returns the exit code."""
    labelled = read_labelled_folder(ROOT / "data" / "labelled")
    encoder = RememberingEncoder(load_encoder(resource_folder("models") / "encoder"))
    rows: list[Row] = []
    for name in PACKS:
        for row in measure_pack(load_pack(name), labelled, encoder=encoder):
            rows.append(row)
            print(table([row]).splitlines()[-1], flush=True)
    print("\n" + table(rows))
    if "--write" in sys.argv[1:]:
        path = home_of(BEGIN)
        text = with_table(path.read_text(encoding="utf-8"), table(rows))
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
