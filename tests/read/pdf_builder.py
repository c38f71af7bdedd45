"""PDFs made for tests: talk typeset in many layouts, and files written object by object."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import typst


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of the talk that is typeset; ``remark`` is what a mentor writes beside it."""

    who: str
    seconds: int
    text: str
    remark: str = ""


COACH, CLIENT = "Coach Ilse", "Client Ravi"
TALK = (
    Said(
        COACH, 4, "Morning, Ravi. Last week you left with a list. How long is it today?", "Opens."
    ),
    Said(
        CLIENT,
        11,
        "Longer. The mill wants a second shift by Easter, the union wants it in writing, and my "
        "brother-in-law, who owns a third of us, wants an uncomplicated life. I keep a notebook "
        "beside the bed; on Tuesday I wrote “understanding” in it and could not, for the "
        "extraordinary life of me, remember which of them it was that I was meant to understand.",
    ),
    Said(COACH, 38, "Which one, now that you hear it?", "Short. 7.1"),
    Said(CLIENT, 41, "My brother-in-law."),
    Said(COACH, 43, "Mm-hm."),
    Said(
        CLIENT,
        45,
        "He says: fine, do it. And then he walks the floor at six, counting lamps. Nobody walks a "
        "floor at six who thinks that it is fine. Last month I found him at the old carding "
        "machine, the one his father bought, with his hand on it, the way you would calm a horse. "
        "I went round the other way. I told myself it was tact, or consideration, or that the "
        "foreman was waiting, but the administration of tact in our house is mostly cowardice.",
        "Let him finish; nothing is added and the pause does the work.",
    ),
    Said(COACH, 92, "Cowardice?"),
    Said(CLIENT, 94, "That is what my wife calls it: she grew up with him."),
    Said(
        COACH,
        101,
        "So there is a machine, a hand on the machine, and a man going round the other way. "
        "What would happen if the man stopped?",
        "His own picture, handed back.",
    ),
    Said(CLIENT, 115, "He would ask me what I wanted, I think. And I would have to know."),
    Said(COACH, 124, "What do you want?"),
    Said(
        CLIENT,
        126,
        "One shift. One good one. I have never said that aloud: everybody who runs a mill wants "
        "two. But the second shift is not mine, it is the bank’s, and half of it is my father’s, "
        "who has been dead for eleven years and still, remarkably, has a say in the scheduling.",
        "Insight. 8.2 and 8.3 are both evidenced in this stretch of talk.",
    ),
    Said(COACH, 158, "And who else would want one good one?"),
    Said(CLIENT, 161, "The hand on the machine. Well. I suppose I should ask."),
    Said(COACH, 168, "When?", "Closed, and rightly so."),
    Said(CLIENT, 170, "At six. He will be counting lamps anyway."),
)
TITLE = "The second shift"

_A4 = '#set page(paper: "a4", margin: 2.4cm)\n'
_SMALL = (
    "#set page(width: 12cm, height: 11cm, margin: 1.7cm, header: [Mentor file 7 #h(1fr) Ilse K.],"
    " footer: context [#h(1fr) Page #counter(page).display() of 99])\n"
)
_TITLE = "= #d.title\n"
_TABLE = (
    "[*Coaching transcript*], [*Mentor's feedback*], ..d.turns.map(t => ([#t.n [#t.clock] "
    "*#t.who* #t.text], [#t.remark])).flatten())\n"
)
LAYOUTS = {
    "label in bold": _A4 + _TITLE + "#for t in d.turns { par[*#(t.who):* #t.text] }",
    "label with time": _A4 + _TITLE + "#for t in d.turns { par[[#t.clock] #(t.who): #t.text] }",
    "Rev": _A4 + "#for t in d.turns { par(spacing: 1.4em)[#t.who (#t.clock):\\ #t.text] }",
    "Otter": _A4 + '#for t in d.turns { par(spacing: 1.4em)[#t.who#"  "#t.short\\ #t.text] }',
    "name on its own line": _SMALL + "#for t in d.turns { par[*#t.who*\\ #t.text] }",
    "table in two columns": _A4 + _TITLE + "#table(columns: (2fr, 1fr), " + _TABLE,
    "table over pages, heads repeated": _SMALL
    + "#table(columns: (2fr, 1fr), table.header"
    + _TABLE.replace("[*C", "([*C").replace("feedback*],", "feedback*]),"),
    "table without rules": _SMALL + "#table(columns: (2fr, 1fr), stroke: none, " + _TABLE,
    "table with a column for each": _SMALL
    + "#table(columns: (auto, auto, 3fr, 1.2fr), [Time], [Speaker], [Text], [Notes],"
    "..d.turns.map(t => ([#t.short], [#t.who], [#t.text], [#t.remark])).flatten())",
    "long turns over pages, words broken": _SMALL
    + '#set par(justify: true)\n#set text(hyphenate: true, lang: "en")\n'
    "#for t in d.turns { par[*#(t.who):* #t.text] }",
    "lines numbered": _A4
    + _TITLE
    + '#set par.line(numbering: "1")\n#for t in d.turns { par[[#t.clock] *#(t.who):* #t.text] }',
    "every fifth line numbered": _SMALL
    + "#set par.line(numbering: n => if calc.rem(n, 5) == 0 [#n])\n"
    "#for t in d.turns { par[#(t.who): #t.text] }",
    "no gaps, first lines moved in": _A4
    + "#set par(spacing: 0.65em, first-line-indent: (amount: 1.5em, all: true), justify: true)\n"
    "#for t in d.turns { par[#(t.who): #t.text] }",
    "no gaps at all": _SMALL
    + "#set par(spacing: 0.65em)\n#for t in d.turns { par[#(t.who): #t.text] }",
    "names moved out": _A4 + "#set par(spacing: 0.65em, hanging-indent: 6em)\n"
    "#for t in d.turns { par[#(t.who):#h(1em)#t.text] }",
    "two columns of talk": '#set page(paper: "a4", columns: 2)\n#set par(justify: true)\n'
    "#for t in d.turns { par[*#(t.who):* #t.text] }",
    "on its side, with a watermark": '#set page(paper: "a5", flipped: true, background: '
    "rotate(40deg, text(40pt, fill: luma(220))[DRAFT COPY]))\n"
    "#for t in d.turns { par[*#(t.who):* #t.text] }",
}


def typeset(layout: str, talk: Sequence[Said] = TALK) -> bytes:
    """A PDF of the talk in one of the layouts."""
    turns = [
        {
            "n": str(number),
            "who": said.who,
            "text": said.text,
            "remark": said.remark,
            "clock": f"00:{said.seconds // 60:02}:{said.seconds % 60:02}",
            "short": f"{said.seconds // 60}:{said.seconds % 60:02}",
        }
        for number, said in enumerate(talk, start=1)
    ]
    source = "#let d = json(bytes(sys.inputs.d))\n" + LAYOUTS[layout]
    compiled: Any = typst.compile
    made: bytes = compiled(
        source.encode(),
        format="pdf",
        sys_inputs={"d": json.dumps({"title": TITLE, "turns": turns})},
        ignore_system_fonts=True,
    )
    return made


def by_hand(*pages: str, notes: str = "", catalog: str = "", info: str = "") -> bytes:
    """A PDF of pages of plain lines, parted by line ends, set in Helvetica without being embedded.

    ``notes`` are annotations of the first page, ``catalog`` further keys of the root.
    """
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        4: f"<<{info}>>",
    }
    for number, page in enumerate(pages):
        lines = "".join(
            f"1 0 0 1 72 {760 - 14 * place} Tm ({line}) Tj\n"
            for place, line in enumerate(page.split("\n"))
            if line
        )
        stream = f"BT /F1 11 Tf\n{lines}ET"
        annotations = f"/Annots[{notes}]" if notes and number == 0 else ""
        objects[10 + 2 * number] = (
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {11 + 2 * number} 0 R{annotations}>>"
        )
        objects[11 + 2 * number] = f"<</Length {len(stream)}>>stream\n{stream}\nendstream"
    made = b"%PDF-1.7\n"
    offsets: dict[int, int] = {}
    for number, body in objects.items():
        offsets[number] = len(made)
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{n} 1\n{offset:010} 00000 n \n" for n, offset in offsets.items())
    trailer = f"<</Size {max(objects) + 1}/Root 1 0 R/Info 4 0 R>>"
    end = (
        f"xref\n0 1\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(made)}\n%%EOF"
    )
    return made + end.encode("ascii")
