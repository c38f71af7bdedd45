"""The scripts over real sets, on small invented sets in the layout of the real ones."""

from __future__ import annotations

import csv
import importlib
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
ADVISES = ("You should call the landlord .", "Try to write a list first .", "Ask her about it .")
TELLS = ("I moved here in spring .", "My brother said the same ”", "That sounds hard .")
ACTS = (
    ("so the parser is done.", "S"),
    ("uhhuh.", "B"),
    ("but then the", "D"),
    ("um", "F"),
    ("when did you try it?", "Q"),
)
SAYS = {
    "other": "Okay, thanks for coming in.",
    "question": "What would you like to change?",
    "reflection": "So you feel torn about it.",
    "therapist_input": "Walking lowers blood pressure.",
}
COLUMNS = (
    "transcript_id",
    "utterance_id",
    "interlocutor",
    "utterance_text",
    "annotator_id",
    "therapist_input_subtype",
    "main_therapist_behaviour",
    "client_talk_type",
)


def write_advice(folder: Path) -> None:
    for name in ("needadvice", "askparents"):
        for part, count in (("train", 6), ("dev", 2)):
            lines = ["ID\tMajority_label\tDS_Label\tSentence"]
            for reply in range(count):
                pairs = zip(ADVISES, TELLS, strict=True)
                said = [
                    (text, given) for pair in pairs for text, given in zip(pair, "10", strict=True)
                ]
                for place, (text, label) in reversed(list(enumerate(said))):
                    lines.append(f"{part}{reply}-1.1-{place}\t0\t{label}\t{text}")
            (folder / f"{name}_{part}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_mrda(folder: Path) -> None:
    for part, count in (("train", 4), ("val", 2)):
        (folder / part).mkdir()
        for meeting in range(count):
            lines = [f"me{turn % 3}|{text}|{act}|x|x" for turn, (text, act) in enumerate(ACTS * 6)]
            (folder / part / f"B{meeting}.txt").write_text("\n".join(lines) + "\n", "utf-8")


def write_annomi(folder: Path) -> None:
    rows: list[dict[str, object]] = []
    for session in range(6):
        turns = [*SAYS.items(), ("therapist_input", "You could join a walking group.")] * 3
        for place, (behaviour, text) in enumerate(turns):
            advice = "advice" if text.startswith("You could") else "n/a"
            said = (session, 2 * place, "therapist", text)
            rows += [
                dict(zip(COLUMNS, (*said, who, advice, behaviour, "n/a"), strict=True))
                for who in (0, 1)
            ]
            heard = (session, 2 * place + 1, "client", "Mm, I guess.", 0, "n/a", "n/a", "neutral")
            rows.append(dict(zip(COLUMNS, heard, strict=True)))
    with (folder / "AnnoMI-full.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(reversed(rows))


@pytest.mark.parametrize(
    ("name", "write", "n_figures"),
    [
        ("advice_sentences", write_advice, 8),
        ("mrda", write_mrda, 2),
        ("annomi_behaviour", write_annomi, 2),
    ],
)
def test_a_script_learns_what_words_alone_tell(
    script: Callable[[str], Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    write: Callable[[Path], None],
    n_figures: int,
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    write(data)
    cache = tmp_path / "cache"
    given = ["--data", str(data), "--cache", str(cache), "--json"]
    script("real_sets").run("", "none", script(name).measure, argv=given)
    figures = json.loads(capsys.readouterr().out)
    assert len(figures) == n_figures
    assert all(figure["floors"]["TF-IDF"] > 0.9 and figure["ours"] > 0.9 for figure in figures)
    assert all(re.match(r"\d+ \w+", figure["counts"]) for figure in figures)
    assert list(cache.glob("vectors-*.npy"))


@pytest.mark.parametrize(
    ("name", "write", "n_figures"),
    [
        ("advice_sentences", write_advice, 16),
        ("mrda", write_mrda, 6),
        ("annomi_behaviour", write_annomi, 6),
    ],
)
def test_a_script_asks_a_fine_tuned_network_where_told_to(
    script: Callable[[str], Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    write: Callable[[Path], None],
    n_figures: int,
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    write(data)

    def fake(talks: Any, labels: Any, *, train: Any, test: Any, n_labels: Any, how: Any) -> Any:
        """Knows all by heart."""
        assert how.epochs == 2
        assert set(train).isdisjoint(test)
        owners = np.repeat(np.arange(len(talks)), [len(talk) for talk in talks])
        rows = np.isin(owners, test)
        return {kind: np.eye(n)[labels[kind][rows]] for kind, n in n_labels.items()}

    monkeypatch.setitem(sys.modules, "finetuned", SimpleNamespace(finetuned=fake))
    monkeypatch.setattr(script("real_sets"), "find_spec", lambda _: True)
    given = ["--data", str(data), "--cache", str(tmp_path), "--json", "--finetune", "--record"]
    script("real_sets").run("", "none", script(name).measure, argv=given, epochs=2)
    figures = json.loads(capsys.readouterr().out)
    kept = json.loads((tmp_path / "results" / f"{name}.json").read_text("utf-8"))
    assert kept["options"] == {"finetune": True, "epochs": 2}
    assert len(kept["figures"]) == n_figures
    assert len(figures) == n_figures
    alone = [one["ours"] for one in figures if one["task"].endswith("network alone")]
    assert alone == [1.0] * (n_figures // (3 if name != "advice_sentences" else 4))


def test_a_script_says_that_data_is_absent(
    script: Callable[[str], Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = "advice_sentences mrda annomi_behaviour annomi_roles office_hours headings"
    for name in (*names.split(), "changelog_roles"):
        given = ["--data", str(tmp_path / "none"), "--record"]
        script("real_sets").run("", "none", script(name).measure, argv=given)
        assert capsys.readouterr().out == f"left out: {tmp_path / 'none'} is not here\n"
    assert not (tmp_path / "results").exists()


def test_replies_are_read_together_and_in_order(
    script: Callable[[str], Any], tmp_path: Path
) -> None:
    path = tmp_path / "x_train.tsv"
    path.write_text(
        'ID\tM\tDS\tSentence\tFlair\nb-1-0\t0\t1\t" Go .\tCareer\na-2-10\t0\t0\tLast .\tx\n'
        "a-2-9\t1\t1\tBefore it .\tx\n",
        encoding="utf-8",
    )
    rows = script("advice_sentences").read_part(path)
    assert rows == [("a-2", 9, "Before it .", 1), ("a-2", 10, "Last .", 0), ("b-1", 0, '" Go .', 1)]


def test_annotators_who_label_alike_agree_fully(
    script: Callable[[str], Any], tmp_path: Path
) -> None:
    write_annomi(tmp_path)
    annomi, sets = script("annomi_behaviour"), script("real_sets")
    rows = [
        row
        for row in annomi.read_rows(tmp_path / "AnnoMI-full.csv")
        if row["interlocutor"] != "client"
    ]
    assert annomi.agreement(rows, "behaviour", sets.macro_f1) == 1.0
    assert annomi.agreement(rows[:10], "behaviour", sets.macro_f1) is None


def test_advice_written_elsewhere_lends_its_scores(
    script: Callable[[str], Any], tmp_path: Path
) -> None:
    write_advice(tmp_path)
    texts = ["That sounds hard.", "I moved here. You should call your sister.", ""]
    lent = script("annomi_behaviour").lent_scores(tmp_path, texts, cache=tmp_path)
    assert lent.shape == (3, 3)
    assert (lent[1] > lent[0]).all()


def test_no_neighbour_lies_in_another_talk(script: Callable[[str], Any]) -> None:
    near = script("two_looks")._neighbours(np.array([0, 0, 1, 1, 1]), 1)
    assert near.tolist() == [1, -1, 3, 4, -1]


def test_labels_of_the_test_rows_are_not_looked_at(script: Callable[[str], Any]) -> None:
    looks, sets = script("two_looks"), script("real_sets")
    said = [
        looks.Utterance(text=text, talk=str(n // 5), group=str(n // 5))
        for n, (text, _) in enumerate(ACTS * 8)
    ]
    vectors = np.ones((len(said), 384), np.float32)
    seen = looks.material_of(said, vectors)
    labels = np.arange(len(said)) % 5
    train, test = np.arange(25), np.arange(25, 40)
    asked = {"train": train, "test": test, "n_labels": 5, "goals": [sets.macro_f1]}
    first = looks.two_looks(seen, labels, **asked)
    labels[test] = 0
    second = looks.two_looks(seen, labels, **asked)
    assert np.array_equal(first.scores[0], second.scores[0])
    assert np.array_equal(first.labels[0], second.labels[0])


@given(
    arrays(float, (12, 3), elements=st.floats(-8, 0)), arrays(int, 12, elements=st.integers(0, 2))
)
def test_favour_never_makes_the_goal_worse(logs: np.ndarray, truth: np.ndarray) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        looks, sets = (importlib.import_module(name) for name in ("two_looks", "real_sets"))
    plain = sets.macro_f1(truth, logs.argmax(axis=1))
    favour, best = looks.fit_favour(logs, truth, goal=sets.macro_f1)
    assert best >= plain
    assert best == sets.macro_f1(truth, (logs + favour).argmax(axis=1))
