"""Makes the splitter: where sentences begin in talk without marks and capitals.

    python models/splitter/train_splitter.py [--labelled data/labelled] [--data DIR] [--out DIR]

``--data`` holds two public sets beside the labelled sessions of this project:

    MRDA/train, MRDA/val                    github.com/NathanDuran/MRDA-Corpus (CC BY 4.0)
    UD_English-EWT/en_ewt-ud-*.conllu       github.com/UniversalDependencies/UD_English-EWT
                                            (CC BY-SA 4.0)

Nothing of their text is kept: words are stored as numbers. Two models are taught, alike but for the
writers that the first leaves out: that one is measured, the second is what ships. About two
minutes; the same data gives the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from judge import Judged, judge, ways_of
from talks import (
    Stretch,
    Talk,
    as_captions,
    digest_of,
    documents,
    kinds_of_words,
    labelled_talk,
    meetings,
    turns_of,
)
from teach import Lesson, teach

from analyzer.classify.borders import SPLITTER, Borders, store_borders
from analyzer.classify.card import card_markdown, library_versions
from analyzer.classify.labelled import read_labelled_folder
from analyzer.classify.metrics import bootstrap_f1, micro_f1, rates
from analyzer.classify.store import CARD, WEIGHTS
from analyzer.records import Baseline, HeadScore, LabelScore, ModelCard
from analyzer.records.store import card_to_json
from analyzer.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
LEFT_OUT = frozenset("bglqv")
VERSION = "1"
DIGITS = 4
DEFAULTS = Settings()
# The labelled sessions count most: the rest of the product learnt from sentences like theirs.
WEIGHTS_OF = (1.0, 0.5, 0.3)
TREEBANK = "UD_English-EWT"
USE = (
    "Where sentences begin in stretches of talk that a recogniser wrote down without sentence "
    "marks; text with marks is split by its marks and never meets this model."
)
LICENCE = "MIT, like the package; learnt from sets under CC BY 4.0 and CC BY-SA 4.0, see below"
TRAINED_ON = (
    "the labelled sessions of this project (data/labelled), written for it; the training meetings "
    "of MRDA, the ICSI Meeting Recorder Dialog Act Corpus (Shriberg et al. 2004, CC BY 4.0); and "
    "the training part of the Universal Dependencies English Web Treebank (Silveira et al. 2014, "
    "CC BY-SA 4.0). All without marks and capitals; none of their text is in the model, which "
    "knows words by numbers. Sessions and sentences counted here are those of all three"
)
FOLDS = (
    "the writers b, g, l, q and v, the validation meetings of MRDA and the test part of EWT, by a "
    "model that learnt from none of these; the one that ships learnt from all writers besides"
)
LIMITS = (
    "English only.",
    "Words alone, no pauses: read it as where a sentence may well begin, not where one must.",
    (
        "Inside what one person says without a break it finds about half of the borders; where "
        "one person ends and another begins it is surer."
    ),
)
HISTORY = (
    "A cut before words like 'and' or 'so' once 60 words had gone by: finds next to nothing.",
    "Words and pairs of words in a table so small that different terms met in it: no good.",
    (
        "Kinds of words from a treebank, ends of words that it lacks, and no term that was met "
        "fewer than five times: better on all sets."
    ),
    "Turns joined in some talks and parted in others serve both captions and named turns.",
    "The lengths of sentences, weighed over the whole stretch, helped within turns.",
    "Fewer borders in short turns, whose end is known: better in coaching, worse in meetings.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sets:
    """All talks, by what they are for."""

    labelled: Sequence[Talk]
    meetings: Sequence[Talk]
    documents: Sequence[Talk]
    kinds: dict[str, str]
    new_meetings: Sequence[Talk]
    new_documents: Sequence[Talk]

    def model(self, *, leave_out: frozenset[str] = frozenset()) -> Borders:
        """The splitter taught without some of the writers."""
        known = [talk for talk in self.labelled if talk.group not in leave_out]
        taught = (known, self.meetings, self.documents)
        lessons = [
            Lesson(talks=talks, weight=weight)
            for talks, weight in zip(taught, WEIGHTS_OF, strict=True)
        ]
        return teach(lessons, kinds=self.kinds, seed=DEFAULTS.seed)

    def judged(self, model: Borders) -> dict[str, Judged]:
        """How well borders are found in what the model may not have learnt from."""
        left_out = [talk for talk in self.labelled if talk.group in LEFT_OUT]
        asked: dict[str, tuple[Sequence[Talk], Callable[[Talk], Iterable[Stretch]]]] = {
            "borders in captions": (left_out, as_captions),
            "borders in turns": (left_out, turns_of),
            "borders in captions of meetings": (self.new_meetings, as_captions),
            "borders in turns of meetings": (self.new_meetings, turns_of),
            "borders in web pages": (self.new_documents, turns_of),
        }
        ways = ways_of(model)
        return {name: judge(talks, form, ways=ways) for name, (talks, form) in asked.items()}


def treebank_file(folder: Path, part: str) -> Path:
    """A part of the treebank; copies whose training part was put together anew say so."""
    plain = folder / f"en_ewt-ud-{part}.conllu"
    rebuilt = plain.with_suffix(".REBUILT.conllu")
    return rebuilt if rebuilt.is_file() else plain


def missing_of(labelled: Path, data: Path) -> list[str]:
    """The files and folders that are not there, by name."""
    wanted = [labelled, data / "MRDA" / "train", data / "MRDA" / "val"]
    wanted += [treebank_file(data / TREEBANK, part) for part in ("train", "test")]
    return [str(path) for path in wanted if not path.exists()]


def read_sets(labelled: Path, data: Path) -> Sets:
    """All that the splitter learns from and is measured on."""
    treebank = treebank_file(data / TREEBANK, "train")
    return Sets(
        labelled=[labelled_talk(one) for one in read_labelled_folder(labelled)],
        meetings=meetings(data / "MRDA" / "train"),
        documents=documents(treebank),
        kinds=kinds_of_words(treebank),
        new_meetings=meetings(data / "MRDA" / "val"),
        new_documents=documents(treebank_file(data / TREEBANK, "test")),
    )


def head_of(name: str, judged: Judged) -> HeadScore:
    """What was measured as a card holds it."""
    ours, *others = judged.ways.items()
    found = rates(ours[1])
    low, high = bootstrap_f1(ours[1], seed=DEFAULTS.seed)
    precision, recall, f1, least, most, base = (
        round(float(number), DIGITS)
        for number in (
            found.precision[0],
            found.recall[0],
            found.f1[0],
            low[0],
            high[0],
            judged.n_true / max(1, judged.n_words - judged.n_stretches),
        )
    )
    plain = {way: round(micro_f1(counts), DIGITS) for way, counts in others}
    return HeadScore(
        head=name,
        unit="gap",
        macro_f1=f1,
        micro_f1=f1,
        baselines=tuple(Baseline(name=way, macro_f1=it, micro_f1=it) for way, it in plain.items()),
        labels=(
            LabelScore(
                label="border",
                support=judged.n_true,
                base_rate=base,
                precision=precision,
                recall=recall,
                f1=f1,
                f1_low=least,
                f1_high=most,
                rely=most >= DEFAULTS.rely_floor,
            ),
        ),
    )


def write(model: Borders, sets: Sets, *, heads: tuple[HeadScore, ...], out: Path) -> ModelCard:
    """Weights, card and page in a folder."""
    stored = store_borders(model)
    taught = (*sets.labelled, *sets.meetings, *sets.documents)
    card = ModelCard(
        name=SPLITTER,
        version=VERSION,
        pack=None,
        licence=LICENCE,
        intended_use=USE,
        limits=LIMITS,
        trained_on=TRAINED_ON,
        n_sessions=len(taught),
        n_sentences=sum(1 for talk in taught for after in talk.after if after),
        data_sha256=digest_of(taught),
        file_sha256=stored.sha256,
        seed=DEFAULTS.seed,
        folds=FOLDS,
        libraries=library_versions(),
        heads=heads,
        history=HISTORY,
    )
    out.mkdir(parents=True, exist_ok=True)
    (out / WEIGHTS).write_bytes(stored.content)
    for name, text in ((CARD, card_to_json(card)), ("card.md", card_markdown(card))):
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    return card


def main(argv: Sequence[str] | None = None) -> int:
    """Teaches, measures and writes; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--labelled", type=Path, default=ROOT / "data" / "labelled", help="labelled sessions")
    add("--data", type=Path, default=DATA, help="folder of the public sets")
    add("--out", type=Path, default=ROOT / "models" / SPLITTER, help="where to write")
    given = parser.parse_args(argv)
    if missing := missing_of(given.labelled, given.data):
        say = "; ".join(missing)
        sys.stderr.write(f"nothing made: not here: {say}\nSee --help for what they are.\n")
        return 1
    sets = read_sets(given.labelled, given.data)
    judged = sets.judged(sets.model(leave_out=LEFT_OUT))
    heads = tuple(head_of(name, one) for name, one in judged.items())
    for head in heads:
        plain = ", ".join(f"{one.name} {one.micro_f1:.3f}" for one in head.baselines)
        sys.stderr.write(f"{head.head}: F1 {head.micro_f1:.3f} ({plain})\n")
    write(sets.model(), sets, heads=heads, out=given.out)
    sys.stderr.write(f"{given.out}: written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
