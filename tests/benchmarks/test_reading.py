"""The script that reads an hour of talk beside other libraries, and its table in the README."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
Script = Callable[[str], Any]


def test_the_table_in_the_readme_is_the_one_recorded(script: Script) -> None:
    readme = script("readme_reading")
    lines = json.loads(readme.RECORD.read_text(encoding="utf-8"))
    text = script("readme_block").home_of(readme.BEGIN).read_text(encoding="utf-8")
    assert readme.with_reading(text, lines) == text


def test_every_word_of_the_hour_arrives_with_its_speaker_in_every_form(script: Script) -> None:
    read = script("read")
    hour = read.an_hour()
    talk = hour[:80]
    assert sum(len(one.text.split()) for one in hour) >= read.WORDS_AN_HOUR
    for form, content in read.forms(talk).items():
        heard = [(who, word) for who, text in read.ours(content) for word in read.words_of(text)]
        said = [(one.speaker, word) for one in talk for word in read.words_of(one.line)]
        assert heard == said, form


def test_words_are_counted_as_often_as_they_are_said(script: Script) -> None:
    read = script("read")
    true, found = read.Counter("aabc"), read.Counter("abbd")
    assert read.share_of(true, found) == 0.5
    cues = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Ana>Hi &amp; ho.</v>\n\nNOTE no\n"
    assert read.plain_words(cues) == {"hi": 1, "ho": 1}
