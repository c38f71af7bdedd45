"""Files made to be slow, deep, long or strange, each of a size that is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial


def _cues(*texts: str, ms: int = 1000) -> str:
    """A WebVTT file of cues, one each second."""
    cues = (
        f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.000 --> {n // 3600:02}:{n // 60 % 60:02}:"
        f"{n % 60:02}.{ms - 1:03}\n{text}\n"
        for n, text in enumerate(texts)
    )
    return "WEBVTT\n\n" + "\n".join(cues)


def _segments(n: int, *, voices: int) -> str:
    rows = [
        {"start": k, "end": k + 1, "text": f" Hi {k}.", "speaker": f"SPEAKER_{k % voices:02}"}
        for k in range(n)
    ]
    return json.dumps({"text": "Hi.", "segments": rows, "language": "en"})


def _chat(word: str) -> str:
    return f"@UTF8\n@Begin\n@Participants:\tMOT Mother\n*MOT:\t{word} hi .\n@End\n"


def _in_a_turn(sign: str, n: int) -> str:
    return f"Ana: Hi.\nBen: {sign * n}\x01 Ho.\n"


def _above_the_talk(sign: str, n: int) -> str:
    return f"{sign * n}\x01\nAna: Hi.\nBen: Ho.\n"


def _page(body: str) -> str:
    return f"<!DOCTYPE html><html><body>{body}</body></html>"


# What is long but plain: ``n`` is how many parts it has, and effort must grow with it.
LONG: dict[str, Callable[[int], str]] = {
    "one line": lambda n: "Ana: " + "well then you go on " * n,
    "short lines": lambda n: "hi\n" * n,
    "labelled lines": lambda n: "Ana: Hi there.\nBen: Hello.\n" * n,
    "questions and answers": lambda n: "Q: Why is it so?\n\nA: It was so.\n\n" * n,
    "paragraphs of one voice": lambda n: "Ana: Hi.\n\n" + "And so on it went, as it does.\n\n" * n,
    "a label in every line, half of them times": lambda n: (
        "Ana (00:01):\nHi.\n\n(00:02):\nHo.\n\n" * n
    ),
    "promotion below the talk": lambda n: "Ana: Hi.\nBen: Ho.\n\n" + "P.S. Join us.\n\n---\n\n" * n,
    "who is who": lambda n: "Host: This is Omar.\nSpeaker 1: Hi.\nSpeaker 2: Thanks, Jen.\n" * n,
    "markdown": lambda n: "# A call\n\n" + "**Ana:** Hi, *you*.\n\n**Ben:** [Ho](x).\n\n" * n,
    "a list within a list": lambda n: "\n".join("  " * (k % 40) + "- a" for k in range(n)),
    "captions": lambda n: _cues(*("Ana: Hi.", "Ben: Ho.") * n),
    "captions of one voice": lambda n: _cues(*["and so on it goes"] * n),
    "captions out of order": lambda n: "\n\n".join(_cues(*["Ana: Hi."] * n).split("\n\n")[::-1]),
    "one long caption": lambda n: _cues("Ana: Hi.", "\n".join(["Ben: Hi there."] * n)),
    "voices in one caption": lambda n: _cues("\n".join(["<v Ana>Hi.", "<v Ben>Ho."] * n)),
    "names inside a caption": lambda n: _cues(*["Ana: Hi."] * 9, "Well. Ana: Hi. " * n),
    "changes of speaker": lambda n: _cues(">> Hi. " * n),
    "rolling captions": lambda n: _cues(*(f"line {k}\nline {k + 1}" for k in range(n))),
    "notes between captions": lambda n: (
        "WEBVTT\n\n" + "NOTE hi\n\n00:01.000 --> 00:02.000\nHi.\n\n" * n
    ),
    "json": lambda n: _segments(n, voices=2),
    "json lines": lambda n: "\n".join('{"speaker": "Ana", "text": "Hi."}' for _ in range(n)),
    "a table": lambda n: "speaker,text\n" + "Ana,Hi there.\nBen,Hello.\n" * n,
    "a page": lambda n: _page("<p><b>Ana:</b> Hi.</p><p><b>Ben:</b> Ho.</p>" * n),
    "a page of divisions side by side": lambda n: _page("<div>Ana: Hi.</div>" * n),
    "rich text": lambda n: "{\\rtf1 " + "Ana: Hi.\\par Ben: Ho.\\par " * n + "}",
    "chat of TalkBank": lambda n: _chat("well .\n*FAT:\tso .\n*MOT:\tgo ." * n),
    "spoken text in XML": lambda n: (
        "<TEI><text><body>" + '<u who="#A">Hi.</u>' * n + "</body></text></TEI>"
    ),
}

# Many names: effort must grow with them, up to the number that is refused.
CROWDS: dict[str, Callable[[int], str]] = {
    "speakers by number": lambda n: "\n".join(f"P{_letters(k)}{k % 999}: Hello." for k in range(n)),
    "people with one first name": lambda n: "\n".join(
        f"Jen Ort{_letters(k)}: Hello." for k in range(n)
    ),
    "people named thrice": lambda n: "\n".join(
        f"{_letters(k).title()} Ortiz: Hello." for k in range(n) for _ in range(3)
    ),
    "speakers in captions": lambda n: _cues(*(f"Speaker {k}: Hello." for k in range(n))),
    "voices in captions": lambda n: _cues(*(f"<v Jen Ort{_letters(k)}>Hello." for k in range(n))),
    "voices in JSON": lambda n: _segments(n, voices=n),
    "people in a table": lambda n: (
        "speaker,text\n" + "".join(f"{_letters(k).title()} Ortiz,Hello there.\n" for k in range(n))
    ),
    "people on a page": lambda n: _page(
        "".join(f"<p><b>{_letters(k).title()} Ortiz:</b> Hello.</p>" for k in range(n))
    ),
}

# What patterns could try in many ways: ``n`` signs in a row, then what does not fit.
BAITS: dict[str, Callable[[int], str]] = {
    **{
        f"a run of {sign!r}": partial(_in_a_turn, sign)
        for sign in (
            *(
                " ",
                "\t",
                "\u00a0",
                "\u3000",
                "-",
                "–",
                "*",
                "_",
                "#",
                "=",
                ".",
                "…",
                ":",
                "：",
                "'",
                '"',
            ),
            *(
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                "<",
                ">",
                "/",
                "\\",
                "|",
                ",",
                ";",
                "!",
                "?",
                "@",
                "&",
                "~",
            ),
            *(
                "1",
                "a",
                "A",
                "é",
                "“",
                "”",
                "’",
                "♪",
                "1:",
                "1.",
                "a.",
                "A ",
                "a ",
                "a-",
                "A-A",
                "Q: ",
            ),
            *(
                "so ",
                "to ",
                "by ",
                " at ",
                "[a](",
                "**a",
                "a, ",
                ">> ",
                "- ",
                "00:01 ",
                "(1) ",
                "A. ",
            ),
            *(
                "<b>",
                "</b>",
                "<!--",
                "-->",
                "&amp;",
                "&#1;",
                "{\\an",
                "<v a>",
                "\\n",
                "ABC ",
                "Abc ",
            ),
        )
    },
    **{
        f"a line of {sign!r}": partial(_above_the_talk, sign)
        for sign in (
            " ",
            "\t",
            "-",
            "*",
            "=",
            "| ",
            "a",
            "A ",
            "A",
            "1",
            "_",
            "#",
            "> ",
            ":",
            "a:",
            ".",
        )
    },
    "comments before a page": lambda n: "<!---->" * n + "x",
    "an open comment": lambda n: "<!--" * n + "x",
    "a handle": lambda n: f"{'a' * min(n, 29)}!: Hi.\nBen: Ho.\n",
    "a code of CHAT": lambda n: _chat("go@a" + ":" * n + "("),
    "arrows": lambda n: _cues("Hi.") + "\n" + "-->" * n + " y\n",
    "time lines side by side": lambda n: _cues("Hi.") + "\n" + "00:01.000 --> " * n + "\n",
    "tags left open": lambda n: _cues("<" * n, "<v " * n, "<c.a" * n, "<00:" * n),
    "entities left open": lambda n: _cues("&" * n, "&a" * n, "&#1" * n),
    "a word of a name": lambda n: "\n".join(["Jen " * n + ": Hi.", "Ben: Ho."] * 2),
    "a name of signs": lambda n: f"{'a' * n}: Hi.\nBen: Ho.\n",
    "links": lambda n: "# T\n\n" + "[a" * n + "](x)",
    "stars": lambda n: "# T\n\n" + "**a *b " * n,
    "ticks": lambda n: "# T\n\n" + "".join("`" * (k % 60) + "a" for k in range(n // 20)),
    "quotes": lambda n: "# T\n\n" + "> " * n + "Hi.",
    "a quoted cell that never ends": lambda n: 'speaker,text\nAna,"' + "a,b\n" * n,
    "very many columns": lambda n: "speaker,text" + ",x" * n + "\nAna,Hi" + ",c" * n + "\n",
    "blank lines": lambda n: "Ana: Hi." + "\n" * n + "Ben: Ho.",
    "a name in a list of names": lambda n: (
        "Speakers: " + "Ana, " * n + "Ben\n\nAna: Hi.\n\nBen: Ho.\n"
    ),
}

# What nests: ``n`` deep.
DEEP: dict[str, Callable[[int], str]] = {
    "json lists": lambda n: '{"segments": ' + "[" * n + "]" * n + "}",
    "json tables": lambda n: '{"a": ' * n + "1" + "}" * n,
    "brackets": lambda n: "[" * n + "Ana: Hi." + "]" * n,
    "divisions": lambda n: _page("<div>" * n + "Ana: Hi."),
    "bold in bold": lambda n: _page("<b>" * n + "Ana: Hi."),
    "links in links": lambda n: _page("<a><p>" * n + "Ana: Hi."),
    "lists in lists": lambda n: _page("<ul><li>" * n + "Ana: Hi."),
    "tables in tables": lambda n: _page("<table><tr><td>" * n + "Ana: Hi."),
    "spans never closed": lambda n: _page("<p><span><i><font>" * n + "Ana: Hi."),
    "groups of rich text": lambda n: "{\\rtf1 " + "{" * n + "Ana: Hi.",
    "groups of rich text, closed": lambda n: "{\\rtf1 " + "{\\b " * n + "Ana: Hi." + "}" * n + "}",
    "elements of XML": lambda n: "<TEI>" + '<u who="#A">' * n + "Hi.",
    "quotes": lambda n: "# T\n\n" + ">" * n + " Hi.",
    "lists": lambda n: "# T\n\n" + "- " * n + "Hi.",
}

STRANGE: dict[str, bytes] = {
    "NULs": b"Ana: Hi\x00 there, how are you?\nBen: I am well, thank you.\x00\n",
    "NULs throughout": b"A\x00n\x00\x00a:\x00 \x00H\x00i\x00.\x00" * 50,
    "lone surrogates": "Ana: Hi \ud800 there.\nBen: Ho \udfff.\n".encode("utf-8", "surrogatepass"),
    "lone surrogates in JSON": b'[{"speaker": "\\ud800", "text": "Hi \\udfff."},'
    b' {"speaker": "Ben", "text": "Ho."}]',
    "lone surrogates in UTF-16": "Ana: Hi \ud800.\nBen: Ho.\n".encode("utf-16", "surrogatepass"),
    "right to left": "\u202eAna\u202c\u200f: \u2067Hi.\u2069\n\u200eBen\u200e: Ho.\n".encode(),
    "no character": "Ana: Hi \ufffe\uffff there.\nBen: \U0010ffff Ho.\n".encode(),
    "combining signs": ("A" + "\u0301" * 5_000 + ": Hi.\nBen: Ho.\n").encode(),
    "letters that grow": ("İẞŉǰ" * 500 + ": Hi.\nBen: Ho.\n").encode(),
    "digits of other scripts": "Speaker ٣: Hi.\n[١٢:٣٤] Ben: Ho.\nSpeaker ²: Hm.\n".encode(),
    "marks of byte order": b"\xef\xbb\xbf" * 20 + b"Ana: Hi.\n\xef\xbb\xbfBen: Ho.\n",
    "UTF-32": "Ana: Hi.\nBen: Ho.\n".encode("utf-32"),
    "UTF-7 and shifts": b"Ana: +AGE-\nBen: \x1b$B\x0e\x0f Ho.\n",
    "CR alone": b"Ana: Hi.\rBen: Ho.\r",
    "every byte": bytes(range(256)) * 8,
    "a zip of nothing": b"PK\x03\x04" + b"\x00" * 60 + b"word/document",
    "half a PDF": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\n",
    "a PDF of many pages": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 999999999/Kids[3 0 R 2 0 R]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n",
    "rich text of a huge binary": b"{\\rtf1 Ana: Hi.\\par\\bin9999999999 x}",
    "rich text of a huge sign": b"{\\rtf1 Hi \\u99999999999 ? \\u-1? \\'zz \\uc999999999 x\\par}",
    "times beyond time": b"WEBVTT\n\n99999999999:00:00.000 --> -1:00:00.000\nAna: Hi.\n",
    "numbers beyond numbers": b'{"text": "x", "segments": [{"start": 1e400, "end": '
    + b"9" * 4_000
    + b', "text": "Hi."}]}',
    "entities of a page": b"<html><body><p>Ana: &#99999999999;&#xD800;&#0;&nosuch; Hi.</p>",
}


def _letters(number: int) -> str:
    """A word for a number, of letters only: 0 is ``aba``, 27 is ``bbb``."""
    low, rest = number % 26, number // 26
    word = chr(97 + rest % 26) + "b" + chr(97 + low)
    return word if rest < 26 else _letters(rest // 26 - 1) + word
