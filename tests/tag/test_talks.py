"""Roles in small invented talks of every kind, by the shipped models: what users would see."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.pipeline import Models
from analyzer.read import read_bytes
from analyzer.records import Role
from analyzer.segment.sentences import split_sentences
from analyzer.tag.roles import tag_roles

TALKS = sorted((Path(__file__).parent / "talks").glob("*.txt"))


def wanted(head: list[str]) -> dict[str, set[Role]]:
    """The roles a talk's first lines allow each speaker; ``other?`` also allows unknown."""
    pairs = [line.removeprefix("# ").split(" = ") for line in head]
    return {
        name: {Role.OTHER, Role.UNKNOWN} if role == "other?" else {Role(role)}
        for role, name in pairs
    }


def found(path: Path, models: Models) -> tuple[dict[str, set[Role]], dict[str, Role]]:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    head = [line.strip() for line in lines if line.startswith("# ")]
    talk = "".join(line for line in lines if not line.startswith("# "))
    session = read_bytes(talk.encode(), path=path.name)
    sentences = split_sentences(session, nlp=models.nlp)
    tagged = tag_roles(session, scores=models.scorer.score_roles(session, sentences))
    return wanted(head), {speaker.name: speaker.role for speaker in tagged.speakers}


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
def test_everybody_has_the_role_a_listener_would_give(path: Path, shipped: Models) -> None:
    allowed, roles = found(path, shipped)
    assert roles.keys() == allowed.keys()
    assert {name: role for name, role in roles.items() if role not in allowed[name]} == {}


def test_there_are_talks_of_every_kind() -> None:
    assert len(TALKS) > 20
