from __future__ import annotations

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read.decode import decode
from analyzer.read.research import elements
from analyzer.read.research.elements import parse_xml, root_name, text_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def test_entities_are_refused_with_their_line_before_anything_is_parsed() -> None:
    bomb = HEAD + '<!DOCTYPE a [\n<!ENTITY b "bbbbbbbbbb">\n]>\n<a x="&b;">&b;</a>'
    with pytest.raises(UnreadableTranscript, match="declares entities") as caught:
        parse_xml(bomb, path="a.eaf")
    assert caught.value.line == 3


def test_a_document_type_is_never_fetched() -> None:
    for place in ("http://127.0.0.1:9/x.dtd", "file:///etc/passwd"):
        text = HEAD + f'<!DOCTYPE a SYSTEM "{place}">\n<a>hi</a>'
        assert text_of(parse_xml(text, path="a")) == "hi"


def test_broken_xml_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableTranscript, match="broken") as caught:
        parse_xml(HEAD + "<a>\n<b>\n</a>", path="a")
    assert caught.value.line == 4


def test_deep_nesting_and_unknown_entities_are_refused() -> None:
    for text in ("<a>" * 5_000 + "</a>" * 5_000, "<a>&what;</a>", "<a>\x01</a>", ""):
        with pytest.raises(UnreadableTranscript):
            parse_xml(text, path="a")


def test_a_file_larger_than_any_transcript_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "MAX_XML_CHARS", 20)
    with pytest.raises(UnreadableTranscript, match="larger than"):
        parse_xml("<a>" + "x" * 30 + "</a>", path="a")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Nä gut, “so”?"),
        ("utf-16", "Nä gut, “so”?"),
        ("windows-1251", "Что он сказал?"),
        ("iso-8859-1", "Nä gut, so?"),
    ],
)
def test_the_declared_encoding_holds(encoding: str, text: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>\n<a>{text}</a>'.encode(encoding)
    raw = decode(content, path="a.eaf")
    assert raw.text is not None
    assert text_of(parse_xml(raw.text, path="a")) == text


def test_the_root_is_found_behind_comments_and_declarations() -> None:
    assert root_name('<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE x SYSTEM "y">\n<t:u>') == "u"
    assert root_name("\n <b c='d'/>") == "b"
    for text in ("", "Ana: <u>hi</u>", "<!-- open", "< a", "<!-- x" * 3_000):
        assert root_name(text) is None
