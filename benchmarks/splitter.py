"""Where sentences begin in talk written down without marks and capitals.

    python benchmarks/splitter.py [--data DIR] [--json] [--record]

``--data`` holds MRDA (Shriberg et al. 2004, CC BY 4.0) and UD_English-EWT (Silveira et al. 2014,
CC BY-SA 4.0). Measured on the validation meetings of MRDA, on the test part of EWT and on the
labelled sessions of five writers, by a model made here as the shipped one is, but without these
writers (about a minute). A border is right at the very gap between two words; beginnings and ends
of stretches do not count. ``turns`` are cut each by itself, as where speakers are named; in
``captions`` all the talk is one stretch. In MRDA nobody can say whether a sentence begins after an
utterance that was broken off: nothing is counted there. Beside it: a cut before "and", "so" and the
like in what is longer than sixty words, and no split at all.
"""

from __future__ import annotations

import sys
from pathlib import Path

from real_sets import Figure, run

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "models" / "splitter"))

from train_splitter import LEFT_OUT, missing_of, read_sets  # noqa: E402 - a folder of scripts

from analyzer.classify.metrics import Counts, micro_f1, rates  # noqa: E402 - same

LABELLED = ROOT / "data" / "labelled"


def measure(folder: Path, _: Path) -> list[Figure]:
    """Precision, recall and F1 of the borders found in each set, and how many are set."""
    if missing := missing_of(LABELLED, folder):
        sys.exit(f"left out: not here: {'; '.join(missing)}")
    sets = read_sets(LABELLED, folder)
    figures = []
    for name, judged in sets.judged(sets.model(leave_out=LEFT_OUT)).items():
        values = {way: _values(counts) for way, counts in judged.ways.items()}
        ours = values.pop("model")
        figures += [
            Figure(
                task=f"unpunctuated: {name}",
                measure=measure_name,
                ours=ours[measure_name],
                floors={way: others[measure_name] for way, others in values.items()},
                counts=f"{judged.n_words:,} words, {judged.n_true:,} borders",
            )
            for measure_name in ours
        ]
    return figures


def _values(counts: Counts) -> dict[str, float]:
    found = rates(counts)
    return {
        "precision": float(found.precision[0]),
        "recall": float(found.recall[0]),
        "F1": micro_f1(counts),
        "number set": int((counts.hits + counts.wrong).sum()),
    }


if __name__ == "__main__":
    run(__doc__, "", measure)
