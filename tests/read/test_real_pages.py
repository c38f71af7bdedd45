"""Real files of other people, kept outside the repository: read where they lie, else skipped."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from analyzer.read import read_session
from analyzer.records import Session

SHARED = Path(__file__).resolve().parents[3] / "shared"
FORMATS = SHARED / "formats"
SEEDS = SHARED / "seeds"
WORD = re.compile(r"[^\W\d_]+")


def found(folder: Path, pattern: str) -> Path:
    paths = sorted(folder.glob(pattern))
    if not paths:
        pytest.skip(f"the real files are not here: {folder / pattern}")
    return paths[0]


def n_turns(session: Session) -> dict[str, int]:
    return dict(Counter(session.speakers[turn.speaker].name for turn in session.turns))


def words(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in WORD.findall(text))


def kept(session: Session) -> Counter[str]:
    texts = [turn.text for turn in session.turns] + [piece.text for piece in session.outside]
    return sum((words(text) for text in texts), Counter())


def test_seed_of_an_article_with_comments() -> None:
    path = found(SEEDS, "000_*.txt")
    session = read_session(path)
    assert session.source.format == "article"
    assert str(session.held_on) == "2013-05-13"
    assert session.title is not None
    assert [speaker.role.value for speaker in session.speakers] == ["coach", *["other"] * 3]
    assert session.speakers[0].name == "Author"
    assert len(session.turns) == 4
    assert [(piece.before_turn, piece.kind.value) for piece in session.outside] == [
        (0, "front"),
        (0, "front"),
        (1, "logistics"),
        (1, "logistics"),
    ]
    assert kept(session) == words(path.read_text(encoding="utf-8"))


def test_seed_of_a_written_question_and_its_call() -> None:
    path = found(SEEDS, "004_*.txt")
    session = read_session(path)
    assert n_turns(session) == {"Jen": 13, "Mike": 12}
    assert session.turns[0].text.endswith("Jen, New York")
    assert session.turns[1].text == "Hey Mike."
    assert session.turns[-1].text.startswith("Thank you, Jen. Great hearing your voice again.\n\n")
    assert session.turns[-1].text.endswith("Awesome question, Jen.")
    kinds = [(piece.before_turn, piece.kind.value) for piece in session.outside]
    assert kinds == [(0, "front"), (1, "front"), *[(25, "promotion")] * 6]
    lost = words(path.read_text(encoding="utf-8")) - kept(session)
    assert lost == Counter({"jen": 12, "mike": 12})


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("otter_txt/*Danny_Silvers*.md", {"Jonas Rosland": 29, "Danny Silvers": 29}),
        ("otter_txt/*34-whats*.md", {"Emma": 1, "Unknown Speaker": 38, "Ali": 39, "Kelly": 3}),
        ("rev_txt/*.md", {"Anton Osika": 92, "Lenny Rachitsky": 92}),
        (
            "markdown_blog/Green*.md",
            {"Kristina Devochko": 28, "Chris Adams": 28, "Chris Skipper": 1},
        ),
        (
            "markdown_blog/*sydney*.md",
            {
                "Lloyd Fournier": 77,
                "Jesse Posner": 61,
                "Ruben Somsen": 16,
                "Nick Farrow": 14,
                "Michael Folkson": 21,
            },
        ),
        (
            "generic_speaker_txt/*chains-back_deepgram.md",
            {"SPEAKER_00": 27, "SPEAKER_01": 28, "SPEAKER_02": 26},
        ),
        ("podcast_voice_tags/*.txt", {"Speaker": 1}),
        ("whisper_outputs/*.text", {"Speaker": 1}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_speakers_and_turns_of_real_transcripts(pattern: str, expected: dict[str, int]) -> None:
    assert n_turns(read_session(found(FORMATS, pattern))) == expected


def test_entities_and_escapes_of_real_markdown_are_decoded() -> None:
    for pattern in ("markdown_blog/*ladybug*.md", "markdown_blog/thechangelog*.md"):
        text = "\n".join(turn.text for turn in read_session(found(FORMATS, pattern)).turns)
        assert "&#" not in text
        assert "\\[" not in text


def test_attendees_and_lone_times_are_no_speakers() -> None:
    session = read_session(found(FORMATS, "google_meet/*09*.md"))
    assert not any("*" in speaker.name or ":" in speaker.name for speaker in session.speakers)
    assert str(session.held_on) == "2023-10-05"
    timed = read_session(found(FORMATS, "google_meet/*03*.md"))
    assert not any(re.search(r"00:\d5:00", turn.text) for turn in timed.turns)


def test_no_word_of_a_real_transcript_is_lost() -> None:
    for pattern in ("generic_speaker_txt/*whisperx.txt", "otter_txt/*42-*.md"):
        path = found(FORMATS, pattern)
        session = read_session(path)
        lost = words(path.read_text(encoding="utf-8")) - kept(session)
        names = set().union(*(words(speaker.name) for speaker in session.speakers))
        assert set(lost) <= names


LABELLED = Path(__file__).resolve().parents[2] / "data" / "labelled"


def published(path: Path) -> tuple[str, list[tuple[str, str]]]:
    """A labelled dialogue as a published page, and its turns."""
    page: list[str] = []
    turns: list[tuple[str, list[str]]] = []
    fresh = True
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line == "¶":
            fresh = True
            continue
        speaker, text = line.split("\t")[2], line.split("\t")[5]
        if turns and turns[-1][0] == speaker:
            page[-1] += f"\n\n{text}" if fresh else f" {text}"
            turns[-1][1].append(text)
        else:
            page.append(f"{speaker}: {text}")
            turns.append((speaker, [text]))
        fresh = False
    return "\n\n".join(page) + "\n", [(speaker, " ".join(texts)) for speaker, texts in turns]


def test_labelled_dialogues_written_as_pages_are_read_back(tmp_path: Path) -> None:
    paths = [
        path
        for path in sorted(LABELLED.glob("*.tsv"))
        if (head := path.read_text(encoding="utf-8"))
        and "\t-\t-\t-\t" not in head
        and "#form: article" not in head
        and "#form: qa" not in head
    ]
    if not paths:
        pytest.skip("the labelled sessions are not here")
    for path in paths:
        text, turns = published(path)
        page = tmp_path / f"{path.stem}.txt"
        page.write_text(text, encoding="utf-8")
        session = read_session(page)
        assert [" ".join(turn.text.split()) for turn in session.turns] == [
            " ".join(said.split()) for _, said in turns
        ], path.name
        names = {name.split(" (")[0] for name, _ in turns}
        assert {speaker.name for speaker in session.speakers} == names, path.name
