"""The script over whole archives, on small invented ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

EPISODE = """\
**Runa Eide:** We left it at the roof. \\[laughs\\] What happened up there, Paulo?

**Break**: \\[00:41\\]

**Paulo Reis:** The roof held. \\[44:06\\] It was the ladder that gave.

And so I sit on the ground now.

**Runa Eide:** For how long do you sit there?

**Paulo Reis:** A week &amp; a day.
"""
TALK = """\
---
title: Keys
speakers:
  - Noor Haddad
---
## Beginning

Ines Moreau (IM): Who has the second key to the house?

Noor Haddad (NH): The porter has it, and he had it from the start.

IM: And the third one?

NH: Nobody has it.

Example: a door without a key.

The plan: https://example.org/plan

AL: I have it, by the way.

## Doors

Doors come last in my talk today.
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for folder, text in (("changelog", EPISODE), ("bitcoin-transcripts", TALK)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.md").write_text(text, encoding="utf-8")
    (tmp_path / "changelog" / "notes.md").write_text("Nobody speaks here.\n", encoding="utf-8")
    return tmp_path


def test_the_words_of_each_person_are_found_by_the_labels(script: Callable[[str], Any]) -> None:
    truth = script("archive_truth").changelog_truth(EPISODE)
    assert [end - start for start, end in truth.turns] == [12, 17, 7, 4]
    assert set(truth.people.values()) == {"Runa Eide", "Paulo Reis"}
    talk = script("archive_truth").bitcoin_truth(TALK)
    assert [talk.words[start][1] for start, _ in talk.turns] == [
        *("Ines Moreau", "Noor Haddad", "Ines Moreau", "Noor Haddad", "AL")
    ]
    assert talk.words[-1] == ("today", "Noor Haddad")
    assert ("plan", "Noor Haddad") not in talk.words


def test_an_archive_that_is_read_right_has_nothing_to_count(
    script: Callable[[str], Any], data: Path, tmp_path: Path
) -> None:
    figures = {one.task: one for one in script("archives").measure(data, tmp_path)}
    wrong = figures["Changelog: words with the wrong speaker"]
    assert (wrong.ours, wrong.floors, wrong.wanted) == (0, {"line by line": 0}, pytest.approx(100))
    assert figures["bitcointranscripts: words with the wrong speaker"].ours < 5000
    for archive in ("Changelog", "bitcointranscripts"):
        for what in ("files that cannot be read", "names taken for people that are none"):
            assert figures[f"{archive}: {what}"].ours == 0


def test_words_are_wrong_where_they_are_lost_or_somebody_elses(
    script: Callable[[str], Any],
) -> None:
    archives = script("archives")
    words = "one two three four five six seven eight nine ten eleven twelve"
    truth = [(word, "ana" if n < 8 else "bo") for n, word in enumerate(words.split())]
    read = [(word, "A") for word, _ in truth if word not in ("two", "nine")]
    assert archives.right_places(truth, read) == {0, 2, 3, 4, 5, 6, 7}
    swapped = [(word, "A" if word != "five" else "B") for word, _ in truth]
    assert 4 not in archives.right_places(truth, swapped)


def test_a_file_that_cannot_be_read_is_counted(script: Callable[[str], Any]) -> None:
    truth = script("archive_truth").changelog_truth(EPISODE)
    found = script("archives").compare(truth, None, text=EPISODE, path="x.md", seconds=0.1)
    assert (found.is_read, found.n_right, found.n_lost, found.n_people) == (False, 0, 4, 0)
    assert script("archives").line_of(found).startswith("0.0000")


def test_what_is_absent_is_left_out(
    script: Callable[[str], Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--data", str(tmp_path), "--json"]
    script("real_sets").run("", "none", script("archives").measure, argv=given)
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert err.count("is not here") == 2
