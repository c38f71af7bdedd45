"""The demonstration: samples into an archive, and the reports written from it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from analyzer.aggregate import Tables, read_tables
from analyzer.archive import Archive
from analyzer.cli.parts.adding import add_files
from analyzer.cli.parts.inputs import files_for
from analyzer.cli.parts.packs import cards_for
from analyzer.cli.parts.talk import Talk
from analyzer.cli.parts.text import counted, table, wrapped
from analyzer.cli.parts.theming import encoder_of
from analyzer.errors import ArchiveError, ReportError
from analyzer.records import Category, Pack
from analyzer.records.pack_file import load_pack
from analyzer.report import write_report
from analyzer.settings import resource_folder

PACK = "recruiting"
CALLS = "calls"
ARCHIVE = "archive.db"
REPORTS = ("themes.pdf", "themes.html")
TOP = 5


def run_demo(out: Path, *, talk: Talk) -> str:
    """Makes the archive and the reports in the folder, and says what was found and where it lies.

    The calls are copied there too, so that they can be looked at and the archive names no place
    that only this machine has. Raises ArchiveError or ReportError where the folder holds an archive
    or a report of somebody's own.
    """
    samples = files_for([str(resource_folder("samples"))], talk=talk)
    _check_place(out, {Path(sample).name for sample in samples})
    (out / CALLS).mkdir(parents=True, exist_ok=True)
    files = [shutil.copyfile(sample, str(out / CALLS / Path(sample).name)) for sample in samples]
    pack = load_pack(PACK)
    with Archive.open(out / ARCHIVE, create=True) as store:
        talk.say(add_files(files, store, pack=pack, jobs=1, replace=True, talk=talk))
        with talk.doing("Writing the reports"):
            cards = cards_for(pack)
            encoder = encoder_of(store.sessions())
            written = [
                write_report(store, out / name, pack=pack, cards=cards, encoder=encoder)
                for name in REPORTS
            ]
        tables = read_tables(store, pack=pack, cards=cards)
    return "\n".join(_found(tables, pack=pack, places=[out / CALLS, out / ARCHIVE, *written]))


def _check_place(out: Path, samples: AbstractSet[str]) -> None:
    """Sees that nothing in the folder is anybody's own work."""
    archive = out / ARCHIVE
    if archive.exists():
        with Archive.open(archive) as store:
            paths = [one.path for one in store.sessions()]
        others = [path for path in paths if Path(path).name not in samples]
        if others:
            raise ArchiveError(
                f"this archive holds sessions of your own ({others[0]}).",
                path=str(archive),
                hint="Choose another folder with --out.",
            )
        return
    for name in REPORTS:
        if (out / name).exists():
            hint = "Choose another folder with --out."
            raise ReportError("this report is not the demo's.", path=str(out / name), hint=hint)


def _found(tables: Tables, *, pack: Pack, places: Sequence[Path]) -> list[str]:
    totals = (
        counted(len(tables.sessions), "session"),
        counted(len(tables.exchanges), "exchange"),
        counted(len(tables.uptake), "stretch of advice"),
    )
    problems: Counter[str] = Counter(tables.problems["category"])
    advice: Counter[str] = Counter(tables.advice["category"])
    return [
        ", ".join(totals),
        "",
        "Problems brought most often, by exchanges",
        *_top(problems, pack.problem),
        "",
        "Advice given most often, by stretches",
        *_top(advice, pack.advice),
        "",
        "Look at",
        *(f"  {place}" for place in places),
        "",
        *wrapped(
            "Now one call of your own: analyzer analyze call.txt. Then all of them: "
            "analyzer add calls/ -a calls.db, and analyzer report -a calls.db -o themes.pdf"
        ),
    ]


def _top(counts: Counter[str], categories: Sequence[Category]) -> list[str]:
    if not counts:
        return ["  none surely enough to name"]
    names = {category.id: category.name for category in categories}
    order = sorted(counts, key=lambda category: (-counts[category], category))[:TOP]
    rows = [[str(counts[category]), names.get(category, category)] for category in order]
    return table(rows, right=(0,), indent="  ")
