"""Models of one's own packs through the command line: made, used, and refused when they are bad."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from analyzer.records.pack_template import pack_template
from analyzer.settings import resource_folder
from tests.cli.running import Run, Runner

TALK = """\
Ana: They like everything and still can't make up their minds.

Mike: Don't leave the room before you both have a day in your calendar.

Ana: I'll ask her by when she knows.
"""
Arrays = dict[str, npt.NDArray[Any]]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack of one's own and a call, in the working folder."""
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(pack_template("mine"), encoding="utf-8")
    Path("call.txt").write_text(TALK, encoding="utf-8")


def arrays_of(folder: Path) -> Arrays:
    with np.load(folder / "weights.npz", allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def put(folder: Path, content: bytes) -> None:
    """Writes a model file and a card that vouches for it."""
    (folder / "weights.npz").write_bytes(content)
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    card["file_sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")


def packed(arrays: Arrays) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=True, **arrays)
    return buffer.getvalue()


def change(folder: Path, **changes: npt.NDArray[Any] | None) -> None:
    arrays = arrays_of(folder) | {name.replace("__", "/"): it for name, it in changes.items()}
    put(folder, packed({name: array for name, array in arrays.items() if array is not None}))


def forget_a_file(folder: Path) -> None:
    (folder / "weights.npz").unlink()


def forget_the_card(folder: Path) -> None:
    (folder / "card.json").unlink()


def spoil_the_card(folder: Path) -> None:
    (folder / "card.json").write_text("{", encoding="utf-8")


def cut_short(folder: Path) -> None:
    content = (folder / "weights.npz").read_bytes()
    (folder / "weights.npz").write_bytes(content[: len(content) // 2])


def cut_short_with_a_card_to_match(folder: Path) -> None:
    content = (folder / "weights.npz").read_bytes()
    put(folder, content[: len(content) // 2])


def flip_a_byte(folder: Path) -> None:
    content = bytearray((folder / "weights.npz").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "weights.npz").write_bytes(content)


def hold_objects(folder: Path) -> None:
    change(folder, mean__vectors=np.array([{"no": "number"}], dtype=object))


def hold_texts(folder: Path) -> None:
    change(folder, advice_texts__vectors=np.array([["one", "two"]]))


def hold_no_numbers(folder: Path) -> None:
    shape = arrays_of(folder)["mean/vectors"].shape
    change(folder, mean__vectors=np.full(shape, np.nan))


def lack_a_part(folder: Path) -> None:
    change(folder, mean__vectors=None, mean__owner=None, mean__n_categories=None)


def have_another_shape(folder: Path) -> None:
    change(folder, shown_advice__weights=np.zeros((1, 3)))


def have_a_text_too_few(folder: Path) -> None:
    arrays = arrays_of(folder)
    change(
        folder,
        advice_texts__vectors=arrays["advice_texts/vectors"][1:],
        advice_texts__owner=arrays["advice_texts/owner"][1:],
    )


def be_of_another_version_of_analyzer(folder: Path) -> None:
    change(folder, form=np.array(99))


DAMAGES: dict[Callable[[Path], None], str] = {
    forget_a_file: "no model is here: No such file or directory.",
    forget_the_card: "no model is here: No such file or directory.",
    spoil_the_card: "its card is not JSON",
    cut_short: "weights.npz is not the file that its card tells of",
    cut_short_with_a_card_to_match: "this model cannot be used: ",
    flip_a_byte: "weights.npz is not the file that its card tells of",
    hold_objects: "Object arrays cannot be loaded",
    hold_texts: "this model cannot be used: ",
    hold_no_numbers: "the arrays of part 'mean' do not fit each other",
    lack_a_part: "part 'mean' is missing",
    have_another_shape: "part 'shown_advice' is of another version of analyzer",
    have_a_text_too_few: "it holds 6 vectors for advice, not 7",
    be_of_another_version_of_analyzer: "it was written by another version of analyzer",
}


def refused(ran: Run, why: str) -> None:
    """Nothing was printed as a result, and one line says what is wrong and what to do."""
    assert ran.code != 0
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("error: ")
    assert why in ran.err
    assert "analyzer train" in ran.err


def found(run: Runner) -> tuple[str, list[str]]:
    """What models an analysis with the pack was made with, and which advice it holds."""
    ran = run("analyze", "call.txt", "--pack", "mine.toml", "--json")
    assert (ran.code, ran.err) == (0, "")
    analysis = json.loads(ran.out)
    labels = [label["category"] for one in analysis["advice"] for label in one["labels"]]
    return analysis["made_with"]["models"], labels


def test_a_pack_is_trained_from_its_texts_alone_and_used_from_then_on(run: Runner) -> None:
    before, labels = found(run)
    assert "examples " in before
    assert labels == ["ask-for-the-date"]
    ran = run("train", "--pack", "mine.toml")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == ["model mine 1 written to mine.model"]
    assert sorted(file.name for file in Path("mine.model").iterdir()) == [
        "card.json",
        "card.md",
        "weights.npz",
    ]
    after, same = found(run)
    assert "mine 1 " in after
    assert "examples " not in after
    assert same == labels


def test_training_twice_gives_the_same_bytes(run: Runner) -> None:
    run("train", "--pack", "mine.toml")
    first = {file.name: file.read_bytes() for file in Path("mine.model").iterdir()}
    run("train", "--pack", "mine.toml")
    assert {file.name: file.read_bytes() for file in Path("mine.model").iterdir()} == first


def test_a_category_of_definition_alone_can_be_trained(run: Runner) -> None:
    text = pack_template("mine")
    bare = text[: text.index("# Five or more")] + text[text.index("# Sentences that look") :]
    Path("mine.toml").write_text(bare, encoding="utf-8")
    assert run("train", "--pack", "mine.toml").code == 0
    found(run)


def test_where_to_write_can_be_said(run: Runner) -> None:
    ran = run("train", "--pack", "mine.toml", "--out", "elsewhere")
    assert ran.lines[-1] == f"model mine 1 written to {Path('elsewhere') / 'mine'}"
    assert not Path("mine.model").exists()


@pytest.mark.parametrize("edit", [('version = "1"', 'version = "2"'), ("calendar", "diary")])
def test_a_pack_that_changed_since_is_told_to_train_again(
    run: Runner, edit: tuple[str, str]
) -> None:
    run("train", "--pack", "mine.toml")
    Path("mine.toml").write_text(pack_template("mine").replace(*edit), encoding="utf-8")
    ran = run("analyze", "call.txt", "--pack", "mine.toml")
    refused(ran, "this model was made" if "version" in edit[0] else "has changed since this model")
    assert "analyzer train --pack mine.toml" in ran.err
    run("train", "--pack", "mine.toml")
    found(run)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_bad_model_is_refused_before_any_work(
    run: Runner, damage: Callable[[Path], None]
) -> None:
    run("train", "--pack", "mine.toml")
    damage(Path("mine.model"))
    refused(run("analyze", "gone.txt", "--pack", "mine.toml"), DAMAGES[damage])
    refused(run("add", "call.txt", "-a", "calls.db", "--pack", "mine.toml"), DAMAGES[damage])


@pytest.mark.parametrize("model", ["recruiting", "sentences", "background"])
@pytest.mark.parametrize("damage", [cut_short, "objects", forget_a_file])
def test_a_bad_shipped_model_is_refused_before_any_work(
    run: Runner,
    model: str,
    damage: Callable[[Path], None] | str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    shutil.copytree(resource_folder("models"), tmp_path / "models")
    monkeypatch.setattr("analyzer.pipeline.resource_folder", lambda _: tmp_path / "models")
    folder = tmp_path / "models" / model
    if callable(damage):
        damage(folder)
    else:
        put(folder, packed(arrays_of(folder) | {"form": np.array([None], dtype=object)}))
    pack = "mine.toml" if model == "background" else "recruiting"
    refused(run("analyze", "call.txt", "--pack", pack), str(folder))


def test_a_pack_named_like_a_shipped_one_is_refused(run: Runner) -> None:
    Path("mine.toml").write_text(pack_template("sales"), encoding="utf-8")
    ran = run("analyze", "call.txt", "--pack", "mine.toml")
    assert ran.code != 0
    assert ran.err == (
        "error: mine.toml: a shipped pack is named 'sales' too, and says something else. Give "
        'yours another name; extends = "sales" takes over what that one holds.\n'
    )


def test_check_notes_examples_that_read_like_another_category(run: Runner) -> None:
    stray = "They like everything and still can't make up their minds, he said."
    second = f"""
[[problem]]
id = "price"
name = "Price"
definition = "The buyer says that it is too expensive, or wants a discount."
examples = ["{stray}", "They want ten percent off.", "He calls us dear."]
"""
    Path("mine.toml").write_text(pack_template("mine") + second, encoding="utf-8")
    plain, told = run("pack", "check", "mine.toml"), run("pack", "check", "--meaning", "mine.toml")
    assert (told.code, told.err) == (0, "")
    assert told.lines[: len(plain.lines)] == plain.lines
    assert any("reads more like" in line for line in told.lines[len(plain.lines) :])
