"""Whether ConvoKit opens what ``analyzer export --to convokit`` writes, with the same counts.

    pip install convokit
    python benchmarks/convokit_opens.py [--archive calls.db] [--convokit PYTHON] [--record]

Without --archive it is the archive of the invented sessions. ConvoKit needs a hundred packages that
are nothing to analyzer, so another Python may have it: --convokit names that Python.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from analyzer.archive import Archive
from analyzer.export import write_export
from analyzer.notebook.sampling import sample_copy
from analyzer.records import Analysis
from analyzer.records.used_pack import pack_for

RESULTS = Path(__file__).parent / "results" / "export" / "convokit.json"

# Runs where ConvoKit is: opens the corpus and counts what it sees.
LOOK = """
import json, sys
from importlib.metadata import version
from convokit import Corpus

corpus = Corpus(filename=sys.argv[1])
utterances = list(corpus.iter_utterances())
talks = list(corpus.iter_conversations())
print(json.dumps({
    "convokit": version("convokit"),
    "conversations": len(talks),
    "speakers": len(list(corpus.iter_speakers())),
    "utterances": len(utterances),
    "words": sum(len(it.text.split()) for it in utterances),
    "sentences": sum(len(it.meta["sentences"]) for it in utterances),
    "advice": sum(len(it.meta["advice"]) for it in utterances),
    "whole": all(it.check_integrity(verbose=False) for it in talks),
    "in_order": all(
        [it.id for it in talk.get_chronological_utterance_list()]
        == sorted((it.id for it in talk.iter_utterances()), key=lambda n: int(n.split("-")[1]))
        for talk in talks
    ),
}))
"""


def counted(archive: Archive) -> dict[str, int]:
    """What the archive holds, counted without the export."""
    analyses: list[Analysis] = list(archive.analyses())
    turns = [turn for it in analyses for turn in it.session.turns]
    return {
        "conversations": len(analyses),
        "utterances": len(turns),
        "words": sum(len(turn.text.split()) for turn in turns),
        "sentences": sum(len(it.sentences) for it in analyses),
    }


def opened(folder: Path, python: str) -> dict[str, Any]:
    """What ConvoKit counts in the corpus."""
    run = subprocess.run(
        [python, "-c", LOOK, str(folder)], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Prints both counts; ends with 1 where they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--convokit", default=sys.executable, metavar="PYTHON")
    parser.add_argument("--record", action="store_true")
    asked = parser.parse_args()
    place = asked.archive or sample_copy(progress=False)
    with tempfile.TemporaryDirectory() as folder, Archive.open(place) as archive:
        corpus = Path(folder) / "corpus"
        pack = pack_for(archive.sessions(), pack_name=None)
        write_export(archive, corpus, target="convokit", pack=pack)
        ours, theirs = counted(archive), opened(corpus, asked.convokit)
    is_same = ours == {key: theirs[key] for key in ours} and theirs["whole"] and theirs["in_order"]
    result = {"archive": ours, "convokit": theirs, "same": is_same}
    print(json.dumps(result, indent=1))
    if asked.record:
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
