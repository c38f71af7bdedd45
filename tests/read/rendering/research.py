"""Talk as the files of researchers: main lines of CHAT, events, utterances, a line of JSON each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from tests.read.rendering.talk import MS_A_WORD, Said

_MARKS = re.compile(r"(?<=[^\s.,;:?!])([.,;:?!]+)(?=\s|$)")
_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-Z])")


def sentences(said: Said) -> Iterator[tuple[str, int, int]]:
    """The sentences of a turn with start and end, since such files keep one at a time."""
    start = said.start_ms
    pieces = _SENTENCE.split(said.line)
    for number, text in enumerate(pieces, 1):
        words = MS_A_WORD * len(text.split())
        end = said.end_ms if number == len(pieces) else start + words
        yield text, start, end
        start = end


def people(talk: Sequence[Said]) -> dict[str, str]:
    """A code for each speaker."""
    names = dict.fromkeys(said.speaker for said in talk)
    return {name: f"SP{number}" for number, name in enumerate(names)}


def chat(talk: Sequence[Said]) -> bytes:
    """CHAT: a main line a sentence, blanks before marks, times in bullets, names in the header."""
    codes = people(talk)
    named = ", ".join(
        f"{code} {name.replace(' ', '_')} Participant" for name, code in codes.items()
    )
    lines = [
        f"*{codes[said.speaker]}:\t{_set_off(text)} \x15{start}_{end}\x15"
        for said in talk
        for text, start, end in sentences(said)
    ]
    head = ["@UTF8", "@Begin", "@Languages:\teng", f"@Participants:\t{named}"]
    return "\n".join([*head, *lines, "@End", ""]).encode()


def _set_off(text: str) -> str:
    """The text with a blank before each mark that ends a word: behind a letter CHAT has codes."""
    return _MARKS.sub(r" \1", text)


def exmaralda(talk: Sequence[Said]) -> bytes:
    """EXMARaLDA: a tier a speaker, an event a sentence, points of one time line."""
    codes = people(talk)
    spans = [(said.speaker, *one) for said in talk for one in sentences(said)]
    times = sorted({time for _, _, *span in spans for time in span})
    points = {time: f"T{number}" for number, time in enumerate(times)}
    line = "".join(f'<tli id="{point}" time="{time / 1000}"/>' for time, point in points.items())
    table = "".join(
        f'<speaker id="{code}"><abbreviation>{escape(name)}</abbreviation></speaker>'
        for name, code in codes.items()
    )
    tiers = "".join(
        f'<tier id="TIE{number}" speaker="{code}" category="v" type="t">'
        + "".join(
            f'<event start="{points[start]}" end="{points[end]}">{escape(text)} </event>'
            for speaker, text, start, end in spans
            if speaker == name
        )
        + "</tier>"
        for number, (name, code) in enumerate(codes.items())
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><basic-transcription><head><meta-information/>'
        f"<speakertable>{table}</speakertable></head><basic-body>"
        f"<common-timeline>{line}</common-timeline>{tiers}</basic-body></basic-transcription>"
    ).encode()


def tei(talk: Sequence[Said]) -> bytes:
    """TEI: an utterance a sentence, seconds since the start of the recording."""
    codes = people(talk)
    spans = [(said.speaker, *one) for said in talk for one in sentences(said)]
    times = sorted({time for _, _, *span in spans for time in span})
    points = {time: f"T{number}" for number, time in enumerate(times, 1)}
    line = "".join(
        f'<when xml:id="{point}" interval="{time / 1000}" since="#T0"/>'
        for time, point in points.items()
    )
    persons = "".join(
        f'<person xml:id="{code}"><persName>{escape(name)}</persName></person>'
        for name, code in codes.items()
    )
    body = "".join(
        f'<u who="#{codes[speaker]}" start="#{points[start]}" end="#{points[end]}">'
        f"{escape(text)}</u>"
        for speaker, text, start, end in spans
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TEI xmlns="http://www.tei-c.org/ns/1.0">'
        f"<teiHeader><profileDesc><particDesc>{persons}</particDesc></profileDesc></teiHeader>"
        f'<text><timeline unit="s" origin="#T0"><when xml:id="T0" absolute="00:00:00"/>{line}'
        f"</timeline><body>{body}</body></text></TEI>"
    ).encode()


def tei_words(talk: Sequence[Said]) -> bytes:
    """ISO 24624: each word an element, marks apart, times at the block around the utterance."""
    codes = people(talk)
    times = sorted({time for said in talk for time in (said.start_ms, said.end_ms)})
    points = {time: f"T{number}" for number, time in enumerate(times, 1)}
    line = "".join(
        f'<when xml:id="{point}" interval="{time / 1000}" since="#T0"/>'
        for time, point in points.items()
    )
    persons = "".join(
        f'<person xml:id="{code}" n={quoteattr(name)}/>' for name, code in codes.items()
    )
    body = "".join(
        f'<annotationBlock who="#{codes[said.speaker]}" start="#{points[said.start_ms]}" '
        f'end="#{points[said.end_ms]}"><u><seg>{"".join(map(_word, said.line.split()))}</seg></u>'
        "</annotationBlock>"
        for said in talk
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TEI xmlns="http://www.tei-c.org/ns/1.0">'
        f"<teiHeader><profileDesc><particDesc>{persons}</particDesc></profileDesc></teiHeader>"
        f'<text><timeline unit="s"><when xml:id="T0"/>{line}</timeline>'
        f"<body>{body}</body></text></TEI>"
    ).encode()


def _word(word: str) -> str:
    """A word as an element, and the marks behind it as another."""
    bare = word.rstrip(".,?!")
    mark = f"<pc>{word[len(bare) :]}</pc>" if bare != word else ""
    return (f"<w>{escape(bare)}</w>" if bare else "") + mark


def convokit(talk: Sequence[Said]) -> bytes:
    """ConvoKit's utterances.jsonl: each replies to the one before."""
    rows: Iterator[dict[str, object]] = (
        {
            "id": f"u{number}",
            "conversation_id": "u0",
            "speaker": said.speaker,
            "reply-to": f"u{number - 1}" if number else None,
            "timestamp": number,
            "text": said.line,
            "meta": {},
        }
        for number, said in enumerate(talk)
    )
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


RESEARCH: dict[str, Callable[[Sequence[Said]], bytes]] = {
    "chat": chat,
    "exmaralda": exmaralda,
    "tei": tei,
    "tei-words": tei_words,
    "convokit": convokit,
}
# What ConvoKit's timestamps count is not laid down, so that none is read.
TIMED_RESEARCH = frozenset(RESEARCH) - {"convokit"}
