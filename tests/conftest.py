"""What all tests share: packs, the tokeniser, small models and the shipped ones, each made once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

# Imported by the fixtures when they are asked for: tests of other parts start at once.
if TYPE_CHECKING:
    from spacy.language import Language

    from analyzer.classify.labelled import LabelledSession
    from analyzer.encoder import Encoder
    from analyzer.pipeline import Models
    from analyzer.records import Pack

LABELLED = Path(__file__).parents[1] / "data" / "labelled"
# Short ones of every form, and of both packs.
EIGHT = ("lea-b16", "lea-c12", "lea-c14", "rec-c05", "rec-c10", "rec-e03", "rec-e13", "rec-h04")

CALLS = {
    "2024-05-01-ana.txt": "Ana: HR says there is no role. What can I do?\n\n"
    "Mike: Ask the manager whose budget it is. Then leave him a voicemail.\n\n"
    "Ana: I'll call him this afternoon.\n",
    "bo.txt": "Bo: They want a discount.\n\nMike: Never cut the fee before you know the pain.\n\n"
    "Bo: Okay, I will ask.\n",
}

# Generated cases take as long as the machine is busy; how long is no fault of theirs. A check that
# decides about a change draws the same cases every time; at one's desk new ones are drawn.
settings.register_profile(
    "unhurried",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser, one for all tests of a worker, since a second beside it is refused."""
    from tests.report.page.visits import chromium, missing

    if reason := missing():
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def nlp() -> Language:
    from analyzer.nlp import load_nlp

    return load_nlp()


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The shipped sentence encoder, which encodes the same texts only once."""
    from analyzer.encoder import RememberingEncoder, load_encoder
    from analyzer.settings import resource_folder

    return RememberingEncoder(load_encoder(resource_folder("models") / "encoder"))


@pytest.fixture(scope="session")
def recruiting() -> Pack:
    from analyzer.records.pack_file import load_pack

    return load_pack("recruiting")


@pytest.fixture(scope="session")
def eight() -> tuple[LabelledSession, ...]:
    """Eight labelled sessions: enough for training to run through all it does."""
    from analyzer.classify.labelled import read_labelled

    return tuple(read_labelled(LABELLED / f"{name}.tsv") for name in EIGHT)


@pytest.fixture(scope="session")
def taught(eight: tuple[LabelledSession, ...], recruiting: Pack, encoder: Encoder) -> Models:
    """Models of eight sessions: of the same make as the shipped ones, and less clever."""
    from analyzer.measuring import fit_models

    return fit_models(eight, packs=[recruiting], encoder=encoder)["recruiting"]


@pytest.fixture(scope="session")
def shipped(recruiting: Pack) -> Models:
    """The models that come with the package; what they find is tested for form, not for marks."""
    from analyzer.pipeline import load_models

    return load_models(recruiting)


@pytest.fixture
def calls(tmp_path: Path) -> list[Path]:
    """Two calls, an empty file, one that is not there, and one that is no talk."""
    for name, text in CALLS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)))
    first, second = (tmp_path / name for name in CALLS)
    return [first, tmp_path / "empty.txt", tmp_path / "gone.txt", second, tmp_path / "noise.bin"]
