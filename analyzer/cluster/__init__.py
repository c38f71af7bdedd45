"""More calls than one machine can hold: many machines analyse them into a folder of Parquet.

    FOLDER/about.json                       what the folder is, and into how many parts it is cut
    FOLDER/analyses/part-00000.parquet      a row for each file: its analysis as JSON, its meanings
    FOLDER/sessions/part-00000.parquet      the product's tables, one folder a table, and so on
    FOLDER/items/part-00000.parquet         what themes are found among
    FOLDER/themes/part-00000.parquet        the themes, and theme_members beside them

A part holds the files whose paths have one digest, so that it can be made by any machine at any
time and again: it is written under another name and put in place whole. A machine that dies loses
what it was doing and nothing else, and what is done twice is there once.
"""

from importlib.util import find_spec

from analyzer.errors import MissingExtra

if missing := [name for name in ("distributed", "pyarrow") if find_spec(name) is None]:
    raise MissingExtra(
        f"a cluster needs {' and '.join(missing)}.",
        hint="Install what the extra 'cluster' names: pip install 'dask[distributed]' pyarrow.",
    )

from analyzer.cluster.folder import PartedFolder
from analyzer.cluster.heads import read_heads
from analyzer.cluster.reading import read_gathered, read_table
from analyzer.cluster.running import Done, add_files, connect, find_themes, make_tables, told

__all__ = [
    "Done",
    "PartedFolder",
    "add_files",
    "connect",
    "find_themes",
    "make_tables",
    "read_gathered",
    "read_heads",
    "read_table",
    "told",
]
