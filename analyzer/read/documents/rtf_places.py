"""The words of rich text that this program knows: signs, ends of paragraphs, kinds of groups."""

from __future__ import annotations

from dataclasses import dataclass

SIGNS = {
    **dict.fromkeys(("line", "softline", "lbr", "page", "column"), "\n"),
    **dict.fromkeys(("emspace", "enspace", "qmspace", "~"), " "),
    "tab": "\t",
    "\t": "\t",
    "_": "-",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "bullet": "•",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "{": "{",
    "}": "}",
    "\\": "\\",
    ":": ":",
}
ENDS = {
    **dict.fromkeys(("par", "sect", "\n", "\r", "nestcell", "nestrow"), "par"),
    "cell": "cell",
    "row": "row",
}
# Groups that are no talk; those behind a star that are not named here are passed over, too.
SKIPPED = frozenset(
    (
        *(
            "colortbl",
            "pict",
            "info",
            "pntext",
            "listtext",
            "fldinst",
            "nonesttables",
            "nonshppict",
        ),
        *("shprslt", "xe", "tc", "tcn", "rxe", "txe", "bxe", "filetbl", "private", "upr"),
        *("shpinst", "do", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "atndate", "listtable"),
    )
)
KEPT = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
    **dict.fromkeys(("shptxt", "dptxbxtext"), "box"),
    **dict.fromkeys(("atnid", "atnauthor"), "author"),
    "footnote": "footnote",
    "annotation": "annotation",
    "title": "title",
    "ud": "ud",
    "creatim": "creatim",
    "fonttbl": "fonttbl",
    "stylesheet": "stylesheet",
}
# Places that hold no text of their own.
SPECIAL = frozenset(("ud", "creatim", "fonttbl", "stylesheet"))
# What is heard inside a group that is passed over.
REVIVED = {
    "info": ("title", "creatim"),
    "upr": ("ud",),
    "shpinst": ("shptxt",),
    "do": ("dptxbxtext",),
}


@dataclass(slots=True, kw_only=True)
class State:
    """What a group sets and its end takes back. ``place`` is where its text goes, "" nowhere.

    ``skipped`` is the word for which it is passed over; ``note`` gathers text beside the talk.
    """

    place: str = "body"
    skipped: str = ""
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    encoding: str | None = None
    uc: int = 1
    in_table: bool = False
    listed: bool = False
    style: int | None = None
    outline: bool = False
    note: list[str] | None = None
