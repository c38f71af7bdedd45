"""The scripts over real talks that take the product as it is, on small invented talks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Measured = Callable[[str], dict[tuple[str, str], dict[str, Any]]]
# A second, and what the expert says from then on; True where a question begins.
HOUR = (
    (2, "Hello everyone, and welcome to our weekly hour.", False),
    (9, "I hope that you all had a good week.", False),
    (16, "Let us get going. The first question is from Dana.", True),
    (23, "Dana asks: how do I tell my team that the plan has changed?", False),
    (31, "I would say it early, and in person.", False),
    (42, "Write down the reason before you talk to them.", False),
    (55, "People can bear a change when they know the reason.", False),
    (70, "That is all I know about it.", False),
    (200, "All right, the next question comes from Omar.", True),
    (208, "Omar asks: should I give feedback by mail?", False),
    (215, "No. Call them, and send the mail afterwards.", False),
    (230, "A mail can be read in ten ways.", False),
    (245, "So please pick up the phone.", False),
    (260, "Thank you all, and see you next week.", False),
)
THEMES = {
    "Wallets": "The wallet keeps your keys on the device, and a backup phrase restores them.",
    "Bread": "The dough rests overnight in the cold, and the oven is hot before you bake it.",
    "Trains": "The night train leaves the station late, and every carriage is full of travellers.",
    "Gardens": "The tomato plants want sun and water, and the soil wants compost in spring.",
}


@pytest.fixture
def measured(
    script: Callable[[str], Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Measured:
    """The figures of a script over what lies in ``data``, by task and measure."""

    def measure(name: str) -> dict[tuple[str, str], dict[str, Any]]:
        given = ["--data", str(tmp_path / "data"), "--cache", str(tmp_path / "cache"), "--json"]
        script("real_sets").run("", "none", script(name).measure, argv=given)
        figures = json.loads(capsys.readouterr().out)
        return {(one["task"], one["measure"]): one for one in figures}

    return measure


def write_hours(folder: Path) -> None:
    for day in ("2031_01_01", "2031_01_08"):
        lines = [f"[{at // 60:02d}:{at % 60:02d}] {words}" for at, words, _ in HOUR]
        asked = [f"📹 [0:{at}](https://example.org/watch?v=x&t={at})" for at, _, new in HOUR if new]
        (folder / day).mkdir(parents=True)
        (folder / day / "transcript.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
        listed = "\n\n".join(f"## A question\n\n{line}" for line in asked)
        (folder / day / "questions_answers.md").write_text(listed + "\n", encoding="utf-8")


def write_panels(folder: Path) -> None:
    folder.mkdir()
    for number in range(4):
        lines = []
        themes = list(THEMES.items())
        for name, text in themes[number:] + themes[:number]:
            lines.append(f"## {name}")
            lines.append(f"Ines Adair: So let's talk about {name.lower()}. What comes first?")
            lines += [f"{('Ravi Noor', 'Ines Adair')[n % 2]}: {text}" for n in range(8)]
        (folder / f"panel-{number}.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def write_shows(folder: Path) -> None:
    ask = "What did you do then, and how did that go?"
    tell = "You should sleep on it first. Then write down what you want, and try one small thing."
    casts = {
        "brainscience": [("Ann Bright", "Mira Lund, Psy.D")] * 3,
        "founderstalk": [("Ann Bright", guest) for guest in ("Jo Vale", "Kai Stone", "Lea Moor")],
    }
    for show, pairs in casts.items():
        (folder / show).mkdir(parents=True)
        for number, (host, other) in enumerate(pairs):
            lines = [f"**{host}:** {ask}", f"**{other}:** {tell}", "**Break:** \\[04:10\\]"]
            text = "\n\n".join(lines * 5) + "\n"
            (folder / show / f"{show}-{number}.md").write_text(text, encoding="utf-8")


def test_questions_an_expert_reads_out_are_counted_on_each_half_and_on_all(
    measured: Measured, tmp_path: Path
) -> None:
    write_hours(tmp_path / "data")
    figures = measured("office_hours")
    parts = ("sessions not looked at", "sessions the rules were made with", "all sessions")
    assert [task for task, measure in figures if measure == "F1 within 20 seconds"] == [
        f"office hours: {part}" for part in parts
    ]
    own = figures["office hours: sessions not looked at", "F1 within 20 seconds"]
    assert 0.0 < own["ours"] <= 1.0
    assert own["floors"]["cue words"] == 1.0
    assert own["floors"]["evenly spread"] < 1.0
    assert own["wanted"] == 0.65
    assert own["counts"] == "1 sessions, 2 questions"
    sets = [figures[f"office hours: {part}", "number set"] for part in parts]
    assert [one["floors"]["cue words"] for one in sets] == [2, 2, 4]
    assert sets[2]["ours"] == sets[0]["ours"] + sets[1]["ours"]


def test_headings_are_found_better_with_training_than_by_saying_nothing(
    measured: Measured, tmp_path: Path
) -> None:
    write_panels(tmp_path / "data")
    figures = measured("headings")
    ways = ("trained", "topic depth alone", "trained, told how many")
    for way in ways:
        f1 = figures[f"bitcoin headings: {way}", "F1 within 2 turns"]
        error = figures[f"bitcoin headings: {way}", "Pk, less is better"]
        assert f1["ours"] > 0.6
        assert error["ours"] < 0.3
        assert f1["counts"] == "4 documents, 132 turns, 12 headings"
    plain = figures["bitcoin headings: trained", "F1 within 2 turns"]
    assert plain["wanted"] == 2 * plain["floors"]["TextTiling"]
    assert plain["floors"]["no boundary"] == 0
    assert figures["bitcoin headings: trained, told how many", "number set"]["ours"] == 12
    assert list((tmp_path / "cache").glob("vectors-*.npy"))


def test_an_adviser_on_a_show_is_counted_and_a_break_is_nobody(
    measured: Measured, tmp_path: Path
) -> None:
    write_shows(tmp_path / "data")
    figures = measured("changelog_roles")
    for show in ("Brain Science", "Founders Talk"):
        found = figures[f"{show}: adviser found", "accuracy"]
        assert found["ours"] == 1.0
        assert found["floors"] == {"says most": 1.0, "asks least": 1.0, "asks most": 0.0}
        stage = figures[f"{show}: stage marks taken for people", "count, less is better"]
        assert stage["ours"] == 0
        assert stage["floors"] == {}
    assert found["counts"] == "3 episodes; hosts are client in 3"
