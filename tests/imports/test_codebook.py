from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import CodebookError
from analyzer.export.refi_codebook import codebook_bytes, describe
from analyzer.imports import pack_text, read_codebook
from analyzer.records import Category, Pack
from analyzer.records.pack_file import parse_pack

HEAD = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
FOREIGN = (
    HEAD
    + """
<Code guid="a" name="Ask first" isCodable="true"><Description>Ask before
you advise.</Description><Code guid="b" name="Pain" isCodable="true"/></Code>
<Code guid="c" name="Problems" isCodable="false">
  <Code guid="d" name="Über-Preis!" isCodable="true"/><Code guid="e" name="Pain" isCodable="true"/>
</Code></Codes></CodeBook>"""
)

words = st.text(st.characters(blacklist_categories=("C", "Z")), min_size=1)
lines = st.lists(words, min_size=1, max_size=4).map(" ".join)


def _read(tmp_path: Path, text: str | bytes) -> Path:
    place = tmp_path / "my book.qdc"
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return place


def test_a_foreign_codebook_becomes_a_pack(tmp_path: Path) -> None:
    codebook = read_codebook(_read(tmp_path, FOREIGN))
    pack = codebook.pack
    assert (pack.name, pack.version, pack.language) == ("my-book", "1", "en")
    assert [(it.id, it.name, it.definition) for it in pack.advice] == [
        ("ask-first", "Ask first", "Ask before you advise."),
        ("pain", "Pain", "Pain"),
    ]
    assert [(it.id, it.name) for it in pack.problem] == [
        ("uber-preis", "Über-Preis!"),
        ("problems-pain", "Pain"),
    ]
    assert codebook.undescribed == ("Pain", "Über-Preis!", "Pain")
    assert parse_pack(pack_text(pack), path="x.toml") == pack


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no codebook"),
        ("<a", "no codebook"),
        (HEAD + "</Codes></CodeBook>", "no codes"),
        (b"PK\x03\x04 nothing", "no codebook"),
        (b"\x00\xff", "no codebook"),
    ],
)
def test_what_is_no_codebook_is_named(text: str | bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=why):
        read_codebook(_read(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="cannot be read"):
        read_codebook(tmp_path / "gone.qdc")


def test_a_zip_without_a_project_is_named(tmp_path: Path) -> None:
    place = tmp_path / "x.qdpx"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("letter.txt", "dear")
    with pytest.raises(CodebookError, match="no project"):
        read_codebook(place)


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", encoding="utf-8")
    text = (
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        + HEAD
        + '<Code guid="a" name="A" isCodable="true"><Description>&x;</Description></Code>'
        "</Codes></CodeBook>"
    )
    assert "hidden" not in repr(read_codebook(_read(tmp_path, text)))


def test_codes_a_hundred_deep_are_no_harm(tmp_path: Path) -> None:
    deep = "".join(f'<Code guid="g" name="c{n}" isCodable="true">' for n in range(100))
    place = _read(tmp_path, HEAD + deep + "</Code>" * 100 + "</Codes></CodeBook>")
    assert len(read_codebook(place).pack.advice) == 51


@given(definition=lines, examples=st.lists(lines, max_size=3), counter=st.lists(lines, max_size=2))
def test_what_a_category_says_survives_a_codebook(
    definition: str,
    examples: list[str],
    counter: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    category = Category(
        id="a-b",
        name="A b",
        definition=definition,
        examples=tuple(examples),
        counter_examples=tuple(counter),
    )
    pack = Pack(name="mine", version="2", language="de", advice=(category,), problem=())
    place = tmp_path_factory.mktemp("book") / "x.qdc"
    place.write_bytes(codebook_bytes(pack))
    assert read_codebook(place).pack == pack
    assert parse_pack(pack_text(pack), path="x.toml") == pack
    assert definition in describe(category)
